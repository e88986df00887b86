//! What `lktoken` and `lktoken-online` tell each other: a question, and what came of it, as JSON. No interface: both are
//! of the same version.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Endpoint;

/// The largest body of an answer in bytes, beside the token, which servers up to 1.13.5 repeat.
pub(super) const BODY_LIMIT: usize = 64 * 1024;

/// What is asked where.
#[derive(Deserialize, Serialize)]
pub(super) struct Question {
    pub(super) endpoint: Endpoint,
    pub(super) token: String,
    /// From the look-up of the host's name to the last byte of the answer.
    pub(super) limit: Duration,
}

/// What a server answered, without any piece of the token.
#[derive(Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Reply {
    /// What was asked.
    pub(crate) url: String,
    /// The HTTP status.
    pub(crate) status: u16,
    pub(crate) body: String,
    /// The server's clock, in seconds since 1970, where the answer has a date.
    pub(crate) date: Option<i64>,
}

/// Why there is no answer. Names the host, and holds no piece of the token.
#[derive(Debug, Deserialize, Error, PartialEq, Eq, Serialize)]
pub(crate) enum AskError {
    #[error(
        "the token has characters that no HTTP header can carry, so that no server can be asked about it"
    )]
    NoHeader,
    #[error("cannot find the host {host}")]
    NoSuchHost { host: String },
    #[error("{host} has not answered within {} s", .limit.as_secs_f32())]
    Timeout { host: String, limit: Duration },
    #[error("no TLS connection to {host}: {reason}")]
    Tls { host: String, reason: String },
    #[error("cannot reach {host}: {reason}")]
    Unreachable { host: String, reason: String },
    #[error("{host} answers {status}, a redirect{}, and the token is not sent after it", to(.location.as_deref()))]
    Redirect { host: String, status: u16, location: Option<String> },
    #[error(
        "{host} answers {status} with more than {BODY_LIMIT} bytes, which is no answer of a LiveKit server"
    )]
    TooLarge { host: String, status: u16 },
    #[error("what answers at {host} does not speak HTTP as it should: {reason}")]
    NotHttp { host: String, reason: String },
}

fn to(location: Option<&str>) -> String {
    location.map(|location| format!(" to {location}")).unwrap_or_default()
}
