use super::super::json::Document;
use super::*;

fn fault(json: &str) -> Option<String> {
    let document = Document::parse(json.as_bytes().to_vec()).unwrap();
    check(document.root()).err().map(|fault| format!("{}: {}", fault.path, fault.reason))
}

#[test]
fn what_sdks_write_can_be_read() {
    for json in [
        "{}",
        r#"{"name":"","emptyTimeout":0,"departureTimeout":20,"maxParticipants":0,"metadata":"","minPlayoutDelay":0,"maxPlayoutDelay":0,"syncStreams":false,"agents":[],"tags":{}}"#,
        r#"{"agents":[{"agentName":"a","metadata":"m","restartPolicy":"JRP_NEVER","deployment":"d","attributes":{"k":"v"}}]}"#,
        r#"{"agents":[{"agent_name":"a","restart_policy":1}],"empty_timeout":"300"}"#,
        r#"{"egress":{"room":{"roomName":"r","layout":"grid","preset":"H264_720P_30","fileOutputs":[{"filepath":"f","s3":{"secret":"x","forcePathStyle":true,"metadata":{"a":"b"}}}]}}}"#,
        r#"{"egress":{"room":{"advanced":{"keyFrameInterval":1.5,"width":1920,"audioCodec":"NO_SUCH"}}}}"#,
        r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"1.5"}}}}"#,
        r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"NaN"}}}}"#,
        r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"-Infinity"}}}}"#,
        r#"{"emptyTimeout":1e2,"departureTimeout":3.0,"maxParticipants":"4294967295","agents":null,"unknown":[{"x":[null]}],"[no.such]":1}"#,
    ] {
        assert_eq!(fault(json), None, "{json}");
    }
}

#[test]
fn what_protojson_refuses_is_refused_with_its_place() {
    for (json, place) in [
        ("[]", "roomConfig: an object is needed"),
        ("5", "roomConfig: an object"),
        (r#"{"emptyTimeout":-1}"#, "roomConfig.emptyTimeout: a whole number from 0"),
        (r#"{"emptyTimeout":1.5}"#, "roomConfig.emptyTimeout: a whole"),
        (r#"{"emptyTimeout":4294967296}"#, "roomConfig.emptyTimeout: a whole"),
        (r#"{"emptyTimeout":" 1"}"#, "roomConfig.emptyTimeout: a whole"),
        (r#"{"emptyTimeout":true}"#, "roomConfig.emptyTimeout: a whole"),
        (r#"{"emptyTimeout":1,"empty_timeout":1}"#, "roomConfig.emptyTimeout: given twice"),
        (r#"{"emptyTimeout":null,"emptyTimeout":1}"#, "roomConfig.emptyTimeout: given twice"),
        (r#"{"syncStreams":"true"}"#, "roomConfig.syncStreams: true or false is needed"),
        (r#"{"metadata":5}"#, "roomConfig.metadata: a string is needed"),
        (r#"{"metadata":"\ud800"}"#, "roomConfig.metadata: a string in it is not well-formed"),
        (r#"{"unknown":["\ud800"]}"#, "roomConfig: a string in it is not well-formed"),
        (r#"{"agents":{}}"#, "roomConfig.agents: an array is needed"),
        (r#"{"agents":[null]}"#, "roomConfig.agents[0]: an object is needed"),
        (
            r#"{"agents":[{},{"restartPolicy":true}]}"#,
            "roomConfig.agents[1].restartPolicy: a name or a whole number",
        ),
        (
            r#"{"agents":[{"attributes":{"a":"1","a":"2"}}]}"#,
            "roomConfig.agents[0].attributes.a: given twice",
        ),
        (
            r#"{"agents":[{"attributes":{"a":null}}]}"#,
            "roomConfig.agents[0].attributes.a: a string is needed",
        ),
        (r#"{"[logger.name]":1}"#, "roomConfig: [logger.name] is the name of a type of Protocol"),
        (
            r#"{"agents":[{"[livekit.Room]":null}]}"#,
            "roomConfig.agents[0]: [livekit.Room] is the name of a type",
        ),
        (r#"{"tags":[]}"#, "roomConfig.tags: an object is needed"),
        (
            r#"{"egress":{"room":{"file":{},"stream":{}}}}"#,
            "roomConfig.egress.room.stream: only one output may be given",
        ),
        (
            r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"x"}}}}"#,
            "roomConfig.egress.room.advanced.keyFrameInterval",
        ),
        (
            r#"{"egress":{"room":{"advanced":{"keyFrameInterval":1e309}}}}"#,
            "roomConfig.egress.room.advanced.keyFrameInterval: a number is needed, not this number",
        ),
        (
            r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"inf"}}}}"#,
            "roomConfig.egress.room.advanced.keyFrameInterval: a number is needed, not this string",
        ),
        (
            r#"{"egress":{"room":{"streamOutputs":[{"urls":[1]}]}}}"#,
            "roomConfig.egress.room.streamOutputs[0].urls[0]",
        ),
    ] {
        let fault = fault(json).unwrap_or_else(|| panic!("accepted: {json}"));
        assert!(fault.starts_with(place), "{json}: {fault}");
    }
}

#[test]
fn whole_numbers_are_told_as_protojson_tells_them() {
    for (number, value) in [
        ("0", Some(0)),
        ("-0.0", Some(0)),
        ("1e2", Some(100)),
        ("1.50e1", Some(15)),
        ("0.5e1", Some(5)),
        ("100e-2", Some(1)),
        ("-7", Some(-7)),
        ("1.5", None),
        ("1e-1", None),
        ("15e-1", None),
        ("10.5e-1", None),
        ("12e11", Some(1_200_000_000_000)),
        // Go gives up at over twenty digits before the point is where it belongs, whatever they are.
        ("0.00000000000000000005e20", Some(5)),
        ("0.000000000000000000005e21", None),
        ("10e-2", None),
        ("1e99", None),
        ("1e99999999999", None),
        ("0e99999999999", Some(0)),
        ("9223372036854775808", None),
    ] {
        assert_eq!(whole_number(number), value, "{number}");
    }
}

#[test]
fn a_number_in_a_string_may_be_followed_by_what_is_no_number() {
    for (text, number) in [
        ("5", Some("5")),
        ("-5.0", Some("-5.0")),
        ("0", Some("0")),
        ("-0.25", Some("-0.25")),
        ("5.25", Some("5.25")),
        ("1.5e+10 s", Some("1.5e+10")),
        ("2E-05,", Some("2E-05")),
        ("5 6", Some("5")),
        ("5,", Some("5")),
        ("1e,", Some("1e")),
        ("1e+", None),
        ("1e", None),
        ("5x", None),
        ("05", None),
        ("1.", None),
        (" 5", None),
        ("5\u{a0}", None),
        ("", None),
        ("-", None),
        ("x", None),
    ] {
        assert_eq!(leading_number(text), number, "{text}");
    }
}
