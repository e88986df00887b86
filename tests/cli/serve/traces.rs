//! Nothing that opens a door stands in the log.

use super::Server;
use crate::program::Home;
#[cfg(unix)]
use crate::secrets::trace::Traces;

#[cfg(unix)]
#[test]
fn the_log_has_no_secret_no_token_no_header_and_no_body() {
    const SECRET: &str = "canary-secret-q7Zp-W3x-K9vT2mB8nR4sL6dF";
    const BEARER: &str = "canary-bearer-token-0123456789";
    for format in ["--log-format=json", "--log-format=text"] {
        let home = Home::new();
        home.write_private("bearer", BEARER);
        let args = ["--listen=127.0.0.1:0", "--token-file=bearer", "--url=ws://x", format];
        let server = Server::new(&home, &args).env("LIVEKIT_API_KEY", "k").env("LIVEKIT_API_SECRET", SECRET);
        // As chatty as it can be made.
        let server = server.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
        let running = server.start();
        let shown = format!("Authorization: Bearer {BEARER}");
        let body =
            r#"{"roomName":"r","participantIdentity":"u","participantName":"canary-name","x":"canary-body"}"#;
        let answer = running.post("/api/token", &[&shown], body);
        assert_eq!(answer.status, 200);
        let token = answer.json()["token"].as_str().unwrap().to_owned();
        running.post("/api/token", &["Authorization: Bearer canary-wrong"], body);
        running.post("/api/token", &[&shown], r#"{"roomName":"canary body!"}"#);
        running.post(
            &format!("/api/token/{token}?access_token={token}"),
            &[&shown, "X-Request-Id: canary id"],
            body,
        );
        running.post("/api/connection-details", &[&shown], r#"{"participant_metadata":"canary-body"}"#);
        running.post("/api/token", &[&shown], &format!("{{\"roomName\":\"{SECRET}"));
        running.post("/api/token", &[&format!("Authorization: Basic {token}")], &token);
        running.signal(rustix::process::Signal::HUP);
        running.signal(rustix::process::Signal::TERM);
        let start = running.start.iter().map(ToString::to_string).collect::<Vec<_>>();
        let (code, stdout, stderr) = running.wait();
        assert_eq!((code, stdout.len()), (0, 0), "{stderr:?}");
        // A line for each of seven requests, and how it stopped; what the hang-up had time for may follow.
        assert!(stderr.len() >= 9, "{stderr:?}");
        let log = [start, stderr].concat().join("\n");
        assert!(!log.contains("canary"), "{log}");
        for (what, traces) in [
            ("the secret", Traces::of_secret(SECRET)),
            ("the bearer token", Traces::of_secret(BEARER)),
            ("the token", Traces::of_token(&token)),
        ] {
            assert_eq!(traces.seen_in(log.as_bytes()), None, "{what} is in {log}");
        }
    }
}

/// A secret that was given in the place of its path is not told when that path cannot be read later.
#[cfg(unix)]
#[test]
fn a_path_that_looks_like_a_secret_is_not_told() {
    const PASTED: &str = "q7ZpW3xK9vT2mB8nR4sL6dF1gH5jY0cQwEuIoA3kq7ZpW3xK";
    let home = Home::new();
    home.write_private(PASTED, "a-bearer-token-or-secret-of-some-length");
    let args = ["--listen=127.0.0.1:0", "--api-key=k", "--api-secret-file", PASTED, "--token-file", PASTED];
    let running = Server::new(&home, &args).start();
    std::fs::remove_file(home.path().join(PASTED)).unwrap();
    running.signal(rustix::process::Signal::HUP);
    for what in ["the bearer token stays", "the key stays"] {
        let event = running.event().to_string();
        assert!(event.contains(what) && !event.contains(PASTED), "{event}");
    }
}
