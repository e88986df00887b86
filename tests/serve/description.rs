//! The API's description: its schemas accept what the server answers and what it takes, and refuse what it refuses.

use std::collections::BTreeSet;

use axum::http::Method;
use jsonschema::Validator;
use lktoken::server::{Access, BearerToken, Current, Limits, PeerAddress, Rate, Settings, TokenApi};
use lktoken::token::response::ErrorCode;
use serde_json::{Value, json};

use crate::client::{Answer, JSON, request, send, settings, without_key};

fn description() -> Value {
    serde_json::from_str(include_str!("../../api/openapi.json")).unwrap()
}

/// The schema at this place of the description.
fn schema(pointer: &str) -> Validator {
    let mut document = description();
    assert!(document.pointer(pointer).is_some(), "there is no {pointer}");
    document["$ref"] = format!("#{pointer}").into();
    jsonschema::draft202012::options().should_validate_formats(true).build(&document).unwrap()
}

/// What the description says of an answer: `$ref`s followed.
fn response(path: &str, method: &str, status: u16) -> Value {
    let document = description();
    let responses = &document["paths"][path][method]["responses"];
    let found = responses.get(status.to_string()).or(responses.get("default"));
    let found = found.unwrap_or_else(|| panic!("{method} {path} says nothing of {status}"));
    match found.get("$ref") {
        Some(pointer) => document.pointer(pointer.as_str().unwrap().trim_start_matches('#')).unwrap().clone(),
        None => found.clone(),
    }
}

/// Holds an answer against the description: status, schema and headers.
#[track_caller]
fn check(path: &str, method: &str, answer: &Answer) {
    let described = response(path, method, answer.status.as_u16());
    let mut document = description();
    let content_type = answer.header("content-type");
    document["$ref"] = Value::Null;
    let schema = &described["content"][content_type]["schema"];
    assert!(!schema.is_null(), "{method} {path} {}: no schema for {content_type:?}", answer.status);
    let mut schema = schema.clone();
    schema["components"] = document["components"].take();
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    let body = answer.json();
    let errors: Vec<String> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{method} {path}: {errors:?} in {body}");
    for (name, header) in described["headers"].as_object().unwrap() {
        let pointer = header["$ref"].as_str().unwrap().trim_start_matches('#');
        let required = description().pointer(pointer).unwrap()["required"] == true;
        assert!(!required || !answer.header(name).is_empty(), "{method} {path}: {name} is missing");
    }
}

const GOOD: &str = r#"{"roomName":"r","participantIdentity":"u"}"#;

#[tokio::test]
async fn every_answer_is_described() {
    let open = TokenApi::new(settings());
    for path in ["/api/token", "/api/connection-details"] {
        let post =
            |headers: &[(&str, &str)], body: &str| request(Method::POST, path, headers, body.to_owned());
        let mut statuses = BTreeSet::new();
        let mut seen = |answer: Answer| {
            check(path, "post", &answer);
            statuses.insert(answer.status.as_u16());
        };
        seen(send(&open, post(&[JSON], GOOD)).await);
        seen(send(&open, post(&[JSON], r#"{"roomName":"a b","participantName":5}"#)).await);
        seen(send(&open, post(&[JSON], "{")).await);
        seen(send(&open, post(&[("content-type", "text/plain")], GOOD)).await);
        seen(send(&open, post(&[JSON], &" ".repeat(70_000))).await);
        seen(send(&TokenApi::new(without_key()), post(&[JSON], GOOD)).await);
        seen(send(&open, request(Method::PUT, path, &[], "")).await);
        let bearer = BearerToken::new("a-token-of-some-length").unwrap();
        let locked = Settings { access: Access::Bearer(Current::new(bearer)), ..settings() };
        seen(send(&TokenApi::new(locked), post(&[JSON], GOOD)).await);
        let limits = Limits { rate: Some(Rate::parse("1/m").unwrap()), ..Limits::default() };
        let strict = TokenApi::new(Settings { limits, ..settings() });
        for _ in 0..2 {
            let mut request = post(&[JSON], GOOD);
            request.extensions_mut().insert(PeerAddress("192.0.2.1:1".parse().unwrap()));
            seen(send(&strict, request).await);
        }
        let limits = Limits { body_time: std::time::Duration::ZERO, ..Limits::default() };
        let (_sender, slow) = http_body_util::channel::Channel::<axum::body::Bytes>::new(1);
        let slow = axum::body::Body::new(slow);
        let slow = request(Method::POST, path, &[JSON], slow);
        seen(send(&TokenApi::new(Settings { limits, ..settings() }), slow).await);
        if path == "/api/connection-details" {
            seen(send(&open, post(&[JSON], r#"{"participant_metadata":"m"}"#)).await);
            assert!(statuses.remove(&403));
        }
        assert_eq!(Vec::from_iter(statuses), [200, 400, 401, 405, 408, 413, 415, 429, 500]);
    }
    for path in ["/", "/healthz", "/api/openapi.json"] {
        check(path, "get", &send(&open, request(Method::GET, path, &[], "")).await);
        check(path, "get", &send(&open, request(Method::DELETE, path, &[], "")).await);
    }
}

#[test]
fn every_error_code_is_described() {
    let described = &description()["components"]["schemas"]["ErrorCode"]["enum"];
    let described: BTreeSet<&str> =
        described.as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    assert_eq!(described, ErrorCode::ALL.map(ErrorCode::name).into());
}

/// Every example is one of what it is an example of.
#[test]
fn examples_keep_their_schemas() {
    let document = description();
    let mut checked = 0;
    let mut look = |media: &Value| {
        let mut schema = media["schema"].clone();
        let examples = media["examples"].as_object();
        let examples = examples.into_iter().flat_map(|named| named.values().map(|example| &example["value"]));
        for example in examples.chain(media.get("example")) {
            schema["components"] = document["components"].clone();
            let validator = jsonschema::draft202012::new(&schema).unwrap();
            assert!(validator.is_valid(example), "{example}");
            checked += 1;
        }
    };
    for path in document["paths"].as_object().unwrap().values() {
        for operation in path.as_object().unwrap().values() {
            look(&operation["requestBody"]["content"]["application/json"]);
            for response in operation["responses"].as_object().unwrap().values() {
                look(&response["content"]["application/json"]);
            }
        }
    }
    for response in document["components"]["responses"].as_object().unwrap().values() {
        look(&response["content"]["application/json"]);
    }
    assert!(checked >= 20, "{checked}");
}

/// The schema and the rules say the same of a request.
#[tokio::test]
async fn the_schema_of_a_request_is_the_rules() {
    let schema = schema("/components/schemas/TokenRequest");
    let long = "a".repeat(256);
    let name = "é".repeat(255);
    let api = TokenApi::new(settings());
    for (request_body, expected) in [
        (json!({"roomName": "r", "participantIdentity": "u"}), true),
        (json!({"roomName": "r", "participantIdentity": "u", "expirationSeconds": 3600.0}), true),
        (json!({"roomName": "r", "participantIdentity": "u", "expirationSeconds": 60}), true),
        (json!({"roomName": "r", "participantIdentity": "u", "expirationSeconds": 59}), false),
        (json!({"roomName": "r", "participantIdentity": "u", "expirationSeconds": 86_401}), false),
        (json!({"roomName": "r", "participantIdentity": "u", "expirationSeconds": 3600.5}), false),
        (json!({"roomName": "r", "participantIdentity": "u", "expirationSeconds": "3600"}), false),
        (json!({"roomName": "r", "participantIdentity": "u", "participantName": name}), true),
        (json!({"roomName": "r", "participantIdentity": "u", "participantName": null}), false),
        (json!({"roomName": "r", "participantIdentity": "u", "participantName": ""}), true),
        (json!({"roomName": "r", "participantIdentity": "u", "unknown": []}), true),
        (json!({"roomName": long, "participantIdentity": "u"}), false),
        (json!({"roomName": "", "participantIdentity": "u"}), false),
        (json!({"roomName": "a b", "participantIdentity": "u"}), false),
        (json!({"roomName": "r"}), false),
        (json!([]), false),
    ] {
        assert_eq!(schema.is_valid(&request_body), expected, "the schema on {request_body}");
        let ask = request(Method::POST, "/api/token", &[JSON], request_body.to_string());
        let answer = send(&api, ask).await;
        assert_eq!(answer.status.as_u16(), if expected { 200 } else { 400 }, "{request_body}");
    }
}
