use super::*;
use crate::token::jws::Signer;
use crate::token::key::{ApiKey, ApiSecret};

const NOW: i64 = 1_769_860_860; // 2026-01-31T12:01:00Z

fn key(secret: &str) -> SigningKey {
    SigningKey::new(ApiKey::new("devkey").unwrap(), &ApiSecret::new(secret.to_owned()).unwrap())
}

fn sign(payload: &str) -> String {
    let mut token = String::new();
    let secret = ApiSecret::new("secret".to_owned()).unwrap();
    Signer::new(&secret).sign_into(payload.as_bytes(), &mut token).unwrap();
    token
}

/// The claims, with a lifetime and a key's name unless they are given, explained with the key at hand.
fn told(claims: &str) -> String {
    let mut payload = claims.to_owned();
    for (name, member) in [("exp", r#""exp":1769864400"#), ("iss", r#""iss":"devkey""#)] {
        if !claims.contains(&format!("\"{name}\":")) {
            payload = if payload.is_empty() { member.to_owned() } else { format!("{payload},{member}") };
        }
    }
    let now = UnixTime::from_seconds(NOW).unwrap();
    explain(&sign(&format!("{{{payload}}}")), Some((&key("secret"), "--dev")), now).unwrap()
}

const SIGNED: &str = r#" Its signature is valid, made with "devkey" (--dev)."#;
const UNTIL: &str = "until 2026-01-31T13:00:00Z (in 59 min)";

#[test]
fn who_which_room_what_and_until_when() {
    for (claims, expected) in [
        (
            r#""sub":"alice","name":"Alice A.","video":{"roomJoin":true,"room":"demo"}"#,
            format!(
                r#""alice" (called "Alice A.") may join the room "demo" {UNTIL}, and there publish from any source, send data and subscribe to others."#
            ),
        ),
        (
            r#""sub":"alice","name":"alice","kind":"standard","video":{"roomJoin":true,"room":"demo","canPublishSources":["camera","microphone"],"canSubscribe":false}"#,
            format!(
                r#""alice" may join the room "demo" {UNTIL}, and there publish camera and microphone and send data. It does not grant subscribing."#
            ),
        ),
        (
            r#""sub":"a","video":{"roomJoin":true,"room":"r","canPublish":false,"canPublishData":false,"canSubscribe":false}"#,
            format!(
                r#""a" may join the room "r" {UNTIL}. It does not grant publishing, sending data or subscribing."#
            ),
        ),
        (
            r#""sub":"a","video":{"roomJoin":true,"room":"r","canUpdateOwnMetadata":true,"canSubscribeMetrics":true,"canManageAgentSession":true}"#,
            format!(
                r#""a" may join the room "r" {UNTIL}, and there publish from any source, send data, subscribe to others, change their own name, metadata and attributes, subscribe to metrics and manage an agent session."#
            ),
        ),
        (
            r#""sub":"bot","kind":"agent","video":{"roomJoin":true,"room":"r","agent":true,"hidden":true,"recorder":true}"#,
            format!(
                r#""bot" (of the kind "agent") may join the room "r" {UNTIL}, and there publish from any source, send data and subscribe to others. The others in the room do not see this participant. The participant counts as a recorder. Its holder may register as an agent worker."#
            ),
        ),
    ] {
        assert_eq!(told(claims), format!("{expected}{SIGNED}"));
    }
}

#[test]
fn what_a_server_lets_through_against_the_rules_is_told() {
    let explained = told(r#""sub":"alice","Video":{"roomJoin":true,"room":"demo"},"nbf":"1769860800""#);
    let expected = format!(
        r#""alice" may join the room "demo" {UNTIL}, and there publish from any source, send data and subscribe to others. Servers let it through, though it should not be so: "Video" counts as "video" on a server, though names are told apart by case (RFC 7519 section 10.1.1); "nbf" is a string, where a time is a number (RFC 7519 section 2).{SIGNED}"#
    );
    assert_eq!(explained, expected);
}

#[test]
fn a_token_that_does_not_join_says_what_else_it_is_for() {
    for (claims, expected) in [
        (
            r#""video":{"roomList":true,"roomCreate":true}"#,
            format!(
                "The holder of this token may create and delete any room and list all rooms {UNTIL}. It lets nobody join a room."
            ),
        ),
        (
            r#""video":{"roomAdmin":true,"room":"demo","destinationRoom":"other"}"#,
            format!(
                r#"The holder of this token may moderate the room "demo" and move participants to the room "other" {UNTIL}. It lets nobody join a room."#
            ),
        ),
        (
            r#""video":{"roomAdmin":true,"room":"demo"}"#,
            format!(
                r#"The holder of this token may moderate the room "demo" {UNTIL}. It lets nobody join a room."#
            ),
        ),
        (
            r#""video":{"roomList":true,"destinationRoom":"other"}"#,
            format!("The holder of this token may list all rooms {UNTIL}. It lets nobody join a room."),
        ),
        (
            r#""sub":"alice","video":{"roomList":true,"destinationRoom":"other"}"#,
            format!(
                "The holder of this token may list all rooms {UNTIL}. It lets nobody join a room, though it names \"alice\"."
            ),
        ),
        (
            r#""video":{"roomRecord":true,"ingressAdmin":true,"agent":true},"sip":{"admin":true,"call":true}"#,
            format!(
                "The holder of this token may record any room (egress), manage any ingress, register as an agent worker, manage SIP trunks and rules and place SIP calls {UNTIL}. It lets nobody join a room."
            ),
        ),
        (
            r#""agent":{"admin":true},"inference":{"perform":true}"#,
            format!(
                "The holder of this token may administer agents on LiveKit Cloud and use inference on LiveKit Cloud {UNTIL}. It lets nobody join a room."
            ),
        ),
        (
            r#""agentEndpoint":{"call":true},"agentThread":{"read":true,"list":true,"all":false},"agent":{"dispatchAdmin":true}"#,
            format!(
                "The holder of this token may administer dispatches of agents on LiveKit Cloud, call endpoints of agents on LiveKit Cloud and list and read threads of agents on LiveKit Cloud {UNTIL}. It lets nobody join a room."
            ),
        ),
        (
            r#""agentThread":{"all":true}"#,
            format!(
                "The holder of this token may list, create, write, read and delete threads of agents on LiveKit Cloud {UNTIL}. It lets nobody join a room."
            ),
        ),
        (
            r#""agentEndpoint":{"call":false},"agentThread":{"read":null}"#,
            format!(
                "This token, good {UNTIL}, grants nothing: neither joining a room nor any other work of a server."
            ),
        ),
        (
            "",
            format!(
                "This token, good {UNTIL}, grants nothing: neither joining a room nor any other work of a server."
            ),
        ),
        (
            r#""video":{"roomJoin":true}"#,
            format!(
                "This token, good {UNTIL}, is for joining a room, but it has no identity and no room, and a server refuses the join."
            ),
        ),
    ] {
        assert_eq!(told(claims), format!("{expected}{SIGNED}"));
    }
    let long = told(&format!(r#""sub":"a","video":{{"roomJoin":true,"room":"{}"}}"#, "r".repeat(257)));
    assert!(
        long.contains("it has too long a name for the room (257 bytes of at most 256 by default), and"),
        "{long}"
    );
}

#[test]
fn what_would_stop_it_comes_first() {
    let join = r#""sub":"a","video":{"roomJoin":true,"room":"r"}"#;
    for (more, reason) in [
        (r#""exp":1769860000"#, "it expired 14 min 20 s ago, at 2026-01-31T11:46:40Z"),
        (r#""exp":null"#, "it has no \"exp\", which servers from 1.13.6 on require"),
        (r#""exp":"soon""#, r#"its "exp" is a string, where a server reads a number of seconds"#),
        (r#""nbf":1769861160"#, "it is not valid before 2026-01-31T12:06:00Z (in 5 min)"),
        (
            r#""exp":1769860000,"nbf":1769861160"#,
            "it expired 14 min 20 s ago, at 2026-01-31T11:46:40Z; it is not valid before 2026-01-31T12:06:00Z (in 5 min)",
        ),
    ] {
        let text = told(&format!("{join},{more}"));
        let start = format!(
            "No LiveKit server lets this token in: {reason}. Apart from that, \"a\" may join the room \"r\""
        );
        assert!(text.starts_with(&start), "{text}");
    }
    let forgiven = told(&format!(r#"{join},"exp":1769860850"#));
    let until =
        r#""a" may join the room "r" until 2026-01-31T12:00:50Z (10 s ago, but servers forgive 60 s), and"#;
    assert!(forgiven.starts_with(until), "{forgiven}");
    // At its end a token is over (RFC 7519 section 4.1.4).
    let just_over = told(&format!(r#"{join},"exp":{NOW}"#));
    assert!(
        just_over.contains("until 2026-01-31T12:01:00Z (0 s ago, but servers forgive 60 s)"),
        "{just_over}"
    );
    for (claims, reason) in [
        (r#""video":{"roomJoin":"true"}"#, r#"a server cannot read its "video.roomJoin", which is a string"#),
        (
            r#""roomConfig":{"agents":5}"#,
            r#"a server cannot read its "roomConfig.agents": an array is needed, not this number"#,
        ),
    ] {
        assert_eq!(told(claims), format!("No LiveKit server lets this token in: {reason}.{SIGNED}"));
    }
}

#[test]
fn the_signature_decides_what_is_to_be_trusted() {
    let now = UnixTime::from_seconds(NOW).unwrap();
    let token = sign(r#"{"exp":1769864400,"iss":"devkey","sub":"a","video":{"roomJoin":true,"room":"r"}}"#);
    let wrong = explain(&token, Some((&key("another"), "profile prod")), now).unwrap();
    let start = r#"A LiveKit server with the secret at hand does not let this token in: its signature was not made over it with HS256 and the secret of "devkey" (profile prod). Apart from that, "a" may join the room "r" until"#;
    assert!(wrong.starts_with(start) && !wrong.contains("signature is valid"), "{wrong}");
    let unchecked = explain(&token, None, now).unwrap();
    assert!(
        unchecked.starts_with(r#"By what the token says, "a" may join the room "r" until"#),
        "{unchecked}"
    );
    let end = r#" Its signature was not checked, for the key that it names, "devkey", is not at hand: nothing of this is to be trusted."#;
    assert!(unchecked.ends_with(end), "{unchecked}");
    let nameless = explain(&sign(r#"{"exp":1769864400}"#), None, now).unwrap();
    assert!(nameless.starts_with("No LiveKit server lets this token in: it names no API key in \"iss\". Apart from that, this token, good until "), "{nameless}");
    assert!(
        nameless.ends_with(" Its signature was not checked: nothing of this is to be trusted."),
        "{nameless}"
    );
    let list = explain(&sign("[]"), None, now).unwrap();
    assert!(list.contains("its payload is not an object"), "{list}");
    let other_algorithm = token.replacen("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJhbGciOiJub25lIn0", 1);
    let none = explain(&other_algorithm, None, now).unwrap();
    assert!(none.contains("it is signed with none, and LiveKit takes HS256 only"), "{none}");
    assert!(explain("x", None, now).is_err());
}

#[test]
fn what_a_join_does_to_a_new_room_and_what_it_carries_is_told() {
    let text = told(
        r#""sub":"a","metadata":"hello","attributes":{"k":"v"},"video":{"roomJoin":true,"room":"r"},"roomPreset":"big","roomConfig":{"agents":[{"agentName":"helper"},{"agent_name":"scribe"},{"agentName":""}],"maxParticipants":"10","egress":{"tracks":{"filepath":"x"}}}"#,
    );
    let room = r#" If this join creates the room, it gets the settings of the preset "big", the agent "helper", the agent "scribe" and an agent without a name are called, it takes at most 10 participants and it is recorded (egress)."#;
    let carried =
        " It carries 5 bytes of metadata and 1 attribute of 2 bytes, which everybody who holds it can read.";
    assert!(text.contains(&format!("{room}{carried}")), "{text}");
    let one = told(
        r#""sub":"a","video":{"roomJoin":true,"room":"r"},"roomConfig":{"agents":[{"agentName":"helper"}]}"#,
    );
    assert!(one.contains(r#" If this join creates the room, the agent "helper" is called."#), "{one}");
    let settings = told(
        r#""sub":"a","video":{"roomJoin":true,"room":"r"},"roomConfig":{"max_participants":1,"emptyTimeout":600,"departure_timeout":"20","metadata":"m","tags":{"a":"1","b":"2"}}"#,
    );
    assert!(
        settings.contains(
            " If this join creates the room, it takes at most 1 participant, it stays open for 10 min while nobody joins, it \
             stays open for 20 s after the last has left, it gets 1 byte of metadata and it gets 2 tags."
        ),
        "{settings}"
    );
    let defaults = told(
        r#""sub":"a","metadata":"","attributes":{},"video":{"roomJoin":true,"room":"r"},"roomConfig":{"name":"","maxParticipants":0,"emptyTimeout":0,"metadata":"","tags":{},"agents":[],"egress":{}}"#,
    );
    assert!(!defaults.contains("creates the room") && !defaults.contains("carries"), "{defaults}");
}

#[test]
fn what_is_surely_not_meant_is_told() {
    let text = told(r#""sub":"a","video":{"roomJoin":true,"room":"r","canPublish":false,"canPublsh":true}"#);
    let lints = r#" It does not grant publishing or sending data. Surely not meant: "video" has "canPublsh", which no server reads; "canPublish" was perhaps meant; "canPublish" is false, which blocks data too: "canPublishData" follows it unless it is given."#;
    assert!(text.contains(lints), "{text}");
}

#[test]
fn foreign_text_stays_in_its_quotes() {
    let text = told(
        r#""sub":"a\" may do everything\u001b[31m\n","name":"\u202e","video":{"roomJoin":true,"room":"r"}"#,
    );
    assert!(
        text.starts_with(r#""a\" may do everything\u{1b}[31m\n" (called "\u{202e}") may join the room "r""#),
        "{text}"
    );
    let long = told(&format!(r#""sub":"{}","video":{{"roomJoin":true,"room":"r"}}"#, "x".repeat(200)));
    assert!(long.starts_with(&format!("\"{}\"… may join", "x".repeat(64))), "{long}");
}
