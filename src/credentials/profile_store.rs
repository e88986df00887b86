//! The profiles of the config file, to list and show, and with the feature `interactive` to edit.

use std::path::Path;

use super::config::ConfigPath;
use super::environment::Environment;
use super::error::CredentialError;

#[cfg(feature = "interactive")]
mod document;
#[cfg(feature = "interactive")]
mod edit;
#[cfg(feature = "interactive")]
mod import;
#[cfg(feature = "interactive")]
mod replace;
mod view;

#[cfg(feature = "interactive")]
pub use edit::{Added, IfExists, NewProfile, NewSecret, Removed};
#[cfg(feature = "interactive")]
pub use import::{ImportReport, Imported, SkipReason, Skipped};
pub use view::{Listing, ProfileView, SecretView};

/// The config file as a store of profiles.
///
/// Edits keep comments and order. Each is atomic: the new file is complete before it takes the old one's place, with
/// mode 0600 and through a symbolic link, and a lock beside it keeps two edits from losing one.
#[derive(Clone, Debug)]
pub struct ProfileStore {
    config: ConfigPath,
}

impl ProfileStore {
    /// The store in `--config`, else in `LKTOKEN_CONFIG`, else in the user's config directory. Nothing is read yet.
    ///
    /// # Errors
    ///
    /// [`CredentialError::NoConfigDirectory`] when no path is given and the system tells of no such directory.
    pub fn locate(config: Option<&Path>, environment: &Environment) -> Result<Self, CredentialError> {
        let config = ConfigPath::locate(config, environment).ok_or(CredentialError::NoConfigDirectory)?;
        Ok(Self { config })
    }

    /// The config file, whether or not it exists.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.config.path
    }

    /// All profiles in the file's order. Opens no secret.
    ///
    /// # Errors
    ///
    /// Whatever is wrong with the config file.
    pub fn list(&self) -> Result<Listing, CredentialError> {
        let config = self.config.read()?;
        let profiles = config.profiles.iter().map(|profile| view::of(&config, profile)).collect();
        Ok(Listing { profiles, warnings: config.warnings() })
    }

    /// One profile, with its secret's length where no command has to be run for it. A secret file that cannot be read is
    /// told in the view.
    ///
    /// # Errors
    ///
    /// [`CredentialError::UnknownProfile`], and whatever is wrong with the config file.
    pub fn show(&self, name: &str) -> Result<Listing, CredentialError> {
        let config = self.config.read()?;
        let profile = config.profile(name, None)?;
        let mut warnings = config.warnings();
        let mut view = view::of(&config, profile);
        view::measure(&mut view, profile, &mut warnings);
        Ok(Listing { profiles: vec![view], warnings })
    }
}

#[cfg(feature = "interactive")]
#[cfg(test)]
mod tests;
