//! `lktoken mint`

mod ask;
mod grants;
mod link;
mod many;
#[cfg(feature = "interactive")]
mod open;
mod print;
mod series;
mod step_output;

use std::path::{Path, PathBuf};

use super::key::{self, choose};
use super::stdin::Stdin;
use super::{Answer, Session, now};
use crate::cli::MintArgs;
use crate::credentials::Defaults;
use crate::error::Error;
use crate::output::Printer;
use crate::output::prompt::Prompter;
use crate::token::grants::Grants;
use crate::token::input::{MAX_INPUT_BYTES, holds_many_objects};
use crate::token::key::SigningKey;
use crate::token::lint::{Lint, lints_of_minted};
use crate::token::mint::mint;
use crate::token::request::{Member, TokenRequest, UnknownMembers, ValidRequest};
use crate::token::response::{TokenResponse, ValidationError};
use crate::token::role;
use crate::token::rules::Rules;
use crate::token::template::Template;
use crate::token::time::parse_lifetime;
use grants::Given;

/// Supplies the room where no flag and no request does.
const LKTOKEN_ROOM: &str = "LKTOKEN_ROOM";
/// Supplies the identity where no flag and no request does.
const LKTOKEN_IDENTITY: &str = "LKTOKEN_IDENTITY";

/// The request's members as flags.
struct RequestFlags {
    room: Option<String>,
    identity: Option<String>,
    name: Option<String>,
    expires_in: Option<String>,
}

pub(super) fn run(args: MintArgs, session: &mut Session) -> Result<Answer, Error> {
    let MintArgs {
        room,
        identity,
        name,
        expires_in,
        role,
        request,
        from,
        rules,
        output,
        #[cfg(feature = "interactive")]
        open,
        at,
        no_input,
        help: _,
        grants: grant_args,
        batch,
        credentials,
        talk: _,
    } = args;
    #[cfg(not(feature = "interactive"))]
    let open = false;
    key::refuse_secret_in_arguments(credentials.api_secret.is_some())?;
    let now = now(at)?;
    let mut flags = RequestFlags { room, identity, name, expires_in };
    if batch.lines.batch.is_some() || batch.count.is_some() {
        for (given, flag) in [(request.is_some(), "--request"), (from.is_some(), "--from"), (open, "--open")]
        {
            if given {
                return Err(Error::usage(format!(
                    "{flag} is for a single token, and cannot be used with --batch or --count"
                )));
            }
        }
        let output = output.unwrap_or_default();
        let typed =
            many::Typed { defaults: flags, role, rules, output, grants: grant_args, batch, credentials, now };
        return many::run(typed, session);
    }
    // What will be printed is made sure of before anything is asked or signed.
    let output = print::Output::prepare(&output.unwrap_or_default(), open)?;
    let document = read_document(request, session)?;
    let is_renewed = from.is_some();
    let has_lifetime = flags.expires_in.is_some();
    let origin = from.map(|from| grants::read_origin(&from, session)).transpose()?;
    let (mut request, grants) = match (&document, &origin) {
        (Some(document), _) => {
            let request =
                TokenRequest::from_json(document).map_err(|error| not_a_request(error, document))?;
            (request, Grants::default())
        }
        (None, Some(origin)) => grants::renew(origin, flags.identity.as_deref())?,
        (None, None) => (TokenRequest::default(), Grants::default()),
    };
    let config = credentials.config.as_deref();
    let given = Given::read(grant_args, session)?;
    let granted_room = given.room_beside(flags.room.as_deref())?;
    flags.room = flags.room.or(granted_room);
    let mut grants = on_top(grants, is_renewed, role.as_deref(), config, &given, session)?;
    flags.override_in(&mut request);
    let serves_besides = !is_renewed && !grants.joins() && grants.serve_without_joining();
    if !is_renewed {
        grants.fill_in(request.participant_identity.is_some());
    }
    request.room_name = request.room_name.or(grants.video.room.take().map(Member::text));
    request.grants = grants.into();

    let prompter = Prompter::for_terminal(Stdin::is_terminal(), &session.printer, no_input);
    let url = credentials.url.clone();
    let selection = choose(credentials, session)?;
    let (selection, defaults) = match selection {
        Ok(selection) => {
            let defaults = selection.defaults().clone();
            (Ok(selection), defaults)
        }
        // The contract's order of work: a bad request is told of before missing credentials.
        Err(error) if error.is_missing() => (Err(error), Defaults::default()),
        Err(error) => return Err(error.into()),
    };
    fill_in(&mut request, &defaults)?;
    let rules = rules.or(defaults.rules).unwrap_or_default();
    if let Some(prompter) = &prompter {
        ask::ask_for_missing(&mut request, rules, prompter)?;
    }
    let lifetime_is_taken_over = is_renewed && !has_lifetime;
    let request = check(request, rules, lifetime_is_taken_over, serves_besides)?;
    output.check(&request)?;
    let chosen = match (selection, &prompter) {
        (Ok(selection), _) => key::load(selection, session)?,
        (Err(error), Some(prompter)) if error.is_nothing_given() => {
            ask::ask_for_key(prompter, url, &session.printer)?
        }
        (Err(error), _) => return Err(error.into()),
    };
    output.check_url(&chosen)?;
    let response = mint(&request, &chosen.key, now)?;
    if origin.is_some_and(|origin| grants::is_signed_otherwise(&origin, &chosen.key, now)) {
        session.printer.warn(&format!("--from: {}", signed_otherwise(&chosen.key)));
    }
    warn_of_what_is_not_meant(&request, &response, &chosen.key, session);
    output.print(&response, chosen.url.as_deref(), &session.printer)?;
    Ok(Answer::Yes)
}

fn warn_of_what_is_not_meant(
    request: &ValidRequest<'_>,
    response: &TokenResponse,
    key: &SigningKey,
    session: &Session,
) {
    for (flag, name) in [("--room", request.room_name()), ("--identity", request.participant_identity())] {
        if Template::parse(name).is_ok_and(|template| template.has_placeholders()) {
            session.printer.warn(&format!(
                "{flag} {name:?} is in the token as it stands: placeholders are filled in with --count (--count 1 for one token)"
            ));
        }
    }
    warn_of_lints(&response.token, key, &session.printer);
}

/// Warns of what is surely not meant in a token just made.
fn warn_of_lints(token: &str, key: &SigningKey, printer: &Printer) {
    for Lint { code, message } in lints_of_minted(token, key) {
        printer.warn(&format!("{code}: {message}"));
    }
}

/// What is said of a token whose claims were taken over, and that names `key` without being signed by it.
fn signed_otherwise(key: &SigningKey) -> String {
    format!(
        "the token names the key {:?}, but was not signed with its secret, or was changed afterwards: make sure that you mean \
         what it says",
        key.api_key().as_str()
    )
}

/// Applies every rule; what breaks one is told with hints at what would keep it. `serves_besides` where nobody said
/// that the token joins, and its grants are of use without that.
fn check(
    request: TokenRequest<'_>,
    rules: Rules,
    lifetime_is_taken_over: bool,
    serves_besides: bool,
) -> Result<ValidRequest<'_>, Error> {
    let is_template =
        |name: &Option<Member<'_>>| matches!(name, Some(Member::Text(text)) if text.contains('{'));
    let has_placeholder = is_template(&request.room_name) || is_template(&request.participant_identity);
    let joins_besides = serves_besides && request.grants.joins();
    let moderates = request.grants.video.room_admin == Some(true);
    request.validate(rules, UnknownMembers::Refuse).map_err(|errors| {
        let is_lifetime = errors.iter().any(|error| error.field == "expirationSeconds");
        let is_for_joining = |error: &ValidationError| {
            error.message.ends_with("is required") && !(moderates && error.field == "roomName")
        };
        let is_missing = errors.iter().any(is_for_joining);
        let mut error = request_error(errors, rules);
        if joins_besides && is_missing {
            error = error.hint(
                "or --join=false, for a token that joins no room: without it, an identity or what only a participant has \
                 a use for makes it one to join with",
            );
        }
        if is_lifetime && lifetime_is_taken_over {
            error = error.hint("the lifetime is that of the token in --from: give another with --expires-in");
        }
        if has_placeholder {
            error =
                error.hint("placeholders such as {n} are filled in with --count: --count 1 for one token");
        }
        error
    })
}

/// The role on top of the grants, and the flags on top of both. Only those of another token have a role laid over them:
/// without one it is all there is.
fn on_top(
    grants: Grants,
    is_renewed: bool,
    role: Option<&str>,
    config: Option<&Path>,
    given: &Given,
    session: &Session,
) -> Result<Grants, Error> {
    let mut grants = match role {
        None => grants,
        Some(role) => {
            let role = grants::of_role(role, config, &session.environment)?;
            if is_renewed {
                role::lay_over(grants, &role).map_err(|fault| Error::usage(format!("--role: {fault}")))?
            } else {
                role
            }
        }
    };
    given.set(&mut grants)?;
    Ok(grants)
}

fn read_document(path: Option<PathBuf>, session: &mut Session) -> Result<Option<Vec<u8>>, Error> {
    let Some(path) = path else { return Ok(None) };
    let document = session.stdin.read_path(&path, "--request")?;
    if document.len() > MAX_INPUT_BYTES {
        return Err(Error::usage("the request is over 1 MiB"));
    }
    Ok(Some(document))
}

/// What is said of a document that is no request.
fn not_a_request(error: ValidationError, document: &[u8]) -> Error {
    let error = request_error(vec![error], Rules::default());
    if holds_many_objects(document) {
        return error.hint(
            "there are several lines: `lktoken mint --batch FILE` (or `--batch -`) takes a request a line",
        );
    }
    error
}

impl RequestFlags {
    /// Flags win over the document.
    fn override_in(self, request: &mut TokenRequest<'_>) {
        let Self { room, identity, name, expires_in } = self;
        request.room_name = room.map(Member::text).or(request.room_name.take());
        request.participant_identity = identity.map(Member::text).or(request.participant_identity.take());
        request.participant_name = name.map(Member::text).or(request.participant_name.take());
        let expires_in = expires_in.map(|text| lifetime(&text));
        request.expiration_seconds = expires_in.or(request.expiration_seconds.take());
    }
}

/// A lifetime as the rules see it: a number of seconds, or a text that is none.
pub(super) fn lifetime<'a>(text: &str) -> Member<'a> {
    parse_lifetime(text).map_or_else(|| Member::text(text.to_owned()), Member::Number)
}

/// Variables and the profile's defaults supply what is still open, as far as the token has a use for it.
fn fill_in(request: &mut TokenRequest<'_>, defaults: &Defaults) -> Result<(), Error> {
    let Defaults { expires_in, room, name, rules: _ } = defaults;
    let joins = request.grants.joins();
    if joins || request.grants.video.room_admin == Some(true) {
        fill_text(&mut request.room_name, variable(LKTOKEN_ROOM)?.or_else(|| room.clone()));
    }
    if joins {
        fill_text(&mut request.participant_identity, variable(LKTOKEN_IDENTITY)?);
        fill_text(&mut request.participant_name, name.clone());
    }
    if request.expiration_seconds.is_none() {
        request.expiration_seconds = expires_in.as_deref().map(lifetime);
    }
    Ok(())
}

fn fill_text(member: &mut Option<Member<'_>>, text: Option<String>) {
    if member.is_none() {
        *member = text.map(Member::text);
    }
}

/// A variable's value; an empty one counts as unset.
fn variable(name: &str) -> Result<Option<String>, Error> {
    match std::env::var_os(name).map(std::ffi::OsString::into_string) {
        None => Ok(None),
        Some(Ok(value)) => Ok(Some(value).filter(|value| !value.is_empty())),
        Some(Err(_)) => Err(Error::usage(format!("the value of {name} is not valid UTF-8"))),
    }
}

/// What a request breaks of the rules, with hints that say what would keep them.
pub(super) fn request_error(errors: Vec<ValidationError>, rules: Rules) -> Error {
    let mut hints: Vec<&str> = Vec::new();
    for error in &errors {
        let hint = match (error.field.as_ref(), error.message.as_ref()) {
            ("roomName", "Room name is required") => {
                "give the room with --room, roomName in --request, the variable LKTOKEN_ROOM, or `room` in \
                 [profiles.NAME.defaults]"
            }
            ("participantIdentity", "Participant identity is required") => {
                "give the identity with --identity, participantIdentity in --request, or the variable LKTOKEN_IDENTITY"
            }
            ("roomName" | "participantIdentity", message) if message.ends_with("invalid characters") => {
                "room names and identities take the letters a to z and A to Z, digits, `_` and `-`; with --rules livekit \
                 any character"
            }
            ("expirationSeconds", _) => match rules {
                Rules::LiveKit => "a lifetime is 1 s to 10 years (3650 d): 90, 15m, 30d",
                Rules::Contract => {
                    "a lifetime is 60 s to 24 h: 90, 90s, 15m, 1h30m, 1d; with --rules livekit 1 s to 10 years"
                }
            },
            _ => continue,
        };
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    let mut error = Error::request(errors);
    for hint in hints {
        error = error.hint(hint);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::rules::Rules;

    #[test]
    fn flags_win_over_the_document_and_defaults_fill_the_rest() {
        let mut request = TokenRequest::from_json(
            br#"{"roomName":"document","participantName":"N","expirationSeconds":60}"#,
        )
        .unwrap();
        let flags = RequestFlags {
            room: Some("flag".to_owned()),
            identity: None,
            name: None,
            expires_in: Some("15m".to_owned()),
        };
        flags.override_in(&mut request);
        assert_eq!(request.room_name, Some(Member::text("flag")));
        assert_eq!(request.participant_name, Some(Member::text("N")));
        assert_eq!(request.expiration_seconds, Some(Member::Number(900.0)));
        let mut open = TokenRequest::default();
        let defaults =
            Defaults { expires_in: Some("2h".to_owned()), room: Some("r".to_owned()), ..Defaults::default() };
        fill_in(&mut open, &defaults).unwrap();
        assert_eq!(open.expiration_seconds, Some(Member::Number(7_200.0)));
        assert_eq!(open.room_name, Some(Member::text("r")));
    }

    #[test]
    fn a_lifetime_that_is_none_breaks_the_type_rule() {
        let request = TokenRequest {
            room_name: Some(Member::text("r")),
            participant_identity: Some(Member::text("i")),
            expiration_seconds: Some(lifetime("soon")),
            ..TokenRequest::default()
        };
        let errors = request.validate(Rules::Contract, UnknownMembers::Refuse).unwrap_err();
        assert_eq!(errors[0].message, "Invalid input: expected number, received string");
    }
}
