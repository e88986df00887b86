use super::*;
use crate::token::key::{ApiKey, ApiSecret};
use crate::token::reader::grants;

fn found(payload: &str) -> Vec<Lint> {
    let payload = Document::parse(payload.as_bytes().to_vec()).unwrap();
    let claims = RegisteredClaims::read(&payload).unwrap();
    let grant = grants::read(&payload).unwrap_or_else(|faults| panic!("{faults:?}"));
    lints(&claims, &grant, &grants::misspelt(&payload), &payload)
}

fn codes(payload: &str) -> Vec<&'static str> {
    found(payload).into_iter().map(|lint| lint.code).collect()
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
        ("milliseconds", r#"{"exp":1700003600000}"#.to_owned(), r#"{"exp":1700003600}"#.to_owned()),
        (
            "milliseconds",
            r#"{"exp":1700003600,"nbf":1700000000000}"#.to_owned(),
            r#"{"exp":1700003600,"nbf":1700000000,"iat":1700000000}"#.to_owned(),
        ),
        ("milliseconds", r#"{"iat":1700000000000}"#.to_owned(), r#"{"iat":1700000000}"#.to_owned()),
        (
            "long-lifetime",
            r#"{"exp":2015360001,"nbf":1700000000}"#.to_owned(),
            r#"{"exp":2015360000,"nbf":1700000000}"#.to_owned(),
        ),
        (
            "unknown-grant",
            r#"{"video":{"roomName":"r"}}"#.to_owned(),
            r#"{"video":{"room":"r","roomJoin":true,"x":1}}"#.to_owned(),
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
        (
            "unknown-kind-detail",
            r#"{"kindDetails":["forwarded","cloud"]}"#.to_owned(),
            r#"{"kindDetails":["Cloud_Agent","simulation"]}"#.to_owned(),
        ),
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
        (
            "storage-credentials",
            r#"{"roomConfig":{"egress":{"room":{"stream":{"urls":["rtmp://x/key"]}}}}}"#.to_owned(),
            r#"{"roomConfig":{"egress":{"room":{"stream":{"urls":[]}}},"tags":{"secret":"x"}}}"#.to_owned(),
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
    for (flag, power) in [
        ("roomCreate", "create and delete any room"),
        ("roomList", "reach beyond its room"),
        ("roomRecord", "reach beyond its room"),
        ("ingressAdmin", "reach beyond its room"),
    ] {
        let payload = format!(r#"{{"video":{{"roomJoin":true,"{flag}":true}}}}"#);
        let message = format!("a token to join with also has \"{flag}\", with which its holder may {power}");
        assert_eq!(found(&payload), [Lint { code: "broad-grant", message }]);
    }
}

#[test]
fn a_token_just_made_is_told_of_with_its_key() {
    let codes = |payload: &str, secret: &str| {
        let secret = ApiSecret::new(secret.to_owned()).unwrap();
        let key = SigningKey::new(ApiKey::new("APIx").unwrap(), &secret);
        let mut token = String::new();
        key.signer().sign_into(payload.as_bytes(), &mut token).unwrap();
        lints_of_minted(&token, &key).into_iter().map(|lint| lint.code).collect::<Vec<_>>()
    };
    let long = "s".repeat(32);
    assert_eq!(codes(r#"{"video":{"roomAdmin":true}}"#, "short"), ["admin-without-room", "short-secret"]);
    assert_eq!(codes(r#"{"video":{"roomAdmin":true,"room":"r"}}"#, &long), [""; 0]);
}

/// Each code about names and places, with claims that fire it and claims as near as can be that do not.
#[test]
fn every_code_about_names_fires_and_stays_silent() {
    let join = |member: &str| format!(r#"{{"sub":"a","video":{{"roomJoin":true,"room":"r"{member}}}}}"#);
    let room = |name: &str| format!(r#"{{"video":{{"roomJoin":true,"room":"{name}"}}}}"#);
    let config = |members: &str| format!(r#"{{"roomConfig":{{{members}}}}}"#);
    let policy = |name: &str| format!(r#"{{"roomConfig":{{"agents":[{{"restartPolicy":"{name}"}}]}}}}"#);
    let deployment = |name: &str| format!(r#"{{"roomConfig":{{"agents":[{{"deployment":"{name}"}}]}}}}"#);
    for (code, fires, silent) in [
        (
            "unknown-claim",
            r#"{"videos":{"roomJoin":true}}"#.to_owned(),
            r#"{"tenant":5,"entity":1}"#.to_owned(),
        ),
        ("unknown-claim", r#"{"room_config":{}}"#.to_owned(), r#"{"roomconfig":{}}"#.to_owned()),
        (
            "unknown-claim",
            r#"{"attribute":{}}"#.to_owned(),
            r#"{"agentEndpoint":{"call":true},"agentThread":{"all":true}}"#.to_owned(),
        ),
        (
            "misplaced-member",
            r#"{"roomJoin":true}"#.to_owned(),
            r#"{"room":"r","hidden":true,"tags":{},"egress":{}}"#.to_owned(),
        ),
        ("misplaced-member", r#"{"agents":[]}"#.to_owned(), config(r#""agents":[]"#)),
        ("misplaced-member", join(r#","roomConfig":{}"#), join(r#","agent":true"#)),
        ("misplaced-member", join(r#","metadata":"m""#), join(r#","x":"m""#)),
        ("unknown-grant", join(r#","can_publish":false"#), join(r#","CANPUBLISH":true"#)),
        ("unknown-grant", join(r#","shareScreen":true"#), join(r#","shareScreen":false,"screen":{}"#)),
        ("unknown-grant", join(r#","isAdmin":true,"isAdmin":true"#), join(r#","is":[true]"#)),
        (
            "unknown-grant",
            r#"{"sip":{"call":true,"admins":true}}"#.to_owned(),
            r#"{"sip":{"call":true,"callAdmin":true}}"#.to_owned(),
        ),
        (
            "unknown-grant",
            r#"{"agent":{"simulation_admin":true}}"#.to_owned(),
            r#"{"agent":{"dispatchAdmin":true}}"#.to_owned(),
        ),
        ("unused-room", r#"{"video":{"room":"r","roomCreate":true}}"#.to_owned(), join("")),
        (
            "unused-room",
            r#"{"video":{"room":"r","canPublish":true}}"#.to_owned(),
            r#"{"video":{"room":"","canPublish":true}}"#.to_owned(),
        ),
        ("wildcard-room", room("*"), room("5*")),
        ("wildcard-room", room("team-*"), room("**party** time")),
        ("surrounding-space", room("demo "), room("my demo")),
        ("surrounding-space", room("demo\\n"), room("demo\\u00e9")),
        // No white space, and not seen either: a control character, and what has no width.
        ("surrounding-space", room("\\u0007demo"), room("de\\u0007mo")),
        ("surrounding-space", room("demo\\u200b"), room("de\\u200bmo")),
        ("surrounding-space", room("\\ufeffdemo"), room("de\\ufeffmo")),
        ("surrounding-space", r#"{"sub":" alice"}"#.to_owned(), r#"{"sub":"alice b"}"#.to_owned()),
        (
            "ignored-identity",
            r#"{"sub":"alice","identity":"bob"}"#.to_owned(),
            r#"{"sub":"alice","identity":"alice"}"#.to_owned(),
        ),
        (
            "ignored-identity",
            r#"{"identity":"bob"}"#.to_owned(),
            r#"{"jti":"bob","identity":"bob"}"#.to_owned(),
        ),
        ("unknown-room-setting", config(r#""emptyTimeOut":5"#), config(r#""emptyTimeout":5"#)),
        (
            "unknown-room-setting",
            config(r#""agents":[{"agentname":"a"}]"#),
            config(r#""agents":[{"agent_name":"a"}]"#),
        ),
        ("skipped-agent", deployment("v_2"), deployment("v-2.1")),
        ("unknown-restart-policy", policy("never"), policy("JRP_NEVER")),
        ("unknown-restart-policy", policy("jrp_on_failure"), policy("JRP_ALWAYS")),
        ("skipped-agent", deployment("v 2"), deployment("")),
        ("skipped-agent", deployment(&"d".repeat(65)), deployment(&"d".repeat(64))),
    ] {
        assert_eq!(codes(&fires), [code], "{fires:.200}");
        assert_eq!(codes(&silent), [""; 0], "{silent:.200}");
    }
}

#[test]
fn every_grant_and_setting_in_the_wrong_place_is_told() {
    for name in ["roomJoin", "canPublishSources", "destinationRoom", "maxParticipants", "departureTimeout"] {
        assert_eq!(codes(&format!(r#"{{"{name}":null}}"#)), ["misplaced-member"], "{name}");
    }
    for name in ["roomPreset", "attributes", "identity", "sip"] {
        assert_eq!(codes(&format!(r#"{{"video":{{"{name}":null}}}}"#)), ["misplaced-member"], "{name}");
    }
}

/// What a misspelt name leaves undone is not told a second time.
#[test]
fn a_misspelt_join_is_told_once() {
    assert_eq!(codes(r#"{"video":{"room_join":true,"room":"r"}}"#), ["unknown-grant"]);
}

/// Node writes what is at its default within `roomConfig`, Go `identity` and `iat`, older Rust every member there is,
/// Python switches that have no use.
#[test]
fn what_livekit_s_own_sdks_write_is_silent() {
    for payload in [
        r#"{"exp":1700003600,"nbf":1700000000,"iss":"k","sub":"a","name":"","metadata":"","attributes":{},"kind":"standard","video":{"roomJoin":true,"room":"r"},"roomConfig":{"name":"","emptyTimeout":0,"departureTimeout":0,"maxParticipants":0,"metadata":"","minPlayoutDelay":0,"maxPlayoutDelay":0,"syncStreams":false,"agents":[{"agentName":"a","metadata":"","restartPolicy":"JRP_ON_FAILURE","deployment":"","attributes":{}}],"tags":{}}}"#,
        r#"{"exp":1700003600,"iat":1700000000,"identity":"a","iss":"k","kind":"agent","kindDetails":["cloud_agent"],"nbf":1700000000,"sub":"a","video":{"agent":true,"roomJoin":true,"room":"r","canPublish":true}}"#,
        r#"{"exp":1700003600,"iss":"k","nbf":1700000000,"sub":"a","name":"","video":{"roomCreate":false,"roomList":false,"roomRecord":false,"roomAdmin":false,"roomJoin":true,"room":"r","destinationRoom":"","canPublish":true,"canSubscribe":true,"canPublishData":true,"canPublishSources":[],"canUpdateOwnMetadata":false,"ingressAdmin":false,"hidden":false,"recorder":false},"sip":{"admin":false,"call":false},"sha256":"","metadata":"","attributes":{},"roomConfig":null}"#,
        r#"{"exp":1700003600,"iss":"k","nbf":1700000000,"video":{"roomList":true,"canPublish":true,"canSubscribe":true,"canPublishData":true},"sip":{"admin":false,"call":false},"sha256":"x","inference":{"perform":true},"observability":{"write":true},"agent":{"admin":true,"simulationAdmin":true,"databaseAdmin":true,"dispatchAdmin":true}}"#,
    ] {
        assert_eq!(codes(payload), [""; 0], "{payload}");
    }
}

/// Of a minted token alone: at a door, whoever holds such a token is told what is missing there.
#[test]
fn a_token_that_grants_nothing_is_told() {
    let told =
        |claims: &str| no_grant(&Document::parse(claims.as_bytes().to_vec()).unwrap()).map(|lint| lint.code);
    for nothing in [
        "{}",
        r#"{"video":{},"sub":"alice","x":1}"#,
        r#"{"video":{"roomJoin":false,"room":"r"}}"#,
        r#"{"sip":{"admin":false},"agent":{}}"#,
        r#"{"video":{"canPublish":null,"destinationRoom":""}}"#,
    ] {
        assert_eq!(told(nothing), Some("no-grant"), "{nothing}");
    }
    for something in [
        r#"{"video":{"roomList":true}}"#,
        r#"{"video":{"roomJoin":false,"agent":true}}"#,
        r#"{"sip":{"call":true}}"#,
        r#"{"agentThread":{"call":["a"]}}"#,
    ] {
        assert_eq!(told(something), None, "{something}");
    }
}
