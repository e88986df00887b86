//! The claims of a token we mint, written in one fixed order.

use serde::Serialize;

use super::key::ApiKey;
use super::request::ValidRequest;
use super::time::UnixTime;

/// The contract's claims. Declared in the order they are written in.
#[derive(Debug, Serialize)]
pub struct Claims<'a> {
    exp: i64,
    iss: &'a str,
    nbf: i64,
    sub: &'a str,
    name: &'a str,
    video: VideoClaim<'a>,
}

/// The contract's `video` grant. Declared in the order it is written in.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct VideoClaim<'a> {
    room: &'a str,
    room_join: bool,
    can_publish: bool,
    can_subscribe: bool,
}

impl<'a> Claims<'a> {
    /// What `request` becomes when `api_key` signs it at `now`; `None` when it would expire past the year 9999.
    ///
    /// `nbf` is `now` as it is: LiveKit Cloud compares it with the moment of a revocation, so that a back-dated
    /// token would be refused.
    #[must_use]
    pub fn new(request: &'a ValidRequest<'_>, api_key: &'a ApiKey, now: UnixTime) -> Option<Self> {
        let expires_at = now.plus(request.expiration_seconds())?;
        Some(Self {
            exp: expires_at.seconds(),
            iss: api_key.as_str(),
            nbf: now.seconds(),
            sub: request.participant_identity(),
            name: request.participant_name(),
            video: VideoClaim {
                room: request.room_name(),
                room_join: true,
                can_publish: true,
                can_subscribe: true,
            },
        })
    }
}
