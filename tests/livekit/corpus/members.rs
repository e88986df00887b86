//! Names of members: their case, their escapes, and the same one again.

use super::{Case, Claims};

pub fn cases() -> Vec<Case> {
    let mut cases = other_case();
    cases.extend(escaped());
    cases.extend(again());
    cases.extend(video_again());
    cases.extend(cleared());
    cases
}

/// The name of every claim the join needs, in another case.
fn other_case() -> Vec<Case> {
    let mut cases = Vec::new();
    let renamed = [
        ("iss", "ISS"),
        ("iss", "Iss"),
        ("iss", "is\u{17f}"),
        ("iss", "i\u{17f}\u{17f}"),
        ("sub", "SUB"),
        ("sub", "\u{17f}ub"),
        ("nbf", "NBF"),
        ("exp", "EXP"),
        ("exp", "eXp"),
        ("video", "Video"),
        ("video", "VIDEO"),
        ("video", "v\u{131}deo"),
        ("video", "v\u{130}deo"),
        ("video", "video "),
        ("video", "video\u{0}"),
    ];
    for (claim, name) in renamed {
        let mut claims = Claims::join();
        for member in &mut claims.0 {
            if member.0 == claim {
                member.0 = name.escape_default().to_string();
                // JSON has no \u{…}: what is not ASCII goes in as it is.
                if !name.is_ascii() || name.contains('\0') {
                    member.0 = name.replace('\0', r"\u0000");
                }
            }
        }
        let has_exp = claim != "exp" || name.eq_ignore_ascii_case("exp");
        assert!(has_exp, "the expiry stays one");
        cases.push(Case::join(format!("case: {claim} as {name:?}"), &claims));
    }
    let videos = [
        ("RoomJoin", r#"{"RoomJoin":true,"room":"demo"}"#),
        ("ROOMJOIN", r#"{"ROOMJOIN":true,"room":"demo"}"#),
        ("roomjoin", r#"{"roomjoin":true,"room":"demo"}"#),
        ("Room", r#"{"roomJoin":true,"Room":"demo"}"#),
        ("canPubli\u{17f}h a number", "{\"roomJoin\":true,\"room\":\"demo\",\"canPubli\u{17f}h\":1}"),
        ("can\u{17f}ubscribe a number", "{\"roomJoin\":true,\"room\":\"demo\",\"can\u{17f}ubscribe\":1}"),
        ("roomLi\u{17f}t a number", "{\"roomJoin\":true,\"room\":\"demo\",\"roomLi\u{17f}t\":1}"),
        ("HIDDEN a string", r#"{"roomJoin":true,"room":"demo","HIDDEN":"x"}"#),
        ("roomJoin, then RoomJoin false", r#"{"roomJoin":true,"room":"demo","RoomJoin":false}"#),
        ("RoomJoin false, then roomJoin", r#"{"RoomJoin":false,"roomJoin":true,"room":"demo"}"#),
        ("room, then ROOM empty", r#"{"roomJoin":true,"room":"demo","ROOM":""}"#),
    ];
    for (name, video) in videos {
        cases.push(Case::join(format!("case: video.{name}"), &Claims::join().with("video", video)));
    }
    let wrong = [
        ("NAME", "5"),
        ("Kind", "5"),
        ("\u{212a}ind", "5"),
        ("\u{212a}indDetail\u{17f}", "5"),
        ("\u{17f}ip", "5"),
        ("\u{17f}ha256", "5"),
        ("attribute\u{17f}", "5"),
        ("roomPre\u{17f}et", "5"),
        ("roomconfig", "5"),
        ("ROOMCONFIG", r#"{"emptyTimeout":true}"#),
        ("room_config", "5"),
        ("ob\u{17f}ervability", "5"),
        ("Attributes", r#"{"A":1}"#),
        ("METADATA", "{}"),
    ];
    for (name, value) in wrong {
        cases.push(Case::join(format!("case: {name} of a wrong type"), &Claims::join().and(name, value)));
    }
    cases
}

fn escaped() -> Vec<Case> {
    let join = Claims::join;
    let mut bad_utf8 = join().json();
    bad_utf8.truncate(bad_utf8.len() - 1);
    bad_utf8.extend_from_slice(b",\"vide\xff\":5,\"\xe2\x84\":1}");
    vec![
        Case::join("escape: iss", &join().without("iss").and(r"\u0069\u0073s", r#""devkey""#)),
        Case::join(
            "escape: video",
            &join().without("video").and(r"vid\u0065o", r#"{"roomJo\u0069n":true,"room":"demo"}"#),
        ),
        Case::join(
            "escape: VIDEO",
            &join().without("video").and(r"\u0056ideo", r#"{"roomJoin":true,"room":"demo"}"#),
        ),
        Case::join("escape: long s", &join().without("sub").and(r"\u017fub", r#""alice""#)),
        Case::join("escape: Kelvin sign", &join().and(r"\u212aind", "5")),
        Case::join("escape: lone surrogate after a name", &join().and(r"name\ud800", "5")),
        Case::join("escape: lone surrogate alone", &join().and(r"\udc00", "5")),
        Case::join("escape: replacement character", &join().and("\u{fffd}", "5")),
        Case::join("escape: NUL after a name", &join().and(r"name\u0000", "5")),
        Case::join("escape: solidus", &join().and(r"a\/b", "5")),
        Case::join("escape: empty name", &join().and("", "5")),
        Case::join(
            "escape: room of escapes",
            &join().with("video", r#"{"roomJoin":true,"room":"\u0064\u0065\u006d\u006f"}"#),
        ),
        Case::join(
            "escape: room of a lone surrogate",
            &join().with("video", r#"{"roomJoin":true,"room":"\ud800"}"#),
        ),
        Case::new("escape: bad UTF-8 in names", bad_utf8),
    ]
}

/// The same claim twice.
fn again() -> Vec<Case> {
    let join = Claims::join;
    vec![
        Case::join("again: name, number last", &join().and("name", r#""a""#).and("name", "5")),
        Case::join("again: name, number first", &join().and("name", "5").and("name", r#""a""#)),
        Case::join("again: name, wrong types twice", &join().and("name", "5").and("name", "true")),
        Case::join(
            "again: attributes merged",
            &join().and("attributes", r#"{"a":"b"}"#).and("attributes", r#"{"c":"d"}"#),
        ),
        Case::join(
            "again: attributes, number last",
            &join().and("attributes", r#"{"a":"b"}"#).and("attributes", r#"{"a":5}"#),
        ),
        Case::join(
            "again: kindDetails, null in the last",
            &join().and("kindDetails", r#"["a","b"]"#).and("kindDetails", "[null]"),
        ),
        Case::join(
            "again: roomConfig, the bad one first",
            &join().and("roomConfig", "5").and("roomConfig", "{}"),
        ),
        Case::join(
            "again: roomConfig, the bad one last",
            &join().and("roomConfig", "{}").and("roomConfig", "5"),
        ),
        Case::join("again: roomConfig, null last", &join().and("roomConfig", "{}").and("roomConfig", "null")),
        Case::join(
            "again: roomConfig in two cases, two casings inside",
            &join().and("roomConfig", r#"{"emptyTimeout":1}"#).and("RoomConfig", r#"{"empty_timeout":1}"#),
        ),
        Case::join(
            "again: name a number, then roomConfig bad",
            &join().and("name", "5").and("roomConfig", "5"),
        ),
        Case::join(
            "again: roomConfig bad, then name a number",
            &join().and("roomConfig", "5").and("name", "5"),
        ),
        Case::join(
            "again: video a number, then roomConfig bad",
            &join().with("video", "5").and("roomConfig", r#"{"tags":5}"#),
        ),
        Case::join("again: sub, the last counts", &join().and("sub", r#""bob""#)),
        Case::join("again: sub, SUB empty last", &join().and("SUB", r#""""#)),
    ]
}

fn video_again() -> Vec<Case> {
    let first_and_last = [
        ("objects merge", r#"{"roomJoin":true}"#, r#"{"room":"demo"}"#),
        ("room last", r#"{"roomJoin":true,"room":"a"}"#, r#"{"room":"b"}"#),
        ("room emptied", r#"{"roomJoin":true,"room":"a"}"#, r#"{"room":""}"#),
        ("roomJoin switched off", r#"{"roomJoin":true,"room":"a"}"#, r#"{"roomJoin":false}"#),
        ("roomJoin null keeps", r#"{"roomJoin":true,"room":"a"}"#, r#"{"roomJoin":null}"#),
        ("room null keeps", r#"{"roomJoin":true,"room":"a"}"#, r#"{"room":null}"#),
        ("empty object keeps", r#"{"roomJoin":true,"room":"a"}"#, "{}"),
        ("null takes away", r#"{"roomJoin":true,"room":"a"}"#, "null"),
        ("null first", "null", r#"{"roomJoin":true,"room":"a"}"#),
        ("number last", r#"{"roomJoin":true,"room":"a"}"#, "5"),
        ("number first", "5", r#"{"roomJoin":true,"room":"a"}"#),
        ("array first", "[]", r#"{"roomJoin":true,"room":"a"}"#),
        ("wrong type first, in an object", r#"{"room":5}"#, r#"{"roomJoin":true,"room":"a"}"#),
    ];
    let mut cases = Vec::new();
    for (name, first, last) in first_and_last {
        for second_name in ["video", "Video"] {
            cases.push(Case::join(
                format!("again: video then {second_name}, {name}"),
                &Claims::join().with("video", first).and(second_name, last),
            ));
        }
    }
    cases.push(Case::join(
        "again: video three times, null in the middle",
        &Claims::join()
            .with("video", r#"{"roomJoin":true}"#)
            .and("video", "null")
            .and("video", r#"{"room":"demo"}"#),
    ));
    cases
}

/// `null` after a value.
fn cleared() -> Vec<Case> {
    let mut cases = Vec::new();
    for member in super::grants::members_of_video() {
        let value = match member {
            "room" | "destinationRoom" => r#""demo""#,
            "canPublishSources" => r#"["camera"]"#,
            _ => "true",
        };
        cases.push(Case::join(
            format!("cleared: video.{member}"),
            &Claims::join().with(
                "video",
                format!(r#"{{"roomJoin":true,"room":"demo","{member}":{value},"{member}":null}}"#),
            ),
        ));
    }
    for (claim, value) in [
        ("name", r#""a""#),
        ("kindDetails", r#"["a"]"#),
        ("attributes", r#"{"a":"b"}"#),
        ("sip", r#"{"admin":true}"#),
        ("aud", r#""a""#),
        ("iat", "1"),
    ] {
        cases.push(Case::join(
            format!("cleared: {claim}"),
            &Claims::join().and(claim, value).and(claim, "null"),
        ));
    }
    cases
}
