//! Tokens as `lktoken mint` makes them, taken apart by `inspect` and judged by `validate`.

use crate::program::{Home, Ran, ran};

/// When they are made: 2023-11-14T22:13:20Z.
pub const AT: &str = "1700000000";

/// The start of every payload of an hour, up to the identity.
pub const HEAD: &str = r#"{"exp":1700003600,"iss":"devkey","nbf":1700000000"#;

/// What the contract grants to alice in the room demo, but for the last brace of `video`.
pub const ALICE: &str = r#","sub":"alice","name":"alice","video":{"room":"demo","roomJoin":true,"canPublish":true,"canSubscribe":true"#;

/// Room and identity, as flags.
pub const JOIN: [&str; 4] = ["-r", "demo", "-i", "alice"];

/// Every door that is about what a token grants.
pub const DOORS: [&str; 9] =
    ["join", "admin", "list", "create", "record", "ingress", "sip", "sip-call", "agent"];

/// A token, and what was said while it was made.
#[derive(Debug)]
pub struct Minted {
    pub token: String,
    /// The payload, byte for byte.
    pub claims: String,
    pub stderr: String,
}

impl Minted {
    /// The payload of a token that was made in silence.
    #[track_caller]
    pub fn silent(&self) -> &str {
        assert_eq!(self.stderr, "", "{}", self.claims);
        &self.claims
    }

    /// The codes of the warnings.
    pub fn warnings(&self) -> Vec<&str> {
        let code = |line| str::strip_prefix(line, "warning: ").and_then(|line| line.split(':').next());
        self.stderr.lines().filter_map(code).collect()
    }

    /// It opens these doors, and none else.
    #[track_caller]
    pub fn opens(&self, home: &Home, doors: &[&str]) {
        let open = |door: &str| home.run(&["validate", "--dev", "--at", AT, "--for", door, &self.token]);
        assert_eq!(open("any").code, 0, "{}", self.claims);
        for door in DOORS {
            let verdict = open(door);
            assert_eq!(
                verdict.code,
                i32::from(!doors.contains(&door)),
                "{door}: {verdict:?} {}",
                self.claims
            );
        }
    }
}

/// Mints with the development server's key.
#[track_caller]
pub fn mint(home: &Home, args: &[&str]) -> Minted {
    mint_with(home, args, &[], "")
}

/// As [`mint`], with these variables, and `stdin` on standard input.
#[track_caller]
pub fn mint_with(home: &Home, args: &[&str], variables: &[(&str, &str)], stdin: &str) -> Minted {
    let args = [&["mint", "--dev", "--at", AT, "-o", "token"], args].concat();
    let Ran { stdout, stderr, code } =
        ran(home.command(&args).envs(variables.iter().copied()).write_stdin(stdin));
    assert_eq!(code, 0, "{args:?}: {stderr}");
    let claims = claims(home, &stdout);
    Minted { token: stdout.trim_end().to_owned(), claims, stderr }
}

/// A token's payload.
#[track_caller]
pub fn claims(home: &Home, token: &str) -> String {
    home.run_with(&["inspect", "-o", "claims"], token).data().trim_end().to_owned()
}

/// What is told of a wrong command line or request, in words.
#[track_caller]
pub fn refused(home: &Home, args: &[&str]) -> String {
    home.run(&[&["mint", "--dev", "--error-format=text"], args].concat()).failure(2)
}

/// Every one of these is refused with this sentence, whatever hints follow.
#[track_caller]
pub fn all_refused(home: &Home, cases: &[(&[&str], &str)]) {
    for (args, sentence) in cases {
        let told = refused(home, &[&JOIN, *args].concat());
        assert_eq!(told.lines().next(), Some(format!("error: {sentence}").as_str()), "{args:?}");
    }
}
