//! Predictions against answers: the server's own, or those on file.

use std::fmt;
use std::ops::Range;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::answers::Answers;
use crate::corpus::Case;
use crate::forge::{self, Part};
use crate::random;
use crate::server::{Answer, Door, LiveKitServer};

const REFUSED: &str = "invalid authorization token";
const UNKNOWN_KEY: &str = "invalid API key";
const INVALID_CLAIMS: &str = "invalid authorization token: token has invalid claims: ";
const MISSING_EXP: &str = "token is missing required claim: exp claim is required";
/// What only releases from 1.13.6 on can say: the field came with LiveKit's protocol of 2026-08-05.
const NEWER_FIELD: &str = "AgentGrant.ClaimGrants.agent.databaseAdmin";
const DECODE_CLAIM: &str = "could not JSON decode claim: ";

/// What a release from 1.13.6 on says, as far as the token decides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The status; none for a token let in at a door whose answer then depends
    /// on more than the token.
    pub status: Option<u16>,
    /// The body; empty where there is no status.
    pub body: String,
}

impl Verdict {
    /// A verdict with what nobody can predict cut off: what follows
    /// `could not JSON decode claim: ` where a `roomConfig` is at fault.
    pub fn new(status: Option<u16>, body: &str) -> Self {
        let comparable = match body.split_once(DECODE_CLAIM) {
            Some((before, after)) if after.is_empty() || after.starts_with("proto:") => {
                format!("{before}{DECODE_CLAIM}")
            }
            _ => body.to_owned(),
        };
        Self { status, body: comparable }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(f, "{status} {:?}", self.body),
            None => f.write_str("let in"),
        }
    }
}

impl Answer {
    /// This answer in the words of releases from 1.13.6 on.
    ///
    /// Up to 1.13.5 the key and the whole token are repeated, which can be
    /// undone, and a token without an expiry is accepted, which can only be
    /// undone by somebody who knows that the token has none.
    pub fn as_newer(&self, door: Door, no_exp: bool) -> Verdict {
        let mut status = self.status;
        let mut body = self.body.clone();
        if body.starts_with("invalid API key: ") {
            UNKNOWN_KEY.clone_into(&mut body);
        } else if let Some((_, reason)) =
            body.strip_prefix("invalid token: ").and_then(|rest| rest.split_once(", error: "))
        {
            body = format!("{REFUSED}: {reason}");
        }
        let is_refused_before_the_door =
            status == 401 && (body.starts_with("invalid authorization ") || body == UNKNOWN_KEY);
        if no_exp {
            if let Some(faults) = body.strip_prefix(INVALID_CLAIMS) {
                if !faults.starts_with(MISSING_EXP) {
                    body = format!("{INVALID_CLAIMS}{MISSING_EXP}, {faults}");
                }
            } else if !is_refused_before_the_door {
                status = 401;
                body = format!("{INVALID_CLAIMS}{MISSING_EXP}");
            }
        }
        let is_let_in = match door {
            Door::Join | Door::Any => false,
            Door::Whip => body.contains("body does not have SDP offer"),
            _ => status != 401,
        };
        if is_let_in { Verdict::new(None, "") } else { Verdict::new(Some(status), &body) }
    }
}

/// Whether the token, if it can be read at all, has no expiry.
pub fn has_no_exp(token: &str) -> bool {
    forge::decode_part(token, Part::Payload).is_some_and(|payload| forge::has_no_exp(&payload))
}

/// The clock, in whole seconds.
pub fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is later than 1970");
    i64::try_from(since.as_secs()).expect("the clock is earlier than the year 292 billion")
}

/// One token about which two sides do not agree.
#[derive(Debug)]
pub struct Difference {
    /// The name in the corpus, or the seed.
    pub name: String,
    /// Where it was asked.
    pub door: Door,
    /// The token itself: made for the test, with a secret everybody knows.
    pub token: String,
    /// What the server says.
    pub server: Verdict,
    /// What was predicted, or is on file.
    pub predicted: Verdict,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} at {}", self.name, self.door)?;
        for (label, part) in [("header", Part::Header), ("payload", Part::Payload)] {
            let text = match forge::decode_part(&self.token, part) {
                Some(bytes) => readable(&bytes),
                None => "(no base64url)".to_owned(),
            };
            writeln!(f, "  {label:9} {}", shortened(&text))?;
        }
        writeln!(f, "  {:9} {}", "token", shortened(&readable(self.token.as_bytes())))?;
        writeln!(f, "  {:9} {}", "server", self.server)?;
        write!(f, "  {:9} {}", "predicted", self.predicted)
    }
}

/// The text as it is, but for what a terminal would not show.
fn readable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() {
                text.extend(c.escape_default());
            } else {
                text.push(c);
            }
        }
        text += &chunk.invalid().escape_ascii().to_string();
    }
    text
}

fn shortened(text: &str) -> String {
    const MOST: usize = 2000;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{start}… ({} bytes in all)", text.len())
}

/// How a comparison went.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Where the two sides do not agree.
    pub differences: Vec<Difference>,
    /// How many answers were compared.
    pub compared: usize,
    /// How many predictions were about a field that the server at hand does not have yet.
    pub newer_only: usize,
    /// How many tokens were let in.
    pub let_in: usize,
    /// How many were refused without a reason, because they could not be read.
    pub unreadable: usize,
}

impl Outcome {
    fn note(&mut self, name: &str, door: Door, token: String, server: Verdict, predicted: Verdict) {
        if predicted.body.contains(NEWER_FIELD) {
            self.newer_only += 1;
            return;
        }
        self.compared += 1;
        self.let_in += usize::from(server.status.is_none_or(|status| status == 200));
        self.unreadable += usize::from(server.body == REFUSED);
        if server != predicted {
            self.differences.push(Difference { name: name.to_owned(), door, token, server, predicted });
        }
    }

    /// Shows the first of the differences in full.
    ///
    /// # Panics
    ///
    /// When there is any.
    pub fn assert_none(&self) {
        const SHOWN: usize = 20;
        let shown: Vec<String> = self.differences.iter().take(SHOWN).map(ToString::to_string).collect();
        assert!(
            shown.is_empty(),
            "{} of {} answers differ; the first {}:\n\n{}",
            self.differences.len(),
            self.compared,
            shown.len(),
            shown.join("\n\n")
        );
    }
}

/// Asks the server about every case at each of its doors, and the predictor the same.
///
/// The predictor gets a token, a door and the time, and gives the status (none
/// for a token let in elsewhere than at [`Door::Join`] and [`Door::Any`]) and
/// the body.
pub fn corpus_against_server(
    server: &LiveKitServer,
    cases: &[Case],
    doors: &[Door],
    predict: impl Fn(&str, Door, i64) -> (Option<u16>, String),
) -> Outcome {
    let mut outcome = Outcome::default();
    for case in cases {
        for &door in case.doors.iter().filter(|door| doors.contains(door)) {
            // The token is made in the second it is asked about.
            let now = unix_now();
            let token = case.token(now);
            let answer = server.ask(door, &token).as_newer(door, case.no_exp);
            let (status, body) = predict(&token, door, now);
            let predicted = Verdict::new(status, &body);
            outcome.note(&case.name, door, token, answer, predicted);
        }
    }
    outcome
}

/// Compares the server with the answers on file.
pub fn answers_against_server(server: &LiveKitServer, cases: &[Case], answers: &Answers) -> Outcome {
    let mut outcome = Outcome::default();
    for case in cases {
        for &door in case.doors {
            let token = case.token(unix_now());
            let answer = server.ask(door, &token).as_newer(door, case.no_exp);
            let on_file = answers.of(&case.name, door).clone();
            outcome.note(&case.name, door, token, answer, on_file);
        }
    }
    outcome
}

/// Compares a predictor with the answers on file, for where there is no server.
pub fn corpus_against_answers(
    answers: &Answers,
    cases: &[Case],
    doors: &[Door],
    predict: impl Fn(&str, Door, i64) -> (Option<u16>, String),
) -> Outcome {
    let now = unix_now();
    let mut outcome = Outcome::default();
    for case in cases {
        for &door in case.doors.iter().filter(|door| doors.contains(door)) {
            let token = case.token(now);
            let answer = answers.of(&case.name, door).clone();
            let (status, body) = predict(&token, door, now);
            let predicted = Verdict::new(status, &body);
            outcome.note(&case.name, door, token, answer, predicted);
        }
    }
    outcome
}

/// Asks server and predictor about the random tokens of these seeds at these doors.
pub fn random_against_server(
    server: &LiveKitServer,
    seeds: Range<u64>,
    doors: &[Door],
    predict: impl Fn(&str, Door, i64) -> (Option<u16>, String),
) -> Outcome {
    let mut outcome = Outcome::default();
    for seed in seeds {
        for &door in doors {
            let now = unix_now();
            let token = random::token(seed, now);
            let answer = server.ask(door, &token).as_newer(door, has_no_exp(&token));
            let (status, body) = predict(&token, door, now);
            let predicted = Verdict::new(status, &body);
            outcome.note(&format!("seed {seed}"), door, token, answer, predicted);
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    fn newer(status: u16, body: &str, door: Door, no_exp: bool) -> String {
        let body = body.to_owned();
        Answer { status, body }.as_newer(door, no_exp).to_string()
    }

    #[test]
    fn older_words_become_newer_ones() {
        assert_eq!(newer(401, "invalid API key: x, error: y", Door::Join, false), r#"401 "invalid API key""#);
        assert_eq!(
            newer(401, "invalid token: a.b.c, error: token is x, error: y", Door::Any, false),
            r#"401 "invalid authorization token: token is x, error: y""#
        );
        assert_eq!(newer(200, "success", Door::Join, false), r#"200 "success""#);
        assert_eq!(newer(200, "{}", Door::List, false), "let in");
        assert_eq!(newer(404, "{}", Door::Create, false), "let in");
    }

    #[test]
    fn a_token_without_expiry_is_refused() {
        let missing = format!("401 {:?}", format!("{INVALID_CLAIMS}{MISSING_EXP}"));
        assert_eq!(newer(200, "success", Door::Join, true), missing);
        assert_eq!(newer(400, "no room name", Door::Join, true), missing);
        assert_eq!(newer(401, "permissions denied", Door::Join, true), missing);
        assert_eq!(newer(200, "{}", Door::List, true), missing);
        let early = format!("{INVALID_CLAIMS}{MISSING_EXP}, token is not valid yet");
        let older = "invalid token: a.b.c, error: token has invalid claims: token is not valid yet";
        assert_eq!(newer(401, older, Door::Join, true), format!("401 {early:?}"));
        // What a newer server says itself stays.
        assert_eq!(newer(401, &early, Door::Join, true), format!("401 {early:?}"));
        // What was found before the times were looked at stays too.
        for before in ["invalid authorization token", "invalid API key"] {
            assert_eq!(newer(401, before, Door::Join, true), format!("401 {before:?}"));
        }
    }

    #[test]
    fn what_nobody_can_predict_is_cut_off() {
        let refused = "401 x: could not JSON decode claim: ";
        let proto = format!("{refused}proto:\u{a0}(line 1:2): bad");
        assert_eq!(Verdict::new(Some(401), &proto).body, refused);
        let json = format!("{refused}json: cannot unmarshal");
        assert_eq!(Verdict::new(Some(401), &json).body, json);
    }
}
