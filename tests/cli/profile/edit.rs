//! Edits keep comments and order, are whole or not at all, and lose nothing.

use super::{config_path, read};
use crate::program::{Home, internal_error};

const CONFIG: &str = "\
# My profiles.

default_profile = 'b' # for now

# The first one.
[profiles.a]
api_key = 'APIa' # its key
api_secret = 'a'

# The second one.
[profiles.b]
api_secret = 'b-secret-of-thirty-two-bytes-or-more'
api_key = 'APIb'

[profiles.c]
api_key = 'APIc'
api_secret = 'c'
# The end.
";

#[track_caller]
fn note(home: &Home, args: &[&str], note: &str) {
    let run = home.run(&[&["profile"], args].concat());
    assert_eq!((run.code, run.stdout.as_str(), run.stderr), (0, "", format!("note: {note}\n")));
}

#[test]
fn use_changes_one_value() {
    let home = Home::new();
    let config = home.write_config(CONFIG);
    note(&home, &["use", "c"], "c is the default profile");
    assert_eq!(read(&config), CONFIG.replace("'b' # for now", "\"c\" # for now"));
}

#[test]
fn use_tells_what_goes_before_the_default_profile() {
    let home = Home::new();
    home.write_config(CONFIG);
    let run = crate::program::ran(home.command(&["profile", "use", "c"]).env("LIVEKIT_API_KEY", "k"));
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "note: c is the default profile; LIVEKIT_API_KEY is set, and goes before it\n")
    );
}

#[test]
fn remove_takes_a_profile_and_its_comment_and_nothing_else() {
    let home = Home::new();
    let config = home.write_config(CONFIG);
    note(&home, &["remove", "a"], "removed profile a");
    let without = CONFIG
        .replace("# The first one.\n[profiles.a]\napi_key = 'APIa' # its key\napi_secret = 'a'\n\n", "");
    assert_eq!(read(&config), without);
    note(&home, &["remove", "b"], "removed profile b, which was the default one: there is none now");
    assert_eq!(
        read(&config),
        "# My profiles.\n\n[profiles.c]\napi_key = 'APIc'\napi_secret = 'c'\n# The end.\n"
    );
    assert_eq!(
        home.run(&["profile", "remove", "b"]).json_failure(3),
        internal_error("there is no profile \"b\"")
    );
}

#[test]
fn add_appends_and_replace_changes_in_place() {
    let home = Home::new();
    let config = home.write_config(CONFIG);
    let add = |name, more: &[&str]| {
        let args =
            [&["profile", "add", name, "--api-key=new", "--api-secret-file=-", "--quiet"], more].concat();
        assert_eq!(home.run_with(&args, "new").data(), "");
    };
    add("d", &[]);
    let with_d = format!(
        "{}\n[profiles.d]\napi_key = \"new\"\napi_secret = \"new\"\n",
        CONFIG.replace("# The end.\n", "")
    );
    let read_back = read(&config);
    assert!(read_back.contains("# The end.\n"), "{read_back}");
    assert_eq!(read_back.replace("# The end.\n", ""), with_d);
    add("a", &["--replace"]);
    assert_eq!(
        read(&config).replace("# The end.\n", ""),
        with_d.replace("'APIa' # its key\napi_secret = 'a'", "\"new\" # its key\napi_secret = \"new\"")
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_do_no_harm() {
    let home = Home::new();
    let config = home.write_config(&CONFIG.replace('\n', "\r\n"));
    note(&home, &["use", "c"], "c is the default profile");
    assert_eq!(read(&config), CONFIG.replace("'b' # for now", "\"c\" # for now").replace('\n', "\r\n"));
    home.write_config(&format!("\u{feff}{CONFIG}"));
    note(&home, &["use", "c"], "c is the default profile");
    assert_eq!(
        read(&config).trim_start_matches('\u{feff}'),
        CONFIG.replace("'b' # for now", "\"c\" # for now")
    );
}

#[test]
fn adds_at_the_same_time_lose_nothing() {
    let home = Home::new();
    std::thread::scope(|threads| {
        for number in 0..8 {
            let home = &home;
            threads.spawn(move || {
                let name = format!("p{number}");
                let args = ["profile", "add", &name, "--api-key=k", "--api-secret-file=-", "--quiet"];
                assert_eq!(home.run_with(&args, "s").data(), "");
            });
        }
    });
    let listed = home.run(&["profile", "list"]).data();
    for number in 0..8 {
        assert!(listed.contains(&format!("\"name\":\"p{number}\"")), "{listed}");
    }
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use crate::golden::SECRET;
    use crate::program::{mode, set_mode};

    fn add(home: &Home) {
        let args = ["profile", "add", "new", "--api-key=k", "--api-secret-file=-", "--quiet"];
        assert_eq!(home.run_with(&args, "s").data(), "");
    }

    #[test]
    fn what_is_written_is_its_owner_s_alone() {
        let home = Home::new();
        add(&home);
        let config = config_path(&home);
        assert_eq!((mode(&config), mode(config.parent().unwrap())), (0o600, 0o700));
        set_mode(&config, 0o644);
        note(&home, &["use", "new"], "new is the default profile");
        assert_eq!(mode(&config), 0o600, "mended by the first edit");
        let names: Vec<_> = std::fs::read_dir(config.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(names.iter().all(|name| name == "config.toml" || name == "config.toml.lock"), "{names:?}");
        assert_eq!(mode(&config.with_file_name("config.toml.lock")), 0o600);
    }

    #[test]
    fn a_file_that_others_can_read_is_warned_of() {
        let home = Home::new();
        let config = home.write_config(CONFIG);
        for bits in [0o644, 0o640, 0o604] {
            set_mode(&config, bits);
            let warning = format!(
                "warning: the config file {} holds a secret and other users can read it (mode {bits:04o}); make it \
                 yours alone: chmod 600 {}\n",
                config.display(),
                config.display()
            );
            for args in [&["profile", "list"][..], &["profile", "show"], &["mint", "-r=demo", "-i=alice"]] {
                let run = home.run(args);
                assert_eq!((run.code, &run.stderr), (0, &warning));
                let quiet = home.run(&[args, &["--quiet"]].concat());
                assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
            }
        }
        home.write_config("[profiles.a]\napi_key = 'a'\napi_secret_file = 'secret'\n");
        set_mode(&config, 0o644);
        home.run(&["profile", "list"]).data();
        let secret = home.write("config/lktoken/secret", "s");
        set_mode(&secret, 0o644);
        let run = home.run(&["profile", "show", "a"]);
        assert_eq!(
            (run.code, run.stderr),
            (
                0,
                format!(
                    "warning: the secret file {} holds a secret and other users can read it (mode 0644); make it yours \
                     alone: chmod 600 {}\n",
                    secret.display(),
                    secret.display()
                )
            )
        );
    }

    #[test]
    fn commands_in_a_file_that_others_can_write_are_warned_of() {
        let home = Home::new();
        let config = home.write_config(&format!(
            "[profiles.a]\napi_key = 'a'\napi_secret_command = ['echo', '{SECRET}']\n"
        ));
        set_mode(&config, 0o622);
        let run = home.run(&["mint", "-r=demo", "-i=alice", "--profile=a"]);
        assert_eq!(
            (run.code, run.stderr),
            (
                0,
                format!(
                    "warning: the config file {} holds commands to run and other users can write it (mode 0622); make \
                     it yours alone: chmod 600 {}\n",
                    config.display(),
                    config.display()
                )
            )
        );
    }

    #[test]
    fn a_link_to_the_config_file_stays_a_link() {
        let home = Home::new();
        let kept = home.write_private("dotfiles/lktoken.toml", CONFIG);
        std::fs::create_dir_all(config_path(&home).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(&kept, config_path(&home)).unwrap();
        note(&home, &["use", "c"], "c is the default profile");
        assert!(std::fs::symlink_metadata(config_path(&home)).unwrap().is_symlink());
        assert_eq!(read(&kept), CONFIG.replace("'b' # for now", "\"c\" # for now"));
    }
}
