//! Hostile input: published vectors, attacks of our own, and how long what is large takes.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // A test fails by panicking, and says what it skips.

#[path = "attacks/table.rs"] // As `tests/livekit` finds it.
mod attacks;
#[cfg(feature = "serve")]
#[allow(dead_code)] // Other tests need the rest of it.
#[path = "../serve/client.rs"]
mod client;
#[allow(dead_code)] // Other tests need the rest of it.
#[path = "../livekit/forge.rs"]
mod forge;
mod growth;
#[cfg(feature = "serve")]
mod http;
mod outcomes;
mod piped;
#[allow(dead_code)] // Other tests need the rest of it.
#[path = "../cli/program.rs"]
mod program;
mod rfc;
mod wycheproof;

use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use lktoken::token::time::UnixTime;

/// The moment of every judgement here, on the command line.
const AT: &str = "2026-01-31T12:00:00Z";

fn now() -> UnixTime {
    UnixTime::parse(AT).unwrap()
}

/// The key of a development server, which signs the tokens here.
fn known_key() -> SigningKey {
    SigningKey::new(ApiKey::new("devkey").unwrap(), &ApiSecret::new("secret".to_owned()).unwrap())
}
