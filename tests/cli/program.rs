//! The program in an empty environment: nothing of the developer's machine decides a test.

use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// A home of its own, and commands that run in it.
pub struct Home {
    folder: TempDir,
}

/// What a run printed, and its exit code.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the home, making its folders.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> std::path::PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// A command in an empty environment but for the home.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("lktoken").unwrap();
        command
            .env_clear()
            .env("HOME", self.path())
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("APPDATA", self.path().join("config"))
            .current_dir(self.path())
            .timeout(std::time::Duration::from_secs(60))
            .args(args);
        command
    }

    /// Runs with nothing on standard input.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    /// Runs with `stdin` on standard input.
    pub fn run_with(&self, args: &[&str], stdin: impl Into<Vec<u8>>) -> Ran {
        ran(self.command(args).write_stdin(stdin))
    }
}

/// Runs the command and takes what it printed.
pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().expect("the program ended by itself"),
    }
}

impl Ran {
    /// Standard output of a run that went well and said nothing else.
    #[track_caller]
    pub fn data(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "stdout: {}", self.stdout);
        self.stdout
    }

    /// Standard error of a run that failed with this code and printed no data.
    #[track_caller]
    pub fn failure(self, code: i32) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "stderr: {}", self.stderr);
        self.stderr
    }
}
