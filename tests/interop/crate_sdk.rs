//! The crate `livekit-token`, asked as the SDKs of other languages are.

use std::time::Duration;

use livekit_token::{
    AccessToken, AccessTokenError, AgentEndpointGrants, AgentGrants, AgentThreadGrants, InferenceGrants,
    ObservabilityGrants, SIPGrants, TokenVerifier, VideoGrants,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::forge::payload;
use crate::sdk::{Answer, Key, Question, Task};
use crate::wish::Wish;

/// What the crate makes of it.
pub fn answer(question: &Question) -> Answer {
    let Question { key, task } = question;
    let outcome = match task {
        Task::Verify(token) => TokenVerifier::with_api_key(&key.api_key, &key.api_secret)
            .verify(token)
            .map(|claims| Answer::Accepted { claims: json!(claims) }),
        Task::Sign(wish) => sign(key, wish),
    };
    outcome.unwrap_or_else(|error| Answer::Refused {
        why: match error {
            // Its own words speak of encoding even when a token is read.
            AccessTokenError::Encoding(error) => error.to_string(),
            other => other.to_string(),
        },
    })
}

fn sign(key: &Key, wish: &Wish) -> Result<Answer, AccessTokenError> {
    let Wish {
        identity,
        name,
        ttl,
        metadata,
        attributes,
        kind,
        // It has neither these nor room presets.
        kind_details: _,
        video,
        sip,
        agent,
        inference,
        observability,
        agent_endpoint,
        agent_thread,
        room_preset: _,
        room_config,
        sha256,
    } = wish;
    let mut token = AccessToken::with_api_key(&key.api_key, &key.api_secret);
    if let Some(identity) = identity {
        token = token.with_identity(identity);
    }
    if let Some(name) = name {
        token = token.with_name(name);
    }
    if let Some(ttl) = ttl {
        token = token.with_ttl(Duration::from_secs((*ttl).into()));
    }
    if let Some(metadata) = metadata {
        token = token.with_metadata(metadata);
    }
    if let Some(attributes) = attributes {
        token = token.with_attributes(attributes);
    }
    if let Some(kind) = kind {
        token = token.with_kind(kind);
    }
    if let Some(grants) = video {
        token = token.with_grants(typed::<VideoGrants>(grants));
    }
    if let Some(grants) = sip {
        token = token.with_sip_grants(typed::<SIPGrants>(grants));
    }
    if let Some(grants) = agent {
        token = token.with_agent_grants(typed::<AgentGrants>(grants));
    }
    if let Some(grants) = inference {
        token = token.with_inference_grants(typed::<InferenceGrants>(grants));
    }
    if let Some(grants) = observability {
        token = token.with_observability_grants(typed::<ObservabilityGrants>(grants));
    }
    if let Some(grants) = agent_endpoint {
        token = token.with_agent_endpoint_grants(typed::<AgentEndpointGrants>(grants));
    }
    if let Some(grants) = agent_thread {
        token = token.with_agent_thread_grants(typed::<AgentThreadGrants>(grants));
    }
    if let Some(sha256) = sha256 {
        token = token.with_sha256(sha256);
    }
    if let Some(config) = room_config {
        token = token.with_room_config(typed(config));
    }
    let token = token.to_jwt()?;
    let claims = serde_json::from_slice(&payload(&token)).expect("the crate writes JSON");
    Ok(Answer::Signed { token, claims })
}

fn typed<T: DeserializeOwned>(json: &Value) -> T {
    T::deserialize(json).expect("the crate has a type for it")
}
