//! `--env-file`: the `.env.local` of LiveKit's starters, read without touching the process environment.

use std::cell::Cell;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::{CredentialError, FileKind, PairPlace};
use super::text::{FILE_LIMIT, read_file};
use super::variables::{LIVEKIT_API_KEY, LIVEKIT_API_SECRET, LIVEKIT_API_SECRET_FILE, LIVEKIT_URL};

/// What an env file says of LiveKit. As in a shell, the last of several lines with one name counts, and an empty value
/// counts as unset.
#[derive(Default)]
pub(super) struct EnvFile {
    pub(super) url: Option<String>,
    pub(super) api_key: Option<String>,
    pub(super) secret: Option<Zeroizing<String>>,
    /// Relative to the env file's directory, not to the working directory.
    pub(super) secret_file: Option<PathBuf>,
}

/// Reads an env file: `NAME=value` lines with quotes, comments, `export`, a byte order mark and either line end.
pub(super) fn read(path: &Path) -> Result<EnvFile, CredentialError> {
    let mut text = read_file(FileKind::EnvFile, path, FILE_LIMIT)?.text;
    if !text.ends_with('\n') {
        // dotenvy takes white space before the end of the file for the start of a value that goes on.
        text.push('\n');
    }
    let mut file = EnvFile::default();
    // dotenvy's own `from_path_iter` neither limits the size nor skips the byte order mark.
    let handed_out = Cell::new(0);
    for line in dotenvy::from_read_iter(Lines { rest: text.as_bytes(), handed_out: &handed_out }) {
        let (name, value) = match line {
            Ok((name, value)) => (name, Zeroizing::new(value)),
            Err(error) => return Err(line_error(path, handed_out.get(), error)),
        };
        let value = Some(value).filter(|value| !value.is_empty());
        let plain = || value.as_ref().map(|value| value.as_str().to_owned());
        match name.as_str() {
            LIVEKIT_URL => file.url = plain(),
            LIVEKIT_API_KEY => file.api_key = plain(),
            LIVEKIT_API_SECRET_FILE => file.secret_file = plain().map(|file| beside(path, &file)),
            LIVEKIT_API_SECRET => file.secret = value,
            _ => {}
        }
    }
    if file.secret.is_some() && file.secret_file.is_some() {
        return Err(CredentialError::TwoSecrets { place: PairPlace::EnvFile(path.to_owned()) });
    }
    Ok(file)
}

/// A path as it is written in the file `path`: relative to that file's directory.
pub(super) fn beside(path: &Path, written: &str) -> PathBuf {
    path.parent().map_or_else(|| PathBuf::from(written), |directory| directory.join(written))
}

/// The error without the line itself, which may hold a secret. `last_line` is the last one that was read.
fn line_error(path: &Path, last_line: usize, error: dotenvy::Error) -> CredentialError {
    let lines = match error {
        dotenvy::Error::LineParse(content, _) => Zeroizing::new(content).lines().count().max(1),
        _ => 1,
    };
    CredentialError::EnvFileLine { path: path.to_owned(), line: (last_line + 1).saturating_sub(lines).max(1) }
}

/// Hands a text out line by line and counts, for dotenvy's errors know no line numbers.
struct Lines<'t> {
    rest: &'t [u8],
    handed_out: &'t Cell<usize>,
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line_end =
            self.rest.iter().position(|b| *b == b'\n').map_or(self.rest.len(), |newline| newline + 1);
        let (piece, rest) = self.rest.split_at(line_end.min(buffer.len()));
        buffer[..piece.len()].copy_from_slice(piece);
        self.rest = rest;
        if piece.ends_with(b"\n") {
            self.handed_out.set(self.handed_out.get() + 1);
        }
        Ok(piece.len())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read_text(text: &str) -> Result<EnvFile, CredentialError> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(".env");
        fs::write(&path, text).unwrap();
        read(&path)
    }

    #[test]
    fn every_usual_form_is_read() {
        for text in [
            "LIVEKIT_URL=wss://a.b\nLIVEKIT_API_KEY=key\nLIVEKIT_API_SECRET=canary\n",
            "\u{feff}LIVEKIT_URL=wss://a.b\r\nLIVEKIT_API_KEY=key\r\nLIVEKIT_API_SECRET=canary\r\n",
            "# a comment\nexport LIVEKIT_URL=wss://a.b\nexport LIVEKIT_API_KEY='key'\nLIVEKIT_API_SECRET=\"canary\"",
            "LIVEKIT_URL = wss://a.b # here\n\nLIVEKIT_API_KEY=key  \nOTHER=\nLIVEKIT_API_SECRET=canary  ",
            "LIVEKIT_API_SECRET=old\nLIVEKIT_API_SECRET=canary\nLIVEKIT_API_KEY=key\nLIVEKIT_URL=wss://a.b",
        ] {
            let file = read_text(text).unwrap();
            assert_eq!(file.url.as_deref(), Some("wss://a.b"), "{text:?}");
            assert_eq!(file.api_key.as_deref(), Some("key"), "{text:?}");
            assert_eq!(file.secret.unwrap().as_str(), "canary", "{text:?}");
        }
    }

    #[test]
    fn empty_values_count_as_unset() {
        let file = read_text("LIVEKIT_API_KEY=\nLIVEKIT_API_SECRET=''\n").unwrap();
        assert!(
            file.api_key.is_none()
                && file.secret.is_none()
                && file.secret_file.is_none()
                && file.url.is_none()
        );
    }

    #[test]
    fn a_bad_line_is_told_by_its_number_alone() {
        for (text, line) in [
            ("LIVEKIT_API_KEY=key\nLIVEKIT_API_SECRET canary\n", 2),
            ("A=1\n\n\nLIVEKIT_API_SECRET='canary\nB=2\n", 4),
            ("LIVEKIT_API_SECRET=ca nary\n", 1),
            ("CANARY=1\r\nCANARY\r\n", 2),
            ("A=1\n-canary # why\n", 2),
        ] {
            let error = read_text(text).err().unwrap();
            let shown = format!("{error} {error:?} {:?}", error.hints()).to_lowercase();
            assert!(shown.contains(&format!("line {line}:")), "{text:?}: {shown}");
            assert!(!shown.contains("canary"), "{shown}");
        }
    }

    #[test]
    fn a_file_torn_at_any_byte_is_read_or_told_and_never_quoted() {
        let text =
            "# ä\nexport LIVEKIT_API_SECRET=\"canary\ncanary\" # ü\r\nB='canary' canary\nC=${canary}\\\n";
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            if let Err(error) = read_text(&text[..end]) {
                let shown = format!("{error} {error:?}");
                assert!(!shown.contains("cana"), "{shown}");
            }
        }
    }

    #[test]
    fn a_secret_file_is_found_beside_the_env_file() {
        let file = read_text("LIVEKIT_API_SECRET_FILE=s.txt\n").unwrap().secret_file.unwrap();
        assert!(file.is_absolute() && file.ends_with("s.txt"), "{}", file.display());
    }

    #[test]
    fn two_secrets_are_refused() {
        let error = read_text("LIVEKIT_API_SECRET=a\nLIVEKIT_API_SECRET_FILE=b\n").err().unwrap();
        assert!(matches!(error, CredentialError::TwoSecrets { .. }), "{error}");
    }

    #[test]
    fn the_process_environment_is_left_alone() {
        read_text("LKTOKEN_TEST_CANARY=1\n").unwrap();
        assert_eq!(std::env::var_os("LKTOKEN_TEST_CANARY"), None);
    }
}
