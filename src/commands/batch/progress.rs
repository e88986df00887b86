//! How far a batch is, for whoever waits at a terminal.

use std::time::{Duration, Instant};

use crate::output::Printer;
use bar::Bar;

/// How long a batch may take before anything is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How much there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::commands) enum Total {
    /// So many bytes of a file.
    Bytes(u64),
    /// So many lines.
    Lines(u64),
}

/// How far a batch is. Shown on standard error where that is a terminal and the answers go elsewhere.
pub(super) struct Progress {
    start: Instant,
    total: Option<Total>,
    /// Of the total.
    done: u64,
    is_wanted: bool,
    bar: Option<Bar>,
}

impl Progress {
    pub(super) fn new(printer: &Printer, total: Option<Total>, goes_to_file: bool) -> Self {
        let is_free = goes_to_file || !printer.stdout_is_terminal;
        let is_wanted = Bar::CAN_BE_DRAWN && printer.stderr_is_terminal && is_free && !printer.quiet;
        Self { start: Instant::now(), total, done: 0, is_wanted, bar: None }
    }

    /// Counts what a chunk held.
    pub(super) fn advance(&mut self, bytes: u64, lines: u64) {
        self.done += match self.total {
            Some(Total::Bytes(_)) | None => bytes,
            Some(Total::Lines(_)) => lines,
        };
    }

    /// Shows lines answered, how many a second, errors, and the time left where it is known.
    pub(super) fn show(&mut self, answered: u64, failed: u64) {
        let took = self.start.elapsed();
        if !self.is_wanted || took < PATIENCE {
            return;
        }
        #[allow(clippy::cast_precision_loss)] // It is for people.
        let rate = answered as f64 / took.as_secs_f64();
        let message = format!("{answered} lines, {rate:.0}/s, {failed} errors");
        self.bar = self.bar.take().or_else(|| Bar::new(self.total, took));
        if let Some(bar) = &self.bar {
            bar.show(self.done, message);
        }
    }

    /// Takes the bar away while something else is told.
    pub(super) fn step_aside(&self, tell: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(tell),
            None => tell(),
        }
    }

    /// Takes the bar away, and tells how long it all took.
    pub(super) fn finish(self) -> Duration {
        if let Some(bar) = self.bar {
            bar.clear();
        }
        self.start.elapsed()
    }
}

#[cfg(feature = "interactive")]
mod bar {
    use std::time::Duration;

    use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

    use super::Total;

    /// A line on standard error that is drawn anew again and again.
    pub(super) struct Bar(ProgressBar);

    impl Bar {
        pub(super) const CAN_BE_DRAWN: bool = true;

        #[allow(clippy::unnecessary_wraps)] // Without the feature there is none.
        pub(super) fn new(total: Option<Total>, took: Duration) -> Option<Self> {
            let (length, template) = match total {
                Some(Total::Bytes(length) | Total::Lines(length)) => {
                    (Some(length), "[{bar:30}] {percent}%  {msg}, {eta} left")
                }
                None => (None, "{spinner} {msg}"),
            };
            let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr()).with_elapsed(took);
            // A template that cannot be read leaves the crate's own style.
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("=> "));
            }
            Some(Self(bar))
        }

        pub(super) fn show(&self, done: u64, message: String) {
            self.0.set_position(done);
            self.0.set_message(message);
        }

        pub(super) fn suspend(&self, tell: impl FnOnce()) {
            self.0.suspend(tell);
        }

        pub(super) fn clear(self) {
            self.0.finish_and_clear();
        }
    }
}

#[cfg(not(feature = "interactive"))]
mod bar {
    use std::time::Duration;

    use super::Total;

    /// There is none without the feature `interactive`.
    pub(super) enum Bar {}

    impl Bar {
        pub(super) const CAN_BE_DRAWN: bool = false;

        pub(super) fn new(_total: Option<Total>, _took: Duration) -> Option<Self> {
            None
        }

        pub(super) fn show(&self, _done: u64, _message: String) {
            match *self {}
        }

        pub(super) fn suspend(&self, _tell: impl FnOnce()) {
            match *self {}
        }

        pub(super) fn clear(self) {
            match self {}
        }
    }
}
