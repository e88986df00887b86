//! What a real `LiveKit` server says about tokens.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // A test fails by panicking, and says what it skips.

mod answers;
#[allow(dead_code)] // What its rows expect of us is no question to a server.
#[path = "../vectors/attacks/table.rs"]
mod attacks;
mod compare;
mod corpus;
mod forge;
mod http;
#[cfg(feature = "online")]
mod online;
mod process;
mod random;
mod server;
mod words;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use answers::Answers;
use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use lktoken::token::mint::mint;
use lktoken::token::request::{Member, TokenRequest, UnknownMembers};
use lktoken::token::rules::Rules;
use lktoken::token::time::UnixTime;
use lktoken::token::validate::{self, Judge};
use server::{Door, LiveKitServer};

/// The answers on file, as of the build.
const ANSWERS: &str = include_str!("answers.jsonl");

/// The server, or a note that this test was skipped.
fn server_for(test: &str) -> Option<LiveKitServer> {
    let server = LiveKitServer::start();
    if server.is_none() {
        // Written past the test harness, which keeps what a passing test prints.
        let _ = writeln!(
            std::io::stderr(),
            "skipped {test}: no LiveKit server (set {})",
            server::BINARY_VARIABLE
        );
    }
    server
}

/// A live server says what is on file; with `UPDATE=1`, it is written there.
#[test]
fn the_server_says_what_is_on_file() {
    let is_update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let Some(server) = server_for("the_server_says_what_is_on_file") else {
        assert!(!is_update, "UPDATE=1 needs a LiveKit server to ask");
        return;
    };
    let cases = corpus::all();
    if is_update {
        let mut lines = String::new();
        for case in &cases {
            for &door in case.doors {
                let answer = server.ask(door, &case.token(compare::unix_now()));
                let said = answer.as_newer(door, false);
                let verdict = answer.as_newer(door, case.no_exp);
                lines += &Answers::line(&case.name, door, &verdict, said != verdict);
            }
        }
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/livekit/answers.jsonl");
        fs::write(&path, lines).expect("the answers can be written");
        return;
    }
    let answers = Answers::read(ANSWERS);
    let asked: usize = cases.iter().map(|case| case.doors.len()).sum();
    assert_eq!(answers.len(), asked, "answers.jsonl is out of date: run with UPDATE=1");
    compare::answers_against_server(&server, &cases, &answers).assert_none();
}

/// Cases that are no tokens at all, so that there is nothing to judge: a server lets such a request pass on.
const NOTHING_TO_JUDGE: [&str; 1] = ["form: no token"];

fn cases() -> Vec<corpus::Case> {
    let mut cases = corpus::all();
    cases.retain(|case| !NOTHING_TO_JUDGE.contains(&case.name.as_str()));
    cases
}

/// The only key that the server knows.
fn known_key() -> SigningKey {
    let secret = String::from_utf8(server::SECRET.to_vec()).expect("the secret is text");
    SigningKey::new(
        ApiKey::new(server::KEY).expect("the key has a name"),
        &ApiSecret::new(secret).expect("the secret is not empty"),
    )
}

/// Our verdict, as the server would put it.
fn predict(token: &str, door: Door, now: i64) -> (Option<u16>, String) {
    let key = known_key();
    let door = validate::Door::ALL
        .into_iter()
        .find(|ours| ours.name() == door.name())
        .unwrap_or_else(|| panic!("the library does not know the {door} door"));
    let now = UnixTime::from_seconds(now).expect("the clock is right");
    let judge = Judge { key: &key, source: "test", now, door, room: Some(server::ADMIN_ROOM), strict: false };
    let verdict = judge.judge(server::on_arrival(token));
    let let_in = verdict.server.as_ref().is_none_or(|server| server.status == 200);
    assert_eq!(verdict.valid, let_in, "the verdict contradicts itself: {verdict:?}");
    verdict.server.map_or((None, String::new()), |server| (Some(server.status), server.body))
}

/// `validate` says what is on file.
#[test]
fn verdicts_are_those_on_file() {
    let outcome = compare::corpus_against_answers(&Answers::read(ANSWERS), &cases(), &Door::ALL, predict);
    outcome.assert_none();
    assert!(outcome.compared > 3_000, "only {} compared", outcome.compared);
}

/// `inspect --explain` and `validate --can` agree with `validate`, about the named tokens and about random ones.
#[test]
fn words_agree_with_verdicts() {
    let (key, now) = (known_key(), compare::unix_now());
    let time = UnixTime::from_seconds(now).expect("the clock is right");
    let mut said = words::Said::default();
    for case in cases() {
        said.check(&case.name, &case.token(now), &key, time);
    }
    let first = seed();
    for seed in first..first + random_count() {
        said.check(&format!("seed {seed}"), &random::token(seed, now), &key, time);
    }
    let words::Said { refused, joins, lets_nobody_join } = said;
    assert!(refused > 500 && joins > 500 && lets_nobody_join > 100, "{said:?}");
}

/// `validate` says what a live server says, about the named tokens and about random ones.
#[test]
fn verdicts_are_the_server_s() {
    let Some(server) = server_for("verdicts_are_the_server_s") else { return };
    let outcome = compare::corpus_against_server(&server, &cases(), &Door::ALL, predict);
    outcome.assert_none();
    assert!(outcome.compared > 3_000, "only {} compared", outcome.compared);
    let first = seed();
    println!("random tokens from seed {first} on (choose it with LKTOKEN_TEST_SEED)");
    let seeds = first..first + random_count();
    let outcome = compare::random_against_server(&server, seeds.clone(), &Door::ALL, predict);
    outcome.assert_none();
    println!("{} answers about {} random tokens compared", outcome.compared, seeds.end - seeds.start);
    assert!(outcome.newer_only * 20 < outcome.compared, "{} are left out", outcome.newer_only);
}

/// A live server refuses each name in brackets that it is said to, and no other.
#[test]
fn registered_names_are_the_server_s() {
    let Some(server) = server_for("registered_names_are_the_server_s") else { return };
    let cases = corpus::registered_names();
    let outcome = compare::corpus_against_server(&server, &cases, &[Door::Join], predict);
    outcome.assert_none();
    assert!(
        outcome.let_in > 1_000 && outcome.let_in * 3 <= outcome.compared * 2,
        "{} let in",
        outcome.let_in
    );
}

/// What `mint` makes, a live server lets in: with names of every length and character the contract has.
#[test]
fn minted_tokens_are_let_in() {
    let Some(server) = server_for("minted_tokens_are_let_in") else { return };
    let key = SigningKey::new(
        ApiKey::new(server::KEY).expect("the key has a name"),
        &ApiSecret::new("secret".to_owned()).expect("the secret is not empty"),
    );
    let longest = "aZ09_-".repeat(43)[..255].to_owned();
    for (room, identity, name, seconds) in [
        ("demo", "alice", None, None),
        ("-", "_", Some("Zoë \"Z\" <z@example.org> \u{202e}"), Some(60.0)),
        (longest.as_str(), longest.as_str(), Some("🦀"), Some(86_400.0)),
    ] {
        let request = TokenRequest {
            room_name: Some(Member::text(room)),
            participant_identity: Some(Member::text(identity)),
            participant_name: name.map(Member::text),
            expiration_seconds: seconds.map(Member::Number),
            ..TokenRequest::default()
        };
        let request =
            request.validate(Rules::Contract, UnknownMembers::Refuse).expect("the request keeps the rules");
        let now = UnixTime::from_seconds(compare::unix_now()).expect("the clock is right");
        let response = mint(&request, &key, now).expect("the token is minted");
        let answer = server.ask(Door::Join, &response.token);
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (200, "success"),
            "room {room}, identity {identity}"
        );
    }
}

/// Where the random tokens begin: another place each day, and the same again when it is named.
fn seed() -> u64 {
    let named = std::env::var("LKTOKEN_TEST_SEED").ok();
    named.map_or_else(
        || u64::try_from(compare::unix_now()).unwrap_or_default() / 86_400 * 1_000_000,
        |seed| seed.parse().expect("LKTOKEN_TEST_SEED is a number"),
    )
}

/// How many random tokens are tried.
fn random_count() -> u64 {
    let named = std::env::var("LKTOKEN_TEST_COUNT").ok();
    named.map_or(5_000, |count| count.parse().expect("LKTOKEN_TEST_COUNT is a number"))
}

/// Random tokens are a mixture: neither all refused at once nor all let in.
#[test]
fn random_tokens_are_a_mixture() {
    let Some(server) = server_for("random_tokens_are_a_mixture") else {
        return;
    };
    let outcome =
        compare::random_against_server(&server, 0..2_000, &[Door::Join], |_, _, _| (None, String::new()));
    let compared = outcome.compared;
    assert!(outcome.unreadable <= compared / 2, "{} of {compared} could not be read", outcome.unreadable);
    assert!(
        (compared / 5..compared / 2).contains(&outcome.let_in),
        "{} of {compared} were let in",
        outcome.let_in
    );
}
