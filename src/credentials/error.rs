//! What can be wrong with credentials. No variant can hold a secret, so that `Display` and `Debug` are both safe.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::source::ProfileChoice;

mod hints;
mod problem;
mod public;

pub use problem::{CommandProblem, ConfigProblem};

/// Why there is no key and secret to work with, or why a profile could not be read or changed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CredentialError {
    /// Nothing names a key and a secret anywhere. The text is the contract's (`MISSING_CREDENTIALS`).
    #[error("LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured")]
    Missing {
        /// The config file that was looked into; `None` where the system tells of no config directory.
        config: Option<PathBuf>,
        /// The profiles in it, none of which is the default.
        profiles: Vec<String>,
        /// Variables that are set but that nothing reads, each with the name that was perhaps meant.
        misspelt: Vec<(String, &'static str)>,
    },
    /// One half of a pair without the other; it is never completed from another place.
    #[error(
        "the {missing} is missing: {found} is set, and its other half must come from the same place ({place})"
    )]
    HalfPair {
        /// The half that is missing.
        missing: Half,
        /// What gave the other half: a flag, a variable or a profile key.
        found: &'static str,
        /// Where both halves have to be.
        place: PairPlace,
        /// Variables that hold the missing half, but in another place.
        unused: Vec<&'static str>,
    },
    /// The chosen place holds neither half of a pair.
    #[error("{place} has neither an API key nor an API secret")]
    EmptyPlace {
        /// The place.
        place: PairPlace,
    },
    /// Two ways to choose credentials, both typed.
    #[error("{first} cannot be used with {second}: key and secret come from one place")]
    Conflict {
        /// A flag.
        first: &'static str,
        /// Another flag.
        second: &'static str,
    },
    /// The secret is given twice in one place.
    #[error("LIVEKIT_API_SECRET and LIVEKIT_API_SECRET_FILE are both set in {place}: keep one of them")]
    TwoSecrets {
        /// The place.
        place: PairPlace,
    },
    /// A key or a secret of no characters.
    #[error("the {half} from {place} is empty")]
    Empty {
        /// The half that is empty.
        half: Half,
        /// Where it came from.
        place: String,
    },
    /// A variable whose value is not UTF-8.
    #[error("the value of {name} is not valid UTF-8")]
    VariableNotUtf8 {
        /// The variable's name.
        name: &'static str,
    },
    /// A file could not be read.
    #[error("cannot read the {kind} {}: {problem}", path.display())]
    File {
        /// What the file is.
        kind: FileKind,
        /// Its path.
        path: PathBuf,
        /// What is wrong with it.
        problem: TextProblem,
    },
    /// The secret could not be read from standard input.
    #[error("cannot read the API secret from standard input: {problem}")]
    StandardInput {
        /// What is wrong with it.
        problem: TextProblem,
    },
    /// A line of an env file is not `NAME=value`.
    #[error("{}, line {line}: not NAME=value, or a quotation mark is missing", path.display())]
    EnvFileLine {
        /// The env file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// The config file is not what it should be.
    #[error("{}, line {line}: {problem}", path.display())]
    Config {
        /// The config file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there.
        problem: ConfigProblem,
    },
    /// The config file of LiveKit's own CLI could not be understood.
    #[error("{}, line {line}, column {column}: {expected} expected", path.display())]
    LivekitCli {
        /// That file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1 in characters.
        column: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// A profile's `api_secret_command` gave no secret.
    #[error("api_secret_command of profile {profile} ({program:?}) {problem}")]
    Command {
        /// The profile.
        profile: String,
        /// The program, the command's first word; the others may hold secrets.
        program: String,
        /// What went wrong.
        problem: CommandProblem,
    },
    /// No profile has this name.
    #[error("there is no profile {name:?}{}", by_whom(chosen_by.as_ref()))]
    UnknownProfile {
        /// The name that was asked for.
        name: String,
        /// What named it, where it was not asked for by a `profile` command.
        chosen_by: Option<ProfileChoice>,
        /// The config file; `None` where the system tells of no config directory.
        config: Option<PathBuf>,
        /// The profiles there are, in the file's order.
        names: Vec<String>,
        /// The one the name is nearest to.
        nearest: Option<String>,
    },
    /// A name that no profile can have.
    #[error("{name:?} is no name for a profile: use letters, digits, `_` and `-`")]
    ProfileName {
        /// The name.
        name: String,
    },
    /// A profile of this name is there already.
    #[error("there is already a profile {name} in {}", path.display())]
    ProfileExists {
        /// The name.
        name: String,
        /// The config file.
        path: PathBuf,
    },
    /// A path that a config file, which is UTF-8, cannot hold.
    #[error("the path {} is not valid UTF-8, and the config file is", path.display())]
    PathNotUtf8 {
        /// The path.
        path: PathBuf,
    },
    /// The system tells of no config directory, and no path was given.
    #[error("there is no config directory: the system names no home directory")]
    NoConfigDirectory,
    /// The system tells of no home directory, so that the file of LiveKit's own CLI cannot be found.
    #[error("there is no home directory to look for .livekit/cli-config.yaml in")]
    NoHomeDirectory,
    /// The config file could not be written. It is as it was.
    #[error("cannot write {}: {error}; it is unchanged", path.display())]
    Write {
        /// The config file.
        path: PathBuf,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// Somebody else is changing the config file and does not end.
    #[error("{} is being changed by another lktoken; its lock was not released in time", path.display())]
    Locked {
        /// The config file.
        path: PathBuf,
    },
}

impl CredentialError {
    /// Whether there simply is no key or no secret: the contract's `MISSING_CREDENTIALS`.
    ///
    /// True for [`CredentialError::Missing`], [`CredentialError::HalfPair`] and [`CredentialError::EmptyPlace`]. No
    /// profile's defaults are lost with such an error from [`select`](super::select()), so a caller can put it off
    /// until the request is validated, as the contract's order of work has it.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::HalfPair { .. } | Self::EmptyPlace { .. })
    }

    /// Whether the command line itself is wrong, whatever the files and variables hold.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::Conflict { .. } | Self::ProfileName { .. })
    }
}

/// One half of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The API key.
    ApiKey,
    /// Its secret.
    Secret,
}

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ApiKey => "API key",
            Self::Secret => "API secret",
        })
    }
}

/// A place that holds a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PairPlace {
    /// The command line: `--api-key` with `--api-secret-file`.
    Flags,
    /// The environment.
    Environment,
    /// An env file, by its path.
    EnvFile(PathBuf),
    /// A profile.
    Profile {
        /// Its name.
        name: String,
        /// The config file.
        path: PathBuf,
    },
}

impl fmt::Display for PairPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flags => f.write_str("the command line"),
            Self::Environment => f.write_str("the environment"),
            Self::EnvFile(path) => write!(f, "the env file {}", path.display()),
            Self::Profile { name, path } => write!(f, "[profiles.{name}] in {}", path.display()),
        }
    }
}

/// What a file is to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `config.toml`.
    Config,
    /// The file of `--env-file`.
    EnvFile,
    /// A file that holds a secret and nothing else.
    Secret,
    /// The file of `serve --token-file`.
    BearerToken,
    /// The config file of LiveKit's own CLI.
    LivekitCli,
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Config => "config file",
            Self::EnvFile => "env file",
            Self::Secret => "secret file",
            Self::BearerToken => "file of --token-file",
            Self::LivekitCli => "config file of LiveKit's CLI",
        })
    }
}

/// Why a text could not be read.
#[derive(Debug, Error)]
pub enum TextProblem {
    /// Nothing is there.
    #[error("it does not exist")]
    NotFound,
    /// A symbolic link that leads nowhere.
    #[error("it is a symbolic link to {}, which does not exist", .0.display())]
    DanglingLink(PathBuf),
    /// A directory.
    #[error("it is a directory, not a file")]
    Directory,
    /// Larger than such a file can sensibly be; the limit in bytes.
    #[error("it is larger than {} KiB", .0 / 1024)]
    TooLarge(usize),
    /// Not UTF-8.
    #[error("it is not valid UTF-8")]
    NotUtf8,
    /// A pipe whose writer did not come, or did not go; the limit in seconds.
    #[error("it is a pipe that was not written to its end within {0} seconds")]
    SilentPipe(u64),
    /// Anything else, as the system says it.
    #[error("{0}")]
    Io(#[source] io::Error),
}

/// The end of a sentence about an unknown profile.
fn by_whom(chosen_by: Option<&ProfileChoice>) -> String {
    chosen_by.map_or_else(String::new, |choice| format!(", which {choice} names"))
}

/// The end of a sentence about an unknown name.
fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; did you mean {nearest:?}?"))
}
