//! Members of the claims that no server reads, though they are nearly a claim's name, or one that belongs elsewhere.

use std::collections::HashSet;

use super::Found;
use crate::token::reader::grants::{CLAIM_GRANTS, objects_of};
use crate::token::reader::json::{Document, Value};
use crate::token::reader::registered::{NAMES, fold_match};
use crate::token::reader::room_config;
use crate::token::spelling::{quoted, slip};

/// Claims of servers newer than 1.13, which older ones ignore.
const NEWER_CLAIMS: [&str; 2] = ["agentEndpoint", "agentThread"];

/// Members of grants of servers newer than 1.13, which older ones ignore.
const NEWER_MEMBERS: [&str; 1] = ["dispatchAdmin"];

/// Names of grants and room settings that may well be claims of somebody's own.
const ORDINARY: [&str; 5] = ["room", "hidden", "recorder", "egress", "tags"];

/// The grants whose few members leave no doubt about a slip. Those of `video` are compared less strictly.
const SMALL_GRANTS: [&str; 4] = ["sip", "agent", "inference", "observability"];

impl Found {
    /// The names of claims, and of the members of all grants; `misspelt` are those of `video`.
    pub(super) fn in_names(&mut self, misspelt: &[(String, &str)], payload: &Document) {
        for (name, meant) in misspelt {
            self.unknown_grant("video", name, meant);
        }
        for (name, _) in payload.root().members() {
            self.in_claim_name(&name.string());
        }
        let mut told: HashSet<String> = misspelt.iter().map(|(name, _)| name.clone()).collect();
        for (name, value) in objects_of(payload, "video").flat_map(Value::members) {
            let name = name.string();
            if CLAIM_GRANTS.grant("video").is_some_and(|video| video.field_for(&name).is_some()) {
                continue;
            }
            if CLAIM_GRANTS.field_for(&name).is_some() {
                self.misplaced(&name, "stands within \"video\"; a server reads it beside \"video\" only");
            } else if value.is_true() && told.insert(name.to_string()) {
                // Whatever else it is, such as an object, may be of a server's that is not known here.
                self.add(
                    "unknown-grant",
                    format!(
                        "\"video\" has {}, which is no grant of any server that is known here",
                        quoted(&name)
                    ),
                );
            }
        }
        for claim in SMALL_GRANTS {
            let Some(grant) = CLAIM_GRANTS.grant(claim) else { continue };
            for (name, _) in objects_of(payload, claim).flat_map(Value::members) {
                let name = name.string();
                if grant.field_for(&name).is_none()
                    && !NEWER_MEMBERS.contains(&name.as_ref())
                    && let Some(meant) = slip(&name, grant.names())
                {
                    self.unknown_grant(claim, &name, meant);
                }
            }
        }
    }

    fn in_claim_name(&mut self, name: &str) {
        if fold_match(name, NAMES).is_some()
            || CLAIM_GRANTS.field_for(name).is_some()
            || NEWER_CLAIMS.contains(&name)
            || ORDINARY.contains(&name)
        {
            return;
        }
        let is_grant = |name: &str| {
            CLAIM_GRANTS.grant("video").is_some_and(|video| video.names().any(|grant| grant == name))
        };
        if is_grant(name) {
            self.misplaced(name, "stands beside \"video\"; a server reads it within \"video\" only");
        } else if room_config::names().any(|setting| setting == name) {
            self.misplaced(
                name,
                "stands beside \"roomConfig\"; a server reads it within \"roomConfig\" only",
            );
        } else if let Some(meant) = slip(name, CLAIM_GRANTS.names()) {
            let name = quoted(name);
            self.add(
                "unknown-claim",
                format!("the token has {name}, which no server reads; {meant:?} was perhaps meant"),
            );
        }
    }

    fn misplaced(&mut self, name: &str, place: &str) {
        self.add("misplaced-member", format!("{} {place}", quoted(name)));
    }

    fn unknown_grant(&mut self, claim: &str, name: &str, meant: &str) {
        let name = quoted(name);
        self.add(
            "unknown-grant",
            format!("{claim:?} has {name}, which no server reads; {meant:?} was perhaps meant"),
        );
    }
}
