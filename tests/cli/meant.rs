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

/// Everything on standard error of a `mint` for somebody who joins.
fn mint_told(home: &Home, args: &[&str]) -> String {
    let mint = ["mint", "--dev", "-r=demo", "-i=alice", "--error-format=text"];
    home.run(&[&mint[..], args].concat()).failure(2)
}

#[test]
fn a_value_of_another_form_is_told_with_the_right_one() {
    let home = Home::new();
    home.write("config", "{}");
    let file = "hint: put `@` before the name of a file, and its content is read\n";
    let such_as =
        "hint: such as --grant canSubscribeMetrics=true, --grant sip.call=true, or --grant @FILE with JSON\n";
    let no_value = "error: --grant takes KEY=VALUE, and there is no `=` in what was given\n";
    for (args, told) in [
        (["--grant", "canPublish"], format!("{no_value}hint: --grant canPublish=true grants it\n{such_as}")),
        (["--grant", "sip.call"], format!("{no_value}hint: --grant sip.call=true grants it\n{such_as}")),
        (["--grant", "kind"], format!("{no_value}{such_as}")),
        (["--grant", "nonsense"], format!("{no_value}{such_as}")),
        (["--grant", "grants.json"], format!("{no_value}{file}{such_as}")),
        (
            ["--grant", "canPublishSources=camera, microphone"],
            "error: --grant: video.canPublishSources: an array is needed, not a string\nhint: an array is JSON: --grant \
             'canPublishSources=[\"A\",\"B\"]'\n"
                .to_owned(),
        ),
        (
            ["--grant", "canPublish=yes"],
            "error: --grant: video.canPublish: true or false is needed, not a string\n".to_owned(),
        ),
        (
            ["--room-config", "rc.json"],
            format!("error: --room-config is not JSON: unexpected 'r' at byte 0\n{file}"),
        ),
        (["--attributes", "config"], format!("error: --attributes is not JSON: unexpected 'c' at byte 0\n{file}")),
        (["--room-config", "compact"], "error: --room-config is not JSON: unexpected 'c' at byte 0\n".to_owned()),
        (
            ["--attributes", "team=a.json"],
            "error: --attributes is not JSON: unexpected 'e' at byte 1\nhint: --attribute KEY=VALUE takes a single one, \
             --attributes a JSON object\n"
                .to_owned(),
        ),
        (["--attributes", "{\"a\"=\"b\"}"], "error: --attributes is not JSON: unexpected '=' at byte 4\n".to_owned()),
        (["--room-config", "a=b"], "error: --room-config is not JSON: unexpected 'a' at byte 0\n".to_owned()),
    ] {
        assert_eq!(mint_told(&home, &args), told, "{args:?}");
    }
}

#[test]
fn many_requests_for_one_are_sent_to_a_batch() {
    let home = Home::new();
    let hint = "hint: there are several lines: `lktoken mint --batch FILE` (or `--batch -`) takes a request a line\n";
    let line = r#"{"roomName":"demo","participantIdentity":"alice"}"#;
    for (document, is_many) in [
        (format!("{line}\n{line}\n"), true),
        (format!("{line},\n{line}"), false),
        (format!("{line}\nx"), false),
    ] {
        let told =
            home.run_with(&["mint", "--dev", "--request=-", "--error-format=text"], document).failure(2);
        assert_eq!(told.ends_with(hint), is_many, "{told}");
    }
}

#[cfg(feature = "online")]
#[test]
fn a_url_behind_online_and_a_space_is_no_token() {
    let home = Home::new();
    let url = "http://localhost:7880";
    let hint = "\nhint: the URL of a server to ask is given as --online=URL or --url URL\n";
    for args in [["--online", url, "a.b.c"], ["a.b.c", "--online", url]] {
        let told = home.run(&[&["validate", "--error-format=text"], &args[..]].concat()).failure(2);
        assert_eq!(
            told,
            format!("error: behind --online stands a URL, and a token is wanted{hint}"),
            "{args:?}"
        );
    }
    let alone = home.run(&["validate", "--online", url, "--error-format=text"]).failure(2);
    assert_eq!(alone, format!("error: this is a URL, and a token is wanted{hint}"));
    let many =
        home.run(&["validate", "--online", "--url", url, "a.b.c", "d.e.f", "--error-format=text"]).failure(2);
    assert!(many.starts_with("error: several TOKENs are given"), "{many}");
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

#[test]
fn what_is_for_many_is_told_from_what_is_for_one() {
    let home = Home::new();
    for command in ["mint", "inspect", "validate"] {
        for flag in ["--out=f", "--jobs=2", "--fail-fast"] {
            let told = home.run(&[command, "--dev", flag, "--error-format=text"]).failure(2);
            assert!(
                told.contains("hint: --out, --jobs and the like are for many at once; a single answer"),
                "{told}"
            );
        }
    }
}

#[test]
fn sources_without_their_flag_lead_to_it() {
    let home = Home::new();
    let told =
        |given: &str| home.run(&["mint", "--dev", "--can-publish", given, "--error-format=text"]).failure(2);
    let hint = "hint: what may be published is listed by --source camera,microphone\n";
    assert!(told("camera,microphone").contains(hint));
    assert!(!told("camera,else").contains("--source"));
}
