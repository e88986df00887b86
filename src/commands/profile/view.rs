//! Profiles for people and for pipes. A secret appears as the place it is in and its length; where it was written for
//! its own place by mistake, not even as that.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use crate::credentials::{Located, ProfileView, SecretView};
use crate::output::conceal::conceal;
use crate::output::escape::escape;
use crate::output::{BAD, FAINT, GOOD, STRONG};

/// `profile list` as JSON.
#[derive(Debug, Serialize)]
pub struct ListJson<'a> {
    /// The config file's path.
    pub config: &'a str,
    /// The profiles in its order.
    pub profiles: Vec<ProfileJson<'a>>,
}

/// A profile as JSON: every value with the line of the config file it stands on.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileJson<'a> {
    name: &'a str,
    default: bool,
    line: usize,
    url: Option<ValueJson<'a>>,
    api_key: Option<ValueJson<'a>>,
    api_secret: Option<SecretJson>,
    defaults: DefaultsJson<'a>,
}

#[derive(Debug, Serialize)]
struct ValueJson<'a> {
    value: &'a str,
    line: usize,
}

#[derive(Debug, Serialize)]
struct SecretJson {
    /// `config`, `file` or `command`.
    from: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    line: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DefaultsJson<'a> {
    expires_in: Option<ValueJson<'a>>,
    room: Option<ValueJson<'a>>,
    name: Option<ValueJson<'a>>,
    rules: Option<ValueJson<'a>>,
}

impl<'a> ProfileJson<'a> {
    /// The profile as it is printed.
    #[must_use]
    pub fn of(profile: &'a ProfileView) -> Self {
        let value = |located: &'a Option<Located<String>>| {
            located.as_ref().map(|located| ValueJson { value: &located.value, line: located.line })
        };
        Self {
            name: &profile.name.value,
            default: profile.is_default,
            line: profile.name.line,
            url: value(&profile.url),
            api_key: value(&profile.api_key),
            api_secret: profile.secret.as_ref().map(|secret| SecretJson {
                from: match &secret.value {
                    SecretView::Inline => "config",
                    SecretView::File(_) => "file",
                    SecretView::Command(_) => "command",
                },
                place: match &secret.value {
                    SecretView::Inline => None,
                    SecretView::File(path) => Some(conceal(&path.display().to_string()).into_owned()),
                    SecretView::Command(program) => Some(conceal(program).into_owned()),
                },
                bytes: profile.secret_length,
                problem: profile.secret_problem.as_deref().map(|problem| conceal(problem).into_owned()),
                line: secret.line,
            }),
            defaults: DefaultsJson {
                expires_in: value(&profile.defaults.expires_in),
                room: value(&profile.defaults.room),
                name: value(&profile.defaults.name),
                rules: profile
                    .defaults
                    .rules
                    .as_ref()
                    .map(|rules| ValueJson { value: rules.value.name(), line: rules.line }),
            },
        }
    }
}

/// The profiles, a line each; `*` marks the default one.
#[must_use]
pub fn render_list(profiles: &[ProfileView]) -> String {
    let width = profiles.iter().map(|profile| profile.name.value.len()).max().unwrap_or_default();
    let mut text = String::new();
    for profile in profiles {
        let mark = if profile.is_default { format!("{GOOD}*{GOOD:#}") } else { " ".to_owned() };
        let key = profile.api_key.as_ref().map_or("no key", |key| key.value.as_str());
        let url = profile.url.as_ref().map_or("no URL", |url| url.value.as_str());
        let name = &profile.name.value;
        let _ = writeln!(
            text,
            "{mark} {STRONG}{name:<width$}{STRONG:#}  {}  {FAINT}{}{FAINT:#}",
            escape(key),
            escape(url)
        );
    }
    text
}

/// One profile, a value a line, and where each stands.
#[must_use]
pub fn render_one(profile: &ProfileView, config: &Path) -> String {
    let mut text = String::new();
    let default = if profile.is_default { " (the default one)" } else { "" };
    let _ = writeln!(text, "{STRONG}{}{STRONG:#}{default}", profile.name.value);
    let file = escape(&config.display().to_string()).into_owned();
    let mut line = |key: &str, value: &str, line: usize| {
        let _ = writeln!(text, "  {key:<12} {value}  {FAINT}{file} line {line}{FAINT:#}");
    };
    let defaults = &profile.defaults;
    let rules = defaults.rules.as_ref();
    let rules = rules.map(|rules| Located { value: rules.value.name().to_owned(), line: rules.line });
    for (key, located) in [
        ("url", &profile.url),
        ("api_key", &profile.api_key),
        ("expires_in", &defaults.expires_in),
        ("room", &defaults.room),
        ("name", &defaults.name),
        ("rules", &rules),
    ] {
        if let Some(located) = located {
            line(key, &escape(&located.value), located.line);
        }
    }
    if let Some(secret) = &profile.secret {
        let length = match (&profile.secret_problem, profile.secret_length) {
            (Some(problem), _) => format!("{BAD}{}{BAD:#}", escape(&conceal(problem))),
            (None, Some(bytes)) => format!("{bytes} bytes"),
            (None, None) => "not measured".to_owned(),
        };
        let place = match &secret.value {
            SecretView::Inline => "in the config file".to_owned(),
            SecretView::File(path) => format!("in {}", path.display()),
            SecretView::Command(program) => format!("from the command {program}"),
        };
        line("api_secret", &format!("{length}, {}", escape(&conceal(&place))), secret.line);
    }
    text
}
