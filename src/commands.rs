//! The commands: what was typed becomes what it means, the core does the work, output prints it.

mod batch;
mod completions;
mod early;
mod inspect;
mod key;
mod man;
mod mint;
mod profile;
mod roles;
#[cfg(feature = "serve")]
mod serve;
mod stdin;
mod validate;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::FromArgMatches;

use crate::cli::{self, Cli, Command, ErrorFormat, TalkArgs};
use crate::credentials::Environment;
use crate::error::Error;
use crate::output::Printer;
use crate::token::time::UnixTime;
use early::EarlyTalk;
use stdin::Stdin;

/// What a command answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// Done, or yes: exit code 0.
    Yes,
    /// No: exit code 1.
    No,
    /// Failed, and the log says why.
    #[cfg(feature = "serve")]
    Failed { exit_code: u8 },
    /// Stopped by a signal: exit code 128 and its number.
    Stopped { signal: u8 },
}

/// What a command works with.
struct Session {
    environment: Environment,
    printer: Printer,
    stdin: Stdin,
}

/// Runs the program with these arguments (the first is its name) and gives its exit code: 0 done, or yes; 1 no; 2 the
/// command line or the request is wrong; 3 credentials; 4 signing; 5 anything else.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let early = EarlyTalk::of(&args);
    let read = |command: clap::Command| {
        let mut command = early.color_of(command);
        let parsed = command
            .try_get_matches_from_mut(&args)
            .and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
        // The process is about to end, and taking it apart would cost a tenth of a run.
        std::mem::forget(command);
        parsed
    };
    let parsed = read(cli::everyday_command()).or_else(|_| read(cli::command()));
    let (printer, result) = match parsed {
        Ok(Cli { command, talk }) => {
            let TalkArgs { color: _, error_format, quiet } = command.talk().or(talk);
            let json_errors = match error_format.unwrap_or_default() {
                ErrorFormat::Auto => None,
                ErrorFormat::Text => Some(false),
                ErrorFormat::Json => Some(true),
            };
            let printer = Printer::new(early.color(), json_errors, quiet);
            let mut session =
                Session { environment: Environment::from_process(), printer, stdin: Stdin::default() };
            let result = dispatch(command, &mut session);
            (session.printer, result)
        }
        Err(error) => {
            let printer = Printer::new(early.color(), early.json_errors(), false);
            let result = early::show(&error, &args, &printer);
            (printer, result)
        }
    };
    match result {
        Ok(answer) => {
            printer.release();
            ExitCode::from(match answer {
                Answer::Yes => 0,
                Answer::No => 1,
                #[cfg(feature = "serve")]
                Answer::Failed { exit_code } => exit_code,
                Answer::Stopped { signal } => 128 + signal,
            })
        }
        Err(error) => {
            if !error.is_closed_pipe() {
                printer.error(&error, error_time());
            }
            ExitCode::from(error.exit_code())
        }
    }
}

fn dispatch(command: Command, session: &mut Session) -> Result<Answer, Error> {
    match command {
        Command::Mint(args) => mint::run(*args, session),
        Command::Inspect(args) => inspect::run(args, session),
        Command::Validate(args) => validate::run(args, session),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(*args, session),
        Command::Profile(command) => profile::run(command, session),
        Command::Roles(args) => roles::run(&args, session),
        Command::Completions(args) => completions::run(&args, session),
        Command::Man(args) => man::run(&args, session),
    }
}

/// The time that a command works at: what was typed, else the clock.
fn now(at: Option<UnixTime>) -> Result<UnixTime, Error> {
    match at {
        Some(time) => Ok(time),
        None => clock().map_err(|error| error.hint("set the clock, or give a time with --at")),
    }
}

/// What the system's clock says.
fn clock() -> Result<UnixTime, Error> {
    UnixTime::from_system(SystemTime::now())
        .map_err(|error| Error::other(format!("the system clock is wrong: {error}")))
}

/// The time an error is stamped with; a clock that cannot be right counts as 1970.
fn error_time() -> UnixTime {
    UnixTime::from_system(SystemTime::now()).unwrap_or_default()
}
