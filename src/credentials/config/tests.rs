use super::*;

fn read(text: &str) -> Result<Config, CredentialError> {
    parse(Path::new("/etc/config.toml"), text)
}

fn error(text: &str) -> String {
    let error = read(text).unwrap_err();
    let shown = format!("{error:?} {:?}", error.hints());
    assert!(!shown.contains("canary"), "{shown}");
    let text = error.to_string();
    text.strip_prefix("/etc/config.toml, ").unwrap().to_owned()
}

#[test]
fn a_whole_file_is_read_in_its_order() {
    let config = read(
        r#"
default_profile = "prod"

[profiles.prod]
url = "wss://prod.livekit.cloud"
api_key = "APIprod"
api_secret_command = ["op", "read", "op://dev/livekit/secret"]

[profiles.prod.defaults]
expires_in = "1h"
room = "lobby"
name = "Support"

[profiles.dev]
api_key = "devkey"
api_secret = "canary"
defaults = { expires_in = 900 }

[profiles.ci]
api_key = "APIci"
api_secret_file = "secrets/ci"
"#,
    )
    .unwrap();
    assert!(config.is_default("prod") && !config.is_default("dev"));
    let names: Vec<_> = config.profiles.iter().map(|profile| profile.name.value.as_str()).collect();
    assert_eq!(names, ["prod", "dev", "ci"]);
    let [prod, dev, ci] = config.profiles.as_slice() else { panic!("three profiles") };
    assert_eq!(prod.name.line, 4);
    assert_eq!(prod.url, Some(Located { value: "wss://prod.livekit.cloud".to_owned(), line: 5 }));
    assert_eq!(prod.defaults.room, Some(Located { value: "lobby".to_owned(), line: 11 }));
    let StoredSecret::Command(command) = &prod.secret.as_ref().unwrap().value else { panic!("command") };
    assert_eq!(command.words().collect::<Vec<_>>(), ["op", "read", "op://dev/livekit/secret"]);
    let StoredSecret::Inline(secret) = &dev.secret.as_ref().unwrap().value else { panic!("inline") };
    assert_eq!(secret.expose(), "canary");
    assert_eq!(dev.defaults.values().expires_in.as_deref(), Some("900"));
    let StoredSecret::File(path) = &ci.secret.as_ref().unwrap().value else { panic!("file") };
    assert_eq!(path, Path::new("/etc/secrets/ci"));
    assert!(!format!("{config:?}").contains("canary"));
}

#[test]
fn an_empty_file_holds_no_profiles() {
    for text in ["", "\n# nothing yet\n", "[profiles]\n"] {
        let config = read(text).unwrap();
        assert!(config.profiles.is_empty() && config.default_profile.is_none());
    }
}

#[test]
fn an_unknown_key_is_told_with_its_line_its_table_and_the_nearest_key() {
    assert_eq!(
        error("[profiles.prod]\napi_key = \"k\"\napi_sercet = \"canary\"\n"),
        "line 3: unknown key \"api_sercet\" in [profiles.prod]; did you mean \"api_secret\"?"
    );
    assert_eq!(
        error("default-profile = \"a\""),
        "line 1: unknown key \"default-profile\" in the top-level table; did you mean \"default_profile\"?"
    );
    assert_eq!(
        error("[profiles.a.defaults]\nrom = \"x\"\n"),
        "line 2: unknown key \"rom\" in [profiles.a.defaults]; did you mean \"room\"?"
    );
    assert_eq!(error("zebra = 1"), "line 1: unknown key \"zebra\" in the top-level table");
}

#[test]
fn a_torn_file_is_told_by_line_and_column_without_its_text() {
    assert!(error("[profiles.a]\napi_secret = \"canary").starts_with("line 2: not valid TOML at column "));
    assert!(error("[profiles.a]\nä = canary\n").starts_with("line 2: not valid TOML at column "));
    assert!(error("[profiles.a").starts_with("line 1: not valid TOML at column "));
    assert!(
        error("[profiles.a]\napi_key = \"a\"\napi_key = \"b\"\n").starts_with("line 3: not valid TOML at ")
    );
    let deep = "[".repeat(200_000);
    assert!(error(&format!("a = {deep}")).contains("not valid TOML"));
}

#[test]
fn wrong_types_are_told_by_type() {
    for (text, expected) in [
        (
            "default_profile = 1",
            "line 1: default_profile in the top-level table must be a string, not integer",
        ),
        ("profiles = 1", "line 1: profiles in the top-level table must be a table of profiles, not integer"),
        ("[[profiles]]", "line 1: profiles in the top-level table must be a table of profiles, not array"),
        ("profiles.a = 'canary'", "line 1: a in [profiles] must be a table, not string"),
        (
            "[profiles.a]\napi_secret_command = 'canary'",
            "line 2: api_secret_command in [profiles.a] must be an array of strings, a program and its arguments, not \
             string",
        ),
        (
            "[profiles.a]\napi_secret_command = ['a', 1]",
            "line 2: api_secret_command in [profiles.a] must be an array of strings, a program and its arguments, not \
             integer",
        ),
        (
            "[profiles.a.defaults]\nexpires_in = 1.5",
            "line 2: expires_in in [profiles.a.defaults] must be a string such as \"1h\", or whole seconds, not float",
        ),
        (
            "[profiles.a.defaults]\nexpires_in = 99999999999999999999",
            "line 2: expires_in in [profiles.a.defaults] must be a number of seconds, not a number that is too large",
        ),
    ] {
        assert_eq!(error(text), expected);
    }
}

#[test]
fn empty_texts_and_commands_are_refused() {
    for key in ["url", "api_key", "api_secret", "api_secret_file"] {
        let expected = format!("line 2: {key} in [profiles.a] is empty: give it a value or take it out");
        assert_eq!(error(&format!("[profiles.a]\n{key} = ''\n")), expected);
    }
    assert!(error("[profiles.a]\napi_secret_command = []").contains("is empty"));
    assert!(error("[profiles.a]\napi_secret_command = ['']").contains("is empty"));
}

#[test]
fn a_profile_has_one_secret() {
    assert_eq!(
        error("[profiles.a]\napi_secret = 'canary'\napi_secret_file = 'f'\n"),
        "line 3: [profiles.a] has api_secret and api_secret_file: keep one of them"
    );
}

#[test]
fn profile_names_are_simple() {
    assert_eq!(
        error("[profiles.'a b']\n"),
        "line 1: \"a b\" is no name for a profile: use letters, digits, `_` and `-`"
    );
    assert!(read("[profiles.A-1_b]\n").is_ok());
}

#[test]
fn an_unknown_profile_is_told_with_the_names_and_the_nearest() {
    let config = read("[profiles.production]\n[profiles.dev]\n").unwrap();
    let error = config.profile("prodution", Some(ProfileChoice::Variable)).unwrap_err();
    assert_eq!(error.to_string(), "there is no profile \"prodution\", which LKTOKEN_PROFILE names");
    let hints = ["did you mean production?", "the profiles in /etc/config.toml: production, dev"];
    assert_eq!(error.hints(), hints);
}

#[test]
fn the_path_is_the_flag_then_the_variable_then_the_config_directory() {
    let environment = Environment::from_pairs([("LKTOKEN_CONFIG", "/v.toml")]).with_config_dir("/c");
    let locate = |flag: Option<&str>, environment: &Environment| {
        ConfigPath::locate(flag.map(Path::new), environment).map(|config| (config.path, config.named))
    };
    assert_eq!(locate(Some("/f.toml"), &environment), Some(("/f.toml".into(), true)));
    assert_eq!(locate(None, &environment), Some(("/v.toml".into(), true)));
    let environment = Environment::default().with_config_dir("/c");
    assert_eq!(
        locate(None, &environment),
        Some((Path::new("/c").join("lktoken").join("config.toml"), false))
    );
    assert_eq!(locate(None, &Environment::default()), None);
}

#[test]
fn only_a_named_file_has_to_exist() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("config.toml");
    assert!(ConfigPath { path: path.clone(), named: false }.read().unwrap().profiles.is_empty());
    let error = ConfigPath { path, named: true }.read().unwrap_err();
    assert!(error.to_string().ends_with("it does not exist"), "{error}");
    assert_eq!(error.hints().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_touch_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("config.toml");
    let warnings = |text: &str, mode: u32| {
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        ConfigPath { path: path.clone(), named: true }.read().unwrap().warnings()
    };
    let inline = "[profiles.a]\napi_secret = 'canary'\n";
    let command = "[profiles.a]\napi_secret_command = ['pass']\n";
    assert_eq!(warnings(inline, 0o600), []);
    assert_eq!(warnings(command, 0o644), []);
    let expected = Warning::OthersCanRead { kind: FileKind::Config, path: path.clone(), mode: 0o644 };
    assert_eq!(warnings(inline, 0o644), [expected]);
    assert_eq!(warnings(command, 0o620), [Warning::OthersCanWrite { path: path.clone(), mode: 0o620 }]);
}

#[test]
fn a_file_torn_at_any_byte_is_read_or_told_and_never_quoted() {
    let text = "default_profile = \"ä\"\n[profiles.a]\napi_secret = \"canary\" # ü\n[profiles.b]\napi_secret_command = \
                [\"canary\", 'canary']\ndefaults = { room = '''canary\ncanary''' }\n";
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        if let Err(error) = read(&text[..end]) {
            let shown = format!("{error} {error:?} {:?}", error.hints());
            assert!(!shown.contains("cana"), "{shown}");
        }
    }
}
