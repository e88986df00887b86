//! The binary, run as people run it: whole standard output, whole standard error, exit code.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // A test fails by panicking, and says what it skips.

mod batch;
mod claims;
mod credentials;
mod everything;
mod faults;
#[cfg(all(feature = "online", feature = "serve"))] // What is committed has every flag.
mod generated;
mod golden;
mod grants;
mod inspect;
mod link;
mod meant;
mod mint;
mod minted;
#[cfg(feature = "online")]
mod online;
mod profile;
mod program;
#[cfg(unix)]
mod prompts;
mod readme;
mod renew;
mod roles;
mod rules;
mod secrets;
#[cfg(feature = "serve")]
mod serve;
mod talk;
#[cfg(unix)]
mod terminal;
mod validate;
