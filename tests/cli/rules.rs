//! `--rules`: the contract's by default, and LiveKit's where they are asked for, in a call or by a profile.

use crate::golden::SECRET;
use crate::minted::{AT, HEAD, claims, mint, refused};
use crate::program::{Home, Ran};

const LIVEKIT: &str = "--rules=livekit";

#[test]
fn names_of_any_characters_are_for_livekit_s_rules() {
    let home = Home::new();
    let (longest, wide) = ("r".repeat(256), "é".repeat(128));
    for (room, identity) in [
        ("demo", "alice@example.com"),
        ("Team A / día 1", "alice smith"),
        (&longest, "a:b"),
        (&wide, "日本"),
        ("a\nb", "\"quoted\""),
    ] {
        let args = ["-r", room, "-i", identity];
        let minted = mint(&home, &[&args[..], &[LIVEKIT]].concat());
        let [room, name] = [room, identity].map(|text| serde_json::to_string(text).unwrap());
        let video = format!(r#"{{"room":{room},"roomJoin":true,"canPublish":true,"canSubscribe":true}}"#);
        assert_eq!(minted.silent(), format!(r#"{HEAD},"sub":{name},"name":{name},"video":{video}}}"#));
        minted.opens(&home, &["join"]);
        for contract in [&[][..], &["--rules=contract"]] {
            let told = refused(&home, &[&args[..], contract].concat());
            assert!(told.contains("contains invalid characters\n"), "{told}");
            assert!(told.contains("; with --rules livekit any character\n"), "{told}");
        }
    }
    for (room, identity, rule) in [
        ("r".repeat(257), "alice".to_owned(), "roomName: Room name too long"),
        ("é".repeat(129), "alice".to_owned(), "roomName: Room name too long"),
        ("demo".to_owned(), "i".repeat(257), "participantIdentity: Participant identity too long"),
        (String::new(), "alice".to_owned(), "roomName: Room name is required"),
    ] {
        let told = refused(&home, &["-r", &room, "-i", &identity, LIVEKIT]);
        assert_eq!(told.lines().nth(1), Some(format!("  {rule}").as_str()));
    }
    let display = "n".repeat(257);
    let told = refused(&home, &["-r=demo", "-i=alice", "-n", &display, LIVEKIT]);
    assert_eq!(told.lines().nth(1), Some("  participantName: Participant name too long"));
}

#[test]
fn a_lifetime_of_a_second_to_ten_years_is_for_livekit_s_rules() {
    let home = Home::new();
    for (lifetime, expires, warnings) in [
        ("1", 1_700_000_001_u64, &["short-lifetime"][..]),
        ("59s", 1_700_000_059, &["short-lifetime"]),
        ("61", 1_700_000_061, &[]),
        ("86401", 1_700_086_401, &[]),
        ("3650d", 2_015_360_000, &[]),
        ("315360000", 2_015_360_000, &[]),
    ] {
        let minted = mint(&home, &["-r=demo", "-i=alice", "-e", lifetime, LIVEKIT]);
        assert!(minted.claims.starts_with(&format!(r#"{{"exp":{expires},"#)), "{}", minted.claims);
        assert_eq!(minted.warnings(), warnings, "{lifetime}");
        minted.opens(&home, &["join"]);
    }
    for (rules, lifetime, rule) in [
        (LIVEKIT, "0", "Minimum expiration is 1 second"),
        (LIVEKIT, "-5", "Minimum expiration is 1 second"),
        (LIVEKIT, "315360001", "Maximum expiration is 10 years"),
        (LIVEKIT, "3651d", "Maximum expiration is 10 years"),
        (LIVEKIT, "1.5", "Expiration must be an integer"),
        ("--rules=contract", "59", "Minimum expiration is 60 seconds"),
        ("--rules=contract", "86401", "Maximum expiration is 24 hours"),
    ] {
        let told = refused(&home, &["-r=demo", "-i=alice", rules, &format!("-e={lifetime}")]);
        assert_eq!(told.lines().nth(1), Some(format!("  expirationSeconds: {rule}").as_str()), "{lifetime}");
    }
    let told = refused(&home, &["-r=demo", "-i=alice", "-e=5", LIVEKIT, "--rules=contract"]);
    assert!(
        told.starts_with("error: the argument '--rules <RULES>' cannot be used multiple times\n"),
        "{told}"
    );
    let told = refused(&home, &["-r=demo", "-i=alice", "--rules=lifekit"]);
    assert!(told.contains("; did you mean livekit?"), "{told}");
}

#[test]
fn a_profile_can_have_livekit_s_rules_and_a_call_may_ask_for_others() {
    let home = Home::new();
    let add = ["profile", "add", "p", "--api-key=devkey", "--api-secret-file=-", "--quiet"];
    let defaults = ["--rules=livekit", "--expires-in=30d", "--room=Team A"];
    home.run_with(&[&add[..], &defaults[1..]].concat(), SECRET).failure(2);
    assert_eq!(home.run_with(&[&add[..], &defaults].concat(), SECRET).data(), "");
    let config = std::fs::read_to_string(home.path().join("config/lktoken/config.toml")).unwrap();
    let kept = "[profiles.p.defaults]\nexpires_in = \"30d\"\nroom = \"Team A\"\nrules = \"livekit\"\n";
    assert!(config.ends_with(kept), "{config}");
    let shown = home.run(&["profile", "show", "p"]).data();
    assert!(shown.contains(r#""rules":{"value":"livekit","line":"#), "{shown}");

    let run = |more: &[&str]| -> Ran {
        home.run(&[&["mint", "--at", AT, "-o=token", "-i=alice@example.com"], more].concat())
    };
    let expected = r#"{"exp":1702592000,"iss":"devkey","nbf":1700000000,"sub":"alice@example.com","name":"alice@example.com","video":{"room":"Team A","roomJoin":true,"canPublish":true,"canSubscribe":true}}"#;
    for more in [&[][..], &["--profile=p"], &[LIVEKIT]] {
        let token = run(more).data();
        assert_eq!(claims(&home, &token), expected);
        assert!(home.run_with(&["validate", "--at", AT], token).data().contains(r#""door":"join""#));
    }
    let contract = run(&["--rules=contract"]).failure(2);
    for field in ["roomName", "participantIdentity", "expirationSeconds"] {
        assert!(contract.contains(&format!(r#"{{"field":"{field}","#)), "{contract}");
    }
    // The development server's key is not the profile's.
    run(&["--dev", "-r=demo"]).failure(2);
}

#[test]
fn rules_of_a_profile_that_are_none_are_told_by_their_line() {
    let home = Home::new();
    for (rules, problem) in [
        (
            "'lifekit'",
            "rules in [profiles.p.defaults] must be \"contract\" or \"livekit\", not another string",
        ),
        ("1", "rules in [profiles.p.defaults] must be \"contract\" or \"livekit\", not integer"),
    ] {
        home.write_config(&format!("[profiles.p]\n[profiles.p.defaults]\nrules = {rules}\n"));
        let told = crate::program::internal_error(&format!("the config file, line 3: {problem}"));
        assert_eq!(home.run(&["mint", "-r=demo", "-i=alice", "--profile=p"]).json_failure(3), told);
    }
    home.write_config("[profiles.p]\napi_key='devkey'\napi_secret='secret'\ndefaults.rules = 'contract'\n");
    home.run(&["mint", "-r=Team A", "-i=alice", "--profile=p"]).failure(2);
}

#[test]
fn a_placeholder_without_count_is_told_where_any_character_goes() {
    let home = Home::new();
    let warned = |args: &[&str]| {
        let ran = home.run(&[&["mint", "--dev", LIVEKIT, "-o=token"], args].concat());
        assert_eq!(ran.code, 0, "{args:?}");
        ran.stderr
    };
    assert_eq!(
        warned(&["-r=demo", "-i=u-{n}"]),
        "warning: --identity \"u-{n}\" is in the token as it stands: placeholders are filled in with --count (--count 1 for \
         one token)\n"
    );
    assert!(warned(&["-r=r-{uuid}", "-i=alice"]).starts_with("warning: --room \"r-{uuid}\" is in the token"));
    for identity in ["{x}", "a{", "{\"a\":1}", "{{n}}", "alice"] {
        assert_eq!(warned(&["-r=demo", "-i", identity]), "", "{identity}");
    }
}
