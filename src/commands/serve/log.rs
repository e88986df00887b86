//! The log: one line an event, for people or for machines.

mod json;

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::writer::MakeWriter;

use crate::cli::LogFormat;
use crate::output::Printer;
use json::JsonLines;

/// How to log.
pub(super) struct Log {
    pub(super) format: LogFormat,
    /// Errors alone.
    pub(super) quiet: bool,
    /// Azure's host takes every line on standard error for an error.
    pub(super) on_stdout: bool,
}

impl Log {
    /// Starts it, for the life of the process. What is returned writes out the last lines when it is dropped.
    pub(super) fn start(self, printer: &Printer) -> Option<LastLines> {
        let Self { format, quiet, on_stdout } = self;
        let is_terminal = if on_stdout { io::stdout().is_terminal() } else { printer.stderr_is_terminal };
        let json = match format {
            LogFormat::Auto => !is_terminal,
            LogFormat::Text => false,
            LogFormat::Json => true,
        };
        let stream: Stream = if on_stdout { || Box::new(io::stdout()) } else { || Box::new(io::stderr()) };
        // Who watches sees each line when it happens.
        let gathered = if is_terminal { None } else { GatheredLines::start(stream()).ok() };
        let writer = LogWriter { gathered: gathered.clone(), stream };
        let log = tracing_subscriber::fmt()
            .with_max_level(if quiet { LevelFilter::ERROR } else { LevelFilter::INFO })
            .with_target(false)
            .with_ansi(is_terminal && printer.colors_stderr())
            .log_internal_errors(false)
            .with_writer(writer);
        // There is one log, and it is started once; if it were not, the first would go on.
        if json {
            let _ = tracing::subscriber::set_global_default(log.event_format(JsonLines).finish());
        } else {
            let _ = tracing::subscriber::set_global_default(log.finish());
        }
        gathered.map(LastLines)
    }
}

/// How long a line may wait for others, to be written together with them: a write of its own for every line would cost a
/// busy server a fifth of its time.
const GATHERING: Duration = Duration::from_millis(10);
/// So many bytes are written at once, without a wait for more: memory stays bounded, and who logs waits for a slow reader.
const MOST_GATHERED: usize = 64 * 1024;

/// Lines that wait to be written together.
struct GatheredLines {
    lines: Mutex<BufWriter<Box<dyn Write + Send>>>,
    /// That there is a first one.
    added: Condvar,
}

impl GatheredLines {
    fn start(stream: Box<dyn Write + Send>) -> io::Result<Arc<Self>> {
        let lines = Mutex::new(BufWriter::with_capacity(MOST_GATHERED, stream));
        let gathered = Arc::new(Self { lines, added: Condvar::new() });
        let writer = Arc::clone(&gathered);
        thread::Builder::new().name("log".to_owned()).spawn(move || {
            loop {
                drop(writer.added.wait_while(writer.lines(), |lines| lines.buffer().is_empty()));
                thread::sleep(GATHERING);
                writer.write_out();
            }
        })?;
        Ok(gathered)
    }

    fn lines(&self) -> MutexGuard<'_, BufWriter<Box<dyn Write + Send>>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, line: &[u8]) -> io::Result<()> {
        let mut lines = self.lines();
        let is_first = lines.buffer().is_empty();
        lines.write_all(line)?;
        drop(lines);
        if is_first {
            self.added.notify_one();
        }
        Ok(())
    }

    /// A log that nobody reads stops nothing.
    fn write_out(&self) {
        let _ = self.lines().flush();
    }
}

/// Standard output or standard error.
type Stream = fn() -> Box<dyn Write + Send>;

/// What the log's lines are written to.
struct LogWriter {
    gathered: Option<Arc<GatheredLines>>,
    /// Where lines are not gathered.
    stream: Stream,
}

impl<'a> MakeWriter<'a> for LogWriter {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl Write for &LogWriter {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match &self.gathered {
            Some(lines) => lines.add(line).map(|()| line.len()),
            None => (self.stream)().write(line),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes out what was gathered last when it is dropped.
pub(super) struct LastLines(Arc<GatheredLines>);

impl Drop for LastLines {
    fn drop(&mut self) {
        self.0.write_out();
    }
}
