//! The first pass: the registered claims (RFC 7519 section 4.1) as golang-jwt's `RegisteredClaims` reads them.

use super::json::{Document, Kind, Value};
use crate::token::time::UnixTime;

/// Seconds between a claim and the clock that a LiveKit server forgives, both ways (`auth/verifier.go`).
pub const LEEWAY: i64 = 60;

/// The names of the registered claims.
pub const NAMES: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// What the first pass finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegisteredClaims {
    /// `iss`, the API key; empty when it is absent.
    pub issuer: String,
    /// `sub`, the identity; empty when it is absent.
    pub subject: String,
    /// `jti`, the identity of tokens of old; empty when it is absent.
    pub id: String,
    /// `exp`.
    pub expires_at: Option<NumericDate>,
    /// `nbf`.
    pub not_before: Option<NumericDate>,
    /// `iat`.
    pub issued_at: Option<NumericDate>,
    /// Claims of a type that a server cannot read, in order.
    pub faults: Vec<ClaimFault>,
}

/// A registered claim of a type that a server cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFault {
    /// The claim's registered name.
    pub claim: &'static str,
    /// What it should be.
    pub expected: &'static str,
    /// What it is.
    pub found: Kind,
}

impl RegisteredClaims {
    /// Reads the payload's registered claims. A payload of `null` gives none of them.
    ///
    /// # Errors
    ///
    /// The kind of a payload that is neither an object nor `null`.
    pub fn read(payload: &Document) -> Result<Self, Kind> {
        let root = payload.root();
        if !matches!(root.kind(), Kind::Object | Kind::Null) {
            return Err(root.kind());
        }
        let mut claims = Self::default();
        for (name, value) in root.members() {
            if let Some(claim) = fold_match(&name.string(), NAMES) {
                claims.take(claim, value);
            }
        }
        Ok(claims)
    }

    fn take(&mut self, claim: &'static str, value: Value<'_>) {
        let expected = match claim {
            "iss" => take_text(&mut self.issuer, value),
            "sub" => take_text(&mut self.subject, value),
            "jti" => take_text(&mut self.id, value),
            "exp" => take_date(&mut self.expires_at, value),
            "nbf" => take_date(&mut self.not_before, value),
            "iat" => take_date(&mut self.issued_at, value),
            _ => audience_fault(value),
        };
        if let Some(expected) = expected {
            self.faults.push(ClaimFault { claim, expected, found: value.kind() });
        }
    }

    /// Who the server takes the holder for: `sub`, else `jti` (`auth/verifier.go`).
    #[must_use]
    pub fn identity(&self) -> &str {
        if self.subject.is_empty() { &self.id } else { &self.subject }
    }
}

/// The names that Go takes a member for: the same one, else the same but for case. Go folds a whole Unicode orbit,
/// of which U+017F (long s) and U+212A (kelvin sign) reach ASCII.
#[must_use]
pub fn fold_match<const N: usize>(member: &str, names: [&'static str; N]) -> Option<&'static str> {
    names
        .iter()
        .find(|name| **name == member)
        .or_else(|| names.iter().find(|name| folds_to(member, name)))
        .copied()
}

/// Whether `member` is `name`, which is ASCII, but for case, as Go folds it.
#[must_use]
pub fn folds_to(member: &str, name: &str) -> bool {
    if member.len() <= name.len() {
        // Both letters from beyond ASCII that fold into it are longer than what they fold to.
        return member.eq_ignore_ascii_case(name);
    }
    let fold = |c: char| match c {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        other => other.to_ascii_lowercase(),
    };
    member.chars().map(fold).eq(name.chars().map(fold))
}

/// What was expected, when the value is of the wrong type. `null` leaves the text as it was.
fn take_text(text: &mut String, value: Value<'_>) -> Option<&'static str> {
    match value.kind() {
        Kind::String => *text = value.string().into_owned(),
        Kind::Null => {}
        _ => return Some("a string"),
    }
    None
}

/// What was expected, when the value is no date. `null` clears the date.
fn take_date(date: &mut Option<NumericDate>, value: Value<'_>) -> Option<&'static str> {
    let text = value.string();
    let parsed = match value.kind() {
        Kind::Null => {
            *date = None;
            return None;
        }
        Kind::Number => NumericDate::parse(value.number()),
        Kind::String if is_number(&text) => NumericDate::parse(&text),
        _ => None,
    };
    if parsed.is_some() {
        *date = parsed;
    }
    parsed.is_none().then_some("a number of seconds")
}

fn audience_fault(value: Value<'_>) -> Option<&'static str> {
    let right = match value.kind() {
        Kind::String | Kind::Null => true,
        Kind::Array => value.elements().all(|element| element.kind() == Kind::String),
        _ => false,
    };
    (!right).then_some("a string or an array of strings")
}

/// Whether a text is a number of JSON, and nothing else.
pub(super) fn is_number(text: &str) -> bool {
    Document::parse(text.as_bytes().to_vec()).is_ok_and(|document| document.root().number() == text)
}

/// A time claim as golang-jwt holds it: a double, cut to whole seconds, in Go's 64-bit `time.Time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumericDate {
    /// Seconds since 1970; what lies beyond 64 bits has become the far past.
    seconds: i64,
}

impl NumericDate {
    /// Seconds from Go's year 1, which its times count from, to 1970.
    const UNIX_TO_GO: i64 = 62_135_596_800;

    /// `None` for a number beyond the range of a double, which Go refuses. A whole number of over 800 digits with an
    /// exponent that makes it small again is read as what it is worth, where Go (`strconv/decimal.go`) loses digits.
    fn parse(number: &str) -> Option<Self> {
        let value: f64 = number.parse().ok().filter(|value: &f64| value.is_finite())?;
        let whole = value.trunc();
        // 2^63 as a double; Go's conversion of anything beyond gives the lowest number (amd64).
        let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&whole);
        #[allow(clippy::cast_possible_truncation)] // What does not fit is told apart above.
        let (whole, nanoseconds) = (whole as i64, (value.fract() * 1e9) as i64);
        let seconds = if fits { whole } else { i64::MIN };
        Some(Self { seconds: if nanoseconds < 0 { seconds.wrapping_sub(1) } else { seconds } })
    }

    /// The instant, where RFC 3339 can write it.
    #[must_use]
    pub fn time(self) -> Option<UnixTime> {
        UnixTime::from_seconds(self.seconds).ok()
    }

    /// Whether somebody gave milliseconds: it would be a time of our century if they were seconds.
    #[must_use]
    pub fn looks_like_milliseconds(self) -> bool {
        (946_684_800_000..4_102_444_800_000).contains(&self.seconds)
    }

    /// Seconds since 1970; what lies beyond 64 bits has become the far past.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// Seconds since Go's year 1; wraps as Go's do.
    fn go_seconds(self) -> i64 {
        self.seconds.wrapping_add(Self::UNIX_TO_GO)
    }

    /// Whether a server refuses this `exp` at `now`: [`LEEWAY`] seconds after it, to the second.
    #[must_use]
    pub fn has_expired(self, now: UnixTime) -> bool {
        now.seconds() + Self::UNIX_TO_GO >= self.go_seconds().saturating_add(LEEWAY)
    }

    /// Whether a server refuses this `nbf` at `now`: more than [`LEEWAY`] seconds before it.
    #[must_use]
    pub fn is_still_to_come(self, now: UnixTime) -> bool {
        now.seconds() + Self::UNIX_TO_GO < self.go_seconds().saturating_sub(LEEWAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(payload: &str) -> RegisteredClaims {
        RegisteredClaims::read(&Document::parse(payload.as_bytes().to_vec()).unwrap()).unwrap()
    }

    fn at(seconds: i64) -> UnixTime {
        UnixTime::from_seconds(seconds).unwrap()
    }

    #[test]
    fn members_fold_and_the_last_wins_but_null_leaves_texts() {
        let claims =
            read(r#"{"iss":"a","ISS":"b","\u017fub":"s","jti":"j","iss":null,"exp":5,"EXP":null,"nbf":7}"#);
        assert_eq!((claims.issuer.as_str(), claims.subject.as_str(), claims.id.as_str()), ("b", "s", "j"));
        assert_eq!((claims.expires_at, claims.not_before.map(NumericDate::seconds)), (None, Some(7)));
        assert_eq!((claims.identity(), claims.faults.len()), ("s", 0));
        assert_eq!(read(r#"{"sub":"","jti":"j"}"#).identity(), "j");
        assert!(folds_to("\u{212a}ind", "kind"));
        for other in ["kin", "kinds", "ki\u{17f}d", "\u{212a}in", "\u{212a}inds", "\u{212b}ind", "k\u{131}nd"]
        {
            assert!(!folds_to(other, "kind"), "{other}");
        }
    }

    #[test]
    fn a_payload_is_an_object_or_null() {
        assert_eq!(read("null"), RegisteredClaims::default());
        for (payload, kind) in
            [("[]", Kind::Array), ("5", Kind::Number), ("\"x\"", Kind::String), ("true", Kind::Bool)]
        {
            let document = Document::parse(payload.as_bytes().to_vec()).unwrap();
            assert_eq!(RegisteredClaims::read(&document), Err(kind));
        }
    }

    #[test]
    fn wrong_types_are_faults() {
        for claim in ["iss", "sub", "jti"] {
            for value in ["1", "true", "[]", "{}"] {
                assert_eq!(read(&format!(r#"{{"{claim}":{value}}}"#)).faults[0].claim, claim, "{value}");
            }
        }
        for claim in ["exp", "nbf", "iat"] {
            // Rust would take the last four for numbers, but they are none of JSON.
            for value in [
                "true",
                "[]",
                "{}",
                "\"x\"",
                "\"\"",
                "\" 1\"",
                "1e309",
                "\"1e309\"",
                "\"NaN\"",
                "\"+1\"",
                "\".5\"",
                "\"1.\"",
            ] {
                assert_eq!(read(&format!(r#"{{"{claim}":{value}}}"#)).faults[0].claim, claim, "{value}");
            }
            for value in ["1", "\"1\"", "1.5", "null", "1e-400", "-5", "1e308"] {
                assert!(read(&format!(r#"{{"{claim}":{value}}}"#)).faults.is_empty(), "{value}");
            }
        }
        for value in ["\"a\"", "[\"a\",\"b\"]", "[]", "null"] {
            assert!(read(&format!(r#"{{"aud":{value}}}"#)).faults.is_empty(), "{value}");
        }
        for value in ["1", "true", "{}", "[null]", "[1]"] {
            assert_eq!(
                read(&format!(r#"{{"aud":{value}}}"#)).faults[0].found.name(),
                match value {
                    "1" => "number",
                    "true" => "bool",
                    "{}" => "object",
                    _ => "array",
                }
            );
        }
    }

    #[test]
    fn dates_are_cut_to_seconds_and_overflow_into_the_past() {
        for (number, seconds) in [
            ("1.9", 1),
            ("-1.5", -2),
            ("-0.5", -1),
            ("4e9", 4_000_000_000),
            ("9007199254740993", 9_007_199_254_740_992),
            ("9223372036854775808", i64::MIN),
            ("1e30", i64::MIN),
            ("-1e30", i64::MIN),
        ] {
            assert_eq!(NumericDate::parse(number).unwrap().seconds(), seconds, "{number}");
        }
        assert_eq!(NumericDate::parse("1e309"), None);
        // Just below 2^63: Go's own time overflows when it is made.
        for number in ["9223372036854774784", "1e30", "-1e30", "0", "-5"] {
            assert!(NumericDate::parse(number).unwrap().has_expired(at(1_700_000_000)), "{number}");
        }
        assert!(!NumericDate::parse("1e15").unwrap().has_expired(at(1_700_000_000)));
        assert!(!NumericDate::parse("1e30").unwrap().is_still_to_come(at(0)));
        assert!(NumericDate::parse("1e15").unwrap().is_still_to_come(at(0)));
    }

    #[test]
    fn the_leeway_is_sixty_seconds_both_ways() {
        let date = NumericDate::parse("1000").unwrap();
        assert!(!date.has_expired(at(1_059)));
        assert!(date.has_expired(at(1_060)));
        assert!(date.is_still_to_come(at(939)));
        assert!(!date.is_still_to_come(at(940)));
    }
}
