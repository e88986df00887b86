//! `lktoken validate --batch`.

use std::sync::Arc;

use serde::Serialize;

use super::{can, hints};
use crate::cli::{CredentialArgs, LinesArgs};
use crate::commands::batch::{Answers, Ended, LineWork, Run, Source, Stop};
use crate::commands::key::{self, ChosenKey};
use crate::commands::{Answer, Session};
use crate::error::Error;
use crate::token::batch::LineError;
use crate::token::batch::lines::{Line, Lines};
use crate::token::input::Input;
use crate::token::request::{TokenRequest, UnknownMembers};
use crate::token::response::{ErrorResponse, ValidationError};
use crate::token::rules::Rules;
use crate::token::time::UnixTime;
use crate::token::validate::{Door, Judge};

/// How to judge each line.
pub(super) struct Judging {
    pub(super) door: Door,
    pub(super) asked: can::Typed,
    pub(super) strict: bool,
    pub(super) deny_warnings: bool,
    /// The flag that was given and is about tokens, where one was: then no line may be a request.
    pub(super) about_a_token: Option<&'static str>,
    /// Those that were typed; else those of the profile.
    pub(super) rules: Option<Rules>,
    pub(super) now: UnixTime,
}

impl Judging {
    /// What a line that failed is called: whatever makes the exit code 1.
    fn failure(&self) -> &'static str {
        match (self.asked.is_anything(), self.deny_warnings) {
            (false, false) => "not valid",
            (true, false) => "not valid, or not allowed",
            (false, true) => "not valid, or with warnings",
            (true, true) => "not valid, not allowed, or with warnings",
        }
    }
}

pub(super) fn run(
    mut judging: Judging,
    lines: &LinesArgs,
    credentials: CredentialArgs,
    session: &mut Session,
) -> Result<Answer, Error> {
    let path = lines.batch.as_deref().ok_or_else(|| Error::usage("--batch is missing"))?;
    let source = Source::open(path, session)?;
    // A request needs no key, so that a missing one matters only to the first token.
    let (chosen, key_flag, missing) = match key::choose(credentials, session)? {
        Ok(selection) => {
            let flag = hints::key_flag(selection.source());
            judging.rules = judging.rules.or(selection.defaults().rules);
            (Some(key::load(selection, session)?), flag, None)
        }
        Err(error) if error.is_missing() => (None, None, Some(error)),
        Err(error) => return Err(error.into()),
    };
    let names = ["token or request valid", "tokens and requests valid"];
    let run = Run { args: lines, head: "", names, failures: [judging.failure(); 2] };
    let work: Arc<dyn LineWork> =
        Arc::new(Verdicts { judging, chosen, key_flag, fail_fast: lines.fail_fast });
    match (run.run(source, &work, session)?, missing) {
        (Ended::NoKey, Some(error)) => Err(error.into()),
        // Who lost the tokens on the way here is not told that all of them are valid.
        (Ended::Whole { answered: 0, failed: _ }, _) => {
            Err(Error::usage("the batch is empty: there is no token and no request to judge"))
        }
        // What is not valid is not called so, even where nobody reads on.
        (Ended::Unread { failed: 1.. }, _) => Ok(Answer::No),
        (ended, _) => Ok(ended.answer()),
    }
}

/// The verdict on a line without a token: the contract's answer, and in a word what the one on a token begins with.
#[derive(Serialize)]
struct RequestVerdict<'a, A> {
    #[serde(flatten)]
    answer: &'a A,
    valid: bool,
}

/// Judges lines.
struct Verdicts {
    judging: Judging,
    chosen: Option<ChosenKey>,
    /// The flag by which another command chooses this key.
    key_flag: Option<String>,
    fail_fast: bool,
}

impl LineWork for Verdicts {
    fn answer(&self, lines: &Lines, answers: &mut Answers) {
        for (number, line) in lines.iter() {
            let failed = answers.failed;
            if let Err(stop) = self.answer_line(number, line, answers) {
                answers.stop = Some(stop);
                return;
            }
            answers.answered += 1;
            if self.fail_fast && answers.failed > failed {
                answers.stop = Some(Stop::Failed(number));
                return;
            }
        }
    }
}

impl Verdicts {
    fn answer_line(&self, number: u64, line: Line<'_>, answers: &mut Answers) -> Result<(), Stop> {
        let Judging { door, asked, strict, deny_warnings, about_a_token, rules, now } = &self.judging;
        let refuse = |errors, answers: &mut Answers| {
            let response = ErrorResponse::validation(errors, *now);
            answers.json_of_line(&RequestVerdict { answer: &response, valid: false }, number);
            answers.count_refused(LineError { line: number, response });
        };
        let Line::Bytes(line) = line else {
            refuse(vec![Line::too_long()], answers);
            return Ok(());
        };
        match Input::read(line) {
            Ok(Input::Token(token)) => {
                let ChosenKey { key, source, url: _ } = self.chosen.as_ref().ok_or(Stop::NoKey)?;
                let room = asked.room.as_deref();
                let judge = Judge { key, source, now: *now, door: *door, room, strict: *strict };
                let mut judged = judge.judge(&token);
                asked.ask(&mut judged, &token);
                if let Some(flag) = &self.key_flag {
                    judged.name_key(flag);
                }
                let is_denied = (*deny_warnings && !judged.warnings.is_empty())
                    || judged.can.as_ref().is_some_and(|can| !can.allowed);
                answers.failed += u64::from(is_denied || !judged.valid);
                answers.json_of_line(&judged, number);
            }
            Ok(Input::Request(document)) => {
                if let Some(flag) = about_a_token {
                    let problem = format!("{flag} is about a token, and this is a request");
                    refuse(vec![ValidationError::new("", problem)], answers);
                    return Ok(());
                }
                let checked = TokenRequest::from_json(document)
                    .map_err(|error| vec![error])
                    .and_then(|request| request.validate(rules.unwrap_or_default(), UnknownMembers::Refuse));
                match checked {
                    Ok(request) => {
                        let answer = &request.normalized();
                        answers.json_of_line(&RequestVerdict { answer, valid: true }, number);
                    }
                    Err(errors) => refuse(errors, answers),
                }
            }
            Err(error) => refuse(vec![ValidationError::new("", error.to_string())], answers),
        }
        Ok(())
    }
}
