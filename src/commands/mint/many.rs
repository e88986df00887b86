//! `lktoken mint --batch` and `--count`.

use std::sync::Arc;
use std::time::SystemTime;

use super::grants::Given;
use super::series::Series;
use super::{LKTOKEN_IDENTITY, LKTOKEN_ROOM, grants, lifetime, request_error, variable, warn_of_lints};
use crate::cli::{BatchArgs, CredentialArgs, GrantArgs, MintOutput};
use crate::commands::batch::{self, Answers, Ended, LineWork, Run, Source, Stop};
use crate::commands::key::{self, ChosenKey};
use crate::commands::{Answer, Session};
use crate::credentials::{Defaults, config_roles};
use crate::error::Error;
use crate::output::Printer;
use crate::token::answer::AnswerForm;
use crate::token::batch::lines::{Line, Lines};
use crate::token::batch::{Batch, LineDefaults};
use crate::token::grants::Grants;
use crate::token::role;
use crate::token::rules::Rules;
use crate::token::template::{Template, find_repeated};
use crate::token::time::UnixTime;

/// What was typed, as far as it is about many tokens.
pub(super) struct Typed {
    pub(super) defaults: super::RequestFlags,
    pub(super) role: Option<String>,
    pub(super) rules: Option<Rules>,
    pub(super) output: MintOutput,
    pub(super) grants: GrantArgs,
    pub(super) batch: BatchArgs,
    pub(super) credentials: CredentialArgs,
    pub(super) now: UnixTime,
}

pub(super) fn run(typed: Typed, session: &mut Session) -> Result<Answer, Error> {
    let Typed { defaults, role, rules, output, grants: grant_args, batch: args, credentials, now } = typed;
    let BatchArgs { lines, count, at_each, allow_duplicates } = args;
    let super::RequestFlags { room, identity, name, expires_in } = defaults;
    let source = lines.batch.as_deref().map(|path| Source::open(path, session)).transpose()?;
    let given = Given::read(grant_args, session)?;
    given.room_beside(room.as_deref())?;
    let mut granted = match &role {
        Some(role) => grants::of_role(role, credentials.config.as_deref(), &session.environment)?,
        None => Grants::default(),
    };
    given.set(&mut granted)?;
    let mut roles = roles(&credentials, session)?;
    for (_, granted) in &mut roles {
        given.set(granted)?;
    }
    let selection = key::choose(credentials, session)??;
    let profile = selection.defaults().clone();
    let chosen = key::load(selection, session)?;
    let Defaults {
        expires_in: profile_lifetime,
        room: profile_room,
        name: profile_name,
        rules: profile_rules,
    } = profile;
    let form = form(&output, &chosen)?;
    let mut batch = Batch::new(chosen.key, granted, roles)
        .map_err(|fault| Error::usage(format!("the role and the grants do not fit together: {fault}")))?;
    batch.rules = rules.or(profile_rules).unwrap_or_default();
    batch.ambient = LineDefaults {
        room: variable(LKTOKEN_ROOM)?.or(profile_room),
        identity: variable(LKTOKEN_IDENTITY)?,
        name: profile_name,
        lifetime: profile_lifetime.as_deref().map(lifetime),
    };
    batch.defaults.lifetime = expires_in.as_deref().map(lifetime);
    warn_of_grants(&mut batch, now, session);
    batch.form = form;
    let source = match (source, count) {
        (None, Some(count)) => {
            let series = Series::new(room, identity, name, now, at_each)?;
            check_series(&series, &batch, count, allow_duplicates)?;
            Source::series(series.up_to(count), count)
        }
        (source, _) => {
            let LineDefaults { room: default_room, identity: default_identity, name: default_name, .. } =
                &mut batch.defaults;
            (*default_room, *default_identity, *default_name) = (room, identity, name);
            source.ok_or_else(|| Error::usage("--batch or --count is missing"))?
        }
    };
    if lines.out.is_none() {
        warn_of_readers(&session.printer);
    }
    let run = Run {
        args: &lines,
        head: batch.form.head(),
        names: ["token", "tokens"],
        failures: ["error", "errors"],
    };
    let work: Arc<dyn LineWork> = Arc::new(Minting { batch, now, at_each, fail_fast: lines.fail_fast });
    run.run(source, &work, session).map(Ended::answer)
}

/// The form of an answer.
fn form(output: &MintOutput, chosen: &ChosenKey) -> Result<AnswerForm, Error> {
    let for_one = || {
        Error::usage("this --output is for a single token")
            .hint("for many there are json, token, connection and csv")
    };
    Ok(match output {
        MintOutput::Json => AnswerForm::Json,
        MintOutput::Token => AnswerForm::Token,
        MintOutput::Csv => AnswerForm::Csv,
        MintOutput::Connection => AnswerForm::Connection {
            server_url: super::print::needed_url("--output connection", chosen)?.to_owned(),
        },
        MintOutput::Env | MintOutput::Github(_) | MintOutput::Url => return Err(for_one()),
        #[cfg(feature = "interactive")]
        MintOutput::Qr => return Err(for_one()),
    })
}

/// Every role that a line can name.
fn roles(credentials: &CredentialArgs, session: &Session) -> Result<Vec<(String, Grants)>, Error> {
    let own = config_roles(credentials.config.as_deref(), &session.environment)?;
    let mut roles: Vec<_> = own.into_iter().map(|role| (role.name.value, role.grants)).collect();
    for role in &role::BUILT_IN {
        if !roles.iter().any(|(name, _)| name == role.name) {
            roles.push((
                role.name.to_owned(),
                role.expand().map_err(|fault| Error::other(fault.to_string()))?,
            ));
        }
    }
    Ok(roles)
}

/// Warns of what is surely not meant in what all tokens have in common, as far as it makes a token at all.
fn warn_of_grants(batch: &mut Batch, now: UnixTime, session: &Session) {
    batch.form = AnswerForm::Token;
    let mut token = Vec::new();
    let line = br#"{"roomName":"room","participantIdentity":"identity"}"#;
    if batch.minter().answer(line, 1, now, &mut token).is_ok() {
        warn_of_lints(String::from_utf8_lossy(&token).trim_end(), &batch.key, &session.printer);
    }
}

/// Warns whoever sends tokens into a file that others can read, as shells make one. Only a person at a terminal: in a
/// script that writes them so on purpose it would be said at every run.
fn warn_of_readers(printer: &Printer) {
    if printer.stderr_is_terminal && printer.others_can_read_stdout() {
        printer.warn(
            "other users can read the file that the tokens go to: --out FILE makes it yours alone, and so does `umask 077` \
             before",
        );
    }
}

/// Makes sure of a series before anything is signed: that its names keep the rules, and no identity comes twice.
fn check_series(series: &Series, batch: &Batch, count: u64, allow_duplicates: bool) -> Result<(), Error> {
    // Names are longest at the end, and shortest at the beginning.
    for number in [1, count] {
        batch
            .minter()
            .answer(&series.line(number)?, number, series.now(), &mut Vec::new())
            .map_err(|error| request_error(error.response.validation_errors, batch.rules))?;
    }
    let (Some(identity), false) = (series.identity(), allow_duplicates) else { return Ok(()) };
    let default_room = batch.ambient.room.as_deref().unwrap_or_default();
    let room = series.room().cloned().unwrap_or_else(|| Template::fixed(default_room));
    match find_repeated(&room, identity, count, series.now()) {
        None => Ok(()),
        Some(repeated) => Err(Error::usage(format!(
            "the identity {:?} comes twice in the room {:?}, as number {} and as {}: the second client would throw the \
             first one out",
            repeated.identity, repeated.room, repeated.first, repeated.second
        ))
        .hint("put {n} into --identity: 'load-{n:05}'")
        .hint("--allow-duplicates makes them all the same")),
    }
}

/// Mints for lines.
struct Minting {
    batch: Batch,
    now: UnixTime,
    at_each: bool,
    fail_fast: bool,
}

impl LineWork for Minting {
    fn answer(&self, lines: &Lines, answers: &mut Answers) {
        let Self { batch, now, at_each, fail_fast } = self;
        let mut minter = batch.minter();
        for (number, line) in lines.iter() {
            let now = if *at_each { UnixTime::from_system(SystemTime::now()).unwrap_or(*now) } else { *now };
            let answered = match line {
                Line::Bytes(line) => minter.answer(line, number, now, &mut answers.out),
                Line::TooLong => Err(batch::too_long(number, now)),
            };
            answers.answered += 1;
            let Err(error) = answered else { continue };
            if batch.form.can_hold_errors() {
                answers.refuse(error);
            } else {
                answers.failed += 1;
                answers.errors.push(error);
            }
            if *fail_fast {
                answers.stop = Some(Stop::Failed(number));
                return;
            }
        }
    }
}
