//! Projects of LiveKit's own CLI made into profiles.

use std::path::{Path, PathBuf};

use super::{IfExists, NewProfile, NewSecret, ProfileStore, document};
use crate::credentials::Defaults;
use crate::credentials::config::is_profile_name;
use crate::credentials::environment::Environment;
use crate::credentials::error::{CredentialError, FileKind};
use crate::credentials::livekit_cli::{self, Project};
use crate::credentials::warning::Warning;
use crate::token::key::{ApiKey, ApiSecret};

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The projects that are profiles now, in their file's order.
    pub imported: Vec<Imported>,
    /// The projects that are not, in their file's order.
    pub skipped: Vec<Skipped>,
    /// The profile that became the default because there was none.
    pub new_default: Option<String>,
    /// What a person should know of the file that was read.
    pub warnings: Vec<Warning>,
}

/// A project that is a profile now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The project's name.
    pub project: String,
    /// The profile's name: the same, but for characters no profile can have.
    pub profile: String,
    /// Whether a profile of that name was there before.
    pub replaced: bool,
}

/// A project that is not a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The project's name; empty when it has none.
    pub project: String,
    /// Why it was skipped.
    pub reason: SkipReason,
}

/// Why a project was skipped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkipReason {
    /// There is a profile of its name, and it was not to be replaced.
    #[error("there is already a profile {0}")]
    Exists(String),
    /// Another project of the same file became the profile of its name.
    #[error("another project became the profile {0}")]
    SameName(String),
    /// Its name has no character that a profile's name can have.
    #[error("its name has no letter or digit")]
    NoName,
    /// It has no API key.
    #[error("it has no API key")]
    NoKey,
    /// It has no API secret.
    #[error("it has no API secret")]
    NoSecret,
}

impl ProfileStore {
    /// Where LiveKit's own CLI keeps its projects: `~/.livekit/cli-config.yaml`, on every system.
    ///
    /// # Errors
    ///
    /// [`CredentialError::NoHomeDirectory`] where the system tells of none.
    pub fn livekit_cli_config(environment: &Environment) -> Result<PathBuf, CredentialError> {
        livekit_cli::path(environment).ok_or(CredentialError::NoHomeDirectory)
    }

    /// Makes each project in a config file of LiveKit's own CLI a profile, in one edit. Its default project becomes the
    /// default profile where there is none.
    ///
    /// # Errors
    ///
    /// Whatever is wrong with either file. A project that cannot be a profile is no error: the report tells of it.
    pub fn import(&self, from: &Path, if_exists: IfExists) -> Result<ImportReport, CredentialError> {
        let theirs = livekit_cli::read(from)?;
        let mut report = ImportReport::default();
        report.warnings.extend(Warning::if_others_can_read(FileKind::LivekitCli, from, theirs.mode));
        if theirs.projects.is_empty() {
            return Ok(report);
        }
        self.edit(|document, config| {
            for project in theirs.projects {
                let name = project.name.clone().unwrap_or_default();
                let profile = profile_name(&name);
                let exists = |profile: &str| config.holds(profile) && if_exists == IfExists::Refuse;
                let reason = if report.imported.iter().any(|imported| imported.profile == profile) {
                    SkipReason::SameName(profile)
                } else if exists(&profile) {
                    SkipReason::Exists(profile)
                } else {
                    match new_profile(project, &profile) {
                        Ok(new) => {
                            document::put_profile(document, &profile, &new);
                            let replaced = config.holds(&profile);
                            report.imported.push(Imported { project: name, profile, replaced });
                            continue;
                        }
                        Err(reason) => reason,
                    }
                };
                report.skipped.push(Skipped { project: name, reason });
            }
            let default = theirs.default_project.filter(|_| config.default_profile.is_none());
            let imported =
                report.imported.iter().find(|imported| Some(&imported.project) == default.as_ref());
            if let Some(imported) = imported {
                document::set_default(document, &imported.profile);
                report.new_default = Some(imported.profile.clone());
            }
            Ok(report)
        })
    }
}

/// The project's name with `-` for what no profile's name can have; empty when nothing else is left.
fn profile_name(project: &str) -> String {
    let valid = |c: char| if is_profile_name(c.encode_utf8(&mut [0; 4])) { c } else { '-' };
    let name: String = project.trim().chars().map(valid).collect();
    if name.bytes().any(|b| b.is_ascii_alphanumeric()) { name } else { String::new() }
}

fn new_profile(project: Project, profile_name: &str) -> Result<NewProfile, SkipReason> {
    let Project { name: _, url, api_key, api_secret } = project;
    if profile_name.is_empty() {
        return Err(SkipReason::NoName);
    }
    let api_key = api_key.and_then(|key| ApiKey::new(key).ok()).ok_or(SkipReason::NoKey)?;
    let secret = api_secret.and_then(|secret| ApiSecret::new(secret).ok()).ok_or(SkipReason::NoSecret)?;
    Ok(NewProfile { url, api_key, secret: NewSecret::Inline(secret), defaults: Defaults::default() })
}
