//! Signals that ask a batch to stop.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Whether there was a signal to stop. The first is heeded after the last whole line; a second one ends the process as
/// if nobody watched, for a write may wait for a reader that never comes.
pub(super) struct Interrupt(Arc<AtomicUsize>);

impl Interrupt {
    pub(super) fn watch() -> io::Result<Self> {
        let signal = Arc::new(AtomicUsize::new(0));
        let was_signalled = Arc::new(AtomicBool::new(false));
        for (number, value) in [(SIGINT, 2), (SIGTERM, 15)] {
            flag::register_conditional_default(number, Arc::clone(&was_signalled))?;
            flag::register(number, Arc::clone(&was_signalled))?;
            flag::register_usize(number, Arc::clone(&signal), value)?;
        }
        Ok(Self(signal))
    }

    /// The signal's number, if there was one.
    pub(super) fn signal(&self) -> Option<u8> {
        u8::try_from(self.0.load(Ordering::Relaxed)).ok().filter(|signal| *signal != 0)
    }
}
