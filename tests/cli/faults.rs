//! Disks that are full, readers that have gone, signals at any time, what never answers, and input that nobody means
//! well with.

#[cfg(unix)]
mod disk;
mod input;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod silence;
mod streams;
