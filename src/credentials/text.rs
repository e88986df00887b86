//! Reading a text that may hold a secret: bounded, into memory that is wiped, with clear errors.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use super::error::{CredentialError, FileKind, TextProblem};
use super::warning::Warning;

/// The largest file or output that can be a secret, in bytes.
pub(super) const SECRET_LIMIT: usize = 64 * 1024;
/// The largest config file or env file, in bytes.
pub(super) const FILE_LIMIT: usize = 1024 * 1024;

/// How long a pipe in the place of a file may take to say all it has to say: as long as a command that prints a secret.
const PIPE_TIME_LIMIT: Duration = super::secret_command::TIME_LIMIT;

/// A file's text without its byte order mark, and who else may touch the file.
pub(super) struct TextFile {
    pub(super) text: Zeroizing<String>,
    /// The lowest nine bits of a regular file's mode; `None` on systems without modes and for pipes.
    pub(super) mode: Option<u32>,
}

/// Reads a file of at most `limit` bytes.
pub(super) fn read_file(kind: FileKind, path: &Path, limit: usize) -> Result<TextFile, CredentialError> {
    open_and_read(path, limit).map_err(|problem| CredentialError::File {
        kind,
        path: path.to_owned(),
        problem,
    })
}

/// Reads a file that holds one secret, without one trailing newline, and tells when others can read it too.
///
/// # Errors
///
/// [`CredentialError::File`] when it cannot be read, is larger than [`SECRET_LIMIT`], or is no text.
pub(crate) fn read_secret(
    kind: FileKind,
    path: &Path,
) -> Result<(Zeroizing<String>, Option<Warning>), CredentialError> {
    let TextFile { mut text, mode } = read_file(kind, path, SECRET_LIMIT)?;
    strip_newline(&mut text);
    Ok((text, Warning::if_others_can_read(kind, path, mode)))
}

fn open_and_read(path: &Path, limit: usize) -> Result<TextFile, TextProblem> {
    let metadata = fs::metadata(path).map_err(|error| why_not_opened(path, error))?;
    if metadata.is_dir() {
        return Err(TextProblem::Directory);
    }
    if is_pipe(&metadata) {
        return Ok(TextFile { text: read_pipe(path, limit, PIPE_TIME_LIMIT)?, mode: None });
    }
    let file = File::open(path).map_err(|error| why_not_opened(path, error))?;
    let size = if metadata.is_file() { usize::try_from(metadata.len()).unwrap_or(usize::MAX) } else { limit };
    if size > limit {
        return Err(TextProblem::TooLarge(limit));
    }
    let text = read_sized(file, size, limit)?;
    Ok(TextFile { text, mode: mode(&metadata) })
}

/// Reads a pipe, which may have a writer that says nothing, or none at all: to open it would wait for one for ever.
fn read_pipe(path: &Path, limit: usize, time_limit: Duration) -> Result<Zeroizing<String>, TextProblem> {
    let (sender, receiver) = mpsc::channel();
    let pipe = path.to_owned();
    thread::spawn(move || {
        let text = File::open(&pipe).map_err(TextProblem::Io).and_then(|pipe| read_all(pipe, limit));
        // Too late, nobody takes it, and it is wiped here.
        let _ = sender.send(text);
    });
    receiver.recv_timeout(time_limit).unwrap_or(Err(TextProblem::SilentPipe(time_limit.as_secs())))
}

/// Reads all of `reader`, at most `limit` bytes.
pub(super) fn read_all(reader: impl Read, limit: usize) -> Result<Zeroizing<String>, TextProblem> {
    read_sized(reader, limit, limit)
}

/// Reads about `size` bytes, at most `limit`.
fn read_sized(reader: impl Read, size: usize, limit: usize) -> Result<Zeroizing<String>, TextProblem> {
    // Room for all of it from the start: a vector that grows leaves copies behind that nobody wipes.
    let mut bytes = Zeroizing::new(Vec::with_capacity(size + 1));
    let most = u64::try_from(limit + 1).unwrap_or(u64::MAX);
    reader.take(most).read_to_end(&mut bytes).map_err(TextProblem::Io)?;
    if bytes.len() > limit {
        return Err(TextProblem::TooLarge(limit));
    }
    into_text(bytes).ok_or(TextProblem::NotUtf8)
}

/// The same bytes as a text, not copied, without a byte order mark; `None` when they are not UTF-8.
pub(super) fn into_text(mut bytes: Zeroizing<Vec<u8>>) -> Option<Zeroizing<String>> {
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => {
            let mut text = Zeroizing::new(text);
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Some(text)
        }
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            None
        }
    }
}

/// Takes one trailing newline off, LF or CRLF, as every editor and `echo` add one.
pub(super) fn strip_newline(text: &mut String) {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
}

/// Says more of a file that could not be opened than the system does.
fn why_not_opened(path: &Path, error: io::Error) -> TextProblem {
    if error.kind() == io::ErrorKind::NotFound {
        return fs::read_link(path).map_or(TextProblem::NotFound, TextProblem::DanglingLink);
    }
    // Some systems refuse to open a directory at all.
    if path.is_dir() { TextProblem::Directory } else { TextProblem::Io(error) }
}

#[cfg(unix)]
fn is_pipe(metadata: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.is_file().then(|| metadata.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(path: &Path) -> String {
        read_file(FileKind::Secret, path, 16).err().unwrap().to_string()
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("s");
        fs::write(&path, "\u{feff}secret").unwrap();
        assert_eq!(read_file(FileKind::Secret, &path, 16).unwrap().text.as_str(), "secret");
    }

    #[test]
    fn files_that_cannot_be_read_are_named_with_the_reason() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("s");
        assert_eq!(
            problem(&path),
            format!("cannot read the secret file {}: it does not exist", path.display())
        );
        assert!(problem(directory.path()).ends_with("it is a directory, not a file"));
        fs::write(&path, b"\xff\xfe").unwrap();
        assert!(problem(&path).ends_with("it is not valid UTF-8"));
        fs::write(&path, [b'a'; 17]).unwrap();
        assert!(problem(&path).contains("it is larger than"));
        fs::write(&path, [b'a'; 16]).unwrap();
        assert!(read_file(FileKind::Secret, &path, 16).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_dangling_link_and_an_endless_file_are_told() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("link");
        std::os::unix::fs::symlink("/nowhere/at/all", &path).unwrap();
        assert!(problem(&path).ends_with("it is a symbolic link to /nowhere/at/all, which does not exist"));
        assert!(problem(Path::new("/dev/zero")).contains("it is larger than"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_read_to_its_end_or_given_up() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let silent = read_pipe(&path, 16, Duration::from_millis(50)).unwrap_err();
        assert_eq!(silent.to_string(), "it is a pipe that was not written to its end within 0 seconds");
        // The reader that was given up would share what is written now.
        let path = directory.path().join("another");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        for (written, read) in [("\u{feff}secret", Some("secret")), ("seventeen letters", None)] {
            let pipe = path.clone();
            let writer = thread::spawn(move || fs::write(pipe, written).unwrap());
            let text = read_file(FileKind::Secret, &path, 16).map(|file| file.text.as_str().to_owned());
            assert_eq!(text.ok().as_deref(), read);
            writer.join().unwrap();
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_may_not_be_read_is_told() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("s");
        fs::write(&path, "secret").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        if File::open(&path).is_ok() {
            eprintln!("not checked: root may read anything");
            return;
        }
        assert!(problem(&path).contains("ermission denied"), "{}", problem(&path));
    }

    #[test]
    fn a_reader_that_fails_is_an_error() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the cable is out"))
            }
        }
        assert_eq!(read_all(Broken, 16).unwrap_err().to_string(), "the cable is out");
    }

    #[test]
    fn one_newline_is_taken_off_and_no_more() {
        for (text, stripped) in
            [("a", "a"), ("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), ("a\r", "a\r"), ("\n", "")]
        {
            let mut stripping = text.to_owned();
            strip_newline(&mut stripping);
            assert_eq!(stripping, stripped, "{text:?}");
        }
    }
}
