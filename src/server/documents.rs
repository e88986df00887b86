//! What the server says about itself.

use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// The API's description, as it is written.
const OPENAPI_YAML: &str = include_str!("../../api/openapi.yaml");
/// The same, generated from it.
const OPENAPI_JSON: &str = include_str!("../../api/openapi.json");

/// `GET /api/openapi.yaml`
pub(super) async fn openapi_yaml() -> Response {
    document("application/yaml", OPENAPI_YAML)
}

/// `GET /api/openapi.json`
pub(super) async fn openapi_json() -> Response {
    document("application/json", OPENAPI_JSON)
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

fn document(content_type: &'static str, body: &'static str) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(content_type))], body).into_response()
}
