//! Against a server of our own, which answers once what it is told to.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

use super::*;
use crate::token::validate::Door;

/// Longer than any answer here takes, on a busy machine too.
const LONG: Duration = Duration::from_secs(20);

const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.mcsP_ilgAm3Inz2BXGNjSTItqCUvi41aE1hNPhI5Jt8";

/// A server that answers one request with these bytes, and gives what it was asked.
fn server(answer: impl Into<Vec<u8>>) -> (Endpoint, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}/base", listener.local_addr().unwrap());
    let answer = answer.into();
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !request.ends_with(b"\r\n\r\n") {
            match stream.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(read) => request.extend_from_slice(&buffer[..read]),
            }
        }
        let _ = stream.write_all(&answer);
        String::from_utf8_lossy(&request).into_owned()
    });
    (Endpoint::new(&url, Door::Join).unwrap(), asked)
}

fn ask(endpoint: &Endpoint, token: &str, limit: Duration) -> Result<Reply, AskError> {
    let endpoint = endpoint.clone();
    super::ask(&Question { endpoint, token: token.to_owned(), limit })
}

fn reply(answer: impl Into<Vec<u8>>) -> Result<Reply, AskError> {
    let (endpoint, asked) = server(answer);
    let reply = ask(&endpoint, TOKEN, LONG);
    asked.join().unwrap();
    reply
}

/// An error's sentence, with `HOST` for the host, which it must name.
fn failure(answer: impl Into<Vec<u8>>) -> String {
    let (endpoint, asked) = server(answer);
    let error = ask(&endpoint, TOKEN, LONG).unwrap_err().to_string();
    asked.join().unwrap();
    assert!(error.contains(endpoint.host()), "{error}");
    error.replace(endpoint.host(), "HOST")
}

fn http(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn the_token_travels_in_the_header_and_nowhere_else() {
    let (endpoint, asked) = server(http("200 OK", "success"));
    ask(&endpoint, TOKEN, LONG).unwrap();
    let request = asked.join().unwrap().to_ascii_lowercase();
    assert!(request.starts_with("get /base/rtc/validate http/1.1\r\n"), "{request}");
    let bearer = format!("\r\nauthorization: bearer {}\r\n", TOKEN.to_ascii_lowercase());
    assert_eq!(request.matches(&bearer).count(), 1, "{request}");
    assert!(request.contains("\r\nuser-agent: lktoken/"), "{request}");
    assert!(!request.contains("accept-encoding"), "{request}");
}

#[test]
fn status_body_and_date_are_taken_down() {
    let dated = "HTTP/1.1 401 Unauthorized\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 15\r\n\r\ninvalid API key";
    let dated = reply(dated).unwrap();
    assert_eq!((dated.status, dated.body.as_str()), (401, "invalid API key"));
    assert_eq!(dated.date, Some(1_700_000_000));
    let undated = reply(http("200 OK", "success")).unwrap();
    assert_eq!((undated.status, undated.date), (200, None));
    let closed = reply("HTTP/1.0 502 Bad Gateway\r\n\r\n\u{fc}").unwrap();
    assert_eq!((closed.status, closed.body.as_str()), (502, "ü"));
    let chunked = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnone\r\n0\r\n\r\n";
    assert_eq!(reply(chunked).unwrap().body, "none");
}

#[test]
fn a_token_that_comes_back_is_taken_out() {
    let body = format!("invalid token: {TOKEN}, error: token has invalid claims: token is expired");
    let reply = reply(http("401 Unauthorized", &body)).unwrap();
    assert_eq!(reply.body, "invalid token: [not shown], error: token has invalid claims: token is expired");
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let location = format!("http://{}/x", elsewhere.local_addr().unwrap());
        let answer =
            format!("HTTP/1.1 {status}\r\nLocation: {location}?t={TOKEN}\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(
            failure(answer),
            format!(
                "HOST answers {}, a redirect to {location}, and the token is not sent after it",
                &status[..3]
            )
        );
    }
    let in_path = format!("HTTP/1.1 302 Found\r\nLocation: /{TOKEN}/x\r\nContent-Length: 0\r\n\r\n");
    assert!(failure(in_path).contains("a redirect to /[not shown]/x, and"));
    assert_eq!(
        failure("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
        "HOST answers 302, a redirect, and the token is not sent after it"
    );
    assert!(elsewhere.accept().is_err(), "somebody followed a redirect");
}

#[test]
fn an_answer_that_is_too_large_is_not_read_on() {
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(BODY_LIMIT + TOKEN.len() + 1));
    assert_eq!(
        failure(endless),
        "HOST answers 200 with more than 65536 bytes, which is no answer of a LiveKit server"
    );
    let largest = "x".repeat(BODY_LIMIT);
    assert_eq!(reply(http("200 OK", &largest)).unwrap().body, largest);
}

#[test]
fn what_does_not_speak_http_is_told() {
    for answer in
        ["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "\0\0\0\r\n\r\n"]
    {
        let error = failure(answer);
        assert!(error.starts_with("what answers at HOST does not speak HTTP as it should: "), "{error}");
    }
    let cut = failure("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nsucc");
    assert!(cut.starts_with("cannot reach HOST: "), "{cut}");
    let nothing = failure("");
    assert!(nothing.starts_with("cannot reach HOST: "), "{nothing}");
    let long = failure(format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(1 << 20)));
    assert!(long.starts_with("what answers at HOST does not speak HTTP as it should: "), "{long}");
}

#[test]
fn nobody_is_waited_for_longer_than_the_limit() {
    // Bound and listening, and nobody takes the call.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = Endpoint::new(&format!("ws://{}", listener.local_addr().unwrap()), Door::Any).unwrap();
    let started = std::time::Instant::now();
    let error = ask(&endpoint, TOKEN, Duration::from_millis(200)).unwrap_err();
    assert_eq!(error.to_string(), format!("{} has not answered within 0.2 s", endpoint.host()));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn an_answer_in_drops_has_the_same_limit() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = Endpoint::new(&format!("ws://{}", listener.local_addr().unwrap()), Door::Any).unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let started = std::time::Instant::now();
    let error = ask(&endpoint, TOKEN, Duration::from_millis(300)).unwrap_err();
    assert!(matches!(error, AskError::Timeout { .. }), "{error}");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_token_in_the_url_is_not_shown_either() {
    let (endpoint, asked) = server(http("200 OK", "success"));
    let with_token = Endpoint::new(&format!("ws://{}/{TOKEN}", endpoint.host()), Door::Join).unwrap();
    let url = ask(&with_token, TOKEN, LONG).unwrap().url;
    asked.join().unwrap();
    assert_eq!(url, format!("http://{}/[not shown]/rtc/validate", endpoint.host()));
}

#[test]
fn nobody_there_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = Endpoint::new(&format!("ws://{}", listener.local_addr().unwrap()), Door::Any).unwrap();
    drop(listener);
    let error = ask(&endpoint, TOKEN, LONG).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot reach {}: Connection refused", endpoint.host())), "{error}");
    let endpoint = Endpoint::new("ws://no-such-host.invalid", Door::Any).unwrap();
    let error = ask(&endpoint, TOKEN, LONG).unwrap_err().to_string();
    assert!(error.contains(" no-such-host.invalid"), "{error}");
}

#[test]
fn a_server_without_tls_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = Endpoint::new(&format!("wss://{}", listener.local_addr().unwrap()), Door::Any).unwrap();
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut greeting = [0; 4096];
        let read = stream.read(&mut greeting).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        greeting[..read].to_vec()
    });
    let error = ask(&endpoint, TOKEN, LONG).unwrap_err().to_string();
    assert!(error.starts_with(&format!("no TLS connection to {}: ", endpoint.host())), "{error}");
    let greeting = answering.join().unwrap();
    assert!(!greeting.windows(8).any(|piece| TOKEN.as_bytes().windows(8).any(|of_token| of_token == piece)));
}

#[test]
fn a_token_that_no_header_carries_is_told() {
    let endpoint = Endpoint::new("ws://127.0.0.1:1", Door::Any).unwrap();
    assert!(matches!(ask(&endpoint, "a\nb", LONG), Err(AskError::NoHeader)));
}
