//! Lines out of a stream of bytes, many at a time, in constant memory.

use std::io::{self, Read};

use crate::token::input::{MAX_INPUT_BYTES, without_byte_order_mark};
use crate::token::response::ValidationError;

/// Bytes that are asked for at a time: 128 KiB. Larger pieces are not faster, and leave the processor's nearer caches.
const PIECE: usize = 0x2_0000;

/// Some whole lines of a stream.
#[derive(Debug, Default)]
pub struct Lines {
    /// The number of the first of them, counted from 1 over all lines of the stream, blank ones too.
    pub first: u64,
    bytes: Vec<u8>,
    /// Whether this is a single line, over [`MAX_INPUT_BYTES`]. Nothing of it is kept.
    is_too_long: bool,
}

/// One line of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Its bytes, without its end.
    Bytes(&'a [u8]),
    /// It is over [`MAX_INPUT_BYTES`].
    TooLong,
}

impl Line<'_> {
    /// What is said of a line that is too long.
    #[must_use]
    pub fn too_long() -> ValidationError {
        ValidationError::new("", "The line is over 1 MiB")
    }
}

impl Lines {
    /// The lines that are not blank, with their numbers. The end of a line is `\n` or `\r\n`; a byte order mark before
    /// the first line of the stream is skipped.
    pub fn iter(&self) -> impl Iterator<Item = (u64, Line<'_>)> {
        let Self { first, bytes, is_too_long } = self;
        let whole = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let ends = memchr::memchr_iter(b'\n', whole).chain((!bytes.is_empty()).then_some(whole.len()));
        let mut start = 0;
        let lines = ends.map(move |end| {
            let line = &whole[start..end];
            start = end + 1;
            Line::Bytes(if let [line @ .., b'\r'] = line { line } else { line })
        });
        let numbered = (*first..).zip(lines.chain(is_too_long.then_some(Line::TooLong)));
        numbered.filter_map(|(number, line)| match line {
            Line::Bytes(bytes) => {
                let bytes = if number == 1 { without_byte_order_mark(bytes) } else { bytes };
                // Few lines begin with white space, and only those need another look.
                let is_blank =
                    bytes.first().is_none_or(u8::is_ascii_whitespace) && bytes.trim_ascii().is_empty();
                (!is_blank).then_some((number, Line::Bytes(bytes)))
            }
            Line::TooLong => Some((number, line)),
        })
    }

    /// How many lines there are, blank ones too.
    #[must_use]
    pub fn count(&self) -> u64 {
        let ends = memchr::memchr_iter(b'\n', &self.bytes).count() as u64;
        let has_open_end = self.bytes.last().is_some_and(|last| *last != b'\n');
        ends + u64::from(has_open_end) + u64::from(self.is_too_long)
    }

    /// The bytes that are held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty() && !self.is_too_long
    }
}

/// Reads lines.
#[derive(Debug)]
pub struct LineReader<R> {
    source: R,
    piece: Vec<u8>,
    /// The number of the next line.
    next: u64,
    /// What was read and not given out: the beginning of a line, or what follows one that was too long.
    rest: Vec<u8>,
    /// Whether the line that is being read is too long, and is skipped up to its end.
    skips: bool,
    is_at_end: bool,
}

impl<R: Read> LineReader<R> {
    /// Reads from `source`, which need not be buffered.
    pub fn new(source: R) -> Self {
        Self { source, piece: vec![0; PIECE], next: 1, rest: Vec::new(), skips: false, is_at_end: false }
    }

    /// Replaces what is in `lines` by the next ones: as many as a read completes, and at least one. False at the end. A
    /// last line without an end counts.
    ///
    /// # Errors
    ///
    /// Those of the source.
    pub fn read_into(&mut self, lines: &mut Lines) -> io::Result<bool> {
        lines.first = self.next;
        lines.is_too_long = false;
        lines.bytes.clear();
        lines.bytes.append(&mut self.rest);
        // Up to here there is no end of a line.
        let mut searched = 0;
        while !self.take_whole_lines(lines, searched) {
            if self.is_at_end {
                lines.is_too_long = std::mem::take(&mut self.skips);
                return Ok(!lines.is_empty());
            }
            searched = lines.bytes.len();
            self.read_piece(&mut lines.bytes)?;
        }
        self.next += lines.count();
        Ok(true)
    }

    /// Leaves the whole lines in `lines` and takes the rest away. False when there is no whole line yet.
    fn take_whole_lines(&mut self, lines: &mut Lines, searched: usize) -> bool {
        let Lines { first: _, bytes, is_too_long } = lines;
        let first_end = memchr::memchr(b'\n', &bytes[searched..]).map(|end| searched + end);
        self.skips |= first_end.unwrap_or(bytes.len()) > MAX_INPUT_BYTES;
        let end = if self.skips || first_end.is_none() { first_end } else { memchr::memrchr(b'\n', bytes) };
        if let Some(end) = end {
            self.rest.extend_from_slice(&bytes[end + 1..]);
            bytes.truncate(end + 1);
            *is_too_long = std::mem::take(&mut self.skips);
        }
        if self.skips || *is_too_long {
            bytes.clear();
        }
        end.is_some()
    }

    fn read_piece(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let read = loop {
            match self.source.read(&mut self.piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        bytes.extend_from_slice(&self.piece[..read]);
        self.is_at_end = read == 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes in pieces of these lengths, over and over.
    struct Pieces<'a>(&'a [u8], std::iter::Cycle<std::iter::Copied<std::slice::Iter<'a, usize>>>);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.next().unwrap().min(self.0.len()).min(buffer.len());
            let (piece, rest) = self.0.split_at(length);
            buffer[..length].copy_from_slice(piece);
            self.0 = rest;
            Ok(length)
        }
    }

    /// Every line with its number, as text, or its length where that is long.
    fn read(bytes: &[u8], pieces: &[usize]) -> Vec<(u64, String)> {
        let mut reader = LineReader::new(Pieces(bytes, pieces.iter().copied().cycle()));
        let mut lines = Lines::default();
        let mut all = Vec::new();
        while reader.read_into(&mut lines).unwrap() {
            assert!(lines.bytes.capacity() <= 3 * MAX_INPUT_BYTES);
            all.extend(lines.iter().map(|(number, line)| match line {
                Line::Bytes(bytes) if bytes.len() > 99 => (number, bytes.len().to_string()),
                Line::Bytes(bytes) => (number, String::from_utf8(bytes.to_vec()).unwrap()),
                Line::TooLong => (number, "too long".to_owned()),
            }));
        }
        all
    }

    fn expected(lines: &[(u64, &str)]) -> Vec<(u64, String)> {
        lines.iter().map(|(number, line)| (*number, (*line).to_owned())).collect()
    }

    #[test]
    fn lines_are_the_same_however_they_arrive() {
        let cases: [(&str, &[(u64, &str)]); 10] = [
            ("", &[]),
            ("\n", &[]),
            ("a", &[(1, "a")]),
            ("a\n", &[(1, "a")]),
            ("a\nb", &[(1, "a"), (2, "b")]),
            ("a\r\nb\r\n", &[(1, "a"), (2, "b")]),
            ("\n \t\n\r\na\n\nb\n\n", &[(4, "a"), (6, "b")]),
            ("\u{feff}a\n\u{feff}b\n", &[(1, "a"), (2, "\u{feff}b")]),
            ("\u{feff}\n\u{feff}", &[(2, "\u{feff}")]),
            ("a\rb\n c \n", &[(1, "a\rb"), (2, " c ")]),
        ];
        for (text, lines) in cases {
            for pieces in [&[1][..], &[2], &[3, 1], &[1000]] {
                assert_eq!(read(text.as_bytes(), pieces), expected(lines), "{text:?} in {pieces:?}");
            }
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_told_and_costs_no_memory() {
        let fits = "x".repeat(MAX_INPUT_BYTES);
        let length = MAX_INPUT_BYTES.to_string();
        for pieces in [&[PIECE][..], &[1000, 7], &[PIECE - 1], &[65_537]] {
            let text = format!("a\n{fits}x\nb\n{fits}\nc\n{fits}{fits}{fits}{fits}{fits}");
            let lines =
                [(1, "a"), (2, "too long"), (3, "b"), (4, length.as_str()), (5, "c"), (6, "too long")];
            assert_eq!(read(text.as_bytes(), pieces), expected(&lines), "{pieces:?}");
            let text = format!("{fits}xxxx\n\nb\n");
            assert_eq!(read(text.as_bytes(), pieces), expected(&[(1, "too long"), (3, "b")]));
        }
    }

    #[test]
    fn whole_lines_are_given_as_soon_as_they_are_there() {
        let mut reader = LineReader::new(Pieces(b"a\nb\nc", [3].iter().copied().cycle()));
        let mut lines = Lines::default();
        let mut counts = Vec::new();
        while reader.read_into(&mut lines).unwrap() {
            counts.push((lines.first, lines.count()));
        }
        assert_eq!(counts, [(1, 1), (2, 1), (3, 1)]);
    }

    #[test]
    fn the_bytes_of_whole_lines_are_held_with_their_ends() {
        let mut reader = LineReader::new(&b"a\r\n\nb"[..]);
        let mut lines = Lines::default();
        let mut held = vec![(lines.len(), lines.is_empty())];
        while reader.read_into(&mut lines).unwrap() {
            held.push((lines.len(), lines.is_empty()));
        }
        assert_eq!(held, [(0, true), (4, false), (1, false)]);
    }

    /// Answers one read after the other, and then has nothing more.
    struct Answers<const N: usize>(std::array::IntoIter<io::Result<&'static [u8]>, N>);

    impl<const N: usize> Read for Answers<N> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.next().unwrap_or(Ok(&[])).and_then(|mut piece| piece.read(buffer))
        }
    }

    #[test]
    fn a_read_that_was_interrupted_is_tried_again_and_one_that_failed_is_not() {
        let interrupted = || Err(io::ErrorKind::Interrupted.into());
        let reads = [interrupted(), Ok(&b"a\nb"[..]), interrupted(), Err(io::ErrorKind::BrokenPipe.into())];
        let mut reader = LineReader::new(Answers(reads.into_iter()));
        let mut lines = Lines::default();
        assert!(reader.read_into(&mut lines).unwrap());
        assert_eq!(lines.iter().collect::<Vec<_>>(), [(1, Line::Bytes(b"a"))]);
        assert_eq!(reader.read_into(&mut lines).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
