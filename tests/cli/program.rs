//! The program in an empty environment: nothing of the developer's machine decides a test.

use std::path::{Path, PathBuf};
use std::process;
use std::time::{Duration, SystemTime};

use assert_cmd::Command;
use lktoken::token::time::UnixTime;
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
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// As [`Home::write`], for its owner alone: nothing to warn of.
    pub fn write_private(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.write(name, content);
        #[cfg(unix)]
        set_mode(&path, 0o600);
        path
    }

    /// The user's own config file, written for its owner alone.
    pub fn write_config(&self, content: &str) -> PathBuf {
        self.write_private("config/lktoken/config.toml", content)
    }

    /// A process in an empty environment but for the home, with its streams still to be chosen.
    pub fn process(&self, args: &[&str]) -> process::Command {
        self.process_of(assert_cmd::cargo::cargo_bin!("lktoken"), args)
    }

    /// As [`Home::process`], of a copy of the program.
    pub fn process_of(&self, program: &Path, args: &[&str]) -> process::Command {
        let mut process = process::Command::new(program);
        process
            .env_clear()
            // Where a coverage run collects its counts; unset otherwise.
            .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
            .env("HOME", self.path())
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("APPDATA", self.path().join("config"))
            .current_dir(self.path())
            .args(args);
        process
    }

    /// A copy of the program within the home, with nothing beside it. Made by another process: one that this process
    /// has open for writing, and a thread that starts another just then, cannot be run.
    #[cfg(unix)]
    pub fn copy_program(&self) -> PathBuf {
        let folder = self.path().join("copied");
        std::fs::create_dir_all(&folder).unwrap();
        let program = folder.join("lktoken");
        let mut copy = process::Command::new("cp");
        assert!(copy.arg(assert_cmd::cargo::cargo_bin!("lktoken")).arg(&program).status().unwrap().success());
        program
    }

    /// A command in an empty environment but for the home.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::from_std(self.process(args));
        command.timeout(Duration::from_secs(60));
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
    /// The contract's error on standard error of a run that failed with this code and printed no data: one line, its
    /// timestamp, which is of this very moment, as `NOW`.
    #[track_caller]
    pub fn json_failure(self, code: i32) -> String {
        let line = self.failure(code);
        let (before, after) = line.split_once("\"timestamp\":\"").expect("a timestamp");
        let (timestamp, after) = after.split_once('"').expect("its end");
        let told = UnixTime::parse(timestamp).expect("RFC 3339").seconds();
        let now = UnixTime::from_system(SystemTime::now()).unwrap().seconds();
        assert!((now - 60..=now).contains(&told), "{timestamp} is not now");
        format!("{before}\"timestamp\":\"NOW\"{after}")
    }
}

/// The line that [`Ran::json_failure`] gives for an error of the code `INTERNAL_ERROR`.
pub fn internal_error(message: &str) -> String {
    error_line("INTERNAL_ERROR", message)
}

/// The line that [`Ran::json_failure`] gives for an error of the code `MISSING_CREDENTIALS`; `more` follows the
/// contract's message.
pub fn missing_credentials(more: &str) -> String {
    let message = format!("LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured{more}");
    error_line("MISSING_CREDENTIALS", &message)
}

fn error_line(code: &str, message: &str) -> String {
    let message = serde_json::to_string(message).unwrap();
    format!("{{\"statusCode\":500,\"errorCode\":\"{code}\",\"message\":{message},\"timestamp\":\"NOW\"}}\n")
}

/// Sets a file's or directory's mode.
#[cfg(unix)]
pub fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A file's or directory's mode: the lowest nine bits.
#[cfg(unix)]
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}
