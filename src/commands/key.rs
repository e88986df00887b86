//! Which key was meant.

use super::Session;
use crate::cli::CredentialArgs;
use crate::credentials::{Choice, CredentialError, Credentials, Environment, Selection, select};
use crate::error::Error;
use crate::token::key::SigningKey;

/// A key ready for use, and where it came from.
pub(super) struct ChosenKey {
    pub(super) key: SigningKey,
    pub(super) source: String,
    pub(super) url: Option<String>,
}

impl From<Credentials> for ChosenKey {
    fn from(credentials: Credentials) -> Self {
        let Credentials { api_key, secret, url, source, warnings: _ } = credentials;
        Self { key: SigningKey::new(api_key, &secret), source: source.to_string(), url }
    }
}

/// Decides the place that key and secret come from. The outer error is a wrong command line; the inner one may be put
/// off until the request is known to be good.
pub(super) fn choose(
    args: CredentialArgs,
    session: &Session,
) -> Result<Result<Selection, CredentialError>, Error> {
    Ok(select(&choice_of(args)?, &session.environment))
}

/// What was typed to choose credentials.
pub(super) fn choice_of(args: CredentialArgs) -> Result<Choice, Error> {
    let CredentialArgs { dev, profile, env_file, api_key, api_secret_file, api_secret: _, url, config } =
        args;
    if let Some(url) = &url {
        check_url(url).map_err(|problem| Error::usage(format!("--url {problem}")))?;
    }
    Ok(Choice { api_key, api_secret_file, dev, profile, env_file, config, url })
}

/// Opens the secret of the chosen place.
pub(super) fn load(selection: Selection, session: &mut Session) -> Result<ChosenKey, Error> {
    let taken = if selection.reads_standard_input() {
        Some(session.stdin.take("--api-secret-file -")?)
    } else {
        None
    };
    let credentials = selection.load(|| taken.ok_or(std::io::ErrorKind::Unsupported.into()))?;
    for warning in &credentials.warnings {
        session.printer.warn(&warning.to_string());
    }
    Ok(credentials.into())
}

/// A key whose secret was typed, or is read from `secret`: a pair as the flags give one, whatever the environment holds.
pub(super) fn typed(
    api_key: String,
    url: Option<String>,
    secret: impl std::io::Read,
) -> Result<ChosenKey, Error> {
    Ok(typed_credentials(api_key, url, secret)?.into())
}

/// As [`typed`], with the secret itself.
pub(super) fn typed_credentials(
    api_key: String,
    url: Option<String>,
    secret: impl std::io::Read,
) -> Result<Credentials, Error> {
    let choice =
        Choice { api_key: Some(api_key), api_secret_file: Some("-".into()), url, ..Choice::default() };
    let selection = select(&choice, &Environment::default())?;
    Ok(selection.load(|| Ok(secret))?)
}

/// There is no flag that takes a secret's value; whoever looks for one is told what there is.
pub(super) fn refuse_secret_in_arguments(given: bool) -> Result<(), Error> {
    if given { Err(secret_in_arguments()) } else { Ok(()) }
}

/// What is said of a secret on the command line.
pub(super) fn secret_in_arguments() -> Error {
    Error::usage(
        "no flag takes a secret: arguments are seen by every user of the machine and kept by the shell",
    )
    .hint("--api-secret-file FILE, or `-` to pipe it in, beside --api-key KEY")
    .hint("the variables LIVEKIT_API_KEY and LIVEKIT_API_SECRET (or LIVEKIT_API_SECRET_FILE)")
    .hint("--env-file FILE, a dotenv file that holds both")
    .hint(if cfg!(feature = "interactive") {
        "`lktoken profile add`, which asks without showing it; then --profile NAME"
    } else {
        "[profiles.NAME] in the config file, with api_secret_file or api_secret_command; then --profile NAME"
    })
}

/// Whether a server's URL can be one: `ws`, `wss`, `http` or `https`, a host, and nothing that breaks a line.
pub(super) fn check_url(url: &str) -> Result<(), String> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    if !["ws", "wss", "http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return Err("is not a server's URL: it must begin with wss://, ws://, https:// or http://".to_owned());
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty()
        || url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '\\'))
    {
        return Err("is not a server's URL: it needs a host, and no white space or quotes".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_those_of_servers() {
        for url in ["ws://localhost:7880", "wss://x.livekit.cloud", "https://h/base", "HTTP://h"] {
            assert_eq!(check_url(url), Ok(()), "{url}");
        }
        for url in ["", "localhost:7880", "ftp://x", "ws://", "ws:///x", "ws://a b", "ws://a\n", "ws://a'b"] {
            assert!(check_url(url).is_err(), "{url}");
        }
    }
}
