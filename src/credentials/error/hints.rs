//! What to do about an error: the flag, the variable and the profile key that put it right.

use std::path::Path;

use crate::credentials::HOW_TO_ADD_A_PROFILE;

use super::{CommandProblem, ConfigProblem, CredentialError, FileKind, Half, PairPlace, TextProblem};

impl CredentialError {
    /// What would put it right, one sentence each, the likeliest first. Never holds a secret.
    #[must_use]
    pub fn hints(&self) -> Vec<String> {
        match self {
            Self::Missing { config, profiles, misspelt } => missing(config.as_deref(), profiles, misspelt),
            Self::HalfPair { missing, place, unused, .. } => half_pair(*missing, place, unused),
            Self::EmptyPlace { place } => {
                vec![add(Half::ApiKey, place), add(Half::Secret, place)]
            }
            Self::Conflict { .. } => {
                vec![
                    "choose one of --dev, --profile, --env-file, or --api-key with --api-secret-file"
                        .to_owned(),
                ]
            }
            Self::File { kind, path, problem } => file(*kind, path, problem),
            Self::EnvFileLine { .. } => {
                vec!["put a value with spaces, `#` or `$` in single quotes: NAME='value'".to_owned()]
            }
            Self::Config { problem: ConfigProblem::SeveralSecrets { .. }, .. } => {
                vec!["a profile has one of api_secret_command, api_secret_file and api_secret".to_owned()]
            }
            Self::Config { problem: ConfigProblem::UnknownKey { known, .. }, .. } => {
                vec![format!("there are: {}", known.join(", "))]
            }
            Self::Command { problem, .. } => command(problem),
            Self::UnknownProfile { config, names, nearest, .. } => {
                unknown_profile(config.as_deref(), names, nearest.as_deref())
            }
            Self::ProfileExists { name, .. } => {
                vec![format!(
                    "give another name, or --replace to put the new one in the place of profile {name}"
                )]
            }
            Self::NoConfigDirectory => {
                vec!["give the config file's path with --config or LKTOKEN_CONFIG, or set HOME".to_owned()]
            }
            Self::NoHomeDirectory => vec!["give the file's path, or set HOME".to_owned()],
            Self::Write { path, .. } => {
                vec![format!(
                    "its directory must be writable and have room: {}",
                    directory_of(path).display()
                )]
            }
            Self::Empty { .. }
            | Self::TwoSecrets { .. }
            | Self::VariableNotUtf8 { .. }
            | Self::StandardInput { .. }
            | Self::Config { .. }
            | Self::LivekitCli { .. }
            | Self::ProfileName { .. }
            | Self::PathNotUtf8 { .. }
            | Self::Locked { .. } => Vec::new(),
        }
    }
}

/// Every way to bring a pair along.
fn missing(config: Option<&Path>, profiles: &[String], misspelt: &[(String, &'static str)]) -> Vec<String> {
    let meant = |(name, meant): &(String, &str)| format!("{name} is set; did you mean {meant}?");
    let mut hints: Vec<String> = misspelt.iter().map(meant).collect();
    if !profiles.is_empty() {
        hints.push(format!("no profile is the default; choose one with --profile: {}", profiles.join(", ")));
    }
    hints.push(
        "on the command line: --dev, --profile NAME, --env-file PATH, or --api-key KEY with --api-secret-file PATH"
            .to_owned(),
    );
    hints.push(
        "in the environment: LIVEKIT_API_KEY with LIVEKIT_API_SECRET or LIVEKIT_API_SECRET_FILE, or LKTOKEN_PROFILE"
            .to_owned(),
    );
    if let Some(path) = config {
        let keys = "api_key with api_secret_command, api_secret_file or api_secret";
        hints.push(format!("in {}: a profile with {keys}, named by default_profile", path.display()));
    }
    hints
}

fn half_pair(missing: Half, place: &PairPlace, unused: &[&'static str]) -> Vec<String> {
    let mut hints = vec![add(missing, place)];
    if !unused.is_empty() {
        let are = if unused.len() == 1 { "is" } else { "are" };
        hints.push(format!("{} {are} set, but not in the same place", unused.join(" and ")));
    }
    hints
}

/// How a half is added to a place.
fn add(half: Half, place: &PairPlace) -> String {
    match (half, place) {
        (Half::ApiKey, PairPlace::Flags) => "add --api-key KEY".to_owned(),
        (Half::Secret, PairPlace::Flags) => {
            "add --api-secret-file PATH, or --api-secret-file - to read the secret from standard input"
                .to_owned()
        }
        (Half::ApiKey, PairPlace::Environment) => "set LIVEKIT_API_KEY".to_owned(),
        (Half::Secret, PairPlace::Environment) => {
            "set LIVEKIT_API_SECRET, or LIVEKIT_API_SECRET_FILE to the path of a file with the secret"
                .to_owned()
        }
        (Half::ApiKey, PairPlace::EnvFile(path)) => format!("add LIVEKIT_API_KEY=… to {}", path.display()),
        (Half::Secret, PairPlace::EnvFile(path)) => format!("add LIVEKIT_API_SECRET=… to {}", path.display()),
        (Half::ApiKey, PairPlace::Profile { name, path }) => {
            format!("add api_key to [profiles.{name}] in {}", path.display())
        }
        (Half::Secret, PairPlace::Profile { name, path }) => {
            let keys = "api_secret_command, api_secret_file or api_secret";
            format!("add {keys} to [profiles.{name}] in {}", path.display())
        }
    }
}

fn file(kind: FileKind, path: &Path, problem: &TextProblem) -> Vec<String> {
    let missing = matches!(problem, TextProblem::NotFound);
    if missing && path.components().any(|part| part.as_os_str() == "~") {
        return vec!["`~` is not expanded here: write the whole path".to_owned()];
    }
    match (kind, problem) {
        (FileKind::Config, TextProblem::NotFound) => {
            let mut hint = "--config or LKTOKEN_CONFIG names this file".to_owned();
            if cfg!(feature = "interactive") {
                hint.push_str("; `lktoken profile add` would make it");
            }
            vec![hint]
        }
        (FileKind::Secret, TextProblem::TooLarge(_)) => {
            vec!["the file must hold the secret and nothing else".to_owned()]
        }
        _ => Vec::new(),
    }
}

fn command(problem: &CommandProblem) -> Vec<String> {
    match problem {
        CommandProblem::NoSuchProgram => vec![
            "api_secret_command is a list of a program and its arguments, run without a shell: [\"op\", \"read\", \
             \"op://…\"]"
                .to_owned(),
        ],
        CommandProblem::TimedOut(_) => {
            vec!["it may be waiting for an answer: it runs with no standard input".to_owned()]
        }
        _ => Vec::new(),
    }
}

fn unknown_profile(config: Option<&Path>, names: &[String], nearest: Option<&str>) -> Vec<String> {
    let Some(path) = config else { return vec!["give the config file's path with --config".to_owned()] };
    let mut hints: Vec<String> = nearest.map(|name| format!("did you mean {name}?")).into_iter().collect();
    hints.push(if names.is_empty() {
        format!("there are no profiles in {}; {HOW_TO_ADD_A_PROFILE}", path.display())
    } else {
        format!("the profiles in {}: {}", path.display(), names.join(", "))
    });
    hints
}

/// The directory a file is in.
fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_explained() {
        let problem = TextProblem::NotFound;
        let error = CredentialError::File { kind: FileKind::Secret, path: "/etc/~/s.txt".into(), problem };
        assert_eq!(error.hints(), ["`~` is not expanded here: write the whole path"]);
    }

    #[test]
    fn commands_that_give_no_secret_are_explained() {
        let hints = |problem| {
            let (profile, program) = ("p".to_owned(), "op read x".to_owned());
            CredentialError::Command { profile, program, problem }.hints()
        };
        assert!(hints(CommandProblem::NoSuchProgram)[0].contains("without a shell"));
        assert!(hints(CommandProblem::TimedOut(10))[0].contains("no standard input"));
        assert!(hints(CommandProblem::NoOutput).is_empty());
    }

    #[test]
    fn every_half_says_where_it_can_be_added() {
        let profile = PairPlace::Profile { name: "p".to_owned(), path: "c.toml".into() };
        for (half, place, hint) in [
            (Half::ApiKey, PairPlace::Flags, "add --api-key KEY"),
            (Half::ApiKey, PairPlace::Environment, "set LIVEKIT_API_KEY"),
            (Half::ApiKey, PairPlace::EnvFile("e".into()), "add LIVEKIT_API_KEY=… to e"),
            (Half::ApiKey, profile.clone(), "add api_key to [profiles.p] in c.toml"),
            (
                Half::Secret,
                profile,
                "add api_secret_command, api_secret_file or api_secret to [profiles.p] in c.toml",
            ),
        ] {
            assert_eq!(add(half, &place), hint);
        }
    }
}
