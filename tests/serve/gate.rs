//! Who is let in, and how often.

use std::net::SocketAddr;

use axum::http::Method;
use lktoken::server::{Access, BearerToken, Current, Limits, PeerAddress, Rate, Settings, TokenApi};

use crate::client::{Answer, JSON, request, send, settings};

const GOOD: &str = r#"{"roomName":"r","participantIdentity":"u"}"#;
const TOKEN: &str = "a-token-of-some-length";

async fn ask_with(api: &TokenApi, authorization: &str, document: &'static str) -> Answer {
    let headers = [JSON, ("authorization", authorization)];
    send(api, request(Method::POST, "/api/token", &headers, document)).await
}

#[tokio::test]
async fn a_page_under_a_foreign_name_gets_nothing_from_this_machine() {
    let ask = async |access, host: &str| {
        let api = TokenApi::new(Settings { access, ..settings() });
        send(&api, request(Method::POST, "/api/token", &[JSON, ("host", host)], GOOD)).await
    };
    for host in ["localhost:7071", "127.0.0.1:7071", "[::1]:7071"] {
        ask(Access::ThisMachine, host).await.token();
    }
    let (status, code, _) = ask(Access::ThisMachine, "evil.example:7071").await.error();
    assert_eq!((status, code.as_str()), (403, "FORBIDDEN"));
    ask(Access::Anonymous, "app.example").await.token();
}

#[tokio::test]
async fn without_the_bearer_token_there_is_none() {
    let bearer = Current::new(BearerToken::new(TOKEN).unwrap());
    let api = TokenApi::new(Settings { access: Access::Bearer(bearer.clone()), ..settings() });
    ask_with(&api, &format!("Bearer {TOKEN}"), GOOD).await.token();
    ask_with(&api, &format!("bearer {TOKEN}"), GOOD).await.token();
    for wrong in ["", TOKEN, "Bearer", "Bearer ", "Bearer a-token-of-some-lengt", "Basic YTpi"] {
        // Who may not ask is not told what was wrong with the question.
        for document in [GOOD, "{", ""] {
            let answer = ask_with(&api, wrong, document).await;
            assert_eq!(answer.error().1, "UNAUTHORIZED", "{wrong}");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    }
    let none = send(&api, request(Method::POST, "/api/connection-details", &[JSON], "{}")).await;
    assert_eq!(none.error().1, "UNAUTHORIZED");
    for open in ["/", "/healthz", "/api/openapi.json"] {
        assert_eq!(send(&api, request(Method::GET, open, &[], "")).await.status, 200);
    }

    bearer.set(BearerToken::new("another-token-for-the-next-day").unwrap());
    assert_eq!(ask_with(&api, &format!("Bearer {TOKEN}"), GOOD).await.status, 401);
    ask_with(&api, "Bearer another-token-for-the-next-day", GOOD).await.token();
}

#[tokio::test]
async fn one_address_cannot_ask_too_often() {
    let limits = Limits { rate: Some(Rate::parse("3/m").unwrap()), ..Limits::default() };
    let api = TokenApi::new(Settings { limits, ..settings() });
    let ask_from = async |address: &str, path: &str| {
        let mut request = request(Method::POST, path, &[JSON], GOOD);
        let address: SocketAddr = address.parse().unwrap();
        request.extensions_mut().insert(PeerAddress(address));
        send(&api, request).await
    };
    for port in 1..=3 {
        ask_from(&format!("192.0.2.1:{port}"), "/api/token").await.token();
    }
    for path in ["/api/token", "/api/connection-details"] {
        let answer = ask_from("192.0.2.1:4", path).await;
        assert_eq!(answer.error().1, "TOO_MANY_REQUESTS");
        let wait: u32 = answer.header("retry-after").parse().unwrap();
        assert!((1..=21).contains(&wait), "{wait}");
    }
    assert_eq!(ask_from("192.0.2.1:5", "/nowhere").await.status, 404);
    ask_from("192.0.2.2:1", "/api/token").await.token();
}
