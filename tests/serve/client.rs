//! A server at a known moment, and what it answers.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use lktoken::server::{Access, AllowedClaims, Current, Limits, Origins, ServedKey, Settings, TokenApi};
use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use lktoken::token::time::UnixTime;
use lktoken::token::validate::{Door, Judge};
use serde_json::Value;
use tower::ServiceExt as _;

/// 2025-10-24T15:30:00Z, the moment of every request here.
pub const NOW: u64 = 1_761_319_800;
/// As answers write it.
pub const NOW_TEXT: &str = "2025-10-24T15:30:00Z";

/// The page that may ask.
pub const GOOD_ORIGIN: &str = "http://localhost:4200";

pub fn dev_key() -> SigningKey {
    SigningKey::new(ApiKey::new("devkey").unwrap(), &ApiSecret::new("secret".to_owned()).unwrap())
}

/// A laptop's server: the key of `livekit-server --dev`, nobody to be kept out.
pub fn settings() -> Settings {
    let served = ServedKey { key: dev_key(), url: Some("ws://localhost:7880".to_owned()) };
    Settings {
        key: Current::new(Some(served)),
        access: Access::Anonymous,
        origins: Origins::list([GOOD_ORIGIN]).unwrap(),
        allowed: AllowedClaims::default(),
        limits: Limits::default(),
        clock: Arc::new(|| UNIX_EPOCH + Duration::from_secs(NOW)),
    }
}

/// The same, without any key.
pub fn without_key() -> Settings {
    Settings { key: Current::new(None), ..settings() }
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The contract's error: its code and message; everything else about it is checked here.
    #[track_caller]
    pub fn error(&self) -> (u16, String, String) {
        assert_eq!(self.header("content-type"), "application/json", "{self:?}");
        assert_eq!(self.header("cache-control"), "no-store", "{self:?}");
        let body = self.json();
        assert_eq!(body["statusCode"], self.status.as_u16(), "{self:?}");
        assert_eq!(body["timestamp"], NOW_TEXT, "{self:?}");
        assert_eq!(body.get("validationErrors").is_some(), self.status == 400, "{self:?}");
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        (self.status.as_u16(), text("errorCode"), text("message"))
    }

    /// The rules that a request broke, as `field: message`.
    #[track_caller]
    pub fn rules(&self) -> Vec<String> {
        let (status, code, message) = self.error();
        let expected = (400, "VALIDATION_ERROR", "Request validation failed");
        assert_eq!((status, code.as_str(), message.as_str()), expected);
        let body = self.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rules = body["validationErrors"].as_array().unwrap();
        rules.iter().map(|rule| format!("{}: {}", text(&rule["field"]), text(&rule["message"]))).collect()
    }

    /// The token, once a LiveKit server with the development key would let its holder join.
    #[track_caller]
    pub fn token(&self) -> String {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.header("content-type"), "application/json");
        assert_eq!(self.header("cache-control"), "no-store");
        let body = self.json();
        let token = body.get("token").or(body.get("participant_token")).unwrap().as_str().unwrap().to_owned();
        let now = UnixTime::from_seconds(i64::try_from(NOW).unwrap()).unwrap();
        let judge =
            Judge { key: &dev_key(), source: "the test", now, door: Door::Join, room: None, strict: true };
        assert!(judge.judge(&token).valid, "{token}");
        token
    }
}

pub async fn send(api: &TokenApi, request: Request<Body>) -> Answer {
    let (head, body) = api.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Answer { status: head.status, headers: head.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

pub fn request(method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

pub const JSON: (&str, &str) = ("content-type", "application/json");

/// Posts a JSON document to a server of its own.
pub async fn post(settings: Settings, path: &str, document: &str) -> Answer {
    send(&TokenApi::new(settings), request(Method::POST, path, &[JSON], document.to_owned())).await
}

/// The claims of a token.
pub fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap())
        .unwrap()
}
