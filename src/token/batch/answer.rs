//! The answer to a line of a batch.

use serde::Serialize;

use crate::token::claims::write_string;
use crate::token::request::ValidRequest;
use crate::token::response::ErrorResponse;

/// How a token is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AnswerForm {
    /// The contract's response.
    #[default]
    Json,
    /// The bare token.
    Token,
    /// The body of LiveKit's token endpoint (`livekit_token_source.proto`).
    Connection {
        /// The server's URL.
        server_url: String,
    },
    /// The response's members as fields (RFC 4180, but with `\n` at the end of a line).
    Csv,
}

impl AnswerForm {
    /// What stands before the first answer.
    #[must_use]
    pub fn head(&self) -> &'static str {
        match self {
            Self::Csv => "token,expiresAt,roomName,participantIdentity\n",
            Self::Json | Self::Token | Self::Connection { .. } => "",
        }
    }

    /// Whether an error can stand among the answers and be told from them.
    #[must_use]
    pub fn can_hold_errors(&self) -> bool {
        matches!(self, Self::Json | Self::Connection { .. })
    }

    /// Appends a line; `write_token` appends the token itself.
    pub(super) fn write<E>(
        &self,
        request: &ValidRequest<'_>,
        expires_at: &str,
        out: &mut Vec<u8>,
        write_token: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::Json => {
                out.extend_from_slice(br#"{"token":""#);
                write_token(out)?;
                out.extend_from_slice(br#"","expiresAt":""#);
                out.extend_from_slice(expires_at.as_bytes());
                out.push(b'"');
                for (name, text) in [
                    (&br#","roomName":"#[..], request.room_name()),
                    (&br#","participantIdentity":"#[..], request.participant_identity()),
                ] {
                    if !text.is_empty() {
                        out.extend_from_slice(name);
                        write_string(text, out);
                    }
                }
                out.extend_from_slice(b"}\n");
            }
            Self::Token => {
                write_token(out)?;
                out.push(b'\n');
            }
            Self::Connection { server_url } => {
                out.extend_from_slice(br#"{"server_url":"#);
                write_string(server_url, out);
                out.extend_from_slice(br#","participant_token":""#);
                write_token(out)?;
                out.extend_from_slice(b"\"}\n");
            }
            Self::Csv => {
                write_token(out)?;
                for field in [expires_at, request.room_name(), request.participant_identity()] {
                    out.push(b',');
                    write_field(field, out);
                }
                out.push(b'\n');
            }
        }
        Ok(())
    }
}

/// Appends a field of CSV (RFC 4180 section 2): in quotes where it has any, or what ends a field.
fn write_field(text: &str, out: &mut Vec<u8>) {
    if text.contains([',', '"', '\r', '\n']) {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Why a line got no token: the contract's answer, and which line it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineError {
    /// What is wrong.
    #[serde(flatten)]
    pub response: ErrorResponse,
    /// The line's number, counted from 1 over all lines, blank ones too.
    pub line: u64,
}

impl LineError {
    /// Appends it as JSON: a line with its end.
    pub fn append_to(&self, out: &mut Vec<u8>) {
        // Nothing that is written to memory fails.
        let _ = serde_json::to_writer(&mut *out, self);
        out.push(b'\n');
    }
}
