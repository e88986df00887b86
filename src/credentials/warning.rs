//! What does not stop the work, but is surely not meant.

use std::fmt;
use std::path::{Path, PathBuf};

use super::error::{FileKind, Half};

/// Something a person should know of their credentials. Its `Display` is one sentence without any secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A key or secret looks as if more than itself was pasted. It is used as it is.
    Odd {
        /// Which half of the pair.
        half: Half,
        /// Where it came from.
        place: String,
        /// What is odd about it.
        oddity: Oddity,
    },
    /// A file with a secret in it can be read by other users of the machine.
    OthersCanRead {
        /// What the file is.
        kind: FileKind,
        /// The file's path.
        path: PathBuf,
        /// The file's mode, the lowest nine bits.
        mode: u32,
    },
    /// A config file whose commands this program runs can be written by other users of the machine.
    OthersCanWrite {
        /// The file's path.
        path: PathBuf,
        /// The file's mode, the lowest nine bits.
        mode: u32,
    },
}

/// How a key or secret can look wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// A quotation mark at its start and its end.
    Quotes,
    /// White space at its start or its end.
    Whitespace,
    /// A line break inside.
    LineBreak,
    /// `key: secret`, as LiveKit's server writes its keys.
    KeyAndSecret,
    /// `NAME=value`, a line of an env file.
    EnvLine,
    /// `/run/secrets/key`: a path where a key should be. Not of a secret, which may begin with anything.
    Path,
}

impl Warning {
    /// That others can read a file with a secret in it, where its mode says so; there is none on systems without modes.
    pub(super) fn if_others_can_read(kind: FileKind, path: &Path, mode: Option<u32>) -> Option<Self> {
        let mode = mode.filter(|mode| mode & 0o077 != 0)?;
        Some(Self::OthersCanRead { kind, path: path.to_owned(), mode })
    }
}

impl Oddity {
    /// What looks wrong about this key or secret, if anything. Of several oddities the first of the list is told.
    pub(super) fn of(half: Half, text: &str) -> Option<Self> {
        let first = text.chars().next()?;
        let trimmed = text.trim();
        if text.len() > 1 && matches!(first, '"' | '\'' | '`') && text.ends_with(first) {
            Some(Self::Quotes)
        } else if trimmed.contains(['\n', '\r']) {
            Some(Self::LineBreak)
        } else if trimmed.len() != text.len() {
            Some(Self::Whitespace)
        } else if text.split_once(": ").is_some_and(|(key, _)| is_name(key)) {
            Some(Self::KeyAndSecret)
        } else if text.split_once('=').is_some_and(|(name, _)| name.contains("LIVEKIT_")) {
            Some(Self::EnvLine)
        } else if half == Half::ApiKey && ["/", "./", "../", "~/"].iter().any(|start| text.starts_with(start))
        {
            Some(Self::Path)
        } else {
            None
        }
    }
}

/// Whether this could be an API key's name.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// The command that leaves a file to its owner, as a shell takes it. A name that a terminal would not show as it is, is left
/// out, for the command that is shown would be about another file.
fn make_private(path: &Path) -> String {
    let is_shown = |c: char| c.is_alphanumeric() || c.is_ascii_graphic() || c == ' ';
    let name = path.to_str().filter(|name| name.chars().all(is_shown));
    // It would be taken for a flag.
    let name = name.map(|name| if name.starts_with('-') { format!("./{name}") } else { name.to_owned() });
    match name.as_deref().map(shlex::try_quote) {
        Some(Ok(name)) => format!("chmod 600 {name}"),
        Some(Err(_)) | None => "chmod 600".to_owned(),
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Odd { half, place, oddity } => {
                write!(f, "the {half} from {place} {oddity}; it is used as it is")
            }
            Self::OthersCanRead { kind, path, mode } => {
                let name = path.display();
                write!(
                    f,
                    "the {kind} {name} holds a secret and other users can read it (mode {mode:04o}); "
                )?;
                write!(f, "make it yours alone: {}", make_private(path))
            }
            Self::OthersCanWrite { path, mode } => {
                let name = path.display();
                write!(f, "the config file {name} holds commands to run and other users can write it ")?;
                write!(f, "(mode {mode:04o}); make it yours alone: {}", make_private(path))
            }
        }
    }
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quotes => "is in quotation marks",
            Self::Whitespace => "starts or ends with white space",
            Self::LineBreak => "has more than one line",
            Self::KeyAndSecret => "looks like `key: secret` pasted whole",
            Self::EnvLine => "looks like a whole line of an env file",
            Self::Path => "looks like a file's path, which is not opened",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pasted_with_more_than_itself_is_noticed() {
        for (text, oddity) in [
            ("secret", None),
            ("", None),
            ("\"", None),
            ("c2VjcmV0PT0=", None),
            ("a:b", None),
            ("\"secret\"", Some(Oddity::Quotes)),
            ("'secret'", Some(Oddity::Quotes)),
            (" secret", Some(Oddity::Whitespace)),
            ("secret\n", Some(Oddity::Whitespace)),
            ("one\ntwo", Some(Oddity::LineBreak)),
            ("APIabc: secret", Some(Oddity::KeyAndSecret)),
            ("export LIVEKIT_API_SECRET=secret", Some(Oddity::EnvLine)),
        ] {
            assert_eq!(Oddity::of(Half::ApiKey, text), oddity, "{text:?}");
            assert_eq!(Oddity::of(Half::Secret, text), oddity, "{text:?}");
        }
        for path in ["/run/secrets/key", "./key", "../key", "~/key"] {
            assert_eq!(Oddity::of(Half::ApiKey, path), Some(Oddity::Path), "{path}");
            assert_eq!(Oddity::of(Half::Secret, path), None, "{path}");
        }
    }

    #[test]
    fn a_warning_is_one_sentence() {
        let warning =
            Warning::Odd { half: Half::Secret, place: "the file s.txt".to_owned(), oddity: Oddity::Quotes };
        let text = "the API secret from the file s.txt is in quotation marks; it is used as it is";
        assert_eq!(warning.to_string(), text);
        let warning = Warning::OthersCanRead { kind: FileKind::Secret, path: "s.txt".into(), mode: 0o644 };
        let text = "the secret file s.txt holds a secret and other users can read it (mode 0644); make it yours \
                    alone: chmod 600 s.txt";
        assert_eq!(warning.to_string(), text);
    }

    #[test]
    fn the_command_that_mends_a_mode_can_be_pasted() {
        for (path, command) in [
            ("/home/alice/.config/lktoken/config.toml", "chmod 600 /home/alice/.config/lktoken/config.toml"),
            ("my secret.txt", "chmod 600 'my secret.txt'"),
            ("it's", "chmod 600 \"it's\""),
            ("a$(b){c,d}!", "chmod 600 'a$(b){c,d}!'"),
            ("ünï", "chmod 600 'ünï'"),
            ("-rf", "chmod 600 ./-rf"),
            ("-r f", "chmod 600 './-r f'"),
            ("a\u{1b}[31m", "chmod 600"),
            ("a\u{202e}b", "chmod 600"),
            ("a\nb", "chmod 600"),
        ] {
            assert_eq!(make_private(Path::new(path)), command);
        }
    }
}
