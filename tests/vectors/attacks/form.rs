//! The text around and within base64url: dots, other serializations, foreign characters, bits that belong to no byte.

use super::{Attack, Inspected, Renewed, joining};
use crate::forge::{Damage, HEADER, Recipe, SECRET, encode, hmac_sha256};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const PARTS: &str = "this is no token: it has ";

pub fn rows() -> Vec<Attack> {
    let mut rows = segments();
    rows.extend(serializations());
    rows.extend(within());
    rows.extend(last_characters());
    rows.extend(signed_as_it_stands());
    rows
}

/// A good token's header, payload and signature.
fn good() -> [String; 3] {
    let (header, payload) = (encode(HEADER), encode(joining("")));
    let signature = encode(hmac_sha256(SECRET, format!("{header}.{payload}").as_bytes()));
    [header, payload, signature]
}

fn segments() -> Vec<Attack> {
    let [header, payload, signature] = good();
    let token = format!("{header}.{payload}.{signature}");
    let row = |name: &str, text: String, why: &'static str| Attack::text(format!("parts: {name}"), text, why);
    let empty = |name: &str, text: String| {
        Attack::text(format!("parts: {name}"), text, "its header is not JSON").refused(&["bad-json"])
    };
    vec![
        row("header alone", header.clone(), "there is no dot in it"),
        row("payload alone", payload.clone(), "there is no dot in it"),
        row("two", format!("{header}.{payload}"), PARTS),
        row("the last two", format!("{payload}.{signature}"), PARTS),
        row("one empty behind", format!("{token}."), PARTS),
        row("one empty before", format!(".{token}"), PARTS),
        row("one empty between", format!("{header}..{payload}.{signature}"), PARTS),
        row("the token twice", format!("{token}.{token}"), PARTS),
        row("a fourth, the payload again", format!("{token}.{payload}"), PARTS),
        row(
            "five, as if encrypted",
            format!("{header}.{signature}.{signature}.{payload}.{signature}"),
            PARTS,
        ),
        row("five of which four are empty", format!("{header}...."), PARTS),
        row("a hundred thousand dots", ".".repeat(100_000), PARTS),
        row("a hundred thousand empty objects", "e30.".repeat(100_000), PARTS),
        // More than a server reads of a header, and all that we read.
        row("1 MB of dots", ".".repeat(1_000_000), PARTS).not_for_servers(),
        row("1 MiB of dots", ".".repeat(1 << 20), PARTS).not_for_servers(),
        row(
            "a full stop of another script",
            format!("{header}\u{3002}{payload}\u{3002}{signature}"),
            "there is no dot in it",
        ),
        row(
            "a full-width full stop",
            format!("{header}\u{ff0e}{payload}\u{ff0e}{signature}"),
            "there is no dot in it",
        ),
        row("escaped dots", format!("{header}%2E{payload}%2E{signature}"), "there is no dot in it"),
        // The payload cannot be read either, which is told once the header is.
        empty("two dots", "..".to_owned())
            .refused(&["bad-json", "bad-json"])
            .renewed(Renewed::Refused("the token's payload is not JSON")),
        empty("the header is empty", format!(".{payload}.{signature}"))
            .refused(&["bad-json"])
            .renewed(Renewed::Token),
        empty("signature alone", format!("..{signature}"))
            .refused(&["bad-json", "bad-json"])
            .renewed(Renewed::Refused("the token's payload is not JSON")),
        Attack::text(
            "parts: header and signature",
            format!("{header}..{signature}"),
            "its payload is not JSON",
        )
        .refused(&["bad-json"])
        .renewed(Renewed::Refused("the token's payload is not JSON")),
        Attack::payload("parts: no signature", joining("")).signature("").refused(&["wrong-signature"]),
    ]
}

/// RFC 7515 section 7.2 and RFC 7516: a LiveKit server reads neither.
fn serializations() -> Vec<Attack> {
    let [header, payload, signature] = good();
    let row = |name: &str, text: String| {
        let is_json = text.starts_with('{');
        let row = Attack::text(format!("serialized: {name}"), text, "there is no dot in it");
        // An object is looked through for a token, or for claims.
        if is_json { row.renewed(Renewed::Refused("neither a token in it nor claims")) } else { row }
    };
    let nested = encode(format!("{header}.{payload}.{signature}"));
    let inner = format!("{}.{nested}", encode(br#"{"alg":"HS256","cty":"JWT"}"#));
    let mac = encode(hmac_sha256(SECRET, inner.as_bytes()));
    vec![
        row("flattened JSON", format!(r#"{{"protected":"{header}","payload":"{payload}","signature":"{signature}"}}"#)),
        row("general JSON", format!(r#"{{"payload":"{payload}","signatures":[{{"protected":"{header}","signature":"{signature}"}}]}}"#)),
        row("JSON in base64url", encode(format!(r#"{{"protected":"{header}","payload":"{payload}","signature":"{signature}"}}"#))),
        // CVE-2022-39227: JSON that reads as a compact token to whoever splits at dots first.
        Attack::text(
            "serialized: JSON that splits into three",
            format!(r#"{{"  {header}.{payload}.":"","protected":"{header}","payload":"{payload}","signature":"{signature}"}}"#),
            "its header is not base64url",
        )
        .refused(&["bad-base64url", "bad-base64url"])
        .renewed(Renewed::Refused("neither a token in it nor claims")),
        Attack::text(
            "serialized: encrypted (RFC 7516 appendix A.1)",
            "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji.XFBoMYUZodetZdvTiFvSkQ",
            "it has 5 parts",
        ),
        Attack::text("serialized: a token within a token", format!("{inner}.{mac}"), "its payload is not JSON")
            .refused(&["bad-json"])
            .renewed(Renewed::Refused("the token's payload is not JSON")),
    ]
}

/// Characters that base64url does not have, put into each part of a good token.
fn within() -> Vec<Attack> {
    let foreign = [
        ("tab", "\t"),
        ("NUL", "\0"),
        ("backspace", "\u{8}"),
        ("escape", "\u{1b}[31m"),
        ("no-break space", "\u{a0}"),
        ("zero width space", "\u{200b}"),
        ("byte order mark", "\u{feff}"),
        ("right-to-left override", "\u{202e}"),
        ("line separator", "\u{2028}"),
        ("next line", "\u{85}"),
        ("vertical tab", "\u{b}"),
        ("full-width A", "\u{ff21}"),
        ("Cyrillic A", "\u{410}"),
        ("two equals signs", "=="),
        ("plus", "+"),
        ("slash", "/"),
        ("percent escape", "%41"),
        ("quote", "\""),
        ("backslash", "\\"),
        ("comma", ","),
        ("tilde", "~"),
    ];
    let mut rows = Vec::new();
    for (index, part) in ["header", "payload", "signature"].into_iter().enumerate() {
        for (name, character) in foreign {
            let mut parts = good();
            let middle = parts[index].len() / 2;
            parts[index].insert_str(middle, character);
            let row = Attack::payload(format!("within the {part}: {name}"), joining(""))
                .damage(Damage::Forged(parts.join(".")));
            rows.push(match index {
                0 => row
                    .unreadable("bad-base64url", "its header is not base64url")
                    // The header is not looked at.
                    .renewed(Renewed::Token),
                1 => row.unreadable("bad-base64url", "payload is not base64url"),
                // Who has the claims has no need of a signature that can be read.
                _ => row.refused(&["bad-base64url"]).inspected(Inspected::Invalid),
            });
        }
    }
    rows
}

/// The last of a signature's 43 characters carries four bits of it, and two that belong to no byte.
fn last_characters() -> Vec<Attack> {
    let [header, payload, signature] = good();
    let (start, last) = signature.split_at(42);
    let value = ALPHABET.iter().position(|&c| c == last.as_bytes()[0]).unwrap();
    (0..64)
        .map(|other| {
            let token = format!("{header}.{payload}.{start}{}", char::from(ALPHABET[other]));
            let row = Attack::payload(format!("last character: {other}"), joining(""))
                .damage(Damage::Forged(token));
            let row = if other / 4 == value / 4 {
                row
            } else {
                row.refused(&["wrong-signature"]).inspected(Inspected::Invalid)
            };
            if other % 4 == 0 { row } else { row.breaches(&["stray-bits"]) }
        })
        .collect()
}

/// Odd, and then signed: the signature is right.
fn signed_as_it_stands() -> Vec<Attack> {
    let [header, payload, _] = good();
    let signed = |name: &str, input: String| {
        let mac = encode(hmac_sha256(SECRET, input.as_bytes()));
        let recipe = Recipe { damage: Damage::Forged(format!("{input}.{mac}")), ..Recipe::new("") };
        Attack::new(format!("signed as it stands: {name}"), recipe)
    };
    let foreign = |name: &str, input: String| {
        signed(name, input).unreadable("bad-base64url", "payload is not base64url")
    };
    let odd = |json: &[u8]| {
        let mut text = encode(json);
        let stray = match text.len() % 4 {
            2 => 15,
            3 => 3,
            _ => panic!("there are no stray bits in {text}"),
        };
        let last = text.pop().unwrap();
        let value = ALPHABET.iter().position(|&c| char::from(c) == last).unwrap();
        text.push(char::from(ALPHABET[value | stray]));
        text
    };
    let odd_header = odd(br#"{"alg":"HS256"}  "#);
    let space = if joining("").len().is_multiple_of(3) { " " } else { "" };
    let odd_payload = odd(&joining(space));
    let [before, behind] = [&payload[..8], &payload[8..]];
    vec![
        signed("stray bits in the header", format!("{odd_header}.{payload}")).breaches(&["stray-bits"]),
        signed("stray bits in the payload", format!("{header}.{odd_payload}")).breaches(&["stray-bits"]),
        signed("a line feed in the payload", format!("{header}.{before}\n{behind}"))
            .breaches(&["line-break"]),
        signed("line ends throughout", format!("{header}\r\n.\n{before}\r\n{behind}\r"))
            .breaches(&["line-break", "line-break"]),
        foreign("padding", format!("{header}.{}", pad(&odd_payload))),
        foreign("a space", format!("{header}.{before} {behind}")),
        foreign("standard alphabet", format!("{header}.{before}+/{behind}")),
    ]
}

fn pad(part: &str) -> String {
    format!("{part}{}", "=".repeat(4 - part.len() % 4))
}
