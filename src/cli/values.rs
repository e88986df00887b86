//! Values with a form of their own.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::token::grants::KINDS;
use crate::token::rules::Rules;
use crate::token::validate::{Ability, Door};

/// Reads the name of a [`Door`].
pub(super) fn door_parser() -> impl TypedValueParser<Value = Door> {
    let named = |name: String| Door::ALL.into_iter().find(|door| door.name() == name).ok_or("no such door");
    PossibleValuesParser::new(Door::ALL.map(Door::name)).try_map(named)
}

/// Reads the name of [`Rules`].
pub(super) fn rules_parser() -> impl TypedValueParser<Value = Rules> {
    let named = |name: String| Rules::of_name(&name).ok_or("no such rules");
    PossibleValuesParser::new(Rules::ALL.map(Rules::name)).try_map(named)
}

/// Takes the name of a kind of participant.
pub(super) fn kind_parser() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(KINDS)
}

/// Reads the name of an [`Ability`] in a list.
pub(super) fn ability_parser() -> impl TypedValueParser<Value = Ability> {
    let named =
        |name: String| Ability::ALL.into_iter().find(|known| known.name() == name).ok_or("no such ability");
    Element(PossibleValuesParser::new(Ability::ALL.map(Ability::name)).try_map(named))
}

/// An element of a list: what stands between its commas, without the blanks around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<P>(pub(super) P);

impl<P: TypedValueParser> TypedValueParser for Element<P> {
    type Value = P::Value;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let value = value.to_str().map_or(value, |text| OsStr::new(text.trim()));
        self.0.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

/// What `mint` prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MintOutput {
    /// The contract's response.
    #[default]
    Json,
    /// The bare token.
    Token,
    /// Dotenv lines.
    Env,
    /// The body of LiveKit's token endpoint.
    Connection,
    /// A step output of GitHub Actions.
    Github(GithubName),
    /// The address of LiveKit's meet page with the token in it.
    Url,
    /// That address as a QR code.
    #[cfg(feature = "interactive")]
    Qr,
    /// Fields of CSV, for many at once.
    Csv,
}

/// The name of a step output: a letter or `_`, then letters, digits, `_` and `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GithubName(String);

impl GithubName {
    fn new(name: &str) -> Option<Self> {
        let first = name.bytes().next()?;
        let right = (first.is_ascii_alphabetic() || first == b'_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        right.then(|| Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a [`MintOutput`].
#[derive(Clone, Copy, Debug)]
pub(super) struct MintOutputParser;

const NAMES: &[&str] = &[
    "json",
    "token",
    "env",
    "connection",
    "github",
    "url",
    #[cfg(feature = "interactive")]
    "qr",
    "csv",
];

impl TypedValueParser for MintOutputParser {
    type Value = MintOutput;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let text = value.to_string_lossy();
        let output = match text.as_ref() {
            "json" => Some(MintOutput::Json),
            "token" => Some(MintOutput::Token),
            "env" => Some(MintOutput::Env),
            "connection" => Some(MintOutput::Connection),
            "url" => Some(MintOutput::Url),
            #[cfg(feature = "interactive")]
            "qr" => Some(MintOutput::Qr),
            "csv" => Some(MintOutput::Csv),
            "github" => GithubName::new("token").map(MintOutput::Github),
            other => other.strip_prefix("github=").and_then(GithubName::new).map(MintOutput::Github),
        };
        output.ok_or_else(|| {
            let mut error = clap::Error::new(ErrorKind::InvalidValue).with_cmd(command);
            if let Some(argument) = argument {
                error.insert(ContextKind::InvalidArg, ContextValue::String(argument.to_string()));
            }
            let names = NAMES.iter().map(|name| (*name).to_owned()).collect();
            error.insert(ContextKind::InvalidValue, ContextValue::String(text.as_ref().to_owned()));
            error.insert(ContextKind::ValidValue, ContextValue::Strings(names));
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(NAMES.iter().copied().map(PossibleValue::new)))
    }
}
