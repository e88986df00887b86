//! SDKs of other languages: a child that reads questions and writes answers, a JSON document a line.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::sdk::{Answer, Question};

/// Where the npm package is.
const NODE_MODULES_VARIABLE: &str = "LKTOKEN_NODE_MODULES";
/// The Python that has the package.
const PYTHON_VARIABLE: &str = "LKTOKEN_PYTHON";

/// The program that is built from `tests/interop/go`.
const GO_SDK_VARIABLE: &str = "LKTOKEN_GO_SDK";

/// The child's first line.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Greeting {
    Version(String),
    Missing(String),
}

/// Node with its script, or what is missing.
pub fn node() -> Result<Command, String> {
    let folder = named(NODE_MODULES_VARIABLE, "a folder whose node_modules has livekit-server-sdk")?;
    let mut command = Command::new("node");
    // A module given as text finds its packages from the working directory.
    command.current_dir(folder).args(["--input-type=module", "--eval", include_str!("sdk.mjs")]);
    Ok(command)
}

/// Python with its script, or what is missing.
pub fn python() -> Result<Command, String> {
    let python = named(PYTHON_VARIABLE, "a Python that has livekit-api")?;
    let mut command = Command::new(python);
    command.args(["-X", "utf8", "-c", include_str!("sdk.py")]);
    Ok(command)
}

/// The Go program, or what is missing.
pub fn go() -> Result<Command, String> {
    named(GO_SDK_VARIABLE, "the program that `go build` makes of tests/interop/go").map(Command::new)
}

fn named(variable: &str, what: &str) -> Result<PathBuf, String> {
    let path = std::env::var_os(variable).filter(|path| !path.is_empty());
    let path = path.map(PathBuf::from).ok_or_else(|| format!("set {variable} to {what}"))?;
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("{variable} names {}, which is not there", path.display()))
    }
}

/// The child's answers, or what is missing.
pub fn ask(child: fn() -> Result<Command, String>, questions: &[Question]) -> Result<Vec<Answer>, String> {
    let mut command = child()?;
    // A developer's own key must not stand in for one that a question lacks.
    command.env_remove("LIVEKIT_API_KEY").env_remove("LIVEKIT_API_SECRET");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| format!("{} does not start: {error}", command.get_program().display()))?;
    let mut lines = Vec::new();
    for question in questions {
        serde_json::to_writer(&mut lines, question).expect("a question is JSON");
        lines.push(b'\n');
    }
    let mut stdin = child.stdin.take().expect("the child has a standard input");
    // Beside the reading, or both sides would wait once a pipe is full. A child that misses its package reads nothing.
    let writer = std::thread::spawn(move || stdin.write_all(&lines));
    let output = child.wait_with_output().expect("the child can be waited for");
    let _ = writer.join();
    let told = String::from_utf8(output.stdout).expect("the child writes UTF-8");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the child ended with {}: {said}", output.status);
    let mut told = told.lines();
    match read(told.next().unwrap_or_else(|| panic!("the child said nothing: {said}"))) {
        Greeting::Missing(why) => Err(format!("its package is not there: {why}")),
        Greeting::Version(version) => {
            println!("asked version {version}");
            Ok(told.map(read).collect())
        }
    }
}

fn read<'de, T: Deserialize<'de>>(line: &'de str) -> T {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}
