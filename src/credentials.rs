//! Which key signs, and where it came from.
//!
//! A key and its secret always come as a pair from one place. [`select()`] decides which place that is, without opening
//! a secret; [`Selection::load`] opens it. What is explicit beats what is ambient:
//!
//! 1. `--api-key` with `--api-secret-file`, `--dev`, `--profile` or `--env-file`; two of them are an error;
//! 2. `LIVEKIT_API_KEY` with `LIVEKIT_API_SECRET` or `LIVEKIT_API_SECRET_FILE`;
//! 3. the profile that `LKTOKEN_PROFILE` names;
//! 4. the profile that `default_profile` of the config file names.
//!
//! Half a pair is an error; it is never completed from another place, and the URL comes from the same place as the key
//! unless `--url` gives one.
//!
//! [`find_secret`] looks for the place whose secret made a signature, for a hint.
//!
//! [`ProfileStore`] lists, shows and edits the profiles. Nothing here prints, prompts or knows a terminal: warnings and
//! errors are data.

mod config;
mod env_file;
mod environment;
mod error;
#[cfg(feature = "interactive")]
mod livekit_cli;
mod new_file;
mod profile_store;
mod role;
mod search;
mod secret_command;
mod select;
mod selection;
mod source;
mod text;
pub mod variables;
mod warning;

pub use config::{Located, LocatedDefaults};
pub use environment::Environment;
pub use error::{CommandProblem, ConfigProblem, CredentialError, FileKind, Half, PairPlace, TextProblem};
pub(crate) use new_file::new_file_in;
#[cfg(feature = "interactive")]
pub use profile_store::{
    Added, IfExists, ImportReport, Imported, NewProfile, NewSecret, Removed, SkipReason, Skipped,
};
pub use profile_store::{Listing, ProfileStore, ProfileView, SecretView};
pub use role::{ConfigRole, config_roles};
pub use search::{SecretFound, SecretSearch, find_secret};
pub use secret_command::SecretCommand;
pub use select::{Choice, select};
pub use selection::{Credentials, Selection};
pub use source::{ProfileChoice, Source};
#[cfg(feature = "serve")]
pub(crate) use text::read_secret;
pub use warning::{Oddity, Warning};

use crate::token::rules::Rules;

/// What to do where there is no profile.
pub(crate) const HOW_TO_ADD_A_PROFILE: &str = if cfg!(feature = "interactive") {
    "`lktoken profile add` makes one"
} else {
    "[profiles.NAME] in the config file is one"
};

/// What a profile says for requests that leave it open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// The lifetime, as it is written: `1h`, or seconds.
    pub expires_in: Option<String>,
    /// The room's name.
    pub room: Option<String>,
    /// The participant's name.
    pub name: Option<String>,
    /// The rules that requests are held against.
    pub rules: Option<Rules>,
}
