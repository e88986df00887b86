use super::*;

fn document(json: &str) -> Document {
    Document::parse(json.as_bytes().to_vec()).unwrap()
}

fn merged(json: &str) -> Result<Grants, String> {
    let mut grants = Grants::default();
    grants.merge(document(json).root()).map_err(|fault| fault.to_string())?;
    Ok(grants)
}

fn set(grants: &mut Grants, name: &str, json: &str) -> Result<(), String> {
    grants.set(name, document(json).root()).map_err(|fault| fault.to_string())
}

fn written(grants: &Grants) -> String {
    serde_json::to_string(grants).unwrap()
}

/// Everything there is, in the order it is written in.
const WHOLE: &str = r#"{"video":{"room":"r","roomJoin":true,"canPublish":false,"canSubscribe":true,"canPublishData":false,"canPublishSources":["camera"],"canUpdateOwnMetadata":true,"canSubscribeMetrics":true,"canManageAgentSession":true,"hidden":true,"recorder":true,"agent":true,"roomAdmin":true,"roomCreate":true,"roomList":true,"roomRecord":true,"ingressAdmin":true,"destinationRoom":"d"},"sip":{"admin":true,"call":false},"agent":{"admin":true,"simulationAdmin":true,"databaseAdmin":true,"dispatchAdmin":true},"inference":{"perform":true},"observability":{"write":true},"agentEndpoint":{"call":true,"agentName":"a","deployment":"d"},"agentThread":{"all":true,"scope":"s","threadIds":["t"],"list":true,"create":true,"write":true,"read":true,"delete":true},"metadata":"m","attributes":{"b":"1","a":"2"},"kind":"agent","kindDetails":["cloud_agent"],"roomPreset":"p","roomConfig":{"name":"n","emptyTimeout":1,"departureTimeout":2,"maxParticipants":3,"metadata":"m","egress":{"room":{"roomName":"x"}},"minPlayoutDelay":4,"maxPlayoutDelay":5,"syncStreams":true,"agents":[{"agentName":"a","metadata":"m","restartPolicy":"JRP_NEVER","deployment":"d","attributes":{"k":"v"},"threadId":"t"}],"tags":{"t":"u"}},"sha256":"h"}"#;

#[test]
fn everything_is_read_and_written_in_one_order() {
    assert_eq!(written(&merged(WHOLE).unwrap()), WHOLE);
    // Whatever the order it was given in.
    let mut reversed = Grants::default();
    let root = document(WHOLE);
    let mut claims: Vec<_> = root.root().members().collect();
    claims.reverse();
    for (claim, value) in claims {
        reversed.set(&claim.string(), value).unwrap();
    }
    assert_eq!(written(&reversed), WHOLE);
}

#[test]
fn a_name_means_a_member_of_video_or_a_claim_or_a_way_to_one() {
    let mut grants = Grants::default();
    for (name, value) in [
        ("canPublish", "false"),
        ("video.hidden", "true"),
        ("agent", "true"),
        ("agent.admin", "true"),
        ("sip", r#"{"call":true}"#),
        ("sip.admin", "false"),
        ("metadata", "\"m\""),
        ("attributes.team", "\"red\""),
        ("roomConfig.emptyTimeout", "60"),
        ("agentThread.threadIds", "[\"a\"]"),
    ] {
        assert_eq!(set(&mut grants, name, value), Ok(()), "{name}");
    }
    assert_eq!(
        written(&grants),
        r#"{"video":{"canPublish":false,"hidden":true,"agent":true},"sip":{"admin":false,"call":true},"agent":{"admin":true},"agentThread":{"threadIds":["a"]},"metadata":"m","attributes":{"team":"red"},"roomConfig":{"emptyTimeout":60}}"#
    );
    set(&mut grants, "sip", "null").unwrap();
    set(&mut grants, "canPublish", "null").unwrap();
    assert!(!written(&grants).contains("sip") && !written(&grants).contains("canPublish"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (json, fault) in [
        (r#"{"canPublsh":true}"#, "canPublsh: is unknown; did you mean canPublish?"),
        (r#"{"metdata":"m"}"#, "metdata: is unknown; did you mean metadata?"),
        (
            r#"{"x":1}"#,
            "x: is unknown; known are video, room, roomJoin, canPublish, canSubscribe, canPublishData, canPublishSources, canUpdateOwnMetadata, canSubscribeMetrics, canManageAgentSession, hidden, recorder, agent, roomAdmin, roomCreate, roomList, roomRecord, ingressAdmin, destinationRoom, sip, inference, observability, agentEndpoint, agentThread, metadata, attributes, kind, kindDetails, roomPreset, roomConfig, sha256",
        ),
        (r#"{"video":{"roomName":"r"}}"#, "video.roomName: is unknown; did you mean room?"),
        (r#"{"canPublish":"yes"}"#, "video.canPublish: true or false is needed, not a string"),
        (r#"{"video":[]}"#, "video: an object is needed, not an array"),
        (r#"{"sip":true}"#, "sip: an object is needed, not true or false"),
        (
            r#"{"canPublishSources":["camera",1]}"#,
            "video.canPublishSources[1]: a string is needed, not a number",
        ),
        (r#"{"attributes":{"a":1}}"#, "attributes.a: a string is needed, not a number"),
        (r#"{"metadata":{}}"#, "metadata: a string is needed, not an object"),
        (
            r#"{"roomConfig":{"agents":[{"agentNme":"x"}]}}"#,
            "roomConfig.agents[0].agentNme: is unknown; did you mean agentName?",
        ),
        (
            r#"{"roomConfig":{"emptyTimeout":-1}}"#,
            "roomConfig.emptyTimeout: a whole number from 0 to 4294967295 is needed, not this number",
        ),
        (
            r#"{"roomConfig":{"emptyTimeout":1.5}}"#,
            "roomConfig.emptyTimeout: a whole number from 0 to 4294967295 is needed, not this number",
        ),
        (r#"{"hidden":true,"hidden":true}"#, "hidden: is given twice"),
        (
            r#"{"roomConfig":{"agents":[{"agent_name":"a","agentName":"b"}]}}"#,
            "roomConfig.agents[0].agentName: given twice (camelCase and snake_case are the same member)",
        ),
        (r#"{"sub":"alice"}"#, "sub: is no grant: it is the identity of the request"),
        (r#"{"metadata":"\ud800"}"#, "metadata: is not well-formed Unicode"),
        ("[]", "an object is needed, not an array"),
    ] {
        assert_eq!(merged(json).unwrap_err(), fault, "{json}");
    }
    assert_eq!(
        set(&mut Grants::default(), "sip.cal", "true").unwrap_err(),
        "sip.cal: is unknown; did you mean call?"
    );
}

#[test]
fn a_way_to_a_grant_has_no_empty_steps_and_its_claim_is_known() {
    for (name, fault) in [
        ("", "is no way to a grant, such as sip.call"),
        ("video..x", "video..x: is no way to a grant, such as sip.call"),
        (".", ".: is no way to a grant, such as sip.call"),
        ("vidoe.hidden", "vidoe: is unknown; did you mean video?"),
    ] {
        assert_eq!(set(&mut Grants::default(), name, "true").unwrap_err(), fault, "{name}");
    }
    let mut grants = merged(r#"{"hidden":true}"#).unwrap();
    assert_eq!(set(&mut grants, "video", "null"), Ok(()));
    assert_eq!(written(&grants), "{}");
}

#[test]
fn a_room_configuration_is_read_in_both_cases_and_as_servers_do() {
    let grants = merged(
        r#"{"roomConfig":{"empty_timeout":"3e2","agents":[{"agent_name":"a","restart_policy":1,"thread_id":"t"}],"egress":{"room":{"room_name":"x"}}}}"#,
    )
    .unwrap();
    assert_eq!(
        written(&grants),
        r#"{"roomConfig":{"emptyTimeout":300,"egress":{"room":{"room_name":"x"}},"agents":[{"agentName":"a","restartPolicy":1,"threadId":"t"}]}}"#
    );
    let config = grants.extra.room_config.unwrap();
    assert_eq!(config.check(), Ok(()));
    let bad = RoomConfiguration { egress: Some(Json::parse(r#"{"room":[]}"#.to_owned()).unwrap()), ..config };
    assert_eq!(bad.check().unwrap_err().path, "roomConfig.egress.room");
}

#[test]
fn what_is_carried_on_is_the_text_that_was_given() {
    let json = |text: &str| Json::parse(text.to_owned()).unwrap();
    assert_eq!(json(r#"{"a":1e2}"#).as_str(), r#"{"a":1e2}"#);
    assert_eq!(json("[1]"), json("[1]"));
    // Another text may be another value to another reader.
    assert_ne!(json("1"), json("1.0"));
    assert!(Json::parse("{".to_owned()).unwrap_err().to_string().starts_with("cannot be carried on: "));
}

#[test]
fn what_is_not_known_is_kept_in_the_claims_of_a_token() {
    let claims = document(
        r#"{"video":{"roomJoin":false,"later":[1.50]},"future":{"a": 1e2, "b":"x y"},"sip":{"new":true},"roomConfig":{"newer":"1"}}"#,
    );
    let mut grants = Grants::default();
    for (claim, value) in claims.root().members() {
        grants.set_as_in_token(&claim.string(), value).unwrap();
    }
    assert_eq!(
        written(&grants),
        r#"{"video":{"roomJoin":false,"later":[1.50]},"sip":{"new":true},"roomConfig":{"newer":"1"},"future":{"a":1e2,"b":"x y"}}"#
    );
}

/// What whoever joins has by default.
const JOINS: &str = r#""roomJoin":true,"canPublish":true,"canSubscribe":true"#;

#[test]
fn who_joins_is_decided_by_what_else_is_granted() {
    let filled = |json: &str, has_identity: bool| {
        let mut grants = merged(json).unwrap();
        grants.fill_in(has_identity);
        written(&grants)
    };
    assert_eq!(filled("{}", false), format!(r#"{{"video":{{{JOINS}}}}}"#));
    assert_eq!(filled("{}", true), serde_json::to_string(Grants::join()).unwrap());
    assert_eq!(filled(r#"{"roomList":true}"#, false), r#"{"video":{"roomList":true}}"#);
    assert!(filled(r#"{"roomList":true}"#, true).contains(JOINS));
    assert_eq!(filled(r#"{"roomJoin":false}"#, true), r#"{"video":{"roomJoin":false}}"#);
    for said in [
        r#""canPublish":true"#,
        r#""hidden":false"#,
        r#""canPublishSources":[]"#,
        r#""metadata":"m""#,
        r#""attributes":{"k":"v"}"#,
        r#""kind":"agent""#,
        r#""kindDetails":["cloud_agent"]"#,
        r#""roomPreset":"p""#,
        r#""roomConfig":{"emptyTimeout":1}"#,
    ] {
        assert!(
            filled(&format!(r#"{{"roomList":true,{said}}}"#), false).contains(r#""roomJoin":true"#),
            "{said}"
        );
    }
    for grant in ["roomAdmin", "roomCreate", "roomRecord", "ingressAdmin", "agent"] {
        assert!(!filled(&format!(r#"{{"{grant}":true}}"#), false).contains("roomJoin"), "{grant}");
        assert!(filled(&format!(r#"{{"{grant}":false}}"#), false).contains("roomJoin"), "{grant}");
    }
    for claim in ["sip", "agent", "inference", "observability", "agentEndpoint", "agentThread"] {
        let grants = format!(
            r#"{{"{claim}":{{"{}":true}}}}"#,
            match claim {
                "inference" => "perform",
                "observability" => "write",
                "sip" | "agentEndpoint" => "call",
                "agent" => "admin",
                _ => "all",
            }
        );
        assert!(!filled(&grants, false).contains("roomJoin"), "{claim}");
        assert!(filled(&format!(r#"{{"{claim}":{{}}}}"#), false).contains("roomJoin"), "{claim}");
    }
}
