//! What a token says, trusting nothing.

use serde::Serialize;
use serde_json::value::RawValue;
use thiserror::Error;

use super::key::SigningKey;
use super::permissions::Permissions;
use super::reader::header::algorithm;
use super::reader::json::Document;
use super::reader::registered::{NumericDate, RegisteredClaims};
use super::reader::{PartFault, SegmentCount, Token, grants};
use super::time::{UnixTime, humanize_seconds};
use super::validate::KeyUsed;

/// A token taken apart. Members in the order they are written in.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// Whether the signature was checked, and what came of it.
    pub signature: SignatureState,
    /// The key it was checked with; `None` when it was not checked.
    pub key: Option<KeyUsed>,
    /// The header as it was written, but for white space.
    pub header: Box<RawValue>,
    /// The payload as it was written, but for white space: order, duplicates and big numbers kept.
    pub claims: Box<RawValue>,
    /// When it begins and ends.
    pub times: Times,
    /// What the holder may do; `None` when a server cannot read the grants.
    pub permissions: Option<Permissions>,
    /// `iss`, as a server reads it.
    #[serde(skip)]
    pub issuer: String,
    /// `sub`, else `jti`, as a server reads them.
    #[serde(skip)]
    pub identity: String,
}

/// What is known of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SignatureState {
    /// Made with the key.
    Valid,
    /// Not made with the key.
    Invalid,
    /// There is no key of the name in `iss` to check it with.
    #[serde(rename = "not checked")]
    NotChecked,
}

/// The time claims, as a server reads them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Times {
    /// Expiry.
    pub exp: Option<TimeClaim>,
    /// Not before.
    pub nbf: Option<TimeClaim>,
    /// Issued at.
    pub iat: Option<TimeClaim>,
}

/// One time claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeClaim {
    /// The instant; `None` where RFC 3339 cannot write it.
    pub time: Option<UnixTime>,
    /// How far from now: `expires in 59 min`.
    pub relative: String,
}

/// A text that cannot be taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum InspectError {
    /// Not three parts.
    #[error("this is no token: {0}")]
    Form(SegmentCount),
    /// A part that cannot be read.
    #[error("this is no token: its {0} is {1}")]
    Part(&'static str, PartFault),
}

/// Takes `token` apart at `now`. With a `key` (and where it came from) of the name that the token gives, the signature
/// is checked too.
///
/// # Errors
///
/// [`InspectError`] when header or payload cannot be read; a signature that cannot be read is only invalid.
pub fn inspect(
    token: &str,
    key: Option<(&SigningKey, &str)>,
    now: UnixTime,
) -> Result<Inspection, InspectError> {
    let token = Token::read(token).map_err(InspectError::Form)?;
    let header = token.header.as_ref().map_err(|fault| InspectError::Part("header", *fault))?;
    let payload = token.payload.as_ref().map_err(|fault| InspectError::Part("payload", *fault))?;
    let claims = RegisteredClaims::read(payload).unwrap_or_default();
    let key = key.filter(|(key, _)| key.api_key().as_str() == claims.issuer);
    let signature = match key {
        None => SignatureState::NotChecked,
        Some((key, _)) => {
            let is_hs256 = algorithm(header).is_ok_and(super::reader::header::Algorithm::is_hs256);
            let valid = is_hs256 && token.is_signed_by(key.signer());
            if valid { SignatureState::Valid } else { SignatureState::Invalid }
        }
    };
    Ok(Inspection {
        signature,
        key: key.map(|(key, source)| KeyUsed::new(key, source)),
        header: as_written(header),
        claims: as_written(payload),
        times: Times {
            exp: claims.expires_at.map(|date| TimeClaim::new(date, now, "expires in", "expired")),
            nbf: claims.not_before.map(|date| TimeClaim::new(date, now, "valid in", "valid since")),
            iat: claims.issued_at.map(|date| TimeClaim::new(date, now, "issued in", "issued")),
        },
        permissions: grants::read(payload).ok().map(|claims| Permissions::of(&claims)),
        identity: claims.identity().to_owned(),
        issuer: claims.issuer,
    })
}

impl TimeClaim {
    fn new(date: NumericDate, now: UnixTime, ahead: &str, behind: &str) -> Self {
        let distance = humanize_seconds(date.seconds().abs_diff(now.seconds()));
        let relative = match date.time() {
            None if date.looks_like_milliseconds() => {
                "looks like milliseconds, where a token has seconds".to_owned()
            }
            None => "beyond what RFC 3339 can write".to_owned(),
            Some(time) if time > now => format!("{ahead} {distance}"),
            Some(_) if behind.ends_with("since") => format!("{behind} {distance}"),
            Some(_) => format!("{behind} {distance} ago"),
        };
        Self { time: date.time(), relative }
    }
}

fn as_written(document: &Document) -> Box<RawValue> {
    // Every document that was read is JSON, so there is no other outcome.
    RawValue::from_string(document.compact()).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::key::{ApiKey, ApiSecret};

    fn key(name: &str) -> SigningKey {
        SigningKey::new(ApiKey::new(name).unwrap(), &ApiSecret::new("secret".to_owned()).unwrap())
    }

    fn sign(payload: &[u8]) -> String {
        let mut token = String::new();
        key("devkey").signer().sign_into(payload, &mut token).unwrap();
        token
    }

    fn now() -> UnixTime {
        UnixTime::from_seconds(1_700_000_000).unwrap()
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_trusted() {
        let payload = b"{\"exp\":1700003599,\n \"nbf\":1699999700, \"iss\":\"devkey\",\"big\":123456789012345678901234567890.10,\"a\":1,\"a\":2,\"note\":\"a b\\\"{ \"}";
        let inspection = inspect(&sign(payload), None, now()).unwrap();
        let json = serde_json::to_string(&inspection).unwrap();
        let claims = r#""claims":{"exp":1700003599,"nbf":1699999700,"iss":"devkey","big":123456789012345678901234567890.10,"a":1,"a":2,"note":"a b\"{ "},"#;
        assert!(
            json.starts_with(
                r#"{"signature":"not checked","key":null,"header":{"alg":"HS256","typ":"JWT"},"#
            ),
            "{json}"
        );
        assert!(json.contains(claims), "{json}");
        let times = r#""times":{"exp":{"time":"2023-11-14T23:13:19Z","relative":"expires in 59 min 59 s"},"nbf":{"time":"2023-11-14T22:08:20Z","relative":"valid since 5 min"},"iat":null},"#;
        assert!(json.contains(times), "{json}");
    }

    #[test]
    fn the_signature_is_checked_with_a_key_of_the_token_s_name_only() {
        let token = sign(br#"{"iss":"devkey"}"#);
        let state =
            |token: &str, key: &SigningKey| inspect(token, Some((key, "--dev")), now()).unwrap().signature;
        assert_eq!(state(&token, &key("devkey")), SignatureState::Valid);
        assert_eq!(state(&token, &key("other")), SignatureState::NotChecked);
        let changed =
            format!("{}{}", &token[..token.len() - 2], if token.ends_with("AA") { "BB" } else { "AA" });
        assert_eq!(state(&changed, &key("devkey")), SignatureState::Invalid);
        assert_eq!(
            state(&token.replace('.', ".!").replacen(".!", ".", 1), &key("devkey")),
            SignatureState::Invalid
        );
        let other_algorithm =
            token.replacen("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJhbGciOiJub25lIn0", 1);
        assert_eq!(state(&other_algorithm, &key("devkey")), SignatureState::Invalid);
        let used = inspect(&token, Some((&key("devkey"), "--dev")), now()).unwrap().key.unwrap();
        assert_eq!((used.api_key.as_str(), used.source.as_str()), ("devkey", "--dev"));
    }

    #[test]
    fn what_cannot_be_read_says_which_part() {
        let error = |text: &str| inspect(text, None, now()).unwrap_err().to_string();
        assert!(error("x").starts_with("this is no token: there is no dot"));
        assert!(error("e30.%.x").starts_with("this is no token: its payload is not base64url"));
        assert!(error("ew.e30.x").starts_with("this is no token: its header is not JSON"));
    }

    #[test]
    fn odd_tokens_are_still_shown() {
        let inspection = inspect(&sign(b"[1,\"\xff\"]"), None, now()).unwrap();
        assert_eq!(inspection.claims.get(), "[1,\"\u{fffd}\"]");
        let inspection = inspect(&sign(br#"{"exp":1e300,"video":5}"#), None, now()).unwrap();
        assert_eq!(inspection.times.exp.unwrap().time, None);
        assert_eq!(inspection.permissions, None);
    }
}
