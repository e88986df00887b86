//! A minted token in the form that was asked for.

use std::path::PathBuf;

use serde::Serialize;

#[cfg(feature = "interactive")]
use super::open;
use super::{link, step_output};
use crate::cli::{GithubName, MintOutput};
use crate::commands::key::{ChosenKey, check_url};
use crate::error::Error;
use crate::output::Printer;
use crate::token::request::ValidRequest;
use crate::token::response::TokenResponse;

/// An output that can be written, as far as is known before there is a token.
pub(super) struct Output {
    form: Form,
    opens_page: bool,
}

enum Form {
    Json,
    Token,
    Env,
    Connection,
    Github {
        name: GithubName,
        path: PathBuf,
    },
    Url,
    #[cfg(feature = "interactive")]
    Qr,
}

/// LiveKit's standard token endpoint's answer (`livekit_token_source.proto`).
#[derive(Serialize)]
struct Connection<'a> {
    server_url: &'a str,
    participant_token: &'a str,
}

impl Output {
    /// Makes sure of what the output needs.
    pub(super) fn prepare(output: &MintOutput, opens_page: bool) -> Result<Self, Error> {
        let form = match output {
            MintOutput::Json => Form::Json,
            MintOutput::Token => Form::Token,
            MintOutput::Env => Form::Env,
            MintOutput::Connection => Form::Connection,
            MintOutput::Url => Form::Url,
            #[cfg(feature = "interactive")]
            MintOutput::Qr => Form::Qr,
            MintOutput::Csv => {
                return Err(Error::usage("--output csv is for many tokens: use it with --batch or --count"));
            }
            MintOutput::Github(name) => Form::Github { name: name.clone(), path: step_output::locate()? },
        };
        Ok(Self { form, opens_page })
    }

    /// What needs a link, if anything does.
    fn links(&self) -> Option<&'static str> {
        match &self.form {
            Form::Url => Some("--output url"),
            #[cfg(feature = "interactive")]
            Form::Qr => Some("--output qr"),
            _ if self.opens_page => Some("--open"),
            _ => None,
        }
    }

    #[cfg(feature = "interactive")]
    fn is_for_a_phone(&self) -> bool {
        matches!(self.form, Form::Qr)
    }

    #[cfg(not(feature = "interactive"))]
    #[allow(clippy::unused_self)] // With QR codes it is used.
    fn is_for_a_phone(&self) -> bool {
        false
    }

    /// Makes sure that this request's token can be written, before there is one.
    pub(super) fn check(&self, request: &ValidRequest<'_>) -> Result<(), Error> {
        if let Some(what) = self.links()
            && !request.grants().joins()
        {
            return Err(Error::usage(format!(
                "{what} is for a token that joins a room, and this one does not"
            )));
        }
        if let Form::Env = &self.form {
            for (what, name) in [("room", request.room_name()), ("identity", request.participant_identity())]
            {
                quoted_for_dotenv(name).ok_or_else(|| {
                    Error::usage(format!(
                        "the {what} {name:?} cannot be a line that every reader of dotenv files reads alike"
                    ))
                    .hint("`-o json` can hold any name")
                })?;
            }
        }
        Ok(())
    }

    /// Makes sure of the server's URL, where it is needed.
    pub(super) fn check_url(&self, chosen: &ChosenKey) -> Result<(), Error> {
        let needed_for = self.links().or(match &self.form {
            Form::Connection => Some("--output connection"),
            _ => None,
        });
        match needed_for {
            Some(what) => needed_url(what, chosen).map(|_| ()),
            None if matches!(self.form, Form::Env) && chosen.url.is_some() => {
                needed_url("--output env", chosen).map(|_| ())
            }
            None => Ok(()),
        }
    }

    /// Writes the token, and opens the page if that was asked for.
    pub(super) fn print(
        &self,
        response: &TokenResponse<'_>,
        url: Option<&str>,
        printer: &Printer,
    ) -> Result<(), Error> {
        let link = self.links().map(|_| link::to_meet(url.unwrap_or_default(), &response.token));
        if link.is_some() {
            printer.note("the link holds the token: until that expires, whoever has the link can use it");
            if let Some(doubt) = link::doubt(url.unwrap_or_default(), self.is_for_a_phone()) {
                printer.warn(doubt);
            }
        }
        match &self.form {
            Form::Json => printer.json(response)?,
            Form::Token => printer.data(&format!("{}\n", response.token))?,
            Form::Env => {
                if url.is_none() {
                    printer
                        .warn("no server URL is known, so there is no LIVEKIT_URL line: give one with --url");
                }
                printer.data(&dotenv_lines(url, response))?;
            }
            Form::Connection => printer.json(&Connection {
                server_url: url.unwrap_or_default(),
                participant_token: &response.token,
            })?,
            Form::Url => printer.data(&format!("{}\n", link.as_deref().unwrap_or_default()))?,
            #[cfg(feature = "interactive")]
            Form::Qr => link::draw(link.as_deref().unwrap_or_default(), printer)?,
            Form::Github { name, path } => {
                // Masked before anything else can write it to the log, and on standard error, which the runner reads
                // too, so that a command substitution cannot swallow it.
                printer.workflow_command(&format!("::add-mask::{}", response.token));
                step_output::append(path, name.as_str(), &response.token)?;
            }
        }
        #[cfg(feature = "interactive")]
        if let Some(link) = link.filter(|_| self.opens_page) {
            open::open(&link)?;
        }
        Ok(())
    }
}

/// The server's URL, where `what` needs one.
pub(super) fn needed_url<'a>(what: &str, chosen: &'a ChosenKey) -> Result<&'a str, Error> {
    let ChosenKey { key: _, source, url } = chosen;
    let url = url.as_deref().ok_or_else(|| {
        Error::usage(format!("{what} needs the server's URL, and there is none beside the key ({source})"))
            .hint("give it with --url, the variable LIVEKIT_URL, or `url` in [profiles.NAME]")
    })?;
    check_url(url).map_err(|problem| Error::usage(format!("the server's URL {problem}")))?;
    Ok(url)
}

/// Lines of a dotenv file; a token is of base64url's alphabet and needs no quotes.
fn dotenv_lines(url: Option<&str>, response: &TokenResponse<'_>) -> String {
    let line = |(name, value): (&str, Option<&str>)| {
        value.and_then(quoted_for_dotenv).map(|value| format!("{name}={value}\n"))
    };
    let lines = [
        ("LIVEKIT_URL", url),
        ("LIVEKIT_TOKEN", Some(&*response.token)),
        ("LIVEKIT_ROOM", response.room_name.as_deref()),
        ("LIVEKIT_IDENTITY", response.participant_identity.as_deref()),
    ];
    lines.into_iter().filter_map(line).collect()
}

/// A value as every reader of dotenv files reads it: as it is, or in single quotes, which nothing within can end or
/// change. `None` where neither will do.
fn quoted_for_dotenv(value: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '-' | '_' | '@');
    if value.chars().all(plain) {
        return Some(value.to_owned());
    }
    let breaks = |c: char| matches!(c, '\'' | '\\') || c.is_control();
    (!value.contains(breaks)).then(|| format!("'{value}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotenv_values_are_plain_or_in_single_quotes() {
        for (value, quoted) in [
            ("demo", Some("demo")),
            ("alice@example.com", Some("alice@example.com")),
            ("ws://h:1/b?x=1&y", Some("'ws://h:1/b?x=1&y'")),
            ("a $b \"c\" #d", Some("'a $b \"c\" #d'")),
            ("it's", None),
            ("a\nb", None),
            ("a\\", None),
        ] {
            assert_eq!(quoted_for_dotenv(value).as_deref(), quoted, "{value}");
        }
    }
}
