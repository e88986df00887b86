//! The search for the secret that a signature was made with, among those that are at hand.
//!
//! It serves a hint. So nothing that is wrong with the config file, the environment or a secret's file is told, and no
//! command is run: one may ask for a finger on a sensor.

use std::path::Path;

use super::config::ConfigPath;
use super::environment::Environment;
use super::select::{dev_server, from_environment, from_profile};
use super::selection::{SecretPlace, Selection, read_secret_file};
use super::source::{ProfileChoice, Source};
use crate::token::key::ApiSecret;

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecretSearch {
    /// The place whose secret fits.
    pub found: Option<SecretFound>,
    /// The profiles whose secret was not tried, as only a command tells it.
    pub not_tried: Vec<String>,
}

/// A place whose secret fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretFound {
    /// The place. A profile is one that `--profile` would choose.
    pub source: Source,
    /// The API key that stands beside the secret.
    pub api_key: Option<String>,
}

/// Looks for a secret that `fits`: in the profiles of the config file, in the environment, and behind `--dev`. Of
/// several, one beside `api_key` goes first. The place `chosen` is left out: its secret is known not to fit.
#[must_use]
pub fn find_secret(
    api_key: &str,
    chosen: &Source,
    config: Option<&Path>,
    environment: &Environment,
    fits: impl Fn(&ApiSecret) -> bool,
) -> SecretSearch {
    let config = ConfigPath::locate(config, environment).and_then(|path| path.read().ok());
    let profiles = config.iter().flat_map(|config| {
        config.profiles.iter().map(move |profile| from_profile(config, profile, ProfileChoice::Flag))
    });
    let pairs = [from_environment(environment).ok().flatten(), dev_server().ok()];
    let mut places: Vec<Selection> = profiles.chain(pairs.into_iter().flatten()).collect();
    places.retain(|place| !is_same(place.source(), chosen));
    // Stable: among equals, the order above.
    places.sort_by_key(|place| place.api_key() != Some(api_key));

    let found = places.iter().find(|place| at_hand(place).is_some_and(|secret| fits(&secret)));
    let found = found.map(|place| SecretFound {
        source: place.source().clone(),
        api_key: place.api_key().map(str::to_owned),
    });
    let not_tried = places.iter().filter_map(|place| match place.secret_place()? {
        SecretPlace::Command { profile, command: _ } => Some(profile.clone()),
        _ => None,
    });
    SecretSearch { found, not_tried: not_tried.collect() }
}

fn is_same(place: &Source, chosen: &Source) -> bool {
    match (place, chosen) {
        (Source::Profile { name: a, chosen_by: _ }, Source::Profile { name: b, chosen_by: _ }) => a == b,
        (place, chosen) => place == chosen,
    }
}

/// The secret of a place, where it takes no more than reading a file: a pipe could keep us waiting for ever.
fn at_hand(place: &Selection) -> Option<ApiSecret> {
    match place.secret_place()? {
        SecretPlace::Inline { secret, place: _ } => Some(secret.clone()),
        SecretPlace::File(path) if path.is_file() => read_secret_file(path).ok().map(|(secret, _)| secret),
        SecretPlace::File(_) | SecretPlace::StandardInput | SecretPlace::Command { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = "[profiles.other]\napi_key = 'APIother'\napi_secret = 'right'\n\
                          [profiles.wrong]\napi_key = 'APIx'\napi_secret = 'wrong'\n\
                          [profiles.same]\napi_key = 'APIx'\napi_secret = 'right'\n\
                          [profiles.asks]\napi_key = 'APIx'\napi_secret_command = ['touch', 'ran']\n";

    fn search(config: &str, environment: &Environment, chosen: &Source, secret: &str) -> SecretSearch {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("config.toml");
        std::fs::write(&path, config).unwrap();
        std::fs::write(directory.path().join("secret"), "from a file\n").unwrap();
        find_secret("APIx", chosen, Some(&path), environment, |candidate| candidate.expose() == secret)
    }

    fn profile(name: &str) -> Source {
        Source::Profile { name: name.to_owned(), chosen_by: ProfileChoice::Flag }
    }

    fn found(source: Source, api_key: &str) -> SecretFound {
        SecretFound { source, api_key: Some(api_key.to_owned()) }
    }

    #[test]
    fn a_place_with_the_same_key_goes_first() {
        let nothing = Environment::default();
        let of = |chosen: &Source| search(CONFIG, &nothing, chosen, "right").found;
        assert_eq!(of(&Source::Flags), Some(found(profile("same"), "APIx")));
        let chosen = Source::Profile { name: "same".to_owned(), chosen_by: ProfileChoice::Default };
        assert_eq!(of(&chosen), Some(found(profile("other"), "APIother")));
    }

    #[test]
    fn files_the_environment_and_the_development_server_are_looked_through() {
        let file = "[profiles.a]\napi_key = 'APIa'\napi_secret_file = 'secret'\n";
        let pair = Environment::from_pairs([("LIVEKIT_API_KEY", "APIe"), ("LIVEKIT_API_SECRET", "set")]);
        let of = |config, secret| search(config, &pair, &Source::Flags, secret).found;
        assert_eq!(of(file, "from a file"), Some(found(profile("a"), "APIa")));
        assert_eq!(of("", "set"), Some(found(Source::Environment, "APIe")));
        assert_eq!(of("", "secret"), Some(found(Source::Dev, "devkey")));
        assert_eq!(search("", &pair, &Source::Dev, "secret").found, None);
    }

    #[test]
    fn a_command_is_named_and_not_run() {
        let searched = search(CONFIG, &Environment::default(), &Source::Flags, "nobody's");
        assert_eq!(searched, SecretSearch { found: None, not_tried: vec!["asks".to_owned()] });
        let searched = search(CONFIG, &Environment::default(), &profile("asks"), "nobody's");
        assert_eq!(searched, SecretSearch::default());
    }

    #[test]
    fn whatever_is_wrong_hides_nothing_else() {
        let half = Environment::from_pairs([("LIVEKIT_API_KEY", "APIe")]);
        for config in [
            "not toml",
            "[profiles.a]\napi_key = 'APIx'\napi_secret_file = 'nowhere'\n",
            "[profiles.a]\napi_key = 'APIx'\napi_secret_file = '.'\n",
            "[profiles.a]\napi_key = 'APIx'\n",
            "[profiles.a]\n",
        ] {
            let searched = search(config, &half, &Source::Flags, "secret");
            assert_eq!(searched.found, Some(found(Source::Dev, "devkey")), "{config}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_waits_for_a_pipe() {
        let directory = tempfile::tempdir().unwrap();
        let pipe = directory.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let config = format!("[profiles.a]\napi_key = 'APIx'\napi_secret_file = '{}'\n", pipe.display());
        let searched = search(&config, &Environment::default(), &Source::Flags, "nobody's");
        assert_eq!(searched, SecretSearch::default());
    }
}
