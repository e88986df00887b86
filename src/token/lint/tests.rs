use super::*;
use crate::token::key::{ApiKey, ApiSecret};
use crate::token::reader::grants;

fn codes(payload: &str) -> Vec<&'static str> {
    let payload = Document::parse(payload.as_bytes().to_vec()).unwrap();
    let claims = RegisteredClaims::read(&payload).unwrap();
    let grant = grants::read(&payload).unwrap_or_else(|faults| panic!("{faults:?}"));
    lints(&claims, &grant, &grants::misspelt(&payload), &payload).into_iter().map(|lint| lint.code).collect()
}

/// Each code, with claims that fire it and claims as near as can be that do not.
#[test]
fn every_code_fires_and_stays_silent() {
    let metadata = |bytes: usize| format!(r#"{{"metadata":"{}"}}"#, "m".repeat(bytes));
    let attributes = |bytes: usize| format!(r#"{{"attributes":{{"a":"{}"}}}}"#, "v".repeat(bytes - 1));
    for (code, fires, silent) in [
        ("never-valid", r#"{"exp":100,"nbf":100}"#.to_owned(), r#"{"exp":200,"nbf":100}"#.to_owned()),
        ("never-valid", r#"{"exp":100,"nbf":1,"iat":101}"#.to_owned(), r#"{"nbf":100,"iat":100}"#.to_owned()),
        ("short-lifetime", r#"{"exp":160,"nbf":100}"#.to_owned(), r#"{"exp":161,"nbf":100}"#.to_owned()),
        (
            "milliseconds",
            r#"{"exp":1700003600000,"nbf":1700000000}"#.to_owned(),
            r#"{"exp":1700003600,"nbf":1700000000}"#.to_owned(),
        ),
        (
            "long-lifetime",
            r#"{"exp":2015360001,"nbf":1700000000}"#.to_owned(),
            r#"{"exp":2015360000,"nbf":1700000000}"#.to_owned(),
        ),
        (
            "unknown-grant",
            r#"{"video":{"roomName":"r"}}"#.to_owned(),
            r#"{"video":{"room":"r","x":1}}"#.to_owned(),
        ),
        (
            "unknown-grant",
            r#"{"video":{"canPublsh":false}}"#.to_owned(),
            r#"{"other":{"canPublsh":false}}"#.to_owned(),
        ),
        (
            "sources-blocked",
            r#"{"video":{"canPublish":false,"canPublishData":true,"canPublishSources":["camera"]}}"#
                .to_owned(),
            r#"{"video":{"canPublish":false,"canPublishData":true,"canPublishSources":[]}}"#.to_owned(),
        ),
        (
            "data-blocked",
            r#"{"video":{"canPublish":false}}"#.to_owned(),
            r#"{"video":{"canPublish":false,"canPublishData":false}}"#.to_owned(),
        ),
        (
            "unknown-source",
            r#"{"video":{"canPublishSources":["CAMERA"]}}"#.to_owned(),
            r#"{"video":{"canPublishSources":["camera","screen_share_audio"]}}"#.to_owned(),
        ),
        (
            "admin-without-room",
            r#"{"video":{"roomAdmin":true}}"#.to_owned(),
            r#"{"video":{"roomAdmin":true,"room":"r"}}"#.to_owned(),
        ),
        (
            "broad-grant",
            r#"{"video":{"roomJoin":true,"roomCreate":true}}"#.to_owned(),
            r#"{"video":{"roomCreate":true,"roomList":true}}"#.to_owned(),
        ),
        ("unknown-kind", r#"{"kind":"robot"}"#.to_owned(), r#"{"kind":"AGENT"}"#.to_owned()),
        ("long-metadata", metadata(524_289), metadata(524_288)),
        ("long-attributes", attributes(65_537), attributes(65_536)),
        (
            "storage-credentials",
            r#"{"roomConfig":{"egress":{"tracks":{"s3":{"secret":"x"}}}}}"#.to_owned(),
            r#"{"roomConfig":{"egress":{"tracks":{"s3":{"secret":"","bucket":"b"}}}}}"#.to_owned(),
        ),
        (
            "storage-credentials",
            r#"{"roomConfig":{"egress":{"room":{"stream_outputs":[{"urls":["rtmp://x"]}]}}}}"#.to_owned(),
            r#"{"roomConfig":{"egress":{"room":{"stream_outputs":[]}}},"metadata":"secret"}"#.to_owned(),
        ),
    ] {
        assert_eq!(codes(&fires), [code], "{fires:.200}");
        assert_eq!(codes(&silent), [""; 0], "{silent:.200}");
    }
}

#[test]
fn a_token_of_ours_has_none() {
    assert!(codes(r#"{"exp":1700003600,"iss":"k","nbf":1700000000,"sub":"a","name":"a","video":{"room":"r","roomJoin":true,"canPublish":true,"canSubscribe":true}}"#).is_empty());
}

#[test]
fn a_secret_shorter_than_its_mac_is_told_but_for_the_development_key() {
    let lint = |name: &str, secret: &str| {
        let secret = ApiSecret::new(secret.to_owned()).unwrap();
        short_secret(&SigningKey::new(ApiKey::new(name).unwrap(), &secret)).map(|lint| lint.code)
    };
    assert_eq!(lint("APIx", &"s".repeat(31)), Some("short-secret"));
    assert_eq!(lint("APIx", &"s".repeat(32)), None);
    assert_eq!(lint("devkey", "secret"), None);
    assert_eq!(lint("devkey", "other"), Some("short-secret"));
}

#[test]
fn every_broad_grant_is_named() {
    let payload = r#"{"video":{"roomJoin":true,"roomCreate":true,"roomList":true,"roomRecord":true,"ingressAdmin":true}}"#;
    assert_eq!(codes(payload), ["broad-grant"; 4]);
}
