//! Raw tokens out of any bytes: right ones, wrong ones, and deliberately damaged ones.
//!
//! Nothing here goes through the library under test, so that a mistake in it
//! cannot hide in the tokens.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, URL_SAFE_NO_PAD};
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The header of nearly every token.
pub const HEADER: &[u8] = br#"{"alg":"HS256","typ":"JWT"}"#;

/// The secret of nearly every token: the one that a development server knows.
pub const SECRET: &[u8] = b"secret";

/// Base64url without padding, ignoring what the last character says too much.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// One of the three parts of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first.
    Header,
    /// The second.
    Payload,
    /// The third.
    Signature,
}

impl Part {
    /// All three, in order.
    pub const ALL: [Self; 3] = [Self::Header, Self::Payload, Self::Signature];
}

/// What is done to a token after its parts are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Nothing.
    None,
    /// `=` up to a multiple of four; a part that needs none gets four.
    Pad(Part),
    /// `-` and `_` become `+` and `/`; the last character does where there is none.
    StandardAlphabet(Part),
    /// The bits of the last character that carry nothing are set. A part of
    /// whole triples has none, and stays as it is.
    StrayBits(Part),
    /// Characters are cut off the end of a part.
    Cut(Part, usize),
    /// The part is empty.
    Empty(Part),
    /// Text is put at the end of a part.
    Append(Part, &'static str),
    /// Text is put into a part, after this many characters.
    Insert(Part, usize, &'static str),
    /// The signature belongs to a payload with one more space at its end.
    SignedOther,
    /// The signature is this many bytes long: cut, or lengthened with zeros.
    SignatureBytes(usize),
    /// One bit of the signature is the other way round.
    FlipSignatureBit(usize),
    /// Only the first two parts, with no dot after them.
    TwoParts,
    /// A dot and text after the signature.
    FourthPart(&'static str),
    /// Text around the whole token.
    Around(&'static str, &'static str),
    /// The token is this text.
    Replace(&'static str),
    /// The token is this text, which was put together elsewhere.
    Forged(String),
}

/// The bytes that make a token.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The header's bytes.
    pub header: Vec<u8>,
    /// The payload's bytes.
    pub payload: Vec<u8>,
    /// The secret that signs.
    pub secret: Vec<u8>,
    /// What goes wrong afterwards.
    pub damage: Damage,
}

impl Recipe {
    /// A token as it should be, with this payload.
    pub fn new(payload: impl Into<Vec<u8>>) -> Self {
        Self {
            header: HEADER.to_vec(),
            payload: payload.into(),
            secret: SECRET.to_vec(),
            damage: Damage::None,
        }
    }

    /// The token.
    pub fn token(&self) -> String {
        if let Damage::Forged(text) = &self.damage {
            return text.clone();
        }
        let header = encode(&self.header);
        let mut payload = encode(&self.payload);
        let mut mac = hmac_sha256(&self.secret, format!("{header}.{payload}").as_bytes()).to_vec();
        match self.damage {
            Damage::SignedOther => {
                let mut other = self.payload.clone();
                other.push(b' ');
                payload = encode(&other);
            }
            Damage::SignatureBytes(length) => mac.resize(length, 0),
            Damage::FlipSignatureBit(bit) => mac[bit / 8 % 32] ^= 1 << (bit % 8),
            _ => {}
        }
        let mut parts = [header, payload, encode(&mac)];
        if let Damage::Pad(part)
        | Damage::StandardAlphabet(part)
        | Damage::StrayBits(part)
        | Damage::Cut(part, _)
        | Damage::Empty(part)
        | Damage::Append(part, _)
        | Damage::Insert(part, _, _) = self.damage
        {
            let text = &mut parts[part as usize];
            match self.damage {
                Damage::Pad(_) => text.push_str(&"===="[text.len() % 4..]),
                Damage::StandardAlphabet(_) => *text = in_standard_alphabet(text),
                Damage::StrayBits(_) => *text = with_stray_bits(text),
                Damage::Cut(_, count) => text.truncate(text.len().saturating_sub(count)),
                Damage::Empty(_) => text.clear(),
                Damage::Append(_, more) => text.push_str(more),
                Damage::Insert(_, at, more) => text.insert_str(at.min(text.len()), more),
                _ => {}
            }
        }
        let [header, payload, signature] = parts;
        let token = format!("{header}.{payload}.{signature}");
        match self.damage {
            Damage::TwoParts => format!("{header}.{payload}"),
            Damage::FourthPart(more) => format!("{token}.{more}"),
            Damage::Around(before, after) => format!("{before}{token}{after}"),
            Damage::Replace(text) => text.to_owned(),
            _ => token,
        }
    }
}

/// HMAC with SHA-256; an empty secret is a secret too.
pub fn hmac_sha256(secret: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Base64url without padding.
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of a part as the server reads it: stray bits and line ends are
/// ignored, nothing else is.
pub fn decode(part: &str) -> Option<Vec<u8>> {
    let part: String = part.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    LENIENT.decode(part).ok()
}

/// The bytes of one part of a token, however many parts it has.
pub fn decode_part(token: &str, part: Part) -> Option<Vec<u8>> {
    decode(token.split('.').nth(part as usize)?)
}

fn in_standard_alphabet(part: &str) -> String {
    let mut other = part.replace('-', "+").replace('_', "/");
    if other == part {
        other.pop();
        other.push('+');
    }
    other
}

fn with_stray_bits(part: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let stray = match part.len() % 4 {
        2 => 0b1111,
        3 => 0b11,
        _ => return part.to_owned(),
    };
    let mut other = part.to_owned();
    let last = other.pop().unwrap_or('A');
    let value = ALPHABET.iter().position(|&c| char::from(c) == last).expect("a part has no other characters");
    other.push(char::from(ALPHABET[value | stray]));
    other
}

/// Whether a payload that the server could parse gives it no expiry.
///
/// The server counts a member of any case, and the last of several; `null`
/// takes an earlier value away.
pub fn has_no_exp(payload: &[u8]) -> bool {
    let mut no_exp = true;
    for (name, value) in top_level_members(payload) {
        if unescape(name).eq_ignore_ascii_case("exp") {
            no_exp = value.first() == Some(&b'n');
        }
    }
    no_exp
}

/// The raw names (without quotes) and values of an object known to be well formed.
fn top_level_members(json: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut members = Vec::new();
    let Some(mut at) = json.iter().position(|&b| b == b'{') else {
        return members;
    };
    at += 1;
    while let Some(quote) = json[at..].iter().position(|&b| b == b'"') {
        let name_start = at + quote;
        let name_end = string_end(json, name_start);
        let Some(colon) = json[name_end..].iter().position(|&b| b == b':') else {
            break;
        };
        let mut value_start = name_end + colon + 1;
        while json.get(value_start).is_some_and(u8::is_ascii_whitespace) {
            value_start += 1;
        }
        let value_end = value_end(json, value_start);
        members
            .push((&json[name_start + 1..(name_end - 1).max(name_start + 1)], &json[value_start..value_end]));
        at = value_end;
    }
    members
}

/// Where the string that starts here has ended.
fn string_end(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < json.len() {
        match json[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    json.len()
}

/// Where the value that starts here has ended: before a comma or bracket of
/// the object around it.
fn value_end(json: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while at < json.len() {
        match json[at] {
            b'"' => {
                at = string_end(json, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    json.len()
}

/// A name with its `\uXXXX` escapes read; the others do not matter here.
fn unescape(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    let mut rest = name.as_ref();
    let mut text = String::new();
    while let Some(at) = rest.find("\\u") {
        let escape = rest.get(at + 2..at + 6);
        let Some(digits) = escape else { break };
        text.push_str(&rest[..at]);
        let unit = u32::from_str_radix(digits, 16).ok();
        text.push(unit.and_then(char::from_u32).unwrap_or('\u{fffd}'));
        rest = &rest[at + 6..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, section 4.3.
    #[test]
    fn the_mac_is_right() {
        let mac = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(encode(mac), "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
    }

    #[test]
    fn the_expiry_is_found() {
        for (payload, no_exp) in [
            (r#"{"exp":1}"#, false),
            (r#"{"a":{"exp":1}}"#, true),
            (r#"{ "a" : "\"exp\":1" , "EXP" : [1,{"b":2}] }"#, false),
            (r#"{"exp":1,"Exp":null}"#, true),
            (r#"{"exp":null,"exp":1}"#, false),
            (r#"{"\u0065xp":1}"#, false),
            (r#"{"exp\\":1,"x":"}"}"#, true),
            ("{}", true),
            ("null", true),
        ] {
            assert_eq!(has_no_exp(payload.as_bytes()), no_exp, "{payload}");
        }
    }

    #[test]
    fn parts_are_read_leniently() {
        assert_eq!(decode("QQ"), Some(b"A".to_vec()));
        assert_eq!(decode("QR"), Some(b"A".to_vec()));
        assert_eq!(decode("Q\nR\r"), Some(b"A".to_vec()));
        assert_eq!(decode("QQ=="), None);
        assert_eq!(decode("Q+"), None);
        assert_eq!(decode("Q"), None);
        assert_eq!(with_stray_bits("QQ"), "Qf");
    }
}
