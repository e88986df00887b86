//! Many at once: `mint --batch`, `mint --count`, `validate --batch`, `inspect --batch`.

#[cfg(unix)]
mod ends;
#[cfg(unix)]
mod progress;
mod series;
mod verdicts;

use std::fmt::Write as _;

use crate::minted::AT;
use crate::program::{Home, Ran};

const ALICE: &str = r#"{"roomName":"demo","participantIdentity":"alice"}"#;

/// Mints with the development server's key, at a fixed time and without a summary.
fn batch(home: &Home, args: &[&str], stdin: &str) -> Ran {
    home.run_with(&[&["mint", "--dev", "--at", AT, "-q", "--batch", "-"], args].concat(), stdin)
}

/// What a single `mint` prints.
fn single(home: &Home, args: &[&str]) -> String {
    home.run(&[&["mint", "--dev", "--at", AT, "-q"], args].concat()).data()
}

/// So many requests, a line each.
fn requests(count: usize) -> String {
    (1..=count).fold(String::new(), |mut lines, number| {
        let _ = writeln!(lines, r#"{{"roomName":"r{}","participantIdentity":"u{number}"}}"#, number % 20);
        lines
    })
}

#[test]
fn a_line_in_is_a_line_out() {
    let home = Home::new();
    let alice = single(&home, &["-r", "demo", "-i", "alice"]);
    let bob = single(&home, &["-r", "demo", "-i", "bob", "-n", "B", "-e", "60"]);
    let carol = single(&home, &["-r", "demo", "-i", "carol", "--role", "moderator", "--metadata", "m"]);
    let lines = format!(
        "\u{feff}{ALICE}\r\n\n  \r\n{}\n{}",
        r#"{"roomName":"demo","participantIdentity":"bob","participantName":"B","expirationSeconds":60}"#,
        r#"{"roomName":"demo","participantIdentity":"carol","role":"moderator","metadata":"m"}"#,
    );
    assert_eq!(batch(&home, &[], &lines).data(), format!("{alice}{bob}{carol}"));
    assert_eq!(batch(&home, &[], "").data(), "");
    home.write("requests", lines);
    let from_file = home.run(&["mint", "--dev", "--at", AT, "--batch", "requests"]);
    assert_eq!((from_file.code, from_file.stdout), (0, format!("{alice}{bob}{carol}")));
    let summary = from_file.stderr;
    assert!(summary.starts_with("note: 3 tokens in 0.") && summary.ends_with(" lines/s)\n"), "{summary}");
}

#[test]
fn a_bad_line_is_told_and_the_rest_go_on() {
    let home = Home::new();
    let alice = single(&home, &["-r", "demo", "-i", "alice"]);
    let lines = format!("{ALICE}\n\n{{\"roomName\":\"a b\"}}\nnonsense\n{ALICE}\n");
    let ran = batch(&home, &[], &lines);
    let out: Vec<&str> = ran.stdout.split_inclusive('\n').collect();
    assert_eq!((ran.code, ran.stderr.as_str(), out.len()), (1, "", 4));
    assert_eq!((out[0], out[3]), (alice.as_str(), alice.as_str()));
    assert_eq!(
        out[1],
        r#"{"statusCode":400,"errorCode":"VALIDATION_ERROR","message":"Request validation failed","validationErrors":[{"field":"roomName","message":"Room name contains invalid characters"},{"field":"participantIdentity","message":"Participant identity is required"}],"timestamp":"2023-11-14T22:13:20Z","line":3}"#.to_owned() + "\n"
    );
    assert!(
        out[2].contains("Request body is not valid JSON") && out[2].ends_with(",\"line\":4}\n"),
        "{}",
        out[2]
    );
    for jobs in ["1", "2"] {
        let ran = batch(&home, &["--fail-fast", "--jobs", jobs], &lines);
        assert_eq!((ran.code, ran.stdout), (1, out[..2].concat()));
    }
}

#[test]
fn a_line_without_end_costs_an_error_and_no_more() {
    let home = Home::new();
    let long = format!(r#"{{"roomName":"{}"}}"#, "x".repeat(1 << 20));
    let ran = batch(&home, &[], &format!("{ALICE}\n{long}\n{ALICE}\n"));
    let out: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!((ran.code, out.len()), (1, 3));
    assert!(out[1].contains(r#"[{"field":"","message":"The line is over 1 MiB"}]"#), "{}", out[1]);
    assert!(out[1].ends_with(r#""line":2}"#) && out[2] == out[0]);
}

#[test]
fn flags_are_for_what_lines_leave_out() {
    let home = Home::new();
    home.write_config("[roles.host]\nroomAdmin = true\nmetadata = 'h'\n");
    let flags = ["-r", "hall", "-e", "90s", "--role", "host", "--can-publish=false", "--metadata", "m"];
    let lines = [
        (r#"{"participantIdentity":"a"}"#, [&flags[..], &["-i", "a"]].concat()),
        (
            r#"{"participantIdentity":"a","roomName":"x","expirationSeconds":60,"metadata":"n","grants":{"canPublish":true}}"#,
            vec!["-r", "x", "-i", "a", "-e", "60", "--role", "host", "--metadata", "n"],
        ),
        (
            r#"{"participantIdentity":"a","role":"subscriber"}"#,
            vec!["-r", "hall", "-i", "a", "-e", "90", "--role", "subscriber", "--metadata", "m"],
        ),
    ];
    for (line, flags_of_single) in lines {
        assert_eq!(batch(&home, &flags, line).data(), single(&home, &flags_of_single), "{line}");
    }
    let told = batch(&home, &[], r#"{"participantIdentity":"a","role":"hots"}"#).stdout;
    assert!(
        told.contains(r#"{"field":"role","message":"There is no role \"hots\"; did you mean host?"}"#),
        "{told}"
    );
    let with_room = crate::program::ran(
        home.command(&["mint", "--dev", "--at", AT, "-q", "--batch", "-"])
            .env("LKTOKEN_ROOM", "hall")
            .write_stdin(r#"{"participantIdentity":"a"}"#),
    );
    assert_eq!(with_room.data(), single(&home, &["-r", "hall", "-i", "a"]));
}

#[test]
fn flags_change_the_grants_of_any_role_as_in_a_single_mint() {
    let home = Home::new();
    home.write_config(
        "[roles.host]\nroomAdmin = true\nmetadata = 'h'\nattributes = { a = '1' }\nroomConfig = { metadata = 'r' }\n\
         [roles.guest]\nhidden = true\nmetadata = 'g'\n",
    );
    for flags in [
        &["--grant", "metadata=null"][..],
        &["--grant", "roomAdmin=null", "--grant", "attributes=null"],
        &["--grant", r#"{"hidden":null,"roomConfig":null}"#],
        &["--agent", "bot", "--attribute", "b=2"],
    ] {
        for role in ["host", "guest", "subscriber"] {
            let single = single(&home, &[&["-r", "x", "-i", "a", "--role", role], flags].concat());
            let of_batch = batch(
                &home,
                &[&["--role", role], flags].concat(),
                r#"{"roomName":"x","participantIdentity":"a"}"#,
            );
            assert_eq!(of_batch.data(), single, "{role} {flags:?}");
            let line = format!(r#"{{"roomName":"x","participantIdentity":"a","role":"{role}"}}"#);
            assert_eq!(batch(&home, flags, &line).data(), single, "{role} {flags:?}");
        }
    }
}

#[test]
fn order_does_not_depend_on_how_many_work() {
    let home = Home::new();
    let mut lines = requests(30_000);
    lines.insert_str(lines.len() / 2, "nonsense\n\n");
    home.write("requests", lines);
    let run = |jobs: &[&str]| {
        let ran = home.run(&[&["mint", "--dev", "--at", AT, "-q", "--batch", "requests"], jobs].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
        ran.stdout
    };
    let one = run(&["--jobs", "1"]);
    assert_eq!(one.lines().count(), 30_001);
    assert!(one.lines().last().unwrap().ends_with(r#""participantIdentity":"u30000"}"#));
    for jobs in [&["--jobs=2"][..], &["--jobs=7"], &[]] {
        assert!(run(jobs) == one, "{jobs:?}");
    }
}

#[test]
fn every_form_of_output_is_a_line() {
    let home = Home::new();
    let lines = format!("{ALICE}\n{{}}\n{ALICE}\n");
    let of_single = |form: &str| single(&home, &["-r", "demo", "-i", "alice", "-o", form]);
    let token = of_single("token");
    let ran = batch(&home, &["-o", "token"], &lines);
    assert_eq!((ran.code, ran.stdout), (1, token.repeat(2)));
    assert!(
        ran.stderr.starts_with(r#"{"statusCode":400,"#) && ran.stderr.ends_with(",\"line\":2}\n"),
        "{}",
        ran.stderr
    );
    let csv = batch(&home, &["-o", "csv"], &lines).stdout;
    let row = format!("{},2023-11-14T23:13:20Z,demo,alice\n", token.trim_end());
    assert_eq!(csv, format!("token,expiresAt,roomName,participantIdentity\n{row}{row}"));
    let connection = batch(&home, &["-o", "connection"], &lines).stdout;
    let out: Vec<&str> = connection.split_inclusive('\n').collect();
    assert_eq!([out[0], out[2]], [of_single("connection").as_str(); 2]);
    assert!(out[1].contains("VALIDATION_ERROR"));
    for form in ["env", "url", "qr", "github"] {
        let told = batch(&home, &["-o", form, "--error-format=text"], &lines).failure(2);
        assert!(told.starts_with("error: this --output is for a single token\n"), "{told}");
    }
}

#[test]
fn errors_beside_the_answers_are_told_as_all_errors_are() {
    let home = Home::new();
    let bad = r#"{"roomName":"a b","participantIdentity":"alice"}"#;
    let lines = format!("{ALICE}\n{bad}\nnon\u{7f}sense\n");
    for form in ["token", "csv"] {
        let ran = batch(&home, &["-o", form, "--error-format=text"], &lines);
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (
                1,
                "error: line 2: Request validation failed\n  roomName: Room name contains invalid characters\n\
                 error: line 3: Request validation failed\n  the document: Request body is not valid JSON: expected ident at \
                 line 1 column 2\n"
            )
        );
    }
    let json = batch(&home, &["-o=token", "--error-format=json"], &lines).stderr;
    assert_eq!(json, batch(&home, &["-o=token"], &lines).stderr);
    assert_eq!(json.lines().filter(|line| line.starts_with(r#"{"statusCode":400,"#)).count(), 2, "{json}");
    // Among the answers they are answers.
    let ran = batch(&home, &["--error-format=text"], &lines);
    assert_eq!((ran.stderr.as_str(), ran.stdout.lines().count()), ("", 3));
    let late = ["--at=9999-12-30T21:59:00Z", "-o=token", "--error-format=text", "-q", "--batch=-"];
    let told = home.run_with(&[&["mint", "--dev"], &late[..]].concat(), ALICE).stderr;
    assert_eq!(told, "error: line 1: the token would expire after the year 9999\n");
}

#[test]
fn what_does_not_go_together_is_told() {
    let home = Home::new();
    for (args, told) in [
        (&["--batch", "-", "--request", "x"][..], "--request is for a single token"),
        (&["--batch", "-", "--from", "x"], "--from is for a single token"),
        (&["--count", "2", "--open"], "--open is for a single token"),
        (
            &["--batch", "-", "--count", "2"],
            "the argument '--batch <FILE>' cannot be used with '--count <N>'",
        ),
        (&["--count", "0"], "invalid value '0' for '--count <N>'"),
        (&["--jobs", "2"], "the following required arguments were not provided"),
        (&["--out", "x"], "the following required arguments were not provided"),
        (&["--batch", "-", "--jobs", "0"], "invalid value '0' for '--jobs <N>'"),
        (
            &["--batch", "-", "--allow-duplicates"],
            "the argument '--batch <FILE>' cannot be used with '--allow-duplicates'",
        ),
        (
            &["--batch", "-", "--at-each", "--at", "5"],
            "the argument '--at-each' cannot be used with '--at <TIME>'",
        ),
        (
            &["--batch", "-", "--metadata", "-"],
            "standard input cannot be read for both --batch and --metadata",
        ),
        (&["-o", "csv"], "--output csv is for many tokens"),
    ] {
        let stderr = home.run(&[&["mint", "--dev", "--error-format=text"], args].concat()).failure(2);
        assert!(stderr.starts_with(&format!("error: {told}")), "{args:?}: {stderr}");
    }
    let gone = home.run(&["mint", "--dev", "--error-format=text", "--batch", "gone"]).failure(5);
    assert!(gone.starts_with("error: gone: cannot read the file given with --batch: No such file"), "{gone}");
    home.run(&["mint", "--batch", "-"]).json_failure(3);
}

#[test]
fn what_the_grants_of_all_are_surely_not_meant_to_be_is_told_once() {
    let home = Home::new();
    home.write_private("secret", "short");
    let pair = ["mint", "--at", AT, "--api-key=k", "--api-secret-file=secret", "--batch", "-"];
    let ran = home.run_with(&pair, requests(3));
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 3));
    assert_eq!(ran.stderr.matches("warning: short-secret:").count(), 1, "{}", ran.stderr);
}

#[test]
fn each_can_be_signed_at_its_own_time() {
    let home = Home::new();
    let ran = home.run_with(&["mint", "--dev", "-q", "--at-each", "--batch", "-"], requests(2));
    let told: serde_json::Value = serde_json::from_str(ran.data().lines().next().unwrap()).unwrap();
    let expires =
        lktoken::token::time::UnixTime::parse(told["expiresAt"].as_str().unwrap()).unwrap().seconds();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!((3_540..=3_600).contains(&(expires - i64::try_from(now).unwrap())));
}
