//! The answer to a line that gets no token.

use serde::Serialize;

use crate::token::response::ErrorResponse;

/// Why a line got no token: the contract's answer, and which line it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineError {
    /// What is wrong.
    #[serde(flatten)]
    pub response: ErrorResponse,
    /// The line's number, counted from 1 over all lines, blank ones too.
    pub line: u64,
}

impl LineError {
    /// Appends it as JSON: a line with its end.
    pub fn append_to(&self, out: &mut Vec<u8>) {
        // Nothing that is written to memory fails.
        let _ = serde_json::to_writer(&mut *out, self);
        out.push(b'\n');
    }
}
