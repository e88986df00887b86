//! `POST /api/connection-details`: LiveKit's standard token endpoint, which `TokenSource.endpoint` of its client SDKs
//! asks (`livekit_token_source.proto`; docs.livekit.io/frontends/build/authentication/endpoint).

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Map, Value};

use super::Api;
use super::body::EmptyBody;
use super::failure::Failure;
use super::token_endpoint::served;
use crate::token::answer::AnswerForm;
use crate::token::grants::Grants;
use crate::token::reader::json::Document;
use crate::token::request::{JsonType, Member, TokenRequest, not_json, wrong_type};
use crate::token::response::{ErrorCode, ValidationError};

/// The endpoint's request. Everything may be left out, `null` or empty, and is then made up or not granted.
struct ConnectionRequest {
    token: TokenRequest<'static>,
    extras: Extras,
    /// Members of the wrong type among the extras.
    errors: Vec<ValidationError>,
}

/// What a request asks for beyond the contract; all of it comes to stand in the token.
struct Extras {
    metadata: Option<Value>,
    attributes: Option<Value>,
    room_config: Option<Value>,
}

/// What the operator lets a request put into a token beyond the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AllowedClaims {
    /// The participant's metadata.
    pub metadata: bool,
    /// The participant's attributes.
    pub attributes: bool,
    /// The settings of the room, agents among them, if this join creates it.
    pub room_config: bool,
}

/// Answers a request.
pub(super) async fn answer(State(api): State<Arc<Api>>, request: Request) -> Response {
    let body = api.admit_and_read(request, EmptyBody::Accept).await;
    api.answer(body.and_then(|body| connection_details(&api, &body)))
}

fn connection_details(api: &Api, body: &[u8]) -> Result<Response, Failure> {
    let ConnectionRequest { mut token, extras, errors: mut wrong_extras } =
        ConnectionRequest::read(body).map_err(|error| Failure::rules(vec![error]))?;
    let refusal = extras.refuse(api.allowed);
    if refusal.is_ok() && wrong_extras.is_empty() {
        wrong_extras.extend(extras.grant(token.grants.to_mut()).err());
    }
    let request = match api.validate(token) {
        Ok(request) if wrong_extras.is_empty() => request,
        result => {
            let mut errors = result.err().unwrap_or_default();
            errors.extend(wrong_extras);
            return Err(Failure::rules(errors));
        }
    };
    refusal?;
    let key = api.key.get();
    let served = served(Option::as_ref(&key))?;
    let Some(server_url) = &served.url else {
        return Err(Failure::of(ErrorCode::InternalError, "LIVEKIT_URL must be configured"));
    };
    api.sign(&request, served, &AnswerForm::Connection { server_url: server_url.clone() })
}

impl ConnectionRequest {
    /// Reads a document; an empty one says nothing. Of a member in both spellings the one with underscores counts.
    fn read(document: &[u8]) -> Result<Self, ValidationError> {
        let mut members = if document.is_empty() {
            Map::new()
        } else {
            let document = document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(document);
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
        let mut take_as = |names: [&'static str; 2], expected: JsonType| {
            let value = take(names)?;
            if json_type(&value) != expected {
                errors.push(wrong_type(names[0], expected, json_type(&value)));
                return None;
            }
            Some(value).filter(|value| !is_empty(value))
        };
        let metadata = take_as(["participant_metadata", "participantMetadata"], JsonType::String);
        let attributes = take_as(["participant_attributes", "participantAttributes"], JsonType::Object);
        let room_config = take_as(["room_config", "roomConfig"], JsonType::Object);
        let texts = attributes.iter().filter_map(Value::as_object).flat_map(Map::values);
        if let Some(other) = texts.into_iter().find(|value| !value.is_string()) {
            errors.push(wrong_type("participant_attributes", JsonType::String, json_type(other)));
        }
        let extras = Extras { metadata, attributes, room_config };
        Ok(Self { token, extras, errors })
    }
}

impl Extras {
    /// A caller can never widen its own grants: what the operator does not allow is refused, not dropped.
    fn refuse(&self, allowed: AllowedClaims) -> Result<(), Failure> {
        let Self { metadata, attributes, room_config } = self;
        let asked = [
            (metadata, allowed.metadata, "participant_metadata"),
            (attributes, allowed.attributes, "participant_attributes"),
            (room_config, allowed.room_config, "room_config"),
        ];
        let refused = |(asked, allowed, name): (&Option<Value>, bool, &'static str)| {
            (asked.is_some() && !allowed).then_some(name)
        };
        let refused: Vec<&str> = asked.into_iter().filter_map(refused).collect();
        if refused.is_empty() {
            return Ok(());
        }
        let message = format!("This server puts no {} into tokens", refused.join(", no "));
        Err(Failure::of(ErrorCode::Forbidden, message))
    }

    /// Puts it into the token. Members of a room configuration that this version does not know are left to the server
    /// that will read it.
    fn grant(self, grants: &mut Grants) -> Result<(), ValidationError> {
        let Self { metadata, attributes, room_config } = self;
        for (claim, value) in
            [("metadata", metadata), ("attributes", attributes), ("roomConfig", room_config)]
        {
            let Some(value) = value else { continue };
            let document = Document::parse(value.to_string().into_bytes())
                .map_err(|error| ValidationError::new(claim, error.to_string()))?;
            grants
                .set_as_in_token(claim, document.root())
                .map_err(|fault| ValidationError::new(fault.path, fault.problem))?;
        }
        Ok(())
    }
}

/// Whether nothing is asked for with it.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
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
