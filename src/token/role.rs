//! Roles: named sets of grants.

use super::grants::{ClaimFault, Grants};
use super::reader::json::Document;

/// A role that every installation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// The name, as it is typed.
    pub name: &'static str,
    /// Whom it is for.
    pub purpose: &'static str,
    /// What it expands to, as [`Grants::merge`] takes it.
    pub grants: &'static str,
}

impl Role {
    /// What the role stands for.
    ///
    /// # Errors
    ///
    /// [`ClaimFault`] when its grants are none.
    pub fn expand(&self) -> Result<Grants, ClaimFault> {
        let document =
            Document::parse(self.grants.into()).map_err(|error| ClaimFault::new(error.to_string()))?;
        let mut grants = Grants::default();
        grants.merge(document.root())?;
        Ok(grants)
    }
}

/// What `role` stands for on top of `grants`, as flags go on top of a role: a room configuration is replaced, the rest
/// merges.
///
/// # Errors
///
/// [`ClaimFault`] when the role cannot be written as claims are.
pub fn lay_over(mut grants: Grants, role: &Grants) -> Result<Grants, ClaimFault> {
    let json = serde_json::to_vec(role).map_err(|error| ClaimFault::new(error.to_string()))?;
    let document = Document::parse(json).map_err(|error| ClaimFault::new(error.to_string()))?;
    if role.extra.room_config.is_some() {
        grants.extra.room_config = None;
    }
    grants.merge(document.root())?;
    Ok(grants)
}

/// The roles that every installation has. All of them are for participants, who join a room; `agent`, `recorder` and
/// `ingress` are what a server grants its own (`agent/token.go`, `egress/token.go` and `ingress/token.go` of LiveKit's
/// protocol).
pub static BUILT_IN: [Role; 6] = [
    Role {
        name: "publisher",
        purpose: "sees, hears and is seen and heard, and sends data",
        grants: r#"{"roomJoin":true,"canPublish":true,"canSubscribe":true,"canPublishData":true}"#,
    },
    Role {
        name: "subscriber",
        purpose: "sees and hears, no more",
        grants: r#"{"roomJoin":true,"canPublish":false,"canSubscribe":true,"canPublishData":false}"#,
    },
    Role {
        name: "moderator",
        purpose: "a publisher who may also mute, remove and move others in the room",
        grants: r#"{"roomJoin":true,"canPublish":true,"canSubscribe":true,"canPublishData":true,"roomAdmin":true}"#,
    },
    Role {
        name: "agent",
        purpose: "a program that takes part, shown as an agent",
        grants: r#"{"roomJoin":true,"canPublish":true,"canSubscribe":true,"canPublishData":true,"canUpdateOwnMetadata":true,"agent":true,"kind":"agent"}"#,
    },
    Role {
        name: "recorder",
        purpose: "sees and hears, and is not shown to others",
        grants: r#"{"roomJoin":true,"canPublish":false,"canSubscribe":true,"canPublishData":false,"hidden":true,"recorder":true,"kind":"egress"}"#,
    },
    Role {
        name: "ingress",
        purpose: "brings a stream from elsewhere, and sees and hears nothing",
        grants: r#"{"roomJoin":true,"canPublish":true,"canSubscribe":false,"canUpdateOwnMetadata":true,"kind":"ingress"}"#,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_role_is_one_and_joins() {
        for role in BUILT_IN {
            let grants = role.expand().unwrap();
            assert!(grants.joins(), "{}", role.name);
            assert!(grants.extra.other.is_empty() && grants.video.other.is_empty());
        }
    }
}
