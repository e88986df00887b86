//! What holds for every command: help, versions, suggestions, formats of errors.

use predicates::prelude::*;

use crate::program::Home;

#[test]
fn help_and_version_are_data() {
    let home = Home::new();
    assert_eq!(home.run(&["--version"]).data(), concat!("lktoken ", env!("CARGO_PKG_VERSION"), "\n"));
    let commands = [
        "",
        "mint",
        "inspect",
        "validate",
        "serve",
        "roles",
        "completions",
        "man",
        "profile",
        "profile list",
        "profile show",
        "profile add",
        "profile remove",
        "profile use",
        "profile path",
        "profile import",
    ];
    for command in commands {
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = home.run(&args).data();
        assert!(
            predicate::str::contains("Examples:").and(predicate::str::contains("Usage: lktoken")).eval(&help)
        );
        let lines_of_80 = |line: &str| line.chars().count().div_ceil(80).max(1);
        let height: usize = help.lines().map(lines_of_80).sum();
        assert!(height <= 60, "{command:?} does not fit a screen of 80 columns: {height} lines");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{command:?} is too wide");
    }
}

#[test]
fn help_can_be_asked_for_as_elsewhere() {
    let home = Home::new();
    assert_eq!(home.run(&["help", "mint"]).data(), home.run(&["mint", "--help"]).data());
    assert_eq!(home.run(&["help", "profile", "add"]).data(), home.run(&["profile", "add", "--help"]).data());
    assert_eq!(home.run(&["help"]).data(), home.run(&["--help"]).data());
}

#[test]
fn a_wrong_command_line_is_one_line_of_json_or_a_sentence() {
    let home = Home::new();
    let json = home.run(&["mint", "--roo", "x"]).failure(2);
    assert!(
        json.starts_with(
            r#"{"statusCode":500,"errorCode":"INTERNAL_ERROR","message":"unexpected argument '--roo' found; did you mean --room?","timestamp":""#
        ),
        "{json}"
    );
    assert_eq!(json.lines().count(), 1);
    let text = home.run(&["mint", "--roo", "x", "--error-format=text"]).failure(2);
    assert_eq!(
        text,
        "error: unexpected argument '--roo' found; did you mean --room?\nhint: `lktoken mint --help` \
         shows what can be given\n"
    );
}

#[test]
fn the_hint_is_at_the_help_of_the_command_that_was_typed() {
    let home = Home::new();
    for (args, command) in [
        (&["mint", "-o", "xml"][..], "lktoken mint"),
        (&["profile", "add", "--nope"], "lktoken profile add"),
        (&["--color", "mauve"], "lktoken"),
    ] {
        let text = home.run(&[args, &["--error-format=text"]].concat()).failure(2);
        assert!(text.ends_with(&format!("hint: `{command} --help` shows what can be given\n")), "{text}");
    }
}

#[test]
fn a_file_for_the_api_key_is_not_taken_for_the_key() {
    let home = Home::new();
    for args in [&["mint", "--api-key-file", "key"][..], &["serve", "--api-key-file=key"]] {
        let text = home.run(&[args, &["--error-format=text"]].concat()).failure(2);
        assert!(text.starts_with("error: there is no --api-key-file: an API key is no secret"), "{text}");
        assert!(text.contains("\nhint: --env-file FILE reads both from one file\n"), "{text}");
    }
    home.write_private("secret", "a-secret-of-thirty-two-bytes-or-more");
    let args = ["mint", "--api-key=./key", "--api-secret-file=secret", "--room=r", "--identity=i"];
    let run = home.run(&args);
    assert_eq!(run.code, 0);
    assert!(
        run.stderr
            .contains("the API key from --api-key looks like a file's path, which is not opened; it is used"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_flag_of_another_command_is_not_said_to_be_a_value() {
    let home = Home::new();
    let text = home.run(&["profile", "add", "dev", "--dev", "--error-format=text"]).failure(2);
    assert_eq!(
        text,
        "error: unexpected argument '--dev' found\nhint: `lktoken profile add --help` shows what can be given\n"
    );
}

#[test]
fn a_command_is_needed() {
    let home = Home::new();
    let text = home.run(&["--error-format=text"]).failure(2);
    assert_eq!(text, "error: a command is missing\nhint: `lktoken --help` lists the commands\n");
    assert!(home.run(&[]).failure(2).contains(r#""message":"a command is missing""#));
    assert!(home.run(&["profile"]).failure(2).contains(r#""message":"a command is missing""#));
}

#[test]
fn how_to_talk_can_stand_before_or_behind_the_command() {
    let home = Home::new();
    let before = home.run(&["--error-format", "text", "mint", "--dev"]).failure(2);
    assert_eq!(before, home.run(&["mint", "--dev", "--error-format", "text"]).failure(2));
    assert!(before.starts_with("error: Request validation failed\n"));
    let colored = home.run(&["mint", "--dev", "--error-format", "text", "--color", "always"]).failure(2);
    assert!(colored.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m "), "{colored:?}");
}

#[test]
fn a_secret_in_the_arguments_is_refused_with_the_better_ways_and_not_repeated() {
    let home = Home::new();
    for args in [
        &["mint", "--api-secret", "hush-hush"][..],
        &["mint", "--secret=hush-hush"],
        &["validate", "--api-secret"],
    ] {
        let text = home.run(&[args, &["--error-format=text"]].concat()).failure(2);
        for way in ["--api-secret-file", "LIVEKIT_API_SECRET", "--env-file", "lktoken profile add"] {
            assert!(text.contains(way), "{text}");
        }
        assert!(!text.contains("hush"));
    }
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(home.run(&["completions", shell]).data().contains("lktoken"), "{shell}");
    }
    assert!(home.run(&["man"]).data().contains(".TH LKTOKEN 1"));
    assert!(home.run(&["man", "profile", "add"]).data().contains("lktoken\\-profile\\-add"));
}

#[test]
fn one_standard_input_has_one_reader() {
    let home = Home::new();
    let args = ["validate", "--api-key", "k", "--api-secret-file", "-", "--error-format=text"];
    assert_eq!(
        home.run_with(&args, "a.b.c").failure(2),
        "error: standard input cannot be read for both the token and --api-secret-file -\nhint: give one of them as a \
         file\n"
    );
}

#[test]
fn a_value_behind_a_space_is_told_where_it_belongs() {
    let home = Home::new();
    let told = home.run(&["mint", "--dev", "--can-publish", "false", "--error-format=text"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("takes its value behind `=`: --can-publish=false"), "{}", told.stderr);
}
