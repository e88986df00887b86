//! The program, run as people run it, with nothing of the developer's machine.

use assert_cmd::Command;

use crate::sdk::Key;

/// What the program prints for `stdin`, when it exits with `code`.
pub fn prints(key: &Key, args: &[&str], stdin: &str, code: i32) -> String {
    let home = tempfile::tempdir().expect("there is room for a folder");
    let assert = Command::cargo_bin("lktoken")
        .expect("the program is built")
        .env_clear()
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path())
        .env("APPDATA", home.path())
        .env("LIVEKIT_API_KEY", &key.api_key)
        .env("LIVEKIT_API_SECRET", &key.api_secret)
        .current_dir(home.path())
        .args(args)
        .write_stdin(stdin)
        .assert()
        .code(code);
    String::from_utf8(assert.get_output().stdout.clone()).expect("the program prints UTF-8")
}
