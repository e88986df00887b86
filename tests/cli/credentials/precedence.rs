//! What is explicit beats what is ambient, as a pair, and nothing is mixed.

use super::{Expected, Setting};
use crate::program::{Home, internal_error};

const CONFIG: &str = "\
default_profile = 'default'

[profiles.default]
url = 'wss://default.example'
api_key = 'APIdefault'
api_secret = 'default-secret-of-thirty-two-bytes-or-more'

[profiles.named]
api_key = 'APInamed'
api_secret = 'named-secret-of-thirty-two-bytes-or-more'
";

const DEFAULT_SECRET: &str = "default-secret-of-thirty-two-bytes-or-more";
const NAMED_SECRET: &str = "named-secret-of-thirty-two-bytes-or-more";
const VARIABLE_SECRET: &str = "variable-secret-of-thirty-two-bytes-or-more";
const FILE_SECRET: &str = "file-secret-of-thirty-two-bytes-or-more";
const FLAG_SECRET: &str = "flag-secret-of-thirty-two-bytes-or-more";

const PROFILE_VARIABLE: (&str, &str) = ("LKTOKEN_PROFILE", "named");
const PAIR: [(&str, &str); 2] = [("LIVEKIT_API_KEY", "APIvariable"), ("LIVEKIT_API_SECRET", VARIABLE_SECRET)];

fn home() -> Home {
    let home = Home::new();
    home.write_config(CONFIG);
    home.write_private(".env", format!("LIVEKIT_API_KEY=APIfile\nLIVEKIT_API_SECRET={FILE_SECRET}\n"));
    home.write_private("secret", FLAG_SECRET);
    home
}

#[test]
fn the_most_explicit_wins() {
    let home = home();
    let expected = |api_key, secret, source| Expected { api_key, secret, source };
    let nothing = Setting::default();
    nothing.gives(&home, expected("APIdefault", DEFAULT_SECRET, "profile default (default_profile)"));

    let profile_variable = Setting { variables: &[PROFILE_VARIABLE], ..nothing };
    profile_variable.gives(&home, expected("APInamed", NAMED_SECRET, "profile named (LKTOKEN_PROFILE)"));

    let variables = [PROFILE_VARIABLE, PAIR[0], PAIR[1]];
    let pair = Setting { variables: &variables, ..nothing };
    pair.gives(&home, expected("APIvariable", VARIABLE_SECRET, "LIVEKIT_API_KEY"));

    for (flags, expected) in [
        (&["--dev"][..], expected("devkey", "secret", "--dev")),
        (&["--profile=default"], expected("APIdefault", DEFAULT_SECRET, "profile default (--profile)")),
        (&["--env-file=.env"], expected("APIfile", FILE_SECRET, "--env-file .env")),
        (&["--api-key=APIflag", "--api-secret-file=secret"], expected("APIflag", FLAG_SECRET, "--api-key")),
    ] {
        Setting { flags, ..pair }.gives(&home, expected);
    }
}

#[test]
fn the_config_file_is_read_only_when_a_profile_is_wanted() {
    let home = Home::new();
    home.write_config("this is no TOML");
    let variables = [PAIR[0], PAIR[1]];
    let expected = Expected { api_key: "APIvariable", secret: VARIABLE_SECRET, source: "LIVEKIT_API_KEY" };
    Setting { variables: &variables, ..Setting::default() }.gives(&home, expected);
    let dev = Setting { flags: &["--dev"], ..Setting::default() };
    dev.gives(&home, Expected { api_key: "devkey", secret: "secret", source: "--dev" });
}

#[test]
fn the_url_comes_from_the_place_of_the_key() {
    let home = home();
    let elsewhere = [("LIVEKIT_URL", "wss://variable.example"), PAIR[0], PAIR[1]];
    for (flags, variables, url) in [
        (&["--dev"][..], &elsewhere[..], Ok("ws://localhost:7880")),
        (&["--profile=default"], &elsewhere, Ok("wss://default.example")),
        (&["--profile=named"], &elsewhere, Err("profile named (--profile)")),
        (&["--env-file=.env"], &elsewhere, Err("--env-file .env")),
        (&[], &elsewhere, Ok("wss://variable.example")),
        (&[], &elsewhere[1..], Err("LIVEKIT_API_KEY")),
        (&["--dev", "--url=wss://typed.example"], &elsewhere, Ok("wss://typed.example")),
        (&["--profile=named", "--url=wss://typed.example"], &[], Ok("wss://typed.example")),
    ] {
        let setting = Setting { flags, variables, ..Setting::default() };
        let command = ["mint", "-r", "demo", "-i", "alice", "--output", "connection"];
        let ran = setting.run(&home, &command);
        match url {
            Ok(url) => {
                let start = format!("{{\"server_url\":\"{url}\",\"participant_token\":\"eyJ");
                let printed = ran.data();
                assert!(printed.starts_with(&start), "{printed}");
            }
            Err(source) => assert_eq!(
                ran.json_failure(2),
                internal_error(&format!(
                    "--output connection needs the server's URL, and there is none beside the key ({source})"
                ))
            ),
        }
    }
}

#[test]
fn two_places_typed_are_one_too_many() {
    let home = home();
    let places = [
        ("--api-key", &["--api-key=a", "--api-secret-file=secret"][..]),
        ("--dev", &["--dev"]),
        ("--profile", &["--profile=named"]),
        ("--env-file", &["--env-file=.env"]),
    ];
    for (at, (first, first_flags)) in places.iter().enumerate() {
        for (second, second_flags) in &places[at + 1..] {
            let flags = [*second_flags, *first_flags].concat();
            let setting = Setting { flags: &flags, ..Setting::default() };
            let message = format!("{first} cannot be used with {second}: key and secret come from one place");
            assert_eq!(setting.mint(&home).json_failure(2), internal_error(&message));
            let text = [&["--error-format=text"], &flags[..]].concat();
            let hint =
                "hint: choose one of --dev, --profile, --env-file, or --api-key with --api-secret-file\n";
            assert_eq!(
                Setting { flags: &text, ..setting }.mint(&home).failure(2),
                format!("error: {message}\n{hint}")
            );
        }
    }
}
