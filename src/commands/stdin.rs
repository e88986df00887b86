//! Standard input, which only one reader can have.

use std::io::{self, IsTerminal, Read};
use std::path::Path;

use crate::error::Error;
use crate::token::input::MAX_INPUT_BYTES;

/// Standard input and who has it.
#[derive(Debug, Default)]
pub(super) struct Stdin {
    taken_for: Option<&'static str>,
}

impl Stdin {
    /// Whether a person would have to type.
    pub(super) fn is_terminal() -> bool {
        io::stdin().is_terminal()
    }

    /// Takes standard input for `purpose`, such as `--request -`.
    ///
    /// # Errors
    ///
    /// A wrong command line, when something else has it already.
    pub(super) fn take(&mut self, purpose: &'static str) -> Result<io::Stdin, Error> {
        match self.taken_for.replace(purpose) {
            None => Ok(io::stdin()),
            Some(first) => {
                Err(Error::usage(format!("standard input cannot be read for both {first} and {purpose}"))
                    .hint("give one of them as a file"))
            }
        }
    }

    /// Reads all of standard input for `purpose`, up to 1 MiB.
    pub(super) fn read(&mut self, purpose: &'static str) -> Result<Vec<u8>, Error> {
        let stdin = self.take(purpose)?;
        read_limited(stdin.lock())
            .map_err(|error| Error::other(format!("cannot read standard input: {error}")))
    }

    /// Reads a file, or standard input for `-`, up to 1 MiB.
    pub(super) fn read_path(&mut self, path: &Path, purpose: &'static str) -> Result<Vec<u8>, Error> {
        if is_stdin(path) {
            return self.read(purpose);
        }
        std::fs::File::open(path).and_then(read_limited).map_err(|error| {
            Error::other(format!("cannot read the file given with {purpose}: {error}")).at(path)
        })
    }
}

/// Whether a path means standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Up to one byte more than is allowed, so that the excess shows and costs no memory.
fn read_limited(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_INPUT_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
