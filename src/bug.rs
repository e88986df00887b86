//! What becomes of a panic, which is a bug.

use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::process::exit;

/// Ends the process with exit code 5: who has a bug knows no longer what it signs. Tells where it is and nothing else, for
/// what a panic says may hold a secret, and so may a core dump.
#[allow(clippy::exit)] // An exit code is a promise that an abort would break.
pub fn end_with_a_bug(panic: &PanicHookInfo<'_>) {
    let place =
        panic.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
    let _ = writeln!(std::io::stderr(), "error: lktoken has a bug{place}: please report it");
    exit(5)
}
