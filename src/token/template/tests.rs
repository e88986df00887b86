use std::collections::HashSet;

use super::*;
use crate::token::time::UnixTime;

struct Fixed(u64, u8);

impl Numbers for Fixed {
    fn number(&self) -> u64 {
        self.0
    }

    fn unix_seconds(&self) -> i64 {
        1_700_000_000
    }

    fn random(&mut self) -> [u8; 16] {
        self.1 += 1;
        [self.1; 16]
    }
}

fn expand(template: &str, number: u64) -> String {
    let mut text = String::new();
    Template::parse(template).unwrap().expand(&mut Fixed(number, 0), &mut text);
    text
}

#[test]
fn placeholders_are_filled_in() {
    for (template, number, text) in [
        ("", 1, ""),
        ("bob", 7, "bob"),
        ("load-{n}", 7, "load-7"),
        ("load-{n:05}", 7, "load-00007"),
        ("{n:02}", 123, "123"),
        ("{n:0}", 7, "7"),
        ("room-{n%20}", 40, "room-0"),
        ("room-{n%20:02}-{n}", 47, "room-07-47"),
        ("{{n}} {{{n}}} }}", 7, "{n} {7} }"),
        ("{rand}", 1, "0101010101010101"),
        ("{rand}{rand}", 1, "01010101010101010202020202020202"),
        ("ü{uuid}", 1, "ü01010101-0101-4101-8101-010101010101"),
        ("{time}", 1, "1700000000"),
    ] {
        assert_eq!(expand(template, number), text, "{template}");
    }
}

#[test]
fn what_is_no_placeholder_is_told_with_its_place() {
    for (template, place, begin) in [
        ("load-{n", 6, "a placeholder without an end"),
        ("ü}", 2, "a `}` without"),
        (
            "{}",
            1,
            "{} is no placeholder; there are {n}, {n:05}, {n%20}, {rand}, {uuid} and {time}, and `{{` is",
        ),
        ("a{{{m}", 4, "{m} is no placeholder"),
        ("{N}", 1, "{N} is no placeholder"),
        ("{n }", 1, "{n } is no placeholder"),
        ("{n%0}", 1, "\"0\" is nothing to divide by"),
        ("{n%}", 1, "\"\" is nothing to divide by"),
        ("{n%+5}", 1, "\"+5\" is nothing to divide by"),
        ("{n%99999999999999999999}", 1, "\"99999999999999999999\" is nothing"),
        ("{n:5}", 1, "\"5\" is no width"),
        ("{n:}", 1, "\"\" is no width"),
        ("{n:0256}", 1, "\"0256\" is no width"),
        ("{n:0x}", 1, "\"0x\" is no width"),
    ] {
        let error = Template::parse(template).unwrap_err();
        assert_eq!(error.place, place, "{template}");
        assert!(error.problem.to_string().starts_with(begin), "{template}: {error}");
    }
    assert!(Template::parse("{n").unwrap_err().to_string().starts_with("at character 1: "));
}

fn repeated(room: &str, identity: &str, count: u64) -> Option<(u64, u64)> {
    let (room, identity) = (Template::parse(room).unwrap(), Template::parse(identity).unwrap());
    let found = find_repeated(&room, &identity, count, UnixTime::default())?;
    Some((found.first, found.second))
}

#[test]
fn an_identity_that_comes_twice_is_found() {
    assert_eq!(repeated("demo", "bob", 1), None);
    assert_eq!(repeated("demo", "bob", 2), Some((1, 2)));
    assert_eq!(repeated("room-{n%20}", "bob", 20), None);
    assert_eq!(repeated("room-{n%20}", "bob", 100), Some((1, 21)));
    assert_eq!(repeated("r{n%4}", "u{n%6}", 12), None);
    assert_eq!(repeated("r{n%4}", "u{n%6}", 13), Some((1, 13)));
    // The room's name and the identity are no one text.
    assert_eq!(repeated("r{n%2}", "{n%2}", 2), None);
    assert_eq!(repeated("demo", "{n}{n%100}", 10_000), None);
    // A number is lost among digits: 11 and 11, 111 and 1.
    assert_eq!(repeated("demo", "{n}{n%22}", 200), Some((11, 111)));
    assert_eq!(repeated("demo", "{n%22}{n}", 200), Some((11, 111)));
    let now = UnixTime::from_seconds(1_700_000_000).unwrap();
    let of = |text: &str| Template::parse(text).unwrap();
    let found = find_repeated(&of("r-{time}"), &of("u{n%2}"), 9, now);
    assert_eq!(
        found,
        Some(Repeated { room: "r-1700000000".into(), identity: "u1".into(), first: 1, second: 3 })
    );
}

#[test]
fn a_proof_takes_no_time_and_is_none_where_there_is_none() {
    for identity in
        ["{n}", "load-{n:05}", "{n}-{n%20}", "{n%20}-{n}", "x{time}-{n}", "{uuid}", "a{rand}{n%2}"]
    {
        assert_eq!(repeated("demo", identity, u64::MAX), None, "{identity}");
        assert_eq!(repeated(identity, "bob", u64::MAX), None, "{identity}");
    }
    // What is called unique is: every number below a thousand gives another text.
    for identity in ["{n}", "1{n}1", "{n:02}5", "{n}-{n%20}", "{n%20}-{n}", "7{n}x{n%3}", "{n%10}{n}"] {
        let texts: HashSet<String> = (1..1000).map(|number| expand(identity, number)).collect();
        assert_eq!((texts.len(), repeated("demo", identity, 999)), (999, None), "{identity}");
    }
}
