//! `lktoken validate --online`, against a server of our own that answers what it is told to.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::SystemTime;

use lktoken::token::time::UnixTime;
use serde_json::Value;

use crate::program::{Home, Ran, internal_error};

/// Where the server listens, as the program is told.
struct Server {
    url: String,
    host: String,
}

/// A server that gives this answer to whoever asks, as long as the test runs.
fn server(answer: impl Into<String>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let answer = answer.into();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            while !request.ends_with(b"\r\n\r\n") {
                match stream.read(&mut buffer) {
                    Ok(0) | Err(_) => break,
                    Ok(read) => request.extend_from_slice(&buffer[..read]),
                }
            }
            let request = String::from_utf8_lossy(&request);
            let token = request.split_once("Bearer ").or_else(|| request.split_once("bearer "));
            let token = token.map_or("", |(_, rest)| rest.lines().next().unwrap_or_default());
            let _ = stream.write_all(answer.replace("TOKEN", token).as_bytes());
        }
    });
    Server { url: format!("--online=ws://{host}"), host }
}

/// An answer that ends with the connection.
fn http(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n\r\n{body}")
}

fn now() -> i64 {
    UnixTime::from_system(SystemTime::now()).unwrap().seconds()
}

fn token(home: &Home, at: i64) -> String {
    let at = at.to_string();
    home.run(&["mint", "--dev", "-r=demo", "-i=alice", "-o=token", "--at", &at]).data().trim().to_owned()
}

/// Judges a new token, and gives what is printed; nothing of the token may be among it.
#[track_caller]
fn ask(answer: impl Into<String>, token: &str, more: &[&str]) -> Ran {
    let server = server(answer);
    let mut ran = Home::new().run_with(&[&["validate", "--dev", &server.url][..], more].concat(), token);
    for text in [&mut ran.stdout, &mut ran.stderr] {
        for part in token.split('.') {
            assert!(!text.contains(part), "a part of the token is in {text}");
        }
        *text = text.replace(&server.host, "HOST");
    }
    ran
}

/// The exit code, `valid`, and the member `online`.
fn online(ran: &Ran) -> (i32, bool, Value) {
    assert_eq!(ran.stderr, "");
    let verdict: Value = serde_json::from_str(&ran.stdout).unwrap();
    (ran.code, verdict["valid"].as_bool().unwrap(), verdict["online"].clone())
}

#[test]
fn a_server_that_agrees() {
    let token = token(&Home::new(), now());
    let ran = ask(http("200 OK", "success"), &token, &[]);
    assert_eq!(
        ran.data(),
        concat!(
            r#"{"valid":true,"door":"join","server":{"status":200,"body":"success"},"problems":[],"warnings":[],"#,
            r#""key":{"apiKey":"devkey","source":"--dev"},"#,
            r#""online":{"url":"http://HOST/rtc/validate","status":200,"body":"success","letsIn":true,"agrees":true}}"#,
            "\n"
        )
    );
    let ran = ask(http("200 OK", "OK"), &token, &["--for=any", "-o=text"]);
    assert_eq!(
        ran.data(),
        "valid: the server that was asked lets this token be shown at all (form, signature and times)\n  server asked    \
         http://HOST/\n  server answers  200 OK (as predicted)\n\npredicted valid: a LiveKit server lets this token be \
         shown at all (form, signature and times)\n  server answers  200 OK\n  server version  1.13.6 or newer; older ones \
         word it differently\n  judged with     devkey (--dev)\n"
    );
}

#[test]
fn a_server_that_does_not_agree() {
    let token = token(&Home::new(), now());
    let (code, valid, answer) = online(&ask(http("401 Unauthorized", "invalid API key"), &token, &[]));
    assert_eq!((code, valid), (1, true));
    assert_eq!((&answer["letsIn"], &answer["agrees"]), (&false.into(), &false.into()));
    assert_eq!(answer["difference"]["code"], "other-keys");
    let ran = ask(http("401 Unauthorized", "invalid API key"), &token, &["-o=text"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert!(
        ran.stdout.starts_with(
            "not valid: the server that was asked does not let this token join the room it names\n  server asked    \
             http://HOST/rtc/validate\n  server answers  401 invalid API key (not as predicted)\n\nother-keys: The \
             server does not know the key \"devkey\".\n  hint: "
        ),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("\n\npredicted valid: a LiveKit server lets"), "{}", ran.stdout);
}

#[test]
fn the_server_and_the_prediction_must_both_let_it_in() {
    let home = Home::new();
    let good = token(&home, now());
    let expired = token(&home, now() - 10_000);
    let success = || http("200 OK", "success");
    let (code, valid, answer) = online(&ask(success(), &expired, &[]));
    assert_eq!((code, valid, &answer["letsIn"]), (1, false, &true.into()));
    assert_eq!(answer["difference"]["code"], "other-clock");
    home.write_private("short", "too short a secret");
    let pair = ["--api-key=devkey", "--api-secret-file=short"];
    let server = server(success());
    // `mint` warns of the secret, too.
    let other = home.run(&[&["mint", "-r=demo", "-i=alice", "-o=token"], &pair[..]].concat()).stdout;
    let judge = |more: &[&str]| {
        home.run_with(&[&["validate", &server.url], &pair[..], more].concat(), other.as_str()).code
    };
    assert_eq!((judge(&[]), judge(&["--deny-warnings"])), (0, 1));
    assert_eq!(online(&ask(http("200 OK", "<html>"), &good, &[])).0, 1);
}

#[test]
fn the_server_s_clock_is_told() {
    let token = token(&Home::new(), now());
    let body = "invalid authorization token: token has invalid claims: token is expired";
    let answer = format!("HTTP/1.1 401 Unauthorized\r\nDate: Tue, 14 Nov 2073 22:13:20 GMT\r\n\r\n{body}");
    let (_, _, answer) = online(&ask(answer, &token, &[]));
    let message = answer["difference"]["message"].as_str().unwrap();
    assert!(
        message.starts_with("The server's clock is ") && message.ends_with(" ahead of this one."),
        "{message}"
    );
    assert!(answer["difference"]["hint"].as_str().unwrap().contains("there it was 2073-11-14T22:13:20Z"));
}

#[test]
fn a_token_that_an_older_server_repeats_is_not_shown() {
    let home = Home::new();
    let expired = token(&home, now() - 10_000);
    let answer =
        http("401 Unauthorized", "invalid token: TOKEN, error: token has invalid claims: token is expired");
    let (code, _, said) = online(&ask(answer.clone(), &expired, &[]));
    assert_eq!(
        (code, &said["agrees"], &said["difference"]["code"]),
        (1, &true.into(), &"older-wording".into())
    );
    assert_eq!(said["body"], "invalid token: [not shown], error: token has invalid claims: token is expired");
    let text = ask(answer, &expired, &["-o=text", "--color=always"]);
    assert!(text.stdout.contains("401 invalid token: [not shown], error: token has"), "{}", text.stdout);
    let hostile = http("401 Unauthorized", "\u{1b}[2J TOKEN");
    let text = ask(hostile, &expired, &["-o=text"]);
    assert!(text.stdout.contains("\\u{1b}[2J [not shown] (not as predicted)"), "{}", text.stdout);
}

#[test]
fn what_is_no_answer_is_an_error_that_names_the_host() {
    let token = token(&Home::new(), now());
    let redirect =
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://elsewhere.example/rtc/validate?x\r\n\r\n";
    assert_eq!(
        ask(redirect, &token, &["--error-format=text"]).failure(5),
        "error: HOST answers 307, a redirect to http://elsewhere.example/rtc/validate, and the token is not sent after \
         it\nhint: where that is the server itself, name it: --online=URL\n"
    );
    assert_eq!(
        ask(http("200 OK", &"x".repeat(100_000)), &token, &[]).json_failure(5),
        internal_error("HOST answers 200 with more than 65536 bytes, which is no answer of a LiveKit server")
    );
    let garbage = ask("SSH-2.0-OpenSSH_9.2 TOKEN\r\n", &token, &["--error-format=text"]).failure(5);
    assert!(
        garbage.starts_with("error: what answers at HOST does not speak HTTP as it should: "),
        "{garbage}"
    );
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody = Home::new()
        .run_with(&["validate", "--dev", "--error-format=text", &format!("--online=ws://{gone}")], token);
    let nobody = nobody.failure(5);
    assert!(nobody.starts_with(&format!("error: cannot reach {gone}: Connection refused")), "{nobody}");
}

#[test]
fn the_url_is_the_one_beside_the_key() {
    let home = Home::new();
    let token = token(&home, now());
    let Server { host, url: _ } = server(http("200 OK", "success"));
    home.write_config(&format!(
        "[profiles.with]\napi_key = 'devkey'\napi_secret = 'secret'\nurl = 'http://{host}/base/'\n\
         [profiles.without]\napi_key = 'devkey'\napi_secret = 'secret'\n"
    ));
    let asked = |args: &[&str]| {
        let ran = home.run_with(&[&["validate", "--online"], args].concat(), token.as_str());
        online(&ran).2["url"].as_str().unwrap().replace(&host, "HOST")
    };
    assert_eq!(asked(&["--profile=with"]), "http://HOST/base/rtc/validate");
    assert_eq!(asked(&["--profile=without", "--url", &format!("ws://{host}")]), "http://HOST/rtc/validate");
    // What follows `--online` is the token, not a URL.
    assert_eq!(asked(&["--profile=with", "--", &token]), "http://HOST/base/rtc/validate");
    let followed = home.run(&["validate", "--profile=with", "--online", &token]);
    assert_eq!(online(&followed).0, 0);
    assert_eq!(
        home.run_with(&["validate", "--online", "--profile=without", "--error-format=text"], token.as_str())
            .failure(2),
        "error: --online needs the server's URL, and there is none beside the key (profile without (--profile))\nhint: \
         give it: --online=wss://…, or --url\nhint: or keep it beside the key: `url` of a profile, LIVEKIT_URL\n"
    );
}

#[test]
fn what_cannot_be_asked_is_a_wrong_command_line() {
    let home = Home::new();
    let token = token(&home, now());
    let refused = |args: &[&str], input: &str| {
        home.run_with(&[&["validate", "--dev", "--error-format=text"], args].concat(), input).failure(2)
    };
    for door in ["admin", "list", "create", "record", "ingress", "sip", "sip-call", "agent", "whip"] {
        let error = refused(&["--online", "--for", door], &token);
        let start =
            format!("error: --online cannot ask at the door `{door}`: a server would not only judge there");
        assert!(error.starts_with(&start), "{error}");
    }
    refused(&["--online", "--at=1700000000"], &token);
    for url in ["", "localhost:7880", "ftp://h", "ws://alice:canary@h", "ws://h?canary", &token] {
        let error = refused(&[&format!("--online={url}")], &token);
        assert!(!error.contains("canary") && !error.contains(&token), "{error}");
        assert!(error.contains("--online"), "{error}");
    }
}

/// With `script` as the program that asks, or with none.
#[cfg(unix)]
fn ask_by(script: Option<&str>) -> String {
    let home = Home::new();
    let token = token(&home, now());
    let program = home.copy_program();
    if let Some(script) = script {
        let asking = home.write("copied/lktoken-online", format!("#!/bin/sh\n{script}\n"));
        crate::program::set_mode(&asking, 0o755);
    }
    let args = ["validate", "--dev", "--online=ws://127.0.0.1:1", "--error-format=text"];
    let mut command = assert_cmd::Command::from_std(home.process_of(&program, &args));
    let error = crate::program::ran(command.write_stdin(token)).failure(5);
    error.replace(&home.path().canonicalize().unwrap().display().to_string(), "HOME")
}

#[cfg(unix)]
#[test]
fn the_program_that_asks_must_be_there_and_the_right_one() {
    const START: &str = "error: HOME/copied/lktoken-online: lktoken-online, the program that asks servers, ";
    const PREDICTED: &str = "hint: without --online, the verdict is predicted and nobody is asked\n";
    const SHOWS: &str =
        "hint: `HOME/copied/lktoken-online --version` shows whether it starts, and which version it is\n";
    assert_eq!(
        ask_by(None),
        format!(
            "error: HOME/copied/lktoken-online: lktoken-online, the program that asks servers, is missing: it belongs \
             beside lktoken, and comes with it\nhint: whatever installs lktoken has it: put both programs into one \
             folder\n{PREDICTED}"
        )
    );
    for (script, how) in [
        ("exit 2", "exit status: 2"),
        ("kill $$", "signal: 15 (SIGTERM)"),
        ("cat", "exit status: 0"),
        ("exec sleep 60 >&-", "and did not end by itself"),
    ] {
        let version = env!("CARGO_PKG_VERSION");
        let told = format!("{START}gave no answer ({how}); it must be of version {version}, as lktoken is\n");
        assert_eq!(ask_by(Some(script)), format!("{told}{SHOWS}{PREDICTED}"));
    }
    // What it says itself is not lost.
    assert!(ask_by(Some("echo what is wrong >&2")).starts_with("what is wrong\nerror: "));
}

#[test]
fn the_program_that_asks_says_what_it_is() {
    let run = |args: &[&str], input: &str| {
        let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("lktoken-online"));
        crate::program::ran(command.args(args).write_stdin(input))
    };
    let version = concat!("lktoken-online ", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["--version"], "").data(), format!("{version}\n"));
    for args in [&[][..], &["--help"], &["0.0.1"], &["--online", "ws://h"]] {
        assert_eq!(
            run(args, "").failure(2),
            format!(
                "{version} asks a LiveKit server about a token for `lktoken validate --online` of the same version, and \
                 is of no use by itself\n"
            )
        );
    }
    assert_eq!(run(&[env!("CARGO_PKG_VERSION")], "{}").failure(2), "");
}
