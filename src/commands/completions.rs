//! `lktoken completions`: the committed files, embedded.

use super::{Answer, Session};
use crate::cli::{CompletionsArgs, Shell};
use crate::embedded::embedded;
use crate::error::Error;

pub(super) fn run(args: &CompletionsArgs, session: &Session) -> Result<Answer, Error> {
    let CompletionsArgs { shell, talk: _ } = args;
    let script = match shell {
        Shell::Bash => embedded!("lktoken.bash"),
        Shell::Zsh => embedded!("_lktoken"),
        Shell::Fish => embedded!("lktoken.fish"),
        Shell::Powershell => embedded!("_lktoken.ps1"),
        Shell::Elvish => embedded!("lktoken.elv"),
    };
    session.printer.data(&script.text()).map(|()| Answer::Yes)
}
