//! `lktoken man`: the committed pages, embedded.

use super::{Answer, Session};
use crate::cli::ManArgs;
use crate::embedded::{Embedded, embedded};
use crate::error::Error;
use crate::token::spelling::nearest;

/// The pages by command.
const PAGES: [(&str, Embedded); 16] = [
    ("", embedded!("lktoken.1")),
    ("mint", embedded!("lktoken-mint.1")),
    ("inspect", embedded!("lktoken-inspect.1")),
    ("validate", embedded!("lktoken-validate.1")),
    ("serve", embedded!("lktoken-serve.1")),
    ("profile", embedded!("lktoken-profile.1")),
    ("profile list", embedded!("lktoken-profile-list.1")),
    ("profile show", embedded!("lktoken-profile-show.1")),
    ("profile add", embedded!("lktoken-profile-add.1")),
    ("profile remove", embedded!("lktoken-profile-remove.1")),
    ("profile use", embedded!("lktoken-profile-use.1")),
    ("profile path", embedded!("lktoken-profile-path.1")),
    ("profile import", embedded!("lktoken-profile-import.1")),
    ("roles", embedded!("lktoken-roles.1")),
    ("completions", embedded!("lktoken-completions.1")),
    ("man", embedded!("lktoken-man.1")),
];

pub(super) fn run(args: &ManArgs, session: &Session) -> Result<Answer, Error> {
    let ManArgs { command, talk: _ } = args;
    let wanted = command.join(" ");
    if let Some((_, page)) = PAGES.iter().find(|(name, _)| *name == wanted) {
        return session.printer.data(&page.text()).map(|()| Answer::Yes);
    }
    let names = PAGES.iter().map(|(name, _)| *name).filter(|name| !name.is_empty());
    let error = Error::usage(format!("there is no manual page for {wanted:?}"));
    Err(match nearest(&wanted, names.clone()) {
        Some(near) => error.hint(format!("did you mean `lktoken man {near}`?")),
        None => error.hint(format!("there are pages for: {}", names.collect::<Vec<_>>().join(", "))),
    })
}
