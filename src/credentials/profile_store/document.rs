//! Changes to the text of the config file that keep its comments and its order.
//!
//! The document has passed the schema before any of this, so `profiles` and each profile are tables of some spelling:
//! `[profiles.prod]`, `profiles = {…}` or dotted keys.

use std::path::Path;

use toml_edit::{Array, DocumentMut, InlineTable, Item, RawString, Table, TomlError, Value};

use super::{NewProfile, NewSecret};
use crate::credentials::Defaults;
use crate::credentials::error::{ConfigProblem, CredentialError};

const DEFAULT_PROFILE: &str = "default_profile";
const PROFILES: &str = "profiles";

/// The document, ready to be edited.
pub(super) fn read(path: &Path, text: &str) -> Result<DocumentMut, CredentialError> {
    text.parse().map_err(|error: TomlError| {
        let offset = error.span().map_or(0, |span| span.start);
        let line = text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1;
        let problem = ConfigProblem::Syntax { column: 1, message: error.message().to_owned() };
        CredentialError::Config { path: path.to_owned(), line, problem }
    })
}

/// The document's text, with the line ends of the text it was read from.
pub(super) fn write(document: &DocumentMut, read_from: &str) -> String {
    let text = document.to_string();
    if read_from.contains("\r\n") { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
}

/// Names the profile to use by default.
pub(super) fn set_default(document: &mut DocumentMut, name: &str) {
    let is_first = !document.as_table().iter().any(|(_, item)| item.is_value());
    set(document.as_item_mut(), DEFAULT_PROFILE, Some(name.into()));
    if !is_first {
        return;
    }
    // What stands at the head of the file is parsed as the first table's comment, and has to stay at its head.
    let Some(table) = first_table(document.as_table_mut(), isize::MIN) else { return };
    let prefix = prefix_of(table.decor().prefix());
    let (head, own) = split_comments(&prefix);
    table.decor_mut().set_prefix(format!("\n{}", own.trim_start_matches(['\r', '\n'])));
    let head = if head.trim().is_empty() { String::new() } else { head.to_owned() };
    if let Some(mut key) = document.key_mut(DEFAULT_PROFILE) {
        key.leaf_decor_mut().set_prefix(head);
    }
}

/// Names no profile to use by default.
pub(super) fn clear_default(document: &mut DocumentMut) {
    let key = document.key(DEFAULT_PROFILE);
    let prefix = key.map_or_else(String::new, |key| prefix_of(key.leaf_decor().prefix()));
    set(document.as_item_mut(), DEFAULT_PROFILE, None);
    keep_comments(document, &prefix, isize::MIN);
}

/// Adds the profile at the end, or changes the one of that name where it stands.
pub(super) fn put_profile(document: &mut DocumentMut, name: &str, profile: &NewProfile) {
    let NewProfile { url, api_key, secret, defaults } = profile;
    let Some(profiles) = table_in(document.as_item_mut(), PROFILES) else { return };
    if let Some(table) = profiles.as_table_mut() {
        // No bare `[profiles]` line: the profiles' own lines say it.
        table.set_implicit(true);
    }
    let Some(table) = table_in(profiles, name) else { return };
    set(table, "url", url.as_deref().map(Value::from));
    set(table, "api_key", Some(api_key.as_str().into()));
    let (inline, file, command) = match secret {
        NewSecret::Inline(secret) => (Some(Value::from(secret.expose())), None, None),
        NewSecret::File(path) => (None, Some(Value::from(path.to_string_lossy().as_ref())), None),
        NewSecret::Command(command) => (None, None, Some(Value::from(command.words().collect::<Array>()))),
    };
    set(table, "api_secret", inline);
    set(table, "api_secret_file", file);
    set(table, "api_secret_command", command);
    put_defaults(table, defaults);
}

fn put_defaults(profile: &mut Item, defaults: &Defaults) {
    if *defaults == Defaults::default() {
        set(profile, "defaults", None);
        return;
    }
    let Defaults { expires_in, room, name, rules } = defaults;
    let Some(table) = table_in(profile, "defaults") else { return };
    for (key, value) in [("expires_in", expires_in), ("room", room), ("name", name)] {
        set(table, key, value.as_deref().map(Value::from));
    }
    set(table, "rules", rules.map(|rules| Value::from(rules.name())));
}

/// Takes a profile out, with the comment that stands right above it.
pub(super) fn remove_profile(document: &mut DocumentMut, name: &str) {
    let Some(profiles) = document.get_mut(PROFILES).and_then(Item::as_table_like_mut) else { return };
    let removed = profiles.remove(name);
    if let Some(Item::Table(table)) = removed {
        let position = table.position().unwrap_or(isize::MIN);
        keep_comments(document, &prefix_of(table.decor().prefix()), position);
    }
}

/// The table under this key, made where there is none, in the spelling of the table around it.
fn table_in<'a>(around: &'a mut Item, key: &str) -> Option<&'a mut Item> {
    let made =
        if around.is_value() { Item::Value(InlineTable::new().into()) } else { Item::Table(Table::new()) };
    let entry = around.get_mut(key)?;
    if entry.is_none() {
        *entry = made;
    }
    Some(entry)
}

/// Sets or removes a value. What is set keeps the comment beside it.
fn set(table: &mut Item, key: &str, value: Option<Value>) {
    let Some(table) = table.as_table_like_mut() else { return };
    match (table.get_mut(key), value) {
        (Some(Item::Value(old)), Some(mut new)) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        (_, Some(new)) => {
            table.insert(key, Item::Value(new));
        }
        (_, None) => {
            table.remove(key);
        }
    }
}

/// Of the comments above something that was removed, keeps those that a blank line sets off from it: they are the
/// file's, and go above what follows.
fn keep_comments(document: &mut DocumentMut, removed: &str, after: isize) {
    let (kept, _) = split_comments(removed);
    if kept.trim().is_empty() {
        return;
    }
    if let Some(table) = first_table(document.as_table_mut(), after) {
        let own = prefix_of(table.decor().prefix());
        table.decor_mut().set_prefix(format!("{kept}{}", own.trim_start_matches(['\r', '\n'])));
    } else {
        let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing(format!("{kept}{trailing}"));
    }
}

/// Parts the text above something after its last blank line: what is the file's, and what is the thing's own.
fn split_comments(prefix: &str) -> (&str, &str) {
    let (mut end, mut cut) = (0, 0);
    for line in prefix.split_inclusive('\n') {
        end += line.len();
        if line.trim().is_empty() && line.ends_with('\n') {
            cut = end;
        }
    }
    prefix.split_at(cut)
}

fn prefix_of(prefix: Option<&RawString>) -> String {
    prefix.and_then(RawString::as_str).unwrap_or_default().to_owned()
}

/// The table that stands first in the file after the position `after`.
fn first_table(root: &mut Table, after: isize) -> Option<&mut Table> {
    let mut positions = Vec::new();
    positions_in(root, &mut positions);
    let first = positions.into_iter().filter(|position| *position > after).min()?;
    table_at(root, first)
}

fn positions_in(around: &Table, positions: &mut Vec<isize>) {
    for table in around.iter().filter_map(|(_, item)| item.as_table()) {
        if !table.is_implicit() && !table.is_dotted() {
            positions.extend(table.position());
        }
        positions_in(table, positions);
    }
}

fn table_at(around: &mut Table, position: isize) -> Option<&mut Table> {
    for table in around.iter_mut().filter_map(|(_, item)| item.as_table_mut()) {
        if table.position() == Some(position) && !table.is_implicit() && !table.is_dotted() {
            return Some(table);
        }
        if let Some(found) = table_at(table, position) {
            return Some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests;
