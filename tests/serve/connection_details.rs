//! LiveKit's standard token endpoint.

use axum::http::Method;
use lktoken::server::{AllowedClaims, Current, ServedKey, Settings, TokenApi};

use crate::client::{Answer, claims, dev_key, post, request, send, settings, without_key};

const PATH: &str = "/api/connection-details";

async fn ask(document: &str) -> Answer {
    post(settings(), PATH, document).await
}

#[tokio::test]
async fn the_answer_is_what_every_client_sdk_reads() {
    for document in [
        r#"{"room_name":"r","participant_identity":"u","participant_name":"N"}"#,
        r#"{"roomName":"r","participantIdentity":"u","participantName":"N"}"#,
        r#"{"room_name":"r","roomName":"other","participant_identity":"u","participant_name":"N","roomConfig":null}"#,
        r#"{"room_name":"r","participant_identity":"u","participant_name":"N","participant_metadata":"","participant_attributes":{},"room_config":{}}"#,
        "\u{feff}{\"room_name\":\"r\",\"participant_identity\":\"u\",\"participant_name\":\"N\",\"anything\":1}",
    ] {
        let answer = ask(document).await;
        let token = answer.token();
        let expected = format!(r#"{{"server_url":"ws://localhost:7880","participant_token":"{token}"}}"#);
        assert_eq!(answer.text, expected);
        let claims = claims(&token);
        assert_eq!(
            (&claims["video"]["room"], &claims["sub"], &claims["name"]),
            (&"r".into(), &"u".into(), &"N".into())
        );
    }
}

#[tokio::test]
async fn what_is_missing_is_made_up() {
    let nobody = claims(&ask("{}").await.token());
    let other = claims(&ask(r#"{"room_name":null,"participant_identity":""}"#).await.token());
    for claims in [&nobody, &other] {
        assert!(claims["video"]["room"].as_str().unwrap().starts_with("room-"), "{claims}");
        assert!(claims["sub"].as_str().unwrap().starts_with("participant-"), "{claims}");
        assert_eq!(claims["sub"], claims["name"]);
    }
    assert_ne!(nobody["sub"], other["sub"]);
    assert_ne!(nobody["video"]["room"], other["video"]["room"]);
    let bare = send(&TokenApi::new(settings()), request(Method::POST, PATH, &[], "")).await;
    bare.token();
    // Nothing at all says nothing; white space is no JSON.
    for blank in [" ", "\r\n", "\u{feff}"] {
        let (status, code, _) = ask(blank).await.error();
        assert_eq!((status, code.as_str()), (400, "VALIDATION_ERROR"), "{blank:?}");
    }
}

#[tokio::test]
async fn what_the_operator_does_not_allow_is_refused_with_a_reason() {
    for (document, reason) in [
        (r#"{"participant_metadata":"m"}"#, "This server puts no participant_metadata into tokens"),
        (r#"{"participantAttributes":{"a":"b"}}"#, "This server puts no participant_attributes into tokens"),
        (
            r#"{"room_config":{"agents":[{"agent_name":"a"}]},"participant_metadata":"m"}"#,
            "This server puts no participant_metadata, no room_config into tokens",
        ),
    ] {
        let (status, code, message) = ask(document).await.error();
        assert_eq!((status, code.as_str(), message.as_str()), (403, "FORBIDDEN", reason));
    }
}

#[tokio::test]
async fn what_the_operator_allows_stands_in_the_token() {
    let all = AllowedClaims { metadata: true, attributes: true, room_config: true };
    let ask = |allowed, document: &'static str| post(Settings { allowed, ..settings() }, PATH, document);
    let document = r#"{"room_name":"r","participant_identity":"u","participant_metadata":"{\"seat\":7}","participantAttributes":{"team":"red"},"room_config":{"agents":[{"agent_name":"helper","metadata":"hi"}],"empty_timeout":60},"kind":"agent","video":{"roomAdmin":true}}"#;
    let claims = claims(&ask(all, document).await.token());
    assert_eq!(claims["metadata"], r#"{"seat":7}"#);
    assert_eq!(claims["attributes"], serde_json::json!({"team":"red"}));
    let config = serde_json::json!({"emptyTimeout":60,"agents":[{"agentName":"helper","metadata":"hi"}]});
    assert_eq!(claims["roomConfig"], config);
    let video = serde_json::json!({"room":"r","roomJoin":true,"canPublish":true,"canSubscribe":true});
    assert_eq!((&claims["video"], claims.get("kind")), (&video, None), "nothing else is widened");
    // One of them alone, and what cannot be read.
    let some = AllowedClaims { metadata: true, ..AllowedClaims::default() };
    assert_eq!(ask(some, document).await.error().0, 403);
    ask(some, r#"{"participant_metadata":"m","participant_attributes":{},"room_config":{}}"#).await.token();
    assert_eq!(
        ask(all, r#"{"room_config":{"agents":[{"agent_name":5}]}}"#).await.rules(),
        ["roomConfig.agents[0].agentName: a string is needed, not this number"]
    );
}

#[tokio::test]
async fn broken_rules_are_the_contract_s() {
    let document = r#"{"room_name":"a b","participant_identity":5,"participant_name":[],"participant_metadata":{},"participant_attributes":{"a":1},"room_config":"x"}"#;
    assert_eq!(
        ask(document).await.rules(),
        [
            "roomName: Room name contains invalid characters",
            "participantIdentity: Invalid input: expected string, received number",
            "participantName: Invalid input: expected string, received array",
            "participant_metadata: Invalid input: expected string, received object",
            "room_config: Invalid input: expected object, received string",
            "participant_attributes: Invalid input: expected string, received number",
        ]
    );
    assert_eq!(ask("[]").await.rules(), [": Invalid input: expected object, received array"]);
    assert!(ask("{").await.rules()[0].starts_with(": Request body is not valid JSON: "));
    let untyped = send(&TokenApi::new(settings()), request(Method::POST, PATH, &[], "{}")).await;
    assert_eq!(untyped.error().0, 415);
}

#[tokio::test]
async fn without_key_or_url_it_is_the_server_s_fault() {
    assert_eq!(post(without_key(), PATH, "{}").await.error().1, "MISSING_CREDENTIALS");
    assert_eq!(post(without_key(), PATH, r#"{"room_name":"a b"}"#).await.error().0, 400);
    let key = Current::new(Some(ServedKey { key: dev_key(), url: None }));
    let (status, code, message) = post(Settings { key, ..settings() }, PATH, "{}").await.error();
    assert_eq!(
        (status, code.as_str(), message.as_str()),
        (500, "INTERNAL_ERROR", "LIVEKIT_URL must be configured")
    );
}
