//! What has to be known before, or although, the command line cannot be read.

mod meant;

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::validate::{many_tokens, url_for_a_token};
use super::{Answer, key};
use crate::error::Error;
use crate::output::Printer;
use crate::token::input::is_url;
use crate::token::permissions::SOURCES;

/// How to talk about a command line that may be wrong: `--color` and `--error-format`, wherever they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct EarlyTalk {
    color: Option<bool>,
    json_errors: Option<bool>,
}

impl EarlyTalk {
    pub(super) fn of(args: &[OsString]) -> Self {
        let mut early = Self::default();
        let mut words = args.iter().skip(1).map(|arg| arg.to_string_lossy()).take_while(|word| word != "--");
        while let Some(word) = words.next() {
            let (flag, value) = match word.split_once('=') {
                Some((flag, value)) => (flag, Some(value.to_owned())),
                None => (word.as_ref(), None),
            };
            if !matches!(flag, "--color" | "--error-format") {
                continue;
            }
            let value = value.or_else(|| words.next().map(std::borrow::Cow::into_owned));
            match (flag, value.as_deref()) {
                ("--color", Some("always")) => early.color = Some(true),
                ("--color", Some("never")) => early.color = Some(false),
                ("--error-format", Some("json")) => early.json_errors = Some(true),
                ("--error-format", Some("text")) => early.json_errors = Some(false),
                _ => {}
            }
        }
        early
    }

    pub(super) fn color(self) -> Option<bool> {
        self.color
    }

    /// Has clap talk the same way.
    #[cfg(feature = "interactive")]
    pub(super) fn color_of(self, command: clap::Command) -> clap::Command {
        command.color(match self.color {
            None => clap::ColorChoice::Auto,
            Some(true) => clap::ColorChoice::Always,
            Some(false) => clap::ColorChoice::Never,
        })
    }

    /// Without the feature `interactive` clap has no colours.
    #[cfg(not(feature = "interactive"))]
    #[allow(clippy::unused_self)] // With colours it is used.
    pub(super) fn color_of(self, command: clap::Command) -> clap::Command {
        command
    }

    pub(super) fn json_errors(self) -> Option<bool> {
        self.json_errors
    }
}

/// Shows what clap has to say: help and version are data, anything else is a wrong command line.
pub(super) fn show(error: &clap::Error, args: &[OsString], printer: &Printer) -> Result<Answer, Error> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            printer.text(&styled(&error.render())).map(|()| Answer::Yes)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            if !printer.json_errors {
                printer.help(&styled(&error.render()));
            }
            Err(Error::usage("a command is missing"))
        }
        ErrorKind::InvalidSubcommand if args.get(1).is_some_and(|word| word == "help") => {
            printer.text(&help_for(args.get(2..).unwrap_or_default())).map(|()| Answer::Yes)
        }
        ErrorKind::MissingSubcommand => {
            Err(Error::usage("a command is missing").hint("`lktoken --help` lists the commands"))
        }
        ErrorKind::UnknownArgument => {
            let known = key_file(error).or_else(|| second_token(error, args));
            Err(known.unwrap_or_else(|| usage_error(error, args)))
        }
        _ => Err(usage_error(error, args)),
    }
}

/// Whoever gives a command for a single token several of them is told of `--batch`, and is not shown them; and whoever
/// puts a space before the URL of `--online`, of the `=`.
fn second_token(error: &clap::Error, args: &[OsString]) -> Option<Error> {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else { return None };
    let (command, _) = typed_command(args.get(1..).unwrap_or_default());
    let takes_a_token = command.get_positionals().any(|positional| positional.get_id() == "input");
    if !takes_a_token || given.starts_with('-') {
        return None;
    }
    let mut behind_online = args.iter().skip_while(|word| *word != "--online").skip(1);
    let is_url = behind_online.next().is_some_and(|word| is_url(&word.to_string_lossy()));
    Some(if is_url {
        url_for_a_token("behind --online stands a URL")
    } else {
        many_tokens("several TOKENs are given", command.get_name())
    })
}

/// Whoever keeps a pair in two files is told where a key comes from, rather than of the flag whose name is nearest.
fn key_file(error: &clap::Error) -> Option<Error> {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else { return None };
    (given == "--api-key-file").then(|| {
        Error::usage(
            "there is no --api-key-file: an API key is no secret, and --api-key takes the key itself",
        )
        .hint("LIVEKIT_API_KEY in the environment is read beside LIVEKIT_API_SECRET_FILE")
        .hint("--env-file FILE reads both from one file")
    })
}

/// With clap's styles, where there are any.
fn styled(text: &clap::builder::StyledStr) -> String {
    #[cfg(feature = "interactive")]
    return text.ansi().to_string();
    #[cfg(not(feature = "interactive"))]
    text.to_string()
}

/// `lktoken help COMMAND`, for those who are used to it: what `lktoken COMMAND --help` shows.
fn help_for(words: &[OsString]) -> String {
    let (mut command, _) = typed_command(words);
    styled(&command.render_help())
}

/// The first paragraph of clap's message, what was perhaps meant, and its tips; they go into the sentence, so that JSON has
/// them too.
fn usage_error(error: &clap::Error, args: &[OsString]) -> Error {
    let (command, name) = typed_command(words_before_a_fault(error, args));
    let rendered = error.render().to_string();
    let mut paragraphs = rendered.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let first = paragraphs.next().unwrap_or("the command line is wrong");
    let mut message = first.trim_start_matches("error: ").split_whitespace().collect::<Vec<_>>().join(" ");
    match meant::meant_by(error, &command) {
        // Whoever has mistyped this one is best told at once that there is none.
        Some(flag) if flag == "--api-secret" => return key::secret_in_arguments(),
        Some(flag) if message == format!("unexpected argument '{flag}' found") => {
            message = format!("{message}: it goes behind the command, `{name} {flag}`");
        }
        Some(meant) => message = format!("{message}; did you mean {meant}?"),
        None => {}
    }
    let tips = paragraphs.flat_map(str::lines).filter_map(|line| line.trim().strip_prefix("tip: "));
    // That a long flag could be a value is true, and never meant.
    let tips = tips.filter(|tip| !tip.starts_with("to pass '--"));
    let mut result = Error::usage(tips.fold(message, |message, tip| format!("{message}: {tip}")));
    if ["'true'", "'false'"].iter().any(|value| first.contains(value)) {
        result = result.hint("a flag that is yes or no takes its value behind `=`: --can-publish=false");
    }
    if let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg)
        && given.split(',').all(|source| SOURCES.contains(&source))
    {
        result = result.hint(format!("what may be published is listed by --source {given}"));
    }
    if error.kind() == ErrorKind::MissingRequiredArgument && first.contains("--batch <FILE>") {
        result = result.hint(
            "--out, --jobs and the like are for many at once; a single answer goes to standard output: `(umask 077; … > FILE)`",
        );
    }
    result.hint(format!("`{name} --help` shows what can be given"))
}

/// What was typed, up to the command that there is not, where that is what is wrong.
fn words_before_a_fault<'a>(error: &clap::Error, args: &'a [OsString]) -> &'a [OsString] {
    let words = args.get(1..).unwrap_or_default();
    match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(wrong)) => {
            words.split(|word| word == wrong.as_str()).next().unwrap_or(words)
        }
        _ => words,
    }
}

/// The command that these words name, as far as there is one, and its whole name: `lktoken profile add`.
fn typed_command(words: &[OsString]) -> (clap::Command, String) {
    let mut root = crate::cli::command();
    root.build();
    let mut command = &root;
    let mut name = String::from("lktoken");
    for subcommand in words {
        if let Some(found) = command.find_subcommand(subcommand) {
            command = found;
            name = format!("{name} {}", command.get_name());
        }
    }
    (command.clone(), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn early(args: &[&str]) -> EarlyTalk {
        EarlyTalk::of(
            &std::iter::once("lktoken").chain(args.iter().copied()).map(OsString::from).collect::<Vec<_>>(),
        )
    }

    #[test]
    fn talk_is_found_wherever_it_stands() {
        let both = EarlyTalk { color: Some(false), json_errors: Some(true) };
        assert_eq!(early(&["--color=never", "mint", "--error-format", "json", "--oops"]), both);
        assert_eq!(early(&["mint", "--", "--color=never"]), EarlyTalk::default());
        assert_eq!(early(&["--color", "sometimes", "--error-format"]), EarlyTalk::default());
    }
}
