//! `lktoken serve` as a process: where it listens, what it logs, how it ends.

#[cfg(unix)]
mod faults;
mod places;
mod running;
#[cfg(unix)]
mod signals;
mod traces;

pub use running::{Running, Server};
