//! `roomConfig`: the settings of a room that a join creates (`livekit_room.proto`, `livekit_agent_dispatch.proto`).
//!
//! Read in camelCase or as the proto files name the members, written in camelCase, as every SDK does.

use super::object::{ClaimFault, Json, TextMap, claim_object};
use crate::token::reader::json::Document;
use crate::token::reader::room_config;

claim_object! {
    /// The settings of a room, if this join creates it; a room that is there already stays as it is.
    RoomConfiguration {
        /// Ignored at a join: the room's name is in the `video` grant.
        name: String = "name",
        /// Seconds that the room stays open when nobody has come; 300 on a server that has no other setting.
        empty_timeout: u32 = "emptyTimeout" | "empty_timeout",
        /// Seconds that the room stays open when the last one has left; 20 on a server that has no other setting.
        departure_timeout: u32 = "departureTimeout" | "departure_timeout",
        /// The most participants at a time; 0 for any number.
        max_participants: u32 = "maxParticipants" | "max_participants",
        /// The room's metadata.
        metadata: String = "metadata",
        /// Recordings that begin by themselves (`livekit.RoomEgress` in proto-JSON).
        egress: Json = "egress",
        /// The least delay of playing, in milliseconds.
        min_playout_delay: u32 = "minPlayoutDelay" | "min_playout_delay",
        /// The greatest delay of playing, in milliseconds.
        max_playout_delay: u32 = "maxPlayoutDelay" | "max_playout_delay",
        /// Whether audio and video are kept in step.
        sync_streams: bool = "syncStreams" | "sync_streams",
        /// The agents that are called.
        agents: Vec<RoomAgentDispatch> = "agents",
        /// Tags of the room.
        tags: TextMap = "tags",
    }
}

claim_object! {
    /// An agent that is called when the room is created.
    RoomAgentDispatch {
        /// The name that its worker has registered under.
        agent_name: String = "agentName" | "agent_name",
        /// What the agent is told.
        metadata: String = "metadata",
        /// `JRP_ON_FAILURE` or `JRP_NEVER`, or its number (LiveKit Cloud).
        restart_policy: Json = "restartPolicy" | "restart_policy",
        /// The deployment that takes the job.
        deployment: String = "deployment",
        /// Attributes of the agent.
        attributes: TextMap = "attributes",
        /// The durable thread of an agent that the job's call reads and writes (LiveKit Cloud); none when it is empty.
        thread_id: String = "threadId" | "thread_id",
    }
}

impl RoomConfiguration {
    /// Checks what was put together as a server will read it.
    ///
    /// # Errors
    ///
    /// [`ClaimFault`] for an `egress` or a `restart_policy` that no server can read.
    pub fn check(&self) -> Result<(), ClaimFault> {
        let text = serde_json::to_vec(self).map_err(|error| ClaimFault::new(error.to_string()))?;
        let document = Document::parse(text).map_err(|error| ClaimFault::new(error.to_string()))?;
        room_config::check(document.root())
            .map_err(|fault| ClaimFault { path: fault.path, problem: fault.reason })
    }
}
