//! `lktoken mint`

mod print;

use std::borrow::Cow;
use std::path::PathBuf;

use super::key::{self, ChosenKey, choose};
use super::stdin::Stdin;
use super::{Answer, Session, now};
use crate::cli::MintArgs;
use crate::credentials::Defaults;
use crate::error::Error;
use crate::output::prompt::Prompter;
use crate::token::input::MAX_INPUT_BYTES;
use crate::token::mint::mint;
use crate::token::request::{Member, TokenRequest, UnknownMembers};
use crate::token::response::ValidationError;
use crate::token::time::parse_lifetime;

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
    let MintArgs { room, identity, name, expires_in, request, output, at, no_input, credentials, talk: _ } =
        args;
    key::refuse_secret_in_arguments(credentials.api_secret.is_some())?;
    let now = now(at)?;
    // What will be printed is made sure of before anything is asked or signed.
    let output = print::Output::prepare(&output.unwrap_or_default())?;
    let document = read_document(request, session)?;
    let mut request = match &document {
        Some(document) => TokenRequest::from_json(document).map_err(|error| request_error(vec![error]))?,
        None => TokenRequest::default(),
    };
    RequestFlags { room, identity, name, expires_in }.override_in(&mut request);

    let prompter = Prompter::for_terminal(Stdin::is_terminal(), &session.printer, no_input);
    let url = credentials.url.clone();
    let selection = choose(credentials, session)?;
    let selection = match selection {
        Ok(selection) => {
            fill_in(&mut request, selection.defaults())?;
            Ok(selection)
        }
        // The contract's order of work: a bad request is told of before missing credentials.
        Err(error) if error.is_missing() => {
            fill_in(&mut request, &Defaults::default())?;
            Err(error)
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(prompter) = &prompter {
        refuse_what_is_wrong_already(&request)?;
        ask_for_missing(&mut request, prompter)?;
    }
    let request = request.validate(UnknownMembers::Refuse).map_err(request_error)?;
    let chosen = match (selection, &prompter) {
        (Ok(selection), _) => key::load(selection, session)?,
        (Err(error), Some(prompter)) if error.is_nothing_given() => ask_for_key(prompter, url)?,
        (Err(error), _) => return Err(error.into()),
    };
    let output = output.with_url(chosen.url.as_deref())?;
    let response = mint(&request, &chosen.key, now)?;
    output.print(&response, &session.printer)?;
    Ok(Answer::Yes)
}

fn read_document(path: Option<PathBuf>, session: &mut Session) -> Result<Option<Vec<u8>>, Error> {
    let Some(path) = path else { return Ok(None) };
    let document = session.stdin.read_path(&path, "--request")?;
    if document.len() > MAX_INPUT_BYTES {
        return Err(Error::usage("the request is over 1 MiB"));
    }
    Ok(Some(document))
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

/// Variables and the profile's defaults supply what is still open.
fn fill_in(request: &mut TokenRequest<'_>, defaults: &Defaults) -> Result<(), Error> {
    let Defaults { expires_in, room, name } = defaults;
    fill_text(&mut request.room_name, variable(LKTOKEN_ROOM)?.or_else(|| room.clone()));
    fill_text(&mut request.participant_identity, variable(LKTOKEN_IDENTITY)?);
    fill_text(&mut request.participant_name, name.clone());
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

/// Nobody answers questions gladly to be told afterwards that something else was wrong from the start.
fn refuse_what_is_wrong_already(request: &TokenRequest<'_>) -> Result<(), Error> {
    let errors = request.clone().validate(UnknownMembers::Refuse).err().unwrap_or_default();
    let is_missing = |error: &ValidationError| error.message.ends_with("is required");
    if errors.iter().all(is_missing) { Ok(()) } else { Err(request_error(errors)) }
}

/// Asks for room and identity where they are missing, by the rules they will be judged by.
fn ask_for_missing(request: &mut TokenRequest<'_>, prompter: &Prompter) -> Result<(), Error> {
    let is_missing = |member: &Option<Member<'_>>| member.as_ref().is_none_or(Member::is_empty_text);
    if is_missing(&request.room_name) {
        let room = prompter.line("Room", |text| check_with(text, "roomName"))?;
        request.room_name = Some(Member::text(room));
    }
    if is_missing(&request.participant_identity) {
        let identity = prompter.line("Identity", |text| check_with(text, "participantIdentity"))?;
        request.participant_identity = Some(Member::text(identity));
    }
    Ok(())
}

/// The rules that one member breaks, told in a line.
fn check_with(text: &str, field: &str) -> Result<(), String> {
    let member = Some(Member::text(text));
    let request = match field {
        "roomName" => TokenRequest { room_name: member, ..TokenRequest::default() },
        _ => TokenRequest { participant_identity: member, ..TokenRequest::default() },
    };
    let errors = request.validate(UnknownMembers::Refuse).err().unwrap_or_default();
    let broken: Vec<Cow<'_, str>> =
        errors.into_iter().filter(|error| error.field == field).map(|error| error.message).collect();
    if broken.is_empty() {
        return Ok(());
    }
    let alphabet =
        if broken.iter().any(|message| message.ends_with("invalid characters")) { ALPHABET } else { "" };
    Err(format!("{}{alphabet}", broken.join("; ")))
}

/// What room names and identities are made of, said behind the rule that they break.
const ALPHABET: &str = ": use letters, digits, `_` and `-`";

/// Asks for a key and its secret where nothing tells of any.
fn ask_for_key(prompter: &Prompter, url: Option<String>) -> Result<ChosenKey, Error> {
    let required =
        |text: &str| if text.is_empty() { Err("The API key is required".to_owned()) } else { Ok(()) };
    let api_key =
        prompter.line("LiveKit API key (--dev uses devkey; `lktoken profile add` keeps one)", required)?;
    let secret = prompter.secret("Its secret (not shown)", false)?;
    key::typed(api_key, url, secret.as_bytes())
}

/// The rules that a request breaks, with hints that say what would keep them.
pub(super) fn request_error(errors: Vec<ValidationError>) -> Error {
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
                "room names and identities take the letters a to z and A to Z, digits, `_` and `-`"
            }
            ("expirationSeconds", _) => "a lifetime is 60 s to 24 h: 90, 90s, 15m, 1h30m, 1d",
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

    #[test]
    fn a_member_is_checked_as_typed_by_the_request_s_rules() {
        let check = |text: &str| check_with(text, "roomName");
        assert_eq!(check("demo"), Ok(()));
        assert_eq!(check(""), Err("Room name is required".to_owned()));
        let long = "é".repeat(256);
        assert_eq!(
            check(&long),
            Err(
                "Room name too long; Room name contains invalid characters: use letters, digits, `_` and `-`"
                    .to_owned()
            )
        );
    }

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
        let defaults = Defaults { expires_in: Some("2h".to_owned()), room: Some("r".to_owned()), name: None };
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
        let errors = request.validate(UnknownMembers::Refuse).unwrap_err();
        assert_eq!(errors[0].message, "Invalid input: expected number, received string");
    }
}
