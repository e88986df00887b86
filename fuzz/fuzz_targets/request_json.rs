//! A request document, as `mint`, a batch line and `POST /api/token` read it, up to the token.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lktoken::token::inspect::inspect;
use lktoken::token::mint::mint;
use lktoken::token::request::{JsonType, Member, TokenRequest, UnknownMembers, ValidRequest};
use lktoken::token::response::{ErrorResponse, ValidationError};
use lktoken::token::rules::Rules;
use lktoken_fuzz::{assert_is_json, assert_is_let_in, key, now};
use serde_json::Value;

fuzz_target!(|document: &[u8]| {
    match TokenRequest::from_json(document) {
        Ok(request) => {
            agrees_with_another_reader(document, &request);
            for rules in Rules::ALL {
                held_against(rules, &request);
            }
        }
        Err(error) => assert_is_told(vec![error]),
    }
});

/// What another reader of JSON finds in the document, of a member that is given twice the last.
fn agrees_with_another_reader(document: &[u8], request: &TokenRequest<'_>) {
    let document = document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(document);
    // It gives up on deep nesting, and on lone surrogates in values that nobody here looks at.
    let Ok(value) = serde_json::from_slice::<Value>(document) else { return };
    let members = value.as_object().expect("it was read as an object");
    let known = ["roomName", "participantIdentity", "expirationSeconds", "participantName"];
    for (name, member) in known.into_iter().zip([
        &request.room_name,
        &request.participant_identity,
        &request.expiration_seconds,
        &request.participant_name,
    ]) {
        match (members.get(name), member) {
            (Some(Value::String(theirs)), Some(Member::Text(ours))) => assert_eq!(theirs, ours),
            (Some(Value::Number(theirs)), Some(Member::Number(ours))) => {
                // Of many digits it reads the last bits another way.
                let theirs = theirs.as_f64().expect("every number is one");
                assert!((theirs - ours).abs() <= ours.abs() * 1e-12, "{theirs} and {ours}");
            }
            (None, None)
            | (Some(Value::Bool(_)), Some(Member::Other(JsonType::Boolean)))
            | (Some(Value::Null), Some(Member::Other(JsonType::Null)))
            | (Some(Value::Array(_)), Some(Member::Other(JsonType::Array)))
            | (Some(Value::Object(_)), Some(Member::Other(JsonType::Object))) => {}
            (theirs, ours) => panic!("{name}: {theirs:?} and {ours:?}"),
        }
    }
    let unknown = members.keys().filter(|name| !known.contains(&name.as_str()));
    assert!(unknown.clone().all(|name| request.unknown.iter().any(|other| other == name)));
    assert!(request.unknown.iter().all(|name| members.contains_key(&**name)));
}

fn held_against(rules: Rules, request: &TokenRequest<'_>) {
    let ignored = request.clone().validate(rules, UnknownMembers::Ignore);
    let refused = request.clone().validate(rules, UnknownMembers::Refuse);
    match (ignored, refused) {
        (Ok(ignored), Ok(refused)) => {
            assert!(request.unknown.is_empty());
            assert_eq!(ignored, refused);
            accepted(rules, &ignored);
        }
        (Ok(ignored), Err(errors)) => {
            assert!(!request.unknown.is_empty());
            assert!(errors.iter().all(|error| error.message.starts_with("Unknown member")));
            assert_is_told(errors);
            accepted(rules, &ignored);
        }
        (Err(fewer), Err(errors)) => {
            assert!(errors.starts_with(&fewer));
            assert_eq!(errors.len() == fewer.len(), request.unknown.is_empty());
            assert_is_told(errors);
        }
        (Err(errors), Ok(_)) => panic!("only where unknown members are ignored: {errors:?}"),
    }
}

/// The contract's answer to a request that breaks these rules.
fn assert_is_told(errors: Vec<ValidationError>) {
    assert!(!errors.is_empty());
    let json = serde_json::to_string(&ErrorResponse::validation(errors, now())).expect("it can be written");
    assert_is_json(&json);
}

/// A request that is accepted gives a token that is let in, and the same one each time.
fn accepted(rules: Rules, request: &ValidRequest<'_>) {
    let response = mint(request, key(), now()).expect("the year is not the last");
    assert_is_let_in(&response.token);
    assert_is_json(&serde_json::to_string(&response).expect("a response can be written"));
    let claims = inspect(&response.token, None, now()).expect("it was minted").claims;
    let claims: Value = serde_json::from_str(claims.get()).expect("claims are JSON");
    let video = serde_json::json!({
        "room": request.room_name(), "roomJoin": true, "canPublish": true, "canSubscribe": true,
    });
    assert_eq!(claims["video"], video, "no request in JSON widens its grants");
    assert_eq!(claims["sub"], request.participant_identity());
    assert_eq!(claims["name"], request.participant_name());
    assert_eq!(claims.as_object().map(serde_json::Map::len), Some(6));
    // Written out with its defaults it is the same request.
    let normalized = serde_json::to_string(&request.normalized()).expect("a request can be written");
    let again = TokenRequest::from_json(normalized.as_bytes()).expect("it was written");
    let again = again.validate(rules, UnknownMembers::Refuse).expect("it was valid");
    assert_eq!(mint(&again, key(), now()).expect("as before").token, response.token);
}
