//! `api_secret_command`: a password manager asked for the secret, without a shell.

use std::fmt;
use std::io::{self, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::error::CommandProblem;
use super::text::{SECRET_LIMIT, into_text, strip_newline};

/// How long a command may take.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(10);
/// How often the command is looked at while it prints nothing.
const GLANCE: Duration = Duration::from_millis(10);
/// How long the output may be silent, once the command itself has ended, before it counts as complete although
/// another process, which the command left behind, still holds it open. Long, for a busy machine must not cut a
/// secret short; it delays nothing in the usual case.
const SILENCE: Duration = Duration::from_secs(1);

/// A program that prints a secret, and its arguments. They may hold secrets themselves: its `Debug` shows the program
/// alone.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretCommand {
    program: String,
    arguments: Vec<String>,
}

impl SecretCommand {
    /// Takes the program and its arguments; `None` when there is no program.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut words = words.into_iter();
        let program = words.next().filter(|program| !program.is_empty())?;
        Some(Self { program, arguments: words.collect() })
    }

    /// The program, by its name or path.
    #[must_use]
    pub fn program(&self) -> &str {
        &self.program
    }

    /// The program and its arguments. Whoever calls this answers for where they go.
    #[cfg(any(test, feature = "interactive"))]
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.program).chain(&self.arguments).map(String::as_str)
    }

    /// Runs the command and takes what it prints, without one trailing newline, as the secret.
    ///
    /// Its standard input is empty, its standard error is the user's, and its standard output is never shown. It stays
    /// in the user's process group, so that it can ask on the terminal and an interrupt reaches it.
    pub(super) fn run(&self, time_limit: Duration) -> Result<Zeroizing<String>, CommandProblem> {
        let deadline = Instant::now() + time_limit;
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(not_started)?;
        let outcome = output_and_status(&mut child, deadline);
        if outcome.is_err() {
            stop(&mut child);
        }
        let (output, status) = outcome.map_err(|stopped| match stopped {
            Stopped::OutOfTime => CommandProblem::TimedOut(time_limit.as_secs()),
            Stopped::Because(problem) => problem,
        })?;
        if status.success() { secret_of(output) } else { Err(CommandProblem::Failed(status.to_string())) }
    }
}

impl fmt::Debug for SecretCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretCommand({:?} and {} arguments)", self.program, self.arguments.len())
    }
}

/// Why a command is not waited for any longer.
enum Stopped {
    OutOfTime,
    Because(CommandProblem),
}

impl Stopped {
    fn unreadable(error: io::Error) -> Self {
        Self::Because(CommandProblem::Unreadable(error))
    }
}

fn not_started(error: io::Error) -> CommandProblem {
    match error.kind() {
        io::ErrorKind::NotFound => CommandProblem::NoSuchProgram,
        _ => CommandProblem::NotStarted(error),
    }
}

type Output = Zeroizing<Vec<u8>>;

fn output_and_status(child: &mut Child, deadline: Instant) -> Result<(Output, ExitStatus), Stopped> {
    let pieces = match child.stdout.take() {
        Some(stdout) => pieces_of(stdout),
        None => mpsc::channel().1,
    };
    let output = collect(child, &pieces, deadline)?;
    loop {
        if let Some(status) = child.try_wait().map_err(Stopped::unreadable)? {
            return Ok((output, status));
        }
        if Instant::now() >= deadline {
            return Err(Stopped::OutOfTime);
        }
        thread::sleep(GLANCE);
    }
}

/// Reads in a thread of its own, which a pipe held open for ever can keep without keeping us.
fn pieces_of(mut stdout: ChildStdout) -> Receiver<io::Result<Output>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut total = 0;
        while total <= SECRET_LIMIT {
            let mut piece = Zeroizing::new(vec![0; 4096]);
            let read = match stdout.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => {
                    total += length;
                    piece.truncate(length);
                    sender.send(Ok(piece))
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
                Err(error) => sender.send(Err(error)),
            };
            if read.is_err() {
                break;
            }
        }
    });
    receiver
}

/// The output until its end, or until the command has ended and nothing more comes.
fn collect(
    child: &mut Child,
    pieces: &Receiver<io::Result<Output>>,
    deadline: Instant,
) -> Result<Output, Stopped> {
    // Room for all of it, and for one piece more, so that it never moves and leaves a copy behind.
    let mut output = Zeroizing::new(Vec::with_capacity(SECRET_LIMIT + 4096));
    let mut silent_since = Instant::now();
    loop {
        match pieces.recv_timeout(GLANCE) {
            Ok(piece) => {
                output.extend_from_slice(&piece.map_err(Stopped::unreadable)?);
                if output.len() > SECRET_LIMIT {
                    return Err(Stopped::Because(CommandProblem::TooMuchOutput(SECRET_LIMIT)));
                }
                silent_since = Instant::now();
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(output),
            Err(RecvTimeoutError::Timeout) => {
                if child.try_wait().map_err(Stopped::unreadable)?.is_none() {
                    silent_since = Instant::now();
                } else if silent_since.elapsed() >= SILENCE {
                    return Ok(output);
                }
            }
        }
        if Instant::now() >= deadline {
            return Err(Stopped::OutOfTime);
        }
    }
}

/// Kills the command, and waits a moment so that it is no zombie.
fn stop(child: &mut Child) {
    // It may have ended by itself in the meantime: then there is nothing to kill, and that is as good.
    if child.kill().is_ok() {
        for _ in 0..100 {
            if !matches!(child.try_wait(), Ok(None)) {
                break;
            }
            thread::sleep(GLANCE);
        }
    }
}

fn secret_of(output: Output) -> Result<Zeroizing<String>, CommandProblem> {
    let mut secret = into_text(output).ok_or(CommandProblem::NotUtf8)?;
    strip_newline(&mut secret);
    if secret.is_empty() {
        Err(CommandProblem::NoOutput)
    } else if secret.contains(['\n', '\r']) {
        Err(CommandProblem::SeveralLines)
    } else {
        Ok(secret)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
