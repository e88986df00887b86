//! `inspect`, `inspect --explain` and `mint --from`, of whatever is pasted or piped in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lktoken::token::explain::explain;
use lktoken::token::input::Input;
use lktoken::token::inspect::{SignatureState, inspect};
use lktoken::token::mint::mint;
use lktoken::token::renewal::Renewal;
use lktoken::token::request::{Member, TokenRequest, UnknownMembers};
use lktoken::token::rules::Rules;
use lktoken_fuzz::{API_KEY, assert_is_harmless, assert_is_json, key, now, signed};

fuzz_target!(|input: &[u8]| {
    if let Ok(Input::Token(token)) = Input::read(input) {
        inspected(&token);
    }
    if let Ok(renewal) = Renewal::read(input) {
        renewed(renewal);
    }
});

/// What is shown of a token is JSON, and the claims in it are the token's.
fn inspected(token: &str) {
    let key = Some((key(), "--dev"));
    let result = inspect(token, key, now());
    match explain(token, key, now()) {
        Ok(paragraph) => assert_is_harmless(&paragraph),
        Err(error) => {
            assert_eq!(result.as_ref().err(), Some(&error), "both read the same tokens");
            assert_is_harmless(&error.to_string());
        }
    }
    let Ok(inspection) = result else { return };
    let json = serde_json::to_string(&inspection).expect("an inspection can be written");
    assert_is_json(&json);
    assert_eq!(inspection.signature == SignatureState::NotChecked, inspection.issuer != API_KEY);
    // What is no text is shown as a replacement character, and may count otherwise on a server.
    if inspection.claims.get().contains(char::REPLACEMENT_CHARACTER) {
        return;
    }
    // The claims as they are shown, signed anew, are shown the same.
    let again = inspect(&signed(inspection.claims.get().as_bytes()), key, now()).expect("they are claims");
    assert_eq!(again.claims.get(), inspection.claims.get());
    assert_eq!(again.times, inspection.times);
    assert_eq!(again.permissions, inspection.permissions);
    assert_eq!((again.issuer, again.identity), (inspection.issuer, inspection.identity));
    assert_ne!(again.signature, SignatureState::Invalid);
    // What `inspect` prints can be renewed wherever the token can.
    if let (Ok(of_token), Ok(of_print)) = (Renewal::read(token.as_bytes()), Renewal::read(json.as_bytes())) {
        assert_eq!(of_token, of_print);
    }
}

/// Claims that are taken over stand in the new token as they stood in the old one.
fn renewed(renewal: Renewal) {
    let Renewal { identity, name, lifetime: _, mut grants } = renewal;
    // A room without a name is none.
    grants.video.room = grants.video.room.filter(|room| !room.is_empty());
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty()).map(Member::text);
    let request = TokenRequest {
        participant_identity: text(&identity),
        participant_name: text(&name),
        grants: grants.clone().into(),
        ..TokenRequest::default()
    };
    let Ok(request) = request.validate(Rules::LiveKit, UnknownMembers::Refuse) else { return };
    let minted = mint(&request, key(), now()).expect("the year is not the last").token;
    let again = Renewal::read(minted.as_bytes()).expect("it was minted");
    assert_eq!(again.grants, grants);
    assert_eq!(again.identity, identity);
    assert_eq!(again.name, if name.is_empty() { identity } else { name });
    assert_eq!(again.lifetime, Some(3_600));
}
