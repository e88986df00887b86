//! What the server says about itself.

use std::sync::LazyLock;

use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::embedded::embedded;

/// The API's description, as it is written.
static OPENAPI_YAML: LazyLock<Bytes> = LazyLock::new(|| embedded!("openapi.yaml").text().into());
/// The same, generated from it.
static OPENAPI_JSON: LazyLock<Bytes> = LazyLock::new(|| embedded!("openapi.json").text().into());

/// `GET /api/openapi.yaml`
pub(super) async fn openapi_yaml() -> Response {
    document("application/yaml", OPENAPI_YAML.clone())
}

/// `GET /api/openapi.json`
pub(super) async fn openapi_json() -> Response {
    document("application/json", OPENAPI_JSON.clone())
}

/// `GET /healthz`: the process is up and answers.
pub(super) async fn health() -> Response {
    document("application/json", r#"{"status":"ok"}"#)
}

/// `GET /`: who answers here. Azure's host polls it until there is an answer.
pub(super) async fn index() -> Response {
    document(
        "application/json",
        concat!(r#"{"name":"lktoken","version":""#, env!("CARGO_PKG_VERSION"), r#""}"#),
    )
}

fn document(content_type: &'static str, body: impl Into<Body>) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(content_type))], body.into()).into_response()
}
