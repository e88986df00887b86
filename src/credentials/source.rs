//! The one place a key and its secret came from.

use std::fmt;
use std::path::PathBuf;

use super::variables::{LIVEKIT_API_KEY, LKTOKEN_PROFILE};

/// The one place that key and secret came from, as it is told to people and in JSON (`key.source`): one short line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `--dev`: the pair of `livekit-server --dev`.
    Dev,
    /// `--api-key` with `--api-secret-file`.
    Flags,
    /// `LIVEKIT_API_KEY` with `LIVEKIT_API_SECRET` or `LIVEKIT_API_SECRET_FILE`.
    Environment,
    /// `--env-file`, with its path.
    EnvFile(PathBuf),
    /// A profile of the config file.
    Profile {
        /// The profile's name.
        name: String,
        /// What named it.
        chosen_by: ProfileChoice,
    },
}

/// What named the profile that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileChoice {
    /// `--profile`.
    Flag,
    /// `LKTOKEN_PROFILE`.
    Variable,
    /// `default_profile` of the config file.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dev => f.write_str("--dev"),
            Self::Flags => f.write_str("--api-key"),
            Self::Environment => f.write_str(LIVEKIT_API_KEY),
            Self::EnvFile(path) => {
                // A path may hold any character, and this is one line.
                let path = path.to_string_lossy().replace(|c: char| c.is_control(), "\u{fffd}");
                write!(f, "--env-file {path}")
            }
            Self::Profile { name, chosen_by } => write!(f, "profile {name} ({chosen_by})"),
        }
    }
}

impl fmt::Display for ProfileChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag => "--profile",
            Self::Variable => LKTOKEN_PROFILE,
            Self::Default => "default_profile",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_one_short_line() {
        let profile = |chosen_by| Source::Profile { name: "prod".to_owned(), chosen_by };
        for (source, text) in [
            (Source::Dev, "--dev"),
            (Source::Flags, "--api-key"),
            (Source::Environment, "LIVEKIT_API_KEY"),
            (Source::EnvFile("a b/.env".into()), "--env-file a b/.env"),
            (Source::EnvFile("a\nb".into()), "--env-file a\u{fffd}b"),
            (profile(ProfileChoice::Flag), "profile prod (--profile)"),
            (profile(ProfileChoice::Variable), "profile prod (LKTOKEN_PROFILE)"),
            (profile(ProfileChoice::Default), "profile prod (default_profile)"),
        ] {
            assert_eq!(source.to_string(), text);
        }
    }
}
