//! The claims of a token we mint, written in one fixed order: the contract's, then those of [`ExtraClaims`], then what
//! this version does not know.
//!
//! [`ExtraClaims`]: super::grants::ExtraClaims

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::grants::VideoGrant;
use super::key::ApiKey;
use super::request::ValidRequest;
use super::time::UnixTime;

/// What a token says.
#[derive(Debug)]
pub struct Claims<'a> {
    exp: UnixTime,
    iss: &'a str,
    nbf: UnixTime,
    request: &'a ValidRequest<'a>,
}

impl<'a> Claims<'a> {
    /// What `request` becomes when `api_key` signs it at `now`; `None` when it would expire past the year 9999.
    ///
    /// `nbf` is `now` as it is: LiveKit Cloud compares it with the moment of a revocation, so that a back-dated
    /// token would be refused.
    #[must_use]
    pub fn new(request: &'a ValidRequest<'a>, api_key: &'a ApiKey, now: UnixTime) -> Option<Self> {
        let exp = now.plus(request.expiration_seconds())?;
        Some(Self { exp, iss: api_key.as_str(), nbf: now, request })
    }

    /// When the token expires.
    #[must_use]
    pub fn expires_at(&self) -> UnixTime {
        self.exp
    }
}

impl Serialize for Claims<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { exp, iss, nbf, request } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("exp", &exp.seconds())?;
        map.serialize_entry("iss", iss)?;
        map.serialize_entry("nbf", &nbf.seconds())?;
        for (name, text) in [("sub", request.participant_identity()), ("name", request.participant_name())] {
            if !text.is_empty() {
                map.serialize_entry(name, text)?;
            }
        }
        let video = VideoClaim { room: request.room_name(), grant: &request.grants().video };
        if !video.is_empty() {
            map.serialize_entry("video", &video)?;
        }
        request.grants().extra.write_members(&mut map)?;
        map.end()
    }
}

/// The `video` claim: the request's room, and behind it the grant, which in a [`ValidRequest`] names none of its own.
struct VideoClaim<'a> {
    room: &'a str,
    grant: &'a VideoGrant,
}

impl VideoClaim<'_> {
    fn is_empty(&self) -> bool {
        self.room.is_empty() && self.grant.is_empty()
    }
}

impl Serialize for VideoClaim<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { room, grant } = self;
        let mut map = serializer.serialize_map(None)?;
        if !room.is_empty() {
            map.serialize_entry("room", room)?;
        }
        grant.write_members(&mut map)?;
        map.end()
    }
}
