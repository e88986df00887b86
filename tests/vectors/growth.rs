//! How long what is large takes: as long as it is large, and no longer.

use std::hint::black_box;
use std::time::Duration;

use lktoken::token::explain::explain;
use lktoken::token::input::Input;
use lktoken::token::inspect::inspect;
use lktoken::token::renewal::Renewal;
use lktoken::token::request::{TokenRequest, UnknownMembers};
use lktoken::token::rules::Rules;
use lktoken::token::validate::{Door, Judge};

use crate::forge::Recipe;
use crate::{known_key, now};

/// Bytes of claims, and a sixteenth of that.
const LARGE: usize = 1 << 17;
const SMALL: usize = LARGE / 16;

/// Sixteen times as much may take so many times as long. What grows with the square takes up to 256 times.
const MOST: u32 = 40;

/// What is too fast to compare.
const AT_ONCE: Duration = Duration::from_millis(20);

const START: &str = r#"{"iss":"devkey","sub":"alice","exp":4102444800"#;
const VIDEO: &str = r#","video":{"roomJoin":true,"room":"demo"}"#;

/// Reads an input, whatever comes of it.
type Reader = fn(&[u8]);

/// What reads an input, each by itself, so that the steady work of one does not hide what another does.
const READERS: [(&str, Reader); 5] = [
    ("mint --from", |text| {
        black_box(Renewal::read(text).is_ok());
    }),
    ("request", |text| {
        let request = TokenRequest::from_json(text);
        black_box(
            request.map(|request| request.validate(Rules::Contract, UnknownMembers::Refuse).is_ok()).is_ok(),
        );
    }),
    ("inspect", |text| {
        let Ok(Input::Token(token)) = Input::read(text) else { return };
        black_box(inspect(&token, Some((&known_key(), "test")), now()).is_ok());
    }),
    ("inspect --explain", |text| {
        let Ok(Input::Token(token)) = Input::read(text) else { return };
        black_box(explain(&token, Some((&known_key(), "test")), now()).is_ok());
    }),
    ("validate", |text| {
        let Ok(Input::Token(token)) = Input::read(text) else { return };
        let key = known_key();
        let judge =
            Judge { key: &key, source: "test", now: now(), door: Door::Join, room: None, strict: true };
        black_box(judge.judge(&token).valid);
    }),
];

fn time_of(read: Reader, text: &[u8]) -> Duration {
    let started = time_worked();
    read(text);
    time_worked().saturating_sub(started)
}

/// What this thread has worked so far: other work on the machine does not count.
#[cfg(unix)]
fn time_worked() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap()
}

/// What has passed: the nearest thing.
#[cfg(not(unix))]
fn time_worked() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

type Shape = (&'static str, Box<dyn Fn(usize) -> Vec<u8>>);

fn repeated(name: &'static str, before: &'static str, unit: &'static str, behind: &'static str) -> Shape {
    let make = move |size: usize| [before, &unit.repeat(size / unit.len()), behind].concat().into_bytes();
    (name, Box::new(make))
}

/// A token of these claims.
fn claims(name: &'static str, before: &'static str, unit: &'static str, behind: &'static str) -> Shape {
    let make = move |size: usize| {
        let units = unit.repeat(size / unit.len());
        Recipe::new([START, before, &units, behind].concat()).token().into_bytes()
    };
    (name, Box::new(make))
}

/// The same, with another name each time: `#` stands for a number.
fn numbered(name: &'static str, before: &'static str, unit: &'static str, behind: &'static str) -> Shape {
    let make = move |size: usize| {
        let count = size / (unit.len() + 4);
        let units: String = (0..count).map(|number| unit.replace('#', &number.to_string())).collect();
        Recipe::new([START, before, &units, behind].concat()).token().into_bytes()
    };
    (name, Box::new(make))
}

fn header(name: &'static str, unit: &'static str) -> Shape {
    let make = move |size: usize| {
        let header = [r#"{"x":1"#, &unit.repeat(size / unit.len()), r#","alg":"HS256"}"#].concat();
        Recipe { header: header.into_bytes(), ..Recipe::new([START, VIDEO, "}"].concat()) }
            .token()
            .into_bytes()
    };
    (name, Box::new(make))
}

fn shapes() -> Vec<Shape> {
    vec![
        repeated("dots", "", ".", ""),
        repeated("one letter", "", "A", ""),
        repeated("brackets", "", "[", ""),
        repeated("braces", "", r#"{"a":"#, ""),
        repeated("quotes", "", "\"", ""),
        repeated("Bearer", "", "Bearer ", "a.b.c"),
        repeated("lines before a token", "", "A=b\n", "LIVEKIT_TOKEN=a.b.c"),
        repeated("parameters of an address", "https://h/?", "a=b&", "token=a.b.c"),
        repeated("tokens in JSON", "{", r#""token":"x","#, r#""a":1}"#),
        repeated("rooms of a request", "{", r#""roomName":"r","#, r#""a":1}"#),
        repeated("misspelt members of a request", "{", r#""romName":1,"#, r#""a":1}"#),
        repeated("escapes in a request", r#"{"roomName":""#, r"\u0041", r#""}"#),
        claims("brackets in a claim", r#","x":["#, "[", ""),
        claims("arrays side by side", r#","x":["#, "[],", "1]}"),
        claims("one claim again and again", VIDEO, r#","sub":"a""#, "}"),
        claims("grants merged", VIDEO, r#","video":{}"#, "}"),
        claims("grants in another case", VIDEO, r#","Video":{}"#, "}"),
        claims("times as text", VIDEO, r#","EXP":"4102444800""#, "}"),
        claims("grants of a wrong type", VIDEO, r#","sip":5"#, "}"),
        claims("attributes of a wrong type", r#","attributes":{"a":1"#, r#","a":5"#, "}}"),
        claims("misspelt grants", r#","video":{"x":1"#, r#","roomJoins":1"#, "}}"),
        claims("misspelt claims", VIDEO, r#","vidoe":1"#, "}"),
        claims("a long name of a grant", r#","video":{""#, "r", r#"":1}}"#),
        claims("a long identity", r#","sub":""#, "x", r#""}"#),
        claims("a long identity of escapes", r#","sub":""#, r"\u001b", r#""}"#),
        claims("digits", r#","iat":"#, "4", "}"),
        claims("digits behind the point", r#","iat":4."#, "4", "}"),
        claims(
            "sources",
            r#","video":{"roomJoin":true,"room":"r","canPublishSources":["x""#,
            r#","x""#,
            "]}}",
        ),
        claims("audiences", r#","aud":["x""#, r#","x""#, "]}"),
        claims("agents", r#","roomConfig":{"agents":[{}"#, ",{}", "]}}"),
        claims("agents with a wrong name", r#","roomConfig":{"agents":[{}"#, r#",{"name":"a"}"#, "]}}"),
        claims("secrets in a room configuration", VIDEO, r#","roomConfig":{"x":{"secret":"a"}}"#, "}"),
        claims("white space", VIDEO, "\r\n\t ", "}"),
        numbered("claims", VIDEO, r#","k#":1"#, "}"),
        numbered("attributes", r#","attributes":{"a":"b""#, r#","k#":"v""#, "}}"),
        numbered("tags", r#","roomConfig":{"tags":{"a":"b""#, r#","k#":"v""#, "}}}"),
        numbered("misspelt grants, each another", r#","video":{"x":1"#, r#","roomJoin#":1"#, "}}"),
        numbered("members of a grant nobody reads", r#","sip":{"x":1"#, r#","y#":1"#, "}}"),
        header("members", r#","y":1"#),
        header("algorithms", r#","alg":"none""#),
        header("crit", r#","crit":[]"#),
    ]
}

#[test]
fn what_is_large_takes_as_long_as_it_is_large() {
    let mut slow = Vec::new();
    for (name, make) in shapes() {
        let (small, large) = (make(SMALL), make(LARGE));
        for (reader, read) in READERS {
            // Once in a while something else gets in between.
            let is_slow = |_: u8| {
                let took = time_of(read, &large);
                took > AT_ONCE && took > time_of(read, &small) * MOST
            };
            if (0..3).all(is_slow) {
                let (large, small) = (time_of(read, &large), time_of(read, &small));
                slow.push(format!("{reader} of {name}: {large:?} after {small:?}"));
            }
        }
    }
    assert!(slow.is_empty(), "these grow with more than their size:\n{}", slow.join("\n"));
}
