//! Laws that hold for whatever comes in, tried with inputs that chance makes.
//!
//! Each law is tried with a fixed number of cases, of another seed each time. What breaks one is made as small as it can
//! be and printed, and its seed is written to `tests/proptest-regressions/`, with which the next run begins: such a file
//! is committed together with what mends it. `PROPTEST_CASES` asks for more cases, `PROPTEST_RNG_SEED` for the same ones.
//! The fuzz targets in `fuzz/` hold the same library against such laws, with inputs that coverage leads to.

#![allow(clippy::expect_used, clippy::unwrap_used)] // A test fails by panicking.

mod any_bytes;
mod batch_lines;
mod given;
mod printed;
mod round_trips;
mod signed_bytes;
mod stable_bytes;

use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use lktoken::token::mint::mint;
use lktoken::token::reader::Token;
use lktoken::token::request::{TokenRequest, UnknownMembers, ValidRequest};
use lktoken::token::rules::Rules;
use lktoken::token::time::UnixTime;
use lktoken::token::validate::{Door, Judge, Verdict};
use proptest::test_runner::Config;

/// So many cases of each law, where `PROPTEST_CASES` asks for no other number.
fn cases(count: u32) -> Config {
    let config = Config::default();
    if std::env::var_os("PROPTEST_CASES").is_some() { config } else { Config { cases: count, ..config } }
}

fn key() -> SigningKey {
    SigningKey::new(ApiKey::new("devkey").unwrap(), &ApiSecret::new("secret".to_owned()).unwrap())
}

/// 2026-01-31T12:00:00Z, the moment of everything here.
fn now() -> UnixTime {
    UnixTime::from_seconds(1_769_860_800).unwrap()
}

/// What a server with the key says of a token.
fn judge(token: &str, door: Door, strict: bool) -> Verdict {
    Judge { key: &key(), source: "the test", now: now(), door, room: None, strict }.judge(token)
}

/// A request of which it is known that it breaks no rule.
fn valid(request: TokenRequest<'_>) -> ValidRequest<'_> {
    request.validate(Rules::LiveKit, UnknownMembers::Refuse).unwrap()
}

fn token_of(request: &ValidRequest<'_>) -> String {
    mint(request, &key(), now()).unwrap().token
}

/// The claims of a token in JSON, byte for byte.
fn claims_of(token: &str) -> String {
    let token = Token::read(token).unwrap();
    String::from_utf8(token.payload.unwrap().root().raw().to_vec()).unwrap()
}
