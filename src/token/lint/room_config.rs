//! The settings of the room that a join creates.

use super::Found;
use crate::token::reader::grants::objects_of;
use crate::token::reader::json::{Document, Value};
use crate::token::reader::room_config::{Unread, misspelt};
use crate::token::spelling::{quoted, slip};

/// Members that hold a secret, in both of their names.
const SECRETS: [&str; 7] =
    ["secret", "credentials", "accountKey", "account_key", "sessionToken", "session_token", "password"];

/// Bytes that a server takes for the name of a deployment.
const MAX_DEPLOYMENT: usize = 64;

/// When an agent is started again (`JobRestartPolicy` of `livekit_agent_dispatch.proto`).
const POLICIES: [&str; 2] = ["JRP_ON_FAILURE", "JRP_NEVER"];

impl Found {
    /// What stands in `roomConfig`.
    pub(super) fn in_room_config(&mut self, payload: &Document) {
        for room_config in objects_of(payload, "roomConfig") {
            for Unread { path, name, meant } in misspelt(room_config) {
                let name = quoted(&name);
                self.add(
                    "unknown-room-setting",
                    format!("{path:?} has {name}, which no server reads; {meant:?} was perhaps meant"),
                );
            }
            self.in_secrets(room_config);
            self.in_agents(room_config);
        }
    }

    /// Whoever holds a token can read it: LiveKit's Go SDK refuses to write such secrets into one.
    fn in_secrets(&mut self, room_config: Value<'_>) {
        // Where names are the user's own, they say nothing.
        let settings =
            room_config.members().filter(|(name, _)| !matches!(name.string().as_ref(), "tags" | "metadata"));
        let objects = settings.flat_map(|(_, setting)| setting.descendant_objects());
        for (name, value) in objects.flat_map(Value::members) {
            let name = name.string();
            let what = if SECRETS.contains(&name.as_ref()) && !value.string().is_empty() {
                "a secret"
            } else if name == "urls" && value.elements().next().is_some() {
                "addresses to stream to, with their keys,"
            } else {
                continue;
            };
            self.add(
                "storage-credentials",
                format!("\"roomConfig\" has {name:?}, {what} that everybody who holds the token can read"),
            );
        }
    }

    fn in_agents(&mut self, room_config: Value<'_>) {
        let lists = room_config.members().filter(|(name, _)| name.string() == "agents");
        for (name, value) in lists.flat_map(|(_, agents)| agents.elements()).flat_map(Value::members) {
            match name.string().as_ref() {
                "deployment" => self.in_deployment(&value.string()),
                "restartPolicy" | "restart_policy" => self.in_restart_policy(&value.string()),
                _ => {}
            }
        }
    }

    /// A server only logs that it skips such an agent (`livekit_agent_dispatch.proto`).
    fn in_deployment(&mut self, deployment: &str) {
        let is_refused = |c: char| c == '_' || c.is_whitespace() || c.is_control();
        let reason = if deployment.len() > MAX_DEPLOYMENT {
            format!("has {} bytes of at most {MAX_DEPLOYMENT}", deployment.len())
        } else if deployment.contains(is_refused) {
            "has \"_\", white space or a control character in it".to_owned()
        } else {
            return;
        };
        let deployment = quoted(deployment);
        self.add(
            "skipped-agent",
            format!(
                "the deployment {deployment} of an agent {reason}: a server skips the agent without an error"
            ),
        );
    }

    /// A server drops the name of a policy that it does not know.
    fn in_restart_policy(&mut self, policy: &str) {
        let with_prefix = format!("JRP_{policy}");
        let meant = slip(policy, POLICIES).or_else(|| slip(&with_prefix, POLICIES));
        if let Some(meant) = meant.filter(|meant| *meant != policy) {
            let policy = quoted(policy);
            self.add(
                "unknown-restart-policy",
                format!("the restart policy of an agent is {policy}, which no server knows; {meant:?} was perhaps meant"),
            );
        }
    }
}
