//! One file put in another's place, whole or not at all.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::credentials::error::{CredentialError, FileKind, TextProblem};
use crate::credentials::new_file::{new_file_in, private_options};

/// How long another edit is waited for. It takes milliseconds, unless somebody stopped it.
const LOCK_LIMIT: Duration = Duration::from_secs(5);

/// The file behind the path: a symbolic link is followed, so that it stays one. Makes the directory, for its owner
/// alone, when there is none. A device or a pipe is refused: it would be gone, and a file in its place.
pub(super) fn target(path: &Path) -> Result<PathBuf, CredentialError> {
    let target = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => fs::canonicalize(path).map_err(|error| {
            let problem = match fs::read_link(path) {
                Ok(link) if error.kind() == io::ErrorKind::NotFound => TextProblem::DanglingLink(link),
                _ => TextProblem::Io(error),
            };
            cannot_read(path, problem)
        }),
        Ok(_) => Ok(path.to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_directory(directory_of(path)).map_err(|error| cannot_write(path, error))?;
            Ok(path.to_owned())
        }
        Err(error) => Err(cannot_read(path, TextProblem::Io(error))),
    }?;
    match fs::metadata(&target) {
        Ok(metadata) if metadata.is_dir() => Err(cannot_read(path, TextProblem::Directory)),
        Ok(metadata) if !metadata.is_file() => {
            Err(cannot_write(path, io::Error::other("it is a device or a pipe, not a file")))
        }
        _ => Ok(target),
    }
}

fn cannot_read(path: &Path, problem: TextProblem) -> CredentialError {
    CredentialError::File { kind: FileKind::Config, path: path.to_owned(), problem }
}

/// Holds the lock beside the file until it is dropped. The lock file stays: taking it away would let two in.
pub(super) fn lock(target: &Path) -> Result<File, CredentialError> {
    lock_within(target, LOCK_LIMIT)
}

fn lock_within(target: &Path, limit: Duration) -> Result<File, CredentialError> {
    let mut name = target.as_os_str().to_owned();
    name.push(".lock");
    let file = private_options().open(name).map_err(|error| cannot_write(target, error))?;
    let deadline = Instant::now() + limit;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                thread::sleep(Duration::from_millis(10));
            }
            Err(TryLockError::WouldBlock) => return Err(CredentialError::Locked { path: target.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(cannot_write(target, error)),
        }
    }
}

/// Puts the text in the file's place: complete and on the disk first, then renamed.
pub(super) fn write(target: &Path, text: &str) -> Result<(), CredentialError> {
    write_beside(target, text).map_err(|error| cannot_write(target, error))
}

fn write_beside(target: &Path, text: &str) -> io::Result<()> {
    let directory = directory_of(target);
    let file = new_file_in(directory, ".config.toml.".as_ref())?;
    // Not by the temporary file itself, whose errors tell its path.
    file.as_file().write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    // The new file is in place already; a file system that cannot sync directories is no failure.
    #[cfg(unix)]
    let _ = File::open(directory).and_then(|directory| directory.sync_all());
    Ok(())
}

fn cannot_write(path: &Path, error: io::Error) -> CredentialError {
    CredentialError::Write { path: path.to_owned(), error }
}

fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn make_directory(directory: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_device_is_no_place_for_a_file() {
        let error = target(Path::new("/dev/null")).unwrap_err();
        assert!(matches!(error, CredentialError::Write { .. }), "{error}");
    }

    #[test]
    fn a_lock_that_is_never_released_is_a_clear_error() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("config.toml");
        let held = lock_within(&path, LOCK_LIMIT).unwrap();
        let error = lock_within(&path, Duration::from_millis(50)).unwrap_err();
        assert!(matches!(error, CredentialError::Locked { .. }), "{error}");
        drop(held);
        assert!(lock_within(&path, LOCK_LIMIT).is_ok());
    }
}
