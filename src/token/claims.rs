//! The claims of a token we mint, written in one fixed order: the contract's, then those of [`ExtraClaims`], then what
//! this version does not know.
//!
//! They are put together from three parts, so that whoever makes many tokens writes what they share only once: the
//! [`ClaimsHead`] of a key, a moment and a lifetime, the names of a request, and its [`WrittenGrants`].
//!
//! [`ExtraClaims`]: super::grants::ExtraClaims

use std::borrow::Cow;

use super::escapes::has_escaped;
use super::grants::Grants;
use super::key::ApiKey;
use super::request::ValidRequest;
use super::time::UnixTime;

/// The first claims, the same for all tokens of one key, one moment and one lifetime: `exp`, `iss`, `nbf`.
#[derive(Clone, Debug)]
pub struct ClaimsHead {
    expires_at: UnixTime,
    /// In RFC 3339.
    expires_at_text: String,
    /// An object up to the claims that follow.
    json: Vec<u8>,
}

impl ClaimsHead {
    /// Of tokens that `api_key` signs at `now`, for `lifetime` seconds; `None` when they would expire past the year 9999.
    ///
    /// `nbf` is `now` as it is: LiveKit Cloud compares it with the moment of a revocation, so that a back-dated
    /// token would be refused.
    #[must_use]
    pub fn new(api_key: &ApiKey, now: UnixTime, lifetime: u32) -> Option<Self> {
        let expires_at = now.plus(lifetime)?;
        let mut json = Vec::with_capacity(64);
        json.extend_from_slice(br#"{"exp":"#);
        write_number(expires_at.seconds(), &mut json);
        json.extend_from_slice(br#","iss":"#);
        write_string(api_key.as_str(), &mut json);
        json.extend_from_slice(br#","nbf":"#);
        write_number(now.seconds(), &mut json);
        Some(Self { expires_at, expires_at_text: expires_at.to_string(), json })
    }

    /// When such a token expires.
    #[must_use]
    pub fn expires_at(&self) -> UnixTime {
        self.expires_at
    }

    /// The same in RFC 3339, as every answer has it.
    #[must_use]
    pub fn expires_at_text(&self) -> &str {
        &self.expires_at_text
    }

    /// The same, for whoever needs no more of the head.
    #[must_use]
    pub fn into_expires_at_text(self) -> String {
        self.expires_at_text
    }
}

/// The last claims, the same for all tokens with the same grants: the members of `video` behind `room`, and the claims
/// behind `video`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenGrants {
    /// `"roomJoin":true,…`, without the braces.
    video: Cow<'static, str>,
    /// `"metadata":"…",…`, without the braces.
    extra: Cow<'static, str>,
}

impl WrittenGrants {
    /// Those of [`Grants::join`].
    const JOIN: Self = Self {
        video: Cow::Borrowed(r#""roomJoin":true,"canPublish":true,"canSubscribe":true"#),
        extra: Cow::Borrowed(""),
    };

    /// Writes them. Those of [`Grants::join`], which every request by the contract shares, are written already.
    ///
    /// # Errors
    ///
    /// None that is known: every grant can be written in JSON.
    pub fn new(grants: &Grants) -> Result<Self, serde_json::Error> {
        if std::ptr::eq(grants, Grants::join()) {
            return Ok(Self::JOIN);
        }
        let Grants { video, extra } = grants;
        let members = |object: String| Cow::Owned(object[1..object.len() - 1].to_owned());
        Ok(Self {
            video: members(serde_json::to_string(video)?),
            extra: members(serde_json::to_string(extra)?),
        })
    }
}

/// Appends the claims of `request` to `out`; `grants` are its own, which in a [`ValidRequest`] name no room.
pub fn write_claims(
    head: &ClaimsHead,
    request: &ValidRequest<'_>,
    grants: &WrittenGrants,
    out: &mut Vec<u8>,
) {
    let WrittenGrants { video, extra } = grants;
    out.extend_from_slice(&head.json);
    write_member(br#","sub":"#, request.participant_identity(), out);
    write_member(br#","name":"#, request.participant_name(), out);
    let room = request.room_name();
    if !room.is_empty() || !video.is_empty() {
        out.extend_from_slice(br#","video":{"#);
        if !room.is_empty() {
            out.extend_from_slice(br#""room":"#);
            write_string(room, out);
            if !video.is_empty() {
                out.push(b',');
            }
        }
        out.extend_from_slice(video.as_bytes());
        out.push(b'}');
    }
    if !extra.is_empty() {
        out.push(b',');
        out.extend_from_slice(extra.as_bytes());
    }
    out.push(b'}');
}

fn write_number(number: i64, out: &mut Vec<u8>) {
    // Nothing that is written to memory fails.
    let _ = serde_json::to_writer(out, &number);
}

/// Appends a member unless its `text` is empty; `name` is what stands before the value.
pub(super) fn write_member(name: &[u8], text: &str, out: &mut Vec<u8>) {
    if !text.is_empty() {
        out.extend_from_slice(name);
        write_string(text, out);
    }
}

/// Appends `text` as a JSON string, escaped as `serde_json` escapes.
pub(crate) fn write_string(text: &str, out: &mut Vec<u8>) {
    if has_escaped(text) {
        // Nothing that is written to memory fails.
        let _ = serde_json::to_writer(out, text);
        return;
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::reader::json::Document;
    use crate::token::request::{Member, TokenRequest, UnknownMembers};
    use crate::token::rules::Rules;

    #[test]
    fn the_grants_of_a_join_are_those_that_are_written() {
        let copied = Grants::join().clone();
        assert_eq!(WrittenGrants::JOIN, WrittenGrants::new(&copied).unwrap());
        assert_eq!(WrittenGrants::JOIN, WrittenGrants::new(Grants::join()).unwrap());
    }

    #[test]
    fn a_head_tells_when_its_tokens_expire() {
        let head = ClaimsHead::new(&ApiKey::new("devkey").unwrap(), UnixTime::default(), 60).unwrap();
        assert_eq!((head.expires_at().seconds(), head.expires_at_text()), (60, "1970-01-01T00:01:00Z"));
        assert_eq!(head.into_expires_at_text(), "1970-01-01T00:01:00Z");
    }

    /// `video` as it is written of a token that grants telephony alone.
    fn video(room: Option<&'static str>) -> String {
        let mut grants = Grants::default();
        grants.merge(Document::parse(br#"{"sip":{"call":true}}"#.to_vec()).unwrap().root()).unwrap();
        let written = WrittenGrants::new(&grants).unwrap();
        let request = TokenRequest {
            room_name: room.map(Member::text),
            grants: grants.into(),
            ..TokenRequest::default()
        };
        let request = request.validate(Rules::Contract, UnknownMembers::Refuse).unwrap();
        let head = ClaimsHead::new(&ApiKey::new("devkey").unwrap(), UnixTime::default(), 60).unwrap();
        let mut claims = Vec::new();
        write_claims(&head, &request, &written, &mut claims);
        let claims = String::from_utf8(claims).unwrap();
        let rest = claims.strip_prefix(r#"{"exp":60,"iss":"devkey","nbf":0,"#).unwrap();
        rest.strip_suffix(r#""sip":{"call":true}}"#).unwrap().to_owned()
    }

    #[test]
    fn a_room_is_written_even_if_nothing_is_granted_in_it() {
        assert_eq!(video(Some("demo")), r#""video":{"room":"demo"},"#);
        assert_eq!(video(None), "");
    }
}
