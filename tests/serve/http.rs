//! What is not a good POST of JSON.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method};
use http_body_util::BodyExt as _;
use http_body_util::channel::Channel;
use lktoken::server::{Limits, Settings, TokenApi};

use crate::client::{JSON, request, send, settings};

const GOOD: &str = r#"{"roomName":"r","participantIdentity":"u"}"#;

#[tokio::test]
async fn paths_that_do_not_exist_are_404() {
    let api = TokenApi::new(settings());
    for path in ["/nowhere", "/api", "/api/token/", "/API/token", "/api/token/x", "//api/token"] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let answer = send(&api, request(method, path, &[JSON], GOOD)).await;
            assert_eq!(answer.error().1, "NOT_FOUND", "{path}");
        }
    }
}

#[tokio::test]
async fn azure_s_unforwarded_request_is_told_what_to_set() {
    let envelope = request(Method::POST, "/token", &[JSON], r#"{"Data":{},"Metadata":{}}"#);
    let (status, _, message) = send(&TokenApi::new(settings()), envelope).await.error();
    assert_eq!(status, 404);
    assert!(message.contains("enableProxyingHttpRequest"), "{message}");
}

#[tokio::test]
async fn other_methods_are_405_and_told_which_there_are() {
    let api = TokenApi::new(settings());
    for (path, allow) in
        [("/api/token", "POST"), ("/api/connection-details", "POST"), ("/healthz", "GET,HEAD")]
    {
        let method = if allow == "POST" { Method::GET } else { Method::POST };
        for method in [method, Method::PUT, Method::DELETE, Method::from_bytes(b"BREW").unwrap()] {
            let answer = send(&api, request(method, path, &[], "")).await;
            assert_eq!(answer.error().1, "METHOD_NOT_ALLOWED");
            assert_eq!(answer.header("allow"), allow);
        }
    }
}

#[tokio::test]
async fn other_content_types_are_415() {
    let api = TokenApi::new(settings());
    for headers in [
        &[][..],
        &[("content-type", "text/plain")],
        &[("content-type", "application/json; charset=utf-16")],
        &[("content-type", "application/x-www-form-urlencoded")],
        &[JSON, JSON],
        &[JSON, ("content-encoding", "gzip")],
    ] {
        let answer = send(&api, request(Method::POST, "/api/token", headers, GOOD)).await;
        assert_eq!(answer.error().1, "UNSUPPORTED_MEDIA_TYPE", "{headers:?}");
    }
    for content_type in ["application/json; charset=utf-8", "application/json;charset=UTF-8"] {
        let headers = [("content-type", content_type)];
        send(&api, request(Method::POST, "/api/token", &headers, GOOD)).await.token();
    }
}

#[tokio::test]
async fn a_large_body_is_413_announced_or_not() {
    let api = TokenApi::new(settings());
    let of = |bytes: usize| format!("{GOOD}{}", " ".repeat(bytes - GOOD.len()));
    let limit = Limits::default().body_bytes;
    send(&api, request(Method::POST, "/api/token", &[JSON], of(limit))).await.token();
    for bytes in [limit + 1, 10 << 20, 20 << 20] {
        let announced = bytes.to_string();
        let announced = [JSON, ("content-length", announced.as_str())];
        for headers in [&announced[..], &[JSON]] {
            let answer = send(&api, request(Method::POST, "/api/token", headers, of(bytes))).await;
            assert_eq!(answer.error().1, "PAYLOAD_TOO_LARGE", "{bytes}");
            // A body that was read to its end leaves the connection in order.
            assert_eq!(answer.header("connection"), if bytes > 16 << 20 { "close" } else { "" });
        }
    }
    let asking = [JSON, ("content-length", "70000"), ("expect", "100-continue")];
    let answer = send(&api, request(Method::POST, "/api/token", &asking, Body::empty())).await;
    assert_eq!(answer.error().1, "PAYLOAD_TOO_LARGE");
}

/// A body in pieces, which goes on for as long as its sender lives.
fn pieces() -> (http_body_util::channel::Sender<Bytes>, Body) {
    let (sender, body) = Channel::new(16);
    (sender, Body::new(body.map_err(|never| match never {})))
}

#[tokio::test]
async fn a_body_in_pieces_is_one_body() {
    let (mut sender, body) = pieces();
    for piece in GOOD.as_bytes().chunks(5) {
        sender.send_data(Bytes::copy_from_slice(piece)).await.unwrap();
    }
    sender.send_trailers(HeaderMap::new()).await.unwrap();
    drop(sender);
    send(&TokenApi::new(settings()), request(Method::POST, "/api/token", &[JSON], body)).await.token();
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_408() {
    let limits = Limits { body_time: Duration::from_millis(50), ..Limits::default() };
    let (mut sender, body) = pieces();
    sender.send_data(Bytes::from_static(b"{")).await.unwrap();
    let api = TokenApi::new(Settings { limits, ..settings() });
    let answer = send(&api, request(Method::POST, "/api/token", &[JSON], body)).await;
    assert_eq!(answer.error().1, "REQUEST_TIMEOUT");
    assert_eq!(answer.header("connection"), "close");
}

#[tokio::test]
async fn the_server_says_who_it_is_and_that_it_is_well() {
    let api = TokenApi::new(settings());
    let get = |path: &str| request(Method::GET, path, &[], "");
    let index = send(&api, get("/")).await;
    assert_eq!((index.status.as_u16(), index.json()["name"].as_str()), (200, Some("lktoken")));
    assert_eq!(index.json()["version"], env!("CARGO_PKG_VERSION"));
    let health = send(&api, get("/healthz")).await;
    assert_eq!((health.status.as_u16(), health.text.as_str()), (200, r#"{"status":"ok"}"#));
    let yaml = send(&api, get("/api/openapi.yaml")).await;
    assert!(yaml.text.starts_with("openapi: 3.1."), "{}", yaml.text);
    let json = send(&api, get("/api/openapi.json")).await;
    assert_eq!(json.header("content-type"), "application/json");
}

#[tokio::test]
async fn every_answer_has_the_request_s_id() {
    let api = TokenApi::new(settings());
    for path in ["/api/token", "/nowhere", "/healthz"] {
        let answer = send(&api, request(Method::GET, path, &[("x-request-id", "mine-1")], "")).await;
        assert_eq!(answer.header("x-request-id"), "mine-1");
        let azure = [("x-azure-functions-invocationid", "azure-1"), ("x-request-id", "mine-1")];
        let answer = send(&api, request(Method::GET, path, &azure, "")).await;
        assert_eq!(answer.header("x-request-id"), "azure-1");
        let answer = send(&api, request(Method::GET, path, &[], "")).await;
        let own = answer.header("x-request-id");
        assert!(own.parse::<u64>().is_ok(), "{own}");
    }
}
