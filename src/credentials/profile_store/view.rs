//! Profiles as they are shown: every value with its line, of a secret only where it is and how long.

use std::path::PathBuf;

use crate::credentials::config::{Config, Located, LocatedDefaults, Profile, StoredSecret};
use crate::credentials::selection::read_secret_file;
use crate::credentials::warning::Warning;

/// Profiles, and what is noteworthy about their files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The profiles.
    pub profiles: Vec<ProfileView>,
    /// What a person should know.
    pub warnings: Vec<Warning>,
}

/// A profile without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileView {
    /// Its name, and the line its table begins on.
    pub name: Located<String>,
    /// Whether `default_profile` names it.
    pub is_default: bool,
    /// The server's address.
    pub url: Option<Located<String>>,
    /// The API key.
    pub api_key: Option<Located<String>>,
    /// Where its secret is.
    pub secret: Option<Located<SecretView>>,
    /// The secret's length in bytes, where it was measured.
    pub secret_length: Option<usize>,
    /// Why the secret could not be measured, where it should have been: one sentence.
    pub secret_problem: Option<String>,
    /// What it says for requests that leave it open.
    pub defaults: LocatedDefaults,
}

/// Where a profile's secret is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretView {
    /// In the config file: `api_secret`.
    Inline,
    /// In this file: `api_secret_file`.
    File(PathBuf),
    /// With this program: the first word of `api_secret_command`. The others may hold secrets.
    Command(String),
}

/// The profile as a list shows it: nothing is opened.
pub(super) fn of(config: &Config, profile: &Profile) -> ProfileView {
    let Profile { name, url, api_key, secret, defaults } = profile;
    let secret = secret.as_ref().map(|secret| {
        let value = match &secret.value {
            StoredSecret::Inline(_) => SecretView::Inline,
            StoredSecret::File(path) => SecretView::File(path.clone()),
            StoredSecret::Command(command) => SecretView::Command(command.program().to_owned()),
        };
        Located { value, line: secret.line }
    });
    ProfileView {
        is_default: config.is_default(&name.value),
        name: name.clone(),
        url: url.clone(),
        api_key: api_key.clone(),
        secret,
        secret_length: None,
        secret_problem: None,
        defaults: defaults.clone(),
    }
}

/// Adds the secret's length, unless a command would have to be run for it.
pub(super) fn measure(view: &mut ProfileView, profile: &Profile, warnings: &mut Vec<Warning>) {
    match profile.secret.as_ref().map(|secret| &secret.value) {
        Some(StoredSecret::Inline(secret)) => view.secret_length = Some(secret.byte_length()),
        Some(StoredSecret::File(path)) => match read_secret_file(path) {
            Ok((secret, warning)) => {
                view.secret_length = Some(secret.byte_length());
                warnings.extend(warning);
            }
            Err(error) => view.secret_problem = Some(error.to_string()),
        },
        Some(StoredSecret::Command(_)) | None => {}
    }
}
