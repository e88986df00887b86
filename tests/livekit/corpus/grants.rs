//! The claims of `LiveKit`, and what they hold.

use super::{Case, Claims, ONE_OF_EACH, claim_of_each_type};

/// The members of `video` that are true or false.
pub const BOOLEANS_OF_VIDEO: [&str; 15] = [
    "roomCreate",
    "roomList",
    "roomRecord",
    "roomAdmin",
    "roomJoin",
    "canPublish",
    "canSubscribe",
    "canPublishData",
    "canUpdateOwnMetadata",
    "ingressAdmin",
    "hidden",
    "recorder",
    "agent",
    "canSubscribeMetrics",
    "canManageAgentSession",
];
/// The members of `video` that are text.
pub const TEXTS_OF_VIDEO: [&str; 2] = ["room", "destinationRoom"];

/// Every member of `video`.
pub fn members_of_video() -> impl Iterator<Item = &'static str> {
    BOOLEANS_OF_VIDEO.into_iter().chain(TEXTS_OF_VIDEO).chain(["canPublishSources"])
}

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for claim in [
        "identity",
        "name",
        "kind",
        "kindDetails",
        "metadata",
        "attributes",
        "video",
        "sip",
        "agent",
        "inference",
        "observability",
        "agentEndpoint",
        "agentThread",
        "roomPreset",
        "sha256",
        "unknown",
    ] {
        cases.extend(claim_of_each_type(claim));
    }
    cases.extend(each_member_of_video());
    for (claim, members) in [
        ("sip", &["admin", "call"][..]),
        ("agent", &["admin", "simulationAdmin", "databaseAdmin", "dispatchAdmin"]),
        ("inference", &["perform"]),
        ("observability", &["write"]),
        ("agentEndpoint", &["call", "agentName"]),
    ] {
        for member in members {
            for (kind, value) in ONE_OF_EACH {
                cases.push(Case::join(
                    format!("{claim}.{member} is {kind}"),
                    &Claims::join().and(claim, format!(r#"{{"{member}":{value}}}"#)),
                ));
            }
        }
    }
    cases.extend(video_as_a_whole());
    cases.extend(other_claims());
    cases
}

fn each_member_of_video() -> Vec<Case> {
    let mut cases = Vec::new();
    for member in members_of_video() {
        for (kind, value) in ONE_OF_EACH {
            let video = match member {
                "roomJoin" => format!(r#"{{"roomJoin":{value},"room":"demo"}}"#),
                "room" => format!(r#"{{"roomJoin":true,"room":{value}}}"#),
                _ => format!(r#"{{"roomJoin":true,"room":"demo","{member}":{value}}}"#),
            };
            cases.push(Case::join(format!("video.{member} is {kind}"), &Claims::join().with("video", video)));
        }
    }
    cases
}

fn video_as_a_whole() -> Vec<Case> {
    let videos = [
        ("roomJoin only", r#"{"roomJoin":true}"#),
        ("room only", r#"{"room":"demo"}"#),
        ("snake case", r#"{"room_join":true,"room":"demo"}"#),
        ("snake case room", r#"{"roomJoin":true,"room_name":"demo"}"#),
        ("kebab case", r#"{"room-join":true,"room":"demo"}"#),
        ("unknown member", r#"{"roomJoin":true,"room":"demo","x":{"y":[1]}}"#),
        ("admin only", r#"{"roomAdmin":true,"room":"demo"}"#),
        ("list only", r#"{"roomList":true}"#),
        (
            "nothing allowed",
            r#"{"roomJoin":true,"room":"demo","canPublish":false,"canSubscribe":false,"canPublishData":false}"#,
        ),
        (
            "all allowed",
            r#"{"roomCreate":true,"roomList":true,"roomRecord":true,"roomAdmin":true,"roomJoin":true,"room":"demo","canPublish":true,"canSubscribe":true,"canPublishData":true,"canPublishSources":["camera","microphone","screen_share","screen_share_audio"],"canUpdateOwnMetadata":true,"ingressAdmin":true,"hidden":true,"recorder":true,"agent":true,"canSubscribeMetrics":true,"canManageAgentSession":true,"destinationRoom":"other"}"#,
        ),
        ("unknown source", r#"{"roomJoin":true,"room":"demo","canPublishSources":["webcam"]}"#),
        ("source in capitals", r#"{"roomJoin":true,"room":"demo","canPublishSources":["CAMERA"]}"#),
        ("source null", r#"{"roomJoin":true,"room":"demo","canPublishSources":[null]}"#),
        ("source a number", r#"{"roomJoin":true,"room":"demo","canPublishSources":["camera",1]}"#),
        ("source an array", r#"{"roomJoin":true,"room":"demo","canPublishSources":[["camera"]]}"#),
        ("source an object", r#"{"roomJoin":true,"room":"demo","canPublishSources":[{}]}"#),
        ("two wrong types", r#"{"roomJoin":1,"room":2}"#),
        ("two wrong types, the other way round", r#"{"room":2,"roomJoin":1}"#),
        ("wrong type, then right", r#"{"roomJoin":1,"roomJoin":true,"room":"demo"}"#),
        ("two sources of wrong types", r#"{"roomJoin":true,"canPublishSources":[1,true],"room":5}"#),
    ];
    let mut cases: Vec<_> = videos
        .into_iter()
        .map(|(name, video)| Case::join(format!("video: {name}"), &Claims::join().with("video", video)))
        .collect();
    cases.push(Case::join("video absent", &Claims::join().without("video")));
    cases.push(Case::join("video absent, identity absent", &Claims::join().without("video").without("sub")));
    cases.push(Case::join(
        "wrong types in two claims",
        &Claims::join().with("video", r#"{"room":5}"#).and("name", "5"),
    ));
    cases.push(Case::join(
        "wrong types in two claims, the other way round",
        &Claims::join().without("video").and("name", "5").and("video", r#"{"room":5}"#),
    ));
    cases
}

fn other_claims() -> Vec<Case> {
    let members = [
        ("attributes of a string", "attributes", r#"{"a":"b","c":""}"#),
        ("attributes of null", "attributes", r#"{"a":null}"#),
        ("attributes of a number", "attributes", r#"{"a":1}"#),
        ("attributes of true", "attributes", r#"{"a":true}"#),
        ("attributes of an array", "attributes", r#"{"a":["b"]}"#),
        ("attributes of an object", "attributes", r#"{"a":{}}"#),
        ("attributes twice", "attributes", r#"{"a":"b","a":"c"}"#),
        ("attributes twice, number first", "attributes", r#"{"a":1,"a":"c"}"#),
        ("attributes with an empty name", "attributes", r#"{"":"b"}"#),
        ("attributes with bad text", "attributes", r#"{"\ud800":"\udfff"}"#),
        ("attributes of the agent framework", "attributes", r#"{"lk.agent.state":"idle"}"#),
        ("metadata that holds JSON", "metadata", r#""{\"a\":1}""#),
        ("kind agent", "kind", r#""agent""#),
        ("kind in capitals", "kind", r#""AGENT""#),
        ("kind standard", "kind", r#""standard""#),
        ("kind sip", "kind", r#""sip""#),
        ("kind unknown", "kind", r#""robot""#),
        ("kindDetails known", "kindDetails", r#"["cloud_agent","forwarded"]"#),
        ("kindDetails unknown", "kindDetails", r#"["x",""]"#),
        ("kindDetails of null", "kindDetails", "[null]"),
        ("kindDetails, second a number", "kindDetails", r#"["forwarded",1]"#),
        ("kindDetails of an object", "kindDetails", "[{}]"),
        ("identity other than sub", "identity", r#""mallory""#),
        ("roomPreset unknown", "roomPreset", r#""nothing""#),
        ("sha256 no digest", "sha256", r#""not base64""#),
        ("agentThread full", "agentThread", r#"{"all":true,"scope":"s","threadIds":["a"],"list":true}"#),
        ("agentThread of wrong types", "agentThread", r#"{"all":1,"threadIds":5}"#),
        ("name of control characters", "name", r#""\u001b[31m\u0000\u202e""#),
    ];
    let mut cases: Vec<_> = members
        .into_iter()
        .map(|(name, claim, value)| Case::join(format!("claim: {name}"), &Claims::join().and(claim, value)))
        .collect();
    for (name, bytes) in [("name", 300), ("metadata", 8_192), ("metadata", 100_000)] {
        let value = format!("\"{}\"", "x".repeat(bytes));
        cases.push(Case::join(format!("claim: {name} of {bytes} bytes"), &Claims::join().and(name, value)));
    }
    cases
}
