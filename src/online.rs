//! Asks a LiveKit server about a token: the one place that opens a network connection.
//!
//! The token travels in the `Authorization` header, to the host that was named and to no other: a redirect is an error.
//! What comes back is bounded in time and size, and holds no piece of the token when it leaves this module.

mod endpoint;
mod redact;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use ureq::http::header::{AUTHORIZATION, DATE, HeaderName, HeaderValue, LOCATION};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Body, Proxy};

pub(crate) use endpoint::{Endpoint, EndpointError};

use crate::token::time::UnixTime;
use crate::token::validate::ServerAnswer;
use redact::redact;

/// From the look-up of the host's name to the last byte of the answer.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(5);

/// The largest answer in bytes, beside the token, which servers up to 1.13.5 repeat.
const BODY_LIMIT: usize = 64 * 1024;

/// What a server answered, without any piece of the token.
#[derive(Debug)]
pub(crate) struct Reply {
    /// What was asked.
    pub(crate) url: String,
    pub(crate) answer: ServerAnswer,
    /// The server's clock, where the answer has a date.
    pub(crate) date: Option<UnixTime>,
}

/// Why there is no answer. Names the host, and holds no piece of the token.
#[derive(Debug, Error)]
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

/// Shows the token at the endpoint, and takes the answer down.
pub(crate) fn ask(endpoint: &Endpoint, token: &str, limit: Duration) -> Result<Reply, AskError> {
    let asking = Asking { host: endpoint.host(), token, limit };
    let bearer = format!("Bearer {token}");
    let mut bearer = HeaderValue::from_bytes(bearer.as_bytes()).map_err(|_| AskError::NoHeader)?;
    bearer.set_sensitive(true);
    let agent = agent(endpoint, token.len(), limit);
    let mut response = agent
        .get(endpoint.url())
        .header(AUTHORIZATION, bearer)
        .call()
        .map_err(|error| asking.failure(error))?;
    let status = response.status().as_u16();
    let header = |name: HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok());
    if response.status().is_redirection() {
        let location = header(LOCATION).map(|location| {
            // What follows the path is nobody's business here.
            let end = location.find(['?', '#']).unwrap_or(location.len());
            redact(&location[..end], token)
        });
        return Err(AskError::Redirect { host: asking.host.to_owned(), status, location });
    }
    let date = header(DATE).and_then(http_date);
    let body = asking.body(response.body_mut(), status)?;
    let url = redact(endpoint.url(), token);
    Ok(Reply { url, answer: ServerAnswer { status, body }, date })
}

/// Follows no redirect, and takes every status for the answer that it is.
fn agent(endpoint: &Endpoint, token_bytes: usize, limit: Duration) -> Agent {
    /// What a request needs beside the token.
    const HEADER_BYTES: usize = 16 * 1024;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(provider)
        .build();
    // No proxy is nearer to this machine than the machine itself.
    let proxy = if endpoint.is_local() { None } else { Proxy::try_from_env() };
    let config = Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(limit))
        .output_buffer_size(token_bytes + HEADER_BYTES)
        .user_agent(concat!("lktoken/", env!("CARGO_PKG_VERSION")))
        .proxy(proxy)
        .tls_config(tls)
        .build();
    Agent::new_with_config(config)
}

/// The date of an answer (RFC 9110 section 5.6.7).
fn http_date(text: &str) -> Option<UnixTime> {
    let date = jiff::fmt::rfc2822::parse(text).ok()?;
    UnixTime::from_seconds(date.timestamp().as_second()).ok()
}

/// Whom is asked about what, for errors.
struct Asking<'a> {
    host: &'a str,
    token: &'a str,
    limit: Duration,
}

impl Asking<'_> {
    fn body(&self, body: &mut Body, status: u16) -> Result<String, AskError> {
        let limit = u64::try_from(BODY_LIMIT + self.token.len()).unwrap_or(u64::MAX);
        match body.with_config().limit(limit).read_to_vec() {
            Ok(bytes) => Ok(redact(&String::from_utf8_lossy(&bytes), self.token)),
            Err(ureq::Error::BodyExceedsLimit(_)) => {
                Err(AskError::TooLarge { host: self.host.to_owned(), status })
            }
            Err(error) => Err(self.failure(error)),
        }
    }

    fn failure(&self, error: ureq::Error) -> AskError {
        let host = self.host.to_owned();
        let reason = |error: &dyn std::error::Error| redact(&error.to_string(), self.token);
        match error {
            ureq::Error::HostNotFound => AskError::NoSuchHost { host },
            ureq::Error::Timeout(_) => AskError::Timeout { host, limit: self.limit },
            ureq::Error::Rustls(error) => AskError::Tls { host, reason: reason(&error) },
            ureq::Error::Tls(error) => AskError::Tls { host, reason: error.to_owned() },
            ureq::Error::Io(error) => match tls_error(&error) {
                Some(error) => AskError::Tls { host, reason: reason(error) },
                None => AskError::Unreachable { host, reason: reason(&error) },
            },
            error @ (ureq::Error::Protocol(_)
            | ureq::Error::Http(_)
            | ureq::Error::LargeResponseHeader(..)) => AskError::NotHttp { host, reason: reason(&error) },
            error => AskError::Unreachable { host, reason: reason(&error) },
        }
    }
}

/// What rustls found wrong, which comes as an error of the stream it reads from.
fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

#[cfg(test)]
mod tests;
