//! Changes to the profiles of the config file.

use std::path::PathBuf;

use toml_edit::DocumentMut;
use zeroize::Zeroizing;

use super::{ProfileStore, document, replace};
use crate::credentials::Defaults;
use crate::credentials::config::{Config, ConfigPath, is_profile_name, parse};
use crate::credentials::error::{CredentialError, FileKind, TextProblem};
use crate::credentials::secret_command::SecretCommand;
use crate::credentials::text::{FILE_LIMIT, read_file};
use crate::token::key::{ApiKey, ApiSecret};

/// A profile to be stored.
#[derive(Clone, Debug)]
pub struct NewProfile {
    /// The server's address.
    pub url: Option<String>,
    /// The API key.
    pub api_key: ApiKey,
    /// Its secret, or where that is.
    pub secret: NewSecret,
    /// What it says for requests that leave it open.
    pub defaults: Defaults,
}

/// How a profile to be stored keeps its secret.
#[derive(Clone, Debug)]
pub enum NewSecret {
    /// In the config file itself.
    Inline(ApiSecret),
    /// In a file. The path is written as it is, and a relative one will be read as relative to the config file's
    /// directory: make a path that was typed absolute first.
    File(PathBuf),
    /// With a program that prints it.
    Command(SecretCommand),
}

/// What to do with a profile of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfExists {
    /// Leave it alone.
    Refuse,
    /// Put the new one in its place.
    Replace,
}

/// What [`ProfileStore::add`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Whether a profile of that name was there before.
    pub replaced: bool,
    /// Whether `default_profile` names any profile; where not, [`ProfileStore::use_by_default`] may be wanted next.
    pub has_default: bool,
}

/// What [`ProfileStore::remove`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Whether `default_profile` named it. It names none now.
    pub was_default: bool,
}

impl ProfileStore {
    /// Whether [`ProfileStore::add`] would take a profile of this name now, so that nothing else is asked for in vain.
    ///
    /// # Errors
    ///
    /// [`CredentialError::ProfileName`]; [`CredentialError::ProfileExists`] unless it may be replaced; whatever is
    /// wrong with the config file.
    pub fn check_new(&self, name: &str, if_exists: IfExists) -> Result<(), CredentialError> {
        check_name(name)?;
        let file = ConfigPath { named: false, ..self.config.clone() };
        refuse_existing(&file.read()?, name, if_exists)
    }

    /// Stores a profile; makes the file and its directory where they are missing.
    ///
    /// # Errors
    ///
    /// [`CredentialError::ProfileName`]; [`CredentialError::ProfileExists`] unless it may be replaced; whatever is
    /// wrong with the config file or with writing it.
    pub fn add(
        &self,
        name: &str,
        profile: &NewProfile,
        if_exists: IfExists,
    ) -> Result<Added, CredentialError> {
        check_name(name)?;
        if let NewSecret::File(path) = &profile.secret
            && path.to_str().is_none()
        {
            return Err(CredentialError::PathNotUtf8 { path: path.clone() });
        }
        self.edit(|document, config| {
            refuse_existing(config, name, if_exists)?;
            document::put_profile(document, name, profile);
            Ok(Added { replaced: config.holds(name), has_default: config.default_profile.is_some() })
        })
    }

    /// Takes a profile out. Where it was the default, there is none afterwards.
    ///
    /// # Errors
    ///
    /// [`CredentialError::UnknownProfile`], and whatever is wrong with the config file or with writing it.
    pub fn remove(&self, name: &str) -> Result<Removed, CredentialError> {
        self.config.read()?.profile(name, None)?;
        self.edit(|document, config| {
            config.profile(name, None)?;
            let was_default = config.is_default(name);
            if was_default {
                document::clear_default(document);
            }
            document::remove_profile(document, name);
            Ok(Removed { was_default })
        })
    }

    /// Makes a profile the default: `default_profile`.
    ///
    /// # Errors
    ///
    /// [`CredentialError::UnknownProfile`], and whatever is wrong with the config file or with writing it.
    pub fn use_by_default(&self, name: &str) -> Result<(), CredentialError> {
        self.config.read()?.profile(name, None)?;
        self.edit(|document, config| {
            config.profile(name, None)?;
            document::set_default(document, name);
            Ok(())
        })
    }

    /// Reads, changes and writes the file while no other edit can.
    pub(super) fn edit<T>(
        &self,
        change: impl FnOnce(&mut DocumentMut, &Config) -> Result<T, CredentialError>,
    ) -> Result<T, CredentialError> {
        let target = replace::target(&self.config.path)?;
        let _lock = replace::lock(&target)?;
        let text = match read_file(FileKind::Config, &target, FILE_LIMIT) {
            Ok(file) => file.text,
            Err(CredentialError::File { problem: TextProblem::NotFound, .. }) => Zeroizing::default(),
            Err(error) => return Err(error),
        };
        let config = parse(&target, &text)?;
        let mut document = document::read(&target, &text)?;
        let done = change(&mut document, &config)?;
        let text = Zeroizing::new(document::write(&document, &text));
        // What could not be read again must not take the place of what can.
        parse(&target, &text)?;
        replace::write(&target, &text)?;
        Ok(done)
    }
}

pub(super) fn check_name(name: &str) -> Result<(), CredentialError> {
    if is_profile_name(name) { Ok(()) } else { Err(CredentialError::ProfileName { name: name.to_owned() }) }
}

pub(super) fn refuse_existing(
    config: &Config,
    name: &str,
    if_exists: IfExists,
) -> Result<(), CredentialError> {
    if if_exists == IfExists::Refuse && config.holds(name) {
        return Err(CredentialError::ProfileExists { name: name.to_owned(), path: config.path.clone() });
    }
    Ok(())
}
