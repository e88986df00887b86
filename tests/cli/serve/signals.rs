//! How it ends, and how it takes a new key.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use rustix::process::Signal;

use super::Server;
use crate::program::Home;

const GOOD: &str = r#"{"roomName":"r","participantIdentity":"u"}"#;
const ANY_PORT: &str = "--listen=127.0.0.1:0";

#[test]
fn it_ends_with_0_once_it_is_told_to() {
    for (signal, name) in [(Signal::INT, "SIGINT"), (Signal::TERM, "SIGTERM")] {
        let home = Home::new();
        let running = Server::new(&home, &["--dev", ANY_PORT]).start();
        running.signal(signal);
        assert_eq!(running.event()["signal"], name);
        assert_eq!(running.event()["message"], "stopped");
        assert_eq!(running.wait(), (0, vec![], vec![]));
    }
}

#[test]
fn a_request_in_flight_is_answered_before_the_end() {
    for signal in [Signal::INT, Signal::TERM] {
        is_answered_before_the_end(signal);
    }
}

fn is_answered_before_the_end(signal: Signal) {
    let home = Home::new();
    let running = Server::new(&home, &["--dev", ANY_PORT]).start();
    let mut stream = TcpStream::connect(running.address()).unwrap();
    let (length, begin, end) = (GOOD.len(), &GOOD[..9], &GOOD[9..]);
    let head = "POST /api/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    write!(stream, "{head}Content-Length: {length}\r\n\r\n{begin}").unwrap();
    // The server reads the head.
    std::thread::sleep(Duration::from_millis(300));
    running.signal(signal);
    assert_eq!(running.event()["message"], "stopping");
    stream.write_all(end.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(running.event()["status"], 200);
    assert_eq!(running.wait().0, 0);
}

#[test]
fn a_hang_up_reads_key_and_bearer_token_again() {
    let home = Home::new();
    home.write_private("secret", "the-first-secret-of-32-bytes-or-more");
    home.write_private("bearer", "the-first-bearer-token");
    let args = ["--api-key=k", "--api-secret-file=secret", "--token-file=bearer", "--url=ws://x", ANY_PORT];
    let running = Server::new(&home, &args).start();
    let signed_with = |bearer: &str, secret: &str| {
        let answer = running.post("/api/token", &[&format!("Authorization: Bearer {bearer}")], GOOD);
        assert_eq!(answer.status, 200, "{}", answer.body);
        running.event();
        home.write_private("judge", secret);
        let judge = ["validate", "--api-key=k", "--api-secret-file=judge"];
        home.run_with(&judge, answer.json()["token"].as_str().unwrap()).code == 0
    };
    assert!(signed_with("the-first-bearer-token", "the-first-secret-of-32-bytes-or-more"));

    home.write_private("secret", "the-second-secret-of-32-bytes-or-more");
    home.write_private("bearer", "the-second-bearer-token");
    running.signal(Signal::HUP);
    assert_eq!(running.event()["message"], "the bearer token is another one");
    assert_eq!(running.event()["message"], "signing with another secret");
    assert!(signed_with("the-second-bearer-token", "the-second-secret-of-32-bytes-or-more"));
    assert_eq!(
        running.post("/api/token", &["Authorization: Bearer the-first-bearer-token"], GOOD).status,
        401
    );
    running.event();

    running.signal(Signal::HUP);
    assert_eq!(running.event()["message"], "the bearer token is the same");
    assert_eq!(running.event()["message"], "signing as before");

    // What cannot be read stays as it was.
    std::fs::remove_file(home.path().join("secret")).unwrap();
    home.write_private("bearer", "short");
    running.signal(Signal::HUP);
    for what in ["the bearer token stays as it was", "the key stays as it was"] {
        let event = running.event();
        assert_eq!(event["level"], "ERROR");
        assert!(event["message"].as_str().unwrap().starts_with(what), "{event}");
    }
    assert!(signed_with("the-second-bearer-token", "the-second-secret-of-32-bytes-or-more"));
}

#[test]
fn a_key_that_was_missing_at_the_start_can_be_brought_later() {
    let home = Home::new();
    let running = Server::new(&home, &[ANY_PORT]).start();
    assert_eq!(running.post("/api/token", &[], GOOD).status, 500);
    running.event();
    home.write_config(
        "default_profile = \"p\"\n[profiles.p]\napi_key = \"k\"\napi_secret = \"s\"\nurl = \"ws://x\"\ndefaults.room = \"r\"\n",
    );
    running.signal(Signal::HUP);
    let warned = running.event()["message"].as_str().unwrap().to_owned();
    assert!(warned.starts_with("short-secret: the secret of \"k\" is too short"), "{warned}");
    assert_eq!(running.event()["source"], "profile p (default_profile)");
    assert_eq!(running.post("/api/token", &[], GOOD).status, 200);
}

#[test]
fn a_hang_up_tells_what_is_new() {
    let profile = |api_key: &str, secret: &str, url: &str| {
        format!(
            "default_profile = \"p\"\n[profiles.p]\napi_key = \"{api_key}\"\napi_secret = \"{secret}-secret-of-32-bytes-or-more\"\n\
             url = \"{url}\"\n"
        )
    };
    let home = Home::new();
    home.write_config(&profile("a", "the-first", "ws://x"));
    let running = Server::new(&home, &[ANY_PORT]).start();
    for (config, message) in [
        (profile("a", "the-first", "ws://x"), "signing as before"),
        (profile("a", "the-first", "ws://y"), "signing as before, for another URL"),
        (profile("a", "the-other", "ws://z"), "signing with another secret"),
        (profile("b", "the-third", "ws://z"), "signing with another key"),
        (profile("c", "the-third", "ws://z"), "signing with another key"),
    ] {
        home.write_config(&config);
        running.signal(Signal::HUP);
        let event = running.event();
        assert_eq!(event["message"], message, "{event}");
        assert!(!event.to_string().contains("secret-of-32"), "{event}");
    }
}
