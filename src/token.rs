//! The core: requests, claims, signatures, verdicts.
//!
//! Nothing here reads arguments, files, the environment, a clock, a terminal or a network: time and keys are
//! arguments, so that the same input always gives the same bytes.

pub mod answer;
pub mod batch;
pub mod claims;
mod escapes;
pub mod explain;
pub mod grants;
pub mod input;
pub mod inspect;
pub mod jws;
pub mod key;
pub mod lint;
pub mod mint;
pub mod permissions;
pub mod reader;
pub mod renewal;
pub mod request;
pub mod response;
pub mod role;
pub mod rules;
pub mod spelling;
pub mod template;
pub mod time;
pub mod validate;
