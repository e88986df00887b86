//! A valid request, a key and a moment become a token.

use std::borrow::Cow;

use thiserror::Error;

use super::claims::{ClaimsHead, WrittenGrants, write_claims};
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
    let (head, grants) = claims_around_names(request, key, now)?;
    let mut payload = Vec::new();
    write_claims(&head, request, &grants, &mut payload);
    let mut token = String::new();
    key.signer().sign_into(&payload, &mut token)?;
    Ok(TokenResponse {
        token,
        expires_at: head.expires_at(),
        room_name: Some(request.room_name()).filter(|name| !name.is_empty()).map(Cow::Borrowed),
        participant_identity: Some(request.participant_identity())
            .filter(|name| !name.is_empty())
            .map(Cow::Borrowed),
    })
}

/// The claims of `request` before its names, and behind them.
///
/// # Errors
///
/// [`MintError`] when the token would outlive the year 9999.
pub(crate) fn claims_around_names(
    request: &ValidRequest<'_>,
    key: &SigningKey,
    now: UnixTime,
) -> Result<(ClaimsHead, WrittenGrants), MintError> {
    let head = ClaimsHead::new(key.api_key(), now, request.expiration_seconds())
        .ok_or(MintError::PastTheLastYear)?;
    let grants = WrittenGrants::new(request.grants()).map_err(|_| MintError::Signing(SigningFailed))?;
    Ok((head, grants))
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
    use crate::token::grants::{Grants, Json, RoomConfiguration};
    use crate::token::key::{ApiKey, ApiSecret};
    use crate::token::reader::json::Document;
    use crate::token::request::{Member, TokenRequest, UnknownMembers};
    use crate::token::response::ValidationError;
    use crate::token::rules::Rules;

    fn dev_key() -> SigningKey {
        SigningKey::new(ApiKey::new("devkey").unwrap(), &ApiSecret::new("secret".to_owned()).unwrap())
    }

    fn request(room: &'static str, identity: &'static str) -> ValidRequest<'static> {
        let request = TokenRequest {
            room_name: Some(Member::text(room)),
            participant_identity: Some(Member::text(identity)),
            ..TokenRequest::default()
        };
        request.validate(Rules::Contract, UnknownMembers::Refuse).unwrap()
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

    fn payload_of(request: &ValidRequest<'_>) -> String {
        let key = dev_key();
        let response = mint(request, &key, UnixTime::from_seconds(1_700_000_000).unwrap()).unwrap();
        let payload = response.token.split('.').nth(1).unwrap();
        String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
    }

    fn with_grants(grants: &str) -> Grants {
        let mut read = Grants::default();
        read.merge(Document::parse(grants.into()).unwrap().root()).unwrap();
        read
    }

    #[test]
    fn claims_beyond_the_contract_s_follow_it() {
        let mut grants = with_grants(r#"{"kind":"agent","metadata":"m","canPublish":false}"#);
        grants.fill_in(true);
        let future = Document::parse(br#"{"x":1}"#.to_vec()).unwrap();
        grants.set_as_in_token("future", future.root()).unwrap();
        let request = TokenRequest {
            room_name: Some(Member::text("demo")),
            participant_identity: Some(Member::text("alice")),
            grants: grants.into(),
            ..TokenRequest::default()
        };
        let request = request.validate(Rules::Contract, UnknownMembers::Refuse).unwrap();
        assert_eq!(
            payload_of(&request),
            r#"{"exp":1700003600,"iss":"devkey","nbf":1700000000,"sub":"alice","name":"alice","video":{"room":"demo","roomJoin":true,"canPublish":false,"canSubscribe":true},"metadata":"m","kind":"agent","future":{"x":1}}"#
        );
    }

    #[test]
    fn a_token_that_joins_nothing_needs_no_names() {
        let validate = |grants: &str, room: Option<&'static str>| {
            let request = TokenRequest {
                room_name: room.map(Member::text),
                grants: with_grants(grants).into(),
                ..TokenRequest::default()
            };
            request.validate(Rules::Contract, UnknownMembers::Refuse)
        };
        let request = validate(r#"{"roomList":true}"#, None).unwrap();
        assert_eq!(
            payload_of(&request),
            r#"{"exp":1700003600,"iss":"devkey","nbf":1700000000,"video":{"roomList":true}}"#
        );
        let response = mint(&request, &dev_key(), UnixTime::default()).unwrap();
        assert!(
            serde_json::to_string(&response).unwrap().ends_with(r#""expiresAt":"1970-01-01T01:00:00Z"}"#)
        );
        let fields = |errors: Vec<ValidationError>| {
            errors.into_iter().map(|error| error.field.into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(fields(validate(r#"{"roomAdmin":true}"#, None).unwrap_err()), ["roomName"]);
        assert_eq!(fields(validate(r#"{"roomList":true}"#, Some("a b")).unwrap_err()), ["roomName"]);
        assert_eq!(
            fields(validate(r#"{"roomJoin":true}"#, None).unwrap_err()),
            ["roomName", "participantIdentity"]
        );
        let request = validate(r#"{"room":"inside","roomAdmin":true}"#, None).unwrap();
        assert_eq!(request.room_name(), "inside");
        let request = validate(r#"{"room":"inside","roomAdmin":true}"#, Some("asked")).unwrap();
        assert!(payload_of(&request).contains(r#""video":{"room":"asked","roomAdmin":true}"#));
        // What a library's user can put together, and nobody can type.
        let egress = Some(Json::parse(r#"{"room":[]}"#.to_owned()).unwrap());
        let mut grants = with_grants(r#"{"roomList":true}"#);
        grants.extra.room_config = Some(RoomConfiguration { egress, ..RoomConfiguration::default() });
        let request = TokenRequest { grants: grants.into(), ..TokenRequest::default() };
        let errors = request.validate(Rules::Contract, UnknownMembers::Refuse).unwrap_err();
        assert_eq!(fields(errors), ["roomConfig.egress.room"]);
    }

    const GOLDEN_SIGNATURE: &str = "zub4vXyE3n4CYM5-9GmQhrgro6yaHpd6v1zcsGq4dqk";

    #[test]
    fn a_token_cannot_outlive_the_last_year() {
        let now = UnixTime::parse("9999-12-30T21:59:00Z").unwrap();
        assert_eq!(mint(&request("r", "i"), &dev_key(), now).unwrap_err(), MintError::PastTheLastYear);
    }

    #[test]
    fn debug_of_a_response_has_everything_but_the_token() {
        let request = request("demo", "alice");
        let response = mint(&request, &dev_key(), UnixTime::from_seconds(0).unwrap()).unwrap();
        let bytes = response.token.len();
        assert_eq!(
            format!("{response:?}"),
            format!(
                r#"TokenResponse {{ token: [{bytes} bytes], expires_at: UnixTime(3600), room_name: Some("demo"), participant_identity: Some("alice") }}"#
            )
        );
    }
}
