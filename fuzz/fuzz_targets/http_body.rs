//! The body of a request to each of the server's endpoints, without a socket.
#![no_main]

use std::sync::{Arc, LazyLock};
use std::time::{Duration, UNIX_EPOCH};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use libfuzzer_sys::fuzz_target;
use lktoken::server::{Access, AllowedClaims, Current, Limits, Origins, ServedKey, Settings, TokenApi};
use lktoken::token::inspect::inspect;
use lktoken::token::mint::mint;
use lktoken::token::request::{TokenRequest, UnknownMembers};
use lktoken::token::response::ErrorResponse;
use lktoken::token::rules::Rules;
use lktoken::token::validate::Door;
use lktoken_fuzz::{API_KEY, NOW, assert_is_json, assert_is_let_in, judge, key, now, own_key};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().expect("a runtime"));

const MAX_BODY_BYTES: usize = 4_096;

fn api(allowed: AllowedClaims) -> TokenApi {
    let served = ServedKey { key: own_key(), url: Some("ws://localhost:7880".to_owned()) };
    TokenApi::new(Settings {
        key: Current::new(Some(served)),
        access: Access::Anonymous,
        origins: Origins::list(["http://localhost:4200"]).expect("it is an origin"),
        allowed,
        limits: Limits { body_bytes: MAX_BODY_BYTES, ..Limits::default() },
        clock: Arc::new(|| UNIX_EPOCH + Duration::from_secs(NOW.unsigned_abs())),
    })
}

static STRICT: LazyLock<TokenApi> = LazyLock::new(|| api(AllowedClaims::default()));
static GENEROUS: LazyLock<TokenApi> =
    LazyLock::new(|| api(AllowedClaims { metadata: true, attributes: true, room_config: true }));

fuzz_target!(|body: &[u8]| {
    RUNTIME.block_on(async {
        token(body).await;
        connection_details(body).await;
    });
});

/// Posts a body, as JSON, and reads the answer.
async fn post(api: &TokenApi, path: &str, body: &[u8]) -> (StatusCode, Value) {
    let request = Request::post(path)
        .header("content-type", "application/json")
        .body(Body::from(body.to_vec()))
        .expect("a request");
    let Ok(response) = api.clone().oneshot(request).await;
    let (head, body) = response.into_parts();
    assert_eq!(head.headers["content-type"], "application/json");
    assert_eq!(head.headers["cache-control"], "no-store");
    let body = body.collect().await.expect("it is in memory").to_bytes();
    let body = std::str::from_utf8(&body).expect("JSON is text");
    assert_is_json(body);
    let answer: Value = serde_json::from_str(body).expect("it is JSON");
    if head.status != StatusCode::OK {
        assert_eq!(answer["statusCode"], head.status.as_u16());
        let errors = answer.get("validationErrors").map(|errors| errors.as_array().map_or(0, Vec::len));
        assert_eq!(errors.is_some(), head.status == StatusCode::BAD_REQUEST, "{answer}");
        assert_ne!(errors, Some(0), "{answer}");
    }
    (head.status, answer)
}

/// The contract over HTTP is the library: the same token for a request that it accepts, else the same errors.
async fn token(body: &[u8]) {
    let (status, answer) = post(&STRICT, "/api/token", body).await;
    if body.len() > MAX_BODY_BYTES {
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        return;
    }
    let request = TokenRequest::from_json(body).map_err(|error| vec![error]);
    match request.and_then(|request| request.validate(Rules::Contract, UnknownMembers::Ignore)) {
        Ok(request) => {
            let expected = mint(&request, key(), now()).expect("the year is not the last");
            assert_eq!(status, StatusCode::OK);
            assert_eq!(answer, serde_json::to_value(&expected).expect("it can be written"));
            assert_is_let_in(&expected.token);
        }
        Err(errors) => {
            let expected = ErrorResponse::validation(errors, now());
            assert_eq!(status, StatusCode::BAD_REQUEST);
            assert_eq!(answer, serde_json::to_value(&expected).expect("it can be written"));
        }
    }
}

/// LiveKit's endpoint makes up what is missing, and widens no grants.
async fn connection_details(body: &[u8]) {
    let (strict, refusal) = post(&STRICT, "/api/connection-details", body).await;
    let (generous, answer) = post(&GENEROUS, "/api/connection-details", body).await;
    match (strict, generous) {
        (StatusCode::OK, StatusCode::OK) => {
            let claims = claims_of(&refusal);
            assert!(["metadata", "attributes", "roomConfig"].iter().all(|claim| claims.get(claim).is_none()));
        }
        // What is not allowed is refused, once the rest is good; whether it is itself good is then not looked at.
        (StatusCode::FORBIDDEN, StatusCode::OK | StatusCode::BAD_REQUEST) => {}
        (strict, generous) => {
            assert_eq!(strict, generous);
            let expected = if body.len() > MAX_BODY_BYTES {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                StatusCode::BAD_REQUEST
            };
            assert_eq!(strict, expected, "{refusal}");
        }
    }
    if generous == StatusCode::OK {
        claims_of(&answer);
    }
}

/// The claims of the token in an answer, whose grants are the contract's.
fn claims_of(answer: &Value) -> Value {
    let token = answer["participant_token"].as_str().expect("there is a token");
    let verdict = judge(token, Door::Join, true);
    assert!(verdict.valid, "{:?}", verdict.problems);
    let claims = inspect(token, None, now()).expect("it was minted").claims;
    let claims: Value = serde_json::from_str(claims.get()).expect("claims are JSON");
    let video = claims["video"].as_object().expect("there are grants");
    assert!(video.len() == 4 && video["room"].is_string(), "{claims}");
    assert!(["roomJoin", "canPublish", "canSubscribe"].iter().all(|grant| video[*grant] == true), "{claims}");
    let known = ["exp", "iss", "nbf", "sub", "name", "video", "metadata", "attributes", "roomConfig"];
    let members = claims.as_object().expect("claims are an object");
    assert!(members.keys().all(|name| known.contains(&name.as_str())), "{claims}");
    assert_eq!(members["iss"], API_KEY);
    claims
}
