//! Asks a LiveKit server about a token, in a program of its own, `lktoken-online`.
//!
//! What speaks HTTP and TLS is linked into that program alone: `lktoken` opens no network connection, and no start of it
//! pays for what only `validate --online` uses. The program gets a URL and the token through a pipe, and no
//! key: it cannot tell what it does not have.

mod ask;
mod endpoint;
mod exchange;
mod program;
mod redact;

pub(crate) use endpoint::{Endpoint, EndpointError};
pub(crate) use exchange::{AskError, Reply};
pub use program::answer;
pub(crate) use program::{ProgramError, ProgramFault, ask_program};
