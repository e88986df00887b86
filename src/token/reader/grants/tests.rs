use super::*;

fn read_text(payload: &str) -> Result<Grant, Vec<GrantFault>> {
    read(&Document::parse(payload.as_bytes().to_vec()).unwrap())
}

fn video(payload: &str) -> Grant {
    read_text(payload).unwrap().grant("video").unwrap().clone()
}

fn messages(payload: &str) -> Vec<String> {
    let message = |fault| match fault {
        GrantFault::WrongType { message, .. } => message,
        GrantFault::RoomConfig(fault) => format!("proto: {}", fault.path),
    };
    read_text(payload).expect_err(payload).into_iter().map(message).collect()
}

#[test]
fn objects_merge_and_members_fold() {
    let grant =
        video(r#"{"video":{"roomJoin":true,"canPublish":false},"VIDEO":{"Room":"x","canPublish":null}}"#);
    assert_eq!((grant.is_set("roomJoin"), grant.text("room"), grant.flag("canPublish")), (true, "x", None));
    let grant = video(r#"{"video":{"roomJoin":true,"room":"x"},"Video":{"roomJoin":false,"ROOM":null}}"#);
    assert_eq!((grant.flag("roomJoin"), grant.text("room")), (Some(false), "x"));
    assert_eq!(read_text(r#"{"video":{"room":"x"},"video":null}"#).unwrap().grant("video"), None);
    let grant = video(r#"{"video":{"room":"x"},"video":null,"video":{"roomJoin":true}}"#);
    assert_eq!(grant.text("room"), "");
    let grant = video(r#"{"video":{"roomJoin":true,"roomJoin":null,"room_join":5}}"#);
    assert!(grant.is_set("roomJoin"));
    assert_eq!(read_text("null").unwrap().grant("video"), None);
}

#[test]
fn a_claim_s_objects_are_all_that_fold_to_its_name_in_order() {
    for claim in CLAIM_GRANTS.names() {
        let other = CLAIM_GRANTS.names().find(|other| *other != claim && folds_to(other, claim));
        assert_eq!(other, None, "{claim}");
    }
    let payload = r#"{"ſip":{"a":1},"video":{"b":2},"sip":5,"SIP":{"c":3},"sipp":{"d":4},"si":{}}"#;
    let payload = Document::parse(payload.as_bytes().to_vec()).unwrap();
    let objects: Vec<&[u8]> = objects_of(&payload, "sip").map(Value::raw).collect();
    assert_eq!(objects, [&br#"{"a":1}"#[..], br#"{"c":3}"#]);
}

#[test]
fn lists_are_decoded_into_the_list_there_is() {
    let sources = |payload: &str| video(payload).texts("canPublishSources").to_vec();
    assert_eq!(sources(r#"{"video":{"canPublishSources":["a","b"],"canPublishSources":[null]}}"#), ["a"]);
    assert_eq!(sources(r#"{"video":{"canPublishSources":[null,"b"]}}"#), ["", "b"]);
    assert!(sources(r#"{"video":{"canPublishSources":["a"],"canPublishSources":null}}"#).is_empty());
}

#[test]
fn wrong_types_are_named_in_the_server_s_words() {
    for (payload, message) in [
        (
            r#"{"video":[]}"#,
            "array into Go struct field tokenClaims.ClaimGrants.video of type auth.VideoGrant",
        ),
        (r#"{"name":5}"#, "number into Go struct field tokenClaims.ClaimGrants.name of type string"),
        (
            r#"{"video":{"room":true}}"#,
            "bool into Go struct field VideoGrant.ClaimGrants.video.room of type string",
        ),
        (
            r#"{"video":{"Hidden":"x"}}"#,
            "string into Go struct field VideoGrant.ClaimGrants.video.hidden of type bool",
        ),
        (
            r#"{"video":{"canPublishSources":"x"}}"#,
            "string into Go struct field VideoGrant.ClaimGrants.video.canPublishSources of type []string",
        ),
        (
            r#"{"kindDetails":[{}]}"#,
            "object into Go struct field tokenClaims.ClaimGrants.kindDetails of type string",
        ),
        (
            r#"{"attributes":[]}"#,
            "array into Go struct field tokenClaims.ClaimGrants.attributes of type map[string]string",
        ),
        (
            r#"{"attributes":{"a":1}}"#,
            "number into Go struct field tokenClaims.ClaimGrants.attributes of type string",
        ),
        (r#"{"sip":{"call":0}}"#, "number into Go struct field SIPGrant.ClaimGrants.sip.call of type bool"),
    ] {
        assert_eq!(messages(payload), [format!("json: cannot unmarshal {message}")], "{payload}");
    }
    let both = messages(r#"{"name":1,"video":{"room":2},"metadata":{}}"#);
    assert_eq!(both.len(), 3);
    assert!(both[0].contains("ClaimGrants.name"));
}

#[test]
fn a_faulty_room_configuration_comes_first() {
    assert_eq!(messages(r#"{"roomConfig":5}"#), ["proto: roomConfig"]);
    let both = messages(r#"{"name":1,"roomConfig":{"agents":{}},"metadata":{}}"#);
    assert_eq!((both.len(), both[0].as_str()), (2, "proto: roomConfig.agents"));
    assert!(read_text(r#"{"roomConfig":{},"roomConfig":null,"RoomConfig":{"tags":{"a":"b"}}}"#).is_ok());
}
