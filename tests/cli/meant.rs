//! What is said of a flag, a command or a value that there is not: what was meant, or nothing.

use crate::program::Home;

/// The first line on standard error, which tells what is wrong.
fn told(home: &Home, args: &[&str]) -> String {
    let text = home.run(&[args, &["--error-format=text"]].concat()).failure(2);
    text.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn names_that_are_nearly_right_are_suggested() {
    let home = Home::new();
    for (args, near) in [
        (&["mnit"][..], "mint"),
        (&["mint", "--identiy", "x"], "--identity"),
        (&["mint", "--rom=x"], "--room"),
        (&["mint", "--roo", "x"], "--room"),
        (&["mint", "--attr", "a=b"], "--attribute"),
        (&["mint", "--grants", "x"], "--grant"),
        (&["mint", "--exp", "5m"], "--expires-in"),
        (&["mint", "--canPublish"], "--can-publish"),
        (&["mint", "--api-sercet-file", "x"], "--api-secret-file"),
        (&["mint", "--dev", "-o", "tokn"], "token"),
        (&["mint", "--dev", "--kind", "AGENT"], "agent"),
        (&["mint", "--dev", "--rules", "live-kit"], "livekit"),
        (&["inspect", "-o", "jsn"], "json"),
        (&["validate", "--for", "jion"], "join"),
        (&["validate", "--can", "data,publish:mic"], "publish:microphone"),
        (&["validate", "--can", "publish:screen"], "publish:screen_share"),
        (&["profile", "lst"], "list"),
        (&["completions", "bsh"], "bash"),
        (&["mint", "--error-format", "jsn"], "json"),
    ] {
        let told = told(&home, args);
        assert!(told.ends_with(&format!("; did you mean {near}?")), "{args:?}: {told}");
    }
    let manual = home.run(&["man", "mnt", "--error-format=text"]).failure(2);
    assert!(manual.contains("`lktoken man mint`"), "{manual}");
}

#[test]
fn words_that_others_use_are_understood() {
    let home = Home::new();
    for (args, ours) in [
        (&["mint", "--valid-for", "5m"][..], "--expires-in"),
        (&["mint", "--ttl=5m"], "--expires-in"),
        (&["mint", "--room-join"], "--join"),
        (&["mint", "--room-admin"], "--admin"),
        (&["mint", "--room-create"], "--create"),
        (&["mint", "--room-list"], "--list"),
        (&["mint", "--room-record"], "--record"),
        (&["mint", "--egress"], "--record"),
        (&["mint", "--can-publish-sources", "camera"], "--source"),
        (&["mint", "--allow-source", "camera"], "--source"),
        (&["mint", "--can-subscribe-metrics"], "--grant canSubscribeMetrics=true"),
        (&["mint", "--attribute-file", "a.json"], "--attributes @FILE"),
        (&["mint", "--participant", "alice"], "--identity"),
        (&["mint", "--user", "alice"], "--identity"),
        (&["mint", "--participant-name", "Alice"], "--name"),
        (&["mint", "--token"], "--output token"),
        (&["mint", "--token-only"], "--output token"),
        (&["mint", "--json"], "--output json"),
        (&["mint", "--qr"], "--output qr"),
        (&["inspect", "--json"], "--output json"),
        (&["validate", "--door", "list"], "--for"),
        (&["validate", "--participant-identity", "a"], "--identity"),
        (&["profile", "add", "--ttl", "5m"], "--expires-in"),
        (&["create"], "mint"),
        (&["create-token", "--join"], "mint"),
        (&["token", "create"], "mint"),
        (&["generate"], "mint"),
        (&["sign", "--profile", "profile"], "mint"),
        (&["decode", "a.b.c"], "inspect"),
        (&["verify", "a.b.c"], "validate"),
        (&["check"], "validate"),
        (&["profile", "create", "a"], "add"),
        (&["profile", "rm", "a"], "remove"),
        (&["profile", "ls"], "list"),
    ] {
        let told = told(&home, args);
        assert!(told.ends_with(&format!("; did you mean {ours}?")), "{args:?}: {told}");
    }
}

#[cfg(feature = "serve")]
#[test]
fn what_was_meant_depends_on_the_command() {
    let home = Home::new();
    for (args, near) in [
        (["serve", "--allow", "metdata"], "metadata"),
        (["serve", "--token", "t"], "--token-file"),
        (["serve", "--port", "80"], "--listen"),
    ] {
        let told = told(&home, &args);
        assert!(told.ends_with(&format!("; did you mean {near}?")), "{args:?}: {told}");
    }
}

#[test]
fn what_is_near_nothing_gets_no_suggestion() {
    let home = Home::new();
    for args in [
        &["mint", "--room-size", "5"][..],
        &["mint", "--video"],
        &["mint", "--can"],
        &["mint", "--audience", "x"],
        &["inspect", "--token", "x"],
        &["inspect", "--ttl", "5"],
        &["validate", "--qr"],
        &["profile", "list", "--room", "x"],
        &["rooms"],
        &["profile", "mint"],
        &["mint", "--dev", "--kind", "person"],
        &["validate", "--can", "publish:video"],
        &["mint", "--dev", "alice"],
    ] {
        let told = told(&home, args);
        assert!(told.starts_with("error: ") && !told.contains("mean"), "{args:?}: {told}");
    }
}

#[test]
fn a_flag_before_its_command_is_sent_behind_it() {
    let home = Home::new();
    for (args, told) in [
        (
            &["--room", "demo", "mint"][..],
            "error: unexpected argument '--room' found: it goes behind the command, `lktoken mint --room`",
        ),
        (&["--to", "x", "profile", "add"], "error: unexpected argument '--to' found"),
        (&["--rom", "demo", "mint"], "error: unexpected argument '--rom' found; did you mean --room?"),
    ] {
        assert_eq!(self::told(&home, args), told, "{args:?}");
    }
}

#[test]
fn a_secret_under_another_name_is_refused_as_one() {
    let home = Home::new();
    for flag in ["--api-sercet", "--livekit-api-secret", "--apisecret"] {
        let told = home.run(&["mint", flag, "hush-hush", "--error-format=text"]).failure(2);
        let known = home.run(&["mint", "--api-secret", "hush-hush", "--error-format=text"]).failure(2);
        assert_eq!(told, known, "{flag}");
    }
}

#[test]
fn a_key_that_a_table_does_not_have_is_told_with_those_it_has() {
    let home = Home::new();
    for (text, told) in [
        (
            "[profiles.a.defaults]\ndisplay_name = 'A'\n",
            "line 2: unknown key \"display_name\" in [profiles.a.defaults]\nhint: there are: expires_in, room, name, rules\n",
        ),
        (
            "[profiles.a]\ndefault = 1\n",
            "line 2: unknown key \"default\" in [profiles.a]; did you mean \"defaults\"?\nhint: there are: url, api_key, \
             api_secret, api_secret_file, api_secret_command, defaults\n",
        ),
        (
            "zebra = 1\n",
            "line 1: unknown key \"zebra\" in the top-level table\nhint: there are: default_profile, profiles, roles\n",
        ),
    ] {
        home.write_config(text);
        let shown = home.run(&["profile", "list", "--error-format=text"]).failure(3);
        assert!(shown.ends_with(told), "{shown}");
    }
}
