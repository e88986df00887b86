//! Tokens taken over as `mint --from` takes them over, and minted again: what stays, and what little does not.

use lktoken::token::grants::{ExtraClaims, Grants, Json};
use lktoken::token::mint::mint;
use lktoken::token::renewal::Renewal;
use lktoken::token::request::{Member, TokenRequest, UnknownMembers};
use lktoken::token::rules::Rules;
use lktoken::token::time::UnixTime;
use serde_json::{Map, Value, json};

use crate::forge::{HEADER, hs256, payload};
use crate::program;
use crate::sdk::Key;

/// A token that was minted again.
pub struct Renewed {
    /// The new token.
    pub token: String,
    /// Its payload, as it is written.
    pub payload: String,
    /// The lifetime of the old token.
    pub lifetime: Option<i64>,
    /// What was taken over as claims that nobody knows.
    pub unknown: Vec<String>,
}

/// Takes over what `token` says, and mints it again at `now` with the same key.
pub fn renewed(key: &Key, token: &str, now: UnixTime) -> Result<Renewed, String> {
    let Renewal { identity, name, lifetime, grants } =
        Renewal::read(token.as_bytes()).map_err(|error| error.to_string())?;
    let unknown = unknown(&grants);
    let text = |text: String| Some(text).filter(|text| !text.is_empty()).map(Member::text);
    #[allow(clippy::cast_precision_loss)] // What is tried lives some days.
    let request = TokenRequest {
        participant_identity: text(identity),
        participant_name: text(name),
        expiration_seconds: lifetime.map(|seconds| Member::Number(seconds as f64)),
        grants: grants.into(),
        ..TokenRequest::default()
    };
    let request =
        request.validate(Rules::LiveKit, UnknownMembers::Refuse).map_err(|errors| format!("{errors:?}"))?;
    let token = mint(&request, &key.signing_key(), now).map_err(|error| error.to_string())?.token;
    let payload = String::from_utf8(payload(&token)).expect("a payload is UTF-8");
    Ok(Renewed { token, payload, lifetime, unknown })
}

/// The token that the program mints from `token`.
pub fn by_the_program(key: &Key, token: &str, now: UnixTime) -> String {
    let at = now.seconds().to_string();
    let args = ["mint", "--from", "-", "--rules", "livekit", "--at", &at, "--output", "token"];
    program::prints(key, &args, token, 0).trim_end().to_owned()
}

/// The names of members that are kept without being known, at every level.
fn unknown(grants: &Grants) -> Vec<String> {
    let Grants { video, extra } = grants;
    let ExtraClaims {
        sip,
        agent,
        inference,
        observability,
        agent_endpoint,
        agent_thread,
        metadata: _,
        attributes: _,
        kind: _,
        kind_details: _,
        room_preset: _,
        room_config,
        sha256: _,
        other,
    } = extra;
    let mut members: Vec<(&str, &Json)> = video.other.iter().chain(other.iter()).collect();
    members.extend(sip.iter().flat_map(|grant| grant.other.iter()));
    members.extend(agent.iter().flat_map(|grant| grant.other.iter()));
    members.extend(inference.iter().flat_map(|grant| grant.other.iter()));
    members.extend(observability.iter().flat_map(|grant| grant.other.iter()));
    members.extend(agent_endpoint.iter().flat_map(|grant| grant.other.iter()));
    members.extend(agent_thread.iter().flat_map(|grant| grant.other.iter()));
    members.extend(room_config.iter().flat_map(|config| config.other.iter()));
    let agents = room_config.iter().flat_map(|config| config.agents.iter().flatten());
    members.extend(agents.flat_map(|agent| agent.other.iter()));
    members.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// Claims that are made anew for each token, or are left out.
const OF_THE_TOKEN: [&str; 6] = ["iss", "exp", "nbf", "iat", "jti", "identity"];

/// The claims that are compared.
pub fn lasting(mut claims: Value) -> Value {
    claims
        .as_object_mut()
        .expect("claims are an object")
        .retain(|name, _| !OF_THE_TOKEN.contains(&name.as_str()));
    claims
}

/// What is not written as it was read, for a reason.
struct Normalisation {
    /// What becomes of it.
    name: &'static str,
    /// Claims that have it.
    given: &'static str,
    /// What is minted from them.
    kept: &'static str,
    /// The same, for the claims of any SDK; `None` for what no SDK writes.
    apply: Option<fn(&mut Map<String, Value>)>,
}

const NORMALISATIONS: [Normalisation; 10] = [
    // To a server it is no identity. Python writes it.
    Normalisation {
        name: "an empty subject is left out",
        given: r#"{"sub":"","video":{"roomList":true}}"#,
        kept: r#"{"video":{"roomList":true}}"#,
        apply: Some(|claims| claims.retain(|name, value| name != "sub" || *value != "")),
    },
    // The contract: the name defaults to the identity. Seen of every SDK.
    Normalisation {
        name: "a name that is absent or empty is the identity",
        given: r#"{"sub":"alice","name":"","sip":{"call":true}}"#,
        kept: r#"{"sub":"alice","name":"alice","sip":{"call":true}}"#,
        apply: Some(|claims| {
            let is_named = claims.get("name").is_some_and(|name| *name != "");
            match claims.get("sub").cloned() {
                Some(identity) if !is_named => claims.insert("name".to_owned(), identity),
                None if !is_named => claims.remove("name"),
                _ => None,
            };
        }),
    },
    // Neither grants anything: every door stays closed. Go and Node write the grant as it was given.
    Normalisation {
        name: "an empty room, and a video grant with nothing in it, are left out",
        given: r#"{"video":{"room":""},"sip":{}}"#,
        kept: r#"{"sip":{}}"#,
        apply: Some(|claims| {
            if let Some(Value::Object(video)) = claims.get_mut("video") {
                video.retain(|name, value| name != "room" || *value != "");
            }
            claims.retain(|name, value| name != "video" || *value != json!({}));
        }),
    },
    // To a server `null` is what is not there.
    Normalisation {
        name: "null is left out, where the member is known",
        given: r#"{"sub":"a","name":null,"metadata":null,"sip":null,"roomConfig":{"agents":null,"tags":null},"video":{"canPublish":null,"roomList":true},"future":null}"#,
        kept: r#"{"sub":"a","name":"a","video":{"roomList":true},"roomConfig":{},"future":null}"#,
        apply: None,
    },
    // Servers read both; all SDKs write camelCase.
    Normalisation {
        name: "a room configuration is written in camelCase",
        given: r#"{"roomConfig":{"empty_timeout":1,"agents":[{"agent_name":"a","thread_id":"t"}]}}"#,
        kept: r#"{"roomConfig":{"emptyTimeout":1,"agents":[{"agentName":"a","threadId":"t"}]}}"#,
        apply: None,
    },
    // Servers read both; all SDKs write numbers.
    Normalisation {
        name: "whole numbers of a room configuration are written as such",
        given: r#"{"roomConfig":{"emptyTimeout":"300","departureTimeout":3e2,"maxParticipants":3.0}}"#,
        kept: r#"{"roomConfig":{"emptyTimeout":300,"departureTimeout":300,"maxParticipants":3}}"#,
        apply: None,
    },
    // Servers take the identity from there. No SDK has written it for years.
    Normalisation {
        name: "an identity in jti becomes the subject",
        given: r#"{"jti":"alice","sip":{"call":true}}"#,
        kept: r#"{"sub":"alice","name":"alice","sip":{"call":true}}"#,
        apply: None,
    },
    // The same text.
    Normalisation {
        name: "names and known texts are written with the escapes they need",
        given: r#"{"\u0073ub":"\u0061","video":{"r\u006fomList":true},"\u0066uture":"\u003c"}"#,
        kept: r#"{"sub":"a","name":"a","video":{"roomList":true},"future":"\u003c"}"#,
        apply: None,
    },
    // Servers overwrite it with the subject.
    Normalisation {
        name: "an identity beside the subject is left out",
        given: r#"{"sub":"a","identity":"b"}"#,
        kept: r#"{"sub":"a","name":"a"}"#,
        apply: None,
    },
    // Nothing else is: not what is at its default, nor an audience, which servers do not look at.
    Normalisation {
        name: "whatever is at its default stays",
        given: r#"{"sub":"a","name":"A","aud":["x"],"video":{"canPublishSources":[],"hidden":false,"roomList":true,"destinationRoom":""},"agent":{},"metadata":"","attributes":{},"kindDetails":[],"roomConfig":{"emptyTimeout":0,"agents":[{}]}}"#,
        kept: r#"{"sub":"a","name":"A","video":{"canPublishSources":[],"hidden":false,"roomList":true,"destinationRoom":""},"agent":{},"metadata":"","attributes":{},"kindDetails":[],"roomConfig":{"emptyTimeout":0,"agents":[{}]},"aud":["x"]}"#,
        apply: Some(|_| {}),
    },
];

/// What is minted from these claims of an SDK.
pub fn normalised(claims: &Value) -> Value {
    let Value::Object(mut claims) = lasting(claims.clone()) else { panic!("claims are an object") };
    for normalisation in &NORMALISATIONS {
        if let Some(apply) = normalisation.apply {
            apply(&mut claims);
        }
    }
    claims.into()
}

#[test]
fn nothing_is_normalised_but_what_is_known() {
    let key = Key { api_key: "k".to_owned(), api_secret: "s".to_owned() };
    let now = UnixTime::from_seconds(1_800_000_000).unwrap();
    for Normalisation { name, given, kept, apply } in &NORMALISATIONS {
        let Renewed { payload, .. } =
            renewed(&key, &hs256(&key, HEADER, given), now).unwrap_or_else(|error| panic!("{name}: {error}"));
        let minted = payload
            .strip_prefix(r#"{"exp":1800003600,"iss":"k","nbf":1800000000,"#)
            .unwrap_or_else(|| panic!("{name}: {payload}"));
        assert_eq!(format!("{{{minted}"), *kept, "{name}");
        if apply.is_some() {
            let given: Value = serde_json::from_str(given).unwrap();
            assert_eq!(normalised(&given), serde_json::from_str::<Value>(kept).unwrap(), "{name}");
        }
    }
}
