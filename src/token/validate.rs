//! The verdict a LiveKit server would give on a token, and why.
//!
//! The order of work is the server's (1.13.6 and newer): form, header and registered claims; key; grants; algorithm;
//! signature; times; the door. Its answer is that of the first stage that fails; what later stages find is listed behind
//! it, so that one run shows all. What a real server answers can be held against it: [`OnlineAnswer::compare`].

mod ability;
mod door;
mod mend;
mod online;
mod problem;

use serde::Serialize;

use super::jws::SIGNATURE_BYTES;
use super::key::SigningKey;
use super::lint::{Lint, lints, short_secret};
use super::reader::breach::breaches;
use super::reader::grants::{self, Grant};
use super::reader::header::algorithm;
use super::reader::registered::RegisteredClaims;
use super::reader::{Token, has_line_ends, header};
use super::renewal;
use super::time::UnixTime;
pub use ability::{Ability, Asked, Can, Denial};
pub use door::{Door, MAX_NAME_BYTES};
use door::{Refusal, Visit};
pub use online::{Clocks, Difference, OnlineAnswer};
pub use problem::{Problem, Warning};

/// Who judges, when and how.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// The only key that the server knows.
    pub key: &'a SigningKey,
    /// Where the key came from, for people: `--dev`, `profile prod`.
    pub source: &'a str,
    /// The server's clock.
    pub now: UnixTime,
    /// Where the token is shown.
    pub door: Door,
    /// The room that [`Door::Admin`] is about; the token's own if there is none.
    pub room: Option<&'a str>,
    /// Whether a breach of the RFCs that the server lets through is a problem.
    pub strict: bool,
}

/// The contract's verdict on a token. Members in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether the server lets the token in, and under `strict` no RFC forbids it either.
    pub valid: bool,
    /// Where the token was shown.
    pub door: Door,
    /// The server's answer as far as the token decides it.
    pub server: Option<ServerAnswer>,
    /// Not empty exactly when `valid` is false; the first is what the server names.
    pub problems: Vec<Problem>,
    /// What the server lets through although an RFC forbids it, and what is surely not meant.
    pub warnings: Vec<Warning>,
    /// The key the token was judged with.
    pub key: KeyUsed,
    /// Whether it also grants what [`Verdict::ask`] asked; it decides nothing of the above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can: Option<Can>,
    /// `iss`, the key that the token names.
    #[serde(skip)]
    issuer: String,
    /// Whether the signature is whole, but not made with the secret at hand.
    #[serde(skip)]
    other_secret: bool,
}

impl Verdict {
    /// The API key that the token names, where that is another than the one it was judged with.
    #[must_use]
    pub fn unknown_key(&self) -> Option<&str> {
        self.problems.iter().find(|problem| problem.code == "unknown-key").map(|_| self.issuer.as_str())
    }

    /// Asks whether `token`, which was judged, grants its holder this.
    pub fn ask(&mut self, token: &str, asked: &Asked<'_>) {
        self.can = Some(asked.of(token, self.valid));
    }

    /// Whether another secret may have made the signature (`wrong-signature`), which is neither cut off nor otherwise
    /// visibly damaged.
    #[must_use]
    pub fn is_signed_with_another_secret(&self) -> bool {
        self.other_secret
    }

    /// Has commands in hints, which make a token of this one, name the key to sign with, as `flag` does.
    pub fn name_key(&mut self, flag: &str) {
        let denied = self.can.iter_mut().flat_map(|can| &mut can.denied).map(|denial| &mut denial.reason);
        self.problems.iter_mut().chain(denied).for_each(|problem| problem.name_key(flag));
    }

    /// Puts a sentence in the place of the hint of each problem with this code.
    pub fn set_hint(&mut self, code: &str, hint: &str) {
        for problem in self.problems.iter_mut().filter(|problem| problem.code == code) {
            hint.clone_into(&mut problem.hint);
        }
    }

    /// Puts a sentence before the hint of each problem with this code.
    pub fn add_hint(&mut self, code: &str, hint: &str) {
        for problem in self.problems.iter_mut().filter(|problem| problem.code == code) {
            problem.hint = format!("{hint} {}", problem.hint);
        }
    }
}

/// A server's answer to a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServerAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// Which key was used, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyUsed {
    /// The key's name.
    pub api_key: String,
    /// Where it came from, for people.
    pub source: String,
}

impl KeyUsed {
    /// Names `key`, which came from `source`.
    #[must_use]
    pub fn new(key: &SigningKey, source: &str) -> Self {
        Self { api_key: key.api_key().as_str().to_owned(), source: source.to_owned() }
    }
}

/// What the server answers until it has checked key, signature and times.
const INVALID_TOKEN: &str = "invalid authorization token";

/// What it answers to a token by a key that it does not know.
const UNKNOWN_KEY: &str = "invalid API key";

impl Judge<'_> {
    /// Judges `token`, the bare token as it reaches the server.
    #[must_use]
    pub fn judge(&self, token: &str) -> Verdict {
        let mut case = Case {
            judge: self,
            answer: None,
            problems: Vec::new(),
            warnings: Vec::new(),
            issuer: String::new(),
            other_secret: false,
        };
        match Token::read(token) {
            Err(count) => case.fail(401, INVALID_TOKEN, Problem::not_three_parts(count)),
            Ok(token) => {
                let lints = case.hear(&token);
                let breaches = breaches(&token).into_iter().map(Warning::from);
                if self.strict {
                    case.problems.extend(breaches.map(Problem::from));
                } else {
                    case.warnings.extend(breaches);
                }
                case.warnings.extend(lints.into_iter().chain(short_secret(self.key)).map(Warning::from));
                if let Ok(payload) = &token.payload {
                    for problem in &mut case.problems {
                        problem.complete_command(|| renewal::arguments(payload));
                    }
                }
            }
        }
        let Case { judge: _, answer, problems, warnings, issuer, other_secret } = case;
        let let_in = self.door.answer().map(|body| ServerAnswer { status: 200, body: body.to_owned() });
        Verdict {
            valid: problems.is_empty(),
            door: self.door,
            server: answer.or(let_in),
            problems,
            warnings,
            key: KeyUsed::new(self.key, self.source),
            can: None,
            issuer,
            other_secret,
        }
    }
}

/// One hearing: what was found, and the answer of the stage that failed first.
struct Case<'j> {
    judge: &'j Judge<'j>,
    answer: Option<ServerAnswer>,
    problems: Vec<Problem>,
    warnings: Vec<Warning>,
    issuer: String,
    other_secret: bool,
}

impl Case<'_> {
    /// Notes a problem; the answer counts when no stage has failed before.
    fn fail(&mut self, status: u16, body: impl Into<String>, problem: Problem) {
        self.answer.get_or_insert_with(|| ServerAnswer { status, body: body.into() });
        self.problems.push(problem);
    }

    /// Notes a problem of the checks that follow the key, whose answers begin alike.
    fn fail_verification(&mut self, reason: &str, problem: Problem) {
        self.fail(401, format!("{INVALID_TOKEN}: {reason}"), problem);
    }

    /// Goes through all stages; gives what is surely not meant, where the claims could be read.
    fn hear(&mut self, token: &Token<'_>) -> Vec<Lint> {
        let algorithm = self.hear_header(token);
        let Some(claims) = self.hear_payload(token, algorithm.as_ref()) else { return Vec::new() };
        self.issuer.clone_from(&claims.issuer);
        self.hear_issuer(&claims, token);
        let grants = self.hear_grants(token);
        self.hear_signature(token, algorithm.ok(), &claims);
        self.hear_times(&claims);
        match (grants, &token.payload) {
            (Some(grants), Ok(payload)) => {
                let misspelt = grants::misspelt(payload);
                self.hear_door(&claims, &grants, &misspelt);
                lints(&claims, &grants, &misspelt, payload)
            }
            _ => Vec::new(),
        }
    }

    fn hear_header(&mut self, token: &Token<'_>) -> Result<header::Algorithm, header::HeaderFault> {
        match &token.header {
            Err(fault) => {
                self.fail(401, INVALID_TOKEN, Problem::unreadable_part("header", *fault));
                Err(header::HeaderFault::MissingAlg)
            }
            Ok(document) => {
                let algorithm = algorithm(document);
                // The server looks for `alg` after it has read the payload; what is no map stops it here.
                if let Err(fault) = &algorithm
                    && fault.is_no_map()
                {
                    self.fail(401, INVALID_TOKEN, Problem::bad_header(fault));
                }
                algorithm
            }
        }
    }

    /// The rest of the first pass: the registered claims, then `alg`, then the signature's form.
    fn hear_payload(
        &mut self,
        token: &Token<'_>,
        algorithm: Result<&header::Algorithm, &header::HeaderFault>,
    ) -> Option<RegisteredClaims> {
        let claims = match &token.payload {
            Err(fault) => Err(Problem::unreadable_part("payload", *fault)),
            Ok(document) => RegisteredClaims::read(document).map_err(Problem::payload_not_an_object),
        };
        match &claims {
            Err(problem) => self.fail(401, INVALID_TOKEN, problem.clone()),
            Ok(claims) => {
                for fault in &claims.faults {
                    self.fail(401, INVALID_TOKEN, Problem::registered_claim_type(fault));
                }
            }
        }
        if let (Ok(_), Err(fault)) = (&token.header, algorithm)
            && !fault.is_no_map()
        {
            self.fail(401, INVALID_TOKEN, Problem::bad_header(fault));
        }
        if let Err(fault) = &token.signature {
            self.fail(401, INVALID_TOKEN, Problem::unreadable_part("signature", *fault));
        }
        claims.ok()
    }

    fn hear_issuer(&mut self, claims: &RegisteredClaims, token: &Token<'_>) {
        let known = self.judge.key.api_key().as_str();
        if claims.issuer.is_empty() {
            self.fail(401, UNKNOWN_KEY, Problem::missing_issuer(known));
        } else if claims.issuer != known {
            let secret_fits = token.is_signed_by(self.judge.key.signer());
            let problem = Problem::unknown_key(&claims.issuer, known, self.judge.source, secret_fits);
            self.fail(401, UNKNOWN_KEY, problem);
        }
    }

    /// The grants, when the server can read them.
    fn hear_grants(&mut self, token: &Token<'_>) -> Option<Grant> {
        match grants::read(token.payload.as_ref().ok()?) {
            Ok(grants) => Some(grants),
            Err(faults) => {
                for fault in &faults {
                    let reason = match fault {
                        grants::GrantFault::WrongType { message, .. } => message.clone(),
                        grants::GrantFault::RoomConfig(fault) => {
                            format!("proto: {}: {}", fault.path, fault.reason)
                        }
                    };
                    let reason = format!("token is malformed: could not JSON decode claim: {reason}");
                    self.fail_verification(&reason, Problem::grant(fault));
                }
                None
            }
        }
    }

    fn hear_signature(
        &mut self,
        token: &Token<'_>,
        algorithm: Option<header::Algorithm>,
        claims: &RegisteredClaims,
    ) {
        let Some(algorithm) = algorithm else { return };
        let known = self.judge.key.api_key().as_str();
        if !algorithm.is_hs256() {
            let reason =
                format!("token signature is invalid: signing method {} is invalid", algorithm.name());
            self.fail_verification(&reason, Problem::wrong_algorithm(algorithm.name()));
        } else if token.signature.is_ok()
            && claims.issuer == known
            && !token.is_signed_by(self.judge.key.signer())
        {
            // With another issuer nobody can tell which secret should fit.
            let reason = "token signature is invalid: signature is invalid";
            let damage = damage(token);
            self.other_secret = damage.is_none();
            let problem = Problem::wrong_signature(known, self.judge.source).with_damage(damage);
            self.fail_verification(reason, problem);
        }
    }

    fn hear_times(&mut self, claims: &RegisteredClaims) {
        let now = self.judge.now;
        let mut reasons = Vec::new();
        let mut problems = Vec::new();
        match claims.expires_at {
            // A claim of the wrong type was told of already.
            None if claims.faults.iter().any(|fault| fault.claim == "exp") => {}
            None => {
                reasons.push("token is missing required claim: exp claim is required");
                problems.push(Problem::missing_expiry());
            }
            Some(date) if date.has_expired(now) => {
                reasons.push("token is expired");
                problems.push(Problem::expired(date, now));
            }
            Some(_) => {}
        }
        if let Some(date) = claims.not_before.filter(|date| date.is_still_to_come(now)) {
            reasons.push("token is not valid yet");
            problems.push(Problem::not_valid_yet(date, now));
        }
        let reason = format!("token has invalid claims: {}", reasons.join(", "));
        for problem in problems {
            self.fail_verification(&reason, problem);
        }
    }

    /// The first refusal is the server's; the door may have more.
    fn hear_door(&mut self, claims: &RegisteredClaims, grants: &Grant, misspelt: &[(String, &str)]) {
        let visit = Visit { identity: claims.identity(), grants, room: self.judge.room };
        let refusals = visit.refusals(self.judge.door);
        // Whatever was found before keeps it out of every door.
        let opens_none = refusals.is_empty() || !self.problems.is_empty();
        let open = if opens_none { Vec::new() } else { visit.open_doors() };
        for Refusal { status, body, problem } in refusals {
            self.fail(status, body, problem.with_misspelt(misspelt).with_open_doors(&open));
        }
    }
}

/// What is visibly wrong with a token whose signature does not fit.
fn damage(token: &Token<'_>) -> Option<String> {
    let bytes = token.signature.as_ref().map_or(SIGNATURE_BYTES, Vec::len);
    if bytes < SIGNATURE_BYTES {
        Some(format!("The token was cut off: its signature has {bytes} bytes of {SIGNATURE_BYTES}."))
    } else if bytes > SIGNATURE_BYTES {
        Some(format!(
            "There is something behind the token: its signature has {bytes} bytes, not {SIGNATURE_BYTES}."
        ))
    } else if token.segments().any(has_line_ends) {
        Some("There is a line break within the token, which belongs on one line.".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
