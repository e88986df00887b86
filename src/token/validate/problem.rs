//! What is wrong with a token, said so that a person can mend it.

use std::fmt::Write as _;

use serde::Serialize;

use super::door::Door;
use super::mend::{MEND, MINT_FROM, mint_to_join, mint_with};
use crate::token::grants::mint_flag;
use crate::token::lint::Lint;
use crate::token::reader::breach::Breach;
use crate::token::reader::grants::GrantFault;
use crate::token::reader::header::HeaderFault;
use crate::token::reader::json::Kind;
use crate::token::reader::registered::{ClaimFault, LEEWAY, NumericDate};
use crate::token::reader::{PartFault, SegmentCount};
use crate::token::spelling::quoted;
use crate::token::time::{UnixTime, humanize_seconds};

/// A reason why a token is not let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Kebab-case; an interface that never changes its meaning.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What would mend it.
    pub hint: String,
}

/// What a server lets through although it should not be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Kebab-case; an interface that never changes its meaning.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
}

impl From<Breach> for Warning {
    fn from(breach: Breach) -> Self {
        Self { code: breach.code, message: breach.message }
    }
}

impl From<Lint> for Warning {
    fn from(lint: Lint) -> Self {
        Self { code: lint.code, message: lint.message }
    }
}

/// Under `--strict`.
impl From<Warning> for Problem {
    fn from(warning: Warning) -> Self {
        let hint = "A LiveKit server lets this through; --strict does not. Mend it where the token is made.";
        Self::new(warning.code, warning.message, hint)
    }
}

impl Problem {
    pub(super) fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }

    pub(super) fn not_three_parts(count: SegmentCount) -> Self {
        let hint = "Give the whole token and nothing else: header.payload.signature, as `lktoken mint -o token` prints it.";
        Self::new("not-three-parts", format!("This is no token: {count}."), hint)
    }

    pub(super) fn unreadable_part(part: &str, fault: PartFault) -> Self {
        let code = match fault {
            PartFault::Base64(_) => "bad-base64url",
            PartFault::Json(_) => "bad-json",
        };
        let hint = "The token was damaged on its way, or not made by a JWT library: copy it again, or mint a new one.";
        Self::new(code, format!("The token's {part} is {fault}."), hint)
    }

    pub(super) fn bad_header(fault: &HeaderFault) -> Self {
        let hint = r#"A LiveKit token's header is {"alg":"HS256","typ":"JWT"}; mint it with a LiveKit SDK or `lktoken mint`."#;
        let (code, message) = match fault {
            HeaderFault::NotAnObject(kind) => {
                ("bad-header", format!("The header is {}, not an object.", kind.with_article()))
            }
            HeaderFault::HugeNumber => {
                ("bad-header", "The header has a number that no double can hold.".to_owned())
            }
            HeaderFault::MissingAlg => ("missing-alg", "The header has no \"alg\".".to_owned()),
            HeaderFault::AlgNotAString(kind) => {
                ("bad-alg", format!("The header's \"alg\" is {}, not a string.", kind.with_article()))
            }
            HeaderFault::UnknownAlg(name) => (
                "bad-alg",
                format!("The header's \"alg\" is {}, which is no algorithm's name.", quoted(name)),
            ),
        };
        Self::new(code, message, hint)
    }

    pub(super) fn payload_not_an_object(kind: Kind) -> Self {
        let hint = "The payload of a token is a JSON object of claims.";
        Self::new("bad-payload", format!("The payload is {}, not an object.", kind.with_article()), hint)
    }

    pub(super) fn registered_claim_type(fault: &ClaimFault) -> Self {
        let ClaimFault { claim, expected, found } = fault;
        let found = match found {
            Kind::Number if expected.starts_with("a number") => "a number out of range",
            other => other.with_article(),
        };
        let message = format!("The claim {claim:?} is {found}; it should be {expected}.");
        Self::new("claim-type", message, MEND)
    }

    pub(super) fn missing_issuer(known: &str) -> Self {
        Self::new(
            "missing-issuer",
            "The token does not say which API key it was signed with: its \"iss\" is missing or empty.",
            format!("The \"iss\" claim is the API key; with the chosen key it would be {}.", quoted(known)),
        )
    }

    pub(super) fn unknown_key(issuer: &str, known: &str, source: &str, secret_fits: bool) -> Self {
        let message = format!(
            "The API key is at fault: the token names {}, and the server is taken to know {} only.",
            quoted(issuer),
            quoted(known)
        );
        let hint = if secret_fits {
            format!(
                "The secret of {} does verify the signature, so only the name in \"iss\" is wrong: mint the token with \
                 \"iss\" {}.",
                quoted(known),
                quoted(known)
            )
        } else {
            format!(
                "Judge it with the key it names (--profile NAME, --env-file PATH, or --api-key with --api-secret-file), \
                 or mint a new one with {} (from {source}).",
                quoted(known)
            )
        };
        Self::new("unknown-key", message, hint)
    }

    pub(super) fn grant(fault: &GrantFault) -> Self {
        match fault {
            GrantFault::WrongType { path, found, expected, .. } => {
                let expected = match *expected {
                    "bool" => "true or false",
                    "string" => "a string",
                    "[]string" => "an array of strings",
                    "map[string]string" => "an object of strings",
                    _ => "an object",
                };
                Self::new(
                    "grant-type",
                    format!(
                        "The claim {path:?} is {} where a server reads {expected}.",
                        found.with_article()
                    ),
                    MEND,
                )
            }
            GrantFault::RoomConfig(fault) => Self::new(
                "room-config",
                format!("A server cannot read the room configuration: {}: {}.", fault.path, fault.reason),
                format!(
                    "{MEND} What --room-config takes is right: LiveKit's RoomConfiguration in proto-JSON."
                ),
            ),
        }
    }

    pub(super) fn wrong_algorithm(name: &str) -> Self {
        let hint = "LiveKit signs with HS256 only: mint the token with a LiveKit SDK or `lktoken mint`.";
        Self::new(
            "wrong-algorithm",
            format!("The token is signed with {name}, and LiveKit takes HS256 only."),
            hint,
        )
    }

    pub(super) fn wrong_signature(known: &str, source: &str) -> Self {
        Self::new(
            "wrong-signature",
            format!(
                "The secret is at fault, or the token was changed: it names the right API key, {}, but its signature was \
                 not made over this text with the secret of that key.",
                quoted(known)
            ),
            format!(
                "Copy the token again, whole. If that does not help, compare the secret of {} here (from {source}) with \
                 the one it was minted with: an old one after a rotation, quotes or a line end pasted along, another \
                 environment's file.",
                quoted(known)
            ),
        )
    }

    /// With what is visibly wrong with the token's text, which explains the rest.
    pub(super) fn with_damage(self, damage: Option<String>) -> Self {
        match damage {
            Some(damage) => Self { message: damage, hint: "Copy the token again, whole.".to_owned(), ..self },
            None => self,
        }
    }

    /// With a hint at members that no server reads, where a member is missed.
    pub(super) fn with_misspelt(mut self, misspelt: &[(String, &str)]) -> Self {
        let mut hint = String::new();
        // Put together once: there may be as many as the token has room for.
        for (name, meant) in misspelt.iter().rev().filter(|(_, meant)| self.message.contains(meant)) {
            let name = quoted(name);
            let _ = write!(
                hint,
                "The \"video\" grant has {name}, which no server reads: {meant:?} was perhaps meant. "
            );
        }
        self.hint.insert_str(0, &hint);
        self
    }

    pub(super) fn missing_expiry() -> Self {
        Self::new(
            "missing-exp",
            "The token never expires: it has no \"exp\", which servers from 1.13.6 on require.",
            format!(
                "Mint it with a lifetime, or make it of this one: {MINT_FROM}`, with the token on standard input, gives it an \
                 hour, or what --expires-in says."
            ),
        )
    }

    pub(super) fn expired(date: NumericDate, now: UnixTime) -> Self {
        let message = match date.time() {
            Some(time) => format!(
                "The time is at fault: the token expired {} ago, at {time}, and servers forgive {LEEWAY} s.",
                distance(date, now)
            ),
            None => "The time is at fault: the token's \"exp\" lies in the far past, as a server reads it."
                .to_owned(),
        };
        Self::new(
            "expired",
            message,
            format!(
                "Mint a new token, or make it of this one: {MINT_FROM}`, with the token on standard input, keeps claims and \
                 lifetime. If this one is new, a clock is off: here it is {now}."
            ),
        )
    }

    pub(super) fn not_valid_yet(date: NumericDate, now: UnixTime) -> Self {
        let message = match date.time() {
            Some(time) => format!(
                "The time is at fault: the token is valid only {} from now, from {time} on, and servers forgive {LEEWAY} s.",
                distance(date, now)
            ),
            None => "The time is at fault: the token's \"nbf\" lies in the far future.".to_owned(),
        };
        if date.looks_like_milliseconds() {
            let hint =
                "Times in a token are seconds since 1970; this one looks like milliseconds. Divide by 1000.";
            return Self::new("not-valid-yet", message, hint);
        }
        let hint = format!(
            "If the token was just minted, the clock of the machine that made it is ahead, or this one is behind: here \
             it is {now}. {MINT_FROM}`, with the token on standard input, makes one of it that begins now."
        );
        Self::new("not-valid-yet", message, hint)
    }

    /// `arguments` are what `mint --from` needs to make one to join with.
    pub(super) fn no_video_grant(arguments: &str) -> Self {
        Self::new(
            "no-video-grant",
            "The token does not let its holder join a room: it has no \"video\" grant.",
            mint_to_join(arguments),
        )
    }

    /// `arguments` are what `mint --from` needs to make one to join with.
    pub(super) fn no_room_join(arguments: &str) -> Self {
        Self::new(
            "no-room-join",
            "The token does not let its holder join a room: \"video.roomJoin\" is not true.",
            mint_to_join(arguments),
        )
    }

    pub(super) fn missing_grant(door: Door, claim: &str, flag: &str) -> Self {
        Self::new(
            "missing-grant",
            format!("The token does not let its holder {}: \"{claim}.{flag}\" is not true.", door.purpose()),
            mint_with(&mint_flag(claim, flag)),
        )
    }

    pub(super) fn other_room(own: &str, asked: &str) -> Self {
        Self::new(
            "other-room",
            format!("The token is for moderating {}, not {}.", room(own), room(asked)),
            "A token moderates exactly the room in \"video.room\"; no name in it stands for every room.",
        )
    }

    /// With a hint at the doors that this token opens, where there are any.
    pub(super) fn with_open_doors(mut self, open: &[Door]) -> Self {
        if !open.is_empty() {
            let doors: Vec<String> =
                open.iter().map(|door| format!("--for {} ({})", door.name(), door.purpose())).collect();
            self.hint = format!("{} This token does open: {}.", self.hint, doors.join(", "));
        }
        self
    }

    /// `arguments` are what `mint --from` needs to make one to join with.
    pub(super) fn missing_identity(arguments: &str) -> Self {
        Self::new(
            "missing-identity",
            "The token does not say who joins: its \"sub\" is missing or empty.",
            mint_to_join(arguments),
        )
    }

    /// `arguments` are what `mint --from` needs to make one to join with.
    pub(super) fn missing_room(arguments: &str) -> Self {
        Self::new(
            "missing-room",
            "The token does not say which room to join: \"video.room\" is missing or empty.",
            mint_to_join(arguments),
        )
    }

    pub(super) fn name_too_long(what: &str, bytes: usize, limit: usize) -> Self {
        Self::new(
            if what == "room" { "room-too-long" } else { "identity-too-long" },
            format!("The {what} has {bytes} bytes; a server takes {limit} by default."),
            format!(
                "Choose a shorter one, by --{what}; characters beyond ASCII count two to four bytes each."
            ),
        )
    }
}

pub(super) fn room(name: &str) -> String {
    if name.is_empty() { "no room".to_owned() } else { format!("room {}", quoted(name)) }
}

fn distance(date: NumericDate, now: UnixTime) -> String {
    humanize_seconds(date.seconds().abs_diff(now.seconds()))
}
