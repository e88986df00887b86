//! What people type for lifetimes, moments, rates and the names of a series.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use lktoken::server::Rate;
use lktoken::token::template::{Numbers, Template, find_repeated};
use lktoken::token::time::{UnixTime, humanize_seconds, parse_lifetime};

fuzz_target!(|text: &str| {
    lifetime(text);
    if let Ok(time) = UnixTime::parse(text) {
        assert_eq!(UnixTime::parse(&time.to_string()), Ok(time));
        assert_eq!(UnixTime::parse(&time.seconds().to_string()), Ok(time));
    }
    if let Ok(Rate { requests, period: _ }) = Rate::parse(text) {
        assert!(text.starts_with(|c: char| c.is_ascii_digit() || c == '+'), "{requests} of {text:?}");
    }
    let (first, second) = text.split_once('\n').unwrap_or((text, "{n}"));
    template(first);
    if let (Ok(room), Ok(identity)) = (Template::parse(first), Template::parse(second)) {
        repeated(&room, &identity);
    }
});

/// What a lifetime is read as, a person is told in words that are read as the same.
fn lifetime(text: &str) {
    let Some(seconds) = parse_lifetime(text) else { return };
    assert!(!seconds.is_nan(), "{text:?}");
    // More than this is no lifetime in days: 20,000 years.
    if !(0.0..6e11).contains(&seconds) {
        return;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // It is in range.
    let whole = seconds as u64;
    let told = humanize_seconds(whole);
    let Some(again) = parse_lifetime(&told) else { panic!("{told}") };
    #[allow(clippy::cast_precision_loss)] // It is in range.
    let left_out = whole as f64 - again;
    // Two units are told; what is less than the second is left out.
    let largest = told.split(' ').nth(1);
    let second = match largest {
        Some("d") => 3_600.0,
        Some("h") => 60.0,
        _ => 1.0,
    };
    assert!((0.0..second).contains(&left_out), "{text:?}: {told} leaves out {left_out} of {seconds}");
}

/// The same random bytes in every place of a series, which no law here depends on.
struct Nth(u64);

impl Numbers for Nth {
    fn number(&self) -> u64 {
        self.0
    }

    fn unix_seconds(&self) -> i64 {
        lktoken_fuzz::NOW
    }

    fn random(&mut self) -> [u8; 16] {
        [0xa5; 16]
    }
}

fn expanded(template: &Template, number: u64) -> String {
    let mut text = String::new();
    template.expand(&mut Nth(number), &mut text);
    text
}

fn template(text: &str) {
    // With its braces doubled any text stands for itself.
    let doubled = text.replace('{', "{{").replace('}', "}}");
    let escaped = Template::parse(&doubled).expect("there is no placeholder in it");
    assert_eq!(expanded(&escaped, 7), text);
    assert_eq!(expanded(&Template::fixed(text), 7), text);
    match Template::parse(text) {
        Ok(template) => {
            if !text.contains(['{', '}']) {
                assert_eq!(expanded(&template, 7), text);
            }
            let _ = expanded(&template, u64::MAX);
        }
        Err(error) => {
            let place = text.chars().nth(error.place - 1);
            assert!(matches!(place, Some('{' | '}')), "{text:?}: {error}");
        }
    }
}

/// Whether a name comes twice in a room is found without making all names.
fn repeated(room: &Template, identity: &Template) {
    const COUNT: u64 = 40;
    let mut seen = HashSet::new();
    let twice =
        (1..=COUNT).find(|number| !seen.insert((expanded(room, *number), expanded(identity, *number))));
    match (find_repeated(room, identity, COUNT, lktoken_fuzz::now()), twice) {
        (Some(found), Some(second)) => {
            assert_eq!(found.second, second);
            assert!(found.first < second);
            for number in [found.first, found.second] {
                assert_eq!(expanded(room, number), found.room);
                assert_eq!(expanded(identity, number), found.identity);
            }
        }
        (None, None) => {}
        // Here chance is the same every time.
        (None, Some(_)) => assert!([room, identity].iter().any(|template| is_random(template))),
        (found, twice) => panic!("{found:?} and {twice:?}"),
    }
}

fn is_random(template: &Template) -> bool {
    let debug = format!("{template:?}");
    debug.contains("Random") || debug.contains("Uuid")
}
