//! Disks that are full, readers that have gone, signals at any time, what never answers, clocks that are wrong, and input
//! that nobody means well with.

#[cfg(target_os = "linux")]
mod clock;
#[cfg(unix)]
mod disk;
mod input;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod silence;
mod streams;
