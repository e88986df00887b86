//! Nothing that comes in makes anything panic, and every answer can be written in JSON.

use std::fs;

use lktoken::credentials::{Environment, ProfileStore, config_roles};
use lktoken::server::Rate;
use lktoken::token::explain::explain;
use lktoken::token::grants::Grants;
use lktoken::token::input::{Input, has_lost_its_quotes};
use lktoken::token::inspect::inspect;
use lktoken::token::reader::json::Document;
use lktoken::token::reader::{grants, room_config};
use lktoken::token::renewal::Renewal;
use lktoken::token::request::{TokenRequest, UnknownMembers};
use lktoken::token::response::ErrorResponse;
use lktoken::token::rules::Rules;
use lktoken::token::template::{Template, find_repeated};
use lktoken::token::time::{UnixTime, humanize_seconds, parse_lifetime};
use lktoken::token::validate::{Ability, Asked, Door};
use proptest::prelude::*;
use proptest::sample::select;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::given::{SEEDS, hostile, hostile_text};
use crate::{cases, judge, key, now};

/// The JSON of an answer, once another reader has taken it for JSON.
fn json(answer: &impl Serialize) -> String {
    let json = serde_json::to_string(answer).unwrap();
    serde_json::from_str::<&RawValue>(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    json
}

/// A token of these claims, so that what lies behind the signature is met too.
fn signed(claims: &[u8]) -> String {
    let mut token = String::new();
    key().signer().sign_into(claims, &mut token).unwrap();
    token
}

fn look_at(token: &str, door: Door) {
    let key = key();
    if let Ok(inspection) = inspect(token, Some((&key, "the test")), now()) {
        // What it shows is JSON that is read as it was written.
        let json = json(&inspection);
        assert_eq!(Document::parse(json.clone().into_bytes()).unwrap().compact(), json);
        explain(token, Some((&key, "the test")), now()).unwrap();
    } else {
        explain(token, None, now()).unwrap_err();
    }
    let mut lenient = judge(token, door, false);
    let strict = judge(token, door, true);
    assert_eq!(lenient.valid, lenient.problems.is_empty());
    assert_eq!(strict.valid, strict.problems.is_empty());
    // Strictness adds problems that were warnings, and changes nothing else.
    assert!(strict.problems.starts_with(&lenient.problems) && lenient.warnings.ends_with(&strict.warnings));
    assert_eq!(
        strict.problems.len() + strict.warnings.len(),
        lenient.problems.len() + lenient.warnings.len()
    );
    assert_eq!(lenient.server, strict.server);
    lenient.ask(token, &Asked { abilities: Ability::ALL.to_vec(), room: Some("demo"), identity: None });
    json(&lenient);
    json(&strict);
}

/// Everything that reads bytes, each its own way.
fn read_in_every_way(bytes: &[u8], door: Door) {
    if let Ok(Input::Token(token)) = Input::read(bytes) {
        look_at(&token, door);
    }
    look_at(&String::from_utf8_lossy(bytes), door);
    look_at(&signed(bytes), door);
    let _ = Renewal::read(bytes);
    let _ = Renewal::read(signed(bytes).as_bytes());
    match TokenRequest::from_json(bytes) {
        Err(error) => drop(json(&ErrorResponse::validation(vec![error], now()))),
        Ok(request) => {
            for (rules, unknown) in
                [(Rules::Contract, UnknownMembers::Ignore), (Rules::LiveKit, UnknownMembers::Refuse)]
            {
                if let Err(errors) = request.clone().validate(rules, unknown) {
                    assert!(!errors.is_empty());
                    json(&ErrorResponse::validation(errors, now()));
                }
            }
        }
    }
    let Ok(document) = Document::parse(bytes.to_vec()) else { return };
    let root = document.root();
    assert_eq!(Document::parse(document.compact().into_bytes()).unwrap().compact(), document.compact());
    if room_config::check(root).is_ok() {
        let _ = room_config::misspelt(root);
    }
    let _ = grants::read(&document);
    let _ = grants::misspelt(&document);
    let mut taken = Grants::default();
    if taken.merge(root).is_ok() {
        let mut again = Grants::default();
        again.merge(Document::parse(json(&taken).into_bytes()).unwrap().root()).unwrap();
        assert_eq!(again, taken);
    }
    for (name, value) in root.members() {
        let _ = taken.set(&name.string(), value);
        let _ = taken.set_as_in_token(&name.string(), value);
        let _ = taken.set("roomConfig", value);
    }
    json(&taken);
}

/// Everything that people type.
fn read_as_typed(text: &str) {
    if let Some(seconds) = parse_lifetime(text) {
        assert!(!seconds.is_nan());
    }
    if let Ok(time) = UnixTime::parse(text) {
        assert_eq!(UnixTime::parse(&time.to_string()), Ok(time));
    }
    if let Ok(template) = Template::parse(text) {
        let _ = find_repeated(&template, &template, 20, now());
    }
    let _ = Rate::parse(text);
    let _ = has_lost_its_quotes(text);
}

/// Reads a config file as `profile list`, `roles` and an edit do.
fn read_as_config(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    fs::write(&path, bytes).unwrap();
    let environment = Environment::default();
    let store = ProfileStore::locate(Some(&path), &environment).unwrap();
    match store.list() {
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.public_message().is_empty());
            assert!(error.hints().iter().all(|hint| !hint.is_empty()));
            config_roles(Some(&path), &environment).unwrap_err();
        }
        Ok(listing) => {
            config_roles(Some(&path), &environment).unwrap();
            let Some(first) = listing.profiles.first() else { return };
            store.use_by_default(&first.name.value).unwrap();
            store.remove(&first.name.value).unwrap();
            assert_eq!(store.list().unwrap().profiles.len(), listing.profiles.len() - 1);
        }
    }
}

#[test]
fn every_seed_is_read() {
    assert!(SEEDS.len() > 100);
    for seed in SEEDS.iter() {
        read_in_every_way(seed, Door::Join);
        read_as_typed(&String::from_utf8_lossy(seed));
        read_as_config(seed);
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn any_bytes_are_read(bytes in hostile(), door in select(Door::ALL.to_vec())) {
        read_in_every_way(&bytes, door);
    }

    #[test]
    fn any_text_can_be_typed(text in hostile_text()) {
        read_as_typed(&text);
    }

    #[test]
    fn any_seconds_can_be_told(seconds in any::<u64>()) {
        prop_assert!(!humanize_seconds(seconds).is_empty());
        let _ = UnixTime::from_seconds(seconds.cast_signed());
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn any_bytes_can_be_a_config_file(bytes in hostile()) {
        read_as_config(&bytes);
    }
}
