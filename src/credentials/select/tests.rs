use std::ffi::OsString;
use std::fs;
use std::io::{self, Empty};

use tempfile::TempDir;

use super::*;
use crate::credentials::{Credentials, Half, Oddity, Warning};

/// A directory with a config file of two profiles, and the environment that finds it.
struct Scene {
    directory: TempDir,
    variables: Vec<(&'static str, OsString)>,
}

const CONFIG: &str = r#"
default_profile = "dev"

[profiles.dev]
url = "wss://dev"
api_key = "APIdev"
api_secret = "canary-dev"
defaults = { room = "lobby", expires_in = 900, name = "D" }

[profiles.prod]
api_key = "APIprod"
api_secret_file = "prod.txt"

[profiles.keyless]
api_secret = "canary"

[profiles.empty]
"#;

impl Scene {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("lktoken")).unwrap();
        Self { directory, variables: Vec::new() }
    }

    fn with_config() -> Self {
        let scene = Self::new();
        scene.file("lktoken/config.toml", CONFIG);
        scene
    }

    fn set(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        path
    }

    fn select(&self, choice: &Choice) -> Result<Selection, CredentialError> {
        let environment = Environment::from_pairs(self.variables.iter().cloned());
        select(choice, &environment.with_config_dir(self.directory.path()))
    }

    fn load(&self, choice: &Choice) -> Result<Credentials, CredentialError> {
        self.select(choice)?.load(no_stdin)
    }

    /// Key, secret, URL and source of what is chosen.
    fn chosen(&self, choice: &Choice) -> (String, String, Option<String>, String) {
        let Credentials { api_key, secret, url, source, warnings } = self.load(choice).unwrap();
        assert_eq!(warnings, []);
        (api_key.as_str().to_owned(), secret.expose().to_owned(), url, source.to_string())
    }
}

fn no_stdin() -> io::Result<Empty> {
    Err(io::Error::other("nobody reads standard input here"))
}

fn pair(
    key: &str,
    secret: &str,
    url: Option<&str>,
    source: &str,
) -> (String, String, Option<String>, String) {
    (key.to_owned(), secret.to_owned(), url.map(str::to_owned), source.to_owned())
}

fn dev() -> Choice {
    Choice { dev: true, ..Choice::default() }
}

fn profile(name: &str) -> Choice {
    Choice { profile: Some(name.to_owned()), ..Choice::default() }
}

fn env_file(path: &Path) -> Choice {
    Choice { env_file: Some(path.to_owned()), ..Choice::default() }
}

fn flags(key: Option<&str>, secret_file: Option<&Path>) -> Choice {
    Choice {
        api_key: key.map(str::to_owned),
        api_secret_file: secret_file.map(Path::to_owned),
        ..Choice::default()
    }
}

fn full_environment() -> Scene {
    Scene::with_config()
        .set("LIVEKIT_API_KEY", "APIenv")
        .set("LIVEKIT_API_SECRET", "canary-env")
        .set("LIVEKIT_URL", "wss://env")
        .set("LKTOKEN_PROFILE", "prod")
}

#[test]
fn what_is_explicit_beats_the_environment() {
    let scene = full_environment();
    scene.file("lktoken/prod.txt", "canary-prod\r\n");
    let secret = scene.file("s.txt", "canary-file\n");
    let env = scene.file(".env", "LIVEKIT_URL=wss://f\nLIVEKIT_API_KEY=APIf\nLIVEKIT_API_SECRET=canary-f\n");
    let expected = pair("devkey", "secret", Some("ws://localhost:7880"), "--dev");
    assert_eq!(scene.chosen(&dev()), expected);
    let expected = pair("APIflag", "canary-file", None, "--api-key");
    assert_eq!(scene.chosen(&flags(Some("APIflag"), Some(&secret))), expected);
    let expected = pair("APIprod", "canary-prod", None, "profile prod (--profile)");
    assert_eq!(scene.chosen(&profile("prod")), expected);
    let source = format!("--env-file {}", env.display());
    assert_eq!(scene.chosen(&env_file(&env)), pair("APIf", "canary-f", Some("wss://f"), &source));
}

#[test]
fn the_environment_beats_the_profiles_and_the_named_profile_the_default() {
    let chosen = full_environment().chosen(&Choice::default());
    assert_eq!(chosen, pair("APIenv", "canary-env", Some("wss://env"), "LIVEKIT_API_KEY"));
    let scene = Scene::with_config().set("LKTOKEN_PROFILE", "prod").set("LIVEKIT_URL", "wss://env");
    scene.file("lktoken/prod.txt", "canary-prod");
    let expected = pair("APIprod", "canary-prod", None, "profile prod (LKTOKEN_PROFILE)");
    assert_eq!(scene.chosen(&Choice::default()), expected);
    let chosen = Scene::with_config().chosen(&Choice::default());
    assert_eq!(chosen, pair("APIdev", "canary-dev", Some("wss://dev"), "profile dev (default_profile)"));
}

#[test]
fn the_typed_url_goes_before_every_other() {
    let url = Some("wss://typed".to_owned());
    let scene = full_environment();
    let env = scene.file(".env", "LIVEKIT_URL=wss://f\nLIVEKIT_API_KEY=APIf\nLIVEKIT_API_SECRET=canary-f\n");
    for choice in [dev(), profile("dev"), env_file(&env), Choice::default()] {
        let choice = Choice { url: url.clone(), ..choice };
        assert_eq!(scene.select(&choice).unwrap().url(), url.as_deref());
        assert_eq!(scene.load(&choice).unwrap().url, url);
    }
}

#[test]
fn a_selection_tells_the_defaults_and_the_key_before_anything_is_opened() {
    let scene = Scene::with_config();
    let selection = scene.select(&Choice::default()).unwrap();
    let [expires_in, room, name] = ["900", "lobby", "D"].map(|text| Some(text.to_owned()));
    assert_eq!(*selection.defaults(), crate::credentials::Defaults { expires_in, room, name, rules: None });
    assert_eq!(selection.api_key(), Some("APIdev"));
    assert!(!format!("{selection:?}").contains("canary"));
    // The secret file is missing, and nobody has looked.
    assert!(scene.select(&profile("prod")).is_ok());
    assert!(matches!(scene.load(&profile("prod")), Err(CredentialError::File { .. })));
    let selection = scene.select(&env_file(Path::new("/nowhere/.env"))).unwrap();
    assert_eq!((selection.api_key(), selection.url()), (None, None));
    assert!(matches!(selection.load(no_stdin), Err(CredentialError::File { .. })));
}

#[test]
fn two_typed_places_are_one_too_many() {
    let scene = Scene::with_config();
    let path = Path::new("f");
    for (choice, message) in [
        (Choice { dev: true, ..profile("dev") }, "--dev cannot be used with --profile"),
        (Choice { dev: true, ..flags(Some("k"), None) }, "--api-key cannot be used with --dev"),
        (Choice { dev: true, ..flags(None, Some(path)) }, "--api-secret-file cannot be used with --dev"),
        (
            Choice { profile: Some("dev".to_owned()), ..env_file(path) },
            "--profile cannot be used with --env-file",
        ),
    ] {
        let error = scene.select(&choice).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert!(error.is_usage() && !error.is_missing());
    }
}

#[test]
fn nothing_anywhere_is_told_as_the_contract_has_it() {
    let scene = Scene::new().set("LIVEKIT_KEY", "k");
    let error = scene.select(&Choice::default()).unwrap_err();
    assert_eq!(error.to_string(), "LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured");
    assert!(error.is_missing());
    let hints = error.hints().join("\n");
    let words = ["did you mean LIVEKIT_API_KEY?", "--dev", "--api-secret-file", "LIVEKIT_API_SECRET_FILE"];
    for word in words.into_iter().chain(["LKTOKEN_PROFILE", "config.toml", "api_secret_command"]) {
        assert!(hints.contains(word), "{word}: {hints}");
    }
    // An address alone is no credential, nor are empty values.
    let scene = Scene::new().set("LIVEKIT_URL", "wss://x").set("LIVEKIT_API_KEY", "");
    assert!(matches!(scene.select(&Choice::default()), Err(CredentialError::Missing { .. })));
    // Profiles, but none by default.
    let scene = Scene::new();
    scene.file("lktoken/config.toml", "[profiles.a]\n[profiles.b]\n");
    let error = scene.select(&Choice::default()).unwrap_err();
    assert_eq!(error.hints()[0], "no profile is the default; choose one with --profile: a, b");
    // No config directory either.
    let error = select(&Choice::default(), &Environment::default()).unwrap_err();
    assert!(matches!(error, CredentialError::Missing { config: None, .. }), "{error:?}");
}

#[test]
fn half_a_pair_is_never_completed_from_another_place() {
    let scene = Scene::with_config().set("LIVEKIT_API_SECRET", "canary");
    let error = scene.select(&flags(Some("k"), None)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the API secret is missing: --api-key is set, and its other half must come from the same place (the command \
         line)"
    );
    let hints = error.hints();
    assert!(hints[0].starts_with("add --api-secret-file"), "{hints:?}");
    assert_eq!(hints[1], "LIVEKIT_API_SECRET is set, but not in the same place");
    let error = scene.select(&Choice::default()).unwrap_err();
    assert!(matches!(error, CredentialError::HalfPair { missing: Half::ApiKey, .. }), "{error}");
    assert!(error.is_missing());
    let scene = Scene::with_config().set("LIVEKIT_API_KEY", "k");
    let error = scene.select(&Choice::default()).unwrap_err();
    assert!(error.hints()[0].contains("LIVEKIT_API_SECRET_FILE"), "{error}");
    let error = scene.select(&flags(None, Some(Path::new("-")))).unwrap_err();
    assert!(matches!(error, CredentialError::HalfPair { missing: Half::ApiKey, .. }), "{error}");
    let error = scene.load(&profile("keyless")).unwrap_err();
    assert!(error.hints()[0].starts_with("add api_key to [profiles.keyless] in "), "{error}");
    let env = scene.file(".env", "LIVEKIT_API_KEY=k\n");
    let error = scene.load(&env_file(&env)).unwrap_err();
    assert!(error.hints()[0].starts_with("add LIVEKIT_API_SECRET=… to "), "{error}");
}

#[test]
fn a_place_without_either_half_is_told() {
    let scene = Scene::with_config();
    let env = scene.file(".env", "OTHER=1\n");
    for choice in [profile("empty"), env_file(&env)] {
        let error = scene.load(&choice).unwrap_err();
        assert!(matches!(error, CredentialError::EmptyPlace { .. }), "{error}");
        assert_eq!(error.hints().len(), 2);
    }
}

#[test]
fn two_secrets_in_the_environment_are_refused() {
    let scene = full_environment().set("LIVEKIT_API_SECRET_FILE", "f");
    let error = scene.select(&Choice::default()).unwrap_err();
    assert!(error.to_string().contains("are both set in the environment"), "{error}");
    assert!(scene.select(&dev()).is_ok());
}

#[test]
fn a_secret_is_read_from_the_file_the_environment_names() {
    let scene = Scene::new();
    let path = scene.file("s.txt", "\u{feff}canary\n");
    let scene = scene.set("LIVEKIT_API_KEY", "k").set("LIVEKIT_API_SECRET_FILE", path);
    assert_eq!(scene.chosen(&Choice::default()), pair("k", "canary", None, "LIVEKIT_API_KEY"));
}

#[test]
fn a_secret_is_read_from_standard_input_only_when_asked() {
    let choice = flags(Some("k"), Some(Path::new("-")));
    let scene = Scene::new();
    let load = |input: &'static [u8]| scene.select(&choice).unwrap().load(|| Ok(input));
    assert!(scene.select(&choice).unwrap().reads_standard_input());
    assert!(!scene.select(&dev()).unwrap().reads_standard_input());
    assert_eq!(load(b"canary\r\n").unwrap().secret.expose(), "canary");
    assert!(matches!(load(b"\n"), Err(CredentialError::Empty { half: Half::Secret, .. })));
    assert!(load(b"\xff").unwrap_err().to_string().ends_with("it is not valid UTF-8"));
    let error = scene.load(&choice).unwrap_err();
    assert!(error.to_string().ends_with("nobody reads standard input here"), "{error}");
}

#[test]
fn what_looks_wrong_is_used_and_warned_of() {
    let scene = Scene::new();
    let path = scene.file("s.txt", "\"canary\"\n");
    let credentials = scene.load(&flags(Some("k "), Some(&path))).unwrap();
    assert_eq!(credentials.secret.expose(), "\"canary\"");
    let place = format!("the file {}", path.display());
    let expected = [
        Warning::Odd { half: Half::ApiKey, place: "--api-key".to_owned(), oddity: Oddity::Whitespace },
        Warning::Odd { half: Half::Secret, place, oddity: Oddity::Quotes },
    ];
    assert_eq!(credentials.warnings, expected);
    assert!(!format!("{credentials:?}").contains("canary"));
}

#[test]
fn empty_halves_are_told() {
    let scene = Scene::new();
    let path = scene.file("s.txt", "\n");
    let error = scene.load(&flags(Some("k"), Some(&path))).unwrap_err();
    assert!(error.to_string().ends_with("s.txt is empty"), "{error}");
    let path = scene.file("t.txt", "canary");
    let error = scene.load(&flags(Some(""), Some(&path))).unwrap_err();
    assert_eq!(error.to_string(), "the API key from --api-key is empty");
}

#[test]
fn a_profile_that_is_not_there_is_told_with_what_named_it() {
    let scene = Scene::with_config();
    let error = scene.select(&profile("pord")).unwrap_err();
    assert_eq!(error.to_string(), "there is no profile \"pord\", which --profile names");
    assert_eq!(error.hints()[0], "did you mean prod?");
    let error = select(&profile("prod"), &Environment::default()).unwrap_err();
    assert!(matches!(error, CredentialError::UnknownProfile { config: None, .. }));
    let scene = Scene::new().set("LKTOKEN_PROFILE", "x");
    let error = scene.select(&Choice::default()).unwrap_err();
    assert!(error.hints()[0].starts_with("there are no profiles in "), "{:?}", error.hints());
    let scene = Scene::new();
    scene.file("lktoken/config.toml", "default_profile = \"gone\"\n");
    let error = scene.select(&Choice::default()).unwrap_err();
    assert_eq!(error.to_string(), "there is no profile \"gone\", which default_profile names");
}

#[test]
fn a_broken_config_file_hinders_only_those_who_need_it() {
    let scene = full_environment();
    scene.file("lktoken/config.toml", "[profiles");
    assert!(scene.select(&dev()).is_ok() && scene.select(&Choice::default()).is_ok());
    assert!(matches!(scene.select(&profile("dev")), Err(CredentialError::Config { .. })));
    let missing = Choice { config: Some("/nowhere/config.toml".into()), ..profile("dev") };
    assert!(matches!(scene.select(&missing), Err(CredentialError::File { .. })));
}

#[cfg(unix)]
#[test]
fn a_command_gives_the_secret_and_its_failure_names_the_program_alone() {
    let scene = Scene::new();
    scene.file(
        "lktoken/config.toml",
        "[profiles.ok]\napi_key = 'k'\napi_secret_command = ['/bin/sh', '-c', 'echo canary']\n[profiles.bad]\napi_key = \
         'k'\napi_secret_command = ['/bin/sh', '-c', 'echo canary; exit 7']\n",
    );
    assert_eq!(scene.chosen(&profile("ok")), pair("k", "canary", None, "profile ok (--profile)"));
    let error = scene.load(&profile("bad")).unwrap_err();
    let message = "api_secret_command of profile bad (\"/bin/sh\") failed (exit status: 7)";
    assert_eq!(error.to_string(), message);
    assert!(!format!("{error:?}").contains("canary"));
}

#[cfg(unix)]
#[test]
fn files_that_others_can_read_are_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = Scene::with_config();
    let open = |name: &str| {
        let path = scene.directory.path().join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    };
    scene.file("lktoken/prod.txt", "canary");
    open("lktoken/prod.txt");
    open("lktoken/config.toml");
    let warnings = scene.load(&profile("prod")).unwrap().warnings;
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(warnings.iter().all(|warning| warning.to_string().contains("(mode 0644)")));
}

#[cfg(unix)]
#[test]
fn values_that_are_not_utf_8_hinder_only_those_who_need_them() {
    use std::os::unix::ffi::OsStringExt as _;
    let broken = || OsString::from_vec(vec![b'a', 0xff]);
    for name in ["LIVEKIT_API_KEY", "LIVEKIT_API_SECRET", "LIVEKIT_URL", "LKTOKEN_PROFILE"] {
        let scene = match name {
            "LIVEKIT_URL" => Scene::new().set("LIVEKIT_API_KEY", "k").set("LIVEKIT_API_SECRET", "canary"),
            _ => Scene::new(),
        };
        let scene = scene.set(name, broken());
        let error = scene.select(&Choice::default()).unwrap_err();
        assert_eq!(error.to_string(), format!("the value of {name} is not valid UTF-8"));
        assert!(scene.select(&dev()).is_ok());
    }
}
