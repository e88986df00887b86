//! Tokens of ours, put to an SDK's verifier.

use std::time::SystemTime;

use lktoken::token::grants::Grants;
use lktoken::token::mint::mint;
use lktoken::token::reader::json::Document;
use lktoken::token::request::{TokenRequest, UnknownMembers};
use lktoken::token::rules::Rules;
use lktoken::token::time::UnixTime;
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::forge::{ALPHABET, with_byte};
use crate::generated::{Generated, generated_for};
use crate::sdk::{Answer, Key, Question, Sdk, Task};
use crate::wish::Wish;
use crate::{program, seeds, written};

/// How many of the tokens the program mints; it takes the path of the library from a request on.
const BY_THE_PROGRAM: u64 = 8;
/// How many questions are asked about each token.
const QUESTIONS: usize = 3;

/// One token of ours, and what it must say.
pub struct Minted {
    seed: u64,
    key: Key,
    token: String,
    claims: Value,
}

/// A token for each seed, the first of them by the program.
pub fn minted_for_each_seed() -> Vec<Minted> {
    let now = UnixTime::from_system(SystemTime::now()).expect("the clock is right");
    let seeds = seeds();
    let program_until = seeds.start + BY_THE_PROGRAM;
    seeds.map(|seed| minted(seed, now, seed < program_until)).collect()
}

impl Minted {
    /// What an SDK is asked about it: the token as it is, with another secret, and with one byte changed.
    pub fn questions(&self) -> [Question; QUESTIONS] {
        let Self { seed, key, token, claims: _ } = self;
        let other = Key { api_secret: format!("{}x", key.api_secret), ..key.clone() };
        [
            Question { key: key.clone(), task: Task::Verify(token.clone()) },
            Question { key: other, task: Task::Verify(token.clone()) },
            Question { key: key.clone(), task: Task::Verify(changed(*seed, token)) },
        ]
    }
}

/// A request by chance, and its token.
fn minted(seed: u64, now: UnixTime, by_the_program: bool) -> Minted {
    let mut dice = Dice::new(seed);
    let key = dice.key();
    let (room, identity) = (dice.plain_name(), dice.plain_name());
    let name = dice.maybe(80, |dice| if dice.percent(10) { String::new() } else { dice.text(255) });
    let expiration = dice.maybe(80, |dice| dice.between(60, 86_400));
    let claims = claims_beyond_the_contract(&mut dice);
    let grants = claims.to_string();
    let mut document = json!({"roomName": room, "participantIdentity": identity});
    if let Some(name) = &name {
        document["participantName"] = name.as_str().into();
    }
    if let Some(expiration) = expiration {
        document["expirationSeconds"] = expiration.into();
    }
    let document = document.to_string();
    let token = if by_the_program {
        let at = now.seconds().to_string();
        let args = ["mint", "--request", "-", "--grant", &grants, "--at", &at, "--output", "token"];
        program::prints(&key, &args, &document, 0).trim_end().to_owned()
    } else {
        let mut request = TokenRequest::from_json(document.as_bytes()).expect("the request is JSON");
        request.grants = granted(grants).into();
        let request =
            request.validate(Rules::Contract, UnknownMembers::Refuse).expect("the request keeps the rules");
        mint(&request, &key.signing_key(), now).expect("a valid request can be signed").token
    };
    let mut claims = claims;
    claims["exp"] = (now.seconds() + i64::from(expiration.unwrap_or(3_600))).into();
    claims["iss"] = key.api_key.as_str().into();
    claims["nbf"] = now.seconds().into();
    claims["name"] = name.filter(|name| !name.is_empty()).unwrap_or_else(|| identity.clone()).into();
    claims["sub"] = identity.into();
    let video = &mut claims["video"];
    video["room"] = room.into();
    // Whoever has an identity joins, unless that is refused; whoever joins may publish and subscribe, unless it is.
    if *video.as_object_mut().expect("it has a room").entry("roomJoin").or_insert(true.into()) == true {
        for permission in ["canPublish", "canSubscribe"] {
            video.as_object_mut().expect("it has a room").entry(permission).or_insert(true.into());
        }
    }
    Minted { seed, key, token, claims }
}

/// Grants and claims by chance, as they stand in a token; without the room.
fn claims_beyond_the_contract(dice: &mut Dice) -> Value {
    let mut claims = json!(Wish::roll(dice));
    for of_the_request in ["identity", "name", "ttl"] {
        claims.as_object_mut().expect("a wish is an object").remove(of_the_request);
    }
    if let Some(Value::Object(video)) = claims.get_mut("video") {
        video.remove("room");
    }
    claims
}

fn granted(claims: String) -> Grants {
    let claims = Document::parse(claims.into_bytes()).expect("claims are JSON");
    let mut grants = Grants::default();
    grants.merge(claims.root()).expect("every claim is known and of its type");
    grants.fill_in(true);
    grants
}

/// The SDK accepts our tokens and reads what we wrote; it accepts them neither with another secret nor with one byte
/// changed.
pub fn are_accepted_by(sdk: Sdk, test: &str) {
    let Some(Generated { minted, verified, .. }) = generated_for(sdk, test) else { return };
    for (Minted { seed, key: _, token, claims }, answers) in minted.iter().zip(verified.chunks(QUESTIONS)) {
        let expected = Answer::Accepted { claims: written::read_back(sdk, claims.clone()) };
        assert_eq!(answers[0], expected, "seed {seed}: {token}");
        let is_refused = |answer: &Answer| matches!(answer, Answer::Refused { .. });
        assert!(is_refused(&answers[1]), "seed {seed}: accepted with another secret: {token}");
        assert!(is_refused(&answers[2]), "seed {seed}: accepted with a byte changed: {token}");
    }
    println!("{sdk:?} accepted {} tokens and refused twice as many", minted.len());
}

/// The token with one byte changed, but for its last: that one has bits that no signature depends on.
fn changed(seed: u64, token: &str) -> String {
    let mut dice = Dice::new(!seed);
    loop {
        let at = dice.below(token.len() - 1);
        let changed = with_byte(token, at, dice.pick(ALPHABET));
        if changed != token {
            return changed;
        }
    }
}
