//! A config file: its profiles and roles, and edits that must lose nothing. Nothing that it names is opened or run.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use lktoken::credentials::{
    Choice, CredentialError, Defaults, Environment, IfExists, Listing, Located, NewProfile, NewSecret,
    ProfileStore, ProfileView, config_roles, select,
};
use lktoken::token::grants::Grants;
use lktoken::token::key::{ApiKey, ApiSecret};
use lktoken::token::reader::json::Document;
use tempfile::TempDir;

/// The folder of the config file. It is best on a file system in memory: see `TMPDIR`.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("there is room for a file"));

/// A name that seeds do not have.
const NEW: &str = "a-new-one";

fuzz_target!(|text: &[u8]| {
    let path = FOLDER.path().join("config.toml");
    std::fs::write(&path, text).expect("there is room for a file");
    let environment = Environment::from_pairs([("", ""); 0]);
    let store = ProfileStore::locate(Some(&path), &environment).expect("a path is given");
    let listing = match store.list() {
        Ok(listing) => listing,
        Err(error) => {
            assert_is_told(&error);
            assert_is_told(&config_roles(Some(&path), &environment).expect_err("it is the same file"));
            assert_is_told(&store.add(NEW, &profile(), IfExists::Refuse).expect_err("it is the same file"));
            assert_eq!(
                std::fs::read(&path).expect("it is there"),
                text,
                "what cannot be read stays as it is"
            );
            return;
        }
    };
    for role in config_roles(Some(&path), &environment).expect("the profiles were read") {
        let json = serde_json::to_vec(&role.grants).expect("grants can be written");
        let mut again = Grants::default();
        let document = Document::parse(json).expect("it was written");
        again.merge(document.root()).expect("these are grants");
        assert_eq!(again, role.grants, "as a token has them");
    }
    for view in &listing.profiles {
        selected(view, path.clone(), &environment);
    }
    edited(&store, &listing, text);
});

/// One or two sentences for a person, with hints.
fn assert_is_told(error: &CredentialError) {
    assert!(!error.to_string().is_empty());
    assert!(error.hints().iter().all(|hint| !hint.is_empty()));
    assert!(!error.public_message().is_empty());
}

/// A profile can be chosen by its name, and is what was listed.
fn selected(view: &ProfileView, config: PathBuf, environment: &Environment) {
    let choice = Choice { profile: Some(view.name.value.clone()), config: Some(config), ..Choice::default() };
    let selection = select(&choice, environment).expect("it was listed");
    assert_eq!(selection.url(), view.url.as_ref().map(|url| url.value.as_str()));
    assert_eq!(selection.api_key(), view.api_key.as_ref().map(|key| key.value.as_str()));
    assert_eq!(selection.defaults(), &view.defaults.values());
}

fn profile() -> NewProfile {
    NewProfile {
        url: Some("wss://example.livekit.cloud".to_owned()),
        api_key: ApiKey::new("APInew").expect("it is not empty"),
        secret: NewSecret::Inline(ApiSecret::new("a secret".to_owned()).expect("it is not empty")),
        defaults: Defaults::default(),
    }
}

/// All that a profile says, wherever it stands.
fn unlined(view: &ProfileView) -> impl PartialEq + std::fmt::Debug {
    let ProfileView { name, is_default, url, api_key, secret, secret_length, secret_problem, defaults } =
        view;
    let value = |located: &Option<Located<String>>| located.as_ref().map(|located| located.value.clone());
    let secret = secret.as_ref().map(|secret| secret.value.clone());
    let measured = (*secret_length, secret_problem.clone());
    (name.value.clone(), *is_default, value(url), value(api_key), secret, measured, defaults.values())
}

/// A profile is added and taken out again; all others stay what they were.
fn edited(store: &ProfileStore, before: &Listing, text: &[u8]) {
    let was_there = before.profiles.iter().any(|view| view.name.value == NEW);
    match store.add(NEW, &profile(), IfExists::Refuse) {
        Err(CredentialError::ProfileExists { .. }) => return assert!(was_there),
        Err(error) => panic!("{error}"),
        Ok(added) => {
            assert!(!was_there && !added.replaced);
            assert!(added.has_default || before.profiles.iter().all(|view| !view.is_default));
        }
    }
    let names = |listing: &Listing| -> Vec<_> {
        listing.profiles.iter().map(|view| view.name.value.clone()).filter(|name| name != NEW).collect()
    };
    let listed = |expected: &str| {
        let listing = store.list().unwrap_or_else(|error| panic!("{expected}: {error}"));
        assert_eq!(names(&listing), names(before), "{expected}");
        for (was, is) in
            before.profiles.iter().zip(listing.profiles.iter().filter(|view| view.name.value != NEW))
        {
            assert_eq!(unlined(was), unlined(is), "{expected}");
        }
        listing
    };
    let listing = listed("added");
    assert_eq!(listing.profiles.len(), before.profiles.len() + 1);
    let removed = store.remove(NEW).expect("it was added");
    assert!(!removed.was_default || text.windows(NEW.len()).any(|window| window == NEW.as_bytes()));
    assert_eq!(listed("removed").profiles.len(), before.profiles.len());
    if let Some(first) = before.profiles.first() {
        store.use_by_default(&first.name.value).expect("it is there");
        let listing = store.list().expect("it was written");
        assert_eq!(names(&listing), names(before));
        assert!(listing.profiles.iter().all(|view| view.is_default == (view.name.value == first.name.value)));
    }
}
