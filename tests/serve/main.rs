//! The token API: the api without a network, with a clock of its own.
#![allow(clippy::expect_used, clippy::unwrap_used)] // A test fails by panicking.

mod client;
mod connection_details;
mod cors;
mod description;
mod gate;
mod http;
mod network;
mod token;
