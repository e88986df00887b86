//! Files that nobody else can read while they are made.

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// A new file of a name that begins so and that nobody can guess, for its owner alone. Made by hand, for tempfile's own
/// errors tell the path, and what may be told beyond this machine has none.
pub(crate) fn new_file_in(directory: &Path, prefix: &OsStr) -> io::Result<NamedTempFile> {
    let mut options = private_options();
    options.create_new(true);
    tempfile::Builder::new().prefix(prefix).make_in(directory, |path| options.open(path))
}

/// To open a file for writing, which is made where there is none, for its owner alone.
pub(super) fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
