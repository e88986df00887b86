//! `lktoken validate --online`: the server itself is asked, beside the prediction.

use serde::Serialize;

use super::{ChosenKey, ValidateOutput, answer};
use crate::commands::{Answer, Session, now};
use crate::error::Error;
use crate::online::{AskError, Endpoint, EndpointError, ProgramError, ProgramFault, Reply, ask_program};
use crate::output::verdict;
use crate::token::time::UnixTime;
use crate::token::validate::{Clocks, Door, OnlineAnswer, ServerAnswer, Verdict};

/// Which server is asked.
pub(super) enum Target {
    /// The one whose URL stands beside the key.
    BesideKey,
    /// The one at this URL.
    Url(String),
}

impl From<Option<String>> for Target {
    /// `--online`, with the URL behind it if there is one.
    fn from(typed: Option<String>) -> Self {
        typed.map_or(Self::BesideKey, Self::Url)
    }
}

/// The prediction, and what the server answered.
#[derive(Serialize)]
struct Both<'a> {
    #[serde(flatten)]
    verdict: &'a Verdict,
    online: &'a OnlineAnswer,
}

/// Only doors that judge and do nothing else can be asked.
pub(super) fn check_door(door: Door) -> Result<(), Error> {
    match door {
        Door::Join | Door::Any => Ok(()),
        door => Err(Error::usage(format!(
            "--online cannot ask at the door `{}`: a server would not only judge there, but act ({})",
            door.name(),
            door.purpose()
        ))
        .hint("--for any asks the server about form, key, signature and times")),
    }
}

/// Shows the token to the server, and tells its answer beside the verdict. Yes
/// only when both say so: the server is right about this moment, but --strict and --deny-warnings ask for more.
pub(super) fn run(
    target: &Target,
    chosen: &ChosenKey,
    token: &str,
    judged: &Verdict,
    predicted: Answer,
    output: ValidateOutput,
    session: &Session,
) -> Result<Answer, Error> {
    let endpoint = endpoint(target, chosen, judged.door)?;
    if endpoint.is_open_to_others() {
        session.printer.warn(&format!(
            "the token goes to {} unencrypted, since its URL does not begin with wss:// or https://",
            endpoint.host()
        ));
    }
    let asked = ask_program(&endpoint, token).map_err(|error| program_failure(&error))?;
    let Reply { url, status, body, date } = asked.map_err(|error| failure(&error))?;
    let said = ServerAnswer { status, body };
    let there = date.and_then(|date| UnixTime::from_seconds(date).ok());
    let clocks = Clocks { here: now(None)?, there };
    let online = OnlineAnswer::compare(judged, url, said, clocks);
    let printed = match output {
        ValidateOutput::Json => session.printer.json(&Both { verdict: judged, online: &online }),
        ValidateOutput::Text => {
            let text = verdict::render_online(&online, judged, predicted == Answer::Yes);
            session.printer.text(&text)
        }
    };
    answer(printed, if online.lets_in { predicted } else { Answer::No })
}

fn endpoint(target: &Target, chosen: &ChosenKey, door: Door) -> Result<Endpoint, Error> {
    let (place, url) = match (target, &chosen.url) {
        (Target::Url(url), _) => ("the URL of --online".to_owned(), url.as_str()),
        (Target::BesideKey, Some(url)) => {
            (format!("the URL beside the key ({})", chosen.source), url.as_str())
        }
        (Target::BesideKey, None) => {
            return Err(Error::usage(format!(
                "--online needs the server's URL, and there is none beside the key ({})",
                chosen.source
            ))
            .hint("give it: --online=wss://…, or --url")
            .hint("or keep it beside the key: `url` of a profile, LIVEKIT_URL"));
        }
    };
    Endpoint::new(url, door).map_err(|problem: EndpointError| Error::usage(format!("{place} {problem}")))
}

fn program_failure(error: &ProgramError) -> Error {
    let ProgramError { path, fault } = error;
    let told = Error::other(error.to_string()).at(path);
    let told = match fault {
        ProgramFault::Missing => {
            told.hint("whatever installs lktoken has it: put both programs into one folder")
        }
        ProgramFault::NotStarted(_) | ProgramFault::NoAnswer(_) => {
            let path = path.display();
            told.hint(format!("`{path} --version` shows whether it starts, and which version it is"))
        }
        ProgramFault::Silent => told,
    };
    told.hint("without --online, the verdict is predicted and nobody is asked")
}

fn failure(error: &AskError) -> Error {
    let told = Error::other(error.to_string());
    match error {
        AskError::Redirect { .. } => told.hint("where that is the server itself, name it: --online=URL"),
        AskError::Tls { .. } => told
            .hint("the server's certificate must be good for that host, by the system's root certificates")
            .hint("a server without TLS is ws://, as `livekit-server --dev` is"),
        AskError::NotHttp { .. } | AskError::TooLarge { .. } => told.hint("is it the right host and port?"),
        AskError::NoSuchHost { .. } | AskError::Timeout { .. } | AskError::Unreachable { .. } => told
            .hint("is the server running, and are host, port and scheme right (wss:// with TLS, ws:// without)?")
            .hint("without --online, the verdict is predicted and nobody is asked"),
        AskError::NoHeader => told,
    }
}
