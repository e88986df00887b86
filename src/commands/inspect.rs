//! `lktoken inspect`

mod many;

use super::key::{self, ChosenKey};
use super::validate::hints::profile_with;
use super::validate::{read_input, refuse_token_beside_batch};
use super::{Answer, Session, now};
use crate::cli::{CredentialArgs, InspectArgs, InspectOutput};
use crate::error::Error;
use crate::output::{explanation, inspection};
use crate::token::explain;
use crate::token::input::Input;
use crate::token::inspect::inspect;
use crate::token::key::DEVELOPMENT_API_KEY;

pub(super) fn run(args: InspectArgs, session: &mut Session) -> Result<Answer, Error> {
    let InspectArgs { input, output, explain: in_words, at, lines, credentials, talk: _, help: _ } = args;
    key::refuse_secret_in_arguments(credentials.api_secret.is_some())?;
    let now = now(at)?;
    if lines.batch.is_some() {
        refuse_token_beside_batch(&input)?;
        let for_people = if in_words { Some("--explain") } else { None };
        let for_people = for_people.or((output == Some(InspectOutput::Text)).then_some("--output text"));
        if let Some(flag) = for_people {
            return Err(Error::usage(format!(
                "{flag} is for a single token: --batch prints a line of JSON for each, --output json or --output claims"
            )));
        }
        return many::run(&lines, output == Some(InspectOutput::Claims), now, credentials, session);
    }
    let bytes = read_input(input, "inspect", session)?;
    let token = match Input::read(&bytes) {
        Ok(Input::Token(token)) => token,
        Ok(Input::Request(_)) => {
            return Err(Error::usage(
                "there is no token in this JSON: it has no member `token` or `participant_token`",
            )
            .hint("`lktoken validate` checks a request"));
        }
        Err(error) => return Err(Error::usage(error.to_string())),
    };
    let unchecked = inspect(&token, None, now).map_err(|error| {
        Error::usage(error.to_string()).hint("`lktoken validate` tells what a server would say to it")
    })?;
    let config = credentials.config.clone();
    let chosen = key_of(Some(&unchecked.issuer), credentials, session)?;
    let key = chosen.as_ref().map(|chosen| (&chosen.key, chosen.source.as_str()));
    let issuer = &unchecked.issuer;
    let profile = if key.is_none() { profile_with(issuer, config.as_deref(), session) } else { None };
    if in_words {
        let paragraph =
            explain::explain(&token, key, now).map_err(|error| Error::usage(error.to_string()))?;
        if let Some(profile) = profile {
            session.printer.note(&format!("--profile {profile} would have the signature checked"));
        }
        let text = explanation::render(&paragraph, session.printer.stdout_is_terminal);
        return session.printer.text(&text).map(|()| Answer::Yes);
    }
    let way_to_key = match profile {
        Some(profile) => format!("--profile {profile}"),
        None if issuer == DEVELOPMENT_API_KEY => "--dev".to_owned(),
        None => "--profile or --env-file".to_owned(),
    };
    let result = if key.is_some() { inspect(&token, key, now).unwrap_or(unchecked) } else { unchecked };
    let default = if session.printer.stdout_is_terminal { InspectOutput::Text } else { InspectOutput::Json };
    match output.unwrap_or(default) {
        InspectOutput::Json => session.printer.json(&result)?,
        InspectOutput::Text => session.printer.text(&inspection::render(&result, &way_to_key))?,
        InspectOutput::Claims => session.printer.json(&result.claims)?,
    }
    Ok(Answer::Yes)
}

/// The key of this name, or of any, when it is at hand. An inspection never needs one: what is wrong with ambient credentials is
/// only a warning, and a secret is opened, or its command run, only for a token that names its key.
fn key_of(
    issuer: Option<&str>,
    credentials: CredentialArgs,
    session: &mut Session,
) -> Result<Option<ChosenKey>, Error> {
    let is_explicit = credentials.dev
        || credentials.profile.is_some()
        || credentials.env_file.is_some()
        || credentials.api_key.is_some()
        || credentials.api_secret_file.is_some();
    let loaded = match key::choose(credentials, session)? {
        Err(error) if error.is_missing() && !is_explicit => return Ok(None),
        Err(error) => Err(error.into()),
        Ok(selection)
            if selection.api_key().is_some_and(|name| issuer.is_some_and(|issuer| name != issuer)) =>
        {
            return Ok(None);
        }
        Ok(selection) => key::load(selection, session),
    };
    match loaded {
        Ok(chosen) => Ok(Some(chosen)),
        Err(error) if is_explicit => Err(error),
        Err(error) => {
            session.printer.warn(&format!("the signature is not checked: {}", error.message()));
            Ok(None)
        }
    }
}
