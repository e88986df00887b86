//! What the laws are tried with.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use lktoken::token::grants::Grants;
use lktoken::token::reader::json::Document;
use lktoken::token::request::{Member, TokenRequest};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::stable_bytes::VIDEO;

/// A member of a JSON object: its name, and its value in JSON.
pub type MemberText = (String, String);

/// Any text, with what terminals, readers of JSON and readers of names stumble over.
pub fn text(longest: usize) -> impl Strategy<Value = String> {
    let odd =
        select(vec!['"', '\\', '\0', '\n', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{feff}']);
    vec(prop_oneof![4 => any::<char>(), 1 => odd, 4 => proptest::char::range(' ', '~')], 0..=longest)
        .prop_map(|chars| chars.into_iter().collect())
}

/// A name by the contract's rules.
pub fn name() -> impl Strategy<Value = String> {
    prop_oneof![8 => "[A-Za-z0-9_-]{1,20}", 1 => "[A-Za-z0-9_-]{255}"]
}

/// A name by a server's rules.
pub fn any_name() -> impl Strategy<Value = String> {
    text(64).prop_filter("it has at most 256 bytes", |name| !name.is_empty() && name.len() <= 256)
}

/// A JSON string of this text, some characters of it as escapes.
pub fn written(text: &str, escaped: &[bool]) -> String {
    let mut json = String::from("\"");
    for (c, is_escaped) in text.chars().zip(escaped.iter().chain(std::iter::repeat(&false))) {
        if *is_escaped {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(json, "\\u{unit:04x}");
            }
        } else {
            let plain = serde_json::to_string(&c.to_string()).unwrap();
            json.push_str(&plain[1..plain.len() - 1]);
        }
    }
    json + "\""
}

/// A JSON string of such a text, written in one of many ways.
pub fn written_in_some_way(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (text, vec(any::<bool>(), 0..8)).prop_map(|(text, escaped)| written(&text, &escaped))
}

/// A JSON object of these members, with some white space.
pub fn object(members: &[MemberText], space: &str) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{space}{}{space}:{space}{value}", serde_json::to_string(name).unwrap()))
        .collect();
    format!("{{{}{space}}}", members.join(","))
}

/// White space as JSON has it.
pub fn space() -> impl Strategy<Value = &'static str> {
    select(vec!["", "", " ", "\t ", "\r"])
}

/// The members of a request that keeps the contract's rules, in its order.
pub fn request_members() -> impl Strategy<Value = Vec<MemberText>> {
    let name_member = || written_in_some_way(name());
    (name_member(), name_member(), option::of(60_u32..=86_400), option::of(written_in_some_way(text(40))))
        .prop_map(|(room, identity, lifetime, display_name)| {
            let lifetime = lifetime.map(|seconds| seconds.to_string());
            let members = [
                ("roomName", Some(room)),
                ("participantIdentity", Some(identity)),
                ("expirationSeconds", lifetime),
                ("participantName", display_name),
            ];
            members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
        })
}

/// The members of `video` that are not yes or no.
const OTHER_MEMBERS: [&str; 3] = ["room", "canPublishSources", "destinationRoom"];

/// The members of `video` that are yes or no, in the documented order.
fn switches() -> impl Iterator<Item = &'static str> + Clone {
    VIDEO.iter().copied().filter(|member| !OTHER_MEMBERS.contains(member))
}

fn json(text: impl serde::Serialize) -> String {
    serde_json::to_string(&text).unwrap()
}

/// A map of texts in JSON, each name once.
fn text_map() -> impl Strategy<Value = String> {
    proptest::collection::btree_map(text(8), text(8), 0..4).prop_map(json)
}

fn room_configuration() -> impl Strategy<Value = String> {
    let agent = (text(6), text(6), select(vec!["JRP_ON_FAILURE", "JRP_NEVER"]), text_map()).prop_map(
        |(name, metadata, policy, attributes)| {
            format!(
                r#"{{"agentName":{},"metadata":{},"restartPolicy":"{policy}","attributes":{attributes}}}"#,
                json(name),
                json(metadata)
            )
        },
    );
    (text(8), any::<u32>(), any::<u32>(), option::of(any::<bool>()), vec(agent, 0..3), text_map()).prop_map(
        |(metadata, timeout, participants, sync, agents, tags)| {
            let mut members = vec![
                ("emptyTimeout", timeout.to_string()),
                ("maxParticipants", participants.to_string()),
                ("metadata", json(metadata)),
                ("agents", format!("[{}]", agents.join(","))),
                ("tags", tags),
            ];
            members.extend(sync.map(|sync| ("syncStreams", sync.to_string())));
            let members: Vec<_> = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            object(&members, "")
        },
    )
}

/// Grants and claims beside them, as `grants` of a batch's line takes them: each name once, in the documented order.
pub fn grant_members() -> impl Strategy<Value = Vec<MemberText>> {
    let switches = vec(option::weighted(0.3, any::<bool>()), switches().count()).prop_map(|flags| {
        let given = switches().zip(flags);
        given.filter_map(|(name, flag)| Some((name.to_owned(), flag?.to_string()))).collect::<Vec<_>>()
    });
    let sources = vec(select(vec!["camera", "microphone", "screen_share", "screen_share_audio"]), 0..3);
    let flag = |claim: &'static str, member: &'static str| {
        option::weighted(0.2, any::<bool>())
            .prop_map(move |flag| flag.map(|flag| (claim.to_owned(), format!(r#"{{"{member}":{flag}}}"#))))
    };
    let claim = |name: &'static str, value: BoxedStrategy<String>| {
        option::weighted(0.3, value).prop_map(move |value| value.map(|value| (name.to_owned(), value)))
    };
    let claims = (
        claim("canPublishSources", sources.prop_map(json).boxed()),
        flag("sip", "call"),
        flag("inference", "perform"),
        flag("agentThread", "all"),
        claim("metadata", text(20).prop_map(json).boxed()),
        claim("attributes", text_map().boxed()),
        claim("kind", select(vec!["standard", "agent", "SIP", "other"]).prop_map(json).boxed()),
        claim("kindDetails", vec(text(6), 0..3).prop_map(json).boxed()),
        claim("roomPreset", text(8).prop_map(json).boxed()),
        claim("roomConfig", room_configuration().boxed()),
    );
    (switches, claims).prop_map(|(mut members, (a, b, c, d, e, f, g, h, i, j))| {
        members.extend([a, b, c, d, e, f, g, h, i, j].into_iter().flatten());
        members
    })
}

/// Members in any order.
pub fn shuffled(
    members: impl Strategy<Value = Vec<MemberText>>,
) -> impl Strategy<Value = (Vec<MemberText>, Vec<MemberText>)> {
    members.prop_flat_map(|members| (Just(members.clone()), Just(members).prop_shuffle()))
}

/// The grants that these members say.
pub fn grants_of(members: &[MemberText]) -> Grants {
    let mut grants = Grants::default();
    let document = Document::parse(object(members, "").into_bytes()).unwrap();
    grants.merge(document.root()).unwrap();
    grants
}

/// A request of any names, with any grants and any lifetime that a server takes.
pub fn request() -> impl Strategy<Value = TokenRequest<'static>> {
    let names = (any_name(), any_name(), option::of(any_name()));
    (names, 1_u32..=315_360_000, grant_members()).prop_map(|((room, identity, name), lifetime, members)| {
        let mut grants = grants_of(&members);
        grants.fill_in(true);
        TokenRequest {
            room_name: Some(Member::text(room)),
            participant_identity: Some(Member::text(identity)),
            expiration_seconds: Some(Member::Number(lifetime.into())),
            participant_name: name.map(Member::text),
            grants: grants.into(),
            ..TokenRequest::default()
        }
    })
}

/// What fuzzing begins with: real examples of everything that is read.
pub static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .flat_map(|target| fs::read_dir(target.unwrap().path()).unwrap())
        .map(|seed| seed.unwrap().path())
        .collect();
    paths.sort();
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
});

/// Pieces of what is read, in no order.
fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let fragment = select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "d800",
        "\\udc00",
        " ",
        "\n",
        "\r\n",
        "null",
        "true",
        "-",
        "0",
        "1e309",
        "1e-400",
        "9007199254740993",
        "18446744073709551616",
        ".",
        "=",
        "_",
        "eyJ",
        "e30",
        "{n",
        "%",
        "}}",
        "roomName",
        "\"video\":",
        "\"exp\":",
        "PT1H",
        "1h",
        "T12:00:00Z",
        "2026-01-31",
        "[profiles.a]\n",
        "api_key = ",
        "'",
        "\u{feff}",
        "\u{202e}",
        "\u{1b}[31m",
        "ſub",
        "é",
    ]);
    vec(fragment, 0..40).prop_map(|fragments| fragments.concat().into_bytes())
}

/// A real example with a few bytes of it changed, taken out, put in or said again.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<Index>(), 0..4_u8, any::<u8>());
    (any::<Index>(), vec(edit, 0..6)).prop_map(|(seed, edits)| {
        let mut bytes = seed.get(&SEEDS).clone();
        for (place, kind, byte) in edits {
            let at = place.index(bytes.len() + 1);
            match kind {
                0 if at < bytes.len() => bytes[at] = byte,
                1 if at < bytes.len() => drop(bytes.remove(at)),
                2 => bytes.insert(at, byte),
                _ => bytes.extend_from_within(at..),
            }
        }
        bytes
    })
}

/// Bytes that nobody meant well with.
pub fn hostile() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => vec(any::<u8>(), 0..200),
        1 => text(100).prop_map(String::into_bytes),
        2 => fragments(),
        4 => damaged(),
    ]
}

/// The same as text.
pub fn hostile_text() -> impl Strategy<Value = String> {
    hostile().prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
