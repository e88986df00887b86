//! `lktoken mint`: what it prints, byte for byte, and how it fails.

use crate::program::{Home, ran};

const AT: &str = "2023-11-14T22:13:20Z";

/// Signed at [`AT`] with `secret` for room `demo` and identity `alice`, made with an HMAC of another make.
const TOKEN: &str = concat!(
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.",
    "eyJleHAiOjE3MDAwMDM2MDAsImlzcyI6ImRldmtleSIsIm5iZiI6MTcwMDAwMDAwMCwic3ViIjoiYWxpY2UiLCJuYW1lIjoiYWxpY2UiLCJ2aWRlbyI6",
    "eyJyb29tIjoiZGVtbyIsInJvb21Kb2luIjp0cnVlLCJjYW5QdWJsaXNoIjp0cnVlLCJjYW5TdWJzY3JpYmUiOnRydWV9fQ.",
    "zub4vXyE3n4CYM5-9GmQhrgro6yaHpd6v1zcsGq4dqk"
);

fn mint(home: &Home, more: &[&str]) -> crate::program::Ran {
    home.run(&[&["mint", "--dev", "--at", AT][..], more].concat())
}

#[test]
fn the_contract_s_response_is_one_line() {
    let home = Home::new();
    let expected = format!(
        r#"{{"token":"{TOKEN}","expiresAt":"2023-11-14T23:13:20Z","roomName":"demo","participantIdentity":"alice"}}"#
    );
    assert_eq!(mint(&home, &["--room", "demo", "--identity", "alice"]).data(), expected.clone() + "\n");
    assert_eq!(mint(&home, &["-r", "demo", "-i", "alice", "-o", "json"]).data(), expected + "\n");
}

#[test]
fn every_output_has_its_form() {
    let home = Home::new();
    let mint = |output: &str| mint(&home, &["-r", "demo", "-i", "alice", "-o", output]).data();
    assert_eq!(mint("token"), format!("{TOKEN}\n"));
    assert_eq!(
        mint("env"),
        format!(
            "LIVEKIT_URL=ws://localhost:7880\nLIVEKIT_TOKEN={TOKEN}\nLIVEKIT_ROOM=demo\nLIVEKIT_IDENTITY=alice\n"
        )
    );
    assert_eq!(
        mint("connection"),
        format!(r#"{{"server_url":"ws://localhost:7880","participant_token":"{TOKEN}"}}"#) + "\n"
    );
}

#[test]
fn an_unknown_url_is_left_out_or_missed() {
    let home = Home::new();
    home.write_private("secret", "secret\n");
    let pair = ["--api-key", "devkey", "--api-secret-file", "secret", "-r", "demo", "-i", "alice"];
    let env = mint_without_dev(&home, &pair, &["-o", "env"]);
    assert_eq!(
        (env.code, env.stdout),
        (0, format!("LIVEKIT_TOKEN={TOKEN}\nLIVEKIT_ROOM=demo\nLIVEKIT_IDENTITY=alice\n"))
    );
    assert!(env.stderr.starts_with("warning: no server URL is known"), "{}", env.stderr);
    let error = mint_without_dev(&home, &pair, &["-o", "connection", "--error-format", "text"]).failure(2);
    assert_eq!(
        error,
        "error: --output connection needs the server's URL, and there is none beside the key (--api-key)\n\
         hint: give it with --url, the variable LIVEKIT_URL, or `url` in [profiles.NAME]\n"
    );
    let quoted = mint_without_dev(&home, &pair, &["-o", "env", "--url", "wss://h/base?a=b#c"]).data();
    assert!(quoted.starts_with("LIVEKIT_URL='wss://h/base?a=b#c'\n"), "{quoted}");
    mint_without_dev(&home, &pair, &["-o", "env", "--url", "h:7880"]).failure(2);
}

fn mint_without_dev(home: &Home, pair: &[&str], more: &[&str]) -> crate::program::Ran {
    home.run(&[&["mint", "--at", AT][..], pair, more].concat())
}

#[test]
fn github_gets_a_masked_step_output() {
    let home = Home::new();
    let args = ["mint", "--dev", "--at", AT, "-r", "demo", "-i", "alice", "-q", "-o"];
    for (output, before, after) in [
        ("github", "", format!("token={TOKEN}\n")),
        ("github=LIVEKIT_TOKEN", "a=b\n", format!("a=b\nLIVEKIT_TOKEN={TOKEN}\n")),
        ("github=t", "a=b", format!("a=b\nt={TOKEN}\n")),
    ] {
        let file = home.write("outputs", before);
        let ran = ran(home.command(&args).arg(output).env("GITHUB_OUTPUT", &file));
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
        assert_eq!(ran.stderr, format!("::add-mask::{TOKEN}\n"));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), after);
    }
    let unset = ran(home.command(&args).args(["github", "--error-format", "text"])).failure(2);
    assert_eq!(
        unset,
        "error: --output github needs the variable GITHUB_OUTPUT, which GitHub Actions sets in a step\n"
    );
    let missing =
        ran(home.command(&args).args(["github", "--error-format", "text"]).env("GITHUB_OUTPUT", "no-such"));
    assert!(missing.failure(5).contains("cannot append to the file that GITHUB_OUTPUT names"));
    for wrong in ["github=", "github=1x", "github=a b", "github=a\nb"] {
        mint(&home, &["-r", "demo", "-i", "alice", "-o", wrong]).failure(2);
    }
}

#[test]
fn a_request_is_read_from_a_file_or_a_pipe_and_flags_win() {
    let home = Home::new();
    let request = r#"{"roomName":"other","participantIdentity":"alice","expirationSeconds":61.0}"#;
    home.write("request.json", request);
    let expected = mint(&home, &["-r", "demo", "-i", "alice", "-e", "61"]).data();
    assert_eq!(mint(&home, &["-r", "demo", "--request", "request.json"]).data(), expected);
    let piped = home.run_with(&["mint", "--dev", "--at", AT, "-r", "demo", "--request", "-"], request);
    assert_eq!(piped.data(), expected);
    let bom = home.run_with(
        &["mint", "--dev", "--at", AT, "-r", "demo", "--request", "-"],
        format!("\u{feff}{request}\r\n"),
    );
    assert_eq!(bom.data(), expected);
}

#[test]
fn lifetimes_are_taken_as_people_type_them() {
    let home = Home::new();
    let expires = |lifetime: &str| {
        let json = mint(&home, &["-r", "demo", "-i", "alice", "-e", lifetime]).data();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        json["expiresAt"].as_str().unwrap().to_owned()
    };
    for (lifetime, at) in [
        ("90", "2023-11-14T22:14:50Z"),
        ("90s", "2023-11-14T22:14:50Z"),
        ("15m", "2023-11-14T22:28:20Z"),
        ("1h30m", "2023-11-14T23:43:20Z"),
        ("1d", "2023-11-15T22:13:20Z"),
        ("36e2", "2023-11-14T23:13:20Z"),
    ] {
        assert_eq!(expires(lifetime), at, "{lifetime}");
    }
}

#[test]
fn every_broken_rule_is_told_at_once_in_the_contract_s_words() {
    let home = Home::new();
    let stderr = home.run(&["mint", "--room", "a b", "--expires-in", "3600.5"]).failure(2);
    let (before, timestamp) = stderr.split_once(r#","timestamp":"#).unwrap();
    assert_eq!(
        before,
        r#"{"statusCode":400,"errorCode":"VALIDATION_ERROR","message":"Request validation failed","validationErrors":[{"field":"roomName","message":"Room name contains invalid characters"},{"field":"participantIdentity","message":"Participant identity is required"},{"field":"expirationSeconds","message":"Expiration must be an integer"}]"#
    );
    assert_eq!(timestamp.len(), "\"2026-01-31T12:00:00Z\"}\n".len());
    for (lifetime, message) in [
        ("30", "Minimum expiration is 60 seconds"),
        ("-5m", "Minimum expiration is 60 seconds"),
        ("90000", "Maximum expiration is 24 hours"),
        ("2d", "Maximum expiration is 24 hours"),
        ("1.5s", "Expiration must be an integer"),
        ("soon", "Invalid input: expected number, received string"),
    ] {
        let stderr =
            home.run(&["mint", "-r", "r", "-i", "i", &format!("--expires-in={lifetime}")]).failure(2);
        assert!(
            stderr.contains(&format!(r#"[{{"field":"expirationSeconds","message":"{message}"}}]"#)),
            "{stderr}"
        );
    }
}

#[test]
fn a_bad_request_is_told_before_missing_credentials() {
    let home = Home::new();
    let missing = home.run(&["mint", "-r", "r", "-i", "i"]).failure(3);
    assert!(missing.starts_with(
        r#"{"statusCode":500,"errorCode":"MISSING_CREDENTIALS","message":"LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured","timestamp":""#
    ));
    assert!(home.run(&["mint", "-r", "", "-i", "i"]).failure(2).contains("Room name is required"));
}

#[test]
fn text_errors_name_flag_variable_and_profile_key() {
    let home = Home::new();
    let stderr = home.run(&["mint", "--dev", "-i", "", "--error-format", "text"]).failure(2);
    assert_eq!(
        stderr,
        "error: Request validation failed\n  roomName: Room name is required\n  participantIdentity: Participant \
         identity is required\nhint: give the room with --room, roomName in --request, the variable LKTOKEN_ROOM, or \
         `room` in [profiles.NAME.defaults]\nhint: give the identity with --identity, participantIdentity in --request, \
         or the variable LKTOKEN_IDENTITY\n"
    );
}

#[test]
fn an_unknown_member_is_an_error_with_the_nearest_name() {
    let home = Home::new();
    let stderr =
        home.run_with(&["mint", "--dev", "--request", "-"], r#"{"room_name":"r","participantIdentity":"i"}"#);
    assert!(
        stderr
            .failure(2)
            .contains(r#"{"field":"room_name","message":"Unknown member; did you mean roomName?"}"#)
    );
}

#[test]
fn variables_supply_what_is_missing() {
    let home = Home::new();
    let expected = mint(&home, &["-r", "demo", "-i", "alice"]).data();
    let run = |room: &str, args: &[&str]| {
        let mut command = home.command(&[&["mint", "--dev", "--at", AT][..], args].concat());
        ran(command.env("LKTOKEN_ROOM", room).env("LKTOKEN_IDENTITY", "alice"))
    };
    assert_eq!(run("demo", &[]).data(), expected);
    assert_eq!(run("other", &["-r", "demo"]).data(), expected);
    assert!(run("", &[]).failure(2).contains("Room name is required"));
}

#[test]
fn a_time_that_is_none_is_a_wrong_command_line() {
    let home = Home::new();
    for time in ["yesterday", "2026-01-31", "1960-01-01T00:00:00Z", "99999999999999", "-5"] {
        home.run(&["mint", "--dev", "-r", "r", "-i", "i", &format!("--at={time}")]).failure(2);
    }
    let late = home.run(&["mint", "--dev", "-r", "r", "-i", "i", "--at", "9999-12-30T21:59:59Z"]).failure(2);
    assert!(late.contains("the token would expire after the year 9999"), "{late}");
}

#[test]
fn what_is_surely_not_meant_is_warned_of_and_minted() {
    let home = Home::new();
    for (bytes, warns) in [(31, true), (32, false)] {
        home.write_private("secret", "s".repeat(bytes));
        let pair = ["--api-key=APIa", "--api-secret-file=secret", "-r=demo", "-i=alice", "-o=token"];
        let minted = mint_without_dev(&home, &pair, &[]);
        let warning = "warning: short-secret: the secret of \"APIa\" is too short: 31 of at least 32 bytes (RFC 7518 section 3.2)\n";
        assert_eq!((minted.code, minted.stderr.as_str()), (0, if warns { warning } else { "" }));
        assert_eq!(mint_without_dev(&home, &pair, &["--quiet"]).data(), minted.stdout);
    }
    let short = mint(&home, &["-r=demo", "-i=alice", "-e=60"]);
    let warning =
        "warning: short-lifetime: the token lives 60 s, and client SDKs discard one in its last 60 s\n";
    assert_eq!((short.code, short.stderr.as_str()), (0, warning));
    // Whatever `validate` warns of in the token, `mint` has told already.
    for (flags, codes) in [
        (&["--can-publish=false"][..], &["data-blocked"][..]),
        (&["--can-publish=false", "--can-publish-data"], &[]),
        (&["--create", "--list"], &["broad-grant", "broad-grant"]),
        (
            &["-e=60", "--source=camera", "--can-publish=false"],
            &["short-lifetime", "sources-blocked", "data-blocked"],
        ),
        (
            &[r#"--grant=canPublishSources=["cam"]"#, "--grant=kind=robot"],
            &["unknown-source", "unknown-kind"],
        ),
    ] {
        let minted = crate::minted::mint(&home, &[&["-r=demo", "-i=alice"], flags].concat());
        assert_eq!(minted.warnings(), codes);
        let verdict = home.run(&["validate", "--dev", "--at", AT, &minted.token]).data();
        let verdict: serde_json::Value = serde_json::from_str(&verdict).unwrap();
        let told = verdict["warnings"].as_array().unwrap().iter().map(|lint| lint["code"].as_str().unwrap());
        assert_eq!(told.collect::<Vec<_>>(), codes);
    }
}

#[test]
fn a_placeholder_in_a_single_token_is_told_where_it_belongs() {
    let home = Home::new();
    let args = ["mint", "--dev", "--error-format=text", "--room=demo", "--identity=load-{n}"];
    let hint = "hint: placeholders such as {n} are filled in with --count: --count 1 for one token";
    let told = home.run(&args).failure(2);
    assert!(told.contains(hint), "{told}");
    let other =
        home.run(&["mint", "--dev", "--error-format=text", "--room=demo", "--identity=a b"]).failure(2);
    assert!(!other.contains(hint), "{other}");
}
