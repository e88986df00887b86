//! `lktoken validate --online`, asking a real server.

use std::io::Write as _;
use std::process::{Command, Stdio};

use lktoken::token::jws::Signer;
use lktoken::token::key::ApiSecret;
use serde_json::{Value, json};

use crate::compare::unix_now;
use crate::server_for;

/// Runs the program in an empty environment, with a secret for those who want one.
fn lktoken(args: &[&str], stdin: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    std::fs::write(folder.path().join("secret"), "another secret of thirty-two bytes")
        .expect("and for a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_lktoken"))
        .args(args)
        .env_clear()
        .env("HOME", folder.path())
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = child.stdin.take().expect("it has a standard input");
    // A program that refuses its arguments does not read.
    let _ = pipe.write_all(stdin.as_bytes());
    drop(pipe);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
    (output.status.code().expect("by itself"), text(output.stdout), text(output.stderr))
}

fn mint(key: &[&str], at: i64) -> String {
    let args = ["mint", "-r=demo", "-i=alice", "-o=token", "-q", "--at", &at.to_string()];
    let (code, token, error) = lktoken(&[&args[..], key].concat(), "");
    assert_eq!(code, 0, "{error}");
    token.trim().to_owned()
}

/// The server's word and ours on tokens that are good, and on those that fail as most do.
#[test]
fn a_real_server_is_asked() {
    const DEV: &[&str] = &["--dev"];
    const OTHER_SECRET: &[&str] = &["--api-key=devkey", "--api-secret-file=secret"];
    const OTHER_KEY: &[&str] = &["--api-key=APIother", "--api-secret-file=secret"];

    let Some(server) = server_for("a_real_server_is_asked") else { return };
    let url = format!("--online=ws://{}", server.address());
    let now = unix_now();
    // Signed with, judged with, when, at the door; the exit code, and what the answer is to say.
    for (signer, judge, at, door, code, expected) in [
        (DEV, DEV, now, "join", 0, (200, true, None)),
        (DEV, DEV, now, "any", 0, (200, true, None)),
        (DEV, DEV, now - 10_000, "join", 1, (401, true, Some("older-wording"))),
        (DEV, DEV, now + 10_000, "any", 1, (401, true, Some("older-wording"))),
        (OTHER_KEY, OTHER_KEY, now, "join", 1, (401, false, Some("other-keys"))),
        (OTHER_KEY, DEV, now, "join", 1, (401, true, Some("older-wording"))),
        (DEV, OTHER_KEY, now, "join", 1, (200, false, Some("other-keys"))),
        (OTHER_SECRET, OTHER_SECRET, now, "any", 1, (401, false, Some("other-secret"))),
        (DEV, OTHER_SECRET, now, "join", 1, (200, false, Some("other-secret"))),
        (OTHER_SECRET, DEV, now, "join", 1, (401, true, Some("older-wording"))),
    ] {
        let token = mint(signer, at);
        let args = [&["validate", &url, "--for", door][..], judge].concat();
        let (exit, stdout, stderr) = lktoken(&args, &token);
        assert_eq!(exit, code, "{args:?}: {stdout}{stderr}");
        for part in token.split('.').skip(1) {
            assert!(
                !stdout.contains(part) && !stderr.contains(part),
                "a part of the token is in {stdout}{stderr}"
            );
        }
        let verdict: Value = serde_json::from_str(&stdout).expect("JSON");
        let online = &verdict["online"];
        let (status, agrees, difference) = expected;
        assert_eq!(
            (&online["status"], &online["agrees"]),
            (&json!(status), &json!(agrees)),
            "{args:?}: {online}"
        );
        let code = online["difference"]["code"].as_str();
        // Servers from 1.13.6 on word it as predicted.
        let is_newer = !online["body"]
            .as_str()
            .is_some_and(|body| body.contains("[not shown]") || body.contains("key: "));
        assert!(
            code == difference || (is_newer && difference == Some("older-wording")),
            "{args:?}: {online}"
        );
    }
    // Up to 1.13.5 a token that never expires is let in.
    let (mut token, secret) = (String::new(), ApiSecret::new("secret".to_owned()).expect("it is not empty"));
    let claims = br#"{"iss":"devkey","sub":"alice","video":{"room":"demo","roomJoin":true}}"#;
    Signer::new(&secret).sign_into(claims, &mut token).expect("it is signed");
    let (exit, stdout, _) = lktoken(&["validate", &url, "--dev"], &token);
    let verdict: Value = serde_json::from_str(&stdout).expect("JSON");
    let online = &verdict["online"];
    assert_eq!((exit, &verdict["valid"]), (1, &json!(false)));
    let is_older = online["status"] == 200;
    assert_eq!((&online["letsIn"], &online["agrees"]), (&json!(is_older), &json!(!is_older)));
    assert_eq!(online["difference"]["code"].as_str(), is_older.then_some("older-server"));
}
