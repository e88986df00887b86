//! Questions on a terminal. They are drawn on standard error, so that standard output stays data.

#[cfg(feature = "interactive")]
use std::time::Duration;

#[cfg(feature = "interactive")]
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
#[cfg(feature = "interactive")]
use dialoguer::{Input, Password};
use zeroize::Zeroizing;

use super::Printer;
#[cfg(feature = "interactive")]
use super::escape::escape;
use crate::error::Error;

/// How long a signal that interrupted a question may take to end the program.
#[cfg(feature = "interactive")]
const SIGNAL_TIME: Duration = Duration::from_secs(2);

/// Asks a person; made only where there is one.
#[cfg(feature = "interactive")]
pub struct Prompter {
    theme: Box<dyn Theme>,
}

#[cfg(feature = "interactive")]
impl Prompter {
    /// A prompter where standard input and standard error are terminals, `--no-input` was not given and `CI` is not set.
    #[must_use]
    pub fn for_terminal(stdin_is_terminal: bool, printer: &Printer, no_input: bool) -> Option<Self> {
        let ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        if !stdin_is_terminal || !printer.stderr_is_terminal || no_input || ci {
            return None;
        }
        let theme: Box<dyn Theme> =
            if printer.colors_stderr() { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) };
        Some(Self { theme })
    }

    /// Asks for a line; `check` says what is wrong with it, and then it is asked for again.
    ///
    /// # Errors
    ///
    /// When the terminal is gone or the question was interrupted.
    pub fn line(&self, question: &str, check: impl Fn(&str) -> Result<(), String>) -> Result<String, Error> {
        watch_the_terminal();
        Input::<String>::with_theme(&*self.theme)
            .with_prompt(question)
            .allow_empty(true)
            .validate_with(|text: &String| check(text).map_err(|error| escape(&error).into_owned()))
            .interact_text()
            .map_err(|error| interrupted(&error))
    }

    /// Asks for a secret without showing it; with `confirm`, twice.
    ///
    /// # Errors
    ///
    /// When the terminal is gone or the question was interrupted.
    pub fn secret(&self, question: &str, confirm: bool) -> Result<Zeroizing<String>, Error> {
        watch_the_terminal();
        let prompt = Password::with_theme(&*self.theme).with_prompt(question);
        let prompt =
            if confirm { prompt.with_confirmation("The secret again", "The two differ") } else { prompt };
        prompt.interact().map(Zeroizing::new).map_err(|error| interrupted(&error))
    }
}

/// From the first question on, whatever ends the program leaves the terminal as it was found.
#[cfg(feature = "interactive")]
fn watch_the_terminal() {
    #[cfg(unix)]
    super::restored::watch();
}

/// Asks nobody: without the feature `interactive` there is none.
#[cfg(not(feature = "interactive"))]
pub enum Prompter {}

#[cfg(not(feature = "interactive"))]
impl Prompter {
    /// None.
    #[must_use]
    pub fn for_terminal(_stdin_is_terminal: bool, _printer: &Printer, _no_input: bool) -> Option<Self> {
        None
    }

    /// Never asks.
    ///
    /// # Errors
    ///
    /// None: there is nobody to ask.
    pub fn line(
        &self,
        _question: &str,
        _check: impl Fn(&str) -> Result<(), String>,
    ) -> Result<String, Error> {
        match *self {}
    }

    /// Never asks.
    ///
    /// # Errors
    ///
    /// None: there is nobody to ask.
    pub fn secret(&self, _question: &str, _confirm: bool) -> Result<Zeroizing<String>, Error> {
        match *self {}
    }
}

#[cfg(feature = "interactive")]
fn interrupted(error: &dialoguer::Error) -> Error {
    let dialoguer::Error::IO(cause) = error;
    if cause.kind() == std::io::ErrorKind::Interrupted {
        // By a signal: what it ends the program with is on its way, and nobody is to be told anything.
        std::thread::sleep(SIGNAL_TIME);
    }
    Error::other(format!("the question was not answered: {error}"))
        .hint("give the answer as a flag; --no-input never asks")
}
