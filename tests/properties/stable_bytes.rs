//! The same request, key and moment give the same bytes, in the documented order, however the request was written.

use lktoken::token::grants::Grants;
use lktoken::token::reader::json::{Document, Kind, Value};
use lktoken::token::request::{Member, TokenRequest};
use proptest::prelude::*;

use crate::given::{grant_members, grants_of, name, object, request, request_members, shuffled, space};
use crate::{cases, claims_of, token_of, valid};

/// The documented order: the contract's claims, then those beyond it.
const CLAIMS: &[&str] = &[
    "exp",
    "iss",
    "nbf",
    "sub",
    "name",
    "video",
    "sip",
    "agent",
    "inference",
    "observability",
    "agentEndpoint",
    "agentThread",
    "metadata",
    "attributes",
    "kind",
    "kindDetails",
    "roomPreset",
    "roomConfig",
    "sha256",
];
pub const VIDEO: &[&str] = &[
    "room",
    "roomJoin",
    "canPublish",
    "canSubscribe",
    "canPublishData",
    "canPublishSources",
    "canUpdateOwnMetadata",
    "canSubscribeMetrics",
    "canManageAgentSession",
    "hidden",
    "recorder",
    "agent",
    "roomAdmin",
    "roomCreate",
    "roomList",
    "roomRecord",
    "ingressAdmin",
    "destinationRoom",
];
const ROOM_CONFIG: &[&str] = &[
    "name",
    "emptyTimeout",
    "departureTimeout",
    "maxParticipants",
    "metadata",
    "egress",
    "minPlayoutDelay",
    "maxPlayoutDelay",
    "syncStreams",
    "agents",
    "tags",
];

/// Whether an object's members stand in this order, and are no others.
fn stand_in_order(object: Value<'_>, order: &[&str]) -> bool {
    let mut left = order.iter();
    object.kind() == Kind::Object
        && object.members().all(|(name, _)| left.by_ref().any(|known| *known == name.string()))
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn the_same_request_gives_the_same_bytes(request in request()) {
        let request = valid(request);
        prop_assert_eq!(token_of(&request), token_of(&request.clone()));
        let claims = Document::parse(claims_of(&token_of(&request)).into_bytes()).unwrap();
        prop_assert!(stand_in_order(claims.root(), CLAIMS), "{}", claims.compact());
        for (name, value) in claims.root().members() {
            let order = match &*name.string() {
                "video" => VIDEO,
                "roomConfig" => ROOM_CONFIG,
                _ => continue,
            };
            prop_assert!(stand_in_order(value, order), "{}", claims.compact());
        }
    }

    /// Neither order nor white space nor escapes of a request come to stand in its token.
    #[test]
    fn a_shuffled_request_gives_the_same_token(
        (members, other) in shuffled(request_members()),
        space in space(),
    ) {
        let without_escapes = |value: &str| serde_json::from_str::<serde_json::Value>(value).unwrap().to_string();
        let plain: Vec<_> = members
            .iter()
            .map(|(name, value)| (name.clone(), without_escapes(value)))
            .collect();
        let token = |document: &str| token_of(&valid(TokenRequest::from_json(document.as_bytes()).unwrap()));
        prop_assert_eq!(token(&object(&other, space)), token(&object(&plain, "")));
    }

    /// Nor does the order in which grants are given, in one object or one by one.
    #[test]
    fn shuffled_grants_give_the_same_token((members, other) in shuffled(grant_members()), name in name()) {
        let token = |mut grants: Grants| {
            grants.fill_in(true);
            token_of(&valid(TokenRequest {
                room_name: Some(Member::text(name.clone())),
                participant_identity: Some(Member::text(name.clone())),
                grants: grants.into(),
                ..TokenRequest::default()
            }))
        };
        let expected = token(grants_of(&members));
        prop_assert_eq!(&token(grants_of(&other)), &expected);
        let mut one_by_one = Grants::default();
        for (name, value) in &other {
            let value = Document::parse(value.clone().into_bytes()).unwrap();
            one_by_one.set(name, value.root()).unwrap();
        }
        prop_assert_eq!(&token(one_by_one), &expected);
    }
}
