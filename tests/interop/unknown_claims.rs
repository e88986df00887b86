//! Claims that nobody knows, at every level of a token, taken over and minted again.

use lktoken::token::reader::json::MAX_DEPTH;
use lktoken::token::time::UnixTime;
use serde_json::Value;

use crate::dice::Dice;
use crate::forge::{HEADER, hs256};
use crate::renewed::{by_the_program, renewed};
use crate::sdk::Key;

/// Values that a parser would write in another way than they were given: with white space that may go, and without.
const ODD_VALUES: [(&str, &str); 18] = [
    ("1.50", "1.50"),
    ("1e2", "1e2"),
    ("-0", "-0"),
    ("-0.0E-0", "-0.0E-0"),
    ("1E+400", "1E+400"),
    ("12345678901234567890", "12345678901234567890"),
    (
        "0.1000000000000000055511151231257827021181583404541015625",
        "0.1000000000000000055511151231257827021181583404541015625",
    ),
    ("null", "null"),
    ("true", "true"),
    (r#""\u003c\/\ud83d\ude00\u0000\u00e9""#, r#""\u003c\/\ud83d\ude00\u0000\u00e9""#),
    ("\"é漢😀\u{2028}\u{7f}\"", "\"é漢😀\u{2028}\u{7f}\""),
    (r#""  two  \"  { , } spaces\\""#, r#""  two  \"  { , } spaces\\""#),
    ("[]", "[]"),
    ("{ }", "{}"),
    ("[ 1.0 ,\t[ 2 ] ]", "[1.0,[2]]"),
    ("{ \"b\" : 1 ,\r\n \"a\" : 2 , \"\" : null }", r#"{"b":1,"a":2,"":null}"#),
    (r#"{"z":1,"a":2,"__proto__":{}}"#, r#"{"z":1,"a":2,"__proto__":{}}"#),
    (DEEP, DEEP),
];

/// Arrays and objects to a depth of 100.
const DEEP: &str = r#"[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":[{"":1.10}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]"#;

/// JSON as it is given, and as it must be written.
type Pair = (String, String);

/// An object with these known members, given in any order, written in this one; and some members that nobody knows,
/// given anywhere between them, written behind them in their order.
fn object(dice: &mut Dice, known: &[(&str, Pair)]) -> Pair {
    let mut known: Vec<(usize, Pair)> = known
        .iter()
        .map(|(name, (given, kept))| (format!("\"{name}\" : {given}"), format!("\"{name}\":{kept}")))
        .enumerate()
        .collect();
    let mut unknown: Vec<Pair> = (0..dice.below(4))
        .map(|index| {
            let name = Value::from(format!("x{index}{}", dice.text(9))).to_string();
            let (given, kept) = dice.pick(&ODD_VALUES);
            (format!("{name}:{given}"), format!("{name}:{kept}"))
        })
        .collect();
    let kept: Vec<&str> =
        known.iter().map(|(_, pair)| pair).chain(&unknown).map(|(_, kept)| &**kept).collect();
    let kept = format!("{{{}}}", kept.join(","));
    unknown.reverse();
    let mut given = Vec::new();
    while !known.is_empty() || !unknown.is_empty() {
        let takes_unknown = known.is_empty() || (!unknown.is_empty() && dice.percent(50));
        let (member, _) = if takes_unknown {
            unknown.pop().expect("there is one")
        } else {
            let at = dice.below(known.len());
            known.remove(at).1
        };
        given.push(member);
    }
    (format!("{{{}}}", given.join(" ,\n")), kept)
}

fn same(json: &str) -> Pair {
    (json.to_owned(), json.to_owned())
}

/// Claims with members that nobody knows at every level.
fn with_unknown_members(dice: &mut Dice) -> Pair {
    let video =
        object(dice, &[("room", same("\"r\"")), ("roomJoin", same("true")), ("canPublish", same("false"))]);
    let sip = object(dice, &[("admin", same("false")), ("call", same("true"))]);
    let inference = object(dice, &[]);
    let thread = object(dice, &[("threadIds", same("[\"t\"]")), ("read", same("true"))]);
    let agents: Vec<Pair> = (0..dice.below(4))
        .map(|_| {
            object(
                dice,
                &[
                    ("agentName", same("\"a\"")),
                    ("restartPolicy", same("\"JRP_NEWER\"")),
                    ("attributes", same(r#"{"z":"1","a":"2"}"#)),
                ],
            )
        })
        .collect();
    let list = |kept: bool| {
        let agents: Vec<&str> = agents.iter().map(|agent| if kept { &*agent.1 } else { &*agent.0 }).collect();
        format!("[{}]", agents.join(","))
    };
    let file = object(dice, &[]);
    let egress = object(dice, &[]);
    let egress = (
        format!(r#"{{"room":{},"newer":{}}}"#, file.0, egress.0),
        format!(r#"{{"room":{},"newer":{}}}"#, file.1, egress.1),
    );
    let config = object(
        dice,
        &[("emptyTimeout", same("7")), ("egress", egress), ("agents", (list(false), list(true)))],
    );
    object(
        dice,
        &[
            ("exp", same("1800000600")),
            ("iss", same("\"devkey\"")),
            ("nbf", same("1800000000")),
            ("sub", same("\"alice\"")),
            ("name", same("\"Alice\"")),
            ("video", video),
            ("sip", sip),
            ("inference", inference),
            ("agentThread", thread),
            ("metadata", same("\"{}\"")),
            ("roomConfig", config),
        ],
    )
}

#[test]
fn claims_that_nobody_knows_survive_byte_for_byte() {
    let key = Key { api_key: "devkey".to_owned(), api_secret: "secret".to_owned() };
    let now = UnixTime::from_seconds(1_800_000_000).unwrap();
    let seeds = crate::seeds();
    let by_the_program_until = seeds.start + 8;
    for seed in seeds {
        let (given, kept) = with_unknown_members(&mut Dice::new(seed));
        let token = hs256(&key, HEADER, &given);
        let renewed =
            renewed(&key, &token, now).unwrap_or_else(|error| panic!("seed {seed}: {error}: {given}"));
        assert_eq!(renewed.payload, kept, "seed {seed}: {given}");
        if seed < by_the_program_until {
            assert_eq!(by_the_program(&key, &token, now), renewed.token, "seed {seed}: {given}");
        }
    }
}

/// As deep as Go reads, far deeper than a recursive reader goes.
#[test]
fn deep_values_survive() {
    let key = Key { api_key: "k".to_owned(), api_secret: "s".to_owned() };
    let now = UnixTime::from_seconds(1_800_000_000).unwrap();
    let depth = MAX_DEPTH - 1;
    let deep = format!(r#""future":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
    let token = hs256(&key, HEADER, &format!(r#"{{"sub":"a",{deep}"#));
    assert!(renewed(&key, &token, now).unwrap().payload.ends_with(&deep));
}

/// What cannot be written again as it was is not taken over by halves.
#[test]
fn what_would_be_lost_is_refused() {
    let key = Key { api_key: "k".to_owned(), api_secret: "s".to_owned() };
    let now = UnixTime::from_seconds(1_800_000_000).unwrap();
    let deep = format!(r#"{{"sub":"a","future":{}{}}}"#, "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    for (given, told) in [
        (deep.as_str(), "nested deeper than 10000 levels"),
        (r#"{"sub":"a","future":"\ud800"}"#, "future: is not well-formed Unicode"),
        (r#"{"sub":"a","sip":{"x":{"\udfff":1}}}"#, "sip.x: is not well-formed Unicode"),
        (r#"{"sub":"a","future":1,"future":2}"#, "future: is given twice"),
        (r#"{"sub":"a","roomConfig":{"agents":[{"x":1,"x":1}]}}"#, "roomConfig.agents[0].x: is given twice"),
        (r#"{"sub":"a","future":[{"x":1,"x":1}]}"#, r#"future: has "x" twice in one object"#),
    ] {
        let error = renewed(&key, &hs256(&key, HEADER, given), now).err().unwrap_or_default();
        assert!(error.contains(told), "{given}: {error}");
    }
}
