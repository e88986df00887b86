//! `lktoken validate --can`: what a token allows.

use super::{NOW, mint, validate};
use crate::program::Home;

/// A token of alice's for the room demo with these members in `video`.
fn joining(video: &str) -> String {
    signed(&format!(
        r#"{{"exp":1700003600,"iss":"devkey","sub":"alice","video":{{"room":"demo","roomJoin":true{video}}}}}"#
    ))
}

/// A token of the development server's key.
fn signed(claims: &str) -> String {
    let secret = lktoken::token::key::ApiSecret::new("secret".to_owned()).unwrap();
    let mut token = String::new();
    lktoken::token::jws::Signer::new(&secret).sign_into(claims.as_bytes(), &mut token).unwrap();
    token
}

#[test]
fn what_a_token_allows_can_be_asked() {
    let home = Home::new();
    let token = joining(r#","canPublishSources":["CAMERA","microphone"]"#);
    let start =
        r#"{"valid":true,"door":"join","server":{"status":200,"body":"success"},"problems":[],"warnings":["#;
    let asked =
        ["--dev", "--can", "publish:microphone, subscribe", "--can=data", "--room=demo", "-i", "alice"];
    let allowed = validate(&home, &token, &asked).data();
    assert!(allowed.starts_with(start), "{allowed}");
    assert!(
        allowed.ends_with("\"source\":\"--dev\"},\"can\":{\"allowed\":true,\"denied\":[]}}\n"),
        "{allowed}"
    );
    let asked = ["--dev", "--can", "publish:camera", "--room=other", "--identity=bob"];
    let denied = validate(&home, &token, &asked);
    assert_eq!((denied.code, denied.stderr.as_str()), (1, ""));
    assert!(denied.stdout.starts_with(start), "{}", denied.stdout);
    let verdict: serde_json::Value = serde_json::from_str(&denied.stdout).unwrap();
    assert_eq!(verdict["can"]["allowed"], false);
    let told = |denial: &serde_json::Value| format!("{} {}", denial["ability"], denial["code"]);
    let told: Vec<String> = verdict["can"]["denied"].as_array().unwrap().iter().map(told).collect();
    let expected =
        [r#""join" "other-room""#, r#""join" "other-identity""#, r#""publish:camera" "source-not-listed""#];
    assert_eq!(told, expected);
}

#[test]
fn what_a_token_allows_is_told_in_words() {
    let home = Home::new();
    let text = |video: &str| validate(&home, &joining(video), &["--dev", "--can", "data", "-o", "text"]);
    let allowed = text("").data();
    assert!(allowed.ends_with("  asked for       data: allowed\n"), "{allowed}");
    let denied = text(r#","canPublishData":false"#);
    assert_eq!(denied.code, 1);
    assert!(
        denied.stdout.ends_with(
            "  asked for       data: not allowed\n\nnot allowed: data: denied-grant: \"video.canPublishData\" is false.\n  \
             hint: It is granted unless denied. Mint one with --can-publish-data, or make it of this one: `lktoken mint \
             --dev --from - --can-publish-data`, with the token on standard input.\n"
        ),
        "{}",
        denied.stdout
    );
}

/// What a hint says between backquotes, without the program's name.
fn command_in(hint: &serde_json::Value) -> Vec<String> {
    let command = hint.as_str().unwrap().split('`').nth(1).expect("a command").to_owned();
    command.split(' ').skip(1).map(str::to_owned).collect()
}

#[test]
fn the_command_that_a_hint_names_mends_the_token() {
    let home = Home::new();
    for (video, ability) in [
        (r#","canPublish":false"#, "publish"),
        (r#","canPublish":false"#, "publish:camera"),
        (r#","canPublish":false"#, "data"),
        (r#","canPublishData":false"#, "data"),
        (r#","canSubscribe":false"#, "subscribe"),
        (r#","canPublishSources":["microphone","x"]"#, "publish:camera"),
        (r#","canPublishSources":["CAMERA"]"#, "publish"),
        (r#","canPublishSources":["x"]"#, "publish"),
        ("", "update-metadata"),
        ("", "subscribe-metrics"),
        (r#","recorder":false"#, "recorder"),
        ("", "admin"),
        ("", "list"),
        ("", "sip"),
    ] {
        let token = joining(video);
        let asked = ["--dev", "--can", ability];
        let denied = validate(&home, &token, &asked);
        let verdict: serde_json::Value = serde_json::from_str(&denied.stdout).unwrap();
        let command = command_in(&verdict["can"]["denied"][0]["hint"]);
        let args: Vec<&str> =
            command.iter().map(String::as_str).chain(["--at", NOW, "-q", "-o=token"]).collect();
        assert!(args.starts_with(&["mint", "--dev", "--from", "-"]), "{command:?}");
        let mended = home.run_with(&args, token).data();
        let allowed = validate(&home, &mended, &asked);
        assert_eq!(allowed.code, 0, "{video}: {ability}: {}", allowed.stdout);
        assert!(allowed.stdout.contains(r#""can":{"allowed":true"#), "{}", allowed.stdout);
    }
    let microphone = joining(r#","canPublishSources":["microphone"]"#);
    let hint = validate(&home, &microphone, &["--dev", "--can=publish:camera"]).stdout;
    assert!(hint.contains("Mint one with --source camera,microphone, or"), "what it may is kept: {hint}");
}

#[test]
fn a_token_is_mended_by_what_its_hint_names() {
    let home = Home::new();
    let minutes = ["-i=alice", "-e=15m"];
    let months = ["-i=alice", "-e=40d", "--rules=livekit"];
    let mail = ["-i=a@b.example", "--rules=livekit"];
    for (minted, now, asked, code, mint_as) in [
        (&minutes[..], "1700010000", &[][..], "expired", "mint --dev --from -"),
        // Beyond the contract.
        (&months, "1800000000", &[], "expired", "mint --dev --from - --rules livekit"),
        (&mail, "1700010000", &[], "expired", "mint --dev --from - --rules livekit"),
        (&minutes, "1600000000", &[], "not-valid-yet", "mint --dev --from -"),
        (&months, "1600000000", &[], "not-valid-yet", "mint --dev --from - --rules livekit"),
        (&months, NOW, &["--for=list"], "missing-grant", "mint --dev --from - --rules livekit --list"),
        (&months, NOW, &["--can=hidden"], "missing-grant", "mint --dev --from - --rules livekit --hidden"),
    ] {
        let mint = ["mint", "--dev", "--at", NOW, "-r=demo", "--attribute=kept=yes", "-o=token"];
        let token = home.run(&[&mint, minted].concat()).data();
        is_mended(&home, token, now, asked, (code, mint_as));
    }
    let forever = r#"{"iss":"devkey","sub":"alice","video":{"room":"demo","roomJoin":true},"attributes":{"kept":"yes"}}"#;
    is_mended(&home, signed(forever), NOW, &[], ("missing-exp", "mint --dev --from -"));
    let misspelt = r#"{"exp":1700003600,"nbf":1700000000,"iss":"devkey","sub":"alice","video":{"room":"demo","room_join":true},"attributes":{"kept":"yes"}}"#;
    is_mended(&home, signed(misspelt), NOW, &[], ("no-room-join", "mint --dev --from - --join"));
}

#[test]
fn a_room_beside_admin_alone_is_the_one_to_moderate() {
    let home = Home::new();
    let moderator = home.run(&["mint", "--dev", "--at", NOW, "--admin", "-r=demo", "-o=token"]).data();
    for (args, code) in [
        (&["--can=admin", "--room=demo"][..], 0),
        (&["--can=admin", "--room=other"], 1),
        (&["--can=admin,list", "--room=demo"], 1),
        // Who is asked to join as well.
        (&["--can=admin,subscribe", "--room=demo"], 1),
        (&["--can=admin", "--room=demo", "--identity=alice"], 1),
        (&["--room=demo"], 1),
    ] {
        let judged = validate(&home, &moderator, &[&["--dev"], args].concat());
        assert_eq!(judged.code, code, "{args:?}: {}", judged.stdout);
    }
}

#[test]
fn the_command_in_a_hint_names_the_key_that_was_chosen() {
    let home = Home::new();
    home.write_config("[profiles.p]\napi_key = \"devkey\"\napi_secret = \"secret\"\n");
    let token = mint(&home, &["-e=15m"]);
    let hint = |args: &[&str]| {
        let judged = home.run_with(&[&["validate", "--at=1700010000"], args].concat(), token.as_str()).stdout;
        let verdict: serde_json::Value = serde_json::from_str(&judged).unwrap();
        command_in(&verdict["problems"][0]["hint"]).join(" ")
    };
    assert_eq!(hint(&["--profile=p"]), "mint --profile p --from -");
    assert_eq!(hint(&["--dev", "--batch=-", "-q"]), "mint --dev --from -");
    home.write_private("secret", "secret");
    assert_eq!(hint(&["--api-key=devkey", "--api-secret-file=secret"]), "mint --from -");
}

/// The token has this fault, and the command in the hint makes one of it that has none.
#[track_caller]
fn is_mended(home: &Home, token: String, now: &str, asked: &[&str], (code, mint_as): (&str, &str)) {
    let judge =
        |token: &str| home.run_with(&[&["validate", "--dev", "--at", now][..], asked].concat(), token);
    let verdict: serde_json::Value = serde_json::from_str(&judge(&token).stdout).unwrap();
    let problem = verdict["problems"].get(0).unwrap_or(&verdict["can"]["denied"][0]);
    assert_eq!(problem["code"], code);
    let command = command_in(&problem["hint"]);
    assert_eq!(command.join(" "), mint_as);
    let args: Vec<&str> = command.iter().map(String::as_str).chain(["--at", now, "-o=token"]).collect();
    let renewed = home.run_with(&args, token).stdout;
    assert_eq!(judge(&renewed).code, 0, "{mint_as}");
    let claims = home.run_with(&["inspect", "-o=claims"], renewed).data();
    assert!(claims.contains(r#""attributes":{"kept":"yes"}"#), "{claims}");
}

#[test]
fn the_help_leads_from_what_is_seen_to_what_can_be_asked() {
    let help = Home::new().run(&["validate", "-h"]).data();
    let (_, examples) = help.split_once("Examples:").expect("every command has examples");
    let example = examples.lines().find(|line| line.ends_with("let in, but not seen?")).expect("the example");
    assert!(example.contains("--can publish:camera"), "{example}");
}

#[test]
fn what_cannot_be_asked_is_an_error_of_the_command_line() {
    let home = Home::new();
    let token = mint(&home, &[]);
    let error = |input: &str, args: &[&str]| {
        validate(&home, input, &[&["--dev", "--error-format=text"], args].concat()).failure(2)
    };
    let unknown = error(&token, &["--can", "publish,subscibe"]);
    assert!(unknown.contains("'subscibe'") && unknown.contains("; did you mean subscribe?"), "{unknown}");
    for door in ["list", "agent", "sip"] {
        assert!(error(&token, &["--for", door, "--room", "demo"]).contains(&format!("door `{door}`")));
    }
    assert!(error(&token, &["--for", "admin", "--identity", "alice"]).contains("door `admin`"));
}

#[test]
fn who_is_asked_about_the_server_s_api_need_not_join() {
    let home = Home::new();
    let token = home.run(&["mint", "--dev", "--at", NOW, "--list", "-o=token"]).data();
    let can = |list: &str| validate(&home, &token, &["--dev", "--can", list]);
    let yes = can("list");
    assert!(yes.stdout.starts_with(r#"{"valid":true,"door":"any""#), "{}", yes.stdout);
    assert_eq!((yes.code, can("list,create").code, can("list,subscribe").code), (0, 1, 1));
}
