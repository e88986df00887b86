//! A terminal that is left as it was found, by whatever signal the program ends at a question.
//!
//! Questions take the terminal in hand: keys one by one, or unseen. Nobody gives it back when a signal ends the program
//! in between, and whoever types next does not see what.

use std::io;
use std::sync::Once;
use std::thread;

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// Remembers how the terminal is set; from now on, a signal that ends the program sets it so again first.
///
/// It stays so once all is answered, for a signal's default cannot be brought back, and does no harm then. Commands
/// with signals of their own, batches and the server, ask nothing.
pub(super) fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        // What cannot be watched is asked all the same.
        let Ok(found) = tcgetattr(io::stdin()) else { return };
        let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM]) else { return };
        thread::spawn(move || {
            loop {
                // The question takes whatever interrupts it for Ctrl-C, and sends itself that signal beside the true one.
                let signal =
                    signals.wait().reduce(|first, other| if first == SIGINT { other } else { first });
                if let Some(signal) = signal {
                    // At once: to wait until all is shown could take for ever.
                    let _ = tcsetattr(io::stdin(), OptionalActions::Now, &found);
                    let _ = emulate_default_handler(signal);
                }
            }
        });
    });
}
