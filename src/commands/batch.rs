//! Lines in, lines out: what `--batch` and `--count` of every command have in common.
//!
//! One thread reads, this one writes, and in between this one works too, or a crew of others. Whole lines travel in
//! [`Chunk`]s, of which there is a fixed number: memory does not grow with the input, and nobody runs ahead of the
//! others. Plain threads and channels, for order and the number of chunks are what this is about, and a pool of tasks
//! such as rayon's has neither.

mod crew;
mod destination;
mod interrupt;
mod progress;
mod source;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::{Answer, Session};
use crate::cli::LinesArgs;
use crate::error::Error;
use crate::token::batch::LineError;
use crate::token::batch::lines::{Line, Lines};
use crate::token::response::ErrorResponse;
use crate::token::time::UnixTime;
use crew::Crew;
use destination::Destination;
use interrupt::Interrupt;
use progress::Progress;
pub(super) use source::Source;

/// Up to so many lines nobody is hired: that would take longer than it spares.
const SMALL: u64 = 10_000;
/// How often a signal and the progress are looked at while nothing happens.
const TICK: Duration = Duration::from_millis(100);

/// What a command does with a line.
pub(super) trait LineWork: Send + Sync + 'static {
    /// Answers the lines, in order.
    fn answer(&self, lines: &Lines, answers: &mut Answers);
}

/// What came of some lines.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// For standard output, or `--out`.
    pub(super) out: Vec<u8>,
    /// For standard error: errors that are not among the answers.
    pub(super) errors: Vec<LineError>,
    /// The last error that is among the answers.
    pub(super) refused: Option<LineError>,
    /// Lines that were answered, with an error or without.
    pub(super) answered: u64,
    /// Lines that were answered with an error, or with no.
    pub(super) failed: u64,
    /// Why the lines behind these are not worked on, if they are not.
    pub(super) stop: Option<Stop>,
}

/// Why a batch stops before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// `--fail-fast`, at this line.
    Failed(u64),
    /// A line needs a key, and there is none.
    NoKey,
}

impl Answers {
    fn clear(&mut self) {
        let Self { out, errors, refused, answered, failed, stop } = self;
        out.clear();
        errors.clear();
        (*refused, *answered, *failed, *stop) = (None, 0, 0, None);
    }

    /// Counts a line that is wrong, and tells so among the answers.
    pub(super) fn refuse(&mut self, error: LineError) {
        error.append_to(&mut self.out);
        self.count_refused(error);
    }

    /// Counts a line that is wrong, as the answers tell already.
    pub(super) fn count_refused(&mut self, error: LineError) {
        self.failed += 1;
        self.refused = Some(error);
    }

    /// Appends a line of JSON.
    pub(super) fn json(&mut self, document: &impl serde::Serialize) {
        // Nothing that is written to memory fails.
        let _ = serde_json::to_writer(&mut self.out, document);
        self.out.push(b'\n');
    }

    /// Appends a line of JSON that ends in the number of the line that it answers.
    pub(super) fn json_of_line(&mut self, document: &impl serde::Serialize, line: u64) {
        self.json(&Numbered { document, line });
    }
}

/// An answer to a line.
#[derive(serde::Serialize)]
struct Numbered<'a, D> {
    #[serde(flatten)]
    document: &'a D,
    /// The line's number, as errors of a batch have it.
    line: u64,
}

/// The answer to a line that is too long.
pub(super) fn too_long(number: u64, now: UnixTime) -> LineError {
    LineError { line: number, response: ErrorResponse::validation(vec![Line::too_long()], now) }
}

/// Lines on their way.
#[derive(Debug, Default)]
struct Chunk {
    sequence: u64,
    lines: Lines,
    answers: Answers,
}

enum Event {
    Read(Chunk),
    Answered(Chunk),
    End,
    Failed(std::io::Error),
}

/// How a batch is run.
pub(super) struct Run<'a> {
    pub(super) args: &'a LinesArgs,
    /// What stands before the first answer.
    pub(super) head: &'static str,
    /// What an answer is called, one and many: `token`, `tokens`.
    pub(super) names: [&'static str; 2],
    /// What a line that failed is called, one and many.
    pub(super) failures: [&'static str; 2],
}

/// How a batch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// With its last line.
    Whole { answered: u64, failed: u64 },
    /// At this line, which was wrong, as `--fail-fast` asks.
    Failed(u64),
    /// At a line that needs a key.
    NoKey,
    /// By a signal.
    Interrupted { signal: u8 },
    /// Its reader has gone.
    Unread { failed: u64 },
}

impl Ended {
    /// What a command answers whose lines were worked on as far as anybody wanted.
    pub(super) fn answer(self) -> Answer {
        match self {
            Self::Whole { answered: _, failed: 0 } | Self::Unread { failed: _ } => Answer::Yes,
            Self::Whole { answered: _, failed: _ } | Self::Failed(_) | Self::NoKey => Answer::No,
            Self::Interrupted { signal } => Answer::Stopped { signal },
        }
    }
}

impl Run<'_> {
    /// Has `work` answer every line of `source`.
    pub(super) fn run(
        &self,
        source: Source,
        work: &Arc<dyn LineWork>,
        session: &Session,
    ) -> Result<Ended, Error> {
        let Source { reader, total, path } = source;
        let interrupt = Interrupt::watch()
            .map_err(|error| Error::other(format!("cannot watch for an interrupt: {error}")))?;
        let destination = Destination::open(self.args.out.as_deref(), &session.printer)?;
        let progress = Progress::new(&session.printer, total, self.args.out.is_some());
        let (events, inbox) = mpsc::channel();
        let (free, empty) = mpsc::channel();
        for _ in 0..2 {
            let _ = free.send(Chunk::default());
        }
        // Not joined: it may wait for a line that never comes.
        let told = events.clone();
        thread::spawn(move || source::read(reader, &empty, &told));
        let mut desk = Desk {
            run: self,
            session,
            destination,
            progress,
            free,
            next: 0,
            early: BTreeMap::new(),
            answered: 0,
            failed: 0,
            written: u64::from(!self.head.is_empty()),
        };
        let ended = desk.serve(&inbox, &events, work, &interrupt, path.as_deref());
        desk.close(ended)
    }

    fn jobs(&self, lines: u64) -> usize {
        match self.args.jobs {
            Some(jobs) => usize::from(jobs),
            None if lines <= SMALL => 1,
            None => thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
        }
    }
}

/// Where chunks come in, and their answers go out in order.
struct Desk<'a> {
    run: &'a Run<'a>,
    session: &'a Session,
    destination: Destination<'a>,
    progress: Progress,
    free: Sender<Chunk>,
    /// The sequence of the chunk whose answers are written next.
    next: u64,
    /// Chunks that were answered before those in front of them.
    early: BTreeMap<u64, Chunk>,
    answered: u64,
    failed: u64,
    /// Lines that went where answers go.
    written: u64,
}

impl Desk<'_> {
    fn serve(
        &mut self,
        inbox: &Receiver<Event>,
        events: &Sender<Event>,
        work: &Arc<dyn LineWork>,
        interrupt: &Interrupt,
        path: Option<&Path>,
    ) -> Result<Ended, Error> {
        let mut crew: Option<Crew> = None;
        let mut is_read = false;
        let (mut chunks, mut lines) = (0, 0);
        self.destination.write(self.run.head.as_bytes())?;
        while !is_read || self.next < chunks {
            if let Some(signal) = interrupt.signal() {
                return Ok(Ended::Interrupted { signal });
            }
            let stop = match inbox.recv_timeout(TICK) {
                Ok(Event::Read(mut chunk)) => {
                    let jobs = self.run.jobs(lines);
                    if jobs > 1 && crew.is_none() {
                        crew = Some(Crew::hire(jobs, work, events));
                        for _ in 0..2 * jobs {
                            let _ = self.free.send(Chunk::default());
                        }
                    }
                    chunks += 1;
                    lines += chunk.lines.count();
                    if let Some(crew) = &crew {
                        crew.work_on(chunk);
                        None
                    } else {
                        work.answer(&chunk.lines, &mut chunk.answers);
                        self.settle(chunk)?
                    }
                }
                Ok(Event::Answered(chunk)) => self.settle(chunk)?,
                Ok(Event::End) => {
                    is_read = true;
                    None
                }
                Ok(Event::Failed(error)) => return Err(Source::error(path, &error)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    if crew.as_ref().is_some_and(Crew::has_left) {
                        return Err(Error::other("a line could not be worked on"));
                    }
                    self.progress.show(self.answered, self.failed);
                    None
                }
            };
            match stop {
                Some(Stop::Failed(line)) => return Ok(Ended::Failed(line)),
                Some(Stop::NoKey) => return Ok(Ended::NoKey),
                None => {}
            }
        }
        Ok(Ended::Whole { answered: self.answered, failed: self.failed })
    }

    /// Writes the answers of this chunk, and of those that waited for it, as soon as it is its turn.
    fn settle(&mut self, chunk: Chunk) -> Result<Option<Stop>, Error> {
        self.early.insert(chunk.sequence, chunk);
        while let Some(mut chunk) = self.early.remove(&self.next) {
            self.next += 1;
            let Answers { out, errors, refused, answered, failed, stop } = &chunk.answers;
            self.failed += failed;
            self.destination.write(out)?;
            self.tell(errors);
            self.answered += answered;
            self.written += answered - errors.len() as u64;
            if stop.is_some() {
                // The answers that tell what was wrong are not kept.
                if self.destination.is_replaced() {
                    self.tell(refused.as_slice());
                }
                return Ok(*stop);
            }
            self.progress.advance(chunk.lines.len() as u64, *answered);
            self.progress.show(self.answered, self.failed);
            chunk.answers.clear();
            // The reader may have come to its end.
            let _ = self.free.send(chunk);
        }
        Ok(None)
    }

    fn tell(&self, errors: &[LineError]) {
        if !errors.is_empty() {
            self.progress.step_aside(|| self.session.printer.line_errors(errors));
        }
    }

    /// Finishes what was written, and tells how it went.
    fn close(self, ended: Result<Ended, Error>) -> Result<Ended, Error> {
        let Self {
            run,
            session,
            destination,
            progress,
            free: _,
            next: _,
            early: _,
            answered: _,
            failed,
            written,
        } = self;
        let took = progress.finish();
        let ended = match ended {
            Err(error) if error.is_closed_pipe() => return Ok(Ended::Unread { failed }),
            ended => ended?,
        };
        let is_file = destination.is_replaced();
        let plural =
            |count: u64, [one, many]: [&str; 2]| format!("{count} {}", if count == 1 { one } else { many });
        match ended {
            Ended::Whole { answered, failed } => {
                destination.finish()?;
                #[allow(clippy::cast_precision_loss)] // It is for people.
                let rate = answered as f64 / took.as_secs_f64().max(1e-6);
                let failures =
                    if failed == 0 { String::new() } else { format!(", {}", plural(failed, run.failures)) };
                session.printer.note(&format!(
                    "{}{failures} in {:.1} s ({rate:.0} lines/s)",
                    plural(answered - failed, run.names),
                    took.as_secs_f64(),
                ));
            }
            Ended::Interrupted { signal: _ } | Ended::Failed(_) => {
                let why = match ended {
                    Ended::Failed(line) => format!("stopped at line {line}, the first that is wrong"),
                    _ => "interrupted".to_owned(),
                };
                let what = if is_file {
                    "--out FILE is as it was".to_owned()
                } else {
                    format!("{} written", plural(written, ["line was", "lines were"]))
                };
                session.printer.note(&format!("{why}: {what}"));
            }
            Ended::NoKey | Ended::Unread { .. } => {}
        }
        Ok(ended)
    }
}
