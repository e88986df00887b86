//! Why a request got no token, and the answer that says so.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use crate::token::mint::MintError;
use crate::token::request::MEMBERS;
use crate::token::response::{ErrorCode, ErrorResponse, ValidationError};
use crate::token::time::UnixTime;

/// Why a request got no token. All of it may be told to anybody.
#[derive(Debug)]
pub(super) struct Failure {
    code: ErrorCode,
    message: Cow<'static, str>,
    rules: Vec<ValidationError>,
    remark: Option<Remark>,
    /// What the operator may know, and who asks has no use for.
    cause: Option<&'static str>,
}

/// What a failure says in a header.
#[derive(Clone, Copy, Debug)]
enum Remark {
    /// That a bearer token is wanted (RFC 6750 section 3).
    Challenge,
    /// In how many seconds it may work.
    RetryAfter(u64),
    /// That the request was not read to its end, so that its connection cannot carry another.
    Close,
}

impl Remark {
    fn header(self) -> (HeaderName, HeaderValue) {
        match self {
            Self::Challenge => (WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            Self::RetryAfter(seconds) => (RETRY_AFTER, HeaderValue::from(seconds)),
            Self::Close => (CONNECTION, HeaderValue::from_static("close")),
        }
    }
}

impl From<ErrorCode> for Failure {
    fn from(code: ErrorCode) -> Self {
        Self { code, message: Cow::Borrowed(code.message()), rules: Vec::new(), remark: None, cause: None }
    }
}

impl Failure {
    /// Of `code`, with a message that says more than the code's own.
    pub(super) fn of(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..Self::from(code) }
    }

    /// A request that breaks `rules`.
    pub(super) fn rules(rules: Vec<ValidationError>) -> Self {
        Self { rules, ..Self::from(ErrorCode::ValidationError) }
    }

    /// A request without the bearer token, from the `cause`.
    pub(super) fn unauthorized(cause: &'static str) -> Self {
        let cause = Some(cause);
        Self { remark: Some(Remark::Challenge), cause, ..Self::from(ErrorCode::Unauthorized) }
    }

    /// A request that asks for this machine by a name that is not its own.
    pub(super) fn foreign_host() -> Self {
        Self::of(
            ErrorCode::Forbidden,
            "This server is asked by its machine's own names only, such as localhost",
        )
    }

    /// One request too many; the next may come in `seconds`.
    pub(super) fn too_many_requests(seconds: u64) -> Self {
        Self { remark: Some(Remark::RetryAfter(seconds)), ..Self::from(ErrorCode::TooManyRequests) }
    }

    /// Of a request that was not read to its end.
    pub(super) fn unread(code: ErrorCode) -> Self {
        Self { remark: Some(Remark::Close), ..Self::from(code) }
    }

    /// The contract's answer, failed at `now`.
    pub(super) fn into_response(self, now: UnixTime) -> Response {
        let refusal = self.refusal();
        let Self { code, message, rules, remark, cause: _ } = self;
        let body = ErrorResponse { validation_errors: rules, ..ErrorResponse::new(code, now) };
        let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // It is a plain structure, which always can be written.
        let body = serde_json::to_vec(&body.with_message(message)).unwrap_or_default();
        let mut response = uncached_json(status, body);
        response.headers_mut().extend(remark.map(Remark::header));
        response.extensions_mut().insert(refusal);
        response
    }

    /// What the log tells of it, without anything that a caller has chosen.
    fn refusal(&self) -> Refusal {
        let Self { code, message, rules, remark: _, cause } = self;
        let reason = if !rules.is_empty() {
            let mut told: Vec<Cow<'static, str>> = rules.iter().map(told_of).collect();
            told.dedup();
            Some(told.join("; ").into())
        } else if let Some(cause) = cause {
            Some(Cow::Borrowed(*cause))
        } else {
            (message != code.message()).then(|| message.clone())
        };
        Refusal { code: *code, reason }
    }
}

/// What the log tells of a broken rule: what it says where it is one of the contract's, whose words are our own. Deeper
/// down, and of a document that cannot be read, it may quote the caller.
fn told_of(rule: &ValidationError) -> Cow<'static, str> {
    let ValidationError { field, message } = rule;
    if field.is_empty() {
        let is_json = message.starts_with("Invalid input: ");
        return if is_json { "the body is no object" } else { "the body is not JSON" }.into();
    }
    if MEMBERS.contains(&&**field) {
        return format!("{field}: {message}").into();
    }
    field.split(['.', '[']).next().unwrap_or_default().to_owned().into()
}

/// What the log tells of a failure; an extension of the response.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) code: ErrorCode,
    /// What the code does not say.
    pub(super) reason: Option<Cow<'static, str>>,
}

impl From<MintError> for Failure {
    fn from(error: MintError) -> Self {
        match error {
            MintError::Signing(_) => ErrorCode::TokenGenerationFailed.into(),
            MintError::PastTheLastYear => Self::of(ErrorCode::InternalError, "The server's clock is wrong"),
        }
    }
}

/// How many headers an answer has in the end.
const USUAL_HEADERS: usize = 6;

/// A JSON document that nobody on its way may keep: it carries a token, or an error of the moment.
pub(super) fn uncached_json(status: StatusCode, document: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(document));
    *response.status_mut() = status;
    let headers: &mut HeaderMap = response.headers_mut();
    // Those of CORS and the request's id will follow: to grow costs as much as they do.
    headers.reserve(USUAL_HEADERS);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
