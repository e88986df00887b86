//! What a LiveKit server lets through although RFC 7515, 7519 or 8725 forbid it.

use std::borrow::Cow;
use std::collections::HashSet;

use super::grants::{CLAIM_GRANTS, Struct};
use super::json::{Document, Kind, Value};
use super::registered::{NAMES, fold_match, is_number};
use super::{Token, has_line_ends, has_stray_bits};

/// A breach of the RFCs. Its code is an interface and never changes its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Kebab-case.
    pub code: &'static str,
    /// A sentence that names the place and the rule.
    pub message: String,
}

impl Breach {
    fn new(code: &'static str, message: String) -> Self {
        Self { code, message }
    }
}

/// The parts of a token, as messages name them.
const PARTS: [&str; 3] = ["header", "payload", "signature"];

/// The largest whole number that every reader of JSON holds exactly, 2^53 (RFC 8259 section 6).
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Every breach in what could be read of `token`.
#[must_use]
pub fn breaches(token: &Token<'_>) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (part, segment) in PARTS.iter().zip(token.segments()) {
        if has_stray_bits(segment) {
            breaches.push(Breach::new(
                "stray-bits",
                format!("the last character of the {part} carries bits that belong to no byte (RFC 4648 section 3.5)"),
            ));
        }
        if has_line_ends(segment) {
            breaches.push(Breach::new(
                "line-break",
                format!("there is a line break in the {part}, where a token has none (RFC 7515 section 2)"),
            ));
        }
    }
    for (part, document) in PARTS.iter().zip([&token.header, &token.payload]) {
        if let Ok(document) = document {
            text_breaches(part, document, &mut breaches);
        }
    }
    if let Ok(header) = &token.header {
        header_breaches(header.root(), &mut breaches);
    }
    if let Ok(payload) = &token.payload {
        claim_breaches(payload.root(), &mut breaches);
    }
    breaches
}

/// Members given twice, and strings that are not Unicode.
fn text_breaches(part: &str, document: &Document, breaches: &mut Vec<Breach>) {
    let mut told = HashSet::new();
    for name in document.root().repeated_names().filter(|name| told.insert(name.clone())) {
        breaches.push(Breach::new(
            "duplicate-member",
            format!(
                "{name:?} is given twice in one object of the {part} (RFC 7515 section 4, RFC 7519 section 4)"
            ),
        ));
    }
    if document.strings().any(|string| !string.is_well_formed()) {
        breaches.push(Breach::new(
            "invalid-unicode",
            format!(
                "a string in the {part} is not well-formed Unicode (RFC 7515 section 3, RFC 8259 section 8)"
            ),
        ));
    }
}

fn header_breaches(header: Value<'_>, breaches: &mut Vec<Breach>) {
    for (name, value) in header.members() {
        let name = name.string();
        let rule = match name.as_ref() {
            "crit" => "asks for extensions that nobody here understands (RFC 7515 section 4.1.11)",
            "b64" if value.raw() == b"false" => "asks for an unencoded payload (RFC 7797)",
            "zip" => "asks for compression, which a signed token does not have (RFC 7516 section 4.1.3)",
            "typ" | "cty" | "kid" | "jku" | "x5u" if value.kind() != Kind::String => {
                "is not a string (RFC 7515 section 4.1)"
            }
            _ => continue,
        };
        breaches.push(Breach::new("header-parameter", format!("the header's {name:?} {rule}")));
    }
}

fn claim_breaches(payload: Value<'_>, breaches: &mut Vec<Breach>) {
    for (member, value) in payload.members() {
        let member = member.string();
        let claim = fold_match(&member, NAMES);
        if let Some(claim) = claim {
            registered_breaches(claim, value, breaches);
        }
        if let Some(known) = claim.or_else(|| CLAIM_GRANTS.field_for(&member)) {
            case_breach(&member, known, breaches);
            if let Some(grant) = CLAIM_GRANTS.grant(known) {
                grant_breaches(known, grant, value, breaches);
            }
        }
    }
}

fn grant_breaches(claim: &str, grant: &Struct, value: Value<'_>, breaches: &mut Vec<Breach>) {
    for (member, _) in value.members() {
        let member = member.string();
        if let Some(known) = grant.field_for(&member) {
            case_breach(&format!("{claim}.{member}"), &format!("{claim}.{known}"), breaches);
        }
    }
}

fn case_breach(member: &str, known: &str, breaches: &mut Vec<Breach>) {
    if member != known {
        breaches.push(Breach::new(
            "member-case",
            format!("{member:?} counts as {known:?} on a server, though names are told apart by case (RFC 7519 section 10.1.1)"),
        ));
    }
}

fn registered_breaches(claim: &str, value: Value<'_>, breaches: &mut Vec<Breach>) {
    if value.kind() == Kind::Null {
        breaches.push(Breach::new(
            "null-claim",
            format!("{claim:?} is null, which no claim of that name may be (RFC 7519 section 4.1)"),
        ));
        return;
    }
    if !matches!(claim, "exp" | "nbf" | "iat") {
        return;
    }
    let number = match value.kind() {
        Kind::String => {
            let rule = "is a string, where a time is a number (RFC 7519 section 2)";
            breaches.push(Breach::new("string-time", format!("{claim:?} {rule}")));
            let text = value.string();
            // Not what only Rust takes for a number: `inf`, `+5`.
            if is_number(&text) { text } else { return }
        }
        _ => Cow::Borrowed(value.number()),
    };
    if let Ok(seconds) = number.parse::<f64>() {
        if seconds.abs() > EXACT {
            let rule = "is too large to be held exactly (over 2^53, RFC 8259 section 6)";
            breaches.push(Breach::new("inexact-time", format!("{claim:?} {rule}")));
        } else if seconds < 0.0 {
            let rule = "lies before 1970 (RFC 7519 section 2 counts seconds from then)";
            breaches.push(Breach::new("negative-time", format!("{claim:?} {rule}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn codes(header: &str, payload: &[u8]) -> Vec<&'static str> {
        let text = format!("{}.{}.AA", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        breaches(&Token::read(&text).unwrap()).into_iter().map(|breach| breach.code).collect()
    }

    const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

    #[test]
    fn a_clean_token_breaks_nothing() {
        let payload = br#"{"exp":1700003600,"iss":"k","nbf":1700000000.5,"sub":"s","name":null,"aud":["x"],"video":{"room":"r","x":{"a":1}},"other":{"ROOM":1}}"#;
        assert!(codes(HEADER, payload).is_empty());
        assert!(codes(r#"{"alg":"HS256"}"#, payload).is_empty());
        // What stands at the edge of a rule breaks none.
        assert!(codes(r#"{"alg":"HS256","b64":true}"#, b"{}").is_empty());
        for seconds in ["0", "9007199254740992", "-0"] {
            let codes = codes(HEADER, format!(r#"{{"nbf":{seconds}}}"#).as_bytes());
            assert_eq!(codes, [""; 0], "{seconds}");
        }
    }

    #[test]
    fn every_breach_has_its_code() {
        for (header, payload, code) in [
            (HEADER, &br#"{"sub":"a","sub":"a"}"#[..], "duplicate-member"),
            (HEADER, br#"{"x":{"y":[{"a":1,"\u0061":2}]}}"#, "duplicate-member"),
            (r#"{"alg":"HS256","alg":"HS256"}"#, b"{}", "duplicate-member"),
            (HEADER, br#"{"Video":{}}"#, "member-case"),
            (HEADER, br#"{"video":{"roomjoin":true}}"#, "member-case"),
            (HEADER, br#"{"EXP":1}"#, "member-case"),
            (HEADER, b"{\"x\":\"\xff\"}", "invalid-unicode"),
            (HEADER, br#"{"\ud800":1}"#, "invalid-unicode"),
            (HEADER, br#"{"exp":"1"}"#, "string-time"),
            // No number, so none that is too large.
            (HEADER, br#"{"exp":"Infinity"}"#, "string-time"),
            (HEADER, br#"{"exp":"+1e300"}"#, "string-time"),
            (HEADER, br#"{"exp":null}"#, "null-claim"),
            (HEADER, br#"{"sub":null}"#, "null-claim"),
            (HEADER, br#"{"exp":9007199254740994}"#, "inexact-time"),
            (HEADER, br#"{"nbf":-1}"#, "negative-time"),
            (r#"{"alg":"HS256","crit":["x"]}"#, b"{}", "header-parameter"),
            (r#"{"alg":"HS256","typ":5}"#, b"{}", "header-parameter"),
            (r#"{"alg":"HS256","zip":"DEF"}"#, b"{}", "header-parameter"),
            (r#"{"alg":"HS256","b64":false}"#, b"{}", "header-parameter"),
        ] {
            assert_eq!(codes(header, payload), [code], "{header} {}", String::from_utf8_lossy(payload));
        }
    }

    #[test]
    fn line_breaks_within_are_found() {
        let token = Token::read("e3\n0.e30.AA").unwrap();
        assert!(token.header.is_ok());
        assert_eq!(
            breaches(&token).into_iter().map(|breach| breach.code).collect::<Vec<_>>(),
            ["line-break"]
        );
    }

    #[test]
    fn stray_bits_are_found_in_any_part() {
        let token = Token::read("e31.e30.AB").unwrap();
        let messages: Vec<_> = breaches(&token).into_iter().map(|breach| breach.message).collect();
        assert_eq!(messages.len(), 2);
        assert!(messages[0].contains("header") && messages[1].contains("signature"), "{messages:?}");
    }
}
