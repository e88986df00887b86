//! What a token's holder may do, with LiveKit's defaults applied.

use serde::Serialize;

use super::reader::grants::Grant;

/// The track sources that a `canPublishSources` can name, told apart by case (`auth/grants.go`).
pub const SOURCES: [&str; 4] = ["camera", "microphone", "screen_share", "screen_share_audio"];

/// The effective permissions, as a server that lets the token in will grant them. Without a `video` grant there are
/// none within a room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools)] // Each is a permission of its own, and named.
pub struct Permissions {
    /// May join `room`.
    pub room_join: bool,
    /// The one room that `room_join` and `room_admin` are about.
    pub room: String,
    /// May publish tracks; granted unless denied.
    pub can_publish: bool,
    /// The sources it may publish.
    pub can_publish_sources: Vec<&'static str>,
    /// May send data; as `can_publish` unless given.
    pub can_publish_data: bool,
    /// May subscribe to tracks; granted unless denied.
    pub can_subscribe: bool,
    /// May change its own name, metadata and attributes.
    pub can_update_own_metadata: bool,
    /// May subscribe to metrics.
    pub can_subscribe_metrics: bool,
    /// May manage an agent session.
    pub can_manage_agent_session: bool,
    /// Is not shown to others.
    pub hidden: bool,
    /// Counts as a recorder.
    pub recorder: bool,
    /// May register as an agent worker.
    pub agent: bool,
    /// May moderate `room`.
    pub room_admin: bool,
    /// May create and delete any room.
    pub room_create: bool,
    /// May list all rooms.
    pub room_list: bool,
    /// May record any room (egress).
    pub room_record: bool,
    /// May manage any ingress.
    pub ingress_admin: bool,
    /// The room that participants may be forwarded or moved to.
    pub destination_room: String,
    /// May manage SIP trunks and rules.
    pub sip_admin: bool,
    /// May make SIP calls.
    pub sip_call: bool,
}

impl Permissions {
    /// The permissions that a server reads out of `claims` (the getters of `VideoGrant` in `auth/grants.go`).
    #[must_use]
    pub fn of(claims: &Grant) -> Self {
        let sip = claims.grant("sip");
        let sip_may = |name| sip.is_some_and(|sip| sip.is_set(name));
        let of_sip = Self { sip_admin: sip_may("admin"), sip_call: sip_may("call"), ..Self::default() };
        let Some(video) = claims.grant("video") else { return of_sip };
        let can_publish = video.flag("canPublish").unwrap_or(true);
        let listed = video.texts("canPublishSources");
        let may_publish =
            |source: &str| can_publish && (listed.is_empty() || listed.iter().any(|name| name == source));
        Self {
            room_join: video.is_set("roomJoin"),
            room: video.text("room").to_owned(),
            can_publish,
            can_publish_sources: SOURCES.into_iter().filter(|source| may_publish(source)).collect(),
            can_publish_data: video.flag("canPublishData").unwrap_or(can_publish),
            can_subscribe: video.flag("canSubscribe").unwrap_or(true),
            can_update_own_metadata: video.is_set("canUpdateOwnMetadata"),
            can_subscribe_metrics: video.is_set("canSubscribeMetrics"),
            can_manage_agent_session: video.is_set("canManageAgentSession"),
            hidden: video.is_set("hidden"),
            recorder: video.is_set("recorder"),
            agent: video.is_set("agent"),
            room_admin: video.is_set("roomAdmin"),
            room_create: video.is_set("roomCreate"),
            room_list: video.is_set("roomList"),
            room_record: video.is_set("roomRecord"),
            ingress_admin: video.is_set("ingressAdmin"),
            destination_room: video.text("destinationRoom").to_owned(),
            ..of_sip
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::reader::grants;
    use crate::token::reader::json::Document;

    fn of(payload: &str) -> Permissions {
        Permissions::of(&grants::read(&Document::parse(payload.as_bytes().to_vec()).unwrap()).unwrap())
    }

    #[test]
    fn absent_members_have_livekit_s_defaults() {
        let permissions = of(r#"{"video":{"roomJoin":true,"room":"r"}}"#);
        assert!(permissions.room_join && permissions.can_publish && permissions.can_publish_data);
        assert!(permissions.can_subscribe && !permissions.can_update_own_metadata && !permissions.room_admin);
        assert_eq!(permissions.can_publish_sources, SOURCES);
        assert_eq!(of("{}"), Permissions::default());
        assert!(of(r#"{"sip":{"call":true}}"#).sip_call);
    }

    #[test]
    fn data_follows_publishing_and_sources_are_told_apart_by_case() {
        let permissions = of(r#"{"video":{"canPublish":false,"canPublishSources":["camera"]}}"#);
        assert!(!permissions.can_publish_data && permissions.can_publish_sources.is_empty());
        assert!(of(r#"{"video":{"canPublish":false,"canPublishData":true}}"#).can_publish_data);
        assert_eq!(
            of(r#"{"video":{"canPublishSources":["CAMERA","microphone"]}}"#).can_publish_sources,
            ["microphone"]
        );
        assert_eq!(of(r#"{"video":{"canPublishSources":[]}}"#).can_publish_sources, SOURCES);
    }
}
