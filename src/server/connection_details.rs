//! `POST /api/connection-details`: LiveKit's standard token endpoint, which `TokenSource.endpoint` of its client SDKs
//! asks (`livekit_token_source.proto`; docs.livekit.io/frontends/build/authentication/endpoint).

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};

use super::Api;
use super::body::EmptyBody;
use super::failure::{Failure, uncached_json};
use super::record::Minted;
use super::token_endpoint::served;
use crate::token::request::{JsonType, Member, TokenRequest, not_json, wrong_type};
use crate::token::response::{ErrorCode, ValidationError};

/// The endpoint's answer, in the one spelling that every client SDK reads.
#[derive(Serialize)]
struct ConnectionDetails<'a> {
    server_url: &'a str,
    participant_token: &'a str,
}

/// The endpoint's request. Everything may be left out, `null` or empty, and is then made up or not granted.
struct ConnectionRequest {
    token: TokenRequest<'static>,
    extras: Extras,
    /// Members of the wrong type among the extras.
    errors: Vec<ValidationError>,
}

/// What a request can ask for beyond the contract; all of it would come to stand in the token.
struct Extras {
    metadata: bool,
    attributes: bool,
    room_config: bool,
}

/// Answers a request.
pub(super) async fn answer(State(api): State<Arc<Api>>, request: Request) -> Response {
    api.answer(connection_details(&api, request).await)
}

async fn connection_details(api: &Api, request: Request) -> Result<Response, Failure> {
    let body = api.admit_and_read(request, EmptyBody::Accept).await?;
    let ConnectionRequest { token, extras, errors: wrong_extras } =
        ConnectionRequest::read(&body).map_err(|error| Failure::rules(vec![error]))?;
    let request = match api.validate(token) {
        Ok(request) if wrong_extras.is_empty() => request,
        result => {
            let mut errors = result.err().unwrap_or_default();
            errors.extend(wrong_extras);
            return Err(Failure::rules(errors));
        }
    };
    extras.refuse()?;
    let key = api.key.get();
    let served = served(Option::as_ref(&key))?;
    let Some(server_url) = &served.url else {
        return Err(Failure::of(ErrorCode::InternalError, "LIVEKIT_URL must be configured"));
    };
    let token = api.sign(&request, served)?;
    let minted = Minted::of(&token);
    let details = ConnectionDetails { server_url, participant_token: &token.token };
    let mut response = uncached_json(StatusCode::OK, &details);
    response.extensions_mut().insert(minted);
    Ok(response)
}

impl ConnectionRequest {
    /// Reads a document; an empty one says nothing. Of a member in both spellings the one with underscores counts.
    fn read(document: &[u8]) -> Result<Self, ValidationError> {
        let document = document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(document);
        let mut members = if document.trim_ascii().is_empty() {
            Map::new()
        } else {
            match serde_json::from_slice(document).map_err(|error| not_json(&error))? {
                Value::Object(members) => members,
                other => return Err(wrong_type("", JsonType::Object, json_type(&other))),
            }
        };
        let mut take = |names: [&str; 2]| {
            let given = names.map(|name| members.remove(name).filter(|value| !value.is_null()));
            let [snake, camel] = given;
            snake.or(camel)
        };
        let mut text = |names| take(names).map(member).filter(|member| !member.is_empty_text());
        let identity = text(["participant_identity", "participantIdentity"]);
        let room = text(["room_name", "roomName"]);
        let token = TokenRequest {
            room_name: Some(room.unwrap_or_else(|| made_up("room"))),
            participant_identity: Some(identity.unwrap_or_else(|| made_up("participant"))),
            participant_name: text(["participant_name", "participantName"]),
            ..TokenRequest::default()
        };
        let mut errors = Vec::new();
        let metadata = match take(["participant_metadata", "participantMetadata"]) {
            None => false,
            Some(Value::String(text)) => !text.is_empty(),
            Some(other) => {
                errors.push(wrong_type("participant_metadata", JsonType::String, json_type(&other)));
                false
            }
        };
        let mut object = |names: [&'static str; 2]| match take(names) {
            None => Map::new(),
            Some(Value::Object(members)) => members,
            Some(other) => {
                errors.push(wrong_type(names[0], JsonType::Object, json_type(&other)));
                Map::new()
            }
        };
        let attributes = object(["participant_attributes", "participantAttributes"]);
        let room_config = object(["room_config", "roomConfig"]);
        if let Some(other) = attributes.values().find(|value| !value.is_string()) {
            errors.push(wrong_type("participant_attributes", JsonType::String, json_type(other)));
        }
        let extras =
            Extras { metadata, attributes: !attributes.is_empty(), room_config: !room_config.is_empty() };
        Ok(Self { token, extras, errors })
    }
}

impl Extras {
    /// A caller can never widen its own grants: what the operator does not allow is refused, not dropped.
    fn refuse(&self) -> Result<(), Failure> {
        let Self { metadata, attributes, room_config } = self;
        let asked = [
            (metadata, "participant_metadata"),
            (attributes, "participant_attributes"),
            (room_config, "room_config"),
        ];
        let asked: Vec<&str> = asked.into_iter().filter_map(|(asked, name)| asked.then_some(name)).collect();
        if asked.is_empty() {
            return Ok(());
        }
        let message = format!("This server puts no {} into tokens", asked.join(", no "));
        Err(Failure::of(ErrorCode::Forbidden, message))
    }
}

/// A name that nobody else has: 64 random bits.
fn made_up(kind: &str) -> Member<'static> {
    match getrandom::u64() {
        Ok(bits) => Member::text(format!("{kind}-{bits:016x}")),
        // No random numbers: the rules will say that the name is missing.
        Err(_) => Member::text(""),
    }
}

fn member(value: Value) -> Member<'static> {
    match value {
        Value::String(text) => Member::Text(Cow::Owned(text)),
        Value::Number(number) => Member::Number(number.as_f64().unwrap_or(f64::INFINITY)),
        other => Member::Other(json_type(&other)),
    }
}

fn json_type(value: &Value) -> JsonType {
    match value {
        Value::String(_) => JsonType::String,
        Value::Number(_) => JsonType::Number,
        Value::Bool(_) => JsonType::Boolean,
        Value::Null => JsonType::Null,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    }
}
