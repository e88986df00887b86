//! Random `roomConfig` trees that follow the schema, but for a leaf or two.

use super::json::{self, Text, quoted};
use super::{Dice, Members};

/// What a member holds.
#[derive(Clone, Copy)]
enum Kind {
    Bool,
    Text,
    Unsigned,
    Signed,
    Double,
    Map,
    Enum(&'static [&'static str]),
    Message(&'static [Field]),
    Texts,
    Messages(&'static [Field]),
}

/// A member: its name, and what it holds.
type Field = (&'static str, Kind);

const ROOM_CONFIG: [Field; 11] = [
    ("name", Kind::Text),
    ("emptyTimeout", Kind::Unsigned),
    ("departureTimeout", Kind::Unsigned),
    ("maxParticipants", Kind::Unsigned),
    ("metadata", Kind::Text),
    ("egress", Kind::Message(&EGRESS)),
    ("minPlayoutDelay", Kind::Unsigned),
    ("maxPlayoutDelay", Kind::Unsigned),
    ("syncStreams", Kind::Bool),
    ("agents", Kind::Messages(&DISPATCH)),
    ("tags", Kind::Map),
];
const DISPATCH: [Field; 5] = [
    ("agentName", Kind::Text),
    ("metadata", Kind::Text),
    ("restartPolicy", Kind::Enum(&["JRP_ON_FAILURE", "JRP_NEVER"])),
    ("deployment", Kind::Text),
    ("attributes", Kind::Map),
];
const EGRESS: [Field; 3] = [
    ("room", Kind::Message(&COMPOSITE)),
    ("participant", Kind::Message(&PARTICIPANT)),
    ("tracks", Kind::Message(&TRACKS)),
];
const COMPOSITE: [Field; 14] = [
    ("roomName", Kind::Text),
    ("layout", Kind::Text),
    ("audioOnly", Kind::Bool),
    ("audioMixing", Kind::Enum(&["DEFAULT_MIXING", "DUAL_CHANNEL_AGENT"])),
    ("videoOnly", Kind::Bool),
    ("customBaseUrl", Kind::Text),
    ("file", Kind::Message(&FILE)),
    ("stream", Kind::Message(&STREAM)),
    ("preset", Kind::Enum(&["H264_720P_30", "H264_1080P_60"])),
    ("advanced", Kind::Message(&ENCODING)),
    ("fileOutputs", Kind::Messages(&FILE)),
    ("streamOutputs", Kind::Messages(&STREAM)),
    ("segmentOutputs", Kind::Messages(&SEGMENTS)),
    ("imageOutputs", Kind::Messages(&IMAGES)),
];
const PARTICIPANT: [Field; 4] = [
    ("preset", Kind::Enum(&["PORTRAIT_H264_720P_30"])),
    ("advanced", Kind::Message(&ENCODING)),
    ("fileOutputs", Kind::Messages(&FILE)),
    ("segmentOutputs", Kind::Messages(&SEGMENTS)),
];
const TRACKS: [Field; 6] = [
    ("filepath", Kind::Text),
    ("disableManifest", Kind::Bool),
    ("s3", Kind::Message(&S3)),
    ("gcp", Kind::Message(&GCP)),
    ("azure", Kind::Message(&AZURE)),
    ("aliOSS", Kind::Message(&ALI)),
];
const ENCODING: [Field; 6] = [
    ("width", Kind::Signed),
    ("height", Kind::Signed),
    ("audioCodec", Kind::Enum(&["OPUS", "AAC"])),
    ("videoCodec", Kind::Enum(&["H264_MAIN"])),
    ("videoBitrate", Kind::Signed),
    ("keyFrameInterval", Kind::Double),
];
const FILE: [Field; 7] = [
    ("fileType", Kind::Enum(&["MP4", "OGG"])),
    ("filepath", Kind::Text),
    ("disableManifest", Kind::Bool),
    ("s3", Kind::Message(&S3)),
    ("gcp", Kind::Message(&GCP)),
    ("azure", Kind::Message(&AZURE)),
    ("aliOSS", Kind::Message(&ALI)),
];
const STREAM: [Field; 2] = [("protocol", Kind::Enum(&["RTMP", "SRT"])), ("urls", Kind::Texts)];
const SEGMENTS: [Field; 6] = [
    ("protocol", Kind::Enum(&["HLS_PROTOCOL"])),
    ("filenamePrefix", Kind::Text),
    ("livePlaylistName", Kind::Text),
    ("segmentDuration", Kind::Unsigned),
    ("filenameSuffix", Kind::Enum(&["INDEX", "TIMESTAMP"])),
    ("s3", Kind::Message(&S3)),
];
const IMAGES: [Field; 4] = [
    ("captureInterval", Kind::Unsigned),
    ("width", Kind::Signed),
    ("imageCodec", Kind::Enum(&["IC_JPEG"])),
    ("gcp", Kind::Message(&GCP)),
];
const S3: [Field; 6] = [
    ("accessKey", Kind::Text),
    ("secret", Kind::Text),
    ("bucket", Kind::Text),
    ("forcePathStyle", Kind::Bool),
    ("metadata", Kind::Map),
    ("proxy", Kind::Message(&PROXY)),
];
const GCP: [Field; 3] =
    [("credentials", Kind::Text), ("bucket", Kind::Text), ("proxy", Kind::Message(&PROXY))];
const AZURE: [Field; 3] =
    [("accountName", Kind::Text), ("accountKey", Kind::Text), ("containerName", Kind::Text)];
const ALI: [Field; 3] = [("accessKey", Kind::Text), ("secret", Kind::Text), ("bucket", Kind::Text)];
/// Names that no message has; a server refuses some of them.
const UNKNOWN: [&str; 5] = ["unknown", "[livekit.Room]", "[google.protobuf.Any]", "[pb.go]", "[a.b]"];

const PROXY: [Field; 3] = [("url", Kind::Text), ("username", Kind::Text), ("password", Kind::Text)];

/// A tree: about half of them without a fault.
pub fn tree(dice: &mut Dice) -> Text {
    let faults = dice.pick(&[0, 0, 1, 5]);
    message(dice, &ROOM_CONFIG, faults)
}

/// A message, whose every leaf is wrong so often in a hundred times.
fn message(dice: &mut Dice, fields: &[Field], faults: usize) -> Text {
    let mut members = Members::new();
    for _ in 0..dice.below(5) {
        let (name, kind) = dice.pick(fields);
        let raw_name = spelled(dice, name);
        // A member given twice is a fault of its own.
        let is_there = members.iter().any(|(known, _)| folded(known) == folded(name.as_bytes()));
        if !is_there || dice.percent(faults) {
            let value = if dice.percent(8) { "null".into() } else { value(dice, kind, faults) };
            members.push((raw_name, value));
        }
    }
    if dice.percent(8) {
        members.push((dice.pick(&UNKNOWN).into(), json::value(dice, 2)));
    }
    if dice.percent(faults) {
        members.push((json::name(dice), json::value(dice, 2)));
    }
    json::object(dice, &members)
}

/// A name without its case and its underscores.
fn folded(name: &[u8]) -> Text {
    let mut name = name.to_ascii_lowercase();
    name.retain(|&byte| byte != b'_');
    name
}

/// The name in camel case or in snake case, seldom in another.
fn spelled(dice: &mut Dice, name: &str) -> Text {
    match dice.below(20) {
        0..=5 => {
            let mut snake = String::new();
            for c in name.chars() {
                if c.is_ascii_uppercase() && name != "aliOSS" {
                    snake.push('_');
                    snake.push(c.to_ascii_lowercase());
                } else {
                    snake.push(c);
                }
            }
            snake.into()
        }
        6 => name.to_uppercase().into(),
        _ => name.into(),
    }
}

fn value(dice: &mut Dice, kind: Kind, faults: usize) -> Text {
    if dice.percent(faults * 2) {
        return json::value(dice, 2);
    }
    match kind {
        Kind::Bool => dice.pick(&["true", "false"]).into(),
        Kind::Text => text(dice, faults),
        Kind::Unsigned => integer(dice, faults, "4294967295", "4294967296"),
        Kind::Signed => integer(dice, faults, "-2147483648", "2147483648"),
        Kind::Double => {
            let good = ["0.5", "4", "1e3", "\"NaN\"", "\"-Infinity\"", "\"2.5\"", "-1e308"];
            let bad = ["\"inf\"", "1e309", "\" 1\"", "\"1.\"", "\"\""];
            let is_bad = dice.percent(faults * 3);
            dice.pick(if is_bad { &bad[..] } else { &good[..] }).into()
        }
        Kind::Map => {
            let mut members = Members::new();
            for index in 0..dice.below(3) {
                let name = if dice.percent(faults) { 0 } else { index };
                members.push((format!("k{name}").into(), text(dice, faults)));
            }
            json::object(dice, &members)
        }
        Kind::Enum(names) => match dice.below(8) {
            0 => quoted("NO_SUCH_NAME"),
            1 => dice.pick(&["0", "1", "99", "-1", "1.0", "1e1"]).into(),
            2 if dice.percent(faults * 4) => dice.pick(&["1.5", "2147483648", "true"]).into(),
            _ => quoted(dice.pick(names)),
        },
        Kind::Message(fields) => message(dice, fields, faults),
        Kind::Texts => {
            let mut list = Vec::new();
            for _ in 0..dice.below(3) {
                list.push(if dice.percent(faults) { "null".into() } else { text(dice, faults) });
            }
            json::array(dice, &list)
        }
        Kind::Messages(fields) => {
            let mut list = Vec::new();
            for _ in 0..dice.below(3) {
                list.push(if dice.percent(faults) { "null".into() } else { message(dice, fields, faults) });
            }
            json::array(dice, &list)
        }
    }
}

/// Good text where there are no faults: this reader refuses what others replace.
fn text(dice: &mut Dice, faults: usize) -> Text {
    if dice.percent(faults) {
        json::string(dice)
    } else {
        quoted(dice.pick(&["", "a", "b c", "é", "\\ud83d\\ude00", "\\u0000", "\\n"]))
    }
}

fn integer(dice: &mut Dice, faults: usize, limit: &'static str, beyond: &'static str) -> Text {
    if dice.percent(faults * 3) {
        return dice
            .pick(&[
                beyond,
                "1.5",
                "15e-1",
                "\"\"",
                "\" 1\"",
                "\"1 \"",
                "\"+1\"",
                "\"01\"",
                "\"1e\"",
                "\"1x\"",
                "1e400",
                "\"null\"",
                "-4294967296",
            ])
            .into();
    }
    dice.pick(&[
        limit, "0", "-0", "1", "1.0", "1e2", "10e-1", "\"5\"", "\"1.0\"", "\"1 2\"", "\"1,\"", "\"1e,\"",
        "0e999", "20",
    ])
    .into()
}
