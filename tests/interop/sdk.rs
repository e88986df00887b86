//! The SDKs, and what they are asked.

use std::io::Write as _;

use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::wish::Wish;
use crate::{child, crate_sdk};

/// An SDK that `LiveKit` publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sdk {
    /// `livekit-server-sdk` from npm.
    Node,
    /// `livekit-api` from `PyPI`.
    Python,
    /// The crate `livekit-token`.
    Crate,
    /// The Go module `github.com/livekit/protocol/auth`, which `LiveKit`'s server uses itself.
    Go,
}

/// A throw-away API key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// The key's name.
    pub api_key: String,
    /// Its secret.
    pub api_secret: String,
}

impl Key {
    /// The key as the library takes it.
    pub fn signing_key(&self) -> SigningKey {
        let secret = ApiSecret::new(self.api_secret.clone()).expect("the secret is not empty");
        SigningKey::new(ApiKey::new(self.api_key.as_str()).expect("the key has a name"), &secret)
    }
}

/// Something for an SDK to do with a key.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The key.
    #[serde(flatten)]
    pub key: Key,
    /// What to do.
    #[serde(flatten)]
    pub task: Task,
}

/// What an SDK can do.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Task {
    /// Verify this token.
    Verify(String),
    /// Sign a token that grants this.
    Sign(Box<Wish>),
}

/// What came of it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// A token was signed.
    Signed {
        /// The token.
        token: String,
        /// Its claims, as the JWT library beneath the SDK reads them.
        claims: Value,
    },
    /// The token is valid.
    Accepted {
        /// Its claims, as the SDK hands them on.
        claims: Value,
    },
    /// The token is not valid, or no such token can be signed.
    Refused {
        /// In the SDK's words.
        why: String,
    },
}

impl Sdk {
    /// Its place where all four stand side by side.
    pub fn column(self) -> usize {
        match self {
            Self::Node => 0,
            Self::Python => 1,
            Self::Crate => 2,
            Self::Go => 3,
        }
    }

    /// The answers to `questions`, one each, of one process; or what is missing.
    ///
    /// # Panics
    ///
    /// When the SDK fails to answer.
    pub fn answers(self, questions: &[Question]) -> Result<Vec<Answer>, String> {
        let answers = match self {
            Self::Node => child::ask(child::node, questions)?,
            Self::Python => child::ask(child::python, questions)?,
            Self::Go => child::ask(child::go, questions)?,
            Self::Crate => questions.iter().map(crate_sdk::answer).collect(),
        };
        assert_eq!(answers.len(), questions.len(), "{self:?} did not answer every question");
        Ok(answers)
    }

    /// As [`Sdk::answers`]; `None`, and a note that `test` was skipped, where the SDK is missing.
    ///
    /// # Panics
    ///
    /// As [`Sdk::answers`] and [`skip`].
    pub fn ask(self, test: &str, questions: &[Question]) -> Option<Vec<Answer>> {
        self.answers(questions).map_err(|missing| skip(test, &missing)).ok()
    }
}

/// Notes that `test` was skipped.
///
/// # Panics
///
/// In CI: a skipped comparison must not look like a passed one.
pub fn skip(test: &str, missing: &str) {
    let is_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!is_ci, "{test}: {missing}");
    // Not with eprintln!, which the harness shows for failed tests only.
    let _ = writeln!(std::io::stderr(), "skipped {test}: {missing}");
}
