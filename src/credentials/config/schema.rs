//! What may stand in `config.toml`, checked key by key, so that an error can tell the line and the nearest name and
//! never quotes a value.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use zeroize::Zeroizing;

use super::{Config, Located, LocatedDefaults, Profile, StoredSecret};
use crate::credentials::env_file::beside;
use crate::credentials::error::{ConfigProblem, CredentialError};
use crate::credentials::role::{ConfigRole, set_grant};
use crate::credentials::secret_command::SecretCommand;
use crate::token::grants::Grants;
use crate::token::key::ApiSecret;
use crate::token::rules::Rules;
use crate::token::spelling::nearest;

const TOP_KEYS: [&str; 3] = ["default_profile", "profiles", "roles"];
const PROFILE_KEYS: [&str; 6] =
    ["url", "api_key", "api_secret", "api_secret_file", "api_secret_command", "defaults"];
const DEFAULTS_KEYS: [&str; 4] = ["expires_in", "room", "name", "rules"];

/// Whether a profile may have this name: one or more ASCII letters, digits, `_` and `-`.
pub(in crate::credentials) fn is_profile_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// Reads the text of the config file `path`.
pub(in crate::credentials) fn parse(path: &Path, text: &str) -> Result<Config, CredentialError> {
    let document = Document { path, text };
    let root = DeTable::parse(text).map_err(|error| document.syntax_error(&error))?;
    let mut config = Config::empty(path.to_owned());
    for (key, value) in document.entries(root, "the top-level table") {
        match key.name() {
            "default_profile" => config.default_profile = Some(key.text(value)?),
            "profiles" => config.profiles = document.profiles(&key, value)?,
            "roles" => config.roles = document.roles(&key, value)?,
            _ => return Err(key.unknown(&TOP_KEYS)),
        }
    }
    config.profiles.sort_by_key(|profile| profile.name.line);
    config.roles.sort_by_key(|role| role.name.line);
    Ok(config)
}

type Value<'t> = Spanned<DeValue<'t>>;

/// The file, for lines and errors.
#[derive(Clone, Copy)]
struct Document<'t> {
    path: &'t Path,
    text: &'t str,
}

/// A key, and where it stands.
struct Key<'t> {
    document: Document<'t>,
    text: Spanned<DeString<'t>>,
    table: String,
}

impl<'t> Document<'t> {
    /// The line of a byte, counted from 1.
    fn line(self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
    }

    fn error(self, offset: usize, problem: ConfigProblem) -> CredentialError {
        CredentialError::Config { path: self.path.to_owned(), line: self.line(offset), problem }
    }

    /// The parser's message and position. Its `Display` would print the line itself, secret and all.
    fn syntax_error(self, error: &toml::de::Error) -> CredentialError {
        let offset = error.span().map_or(self.text.len(), |span| span.start);
        let before = self.text.char_indices().take_while(|(at, _)| *at < offset);
        let column = before.fold(1, |column, (_, c)| if c == '\n' { 1 } else { column + 1 });
        self.error(offset, ConfigProblem::Syntax { column, message: error.message().to_owned() })
    }

    fn entries(self, table: Spanned<DeTable<'t>>, name: &str) -> impl Iterator<Item = (Key<'t>, Value<'t>)> {
        let table_name = name.to_owned();
        table
            .into_inner()
            .into_iter()
            .map(move |(key, value)| (Key { document: self, text: key, table: table_name.clone() }, value))
    }

    fn profiles(self, key: &Key<'t>, value: Value<'t>) -> Result<Vec<Profile>, CredentialError> {
        let table = key.table(value, "a table of profiles")?;
        self.entries(table, "[profiles]").map(|(key, value)| self.profile(&key, value)).collect()
    }

    fn profile(self, key: &Key<'t>, value: Value<'t>) -> Result<Profile, CredentialError> {
        if !is_profile_name(key.name()) {
            return Err(key.error(ConfigProblem::ProfileName { name: key.name().to_owned() }));
        }
        let table_name = format!("[profiles.{}]", key.name());
        let table = key.table(value, "a table")?;
        let (mut url, mut api_key, mut defaults) = (None, None, LocatedDefaults::default());
        let mut secrets = Vec::new();
        for (key, value) in self.entries(table, &table_name) {
            match key.name() {
                "url" => url = Some(key.text(value)?),
                "api_key" => api_key = Some(key.text(value)?),
                "api_secret" => secrets.push(("api_secret", key.secret(value)?)),
                "api_secret_file" => secrets.push(("api_secret_file", key.secret_file(value)?)),
                "api_secret_command" => secrets.push(("api_secret_command", key.command(&value)?)),
                "defaults" => defaults = self.defaults(&key, value)?,
                _ => return Err(key.unknown(&PROFILE_KEYS)),
            }
        }
        if let [(first, _), (second, one_too_many), ..] = secrets.as_slice() {
            let problem = ConfigProblem::SeveralSecrets { table: table_name, first, second };
            return Err(CredentialError::Config {
                path: self.path.to_owned(),
                line: one_too_many.line,
                problem,
            });
        }
        let secret = secrets.pop().map(|(_, secret)| secret);
        Ok(Profile { name: key.at_key(key.name().to_owned()), url, api_key, secret, defaults })
    }

    fn roles(self, key: &Key<'t>, value: Value<'t>) -> Result<Vec<ConfigRole>, CredentialError> {
        let table = key.table(value, "a table of roles")?;
        self.entries(table, "[roles]").map(|(key, value)| self.role(&key, value)).collect()
    }

    fn role(self, key: &Key<'t>, value: Value<'t>) -> Result<ConfigRole, CredentialError> {
        if !is_profile_name(key.name()) {
            return Err(key.error(ConfigProblem::RoleName { name: key.name().to_owned() }));
        }
        let table_name = format!("[roles.{}]", key.name());
        let mut grants = Grants::default();
        for (key, value) in self.entries(key.table(value, "a table of grants")?, &table_name) {
            set_grant(&mut grants, key.name(), value.get_ref())
                .map_err(|fault| key.error(ConfigProblem::Grant { table: table_name.clone(), fault }))?;
        }
        Ok(ConfigRole { name: key.at_key(key.name().to_owned()), grants })
    }

    fn defaults(self, key: &Key<'t>, value: Value<'t>) -> Result<LocatedDefaults, CredentialError> {
        let table_name = format!("{}.defaults]", key.table.trim_end_matches(']'));
        let mut defaults = LocatedDefaults::default();
        for (key, value) in self.entries(key.table(value, "a table")?, &table_name) {
            match key.name() {
                "expires_in" => defaults.expires_in = Some(key.text_or_integer(value)?),
                "room" => defaults.room = Some(key.text(value)?),
                "name" => defaults.name = Some(key.text(value)?),
                "rules" => defaults.rules = Some(key.rules(&value)?),
                _ => return Err(key.unknown(&DEFAULTS_KEYS)),
            }
        }
        Ok(defaults)
    }
}

impl<'t> Key<'t> {
    fn name(&self) -> &str {
        self.text.get_ref()
    }

    fn at_key<T>(&self, value: T) -> Located<T> {
        Located { value, line: self.document.line(self.text.span().start) }
    }

    fn error(&self, problem: ConfigProblem) -> CredentialError {
        self.document.error(self.text.span().start, problem)
    }

    fn unknown(&self, known: &'static [&'static str]) -> CredentialError {
        let nearest = nearest(self.name(), known.iter().copied());
        let (key, table) = (self.name().to_owned(), self.table.clone());
        self.error(ConfigProblem::UnknownKey { key, table, nearest, known })
    }

    fn wrong_type(&self, expected: &'static str, found: &'static str) -> CredentialError {
        let (key, table) = (self.name().to_owned(), self.table.clone());
        self.error(ConfigProblem::WrongType { key, table, expected, found })
    }

    fn empty(&self) -> CredentialError {
        self.error(ConfigProblem::Empty { key: self.name().to_owned(), table: self.table.clone() })
    }

    fn table(
        &self,
        value: Value<'t>,
        expected: &'static str,
    ) -> Result<Spanned<DeTable<'t>>, CredentialError> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Ok(Spanned::new(span, table)),
            other => Err(self.wrong_type(expected, other.type_str())),
        }
    }

    fn text(&self, value: Value<'t>) -> Result<Located<String>, CredentialError> {
        match value.into_inner() {
            DeValue::String(text) if text.is_empty() => Err(self.empty()),
            DeValue::String(text) => Ok(self.at_key(text.into_owned())),
            other => Err(self.wrong_type("a string", other.type_str())),
        }
    }

    fn text_or_integer(&self, value: Value<'t>) -> Result<Located<String>, CredentialError> {
        match value.get_ref() {
            DeValue::String(_) => self.text(value),
            DeValue::Integer(integer) => match i64::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(seconds) => Ok(self.at_key(seconds.to_string())),
                Err(_) => Err(self.wrong_type("a number of seconds", "a number that is too large")),
            },
            other => Err(self.wrong_type("a string such as \"1h\", or whole seconds", other.type_str())),
        }
    }

    fn rules(&self, value: &Value<'t>) -> Result<Located<Rules>, CredentialError> {
        const EXPECTED: &str = "\"contract\" or \"livekit\"";
        let text = match value.get_ref() {
            DeValue::String(text) => text,
            other => return Err(self.wrong_type(EXPECTED, other.type_str())),
        };
        match Rules::of_name(text) {
            Some(rules) => Ok(self.at_key(rules)),
            None => Err(self.wrong_type(EXPECTED, "another string")),
        }
    }

    fn secret(&self, value: Value<'t>) -> Result<Located<StoredSecret>, CredentialError> {
        let text = Zeroizing::new(self.text(value)?.value);
        let secret = ApiSecret::new(text).map_err(|_| self.empty())?;
        Ok(self.at_key(StoredSecret::Inline(secret)))
    }

    fn secret_file(&self, value: Value<'t>) -> Result<Located<StoredSecret>, CredentialError> {
        let path: PathBuf = beside(self.document.path, &self.text(value)?.value);
        Ok(self.at_key(StoredSecret::File(path)))
    }

    fn command(&self, value: &Value<'t>) -> Result<Located<StoredSecret>, CredentialError> {
        const EXPECTED: &str = "an array of strings, a program and its arguments";
        let DeValue::Array(words) = value.get_ref() else {
            return Err(self.wrong_type(EXPECTED, value.get_ref().type_str()));
        };
        let mut command = Vec::new();
        for word in words {
            match word.get_ref() {
                DeValue::String(word) => command.push(word.clone().into_owned()),
                other => return Err(self.wrong_type(EXPECTED, other.type_str())),
            }
        }
        let command = SecretCommand::new(command).ok_or_else(|| self.empty())?;
        Ok(self.at_key(StoredSecret::Command(command)))
    }
}
