//! Each source alone.

use super::{Expected, Setting};
use crate::golden::SECRET;
use crate::program::Home;

#[test]
fn dev_is_the_pair_of_the_development_server() {
    let setting = Setting { flags: &["--dev"], ..Setting::default() };
    setting.gives(&Home::new(), Expected { api_key: "devkey", secret: "secret", source: "--dev" });
}

#[test]
fn flags_name_the_key_and_the_file_of_its_secret() {
    let home = Home::new();
    home.write_private("secrets/livekit", SECRET);
    home.write_private("with-newline", format!("{SECRET}\r\n"));
    for file in ["secrets/livekit", "with-newline", "./secrets/../with-newline"] {
        let flags = ["--api-key", "APIflag", "--api-secret-file", file];
        let setting = Setting { flags: &flags, ..Setting::default() };
        setting.gives(&home, Expected { api_key: "APIflag", secret: SECRET, source: "--api-key" });
    }
}

#[test]
fn a_secret_can_be_piped_in() {
    for stdin in [SECRET, &format!("{SECRET}\n"), &format!("\u{feff}{SECRET}\r\n")] {
        let flags = ["--api-key=APIpipe", "--api-secret-file=-"];
        let setting = Setting { flags: &flags, stdin, ..Setting::default() };
        setting.gives(&Home::new(), Expected { api_key: "APIpipe", secret: SECRET, source: "--api-key" });
    }
}

#[test]
fn a_profile_holds_the_secret_or_the_way_to_it() {
    let home = Home::new();
    home.write_private("config/lktoken/beside", format!("{SECRET}\n"));
    let file = home.write_private("elsewhere/secret", format!("{SECRET}\n"));
    let file = toml_string(file.to_str().unwrap());
    let mut secrets = vec![
        format!("api_secret = '{SECRET}'"),
        "api_secret_file = 'beside'".to_owned(),
        format!("api_secret_file = {file}"),
    ];
    if cfg!(unix) {
        secrets.push(format!("api_secret_command = ['printf', '%s\\n', '{SECRET}']"));
    }
    for secret in secrets {
        home.write_config(&format!("[profiles.prod]\napi_key = 'APIprod'\n{secret}\n"));
        Setting { flags: &["--profile", "prod"], ..Setting::default() }.gives(
            &home,
            Expected { api_key: "APIprod", secret: SECRET, source: "profile prod (--profile)" },
        );
        Setting { variables: &[("LKTOKEN_PROFILE", "prod")], ..Setting::default() }.gives(
            &home,
            Expected { api_key: "APIprod", secret: SECRET, source: "profile prod (LKTOKEN_PROFILE)" },
        );
        home.write_config(&format!(
            "default_profile = 'prod'\n[profiles.prod]\napi_key = 'APIprod'\n{secret}\n"
        ));
        Setting::default().gives(
            &home,
            Expected { api_key: "APIprod", secret: SECRET, source: "profile prod (default_profile)" },
        );
    }
}

/// A literal string of TOML, in which backslashes stand for themselves.
fn toml_string(text: &str) -> String {
    format!("'{text}'")
}

#[test]
fn an_env_file_is_read_in_every_usual_form() {
    const SPACED: &str = "file secret of thirty-two bytes or more";
    let home = Home::new();
    home.write_private("beside", format!("{SPACED}\n"));
    for text in [
        "LIVEKIT_API_KEY=APIenv\nLIVEKIT_API_SECRET='SPACED'\n",
        "export LIVEKIT_API_KEY=\"APIenv\"\nexport LIVEKIT_API_SECRET=\"SPACED\"",
        "\u{feff}LIVEKIT_API_KEY=APIenv\r\nLIVEKIT_API_SECRET='SPACED'\r\n",
        "\u{feff}export LIVEKIT_API_KEY='APIenv'\r\n\r\nexport LIVEKIT_API_SECRET=\"SPACED\"\r\n",
        "# of the project\n\nOTHER=1\nLIVEKIT_API_KEY = APIenv # the key\nLIVEKIT_API_SECRET='SPACED' # its secret\n",
        "LIVEKIT_API_KEY=APIold\nLIVEKIT_API_KEY=APIenv\nLIVEKIT_API_SECRET_FILE=beside\n",
        "LIVEKIT_API_SECRET_FILE=\nLIVEKIT_API_SECRET='SPACED'\nLIVEKIT_API_KEY=APIenv\n",
    ] {
        home.write_private(".env.local", text.replace("SPACED", SPACED));
        let setting = Setting { flags: &["--env-file", ".env.local"], ..Setting::default() };
        let source = "--env-file .env.local";
        setting.gives(&home, Expected { api_key: "APIenv", secret: SPACED, source });
    }
}

#[test]
fn the_environment_holds_the_secret_or_its_file() {
    let home = Home::new();
    home.write_private("mounted", format!("{SECRET}\n"));
    for secret in [("LIVEKIT_API_SECRET", SECRET), ("LIVEKIT_API_SECRET_FILE", "mounted")] {
        let variables = [("LIVEKIT_API_KEY", "APIvariable"), secret];
        Setting { variables: &variables, ..Setting::default() }
            .gives(&home, Expected { api_key: "APIvariable", secret: SECRET, source: "LIVEKIT_API_KEY" });
    }
}

#[test]
fn an_empty_variable_counts_as_unset() {
    let home = Home::new();
    home.write_config(&format!(
        "default_profile = 'a'\n[profiles.a]\napi_key = 'APIa'\napi_secret = '{SECRET}'\n"
    ));
    let variables = [
        ("LIVEKIT_API_KEY", ""),
        ("LIVEKIT_API_SECRET", ""),
        ("LIVEKIT_API_SECRET_FILE", ""),
        ("LKTOKEN_PROFILE", ""),
        ("LKTOKEN_CONFIG", ""),
    ];
    Setting { variables: &variables, ..Setting::default() }
        .gives(&home, Expected { api_key: "APIa", secret: SECRET, source: "profile a (default_profile)" });
}

#[test]
fn the_config_file_can_be_anywhere() {
    let home = Home::new();
    let config = |secret: &str| format!("[profiles.a]\napi_key = 'APIa'\napi_secret = '{secret}'\n");
    home.write_config(&config("of-the-user-with-thirty-two-bytes-or-more"));
    home.write_private("flag.toml", config("of-the-flag-with-thirty-two-bytes-or-more"));
    home.write_private("variable.toml", config("of-the-variable-with-thirty-two-bytes-or-more"));
    let expected = |secret| Expected { api_key: "APIa", secret, source: "profile a (--profile)" };
    let variables = [("LKTOKEN_CONFIG", "variable.toml")];
    let of_the_user = Setting { flags: &["--profile", "a"], ..Setting::default() };
    of_the_user.gives(&home, expected("of-the-user-with-thirty-two-bytes-or-more"));
    let of_the_variable = Setting { variables: &variables, ..of_the_user };
    of_the_variable.gives(&home, expected("of-the-variable-with-thirty-two-bytes-or-more"));
    let flags = ["--profile", "a", "--config", "flag.toml"];
    let of_the_flag = Setting { flags: &flags, ..of_the_variable };
    of_the_flag.gives(&home, expected("of-the-flag-with-thirty-two-bytes-or-more"));
}
