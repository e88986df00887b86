//! Many requests, a line each, become many answers, a line each.
//!
//! What the lines have in common is prepared once, in a [`Batch`]; a [`BatchMinter`] keeps its buffers from line to line.
//! A plain request is read, checked, signed and answered without an allocation.

mod grants;
mod line_error;
pub mod lines;

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::answer::AnswerForm;
use super::claims::{ClaimsHead, WrittenGrants};
use super::grants::{ClaimFault, Grants};
use super::key::SigningKey;
use super::mint::MintError;
use super::request::{MEMBERS, Member, TokenRequest, UnknownMembers, ValidRequest, unknown_members};
use super::response::{ErrorCode, ErrorResponse, ValidationError};
use super::rules::Rules;
use super::time::UnixTime;
use grants::{LINE_MEMBERS, LineClaims, PreparedGrants};
pub use line_error::LineError;

/// Members that a line may leave out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineDefaults {
    /// The room.
    pub room: Option<String>,
    /// Who joins.
    pub identity: Option<String>,
    /// The display name.
    pub name: Option<String>,
    /// The lifetime in seconds, or what was given for one.
    pub lifetime: Option<Member<'static>>,
}

/// What the lines of a batch have in common.
#[derive(Debug)]
pub struct Batch {
    /// What signs.
    pub key: SigningKey,
    /// Whose rules the requests are held against.
    pub rules: Rules,
    /// How a token is answered.
    pub form: AnswerForm,
    /// For what a line leaves out.
    pub defaults: LineDefaults,
    /// For what is open then, as far as the token has a use for it.
    pub ambient: LineDefaults,
    grants: PreparedGrants,
    roles: Vec<(String, PreparedGrants)>,
}

impl Batch {
    /// A batch whose lines are granted `grants`, and on top of them what they say themselves. By its name a line can
    /// choose one of `roles` instead.
    ///
    /// # Errors
    ///
    /// [`ClaimFault`] when grants cannot be written as claims are.
    pub fn new(
        key: SigningKey,
        grants: Grants,
        roles: impl IntoIterator<Item = (String, Grants)>,
    ) -> Result<Self, ClaimFault> {
        Ok(Self {
            key,
            rules: Rules::default(),
            form: AnswerForm::default(),
            defaults: LineDefaults::default(),
            ambient: LineDefaults::default(),
            grants: PreparedGrants::new(grants)?,
            roles: roles
                .into_iter()
                .map(|(name, role)| Ok((name, PreparedGrants::new(role)?)))
                .collect::<Result<_, ClaimFault>>()?,
        })
    }

    /// Mints for one line after the other.
    #[must_use]
    pub fn minter(&self) -> BatchMinter<'_> {
        BatchMinter { batch: self, head: None, payload: Vec::new() }
    }
}

/// Mints for one line after the other. Any number of them can share a [`Batch`].
#[derive(Debug)]
pub struct BatchMinter<'b> {
    batch: &'b Batch,
    /// That of the last line, which most others have too.
    head: Option<Head>,
    payload: Vec<u8>,
}

/// What depends on the moment and the lifetime alone.
#[derive(Debug)]
struct Head {
    now: UnixTime,
    lifetime: u32,
    claims: ClaimsHead,
}

impl BatchMinter<'_> {
    /// Appends the answer to `line`, the request of this `number`, counted from 1, to `out`: a line with its end. The
    /// same line, batch and moment give the same bytes.
    ///
    /// # Errors
    ///
    /// [`LineError`] with every rule that the request breaks; `out` is then as it was.
    pub fn answer(
        &mut self,
        line: &[u8],
        number: u64,
        now: UnixTime,
        out: &mut Vec<u8>,
    ) -> Result<(), LineError> {
        let batch = self.batch;
        let refuse = |errors| LineError { line: number, response: ErrorResponse::validation(errors, now) };
        let mut members = Vec::new();
        let mut request = TokenRequest::from_json_with(line, &LINE_MEMBERS, &mut members)
            .map_err(|error| refuse(vec![error]))?;
        let mut base = &batch.grants;
        let written = if members.is_empty() && request.unknown.is_empty() {
            let ready = batch.grants.ready(&batch.defaults, &request);
            request.grants = (&ready.grants).into();
            Cow::Borrowed(&ready.written)
        } else {
            let (of_line, grants, mut errors) = batch.grants_of(&members, &mut request);
            base = of_line;
            let unknown = std::mem::take(&mut request.unknown);
            errors.extend(unknown_in_line(&unknown));
            let written = match WrittenGrants::new(&grants) {
                Ok(written) if errors.is_empty() => written,
                _ => {
                    // Whatever else is wrong is told first.
                    request.grants = grants.into();
                    let mut all = batch.validate(request, base).err().unwrap_or_default();
                    all.append(&mut errors);
                    return Err(refuse(all));
                }
            };
            request.grants = grants.into();
            Cow::Owned(written)
        };
        let request = batch.validate(request, base).map_err(refuse)?;
        self.sign(&request, &written, now, out).map_err(|error| LineError {
            line: number,
            response: match error {
                MintError::PastTheLastYear => {
                    ErrorResponse::new(ErrorCode::InternalError, now).with_message(error.to_string())
                }
                MintError::Signing(_) => ErrorResponse::new(ErrorCode::TokenGenerationFailed, now),
            },
        })
    }

    fn sign(
        &mut self,
        request: &ValidRequest<'_>,
        grants: &WrittenGrants,
        now: UnixTime,
        out: &mut Vec<u8>,
    ) -> Result<(), MintError> {
        let Self { batch, head, payload } = self;
        let lifetime = request.expiration_seconds();
        let head = match head {
            Some(head) if head.now == now && head.lifetime == lifetime => head,
            _ => {
                let claims =
                    ClaimsHead::new(batch.key.api_key(), now, lifetime).ok_or(MintError::PastTheLastYear)?;
                head.insert(Head { now, lifetime, claims })
            }
        };
        batch.form.append(request, grants, &head.claims, batch.key.signer(), payload, out)?;
        out.push(b'\n');
        Ok(())
    }
}

impl Batch {
    /// Supplies what a line leaves open, and applies every rule.
    fn validate<'a>(
        &'a self,
        mut request: TokenRequest<'a>,
        base: &'a PreparedGrants,
    ) -> Result<ValidRequest<'a>, Vec<ValidationError>> {
        let LineDefaults { room, identity, name, lifetime } = &self.defaults;
        let fill = |member: &mut Option<Member<'a>>, default: &'a Option<String>| {
            if member.is_none() {
                *member = default.as_deref().map(Member::text);
            }
        };
        // An empty one counts as absent.
        request.participant_name = request.participant_name.filter(|name| !name.is_empty_text());
        fill(&mut request.room_name, room);
        fill(&mut request.room_name, &base.room);
        fill(&mut request.participant_identity, identity);
        fill(&mut request.participant_name, name);
        let joins = request.grants.joins();
        let ambient = &self.ambient;
        if joins || request.grants.video.room_admin == Some(true) {
            fill(&mut request.room_name, &ambient.room);
        }
        if joins {
            fill(&mut request.participant_identity, &ambient.identity);
            fill(&mut request.participant_name, &ambient.name);
        }
        if request.expiration_seconds.is_none() {
            request.expiration_seconds = lifetime.as_ref().or(ambient.lifetime.as_ref()).cloned();
        }
        request.validate(self.rules, UnknownMembers::Refuse)
    }

    /// What goes under the grants of a line that says something of them, the grants, and what is wrong with what it
    /// says. A room that it names among its grants becomes the request's, and must not be another one.
    fn grants_of<'a>(
        &'a self,
        members: &[(Cow<'a, str>, &'a RawValue)],
        request: &mut TokenRequest<'a>,
    ) -> (&'a PreparedGrants, Grants, Vec<ValidationError>) {
        let claims = LineClaims::of(members);
        let mut errors = Vec::new();
        let base = claims.base(self, &mut errors);
        let mut grants = base.unfilled.clone();
        errors.extend(claims.set(&mut grants));
        grants.fill_in(request.participant_identity.is_some() || self.defaults.identity.is_some());
        let room = grants.video.room.take();
        if let (Some(Member::Text(named)), Some(granted)) = (&request.room_name, &room)
            && named != granted
        {
            let problem = format!("is {granted:?}, and roomName is {named:?}: a token is for one room");
            errors.push(ValidationError::new("grants.room", problem));
        }
        request.room_name = request.room_name.take().or(room.map(Member::text));
        (base, grants, errors)
    }
}

/// What is said of members that no line can have.
fn unknown_in_line(names: &[Cow<'_, str>]) -> Vec<ValidationError> {
    let known: Vec<&'static str> = MEMBERS.iter().chain(&LINE_MEMBERS).copied().collect();
    unknown_members(names, &known)
}

#[cfg(test)]
mod tests;
