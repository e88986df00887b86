//! The `lktoken` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    lktoken::run(std::env::args_os())
}
