//! The README's commands do what it says: every `sh` block is run, in order, in one empty folder.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::program::Home;

/// Programs that the README's commands use and a machine may lack, and how each shows that it is there.
const NEEDED: [(&str, &str); 4] =
    [("sh", "-c true"), ("jq", "--version"), ("curl", "--version"), ("parallel", "--version")];

/// Stands in for cargo within the README's first commands, which the checks of the project run for real: what is built
/// here already need not be built again.
const CARGO: &str = r#"#!/bin/sh
case "$1 $2 $3" in
    "run --release --") shift 3; exec lktoken "$@" ;;
    "test --locked ") exit 0 ;;
    *) echo "the README runs cargo $*, which this test does not know" >&2; exit 9 ;;
esac
"#;

/// A block that fails leaves no server behind, which would keep this test waiting for the end of its output.
const END_SERVER: &str = "trap '[ -z \"${!:-}\" ] || kill \"$!\" 2>/dev/null || true' EXIT\n";

fn blocks() -> Vec<String> {
    let readme = include_str!("../../README.md");
    let mut blocks = Vec::new();
    let mut rest = readme;
    while let Some((_, behind)) = rest.split_once("```sh\n") {
        let (block, after) = behind.split_once("```").expect("a block is closed");
        blocks.push(block.to_owned());
        rest = after;
    }
    blocks
}

#[cfg(unix)]
#[test]
fn every_command_block_of_the_readme_runs() {
    use std::os::unix::fs::PermissionsExt;

    for (program, args) in NEEDED {
        if Command::new(program).args(args.split(' ')).output().is_err() {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{program} is missing");
            // Written past the test harness, which keeps what a passing test prints.
            let _ = writeln!(
                std::io::stderr(),
                "skipped every_command_block_of_the_readme_runs: {program} is missing"
            );
            return;
        }
    }
    let home = Home::new();
    let cargo = home.write("bin/cargo", CARGO);
    std::fs::set_permissions(&cargo, std::fs::Permissions::from_mode(0o755)).unwrap();
    let lktoken = Path::new(env!("CARGO_BIN_EXE_lktoken"));
    std::os::unix::fs::symlink(lktoken, home.path().join("bin/lktoken")).unwrap();
    let path = std::env::join_paths(
        std::iter::once(home.path().join("bin"))
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    )
    .unwrap();
    let blocks = blocks();
    assert!(blocks.len() >= 8, "only {} blocks found", blocks.len());
    for block in blocks {
        let output = Command::new("sh")
            .args(["-e", "-c", &format!("{END_SERVER}{block}")])
            .current_dir(home.path())
            .env_clear()
            .env("PATH", &path)
            .env("HOME", home.path())
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{block}\n{stderr}");
        assert!(!stderr.contains("error"), "{block}\n{stderr}");
    }
    let token = std::fs::read_to_string(home.path().join("token.txt")).unwrap();
    assert!(token.starts_with("eyJ"));
    assert!(std::fs::read_to_string(home.path().join(".env.local")).unwrap().contains("LIVEKIT_TOKEN=eyJ"));
}
