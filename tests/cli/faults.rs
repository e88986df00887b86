//! Disks that are full, readers that have gone, and input that nobody means well with.

mod input;
mod streams;
