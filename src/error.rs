//! One error type for the program: what kind, what happened, what would help; as text, as the contract's JSON, and as an
//! exit code.

use std::io;

use crate::credentials::CredentialError;
use crate::token::mint::MintError;
use crate::token::response::{ErrorCode, ErrorResponse, ValidationError};
use crate::token::time::UnixTime;

/// Why a command could not do its work.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
    hints: Vec<String>,
}

#[derive(Debug)]
enum Kind {
    /// The request breaks these rules.
    Request(Vec<ValidationError>),
    /// The command line is wrong, or there is nothing to work on.
    Usage,
    /// No key and secret, or unusable ones; with what may be told beyond this machine.
    Credentials { missing: bool, public_message: String },
    /// Signing failed.
    Signing,
    /// A file, a stream, the clock; with what may be told beyond this machine.
    Other { public_message: String },
    /// The reader of our output has gone, and there is nobody to tell.
    ClosedPipe,
}

impl Error {
    /// The request breaks `errors`.
    #[must_use]
    pub fn request(errors: Vec<ValidationError>) -> Self {
        let message = ErrorCode::ValidationError.message().to_owned();
        Self { kind: Kind::Request(errors), message, hints: Vec::new() }
    }

    /// The command line is wrong.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, message: message.into(), hints: Vec::new() }
    }

    /// Something else failed. `message` names no path; where one helps, add it with [`Error::at`].
    #[must_use]
    pub fn other(message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind: Kind::Other { public_message: message.clone() }, message, hints: Vec::new() }
    }

    /// Writing to standard output failed; a closed pipe is told apart, for it ends the program quietly.
    #[must_use]
    pub fn output(error: &io::Error) -> Self {
        let told = Self::other(format!("cannot write to standard output: {error}"));
        if error.kind() == io::ErrorKind::BrokenPipe { Self { kind: Kind::ClosedPipe, ..told } } else { told }
    }

    /// With the path that it is about, which people see and JSON does not tell.
    #[must_use]
    pub fn at(self, path: &std::path::Path) -> Self {
        Self { message: format!("{}: {}", path.display(), self.message), ..self }
    }

    /// With what is probably behind it, told wherever the error is.
    #[must_use]
    pub fn with_cause(self, cause: &str) -> Self {
        Self { message: format!("{}; {cause}", self.message), ..self }
    }

    /// With one more thing that would help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// With more that would help, more helpful than what is there.
    #[must_use]
    pub fn first_hints(mut self, hints: Vec<String>) -> Self {
        self.hints.splice(..0, hints);
        self
    }

    /// What happened, in a sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The broken rules of a request.
    #[must_use]
    pub fn validation_errors(&self) -> &[ValidationError] {
        match &self.kind {
            Kind::Request(errors) => errors,
            _ => &[],
        }
    }

    /// What would help, most helpful first.
    #[must_use]
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// Whether the reader of our output has gone.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self.kind, Kind::ClosedPipe)
    }

    /// The program's exit code: 2 the command line or the request, 3 credentials, 4 signing, 5 anything else.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Request(_) | Kind::Usage => 2,
            Kind::Credentials { .. } => 3,
            Kind::Signing => 4,
            Kind::Other { .. } => 5,
            Kind::ClosedPipe => 0,
        }
    }

    /// The contract's answer, without paths.
    #[must_use]
    pub fn response(&self, now: UnixTime) -> ErrorResponse {
        match &self.kind {
            Kind::Request(errors) => ErrorResponse::validation(errors.clone(), now),
            Kind::Credentials { missing: true, public_message } => {
                ErrorResponse::new(ErrorCode::MissingCredentials, now).with_message(public_message.clone())
            }
            Kind::Signing => ErrorResponse::new(ErrorCode::TokenGenerationFailed, now),
            Kind::Credentials { missing: false, public_message } | Kind::Other { public_message } => {
                ErrorResponse::new(ErrorCode::InternalError, now).with_message(public_message.clone())
            }
            Kind::Usage | Kind::ClosedPipe => {
                ErrorResponse::new(ErrorCode::InternalError, now).with_message(self.message.clone())
            }
        }
    }
}

impl From<CredentialError> for Error {
    fn from(error: CredentialError) -> Self {
        let hints = error.hints();
        let message = error.to_string();
        if error.is_usage() {
            return Self { kind: Kind::Usage, message, hints };
        }
        let public_message = error.public_message();
        Self { kind: Kind::Credentials { missing: error.is_missing(), public_message }, message, hints }
    }
}

impl From<MintError> for Error {
    fn from(error: MintError) -> Self {
        match error {
            MintError::PastTheLastYear => {
                Self::usage(error.to_string()).hint("give an earlier time with --at")
            }
            MintError::Signing(_) => {
                Self { kind: Kind::Signing, message: error.to_string(), hints: Vec::new() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_no_failure_and_a_full_disk_is() {
        assert_eq!(Error::output(&io::ErrorKind::BrokenPipe.into()).exit_code(), 0);
        let full = Error::output(&io::ErrorKind::StorageFull.into());
        assert_eq!((full.exit_code(), full.is_closed_pipe()), (5, false));
        assert!(full.message().starts_with("cannot write to standard output: "));
    }

    #[test]
    fn json_tells_no_path() {
        let error = Error::other("cannot read it").at(std::path::Path::new("/home/alice/x"));
        assert_eq!(error.message(), "/home/alice/x: cannot read it");
        assert_eq!(
            error.response(UnixTime::from_seconds(0).unwrap_or_else(|_| unreachable!())).message,
            "cannot read it"
        );
    }

    #[test]
    fn each_kind_has_its_code() {
        let now = UnixTime::parse("0").unwrap();
        let rules = vec![ValidationError::new("roomName", "Room name is required")];
        for (error, exit_code, error_code) in [
            (Error::request(rules), 2, ErrorCode::ValidationError),
            (Error::usage("x"), 2, ErrorCode::InternalError),
            (Error::from(MintError::PastTheLastYear), 2, ErrorCode::InternalError),
            (
                Error::from(MintError::Signing(crate::token::jws::SigningFailed)),
                4,
                ErrorCode::TokenGenerationFailed,
            ),
            (Error::other("x"), 5, ErrorCode::InternalError),
        ] {
            assert_eq!((error.exit_code(), error.response(now).error_code), (exit_code, error_code));
        }
    }
}
