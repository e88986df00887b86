//! The chosen place, and the pair it holds.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::Defaults;
use super::env_file;
use super::error::{CredentialError, FileKind, Half, PairPlace, TextProblem};
use super::secret_command::{SecretCommand, TIME_LIMIT};
use super::source::Source;
use super::text::{SECRET_LIMIT, read_all, read_secret, strip_newline};
use super::variables::{LIVEKIT_API_KEY, LIVEKIT_API_SECRET, LIVEKIT_API_SECRET_FILE};
use super::warning::{Oddity, Warning};
use crate::token::key::{ApiKey, ApiSecret};

/// The place that key and secret will come from. Nothing secret has been opened yet.
#[derive(Debug)]
pub struct Selection {
    source: Source,
    pair: Pair,
    url: Option<String>,
    defaults: Defaults,
    warnings: Vec<Warning>,
}

/// A key with its secret, where both came from, and what is noteworthy about them.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The key.
    pub api_key: ApiKey,
    /// Its secret.
    pub secret: ApiSecret,
    /// The server's address: `--url`, else the one that stands beside the key.
    pub url: Option<String>,
    /// The one place key and secret came from.
    pub source: Source,
    /// What a person should know, though it stops nothing.
    pub warnings: Vec<Warning>,
}

/// The two halves, or the file that holds both.
#[derive(Debug)]
pub(super) enum Pair {
    Parts(Parts),
    EnvFile(PathBuf),
}

/// The halves of one place, each with the flag, the variable or the profile key that gave it.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) api_key: Option<(&'static str, String)>,
    pub(super) secret: Option<(&'static str, SecretPlace)>,
    pub(super) place: PairPlace,
}

/// Where a secret is.
#[derive(Debug)]
pub(super) enum SecretPlace {
    Inline { secret: ApiSecret, place: String },
    File(PathBuf),
    StandardInput,
    Command { profile: String, command: SecretCommand },
}

impl Selection {
    pub(super) fn new(source: Source, pair: Pair) -> Self {
        Self { source, pair, url: None, defaults: Defaults::default(), warnings: Vec::new() }
    }

    /// As [`Selection::new`], of both halves or not at all. `unused` holds the missing half, but elsewhere.
    pub(super) fn whole(
        source: Source,
        parts: Parts,
        unused: &[&'static str],
    ) -> Result<Self, CredentialError> {
        parts.check(unused)?;
        Ok(Self::new(source, Pair::Parts(parts)))
    }

    /// With the URL that stands beside the key.
    pub(super) fn with_url(mut self, url: Option<String>) -> Self {
        self.url = url;
        self
    }

    /// With the URL that was typed, if one was.
    pub(super) fn with_typed_url(mut self, typed: Option<String>) -> Self {
        self.url = typed.or(self.url);
        self
    }

    /// With what a profile says for open requests, and what is noteworthy about its file.
    pub(super) fn with_profile(mut self, defaults: Defaults, warnings: Vec<Warning>) -> Self {
        self.defaults = defaults;
        self.warnings = warnings;
        self
    }

    /// What the chosen profile says for requests that leave it open; empty where no profile is chosen.
    #[must_use]
    pub fn defaults(&self) -> &Defaults {
        &self.defaults
    }

    /// The server's address, as far as it is known before an env file is opened.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The place that was chosen.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The key's name, as far as it is known before an env file is opened.
    #[must_use]
    pub fn api_key(&self) -> Option<&str> {
        match &self.pair {
            Pair::Parts(parts) => parts.api_key.as_ref().map(|(_, key)| key.as_str()),
            Pair::EnvFile(_) => None,
        }
    }

    /// Where the secret is, as far as it is known before an env file is opened.
    pub(super) fn secret_place(&self) -> Option<&SecretPlace> {
        match &self.pair {
            Pair::Parts(parts) => parts.secret.as_ref().map(|(_, place)| place),
            Pair::EnvFile(_) => None,
        }
    }

    /// Whether [`Selection::load`] will read standard input: `--api-secret-file -`.
    #[must_use]
    pub fn reads_standard_input(&self) -> bool {
        matches!(self.secret_place(), Some(SecretPlace::StandardInput))
    }

    /// Opens the secret: reads its file or the env file, runs its command, or reads what `stdin` gives, which is called
    /// only for `--api-secret-file -` and may refuse.
    ///
    /// # Errors
    ///
    /// [`CredentialError::HalfPair`] or [`CredentialError::EmptyPlace`] when a profile or env file lacks a half, and
    /// whatever is wrong with the file, the command or standard input.
    pub fn load<R: Read>(
        self,
        stdin: impl FnOnce() -> io::Result<R>,
    ) -> Result<Credentials, CredentialError> {
        let Self { source, pair, mut url, defaults: _, mut warnings } = self;
        let parts = match pair {
            Pair::Parts(parts) => parts,
            Pair::EnvFile(path) => {
                let (parts, url_beside) = Parts::of_env_file(&path)?;
                url = url.or(url_beside);
                parts
            }
        };
        let (name, name_from, secret) = parts.both()?;
        let (secret, secret_from) = secret.open(stdin, &mut warnings)?;
        warn_if_odd(Half::ApiKey, &name, &name_from, &mut warnings);
        warn_if_odd(Half::Secret, secret.expose(), &secret_from, &mut warnings);
        let api_key =
            ApiKey::new(name).map_err(|_| CredentialError::Empty { half: Half::ApiKey, place: name_from })?;
        Ok(Credentials { api_key, secret, url, source, warnings })
    }
}

impl Parts {
    /// The halves in an env file, and the URL beside them.
    fn of_env_file(path: &Path) -> Result<(Self, Option<String>), CredentialError> {
        let env_file::EnvFile { url, api_key, secret, secret_file } = env_file::read(path)?;
        let secret = match (secret, secret_file) {
            (Some(secret), _) => {
                let place = format!("{LIVEKIT_API_SECRET} in {}", path.display());
                Some((LIVEKIT_API_SECRET, SecretPlace::Inline { secret: secret_of(secret, &place)?, place }))
            }
            (None, Some(file)) => Some((LIVEKIT_API_SECRET_FILE, SecretPlace::File(file))),
            (None, None) => None,
        };
        let api_key = api_key.map(|key| (LIVEKIT_API_KEY, key));
        Ok((Self { api_key, secret, place: PairPlace::EnvFile(path.to_owned()) }, url))
    }

    /// Whether both halves are there.
    fn check(&self, unused: &[&'static str]) -> Result<(), CredentialError> {
        let half = |missing, found| CredentialError::HalfPair {
            missing,
            found,
            place: self.place.clone(),
            unused: unused.to_vec(),
        };
        match (&self.api_key, &self.secret) {
            (Some(_), Some(_)) => Ok(()),
            (Some((found, _)), None) => Err(half(Half::Secret, found)),
            (None, Some((found, _))) => Err(half(Half::ApiKey, found)),
            (None, None) => Err(CredentialError::EmptyPlace { place: self.place.clone() }),
        }
    }

    /// The key, what gave it, and the secret's place.
    fn both(self) -> Result<(String, String, SecretPlace), CredentialError> {
        self.check(&[])?;
        match self {
            Self { api_key: Some((given_by, key)), secret: Some((_, secret)), place } => {
                Ok((key, in_place(given_by, &place), secret))
            }
            Self { place, .. } => Err(CredentialError::EmptyPlace { place }),
        }
    }
}

impl SecretPlace {
    /// The secret, and where it came from in words.
    fn open<R: Read>(
        self,
        stdin: impl FnOnce() -> io::Result<R>,
        warnings: &mut Vec<Warning>,
    ) -> Result<(ApiSecret, String), CredentialError> {
        match self {
            Self::Inline { secret, place } => Ok((secret, place)),
            Self::File(path) => {
                let (secret, warning) = read_secret_file(&path)?;
                warnings.extend(warning);
                Ok((secret, format!("the file {}", path.display())))
            }
            Self::StandardInput => {
                let text = stdin().map_err(TextProblem::Io).and_then(|reader| read_all(reader, SECRET_LIMIT));
                let mut text = text.map_err(|problem| CredentialError::StandardInput { problem })?;
                strip_newline(&mut text);
                let place = "standard input".to_owned();
                Ok((secret_of(text, &place)?, place))
            }
            Self::Command { profile, command } => {
                let place = format!("api_secret_command of profile {profile}");
                let secret = command.run(TIME_LIMIT).map_err(|problem| {
                    let program = command.program().to_owned();
                    CredentialError::Command { profile, program, problem }
                })?;
                Ok((secret_of(secret, &place)?, place))
            }
        }
    }
}

/// The secret in a file, without one trailing newline, and a warning when others can read the file.
pub(super) fn read_secret_file(path: &Path) -> Result<(ApiSecret, Option<Warning>), CredentialError> {
    let (text, warning) = read_secret(FileKind::Secret, path)?;
    Ok((secret_of(text, &format!("the file {}", path.display()))?, warning))
}

fn secret_of(text: Zeroizing<String>, place: &str) -> Result<ApiSecret, CredentialError> {
    ApiSecret::new(text).map_err(|_| CredentialError::Empty { half: Half::Secret, place: place.to_owned() })
}

/// A flag, a variable or a profile key, with the file or profile it stands in.
fn in_place(given_by: &str, place: &PairPlace) -> String {
    match place {
        PairPlace::Flags | PairPlace::Environment => given_by.to_owned(),
        PairPlace::EnvFile(path) => format!("{given_by} in {}", path.display()),
        PairPlace::Profile { name, path: _ } => format!("{given_by} of profile {name}"),
    }
}

fn warn_if_odd(half: Half, text: &str, place: &str, warnings: &mut Vec<Warning>) {
    if let Some(oddity) = Oddity::of(half, text) {
        warnings.push(Warning::Odd { half, place: place.to_owned(), oddity });
    }
}
