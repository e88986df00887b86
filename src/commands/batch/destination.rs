//! Where answers go: standard output, or a file that is replaced whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::credentials::new_file_in;
use crate::error::Error;
use crate::output::Printer;

/// Where answers go.
pub(super) enum Destination<'a> {
    /// Standard output.
    Standard(&'a Printer),
    /// What is there and no regular file, such as a pipe or a device: it is written to, never replaced.
    Stream { file: File, path: PathBuf },
    /// A file beside the one that it will replace, for its owner alone.
    File { file: NamedTempFile, path: PathBuf },
}

impl<'a> Destination<'a> {
    pub(super) fn open(path: Option<&Path>, printer: &'a Printer) -> Result<Self, Error> {
        let Some(path) = path else { return Ok(Self::Standard(printer)) };
        Self::of_file(path).map_err(|error| cannot_write(path, &error))
    }

    fn of_file(path: &Path) -> io::Result<Self> {
        // Behind a link, so that it stays one.
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(error),
        };
        match fs::metadata(&target) {
            Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if !metadata.is_file() => {
                let file = File::options().write(true).open(&target)?;
                return Ok(Self::Stream { file, path: target });
            }
            _ => {}
        }
        let mut prefix = std::ffi::OsString::from(".");
        prefix.push(target.file_name().ok_or(io::ErrorKind::InvalidFilename)?);
        prefix.push(".");
        Ok(Self::File { file: new_file_in(folder_of(&target), &prefix)?, path: target })
    }

    /// Whether a file is replaced at the end, and not before.
    pub(super) fn is_replaced(&self) -> bool {
        matches!(self, Self::File { .. })
    }

    pub(super) fn write(&mut self, lines: &[u8]) -> Result<(), Error> {
        if lines.is_empty() {
            return Ok(());
        }
        match self {
            Self::Standard(printer) => printer.lines(lines),
            Self::Stream { file, path } => match file.write_all(lines) {
                // Who reads a pipe may go, whatever its name.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Error::output(&error)),
                written => written.map_err(|error| cannot_write(path, &error)),
            },
            // Not by the temporary file itself, whose errors tell its path.
            Self::File { file, path } => {
                file.as_file().write_all(lines).map_err(|error| cannot_write(path, &error))
            }
        }
    }

    /// Puts a file in its place: complete and on the disk first.
    pub(super) fn finish(self) -> Result<(), Error> {
        let Self::File { file, path } = self else { return Ok(()) };
        let replace = || {
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|error| error.error)?;
            // The new file is in place already; a file system that cannot sync directories is no failure.
            #[cfg(unix)]
            let _ = File::open(folder_of(&path)).and_then(|folder| folder.sync_all());
            Ok(())
        };
        replace().map_err(|error: io::Error| cannot_write(&path, &error))
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Error {
    Error::other(format!("cannot write to the file given with --out: {error}")).at(path)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
