//! The key that signs and the bearer token that opens: read at the start, and again on demand.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::cli::CredentialArgs;
use crate::commands::Session;
use crate::commands::key::{check_url, choice_of};
use crate::credentials::{Choice, Credentials, Environment, select};
use crate::error::Error;
use crate::server::{Access, BearerToken, Current, ServedKey};
use crate::token::key::SigningKey;

/// The largest file with a bearer token, in bytes.
const MAX_TOKEN_FILE_BYTES: u64 = 8192;

/// Where key and bearer token come from.
pub(super) struct KeyFiles {
    choice: Choice,
    token_file: Option<PathBuf>,
}

impl KeyFiles {
    pub(super) fn new(args: CredentialArgs, token_file: Option<PathBuf>) -> Result<Self, Error> {
        Ok(Self { choice: choice_of(args)?, token_file })
    }

    /// Who may ask, by the bearer token's file.
    pub(super) fn access(&self) -> Result<Access, Error> {
        match &self.token_file {
            None => Ok(Access::Anonymous),
            Some(path) => Ok(Access::Bearer(Current::new(read_bearer_token(path)?))),
        }
    }

    /// The key to start with. Without any the server starts all the same: it answers what is wrong to whoever asks.
    pub(super) fn load_first(&self, session: &mut Session) -> Result<Current<Option<ServedKey>>, Error> {
        let selection = match select(&self.choice, &session.environment) {
            Err(error) if error.is_missing() => {
                return Ok(Current::new(self.tell_missing(&Error::from(error))));
            }
            other => other?,
        };
        let stdin = if selection.reads_standard_input() {
            Some(session.stdin.take("--api-secret-file -")?)
        } else {
            None
        };
        match selection.load(|| stdin.ok_or(std::io::ErrorKind::Unsupported.into())) {
            Ok(credentials) => Ok(Current::new(Some(told(credentials)?))),
            Err(error) if error.is_missing() => Ok(Current::new(self.tell_missing(&Error::from(error)))),
            Err(error) => Err(error.into()),
        }
    }

    /// Says loudly that there is no key.
    #[allow(clippy::unused_self)] // It is these files that lack the key.
    fn tell_missing(&self, error: &Error) -> Option<ServedKey> {
        let hints = error.hints().join("; ");
        tracing::error!(
            hints,
            "{}: every request will be answered with 500 MISSING_CREDENTIALS",
            error.message()
        );
        None
    }

    /// Reads everything again. What cannot be read stays as it was.
    pub(super) fn reload(
        &self,
        environment: &Environment,
        key: &Current<Option<ServedKey>>,
        access: &Access,
    ) {
        if let (Access::Bearer(token), Some(path)) = (access, &self.token_file) {
            match read_bearer_token(path) {
                Ok(read) => {
                    token.set(read);
                    tracing::info!("read the bearer token again");
                }
                Err(error) => tracing::error!("the bearer token stays as it was: {}", error.message()),
            }
        }
        let loaded = select(&self.choice, environment).and_then(|selection| {
            // Standard input was read to its end at the start.
            selection.load(|| Err::<std::io::Empty, _>(std::io::ErrorKind::Unsupported.into()))
        });
        match loaded.map_err(Error::from).and_then(told) {
            Ok(served) => key.set(Some(served)),
            Err(error) => tracing::error!("the key stays as it was: {}", error.message()),
        }
    }
}

/// The key, once the log says which it is.
fn told(credentials: Credentials) -> Result<ServedKey, Error> {
    let Credentials { api_key, secret, url, source, warnings } = credentials;
    if let Some(url) = &url {
        check_url(url).map_err(|problem| Error::usage(format!("the server's URL {problem}")))?;
    }
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    let key = SigningKey::new(api_key, &secret);
    let api_key = key.api_key().as_str();
    tracing::info!(api_key, source = %source, url = url.as_deref().unwrap_or("none"), "signing");
    if url.is_none() {
        tracing::warn!(
            "no server URL is known (--url, LIVEKIT_URL): /api/connection-details will answer 500"
        );
    }
    Ok(ServedKey { key, url })
}

fn read_bearer_token(path: &Path) -> Result<BearerToken, Error> {
    use std::io::Read as _;
    let mut text = Zeroizing::new(String::new());
    let read = std::fs::File::open(path)
        .and_then(|file| file.take(MAX_TOKEN_FILE_BYTES + 1).read_to_string(&mut text));
    match read {
        Err(error) => {
            Err(Error::usage(format!("cannot read the file given with --token-file: {error}")).at(path))
        }
        Ok(_) => BearerToken::new(&text)
            .map_err(|problem| Error::usage(format!("the bearer token in --token-file {problem}")).at(path)),
    }
}
