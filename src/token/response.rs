//! The contract's answers: `TokenResponse`, `ErrorResponse` and what they are made of.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::time::UnixTime;

/// A minted token. Members in the contract's order.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenResponse<'a> {
    /// The signed token, a credential.
    pub token: String,
    /// The same instant as the token's `exp`.
    pub expires_at: UnixTime,
    /// The request's room; absent only where the token joins none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_name: Option<Cow<'a, str>>,
    /// The request's identity; absent only where the token joins no room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant_identity: Option<Cow<'a, str>>,
}

/// The token stays out of `Debug`.
impl std::fmt::Debug for TokenResponse<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenResponse")
            .field("token", &format_args!("[{} bytes]", self.token.len()))
            .field("expires_at", &self.expires_at)
            .field("room_name", &self.room_name)
            .field("participant_identity", &self.participant_identity)
            .finish()
    }
}

/// Why there is no token. Members in the contract's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorResponse {
    /// The HTTP status that goes with the code.
    pub status_code: u16,
    /// What kind of failure it is.
    pub error_code: ErrorCode,
    /// One sentence, the contract's where it has one.
    pub message: Cow<'static, str>,
    /// Every rule the request breaks; present for [`ErrorCode::ValidationError`] only, and then not empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub validation_errors: Vec<ValidationError>,
    /// When it failed.
    pub timestamp: UnixTime,
}

impl ErrorResponse {
    /// The answer to a request that breaks `errors`, which is not empty.
    #[must_use]
    pub fn validation(errors: Vec<ValidationError>, timestamp: UnixTime) -> Self {
        Self { validation_errors: errors, ..Self::new(ErrorCode::ValidationError, timestamp) }
    }

    /// The answer for `code` with the contract's message.
    #[must_use]
    pub fn new(code: ErrorCode, timestamp: UnixTime) -> Self {
        Self {
            status_code: code.status(),
            error_code: code,
            message: Cow::Borrowed(code.message()),
            validation_errors: Vec::new(),
            timestamp,
        }
    }

    /// The same answer with a message that says more.
    #[must_use]
    pub fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..self }
    }
}

/// The contract's error codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The request breaks a rule.
    ValidationError,
    /// No key or no secret from any source.
    MissingCredentials,
    /// Signing failed.
    TokenGenerationFailed,
    /// Anything else.
    InternalError,
    /// Over HTTP: no such path.
    NotFound,
    /// Over HTTP: the path is there, but not for this method.
    MethodNotAllowed,
    /// Over HTTP: the request took too long to arrive.
    RequestTimeout,
    /// Over HTTP: the body is larger than is read.
    PayloadTooLarge,
    /// Over HTTP: the body is not declared to be JSON.
    UnsupportedMediaType,
    /// Over HTTP: no bearer token, or another one than the server wants.
    Unauthorized,
    /// Over HTTP: the request asks for what the server's operator does not allow.
    Forbidden,
    /// Over HTTP: more requests than the server answers for one client.
    TooManyRequests,
}

impl ErrorCode {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::ValidationError,
        Self::MissingCredentials,
        Self::TokenGenerationFailed,
        Self::InternalError,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::RequestTimeout,
        Self::PayloadTooLarge,
        Self::UnsupportedMediaType,
        Self::Unauthorized,
        Self::Forbidden,
        Self::TooManyRequests,
    ];

    /// The HTTP status that goes with the code.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::ValidationError => 400,
            Self::MissingCredentials | Self::TokenGenerationFailed | Self::InternalError => 500,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::TooManyRequests => 429,
        }
    }

    /// The code as the contract writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ValidationError => "VALIDATION_ERROR",
            Self::MissingCredentials => "MISSING_CREDENTIALS",
            Self::TokenGenerationFailed => "TOKEN_GENERATION_FAILED",
            Self::InternalError => "INTERNAL_ERROR",
            Self::NotFound => "NOT_FOUND",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::RequestTimeout => "REQUEST_TIMEOUT",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::Forbidden => "FORBIDDEN",
            Self::TooManyRequests => "TOO_MANY_REQUESTS",
        }
    }

    /// The contract's message; for [`ErrorCode::InternalError`] one that says nothing, to be replaced.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::ValidationError => "Request validation failed",
            Self::MissingCredentials => "LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured",
            Self::TokenGenerationFailed => "Failed to generate LiveKit token",
            Self::InternalError => "Internal error",
            Self::NotFound => "There is no such path: tokens are at /api/token and /api/connection-details",
            Self::MethodNotAllowed => {
                "The path does not take this method: the header Allow has those that it takes"
            }
            Self::RequestTimeout => "The request took too long to arrive",
            Self::PayloadTooLarge => "The request body is too large",
            Self::UnsupportedMediaType => "The request body must be application/json in UTF-8",
            Self::Unauthorized => "A valid bearer token is required",
            Self::Forbidden => "The request asks for what is not allowed here",
            Self::TooManyRequests => "Too many requests",
        }
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValidationError {
    /// The request's member; empty for the document as a whole.
    pub field: Cow<'static, str>,
    /// The contract's sentence for the rule.
    pub message: Cow<'static, str>,
}

impl ValidationError {
    /// A broken rule of `field`.
    #[must_use]
    pub fn new(field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_written_as_the_contract_writes_them() {
        let now = UnixTime::parse("2025-10-24T15:30:00Z").unwrap();
        let rule = ValidationError::new("roomName", "Room name contains invalid characters");
        assert_eq!(
            serde_json::to_string(&ErrorResponse::validation(vec![rule], now)).unwrap(),
            r#"{"statusCode":400,"errorCode":"VALIDATION_ERROR","message":"Request validation failed","validationErrors":[{"field":"roomName","message":"Room name contains invalid characters"}],"timestamp":"2025-10-24T15:30:00Z"}"#
        );
        assert_eq!(
            serde_json::to_string(&ErrorResponse::new(ErrorCode::MissingCredentials, now)).unwrap(),
            r#"{"statusCode":500,"errorCode":"MISSING_CREDENTIALS","message":"LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured","timestamp":"2025-10-24T15:30:00Z"}"#
        );
        let failed = ErrorResponse::new(ErrorCode::TokenGenerationFailed, now);
        assert_eq!((failed.status_code, failed.message.as_ref()), (500, "Failed to generate LiveKit token"));
        let other = ErrorResponse::new(ErrorCode::InternalError, now).with_message("the disk is full");
        assert_eq!((other.status_code, other.message.as_ref()), (500, "the disk is full"));
    }
}
