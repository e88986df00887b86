//! `import`: the projects of LiveKit's own CLI.

use super::{config_path, read};
use crate::golden::{AT, token};
use crate::program::{Home, internal_error};

const THEIRS: &str = "\
default_project: my project
projects:
    - name: my project
      url: wss://mine.livekit.cloud
      api_key: APImine
      api_secret: mine-secret-of-thirty-two-bytes-or-more
    - name: other
      url: wss://other.livekit.cloud
      api_key: APIother
      api_secret: 01234567890123456789012345678901
    - name: keyless
      url: wss://keyless.livekit.cloud
device_name: laptop
";

#[test]
fn projects_become_profiles() {
    let home = Home::new();
    home.write_private(".livekit/cli-config.yaml", THEIRS);
    let run = home.run(&["profile", "import"]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (
            0,
            "",
            "warning: project \"keyless\" was skipped: it has no API key\nnote: project \"my project\" is profile \
             my-project\nnote: project \"other\" is profile other\nnote: my-project is the default profile\n"
        )
    );
    assert_eq!(
        read(&config_path(&home)),
        "default_profile = \"my-project\"\n\n[profiles.my-project]\nurl = \"wss://mine.livekit.cloud\"\napi_key = \
         \"APImine\"\napi_secret = \"mine-secret-of-thirty-two-bytes-or-more\"\n\n[profiles.other]\nurl = \"wss://other.livekit.cloud\"\napi_key = \
         \"APIother\"\napi_secret = \"01234567890123456789012345678901\"\n"
    );
    let mint = ["mint", "-r=demo", "-i=alice", "-o=token", "--at", AT];
    assert_eq!(
        home.run(&mint).data(),
        format!("{}\n", token("APImine", "mine-secret-of-thirty-two-bytes-or-more"))
    );
    let other = home.run(&[&mint[..], &["--profile=other"]].concat());
    assert_eq!(other.data(), format!("{}\n", token("APIother", "01234567890123456789012345678901")));
}

#[test]
fn profiles_that_are_there_stay_unless_they_may_be_replaced() {
    let home = Home::new();
    let theirs = home.write_private("theirs.yaml", THEIRS);
    let theirs = theirs.to_str().unwrap();
    let before = "default_profile = 'other'\n[profiles.other]\napi_key = 'a'\napi_secret = 'b'\n";
    let config = home.write_config(before);
    let run = home.run(&["profile", "import", "--from", theirs]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            0,
            "warning: project \"other\" was skipped: there is already a profile other\nwarning: project \"keyless\" \
             was skipped: it has no API key\nnote: project \"my project\" is profile my-project\n"
        )
    );
    assert!(read(&config).starts_with(before));
    let run = home.run(&["profile", "import", "--from", theirs, "--replace", "--quiet"]);
    assert_eq!(run.data(), "");
    assert!(read(&config).contains(
        "[profiles.other]\napi_key = \"APIother\"\napi_secret = \"01234567890123456789012345678901\"\n"
    ));
}

#[test]
fn a_file_without_projects_changes_nothing() {
    let home = Home::new();
    home.write_private("theirs.yaml", "projects: []\n");
    let run = home.run(&["profile", "import", "--from=theirs.yaml"]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (0, "", "note: there are no projects in that file\n")
    );
    assert!(!config_path(&home).exists());
}

#[test]
fn a_file_that_is_none_of_theirs_is_told_by_its_position() {
    let home = Home::new();
    home.write_private("theirs.yaml", "projects:\n  - name: [a]\n");
    for (from, message) in [
        ("--from=theirs.yaml", "the config file of LiveKit's CLI, line 2, column 11: a text expected"),
        ("--from=gone.yaml", "cannot read the config file of LiveKit's CLI: it does not exist"),
    ] {
        let run = home.run(&["profile", "import", from]);
        assert_eq!(run.json_failure(3), internal_error(message));
    }
    let run = home.run(&["profile", "import", "--from=-"]);
    assert_eq!(run.json_failure(2), internal_error("--from takes a file, not standard input"));
    assert!(!config_path(&home).exists());
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_warned_of() {
    let home = Home::new();
    let theirs = home.write(".livekit/cli-config.yaml", "projects: []\n");
    crate::program::set_mode(&theirs, 0o644);
    let run = home.run(&["profile", "import"]);
    assert_eq!(
        (run.code, run.stderr),
        (
            0,
            format!(
                "warning: the config file of LiveKit's CLI {} holds a secret and other users can read it (mode 0644); \
                 make it yours alone: chmod 600 {}\nnote: there are no projects in that file\n",
                theirs.display(),
                theirs.display()
            )
        )
    );
}
