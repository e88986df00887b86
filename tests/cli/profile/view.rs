//! `list`, `show` and `path`: JSON in a pipe, text on a terminal, and no secret anywhere.

use super::config_path;
use crate::program::{Home, internal_error};

const CONFIG: &str = "\
# Mine.
default_profile = 'prod'

[profiles.staging]
api_key = 'APIstaging'
api_secret_file = 'secret'

[profiles.prod]
url = 'wss://prod.example'
api_key = 'APIprod'
api_secret = 'ten bytes!'
defaults = { expires_in = 900, room = 'lobby', name = 'Guest' }

[profiles.vault]
api_key = 'APIvault'
api_secret_command = ['vault', 'read', 'private/path']

[profiles.empty]
";

const STAGING: &str =
    r#""name":"staging","default":false,"line":4,"url":null,"apiKey":{"value":"APIstaging","line":5}"#;
const PROD: &str = r#"{"name":"prod","default":true,"line":8,"url":{"value":"wss://prod.example","line":9},"apiKey":{"value":"APIprod","line":10}"#;
const PROD_DEFAULTS: &str = r#""defaults":{"expiresIn":{"value":"900","line":12},"room":{"value":"lobby","line":12},"name":{"value":"Guest","line":12},"rules":null}}"#;
const VAULT: &str = r#"{"name":"vault","default":false,"line":14,"url":null,"apiKey":{"value":"APIvault","line":15},"apiSecret":{"from":"command","place":"vault","line":16},"defaults":{"expiresIn":null,"room":null,"name":null,"rules":null}}"#;
const EMPTY: &str = r#"{"name":"empty","default":false,"line":18,"url":null,"apiKey":null,"apiSecret":null,"defaults":{"expiresIn":null,"room":null,"name":null,"rules":null}}"#;
const NO_DEFAULTS: &str = r#""defaults":{"expiresIn":null,"room":null,"name":null,"rules":null}}"#;

/// A text as it stands in JSON, with its quotes.
fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn list_is_one_document_in_the_order_of_the_file() {
    let home = Home::new();
    let config = home.write_config(CONFIG);
    let secret = json(&config.with_file_name("secret").display().to_string());
    let config = json(&config.display().to_string());
    let staging =
        format!(r#"{{{STAGING},"apiSecret":{{"from":"file","place":{secret},"line":6}},{NO_DEFAULTS}"#);
    let prod = format!(r#"{PROD},"apiSecret":{{"from":"config","line":11}},{PROD_DEFAULTS}"#);
    assert_eq!(
        home.run(&["profile", "list"]).data(),
        format!("{{\"config\":{config},\"profiles\":[{staging},{prod},{VAULT},{EMPTY}]}}\n")
    );
}

#[test]
fn list_where_there_is_no_file_is_empty() {
    let home = Home::new();
    let config = json(&config_path(&home).display().to_string());
    assert_eq!(home.run(&["profile", "list"]).data(), format!("{{\"config\":{config},\"profiles\":[]}}\n"));
    assert!(!config_path(&home).exists());
    assert_eq!(
        home.run(&["profile", "list", "--config=gone.toml"]).json_failure(3),
        internal_error("cannot read the config file: it does not exist")
    );
}

#[test]
fn show_measures_a_secret_that_it_can_read() {
    let home = Home::new();
    let config = home.write_config(CONFIG);
    home.write_private("config/lktoken/secret", "twelve bytes\r\n");
    let secret = json(&config.with_file_name("secret").display().to_string());
    for (name, shown) in [
        (
            &["prod"][..],
            format!(r#"{PROD},"apiSecret":{{"from":"config","bytes":10,"line":11}},{PROD_DEFAULTS}"#),
        ),
        (&[], format!(r#"{PROD},"apiSecret":{{"from":"config","bytes":10,"line":11}},{PROD_DEFAULTS}"#)),
        (
            &["staging"],
            format!(
                r#"{{{STAGING},"apiSecret":{{"from":"file","place":{secret},"bytes":12,"line":6}},{NO_DEFAULTS}"#
            ),
        ),
        (&["vault"], VAULT.to_owned()),
        (&["empty"], EMPTY.to_owned()),
    ] {
        assert_eq!(home.run(&[&["profile", "show"], name].concat()).data(), format!("{shown}\n"));
    }
}

#[test]
fn show_tells_what_is_wrong_with_a_secret_file() {
    let home = Home::new();
    let config = home.write_config(CONFIG);
    let secret = config.with_file_name("secret").display().to_string();
    let problem = json(&format!("cannot read the secret file {secret}: it does not exist"));
    let secret = json(&secret);
    assert_eq!(
        home.run(&["profile", "show", "staging"]).data(),
        format!(
            "{{{STAGING},\"apiSecret\":{{\"from\":\"file\",\"place\":{secret},\"problem\":{problem},\"line\":6}},{NO_DEFAULTS}\n"
        )
    );
}

#[test]
fn show_needs_a_name_or_a_default() {
    let home = Home::new();
    let error = "no profile was named, and there is no default profile";
    assert_eq!(home.run(&["profile", "show"]).json_failure(2), internal_error(error));
    assert_eq!(
        home.run(&["profile", "show", "--error-format=text"]).failure(2),
        format!("error: {error}\nhint: `lktoken profile add` makes one\n")
    );
    home.write_config("[profiles.a]\n[profiles.b]\n");
    assert_eq!(
        home.run(&["profile", "show", "--error-format=text"]).failure(2),
        format!(
            "error: {error}\nhint: there are: a, b\nhint: `lktoken profile use NAME` chooses a default\n"
        )
    );
    assert_eq!(
        home.run(&["profile", "show", "c"]).json_failure(3),
        internal_error("there is no profile \"c\"")
    );
}

#[test]
fn path_tells_where_the_file_is_or_would_be() {
    let home = Home::new();
    let path = |args: &[&str], variable: &str| {
        let args = [&["profile", "path"], args].concat();
        crate::program::ran(home.command(&args).env("LKTOKEN_CONFIG", variable)).data()
    };
    assert_eq!(path(&[], ""), format!("{}\n", config_path(&home).display()));
    assert_eq!(path(&[], "variable.toml"), "variable.toml\n");
    assert_eq!(path(&["--config", "flag.toml"], "variable.toml"), "flag.toml\n");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing is made");
}

#[cfg(unix)]
mod on_a_terminal {
    use super::*;
    use crate::terminal::Terminal;

    #[test]
    fn list_is_a_line_a_profile() {
        let home = Home::new();
        home.write_config(CONFIG);
        assert_eq!(
            Terminal::new(&home, &["profile", "list"]).run().screen(),
            "  staging  APIstaging  no URL\n* prod     APIprod  wss://prod.example\n  vault    APIvault  no URL\n  \
             empty    no key  no URL\n"
        );
        assert_eq!(
            Terminal::new(&Home::new(), &["profile", "list"]).run().screen(),
            "note: there are no profiles yet: `lktoken profile add` makes one\n"
        );
    }

    #[test]
    fn show_is_a_line_a_value_and_where_it_stands() {
        let home = Home::new();
        let config = home.write_config(CONFIG);
        let secret = config.with_file_name("secret").display().to_string();
        let config = config.display();
        let show = |name| Terminal::new(&home, &["profile", "show", name]).run().screen();
        assert_eq!(
            show("prod"),
            format!(
                "prod (the default one)\n  url          wss://prod.example  {config} line 9\n  api_key      APIprod  \
                 {config} line 10\n  expires_in   900  {config} line 12\n  room         lobby  {config} line 12\n  \
                 name         Guest  {config} line 12\n  api_secret   10 bytes, in the config file  {config} line 11\n"
            )
        );
        assert_eq!(
            show("staging"),
            format!(
                "staging\n  api_key      APIstaging  {config} line 5\n  api_secret   cannot read the secret file \
                 {secret}: it does not exist, in {secret}  {config} line 6\n"
            )
        );
        assert_eq!(
            show("vault"),
            format!(
                "vault\n  api_key      APIvault  {config} line 15\n  api_secret   not measured, from the command vault  \
                 {config} line 16\n"
            )
        );
        assert_eq!(show("empty"), "empty\n");
    }
}
