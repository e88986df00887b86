//! What `lktoken validate` and `lktoken inspect` take for a token, and what they do not.

use super::{NOW, mint, validate};
use crate::program::Home;

#[test]
fn the_name_of_a_file_is_not_taken_for_a_token() {
    let home = Home::new();
    home.write("token.txt", mint(&home, &[]));
    home.write("eyJhbGciOiJIUzI1NiJ9", mint(&home, &[]));
    let there = "a file of this name is there, and a token is wanted";
    let looks = "this looks like the name of a file, and a token is wanted; there is no such file";
    for command in ["inspect", "validate"] {
        for (name, told) in [
            ("token.txt", there),
            ("./token.txt", there),
            ("eyJhbGciOiJIUzI1NiJ9", there),
            ("missing.txt", looks),
            ("./missing", looks),
        ] {
            assert_eq!(
                home.run(&[command, name, "--error-format=text"]).failure(2),
                format!(
                    "error: {told}\nhint: `lktoken {command} < FILE` reads it out of the file, and so does `@` before the name\n\
                     hint: many, one a line: `lktoken {command} --batch FILE`\n"
                )
            );
        }
    }
}

/// `curl … | lktoken validate`, where the server had no token to give.
#[test]
fn an_error_answer_is_no_request_with_unknown_members() {
    let home = Home::new();
    let answer = home.run(&["mint", "--dev", "--room=a b"]).failure(2);
    let told = "this is no token but an error, VALIDATION_ERROR: whoever was asked for a token gave none\n";
    for (command, before) in [
        (&["inspect"][..], "error: "),
        (&["validate"], "error: "),
        (&["mint", "--dev", "--from=-"], "error: --from: "),
    ] {
        let args = [command, &["--error-format=text"]].concat();
        assert_eq!(home.run_with(&args, answer.clone()).failure(2), format!("{before}{told}"));
    }
}

#[test]
fn many_tokens_lead_to_a_batch() {
    let home = Home::new();
    let token = mint(&home, &[]);
    let token = token.trim_end();
    let json = format!("{{\"token\":\"{token}\"}}\n");
    for command in ["inspect", "validate"] {
        let told = format!(
            "error: there are several tokens, and a single one is wanted; --batch takes many\nhint: a token a line: \
             `lktoken {command} --batch FILE`, or `--batch -` to pipe them in\n"
        );
        for many in [format!("{token}\n\n{token}\n"), format!("{token} {token}"), json.repeat(2)] {
            let ran = home.run_with(&[command, "--dev", "--error-format=text"], many.clone());
            assert_eq!(ran.failure(2), told);
            assert_eq!(home.run(&[command, "--dev", "--error-format=text", &many]).failure(2), told);
        }
        for words in [&[token, token][..], &[token, "-q", token, token], &["a.txt", "b.txt"]] {
            let args = [&[command, "--error-format=text"][..], words].concat();
            assert_eq!(
                home.run(&args).failure(2),
                format!(
                    "error: several TOKENs are given, and a single one is wanted; --batch takes many\nhint: a token a \
                     line: `lktoken {command} --batch FILE`, or `--batch -` to pipe them in\n"
                )
            );
        }
        let json = home.run(&[command, token, token]).json_failure(2);
        assert!(json.contains("--batch takes many") && !json.contains("eyJ"), "{json}");
    }
    let folded = format!("{}\n{}", &token[..60], &token[60..]);
    let judged = validate(&home, &folded, &["--dev"]);
    assert!(judged.code == 1 && judged.stdout.contains("line-break"), "a token that was folded is still one");
}

#[test]
fn many_requests_lead_to_a_batch() {
    let home = Home::new();
    let many = "{\"roomName\":\"demo\"}\n\n{\"roomName\":\"demo\"}\n";
    let hint =
        "there are several lines: `lktoken validate --batch FILE` (or `--batch -`) checks a request a line\n";
    let json = validate(&home, many, &[]);
    assert_eq!((json.code, json.stderr), (1, format!("note: {hint}")));
    assert!(
        json.stdout.contains("Request body is not valid JSON: "),
        "the contract's answer: {}",
        json.stdout
    );
    assert_eq!(validate(&home, many, &["-q"]).stderr, "");
    let text = validate(&home, many, &["-o", "text"]);
    assert!(text.code == 1 && text.stdout.ends_with(&format!("  hint: {hint}")), "{}", text.stdout);
    for one in ["{\n\"roomName\":\"demo\"\n}\n", "{\"roomName\":\n{}\n", "{"] {
        assert_eq!(validate(&home, one, &[]).stderr, "", "{one}");
    }
}

#[test]
fn nothing_to_judge_is_2_and_no_key_to_judge_with_is_3() {
    let home = Home::new();
    validate(&home, "", &["--dev"]).failure(2);
    validate(&home, " \n", &["--dev"]).failure(2);
    validate(&home, &mint(&home, &[]), &[]).failure(3);
    validate(&home, &mint(&home, &[]), &["--profile", "nowhere"]).failure(3);
}

#[test]
fn what_mint_prints_can_be_piped_in() {
    let home = Home::new();
    for output in ["json", "token", "connection", "env"] {
        let args = ["mint", "--dev", "-r", "demo", "-i", "alice", "--at", NOW, "-o", output];
        let minted = home.run(&args).data();
        assert!(validate(&home, &minted, &["--dev"]).data().starts_with(r#"{"valid":true"#), "{output}");
    }
}

#[test]
fn what_holds_a_token_is_taken_and_a_server_s_address_is_not() {
    let home = Home::new();
    let token = mint(&home, &[]);
    let link = format!("https://meet.livekit.io/custom?liveKitUrl=ws%3A%2F%2Fh&token={}", token.trim());
    assert_eq!(validate(&home, &link, &["--dev"]).code, 0);
    home.write_private("t.txt", &token);
    assert_eq!(home.run(&["validate", "--dev", "--at", NOW, "@t.txt"]).code, 0);
    let told = home.run_with(&["validate", "--dev", "ws://127.0.0.1:1", "--error-format=text"], token);
    let expected = "error: this is a URL, and a token is wanted\nhint: the URL of a server to ask is given as --online=URL or --url URL\n";
    assert_eq!((told.code, told.stderr.as_str()), (2, expected));
}

#[test]
fn claims_are_neither_a_token_nor_a_request() {
    let home = Home::new();
    let told = |input: &str, output: &str| {
        let ran = home.run_with(&["validate", "--error-format=text", output], input);
        assert_eq!(ran.code, 1);
        (ran.stdout + &ran.stderr).contains("these are a token's claims, and neither a token nor a request")
    };
    let claims = r#"{"exp":1700003600,"iss":"devkey","video":{"room":"demo"}}"#;
    let request = r#"{"roomName":"a b","video":{}}"#;
    for output in ["-o=json", "-o=text"] {
        assert!(told(claims, output));
        assert!(!told(request, output));
    }
}
