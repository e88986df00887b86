//! What an SDK is asked to sign.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::dice::Dice;

/// A token as a user of an SDK asks for it.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wish {
    /// Who holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// The display name; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Seconds; six hours by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl: Option<u32>,
    /// The participant's metadata; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// The participant's attributes; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<BTreeMap<String, String>>,
    /// The participant's kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// The room grant, an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<Value>,
    /// The SIP grant, an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sip: Option<Value>,
    /// A named room configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_preset: Option<String>,
    /// A room configuration in proto-JSON, without members that are at their default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_config: Option<Value>,
}

/// Switches that are off when absent.
const PLAIN_SWITCHES: [&str; 3] = ["hidden", "recorder", "agent"];
/// Switches whose absence means something of its own.
const PERMISSIONS: [&str; 6] = [
    "canPublish",
    "canSubscribe",
    "canPublishData",
    "canUpdateOwnMetadata",
    "canSubscribeMetrics",
    "canManageAgentSession",
];
const SOURCES: [&str; 4] = ["camera", "microphone", "screen_share", "screen_share_audio"];
const KINDS: [&str; 5] = ["standard", "ingress", "egress", "sip", "agent"];

impl Wish {
    /// A wish by chance: two of three are for joining a room.
    pub fn roll(dice: &mut Dice) -> Self {
        let mut wish = Self {
            identity: None,
            name: dice.maybe(70, |dice| text_or_empty(dice, 255)),
            ttl: dice.maybe(80, |dice| dice.between(60, 30 * 86_400)),
            metadata: dice.maybe(40, |dice| text_or_empty(dice, 2_000)),
            attributes: dice.maybe(40, attributes),
            kind: dice.maybe(15, |dice| dice.pick(&KINDS)),
            video: None,
            sip: dice.maybe(10, |dice| json!({"admin": dice.percent(50), "call": dice.percent(50)})),
            room_preset: dice.maybe(10, |dice| dice.text(20)),
            room_config: dice.maybe(40, room_config),
        };
        if dice.percent(67) {
            wish.identity = Some(dice.text_of_bytes(256));
            wish.video = Some(join_grant(dice));
            return wish;
        }
        wish.identity = dice.maybe(50, |dice| dice.text_of_bytes(256));
        wish.video = match dice.below(7) {
            0 => Some(json!({"roomList": true})),
            1 => Some(json!({"roomCreate": true, "roomList": dice.percent(50)})),
            2 => Some(json!({"roomAdmin": true, "room": dice.text_of_bytes(256)})),
            3 => Some(json!({"roomRecord": true, "ingressAdmin": true})),
            4 => Some(json!({"roomAdmin": true, "room": "a", "destinationRoom": "b", "roomJoin": false})),
            5 => Some(json!({"agent": true})),
            _ => {
                wish.sip = Some(json!({"admin": true, "call": true}));
                None
            }
        };
        wish
    }

    /// The code of the first problem at the join door; `None` for a token that is let in.
    pub fn problem_at_join(&self) -> Option<&'static str> {
        match &self.video {
            None => Some("no-video-grant"),
            Some(video) if video["roomJoin"] != true => Some("no-room-join"),
            Some(_) => None,
        }
    }
}

fn text_or_empty(dice: &mut Dice, most: usize) -> String {
    if dice.percent(10) { String::new() } else { dice.text(most) }
}

fn attributes(dice: &mut Dice) -> BTreeMap<String, String> {
    let mut attributes: BTreeMap<String, String> =
        (0..dice.below(5)).map(|_| (dice.text(20), text_or_empty(dice, 100))).collect();
    if dice.percent(10) {
        attributes.insert("__proto__".to_owned(), "no more than a name".to_owned());
    }
    attributes
}

fn join_grant(dice: &mut Dice) -> Value {
    let mut grant = Map::new();
    grant.insert("roomJoin".to_owned(), true.into());
    grant.insert("room".to_owned(), dice.text_of_bytes(256).into());
    for permission in PERMISSIONS {
        if dice.percent(40) {
            grant.insert(permission.to_owned(), dice.percent(50).into());
        }
    }
    for switch in PLAIN_SWITCHES {
        if dice.percent(10) {
            grant.insert(switch.to_owned(), dice.percent(50).into());
        }
    }
    if dice.percent(25) {
        let sources: Vec<&str> = SOURCES.into_iter().filter(|_| dice.percent(50)).collect();
        grant.insert("canPublishSources".to_owned(), sources.into());
    }
    grant.into()
}

fn room_config(dice: &mut Dice) -> Value {
    let mut config = Map::new();
    let agents: Vec<Value> = (0..=dice.below(3)).map(|_| agent(dice)).collect();
    config.insert("agents".to_owned(), agents.into());
    for number in
        ["emptyTimeout", "departureTimeout", "maxParticipants", "minPlayoutDelay", "maxPlayoutDelay"]
    {
        if dice.percent(20) {
            config.insert(number.to_owned(), dice.between(1, u32::MAX).into());
        }
    }
    for text in ["name", "metadata"] {
        if dice.percent(20) {
            config.insert(text.to_owned(), dice.text(100).into());
        }
    }
    if dice.percent(20) {
        config.insert("syncStreams".to_owned(), true.into());
    }
    if dice.percent(20) {
        config.insert("tags".to_owned(), json!({"tag": dice.text(20)}));
    }
    config.into()
}

fn agent(dice: &mut Dice) -> Value {
    let mut agent = Map::new();
    for text in ["agentName", "metadata"] {
        if dice.percent(80) {
            agent.insert(text.to_owned(), dice.text(200).into());
        }
    }
    if dice.percent(20) {
        agent.insert("restartPolicy".to_owned(), "JRP_NEVER".into());
    }
    if dice.percent(20) {
        agent.insert("deployment".to_owned(), "staging".into());
    }
    if dice.percent(20) {
        agent.insert("attributes".to_owned(), json!({"attribute": dice.text(20)}));
    }
    agent.into()
}
