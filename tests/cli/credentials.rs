//! Where key and secret come from, seen from outside.

mod broken;
mod commands;
mod halves;
mod precedence;
mod sources;

use crate::golden::{AT, token, verdict};
use crate::program::{Home, Ran, ran};

/// A key, its secret, and the place that `validate` names.
#[derive(Clone, Copy)]
struct Expected<'a> {
    api_key: &'a str,
    secret: &'a str,
    source: &'a str,
}

/// A run with these flags, in an environment of these variables and nothing else.
#[derive(Clone, Copy, Default)]
struct Setting<'a> {
    flags: &'a [&'a str],
    variables: &'a [(&'a str, &'a str)],
    stdin: &'a str,
}

impl Setting<'_> {
    fn run(self, home: &Home, command: &[&str]) -> Ran {
        let args = [command, self.flags].concat();
        ran(home.command(&args).envs(self.variables.iter().copied()).write_stdin(self.stdin))
    }

    fn mint(self, home: &Home) -> Ran {
        self.run(home, &["mint", "--room", "demo", "--identity", "alice", "--at", AT, "--output", "token"])
    }

    /// Both commands work with this pair, and say nothing beside their answer.
    #[track_caller]
    fn gives(self, home: &Home, expected: Expected<'_>) {
        let Expected { api_key, secret, source } = expected;
        let token = token(api_key, secret);
        assert_eq!(self.mint(home).data(), format!("{token}\n"));
        let validate = self.run(home, &["validate", "--at", AT, &token]);
        assert_eq!(validate.data(), verdict(api_key, secret, source));
    }
}
