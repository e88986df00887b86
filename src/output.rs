//! The only writer to standard output and standard error.
//!
//! Standard output carries data, and nothing when the command fails; everything else goes to standard error. Whether
//! these are terminals is decided once, in [`Printer::new`], and carried along.

mod color;
pub mod conceal;
pub mod escape;
pub mod explanation;
pub mod inspection;
pub mod json;
pub mod prompt;
#[cfg(all(unix, feature = "interactive"))]
mod restored;
pub mod verdict;
pub mod wrap;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

#[cfg(feature = "interactive")]
use anstyle::Color;
use anstyle::{AnsiColor, Style};
use color::{Colors, style};
use conceal::conceal;
use escape::escape;
use serde::Serialize;

use crate::error::Error;
use crate::token::batch::LineError;
use crate::token::response::ValidationError;
use crate::token::time::UnixTime;

/// Bold.
pub const STRONG: Style = style(Style::new().bold());
/// What is well.
pub const GOOD: Style = style(AnsiColor::Green.on_default().bold());
/// What is not.
pub const BAD: Style = style(AnsiColor::Red.on_default().bold());
/// What is doubtful.
pub const DOUBTFUL: Style = style(AnsiColor::Yellow.on_default().bold());
/// A picture of light and dark, whatever the colours of the terminal.
#[cfg(feature = "interactive")]
pub const PICTURE: Style =
    style(AnsiColor::BrightWhite.on_default().bg_color(Some(Color::Ansi(AnsiColor::Black))));
/// What explains.
pub const FAINT: Style = style(Style::new().dimmed());

/// How to write, decided once.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own, and named.
pub struct Printer {
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Whether errors are the contract's JSON rather than text.
    pub json_errors: bool,
    /// Whether that was said, rather than decided by where standard error goes.
    #[cfg(feature = "serve")]
    pub error_format_is_given: bool,
    /// Whether nothing but errors and data is said.
    pub quiet: bool,
    colors: Colors,
    /// With JSON errors: what is said only if there is no error, so that an error stays the one line it is.
    held: RefCell<Vec<String>>,
}

impl Printer {
    /// `color` of `None` means: on a terminal that has colours; `json_errors` of `None`: unless standard error is a terminal.
    #[must_use]
    pub fn new(color: Option<bool>, json_errors: Option<bool>, quiet: bool) -> Self {
        let stderr_is_terminal = io::stderr().is_terminal();
        Self {
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal,
            json_errors: json_errors.unwrap_or(!stderr_is_terminal),
            #[cfg(feature = "serve")]
            error_format_is_given: json_errors.is_some(),
            quiet,
            colors: Colors::new(color),
            held: RefCell::new(Vec::new()),
        }
    }

    /// Writes data to standard output as it is.
    ///
    /// # Errors
    ///
    /// When it cannot be written: a closed pipe, a full disk.
    pub fn data(&self, data: &str) -> Result<(), Error> {
        self.bytes(data.as_bytes())
    }

    /// As [`Printer::data`], of bytes.
    ///
    /// # Errors
    ///
    /// When they cannot be written: a closed pipe, a full disk.
    #[allow(clippy::unused_self)] // Data goes the way of everything else.
    pub fn bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(|error| Error::output(&error))
    }

    /// Writes lines to standard output: as they are; on a terminal with what it would act on as `\uXXXX`.
    ///
    /// # Errors
    ///
    /// When they cannot be written: a closed pipe, a full disk.
    pub fn lines(&self, lines: &[u8]) -> Result<(), Error> {
        if self.stdout_is_terminal {
            return self.data(&json::harmless(&String::from_utf8_lossy(lines)));
        }
        self.bytes(lines)
    }

    /// Tells what is wrong with lines of a batch on standard error: as [`Printer::error`] does, without hints.
    pub fn line_errors(&self, errors: &[LineError]) {
        if self.json_errors {
            let mut lines = Vec::new();
            for error in errors {
                error.append_to(&mut lines);
            }
            let lines = String::from_utf8_lossy(&lines);
            self.to_stderr(&if self.stderr_is_terminal {
                json::harmless(&lines)
            } else {
                lines.into_owned()
            });
            return;
        }
        let mut text = String::new();
        for LineError { line, response } in errors {
            let message = conceal(&response.message);
            let _ = writeln!(text, "{BAD}error:{BAD:#} line {line}: {}", escape(&message));
            add_rules(&mut text, &response.validation_errors);
        }
        self.to_stderr(&text);
    }

    /// Writes a text for people to standard output. Styles stay only where they are wanted.
    ///
    /// # Errors
    ///
    /// When it cannot be written: a closed pipe, a full disk.
    pub fn text(&self, text: &str) -> Result<(), Error> {
        let mut stdout = self.colors.on_stdout();
        stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| Error::output(&error))
    }

    /// Writes a JSON document to standard output: one line; indented on a terminal.
    ///
    /// # Errors
    ///
    /// When it cannot be written: a closed pipe, a full disk.
    pub fn json(&self, document: &impl Serialize) -> Result<(), Error> {
        let line = serde_json::to_string(document).map_err(|error| Error::other(error.to_string()))?;
        self.json_line(line)
    }

    /// Writes a JSON text to standard output: as it is; indented on a terminal.
    ///
    /// # Errors
    ///
    /// When it cannot be written: a closed pipe, a full disk.
    pub fn json_line(&self, mut json: String) -> Result<(), Error> {
        if self.stdout_is_terminal {
            json = json::indented(&json);
        }
        json.push('\n');
        self.data(&json)
    }

    /// Whether standard output is a file that other users can read; on systems without modes nobody knows.
    #[must_use]
    #[allow(clippy::unused_self)] // Standard output is this one's.
    pub fn others_can_read_stdout(&self) -> bool {
        #[cfg(unix)]
        if let Ok(stat) = rustix::fs::fstat(io::stdout()) {
            return rustix::fs::FileType::from_raw_mode(stat.st_mode).is_file() && stat.st_mode & 0o044 != 0;
        }
        false
    }

    /// Whether standard error is written in colour.
    #[cfg(any(feature = "interactive", feature = "serve"))]
    #[must_use]
    pub fn colors_stderr(&self) -> bool {
        self.colors.are_on_stderr()
    }

    /// The width of the terminal that standard output is, in columns; `None` where it is none.
    #[cfg(feature = "interactive")]
    #[must_use]
    pub fn stdout_columns(&self) -> Option<usize> {
        self.stdout_is_terminal.then(textwrap::termwidth)
    }

    /// Warns on standard error, unless `--quiet`.
    pub fn warn(&self, message: &str) {
        self.say(DOUBTFUL, "warning", message);
    }

    /// Tells something on standard error.
    pub fn note(&self, message: &str) {
        self.say(STRONG, "note", message);
    }

    fn say(&self, style: Style, label: &str, message: &str) {
        if self.quiet {
            return;
        }
        let line = format!("{style}{label}:{style:#} {}\n", escape(message));
        if self.json_errors { self.held.borrow_mut().push(line) } else { self.to_stderr(&line) }
    }

    /// Says what was held back; called when there was no error.
    pub fn release(&self) {
        for line in self.held.take() {
            self.to_stderr(&line);
        }
    }

    /// Shows help beside an error, on standard error.
    pub fn help(&self, help: &str) {
        self.to_stderr(&format!("{help}\n"));
    }

    /// Writes what GitHub Actions reads from a log, whatever else is silenced.
    pub fn workflow_command(&self, command: &str) {
        self.to_stderr(&format!("{command}\n"));
    }

    /// Tells an error on standard error: text with hints, or the contract's JSON as one line. What looks like a secret
    /// or a token is left out of it.
    pub fn error(&self, error: &Error, now: UnixTime) {
        if self.json_errors {
            let response = error.response(now);
            let message = conceal(&response.message).into_owned();
            if let Ok(mut line) = serde_json::to_string(&response.with_message(message)) {
                line.push('\n');
                self.to_stderr(&if self.stderr_is_terminal { json::harmless(&line) } else { line });
            }
            return;
        }
        let shown = |text| escape(&conceal(text)).into_owned();
        let mut text = format!("{BAD}error:{BAD:#} {}\n", shown(error.message()));
        add_rules(&mut text, error.validation_errors());
        for hint in error.hints() {
            let _ = writeln!(text, "{GOOD}hint:{GOOD:#} {}", shown(hint));
        }
        self.to_stderr(&text);
    }

    /// There is nobody to tell when standard error cannot be written.
    fn to_stderr(&self, text: &str) {
        let mut stderr = self.colors.on_stderr();
        let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    }
}

/// Appends the broken rules, a line each.
fn add_rules(text: &mut String, rules: &[ValidationError]) {
    for ValidationError { field, message } in rules {
        let field = if field.is_empty() { "the document" } else { field };
        let _ = writeln!(text, "  {STRONG}{}{STRONG:#}: {}", escape(field), escape(message));
    }
}
