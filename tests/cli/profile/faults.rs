//! A config file that cannot be what it should be is told, and stays as it is.

use super::{config_path, read};
use crate::program::{Home, Ran, internal_error, missing_credentials, ran};

/// Every command that reads the user's own config file, and whether it would write it.
const COMMANDS: [&[&str]; 6] = [
    &["profile", "list"],
    &["profile", "show", "a"],
    &["profile", "use", "a"],
    &["profile", "remove", "a"],
    &["profile", "add", "new", "--api-key=k", "--api-secret-file=-"],
    &["mint", "-r=demo", "-i=alice"],
];

/// Every command fails with this message.
#[track_caller]
fn all_fail(home: &Home, message: &str) {
    for args in COMMANDS {
        let run = home.run_with(args, if args.contains(&"add") { "s" } else { "" });
        assert_eq!(run.json_failure(3), internal_error(message), "{args:?}");
    }
}

#[test]
fn a_torn_file_is_told_by_line_and_column_and_stays() {
    let home = Home::new();
    for (text, problem) in [
        (
            "[profiles.a]\napi_key = 'k'\napi_secret = \"torn",
            "line 3: not valid TOML at column 19: invalid basic string, expected `\"`",
        ),
        (
            "[profiles.a]\napi_key = 'k'\n[profi",
            "line 3: not valid TOML at column 7: unclosed table, expected `]`",
        ),
        ("[profiles.a]\nurl = 1\n", "line 2: url in [profiles.a] must be a string, not integer"),
        (
            "[profiles.a]\napi_sercet = 'k'\n",
            "line 2: unknown key \"api_sercet\" in [profiles.a]; did you mean \"api_secret\"?",
        ),
        ("[profiles.a]\n[profiles.a]\n", "line 2: not valid TOML at column 11: duplicate key"),
    ] {
        let config = home.write_config(text);
        all_fail(&home, &format!("the config file, {problem}"));
        assert_eq!(read(&config), text);
        let shown = home.run(&["profile", "list", "--error-format=text"]).failure(3);
        assert_eq!(shown.lines().next(), Some(&*format!("error: {}, {problem}", config.display())));
    }
}

#[test]
fn a_file_that_is_no_text_is_told() {
    let home = Home::new();
    home.write_private("config/lktoken/config.toml", b"default_profile = '\xff'\n");
    all_fail(&home, "cannot read the config file: it is not valid UTF-8");
}

#[test]
fn a_file_of_100_mb_is_refused_without_reading_it() {
    let home = Home::new();
    let config = home.write_config("");
    std::fs::File::options().write(true).open(&config).unwrap().set_len(100_000_000).unwrap();
    all_fail(&home, "cannot read the config file: it is larger than 1024 KiB");
}

#[test]
fn a_directory_in_its_place_is_told() {
    let home = Home::new();
    std::fs::create_dir_all(config_path(&home)).unwrap();
    all_fail(&home, "cannot read the config file: it is a directory, not a file");
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt as _, lchown};
    use std::os::unix::process::CommandExt as _;
    use std::path::Path;
    use std::process::Command;

    use super::*;
    use crate::golden::SECRET;
    use crate::program::set_mode;

    #[test]
    fn a_dangling_link_is_told_and_its_end_in_text() {
        let home = Home::new();
        std::fs::create_dir_all(config_path(&home).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("/nowhere/at-all.toml", config_path(&home)).unwrap();
        all_fail(&home, "cannot read the config file: it is a symbolic link to what does not exist");
        assert_eq!(
            home.run(&["profile", "list", "--error-format=text"]).failure(3),
            format!(
                "error: cannot read the config file {}: it is a symbolic link to /nowhere/at-all.toml, which does not \
                 exist\n",
                config_path(&home).display()
            )
        );
        assert!(std::fs::symlink_metadata(config_path(&home)).unwrap().is_symlink());
    }

    #[test]
    fn an_endless_file_is_refused() {
        let home = Home::new();
        let run = home.run(&["profile", "list", "--config=/dev/zero"]);
        assert_eq!(
            run.json_failure(3),
            internal_error("cannot read the config file: it is larger than 1024 KiB")
        );
    }

    /// Whether tests run as root, whom modes do not bind.
    fn is_root(home: &Home) -> bool {
        std::fs::metadata(home.path()).unwrap().uid() == 0
    }

    /// The process as another user, who owns the home. Only root can do so.
    fn process_as(user: u32, home: &Home, args: &[&str]) -> Command {
        // The program itself may be where no other user can go.
        let program = home.copy_program();
        give(home.path(), user);
        let mut process = home.process_of(&program, args);
        process.uid(user).gid(user);
        process
    }

    /// Gives a folder and all in it to a user.
    fn give(path: &Path, user: u32) {
        lchown(path, Some(user), Some(user)).unwrap();
        if path.is_dir() && !path.is_symlink() {
            for entry in std::fs::read_dir(path).unwrap() {
                give(&entry.unwrap().path(), user);
            }
        }
    }

    fn run_process(process: Command) -> Ran {
        ran(assert_cmd::Command::from_std(process).write_stdin("s"))
    }

    /// Runs as somebody whom modes bind.
    fn run_bound_by_modes(home: &Home, args: &[&str]) -> Ran {
        /// `nobody`, nearly everywhere.
        const NOBODY: u32 = 65_534;
        run_process(if is_root(home) { process_as(NOBODY, home, args) } else { home.process(args) })
    }

    #[test]
    fn a_file_that_may_not_be_read_is_told() {
        for args in COMMANDS {
            let home = Home::new();
            let config = home.write_config("default_profile = 'a'\n[profiles.a]\napi_key = 'k'\n");
            set_mode(&config, 0o000);
            assert_eq!(
                run_bound_by_modes(&home, args).json_failure(3),
                internal_error("cannot read the config file: Permission denied (os error 13)")
            );
        }
    }

    #[test]
    fn a_directory_that_may_not_be_written_leaves_all_as_it_was() {
        let text = "default_profile = 'a'\n[profiles.a]\napi_key = 'k'\napi_secret = 's'\n[profiles.b]\n";
        for args in [
            &["profile", "use", "b"][..],
            &["profile", "remove", "b"],
            &["profile", "add", "new", "--api-key=k", "--api-secret-file=-"],
        ] {
            let home = Home::new();
            let config = home.write_config(text);
            set_mode(config.parent().unwrap(), 0o500);
            let run = run_bound_by_modes(&home, args);
            set_mode(config.parent().unwrap(), 0o700);
            assert_eq!(
                run.json_failure(3),
                internal_error(
                    "cannot write the config file: Permission denied (os error 13); it is unchanged"
                )
            );
            assert_eq!(read(&config), text);
            assert_eq!(std::fs::read_dir(config.parent().unwrap()).unwrap().count(), 1);
        }
    }

    #[test]
    fn a_directory_that_cannot_be_made_is_told() {
        let home = Home::new();
        home.write("config", "in the way");
        let run = home.run_with(&["profile", "add", "new", "--api-key=k", "--api-secret-file=-"], "s");
        let error = run.json_failure(3);
        assert_eq!(error, internal_error("cannot read the config file: Not a directory (os error 20)"));
    }

    #[test]
    fn without_a_home_the_config_file_has_to_be_named() {
        /// Nobody's: the system knows of no home directory either.
        const NO_ACCOUNT: u32 = 2_000_000_011;
        let home = Home::new();
        if !is_root(&home) {
            eprintln!(
                "skipped without_a_home_the_config_file_has_to_be_named: only root can be without an account"
            );
            return;
        }
        let without = |args: &[&str]| {
            let mut process = process_as(NO_ACCOUNT, &home, args);
            process.env_remove("HOME").env_remove("XDG_CONFIG_HOME");
            ran(assert_cmd::Command::from_std(process).write_stdin(SECRET))
        };
        let add = ["profile", "add", "a", "--api-key=k", "--api-secret-file=-", "--quiet"];
        let no_config = "there is no config directory: the system names no home directory";
        assert_eq!(without(&add).json_failure(3), internal_error(no_config));
        assert_eq!(
            without(&["profile", "list", "--error-format=text"]).failure(3),
            format!(
                "error: {no_config}\nhint: give the config file's path with --config or LKTOKEN_CONFIG, or set HOME\n"
            )
        );
        let no_home = "there is no home directory to look for .livekit/cli-config.yaml in";
        assert_eq!(
            without(&["profile", "import", "--config=c.toml"]).json_failure(3),
            internal_error(no_home)
        );
        assert_eq!(without(&["mint", "-r=demo", "-i=alice"]).json_failure(3), missing_credentials(""));
        assert_eq!(without(&[&add[..], &["--config=c.toml"]].concat()).data(), "");
        let mint = ["mint", "-r=demo", "-i=alice", "--profile=a", "--config=c.toml", "-o=token"];
        assert!(without(&mint).data().starts_with("eyJ"));
    }

    /// By the XDG Base Directory Specification a relative path counts as none: a config file, and a command in it, must
    /// not come from wherever the program is run.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_config_directory_that_is_relative_is_not_used() {
        for value in ["config", "./config", "../config", ""] {
            let home = Home::new();
            home.write_config("[profiles.wrong]\napi_secret_command = ['touch', 'ran']\n");
            home.write_private(
                ".config/lktoken/config.toml",
                format!(
                    "default_profile = 'right'\n[profiles.right]\napi_key = 'k'\napi_secret = '{SECRET}'\n"
                ),
            );
            let with = |args: &[&str]| ran(home.command(args).env("XDG_CONFIG_HOME", value)).data();
            let path = home.path().join(".config/lktoken/config.toml");
            assert_eq!(with(&["profile", "path"]), format!("{}\n", path.display()));
            let listed = with(&["profile", "list"]);
            assert!(listed.contains("\"right\"") && !listed.contains("\"wrong\""), "{listed}");
            assert!(with(&["mint", "-r=demo", "-i=alice", "-o=token"]).starts_with("eyJ"));
        }
    }
}
