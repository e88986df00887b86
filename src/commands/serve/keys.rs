//! The key that signs and the bearer token that opens: read at the start, and again on demand. What the log says of them
//! goes through [`conceal`], as errors do: a secret may stand where its path should.

use std::path::{Path, PathBuf};

use crate::cli::CredentialArgs;
use crate::commands::Session;
use crate::commands::key::{check_url, choice_of};
use crate::credentials::{
    Choice, CredentialError, Credentials, Defaults, FileKind, Source, Warning, read_secret, select,
};
use crate::error::Error;
use crate::output::conceal::conceal;
use crate::server::{Access, BearerToken, Current, ServedKey};
use crate::token::key::SigningKey;
use crate::token::lint::{Lint, short_secret};

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
    pub(super) fn access(&self, everybody: bool) -> Result<Access, Error> {
        match &self.token_file {
            None if everybody => Ok(Access::Anonymous),
            None => Ok(Access::ThisMachine),
            Some(path) => Ok(Access::Bearer(Current::new(read_bearer_token(path)?))),
        }
    }

    /// The key to start with. Without any the server starts all the same: it answers what is wrong to whoever asks.
    pub(super) fn load_first(
        &self,
        session: &mut Session,
        under_azure: bool,
    ) -> Result<Current<Option<ServedKey>>, Error> {
        let current = Current::new(None);
        match self.credentials(session)? {
            Ok(credentials) => Loaded::of(credentials)?.take_effect(&current),
            Err(error) if error.is_missing() => {
                let mut error = Error::from(error);
                if under_azure {
                    let settings =
                        "set LIVEKIT_API_KEY and LIVEKIT_API_SECRET in the function app's settings";
                    error = error.first_hints(vec![settings.to_owned()]);
                }
                let (message, hints) = (error.message(), error.hints().join("; "));
                tracing::error!(
                    hints,
                    "{message}: every request will be answered with 500 MISSING_CREDENTIALS"
                );
            }
            Err(error) => return Err(error.into()),
        }
        Ok(current)
    }

    /// The outer error is of the command line: two things that want standard input.
    fn credentials(&self, session: &mut Session) -> Result<Result<Credentials, CredentialError>, Error> {
        let selection = match select(&self.choice, &session.environment) {
            Ok(selection) => selection,
            Err(error) => return Ok(Err(error)),
        };
        if *selection.defaults() != Defaults::default() {
            tracing::warn!("the profile's defaults are for `mint`: a request over HTTP has the contract's");
        }
        let taken = if selection.reads_standard_input() {
            Some(session.stdin.take("--api-secret-file -")?)
        } else {
            None
        };
        Ok(selection.load(|| taken.ok_or(std::io::ErrorKind::Unsupported.into())))
    }

    /// Reads everything again, as a hang-up asks for. What cannot be read stays as it was.
    #[cfg(unix)]
    pub(super) fn reload(
        &self,
        environment: &crate::credentials::Environment,
        key: &Current<Option<ServedKey>>,
        access: &Access,
    ) {
        if let (Access::Bearer(token), Some(path)) = (access, &self.token_file) {
            match read_bearer_token(path) {
                Ok(read) => {
                    let what = if token.get().is_same_as(&read) { "the same" } else { "another one" };
                    token.set(read);
                    tracing::info!("the bearer token is {what}");
                }
                Err(error) => {
                    tracing::error!("the bearer token stays as it was: {}", conceal(error.message()));
                }
            }
        }
        let loaded = select(&self.choice, environment).and_then(|selection| {
            // Standard input was read to its end at the start.
            selection.load(|| Err::<std::io::Empty, _>(std::io::ErrorKind::Unsupported.into()))
        });
        match loaded.map_err(Error::from).and_then(Loaded::of) {
            Ok(loaded) => loaded.take_effect(key),
            Err(error) => tracing::error!("the key stays as it was: {}", conceal(error.message())),
        }
    }
}

/// A key that is ready, and the place it came from.
struct Loaded {
    served: ServedKey,
    source: Source,
    warnings: Vec<Warning>,
}

impl Loaded {
    fn of(credentials: Credentials) -> Result<Self, Error> {
        let Credentials { api_key, secret, url, source, warnings } = credentials;
        if let Some(url) = &url {
            check_url(url).map_err(|problem| Error::usage(format!("the server's URL {problem}")))?;
        }
        Ok(Self { served: ServedKey { key: SigningKey::new(api_key, &secret), url }, source, warnings })
    }

    /// Signs with it from now on, and then says so.
    fn take_effect(self, current: &Current<Option<ServedKey>>) {
        let Self { served, source, warnings } = self;
        warnings.iter().for_each(log_warning);
        if let Some(Lint { code, message }) = short_secret(&served.key) {
            tracing::warn!("{code}: {message}");
        }
        let (api_key, url) = (served.key.api_key().clone(), served.url.clone());
        let how = how_it_signs(current.get().as_ref().as_ref(), &served);
        current.set(Some(served));
        let source = source.to_string();
        tracing::info!(api_key = api_key.as_str(), source = %conceal(&source), url = url.as_deref().unwrap_or("none"), "{how}");
        if url.is_none() {
            tracing::warn!(
                "no server URL is known (--url, LIVEKIT_URL): /api/connection-details will answer 500"
            );
        }
    }
}

/// What is told of a key that takes the place of another one, so that whoever exchanged it knows that it was read.
fn how_it_signs(before: Option<&ServedKey>, now: &ServedKey) -> &'static str {
    match before {
        None => "signing",
        Some(before) if before.key.api_key() != now.key.api_key() => "signing with another key",
        Some(before) if !before.key.signer().has_secret_of(now.key.signer()) => "signing with another secret",
        Some(before) if before.url != now.url => "signing as before, for another URL",
        Some(_) => "signing as before",
    }
}

fn read_bearer_token(path: &Path) -> Result<BearerToken, Error> {
    let (text, warning) = read_secret(FileKind::BearerToken, path).map_err(|error| match error {
        CredentialError::File { problem, .. } => {
            Error::usage(format!("cannot read the file given with --token-file: {problem}")).at(path)
        }
        other => other.into(),
    })?;
    let token = BearerToken::new(&text)
        .map_err(|problem| Error::usage(format!("the bearer token in --token-file {problem}")).at(path))?;
    warning.iter().for_each(log_warning);
    Ok(token)
}

fn log_warning(warning: &Warning) {
    tracing::warn!("{}", conceal(&warning.to_string()));
}
