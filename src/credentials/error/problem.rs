//! What can be wrong with a config file, and with a command that is to print a secret.

use std::io;

use thiserror::Error;

use super::did_you_mean;
use crate::token::grants::ClaimFault;

/// What is wrong in a config file. No value of the file is ever part of it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConfigProblem {
    /// Not TOML.
    #[error("not valid TOML at column {column}: {message}")]
    Syntax {
        /// The column, counted from 1 in characters.
        column: usize,
        /// What the TOML parser says; it quotes nothing of the file.
        message: String,
    },
    /// A key nobody reads.
    #[error("unknown key {key:?} in {table}{}", did_you_mean(*nearest))]
    UnknownKey {
        /// The key.
        key: String,
        /// The table it stands in, such as `[profiles.prod]`.
        table: String,
        /// The known key it is nearest to.
        nearest: Option<&'static str>,
        /// All that are known there.
        known: &'static [&'static str],
    },
    /// A value of another type.
    #[error("{key} in {table} must be {expected}, not {found}")]
    WrongType {
        /// The key.
        key: String,
        /// The table it stands in.
        table: String,
        /// What it should be, with its article.
        expected: &'static str,
        /// The TOML type found.
        found: &'static str,
    },
    /// An empty text.
    #[error("{key} in {table} is empty: give it a value or take it out")]
    Empty {
        /// The key.
        key: String,
        /// The table it stands in.
        table: String,
    },
    /// A profile with a name that no flag or variable could name well.
    #[error("{name:?} is no name for a profile: use letters, digits, `_` and `-`")]
    ProfileName {
        /// The name.
        name: String,
    },
    /// A role with a name that no flag could name well.
    #[error("{name:?} is no name for a role: use letters, digits, `_` and `-`")]
    RoleName {
        /// The name.
        name: String,
    },
    /// A role with a grant that is none.
    #[error("{table}: {fault}")]
    Grant {
        /// The role's table, such as `[roles.host]`.
        table: String,
        /// Which grant, and what is wrong with it.
        fault: ClaimFault,
    },
    /// More than one of `api_secret`, `api_secret_file` and `api_secret_command`.
    #[error("{table} has {first} and {second}: keep one of them")]
    SeveralSecrets {
        /// The profile's table.
        table: String,
        /// A key.
        first: &'static str,
        /// Another key.
        second: &'static str,
    },
}

/// Why a command gave no secret. Its output is never part of it.
#[derive(Debug, Error)]
pub enum CommandProblem {
    /// No such program.
    #[error("cannot be run: there is no such program")]
    NoSuchProgram,
    /// The system would not start it.
    #[error("cannot be run: {0}")]
    NotStarted(#[source] io::Error),
    /// It ended and said that it failed; the text is the system's, such as `exit status: 1`.
    #[error("failed ({0})")]
    Failed(String),
    /// It did not end in time and was killed; the limit in seconds.
    #[error("did not end within {0} seconds and was stopped")]
    TimedOut(u64),
    /// It printed more than a secret can be; the limit in bytes.
    #[error("printed more than {} KiB", .0 / 1024)]
    TooMuchOutput(usize),
    /// It printed nothing, or an empty line.
    #[error("printed nothing: it must print the secret on one line")]
    NoOutput,
    /// It printed more than one line.
    #[error("printed more than one line: it must print the secret and nothing else")]
    SeveralLines,
    /// It printed bytes that are no text.
    #[error("printed bytes that are not valid UTF-8")]
    NotUtf8,
    /// Its output could not be read.
    #[error("could not be read from: {0}")]
    Unreadable(#[source] io::Error),
}
