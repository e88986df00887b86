use std::fs;
use std::path::PathBuf;

use super::*;
use crate::credentials::Defaults;
use crate::credentials::{SecretCommand, SecretView, SkipReason};
use crate::token::key::{ApiKey, ApiSecret};

struct Home {
    directory: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn with(text: &str) -> Self {
        let home = Self::new();
        home.store().edit(|_, _| Ok(())).unwrap();
        fs::write(home.config(), text).unwrap();
        home
    }

    fn environment(&self) -> Environment {
        Environment::default().with_config_dir(self.directory.path()).with_home_dir(self.directory.path())
    }

    fn store(&self) -> ProfileStore {
        ProfileStore::locate(None, &self.environment()).unwrap()
    }

    fn config(&self) -> PathBuf {
        self.directory.path().join("lktoken").join("config.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.config()).unwrap()
    }

    fn lk(&self, yaml: &str) -> PathBuf {
        let path = ProfileStore::livekit_cli_config(&self.environment()).unwrap();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, yaml).unwrap();
        path
    }
}

fn profile(key: &str) -> NewProfile {
    NewProfile {
        url: None,
        api_key: ApiKey::new(key).unwrap(),
        secret: NewSecret::Inline(ApiSecret::new("canary".to_owned()).unwrap()),
        defaults: Defaults::default(),
    }
}

fn names(store: &ProfileStore) -> Vec<String> {
    store.list().unwrap().profiles.into_iter().map(|profile| profile.name.value).collect()
}

#[test]
fn profiles_are_added_used_and_removed() {
    let home = Home::new();
    let store = home.store();
    assert_eq!(store.path(), home.config());
    assert_eq!(names(&store), [""; 0]);
    let added = store.add("a", &profile("ka"), IfExists::Refuse).unwrap();
    assert_eq!(added, Added { replaced: false, has_default: false });
    store.use_by_default("a").unwrap();
    let added = store.add("b", &profile("kb"), IfExists::Refuse).unwrap();
    assert_eq!(added, Added { replaced: false, has_default: true });
    assert_eq!(names(&store), ["a", "b"]);
    let error = store.add("a", &profile("other"), IfExists::Refuse).unwrap_err();
    assert!(matches!(error, CredentialError::ProfileExists { .. }), "{error}");
    assert!(store.add("a", &profile("other"), IfExists::Replace).unwrap().replaced);
    let view = store.show("a").unwrap().profiles.remove(0);
    assert_eq!(view.api_key.unwrap().value, "other");
    assert!(view.is_default);
    assert_eq!(store.remove("b").unwrap(), Removed { was_default: false });
    assert_eq!(store.remove("a").unwrap(), Removed { was_default: true });
    assert_eq!(names(&store), [""; 0]);
    assert!(!home.text().contains("default_profile"));
}

#[test]
fn names_that_are_not_there_or_cannot_be_change_nothing() {
    let home = Home::new();
    for error in [home.store().remove("a").unwrap_err(), home.store().use_by_default("a").unwrap_err()] {
        assert_eq!(error.to_string(), "there is no profile \"a\"");
    }
    assert!(!home.config().parent().unwrap().exists(), "nothing is made for nothing");
    let error = home.store().add("a b", &profile("k"), IfExists::Refuse).unwrap_err();
    assert!(error.is_usage(), "{error}");
    assert!(home.store().show("x").is_err());
}

#[test]
fn no_config_directory_is_an_error_that_tells_the_way_out() {
    let error = ProfileStore::locate(None, &Environment::default()).unwrap_err();
    assert!(error.hints()[0].contains("--config"), "{error}");
    assert!(ProfileStore::livekit_cli_config(&Environment::default()).is_err());
}

#[test]
fn a_named_file_is_made_by_add_and_must_exist_for_the_rest() {
    let home = Home::new();
    let path = home.directory.path().join("mine.toml");
    let store = ProfileStore::locate(Some(&path), &home.environment()).unwrap();
    assert!(store.list().unwrap_err().to_string().ends_with("it does not exist"));
    store.add("a", &profile("k"), IfExists::Refuse).unwrap();
    assert_eq!(names(&store), ["a"]);
}

#[test]
fn a_broken_file_is_not_edited() {
    for text in ["[profiles.a\n", "[profiles.a]\napi_sercet = \"canary\"\n"] {
        let home = Home::with(text);
        let error = home.store().add("b", &profile("k"), IfExists::Refuse).unwrap_err();
        assert!(matches!(error, CredentialError::Config { .. }), "{error}");
        assert_eq!(home.text(), text);
    }
}

#[test]
fn a_profile_is_shown_with_lines_and_lengths_and_without_its_secret() {
    let home = Home::with(
        "[profiles.a]\napi_key = \"k\"\napi_secret = \"canary\"\n[profiles.a.defaults]\nroom = \"r\"\n[profiles.b]\n\
         api_secret_file = \"s.txt\"\n[profiles.c]\napi_secret_command = [\"pass\", \"canary\"]\n[profiles.d]\n",
    );
    let store = home.store();
    let listing = store.list().unwrap();
    assert!(listing.profiles.iter().all(|view| view.secret_length.is_none()));
    assert!(!format!("{listing:?}").contains("canary"));
    let show = |name: &str| {
        let listing = store.show(name).unwrap();
        assert!(!format!("{listing:?}").contains("canary"));
        listing.profiles.into_iter().next().unwrap()
    };
    let a = show("a");
    assert_eq!(a.secret.unwrap().line, 3);
    assert_eq!(a.secret_length, Some(6));
    assert_eq!(a.defaults.room.unwrap().line, 5);
    let b = show("b");
    let secret_file = home.config().with_file_name("s.txt");
    assert_eq!(b.secret.unwrap().value, SecretView::File(secret_file.clone()));
    assert!(b.secret_problem.unwrap().ends_with("it does not exist"));
    fs::write(secret_file, "canary7\n").unwrap();
    assert_eq!(show("b").secret_length, Some(7));
    let c = show("c");
    assert_eq!(c.secret.unwrap().value, SecretView::Command("pass".to_owned()));
    assert_eq!((c.secret_length, c.secret_problem), (None, None));
    assert!(show("d").secret.is_none());
}

#[test]
fn two_edits_at_once_lose_none() {
    let home = Home::new();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let store = home.store();
            scope.spawn(move || store.add(&format!("p{number}"), &profile("k"), IfExists::Refuse).unwrap());
        }
    });
    assert_eq!(names(&home.store()).len(), 8);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_written_is_the_owners_alone() {
        let home = Home::new();
        home.store().add("a", &profile("k"), IfExists::Refuse).unwrap();
        let directory = home.config().parent().unwrap().to_owned();
        assert_eq!((mode(&home.config()), mode(&directory)), (0o600, 0o700));
        fs::set_permissions(home.config(), fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(home.store().list().unwrap().warnings.len(), 1);
        home.store().use_by_default("a").unwrap();
        assert_eq!(mode(&home.config()), 0o600);
        let mut left: Vec<_> =
            fs::read_dir(directory).unwrap().map(|file| file.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["config.toml", "config.toml.lock"]);
    }

    #[test]
    fn a_symbolic_link_is_followed_and_stays() {
        let home = Home::with("");
        let real = home.directory.path().join("dotfiles.toml");
        fs::rename(home.config(), &real).unwrap();
        symlink(&real, home.config()).unwrap();
        home.store().add("a", &profile("k"), IfExists::Refuse).unwrap();
        assert!(fs::symlink_metadata(home.config()).unwrap().is_symlink());
        assert!(fs::read_to_string(real).unwrap().contains("[profiles.a]"));
    }

    #[test]
    fn a_dangling_link_is_a_clear_error() {
        let home = Home::with("");
        fs::remove_file(home.config()).unwrap();
        symlink("/nowhere/config.toml", home.config()).unwrap();
        for error in [
            home.store().add("a", &profile("k"), IfExists::Refuse).unwrap_err(),
            home.store().list().unwrap_err(),
        ] {
            assert!(error.to_string().contains("symbolic link to /nowhere/config.toml"), "{error}");
        }
    }

    #[test]
    fn a_directory_in_its_place_is_a_clear_error() {
        let home = Home::with("");
        fs::remove_file(home.config()).unwrap();
        fs::create_dir(home.config()).unwrap();
        for error in [
            home.store().add("a", &profile("k"), IfExists::Refuse).unwrap_err(),
            home.store().list().unwrap_err(),
        ] {
            assert!(error.to_string().ends_with("it is a directory, not a file"), "{error}");
        }
    }

    #[test]
    fn a_directory_that_cannot_be_written_leaves_the_old_file_whole() {
        let home = Home::with("[profiles.a]\n");
        let directory = home.config().parent().unwrap().to_owned();
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o500)).unwrap();
        let is_root = fs::write(directory.join("probe"), "").is_ok();
        let result = home.store().add("b", &profile("k"), IfExists::Refuse);
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o700)).unwrap();
        if is_root {
            eprintln!("not checked: root may write anywhere");
            return;
        }
        let error = result.unwrap_err();
        assert!(error.to_string().ends_with("; it is unchanged"), "{error}");
        assert_eq!(home.text(), "[profiles.a]\n");
    }

    #[test]
    fn a_file_in_the_directorys_place_is_a_clear_error() {
        let home = Home::new();
        fs::write(home.directory.path().join("lktoken"), "").unwrap();
        assert!(home.store().add("a", &profile("k"), IfExists::Refuse).is_err());
        assert!(home.store().list().is_err());
    }
}

const PROJECTS: &str = "default_project: my proj
projects:
  - {name: my proj, url: 'wss://a', api_key: APIa, api_secret: canary}
  - {name: my-proj, url: 'wss://b', api_key: APIb, api_secret: canary}
  - {name: taken, api_key: APIc, api_secret: canary}
  - {name: half, api_key: APId}
  - {name: other-half, api_secret: canary}
  - {name: '???', api_key: APIe, api_secret: canary}
";

#[test]
fn projects_of_livekits_cli_become_profiles() {
    let home = Home::with("# mine\n[profiles.taken]\napi_key = \"k\"\n");
    let from = home.lk(PROJECTS);
    let report = home.store().import(&from, IfExists::Refuse).unwrap();
    assert!(!format!("{report:?}").contains("canary"));
    let imported: Vec<_> = report.imported.iter().map(|imported| imported.profile.as_str()).collect();
    assert_eq!(imported, ["my-proj"]);
    let skipped: Vec<_> = report.skipped.iter().map(|skipped| skipped.reason.clone()).collect();
    let expected = [
        SkipReason::SameName("my-proj".to_owned()),
        SkipReason::Exists("taken".to_owned()),
        SkipReason::NoSecret,
        SkipReason::NoKey,
        SkipReason::NoName,
    ];
    assert_eq!(skipped, expected);
    assert_eq!(report.new_default.as_deref(), Some("my-proj"));
    let view = home.store().show("my-proj").unwrap().profiles.remove(0);
    assert_eq!((view.url.unwrap().value, view.secret_length), ("wss://a".to_owned(), Some(6)));
    assert!(view.is_default);
    assert!(home.text().contains("# mine\n[profiles.taken]"));
}

#[test]
fn an_import_replaces_only_when_told_and_never_changes_the_default() {
    let home = Home::with("default_profile = \"taken\"\n[profiles.taken]\napi_key = \"k\"\n");
    let from = home.lk(PROJECTS);
    let report = home.store().import(&from, IfExists::Replace).unwrap();
    let replaced: Vec<_> = report.imported.iter().map(|imported| imported.replaced).collect();
    assert_eq!(replaced, [false, true]);
    assert_eq!(report.new_default, None);
    let view = home.store().show("taken").unwrap().profiles.remove(0);
    assert_eq!(view.api_key.unwrap().value, "APIc");
    assert!(view.is_default);
}

#[test]
fn an_import_of_nothing_writes_nothing() {
    let home = Home::new();
    let from = home.lk("projects: []\n");
    let report = home.store().import(&from, IfExists::Refuse).unwrap();
    assert!(report.imported.is_empty() && report.skipped.is_empty());
    assert!(!home.config().exists());
    let error = home.store().import(Path::new("/nowhere.yaml"), IfExists::Refuse).unwrap_err();
    assert!(error.to_string().contains("config file of LiveKit's CLI /nowhere.yaml"), "{error}");
}

#[test]
fn every_kind_of_secret_is_stored_as_it_is() {
    let home = Home::new();
    let store = home.store();
    let add = |name: &str, secret: NewSecret| {
        let defaults = Defaults {
            expires_in: Some("1h".to_owned()),
            room: Some("r".to_owned()),
            name: None,
            rules: Some(crate::token::rules::Rules::LiveKit),
        };
        let profile = NewProfile { secret, defaults, ..profile("k") };
        store.add(name, &profile, IfExists::Replace).unwrap();
        store.show(name).unwrap().profiles.remove(0)
    };
    let words = ["op", "read", "op://a b/\"c\""].map(str::to_owned);
    let view = add("a", NewSecret::Command(SecretCommand::new(words).unwrap()));
    assert_eq!(view.secret.unwrap().value, SecretView::Command("op".to_owned()));
    assert_eq!(view.defaults.values().room.as_deref(), Some("r"));
    assert_eq!(view.defaults.values().rules, Some(crate::token::rules::Rules::LiveKit));
    let view = add("a", NewSecret::File("/run/secrets/x".into()));
    assert_eq!(view.secret.unwrap().value, SecretView::File("/run/secrets/x".into()));
    let odd = "\"quoted\" 'twice' \\ \n\u{1b} ü";
    let view = add("a", NewSecret::Inline(ApiSecret::new(odd.to_owned()).unwrap()));
    assert_eq!((view.secret.unwrap().value, view.secret_length), (SecretView::Inline, Some(odd.len())));
}

#[cfg(target_os = "linux")]
#[test]
fn where_no_file_can_be_made_is_a_clear_error_for_root_too() {
    use std::os::unix::ffi::OsStringExt as _;
    let store = ProfileStore::locate(Some(Path::new("/proc/config.toml")), &Environment::default()).unwrap();
    let error = store.add("a", &profile("k"), IfExists::Refuse).unwrap_err();
    assert!(error.to_string().starts_with("cannot write /proc/config.toml: "), "{error}");
    let path = PathBuf::from(std::ffi::OsString::from_vec(vec![0xff]));
    let bad = NewProfile { secret: NewSecret::File(path), ..profile("k") };
    let error = Home::new().store().add("a", &bad, IfExists::Refuse).unwrap_err();
    assert!(matches!(error, CredentialError::PathNotUtf8 { .. }), "{error}");
}
