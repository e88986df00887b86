//! Members of a `roomConfig` that a server discards because nobody has taught it the name.

use std::fmt::Write as _;

use super::schema::{Message, ROOM_CONFIGURATION, Type};
use crate::token::reader::json::Value;
use crate::token::spelling::slip;

/// A member that a server discards, and the one that was perhaps meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What it stands in, from `roomConfig` on: `roomConfig.agents[0]`.
    pub path: String,
    /// The member's name.
    pub name: String,
    /// The name that was perhaps meant.
    pub meant: &'static str,
}

/// The names of the members of `roomConfig` itself.
pub fn names() -> impl Iterator<Item = &'static str> {
    ROOM_CONFIGURATION.names()
}

/// Members of a `roomConfig` that a server discards, and that are nearly a member's name. Names are told apart by case
/// here, unlike those of claims; what is further off may belong to a newer server.
#[must_use]
pub fn misspelt(room_config: Value<'_>) -> Vec<Unread> {
    let mut unread = Vec::new();
    collect(room_config, &ROOM_CONFIGURATION, &mut "roomConfig".to_owned(), &mut unread);
    unread
}

/// Goes no deeper than the messages do.
fn collect(value: Value<'_>, message: &'static Message, path: &mut String, unread: &mut Vec<Unread>) {
    for (name, value) in value.members() {
        let name = name.string();
        let Some(field) = message.field(&name) else {
            unread.extend(meant(&name, message).map(|meant| Unread {
                path: path.clone(),
                name: name.clone().into_owned(),
                meant,
            }));
            continue;
        };
        let Type::Message(inner) = field.kind else { continue };
        let length = path.len();
        let _ = write!(path, ".{}", field.name);
        if field.repeated {
            for (index, element) in value.elements().enumerate() {
                let length = path.len();
                let _ = write!(path, "[{index}]");
                collect(element, inner, path, unread);
                path.truncate(length);
            }
        } else {
            collect(value, inner, path, unread);
        }
        path.truncate(length);
    }
}

fn meant(name: &str, message: &'static Message) -> Option<&'static str> {
    slip(name, message.names()).or_else(|| {
        // An agent is named by `agentName`, where nearly everything else is by `name`.
        let agent_name = message.field("agentName")?.name;
        (name == "name").then_some(agent_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::reader::json::Document;

    fn found(text: &str) -> Vec<(String, String, &'static str)> {
        let document = Document::parse(text.as_bytes().to_vec()).unwrap();
        let told = |Unread { path, name, meant }: Unread| (path, name, meant);
        misspelt(document.root()).into_iter().map(told).collect()
    }

    #[test]
    fn members_are_looked_for_where_they_stand() {
        for (text, path, name, meant) in [
            (r#"{"emptyTimeOut":5}"#, "roomConfig", "emptyTimeOut", "emptyTimeout"),
            (r#"{"MaxParticipants":5}"#, "roomConfig", "MaxParticipants", "maxParticipants"),
            (r#"{"agent":[]}"#, "roomConfig", "agent", "agents"),
            (r#"{"agents":[{},{"agent-name":"a"}]}"#, "roomConfig.agents[1]", "agent-name", "agentName"),
            (r#"{"agents":[{"name":"a"}]}"#, "roomConfig.agents[0]", "name", "agentName"),
            (
                r#"{"egress":{"room":{"fileOutputs":[{"filePath":"x"}]}}}"#,
                "roomConfig.egress.room.fileOutputs[0]",
                "filePath",
                "filepath",
            ),
        ] {
            assert_eq!(found(text), [(path.to_owned(), name.to_owned(), meant)], "{text}");
        }
    }

    #[test]
    fn what_a_server_reads_or_a_newer_one_may_is_silent() {
        for text in [
            r#"{"name":"","emptyTimeout":0,"empty_timeout":0,"agents":[{"agent_name":"a","attributes":{"agentname":"x"}}]}"#,
            r#"{"tags":{"agent":"x"},"agents":null,"egress":{"tracks":null}}"#,
            r#"{"recording":true,"agents":[{"priority":5,"agentVersion":"2"}],"agentsPolicy":{}}"#,
            "[]",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
