//! `validate --batch` and `inspect --batch`.

use super::{ALICE, batch, requests};
use crate::minted::AT;
use crate::program::{Home, internal_error};

#[test]
fn each_token_and_each_request_gets_its_verdict() {
    let home = Home::new();
    let good = batch(&home, &["-o", "token"], ALICE).data();
    let good = good.trim_end();
    let changed = good.replace("eyJhbGci", "eyJhbGcj");
    let lines = format!("{good}\n\n{changed}\n{ALICE}\n{{\"token\":\"{good}\"}}\n{{}}\n\u{7f}\n");
    let ran = home.run_with(&["validate", "--dev", "--at", AT, "--batch", "-"], lines.clone());
    let out: Vec<&str> = ran.stdout.split_inclusive('\n').collect();
    let verdict = |token: &str, line: u32| {
        let alone = home.run(&["validate", "--dev", "--at", AT, token]).stdout;
        format!("{},\"line\":{line}}}\n", alone.strip_suffix("}\n").unwrap())
    };
    assert_eq!((ran.code, out.len()), (1, 6));
    assert_eq!(out[0], verdict(good, 1));
    assert_eq!(out[1], verdict(&changed, 3), "blank lines count");
    let request = home.run_with(&["validate"], ALICE).data();
    assert_eq!(out[2], request.replace("}\n", ",\"valid\":true,\"line\":4}\n"));
    assert_eq!(out[3], verdict(good, 5));
    let ends_as_a_verdict = |told: &str, line: u32| {
        told.starts_with("{\"statusCode\":400,")
            && told.ends_with(&format!(",\"valid\":false,\"line\":{line}}}\n"))
    };
    assert!(out[4].contains("Room name is required") && ends_as_a_verdict(out[4], 6), "{}", out[4]);
    assert_eq!(out[5], verdict("\u{7f}", 7));
    assert!(ran.stderr.starts_with("note: 3 tokens and requests valid, 3 not valid in "), "{}", ran.stderr);
    let fast = home.run_with(&["validate", "--dev", "--at", AT, "-q", "--fail-fast", "--batch=-"], lines);
    assert_eq!((fast.code, fast.stdout), (1, out[..2].concat()));
}

#[test]
fn what_is_said_of_requests_can_be_minted_as_it_is() {
    let home = Home::new();
    let said = home.run_with(&["validate", "-q", "--batch", "-"], requests(3)).data();
    assert!(said.lines().all(|line| line.contains(r#","valid":true,"line":"#)), "{said}");
    assert_eq!(batch(&home, &[], &said).data(), batch(&home, &[], &requests(3)).data());
    let bad = home.run_with(&["validate", "-q", "--batch", "-"], format!("{}\n{{}}\n", "x".repeat(2 << 20)));
    let ends: Vec<&str> = bad.stdout.lines().map(|line| line.split_once("\"valid\"").unwrap().1).collect();
    assert_eq!((bad.code, ends), (1, vec![":false,\"line\":1}", ":false,\"line\":2}"]));
}

#[test]
fn what_is_asked_of_a_token_is_asked_of_each() {
    let home = Home::new();
    let tokens = batch(&home, &["-o", "token"], &requests(3)).data();
    let ran = home.run_with(
        &["validate", "--dev", "--at", AT, "-q", "--batch=-", "--identity=u2", "--jobs=2"],
        format!("{tokens}{ALICE}\n"),
    );
    assert!(ran.stdout.lines().nth(1).is_some_and(|line| line.ends_with(r#""denied":[]},"line":2}"#)));
    let allowed: Vec<bool> =
        ran.stdout.lines().map(|line| line.contains(r#""can":{"allowed":true"#)).collect();
    assert_eq!((ran.code, allowed), (1, vec![false, true, false, false]));
    assert!(ran.stdout.contains("--identity is about a token, and this is a request"));
}

#[test]
fn what_is_counted_is_said() {
    let home = Home::new();
    let token = batch(&home, &["-o", "token", "--create"], ALICE).data(); // `broad-grant`
    let changed = token.replace("eyJhbGci", "eyJhbGcj");
    let lines = format!("{token}{changed}{ALICE}\n");
    for (args, counts) in [
        (&["validate"][..], "2 tokens and requests valid, 1 not valid"),
        (&["validate", "--can=publish"], "1 token or request valid, 2 not valid, or not allowed"),
        (&["validate", "--deny-warnings"], "0 tokens and requests valid, 3 not valid, or with warnings"),
        (
            &["validate", "--deny-warnings", "--identity=bob"],
            "0 tokens and requests valid, 3 not valid, not allowed, or with warnings",
        ),
        (&["inspect"], "1 token read, valid or not, 2 lines without a token"),
    ] {
        let more = ["--dev", "--at", AT, "--batch", "-"];
        let ran = home.run_with(&[args, &more].concat(), lines.clone());
        assert!(ran.stderr.starts_with(&format!("note: {counts} in ")), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn a_key_is_needed_for_tokens_alone() {
    let home = Home::new();
    assert_eq!(home.run_with(&["validate", "-q", "--batch", "-"], requests(2)).data().lines().count(), 2);
    let token = batch(&home, &["-o", "token"], ALICE).data();
    let ran = home.run_with(&["validate", "--batch", "-"], format!("{ALICE}\n{token}"));
    assert_eq!((ran.code, ran.stdout.lines().count()), (3, 1));
    assert!(ran.stderr.contains("MISSING_CREDENTIALS"), "{}", ran.stderr);
}

#[test]
fn each_token_is_inspected() {
    let home = Home::new();
    let tokens = batch(&home, &["-o", "token"], &requests(2)).data();
    let ran =
        home.run_with(&["inspect", "--dev", "--at", AT, "--batch", "-"], format!("{tokens}x\n{ALICE}\n"));
    let out: Vec<&str> = ran.stdout.split_inclusive('\n').collect();
    assert_eq!((ran.code, out.len()), (1, 4));
    let first = tokens.lines().next().unwrap();
    let alone = home.run(&["inspect", "--dev", "--at", AT, first]).data();
    assert_eq!(out[0], alone.replace("}\n", ",\"line\":1}\n"));
    assert!(out[2].contains("this is no token") && out[2].ends_with(",\"line\":3}\n"), "{}", out[2]);
    assert!(out[3].contains("there is no token in this JSON"), "{}", out[3]);
    assert!(
        ran.stderr.starts_with("note: 2 tokens read, valid or not, 2 lines without a token in "),
        "{}",
        ran.stderr
    );
    let claims = home.run_with(&["inspect", "-q", "-o", "claims", "--batch", "-"], tokens).data();
    let subjects: Vec<&str> = claims.lines().map(|line| line.split(r#""sub":""#).nth(1).unwrap()).collect();
    assert!(subjects[0].starts_with("u1\"") && subjects[1].starts_with("u2\""), "{claims}");
    assert!(!claims.contains("\"line\""), "claims are as they were written: {claims}");
}

#[test]
fn what_is_about_one_token_is_not_for_many() {
    let home = Home::new();
    let beside = "--batch takes no TOKEN beside it: every token is a line of its FILE, or of standard input";
    let text = "--output text is for a single token: --batch prints a line of JSON for each, --output json";
    let explain = "--explain is for a single token: --batch prints a line of JSON for each, --output json or --output claims";
    for (args, told) in [
        (&["validate", "--batch", "-", "x"][..], beside.to_owned()),
        (&["validate", "--batch", "-", "-o", "text"], text.to_owned()),
        (&["inspect", "--batch", "-", "x"], beside.to_owned()),
        (&["inspect", "--batch", "-", "--explain"], explain.to_owned()),
        (&["inspect", "--batch", "-", "-o", "text"], format!("{text} or --output claims")),
    ] {
        assert_eq!(home.run(args).json_failure(2), internal_error(&told));
    }
}

#[test]
fn a_batch_without_a_line_is_not_all_valid() {
    let home = Home::new();
    home.write("tokens", "\n\n");
    for args in [&["validate", "--dev", "--batch", "tokens"][..], &["validate", "--dev", "--batch=-"]] {
        let text = home.run(&[args, &["--error-format=text"]].concat()).failure(2);
        let told = "error: the batch is empty: there is no token and no request to judge\n";
        assert_eq!(text.lines().next_back(), Some(told.trim_end()), "{text}");
    }
}
