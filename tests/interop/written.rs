//! What each SDK writes into the token that a wish asks for: the known differences between them, member by member.

use serde_json::{Map, Value, json};

use crate::sdk::Sdk;
use crate::wish::Wish;

/// The header that the SDK writes.
pub fn header(sdk: Sdk) -> Value {
    match sdk {
        // It names no type.
        Sdk::Node => json!({"alg": "HS256"}),
        Sdk::Python | Sdk::Crate => json!({"alg": "HS256", "typ": "JWT"}),
    }
}

/// The claims that the SDK writes, but for `iss`, `exp` and `nbf`.
pub fn claims(sdk: Sdk, wish: &Wish) -> Map<String, Value> {
    let Value::Object(mut claims) = json!(wish) else { panic!("a wish is an object") };
    claims.remove("ttl");
    if let Some(identity) = claims.remove("identity") {
        claims.insert("sub".to_owned(), identity);
    }
    claims.retain(|_, value| value != "");
    match sdk {
        Sdk::Node => node(&mut claims),
        Sdk::Python => python(&mut claims),
        Sdk::Crate => livekit_token(&mut claims),
    }
    claims
}

/// Writes grants as they were given, and a room configuration with every default.
fn node(claims: &mut Map<String, Value>) {
    if let Some(Value::Object(config)) = claims.get_mut("roomConfig") {
        for agent in config["agents"].as_array_mut().expect("agents are a list") {
            let agent = agent.as_object_mut().expect("an agent is an object");
            with_defaults(
                agent,
                &json!({"agentName": "", "metadata": "", "restartPolicy": "JRP_ON_FAILURE", "deployment": "", "attributes": {}}),
            );
        }
        with_defaults(
            config,
            &json!({
                "name": "", "metadata": "", "emptyTimeout": 0, "departureTimeout": 0, "maxParticipants": 0,
                "minPlayoutDelay": 0, "maxPlayoutDelay": 0, "syncStreams": false, "tags": {},
            }),
        );
    }
}

/// Writes a subject even when there is none, and grants publishing and subscribing to whoever does not say otherwise.
fn python(claims: &mut Map<String, Value>) {
    with_defaults(claims, &json!({"sub": ""}));
    if let Some(Value::Object(video)) = claims.get_mut("video") {
        with_defaults(video, &json!({"canPublish": true, "canSubscribe": true, "canPublishData": true}));
    }
}

/// Writes nothing that is at its default, and has no field for four things that the others have.
fn livekit_token(claims: &mut Map<String, Value>) {
    claims.remove("roomPreset");
    if let Some(Value::Object(video)) = claims.get_mut("video") {
        video.remove("canSubscribeMetrics");
        video.remove("canManageAgentSession");
        // A permission that is refused is not at its default.
        video
            .retain(|name, value| *value != json!([]) && (name.starts_with("can") || *value != json!(false)));
    }
    if let Some(Value::Object(sip)) = claims.get_mut("sip") {
        sip.retain(|_, value| *value != json!(false));
    }
    claims.retain(|_, value| *value != json!({}));
}

fn with_defaults(object: &mut Map<String, Value>, defaults: &Value) {
    for (name, value) in defaults.as_object().expect("defaults are an object") {
        object.entry(name).or_insert_with(|| value.clone());
    }
}

/// What the SDK hands on of the claims of a token of ours.
pub fn read_back(sdk: Sdk, mut claims: Value) -> Value {
    match sdk {
        Sdk::Node | Sdk::Crate => {}
        // Reads defaults into what a token does not say.
        Sdk::Python => {
            claims["video"]["canPublishData"] = true.into();
            claims["attributes"] = json!({});
            claims["sip"] = json!({"admin": false, "call": false});
            claims["inference"] = json!({"perform": false});
            claims["observability"] = json!({"write": false});
        }
    }
    claims
}
