//! The one place that opens a network connection, in `lktoken-online` alone.
//!
//! The token travels in the `Authorization` header, to the host that was named and to no other: a redirect is an error.
//! What comes back is bounded in time and size, and holds no piece of the token when it leaves this module.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use ureq::http::header::{AUTHORIZATION, DATE, HeaderName, HeaderValue, LOCATION};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Body, Proxy};

use super::Endpoint;
use super::exchange::{AskError, BODY_LIMIT, Question, Reply};
use super::redact::redact;

/// Shows the token at the endpoint, and takes the answer down.
pub(super) fn ask(question: &Question) -> Result<Reply, AskError> {
    let Question { endpoint, token, limit } = question;
    let asking = Asking { host: endpoint.host(), token, limit: *limit };
    let bearer = format!("Bearer {token}");
    let mut bearer = HeaderValue::from_bytes(bearer.as_bytes()).map_err(|_| AskError::NoHeader)?;
    bearer.set_sensitive(true);
    let agent = agent(endpoint, token.len(), *limit);
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
    Ok(Reply { url, status, body, date })
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

/// The date of an answer (RFC 9110 section 5.6.7), in seconds since 1970.
fn http_date(text: &str) -> Option<i64> {
    Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp().as_second())
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
