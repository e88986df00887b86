//! One secret and one token with known bytes go through every command, every output format and every error: they show up
//! nowhere but where the token is the output that was asked for.

#[cfg(target_os = "linux")]
mod children;
mod commands;
mod mistakes;
mod outputs;
pub mod trace;

use std::path::{Path, PathBuf};

use crate::golden::{AT, token};
use crate::program::{Home, Ran, ran};
use trace::Traces;

/// A secret as LiveKit makes them, with the characters that paths and URLs care for.
const SECRET: &str = "q7Zp/W3x+K9vT2mB8nR4sL6dF1gH5jY0cQwEuIoA3k";
/// Its key.
const KEY: &str = "APIcanary";

/// How errors are told: every one of them.
const VOICES: [&[&str]; 3] = [
    &["--error-format=json"],
    &["--error-format=text", "--color=always"],
    &["--error-format=text", "--color=never", "--quiet"],
];

/// The token that is somebody else's secret as long as it lives.
fn foreign_token() -> String {
    token(KEY, SECRET)
}

/// What a run may print besides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Nothing of the token.
    Nothing,
    /// The token, on standard output.
    Token,
}

/// A home, whatever was written into it, and what must not be seen.
struct Canary {
    home: Home,
    secret: Traces,
    token: Traces,
}

impl Canary {
    fn new() -> Self {
        Self::at(Home::new(), &foreign_token())
    }

    /// In this home, and with this token.
    fn at(home: Home, token: &str) -> Self {
        Self { home, secret: Traces::of_secret(SECRET), token: Traces::of_token(token) }
    }

    /// Runs in every voice, with `--at` where the command takes it, and looks for traces.
    #[track_caller]
    fn runs(&self, args: &[&str], variables: &[(&str, &str)], stdin: &str, asked: Asked, code: i32) {
        for voice in VOICES {
            let args = [args, voice].concat();
            let mut command = self.home.command(&args);
            let run = ran(command.envs(variables.iter().copied()).write_stdin(stdin));
            assert_eq!(run.code, code, "{args:?} {variables:?} {run:?}");
            self.shows_nothing(&run, asked);
        }
    }

    /// A mistake: exit code and nothing else of interest.
    #[track_caller]
    fn fails(&self, args: &[&str], stdin: &str, code: i32) {
        self.runs(args, &[], stdin, Asked::Nothing, code);
    }

    #[track_caller]
    fn shows_nothing(&self, run: &Ran, asked: Asked) {
        for text in [&run.stdout, &run.stderr] {
            assert_eq!(self.secret.seen_in(text.as_bytes()), None, "the secret is in {text}");
        }
        let unasked = if asked == Asked::Nothing { &run.stdout } else { "" };
        for text in [run.stderr.as_str(), unasked] {
            assert_eq!(self.token.seen_in(text.as_bytes()), None, "the token is in {text}");
        }
    }

    /// Every file of the home is one of these.
    #[track_caller]
    fn leaves_only(&self, expected: &[&str]) {
        let mut found: Vec<String> = files(self.home.path())
            .iter()
            .map(|path| path.strip_prefix(self.home.path()).unwrap().to_str().unwrap().replace('\\', "/"))
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected);
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
