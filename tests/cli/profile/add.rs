//! `add`: by flags, with the secret piped in, in a file, or printed by a command.

use super::{config_path, read};
use crate::golden::{AT, SECRET, token};
use crate::program::{Home, internal_error, ran};

/// Adds a profile and expects these notes.
#[track_caller]
fn add(home: &Home, args: &[&str], stdin: &str, notes: &str) {
    let args = [&["profile", "add"], args].concat();
    let run = home.run_with(&args, stdin);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", notes));
}

#[test]
fn the_first_profile_makes_the_file_and_is_the_default() {
    let home = Home::new();
    let config = config_path(&home);
    let notes =
        format!("note: added profile prod in {}\nnote: prod is the default profile\n", config.display());
    let args = ["prod", "--api-key=APIprod", "--api-secret-file=-", "--url=wss://prod.example"];
    add(&home, &args, &format!("{SECRET}\n"), &notes);
    assert_eq!(
        read(&config),
        format!(
            "default_profile = \"prod\"\n\n[profiles.prod]\nurl = \"wss://prod.example\"\napi_key = \"APIprod\"\n\
             api_secret = \"{SECRET}\"\n"
        )
    );
    let mint = home.run(&["mint", "-r=demo", "-i=alice", "-o=token", "--at", AT]);
    assert_eq!(mint.data(), format!("{}\n", token("APIprod", SECRET)));

    let notes = format!("note: added profile second in {}\n", config.display());
    add(&home, &["second", "--api-key=APIsecond", "--api-secret-file=-"], "s", &notes);
    let notes =
        format!("note: added profile third in {}\nnote: third is the default profile\n", config.display());
    add(&home, &["third", "--api-key=APIthird", "--api-secret-file=-", "--default"], "s", &notes);
    assert!(read(&config).starts_with("default_profile = \"third\"\n"));
}

#[test]
fn a_file_is_kept_by_its_whole_path() {
    let home = Home::new();
    let secret = home.write_private("secrets/livekit", format!("{SECRET}\n"));
    let args = ["prod", "--api-key=APIprod", "--api-secret-file=secrets/livekit", "--quiet"];
    add(&home, &args, "", "");
    let elsewhere = home.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let mint = ["mint", "-r=demo", "-i=alice", "-o=token", "--at", AT];
    let printed = ran(home.command(&mint).current_dir(elsewhere)).data();
    assert_eq!(printed, format!("{}\n", token("APIprod", SECRET)));
    // The working directory may be known by another path than the one that was asked for.
    let kept = read(&config_path(&home));
    assert!(kept.contains("livekit\"\n") && !kept.contains(SECRET), "{kept}");
    assert!(secret.is_absolute());
}

#[cfg(unix)]
#[test]
fn a_command_is_kept_word_by_word() {
    let home = Home::new();
    let words = "-x y and what else makes thirty-two bytes";
    let args = ["vault", "--api-key=APIvault", "--quiet", "--api-secret-command", "printf", "%s", words];
    add(&home, &args, "", "");
    let kept = read(&config_path(&home));
    assert!(kept.contains(&format!("api_secret_command = [\"printf\", \"%s\", \"{words}\"]\n")), "{kept}");
    let mint = home.run(&["mint", "-r=demo", "-i=alice", "-o=token", "--at", AT]);
    assert_eq!(mint.data(), format!("{}\n", token("APIvault", words)));
}

#[test]
fn defaults_fill_what_a_request_leaves_open() {
    let home = Home::new();
    let defaults = ["--expires-in=15m", "--room=lobby", "--display-name=Guest"];
    let args = [&["prod", "--api-key=APIprod", "--api-secret-file=-", "--quiet"], &defaults[..]].concat();
    add(&home, &args, SECRET, "");
    assert!(
        read(&config_path(&home)).ends_with(
            "\n[profiles.prod.defaults]\nexpires_in = \"15m\"\nroom = \"lobby\"\nname = \"Guest\"\n"
        )
    );
    let minted = home.run(&["mint", "-i=alice", "--at", AT]).data();
    assert!(minted.contains("\"expiresAt\":\"2026-01-31T12:15:00Z\",\"roomName\":\"lobby\","), "{minted}");
    let claims = home.run_with(&["inspect", "-o=claims"], minted).data();
    assert!(claims.contains("\"name\":\"Guest\""), "{claims}");
}

#[test]
fn a_name_that_is_taken_is_refused_unless_it_may_be_replaced() {
    let home = Home::new();
    let before = "[profiles.prod] # the one\napi_key = 'old'\napi_secret_file = 'old'\n";
    let config = home.write_config(before);
    let args = ["profile", "add", "prod", "--api-key=new", "--api-secret-file=-"];
    assert_eq!(home.run_with(&args, "s").json_failure(3), internal_error("there is already a profile prod"));
    assert_eq!(read(&config), before);
    let notes = format!("note: replaced profile prod in {}\n", config.display());
    let notes = format!("{notes}note: prod is the default profile\n");
    add(&home, &["prod", "--api-key=new", "--api-secret-file=-", "--replace"], "s", &notes);
    assert_eq!(
        read(&config),
        "default_profile = \"prod\"\n\n[profiles.prod] # the one\napi_key = 'new'\napi_secret = \"s\"\n"
            .replace("'new'", "\"new\"")
    );
}

#[test]
fn what_is_missing_or_wrong_is_told_and_nothing_is_written() {
    let home = Home::new();
    let places = "--api-secret-file and --api-secret-command are two places for one secret";
    for (args, stdin, code, message) in [
        (&[][..], "", 2, "the profile's name is missing"),
        (&["prod"], "", 2, "--api-key is missing"),
        (&["prod", "--api-key=a"], "", 2, "the secret is missing"),
        (&["prod", "--api-key=", "--api-secret-file=-"], "s", 3, "the API key is empty"),
        (&["prod", "--api-key=a", "--api-secret-file=-"], "", 3, "the API secret is empty"),
        (&["prod", "--api-key=a", "--api-secret-file=f", "--api-secret-command", "c"], "", 2, places),
        (
            &["my profile", "--api-key=a", "--api-secret-file=-"],
            "s",
            2,
            "\"my profile\" is no name for a profile: use letters, digits, `_` and `-`",
        ),
        (
            &["prod", "--api-key=a", "--api-secret-file=-", "--url=example.com"],
            "s",
            2,
            "--url is not a server's URL: it must begin with wss://, ws://, https:// or http://",
        ),
    ] {
        let args = [&["profile", "add"], args].concat();
        assert_eq!(home.run_with(&args, stdin).json_failure(code), internal_error(message), "{args:?}");
    }
    assert!(!config_path(&home).exists());
}

#[test]
fn a_flag_of_ours_behind_the_secret_s_command_is_refused() {
    let home = Home::new();
    let args = ["profile", "add", "prod", "--api-key=a", "--api-secret-command", "op", "read", "--default"];
    assert_eq!(
        home.run(&args).json_failure(2),
        internal_error(
            "--default stands behind --api-secret-command, which takes all that follows: give --default before it"
        )
    );
    assert!(!config_path(&home).exists());
}

#[test]
fn a_secret_file_that_is_not_there_yet_is_warned_of() {
    let home = Home::new();
    let added = home.run(&["profile", "add", "prod", "--api-key=a", "--api-secret-file=later"]);
    let file = std::path::absolute(home.path().join("later")).unwrap();
    assert_eq!(added.code, 0);
    assert!(
        added.stderr.starts_with(&format!("warning: there is no file {} yet\n", file.display())),
        "{}",
        added.stderr
    );
}

#[test]
fn defaults_keep_the_rules_of_a_request() {
    let home = Home::new();
    let rules = home.run_with(
        &["profile", "add", "prod", "--api-key=a", "--api-secret-file=-", "--expires-in=5s", "--room=a b"],
        "s",
    );
    let told = r#""validationErrors":[{"field":"roomName","message":"Room name contains invalid characters"},{"field":"expirationSeconds","message":"Minimum expiration is 60 seconds"}]"#;
    let error = rules.failure(2);
    assert!(error.contains(told), "{error}");
    assert!(!config_path(&home).exists());
}

#[test]
fn what_was_pasted_with_more_than_itself_is_warned_of() {
    let home = Home::new();
    let config = config_path(&home);
    let notes = format!(
        "warning: the API secret from standard input starts or ends with white space; it is used as it is\nnote: added \
         profile prod in {}\nnote: prod is the default profile\n",
        config.display()
    );
    add(&home, &["prod", "--api-key=a", "--api-secret-file=-"], " s", &notes);
    assert!(read(&config).contains("api_secret = \" s\"\n"));
}
