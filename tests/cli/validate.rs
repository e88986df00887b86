//! `lktoken validate`: verdicts, requests, exit codes.

mod can;
mod input;

use crate::program::{Home, Ran, ran};

const NOW: &str = "1700000000";

fn mint(home: &Home, more: &[&str]) -> String {
    home.run(
        &[&["mint", "--dev", "-r", "demo", "-i", "alice", "-o", "token", "--at", NOW][..], more].concat(),
    )
    .data()
}

fn validate(home: &Home, input: &str, more: &[&str]) -> Ran {
    home.run_with(&[&["validate", "--at", NOW][..], more].concat(), input)
}

const KEY: &str = r#""key":{"apiKey":"devkey","source":"--dev"}}"#;

#[test]
fn a_minted_token_is_valid() {
    let home = Home::new();
    let token = mint(&home, &[]);
    assert_eq!(
        validate(&home, &token, &["--dev", "--strict", "--deny-warnings"]).data(),
        format!(
            r#"{{"valid":true,"door":"join","server":{{"status":200,"body":"success"}},"problems":[],"warnings":[],{KEY}"#
        ) + "\n"
    );
    assert_eq!(
        validate(&home, &token, &["--dev", "--for", "any"]).data(),
        format!(
            r#"{{"valid":true,"door":"any","server":{{"status":200,"body":"OK"}},"problems":[],"warnings":[],{KEY}"#
        ) + "\n"
    );
    assert_eq!(
        validate(&home, &token, &["--dev", "-o", "text"]).data(),
        "valid: a LiveKit server lets this token join the room it names\n  server answers  200 success\n  server version  1.13.6 or newer; older ones word it differently\n  judged with     \
         devkey (--dev)\n"
    );
}

#[test]
fn key_secret_and_time_are_told_apart_with_exit_code_1() {
    let home = Home::new();
    let token = mint(&home, &[]);
    home.write_private("other", "another secret");
    let codes = |ran: Ran| {
        assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
        let verdict: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let problem = &verdict["problems"][0];
        (problem["code"].as_str().unwrap().to_owned(), problem["message"].as_str().unwrap().to_owned())
    };
    let (code, message) =
        codes(validate(&home, &token, &["--api-key", "devkey", "--api-secret-file", "other"]));
    assert_eq!(code, "wrong-signature");
    assert!(message.starts_with("The secret is at fault"));
    let (code, message) =
        codes(validate(&home, &token, &["--api-key", "APIx", "--api-secret-file", "other"]));
    assert_eq!(code, "unknown-key");
    assert!(message.starts_with("The API key is at fault"));
    let (code, message) = codes(home.run_with(&["validate", "--dev", "--at=1700010000"], token.as_str()));
    assert_eq!(code, "expired");
    assert!(message.starts_with("The time is at fault"));
    let (code, _) = codes(home.run_with(&["validate", "--dev", "--at=1699990000"], token.as_str()));
    assert_eq!(code, "not-valid-yet");
}

/// What follows where a secret was found that fits.
const ELSEWHERE: &str =
    " A server without that secret wants a new one, for which `lktoken mint --from -` keeps the claims.";

#[test]
fn a_key_that_a_profile_has_is_pointed_at() {
    let home = Home::new();
    home.write_config("[profiles.dev]\napi_key = \"devkey\"\napi_secret = \"secret\"\n");
    home.write_private("other", "another secret");
    let token = mint(&home, &[]);
    let hint = |args: &[&str]| {
        let verdict: serde_json::Value = serde_json::from_str(&validate(&home, &token, args).stdout).unwrap();
        verdict["problems"][0]["hint"].as_str().unwrap().to_owned()
    };
    let known = hint(&["--api-key", "APIx", "--api-secret-file", "other"]);
    assert_eq!(known, format!("The secret of profile dev does verify it: --profile dev.{ELSEWHERE}"));
    home.write_config("[profiles.dev]\napi_key = \"APIy\"\napi_secret = \"secret\"\n");
    let elsewhere = hint(&["--api-key", "APIx", "--api-secret-file", "other"]);
    assert_eq!(elsewhere, format!("The secret of `livekit-server --dev` does verify it: --dev.{ELSEWHERE}"));
    // The profile's key, but no secret that is at hand.
    home.write_private("third", "a third secret, which nobody else has at hand");
    let pair = ["--api-key", "APIy", "--api-secret-file", "third", "-r=demo", "-i=alice", "-o=token"];
    let token = home.run(&[&["mint", "--at", NOW][..], &pair].concat()).data();
    let of_profile = validate(&home, &token, &["--api-key", "APIx", "--api-secret-file", "other"]).stdout;
    assert!(
        of_profile.contains("The profile dev has this key: --profile dev. Judge it with"),
        "{of_profile}"
    );
    home.write_config("");
    let of_nobody = validate(&home, &token, &["--api-key", "APIx", "--api-secret-file", "other"]).stdout;
    assert!(of_nobody.contains(r#""hint":"Judge it with the key it names"#), "{of_nobody}");
}

/// The first problem of a token by `devkey` and `secret`, judged with these arguments: its code and its hint.
fn first_problem(home: &Home, args: &[&str], variables: &[(&str, &str)]) -> (String, String) {
    let token = mint(home, &[]);
    let args = [&["validate", "--at", NOW][..], args].concat();
    let ran = ran(home.command(&args).envs(variables.iter().copied()).write_stdin(token));
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let verdict: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let member = |name: &str| verdict["problems"][0][name].as_str().unwrap().to_owned();
    (member("code"), member("hint"))
}

#[test]
fn a_secret_that_does_verify_the_signature_is_pointed_at() {
    let home = Home::new();
    home.write_private("other", "another secret");
    let flags = ["--api-key=devkey", "--api-secret-file=other"];
    let hint = |variables: &[(&str, &str)]| {
        let (code, hint) = first_problem(&home, &flags, variables);
        assert_eq!(code, "wrong-signature");
        hint.strip_suffix(ELSEWHERE).expect("what is wanted elsewhere").to_owned()
    };
    assert_eq!(hint(&[]), "The secret of `livekit-server --dev` does verify it: --dev.");
    let environment = [("LIVEKIT_API_KEY", "devkey"), ("LIVEKIT_API_SECRET", "secret")];
    assert_eq!(
        hint(&environment),
        "The secret of the environment does verify it: leave out the flags that choose another place."
    );
    home.write_config("[profiles.staging]\napi_key = 'devkey'\napi_secret = 'secret'\n");
    assert_eq!(hint(&environment), "The secret of profile staging does verify it: --profile staging.");
    home.write_config("[profiles.staging]\nthis is no TOML");
    assert_eq!(hint(&[]), "The secret of `livekit-server --dev` does verify it: --dev.");
}

#[test]
fn a_secret_under_another_key_says_so() {
    let home = Home::new();
    home.write_private("other", "another secret");
    let mut token = String::new();
    let secret = lktoken::token::key::ApiSecret::new("the right one".to_owned()).unwrap();
    let claims = br#"{"exp":1700003600,"iss":"APIx","sub":"a","video":{"room":"r","roomJoin":true}}"#;
    lktoken::token::jws::Signer::new(&secret).sign_into(claims, &mut token).unwrap();
    home.write_config(
        "[profiles.prod]\napi_key = 'APIx'\napi_secret_command = ['touch', 'ran']\n\
         [profiles.staging]\napi_key = 'APIy'\napi_secret = 'the right one'\n",
    );
    let flags = ["--api-key=APIx", "--api-secret-file=other", "-o=text"];
    let found = validate(&home, &token, &flags).stdout;
    assert!(
        found.contains(
            "hint: The secret of profile staging does verify it, but belongs there to the key \"APIy\": "
        ),
        "{found}"
    );
    home.write_config("[profiles.prod]\napi_key = 'APIx'\napi_secret_command = ['touch', 'ran']\n");
    let not_tried = validate(&home, &token, &flags).stdout;
    assert!(
        not_tried
            .contains("hint: Not tried, as only a command tells its secret: --profile prod. Copy the token"),
        "{not_tried}"
    );
    assert!(!home.path().join("ran").exists(), "a command was run for a hint");
}

#[test]
fn one_changed_character_makes_it_invalid() {
    let home = Home::new();
    let token = mint(&home, &[]);
    let (start, end) = token.split_at(60);
    let changed = format!("{start}{}{}", if end.starts_with('A') { 'B' } else { 'A' }, &end[1..]);
    assert_eq!(validate(&home, &changed, &["--dev"]).code, 1);
    let text = validate(&home, &format!("{}!", token.trim_end()), &["--dev", "-o", "text"]);
    assert_eq!(text.code, 1);
    assert_eq!(
        text.stdout,
        "not valid: a LiveKit server does not let this token join the room it names\n  server answers  401 invalid authorization token\n  server version  1.13.6 or newer; older ones word it differently\n  \
         judged with     devkey (--dev)\n\nbad-base64url: The token's signature is not base64url: '!' does \
         not belong.\n  hint: The token was damaged on its way, or not made by a JWT library: copy it again, or mint a new \
         one.\n"
    );
}

#[test]
fn strict_refuses_what_a_server_lets_through() {
    let home = Home::new();
    let secret = lktoken::token::key::ApiSecret::new("secret".to_owned()).unwrap();
    let mut token = String::new();
    let claims = br#"{"exp":"1700003600","iss":"devkey","sub":"a","Video":{"room":"r","roomJoin":true}}"#;
    lktoken::token::jws::Signer::new(&secret).sign_into(claims, &mut token).unwrap();
    let codes = |ran: &Ran, list: &str| {
        let verdict: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let codes =
            verdict[list].as_array().unwrap().iter().map(|entry| entry["code"].as_str().unwrap().to_owned());
        (
            verdict["valid"].as_bool().unwrap(),
            verdict["server"]["status"].as_u64().unwrap(),
            codes.collect::<Vec<_>>(),
        )
    };
    let both = vec!["string-time".to_owned(), "member-case".to_owned()];
    let lenient = validate(&home, &token, &["--dev"]);
    assert_eq!((lenient.code, codes(&lenient, "warnings")), (0, (true, 200, both.clone())));
    let denied = validate(&home, &token, &["--dev", "--deny-warnings"]);
    assert_eq!((denied.code, codes(&denied, "warnings")), (1, (true, 200, both.clone())));
    let strict = validate(&home, &token, &["--dev", "--strict"]);
    assert_eq!((strict.code, codes(&strict, "problems")), (1, (false, 200, both)));
}

#[test]
fn what_is_surely_not_meant_is_a_warning_that_can_be_denied() {
    let home = Home::new();
    let secret = lktoken::token::key::ApiSecret::new("secret".to_owned()).unwrap();
    let mut token = String::new();
    let claims = br#"{"exp":1700003600,"iss":"devkey","sub":"a","video":{"room":"r","roomJoin":true,"canPublsh":false}}"#;
    lktoken::token::jws::Signer::new(&secret).sign_into(claims, &mut token).unwrap();
    let warned = validate(&home, &token, &["--dev", "--strict"]);
    assert_eq!(warned.code, 0);
    let warning = r#""problems":[],"warnings":[{"code":"unknown-grant","message":"\"video\" has \"canPublsh\", which no server reads; \"canPublish\" was perhaps meant"}]"#;
    assert!(warned.stdout.contains(warning), "{}", warned.stdout);
    assert_eq!(validate(&home, &token, &["--dev", "--deny-warnings"]).code, 1);
}

#[test]
fn every_door_can_be_named() {
    let home = Home::new();
    let token = mint(&home, &[]);
    for door in ["admin", "list", "create", "record", "ingress", "sip", "sip-call", "agent"] {
        let verdict = validate(&home, &token, &["--dev", "--for", door]);
        assert_eq!(verdict.code, 1, "{door}");
        assert!(
            verdict
                .stdout
                .starts_with(&format!(r#"{{"valid":false,"door":"{door}","server":{{"status":401,"#))
        );
        assert!(verdict.stdout.contains("This token does open: --for join"), "{}", verdict.stdout);
    }
    assert_eq!(
        validate(&home, &token, &["--dev", "--for", "whip"]).data(),
        format!(r#"{{"valid":true,"door":"whip","server":null,"problems":[],"warnings":[],{KEY}"#) + "\n"
    );
    assert_eq!(validate(&home, &token, &["--dev", "--for", "admin", "--room", "demo"]).code, 1);
    validate(&home, &token, &["--dev", "--for", "list", "--room", "demo"]).failure(2);
}

#[test]
fn a_request_is_checked_without_a_key() {
    let home = Home::new();
    assert_eq!(
        validate(
            &home,
            r#" {"roomName":"demo","participantIdentity":"alice","expirationSeconds":36e2} "#,
            &[]
        )
        .data(),
        "{\"roomName\":\"demo\",\"participantIdentity\":\"alice\",\"expirationSeconds\":3600,\"participantName\":\"alice\"}\n"
    );
    let bad = validate(&home, r#"{"roomName":5}"#, &[]);
    assert_eq!((bad.code, bad.stderr.as_str()), (1, ""));
    assert_eq!(
        bad.stdout,
        "{\"statusCode\":400,\"errorCode\":\"VALIDATION_ERROR\",\"message\":\"Request validation failed\",\"validationErrors\":[{\"field\":\"roomName\",\"message\":\"Invalid input: expected string, received number\"},{\"field\":\"participantIdentity\",\"message\":\"Participant identity is required\"}],\"timestamp\":\"2023-11-14T22:13:20Z\"}\n"
    );
    let not_json = validate(&home, "{", &[]);
    assert_eq!(not_json.code, 1);
    assert!(not_json.stdout.contains(
        r#"[{"field":"","message":"Request body is not valid JSON: EOF while parsing an object at line 1 column 1"}]"#
    ));
}

#[test]
fn a_request_is_not_what_flags_about_tokens_ask_for() {
    let home = Home::new();
    let request = r#"{"roomName":"demo","participantIdentity":"alice"}"#;
    for args in [
        &["--for=join"][..],
        &["--can=data"],
        &["--room=demo"],
        &["--identity=alice"],
        &["--strict"],
        &["--deny-warnings"],
        &["--online=ws://127.0.0.1:1"],
    ] {
        let (flag, _) = args[0].split_once('=').unwrap_or((args[0], ""));
        let told = format!("{flag} is about a token, and this is a request");
        let run = |more: &[&str]| home.run_with(&[&["validate", "--dev"], args, more].concat(), request);
        let alone = run(&["--error-format=text"]).failure(2);
        assert!(alone.starts_with(&format!("error: {told}\nhint: make a token of it first: ")), "{alone}");
        if flag != "--online" {
            let line = run(&["--batch=-", "-q"]);
            assert_eq!((line.code, line.stderr.as_str()), (1, ""));
            assert!(
                line.stdout.contains(&format!(r#"[{{"field":"","message":"{told}"}}]"#)),
                "{}",
                line.stdout
            );
            assert!(line.stdout.ends_with(",\"line\":1}\n"), "{}", line.stdout);
        }
    }
}

#[test]
fn a_request_is_judged_in_words_for_people() {
    let home = Home::new();
    let good = validate(&home, r#"{"roomName":"demo","participantIdentity":"alice"}"#, &["-o", "text"]);
    assert_eq!(
        good.data(),
        "valid: the request keeps every rule\n  room      demo\n  identity  alice\n  name      alice\n  lifetime  1 h\n"
    );
    let bad = validate(&home, r#"{"roomName":"team a","participantIdentity":"alice"}"#, &["-o", "text"]);
    assert_eq!((bad.code, bad.stderr.as_str()), (1, ""));
    assert_eq!(
        bad.stdout,
        "not valid: the request breaks these rules\n  roomName: Room name contains invalid characters\n  hint: room names \
         and identities take the letters a to z and A to Z, digits, `_` and `-`; with --rules livekit any character\n"
    );
}

#[test]
fn what_can_be_said_without_a_key_is_said_where_there_is_none() {
    let home = Home::new();
    let first = |token: &str, args: &[&str]| {
        let args = if args.is_empty() { &["--at", NOW][..] } else { args };
        let run = |more: &[&str]| home.run_with(&[&["validate"][..], args, more].concat(), token);
        let text = run(&["--error-format=text"]).failure(3);
        let json = run(&[]).json_failure(3);
        assert_eq!(json, crate::program::missing_credentials(""), "the contract's answer stays");
        let told = text
            .strip_prefix("error: LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured\n")
            .expect("the contract's message");
        let (told, _) = told.split_once("hint: on the command line: --dev").expect("what always helps");
        told.replace("hint: ", "").trim_end().to_owned()
    };
    let dev = "the token names the key of `livekit-server --dev`: --dev judges it with that";
    let token = mint(&home, &[]);
    assert_eq!(first(&token, &[]), dev);
    assert_eq!(
        first(&token, &["--at=1700010000"]),
        format!(
            "{dev}\nwhatever the key, it is not valid: The time is at fault: the token expired 1 h 46 min ago, at \
             2023-11-14T23:13:20Z, and servers forgive 60 s. `lktoken inspect` shows what it says."
        )
    );
    assert!(
        first(&token, &["--for=list", "--at", NOW])
            .contains("\"video.roomList\" is not true. `lktoken inspect` shows")
    );
    let cut_off = token.trim_end().split_at(token.len() - 9).0;
    assert!(first(cut_off, &[]).contains("whatever the key, it is not valid: The token was cut off: "));
    assert_eq!(
        first("nonsense", &[]),
        "whatever the key, it is not valid: This is no token: there is no dot in it, where a token has three parts with \
         dots between them."
    );
    home.write_private("other", "another secret");
    let pair = ["--api-key", "APIy", "--api-secret-file", "other", "-r=demo", "-i=alice", "-o=token"];
    let token = home.run(&[&["mint", "-q", "--at", NOW][..], &pair].concat()).data();
    assert_eq!(first(&token, &[]), "the token names the key \"APIy\": it takes the secret of that one");
    home.write_config("[profiles.staging]\napi_key = 'APIy'\napi_secret = 'another secret'\n");
    let told = validate(&home, &token, &["--error-format=text"]).failure(3);
    assert!(
        told.contains("hint: the profile staging has the key that the token names: --profile staging\n"),
        "{told}"
    );
}

#[test]
fn the_first_line_fits_the_exit_code() {
    let home = Home::new();
    let token = mint(&home, &["--can-publish=false", "-q"]);
    for (more, start) in [
        (&[][..], "valid: "),
        (&["--can=publish"], "not allowed: a LiveKit server lets this token join the room it names, but"),
        (&["--deny-warnings"], "warned of: a LiveKit server lets this token join the room it names, but"),
    ] {
        let ran = validate(&home, &token, &[&["--dev", "-o=text"], more].concat());
        assert!(ran.stdout.starts_with(start), "{}", ran.stdout);
        assert_eq!(ran.code, i32::from(!more.is_empty()));
    }
}

#[test]
fn a_request_can_be_held_against_a_server_s_rules() {
    let home = Home::new();
    let request = r#"{"roomName":"the lobby","participantIdentity":"a@b","expirationSeconds":2592000}"#;
    assert_eq!(validate(&home, request, &[]).code, 1);
    let normal = validate(&home, request, &["--rules", "livekit"]).data();
    assert!(normal.starts_with(r#"{"roomName":"the lobby","participantIdentity":"a@b""#), "{normal}");
    // A profile's rules are those that its requests are minted by.
    home.write_config(
        "[profiles.p]\napi_key = \"k\"\napi_secret = \"s\"\ndefaults = { rules = \"livekit\" }\n",
    );
    assert_eq!(validate(&home, request, &["--profile=p"]).data(), normal);
    let of_line = normal.replace("}\n", ",\"valid\":true,\"line\":1}\n");
    assert_eq!(validate(&home, request, &["--profile=p", "--batch=-", "-q"]).data(), of_line);
    assert_eq!(validate(&home, request, &["--profile=p", "--rules=contract"]).code, 1);
    assert_eq!(validate(&home, request, &[]).code, 1);
    let told = validate(&home, &mint(&home, &[]), &["--dev", "--rules", "livekit", "--error-format=text"]);
    assert_eq!(
        (told.code, told.stderr.as_str()),
        (2, "error: --rules is about a request, and this is a token\n")
    );
}
