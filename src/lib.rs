//! Mint, inspect and validate LiveKit access tokens.
pub mod token;
