//! `POST /api/token` by the contract: the requests of the original's collection, and every kind of body.

use axum::http::Method;
use lktoken::server::{Limits, Settings, TokenApi};
use lktoken::token::request::{TokenRequest, UnknownMembers};
use lktoken::token::rules::Rules;
use lktoken::token::time::UnixTime;

use crate::client::{JSON, NOW, claims, dev_key, post, request, send, settings, without_key};

const PATH: &str = "/api/token";

/// The valid requests of the original's collection, with the lifetime that each gets.
const VALID: [(&str, u64); 5] = [
    (r#"{"roomName":"consultation-room-123","participantIdentity":"user-abc-456"}"#, 3600),
    (r#"{"roomName":"test-room","participantIdentity":"user-1","expirationSeconds":7200}"#, 7200),
    (r#"{"roomName":"test-room","participantIdentity":"user-1","participantName":"Dr. Smith"}"#, 3600),
    (
        r#"{"roomName":"test_room","participantIdentity":"user_1","expirationSeconds":86400,"participantName":"Ä"}"#,
        86_400,
    ),
    (
        r#"{"roomName":"consultation-2025-10-24-dr-smith","participantIdentity":"patient-7f3a9b2c","expirationSeconds":1800,"participantName":"John Doe"}"#,
        1800,
    ),
];

/// The invalid ones, with the rules that they break.
const INVALID: [(&str, &[&str]); 7] = [
    (r#"{"participantIdentity":"u"}"#, &["roomName: Room name is required"]),
    (r#"{"roomName":"r"}"#, &["participantIdentity: Participant identity is required"]),
    (
        r#"{"roomName":"room with spaces!","participantIdentity":"u"}"#,
        &["roomName: Room name contains invalid characters"],
    ),
    (
        r#"{"roomName":"r","participantIdentity":"user@example.com"}"#,
        &["participantIdentity: Participant identity contains invalid characters"],
    ),
    (
        r#"{"roomName":"r","participantIdentity":"u","expirationSeconds":30}"#,
        &["expirationSeconds: Minimum expiration is 60 seconds"],
    ),
    (
        r#"{"roomName":"r","participantIdentity":"u","expirationSeconds":90000}"#,
        &["expirationSeconds: Maximum expiration is 24 hours"],
    ),
    (
        r#"{"roomName":"r","participantIdentity":"u","expirationSeconds":3600.5}"#,
        &["expirationSeconds: Expiration must be an integer"],
    ),
];

#[tokio::test]
async fn valid_requests_get_the_token_that_mint_makes() {
    for (document, lifetime) in VALID {
        let answer = post(settings(), PATH, document).await;
        let token = answer.token();
        let now = UnixTime::from_seconds(i64::try_from(NOW).unwrap()).unwrap();
        let valid = TokenRequest::from_json(document.as_bytes()).unwrap();
        let valid = valid.validate(Rules::Contract, UnknownMembers::Refuse).unwrap();
        let expected = lktoken::token::mint::mint(&valid, &dev_key(), now).unwrap();
        assert_eq!(answer.text, serde_json::to_string(&expected).unwrap());
        assert_eq!(claims(&token)["exp"], NOW + lifetime);
    }
}

#[tokio::test]
async fn valid_requests_are_500_without_credentials() {
    for (document, _) in VALID {
        let (status, code, message) = post(without_key(), PATH, document).await.error();
        assert_eq!((status, code.as_str()), (500, "MISSING_CREDENTIALS"));
        assert_eq!(message, "LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured");
    }
}

#[tokio::test]
async fn invalid_requests_are_400_with_and_without_credentials() {
    for (document, rules) in INVALID {
        for settings in [settings(), without_key()] {
            assert_eq!(post(settings, PATH, document).await.rules(), rules, "{document}");
        }
    }
}

#[tokio::test]
async fn what_is_no_json_object_is_400() {
    for (document, rule) in [
        ("", ": Request body is not valid JSON: EOF while parsing a value at line 1 column 0"),
        ("{", ": Request body is not valid JSON: EOF while parsing an object at line 1 column 1"),
        ("[]", ": Invalid input: expected object, received array"),
        ("null", ": Invalid input: expected object, received null"),
        ("{}x", ": Request body is not valid JSON: trailing characters at line 1 column 3"),
    ] {
        assert_eq!(post(settings(), PATH, document).await.rules(), [rule], "{document}");
    }
    let not_text = request(Method::POST, PATH, &[JSON], &b"{\"roomName\":\"\xff\"}"[..]);
    let rules = send(&TokenApi::new(settings()), not_text).await.rules();
    assert!(rules[0].starts_with(": Request body is not valid JSON: "), "{rules:?}");
}

#[tokio::test]
async fn a_caller_cannot_widen_its_grants() {
    let document = r#"{"roomName":"r","participantIdentity":"u","video":{"roomAdmin":true},"metadata":"x","attributes":{"a":"b"},"roomConfig":{}}"#;
    let token = post(settings(), PATH, document).await.token();
    let plain = post(settings(), PATH, r#"{"roomName":"r","participantIdentity":"u"}"#).await.token();
    assert_eq!(token, plain);
}

#[tokio::test]
async fn the_operator_s_longest_lifetime_is_a_rule_among_the_others() {
    let capped =
        || Settings { limits: Limits { max_expiration: Some(900), ..Limits::default() }, ..settings() };
    let ask = |rest: &str| format!(r#"{{"roomName":"r","participantIdentity":"u"{rest}}}"#);
    let lifetime = |token: &str| claims(token)["exp"].as_u64().unwrap() - NOW;
    assert_eq!(lifetime(&post(capped(), PATH, &ask("")).await.token()), 900);
    let asked = ask(r#","expirationSeconds":900"#);
    assert_eq!(lifetime(&post(capped(), PATH, &asked).await.token()), 900);
    for (seconds, rule) in [
        ("901", "expirationSeconds: Maximum expiration is 900 seconds"),
        ("86400", "expirationSeconds: Maximum expiration is 900 seconds"),
        ("86401", "expirationSeconds: Maximum expiration is 24 hours"),
        ("900.5", "expirationSeconds: Expiration must be an integer"),
        ("59", "expirationSeconds: Minimum expiration is 60 seconds"),
        ("null", "expirationSeconds: Invalid input: expected number, received null"),
    ] {
        let document = ask(&format!(r#","expirationSeconds":{seconds}"#));
        assert_eq!(post(capped(), PATH, &document).await.rules(), [rule], "{seconds}");
    }
    let all = r#"{"expirationSeconds":901,"participantName":5}"#;
    assert_eq!(
        post(capped(), PATH, all).await.rules(),
        [
            "roomName: Room name is required",
            "participantIdentity: Participant identity is required",
            "expirationSeconds: Maximum expiration is 900 seconds",
            "participantName: Invalid input: expected string, received number",
        ]
    );
}

#[tokio::test]
async fn a_clock_that_cannot_be_right_is_a_failure_of_the_server() {
    let early = std::time::UNIX_EPOCH - std::time::Duration::from_secs(1);
    let settings = Settings { clock: std::sync::Arc::new(move || early), ..settings() };
    let answer = post(settings, PATH, VALID[0].0).await;
    assert_eq!(
        answer.text,
        r#"{"statusCode":500,"errorCode":"INTERNAL_ERROR","message":"The server's clock is wrong","timestamp":"1970-01-01T00:00:00Z"}"#
    );
}

#[tokio::test]
async fn a_key_can_be_exchanged_while_requests_are_served() {
    let settings = without_key();
    let key = settings.key.clone();
    let api = TokenApi::new(settings);
    let ask = || request(Method::POST, PATH, &[JSON], VALID[0].0);
    assert_eq!(send(&api, ask()).await.status, 500);
    key.set(Some(lktoken::server::ServedKey { key: dev_key(), url: None }));
    send(&api, ask()).await.token();
}
