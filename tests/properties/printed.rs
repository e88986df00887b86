//! Texts that people type are read as what they were printed from.

use lktoken::token::explain::explain;
use lktoken::token::spelling::quoted;
use lktoken::token::template::{Numbers, Template, find_repeated};
use lktoken::token::time::{UnixTime, humanize_seconds, parse_lifetime};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::given::{hostile_text, request, text};
use crate::{cases, now, token_of, valid};

/// A placeholder or a text of a template.
#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Number { modulus: Option<u64>, digits: Option<usize> },
    Time,
}

impl Piece {
    /// As it is typed.
    fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.replace('{', "{{").replace('}', "}}"),
            Self::Number { modulus, digits } => {
                let modulus = modulus.map(|modulus| format!("%{modulus}")).unwrap_or_default();
                let digits = digits.map(|digits| format!(":0{digits}")).unwrap_or_default();
                format!("{{n{modulus}{digits}}}")
            }
            Self::Time => "{time}".to_owned(),
        }
    }

    /// What it stands for.
    fn of(&self, number: u64) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number { modulus, digits } => {
                let number = modulus.map_or(number, |modulus| number % modulus).to_string();
                let missing = digits.unwrap_or(0).saturating_sub(number.len());
                "0".repeat(missing) + &number
            }
            Self::Time => now().seconds().to_string(),
        }
    }
}

fn piece() -> impl Strategy<Value = Piece> {
    let modulus = proptest::option::of(1_u64..12);
    let digits = proptest::option::of(1_usize..6);
    prop_oneof![
        2 => prop_oneof![text(4), "[0-9{}]{0,2}", "[a-z]"].prop_map(Piece::Text),
        3 => (modulus, digits).prop_map(|(modulus, digits)| Piece::Number { modulus, digits }),
        1 => Just(Piece::Time),
    ]
}

/// The numbers of one token of a series.
struct Nth(u64);

impl Numbers for Nth {
    fn number(&self) -> u64 {
        self.0
    }

    fn unix_seconds(&self) -> i64 {
        now().seconds()
    }

    fn random(&mut self) -> [u8; 16] {
        unreachable!("nothing random was asked for")
    }
}

fn expanded(template: &Template, number: u64) -> String {
    let mut text = String::new();
    template.expand(&mut Nth(number), &mut text);
    text
}

fn read_template(pieces: &[Piece]) -> Template {
    let typed: String = pieces.iter().map(Piece::typed).collect();
    Template::parse(&typed).unwrap()
}

/// A duration by units, as people type it, and its seconds.
fn typed_duration() -> impl Strategy<Value = (String, u32)> {
    let units = (0..4_000_u32, 0..24_u32, 0..60_u32, 0..60_u32);
    (units, select(vec!["", " "]), any::<bool>()).prop_map(
        |((days, hours, minutes, seconds), space, is_iso)| {
            let total = days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
            let typed = if is_iso {
                format!("P{days}DT{hours}H{minutes}M{seconds}S")
            } else {
                format!("{days}d{space}{hours}h{space}{minutes}m{space}{seconds}s")
            };
            (typed, total)
        },
    )
}

/// Seconds for which people are told seconds, minutes, hours and days.
fn told_seconds() -> impl Strategy<Value = u64> {
    prop_oneof![0..200_u64, 0..20_000_u64, 0..400_000_u64, 0..400_000_000_u64]
}

/// What acts on a terminal: moves its cursor, or turns letters around.
fn acts_on_a_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_template_says_what_its_pieces_say(pieces in vec(piece(), 0..6), number in any::<u64>()) {
        let expected: String = pieces.iter().map(|piece| piece.of(number)).collect();
        prop_assert_eq!(expanded(&read_template(&pieces), number), expected);
    }

    /// Any text stands for itself with its braces doubled.
    #[test]
    fn a_text_is_a_template_of_itself(text in text(40), number in any::<u64>()) {
        let pieces = [Piece::Text(text.clone())];
        prop_assert_eq!(&expanded(&read_template(&pieces), number), &text);
        prop_assert_eq!(expanded(&Template::fixed(&text), number), text);
    }

    /// Whether somebody is twice in a room is found out without looking at every name.
    #[test]
    fn repeated_names_are_found(
        room in vec(piece(), 0..4),
        identity in vec(piece(), 0..4),
        count in 1..80_u64,
    ) {
        let (room, identity) = (read_template(&room), read_template(&identity));
        let names: Vec<_> = (1..=count).map(|n| (expanded(&room, n), expanded(&identity, n))).collect();
        let second = (1..names.len()).find(|second| names[..*second].contains(&names[*second]));
        let found = find_repeated(&room, &identity, count, now());
        prop_assert_eq!(found.as_ref().map(|found| found.second), second.map(|index| index as u64 + 1));
        if let (Some(found), Some(second)) = (found, second) {
            let first = names.iter().position(|name| *name == names[second]).unwrap();
            prop_assert_eq!(found.first, first as u64 + 1);
            prop_assert_eq!(&(found.room, found.identity), &names[second]);
        }
    }

    #[test]
    fn a_typed_duration_has_its_seconds((typed, seconds) in typed_duration()) {
        prop_assert_eq!(parse_lifetime(&typed), Some(f64::from(seconds)), "{}", typed);
        prop_assert_eq!(parse_lifetime(&seconds.to_string()), Some(f64::from(seconds)));
        prop_assert_eq!(parse_lifetime(&format!("{seconds}s")), Some(f64::from(seconds)));
        prop_assert_eq!(parse_lifetime(&format!("-{seconds}s")), Some(-f64::from(seconds)));
    }

    /// A distance as people are told it is read as itself, but for what is less than its smallest unit.
    #[test]
    fn a_told_duration_is_read_again(seconds in told_seconds()) {
        let told = humanize_seconds(seconds);
        let again = parse_lifetime(&told).unwrap();
        let unit = match seconds { 0..3_600 => 1.0, 3_600..86_400 => 60.0, _ => 3_600.0 };
        let left_out = f64::from(u32::try_from(seconds).unwrap()) - again;
        prop_assert!((0.0..unit).contains(&left_out), "{}: {}", seconds, told);
    }

    #[test]
    fn a_printed_time_is_read_again(seconds in 0..=253_402_207_200_i64, milliseconds in 0..1_000_u32) {
        let time = UnixTime::from_seconds(seconds).unwrap();
        prop_assert_eq!(UnixTime::parse(&time.to_string()), Ok(time));
        prop_assert_eq!(UnixTime::parse(&seconds.to_string()), Ok(time));
        let printed = time.to_string();
        let fraction = format!("{}.{milliseconds:03}+00:00", printed.strip_suffix('Z').unwrap());
        prop_assert_eq!(UnixTime::parse(&fraction), Ok(time));
    }
}

proptest! {
    #![proptest_config(cases(200))]

    /// Nothing of a token acts on a terminal in a sentence about it.
    #[test]
    fn a_name_in_quotes_is_harmless(name in prop_oneof![text(100), hostile_text()]) {
        prop_assert!(!quoted(&name).contains(acts_on_a_terminal), "{:?}", name);
    }

    #[test]
    fn an_explanation_is_harmless(request in request()) {
        let paragraph = explain(&token_of(&valid(request)), None, now()).unwrap();
        prop_assert!(!paragraph.contains(|c| c != '\n' && acts_on_a_terminal(c)), "{:?}", paragraph);
    }
}
