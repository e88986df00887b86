//! The `lktoken` command.

use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::process::{ExitCode, exit};

/// musl's own allocator is slow, and slower the more threads there are; a server asks it for memory all the time.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(end_with_a_bug));
    lktoken::run(std::env::args_os())
}

/// Ends the process: who has a bug knows no longer what it signs. Tells where it is and nothing else, for what a panic
/// says may hold a secret, and so may a core dump.
#[allow(clippy::exit)] // An exit code is a promise that an abort would break.
fn end_with_a_bug(panic: &PanicHookInfo<'_>) {
    let place =
        panic.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
    let _ = writeln!(std::io::stderr(), "error: lktoken has a bug{place}: please report it");
    exit(5)
}
