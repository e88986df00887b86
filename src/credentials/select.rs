//! The decision where key and secret come from: one place, for both.

use std::path::{Path, PathBuf};

use super::config::{Config, ConfigPath, Profile, StoredSecret};
use super::environment::Environment;
use super::error::{CredentialError, PairPlace};
use super::selection::{Pair, Parts, SecretPlace, Selection};
use super::source::{ProfileChoice, Source};
use super::variables::{
    LIVEKIT_API_KEY, LIVEKIT_API_SECRET, LIVEKIT_API_SECRET_FILE, LIVEKIT_URL, LKTOKEN_PROFILE,
};
use crate::token::key::{ApiSecret, DEVELOPMENT_API_KEY};

/// The key, the secret and the address of `livekit-server --dev`, which it uses when no keys are configured.
const DEV: (&str, &str, &str) = (DEVELOPMENT_API_KEY, "secret", "ws://localhost:7880");

/// What was typed to choose credentials. Each member is the flag of its name.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// `--api-key`
    pub api_key: Option<String>,
    /// `--api-secret-file`; `-` is standard input.
    pub api_secret_file: Option<PathBuf>,
    /// `--dev`
    pub dev: bool,
    /// `--profile`
    pub profile: Option<String>,
    /// `--env-file`
    pub env_file: Option<PathBuf>,
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--url`: goes before the URL of whatever place is chosen.
    pub url: Option<String>,
}

/// Decides the one place that key and secret come from. Opens no secret and runs no command; the config file is read
/// only when a profile is wanted.
///
/// # Errors
///
/// [`CredentialError::Conflict`] when two places were typed, [`CredentialError::Missing`] when there is none,
/// [`CredentialError::HalfPair`] for half a pair in the flags or in the environment (a profile's and an env file's are
/// told by [`Selection::load`]); and whatever is wrong with the config file, its profile or a variable that is needed.
pub fn select(choice: &Choice, environment: &Environment) -> Result<Selection, CredentialError> {
    let Choice { api_key, api_secret_file, dev, profile, env_file, config, url } = choice;
    let first_half = api_key.as_ref().map(|_| "--api-key");
    let flags = first_half.or(api_secret_file.as_ref().map(|_| "--api-secret-file"));
    refuse_two(&[
        flags,
        dev.then_some("--dev"),
        profile.as_ref().map(|_| "--profile"),
        env_file.as_ref().map(|_| "--env-file"),
    ])?;
    let config = ConfigPath::locate(config.as_deref(), environment);
    let selection = if *dev {
        dev_server()?
    } else if let Some(path) = env_file {
        Selection::new(Source::EnvFile(path.clone()), Pair::EnvFile(path.clone()))
    } else if flags.is_some() {
        from_flags(api_key.as_deref(), api_secret_file.as_deref(), environment)?
    } else if let Some(name) = profile {
        from_named_profile(name, ProfileChoice::Flag, config.as_ref())?
    } else if let Some(selection) = from_environment(environment)? {
        selection
    } else if let Some(name) = environment.text(LKTOKEN_PROFILE)? {
        from_named_profile(name, ProfileChoice::Variable, config.as_ref())?
    } else {
        from_default_profile(config, environment)?
    };
    Ok(selection.with_typed_url(url.clone()))
}

/// Two places, both typed, are one too many.
fn refuse_two(typed: &[Option<&'static str>]) -> Result<(), CredentialError> {
    let mut typed = typed.iter().flatten();
    match (typed.next(), typed.next()) {
        (Some(first), Some(second)) => Err(CredentialError::Conflict { first, second }),
        _ => Ok(()),
    }
}

pub(super) fn dev_server() -> Result<Selection, CredentialError> {
    let (api_key, secret, url) = DEV;
    let parts = Parts {
        api_key: Some(("--dev", api_key.to_owned())),
        secret: Some(("--dev", inline(secret.to_owned(), "--dev".to_owned())?)),
        place: PairPlace::Flags,
    };
    Ok(Selection::whole(Source::Dev, parts, &[])?.with_url(Some(url.to_owned())))
}

fn from_flags(
    api_key: Option<&str>,
    secret_file: Option<&Path>,
    environment: &Environment,
) -> Result<Selection, CredentialError> {
    let secret = secret_file.map(|path| {
        let place = if path.as_os_str() == "-" {
            SecretPlace::StandardInput
        } else {
            SecretPlace::File(path.to_owned())
        };
        ("--api-secret-file", place)
    });
    let parts =
        Parts { api_key: api_key.map(|key| ("--api-key", key.to_owned())), secret, place: PairPlace::Flags };
    let set = |name: &&'static str| environment.is_set(name);
    let missing: &[&'static str] = match api_key {
        Some(_) => &[LIVEKIT_API_SECRET, LIVEKIT_API_SECRET_FILE],
        None => &[LIVEKIT_API_KEY],
    };
    let unused: Vec<&'static str> = missing.iter().copied().filter(set).collect();
    Selection::whole(Source::Flags, parts, &unused)
}

/// The environment's pair; `None` when neither half is set.
pub(super) fn from_environment(environment: &Environment) -> Result<Option<Selection>, CredentialError> {
    let place = PairPlace::Environment;
    let api_key = environment.text(LIVEKIT_API_KEY)?;
    let secret = match (environment.text(LIVEKIT_API_SECRET)?, environment.path(LIVEKIT_API_SECRET_FILE)) {
        (Some(_), Some(_)) => return Err(CredentialError::TwoSecrets { place }),
        (Some(secret), None) => {
            Some((LIVEKIT_API_SECRET, inline(secret.to_owned(), LIVEKIT_API_SECRET.to_owned())?))
        }
        (None, Some(path)) => Some((LIVEKIT_API_SECRET_FILE, SecretPlace::File(path))),
        (None, None) => None,
    };
    if api_key.is_none() && secret.is_none() {
        return Ok(None);
    }
    let url = environment.text(LIVEKIT_URL)?.map(str::to_owned);
    let api_key = api_key.map(|key| (LIVEKIT_API_KEY, key.to_owned()));
    let selection = Selection::whole(Source::Environment, Parts { api_key, secret, place }, &[])?;
    Ok(Some(selection.with_url(url)))
}

fn from_named_profile(
    name: &str,
    chosen_by: ProfileChoice,
    config: Option<&ConfigPath>,
) -> Result<Selection, CredentialError> {
    let Some(config) = config else {
        return Err(CredentialError::UnknownProfile {
            name: name.to_owned(),
            chosen_by: Some(chosen_by),
            config: None,
            names: Vec::new(),
            nearest: None,
        });
    };
    let config = config.read()?;
    Ok(from_profile(&config, config.profile(name, Some(chosen_by))?, chosen_by))
}

/// The last place to look. Without it there is nothing.
fn from_default_profile(
    config: Option<ConfigPath>,
    environment: &Environment,
) -> Result<Selection, CredentialError> {
    let Some(location) = config else {
        return Err(CredentialError::Missing {
            config: None,
            profiles: Vec::new(),
            misspelt: environment.misspelt(),
        });
    };
    let config = location.read()?;
    match &config.default_profile {
        Some(name) => {
            let chosen_by = ProfileChoice::Default;
            Ok(from_profile(&config, config.profile(&name.value, Some(chosen_by))?, chosen_by))
        }
        None => Err(CredentialError::Missing {
            profiles: config.names().map(str::to_owned).collect(),
            config: Some(location.path),
            misspelt: environment.misspelt(),
        }),
    }
}

pub(super) fn from_profile(config: &Config, profile: &Profile, chosen_by: ProfileChoice) -> Selection {
    let Profile { name, url, api_key, secret, defaults } = profile;
    let name = name.value.clone();
    let secret = secret.as_ref().map(|secret| match &secret.value {
        StoredSecret::Inline(secret) => {
            let place = format!("api_secret of profile {name}");
            ("api_secret", SecretPlace::Inline { secret: secret.clone(), place })
        }
        StoredSecret::File(path) => ("api_secret_file", SecretPlace::File(path.clone())),
        StoredSecret::Command(command) => {
            let place = SecretPlace::Command { profile: name.clone(), command: command.clone() };
            ("api_secret_command", place)
        }
    });
    let parts = Parts {
        api_key: api_key.as_ref().map(|key| ("api_key", key.value.clone())),
        secret,
        place: PairPlace::Profile { name: name.clone(), path: config.path.clone() },
    };
    Selection::new(Source::Profile { name, chosen_by }, Pair::Parts(parts))
        .with_url(url.as_ref().map(|url| url.value.clone()))
        .with_profile(defaults.values(), config.warnings())
}

/// A secret that is at hand as text.
fn inline(secret: String, place: String) -> Result<SecretPlace, CredentialError> {
    match ApiSecret::new(secret) {
        Ok(secret) => Ok(SecretPlace::Inline { secret, place }),
        Err(_) => Err(CredentialError::Empty { half: super::Half::Secret, place }),
    }
}

#[cfg(test)]
mod tests;
