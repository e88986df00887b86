//! What a token grants and says beyond the contract: a role, and the flags on top of it.

use std::path::Path;

use crate::cli::{GrantArgs, GrantFlags};
use crate::commands::Session;
use crate::credentials::{Environment, config_roles};
use crate::error::Error;
use crate::token::grants::{ClaimFault, Grants, RoomAgentDispatch, RoomConfiguration, TextMap};
use crate::token::input::{
    Input, MAX_INPUT_BYTES, has_lost_its_quotes, holds_many_tokens, is_utf_16, looks_like_a_path,
    without_byte_order_mark,
};
use crate::token::inspect::{SignatureState, inspect};
use crate::token::key::SigningKey;
use crate::token::permissions::SOURCES;
use crate::token::reader::json::Document;
use crate::token::renewal::{Renewal, RenewalError};
use crate::token::request::TokenRequest;
use crate::token::role;
use crate::token::spelling::nearest;
use crate::token::time::UnixTime;

/// What `--role` stands for.
pub(super) fn of_role(name: &str, config: Option<&Path>, environment: &Environment) -> Result<Grants, Error> {
    let own = config_roles(config, environment)?;
    if let Some(role) = own.iter().find(|role| role.name.value == name) {
        return Ok(role.grants.clone());
    }
    if let Some(role) = role::BUILT_IN.iter().find(|role| role.name == name) {
        return role.expand().map_err(|fault| Error::other(fault.to_string()));
    }
    let own_names = || own.iter().map(|role| role.name.value.as_str());
    let built_in = || role::BUILT_IN.iter().map(|role| role.name);
    let names = || built_in().filter(|name| !own_names().any(|own| own == *name)).chain(own_names());
    let meant = nearest(name, names()).map(|meant| format!("; did you mean {meant}?")).unwrap_or_default();
    Err(Error::usage(format!("there is no role {name:?}{meant}"))
        .hint(format!("there are: {}", names().collect::<Vec<_>>().join(", ")))
        .hint("`lktoken roles` shows what each expands to; [roles.NAME] in the config file adds one"))
}

/// Reads what `--from` names: a token, or its claims.
pub(super) fn read_origin(from: &str, session: &mut Session) -> Result<Vec<u8>, Error> {
    if from != "-" && Path::new(from).is_file() {
        return Err(Error::usage("--from: a file of this name is there, and a token is wanted")
            .hint("put `@` before the name, and its content is read"));
    }
    let input = read_bytes(from, "--from", session)?;
    if holds_many_tokens(&input) {
        return Err(Error::usage("--from: there are several tokens, and a single one is wanted"));
    }
    Ok(input)
}

/// Takes over the claims of another token, for `identity` where one was given.
pub(super) fn renew(origin: &[u8], identity: Option<&str>) -> Result<(TokenRequest<'static>, Grants), Error> {
    let renewal = Renewal::read(origin).map_err(|error| {
        let told = Error::usage(format!("--from: {error}"));
        match error {
            RenewalError::Claim(_) => told.hint(
                "`lktoken inspect -o claims` prints the claims: --from takes them, too, once they are mended",
            ),
            _ => told,
        }
    })?;
    Ok(renewal.into_request(identity))
}

/// Whether a token has a signature that `key` should have made, by the name in it, and has not.
pub(super) fn is_signed_otherwise(origin: &[u8], key: &SigningKey, now: UnixTime) -> bool {
    let Ok(Input::Token(token)) = Input::read(origin) else { return false };
    inspect(&token, Some((key, "")), now)
        .is_ok_and(|inspection| inspection.signature == SignatureState::Invalid)
}

/// What the flags say, read: files and standard input can be read but once, and a batch has many grants to set it in.
pub(super) struct Given {
    grant: Vec<GivenGrant>,
    flags: GrantFlags,
    sources: Option<Vec<String>>,
    metadata: Option<String>,
    attributes: Option<Document>,
    attribute: Vec<(String, String)>,
    kind: Option<String>,
    room_preset: Option<String>,
    room_config: Option<Document>,
    agent: Option<RoomAgentDispatch>,
}

/// What `--grant` was given.
enum GivenGrant {
    /// An object of many.
    Many(Document),
    /// `KEY=VALUE`.
    One { name: String, value: String },
}

impl Given {
    pub(super) fn read(args: GrantArgs, session: &mut Session) -> Result<Self, Error> {
        let GrantArgs {
            flags,
            source,
            grant,
            metadata,
            attribute,
            attributes,
            kind,
            agent,
            agent_metadata,
            agent_deployment,
            room_config,
            room_preset,
        } = args;
        let grant = grant.iter().map(|given| GivenGrant::read(given, session)).collect::<Result<_, _>>()?;
        let sources = if source.is_empty() { None } else { Some(sources(source)?) };
        let metadata = metadata.map(|text| read_metadata(&text, "--metadata", session)).transpose()?;
        let attributes = attributes.map(|text| read_json(&text, "--attributes", session)).transpose()?;
        let attribute =
            attribute.iter().map(|given| key_and_value(given, "--attribute")).collect::<Result<_, _>>()?;
        let room_config = room_config.map(|text| read_json(&text, "--room-config", session)).transpose()?;
        let agent_metadata =
            agent_metadata.map(|text| read_metadata(&text, "--agent-metadata", session)).transpose()?;
        let agent = agent.map(|agent_name| RoomAgentDispatch {
            agent_name: Some(agent_name),
            metadata: agent_metadata,
            deployment: agent_deployment,
            ..RoomAgentDispatch::default()
        });
        Ok(Self {
            grant,
            flags,
            sources,
            metadata,
            attributes,
            attribute,
            kind,
            room_preset,
            room_config,
            agent,
        })
    }

    /// The room that `--grant` names, as long as `--room` does not name another one: a grant that is given twice is that
    /// of its own flag, but a token for another room than the one that was typed helps nobody.
    pub(super) fn room_beside(&self, typed: Option<&str>) -> Result<Option<String>, Error> {
        let mut grants = Grants::default();
        // What is wrong with one of them is told when it is set.
        let all_are_set = self.grant.iter().all(|grant| grant.set(&mut grants).is_ok());
        let room = grants.video.room.filter(|_| all_are_set);
        match (typed, &room) {
            (Some(typed), Some(room)) if typed != room => {
                Err(Error::usage(format!("--room is {typed:?}, and the room of --grant is {room:?}"))
                    .hint("leave one of them out: a token is for one room"))
            }
            _ => Ok(room),
        }
    }

    /// Sets it all, each over what is there.
    pub(super) fn set(&self, grants: &mut Grants) -> Result<(), Error> {
        let Self {
            grant,
            flags: GrantFlags(flags),
            sources,
            metadata,
            attributes,
            attribute,
            kind,
            room_preset,
            room_config,
            agent,
        } = self;
        for grant in grant {
            grant.set(grants)?;
        }
        for (switch, granted) in flags {
            let grant = format!("{}.{}", switch.claim, switch.member);
            set_json(grants, &grant, if *granted { "true" } else { "false" })
                .map_err(|fault| Error::usage(fault.to_string()))?;
        }
        let extra = &mut grants.extra;
        let replace = |claim: &mut Option<String>, given: &Option<String>| {
            if given.is_some() {
                claim.clone_from(given);
            }
        };
        replace(&mut extra.metadata, metadata);
        replace(&mut extra.kind, kind);
        replace(&mut extra.room_preset, room_preset);
        if sources.is_some() {
            grants.video.can_publish_sources.clone_from(sources);
        }
        if let Some(document) = attributes {
            grants.set("attributes", document.root()).map_err(|fault| wrong("--attributes", &fault))?;
        }
        for (name, text) in attribute {
            grants.extra.attributes.get_or_insert_with(TextMap::new).set(name, text);
        }
        if let Some(document) = room_config {
            // It takes the place of a role's or another token's, and goes on top of what --grant says.
            let mut given = Grants::default();
            grant.iter().try_for_each(|grant| grant.set(&mut given))?;
            grants.extra.room_config = given.extra.room_config;
            grants.set("roomConfig", document.root()).map_err(|fault| wrong("--room-config", &fault))?;
        }
        if let Some(dispatch) = agent {
            let config = grants.extra.room_config.get_or_insert_with(RoomConfiguration::default);
            config.agents.get_or_insert_default().push(dispatch.clone());
        }
        Ok(())
    }
}

impl GivenGrant {
    const FLAG: &'static str = "--grant";

    fn read(given: &str, session: &mut Session) -> Result<Self, Error> {
        if given.starts_with(['@', '{', '\'']) || given == "-" {
            return read_json(given, Self::FLAG, session).map(Self::Many);
        }
        match key_and_value(given, Self::FLAG) {
            Ok((name, value)) => Ok(Self::One { name, value: read_text(&value, Self::FLAG, session)? }),
            Err(mut error) => {
                // What can be set is a name, and no secret.
                if set_json(&mut Grants::default(), given, "true").is_ok() {
                    error = error.hint(format!("--grant {given}=true grants it"));
                }
                if names_a_file(given) {
                    error = error.hint(READ_THE_FILE);
                }
                Err(error.hint(
                    "such as --grant canSubscribeMetrics=true, --grant sip.call=true, or --grant @FILE with JSON",
                ))
            }
        }
    }

    fn set(&self, grants: &mut Grants) -> Result<(), Error> {
        let (name, value) = match self {
            Self::Many(document) => {
                return grants.merge(document.root()).map_err(|fault| wrong(Self::FLAG, &fault));
            }
            Self::One { name, value } => (name.as_str(), value.as_str()),
        };
        // What is no JSON, or of no use as JSON, is a text: kind=agent, destinationRoom=7.
        let text = serde_json::Value::from(value).to_string();
        let before = grants.clone();
        let result = match set_json(grants, name, value) {
            Err(fault) if Document::parse(value.into()).is_ok() => {
                *grants = before;
                set_json(grants, name, &text).map_err(|_| fault)
            }
            Err(_) => set_json(grants, name, &text),
            Ok(()) => Ok(()),
        };
        result.map_err(|fault| {
            let error = explain_quotes(wrong(Self::FLAG, &fault), value);
            let texts = value.split(',').collect::<serde_json::Value>().to_string();
            if set_json(&mut Grants::default(), name, &texts).is_ok() {
                return error.hint(format!("an array is JSON: --grant '{name}=[\"A\",\"B\"]'"));
            }
            error
        })
    }
}

/// What stands before the first `=`, and behind it.
fn key_and_value(given: &str, flag: &str) -> Result<(String, String), Error> {
    let missing = match given.split_once('=') {
        Some((key, value)) if !key.is_empty() => return Ok((key.to_owned(), value.to_owned())),
        Some(_) => "KEY before a `=`",
        None => "`=`",
    };
    Err(Error::usage(format!("{flag} takes KEY=VALUE, and there is no {missing} in what was given")))
}

fn set_json(grants: &mut Grants, name: &str, json: &str) -> Result<(), ClaimFault> {
    let document = Document::parse(json.into())
        .map_err(|error| ClaimFault { path: name.to_owned(), problem: error.to_string() })?;
    grants.set(name, document.root())
}

fn wrong(flag: &str, fault: &ClaimFault) -> Error {
    Error::usage(format!("{flag}: {fault}"))
}

fn sources(given: Vec<String>) -> Result<Vec<String>, Error> {
    for source in &given {
        if !SOURCES.contains(&source.as_str()) {
            let meant =
                nearest(source, SOURCES).map(|meant| format!("; did you mean {meant}?")).unwrap_or_default();
            return Err(Error::usage(format!("--source: {source:?} is no source{meant}"))
                .hint(format!("the sources are {}", SOURCES.join(", "))));
        }
    }
    Ok(given)
}

/// A text as it was typed, out of a file (`@FILE`), or out of standard input (`-`).
fn read_bytes(given: &str, flag: &'static str, session: &mut Session) -> Result<Vec<u8>, Error> {
    let bytes = match given.strip_prefix('@') {
        None if given == "-" => session.stdin.read(flag)?,
        None => return Ok(given.as_bytes().to_vec()),
        Some("") => return Err(Error::usage(format!("{flag}: there is no file's name behind `@`"))),
        Some(path) => session.stdin.read_path(Path::new(path), flag)?,
    };
    if bytes.len() > MAX_INPUT_BYTES {
        return Err(Error::usage(format!("what was given with {flag} is over 1 MiB")));
    }
    Ok(bytes)
}

/// As [`read_bytes`], of text. The one line end that editors and `echo` leave at the end of a file is not part of it.
fn read_text(given: &str, flag: &'static str, session: &mut Session) -> Result<String, Error> {
    let bytes = read_bytes(given, flag, session)?;
    let text = std::str::from_utf8(without_byte_order_mark(&bytes)).map_err(|_| {
        let what = if is_utf_16(&bytes) { "UTF-16, and UTF-8 is read" } else { "not valid UTF-8" };
        Error::usage(format!("what was given with {flag} is {what}"))
    })?;
    let is_typed = given != "-" && !given.starts_with('@');
    let text = if is_typed {
        text
    } else {
        text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text))
    };
    Ok(text.to_owned())
}

/// Metadata is any text; one that only looks like JSON is told of.
fn read_metadata(given: &str, flag: &'static str, session: &mut Session) -> Result<String, Error> {
    let text = read_text(given, flag, session)?;
    if !given.is_empty() && given != "-" && Path::new(given).is_file() {
        session.printer.warn(&format!(
            "{flag} was taken as text, and there is a file of that name: @ before it reads the file"
        ));
    }
    if has_lost_its_quotes(&text) {
        session.printer.warn(&format!("{flag} looks like JSON whose quotes a shell took away; {QUOTES}"));
    }
    Ok(text)
}

/// What helps where a shell takes quotes away.
const QUOTES: &str = "PowerShell and cmd do that: give a file as @FILE, or pipe it in with `-`";

fn read_json(given: &str, flag: &'static str, session: &mut Session) -> Result<Document, Error> {
    let text = read_text(given, flag, session)?;
    Document::parse(text.clone().into_bytes()).map_err(|error| {
        let error = explain_quotes(Error::usage(format!("{flag} is not JSON: {error}")), &text);
        if names_a_file(given) {
            return error.hint(READ_THE_FILE);
        }
        if flag == "--attributes" && given.contains('=') && given.starts_with(char::is_alphanumeric) {
            return error.hint("--attribute KEY=VALUE takes a single one, --attributes a JSON object");
        }
        error
    })
}

/// What helps where a file's name stands for its content.
const READ_THE_FILE: &str = "put `@` before the name of a file, and its content is read";

/// Whether what is no JSON is the name of a file: of one that is there, or by the look of it.
fn names_a_file(given: &str) -> bool {
    Path::new(given).is_file() || (looks_like_a_path(given) && !given.contains('='))
}

/// The same error, and what a shell may have to do with it.
fn explain_quotes(error: Error, given: &str) -> Error {
    if has_lost_its_quotes(given) {
        return error.with_cause("it looks as if a shell took its quotes away").hint(QUOTES);
    }
    error
}
