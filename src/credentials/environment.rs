//! A snapshot of the process environment, so that a test can bring its own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::CredentialError;
use super::variables;

/// The variables of [`variables`], and the two directories that hold config files, as they were at one moment.
///
/// Its `Debug` names the variables and shows no value.
#[derive(Clone, Default)]
pub struct Environment {
    values: BTreeMap<&'static str, Value>,
    /// Variables named `LIVEKIT_…` that nothing here reads: perhaps misspelt.
    unread: Unread,
    config_dir: Option<PathBuf>,
    home_dir: Option<PathBuf>,
}

#[derive(Clone)]
enum Value {
    Text(Zeroizing<String>),
    NotUtf8(OsString),
}

impl Environment {
    /// The environment of this process, with the directories the `dirs` crate tells.
    #[must_use]
    pub fn from_process() -> Self {
        let known = variables::ALL.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
        let mut environment = Self::from_pairs(known);
        environment.unread = Unread::OfProcess;
        environment.config_dir = dirs::config_dir();
        environment.home_dir = dirs::home_dir();
        environment
    }

    /// An environment of these variables and no directories. An empty value counts as unset.
    pub fn from_pairs<N, V>(pairs: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: AsRef<str>,
        V: Into<OsString>,
    {
        let mut environment = Self::default();
        let mut unread = Vec::new();
        for (name, value) in pairs {
            let (name, value) = (name.as_ref(), value.into());
            if let Some(known) = variables::ALL.into_iter().find(|known| *known == name) {
                let value = match value.into_string() {
                    Ok(text) => Value::Text(Zeroizing::new(text)),
                    Err(bytes) => Value::NotUtf8(bytes),
                };
                environment.values.insert(known, value);
            } else if is_unread(name) {
                unread.push(name.to_owned());
            }
        }
        environment.unread = Unread::Given(unread);
        environment
    }

    /// The same environment with this directory for `lktoken/config.toml`.
    #[must_use]
    pub fn with_config_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.config_dir = Some(directory.into());
        self
    }

    /// The same environment with this home directory, where LiveKit's own CLI keeps its projects.
    #[must_use]
    pub fn with_home_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.home_dir = Some(directory.into());
        self
    }

    /// The directory that holds `lktoken/config.toml`; `None` where the system tells of none.
    #[must_use]
    pub fn config_dir(&self) -> Option<&Path> {
        self.config_dir.as_deref()
    }

    /// The user's home directory; `None` where the system tells of none.
    #[must_use]
    pub fn home_dir(&self) -> Option<&Path> {
        self.home_dir.as_deref()
    }

    /// The value of a variable of the registry; `None` when it is unset or empty.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<&str>, CredentialError> {
        match self.values.get(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            Some(Value::NotUtf8(_)) => Err(CredentialError::VariableNotUtf8 { name }),
        }
    }

    /// As [`Environment::text`], for a path: those need not be UTF-8 on every system.
    pub(super) fn path(&self, name: &'static str) -> Option<PathBuf> {
        match self.values.get(name)? {
            Value::Text(text) => (!text.is_empty()).then(|| PathBuf::from(text.as_str())),
            Value::NotUtf8(bytes) => Some(PathBuf::from(bytes)),
        }
    }

    /// Whether a variable is set to anything but the empty text.
    pub(super) fn is_set(&self, name: &'static str) -> bool {
        self.path(name).is_some()
    }

    /// A variable that is set and says which key signs, so that no default profile is asked.
    #[cfg(feature = "interactive")]
    #[must_use]
    pub fn set_before_the_default_profile(&self) -> Option<&'static str> {
        [
            variables::LIVEKIT_API_KEY,
            variables::LIVEKIT_API_SECRET,
            variables::LIVEKIT_API_SECRET_FILE,
            variables::LKTOKEN_PROFILE,
        ]
        .into_iter()
        .find(|name| self.is_set(name))
    }

    /// Set variables that nobody reads, each with the one it is nearest to: `LIVEKIT_KEY`, `LIVEKIT_API_KEY`.
    pub(super) fn misspelt(&self) -> Vec<(String, &'static str)> {
        // They all begin alike, so that only a great likeness means anything.
        const NEAR_ENOUGH: f64 = 0.85;
        let wanted = [variables::LIVEKIT_API_KEY, variables::LIVEKIT_API_SECRET];
        let near = |name: &String| {
            let likeness = wanted.map(|wanted| (strsim::jaro(name, wanted), wanted));
            let (likeness, meant) = likeness.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
            (likeness > NEAR_ENOUGH).then(|| (name.clone(), meant))
        };
        self.unread.names().iter().filter_map(near).collect()
    }
}

/// Names of variables that look like LiveKit's but that nothing here reads.
#[derive(Clone)]
enum Unread {
    Given(Vec<String>),
    /// Looked up only where something is missing: most calls have no use for them.
    OfProcess,
}

impl Default for Unread {
    fn default() -> Self {
        Self::Given(Vec::new())
    }
}

impl Unread {
    fn names(&self) -> Vec<String> {
        match self {
            Self::Given(names) => names.clone(),
            Self::OfProcess => {
                let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
                names.filter(|name| is_unread(name)).collect()
            }
        }
    }
}

/// Whether a name looks like LiveKit's but is none that is read here.
fn is_unread(name: &str) -> bool {
    name.starts_with("LIVEKIT_") && !variables::ALL.contains(&name)
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("set", &self.values.keys().collect::<Vec<_>>())
            .field("unread", &self.unread.names())
            .field("config_dir", &self.config_dir)
            .field("home_dir", &self.home_dir)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_value_counts_as_unset() {
        let environment = Environment::from_pairs([("LIVEKIT_API_KEY", ""), ("LKTOKEN_CONFIG", "")]);
        assert_eq!(environment.text(variables::LIVEKIT_API_KEY).unwrap(), None);
        assert_eq!(environment.path(variables::LKTOKEN_CONFIG), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_not_utf_8_is_an_error_that_names_the_variable() {
        use std::os::unix::ffi::OsStringExt as _;
        let environment = Environment::from_pairs([("LIVEKIT_API_KEY", OsString::from_vec(vec![0xff]))]);
        let error = environment.text(variables::LIVEKIT_API_KEY).unwrap_err();
        assert!(error.to_string().contains("LIVEKIT_API_KEY"), "{error}");
    }

    #[test]
    fn debug_shows_no_value() {
        let environment = Environment::from_pairs([("LIVEKIT_API_SECRET", "canary")]);
        let shown = format!("{environment:?}");
        assert!(shown.contains("LIVEKIT_API_SECRET") && !shown.contains("canary"), "{shown}");
    }

    #[test]
    fn variables_that_look_misspelt_are_told() {
        let environment = Environment::from_pairs([
            ("LIVEKIT_KEY", "k"),
            ("LIVEKIT_API_SECRT", "s"),
            ("LIVEKIT_CONFIG_BODY", "x"),
        ]);
        let expected = [
            ("LIVEKIT_KEY".to_owned(), "LIVEKIT_API_KEY"),
            ("LIVEKIT_API_SECRT".to_owned(), "LIVEKIT_API_SECRET"),
        ];
        assert_eq!(environment.misspelt(), expected);
    }

    #[test]
    fn the_process_environment_can_be_read() {
        let environment = Environment::from_process();
        assert!(environment.unread.names().iter().all(|name| name.starts_with("LIVEKIT_")));
    }
}
