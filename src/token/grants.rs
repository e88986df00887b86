//! LiveKit's grants and the claims beside them, typed and complete (`auth/grants.go` of LiveKit's protocol 1.54).
//!
//! A member that is absent and one that is `false` are told apart: a server has defaults of its own for what is absent.
//! Members are written in the order they are declared in.

mod named;
mod object;
mod room_configuration;
mod shared;
mod switch;

use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::reader::json::{Document, Kind, Value};
use super::reader::room_config;
pub use named::Named;
pub use object::{ClaimFault, Json, TextMap, Unknown};
use object::{ClaimObject, claim_object};
pub(super) use object::{check_case, members_of};
pub use room_configuration::{RoomAgentDispatch, RoomConfiguration};
pub use shared::SharedGrants;
pub use switch::{SWITCHES, Switch, mint_flag};

claim_object! {
    /// What its holder may do in a room, and with a server's API. What is absent, a server takes for false, but for
    /// `can_publish` and `can_subscribe`, which are true, and `can_publish_data`, which follows `can_publish`.
    VideoGrant {
        /// The one room that `room_join` and `room_admin` are about.
        room: String = "room",
        /// May join `room`.
        room_join: bool = "roomJoin",
        /// May publish tracks.
        can_publish: bool = "canPublish",
        /// May subscribe to tracks.
        can_subscribe: bool = "canSubscribe",
        /// May send data.
        can_publish_data: bool = "canPublishData",
        /// The only sources it may publish: `camera`, `microphone`, `screen_share`, `screen_share_audio`.
        can_publish_sources: Vec<String> = "canPublishSources",
        /// May change its own name, metadata and attributes.
        can_update_own_metadata: bool = "canUpdateOwnMetadata",
        /// May subscribe to metrics.
        can_subscribe_metrics: bool = "canSubscribeMetrics",
        /// May manage an agent session.
        can_manage_agent_session: bool = "canManageAgentSession",
        /// Is not shown to others.
        hidden: bool = "hidden",
        /// Counts as a recorder.
        recorder: bool = "recorder",
        /// May register as an agent worker.
        agent: bool = "agent",
        /// May moderate `room`.
        room_admin: bool = "roomAdmin",
        /// May create and delete any room.
        room_create: bool = "roomCreate",
        /// May list all rooms.
        room_list: bool = "roomList",
        /// May record any room (egress).
        room_record: bool = "roomRecord",
        /// May manage any ingress.
        ingress_admin: bool = "ingressAdmin",
        /// The room that participants may be forwarded or moved to.
        destination_room: String = "destinationRoom",
    }
}

claim_object! {
    /// What its holder may do with telephony.
    SipGrant {
        /// May manage trunks and dispatch rules.
        admin: bool = "admin",
        /// May place calls.
        call: bool = "call",
    }
}

claim_object! {
    /// What its holder may administer of LiveKit Cloud's agents. Not to be taken for [`VideoGrant::agent`].
    AgentGrant {
        /// Agents.
        admin: bool = "admin",
        /// Simulations.
        simulation_admin: bool = "simulationAdmin",
        /// Databases.
        database_admin: bool = "databaseAdmin",
        /// Dispatches.
        dispatch_admin: bool = "dispatchAdmin",
    }
}

claim_object! {
    /// What its holder may do with LiveKit Cloud's inference.
    InferenceGrant {
        /// May run models.
        perform: bool = "perform",
    }
}

claim_object! {
    /// What its holder may do with LiveKit Cloud's observability.
    ObservabilityGrant {
        /// May write.
        write: bool = "write",
    }
}

claim_object! {
    /// What its holder may do with the endpoint of an agent of LiveKit Cloud.
    AgentEndpointGrant {
        /// May call it.
        call: bool = "call",
        /// The only agent; any when it is empty.
        agent_name: String = "agentName",
        /// The only deployment; any when it is empty.
        deployment: String = "deployment",
    }
}

claim_object! {
    /// What its holder may do with the threads of an agent of LiveKit Cloud.
    AgentThreadGrant {
        /// All threads.
        all: bool = "all",
        /// The threads of this scope.
        scope: String = "scope",
        /// These threads.
        thread_ids: Vec<String> = "threadIds",
        /// May list them.
        list: bool = "list",
        /// May create them.
        create: bool = "create",
        /// May write to them.
        write: bool = "write",
        /// May read them.
        read: bool = "read",
        /// May delete them.
        delete: bool = "delete",
    }
}

claim_object! {
    /// The claims behind `video`.
    ExtraClaims {
        /// Telephony.
        sip: SipGrant = "sip",
        /// Agents of LiveKit Cloud.
        agent: AgentGrant = "agent",
        /// Inference of LiveKit Cloud.
        inference: InferenceGrant = "inference",
        /// Observability of LiveKit Cloud.
        observability: ObservabilityGrant = "observability",
        /// An agent's endpoint at LiveKit Cloud.
        agent_endpoint: AgentEndpointGrant = "agentEndpoint",
        /// An agent's threads at LiveKit Cloud.
        agent_thread: AgentThreadGrant = "agentThread",
        /// The participant's metadata: a text, even where it holds JSON.
        metadata: String = "metadata",
        /// The participant's attributes.
        attributes: TextMap = "attributes",
        /// What kind of participant joins; `standard` when it is absent.
        kind: String = "kind",
        /// More about the kind: `cloud_agent`, `forwarded`, …
        kind_details: Vec<String> = "kindDetails",
        /// A room configuration that the server has under a name.
        room_preset: String = "roomPreset",
        /// The settings of the room, if this join creates it.
        room_config: RoomConfiguration = "roomConfig",
        /// The SHA-256 of a webhook's body, in base64 with padding.
        sha256: String = "sha256",
    }
}

/// The kinds of participants a server knows, whatever their case; any other counts as `standard`.
pub const KINDS: [&str; 7] = ["standard", "ingress", "egress", "sip", "agent", "connector", "bridge"];

/// Details of participants' kinds (`ParticipantInfo.KindDetail` in LiveKit's `livekit_models.proto`), in lower case as
/// tokens have them.
pub const KIND_DETAILS: [&str; 6] =
    ["cloud_agent", "forwarded", "connector_whatsapp", "connector_twilio", "bridge_rtsp", "simulation"];

/// Claims that are no grants: they are made from the request, the key and the time.
const OF_THE_REQUEST: [(&str, &str); 8] = [
    ("iss", "the API key"),
    ("sub", "the identity"),
    ("identity", "the identity"),
    ("name", "the display name"),
    ("exp", "the lifetime"),
    ("nbf", "the time"),
    ("iat", "the time"),
    ("jti", "the identity"),
];

/// What a token grants and says beyond who joins, when, and by which key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grants {
    /// The `video` claim.
    pub video: VideoGrant,
    /// The claims behind it.
    pub extra: ExtraClaims,
}

/// The contract's grants: to join, to publish and to subscribe.
static JOIN: Grants = {
    let mut grants = Grants { video: VideoGrant::empty(), extra: ExtraClaims::empty() };
    grants.video.room_join = Some(true);
    grants.video.can_publish = Some(true);
    grants.video.can_subscribe = Some(true);
    grants
};

/// As in a token: the `video` claim where it is not empty, and the claims behind it.
impl Serialize for Grants {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { video, extra } = self;
        let mut map = serializer.serialize_map(None)?;
        if !video.is_empty() {
            map.serialize_entry("video", video)?;
        }
        extra.write_members(&mut map)?;
        map.end()
    }
}

impl Grants {
    /// The contract's grants: to join, to publish and to subscribe.
    #[must_use]
    pub fn join() -> &'static Self {
        &JOIN
    }

    /// Whether a room is joined.
    #[must_use]
    pub fn joins(&self) -> bool {
        self.video.room_join == Some(true)
    }

    /// Whether anything is granted that is of use to somebody who joins no room: one of the APIs, or to be a worker.
    #[must_use]
    pub fn serve_without_joining(&self) -> bool {
        let video = &self.video;
        let flags = [
            video.room_admin,
            video.room_create,
            video.room_list,
            video.room_record,
            video.ingress_admin,
            video.agent,
        ];
        let extra = &self.extra;
        let empty = [
            extra.sip.as_ref().map(SipGrant::is_empty),
            extra.agent.as_ref().map(AgentGrant::is_empty),
            extra.inference.as_ref().map(InferenceGrant::is_empty),
            extra.observability.as_ref().map(ObservabilityGrant::is_empty),
            extra.agent_endpoint.as_ref().map(AgentEndpointGrant::is_empty),
            extra.agent_thread.as_ref().map(AgentThreadGrant::is_empty),
        ];
        flags.contains(&Some(true)) || empty.contains(&Some(false))
    }

    /// Whether anything is said that is of use only to somebody who joins.
    fn speak_of_a_participant(&self) -> bool {
        let video = &self.video;
        let flags = [
            video.can_publish,
            video.can_subscribe,
            video.can_publish_data,
            video.can_update_own_metadata,
            video.can_subscribe_metrics,
            video.can_manage_agent_session,
            video.hidden,
            video.recorder,
        ];
        let extra = &self.extra;
        flags.iter().any(Option::is_some)
            || video.can_publish_sources.is_some()
            || extra.metadata.is_some()
            || extra.attributes.is_some()
            || extra.kind.is_some()
            || extra.kind_details.is_some()
            || extra.room_preset.is_some()
            || extra.room_config.is_some()
    }

    /// Supplies what nothing was said of, as the contract has it. Whoever has an identity, or anything that is of use
    /// only to somebody who joins, or no grant that is of use without joining, joins; whoever joins may publish and
    /// subscribe.
    pub fn fill_in(&mut self, has_identity: bool) {
        let joins = has_identity || self.speak_of_a_participant() || !self.serve_without_joining();
        if self.video.room_join.is_none() && joins {
            self.video.room_join = Some(true);
        }
        if self.joins() {
            self.video.can_publish.get_or_insert(true);
            self.video.can_subscribe.get_or_insert(true);
        }
    }

    /// Sets what `name` names: a member of the `video` grant, with or without that word (`canPublish`,
    /// `video.canPublish`), a member of another claim (`sip.admin`), or a claim (`metadata`). A grant merges into what
    /// is there, a list replaces it, and `null` takes it away, also what another token had that is not known here.
    ///
    /// # Errors
    ///
    /// [`ClaimFault`] for a name that is unknown or belongs to the request, and for a value of the wrong type.
    pub fn set(&mut self, name: &str, value: Value<'_>) -> Result<(), ClaimFault> {
        if name.split('.').any(str::is_empty) {
            return Err(ClaimFault::new("is no way to a grant, such as sip.call").within(name));
        }
        let Some((claim, member)) = name.split_once('.') else {
            return self.set_claim(name, value, Unknown::Refuse);
        };
        let raw =
            value.compact().ok_or_else(|| ClaimFault::new("is not well-formed Unicode").within(name))?;
        let mut nested = String::new();
        let steps = member.split('.');
        let depth = steps.clone().count();
        for step in steps {
            let _ = write!(nested, "{{{}:", serde_json::Value::from(step));
        }
        let nested = format!("{nested}{raw}{}", "}".repeat(depth));
        let nested = Document::parse(nested.into_bytes())
            .map_err(|error| ClaimFault::new(error.to_string()).within(name))?;
        self.set_claim(claim, nested.root(), Unknown::Refuse)
    }

    /// Sets everything in `document`, an object whose members are what [`Grants::set`] names without a dot.
    ///
    /// # Errors
    ///
    /// As [`Grants::set`]; and for a document that is no object, or has a member twice.
    pub fn merge(&mut self, document: Value<'_>) -> Result<(), ClaimFault> {
        for (name, value) in object::members_of(document)? {
            self.set_claim(&name, value, Unknown::Refuse)?;
        }
        Ok(())
    }

    /// Sets a claim as it stands in a token. One that this version does not know is kept.
    ///
    /// # Errors
    ///
    /// [`ClaimFault`] for a value of the wrong type.
    pub fn set_as_in_token(&mut self, claim: &str, value: Value<'_>) -> Result<(), ClaimFault> {
        if claim == "video" {
            return self.set_video(value, Unknown::Keep);
        }
        // `video` is known too, and by no other name.
        check_case(claim, &["video"]).map_err(|fault| fault.within(claim))?;
        self.set_extra(claim, value, Unknown::Keep)
    }

    fn set_extra(&mut self, claim: &str, value: Value<'_>, unknown: Unknown) -> Result<(), ClaimFault> {
        if claim == "roomConfig" && value.kind() != Kind::Null {
            room_config::check(value)
                .map_err(|fault| ClaimFault { path: fault.path, problem: fault.reason })?;
        }
        self.extra.set(claim, value, unknown)
    }

    fn set_video(&mut self, value: Value<'_>, unknown: Unknown) -> Result<(), ClaimFault> {
        if value.kind() == Kind::Null {
            self.video = VideoGrant::empty();
            return Ok(());
        }
        self.video.merge(value, unknown).map_err(|fault| fault.within("video"))
    }

    fn set_claim(&mut self, name: &str, value: Value<'_>, unknown: Unknown) -> Result<(), ClaimFault> {
        if let Some((_, source)) = OF_THE_REQUEST.iter().find(|(claim, _)| *claim == name) {
            return Err(ClaimFault::new(format!("is no grant: it is {source} of the request")).within(name));
        }
        if name == "video" {
            return self.set_video(value, unknown);
        }
        // `agent` is both: a flag in the `video` grant, and a claim of its own, which is an object.
        let in_video = VideoGrant::MEMBERS.contains(&name) && value.kind() != Kind::Object;
        if in_video {
            return self.video.set(name, value, unknown).map_err(|fault| fault.within("video"));
        }
        if ExtraClaims::MEMBERS.contains(&name) {
            return self.set_extra(name, value, unknown);
        }
        // Taken over from another token, where nobody looked at it.
        if value.kind() == Kind::Null && self.video.other.remove(name) {
            return Ok(());
        }
        let claims = ExtraClaims::MEMBERS.iter().filter(|claim| !VideoGrant::MEMBERS.contains(claim));
        let known: Vec<&'static str> =
            ["video"].iter().chain(VideoGrant::MEMBERS).chain(claims).copied().collect();
        object::take_unknown(&mut self.extra.other, name, value, unknown, &known)
    }
}

#[cfg(test)]
mod tests;
