//! The doors other than joining.

use super::{Case, Claims};
use crate::server::Door;

const VIDEO: [(&str, &str); 21] = [
    ("roomAdmin", r#"{"roomAdmin":true,"room":"demo"}"#),
    ("roomAdmin of another room", r#"{"roomAdmin":true,"room":"other"}"#),
    ("roomAdmin of the room in capitals", r#"{"roomAdmin":true,"room":"DEMO"}"#),
    ("roomAdmin of any room", r#"{"roomAdmin":true,"room":"*"}"#),
    ("roomAdmin of no room", r#"{"roomAdmin":true}"#),
    ("roomAdmin false", r#"{"roomAdmin":false,"room":"demo"}"#),
    ("roomAdmin null", r#"{"roomAdmin":null,"room":"demo"}"#),
    ("RoomAdmin in another case", r#"{"RoomAdmin":true,"room":"demo"}"#),
    ("roomList", r#"{"roomList":true}"#),
    ("roomCreate", r#"{"roomCreate":true}"#),
    ("roomRecord", r#"{"roomRecord":true}"#),
    ("ingressAdmin", r#"{"ingressAdmin":true}"#),
    ("agent", r#"{"agent":true}"#),
    ("hidden, recorder", r#"{"hidden":true,"recorder":true}"#),
    (
        "all of video",
        r#"{"roomAdmin":true,"roomList":true,"roomCreate":true,"roomRecord":true,"ingressAdmin":true,"agent":true,"roomJoin":true,"room":"demo"}"#,
    ),
    (
        "all of video is false",
        r#"{"roomAdmin":false,"roomList":false,"roomCreate":false,"roomRecord":false,"ingressAdmin":false,"agent":false,"roomJoin":false,"room":"demo"}"#,
    ),
    ("publishing forbidden", r#"{"roomJoin":true,"room":"demo","canPublish":false}"#),
    ("join without a room", r#"{"roomJoin":true}"#),
    ("empty", "{}"),
    ("null", "null"),
    ("mistyped", r#"{"roomAdmin":1,"room":"demo"}"#),
];

const SIP: [(&str, &str); 8] = [
    ("sip.admin", r#"{"admin":true}"#),
    ("sip.call", r#"{"call":true}"#),
    ("sip.admin and call", r#"{"admin":true,"call":true}"#),
    ("sip false", r#"{"admin":false,"call":false}"#),
    ("sip empty", "{}"),
    ("sip null", "null"),
    ("sip in another case", r#"{"ADMIN":true,"Call":true}"#),
    ("sip mistyped", r#"{"admin":"true"}"#),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, video) in VIDEO {
        cases.push(Case::join(format!("doors: {name}"), &Claims::join().with("video", video)));
        cases.push(Case::join(
            format!("doors: {name}, no identity"),
            &Claims::join().without("sub").with("video", video),
        ));
    }
    for (name, sip) in SIP {
        cases.push(Case::join(format!("doors: {name}"), &Claims::join().without("video").and("sip", sip)));
    }
    let long = "x".repeat(257);
    let whip_room = format!(r#"{{"roomJoin":true,"room":"{long}"}}"#);
    cases.extend([
        Case::join("doors: join", &Claims::join()),
        Case::join("doors: join, identity too long", &Claims::join().with("sub", format!("\"{long}\""))),
        Case::join("doors: join, room too long", &Claims::join().with("video", &whip_room)),
        Case::join(
            "doors: join, room and identity too long",
            &Claims::join().with("sub", format!("\"{long}\"")).with("video", &whip_room),
        ),
        Case::join(
            "doors: join, room too long, no identity",
            &Claims::join().without("sub").with("video", &whip_room),
        ),
        Case::join(
            "doors: agent claim, not video.agent",
            &Claims::join().without("video").and("agent", r#"{"admin":true}"#),
        ),
        Case::join("doors: kind agent, not video.agent", &Claims::join().and("kind", r#""agent""#)),
        Case::join("doors: expired", &Claims::join().with("exp", "$(-600)")),
        Case::join("doors: unknown key", &Claims::join().with("iss", r#""nobody""#)),
        Case::join("doors: wrong secret", &Claims::join()).secret("other"),
        Case::join("doors: exp absent", &Claims::join().without("exp")).without_exp(),
        Case::join("doors: roomConfig bad", &Claims::join().and("roomConfig", "[]")),
    ]);
    cases.into_iter().map(|case| case.at(&Door::ALL)).collect()
}
