//! Every command there is, where all is well and where nothing is: the calls are those that [`CALLS`] has to name.

use std::fs;
use std::process::Stdio;

use super::trace::Traces;
use super::{Asked, Canary, SECRET, files};
use crate::everything::{CALLS, Call, Prints, home_with};
use crate::golden::token;
use crate::program::Ran;

/// Two voices: JSON, and everything there is to say.
const VOICES: [&[&str]; 2] = [&["--error-format=json"], &["--error-format=text", "--color=always"]];

/// What a command is allowed to leave in its home, beside what was there.
const LEFT: [&str; 3] = ["config/lktoken/config.toml.lock", "tokens", "tmp"];

/// A canary whose home everything can be tried in, and whose temporary files are seen.
fn canary() -> Canary {
    let home = home_with(SECRET);
    fs::create_dir(home.path().join("tmp")).unwrap();
    Canary::at(home, &token("APIa", SECRET))
}

/// Runs the call in a home of its own that `break_it` broke before, with these streams, and looks for traces.
#[track_caller]
fn try_on(
    call: &Call,
    voice: &[&str],
    stdout: Stdio,
    stdin: Option<&str>,
    break_it: impl Fn(&Canary),
) -> Ran {
    let canary = canary();
    break_it(&canary);
    let before = files(canary.home.path());
    let args = [call.args, voice].concat();
    let mut process = canary.home.process(&args);
    process
        .env("TMPDIR", canary.home.path().join("tmp"))
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "full");
    process.stdout(stdout).stderr(Stdio::piped()).stdin(match stdin.unwrap_or(call.stdin) {
        "" => Stdio::null(),
        name => fs::File::open(canary.home.path().join(name)).unwrap().into(),
    });
    let output = process.spawn().unwrap().wait_with_output().unwrap();
    let run = Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().expect("no signal"),
    };
    let asked = if call.prints == Prints::Tokens { Asked::Token } else { Asked::Nothing };
    canary.shows_nothing(&run, asked);
    // Nor is a token that was made just now told beside the output.
    for token in tokens_in(&run.stdout) {
        assert_eq!(Traces::of_token(token).seen_in(run.stderr.as_bytes()), None, "{args:?} {}", run.stderr);
    }
    for path in files(canary.home.path()).into_iter().filter(|path| !before.contains(path)) {
        let name = path.strip_prefix(canary.home.path()).unwrap().to_str().unwrap();
        assert!(LEFT.contains(&name), "{args:?} leaves {name}");
        assert!(name != "tokens" || run.code == 0, "{args:?} leaves {name}");
    }
    assert!(matches!(run.code, 0..=5), "{args:?} {run:?}");
    run
}

/// Whatever looks like a token in a text.
fn tokens_in(text: &str) -> impl Iterator<Item = &str> {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    text.split(move |c| !is_of_token(c))
        .filter(|word| word.starts_with("eyJ") && word.matches('.').count() == 2)
}

#[test]
fn where_all_is_well() {
    for call in CALLS {
        for voice in VOICES {
            let run = try_on(call, voice, Stdio::piped(), None, |_| {});
            assert_eq!(run.code, call.code, "{:?} {run:?}", call.args);
            // The picture of a code holds one too, which cannot be read here.
            let shows_one = tokens_in(&run.stdout).next().is_some() || call.args.contains(&"-o=qr");
            assert_eq!(shows_one, call.prints == Prints::Tokens, "{:?} {run:?}", call.args);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn where_the_disk_is_full() {
    for call in CALLS.iter().filter(|call| call.prints != Prints::Nothing) {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        assert_eq!(try_on(call, VOICES[1], full.into(), None, |_| {}).code, 5, "{:?}", call.args);
    }
}

/// Torn within the secret, and so told of by every command that reads it.
#[test]
fn where_the_config_file_is_torn() {
    let torn = |canary: &Canary| {
        let config = fs::read_to_string(canary.home.path().join("config/lktoken/config.toml")).unwrap();
        let end = config.find(SECRET).unwrap() + SECRET.len() - 2;
        canary.home.write_config(&config[..end]);
    };
    let failed =
        CALLS.iter().filter(|call| try_on(call, VOICES[1], Stdio::piped(), None, torn).code == 3).count();
    assert!(failed > 25, "{failed}");
}

/// Where a token or a request belongs, there is the secret itself.
#[test]
fn where_the_secret_is_typed_in_the_wrong_place() {
    for call in CALLS.iter().filter(|call| !["", "secret"].contains(&call.stdin)) {
        for voice in VOICES {
            let run = try_on(call, voice, Stdio::piped(), Some("secret"), |_| {});
            assert!(matches!(run.code, 1 | 2), "{:?} {run:?}", call.args);
        }
    }
}

/// Where a request belongs, there is a token of somebody's.
#[test]
fn where_a_token_is_typed_in_the_wrong_place() {
    for call in CALLS.iter().filter(|call| call.stdin == "request.json") {
        for voice in VOICES {
            try_on(call, voice, Stdio::piped(), Some("token"), |_| {});
        }
    }
}
