//! The binary, run as people run it: whole standard output, whole standard error, exit code.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // A test fails by panicking, and says what it skips.

mod credentials;
mod faults;
#[cfg(feature = "serve")]
mod generated;
mod golden;
mod inspect;
mod mint;
mod profile;
mod program;
#[cfg(unix)]
mod prompts;
mod readme;
mod secrets;
#[cfg(feature = "serve")]
mod serve;
mod talk;
#[cfg(unix)]
mod terminal;
mod validate;
