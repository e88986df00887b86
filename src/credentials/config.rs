//! `config.toml`: the profiles of a user.

use std::path::{Path, PathBuf};

use crate::token::key::ApiSecret;

use super::Defaults;
use super::environment::Environment;
use super::error::{CredentialError, FileKind, TextProblem};
use super::role::ConfigRole;
use super::secret_command::SecretCommand;
use super::source::ProfileChoice;
use super::text::{FILE_LIMIT, read_file};
use super::variables::LKTOKEN_CONFIG;
use super::warning::Warning;
use crate::token::rules::Rules;
use crate::token::spelling::nearest;

mod schema;

#[cfg(feature = "interactive")]
pub(super) use schema::is_profile_name;
pub(super) use schema::parse;

/// A value, and the line of the config file it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The line, counted from 1.
    pub line: usize,
}

/// What a profile says for requests that leave it open, and where it says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocatedDefaults {
    /// The lifetime, as it is written: `1h`, or seconds.
    pub expires_in: Option<Located<String>>,
    /// The room's name.
    pub room: Option<Located<String>>,
    /// The participant's name.
    pub name: Option<Located<String>>,
    /// The rules that requests are held against.
    pub rules: Option<Located<Rules>>,
}

impl LocatedDefaults {
    /// The values without their lines.
    #[must_use]
    pub fn values(&self) -> Defaults {
        let value = |located: &Option<Located<String>>| located.as_ref().map(|located| located.value.clone());
        let Self { expires_in, room, name, rules } = self;
        Defaults {
            expires_in: value(expires_in),
            room: value(room),
            name: value(name),
            rules: rules.as_ref().map(|located| located.value),
        }
    }
}

/// How a profile keeps its secret.
#[derive(Clone, Debug)]
pub(super) enum StoredSecret {
    Inline(ApiSecret),
    /// Already relative to the working directory, no longer to the config file.
    File(PathBuf),
    Command(SecretCommand),
}

#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) name: Located<String>,
    pub(super) url: Option<Located<String>>,
    pub(super) api_key: Option<Located<String>>,
    pub(super) secret: Option<Located<StoredSecret>>,
    pub(super) defaults: LocatedDefaults,
}

/// A config file that was read and understood, or one that is not there and holds nothing.
#[derive(Debug)]
pub(super) struct Config {
    pub(super) path: PathBuf,
    pub(super) default_profile: Option<Located<String>>,
    /// In the order of the file.
    pub(super) profiles: Vec<Profile>,
    /// In the order of the file.
    pub(super) roles: Vec<ConfigRole>,
    mode: Option<u32>,
}

/// Where the config file is, whether or not it exists.
#[derive(Clone, Debug)]
pub(super) struct ConfigPath {
    pub(super) path: PathBuf,
    /// Named by `--config` or `LKTOKEN_CONFIG`: then it has to exist.
    pub(super) named: bool,
}

impl ConfigPath {
    /// `--config`, else `LKTOKEN_CONFIG`, else `lktoken/config.toml` in the user's config directory, if there is one.
    pub(super) fn locate(flag: Option<&Path>, environment: &Environment) -> Option<Self> {
        if let Some(path) = flag.map(Path::to_owned).or_else(|| environment.path(LKTOKEN_CONFIG)) {
            return Some(Self { path, named: true });
        }
        let path = environment.config_dir()?.join("lktoken").join("config.toml");
        Some(Self { path, named: false })
    }

    /// Reads the file. A file that is not there holds no profiles, unless it was named.
    pub(super) fn read(&self) -> Result<Config, CredentialError> {
        match read_file(FileKind::Config, &self.path, FILE_LIMIT) {
            Ok(file) => Ok(Config { mode: file.mode, ..parse(&self.path, &file.text)? }),
            Err(CredentialError::File { problem: TextProblem::NotFound, .. }) if !self.named => {
                Ok(Config::empty(self.path.clone()))
            }
            Err(error) => Err(error),
        }
    }
}

impl Config {
    pub(super) fn empty(path: PathBuf) -> Self {
        Self { path, default_profile: None, profiles: Vec::new(), roles: Vec::new(), mode: None }
    }

    /// The profile of this name.
    pub(super) fn profile(
        &self,
        name: &str,
        chosen_by: Option<ProfileChoice>,
    ) -> Result<&Profile, CredentialError> {
        self.profiles.iter().find(|profile| profile.name.value == name).ok_or_else(|| {
            CredentialError::UnknownProfile {
                name: name.to_owned(),
                chosen_by,
                config: Some(self.path.clone()),
                names: self.names().map(str::to_owned).collect(),
                nearest: nearest(name, self.names()).map(str::to_owned),
            }
        })
    }

    /// The profiles' names, in the order of the file.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.profiles.iter().map(|profile| profile.name.value.as_str())
    }

    /// Whether there is a profile of this name.
    #[cfg(feature = "interactive")]
    pub(super) fn holds(&self, name: &str) -> bool {
        self.names().any(|held| held == name)
    }

    /// Whether `default_profile` names this one.
    pub(super) fn is_default(&self, name: &str) -> bool {
        self.default_profile.as_ref().is_some_and(|default| default.value == name)
    }

    /// What others than the owner may do with the file and should not.
    pub(super) fn warnings(&self) -> Vec<Warning> {
        let Some(mode) = self.mode else { return Vec::new() };
        let any = |wanted: fn(&StoredSecret) -> bool| {
            self.profiles
                .iter()
                .filter_map(|profile| profile.secret.as_ref())
                .any(|secret| wanted(&secret.value))
        };
        let mut warnings = Vec::new();
        if any(|secret| matches!(secret, StoredSecret::Inline(_))) {
            warnings.extend(Warning::if_others_can_read(FileKind::Config, &self.path, Some(mode)));
        }
        if mode & 0o022 != 0 && any(|secret| matches!(secret, StoredSecret::Command(_))) {
            warnings.push(Warning::OthersCanWrite { path: self.path.clone(), mode });
        }
        warnings
    }
}

#[cfg(test)]
mod tests;
