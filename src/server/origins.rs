//! Which web pages may ask for tokens (CORS).

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ORIGIN, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method, Uri};
use thiserror::Error;
use tower_http::cors::{AllowOrigin, CorsLayer, Vary};

use super::record::REQUEST_ID;

/// How long a browser may keep the answer to a preflight: two hours, the most that Chrome does.
const PREFLIGHT_AGE: Duration = Duration::from_secs(7200);

/// What LiveKit's client SDKs send to a development token server.
const X_SANDBOX_ID: HeaderName = HeaderName::from_static("x-sandbox-id");

/// The origins of web pages that may read answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins {
    /// CORS is not ours: no header is set and no preflight answered.
    Off,
    /// These, compared as a whole.
    List(Vec<HeaderValue>),
    /// Every page of the web.
    Any,
}

/// A text that is no origin.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "is not an origin: give scheme, host and port as a browser sends them, such as http://localhost:4200"
)]
pub struct OriginError;

impl Origins {
    /// These origins.
    ///
    /// # Errors
    ///
    /// [`OriginError`] when one of them is none.
    pub fn list<'a>(origins: impl IntoIterator<Item = &'a str>) -> Result<Self, OriginError> {
        origins.into_iter().map(parse_origin).collect::<Result<_, _>>().map(Self::List)
    }
}

/// What answers preflights and marks answers, of pages of these origins.
pub(super) fn layer_for(listed: &[HeaderValue]) -> CorsLayer {
    // Not `AllowOrigin::list`, which is copied for every request.
    let listed = listed.to_vec();
    let is_listed = AllowOrigin::predicate(move |origin, _| listed.contains(origin));
    layer().allow_origin(is_listed).vary(Vary::list([ORIGIN]))
}

/// What answers preflights and marks answers, of every page. Answers are the same for all of them.
pub(super) fn layer_for_any() -> CorsLayer {
    layer().allow_origin(AllowOrigin::any()).vary(Vary::list([]))
}

fn layer() -> CorsLayer {
    CorsLayer::new()
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([CONTENT_TYPE, AUTHORIZATION, X_SANDBOX_ID, REQUEST_ID])
        .expose_headers([REQUEST_ID, RETRY_AFTER])
        .max_age(PREFLIGHT_AGE)
}

/// What the log tells of the origin of a page that is not listed: how a browser names it, or that no browser wrote it.
pub(super) fn shown_origin(origin: &HeaderValue) -> &str {
    /// A page in a file, or in a sandbox (RFC 6454 section 7.1).
    const OPAQUE: &str = "null";
    /// A host's name has 253 characters at most (RFC 1035 section 2.3.4), and around it stand scheme and port.
    const MAX_BYTES: usize = 267;
    let is_written_by_a_browser =
        |text: &&str| text.len() <= MAX_BYTES && (*text == OPAQUE || parse_origin(text).is_ok());
    origin.to_str().ok().filter(is_written_by_a_browser).unwrap_or("not an origin")
}

/// An origin as a browser sends it (RFC 6454 section 6.2): lower case, no path, no default port.
fn parse_origin(text: &str) -> Result<HeaderValue, OriginError> {
    let uri: Uri = text.parse().map_err(|_| OriginError)?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(OriginError);
    };
    let default_port = match scheme {
        "http" => 80,
        "https" => 443,
        _ => return Err(OriginError),
    };
    let written = format!("{scheme}://{authority}");
    let as_sent = written == text
        && written == written.to_ascii_lowercase()
        && !authority.as_str().contains('@')
        && authority.port_u16() != Some(default_port);
    if as_sent { HeaderValue::from_str(text).map_err(|_| OriginError) } else { Err(OriginError) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        for text in ["http://localhost:4200", "https://app.example.com", "http://[::1]:4200"] {
            assert!(Origins::list([text]).is_ok(), "{text}");
        }
        for text in [
            "",
            "localhost:4200",
            "http://localhost:4200/",
            "http://localhost:4200/app",
            "HTTP://localhost",
            "http://Localhost",
            "http://localhost:80",
            "https://example.com:443",
            "http://user@localhost",
            "https://*.example.com/x",
            "ftp://localhost",
            "null",
            "*",
        ] {
            assert_eq!(Origins::list([text]), Err(OriginError), "{text}");
        }
    }

    #[test]
    fn the_log_shows_what_a_browser_may_have_sent() {
        for text in ["http://localhost:5173", "null"] {
            assert_eq!(shown_origin(&HeaderValue::from_static(text)), text);
        }
        let long = format!("http://{}", "a".repeat(300));
        for text in ["eyJhbGciOiJIUzI1NiJ9.e30.x", "", long.as_str()] {
            assert_eq!(shown_origin(&HeaderValue::from_str(text).unwrap()), "not an origin");
        }
    }
}
