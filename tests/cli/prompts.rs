//! What only a terminal shows: questions, layout and colours.

mod harmless;
mod layout;
mod questions;
