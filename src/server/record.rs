//! One log line a request: who asked for what, and what came of it. Never a token, a secret or a body, and of the headers
//! but the id and the origin of a page that may not read the answer.

use std::borrow::Cow;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::Request;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use axum::response::Response;

use super::failure::Refusal;
use super::origins::shown_origin;
use crate::token::claims::ClaimsHead;
use crate::token::request::ValidRequest;

/// The request's id under Azure Functions, which its own log has too.
const INVOCATION_ID: HeaderName = HeaderName::from_static("x-azure-functions-invocationid");
/// The request's id elsewhere: the caller's, or ours; the answer repeats it.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the log tells of a minted token; an extension of the response.
#[derive(Clone, Debug)]
pub(super) struct Minted {
    room: String,
    identity: String,
    expires_at: String,
}

impl Minted {
    pub(super) fn of(request: &ValidRequest<'_>, head: ClaimsHead) -> Self {
        Self {
            room: request.room_name().to_owned(),
            identity: request.participant_identity().to_owned(),
            expires_at: head.into_expires_at_text(),
        }
    }
}

/// A request on its way.
pub(super) struct Record {
    started: Instant,
    id: HeaderValue,
    method: Method,
    uri: Uri,
    /// The page that asks, where answers say which pages may read them.
    origin: Option<HeaderValue>,
}

impl Record {
    /// Gives the request an id. `has_cors`: whether answers say which pages may read them.
    pub(super) fn of(request: &Request, has_cors: bool) -> Self {
        Self {
            started: Instant::now(),
            id: request_id(request.headers()),
            method: request.method().clone(),
            uri: request.uri().clone(),
            origin: request.headers().get(ORIGIN).filter(|_| has_cors).cloned(),
        }
    }

    /// Logs what became of it, and gives the answer its id.
    pub(super) fn log(self, mut response: Response) -> Response {
        let Self { started, id, method, uri, origin } = self;
        let other_origin = origin.filter(|_| !response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
        let other_origin = other_origin.as_ref().map(shown_origin);
        log(&id, &method, &shown_path(uri.path()), other_origin, &response, started);
        response.headers_mut().insert(REQUEST_ID, id);
        response
    }
}

fn log(
    id: &HeaderValue,
    method: &Method,
    path: &str,
    other_origin: Option<&str>,
    response: &Response,
    started: Instant,
) {
    let (id, method) = (id.to_str().unwrap_or_default(), method.as_str());
    let status = response.status().as_u16();
    let duration_ms = f64::from(u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX)) / 1000.0;
    if let Some(Minted { room, identity, expires_at }) = response.extensions().get() {
        tracing::info!(
            id,
            method,
            path,
            status,
            duration_ms,
            room,
            identity,
            expires_at,
            other_origin,
            "request"
        );
    } else if let Some(Refusal { code, reason }) = response.extensions().get() {
        let (code, reason) = (code.name(), reason.as_deref());
        if status < 500 {
            tracing::info!(id, method, path, status, duration_ms, code, reason, other_origin, "request");
        } else {
            tracing::error!(id, method, path, status, duration_ms, code, reason, other_origin, "request");
        }
    } else if matches!(path, "/" | "/healthz") {
        // Probes come every few milliseconds, and say nothing as long as they are answered.
        tracing::debug!(id, method, path, status, duration_ms, "request");
    } else {
        tracing::info!(id, method, path, status, duration_ms, other_origin, "request");
    }
}

/// A segment of a path that is longer may be a token that was put into the wrong place.
const MAX_SEGMENT: usize = 40;
/// A path that is longer says nothing more.
const MAX_PATH: usize = 200;

/// The path for the log, without what may be a credential. The query is left out altogether.
fn shown_path(path: &str) -> Cow<'_, str> {
    if path.len() <= MAX_SEGMENT {
        return path.into();
    }
    let shown: Vec<&str> =
        path.split('/').map(|segment| if segment.len() > MAX_SEGMENT { "…" } else { segment }).collect();
    let mut shown = shown.join("/");
    if let Some((end, _)) = shown.char_indices().nth(MAX_PATH) {
        shown.truncate(end);
        shown.push('…');
    }
    shown.into()
}

/// The caller's id where it has one that is good for a log, else a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let good = |id: &&HeaderValue| {
        let bytes = id.as_bytes();
        (1..=64).contains(&bytes.len())
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte))
    };
    let given = headers.get(INVOCATION_ID).filter(good).or(headers.get(REQUEST_ID).filter(good));
    match given {
        Some(id) => id.clone(),
        None => new_id(),
    }
}

/// Unique within this process, and unlikely to be met in another.
fn new_id() -> HeaderValue {
    static PROCESS: LazyLock<u64> = LazyLock::new(|| getrandom::u64().unwrap_or_default());
    static NEXT: AtomicU64 = AtomicU64::new(0);
    PROCESS.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_the_log_holds_no_credential() {
        let token = format!("eyJhbGciOiJIUzI1NiJ9.{}.x", "a".repeat(40));
        assert_eq!(shown_path(&format!("/api/token/{token}")), "/api/token/…");
        assert_eq!(shown_path("/api/token"), "/api/token");
        assert_eq!(shown_path(&"/a".repeat(500)).chars().count(), MAX_PATH + 1);
    }

    #[test]
    fn an_id_is_the_caller_s_if_it_is_harmless() {
        let of = |name: HeaderName, value: &'static str| {
            let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
            request_id(&headers)
        };
        assert_eq!(of(REQUEST_ID, "a-1"), "a-1");
        assert_eq!(of(INVOCATION_ID, "b-2"), "b-2");
        for bad in ["", "a b", "a\tb", "a\"b", &*"x".repeat(65).leak()] {
            assert_ne!(of(REQUEST_ID, bad), bad);
        }
        assert_ne!(new_id(), new_id());
    }
}
