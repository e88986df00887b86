//! Where the SDKs disagree with one another, with RFC 7519, or with the server, whose word ours is. What they write into
//! a token that all of them sign is in `written`.
//!
//! Each difference is held against what the SDK does: when one of them changes its mind, the test says so.

use std::time::SystemTime;

use lktoken::token::time::UnixTime;
use lktoken::token::validate::{Door, Judge};
use serde_json::json;

use crate::forge::{self, HEADER, hs256, hs512};
use crate::sdk::{Answer, Key, Question, Sdk, Task};
use crate::wish::Wish;

/// A token, and who takes it.
struct Difference {
    /// What is special about the token.
    name: &'static str,
    /// The token.
    token: String,
    /// Whether it is accepted by Node, Python, the crate, Go, a server, and `validate --strict`.
    takers: [bool; 6],
}

/// The columns behind those of the SDKs.
const SERVER: usize = 4;
const STRICT: usize = 5;

fn key() -> Key {
    Key { api_key: "devkey".to_owned(), api_secret: "a secret of more than thirty-two bytes".to_owned() }
}

/// A row: `yes` or `no` of Node, Python, the crate, Go, a server and `--strict`; what is special; the token.
fn row(takers: &str, name: &'static str, token: String) -> Difference {
    let takers: Vec<bool> = takers.split_whitespace().map(|word| word == "yes").collect();
    Difference { name, token, takers: takers.try_into().expect("there are six takers") }
}

/// Every difference that we know of. Each token but the first has one thing that is special.
fn known(now: i64) -> Vec<Difference> {
    let key = key();
    let video = r#""video":{"room":"r","roomJoin":true}"#;
    let times = format!(r#""exp":{},"nbf":{}"#, now + 600, now - 5);
    let who = r#""iss":"devkey","sub":"alice""#;
    let plain = format!("{{{times},{who},{video}}}");
    let with = |members: &str| hs256(&key, HEADER, &format!("{{{times},{who},{video},{members}}}"));
    let lasting = |times: &str| hs256(&key, HEADER, &format!("{{{times},{who},{video}}}"));
    let expiring = |at: i64| lasting(&format!(r#""exp":{at}"#));
    let issued_by = |who: &str| hs256(&key, HEADER, &format!("{{{times},{who},{video}}}"));
    let issued_at = |at: i64| with(&format!(r#""iat":{at}"#));
    let headed = |header: &str| hs256(&key, header, &plain);
    let half_past = format!(r#""exp":{}.5"#, now + 600);
    let as_text = format!(r#""exp":"{}""#, now + 600);
    let in_35_s = format!(r#""exp":{},"nbf":{}"#, now + 600, now + 35);
    let crit = r#"{"alg":"HS256","crit":["x"],"x":""}"#;
    let video_null = format!(r#"{{{times},{who},"video":null}}"#);
    let ordinary = hs256(&key, HEADER, &plain);
    let stray = forge::with_stray_bits(&ordinary);
    vec![
        // Node, Python, the crate, Go; a server, --strict
        row("yes yes yes yes yes yes", "nothing special", ordinary),
        row("yes no  no  no  no  no ", "signed with HS512", hs512(&key, &plain)),
        row("yes no  no  yes yes no ", "stray bits in the last character", stray),
        row("yes yes yes yes yes yes", "no typ", headed(r#"{"alg":"HS256"}"#)),
        row("no  no  yes yes yes no ", "an unknown crit", headed(crit)),
        row("yes yes no  yes yes yes", "a number in the header", headed(r#"{"alg":"HS256","x":1}"#)),
        row("yes yes no  yes yes no ", "alg twice", headed(r#"{"alg":"none","alg":"HS256"}"#)),
        row("no  no  yes no  no  no ", "no iss", issued_by(r#""sub":"alice""#)),
        row("no  no  no  no  no  no ", "another iss", issued_by(r#""iss":"APIother","sub":"alice""#)),
        row("yes yes yes yes yes yes", "no sub", issued_by(r#""iss":"devkey""#)),
        row("no  no  no  no  no  no ", "no exp", lasting(r#""nbf":1"#)),
        row("yes yes yes yes yes yes", "no nbf", expiring(now + 600)),
        row("no  yes yes yes yes yes", "expired 35 s ago", expiring(now - 35)),
        row("no  no  no  no  no  no ", "expired 90 s ago", expiring(now - 90)),
        row("yes yes no  yes yes yes", "exp is a fraction", lasting(&half_past)),
        row("no  yes no  yes yes no ", "exp is text", lasting(&as_text)),
        row("no  yes yes yes yes yes", "nbf in 35 s", lasting(&in_35_s)),
        row("yes yes yes yes yes yes", "iat in 35 s", issued_at(now + 35)),
        row("yes no  yes yes yes yes", "iat in an hour", issued_at(now + 3_600)),
        row("yes no  no  yes yes yes", "an audience", with(r#""aud":"someone""#)),
        row("yes yes no  yes yes yes", "name is null", with(r#""name":null"#)),
        row("yes no  no  yes yes yes", "video is null", hs256(&key, HEADER, &video_null)),
        row("yes yes no  no  no  no ", "metadata is an object", with(r#""metadata":{}"#)),
        row("yes yes no  no  no  no ", "an attribute is a number", with(r#""attributes":{"a":1}"#)),
        row("yes yes yes yes yes yes", "a claim nobody knows", with(r#""x":{"y":1}"#)),
        row("yes yes no  yes yes no ", "sub twice", with(r#""sub":"bob""#)),
        row("yes yes yes yes yes no ", "video in capitals", with(r#""VIDEO":{"roomJoin":false}"#)),
    ]
}

/// Grants that are not read alike: whether Node, Python, the crate, Go and a server let the holder join.
const READINGS: [(&str, [bool; 5]); 6] = [
    (r#""video":{"room":"r","roomJoin":true}"#, [true, true, true, true, true]),
    // Servers tell names apart by their letters only, and merge what is given twice.
    (r#""Video":{"room":"r","roomJoin":true}"#, [false, false, false, true, true]),
    (r#""video":{"room":"r","roomJoin":true},"VIDEO":{"roomJoin":false}"#, [true, true, true, false, false]),
    (r#""video":{"room":"r","ROOMJOIN":true}"#, [false, false, false, true, true]),
    // Python makes snake case of both.
    (r#""video":{"room":"r","RoomJoin":true}"#, [false, true, false, true, true]),
    (r#""video":{"room":"r","room_join":true}"#, [false, true, false, false, false]),
];

/// The SDK takes those tokens that we know it to take, and we those that a server takes.
pub fn of_verifying_are_those_of(sdk: Sdk, test: &str) {
    let now = UnixTime::from_system(SystemTime::now()).expect("the clock is right");
    let known = known(now.seconds());
    let readings: Vec<String> = READINGS
        .iter()
        .map(|(video, _)| {
            let payload =
                format!(r#"{{"exp":{},"iss":"devkey","sub":"alice",{video}}}"#, now.seconds() + 600);
            hs256(&key(), HEADER, &payload)
        })
        .collect();
    let verify = |token: &String| Question { key: key(), task: Task::Verify(token.clone()) };
    let questions: Vec<Question> =
        known.iter().map(|difference| &difference.token).chain(&readings).map(verify).collect();
    let Some(answers) = sdk.ask(test, &questions) else { return };
    let signing_key = key().signing_key();
    let mut surprises = Vec::new();
    for (difference, answer) in known.iter().zip(&answers) {
        let Difference { name, token, takers } = difference;
        let accepted = matches!(answer, Answer::Accepted { .. });
        if accepted != takers[sdk.column()] {
            surprises.push(format!("{name}: {answer:?}"));
        }
        for (is_strict, expected) in [(false, takers[SERVER]), (true, takers[STRICT])] {
            let judge = Judge {
                key: &signing_key,
                source: "test",
                now,
                door: Door::Any,
                room: None,
                strict: is_strict,
            };
            let verdict = judge.judge(token);
            if verdict.valid != expected {
                surprises.push(format!("{name}, strict {is_strict}: {verdict:?}"));
            }
        }
    }
    for (((video, joins), token), answer) in READINGS.iter().zip(&readings).zip(&answers[known.len()..]) {
        let Answer::Accepted { claims } = answer else { panic!("{video}: {answer:?}") };
        if (claims["video"]["roomJoin"] == true) != joins[sdk.column()] {
            surprises.push(format!("{video}: {claims}"));
        }
        let judge =
            Judge { key: &signing_key, source: "test", now, door: Door::Join, room: None, strict: false };
        let verdict = judge.judge(token);
        if verdict.valid != joins[SERVER] {
            surprises.push(format!("{video}: {verdict:?}"));
        }
    }
    assert!(surprises.is_empty(), "{sdk:?} is not as we know it:\n{}", surprises.join("\n"));
}

/// A token's lifetime in seconds, and the first problem at the join door.
type Outcome = (i64, Option<&'static str>);

/// What not all SDKs sign, or not alike: a name, the wish, and what Node, Python, the crate and Go make of it.
fn odd_wishes() -> [(&'static str, Wish, [Option<Outcome>; 4]); 4] {
    let join = json!({"roomJoin": true, "room": "r"});
    let plain =
        Wish { identity: Some("alice".to_owned()), video: Some(join), ttl: Some(600), ..Wish::default() };
    let signed = Some((600, None));
    [
        ("nothing special", plain.clone(), [signed, signed, signed, signed]),
        (
            "joins as nobody",
            Wish { identity: None, ..plain.clone() },
            [None, None, None, Some((600, Some("missing-identity")))],
        ),
        (
            "joins no room",
            Wish { video: Some(json!({"roomJoin": true})), ..plain.clone() },
            [Some((600, Some("missing-room"))), None, None, Some((600, Some("missing-room")))],
        ),
        // To Node and Go, no lifetime is the default of six hours.
        (
            "lives no second",
            Wish { ttl: Some(0), ..plain },
            [Some((21_600, None)), Some((0, None)), Some((0, None)), Some((21_600, None))],
        ),
    ]
}

/// The SDK signs those odd wishes that we know it to sign, and the tokens get the verdicts they deserve.
pub fn of_signing_are_those_of(sdk: Sdk, test: &str) {
    let wishes = odd_wishes();
    let questions: Vec<Question> = wishes
        .iter()
        .map(|(_, wish, _)| Question { key: key(), task: Task::Sign(Box::new(wish.clone())) })
        .collect();
    let Some(answers) = sdk.ask(test, &questions) else { return };
    for ((name, _, outcomes), answer) in wishes.iter().zip(&answers) {
        let Answer::Signed { token, claims } = answer else {
            assert_eq!(outcomes[sdk.column()], None, "{name}: {answer:?}");
            continue;
        };
        let (lifetime, problem) = outcomes[sdk.column()].unwrap_or_else(|| panic!("{name}: {claims}"));
        let time = |claim: &str| claims[claim].as_i64().expect("the SDK writes whole seconds");
        // The clock is read twice, and may tick in between.
        assert!((time("exp") - time("nbf") - lifetime).abs() <= 1, "{name}: {claims}");
        let now = UnixTime::from_seconds(time("nbf")).expect("there is such a time");
        let judge = Judge {
            key: &key().signing_key(),
            source: "test",
            now,
            door: Door::Join,
            room: None,
            strict: true,
        };
        let found = judge.judge(token).problems.first().map(|problem| problem.code);
        assert_eq!(found, problem, "{name}: {claims}");
    }
}
