//! `lktoken inspect --batch`.

use std::sync::Arc;

use super::key_of;
use crate::cli::{CredentialArgs, LinesArgs};
use crate::commands::batch::{self, Answers, Ended, LineWork, Run, Source, Stop};
use crate::commands::key::ChosenKey;
use crate::commands::{Answer, Session};
use crate::error::Error;
use crate::token::batch::LineError;
use crate::token::batch::lines::{Line, Lines};
use crate::token::input::Input;
use crate::token::inspect::{Inspection, inspect};
use crate::token::response::{ErrorResponse, ValidationError};
use crate::token::time::UnixTime;

pub(super) fn run(
    lines: &LinesArgs,
    claims_only: bool,
    now: UnixTime,
    credentials: CredentialArgs,
    session: &mut Session,
) -> Result<Answer, Error> {
    let path = lines.batch.as_deref().ok_or_else(|| Error::usage("--batch is missing"))?;
    let source = Source::open(path, session)?;
    let chosen = key_of(None, credentials, session)?;
    // Nobody is to take them for tokens that are valid, as `validate` counts them.
    let names = ["token read, valid or not", "tokens read, valid or not"];
    let failures = ["line without a token", "lines without a token"];
    let run = Run { args: lines, head: "", names, failures };
    let work: Arc<dyn LineWork> =
        Arc::new(Inspections { chosen, claims_only, now, fail_fast: lines.fail_fast });
    run.run(source, &work, session).map(Ended::answer)
}

/// Takes the tokens of lines apart.
struct Inspections {
    chosen: Option<ChosenKey>,
    claims_only: bool,
    now: UnixTime,
    fail_fast: bool,
}

impl LineWork for Inspections {
    fn answer(&self, lines: &Lines, answers: &mut Answers) {
        let Self { chosen: _, claims_only, now, fail_fast } = self;
        for (number, line) in lines.iter() {
            let inspected = match line {
                Line::Bytes(line) => self.inspect(line).map_err(|problem| LineError {
                    line: number,
                    response: ErrorResponse::validation(vec![ValidationError::new("", problem)], *now),
                }),
                Line::TooLong => Err(batch::too_long(number, *now)),
            };
            answers.answered += 1;
            match inspected {
                // Claims are shown as they stand in the token, with nothing beside them.
                Ok(inspection) if *claims_only => answers.json(&inspection.claims),
                Ok(inspection) => answers.json_of_line(&inspection, number),
                Err(error) => {
                    answers.refuse(error);
                    if *fail_fast {
                        answers.stop = Some(Stop::Failed(number));
                        return;
                    }
                }
            }
        }
    }
}

impl Inspections {
    fn inspect(&self, line: &[u8]) -> Result<Inspection, String> {
        let key = self.chosen.as_ref().map(|chosen| (&chosen.key, chosen.source.as_str()));
        match Input::read(line) {
            Ok(Input::Token(token)) => inspect(&token, key, self.now).map_err(|error| error.to_string()),
            Ok(Input::Request(_)) => Err("there is no token in this JSON".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }
}
