//! Room configurations by chance, in proto-JSON: every member there is, now and then at its default.

use serde_json::{Map, Value, json};

use crate::dice::Dice;

/// A room configuration.
pub fn roll(dice: &mut Dice) -> Value {
    let mut config = Map::new();
    if dice.percent(80) {
        let agents: Vec<Value> = (0..dice.below(4)).map(|_| agent(dice)).collect();
        config.insert("agents".to_owned(), agents.into());
    }
    numbers(
        dice,
        &mut config,
        &["emptyTimeout", "departureTimeout", "maxParticipants", "minPlayoutDelay", "maxPlayoutDelay"],
        u32::MAX,
    );
    texts(dice, &mut config, &["name", "metadata"]);
    switches(dice, &mut config, &["syncStreams"]);
    named_texts(dice, &mut config, "tags");
    if dice.percent(30) {
        config.insert("egress".to_owned(), egress(dice));
    }
    config.into()
}

fn agent(dice: &mut Dice) -> Value {
    let mut agent = Map::new();
    for text in ["agentName", "metadata"] {
        if dice.percent(80) {
            agent.insert(text.to_owned(), dice.text(200).into());
        }
    }
    one_of(dice, &mut agent, "restartPolicy", &["JRP_NEVER", "JRP_ON_FAILURE"]);
    texts(dice, &mut agent, &["deployment", "threadId"]);
    named_texts(dice, &mut agent, "attributes");
    agent.into()
}

/// What is recorded by itself, with the storage that it goes to and its credentials.
fn egress(dice: &mut Dice) -> Value {
    let mut egress = Map::new();
    for (name, make) in [("room", room_egress as fn(&mut Dice) -> Value), ("participant", participant_egress)]
    {
        if dice.percent(60) {
            egress.insert(name.to_owned(), make(dice));
        }
    }
    if dice.percent(40) {
        let mut tracks = Map::new();
        texts(dice, &mut tracks, &["filepath"]);
        switches(dice, &mut tracks, &["disableManifest"]);
        storage(dice, &mut tracks);
        egress.insert("tracks".to_owned(), tracks.into());
    }
    egress.into()
}

fn room_egress(dice: &mut Dice) -> Value {
    let mut room = Map::new();
    texts(dice, &mut room, &["roomName", "layout", "customBaseUrl"]);
    switches(dice, &mut room, &["audioOnly", "videoOnly"]);
    one_of(dice, &mut room, "audioMixing", &["DUAL_CHANNEL_AGENT", "DUAL_CHANNEL_ALTERNATE"]);
    encoding(dice, &mut room);
    outputs(dice, &mut room);
    if dice.percent(20) {
        room.insert("streamOutputs".to_owned(), json!([{"protocol": "RTMP", "urls": [dice.text(40)]}]));
    }
    if dice.percent(20) {
        let mut image = Map::new();
        numbers(dice, &mut image, &["captureInterval", "width", "height"], i32::MAX.unsigned_abs());
        texts(dice, &mut image, &["filenamePrefix"]);
        one_of(dice, &mut image, "filenameSuffix", &["IMAGE_SUFFIX_TIMESTAMP"]);
        one_of(dice, &mut image, "imageCodec", &["IC_JPEG"]);
        storage(dice, &mut image);
        room.insert("imageOutputs".to_owned(), json!([image]));
    }
    if dice.percent(20) {
        let mut webhook = Map::new();
        texts(dice, &mut webhook, &["url", "signingKey"]);
        room.insert("webhooks".to_owned(), json!([webhook]));
    }
    room.into()
}

fn participant_egress(dice: &mut Dice) -> Value {
    let mut participant = Map::new();
    encoding(dice, &mut participant);
    outputs(dice, &mut participant);
    participant.into()
}

/// One of the two forms of saying how it is encoded, or none.
fn encoding(dice: &mut Dice, request: &mut Map<String, Value>) {
    match dice.below(3) {
        0 => {
            one_of(dice, request, "preset", &["H264_1080P_60", "PORTRAIT_H264_720P_30"]);
        }
        1 => {
            let mut options = Map::new();
            numbers(
                dice,
                &mut options,
                &["width", "height", "framerate", "audioBitrate", "videoBitrate"],
                i32::MAX.unsigned_abs(),
            );
            one_of(dice, &mut options, "audioCodec", &["OPUS", "AAC"]);
            one_of(dice, &mut options, "videoCodec", &["H264_MAIN", "H264_HIGH"]);
            if dice.percent(20) {
                options.insert("keyFrameInterval".to_owned(), 2.5.into());
            }
            request.insert("advanced".to_owned(), options.into());
        }
        _ => {}
    }
}

fn outputs(dice: &mut Dice, request: &mut Map<String, Value>) {
    if dice.percent(40) {
        let mut file = Map::new();
        one_of(dice, &mut file, "fileType", &["MP4", "OGG"]);
        texts(dice, &mut file, &["filepath"]);
        switches(dice, &mut file, &["disableManifest"]);
        storage(dice, &mut file);
        request.insert("fileOutputs".to_owned(), json!([file]));
    }
    if dice.percent(40) {
        let mut segments = Map::new();
        one_of(dice, &mut segments, "protocol", &["HLS_PROTOCOL"]);
        texts(dice, &mut segments, &["filenamePrefix", "playlistName", "livePlaylistName"]);
        numbers(dice, &mut segments, &["segmentDuration"], u32::MAX);
        one_of(dice, &mut segments, "filenameSuffix", &["TIMESTAMP"]);
        storage(dice, &mut segments);
        request.insert("segmentOutputs".to_owned(), json!([segments]));
    }
}

fn storage(dice: &mut Dice, output: &mut Map<String, Value>) {
    let mut storage = Map::new();
    let name = match dice.below(5) {
        0 => {
            texts(
                dice,
                &mut storage,
                &["accessKey", "secret", "sessionToken", "region", "bucket", "tagging"],
            );
            switches(dice, &mut storage, &["forcePathStyle"]);
            named_texts(dice, &mut storage, "metadata");
            if dice.percent(20) {
                storage.insert("proxy".to_owned(), json!({"url": dice.text(40), "password": dice.text(9)}));
            }
            "s3"
        }
        1 => {
            texts(dice, &mut storage, &["credentials", "bucket"]);
            "gcp"
        }
        2 => {
            texts(dice, &mut storage, &["accountName", "accountKey", "containerName"]);
            "azure"
        }
        3 => {
            texts(dice, &mut storage, &["accessKey", "secret", "region", "endpoint", "bucket"]);
            "aliOSS"
        }
        _ => return,
    };
    output.insert(name.to_owned(), storage.into());
}

fn texts(dice: &mut Dice, object: &mut Map<String, Value>, names: &[&str]) {
    for name in names {
        if dice.percent(20) {
            let text = if dice.percent(10) { String::new() } else { dice.text(100) };
            object.insert((*name).to_owned(), text.into());
        }
    }
}

fn numbers(dice: &mut Dice, object: &mut Map<String, Value>, names: &[&str], most: u32) {
    for name in names {
        if dice.percent(20) {
            let number = if dice.percent(10) { 0 } else { dice.between(1, most) };
            object.insert((*name).to_owned(), number.into());
        }
    }
}

fn switches(dice: &mut Dice, object: &mut Map<String, Value>, names: &[&str]) {
    for name in names {
        if dice.percent(20) {
            object.insert((*name).to_owned(), dice.percent(80).into());
        }
    }
}

fn one_of(dice: &mut Dice, object: &mut Map<String, Value>, name: &str, choices: &[&str]) {
    if dice.percent(40) {
        object.insert(name.to_owned(), dice.pick(choices).into());
    }
}

/// Names with texts; both may be empty.
fn named_texts(dice: &mut Dice, object: &mut Map<String, Value>, name: &str) {
    if dice.percent(20) {
        let texts: Map<String, Value> = (0..dice.below(3))
            .map(|_| (dice.text(20), if dice.percent(20) { "".into() } else { dice.text(20).into() }))
            .collect();
        object.insert(name.to_owned(), texts.into());
    }
}
