//! Tokens put together and taken apart by hand, with none of the code under test.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Sha256, Sha512};

use crate::sdk::Key;

/// The header that the contract promises.
pub const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// The characters of base64url, in order of value.
pub const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A token of any header and payload, signed with HMAC SHA-256.
pub fn hs256(key: &Key, header: &str, payload: &str) -> String {
    let input = signing_input(header, payload);
    let mut mac = Hmac::<Sha256>::new_from_slice(key.api_secret.as_bytes()).expect("any length is a key");
    mac.update(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// A token that is signed with HMAC SHA-512, and says so.
pub fn hs512(key: &Key, payload: &str) -> String {
    let input = signing_input(r#"{"alg":"HS512","typ":"JWT"}"#, payload);
    let mut mac = Hmac::<Sha512>::new_from_slice(key.api_secret.as_bytes()).expect("any length is a key");
    mac.update(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn signing_input(header: &str, payload: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload))
}

/// The header's bytes.
pub fn header(token: &str) -> Vec<u8> {
    part(token, 0)
}

/// The payload's bytes.
pub fn payload(token: &str) -> Vec<u8> {
    part(token, 1)
}

fn part(token: &str, index: usize) -> Vec<u8> {
    let part = token.split('.').nth(index).expect("a token has three parts");
    URL_SAFE_NO_PAD.decode(part).expect("a token is base64url")
}

/// The token with one byte replaced.
pub fn with_byte(token: &str, at: usize, byte: u8) -> String {
    let mut bytes = token.as_bytes().to_vec();
    bytes[at] = byte;
    String::from_utf8(bytes).expect("a token is ASCII")
}

/// The same signature with another last character: of its six bits, two belong to no byte.
pub fn with_stray_bits(token: &str) -> String {
    let last = token.len() - 1;
    let value = ALPHABET.iter().position(|&letter| letter == token.as_bytes()[last]).expect("base64url");
    with_byte(token, last, ALPHABET[value ^ 1])
}
