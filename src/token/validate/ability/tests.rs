use super::*;
use crate::token::jws::Signer;
use crate::token::key::{ApiKey, ApiSecret, SigningKey};
use crate::token::time::UnixTime;
use crate::token::validate::{Judge, Verdict};

fn sign(payload: &str) -> String {
    let mut token = String::new();
    let secret = ApiSecret::new("secret".to_owned()).unwrap();
    Signer::new(&secret).sign_into(payload.as_bytes(), &mut token).unwrap();
    token
}

fn judge(token: &str, door: Door, asked: &Asked<'_>) -> Verdict {
    let secret = ApiSecret::new("secret".to_owned()).unwrap();
    let key = SigningKey::new(ApiKey::new("devkey").unwrap(), &secret);
    let now = UnixTime::from_seconds(1_700_000_000).unwrap();
    let mut verdict = Judge { key: &key, source: "--dev", now, door, room: None, strict: false }.judge(token);
    verdict.ask(token, asked);
    verdict
}

/// A token with these members in `video`, beside those that let it in.
fn joining(video: &str) -> String {
    let more = if video.is_empty() { String::new() } else { format!(",{video}") };
    sign(&format!(
        r#"{{"exp":1700003600,"iss":"devkey","sub":"alice","video":{{"roomJoin":true,"room":"demo"{more}}}}}"#
    ))
}

fn codes(token: &str, asked: &Asked<'_>) -> Vec<(&'static str, &'static str)> {
    let can = judge(token, Door::Any, asked).can.unwrap();
    assert_eq!(can.allowed, can.denied.is_empty());
    can.denied.iter().map(|denial| (denial.ability.name(), denial.reason.code)).collect()
}

fn asking(abilities: &[Ability]) -> Asked<'static> {
    Asked { abilities: abilities.to_vec(), room: None, identity: None }
}

#[test]
fn names_are_told_apart() {
    for (index, ability) in Ability::ALL.into_iter().enumerate() {
        assert_eq!(Ability::ALL.iter().position(|other| other.name() == ability.name()), Some(index));
    }
}

/// Each ability within a room: claims that grant it, and claims that do not, with the code and the words that say why.
#[test]
fn the_claim_that_decides_is_named() {
    use Ability::*;
    for (ability, grants, denies, code, words) in [
        (Publish, "", r#""canPublish":false"#, "denied-grant", r#""video.canPublish" is false"#),
        (
            Publish,
            r#""canPublishSources":["microphone"]"#,
            r#""canPublishSources":["CAMERA"]"#,
            "source-not-listed",
            r#"lists no source that there is, but "CAMERA": a server tells upper from lower case"#,
        ),
        (PublishCamera, "", r#""canPublish":false"#, "denied-grant", "canPublish"),
        (
            PublishCamera,
            r#""canPublishSources":["microphone","camera"]"#,
            r#""canPublishSources":["microphone","CAMERA"]"#,
            "source-not-listed",
            r#"does not list "camera", but "CAMERA": a server"#,
        ),
        (
            PublishMicrophone,
            r#""canPublishSources":[]"#,
            r#""canPublishSources":["camera"]"#,
            "source-not-listed",
            r#"does not list "microphone"."#,
        ),
        (
            PublishScreenShare,
            r#""canPublishSources":["screen_share"]"#,
            r#""canPublishSources":["screen_share_audio"]"#,
            "source-not-listed",
            r#""screen_share"."#,
        ),
        (
            PublishScreenShareAudio,
            r#""canPublishSources":["screen_share_audio"]"#,
            r#""canPublishSources":["screen_share"]"#,
            "source-not-listed",
            r#""screen_share_audio"."#,
        ),
        (Subscribe, "", r#""canSubscribe":false"#, "denied-grant", "canSubscribe"),
        (Data, "", r#""canPublish":false"#, "data-blocked", "which is absent, follows it"),
        (
            Data,
            r#""canPublish":false,"canPublishData":true"#,
            r#""canPublishData":false"#,
            "denied-grant",
            "canPublishData",
        ),
        (UpdateMetadata, r#""canUpdateOwnMetadata":true"#, "", "missing-grant", "is absent"),
        (
            UpdateMetadata,
            r#""canUpdateOwnMetadata":true"#,
            r#""canUpdateOwnMetadata":false"#,
            "missing-grant",
            "is false",
        ),
        (
            SubscribeMetrics,
            r#""canSubscribeMetrics":true"#,
            "",
            "missing-grant",
            "canSubscribeMetrics\" is absent",
        ),
        (
            ManageAgentSession,
            r#""canManageAgentSession":true"#,
            "",
            "missing-grant",
            "canManageAgentSession\" is absent",
        ),
        (Hidden, r#""hidden":true"#, r#""hidden":false"#, "missing-grant", "hidden"),
        (Recorder, r#""recorder":true"#, "", "missing-grant", "recorder"),
        (Admin, r#""roomAdmin":true"#, "", "missing-grant", "video.roomAdmin"),
        (List, r#""roomList":true"#, "", "missing-grant", "video.roomList"),
        (Create, r#""roomCreate":true"#, "", "missing-grant", "video.roomCreate"),
        (Record, r#""roomRecord":true"#, "", "missing-grant", "video.roomRecord"),
        (Ingress, r#""ingressAdmin":true"#, "", "missing-grant", "video.ingressAdmin"),
        (Agent, r#""agent":true"#, "", "missing-grant", "video.agent"),
    ] {
        let name = ability.name();
        let asked = asking(&[ability]);
        assert_eq!(codes(&joining(grants), &asked), [], "{name}: {grants}");
        let can = judge(&joining(denies), Door::Join, &asked).can.unwrap();
        assert_eq!((can.allowed, can.denied.len(), can.denied[0].reason.code), (false, 1, code), "{name}");
        assert!(can.denied[0].reason.message.contains(words), "{name}: {}", can.denied[0].reason.message);
    }
    for (ability, flag) in [(Sip, "admin"), (SipCall, "call")] {
        let token = sign(&format!(r#"{{"exp":1700003600,"iss":"devkey","sip":{{"{flag}":true}}}}"#));
        assert_eq!(codes(&token, &asking(&[ability])), []);
        assert_eq!(codes(&joining(""), &asking(&[ability])), [(ability.name(), "missing-grant")]);
    }
}

#[test]
fn who_does_not_get_into_a_room_can_do_nothing_in_it() {
    let asked = asking(&[Ability::Subscribe, Ability::List, Ability::Subscribe]);
    let list = sign(r#"{"exp":1700003600,"iss":"devkey","video":{"roomList":true}}"#);
    assert_eq!(codes(&list, &asked), [("subscribe", "no-room-join")]);
    let nothing = sign(r#"{"exp":1700003600,"iss":"devkey"}"#);
    assert_eq!(codes(&nothing, &asked), [("subscribe", "no-video-grant"), ("list", "missing-grant")]);
    let nobody = sign(r#"{"exp":1700003600,"iss":"devkey","video":{"roomJoin":true,"room":"demo"}}"#);
    assert_eq!(codes(&nobody, &asking(&[Ability::Data])), [("data", "missing-identity")]);
}

#[test]
fn a_token_is_for_one_room_and_one_identity() {
    let asked = |room, identity| Asked { abilities: vec![Ability::Join], room, identity };
    let token = joining("");
    assert_eq!(codes(&token, &asked(Some("demo"), Some("alice"))), []);
    assert_eq!(codes(&token, &asked(Some("Demo"), None)), [("join", "other-room")]);
    assert_eq!(codes(&token, &asked(None, Some("bob"))), [("join", "other-identity")]);
    assert_eq!(
        codes(&token, &asked(Some("*"), Some(""))),
        [("join", "other-room"), ("join", "other-identity")]
    );
    let message =
        |asked: &Asked<'_>| judge(&token, Door::Join, asked).can.unwrap().denied[0].reason.message.clone();
    assert_eq!(message(&asked(Some("x"), None)), r#"The token is for joining room "demo", not room "x"."#);
    assert_eq!(message(&asked(None, Some("bob"))), r#"The token is for "alice", not for "bob"."#);
    let roomless = sign(r#"{"exp":1700003600,"iss":"devkey","sub":"alice","video":{"roomJoin":true}}"#);
    assert_eq!(codes(&roomless, &asked(Some("demo"), None)), [("join", "missing-room")]);
    let admin = Asked { abilities: vec![Ability::Admin], room: Some("other"), identity: None };
    assert_eq!(codes(&joining(r#""roomAdmin":true"#), &admin), [("admin", "other-room")]);
}

#[test]
fn what_is_asked_changes_nothing_about_the_verdict() {
    let verdict = judge(&joining(r#""canPublish":false"#), Door::Join, &asking(&[Ability::Data]));
    let json = serde_json::to_string(&verdict).unwrap();
    assert!(json.starts_with(
        r#"{"valid":true,"door":"join","server":{"status":200,"body":"success"},"problems":[],"#
    ));
    let can = r#""key":{"apiKey":"devkey","source":"--dev"},"can":{"allowed":false,"denied":[{"ability":"data","code":"data-blocked","message":"\"video.canPublish\" is false, and \"video.canPublishData\", which is absent, follows it.","hint":"Mint one with --can-publish-data, or make it of this one: `lktoken mint --from - --can-publish-data`, with the token on standard input."}]}}"#;
    assert!(json.ends_with(can), "{json}");
}

#[test]
fn nothing_is_allowed_with_a_token_that_is_not_let_in() {
    let expired = sign(r#"{"exp":5,"iss":"devkey","sub":"alice","video":{"roomJoin":true,"room":"demo"}}"#);
    let can = judge(&expired, Door::Join, &asking(&[Ability::Data])).can.unwrap();
    assert_eq!((can.allowed, can.denied.len()), (false, 0));
    for unreadable in ["x", "a.b.c", &sign("5"), &sign(r#"{"exp":1700003600,"iss":"devkey","video":5}"#)] {
        let can = judge(unreadable, Door::Join, &asking(&[Ability::Data, Ability::List])).can.unwrap();
        let codes: Vec<_> = can.denied.iter().map(|denial| denial.reason.code).collect();
        assert_eq!((can.allowed, codes), (false, vec!["unreadable-grants"; 2]), "{unreadable}");
    }
}
