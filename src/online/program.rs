//! Both ends of the pipe between `lktoken` and `lktoken-online`.

use std::env::consts::EXE_SUFFIX;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use thiserror::Error;

use super::Endpoint;
use super::ask::ask;
use super::exchange::{AskError, Question, Reply};

/// The program's file, beside that of `lktoken`, but for the ending that programs have on Windows.
const NAME: &str = "lktoken-online";
/// Both programs must be of it.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// From the look-up of the host's name to the last byte of the answer.
const TIME_LIMIT: Duration = Duration::from_secs(5);
/// How much longer a program is waited for that does not keep the limit itself. Long, for a busy machine.
const GRACE: Duration = Duration::from_secs(5);
/// The most that is read of what a program says, in bytes: more than the largest answer, written as JSON.
const OUTPUT_LIMIT: u64 = 16 * 1024 * 1024;

/// What came of asking, as it goes through the pipe.
type Outcome = Result<Reply, AskError>;

/// Why the program could not be asked.
#[derive(Debug, Error)]
#[error("{NAME}, the program that asks servers, {fault}")]
pub(crate) struct ProgramError {
    /// Where the program is, or should be.
    pub(crate) path: PathBuf,
    pub(crate) fault: ProgramFault,
}

/// What is wrong with the program.
#[derive(Debug, Error)]
pub(crate) enum ProgramFault {
    #[error("is missing: it belongs beside lktoken, and comes with it")]
    Missing,
    #[error("cannot be started: {0}")]
    NotStarted(io::Error),
    #[error("said nothing within {} s", (TIME_LIMIT + GRACE).as_secs())]
    Silent,
    /// With how it ended.
    #[error("gave no answer ({0}); it must be of version {VERSION}, as lktoken is")]
    NoAnswer(String),
}

/// Has the program ask at the endpoint about the token. It gets no key: neither by the pipe nor in its environment.
pub(crate) fn ask_program(endpoint: &Endpoint, token: &str) -> Result<Outcome, ProgramError> {
    let path = beside(std::env::current_exe().ok());
    let question = Question { endpoint: endpoint.clone(), token: token.to_owned(), limit: TIME_LIMIT };
    let mut command = Command::new(&path);
    command.arg(VERSION).stdin(Stdio::piped()).stdout(Stdio::piped());
    for (name, _) in std::env::vars_os() {
        if is_ours(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    converse(command, &question, TIME_LIMIT + GRACE).map_err(|fault| {
        let fault = match fault {
            // What is there and not found lacks what is to run it.
            ProgramFault::NotStarted(error) if error.kind() == io::ErrorKind::NotFound && !path.exists() => {
                ProgramFault::Missing
            }
            fault => fault,
        };
        ProgramError { path, fault }
    })
}

/// The program's path: in the folder of `lktoken` itself, which without a `/proc` is known by how it was called alone.
fn beside(lktoken: Option<PathBuf>) -> PathBuf {
    let lktoken = lktoken.or_else(|| std::env::args_os().next().map(PathBuf::from)).unwrap_or_default();
    lktoken.with_file_name(format!("{NAME}{EXE_SUFFIX}"))
}

/// Whether a variable of the environment is about keys and tokens: those of LiveKit's tools, and ours.
fn is_ours(variable: &str) -> bool {
    let variable = variable.to_ascii_uppercase();
    ["LIVEKIT_", "LKTOKEN_"].iter().any(|prefix| variable.starts_with(prefix))
}

/// Starts the program, tells it the question, and takes its answer down.
fn converse(mut command: Command, question: &Question, limit: Duration) -> Result<Outcome, ProgramFault> {
    let question = serde_json::to_vec(question).map_err(|error| ProgramFault::NotStarted(error.into()))?;
    let mut child = command.spawn().map_err(ProgramFault::NotStarted)?;
    let (sender, receiver) = mpsc::channel();
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    // In a thread of its own, for a program that neither reads nor writes would keep it for ever.
    let talk = move || {
        // Whoever does not listen may have an answer nevertheless.
        let _ = stdin.map(|mut stdin| stdin.write_all(&question));
        let mut answer = Vec::new();
        if let Some(stdout) = stdout {
            let _ = stdout.take(OUTPUT_LIMIT).read_to_end(&mut answer);
        }
        let _ = sender.send(answer);
    };
    let answer = match thread::Builder::new().spawn(talk) {
        Ok(_) => receiver.recv_timeout(limit).map_err(|_| ProgramFault::Silent),
        Err(error) => Err(ProgramFault::NotStarted(error)),
    };
    let ended = end(&mut child);
    serde_json::from_slice(&answer?).map_err(|_| ProgramFault::NoAnswer(ended))
}

/// Ends the program, which has said all that is wanted of it, and tells how it ended, so that it is no zombie.
fn end(child: &mut Child) -> String {
    // Whoever has closed its output ends by itself, in a moment.
    for _ in 0..20 {
        match child.try_wait() {
            Ok(Some(status)) => return status.to_string(),
            Ok(None) => thread::sleep(Duration::from_millis(5)),
            Err(_) => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    "and did not end by itself".to_owned()
}

/// What `lktoken-online` does: reads a question from standard input, asks the server, and writes what came of it to
/// standard output. Its one argument is the version of `lktoken`, which must be its own; anything else is told what the
/// program is for, and exit code 2.
#[must_use]
pub fn answer() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let mut stdin = io::stdin();
    match arguments.as_slice() {
        [argument] if argument == VERSION && !stdin.is_terminal() => {
            let mut question = Vec::new();
            let question: Option<Question> =
                stdin.read_to_end(&mut question).ok().and_then(|_| serde_json::from_slice(&question).ok());
            let Some(question) = question else { return ExitCode::from(2) };
            match serde_json::to_vec(&ask(&question)).map(|outcome| io::stdout().write_all(&outcome)) {
                Ok(Ok(())) => ExitCode::SUCCESS,
                _ => ExitCode::from(5),
            }
        }
        [argument] if argument == "--version" || argument == "-V" => {
            let _ = writeln!(io::stdout(), "{NAME} {VERSION}");
            ExitCode::SUCCESS
        }
        _ => {
            let _ = writeln!(
                io::stderr(),
                "{NAME} {VERSION} asks a LiveKit server about a token for `lktoken validate --online` of the same \
                 version, and is of no use by itself"
            );
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::token::validate::Door;

    fn question() -> Question {
        let endpoint = Endpoint::new("ws://127.0.0.1:1", Door::Join).unwrap();
        Question { endpoint, token: "x".repeat(1 << 20), limit: Duration::from_secs(5) }
    }

    #[cfg(unix)]
    fn sh(script: &str) -> Result<Outcome, ProgramFault> {
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        converse(command, &question(), Duration::from_secs(2))
    }

    #[cfg(unix)]
    #[test]
    fn whatever_the_program_does_ends() {
        assert!(matches!(sh("exit 2"), Err(ProgramFault::NoAnswer(ended)) if ended == "exit status: 2"));
        assert!(matches!(sh("echo '{}'"), Err(ProgramFault::NoAnswer(_))));
        assert!(matches!(sh("sleep 60"), Err(ProgramFault::Silent)));
        assert!(matches!(sh("cat; sleep 60"), Err(ProgramFault::Silent)));
        // Who holds the pipe open when the program itself has gone.
        assert!(matches!(sh("sleep 5 &"), Err(ProgramFault::Silent)));
        assert!(matches!(sh("exec <&-; yes | head -c 20000000"), Err(ProgramFault::NoAnswer(_))));
        let answer = r#"{"Err":{"NoSuchHost":{"host":"h"}}}"#;
        let said = sh(&format!("cat >/dev/null; printf '{answer}'; exec >&-; sleep 60"));
        assert!(matches!(said, Ok(Err(AskError::NoSuchHost { host })) if host == "h"));
    }

    #[test]
    fn the_program_is_beside_lktoken() {
        let path = beside(Some(PathBuf::from("/opt/bin/renamed")));
        assert_eq!(path, Path::new("/opt/bin").join(format!("lktoken-online{EXE_SUFFIX}")));
        // Without `/proc`, by how this was called.
        assert_eq!(beside(None).parent(), Path::new(&std::env::args_os().next().unwrap()).parent());
    }

    #[test]
    fn variables_with_keys_and_tokens_are_known() {
        for name in ["LIVEKIT_API_SECRET", "livekit_token", "LKTOKEN_CONFIG"] {
            assert!(is_ours(name), "{name}");
        }
        for name in ["HTTPS_PROXY", "SSL_CERT_FILE", "PATH", "MY_LIVEKIT_"] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
