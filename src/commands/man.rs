//! `lktoken man`: the committed pages, embedded.

use super::{Answer, Session};
use crate::cli::ManArgs;
use crate::error::Error;
use crate::token::spelling::nearest;

/// The pages by command.
const PAGES: [(&str, &str); 15] = [
    ("", include_str!("../../man/lktoken.1")),
    ("mint", include_str!("../../man/lktoken-mint.1")),
    ("inspect", include_str!("../../man/lktoken-inspect.1")),
    ("validate", include_str!("../../man/lktoken-validate.1")),
    ("profile", include_str!("../../man/lktoken-profile.1")),
    ("profile list", include_str!("../../man/lktoken-profile-list.1")),
    ("profile show", include_str!("../../man/lktoken-profile-show.1")),
    ("profile add", include_str!("../../man/lktoken-profile-add.1")),
    ("profile remove", include_str!("../../man/lktoken-profile-remove.1")),
    ("profile use", include_str!("../../man/lktoken-profile-use.1")),
    ("profile path", include_str!("../../man/lktoken-profile-path.1")),
    ("profile import", include_str!("../../man/lktoken-profile-import.1")),
    ("roles", include_str!("../../man/lktoken-roles.1")),
    ("completions", include_str!("../../man/lktoken-completions.1")),
    ("man", include_str!("../../man/lktoken-man.1")),
];

pub(super) fn run(args: &ManArgs, session: &Session) -> Result<Answer, Error> {
    let ManArgs { command, talk: _ } = args;
    let wanted = command.join(" ");
    if let Some((_, page)) = PAGES.iter().find(|(name, _)| *name == wanted) {
        return session.printer.data(page).map(|()| Answer::Yes);
    }
    let names = PAGES.iter().map(|(name, _)| *name).filter(|name| !name.is_empty());
    let error = Error::usage(format!("there is no manual page for {wanted:?}"));
    Err(match nearest(&wanted, names.clone()) {
        Some(near) => error.hint(format!("did you mean `lktoken man {near}`?")),
        None => error.hint(format!("there are pages for: {}", names.collect::<Vec<_>>().join(", "))),
    })
}
