//! `lktoken profile add`

use std::path::PathBuf;

use super::super::Session;
use super::super::key::{check_url, refuse_secret_in_arguments, typed_credentials};
use super::super::mint::{lifetime, request_error};
use super::super::stdin::{Stdin, is_stdin};
use super::{if_exists, locate};
use crate::cli::AddArgs;
use crate::credentials::{CredentialError, Defaults, NewProfile, NewSecret, SecretCommand};
use crate::error::Error;
use crate::output::prompt::Prompter;
use crate::token::key::{ApiKey, ApiSecret};
use crate::token::request::{Member, TokenRequest, UnknownMembers};

/// Where the secret will be.
struct SecretArgs {
    file: Option<PathBuf>,
    command: Vec<String>,
}

pub(super) fn run(args: AddArgs, session: &mut Session) -> Result<(), Error> {
    let AddArgs {
        name,
        url,
        api_key,
        api_secret_file,
        api_secret_command,
        api_secret,
        expires_in,
        room,
        display_name,
        rules,
        make_default,
        replace,
        no_input,
        store,
    } = args;
    refuse_secret_in_arguments(api_secret.is_some())?;
    if let Some(url) = &url {
        check_url(url).map_err(|problem| Error::usage(format!("--url {problem}")))?;
    }
    let defaults = Defaults { expires_in, room, name: display_name, rules };
    check_defaults(&defaults)?;
    let store = locate(store, session)?;
    let prompter = Prompter::for_terminal(Stdin::is_terminal(), &session.printer, no_input);
    let asks = name.is_none() || api_key.is_none();
    let if_exists = if_exists(replace);
    let name = given_or_asked(name, "the profile's name", prompter.as_ref(), |prompter| {
        prompter.line("Profile's name", |text| match store.check_new(text, if_exists) {
            // Another name would do. What is wrong with the file is told below: no answer could mend it.
            Err(error @ (CredentialError::ProfileName { .. } | CredentialError::ProfileExists { .. })) => {
                Err(error.to_string())
            }
            _ => Ok(()),
        })
    })?;
    store.check_new(&name, if_exists)?;
    let url = match (url, prompter.as_ref()) {
        (None, Some(prompter)) if asks => {
            let check = |text: &str| {
                if text.is_empty() { Ok(()) } else { check_url(text).map_err(|e| format!("this {e}")) }
            };
            Some(prompter.line("Server's URL (may be left out)", check)?).filter(|url| !url.is_empty())
        }
        (url, _) => url,
    };
    let api_key = given_or_asked(api_key, "--api-key", prompter.as_ref(), |prompter| {
        prompter.line("API key", |text| required(text, "a key"))
    })?;
    let secret = SecretArgs { file: api_secret_file, command: api_secret_command };
    let secret = secret_of(secret, &api_key, prompter.as_ref(), session)?;
    let profile = NewProfile {
        url,
        api_key: ApiKey::new(api_key).map_err(|error| Error::usage(error.to_string()))?,
        secret,
        defaults,
    };
    let added = store.add(&name, &profile, if_exists)?;
    let done = if added.replaced { "replaced" } else { "added" };
    session.printer.note(&format!("{done} profile {name} in {}", store.path().display()));
    if make_default || !added.has_default {
        store.use_by_default(&name)?;
        session.printer.note(&format!("{name} is the default profile"));
    }
    Ok(())
}

/// Defaults keep the request's rules, so that no token fails because of them later.
fn check_defaults(defaults: &Defaults) -> Result<(), Error> {
    let Defaults { expires_in, room, name, rules } = defaults;
    let request = TokenRequest {
        room_name: room.as_deref().map(Member::text),
        participant_name: name.as_deref().map(Member::text),
        expiration_seconds: expires_in.as_deref().map(lifetime),
        ..TokenRequest::default()
    };
    let rules = rules.unwrap_or_default();
    let mut errors = request.validate(rules, UnknownMembers::Refuse).err().unwrap_or_default();
    // What a profile leaves open, a request supplies.
    errors.retain(|error| {
        !(error.field == "participantIdentity" || error.field == "roomName" && room.is_none())
    });
    if errors.is_empty() { Ok(()) } else { Err(request_error(errors, rules)) }
}

fn given_or_asked(
    given: Option<String>,
    what: &str,
    prompter: Option<&Prompter>,
    ask: impl FnOnce(&Prompter) -> Result<String, Error>,
) -> Result<String, Error> {
    match (given, prompter) {
        (Some(given), _) => Ok(given),
        (None, Some(prompter)) => ask(prompter),
        (None, None) => Err(Error::usage(format!("{what} is missing")).hint(
            "lktoken profile add NAME --api-key KEY --api-secret-file FILE, or `-` to pipe the secret in",
        )),
    }
}

fn required(text: &str, what: &str) -> Result<(), String> {
    if text.is_empty() { Err(format!("{what} is required")) } else { Ok(()) }
}

/// Everything behind `--api-secret-command` belongs to the command, a flag of ours by mistake too.
fn refuse_our_flags(command: Vec<String>) -> Result<Vec<String>, Error> {
    const OURS: [&str; 5] = ["--default", "--replace", "--no-input", "--api-key", "--display-name"];
    match command.iter().find(|word| OURS.contains(&word.as_str())) {
        None => Ok(command),
        Some(flag) => Err(Error::usage(format!(
            "{flag} stands behind --api-secret-command, which takes all that follows: give {flag} before it"
        ))),
    }
}

fn secret_of(
    args: SecretArgs,
    api_key: &str,
    prompter: Option<&Prompter>,
    session: &mut Session,
) -> Result<NewSecret, Error> {
    let SecretArgs { file, command } = args;
    match (file, command.is_empty()) {
        (Some(_), false) => {
            Err(Error::usage("--api-secret-file and --api-secret-command are two places for one secret"))
        }
        (Some(path), true) if is_stdin(&path) => {
            let stdin = session.stdin.take("--api-secret-file -")?;
            let credentials = typed_credentials(api_key.to_owned(), None, stdin.lock())?;
            for warning in &credentials.warnings {
                session.printer.warn(&warning.to_string());
            }
            Ok(NewSecret::Inline(credentials.secret))
        }
        (Some(path), true) => {
            let absolute = std::path::absolute(&path)
                .map_err(|error| Error::other(format!("cannot tell where this file is: {error}")).at(&path))?;
            if !absolute.exists() {
                session.printer.warn(&format!("there is no file {} yet", absolute.display()));
            }
            Ok(NewSecret::File(absolute))
        }
        (None, false) => SecretCommand::new(refuse_our_flags(command)?)
            .map(NewSecret::Command)
            .ok_or_else(|| Error::usage("--api-secret-command names no program")),
        (None, true) => match prompter {
            Some(prompter) => {
                let secret = prompter.secret("API secret (not shown)", true)?;
                ApiSecret::new(secret).map(NewSecret::Inline).map_err(|error| Error::usage(error.to_string()))
            }
            None => Err(Error::usage("the secret is missing").hint(
                "--api-secret-file FILE, or `-` to pipe it in, or --api-secret-command PROGRAM ARGUMENT …; on a \
                 terminal it is asked for",
            )),
        },
    }
}
