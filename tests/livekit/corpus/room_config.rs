//! `roomConfig`, which another reader than the rest of the token reads.

use super::{Case, Claims, ONE_OF_EACH};

/// The members in both casings.
const MEMBERS: [(&str, &str); 12] = [
    ("name", "name"),
    ("emptyTimeout", "empty_timeout"),
    ("departureTimeout", "departure_timeout"),
    ("maxParticipants", "max_participants"),
    ("metadata", "metadata"),
    ("egress", "egress"),
    ("minPlayoutDelay", "min_playout_delay"),
    ("maxPlayoutDelay", "max_playout_delay"),
    ("syncStreams", "sync_streams"),
    ("agents", "agents"),
    ("tags", "tags"),
    ("unknownMember", "unknown_member"),
];

pub fn cases() -> Vec<Case> {
    let mut cases: Vec<_> = super::claim_of_each_type("roomConfig").collect();
    for (camel, snake) in MEMBERS {
        for (kind, value) in ONE_OF_EACH {
            cases.push(case(&format!("{camel} is {kind}"), &format!(r#"{{"{camel}":{value}}}"#)));
            if camel != snake {
                cases.push(case(&format!("{snake} is {kind}"), &format!(r#"{{"{snake}":{value}}}"#)));
            }
        }
    }
    cases.extend(integers());
    let tables: [&[(&str, &str)]; 4] = [&TEXT, &SHAPES, &AGENTS, &EGRESS];
    for (name, config) in tables.into_iter().flatten() {
        cases.push(case(name, config));
    }
    cases.extend(bad_bytes());
    cases.extend(deep());
    cases
}

/// Every registered name in brackets, and two that are none for each. Too many for what is on file.
pub fn registered_names() -> Vec<Case> {
    let names = include_str!("../../../src/token/reader/room_config/registered_names.txt").lines();
    let names = names.flat_map(|name| [name.to_owned(), format!("{name}X"), name.to_uppercase()]);
    names.map(|name| case(&name, &format!(r#"{{"[{name}]":1}}"#))).collect()
}

fn case(name: &str, config: &str) -> Case {
    Case::join(format!("roomConfig: {name}"), &Claims::join().and("roomConfig", config))
}

/// Every way to write a `uint32` member.
fn integers() -> impl Iterator<Item = Case> {
    [
        "0",
        "-0",
        "-1",
        "1",
        "4294967295",
        "4294967296",
        "1.0",
        "1.5",
        "1e2",
        "1E2",
        "1e+2",
        "10e-1",
        "15e-1",
        "1.50e1",
        "1e10",
        "4294967295.0",
        "42949672950e-1",
        "0.1e1",
        "0e999",
        "0.0",
        "1e-0",
        "1e400",
        "-0.0",
        "-1e0",
        "100000000000000000000e-20",
        "1e9999999999",
        r#""0""#,
        r#""1""#,
        r#""-1""#,
        r#""-0""#,
        r#""+1""#,
        r#""01""#,
        r#""1.0""#,
        r#""1e2""#,
        r#""1.5""#,
        r#""4294967295""#,
        r#""4294967296""#,
        r#"" 1""#,
        r#""1 ""#,
        r#""1 2""#,
        r#""1,""#,
        r#""1]""#,
        r#""1}""#,
        r#""1:""#,
        r#""1/""#,
        r#""1é""#,
        r#""1x""#,
        r#""1e""#,
        r#""1e,""#,
        r#""1.,""#,
        r#""\"1\"""#,
        r#""null""#,
        r#""true""#,
        r#""0x1""#,
        r#""1_000""#,
        r#""\u0031""#,
        r#""1\n""#,
        r#""\u00a01""#,
        r#""NaN""#,
        r#""{""#,
        r#""[1]""#,
    ]
    .into_iter()
    .map(|value| case(&format!("emptyTimeout {value}"), &format!(r#"{{"emptyTimeout":{value}}}"#)))
}

/// Text and casing.
const TEXT: [(&str, &str); 32] = [
    (
        "all members",
        r#"{"name":"n","emptyTimeout":1,"departureTimeout":2,"maxParticipants":3,"metadata":"m","minPlayoutDelay":4,"maxPlayoutDelay":5,"syncStreams":true,"agents":[],"tags":{},"egress":{}}"#,
    ),
    (
        "all members in snake case",
        r#"{"name":"n","empty_timeout":1,"departure_timeout":2,"max_participants":3,"metadata":"m","min_playout_delay":4,"max_playout_delay":5,"sync_streams":true,"agents":[],"tags":{},"egress":{}}"#,
    ),
    ("both casings", r#"{"emptyTimeout":1,"empty_timeout":1}"#),
    ("both casings, the first null", r#"{"emptyTimeout":null,"empty_timeout":1}"#),
    ("both casings, both null", r#"{"emptyTimeout":null,"empty_timeout":null}"#),
    ("the same twice", r#"{"emptyTimeout":1,"emptyTimeout":2}"#),
    ("the same twice, null last", r#"{"emptyTimeout":1,"emptyTimeout":null}"#),
    ("an unknown one twice", r#"{"x":1,"x":2}"#),
    ("another case", r#"{"EmptyTimeout":true}"#),
    ("capitals", r#"{"EMPTYTIMEOUT":true}"#),
    ("long s", "{\"\u{17f}yncStreams\":5}"),
    ("escaped name", r#"{"\u0065mptyTimeout":true}"#),
    ("escaped name, the same twice", r#"{"\u0065mptyTimeout":1,"emptyTimeout":1}"#),
    ("empty name", r#"{"":1}"#),
    ("name of an extension", r#"{"[a.b]":1}"#),
    ("name of nothing in brackets", r#"{"[]":1}"#),
    ("name of a known extension", r#"{"[logger.redact_format]":1}"#),
    ("name of a known message", r#"{"[livekit.Room]":null}"#),
    ("name of a known message, in an agent", r#"{"agents":[{"[google.protobuf.Any]":{}}]}"#),
    ("name of a known enum", r#"{"[livekit.TrackSource]":1}"#),
    ("name of a known message and a blank", r#"{"[livekit.Room ]":1}"#),
    ("name of a known message, escaped", r#"{"\u005blivekit.Room]":1}"#),
    ("name in one bracket", r#"{"[a":1,"]":2}"#),
    ("type URL", r#"{"@type":"x"}"#),
    ("lone surrogate in a string", r#"{"name":"\ud800"}"#),
    ("surrogates the wrong way round", r#"{"name":"\udc00\ud800"}"#),
    ("surrogate pair", r#"{"name":"\ud83d\ude00"}"#),
    ("lone surrogate in an unknown member", r#"{"x":"\ud800"}"#),
    ("lone surrogate in an unknown name", r#"{"\ud800":1}"#),
    ("escaped NUL", r#"{"name":"\u0000"}"#),
    ("solidus escaped", r#"{"name":"\/"}"#),
    ("number beyond a double in an unknown member", r#"{"x":1e400}"#),
];

/// Lists, maps, nulls.
const SHAPES: [(&str, &str); 24] = [
    ("spaces and line feeds", "{\n \"name\" :\t\"n\" ,\r\n\"tags\":{ } }"),
    ("tags", r#"{"tags":{"a":"b","c":""}}"#),
    ("tags of null", r#"{"tags":{"a":null}}"#),
    ("tags of a number", r#"{"tags":{"a":1}}"#),
    ("tags of true", r#"{"tags":{"a":true}}"#),
    ("tags of an object", r#"{"tags":{"a":{}}}"#),
    ("tags twice the same name", r#"{"tags":{"a":"b","a":"b"}}"#),
    ("tags twice the same name, escaped", r#"{"tags":{"a":"b","\u0061":"b"}}"#),
    ("tags of two cases", r#"{"tags":{"a":"b","A":"b"}}"#),
    ("tags with an empty name", r#"{"tags":{"":"b"}}"#),
    ("tags with a lone surrogate", r#"{"tags":{"\udfff":"b"}}"#),
    ("tags twice", r#"{"tags":{},"tags":{}}"#),
    ("agents twice", r#"{"agents":[],"agents":[]}"#),
    ("agents with one null", r#"{"agents":[null]}"#),
    ("agents with one string", r#"{"agents":["a"]}"#),
    ("agents with one array", r#"{"agents":[[]]}"#),
    ("agents with one empty object", r#"{"agents":[{}]}"#),
    ("agents as an object", r#"{"agents":{"agentName":"a"}}"#),
    ("unknown member with wrong numbers", r#"{"x":[1.5,-1,{"emptyTimeout":true}]}"#),
    ("syncStreams as text", r#"{"syncStreams":"true"}"#),
    ("syncStreams as a number", r#"{"syncStreams":1}"#),
    ("metadata as an object", r#"{"metadata":{"a":1}}"#),
    (
        "null for all",
        r#"{"name":null,"emptyTimeout":null,"syncStreams":null,"agents":null,"tags":null,"egress":null}"#,
    ),
    ("two faults", r#"{"emptyTimeout":true,"name":5}"#),
];

/// Dispatches.
const AGENTS: [(&str, &str); 30] = [
    ("agent", r#"{"agents":[{"agentName":"a","metadata":"m"}]}"#),
    ("agent in snake case", r#"{"agents":[{"agent_name":"a"}]}"#),
    ("agent in both casings", r#"{"agents":[{"agent_name":"a","agentName":"a"}]}"#),
    ("agentName null", r#"{"agents":[{"agentName":null}]}"#),
    ("agentName a number", r#"{"agents":[{"agentName":1}]}"#),
    ("agent metadata an object", r#"{"agents":[{"metadata":{}}]}"#),
    ("agent attributes", r#"{"agents":[{"attributes":{"a":"b"}}]}"#),
    ("agent attributes of null", r#"{"agents":[{"attributes":{"a":null}}]}"#),
    ("agent attributes of a number", r#"{"agents":[{"attributes":{"a":1}}]}"#),
    ("agent attributes twice the same", r#"{"agents":[{"attributes":{"a":"b","a":"b"}}]}"#),
    ("agent attributes null", r#"{"agents":[{"attributes":null}]}"#),
    ("agent with an unknown member", r#"{"agents":[{"x":{"y":[null]}}]}"#),
    ("agent with a bad deployment", r#"{"agents":[{"deployment":"a_b c"}]}"#),
    ("restartPolicy by name", r#"{"agents":[{"restartPolicy":"JRP_NEVER"}]}"#),
    ("restart_policy by name", r#"{"agents":[{"restart_policy":"JRP_ON_FAILURE"}]}"#),
    ("restartPolicy unknown name", r#"{"agents":[{"restartPolicy":"JRP_MAYBE"}]}"#),
    ("restartPolicy small letters", r#"{"agents":[{"restartPolicy":"jrp_never"}]}"#),
    ("restartPolicy empty name", r#"{"agents":[{"restartPolicy":""}]}"#),
    ("restartPolicy number as text", r#"{"agents":[{"restartPolicy":"1"}]}"#),
    ("restartPolicy by number", r#"{"agents":[{"restartPolicy":1}]}"#),
    ("restartPolicy unknown number", r#"{"agents":[{"restartPolicy":99}]}"#),
    ("restartPolicy negative", r#"{"agents":[{"restartPolicy":-1}]}"#),
    ("restartPolicy whole fraction", r#"{"agents":[{"restartPolicy":1.0}]}"#),
    ("restartPolicy fraction", r#"{"agents":[{"restartPolicy":1.5}]}"#),
    ("restartPolicy 2^31", r#"{"agents":[{"restartPolicy":2147483648}]}"#),
    ("restartPolicy minus 2^31", r#"{"agents":[{"restartPolicy":-2147483648}]}"#),
    ("restartPolicy null", r#"{"agents":[{"restartPolicy":null}]}"#),
    ("restartPolicy true", r#"{"agents":[{"restartPolicy":true}]}"#),
    ("restartPolicy array", r#"{"agents":[{"restartPolicy":["JRP_NEVER"]}]}"#),
    ("second agent bad", r#"{"agents":[{},{"agentName":5}]}"#),
];

/// Recordings.
const EGRESS: [(&str, &str); 68] = [
    ("egress unknown member", r#"{"egress":{"x":1}}"#),
    ("egress.room null", r#"{"egress":{"room":null}}"#),
    ("egress.room a string", r#"{"egress":{"room":"demo"}}"#),
    ("egress.room an array", r#"{"egress":{"room":[]}}"#),
    ("egress.room empty", r#"{"egress":{"room":{}}}"#),
    (
        "egress.room scalars",
        r#"{"egress":{"room":{"roomName":"demo","layout":"grid","audioOnly":true,"videoOnly":false,"customBaseUrl":"https://example.com"}}}"#,
    ),
    (
        "egress.room scalars in snake case",
        r#"{"egress":{"room":{"room_name":"demo","audio_only":true,"custom_base_url":""}}}"#,
    ),
    ("egress.room.layout a number", r#"{"egress":{"room":{"layout":1}}}"#),
    ("egress.room.audioOnly text", r#"{"egress":{"room":{"audioOnly":"true"}}}"#),
    ("egress.room.audioMixing by name", r#"{"egress":{"room":{"audioMixing":"DUAL_CHANNEL_AGENT"}}}"#),
    ("egress.room.audioMixing unknown", r#"{"egress":{"room":{"audioMixing":"STEREO"}}}"#),
    ("egress.room.audioMixing true", r#"{"egress":{"room":{"audioMixing":true}}}"#),
    ("egress.room.preset", r#"{"egress":{"room":{"preset":"H264_1080P_30"}}}"#),
    ("egress.room.preset by number", r#"{"egress":{"room":{"preset":4}}}"#),
    ("egress.room.preset unknown", r#"{"egress":{"room":{"preset":"8K"}}}"#),
    ("egress.room.preset null, advanced", r#"{"egress":{"room":{"preset":null,"advanced":{}}}}"#),
    ("egress.room.preset and advanced", r#"{"egress":{"room":{"preset":"H264_720P_30","advanced":{}}}}"#),
    ("egress.room.preset unknown and advanced", r#"{"egress":{"room":{"preset":"8K","advanced":{}}}}"#),
    ("egress.room.advanced then preset null", r#"{"egress":{"room":{"advanced":{},"preset":null}}}"#),
    (
        "egress.room.advanced",
        r#"{"egress":{"room":{"advanced":{"width":1920,"height":1080,"depth":24,"framerate":30,"audioCodec":"OPUS","audioBitrate":128,"videoCodec":"H264_HIGH","keyFrameInterval":4}}}}"#,
    ),
    ("egress width negative", r#"{"egress":{"room":{"advanced":{"width":-1}}}}"#),
    ("egress width 2^31", r#"{"egress":{"room":{"advanced":{"width":2147483648}}}}"#),
    ("egress width minus 2^31", r#"{"egress":{"room":{"advanced":{"width":-2147483648}}}}"#),
    ("egress width below minus 2^31", r#"{"egress":{"room":{"advanced":{"width":-2147483649}}}}"#),
    ("egress width as text", r#"{"egress":{"room":{"advanced":{"width":"-5"}}}}"#),
    ("egress width fraction", r#"{"egress":{"room":{"advanced":{"width":1.5}}}}"#),
    ("egress keyFrameInterval fraction", r#"{"egress":{"room":{"advanced":{"keyFrameInterval":0.5}}}}"#),
    ("egress keyFrameInterval as text", r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"0.5"}}}}"#),
    ("egress keyFrameInterval NaN", r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"NaN"}}}}"#),
    (
        "egress keyFrameInterval Infinity",
        r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"-Infinity"}}}}"#,
    ),
    ("egress keyFrameInterval inf", r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"inf"}}}}"#),
    ("egress keyFrameInterval 1e308", r#"{"egress":{"room":{"advanced":{"keyFrameInterval":1e308}}}}"#),
    ("egress keyFrameInterval 1e309", r#"{"egress":{"room":{"advanced":{"keyFrameInterval":1e309}}}}"#),
    ("egress keyFrameInterval 1e-400", r#"{"egress":{"room":{"advanced":{"keyFrameInterval":1e-400}}}}"#),
    (
        "egress keyFrameInterval text and more",
        r#"{"egress":{"room":{"advanced":{"keyFrameInterval":"1 2"}}}}"#,
    ),
    ("egress keyFrameInterval true", r#"{"egress":{"room":{"advanced":{"keyFrameInterval":true}}}}"#),
    ("egress.room.file and stream", r#"{"egress":{"room":{"file":{},"stream":{}}}}"#),
    ("egress.room.file null and stream", r#"{"egress":{"room":{"file":null,"stream":{}}}}"#),
    ("egress.room.file", r#"{"egress":{"room":{"file":{"fileType":"MP4","filepath":"f"}}}}"#),
    (
        "egress fileOutputs",
        r#"{"egress":{"room":{"fileOutputs":[{"fileType":"MP4","filepath":"f","disableManifest":true,"s3":{"accessKey":"a","secret":"b","bucket":"c"}}]}}}"#,
    ),
    (
        "egress file_outputs",
        r#"{"egress":{"room":{"file_outputs":[{"file_type":1,"s3":{"access_key":"a","force_path_style":true}}]}}}"#,
    ),
    ("egress fileOutputs null in the list", r#"{"egress":{"room":{"fileOutputs":[null]}}}"#),
    ("egress fileOutputs an object", r#"{"egress":{"room":{"fileOutputs":{}}}}"#),
    ("egress s3 and gcp", r#"{"egress":{"room":{"fileOutputs":[{"s3":{},"gcp":{}}]}}}"#),
    (
        "egress s3 null and gcp",
        r#"{"egress":{"room":{"fileOutputs":[{"s3":null,"gcp":{"credentials":"c","bucket":"b"}}]}}}"#,
    ),
    ("egress s3 twice", r#"{"egress":{"room":{"fileOutputs":[{"s3":{},"s3":{}}]}}}"#),
    (
        "egress azure",
        r#"{"egress":{"room":{"fileOutputs":[{"azure":{"accountName":"a","accountKey":"k","containerName":"c"}}]}}}"#,
    ),
    ("egress aliOSS", r#"{"egress":{"room":{"fileOutputs":[{"aliOSS":{"accessKey":"a","secret":"s"}}]}}}"#),
    ("egress ali_oss", r#"{"egress":{"room":{"fileOutputs":[{"ali_oss":5}]}}}"#),
    ("egress alioss mistyped", r#"{"egress":{"room":{"fileOutputs":[{"aliOSS":5}]}}}"#),
    (
        "egress s3.forcePathStyle text",
        r#"{"egress":{"room":{"fileOutputs":[{"s3":{"forcePathStyle":"yes"}}]}}}"#,
    ),
    ("egress s3.metadata", r#"{"egress":{"room":{"fileOutputs":[{"s3":{"metadata":{"a":"b"}}}]}}}"#),
    (
        "egress s3.metadata of a number",
        r#"{"egress":{"room":{"fileOutputs":[{"s3":{"metadata":{"a":1}}}]}}}"#,
    ),
    (
        "egress s3.proxy",
        r#"{"egress":{"room":{"fileOutputs":[{"s3":{"proxy":{"url":"u","username":"n","password":"p"}}}]}}}"#,
    ),
    ("egress s3.proxy a string", r#"{"egress":{"room":{"fileOutputs":[{"s3":{"proxy":"u"}}]}}}"#),
    (
        "egress streamOutputs",
        r#"{"egress":{"room":{"streamOutputs":[{"protocol":"RTMP","urls":["rtmp://example.com/a"]}]}}}"#,
    ),
    ("egress streamOutputs urls null", r#"{"egress":{"room":{"streamOutputs":[{"urls":null}]}}}"#),
    ("egress streamOutputs urls of null", r#"{"egress":{"room":{"streamOutputs":[{"urls":[null]}]}}}"#),
    ("egress streamOutputs urls of a number", r#"{"egress":{"room":{"streamOutputs":[{"urls":[1]}]}}}"#),
    ("egress streamOutputs urls a string", r#"{"egress":{"room":{"streamOutputs":[{"urls":"u"}]}}}"#),
    (
        "egress segmentOutputs",
        r#"{"egress":{"room":{"segmentOutputs":[{"protocol":"HLS_PROTOCOL","filenamePrefix":"p","segmentDuration":6,"filenameSuffix":"TIMESTAMP"}]}}}"#,
    ),
    (
        "egress segmentOutputs duration negative",
        r#"{"egress":{"room":{"segmentOutputs":[{"segmentDuration":-1}]}}}"#,
    ),
    (
        "egress imageOutputs",
        r#"{"egress":{"room":{"imageOutputs":[{"captureInterval":5,"width":-1,"imageCodec":"IC_JPEG"}]}}}"#,
    ),
    ("egress webhooks", r#"{"egress":{"room":{"webhooks":[{"url":"u","signingKey":"k"}]}}}"#),
    (
        "egress.participant",
        r#"{"egress":{"participant":{"preset":"H264_720P_30","fileOutputs":[{"filepath":"f"}],"segmentOutputs":[]}}}"#,
    ),
    ("egress.participant preset and advanced", r#"{"egress":{"participant":{"advanced":{},"preset":0}}}"#),
    ("egress.tracks", r#"{"egress":{"tracks":{"filepath":"f","disableManifest":true,"s3":{"secret":"s"}}}}"#),
    ("egress.tracks s3 and azure", r#"{"egress":{"tracks":{"s3":{},"azure":{}}}}"#),
];

/// What is replaced elsewhere is an error here.
fn bad_bytes() -> Vec<Case> {
    let configs: [(&str, &[u8]); 6] = [
        ("bad UTF-8 in a string", b"{\"name\":\"\xff\"}"),
        ("bad UTF-8 in an unknown member", b"{\"x\":\"\xff\"}"),
        ("bad UTF-8 in an unknown name", b"{\"\xff\":1}"),
        ("surrogate in UTF-8", b"{\"name\":\"\xed\xa0\x80\"}"),
        ("delete character", b"{\"name\":\"\x7f\"}"),
        ("noncharacter", "{\"name\":\"\u{ffff}\"}".as_bytes()),
    ];
    configs
        .into_iter()
        .map(|(name, config)| {
            Case::join(format!("roomConfig: {name}"), &Claims::join().and("roomConfig", config))
        })
        .collect()
}

fn deep() -> Vec<Case> {
    vec![
        case("many agents", &format!(r#"{{"agents":[{}{{}}]}}"#, "{},".repeat(2_000))),
        case("many unknown members", &format!(r#"{{{}"x":1}}"#, r#""y":[[]],"#.repeat(2_000))),
    ]
}
