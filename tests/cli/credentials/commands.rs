//! `api_secret_command`: a program that prints the secret.
#![cfg(unix)]

use super::{Expected, Setting};
use crate::golden::{AT, SECRET, token};
use crate::program::{Home, Ran, internal_error};

/// A home whose profile asks a shell for the secret, of which `SECRET` in the script is one.
fn home(script: &str) -> Home {
    let home = Home::new();
    let script = toml_string(&script.replace("SECRET", SECRET));
    home.write_config(&format!(
        "default_profile = 'a'\n[profiles.a]\napi_key = 'APIa'\napi_secret_command = ['/bin/sh', '-c', {script}]\n"
    ));
    home
}

/// A string of TOML: JSON's escapes are TOML's too.
fn toml_string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn run(script: &str) -> Ran {
    Setting::default().mint(&home(script))
}

#[test]
fn one_line_is_the_secret() {
    for script in ["echo SECRET", "printf SECRET", "printf 'SECRET\\r\\n'"] {
        let expected = Expected { api_key: "APIa", secret: SECRET, source: "profile a (default_profile)" };
        Setting::default().gives(&home(script), expected);
    }
}

#[test]
fn whatever_else_it_does_is_told_and_what_it_prints_is_not() {
    for (script, problem) in [
        ("echo printed; exit 3", "failed (exit status: 3)"),
        ("echo printed; kill -9 $$", "failed (signal: 9 (SIGKILL))"),
        ("echo printed; echo twice", "printed more than one line: it must print the secret and nothing else"),
        ("true", "printed nothing: it must print the secret on one line"),
        ("echo", "printed nothing: it must print the secret on one line"),
        ("printf 'printed\\377'", "printed bytes that are not valid UTF-8"),
        ("yes printed", "printed more than 64 KiB"),
    ] {
        assert_eq!(
            run(script).json_failure(3),
            internal_error(&format!("api_secret_command of profile a {problem}"))
        );
        let text = Setting { flags: &["--error-format=text"], ..Setting::default() };
        assert_eq!(
            text.mint(&home(script)).failure(3),
            format!("error: api_secret_command of profile a (\"/bin/sh\") {problem}\n")
        );
    }
}

#[test]
fn its_standard_error_is_the_user_s() {
    let ran = run("echo 'unlocking …' >&2; echo SECRET");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "unlocking …\n"));
    assert_eq!(ran.stdout, format!("{}\n", token("APIa", SECRET)));
}

#[test]
fn its_standard_input_is_empty_although_ours_is_not() {
    let home = home("cat; echo SECRET");
    let request = r#"{"roomName":"demo","participantIdentity":"alice"}"#;
    let args = ["mint", "--request=-", "--at", AT, "-o", "token"];
    assert_eq!(home.run_with(&args, request).data(), format!("{}\n", token("APIa", SECRET)));
}

#[test]
fn a_program_that_is_not_there_is_told() {
    let home = Home::new();
    home.write_config("[profiles.a]\napi_key = 'APIa'\napi_secret_command = ['no-such-program', 'read']\n");
    let setting = Setting { flags: &["--profile=a"], ..Setting::default() };
    let problem = "cannot be run: there is no such program";
    assert_eq!(
        setting.mint(&home).json_failure(3),
        internal_error(&format!("api_secret_command of profile a {problem}"))
    );
    assert_eq!(
        Setting { flags: &["--profile=a", "--error-format=text"], ..setting }.mint(&home).failure(3),
        format!(
            "error: api_secret_command of profile a (\"no-such-program\") {problem}\nhint: api_secret_command is a \
             list of a program and its arguments, run without a shell: [\"op\", \"read\", \"op://…\"]\n"
        )
    );
}

#[test]
fn no_command_is_run_for_a_bad_request_or_another_place() {
    let home = home("touch ran; echo secret");
    assert_eq!(home.run(&["mint", "--room=demo"]).code, 2);
    assert_eq!(home.run(&["mint", "--dev", "--room=demo", "--identity=alice"]).code, 0);
    assert_eq!(home.run(&["profile", "show", "a"]).code, 0);
    assert!(!home.path().join("ran").exists());
    assert_eq!(home.run(&["mint", "--room=demo", "--identity=alice"]).code, 0);
    assert!(home.path().join("ran").exists());
}
