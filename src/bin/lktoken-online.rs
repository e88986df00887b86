//! The `lktoken-online` program, which asks a LiveKit server about a token for `lktoken validate --online`.

use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(lktoken::end_with_a_bug));
    lktoken::online::answer()
}
