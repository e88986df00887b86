//! `lktoken validate`

mod can;
pub(super) mod hints;
mod many;
#[cfg(feature = "online")]
mod online;

use std::io::IsTerminal;
use std::path::Path;

use super::key::ChosenKey;
use super::mint::request_error;
use super::{Answer, Session, key, now};
use crate::cli::{CredentialArgs, InputArgs, ValidateArgs, ValidateOutput};
use crate::error::Error;
use crate::output::{Printer, verdict};
use crate::token::input::{
    Input, MAX_INPUT_BYTES, holds_claims, holds_many_objects, holds_many_tokens, is_url, looks_like_a_path,
};
use crate::token::request::{TokenRequest, UnknownMembers};
use crate::token::response::ErrorResponse;
use crate::token::rules::Rules;
use crate::token::time::UnixTime;
use crate::token::validate::{Door, Judge};

pub(super) fn run(args: ValidateArgs, session: &mut Session) -> Result<Answer, Error> {
    let ValidateArgs {
        input,
        door,
        can,
        room,
        identity,
        output,
        at,
        strict,
        deny_warnings,
        rules,
        #[cfg(feature = "online")]
        online,
        lines,
        credentials,
        help: _,
        talk: _,
    } = args;
    key::refuse_secret_in_arguments(credentials.api_secret.is_some())?;
    let about_a_token = [
        (door.is_some(), "--for"),
        (!can.is_empty(), "--can"),
        (room.is_some(), "--room"),
        (identity.is_some(), "--identity"),
        (strict, "--strict"),
        (deny_warnings, "--deny-warnings"),
        #[cfg(feature = "online")]
        (online.is_some(), "--online"),
    ];
    let about_a_token = about_a_token.into_iter().find_map(|(is_given, flag)| is_given.then_some(flag));
    let asked = can::Typed { can, room, identity };
    let door = door.unwrap_or_else(|| asked.default_door());
    asked.check(door)?;
    #[cfg(feature = "online")]
    if online.is_some() {
        online::check_door(door)?;
    }
    let now = now(at)?;
    if lines.batch.is_some() {
        #[cfg(feature = "online")]
        if online.is_some() {
            return Err(Error::usage("--online asks about a single token, and cannot be used with --batch"));
        }
        refuse_token_beside_batch(&input)?;
        if output == Some(ValidateOutput::Text) {
            return Err(Error::usage(
                "--output text is for a single token: --batch prints a line of JSON for each, --output json",
            ));
        }
        let judging = many::Judging { door, asked, strict, deny_warnings, about_a_token, rules, now };
        return many::run(judging, &lines, credentials, session);
    }
    let bytes = read_input(input, "validate", session)?;
    match Input::read(&bytes) {
        Err(error) => Err(Error::usage(error.to_string())),
        Ok(Input::Request(document)) => {
            if let Some(flag) = about_a_token {
                return Err(Error::usage(format!("{flag} is about a token, and this is a request")).hint(
                    "make a token of it first: `lktoken mint --request FILE -o token`, or `--request -`",
                ));
            }
            let rules = rules.or_else(|| rules_of_profile(credentials, session)).unwrap_or_default();
            check_request(document, rules, output, now, session)
        }
        Ok(Input::Token(_)) if rules.is_some() => {
            Err(Error::usage("--rules is about a request, and this is a token"))
        }
        Ok(Input::Token(token)) => {
            let judgement = Judgement {
                door,
                asked,
                output,
                strict,
                deny_warnings,
                #[cfg(feature = "online")]
                online: online.map(online::Target::from),
            };
            judge_token(&token, &judgement, credentials, now, session)
        }
    }
}

/// The rules of the profile that would sign a request. It needs no key to be checked, so that a place without one, or with
/// a broken one, has no say here.
fn rules_of_profile(credentials: CredentialArgs, session: &Session) -> Option<Rules> {
    key::choose(credentials, session).ok()?.ok()?.defaults().rules
}

/// How to judge, and what to make of it.
struct Judgement {
    door: Door,
    asked: can::Typed,
    output: Option<ValidateOutput>,
    strict: bool,
    deny_warnings: bool,
    /// Whether to ask a server too, and which.
    #[cfg(feature = "online")]
    online: Option<online::Target>,
}

fn judge_token(
    token: &str,
    judgement: &Judgement,
    credentials: CredentialArgs,
    now: UnixTime,
    session: &mut Session,
) -> Result<Answer, Error> {
    let Judgement {
        door,
        asked,
        output,
        strict,
        deny_warnings,
        #[cfg(feature = "online")]
        online,
    } = judgement;
    let config = credentials.config.clone();
    let room = asked.room.as_deref();
    let selection = key::choose(credentials, session)?.map_err(|error| {
        let is_nothing_given = error.is_nothing_given();
        let error = Error::from(error);
        if !is_nothing_given {
            return error;
        }
        let circumstances = hints::Circumstances { now, door: *door, room, strict: *strict };
        error.first_hints(hints::without_key(token, &circumstances, config.as_deref(), session))
    })?;
    let place = selection.source().clone();
    let chosen = key::load(selection, session)?;
    let ChosenKey { key, source, url: _ } = &chosen;
    let judge = Judge { key, source, now, door: *door, room, strict: *strict };
    let mut judged = judge.judge(token);
    asked.ask(&mut judged, token);
    hints::add_places(&mut judged, token, &place, config.as_deref(), session);
    if let Some(flag) = hints::key_flag(&place) {
        judged.name_key(&flag);
    }
    let denied = (*deny_warnings && !judged.warnings.is_empty())
        || judged.can.as_ref().is_some_and(|can| !can.allowed);
    let output = output.unwrap_or(default_output(&session.printer));
    let predicted = if judged.valid && !denied { Answer::Yes } else { Answer::No };
    #[cfg(feature = "online")]
    if let Some(target) = online {
        return online::run(target, &chosen, token, &judged, predicted, output, session);
    }
    let printed = match output {
        ValidateOutput::Json => session.printer.json(&judged),
        ValidateOutput::Text => session.printer.text(&verdict::render(&judged, predicted == Answer::Yes)),
    };
    answer(printed, predicted)
}

fn default_output(printer: &Printer) -> ValidateOutput {
    if printer.stdout_is_terminal { ValidateOutput::Text } else { ValidateOutput::Json }
}

/// The answer once it is printed, or when nobody reads it: then the exit code still must not call what is bad good.
fn answer(printed: Result<(), Error>, answer: Answer) -> Result<Answer, Error> {
    match printed {
        Err(error) if error.is_closed_pipe() => Ok(answer),
        printed => printed.map(|()| answer),
    }
}

/// What was probably given in place of a request.
fn likely_cause(document: &[u8]) -> Option<&'static str> {
    if holds_many_objects(document) {
        Some(
            "there are several lines: `lktoken validate --batch FILE` (or `--batch -`) checks a request a line",
        )
    } else if holds_claims(document) {
        Some(
            "these are a token's claims, and neither a token nor a request: what a server lets in is a signed token, which \
             `lktoken mint --from` makes of them",
        )
    } else {
        None
    }
}

/// The contract's own answer to a request: what it would be taken for, or everything that is wrong with it; on a
/// terminal in words.
fn check_request(
    document: &[u8],
    rules: Rules,
    output: Option<ValidateOutput>,
    now: UnixTime,
    session: &Session,
) -> Result<Answer, Error> {
    let checked = TokenRequest::from_json(document)
        .map_err(|error| vec![error])
        .and_then(|request| request.validate(rules, UnknownMembers::Refuse));
    let printer = &session.printer;
    match (checked, output.unwrap_or(default_output(printer))) {
        (Ok(request), ValidateOutput::Json) => answer(printer.json(&request.normalized()), Answer::Yes),
        (Ok(request), ValidateOutput::Text) => {
            answer(printer.text(&verdict::render_request(&request)), Answer::Yes)
        }
        (Err(errors), ValidateOutput::Json) => {
            if let Some(cause) = likely_cause(document) {
                printer.note(cause);
            }
            answer(printer.json(&ErrorResponse::validation(errors, now)), Answer::No)
        }
        (Err(errors), ValidateOutput::Text) => {
            let mut refusal = request_error(errors, rules);
            if let Some(cause) = likely_cause(document) {
                refusal = refusal.hint(cause);
            }
            let text = verdict::render_refused_request(refusal.validation_errors(), refusal.hints());
            answer(printer.text(&text), Answer::No)
        }
    }
}

/// What was given as an argument, or on standard input, to the command of this name. A single token is wanted: what
/// looks like many of them, or like the file that holds them, is told how it is given.
pub(super) fn read_input(
    input: InputArgs,
    command: &'static str,
    session: &mut Session,
) -> Result<Vec<u8>, Error> {
    let bytes = read_bytes(input, command, session)?;
    if bytes.len() <= MAX_INPUT_BYTES && holds_many_tokens(&bytes) {
        return Err(many_tokens("there are several tokens", command));
    }
    Ok(bytes)
}

/// A batch is given as a file, or on standard input; both it and a token cannot be meant.
pub(super) fn refuse_token_beside_batch(input: &InputArgs) -> Result<(), Error> {
    let InputArgs { input } = input;
    if input.is_none() {
        return Ok(());
    }
    Err(Error::usage(
        "--batch takes no TOKEN beside it: every token is a line of its FILE, or of standard input",
    ))
}

/// Many tokens, as `what` says, where the command of this name takes a single one.
pub(super) fn many_tokens(what: &str, command: &str) -> Error {
    Error::usage(format!("{what}, and a single one is wanted; --batch takes many"))
        .hint(format!("a token a line: `lktoken {command} --batch FILE`, or `--batch -` to pipe them in"))
}

/// A URL, as `what` says, where a token should be.
pub(super) fn url_for_a_token(what: &str) -> Error {
    Error::usage(format!("{what}, and a token is wanted"))
        .hint("the URL of a server to ask is given as --online=URL or --url URL")
}

fn read_bytes(input: InputArgs, command: &'static str, session: &mut Session) -> Result<Vec<u8>, Error> {
    let InputArgs { input } = input;
    let no_file = |message: &'static str| {
        Error::usage(message)
            .hint(format!(
                "`lktoken {command} < FILE` reads it out of the file, and so does `@` before the name"
            ))
            .hint(format!("many, one a line: `lktoken {command} --batch FILE`"))
    };
    match input {
        Some(text) if text != "-" && Path::new(&text).is_file() => {
            Err(no_file("a file of this name is there, and a token is wanted"))
        }
        Some(text) if text.starts_with('@') => session.stdin.read_path(Path::new(&text[1..]), "the token"),
        Some(text) if looks_like_a_path(&text) => {
            Err(no_file("this looks like the name of a file, and a token is wanted; there is no such file"))
        }
        Some(text) if is_url(&text) && !text.contains("token=") => Err(url_for_a_token("this is a URL")),
        Some(text) if text != "-" => Ok(text.into_bytes()),
        None if std::io::stdin().is_terminal() => {
            Err(Error::usage("there is no token: nothing was given or piped in")
                .hint("pipe one in, as in `< token.txt`, or give it as an argument")
                .hint("`-` reads what is typed, up to the end of input (Ctrl-D)"))
        }
        _ => session.stdin.read("the token"),
    }
}
