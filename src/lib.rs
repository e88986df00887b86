//! Mint, inspect and validate LiveKit access tokens.
#[cfg(feature = "cli")]
pub mod credentials;
pub mod token;
