//! Where the lines of a batch come from, and how they come in.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};

use super::progress::Total;
use super::{Chunk, Event};
use crate::commands::Session;
use crate::commands::stdin::{Stdin, is_stdin};
use crate::error::Error;
use crate::token::batch::lines::LineReader;

/// Where lines come from.
pub(in crate::commands) struct Source {
    pub(super) reader: Box<dyn Read + Send>,
    pub(super) total: Option<Total>,
    /// The file's, if it is one.
    pub(super) path: Option<PathBuf>,
}

impl Source {
    /// A file, or standard input for `-`.
    pub(in crate::commands) fn open(path: &Path, session: &mut Session) -> Result<Self, Error> {
        if is_stdin(path) {
            if Stdin::is_terminal() {
                session.printer.note("reading standard input, up to its end (Ctrl-D)");
            }
            let reader = Box::new(session.stdin.take("--batch")?);
            return Ok(Self { reader, total: None, path: None });
        }
        let open = || {
            let file = File::open(path)?;
            let metadata = file.metadata()?;
            Ok((file, metadata.is_file().then_some(Total::Bytes(metadata.len()))))
        };
        let (file, total) = open().map_err(|error: std::io::Error| {
            Error::other(format!("cannot read the file given with --batch: {error}")).at(path)
        })?;
        Ok(Self { reader: Box::new(file), total, path: Some(path.to_owned()) })
    }

    /// What makes the lines itself.
    pub(in crate::commands) fn series(reader: impl Read + Send + 'static, count: u64) -> Self {
        Self { reader: Box::new(reader), total: Some(Total::Lines(count)), path: None }
    }

    /// What is told of a source that cannot be read on.
    pub(super) fn error(path: Option<&Path>, error: &std::io::Error) -> Error {
        match path {
            Some(path) => Error::other(format!("cannot read the file given with --batch: {error}")).at(path),
            None => Error::other(format!("cannot read standard input: {error}")),
        }
    }
}

/// Reads lines into empty chunks until either ends.
pub(super) fn read(reader: Box<dyn Read + Send>, empty: &Receiver<Chunk>, events: &Sender<Event>) {
    let mut reader = LineReader::new(reader);
    for (sequence, mut chunk) in (0..).zip(empty) {
        chunk.sequence = sequence;
        let event = match reader.read_into(&mut chunk.lines) {
            Ok(true) => Event::Read(chunk),
            Ok(false) => Event::End,
            Err(error) => Event::Failed(error),
        };
        let is_last = !matches!(event, Event::Read(_));
        if events.send(event).is_err() || is_last {
            return;
        }
    }
}
