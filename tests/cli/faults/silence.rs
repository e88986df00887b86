//! Files and commands that never say anything: they are given up after ten seconds, and one test waits for all of them.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::everything::home_with;
use crate::golden::{AT, SECRET, token};
use crate::program::{Home, internal_error, ran};

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Runs a command that waits, and is given up.
#[track_caller]
fn is_given_up(home: &Home, args: &[&str], message: &str) {
    let started = Instant::now();
    let run = ran(home.command(args).write_stdin(""));
    assert_eq!(run.json_failure(3), internal_error(message), "{args:?}");
    assert!(started.elapsed() >= Duration::from_secs(10), "{args:?}");
}

#[test]
fn what_is_silent_is_given_up_after_ten_seconds() {
    const MINT: [&str; 3] = ["mint", "-r=demo", "-i=alice"];
    let home = home_with(SECRET);
    make_pipe(&home.path().join("pipe"));
    // One that somebody holds open, and never writes to.
    make_pipe(&home.path().join("held"));
    let held = std::fs::File::options().read(true).write(true).open(home.path().join("held")).unwrap();
    home.write_private(
        "hanging.toml",
        "default_profile = 'a'\n[profiles.a]\napi_key = 'k'\napi_secret_command = ['sleep', '60']\n",
    );
    home.write_private(
        "piped.toml",
        "default_profile = 'a'\n[profiles.a]\napi_key = 'k'\napi_secret_file = 'pipe'\n",
    );
    let pipe = |file: &str| {
        format!("cannot read the {file}: it is a pipe that was not written to its end within 10 seconds")
    };
    let (config, env_file, secret) = (pipe("config file"), pipe("env file"), pipe("secret file"));
    let theirs = pipe("config file of LiveKit's CLI");
    let hanging = "api_secret_command of profile a did not end within 10 seconds and was stopped";
    let cases: &[(&[&str], &[&str], &str)] = &[
        (&["profile", "list", "--config=pipe"], &[], &config),
        (&["profile", "list", "--config=held"], &[], &config),
        (&["profile", "use", "a", "--config=pipe"], &[], &config),
        (&["profile", "import", "--from=pipe"], &[], &theirs),
        (&["roles", "--config=pipe"], &[], &config),
        (&MINT, &["--config=pipe"], &config),
        (&MINT, &["--env-file=pipe"], &env_file),
        (&MINT, &["--api-key=k", "--api-secret-file=pipe"], &secret),
        (&MINT, &["--config=piped.toml"], &secret),
        (&MINT, &["--config=hanging.toml"], hanging),
        (&["validate", "a.b.c"], &["--config=hanging.toml"], hanging),
        (&["mint", "--count=2", "-r=demo", "-i=u{n}"], &["--config=hanging.toml"], hanging),
    ];
    std::thread::scope(|threads| {
        for (command, flags, message) in cases {
            let home = &home;
            threads.spawn(move || is_given_up(home, &[*command, flags].concat(), message));
        }
    });
    drop(held);
}

#[test]
fn a_pipe_that_is_written_to_is_read_as_a_file() {
    let home = home_with(SECRET);
    let pipe = home.path().join("pipe");
    make_pipe(&pipe);
    let config = format!("default_profile = 'a'\n[profiles.a]\napi_key = 'APIa'\napi_secret = '{SECRET}'\n");
    let env_file = format!("LIVEKIT_API_KEY=APIa\nLIVEKIT_API_SECRET={SECRET}\n");
    for (flags, text) in [
        (&["--config=pipe"][..], config.as_str()),
        (&["--env-file=pipe"], &env_file),
        (&["--api-key=APIa", "--api-secret-file=pipe"], SECRET),
    ] {
        let (pipe, text) = (pipe.clone(), text.to_owned());
        let writer = std::thread::spawn(move || std::fs::write(pipe, text).unwrap());
        let args = [&["mint", "-r=demo", "-i=alice", "-o=token", "--at", AT], flags].concat();
        assert_eq!(home.run(&args).data(), format!("{}\n", token("APIa", SECRET)));
        writer.join().unwrap();
    }
}

/// A pipe that holds a good config file is read; but an edit would put a file in its place.
#[test]
fn an_edit_never_takes_the_place_of_a_pipe() {
    use std::os::unix::fs::FileTypeExt as _;
    let home = home_with(SECRET);
    let pipe = home.path().join("pipe");
    make_pipe(&pipe);
    let text = format!("default_profile = 'a'\n[profiles.a]\napi_key = 'APIa'\napi_secret = '{SECRET}'\n");
    for args in [
        &["profile", "add", "new", "--api-key=k", "--api-secret-file=secret"][..],
        &["profile", "use", "a"],
        &["profile", "remove", "a"],
    ] {
        let (into, text) = (pipe.clone(), text.clone());
        let writer = std::thread::spawn(move || std::fs::write(into, text).unwrap());
        let message = "cannot write the config file: it is a device or a pipe, not a file; it is unchanged";
        assert_eq!(
            home.run(&[args, &["--config=pipe"]].concat()).json_failure(3),
            internal_error(message),
            "{args:?}"
        );
        writer.join().unwrap();
        assert!(std::fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
        assert!(!home.path().join("pipe.lock").exists());
    }
}
