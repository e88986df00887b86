//! What may be told beyond this machine.

use super::did_you_mean;
use super::{CredentialError, PairPlace, TextProblem};

impl CredentialError {
    /// The message without any path: the contract's for missing credentials, with the missing half behind it where the
    /// other one is there.
    #[must_use]
    pub fn public_message(&self) -> String {
        const MISSING: &str = "LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured";
        match self {
            Self::HalfPair { missing, found, .. } => {
                format!("{MISSING}: {found} is set, but the {missing} is missing")
            }
            Self::EmptyPlace { place } => format!("{MISSING}: {} has neither", public_place(place)),
            Self::TwoSecrets { place } => {
                let place = public_place(place);
                format!(
                    "LIVEKIT_API_SECRET and LIVEKIT_API_SECRET_FILE are both set in {place}: keep one of them"
                )
            }
            Self::Empty { half, .. } => format!("the {half} is empty"),
            Self::File { kind, problem, .. } => {
                format!("cannot read the {kind}: {}", public_problem(problem))
            }
            Self::StandardInput { problem } => {
                format!("cannot read the API secret from standard input: {}", public_problem(problem))
            }
            Self::EnvFileLine { line, .. } => {
                format!("the env file, line {line}: not NAME=value, or a quotation mark is missing")
            }
            Self::Config { line, problem, .. } => format!("the config file, line {line}: {problem}"),
            Self::LivekitCli { line, column, expected, .. } => {
                format!("the config file of LiveKit's CLI, line {line}, column {column}: {expected} expected")
            }
            Self::Command { profile, problem, .. } => {
                format!("api_secret_command of profile {profile} {problem}")
            }
            Self::UnknownProfile { nearest, .. } => format!("{self}{}", did_you_mean(nearest.as_deref())),
            Self::ProfileExists { name, .. } => format!("there is already a profile {name}"),
            Self::PathNotUtf8 { .. } => "a path is not valid UTF-8, and the config file is".to_owned(),
            Self::Write { error, .. } => format!("cannot write the config file: {error}; it is unchanged"),
            Self::Locked { .. } => {
                "the config file is being changed by another lktoken; its lock was not released in time"
                    .to_owned()
            }
            Self::Missing { .. }
            | Self::Conflict { .. }
            | Self::VariableNotUtf8 { .. }
            | Self::ProfileName { .. }
            | Self::NoConfigDirectory
            | Self::NoHomeDirectory => self.to_string(),
        }
    }

    /// Whether nothing tells of any key or secret, so that there is nothing to mend but all to give.
    #[must_use]
    pub fn is_nothing_given(&self) -> bool {
        matches!(self, Self::Missing { .. })
    }
}

fn public_place(place: &PairPlace) -> String {
    match place {
        PairPlace::EnvFile(_) => "the env file".to_owned(),
        PairPlace::Profile { name, .. } => format!("[profiles.{name}]"),
        PairPlace::Flags | PairPlace::Environment => place.to_string(),
    }
}

fn public_problem(problem: &TextProblem) -> String {
    match problem {
        TextProblem::DanglingLink(_) => "it is a symbolic link to what does not exist".to_owned(),
        other => other.to_string(),
    }
}
