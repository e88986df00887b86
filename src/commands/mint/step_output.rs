//! The outputs of a step of GitHub Actions: lines in a file that its runner has made.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The variable that names the file.
const GITHUB_OUTPUT: &str = "GITHUB_OUTPUT";

/// The file, made sure of.
pub(super) fn locate() -> Result<PathBuf, Error> {
    let path = std::env::var_os(GITHUB_OUTPUT).filter(|path| !path.is_empty()).map(PathBuf::from);
    let path = path.ok_or_else(|| {
        Error::usage("--output github needs the variable GITHUB_OUTPUT, which GitHub Actions sets in a step")
    })?;
    open_step_outputs(&path)?;
    Ok(path)
}

/// Opens the file of a step's outputs, which the runner has made.
fn open_step_outputs(path: &Path) -> Result<File, Error> {
    OpenOptions::new().read(true).append(true).open(path).map_err(|error| {
        Error::other(format!("cannot append to the file that GITHUB_OUTPUT names: {error}")).at(path)
    })
}

/// Appends the output `name`, whole or not at all.
pub(super) fn append(path: &Path, name: &str, token: &str) -> Result<(), Error> {
    let mut file = open_step_outputs(path)?;
    let line = format!("{name}={token}\n");
    let written = is_within_a_line(&mut file).and_then(|within| {
        let start = if within { "\n" } else { "" };
        let before = file.metadata()?.len();
        file.write_all(format!("{start}{line}").as_bytes()).inspect_err(|_| {
            // A line that was cut short would be read as one. What is no file cannot be shortened.
            let _ = file.set_len(before);
        })
    });
    written.map_err(|error| {
        Error::other(format!("cannot append to the file that GITHUB_OUTPUT names: {error}")).at(path)
    })
}

/// Whether the file's last line lacks its end, so that ours would be glued to it.
fn is_within_a_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}
