//! Every command and every output format, once: what is to hold for all of them is tried on each.

use std::collections::BTreeSet;

use crate::golden::{AT, token};
use crate::program::Home;

/// A call that works where nothing is wrong.
pub struct Call {
    /// The file of the home that is its standard input; none if it is empty.
    pub stdin: &'static str,
    pub args: &'static [&'static str],
    /// Its exit code.
    pub code: i32,
    /// What it prints on standard output.
    pub prints: Prints,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Prints {
    Nothing,
    /// Nothing of a token.
    Data,
    /// A token, or more of them.
    Tokens,
}

const fn tokens(stdin: &'static str, args: &'static [&'static str]) -> Call {
    Call { stdin, args, code: 0, prints: Prints::Tokens }
}

const fn data(stdin: &'static str, args: &'static [&'static str]) -> Call {
    Call { stdin, args, code: 0, prints: Prints::Data }
}

/// The answer is no.
const fn refusal(stdin: &'static str, args: &'static [&'static str]) -> Call {
    Call { stdin, args, code: 1, prints: Prints::Data }
}

const fn silent(stdin: &'static str, args: &'static [&'static str]) -> Call {
    Call { stdin, args, code: 0, prints: Prints::Nothing }
}

const fn wrong(args: &'static [&'static str]) -> Call {
    Call { stdin: "", args, code: 2, prints: Prints::Nothing }
}

/// All of them; whoever adds a command or an output format adds a line.
pub const CALLS: &[Call] = &[
    tokens("", &["mint", "-r=demo", "-i=alice", "-o=json"]),
    tokens("", &["mint", "-r=demo", "-i=alice", "-o=token"]),
    tokens("", &["mint", "-r=demo", "-i=alice", "-o=env", "--url=wss://x"]),
    tokens("", &["mint", "-r=demo", "-i=alice", "-o=connection", "--url=wss://x"]),
    tokens("", &["mint", "-r=demo", "-i=alice", "-o=url", "--url=wss://x", "-q"]),
    tokens("", &["mint", "-r=demo", "-i=alice", "-o=qr", "--url=wss://x", "-q"]),
    // Works within GitHub Actions alone, and has tests of its own.
    wrong(&["mint", "-r=demo", "-i=alice", "-o=github"]),
    tokens("request.json", &["mint", "--request=-"]),
    tokens("token", &["mint", "--from=-"]),
    tokens("request.json", &["mint", "-q", "--batch=-"]),
    tokens("request.json", &["mint", "-q", "--batch=-", "-o=token", "--jobs=2"]),
    tokens("", &["mint", "-q", "--count=2", "-r=demo", "-i=u{n}", "-o=csv"]),
    tokens("", &["mint", "-q", "--count=2", "-r=demo", "-i=u{n}", "-o=connection", "--url=wss://x"]),
    silent("", &["mint", "-q", "--count=2", "-r=demo", "-i=u{n}", "--out=tokens"]),
    data("token", &["inspect", "-o=json"]),
    data("token", &["inspect", "-o=text"]),
    data("token", &["inspect", "-o=claims"]),
    data("token", &["inspect", "--explain"]),
    data("token", &["inspect", "-q", "--batch=-"]),
    data("token", &["inspect", "-q", "--batch=-", "-o=claims"]),
    data("token", &["validate", "--at", AT, "-o=json"]),
    data("token", &["validate", "--at", AT, "-o=text"]),
    data("token", &["validate", "--at", AT, "--can=publish", "--identity=alice"]),
    refusal("bad-token", &["validate", "--at", AT]),
    refusal("bad-token", &["validate", "--at", AT, "-o=text"]),
    refusal("bad-token", &["validate", "-q", "--batch=-", "--at", AT]),
    data("request.json", &["validate"]),
    refusal("bad-request.json", &["validate"]),
    // A server does not end by itself, and has tests of its own.
    wrong(&["serve", "--listen=nowhere"]),
    data("", &["profile", "list"]),
    data("", &["profile", "show"]),
    data("", &["profile", "path"]),
    silent("secret", &["profile", "add", "new", "--api-key=APInew", "--api-secret-file=-", "-q"]),
    silent("", &["profile", "use", "b", "-q"]),
    silent("", &["profile", "remove", "b", "-q"]),
    silent("", &["profile", "import", "--from=theirs.yaml", "-q"]),
    data("", &["roles"]),
    data("", &["completions", "bash"]),
    data("", &["completions", "zsh"]),
    data("", &["completions", "fish"]),
    data("", &["completions", "powershell"]),
    data("", &["completions", "elvish"]),
    data("", &["man"]),
    data("", &["man", "profile", "add"]),
    data("", &["--help"]),
    data("", &["help", "mint"]),
    data("", &["mint", "--help"]),
    data("", &["mint", "-h"]),
    data("", &["--version"]),
    data("", &["--color=always", "--help"]),
];

/// The files that the calls read, and this secret for their key.
pub fn home_with(secret: &str) -> Home {
    let home = Home::new();
    home.write_config(&format!(
        "default_profile = 'a'\n[profiles.a]\napi_key = 'APIa'\napi_secret = '{secret}'\n[profiles.b]\napi_key = 'APIb'\n\
         [roles.host]\nroomAdmin = true\n"
    ));
    home.write("request.json", r#"{"roomName":"demo","participantIdentity":"alice"}"#);
    home.write("bad-request.json", "{}");
    home.write("token", token("APIa", secret));
    home.write("bad-token", token("APIa", "another secret"));
    home.write_private("secret", secret);
    home.write_private(
        "theirs.yaml",
        format!("projects:\n  - name: c\n    api_key: APIc\n    api_secret: \"{secret}\"\n"),
    );
    home
}

/// The commands that do something themselves, as `profile add`, and what can be said to them by name.
fn commands(command: &clap::Command, path: &[&str], found: &mut Vec<(String, clap::Command)>) {
    if command.get_subcommands().next().is_none() {
        found.push((path.join(" "), command.clone()));
    }
    for subcommand in command.get_subcommands() {
        commands(subcommand, &[path, &[subcommand.get_name()]].concat(), found);
    }
}

/// The calls of a command.
fn calls_of(name: &str) -> Vec<&'static Call> {
    let words: Vec<&str> = name.split(' ').collect();
    CALLS.iter().filter(|call| call.args.starts_with(&words)).collect()
}

#[test]
fn no_command_and_no_output_is_left_out() {
    let mut whole = lktoken::cli::command();
    whole.build();
    let mut found = Vec::new();
    commands(&whole, &[], &mut found);
    assert!(found.len() > 10, "{found:?}");
    for (name, command) in found {
        let calls = calls_of(&name);
        assert!(!calls.is_empty(), "`lktoken {name}` is not among the calls that everything is tried on");
        let said: BTreeSet<&str> = calls.iter().flat_map(|call| call.args.iter().copied()).collect();
        for argument in command.get_arguments() {
            let values = argument.get_possible_values();
            let missing = match argument.get_id().as_str() {
                "output" => values
                    .iter()
                    .map(|value| format!("-o={}", value.get_name()))
                    .find(|value| !said.contains(value.as_str())),
                "shell" => values
                    .iter()
                    .map(|value| value.get_name().to_owned())
                    .find(|value| !said.contains(value.as_str())),
                id @ ("batch" | "count" | "out" | "explain" | "request" | "from") if name == "mint" => {
                    Some(format!("--{id}"))
                        .filter(|flag| !said.iter().any(|word| word.starts_with(flag.as_str())))
                }
                "batch" => Some("--batch=-".to_owned()).filter(|flag| !said.contains(flag.as_str())),
                _ => None,
            };
            assert_eq!(missing, None, "`lktoken {name}` is not tried with this");
        }
    }
}
