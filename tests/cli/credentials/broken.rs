//! Places that cannot be read, and names that nothing has.

use super::Setting;
use crate::golden::{SECRET, token};
use crate::program::{Home, internal_error, ran};

#[test]
fn an_unknown_profile_is_told_with_the_nearest_name() {
    let home = Home::new();
    let config = home.write_config(
        "default_profile = 'prdo'\n[profiles.staging]\napi_key = 'a'\napi_secret = 'b'\n[profiles.prod]\n",
    );
    let named = [("LKTOKEN_PROFILE", "prod1")];
    for (flags, variables, name, chosen_by) in [
        (&["--profile=Prod"][..], &[][..], "Prod", "--profile"),
        (&[], &named, "prod1", "LKTOKEN_PROFILE"),
        (&[], &[], "prdo", "default_profile"),
    ] {
        let setting = Setting { flags, variables, ..Setting::default() };
        let message = format!("there is no profile \"{name}\", which {chosen_by} names");
        let json = internal_error(&format!("{message}; did you mean \"prod\"?"));
        assert_eq!(setting.mint(&home).json_failure(3), json);
        let flags = [flags, &["--error-format=text"]].concat();
        assert_eq!(
            Setting { flags: &flags, ..setting }.mint(&home).failure(3),
            format!(
                "error: {message}\nhint: did you mean prod?\nhint: the profiles in {}: staging, prod\n",
                config.display()
            )
        );
    }
}

#[test]
fn an_unknown_profile_where_there_are_none_is_told_how_to_make_one() {
    let home = Home::new();
    let setting = Setting { flags: &["--profile=prod", "--error-format=text"], ..Setting::default() };
    let config = home.path().join("config").join("lktoken").join("config.toml");
    assert_eq!(
        setting.mint(&home).failure(3),
        format!(
            "error: there is no profile \"prod\", which --profile names\nhint: there are no profiles in {}; `lktoken \
             profile add` makes one\n",
            config.display()
        )
    );
}

#[test]
fn files_that_are_not_there_are_named_in_text_and_not_in_json() {
    let home = Home::new();
    home.write_config("[profiles.a]\napi_key = 'a'\napi_secret_file = 'gone/secret'\n");
    let secret = home.path().join("config").join("lktoken").join("gone/secret");
    for (flags, kind, path) in [
        (&["--api-key=a", "--api-secret-file=gone/secret"][..], "secret file", "gone/secret".to_owned()),
        (&["--env-file=gone/.env"], "env file", "gone/.env".to_owned()),
        (&["--profile=a"], "secret file", secret.display().to_string()),
    ] {
        let setting = Setting { flags, ..Setting::default() };
        let json = internal_error(&format!("cannot read the {kind}: it does not exist"));
        assert_eq!(setting.mint(&home).json_failure(3), json);
        let flags = [flags, &["--error-format=text"]].concat();
        assert_eq!(
            Setting { flags: &flags, ..setting }.mint(&home).failure(3),
            format!("error: cannot read the {kind} {path}: it does not exist\n")
        );
    }
    let setting = Setting { flags: &["--config=gone.toml"], ..Setting::default() };
    assert_eq!(
        setting.mint(&home).json_failure(3),
        internal_error("cannot read the config file: it does not exist")
    );
    assert_eq!(
        Setting { flags: &["--config=gone.toml", "--error-format=text"], ..setting }.mint(&home).failure(3),
        "error: cannot read the config file gone.toml: it does not exist\nhint: --config or LKTOKEN_CONFIG names this \
         file; `lktoken profile add` would make it\n"
    );
}

#[test]
fn a_tilde_is_not_expanded_and_the_error_says_so() {
    let home = Home::new();
    home.write_private("secret", "s");
    let flags = ["--api-key=a", "--api-secret-file=~/secret", "--error-format=text"];
    assert_eq!(
        Setting { flags: &flags, ..Setting::default() }.mint(&home).failure(3),
        "error: cannot read the secret file ~/secret: it does not exist\nhint: `~` is not expanded here: write the \
         whole path\n"
    );
}

#[test]
fn files_that_are_no_texts_are_told_by_what_they_are() {
    let home = Home::new();
    home.write_private("bytes", b"\xff\xfe");
    home.write_private("large", vec![b'a'; 64 * 1024 + 1]);
    std::fs::create_dir(home.path().join("directory")).unwrap();
    for (file, problem) in [
        ("bytes", "it is not valid UTF-8"),
        ("large", "it is larger than 64 KiB"),
        ("directory", "it is a directory, not a file"),
    ] {
        let flags = ["--api-key=a", "--api-secret-file", file];
        let setting = Setting { flags: &flags, ..Setting::default() };
        assert_eq!(
            setting.mint(&home).json_failure(3),
            internal_error(&format!("cannot read the secret file: {problem}"))
        );
    }
    let piped = Setting { flags: &["--api-key=a", "--api-secret-file=-"], ..Setting::default() };
    let run = home
        .run_with(&["mint", "-r", "demo", "-i", "alice", piped.flags[0], piped.flags[1]], b"\xff".to_vec());
    assert_eq!(
        run.json_failure(3),
        internal_error("cannot read the API secret from standard input: it is not valid UTF-8")
    );
}

#[test]
fn a_line_of_an_env_file_that_is_none_is_told_by_its_number() {
    let home = Home::new();
    home.write_private(".env", "LIVEKIT_API_KEY=a\nLIVEKIT_API_SECRET b\n");
    let setting = Setting { flags: &["--env-file=.env"], ..Setting::default() };
    let problem = "line 2: not NAME=value, or a quotation mark is missing";
    assert_eq!(setting.mint(&home).json_failure(3), internal_error(&format!("the env file, {problem}")));
    assert_eq!(
        Setting { flags: &["--env-file=.env", "--error-format=text"], ..setting }.mint(&home).failure(3),
        format!(
            "error: .env, {problem}\nhint: put a value with spaces, `#` or `$` in single quotes: NAME='value'\n"
        )
    );
}

#[test]
fn what_was_pasted_with_more_than_itself_is_used_and_warned_of() {
    let home = Home::new();
    let quoted = format!("\"{SECRET}\"");
    home.write_private("quoted", &quoted);
    let flags = ["--api-key=devkey", "--api-secret-file=quoted"];
    let ran = Setting { flags: &flags, ..Setting::default() }.mint(&home);
    let warning = "warning: the API secret from the file quoted is in quotation marks; it is used as it is\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (0, warning));
    assert_eq!(ran.stdout, format!("{}\n", token("devkey", &quoted)));
    let quiet = ["--api-key=devkey", "--api-secret-file=quoted", "--quiet"];
    assert_eq!(Setting { flags: &quiet, ..Setting::default() }.mint(&home).data(), ran.stdout);
}

#[test]
fn no_flag_takes_a_secret() {
    let home = Home::new();
    let message =
        "no flag takes a secret: arguments are seen by every user of the machine and kept by the shell";
    for flags in
        [&["--api-secret", "x"][..], &["--api-secret=x"], &["--secret=x"], &["--dev", "--api-secret"]]
    {
        let setting = Setting { flags, ..Setting::default() };
        assert_eq!(setting.mint(&home).json_failure(2), internal_error(message));
    }
    let flags = ["--api-key=a", "--api-secret=x", "--error-format=text"];
    assert_eq!(
        Setting { flags: &flags, ..Setting::default() }.mint(&home).failure(2),
        format!(
            "error: {message}\n\
             hint: --api-secret-file FILE, or `-` to pipe it in, beside --api-key KEY\n\
             hint: the variables LIVEKIT_API_KEY and LIVEKIT_API_SECRET (or LIVEKIT_API_SECRET_FILE)\n\
             hint: --env-file FILE, a dotenv file that holds both\n\
             hint: `lktoken profile add`, which asks without showing it; then --profile NAME\n"
        )
    );
}

#[test]
fn standard_input_has_one_reader() {
    let home = Home::new();
    let pair = ["--api-key=a", "--api-secret-file=-"];
    for (command, first, second) in [
        (&["mint", "--request=-"][..], "--request", "--api-secret-file -"),
        (&["validate"], "the token", "--api-secret-file -"),
    ] {
        let args = [command, &pair].concat();
        let stdin = r#"{"roomName":"demo","participantIdentity":"alice"}"#;
        let stdin = if command[0] == "mint" { stdin } else { "a.b.c" };
        assert_eq!(
            home.run_with(&args, stdin).json_failure(2),
            internal_error(&format!("standard input cannot be read for both {first} and {second}"))
        );
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_named() {
    use std::os::unix::ffi::OsStrExt as _;
    let home = Home::new();
    let value = std::ffi::OsStr::from_bytes(b"\xff");
    for name in ["LIVEKIT_API_KEY", "LIVEKIT_API_SECRET", "LKTOKEN_PROFILE"] {
        let failed = ran(home.command(&["mint", "-r=demo", "-i=alice"]).env(name, value));
        let message = format!("the value of {name} is not valid UTF-8");
        assert_eq!(failed.json_failure(3), internal_error(&message));
    }
}
