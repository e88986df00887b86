//! A valid request becomes the bytes of an answer, without a structure in between: for whoever answers many.

use super::claims::{ClaimsHead, WrittenGrants, write_claims, write_member, write_string};
use super::jws::{Signer, SigningFailed};
use super::request::ValidRequest;

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

    /// Signs what `request` asks for, and appends the answer to `out`, without the end of a line. `grants` are the
    /// request's own; `payload` is where the claims are written on their way. The same arguments give the same bytes,
    /// those of a [`TokenResponse`] where this is [`AnswerForm::Json`].
    ///
    /// # Errors
    ///
    /// [`SigningFailed`] when the MAC cannot be computed; `out` is then as it was.
    ///
    /// [`TokenResponse`]: super::response::TokenResponse
    pub fn append(
        &self,
        request: &ValidRequest<'_>,
        grants: &WrittenGrants,
        head: &ClaimsHead,
        signer: &Signer,
        payload: &mut Vec<u8>,
        out: &mut Vec<u8>,
    ) -> Result<(), SigningFailed> {
        payload.clear();
        write_claims(head, request, grants, payload);
        let start = out.len();
        let written =
            self.write(request, head.expires_at_text(), out, |out| signer.append_token(payload, out));
        if written.is_err() {
            out.truncate(start);
        }
        written
    }

    fn write(
        &self,
        request: &ValidRequest<'_>,
        expires_at: &str,
        out: &mut Vec<u8>,
        write_token: impl FnOnce(&mut Vec<u8>) -> Result<(), SigningFailed>,
    ) -> Result<(), SigningFailed> {
        match self {
            Self::Json => {
                out.extend_from_slice(br#"{"token":""#);
                write_token(out)?;
                out.extend_from_slice(br#"","expiresAt":""#);
                out.extend_from_slice(expires_at.as_bytes());
                out.push(b'"');
                write_member(br#","roomName":"#, request.room_name(), out);
                write_member(br#","participantIdentity":"#, request.participant_identity(), out);
                out.push(b'}');
            }
            Self::Token => {
                write_token(out)?;
            }
            Self::Connection { server_url } => {
                out.extend_from_slice(br#"{"server_url":"#);
                write_string(server_url, out);
                out.extend_from_slice(br#","participant_token":""#);
                write_token(out)?;
                out.extend_from_slice(b"\"}");
            }
            Self::Csv => {
                write_token(out)?;
                for field in [expires_at, request.room_name(), request.participant_identity()] {
                    out.push(b',');
                    write_field(field, out);
                }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn connection() -> AnswerForm {
        AnswerForm::Connection { server_url: "ws://h".to_owned() }
    }

    #[test]
    fn only_fields_have_a_head_with_their_names() {
        assert_eq!(AnswerForm::Csv.head(), "token,expiresAt,roomName,participantIdentity\n");
        for form in [AnswerForm::Json, AnswerForm::Token, connection()] {
            assert_eq!(form.head(), "", "{form:?}");
        }
    }

    #[test]
    fn an_error_is_told_from_answers_that_are_objects_and_from_no_others() {
        for (form, can) in [
            (AnswerForm::Json, true),
            (connection(), true),
            (AnswerForm::Token, false),
            (AnswerForm::Csv, false),
        ] {
            assert_eq!(form.can_hold_errors(), can, "{form:?}");
        }
    }
}
