//! A pair is whole or it is nothing.

use super::Setting;
use crate::program::{Home, internal_error, missing_credentials};

/// The contract's message, with what is known of the missing half.
fn half(found: &str, missing: &str) -> String {
    missing_credentials(&format!(": {found} is set, but the {missing} is missing"))
}

#[test]
fn nothing_configured_is_the_contract_s_error() {
    let home = Home::new();
    let setting = Setting::default();
    assert_eq!(
        setting.mint(&home).json_failure(3),
        "{\"statusCode\":500,\"errorCode\":\"MISSING_CREDENTIALS\",\"message\":\"LIVEKIT_API_KEY and \
         LIVEKIT_API_SECRET must be configured\",\"timestamp\":\"NOW\"}\n"
    );
    assert_eq!(setting.run(&home, &["validate", "a.b.c"]).json_failure(3), missing_credentials(""));
    let hints = format!(
        "hint: on the command line: --dev, --profile NAME, --env-file PATH, or --api-key KEY with --api-secret-file \
         PATH\nhint: in the environment: LIVEKIT_API_KEY with LIVEKIT_API_SECRET or LIVEKIT_API_SECRET_FILE, or \
         LKTOKEN_PROFILE\nhint: in {}: a profile with api_key with api_secret_command, api_secret_file or api_secret, \
         named by default_profile\n",
        home.path().join("config").join("lktoken").join("config.toml").display()
    );
    let text = Setting { flags: &["--error-format", "text"], ..setting };
    assert_eq!(
        text.mint(&home).failure(3),
        format!("error: LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured\n{hints}")
    );
    let misspelt = Setting { variables: &[("LIVEKIT_APIKEY", "x")], ..text };
    assert_eq!(
        misspelt.mint(&home).failure(3),
        format!(
            "error: LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured\nhint: LIVEKIT_APIKEY is set; did you \
             mean LIVEKIT_API_KEY?\n{hints}"
        )
    );
}

#[test]
fn a_bad_request_is_told_before_missing_credentials() {
    let line = "{\"statusCode\":400,\"errorCode\":\"VALIDATION_ERROR\",\"message\":\"Request validation failed\",\
                \"validationErrors\":[{\"field\":\"roomName\",\"message\":\"Room name is required\"}],\
                \"timestamp\":\"NOW\"}\n";
    let home = Home::new();
    for variables in [&[][..], &[("LIVEKIT_API_KEY", "APIa")]] {
        let setting = Setting { variables, ..Setting::default() };
        assert_eq!(setting.run(&home, &["mint", "-i", "alice"]).json_failure(2), line);
    }
}

#[test]
fn half_a_pair_of_flags_is_refused_whatever_the_environment_holds() {
    let home = Home::new();
    home.write_private("secret", "s");
    let variables = [("LIVEKIT_API_KEY", "APIa"), ("LIVEKIT_API_SECRET", "s")];
    for (flag, found, missing, add, elsewhere) in [
        (
            "--api-key=APIb",
            "--api-key",
            "API secret",
            "add --api-secret-file PATH, or --api-secret-file - to read the secret from standard input",
            "LIVEKIT_API_SECRET",
        ),
        ("--api-secret-file=secret", "--api-secret-file", "API key", "add --api-key KEY", "LIVEKIT_API_KEY"),
        ("--api-secret-file=-", "--api-secret-file", "API key", "add --api-key KEY", "LIVEKIT_API_KEY"),
    ] {
        for variables in [&[][..], &variables] {
            let setting = Setting { flags: &[flag], variables, stdin: "s" };
            assert_eq!(setting.mint(&home).json_failure(3), half(found, missing));
            let unused = if variables.is_empty() {
                String::new()
            } else {
                format!("hint: {elsewhere} is set, but not in the same place\n")
            };
            let text = Setting { flags: &[flag, "--error-format=text"], ..setting };
            assert_eq!(
                text.mint(&home).failure(3),
                format!(
                    "error: the {missing} is missing: {found} is set, and its other half must come from the same \
                     place (the command line)\nhint: {add}\n{unused}"
                )
            );
        }
    }
}

#[test]
fn half_a_pair_of_variables_is_refused_although_a_profile_is_whole() {
    let home = Home::new();
    home.write_config("default_profile = 'a'\n[profiles.a]\napi_key = 'APIa'\napi_secret = 's'\n");
    home.write_private("secret", "s");
    let add_secret =
        "set LIVEKIT_API_SECRET, or LIVEKIT_API_SECRET_FILE to the path of a file with the secret";
    for (name, value, missing, add) in [
        ("LIVEKIT_API_KEY", "APIb", "API secret", add_secret),
        ("LIVEKIT_API_SECRET", "s", "API key", "set LIVEKIT_API_KEY"),
        ("LIVEKIT_API_SECRET_FILE", "secret", "API key", "set LIVEKIT_API_KEY"),
    ] {
        let variables = [(name, value), ("LKTOKEN_PROFILE", "a")];
        let setting = Setting { variables: &variables, ..Setting::default() };
        assert_eq!(setting.mint(&home).json_failure(3), half(name, missing));
        assert_eq!(
            Setting { flags: &["--error-format=text"], ..setting }.mint(&home).failure(3),
            format!(
                "error: the {missing} is missing: {name} is set, and its other half must come from the same place \
                 (the environment)\nhint: {add}\n"
            )
        );
    }
}

#[test]
fn half_a_pair_in_a_file_is_refused_although_the_environment_is_whole() {
    let home = Home::new();
    let variables = [("LIVEKIT_API_KEY", "APIa"), ("LIVEKIT_API_SECRET", "s")];
    let env_file = "--env-file=.env";
    let profile = "--profile=a";
    for (flag, content, found, missing) in [
        (env_file, "LIVEKIT_API_KEY=APIb\n", "LIVEKIT_API_KEY", "API secret"),
        (env_file, "LIVEKIT_API_SECRET=s\n", "LIVEKIT_API_SECRET", "API key"),
        (env_file, "LIVEKIT_API_SECRET_FILE=f\n", "LIVEKIT_API_SECRET_FILE", "API key"),
        (profile, "[profiles.a]\napi_key = 'APIb'\n", "api_key", "API secret"),
        (profile, "[profiles.a]\napi_secret = 's'\n", "api_secret", "API key"),
        (profile, "[profiles.a]\napi_secret_file = 'f'\n", "api_secret_file", "API key"),
        (profile, "[profiles.a]\napi_secret_command = ['f']\n", "api_secret_command", "API key"),
    ] {
        let file = if flag == env_file {
            home.write_private(".env", content);
            "the env file .env".to_owned()
        } else {
            format!("[profiles.a] in {}", home.write_config(content).display())
        };
        let setting = Setting { flags: &[flag], variables: &variables, ..Setting::default() };
        assert_eq!(setting.mint(&home).json_failure(3), half(found, missing));
        let text = Setting { flags: &[flag, "--error-format=text"], ..setting }.mint(&home).failure(3);
        let error = format!(
            "error: the {missing} is missing: {found} is set, and its other half must come from the same place \
             ({file})\nhint: add "
        );
        assert!(text.starts_with(&error), "{text}");
        assert_eq!(text.lines().count(), 2, "{text}");
    }
}

#[test]
fn a_place_with_neither_half_is_told_by_its_name() {
    let home = Home::new();
    home.write_private(".env", "OTHER=1\n");
    home.write_config("[profiles.a]\nurl = 'wss://a.example'\n");
    for (flag, place) in [("--env-file=.env", "the env file"), ("--profile=a", "[profiles.a]")] {
        let setting = Setting { flags: &[flag], ..Setting::default() };
        assert_eq!(
            setting.mint(&home).json_failure(3),
            missing_credentials(&format!(": {place} has neither"))
        );
    }
    let config = home.path().join("config").join("lktoken").join("config.toml");
    let config = config.display();
    assert_eq!(
        Setting { flags: &["--profile=a", "--error-format=text"], ..Setting::default() }
            .mint(&home)
            .failure(3),
        format!(
            "error: [profiles.a] in {config} has neither an API key nor an API secret\nhint: add api_key to \
             [profiles.a] in {config}\nhint: add api_secret_command, api_secret_file or api_secret to [profiles.a] \
             in {config}\n"
        )
    );
}

#[test]
fn a_half_that_is_there_but_empty_is_told() {
    let home = Home::new();
    home.write_private("empty", "");
    home.write_private("newline", "\n");
    for (flags, half) in [
        (["--api-key=APIa", "--api-secret-file=empty"], "API secret"),
        (["--api-key=APIa", "--api-secret-file=newline"], "API secret"),
        (["--api-key=APIa", "--api-secret-file=-"], "API secret"),
    ] {
        let setting = Setting { flags: &flags, ..Setting::default() };
        assert_eq!(setting.mint(&home).json_failure(3), internal_error(&format!("the {half} is empty")));
    }
    let flags = ["--api-key=", "--api-secret-file=-"];
    let setting = Setting { flags: &flags, stdin: "s", ..Setting::default() };
    assert_eq!(setting.mint(&home).json_failure(3), internal_error("the API key is empty"));
}

#[test]
fn two_secrets_in_one_place_are_refused() {
    let home = Home::new();
    home.write_private(".env", "LIVEKIT_API_KEY=a\nLIVEKIT_API_SECRET=b\nLIVEKIT_API_SECRET_FILE=c\n");
    home.write_config("[profiles.a]\napi_key = 'a'\napi_secret = 'b'\napi_secret_file = 'c'\n");
    let variables = [("LIVEKIT_API_KEY", "a"), ("LIVEKIT_API_SECRET", "b"), ("LIVEKIT_API_SECRET_FILE", "c")];
    let both = "LIVEKIT_API_SECRET and LIVEKIT_API_SECRET_FILE are both set in";
    for (flags, variables, message) in [
        (&[][..], &variables[..], format!("{both} the environment: keep one of them")),
        (&["--env-file=.env"], &[], format!("{both} the env file: keep one of them")),
        (
            &["--profile=a"],
            &[],
            "the config file, line 4: [profiles.a] has api_secret and api_secret_file: keep one of them"
                .to_owned(),
        ),
    ] {
        let setting = Setting { flags, variables, ..Setting::default() };
        assert_eq!(setting.mint(&home).json_failure(3), internal_error(&message));
    }
}
