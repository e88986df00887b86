//! Members of the `video` grant that are none, though a grant was meant.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{CLAIM_GRANTS, VIDEO_GRANT, objects_of};
use crate::token::reader::json::{Document, Value};
use crate::token::spelling::{nearest, same_but_for};

/// Words before a grant's name that people leave out, or put there: `join`, `isAdmin`, `allowPublish`.
const PREFIXES: [&str; 7] = ["allow", "can", "has", "is", "may", "room", "video"];

/// Members of the `video` grant that no server reads, once each, with the name that was perhaps meant: `roomName`,
/// `room`. A claim that stands in the wrong place is none of them.
#[must_use]
pub fn misspelt(payload: &Document) -> Vec<(String, &'static str)> {
    let mut seen = HashSet::new();
    let names = objects_of(payload, "video").flat_map(Value::members).map(|(name, _)| name.string());
    let unread =
        names.filter(|name| VIDEO_GRANT.field_for(name).is_none() && CLAIM_GRANTS.field_for(name).is_none());
    unread
        .map(Cow::into_owned)
        .filter(|name| seen.insert(name.clone()))
        .filter_map(|name| meant(&name).map(|meant| (name, meant)))
        .collect()
}

fn meant(name: &str) -> Option<&'static str> {
    same_but_for(&PREFIXES, name, VIDEO_GRANT.names()).or_else(|| nearest(name, VIDEO_GRANT.names()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_is_known_by_half_its_name() {
        for (name, grant) in [
            ("admin", Some("roomAdmin")),
            ("isAdmin", Some("roomAdmin")),
            ("join", Some("roomJoin")),
            ("can_join", Some("roomJoin")),
            ("list", Some("roomList")),
            ("create", Some("roomCreate")),
            ("canRecord", Some("roomRecord")),
            ("publish", Some("canPublish")),
            ("allowSubscribe", Some("canSubscribe")),
            ("roomPublishData", Some("canPublishData")),
            ("isHidden", Some("hidden")),
            ("roomName", Some("room")),
            ("canPublsh", Some("canPublish")),
            ("foo", None),
            ("is", None),
            ("permissions", None),
        ] {
            assert_eq!(meant(name), grant, "{name}");
        }
    }
}
