//! `lktoken completions`: the committed files, embedded.

use super::{Answer, Session};
use crate::cli::{CompletionsArgs, Shell};
use crate::error::Error;

pub(super) fn run(args: &CompletionsArgs, session: &Session) -> Result<Answer, Error> {
    let CompletionsArgs { shell, talk: _ } = args;
    // They are the same only until the files are written for the first time.
    let script = match shell {
        Shell::Bash => include_str!("../../completions/lktoken.bash"),
        Shell::Zsh => include_str!("../../completions/_lktoken"),
        Shell::Fish => include_str!("../../completions/lktoken.fish"),
        Shell::Powershell => include_str!("../../completions/_lktoken.ps1"),
        Shell::Elvish => include_str!("../../completions/lktoken.elv"),
    };
    session.printer.data(script).map(|()| Answer::Yes)
}
