//! What each SDK writes into the token that a wish asks for: the known differences between them, member by member.

use serde_json::{Map, Value, json};

use crate::sdk::Sdk;
use crate::wish::Wish;

/// The header that the SDK writes.
pub fn header(sdk: Sdk) -> Value {
    match sdk {
        // It names no type.
        Sdk::Node => json!({"alg": "HS256"}),
        Sdk::Python | Sdk::Crate | Sdk::Go => json!({"alg": "HS256", "typ": "JWT"}),
    }
}

/// The claims that the SDK writes, but for those that it takes from the key and the clock.
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
        Sdk::Go => go(&mut claims),
    }
    claims
}

/// What the SDK hands on of the claims of a token of ours.
pub fn read_back(sdk: Sdk, claims: Value) -> Value {
    let Value::Object(mut claims) = claims else { panic!("claims are an object") };
    match sdk {
        // It hands on the payload as it is.
        Sdk::Node => {}
        Sdk::Python => {
            if claims.get("roomConfig") == Some(&json!({})) {
                claims.remove("roomConfig");
            }
            // Reads defaults into what a token does not say.
            let empty =
                json!({"video": {}, "sip": {}, "inference": {}, "observability": {}, "attributes": {}});
            with_defaults(&mut claims, &empty);
            python(&mut claims);
        }
        Sdk::Crate => livekit_token(&mut claims),
        Sdk::Go => go(&mut claims),
    }
    claims.into()
}

/// As the SDK wrote it, but for what [`claims`] leaves open.
pub fn without_noise(sdk: Sdk, mut claims: Value) -> Value {
    if sdk == Sdk::Node
        && let Some(Value::Object(egress)) = claims.pointer_mut("/roomConfig/egress")
    {
        // It writes the default of each of some hundred members.
        without_proto_defaults(egress);
    }
    claims
}

/// Writes grants as they were given, and a room configuration with every default. It has no fields for five things.
fn node(claims: &mut Map<String, Value>) {
    for unknown in ["agent", "agentEndpoint", "agentThread", "kindDetails"] {
        claims.remove(unknown);
    }
    without_threads(claims);
    if let Some(Value::Object(config)) = claims.get_mut("roomConfig") {
        with_defaults(
            config,
            &json!({
                "name": "", "metadata": "", "emptyTimeout": 0, "departureTimeout": 0, "maxParticipants": 0,
                "minPlayoutDelay": 0, "maxPlayoutDelay": 0, "syncStreams": false, "agents": [], "tags": {},
            }),
        );
        for agent in config["agents"].as_array_mut().expect("agents are a list") {
            let agent = agent.as_object_mut().expect("an agent is an object");
            with_defaults(
                agent,
                &json!({"agentName": "", "metadata": "", "restartPolicy": "JRP_ON_FAILURE", "deployment": "", "attributes": {}}),
            );
        }
        if let Some(Value::Object(egress)) = config.get_mut("egress") {
            without_proto_defaults(egress);
        }
    }
}

/// Writes a subject even when there is none, every switch of most grants, and grants publishing and subscribing to
/// whoever does not say otherwise; no empty text. It has no fields for two things.
fn python(claims: &mut Map<String, Value>) {
    claims.remove("kindDetails");
    without_threads(claims);
    with_defaults(claims, &json!({"sub": ""}));
    let switches = json!({
        "video": {"canPublish": true, "canSubscribe": true, "canPublishData": true},
        "sip": {"admin": false, "call": false},
        "agent": {"admin": false, "simulationAdmin": false, "databaseAdmin": false, "dispatchAdmin": false},
        "inference": {"perform": false},
        "observability": {"write": false},
        "agentEndpoint": {"call": false},
        "agentThread":
            {"all": false, "list": false, "create": false, "write": false, "read": false, "delete": false},
    });
    for (claim, switches) in switches.as_object().expect("they are an object") {
        if let Some(Value::Object(grant)) = claims.get_mut(claim) {
            with_defaults(grant, switches);
            grant.retain(|_, value| value != "");
        }
    }
    claims.retain(|claim, value| value != "" || claim == "sub");
    lean_room_config(claims);
}

/// Writes nothing that is at its default, and has no field for five things that others have.
fn livekit_token(claims: &mut Map<String, Value>) {
    claims.remove("roomPreset");
    claims.remove("kindDetails");
    without_threads(claims);
    if let Some(Value::Object(video)) = claims.get_mut("video") {
        video.remove("canSubscribeMetrics");
        video.remove("canManageAgentSession");
    }
    lean_grants(claims);
    claims.retain(|claim, value| *value != "" && (*value != json!({}) || claim == "roomConfig"));
    lean_room_config(claims);
}

/// Writes the identity twice, and nothing that is at its default, but for a grant that was given.
fn go(claims: &mut Map<String, Value>) {
    if let Some(identity) = claims.get("sub").cloned() {
        claims.insert("identity".to_owned(), identity);
    }
    lean_grants(claims);
    claims.retain(|claim, value| {
        let is_empty_list = matches!(claim.as_str(), "attributes" | "kindDetails")
            && (*value == json!({}) || *value == json!([]));
        *value != "" && !is_empty_list
    });
    lean_room_config(claims);
}

/// What an agent's thread is called is of protocol 1.54, which of the SDKs only Go's has.
fn without_threads(claims: &mut Map<String, Value>) {
    let agents = claims.get_mut("roomConfig").and_then(|config| config.get_mut("agents"));
    for agent in agents.and_then(Value::as_array_mut).into_iter().flatten() {
        agent.as_object_mut().expect("an agent is an object").remove("threadId");
    }
}

/// Takes what is at its default out of the grants.
fn lean_grants(claims: &mut Map<String, Value>) {
    for claim in ["video", "sip", "agent", "inference", "observability", "agentEndpoint", "agentThread"] {
        if let Some(Value::Object(grant)) = claims.get_mut(claim) {
            grant.retain(|name, value| {
                // A permission that is refused is not at its default.
                let is_off = *value == json!(false) && !name.starts_with("can");
                !is_off && *value != "" && *value != json!([])
            });
        }
    }
}

fn lean_room_config(claims: &mut Map<String, Value>) {
    if let Some(Value::Object(config)) = claims.get_mut("roomConfig") {
        without_proto_defaults(config);
    }
}

/// Takes what is at its default out of a message of proto-JSON. An empty message is no default.
fn without_proto_defaults(message: &mut Map<String, Value>) {
    message.retain(|name, value| match value {
        Value::Object(map) if matches!(name.as_str(), "attributes" | "tags" | "metadata") => !map.is_empty(),
        Value::Object(message) => {
            without_proto_defaults(message);
            true
        }
        Value::Array(elements) => {
            elements.iter_mut().filter_map(Value::as_object_mut).for_each(without_proto_defaults);
            !elements.is_empty()
        }
        Value::String(text) => {
            let is_default = text.is_empty()
                || text.starts_with("DEFAULT_")
                || ["JRP_ON_FAILURE", "INDEX", "IMAGE_SUFFIX_INDEX", "IC_DEFAULT"].contains(&text.as_str());
            !is_default
        }
        value => *value != json!(false) && *value != json!(0),
    });
}

fn with_defaults(object: &mut Map<String, Value>, defaults: &Value) {
    for (name, value) in defaults.as_object().expect("defaults are an object") {
        object.entry(name).or_insert_with(|| value.clone());
    }
}
