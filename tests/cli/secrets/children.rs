//! What the programs that are started can see of us, and all users of a machine of them: arguments, and the environment.

use std::fs;

use super::{Asked, Canary, KEY, SECRET, foreign_token};
use crate::golden::AT;
use crate::program::{ran, set_mode};

/// What a program writes down that looks at itself and at who started it.
const LOOK: &str = "cat /proc/$$/cmdline > \"$HOME/arguments\"; cat /proc/$$/environ > \"$HOME/environment\"; cat \
                    /proc/$PPID/cmdline > \"$HOME/parent\"";

impl Canary {
    /// What was written down holds no trace, and something.
    #[track_caller]
    fn was_looked_at(&self, names: &[&str]) {
        for name in names {
            let text = fs::read(self.home.path().join(name)).unwrap();
            assert!(!text.is_empty(), "{name}");
            let shown = String::from_utf8_lossy(&text);
            assert_eq!(self.secret.seen_in(&text), None, "the secret is in {name}: {shown}");
            assert_eq!(self.token.seen_in(&text), None, "the token is in {name}: {shown}");
        }
    }
}

#[test]
fn a_browser_is_given_neither_the_secret_nor_the_token() {
    let canary = Canary::new();
    let browser = canary.home.write("bin/xdg-open", format!("#!/bin/sh\n{LOOK}\nexit 1\n"));
    set_mode(&browser, 0o755);
    let args = ["mint", "-r=demo", "-i=alice", "--at", AT, "--url=wss://x", "--open", "-o=token", "-q"];
    let mut command = canary.home.command(&args);
    command.env("LIVEKIT_API_KEY", KEY).env("LIVEKIT_API_SECRET", SECRET);
    let path = format!("{}:/usr/bin:/bin", canary.home.path().join("bin").display());
    let run = ran(command.env("PATH", path));
    assert_eq!((run.code, run.stdout.as_str()), (5, format!("{}\n", foreign_token()).as_str()), "{run:?}");
    canary.shows_nothing(&run, Asked::Token);
    canary.was_looked_at(&["arguments", "environment", "parent"]);
    let environment = fs::read_to_string(canary.home.path().join("environment")).unwrap();
    assert!(environment.contains("HOME=") && environment.contains("LIVEKIT_API_KEY="), "{environment}");
}

#[test]
fn a_secret_command_is_told_nothing_of_a_token() {
    let canary = Canary::new();
    canary.home.write_private("kept", SECRET);
    let script = format!("{LOOK}; cat \"$HOME/kept\"").replace('"', "\\\"");
    canary.home.write_config(&format!(
        "default_profile = 'a'\n[profiles.a]\napi_key = '{KEY}'\napi_secret_command = ['/bin/sh', '-c', \"{script}\"]\n"
    ));
    for (args, stdin, asked) in [
        (&["mint", "-r=demo", "-i=alice", "-o=token", "--at", AT][..], String::new(), Asked::Token),
        (&["mint", "-o=token", "--at", AT, "--from=-"], foreign_token(), Asked::Token),
        (&["validate", "--at", AT], foreign_token(), Asked::Nothing),
        (&["validate", "--at", AT, "--batch=-"], foreign_token(), Asked::Nothing),
        (&["inspect"], foreign_token(), Asked::Nothing),
        (&["inspect", "--batch=-"], foreign_token(), Asked::Nothing),
    ] {
        canary.runs(args, &[], &stdin, asked, 0);
        canary.was_looked_at(&["arguments", "environment", "parent"]);
        for name in ["arguments", "environment", "parent"] {
            fs::remove_file(canary.home.path().join(name)).unwrap();
        }
    }
}

#[test]
fn the_program_that_asks_a_server_is_told_no_secret_and_the_token_by_its_input_alone() {
    let canary = Canary::new();
    let program = canary.home.copy_program();
    let asking =
        canary.home.write("copied/lktoken-online", format!("#!/bin/sh\n{LOOK}\ncat > \"$HOME/input\"\n"));
    set_mode(&asking, 0o755);
    let args = ["validate", "--online=ws://127.0.0.1:1"];
    let mut process = canary.home.process_of(&program, &args);
    process.env("LIVEKIT_API_KEY", KEY).env("LIVEKIT_API_SECRET", SECRET).env("HTTPS_PROXY", "http://p");
    let run = ran(assert_cmd::Command::from_std(process).write_stdin(foreign_token()));
    assert_eq!((run.code, run.stdout.as_str()), (5, ""), "{run:?}");
    canary.shows_nothing(&run, Asked::Nothing);
    canary.was_looked_at(&["arguments", "environment"]);
    let environment = fs::read_to_string(canary.home.path().join("environment")).unwrap();
    assert!(environment.contains("HTTPS_PROXY=") && !environment.contains("LIVEKIT_"), "{environment}");
    let input = fs::read(canary.home.path().join("input")).unwrap();
    assert_eq!(canary.secret.seen_in(&input), None);
    assert!(canary.token.seen_in(&input).is_some(), "the token is what is asked about");
}
