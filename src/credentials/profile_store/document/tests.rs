use super::*;
use crate::token::key::{ApiKey, ApiSecret};

fn profile(key: &str) -> NewProfile {
    NewProfile {
        url: Some("wss://x".to_owned()),
        api_key: ApiKey::new(key).unwrap(),
        secret: NewSecret::Inline(ApiSecret::new("s".to_owned()).unwrap()),
        defaults: Defaults::default(),
    }
}

fn edited(text: &str, edit: impl FnOnce(&mut DocumentMut)) -> String {
    let mut document = read(Path::new("config.toml"), text).unwrap();
    edit(&mut document);
    write(&document, text)
}

#[test]
fn the_first_profile_makes_a_tidy_file() {
    let text = edited("", |document| {
        let defaults = Defaults {
            expires_in: Some("1h".to_owned()),
            name: Some("A \"b\"\n".to_owned()),
            ..Defaults::default()
        };
        put_profile(document, "dev", &NewProfile { defaults, ..profile("k") });
        set_default(document, "dev");
    });
    let expected = "default_profile = \"dev\"\n\n[profiles.dev]\nurl = \"wss://x\"\napi_key = \"k\"\napi_secret = \
                    \"s\"\n\n[profiles.dev.defaults]\nexpires_in = \"1h\"\nname = ";
    assert!(text.starts_with(expected), "{text}");
}

const COMMENTED: &str = r#"# My profiles.
# Two lines.

default_profile = "b" # for now

# The first.
[profiles.a]
api_key = "ka" # key a
api_secret = "sa"

# Set off.

# The second.
[profiles.b] # b it is
api_key = "kb"
# how it is kept
api_secret_command = ["pass", "b"]

[profiles.b.defaults]
room = "r"
# the end
"#;

#[test]
fn a_new_profile_goes_to_the_end_and_nothing_else_changes() {
    let text = edited(COMMENTED, |document| put_profile(document, "c", &profile("kc")));
    let before = COMMENTED.strip_suffix("# the end\n").unwrap();
    let added = "\n[profiles.c]\nurl = \"wss://x\"\napi_key = \"kc\"\napi_secret = \"s\"\n# the end\n";
    assert_eq!(text, format!("{before}{added}"));
}

#[test]
fn a_replaced_profile_keeps_its_place_and_comments() {
    let text = edited(COMMENTED, |document| put_profile(document, "a", &profile("new")));
    let expected = COMMENTED.replace(
        "api_key = \"ka\" # key a\napi_secret = \"sa\"\n",
        "api_key = \"new\" # key a\napi_secret = \"s\"\nurl = \"wss://x\"\n",
    );
    assert_eq!(text, expected);
    let text = edited(COMMENTED, |document| put_profile(document, "b", &profile("new")));
    assert!(!text.contains("api_secret_command") && !text.contains("[profiles.b.defaults]"), "{text}");
    assert!(text.contains("# The second.\n[profiles.b] # b it is\napi_key = \"new\"\n"), "{text}");
}

#[test]
fn the_default_is_changed_in_its_place() {
    let text = edited(COMMENTED, |document| set_default(document, "a"));
    assert_eq!(text, COMMENTED.replace("= \"b\" # for now", "= \"a\" # for now"));
}

#[test]
fn a_removed_profile_takes_its_own_comment_and_leaves_the_files() {
    let text = edited(COMMENTED, |document| remove_profile(document, "b"));
    let (before, _) = COMMENTED.split_once("# The second.").unwrap();
    assert_eq!(text, format!("{before}# the end\n"));
    let text = edited("# Head.\n\n# Own.\n[profiles.a]\n\n# Next.\n[profiles.b]\n", |document| {
        remove_profile(document, "a");
    });
    assert_eq!(text, "# Head.\n\n# Next.\n[profiles.b]\n");
}

#[test]
fn the_head_of_the_file_stays_at_its_head() {
    let headed = "# Head.\n\n# Own.\n[profiles.a]\napi_key = \"k\"\n";
    let text = edited(headed, |document| set_default(document, "a"));
    let expected = "# Head.\n\ndefault_profile = \"a\"\n\n# Own.\n[profiles.a]\napi_key = \"k\"\n";
    assert_eq!(text, expected);
    assert_eq!(edited(expected, clear_default), headed);
    let text = edited(COMMENTED, clear_default);
    assert!(text.starts_with("# My profiles.\n# Two lines.\n\n# The first.\n[profiles.a]"), "{text}");
}

#[test]
fn other_spellings_are_kept() {
    let inline = "profiles = { a = { api_key = \"k\" } } # all\n";
    let text = edited(inline, |document| put_profile(document, "b", &profile("k")));
    let added = "b = { url = \"wss://x\", api_key = \"k\", api_secret = \"s\" }";
    assert_eq!(text, format!("profiles = {{ a = {{ api_key = \"k\" }} , {added} }} # all\n"));
    assert_eq!(edited(&text, |document| remove_profile(document, "b")), inline);

    let dotted = "profiles.a.api_key = \"k\"\n";
    let text = edited(dotted, |document| put_profile(document, "b", &profile("k")));
    let config = crate::credentials::config::parse(Path::new("c"), &text).unwrap();
    assert_eq!(config.profiles.len(), 2, "{text}");
}

#[test]
fn line_ends_stay_what_they_were() {
    let text = COMMENTED.replace('\n', "\r\n");
    let edited = edited(&text, |document| {
        put_profile(document, "c", &profile("kc"));
        set_default(document, "c");
        remove_profile(document, "a");
    });
    assert_eq!(edited.matches('\n').count(), edited.matches("\r\n").count(), "{edited:?}");
    assert!(!edited.contains("\r\r"));
}
