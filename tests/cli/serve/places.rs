//! Where it listens, for whom, and what it refuses to be.

use std::net::TcpListener;

use super::{Running, Server};
use crate::program::Home;

const GOOD: &str = r#"{"roomName":"r","participantIdentity":"u"}"#;
const ANY_PORT: &str = "--listen=127.0.0.1:0";

fn messages(running: &Running) -> Vec<&str> {
    running.start.iter().map(|event| event["message"].as_str().unwrap()).collect()
}

#[test]
fn a_laptop_s_server_answers_like_mint() {
    let home = Home::new();
    let running = Server::new(&home, &["--dev", ANY_PORT]).start();
    assert_eq!(messages(&running), ["signing", "listening"]);
    let origin = ["Origin: http://localhost:4200"];
    let answer = running.post("/api/token", &origin, GOOD);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.head.contains("access-control-allow-origin: http://localhost:4200"), "{}", answer.head);
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    let verdict = home.run_with(&["validate", "--dev", "--strict"], token);
    assert_eq!(verdict.code, 0, "{}", verdict.stdout);
    let line = running.event();
    assert_eq!((&line["status"], &line["room"], &line["identity"]), (&200.into(), &"r".into(), &"u".into()));
    let details = running.post("/api/connection-details", &[], "{}").json();
    assert_eq!(details["server_url"], "ws://localhost:7880");
}

#[test]
fn the_log_tells_who_may_ask_and_why_nobody_got_a_token() {
    let home = Home::new();
    home.write_private("secret", "a-secret-of-thirty-two-bytes-or-more");
    home.write_config("[profiles.p]\napi_key = \"k\"\napi_secret = \"a-secret-of-thirty-two-bytes-or-more\"\nurl = \"ws://x\"\n[profiles.p.defaults]\nexpires_in = \"5m\"\n");
    let running = Server::new(&home, &["--profile=p", ANY_PORT, "--allow-origin=https://a.example"]).start();
    assert!(
        messages(&running)[0].starts_with("the profile's defaults are for `mint`"),
        "{:?}",
        running.start
    );
    let listening = running.start.last().unwrap();
    assert_eq!(
        (&listening["access"], &listening["origins"]),
        (&"this machine".into(), &"https://a.example".into())
    );
    let extras = r#"{"participant_metadata":"m"}"#;
    for (path, headers, body, reason) in [
        (
            "/api/token",
            &[][..],
            r#"{"roomName":"a b","participantName":5}"#,
            "roomName: Room name contains invalid characters; participantIdentity: Participant identity is required; \
             participantName: Invalid input: expected string, received number",
        ),
        ("/api/token", &[], "{", "the body is not JSON"),
        ("/api/token", &[], "[]", "the body is no object"),
        ("/api/connection-details", &[], r#"{"room_config":5}"#, "room_config"),
        ("/api/connection-details", &[], extras, "This server puts no participant_metadata into tokens"),
        (
            "/api/token",
            &["Host: evil.example"],
            GOOD,
            "This server is asked by its machine's own names only, such as localhost",
        ),
    ] {
        running.post(path, headers, body);
        let line = running.event();
        assert_eq!(line["reason"], reason, "{line}");
    }
    running.post("/nowhere", &[], GOOD);
    assert_eq!(running.event().get("reason"), None);
    for (headers, origin) in [
        (&["Origin: http://localhost:5173"][..], Some("http://localhost:5173")),
        (&["Origin: eyJhbGciOiJIUzI1NiJ9.e30.x"], Some("not an origin")),
        (&["Origin: https://a.example"], None),
        (&[], None),
    ] {
        assert_eq!(running.post("/api/token", headers, GOOD).status, 200);
        let line = running.event();
        assert_eq!(line.get("other_origin").and_then(|origin| origin.as_str()), origin, "{line}");
    }

    home.write_private("bearer", "a-bearer-token-of-some-length");
    let running = Server::new(&home, &["--profile=p", "--token-file=bearer", ANY_PORT]).start();
    assert_eq!(running.start.last().unwrap()["access"], "bearer token");
    for (headers, reason) in [
        (&[][..], "no Authorization header"),
        (&["Authorization: Basic YTpi"], "the Authorization header has no bearer token"),
        (&["Authorization: Bearer another-token-of-that-length"], "another bearer token than the server's"),
    ] {
        assert_eq!(running.post("/api/token", headers, GOOD).status, 401);
        let line = running.event();
        assert_eq!(line["reason"], reason, "{line}");
    }
}

#[test]
fn without_credentials_it_starts_says_so_and_answers_500() {
    let home = Home::new();
    let running = Server::new(&home, &[ANY_PORT]).start();
    assert_eq!(running.start[0]["level"], "ERROR");
    assert!(messages(&running)[0].contains("MISSING_CREDENTIALS"), "{:?}", running.start);
    let answer = running.post("/api/token", &[], GOOD);
    assert_eq!((answer.status, answer.json()["errorCode"].as_str()), (500, Some("MISSING_CREDENTIALS")));
    assert_eq!(running.post("/api/token", &[], "{}").status, 400);
    assert_eq!(running.ask("GET", "/healthz", &[], "").status, 200);
}

#[test]
fn half_a_pair_is_missing_credentials_and_a_broken_place_is_no_start() {
    let home = Home::new();
    let running = Server::new(&home, &[ANY_PORT]).env("LIVEKIT_API_KEY", "k").start();
    assert_eq!(running.post("/api/token", &[], GOOD).status, 500);
    let args = ["serve", ANY_PORT, "--api-key", "k", "--api-secret-file", "nowhere"];
    let failure = home.run(&args).failure(3);
    let line: serde_json::Value = serde_json::from_str(&failure).expect("one line of the log");
    assert_eq!(line["level"], "ERROR");
    assert!(line["message"].as_str().unwrap().contains("nowhere"), "{failure}");
}

/// Whoever reads the log reads why there is none, in the log's form and with what would help.
#[test]
fn a_start_that_fails_is_told_in_the_log() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let args = ["serve", "--dev", "--listen", &address];
    for quiet in [&[][..], &["--quiet"]] {
        let failure = home.run(&[&args, quiet].concat()).failure(2);
        let line: serde_json::Value = serde_json::from_str(failure.lines().last().unwrap()).unwrap();
        assert_eq!(line["level"], "ERROR");
        assert!(line["message"].as_str().unwrap().starts_with(&format!("cannot listen at {address}: ")));
        assert!(line["hints"].as_str().unwrap().starts_with("another program has that port"), "{line}");
    }
    let failure = home.run(&[&args[..], &["--log-format=text"]].concat()).failure(2);
    let last = failure.lines().last().unwrap();
    assert!(last.contains(" ERROR cannot listen at ") && last.contains("hints=\"another program"), "{last}");

    // Unless somebody says how errors are written.
    let failure = home.run(&[&args[..], &["--error-format=json"]].concat()).failure(2);
    assert!(failure.lines().last().unwrap().contains("\"errorCode\":\"INTERNAL_ERROR\""), "{failure}");

    // Before there is anything else to log, and of a command line that looks like a secret.
    let failure = home.run(&["serve", "--dev", "--listen=nowhere"]).failure(2);
    let line: serde_json::Value = serde_json::from_str(&failure).unwrap();
    assert!(line["hints"].as_str().unwrap().contains("127.0.0.1:7071"), "{line}");
    let credential = format!("eyJhbGciOiJIUzI1NiJ9.{}.x", "a".repeat(40));
    let failure = home.run(&["serve", "--dev", "--listen", &credential]).failure(2);
    assert!(!failure.contains(&"a".repeat(40)), "{failure}");
}

/// Azure's host shows every line on standard error as an error.
#[test]
fn under_azure_a_start_that_fails_is_told_on_stderr_as_text() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut command = home.command(&["serve", "--dev"]);
    let run = crate::program::ran(command.env("FUNCTIONS_CUSTOMHANDLER_PORT", &port));
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with(&format!("error: cannot listen at 127.0.0.1:{port}: ")), "{}", run.stderr);
    assert!(run.stderr.contains("\nhint: another program has that port"), "{}", run.stderr);
    assert!(run.stdout.lines().all(|line| line.starts_with('{')), "{}", run.stdout);
}

#[test]
fn under_azure_credentials_come_from_the_app_s_settings() {
    let home = Home::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let mut running = Server::new(&home, &[]).env("FUNCTIONS_CUSTOMHANDLER_PORT", &port).start();
    let first = &running.start[0];
    let hints = first["hints"].as_str().unwrap();
    assert!(
        hints.starts_with("set LIVEKIT_API_KEY and LIVEKIT_API_SECRET in the function app's settings; "),
        "{first}"
    );
    running.kill();
}

#[test]
fn a_port_that_is_taken_is_a_wrong_command_line() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = home.run(&["serve", "--dev", "--error-format=text", "--listen", &address]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains(&format!("cannot listen at {address}")), "{}", run.stderr);
    assert!(run.stderr.contains("hint: another program has that port"), "{}", run.stderr);
}

#[test]
fn a_public_address_needs_a_lock_or_a_word() {
    let home = Home::new();
    let refused = home.run(&["serve", "--dev", "--listen=0.0.0.0:0", "--error-format=text"]).failure(2);
    for hint in ["--token-file", "--allow-anonymous", "127.0.0.1"] {
        assert!(refused.contains(hint), "{refused}");
    }
    let open = Server::new(&home, &["--dev", "--listen=0.0.0.0:0", "--allow-anonymous"]).start();
    assert!(open.address().ip().is_unspecified());
    home.write_private("bearer", "a-token-of-some-length\n");
    let locked = Server::new(&home, &["--dev", ANY_PORT, "--token-file=bearer"]).start();
    assert!(locked.start.iter().all(|event| event["level"] != "WARN"), "{:?}", locked.start);
    assert_eq!(locked.post("/api/token", &[], GOOD).status, 401);
    let shown = ["Authorization: Bearer a-token-of-some-length"];
    assert_eq!(locked.post("/api/token", &shown, GOOD).status, 200);
}

#[cfg(unix)]
#[test]
fn a_bearer_token_that_others_can_read_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    home.write_private("bearer", "a-token-of-some-length\n");
    std::fs::set_permissions(home.path().join("bearer"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let server = Server::new(&home, &["--dev", ANY_PORT, "--token-file=bearer"]).start();
    let told = "the file of --token-file bearer holds a secret and other users can read it (mode 0644); \
                make it yours alone: chmod 600 bearer";
    assert_eq!((&server.start[0]["level"], &server.start[0]["message"]), (&"WARN".into(), &told.into()));
}

#[test]
fn wrong_settings_are_refused_with_what_would_be_right() {
    let home = Home::new();
    home.write_private("short", "short");
    for (args, told) in [
        (&["--listen=nowhere"][..], "--listen \\\"nowhere\\\" is not an address"),
        (&["--allow-origin=http://localhost:4200/"], "is not an origin"),
        (&["--allow-origin=none", "--allow-origin=http://a"], "cannot stand beside"),
        (&["--rate-limit=5"], "not a rate"),
        (&["--max-expiration=30"], "no lifetime of 60 s to 24 h"),
        (&["--max-expiration=2d"], "no lifetime of 60 s to 24 h"),
        (&["--max-connections=0"], "0 is not in 1..=1000000"),
        (&["--token-file=short"], "has under 16 characters"),
        (&["--token-file=nowhere"], "cannot read the file given with --token-file: it does not exist"),
        (&["--token-file=."], "cannot read the file given with --token-file: it is a directory"),
        (&["--token-file=short", "--allow-anonymous"], "cannot be used with"),
        (&["--url=localhost"], "--url is not a server's URL"),
        (&["--api-secret=x"], "no flag takes a secret"),
    ] {
        let run = home.run(&[&["serve", "--dev"], args].concat());
        assert!(run.failure(2).contains(told), "{args:?}");
    }
    let mut command = home.command(&["serve", "--dev"]);
    let run = crate::program::ran(command.env("FUNCTIONS_CUSTOMHANDLER_PORT", "http"));
    assert!(run.failure(2).contains("FUNCTIONS_CUSTOMHANDLER_PORT is not a port"));
}

#[test]
fn what_clients_may_say_is_a_list_with_blanks_or_without() {
    let home = Home::new();
    for (list, told) in [
        ("--allow=metadata, attributes ,room-config", "--listen"),
        ("--allow=metadata,attributes,room-config", "--listen"),
        ("--allow=metadata,attribute", "'attribute' for '--allow <LIST>'"),
    ] {
        let args = ["serve", "--dev", "--listen=nowhere", list, "--error-format=text"];
        let text = home.run(&args).failure(2);
        assert!(text.contains(told), "{list}: {text}");
    }
}

#[test]
fn every_origin_is_not_given_without_a_warning() {
    let home = Home::new();
    let running = Server::new(&home, &["--dev", ANY_PORT, "--allow-origin=*"]).start();
    assert_eq!(running.start[1]["level"], "WARN");
    let answer = running.post("/api/token", &["Origin: http://anywhere.example"], GOOD);
    assert!(answer.head.contains("access-control-allow-origin: *"), "{}", answer.head);
}

#[test]
fn under_azure_the_port_is_the_host_s_and_the_log_is_on_stdout() {
    let home = Home::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut running =
        Server::new(&home, &["--dev"]).env("FUNCTIONS_CUSTOMHANDLER_PORT", &port.to_string()).start();
    assert_eq!(running.address().port(), port);
    let headers = ["Origin: http://localhost:4200", "X-Azure-Functions-InvocationId: invocation-1"];
    let answer = running.post("/api/token", &headers, GOOD);
    assert_eq!(answer.status, 200);
    assert!(!answer.head.contains("access-control"), "{}", answer.head);
    assert_eq!(running.event_on_stdout()["id"], "invocation-1");
    assert_eq!(running.ask("GET", "/", &[], "").status, 200);
    running.kill();
    assert_eq!(running.stderr(), [""; 0]);
}

#[test]
fn the_limits_are_those_that_were_typed() {
    let home = Home::new();
    let args = ["--dev", ANY_PORT, "--rate-limit=2/m", "--max-expiration=15m"];
    let running = Server::new(&home, &args).start();
    let long = r#"{"roomName":"r","participantIdentity":"u","expirationSeconds":901}"#;
    let answer = running.post("/api/token", &[], long);
    assert!(answer.body.contains("Maximum expiration is 900 seconds"), "{}", answer.body);
    assert_eq!(running.post("/api/token", &[], GOOD).status, 200);
    let answer = running.post("/api/token", &[], GOOD);
    assert_eq!(answer.status, 429);
    assert!(answer.head.contains("retry-after: "), "{}", answer.head);
}

#[test]
fn the_log_is_text_where_that_is_asked_for() {
    let home = Home::new();
    // A port that is taken ends it at once.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = home.run(&["serve", "--dev", "--log-format=text", "--listen", &address]);
    let first = run.stderr.lines().next().unwrap();
    assert!(
        first.ends_with("INFO signing api_key=\"devkey\" source=--dev url=\"ws://localhost:7880\""),
        "{first}"
    );
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
}
