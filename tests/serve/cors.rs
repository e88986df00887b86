//! Cross-origin requests, as browsers make them.

use axum::http::Method;
use lktoken::server::{Access, BearerToken, Current, Origins, Settings, TokenApi};

use crate::client::{Answer, GOOD_ORIGIN, JSON, request, send, settings};

const BAD_ORIGINS: [&str; 6] = [
    "http://localhost:4201",
    "https://localhost:4200",
    "http://localhost:4200.evil.example",
    "http://evil.example",
    "null",
    "HTTP://LOCALHOST:4200",
];

fn preflight(origin: &str) -> axum::http::Request<axum::body::Body> {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    request(Method::OPTIONS, "/api/token", &headers, "")
}

async fn ask(settings: Settings, origin: &str) -> Answer {
    let document = r#"{"roomName":"r","participantIdentity":"u"}"#;
    send(&TokenApi::new(settings), request(Method::POST, "/api/token", &[JSON, ("origin", origin)], document))
        .await
}

fn allowed(answer: &Answer) -> &str {
    answer.header("access-control-allow-origin")
}

#[tokio::test]
async fn a_good_origin_s_preflight_is_answered_and_may_be_kept() {
    let answer = send(&TokenApi::new(settings()), preflight(GOOD_ORIGIN)).await;
    assert_eq!((answer.status.as_u16(), allowed(&answer)), (200, GOOD_ORIGIN));
    assert_eq!(answer.header("access-control-allow-methods"), "GET,POST");
    assert_eq!(
        answer.header("access-control-allow-headers"),
        "content-type,authorization,x-sandbox-id,x-request-id"
    );
    assert_eq!(answer.header("access-control-max-age"), "7200");
    assert_eq!(answer.header("vary"), "origin");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
}

#[tokio::test]
async fn a_good_origin_may_read_answers_and_errors() {
    let answer = ask(settings(), GOOD_ORIGIN).await;
    answer.token();
    assert_eq!((allowed(&answer), answer.header("vary")), (GOOD_ORIGIN, "origin"));
    let refused =
        send(&TokenApi::new(settings()), request(Method::POST, "/nowhere", &[("origin", GOOD_ORIGIN)], ""))
            .await;
    assert_eq!((refused.status.as_u16(), allowed(&refused)), (404, GOOD_ORIGIN));
}

#[tokio::test]
async fn a_bad_origin_may_not() {
    for origin in BAD_ORIGINS {
        let answer = send(&TokenApi::new(settings()), preflight(origin)).await;
        assert_eq!((allowed(&answer), answer.header("vary")), ("", "origin"), "{origin}");
        let answer = ask(settings(), origin).await;
        assert_eq!((allowed(&answer), answer.header("vary")), ("", "origin"), "{origin}");
    }
}

#[tokio::test]
async fn whoever_is_no_page_is_told_nothing_but_caches_are() {
    let document = r#"{"roomName":"r","participantIdentity":"u"}"#;
    for (path, status) in [("/api/token", 200), ("/nowhere", 404)] {
        let asked = request(Method::POST, path, &[JSON], document);
        let answer = send(&TokenApi::new(settings()), asked).await;
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!((allowed(&answer), answer.header("vary")), ("", "origin"));
        assert_eq!(answer.header("access-control-expose-headers"), "");
    }
    let asked = request(Method::OPTIONS, "/api/token", &[], "");
    let answer = send(&TokenApi::new(settings()), asked).await;
    assert_eq!((answer.header("allow"), answer.header("vary")), ("POST", "origin"));
    assert_eq!(answer.error().0, 405);
}

#[tokio::test]
async fn each_of_several_origins_gets_its_own_name() {
    let origins = ["https://a.example", "https://b.example"];
    for origin in origins {
        let settings = Settings { origins: Origins::list(origins).unwrap(), ..settings() };
        assert_eq!(allowed(&ask(settings, origin).await), origin);
    }
}

#[tokio::test]
async fn without_cors_nothing_is_said_and_preflights_are_405() {
    let off = || Settings { origins: Origins::Off, ..settings() };
    let answer = ask(off(), GOOD_ORIGIN).await;
    answer.token();
    assert_eq!((allowed(&answer), answer.header("vary")), ("", ""));
    assert_eq!(send(&TokenApi::new(off()), preflight(GOOD_ORIGIN)).await.error().0, 405);
}

#[tokio::test]
async fn any_origin_is_a_star_that_no_cache_need_tell_apart() {
    let answer = ask(Settings { origins: Origins::Any, ..settings() }, BAD_ORIGINS[3]).await;
    assert_eq!((allowed(&answer), answer.header("vary")), ("*", ""));
}

#[tokio::test]
async fn a_preflight_needs_no_bearer_token() {
    let access = Access::Bearer(Current::new(BearerToken::new("a-token-of-some-length").unwrap()));
    let answer = send(&TokenApi::new(Settings { access, ..settings() }), preflight(GOOD_ORIGIN)).await;
    assert_eq!((answer.status.as_u16(), allowed(&answer)), (200, GOOD_ORIGIN));
}
