//! What an SDK is asked to sign.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::dice::Dice;
use crate::room_config;

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
    /// More about the kind; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind_details: Option<Vec<&'static str>>,
    /// The room grant, an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<Value>,
    /// The SIP grant, an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sip: Option<Value>,
    /// The grant of agents at `LiveKit` Cloud.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<Value>,
    /// The grant of inference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inference: Option<Value>,
    /// The grant of observability.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observability: Option<Value>,
    /// The grant of an agent's endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_endpoint: Option<Value>,
    /// The grant of an agent's threads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_thread: Option<Value>,
    /// A named room configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_preset: Option<String>,
    /// A room configuration in proto-JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_config: Option<Value>,
    /// The hash of a webhook's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// Switches that are off when absent.
const PLAIN_SWITCHES: [&str; 8] =
    ["hidden", "recorder", "agent", "roomAdmin", "roomCreate", "roomList", "roomRecord", "ingressAdmin"];
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
const KINDS: [&str; 7] = ["standard", "ingress", "egress", "sip", "agent", "connector", "bridge"];
const KIND_DETAILS: [&str; 6] =
    ["cloud_agent", "forwarded", "connector_whatsapp", "connector_twilio", "bridge_rtsp", "simulation"];

impl Wish {
    /// A wish by chance: two of three are for joining a room.
    pub fn roll(dice: &mut Dice) -> Self {
        let mut wish = Self {
            identity: None,
            name: dice
                .maybe(70, |dice| if dice.percent(10) { String::new() } else { dice.text_of_bytes(256) }),
            ttl: dice.maybe(80, |dice| dice.between(60, 30 * 86_400)),
            metadata: dice.maybe(40, |dice| text_or_empty(dice, 2_000)),
            attributes: dice.maybe(40, attributes),
            kind: dice.maybe(15, |dice| dice.pick(&KINDS)),
            kind_details: dice.maybe(15, |dice| some_of(dice, &KIND_DETAILS)),
            video: None,
            sip: dice.maybe(10, |dice| switches(dice, &["admin", "call"])),
            agent: dice.maybe(10, |dice| {
                switches(dice, &["admin", "simulationAdmin", "databaseAdmin", "dispatchAdmin"])
            }),
            inference: dice.maybe(10, |dice| switches(dice, &["perform"])),
            observability: dice.maybe(10, |dice| switches(dice, &["write"])),
            agent_endpoint: dice.maybe(10, agent_endpoint),
            agent_thread: dice.maybe(10, agent_thread),
            room_preset: dice.maybe(10, |dice| dice.text(20)),
            room_config: dice.maybe(40, room_config::roll),
            sha256: dice.maybe(10, |dice| STANDARD.encode(Sha256::digest(dice.text(9)))),
        };
        if dice.percent(67) {
            wish.identity = Some(dice.text_of_bytes(256));
            wish.video = Some(join_grant(dice));
            return wish;
        }
        wish.identity = dice.maybe(50, |dice| dice.text_of_bytes(256));
        wish.video = match dice.below(8) {
            0 => Some(json!({"roomList": true})),
            1 => Some(json!({"roomCreate": true, "roomList": dice.percent(50)})),
            2 => Some(json!({"roomAdmin": true, "room": dice.text_of_bytes(256)})),
            3 => Some(json!({"roomRecord": true, "ingressAdmin": true})),
            4 => Some(json!({"roomAdmin": true, "room": "a", "destinationRoom": "b", "roomJoin": false})),
            5 => Some(json!({"agent": true})),
            6 => Some(json!({})),
            _ => {
                wish.sip = Some(json!({"admin": true, "call": true}));
                None
            }
        };
        wish
    }
}

fn text_or_empty(dice: &mut Dice, most: usize) -> String {
    if dice.percent(10) { String::new() } else { dice.text(most) }
}

fn some_of(dice: &mut Dice, choices: &[&'static str]) -> Vec<&'static str> {
    choices.iter().copied().filter(|_| dice.percent(50)).collect()
}

/// Some of these switches, on or off.
fn switches(dice: &mut Dice, names: &[&str]) -> Value {
    let mut switches = Map::new();
    for name in names {
        if dice.percent(70) {
            switches.insert((*name).to_owned(), dice.percent(60).into());
        }
    }
    switches.into()
}

fn agent_endpoint(dice: &mut Dice) -> Value {
    let mut grant = switches(dice, &["call"]);
    for name in ["agentName", "deployment"] {
        if dice.percent(50) {
            grant[name] = text_or_empty(dice, 20).into();
        }
    }
    grant
}

fn agent_thread(dice: &mut Dice) -> Value {
    let mut grant = switches(dice, &["all", "list", "create", "write", "read", "delete"]);
    if dice.percent(50) {
        grant["scope"] = text_or_empty(dice, 20).into();
    }
    if dice.percent(50) {
        grant["threadIds"] = (0..dice.below(3)).map(|_| dice.text(20)).collect();
    }
    grant
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
        grant.insert("canPublishSources".to_owned(), some_of(dice, &SOURCES).into());
    }
    if dice.percent(10) {
        grant.insert("destinationRoom".to_owned(), dice.text_of_bytes(256).into());
    }
    grant.into()
}
