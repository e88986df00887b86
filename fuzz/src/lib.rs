//! What the fuzz targets have in common: one key, one moment, and laws that hold for whatever comes in.
//!
//! From the root of the repository this goes on with one until it is stopped; a stable compiler serves:
//!
//! ```text
//! mkdir -p fuzz/corpus/inspect
//! cargo fuzz run --sanitizer none inspect fuzz/corpus/inspect fuzz/seeds/inspect
//! ```
//!
//! A crash is a law that was broken: its input lies in
//! `fuzz/artifacts/TARGET`, and is tried again by its name in the place of the folders. What mends it comes with a test of
//! its own, beside what was wrong.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use lktoken::token::inspect::{SignatureState, inspect};
use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use lktoken::token::reader::json::Document;
use lktoken::token::time::UnixTime;
use lktoken::token::validate::{Door, Judge, Verdict};
use serde_json::value::RawValue;
use sha2::Sha256;

/// The moment of everything, in Unix seconds: 2026-01-31T12:00:00Z.
pub const NOW: i64 = 1_769_860_800;

/// The same moment.
///
/// # Panics
///
/// Never: the year can be written.
#[must_use]
pub fn now() -> UnixTime {
    UnixTime::from_seconds(NOW).expect("a moment of this century")
}

/// The name of the one key, which seeds have as `iss`.
pub const API_KEY: &str = "devkey";

/// Its secret.
const API_SECRET: &str = "secret";

/// The one key, of `livekit-server --dev`.
#[must_use]
pub fn key() -> &'static SigningKey {
    static KEY: LazyLock<SigningKey> = LazyLock::new(own_key);
    &KEY
}

/// The same key, to be given away.
///
/// # Panics
///
/// Never: neither half is empty.
#[must_use]
pub fn own_key() -> SigningKey {
    let secret = ApiSecret::new(API_SECRET.to_owned()).expect("it is not empty");
    SigningKey::new(ApiKey::new(API_KEY).expect("it is not empty"), &secret)
}

/// What a server that knows the one key says of a token.
#[must_use]
pub fn judge(token: &str, door: Door, strict: bool) -> Verdict {
    Judge { key: key(), source: "--dev", now: now(), door, room: None, strict }.judge(token)
}

/// A token with this payload, signed by the one key.
///
/// # Panics
///
/// When it cannot be signed.
#[must_use]
pub fn signed(payload: &[u8]) -> String {
    let mut token = String::new();
    key().signer().sign_into(payload, &mut token).expect("any payload can be signed");
    token
}

/// A token with this header and this payload, whatever they are, signed over both by the one key.
///
/// # Panics
///
/// Never: HMAC takes keys of any length.
#[must_use]
pub fn signed_with_header(header: &[u8], payload: &[u8]) -> String {
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let mac = Hmac::<Sha256>::new_from_slice(API_SECRET.as_bytes()).expect("HMAC takes keys of any length");
    let signature = mac.chain_update(&input).finalize().into_bytes();
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Two readers take the text for JSON: the one of `serde_json`, and our own, which writes it again as it was.
///
/// # Panics
///
/// When one of them does not.
pub fn assert_is_json(json: &str) {
    if let Err(error) = serde_json::from_str::<&RawValue>(json) {
        panic!("{error}: {json}");
    }
    match Document::parse(json.as_bytes().to_vec()) {
        Ok(document) => assert_eq!(document.compact(), json, "it is written as it was read"),
        Err(error) => panic!("{error}: {json}"),
    }
}

/// What was minted is let in where its holder joins, under the strictest reading, and its signature is ours.
///
/// # Panics
///
/// When it is not.
pub fn assert_is_let_in(token: &str) {
    let verdict = judge(token, Door::Join, true);
    assert!(verdict.valid, "{token}: {:?}", verdict.problems);
    let inspection = inspect(token, Some((key(), "--dev")), now()).expect("it was minted");
    assert_eq!(inspection.signature, SignatureState::Valid, "{token}");
}

/// Nothing in a text that goes to a terminal moves its cursor or turns its letters around.
///
/// # Panics
///
/// When something does.
pub fn assert_is_harmless(text: &str) {
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(acts), "{text:?}");
}
