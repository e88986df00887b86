//! What a real server answered, held against the verdict: whether it lets the token in, whether that was predicted, and
//! what could explain it if not.

use serde::Serialize;

use super::{Door, INVALID_TOKEN, ServerAnswer, UNKNOWN_KEY, Verdict};
use crate::token::reader::registered::LEEWAY;
use crate::token::spelling::quoted;
use crate::token::time::{UnixTime, humanize_seconds};

/// What a real server answered. Members in the order of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OnlineAnswer {
    /// What was asked, without the token.
    pub url: String,
    /// The HTTP status.
    pub status: u16,
    /// The body, without the token, which servers up to 1.13.5 repeat.
    pub body: String,
    /// Whether this server lets the token in.
    pub lets_in: bool,
    /// Whether it is the answer that was predicted: the same status for the same reason, whatever the server's version
    /// makes of the wording.
    pub agrees: bool,
    /// What is noteworthy about the answer; there whenever it does not agree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
}

/// How a server's answer differs from the predicted one, and what could explain it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Kebab-case; an interface that never changes its meaning.
    pub code: &'static str,
    /// What differs.
    pub message: String,
    /// What could explain it, and what to do.
    pub hint: String,
}

/// The clocks at the moment of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// Of this machine.
    pub here: UnixTime,
    /// Of the server, where its answer has a date.
    pub there: Option<UnixTime>,
}

impl OnlineAnswer {
    /// Holds the answer of the server at `url` against `verdict`.
    #[must_use]
    pub fn compare(verdict: &Verdict, url: String, answer: ServerAnswer, clocks: Clocks) -> Self {
        let ServerAnswer { status, body } = answer;
        let predicted = verdict
            .server
            .as_ref()
            .map(|ServerAnswer { status, body }| Reason::of(*status, body, verdict.door));
        let predicted = predicted.unwrap_or(Reason::LetIn);
        let newer = as_newer(&body);
        let given = Reason::of(status, newer.as_deref().unwrap_or(&body), verdict.door);
        let agrees = given == predicted;
        let difference = if agrees {
            newer.map(|_| Difference::older_wording())
        } else {
            Some(Difference::between(&predicted, &given, verdict, clocks))
        };
        Self { url, status, body, lets_in: given == Reason::LetIn, agrees, difference }
    }
}

/// The body as servers from 1.13.6 on word it, where it is worded as before: those repeated the key, or the whole token.
fn as_newer(body: &str) -> Option<String> {
    if body.strip_prefix(UNKNOWN_KEY).is_some_and(|rest| rest.starts_with(": ")) {
        return Some(UNKNOWN_KEY.to_owned());
    }
    let (_, reason) = body.strip_prefix("invalid token: ")?.split_once(", error: ")?;
    Some(format!("{INVALID_TOKEN}: {reason}"))
}

/// Why a server answers as it does, as far as its answer tells.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    LetIn,
    /// The token cannot be read.
    Form,
    UnknownKey,
    /// The grants cannot be read; the text is exact but for `roomConfig`.
    Grants(String),
    /// Another algorithm than HS256.
    Algorithm(String),
    Secret,
    /// `exp` and `nbf`.
    Times(Vec<Time>),
    /// The door's own rules.
    Door(u16, String),
    /// The server's state, which no token decides.
    State(String),
    /// Not an answer that a LiveKit server is known to give.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Time {
    Expired,
    TooEarly,
    MissingExpiry,
}

/// The answers of the doors that can be asked, `service/rtcservice.go`; what follows `length exceeds` is the server's
/// configuration.
const DOOR_ANSWERS: [(u16, &str); 6] = [
    (401, "no permissions to access the room"),
    (401, "permissions denied"),
    (400, "identity cannot be empty"),
    (400, "participant identity length exceeds limits"),
    (400, "no room name"),
    (400, "room name length exceeds limits"),
];

/// Answers that the server's state decides.
const STATE_ANSWERS: [(u16, &str); 3] = [
    (404, "requested room does not exist"),
    (503, "node has exceeded its configured limit"),
    (406, "Not Ready"),
];

impl Reason {
    fn of(status: u16, body: &str, door: Door) -> Self {
        let body = body.trim_end();
        let begins = |answers: &[(u16, &str)]| {
            answers.iter().any(|(code, start)| *code == status && body.starts_with(start))
        };
        match status {
            200 if door.answer() == Some(body) => Self::LetIn,
            401 if body == INVALID_TOKEN => Self::Form,
            401 if body == UNKNOWN_KEY => Self::UnknownKey,
            401 if body.starts_with(INVALID_TOKEN) => Self::of_verification(body),
            _ if begins(&DOOR_ANSWERS) => Self::Door(status, body.to_owned()),
            _ if begins(&STATE_ANSWERS) => Self::State(body.to_owned()),
            _ => Self::Unknown,
        }
    }

    /// What follows the key: grants, algorithm, signature, times.
    fn of_verification(body: &str) -> Self {
        const MALFORMED: &str = ": token is malformed: could not JSON decode claim: ";
        let Some(reason) = body.strip_prefix(INVALID_TOKEN) else { return Self::Unknown };
        if let Some(fault) = reason.strip_prefix(MALFORMED) {
            // What follows is spaced at random on purpose.
            return Self::Grants(if fault.starts_with("proto:") { "proto:" } else { fault }.to_owned());
        }
        match reason.strip_prefix(": token signature is invalid: ") {
            Some("signature is invalid") => return Self::Secret,
            Some(method) => return Self::Algorithm(method.to_owned()),
            None => {}
        }
        let Some(faults) = reason.strip_prefix(": token has invalid claims: ") else { return Self::Unknown };
        let time = |fault| match fault {
            "token is expired" => Some(Time::Expired),
            "token is not valid yet" => Some(Time::TooEarly),
            "token is missing required claim: exp claim is required" => Some(Time::MissingExpiry),
            _ => None,
        };
        faults.split(", ").map(time).collect::<Option<Vec<Time>>>().map_or(Self::Unknown, Self::Times)
    }

    fn has(&self, time: Time) -> bool {
        matches!(self, Self::Times(times) if times.contains(&time))
    }
}

impl Difference {
    fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }

    fn older_wording() -> Self {
        Self::new(
            "older-wording",
            "The server words it as LiveKit servers up to 1.13.5 do.",
            "Up to that version they repeat the key, or the whole token, in what they answer, and so in the logs of others; \
             a newer one does not.",
        )
    }

    /// The first stage that tells the two apart, in the server's order of work.
    fn between(predicted: &Reason, given: &Reason, verdict: &Verdict, clocks: Clocks) -> Self {
        let (key, source) = (quoted(&verdict.key.api_key), &verdict.key.source);
        match (predicted, given) {
            (_, Reason::Unknown) => Self::new(
                "unknown-answer",
                "This is no answer that a LiveKit server is known to give here.",
                "Perhaps something else answers at this URL, or stands before the server: a proxy, a web page, another \
                 base path.",
            ),
            (_, Reason::State(state)) => Self::new(
                "server-state",
                format!(
                    "The server answers out of its own state, which no token decides: {}.",
                    quoted(state)
                ),
                "The room is not there and the server makes none by itself, or the server is full or unwell.",
            ),
            (Reason::Form, _) | (_, Reason::Form) => Self::other_rules(),
            (_, Reason::UnknownKey) => Self::new(
                "other-keys",
                format!("The server does not know the key {}.", quoted(&verdict.issuer)),
                format!(
                    "Is it the right server? {key} (from {source}) is no key of this one, or not any more."
                ),
            ),
            (Reason::UnknownKey, _) => Self::new(
                "other-keys",
                format!("The server knows the key {}, which the token names.", quoted(&verdict.issuer)),
                format!(
                    "The token was judged here with the key {key} (from {source}): judge it with the one it names."
                ),
            ),
            (Reason::Grants(_) | Reason::Algorithm(_), _) | (_, Reason::Grants(_) | Reason::Algorithm(_)) => {
                Self::other_rules()
            }
            (_, Reason::Secret) => Self::new(
                "other-secret",
                format!(
                    "The server has another secret for the key {key} than there is here (from {source})."
                ),
                "Is it the right server? If so, the secret was changed there and not here.",
            ),
            (Reason::Secret, _) => Self::new(
                "other-secret",
                format!(
                    "The server has the secret that the token was signed with, not the one here (from {source})."
                ),
                "The secret here is an old one, or of another environment.",
            ),
            _ if predicted.has(Time::MissingExpiry) && !given.has(Time::MissingExpiry) => Self::new(
                "older-server",
                "The server takes tokens that never expire.",
                "It is of version 1.13.5 or older; newer ones refuse this token.",
            ),
            (Reason::Times(_), _) | (_, Reason::Times(_)) => {
                Self::new("other-clock", clocks.told(), clocks.explained())
            }
            _ => Self::other_rules(),
        }
    }

    fn other_rules() -> Self {
        Self::new(
            "other-rules",
            "The server judges this token by other rules.",
            "It is of another version than was predicted for (1.13.6 or newer), or its configuration sets other limits.",
        )
    }
}

impl Clocks {
    fn told(self) -> String {
        let Self { here, there } = self;
        match there.map(|there| there.seconds() - here.seconds()) {
            Some(ahead) if ahead.abs() > 1 => format!(
                "The server's clock is {} {} this one.",
                humanize_seconds(ahead.unsigned_abs()),
                if ahead > 0 { "ahead of" } else { "behind" }
            ),
            Some(_) => {
                "The server judges the token's times otherwise, and not for its clock, which is this one's."
                    .to_owned()
            }
            None => "The server judges the token's times otherwise: its clock is another.".to_owned(),
        }
    }

    fn explained(self) -> String {
        let Self { here, there } = self;
        match there {
            Some(there) if there.seconds().abs_diff(here.seconds()) > 1 => {
                format!(
                    "Here it is {here}, there it was {there}; servers forgive {LEEWAY} s. Set the clock that is wrong."
                )
            }
            Some(_) => format!(
                "Here and there it is {here}. It forgives another while than {LEEWAY} s, does not look at times at all, or is no \
                 LiveKit server."
            ),
            None => format!("Here it is {here}; servers forgive {LEEWAY} s. Set the clock that is wrong."),
        }
    }
}

#[cfg(test)]
mod tests;
