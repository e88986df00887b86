//! Files that cannot be written to their end.

use std::fs;
use std::process::Command;

use crate::everything::home_with;
use crate::golden::{AT, SECRET, token};
use crate::program::{Home, Ran, internal_error, ran};

/// Runs where no file may grow past so many blocks of 512 bytes: a disk that is full, for whoever is not root too.
fn with_disk_of(home: &Home, blocks: u32, args: &[&str], variables: &[(&str, &str)], stdin: &str) -> Ran {
    let program = home.process(&[]);
    let mut shell = Command::new("/bin/sh");
    // Without the trap the signal that tells of it would end the program.
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""), "sh"]);
    shell.arg(program.get_program()).args(args).env_clear().current_dir(home.path());
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.envs(variables.iter().copied());
    ran(assert_cmd::Command::from_std(shell).write_stdin(stdin))
}

fn files(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn an_edit_of_the_config_file_happens_whole_or_not_at_all() {
    for args in [
        &["profile", "add", "new", "--api-key=k", "--api-secret-file=-"][..],
        &["profile", "use", "b"],
        &["profile", "remove", "b"],
        &["profile", "import", "--from=theirs.yaml"],
    ] {
        let home = home_with(SECRET);
        let config = home.path().join("config/lktoken/config.toml");
        let before = fs::read_to_string(&config).unwrap();
        let message = "cannot write the config file: File too large (os error 27); it is unchanged";
        let failed = with_disk_of(&home, 0, args, &[], "s");
        assert_eq!(failed.json_failure(3), internal_error(message), "{args:?}");
        let told = with_disk_of(&home, 0, &[args, &["--error-format=text"]].concat(), &[], "s").failure(3);
        let (folder, path) = (config.parent().unwrap().display(), config.display());
        assert_eq!(
            told,
            format!(
                "error: cannot write {path}: File too large (os error 27); it is unchanged\nhint: its directory must be \
                 writable and have room: {folder}\n"
            )
        );
        assert_eq!(fs::read_to_string(&config).unwrap(), before);
        assert_eq!(files(config.parent().unwrap()), ["config.toml", "config.toml.lock"]);
    }
}

#[test]
fn a_first_profile_that_finds_no_room_leaves_no_file() {
    let home = Home::new();
    let add = ["profile", "add", "new", "--api-key=k", "--api-secret-file=-"];
    assert_eq!(with_disk_of(&home, 0, &add, &[], SECRET).failure(3).lines().count(), 1);
    assert_eq!(files(&home.path().join("config/lktoken")), ["config.toml.lock"]);
}

/// Every batch, with enough input for a file of more than 512 bytes.
fn batches() -> [(&'static [&'static str], String); 4] {
    let request = r#"{"roomName":"demo","participantIdentity":"alice"}"#;
    let token = token("APIa", SECRET);
    let lines = |line: &str| format!("{line}\n").repeat(8);
    [
        (&["mint", "--batch=-", "--out=answers"], lines(request)),
        (&["mint", "--count=8", "-r=demo", "-i=u{n}", "--out=answers"], String::new()),
        (&["validate", "--batch=-", "--at", AT, "--out=answers"], lines(&token)),
        (&["inspect", "--batch=-", "--out=answers"], lines(&token)),
    ]
}

#[test]
fn answers_in_a_file_are_whole_or_the_old_ones() {
    let message = "cannot write to the file given with --out: File too large (os error 27)";
    for (args, stdin) in batches() {
        for blocks in [0, 1] {
            let home = home_with(SECRET);
            let before = files(home.path());
            assert_eq!(
                with_disk_of(&home, blocks, args, &[], &stdin).json_failure(5),
                internal_error(message),
                "{args:?}"
            );
            assert_eq!(files(home.path()), before, "{args:?}");
            home.write_private("answers", "the old ones\n");
            let text = [args, &["--error-format=text"]].concat();
            let told = with_disk_of(&home, blocks, &text, &[], &stdin).failure(5);
            let file = fs::canonicalize(home.path().join("answers")).unwrap();
            assert_eq!(told, format!("error: {}: {message}\n", file.display()));
            assert_eq!(fs::read_to_string(file).unwrap(), "the old ones\n");
            assert_eq!(files(home.path()).len(), before.len() + 1, "{args:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_in_the_place_of_a_file_is_told() {
    for (args, stdin) in batches() {
        let home = home_with(SECRET);
        let args = [&args[..args.len() - 1], &["--out=/dev/full"]].concat();
        assert_eq!(
            home.run_with(&args, stdin).json_failure(5),
            internal_error(
                "cannot write to the file given with --out: No space left on device (os error 28)"
            ),
            "{args:?}"
        );
    }
}

#[test]
fn a_step_s_output_is_whole_or_not_there() {
    let home = home_with(SECRET);
    // What is there already leaves room for the beginning of a line.
    let before = format!("{}\n", "a=1".repeat(130));
    let outputs = home.write_private("outputs", &before);
    let variables = [("GITHUB_OUTPUT", outputs.to_str().unwrap())];
    let args = ["mint", "-r=demo", "-i=alice", "-o=github", "--at", AT];
    let mut failed = with_disk_of(&home, 1, &args, &variables, "");
    let mask = format!("::add-mask::{}\n", token("APIa", SECRET));
    failed.stderr = failed.stderr.strip_prefix(&mask).expect("the mask comes first").to_owned();
    let message = "cannot append to the file that GITHUB_OUTPUT names: File too large (os error 27)";
    assert_eq!(failed.json_failure(5), internal_error(message));
    assert_eq!(fs::read_to_string(outputs).unwrap(), before);
}
