//! The least that axum can do: reads a body, and answers with JSON that never changes, as long as a token's.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;

fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let body: &'static str = format!(r#"{{"token":"{}"}}"#, "x".repeat(450)).leak();
        let answer = move |_: Bytes| async move { ([(CONTENT_TYPE, "application/json")], body) };
        let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
        axum::serve(listener, Router::new().route("/api/token", post(answer))).await
    })
}
