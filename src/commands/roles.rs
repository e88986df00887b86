//! `lktoken roles`

use std::fmt::Write as _;

use serde::Serialize;

use super::{Answer, Session};
use crate::cli::RolesArgs;
use crate::credentials::config_roles;
use crate::error::Error;
use crate::output::escape::escape;
use crate::output::{FAINT, STRONG, wrap};
use crate::token::grants::Grants;
use crate::token::reader::json::{Document, Kind, Value};
use crate::token::role;

/// `roles` as JSON.
#[derive(Serialize)]
struct RolesJson {
    roles: Vec<RoleJson>,
}

/// A role, where it is from, and what it expands to.
#[derive(Serialize)]
struct RoleJson {
    name: String,
    /// `built in`, or the line of the config file.
    source: String,
    /// Whom a built-in role is for.
    #[serde(skip_serializing_if = "str::is_empty")]
    purpose: &'static str,
    grants: Grants,
}

pub(super) fn run(args: &RolesArgs, session: &Session) -> Result<Answer, Error> {
    let RolesArgs { config, talk: _ } = args;
    let own = config_roles(config.as_deref(), &session.environment)?;
    let is_own = |name: &str| own.iter().any(|role| role.name.value == name);
    let mut roles = Vec::new();
    for role in role::BUILT_IN.iter().filter(|role| !is_own(role.name)) {
        roles.push(RoleJson {
            name: role.name.to_owned(),
            source: "built in".to_owned(),
            purpose: role.purpose,
            grants: role.expand().map_err(|fault| Error::other(fault.to_string()))?,
        });
    }
    roles.extend(own.into_iter().map(|role| RoleJson {
        source: format!("config file, line {}", role.name.line),
        name: role.name.value,
        purpose: "",
        grants: {
            let mut grants = role.grants;
            // As `mint` does where nothing else is said.
            grants.fill_in(false);
            grants
        },
    }));
    if session.printer.stdout_is_terminal {
        session.printer.text(&render(&roles)?)?;
    } else {
        session.printer.json(&RolesJson { roles })?;
    }
    Ok(Answer::Yes)
}

/// A role a paragraph: whom it is for, and what a token gets, as `--grant` takes it.
fn render(roles: &[RoleJson]) -> Result<String, Error> {
    let mut text = String::new();
    for RoleJson { name, source, purpose, grants } in roles {
        let about = if purpose.is_empty() { source.as_str() } else { purpose };
        let _ = writeln!(text, "{STRONG}{name}{STRONG:#}  {FAINT}{}{FAINT:#}", escape(about));
        let grants = escape(&pairs(grants)?).into_owned();
        let _ = writeln!(text, "{}", wrap::for_terminal(&grants, "  ", usize::MAX));
    }
    Ok(text)
}

/// Every grant and claim as `KEY=VALUE`; members of the `video` grant by their own names.
fn pairs(grants: &Grants) -> Result<String, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::other(error.to_string());
    let json = serde_json::to_vec(grants).map_err(|error| failed(&error))?;
    let document = Document::parse(json).map_err(|error| failed(&error))?;
    let mut pairs = Vec::new();
    for (claim, value) in document.root().members() {
        let claim = claim.string();
        let prefix = if claim == "video" { String::new() } else { format!("{claim}.") };
        if value.kind() == Kind::Object {
            pairs.extend(
                value.members().map(|(name, value)| format!("{prefix}{}={}", name.string(), shown(value))),
            );
        } else {
            pairs.push(format!("{claim}={}", shown(value)));
        }
    }
    Ok(pairs.join(" "))
}

fn shown(value: Value<'_>) -> String {
    match value.kind() {
        Kind::String => value.string().into_owned(),
        _ => value.compact().unwrap_or_default(),
    }
}
