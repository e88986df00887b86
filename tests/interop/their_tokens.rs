//! Tokens of an SDK, read by `inspect` and judged by `validate`.

use lktoken::token::inspect::{SignatureState, inspect};
use lktoken::token::key::SigningKey;
use lktoken::token::time::UnixTime;
use lktoken::token::validate::{Door, Judge, Verdict};
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::forge::{ALPHABET, header, with_byte};
use crate::generated::{Generated, generated_for};
use crate::sdk::{Answer, Key, Question, Sdk, Task};
use crate::wish::Wish;
use crate::{program, renewed, seeds, written};

/// How many of the tokens the program reads and judges too.
const BY_THE_PROGRAM: usize = 8;
/// Seconds that a server forgives on either side.
const LEEWAY: i64 = 60;
/// Of so many tokens one is changed at every byte.
const ONE_CHANGED_EVERYWHERE_OF: usize = 500;
/// The bytes of the longest token that is.
const LONGEST_CHANGED_EVERYWHERE: usize = 700;
/// Bytes that do not belong into a part of a token; some of them, a server skips or takes for a part's end.
const FOREIGN: &[u8] = b".=+/ \t\r\n\0~\x7f%\"";
/// A signature of 32 bytes takes 43 characters, the last of which has two bits that belong to no byte.
const STRAY_VALUES: usize = 4;

/// What an SDK is asked to sign.
pub struct Asked {
    seed: u64,
    key: Key,
    wish: Wish,
}

/// A wish by chance for each seed.
pub fn asked_for_each_seed() -> Vec<Asked> {
    seeds()
        .map(|seed| {
            let mut dice = Dice::new(seed);
            Asked { seed, key: dice.key(), wish: Wish::roll(&mut dice) }
        })
        .collect()
}

impl Asked {
    /// The wish, as an SDK is asked.
    pub fn question(&self) -> Question {
        Question { key: self.key.clone(), task: Task::Sign(Box::new(self.wish.clone())) }
    }
}

/// A token that an SDK signed.
struct Signed<'a> {
    sdk: Sdk,
    seed: u64,
    key: &'a Key,
    wish: &'a Wish,
    token: &'a str,
    claims: &'a Value,
}

/// The tokens that the SDK signed; `None` where it is missing.
fn signed_by(sdk: Sdk, test: &str) -> Option<Vec<Signed<'static>>> {
    let Generated { asked, signed, .. } = generated_for(sdk, test)?;
    let signed = asked.iter().zip(signed).map(|(Asked { seed, key, wish }, answer)| {
        let Answer::Signed { token, claims } = answer else {
            panic!("seed {seed}: {sdk:?} does not sign {wish:?}: {answer:?}")
        };
        Signed { sdk, seed: *seed, key, wish, token, claims }
    });
    Some(signed.collect())
}

/// What the SDK wrote comes back whole when `mint --from` takes it over, and all of it is known.
pub fn are_renewed_without_loss(sdk: Sdk, test: &str) {
    let Some(tokens) = signed_by(sdk, test) else { return };
    for (index, signed) in tokens.iter().enumerate() {
        signed.is_renewed_without_loss(index < BY_THE_PROGRAM);
    }
    println!("{} tokens of {sdk:?} renewed", tokens.len());
}

/// We read all that the SDK wrote, and give each token the verdict it deserves.
pub fn are_read_and_judged(sdk: Sdk, test: &str) {
    let Some(tokens) = signed_by(sdk, test) else { return };
    let mut joins = 0;
    for (index, signed) in tokens.iter().enumerate() {
        signed.says_what_was_wished();
        signed.is_read_without_loss();
        signed.is_judged_as_it_deserves();
        signed.is_judged_by_its_times();
        if index < BY_THE_PROGRAM {
            signed.is_the_same_to_the_program();
        }
        joins += usize::from(signed.problem_at_join().is_none());
    }
    println!("{} tokens of {sdk:?} read and judged, {joins} of them for joining", tokens.len());
    assert!(joins * 2 > tokens.len() || tokens.len() < 100, "only {joins} of {} join", tokens.len());
}

/// A token in which one byte was changed is refused: every byte of some tokens, and some bytes of every token.
pub fn are_refused_when_changed(sdk: Sdk, test: &str) {
    let Some(tokens) = signed_by(sdk, test) else { return };
    let mut changes: usize = tokens.iter().map(Signed::is_refused_when_changed_somewhere).sum();
    // Long ones take long, and have the same parts.
    let short = tokens.iter().filter(|signed| signed.token.len() <= LONGEST_CHANGED_EVERYWHERE);
    let everywhere: Vec<&Signed> = short.take(tokens.len().div_ceil(ONE_CHANGED_EVERYWHERE_OF)).collect();
    changes += everywhere.iter().map(|signed| signed.is_refused_when_changed_anywhere()).sum::<usize>();
    println!(
        "{changes} one-byte changes of {} tokens of {sdk:?}, of {} of them at every byte",
        tokens.len(),
        everywhere.len()
    );
    assert!(!everywhere.is_empty() || tokens.len() < 100, "no token is short enough");
}

impl Signed<'_> {
    /// When it was signed: the start of its validity.
    fn signed_at(&self) -> UnixTime {
        self.time("nbf")
    }

    fn time(&self, claim: &str) -> UnixTime {
        let seconds = self.claims[claim].as_i64().unwrap_or_else(|| panic!("{claim} of {}", self.claims));
        UnixTime::from_seconds(seconds).expect("the SDK writes times that there are")
    }

    /// The SDK does with a wish what we know of it.
    fn says_what_was_wished(&self) {
        let mut expected = written::claims(self.sdk, self.wish);
        expected.insert("iss".to_owned(), self.key.api_key.as_str().into());
        expected.insert("exp".to_owned(), self.claims["exp"].clone());
        expected.insert("nbf".to_owned(), self.claims["nbf"].clone());
        if self.sdk == Sdk::Go {
            expected.insert("iat".to_owned(), self.claims["nbf"].clone());
        }
        let written = written::without_noise(self.sdk, self.claims.clone());
        assert_eq!(written, Value::Object(expected), "seed {}", self.seed);
        let lifetime = self.time("exp").seconds() - self.signed_at().seconds();
        let wished = i64::from(self.wish.ttl.unwrap_or(6 * 3_600));
        // The clock is read twice, and may tick in between.
        assert!((lifetime - wished).abs() <= 1, "seed {}: {lifetime} s for {wished} s", self.seed);
        let header: Value = serde_json::from_slice(&header(self.token)).expect("a header is JSON");
        assert_eq!(header, written::header(self.sdk), "seed {}", self.seed);
    }

    /// `inspect` shows what the SDK signed, and finds the signature good with its key only.
    fn is_read_without_loss(&self) {
        let key = self.key.signing_key();
        let inspection = inspect(self.token, Some((&key, "test")), self.signed_at())
            .unwrap_or_else(|error| panic!("seed {}: {error}", self.seed));
        assert_eq!(inspection.signature, SignatureState::Valid, "seed {}", self.seed);
        let claims: Value = serde_json::from_str(inspection.claims.get()).expect("claims are JSON");
        assert_eq!(claims, *self.claims, "seed {}", self.seed);
        assert_eq!(inspection.identity, self.wish.identity.as_deref().unwrap_or(""), "seed {}", self.seed);
        assert!(inspection.permissions.is_some(), "seed {}: a server cannot read the grants", self.seed);
        let other = Key { api_secret: "another".to_owned(), ..self.key.clone() }.signing_key();
        let inspection = inspect(self.token, Some((&other, "test")), self.signed_at()).expect("as before");
        assert_eq!(inspection.signature, SignatureState::Invalid, "seed {}", self.seed);
    }

    /// Taken over and minted again, it says the same, for as long; nothing in it is kept for want of knowing it.
    fn is_renewed_without_loss(&self, by_the_program_too: bool) {
        let now = UnixTime::from_seconds(1_800_000_000).expect("there is such a time");
        let renewed = renewed::renewed(self.key, self.token, now)
            .unwrap_or_else(|error| panic!("seed {}: {error}: {}", self.seed, self.claims));
        assert!(renewed.unknown.is_empty(), "seed {}: {:?} are unknown", self.seed, renewed.unknown);
        let claims: Value = serde_json::from_str(&renewed.payload).expect("claims are JSON");
        let lifetime = self.time("exp").seconds() - self.signed_at().seconds();
        assert_eq!(renewed.lifetime, Some(lifetime), "seed {}", self.seed);
        let made_anew = json!([self.key.api_key, now.seconds(), now.seconds() + lifetime]);
        assert_eq!(json!([claims["iss"], claims["nbf"], claims["exp"]]), made_anew, "seed {}", self.seed);
        assert_eq!(renewed::lasting(claims), renewed::normalised(self.claims), "seed {}", self.seed);
        if by_the_program_too {
            let again = renewed::by_the_program(self.key, self.token, now);
            assert_eq!(again, renewed.token, "seed {}", self.seed);
        }
    }

    /// The code of the first problem at the join door; `None` for a token that is let in.
    fn problem_at_join(&self) -> Option<&'static str> {
        match self.claims.get("video") {
            None => Some("no-video-grant"),
            Some(video) if video["roomJoin"] != true => Some("no-room-join"),
            Some(_) => None,
        }
    }

    /// The verdicts at both doors, with the right key and with wrong ones; strictness has nothing to say.
    fn is_judged_as_it_deserves(&self) {
        let key = self.key.signing_key();
        let now = self.signed_at();
        for strict in [false, true] {
            let any = judge(&key, now, Door::Any, strict, self.token);
            // What the wish itself makes doubtful; a breach of an RFC is nobody's wish.
            let doubtful = [
                "data-blocked",
                "sources-blocked",
                "broad-grant",
                "admin-without-room",
                "short-secret",
                "storage-credentials",
                "skipped-agent",
                "surrounding-space",
            ];
            let only_doubtful = any.warnings.iter().all(|warning| doubtful.contains(&warning.code));
            assert!(any.valid && only_doubtful, "seed {}: {any:?}", self.seed);
            let join = judge(&key, now, Door::Join, strict, self.token);
            let problem = join.problems.first().map(|problem| problem.code);
            assert_eq!(problem, self.problem_at_join(), "seed {}: {join:?}", self.seed);
            assert_eq!(join.valid, problem.is_none(), "seed {}: {join:?}", self.seed);
            let answer = join.server.as_ref().map(|server| (server.status, server.body.as_str()));
            let expected = match problem {
                None => (200, "success"),
                Some("no-video-grant") => (401, "no permissions to access the room"),
                Some(_) => (401, "permissions denied"),
            };
            assert_eq!(answer, Some(expected), "seed {}: {join:?}", self.seed);
        }
        let wrong_secret = Key { api_secret: "another".to_owned(), ..self.key.clone() };
        let wrong_name = Key { api_key: "another".to_owned(), ..self.key.clone() };
        for (wrong, code) in [(wrong_secret, "wrong-signature"), (wrong_name, "unknown-key")] {
            let verdict = judge(&wrong.signing_key(), now, Door::Any, false, self.token);
            assert_eq!(verdict.problems[0].code, code, "seed {}: {verdict:?}", self.seed);
        }
    }

    /// It is valid from a minute before its start to a minute after its end, to the second.
    fn is_judged_by_its_times(&self) {
        let key = self.key.signing_key();
        let (start, end) = (self.signed_at().seconds() - LEEWAY, self.time("exp").seconds() + LEEWAY);
        for (seconds, problem) in
            [(start - 1, Some("not-valid-yet")), (start, None), (end - 1, None), (end, Some("expired"))]
        {
            let now = UnixTime::from_seconds(seconds).expect("there is such a time");
            let verdict = judge(&key, now, Door::Any, true, self.token);
            let found = verdict.problems.first().map(|problem| problem.code);
            assert_eq!(found, problem, "seed {}: at {now}: {verdict:?}", self.seed);
        }
    }

    /// A character of base64url and a foreign one at a place by chance, and two others at the last place. Gives the
    /// number of changes.
    fn is_refused_when_changed_somewhere(&self) -> usize {
        let last = self.token.len() - 1;
        let mut dice = Dice::new(!self.seed);
        let changes = [
            (dice.below(last), dice.pick(ALPHABET)),
            (dice.below(last), dice.pick(FOREIGN)),
            (last, dice.pick(ALPHABET)),
            (last, ALPHABET[value(self.token.as_bytes()[last]) ^ (1 + dice.below(3))]),
        ];
        changes.into_iter().filter(|&(at, byte)| self.is_refused_with(at, byte)).count()
    }

    /// Every byte of the token becomes several others, and the last one every other. Gives the number of changes.
    fn is_refused_when_changed_anywhere(&self) -> usize {
        let last = self.token.len() - 1;
        let mut dice = Dice::new(self.seed);
        let mut changes = Vec::new();
        for (at, &byte) in self.token.as_bytes()[..last].iter().enumerate() {
            // The neighbours differ in the bit that a part's last character may have astray, and in the highest.
            let near = ALPHABET.iter().position(|&letter| letter == byte).unwrap_or_default();
            changes
                .extend([ALPHABET[near ^ 1], ALPHABET[near ^ 32], dice.pick(FOREIGN)].map(|byte| (at, byte)));
        }
        changes.extend(ALPHABET.iter().chain(FOREIGN).map(|&byte| (last, byte)));
        changes.into_iter().filter(|&(at, byte)| self.is_refused_with(at, byte)).count()
    }

    /// With another byte there it is refused under `strict`; without it only the two stray bits of the last character
    /// may be others. `false` where that byte stands there already.
    fn is_refused_with(&self, at: usize, byte: u8) -> bool {
        let old = self.token.as_bytes()[at];
        if old == byte {
            return false;
        }
        let changed = with_byte(self.token, at, byte);
        let key = self.key.signing_key();
        let strict = judge(&key, self.signed_at(), Door::Any, true, &changed);
        assert!(!strict.valid, "seed {}: valid with byte {at} changed: {changed}", self.seed);
        let lenient = judge(&key, self.signed_at(), Door::Any, false, &changed);
        let is_last = at == self.token.len() - 1;
        let is_same_signature =
            is_last && ALPHABET.contains(&byte) && value(byte) / STRAY_VALUES == value(old) / STRAY_VALUES;
        assert_eq!(lenient.valid, is_same_signature, "seed {}: byte {at}: {changed}", self.seed);
        true
    }

    /// The program says what the library says.
    fn is_the_same_to_the_program(&self) {
        let at = self.signed_at().seconds().to_string();
        let shown = program::prints(self.key, &["inspect", "--output", "claims"], self.token, 0);
        let shown: Value = serde_json::from_str(&shown).expect("claims are JSON");
        assert_eq!(shown, *self.claims, "seed {}", self.seed);
        let code = i32::from(self.problem_at_join().is_some());
        let args = ["validate", "--strict", "--at", &at, "--output", "json"];
        let verdict = program::prints(self.key, &args, self.token, code);
        let verdict: Value = serde_json::from_str(&verdict).expect("a verdict is JSON");
        assert_eq!(verdict["valid"], json!(code == 0), "seed {}: {verdict}", self.seed);
    }
}

/// The six bits of a character of base64url.
fn value(letter: u8) -> usize {
    ALPHABET.iter().position(|&other| other == letter).expect("a token is base64url")
}

fn judge(key: &SigningKey, now: UnixTime, door: Door, strict: bool, token: &str) -> Verdict {
    Judge { key, source: "test", now, door, room: None, strict }.judge(token)
}
