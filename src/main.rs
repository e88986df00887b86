//! The `lktoken` command.

use std::process::ExitCode;

/// musl's own allocator is slow, and slower the more threads there are; a server asks it for memory all the time.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(lktoken::end_with_a_bug));
    lktoken::run(std::env::args_os())
}
