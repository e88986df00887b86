//! The grants that are yes or no and that people give by name: `mint --can-publish`.

/// A grant, and the name under which it is given.
#[derive(Debug, PartialEq, Eq)]
pub struct Switch {
    /// The name; a flag of `mint`.
    pub name: &'static str,
    /// The claim that the grant is in.
    pub claim: &'static str,
    /// The grant's member.
    pub member: &'static str,
    /// What it grants.
    pub purpose: &'static str,
}

const fn switch(
    name: &'static str,
    claim: &'static str,
    member: &'static str,
    purpose: &'static str,
) -> Switch {
    Switch { name, claim, member, purpose }
}

/// All of them; any other grant is given by the way to it: `mint --grant video.canSubscribeMetrics=true`.
pub static SWITCHES: [Switch; 16] = [
    switch("join", "video", "roomJoin", "Join the room"),
    switch("can-publish", "video", "canPublish", "Publish tracks"),
    switch("can-subscribe", "video", "canSubscribe", "Subscribe to tracks"),
    switch("can-publish-data", "video", "canPublishData", "Send data; by default as --can-publish"),
    switch(
        "can-update-own-metadata",
        "video",
        "canUpdateOwnMetadata",
        "Change one's own name, metadata and attributes",
    ),
    switch("hidden", "video", "hidden", "Be not shown to others"),
    switch("recorder", "video", "recorder", "Count as a recorder"),
    switch("admin", "video", "roomAdmin", "Moderate the room"),
    switch("create", "video", "roomCreate", "Create and delete rooms"),
    switch("list", "video", "roomList", "List rooms"),
    switch("record", "video", "roomRecord", "Record rooms (egress)"),
    switch("ingress", "video", "ingressAdmin", "Manage ingress"),
    switch("sip-admin", "sip", "admin", "Manage SIP trunks and rules"),
    switch("sip-call", "sip", "call", "Place SIP calls"),
    switch("inference", "inference", "perform", "Run models of LiveKit Cloud's inference"),
    switch("worker", "video", "agent", "Register as an agent worker"),
];

/// The arguments of `mint` that grant the member of a claim.
#[must_use]
pub fn mint_flag(claim: &str, member: &str) -> String {
    let named = SWITCHES.iter().find(|switch| (switch.claim, switch.member) == (claim, member));
    named.map_or_else(|| format!("--grant {claim}.{member}=true"), |switch| format!("--{}", switch.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::grants::Grants;
    use crate::token::reader::json::Document;

    #[test]
    fn every_switch_is_a_grant() {
        let yes = Document::parse(b"true".to_vec()).unwrap();
        for Switch { name, claim, member, purpose: _ } in &SWITCHES {
            let grant = format!("{claim}.{member}");
            Grants::default().set(&grant, yes.root()).unwrap_or_else(|fault| panic!("--{name}: {fault}"));
            assert_eq!(mint_flag(claim, member), format!("--{name}"));
        }
        assert_eq!(mint_flag("video", "canSubscribeMetrics"), "--grant video.canSubscribeMetrics=true");
    }
}
