//! What is written is read as what it was.

use lktoken::token::grants::Grants;
use lktoken::token::inspect::{SignatureState, inspect};
use lktoken::token::reader::json::Document;
use lktoken::token::renewal::Renewal;
use lktoken::token::request::{Member, TokenRequest, UnknownMembers};
use lktoken::token::rules::Rules;
use lktoken::token::validate::Door;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::given::{grant_members, grants_of, object, request, request_members, space};
use crate::{cases, claims_of, judge, key, now, token_of, valid};

proptest! {
    #![proptest_config(cases(200))]

    /// Whatever is asked for stands in the token, and nothing else; `inspect` shows it, and a server lets it in.
    #[test]
    fn a_minted_token_says_what_was_asked_for(members in request_members(), space in space()) {
        let document = object(&members, space);
        let request = TokenRequest::from_json(document.as_bytes()).unwrap();
        let request = request.validate(Rules::Contract, UnknownMembers::Refuse).unwrap();
        let token = token_of(&request);
        let asked: Value = serde_json::from_str(&document).unwrap();
        let lifetime = asked["expirationSeconds"].as_i64().unwrap_or(3_600);
        let name = asked["participantName"].as_str().filter(|name| !name.is_empty());
        let inspection = inspect(&token, Some((&key(), "the test")), now()).unwrap();
        prop_assert_eq!(inspection.signature, SignatureState::Valid);
        let claims: Value = serde_json::from_str(inspection.claims.get()).unwrap();
        prop_assert_eq!(claims, json!({
            "exp": now().seconds() + lifetime,
            "iss": "devkey",
            "nbf": now().seconds(),
            "sub": asked["participantIdentity"],
            "name": name.map_or_else(|| asked["participantIdentity"].clone(), Value::from),
            "video": {"room": asked["roomName"], "roomJoin": true, "canPublish": true, "canSubscribe": true},
        }));
        prop_assert_eq!(inspection.claims.get(), claims_of(&token));
        let verdict = judge(&token, Door::Join, true);
        prop_assert!(verdict.valid, "{:?}", verdict.problems);
    }

    /// A request, its token, what `--from` takes out of it, and the token of that: the claims stay the same bytes.
    #[test]
    fn a_renewed_token_says_the_same(request in request()) {
        let request = valid(request);
        let token = token_of(&request);
        let renewal = Renewal::read(token.as_bytes()).unwrap();
        prop_assert_eq!(&renewal.identity, request.participant_identity());
        prop_assert_eq!(&renewal.name, request.participant_name());
        prop_assert_eq!(renewal.lifetime, Some(i64::from(request.expiration_seconds())));
        prop_assert_eq!(renewal.grants.video.room.as_deref(), Some(request.room_name()));
        let mut grants = renewal.grants.clone();
        grants.video.room = None;
        prop_assert_eq!(&grants, request.grants());
        // By way of what `inspect` prints it is the same.
        let printed = serde_json::to_string(&inspect(&token, None, now()).unwrap()).unwrap();
        prop_assert_eq!(Renewal::read(printed.as_bytes()).unwrap(), renewal.clone());
        let Renewal { identity, name, lifetime, grants } = renewal;
        let lifetime = u32::try_from(lifetime.unwrap()).unwrap();
        let again = valid(TokenRequest {
            participant_identity: Some(Member::text(identity)),
            participant_name: Some(Member::text(name)),
            expiration_seconds: Some(Member::Number(f64::from(lifetime))),
            grants: grants.into(),
            ..TokenRequest::default()
        });
        prop_assert_eq!(claims_of(&token_of(&again)), claims_of(&token));
    }

    /// `validate` prints a request with its defaults; that one is the same request.
    #[test]
    fn a_normalized_request_gives_the_same_token(members in request_members()) {
        let document = object(&members, "");
        let request = valid(TokenRequest::from_json(document.as_bytes()).unwrap());
        let normalized = serde_json::to_string(&request.normalized()).unwrap();
        let again = valid(TokenRequest::from_json(normalized.as_bytes()).unwrap());
        prop_assert_eq!(token_of(&again), token_of(&request));
        prop_assert_eq!(serde_json::to_string(&again.normalized()).unwrap(), normalized);
    }

    /// Grants as a token has them are read as the same grants, by both ways in.
    #[test]
    fn grants_are_read_as_they_are_written(members in grant_members()) {
        let grants = grants_of(&members);
        let written = serde_json::to_string(&grants).unwrap();
        let document = Document::parse(written.clone().into_bytes()).unwrap();
        let mut merged = Grants::default();
        merged.merge(document.root()).unwrap();
        prop_assert_eq!(&merged, &grants);
        let mut taken = Grants::default();
        for (claim, value) in document.root().members() {
            taken.set_as_in_token(&claim.string(), value).unwrap();
        }
        prop_assert_eq!(&taken, &grants);
        prop_assert_eq!(serde_json::to_string(&taken).unwrap(), written);
    }
}
