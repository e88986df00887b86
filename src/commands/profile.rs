//! `lktoken profile …`

#[cfg(feature = "interactive")]
mod add;
mod view;

#[cfg(feature = "interactive")]
use std::path::Path;

#[cfg(feature = "interactive")]
use super::stdin::is_stdin;
use super::{Answer, Session};
#[cfg(feature = "interactive")]
use crate::cli::ImportArgs;
use crate::cli::{ProfileCommand, StoreArgs};
#[cfg(feature = "interactive")]
use crate::credentials::IfExists;
use crate::credentials::{HOW_TO_ADD_A_PROFILE, ProfileStore};
use crate::error::Error;
use view::ProfileJson;

#[cfg_attr(not(feature = "interactive"), allow(clippy::needless_pass_by_ref_mut))] // `add` asks.
pub(super) fn run(command: ProfileCommand, session: &mut Session) -> Result<Answer, Error> {
    match command {
        ProfileCommand::List(store) => list(store, session),
        ProfileCommand::Show { name, store } => show(name, store, session),
        #[cfg(feature = "interactive")]
        ProfileCommand::Add(args) => add::run(*args, session),
        #[cfg(feature = "interactive")]
        ProfileCommand::Remove { name, store } => remove(&name, store, session),
        #[cfg(feature = "interactive")]
        ProfileCommand::Use { name, store } => use_by_default(&name, store, session),
        ProfileCommand::Path(store) => path(store, session),
        #[cfg(feature = "interactive")]
        ProfileCommand::Import(args) => import(args, session),
    }?;
    Ok(Answer::Yes)
}

fn locate(args: StoreArgs, session: &Session) -> Result<ProfileStore, Error> {
    let StoreArgs { config, talk: _ } = args;
    Ok(ProfileStore::locate(config.as_deref(), &session.environment)?)
}

fn list(args: StoreArgs, session: &Session) -> Result<(), Error> {
    let store = locate(args, session)?;
    let listing = store.list()?;
    warn(&listing.warnings, session);
    if session.printer.stdout_is_terminal {
        if listing.profiles.is_empty() {
            session.printer.note(&format!("there are no profiles yet: {HOW_TO_ADD_A_PROFILE}"));
        }
        session.printer.text(&view::render_list(&listing.profiles))
    } else {
        let profiles: Vec<_> = listing.profiles.iter().map(ProfileJson::of).collect();
        session.printer.json(&view::ListJson { config: &store.path().display().to_string(), profiles })
    }
}

fn show(name: Option<String>, args: StoreArgs, session: &Session) -> Result<(), Error> {
    let store = locate(args, session)?;
    let name = match name {
        Some(name) => name,
        None => default_profile(&store)?,
    };
    let listing = store.show(&name)?;
    warn(&listing.warnings, session);
    for profile in &listing.profiles {
        if session.printer.stdout_is_terminal {
            session.printer.text(&view::render_one(profile, store.path()))?;
        } else {
            session.printer.json(&ProfileJson::of(profile))?;
        }
    }
    Ok(())
}

fn default_profile(store: &ProfileStore) -> Result<String, Error> {
    let profiles = store.list()?.profiles;
    let default =
        profiles.iter().find(|profile| profile.is_default).map(|profile| profile.name.value.clone());
    default.ok_or_else(|| {
        let error = Error::usage("no profile was named, and there is no default profile");
        if profiles.is_empty() {
            error.hint(HOW_TO_ADD_A_PROFILE)
        } else {
            let names: Vec<&str> = profiles.iter().map(|profile| profile.name.value.as_str()).collect();
            error.hint(format!("there are: {}", names.join(", "))).hint(if cfg!(feature = "interactive") {
                "`lktoken profile use NAME` chooses a default"
            } else {
                "`default_profile` in the config file names a default"
            })
        }
    })
}

#[cfg(feature = "interactive")]
fn remove(name: &str, args: StoreArgs, session: &Session) -> Result<(), Error> {
    let store = locate(args, session)?;
    let removed = store.remove(name)?;
    let default = if removed.was_default { ", which was the default one: there is none now" } else { "" };
    session.printer.note(&format!("removed profile {name}{default}"));
    Ok(())
}

#[cfg(feature = "interactive")]
fn use_by_default(name: &str, args: StoreArgs, session: &Session) -> Result<(), Error> {
    locate(args, session)?.use_by_default(name)?;
    let shadowed = session.environment.set_before_the_default_profile();
    let shadowed = shadowed.map(|variable| format!("; {variable} is set, and goes before it"));
    session.printer.note(&format!("{name} is the default profile{}", shadowed.unwrap_or_default()));
    Ok(())
}

fn path(args: StoreArgs, session: &Session) -> Result<(), Error> {
    let store = locate(args, session)?;
    session.printer.data(&format!("{}\n", store.path().display()))
}

#[cfg(feature = "interactive")]
fn import(args: ImportArgs, session: &Session) -> Result<(), Error> {
    let ImportArgs { from, replace, store } = args;
    let store = locate(store, session)?;
    let from = match from {
        Some(path) => path,
        None => ProfileStore::livekit_cli_config(&session.environment)?,
    };
    refuse_stdin(&from)?;
    let report = store.import(&from, if_exists(replace))?;
    warn(&report.warnings, session);
    for skipped in &report.skipped {
        session.printer.warn(&format!("project {:?} was skipped: {}", skipped.project, skipped.reason));
    }
    for imported in &report.imported {
        let replaced = if imported.replaced { ", in the place of the one there was" } else { "" };
        session
            .printer
            .note(&format!("project {:?} is profile {}{replaced}", imported.project, imported.profile));
    }
    if let Some(default) = &report.new_default {
        session.printer.note(&format!("{default} is the default profile"));
    }
    if report.imported.is_empty() && report.skipped.is_empty() {
        session.printer.note("there are no projects in that file");
    }
    Ok(())
}

#[cfg(feature = "interactive")]
fn refuse_stdin(path: &Path) -> Result<(), Error> {
    if is_stdin(path) { Err(Error::usage("--from takes a file, not standard input")) } else { Ok(()) }
}

#[cfg(feature = "interactive")]
fn if_exists(replace: bool) -> IfExists {
    if replace { IfExists::Replace } else { IfExists::Refuse }
}

fn warn(warnings: &[crate::credentials::Warning], session: &Session) {
    for warning in warnings {
        session.printer.warn(&warning.to_string());
    }
}
