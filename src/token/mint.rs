//! A valid request, a key and a moment become a token.

use std::borrow::Cow;

use thiserror::Error;

use super::claims::Claims;
use super::jws::SigningFailed;
use super::key::SigningKey;
use super::request::ValidRequest;
use super::response::TokenResponse;
use super::time::UnixTime;

/// Mints the token that `request` asks for, signed with `key` at `now`. The same three give the same bytes.
///
/// # Errors
///
/// [`MintError`] when the token would outlive the year 9999, or when signing fails.
pub fn mint<'a>(
    request: &'a ValidRequest<'_>,
    key: &SigningKey,
    now: UnixTime,
) -> Result<TokenResponse<'a>, MintError> {
    let expires_at = now.plus(request.expiration_seconds()).ok_or(MintError::PastTheLastYear)?;
    let claims = Claims::new(request, key.api_key(), now).ok_or(MintError::PastTheLastYear)?;
    let payload = serde_json::to_vec(&claims).map_err(|_| MintError::Signing(SigningFailed))?;
    let mut token = String::new();
    key.signer().sign_into(&payload, &mut token)?;
    Ok(TokenResponse {
        token,
        expires_at,
        room_name: Cow::Borrowed(request.room_name()),
        participant_identity: Cow::Borrowed(request.participant_identity()),
    })
}

/// Why a valid request gave no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MintError {
    /// The token would expire after the last second that RFC 3339 can write.
    #[error("the token would expire after the year 9999")]
    PastTheLastYear,
    /// The signature could not be made.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;
    use crate::token::key::{ApiKey, ApiSecret};
    use crate::token::request::{Member, TokenRequest, UnknownMembers};

    fn dev_key() -> SigningKey {
        SigningKey::new(ApiKey::new("devkey").unwrap(), &ApiSecret::new("secret".to_owned()).unwrap())
    }

    fn request(room: &'static str, identity: &'static str) -> ValidRequest<'static> {
        let request = TokenRequest {
            room_name: Some(Member::text(room)),
            participant_identity: Some(Member::text(identity)),
            ..TokenRequest::default()
        };
        request.validate(UnknownMembers::Refuse).unwrap()
    }

    /// The bytes that the contract promises, made once with an HMAC of another make.
    #[test]
    fn golden_token() {
        let now = UnixTime::from_seconds(1_700_000_000).unwrap();
        let request = request("demo", "alice");
        let response = mint(&request, &dev_key(), now).unwrap();
        let mut parts = response.token.split('.');
        assert_eq!(parts.next(), Some("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"));
        let payload = URL_SAFE_NO_PAD.decode(parts.next().unwrap()).unwrap();
        assert_eq!(
            String::from_utf8(payload).unwrap(),
            r#"{"exp":1700003600,"iss":"devkey","nbf":1700000000,"sub":"alice","name":"alice","video":{"room":"demo","roomJoin":true,"canPublish":true,"canSubscribe":true}}"#
        );
        assert_eq!(parts.next(), Some(GOLDEN_SIGNATURE));
        assert_eq!(
            serde_json::to_string(&response).unwrap(),
            format!(
                r#"{{"token":"{}","expiresAt":"2023-11-14T23:13:20Z","roomName":"demo","participantIdentity":"alice"}}"#,
                response.token
            )
        );
    }

    const GOLDEN_SIGNATURE: &str = "zub4vXyE3n4CYM5-9GmQhrgro6yaHpd6v1zcsGq4dqk";

    #[test]
    fn a_token_cannot_outlive_the_last_year() {
        let now = UnixTime::parse("9999-12-30T21:59:00Z").unwrap();
        assert_eq!(mint(&request("r", "i"), &dev_key(), now).unwrap_err(), MintError::PastTheLastYear);
    }

    #[test]
    fn debug_of_a_response_has_no_token() {
        let request = request("demo", "alice");
        let response = mint(&request, &dev_key(), UnixTime::from_seconds(0).unwrap()).unwrap();
        assert!(!format!("{response:?}").contains("eyJ"));
    }
}
