//! What happens to the room.

use super::{Told, counted, listed};
use crate::token::reader::grants::objects_of;
use crate::token::reader::json::Value;
use crate::token::reader::room_config::integer;
use crate::token::spelling::quoted;
use crate::token::time::humanize_seconds;

impl Told<'_> {
    /// What happens when a join creates the room.
    pub(super) fn room_told(&self) -> Option<String> {
        if !self.permissions.room_join {
            return None;
        }
        let mut told = Vec::new();
        let preset = self.grants.as_ref().map_or("", |grants| grants.text("roomPreset"));
        if !preset.is_empty() {
            told.push(format!("it gets the settings of the preset {}", quoted(preset)));
        }
        let settings = |names: [&'static str; 2]| {
            objects_of(self.payload, "roomConfig").flat_map(move |config| members(config, names))
        };
        // Of a setting that is given twice, the last one counts; none, and 0, leave it to the server.
        let number = |names| {
            let number = settings(names).last().and_then(integer)?;
            u64::try_from(number).ok().filter(|number| *number > 0)
        };
        let agents: Vec<String> =
            settings(["agents", "agents"]).flat_map(Value::elements).map(agent).collect();
        match agents.as_slice() {
            [] => {}
            [agent] => told.push(format!("{agent} is called")),
            several => told.push(format!("{} are called", listed(several, "and"))),
        }
        if let Some(limit) = number(["maxParticipants", "max_participants"]) {
            let participants = counted(usize::try_from(limit).unwrap_or(usize::MAX), "participant");
            told.push(format!("it takes at most {limit} {participants}"));
        }
        if let Some(seconds) = number(["emptyTimeout", "empty_timeout"]) {
            told.push(format!("it stays open for {} while nobody joins", humanize_seconds(seconds)));
        }
        if let Some(seconds) = number(["departureTimeout", "departure_timeout"]) {
            told.push(format!("it stays open for {} after the last has left", humanize_seconds(seconds)));
        }
        if settings(["egress", "egress"]).any(|egress| egress.members().next().is_some()) {
            told.push("it is recorded (egress)".to_owned());
        }
        let metadata = settings(["metadata", "metadata"]).last().map_or(0, |text| text.string().len());
        if metadata > 0 {
            told.push(format!("it gets {metadata} {} of metadata", counted(metadata, "byte")));
        }
        let tags = settings(["tags", "tags"]).flat_map(Value::members).count();
        if tags > 0 {
            told.push(format!("it gets {tags} {}", counted(tags, "tag")));
        }
        (!told.is_empty()).then(|| format!("If this join creates the room, {}.", listed(&told, "and")))
    }
}

/// The values that a message of Protocol Buffers has under either of its names.
fn members<'d>(message: Value<'d>, names: [&'static str; 2]) -> impl Iterator<Item = Value<'d>> {
    message.members().filter(move |(name, _)| names.contains(&name.string().as_ref())).map(|(_, value)| value)
}

fn agent(dispatch: Value<'_>) -> String {
    match members(dispatch, ["agentName", "agent_name"]).map(Value::string).last() {
        Some(name) if !name.is_empty() => format!("the agent {}", quoted(&name)),
        _ => "an agent without a name".to_owned(),
    }
}
