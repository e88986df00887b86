//! What the lines of a batch are granted: prepared where they have it in common, and read where a line says more.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{Batch, LineDefaults};
use crate::token::claims::WrittenGrants;
use crate::token::grants::{ClaimFault, Grants};
use crate::token::reader::json::{Document, Kind};
use crate::token::request::{JsonType, Member, TokenRequest, wrong_type};
use crate::token::response::ValidationError;
use crate::token::spelling::nearest;

/// The members that a line may have beyond the contract's.
pub(super) const LINE_MEMBERS: [&str; 6] = [METADATA, ATTRIBUTES, GRANTS, ROLE, VALID, LINE];
const METADATA: &str = "metadata";
const ATTRIBUTES: &str = "attributes";
const GRANTS: &str = "grants";
const ROLE: &str = "role";
/// What `validate --batch` says of a request, which can be minted as it comes from there.
const VALID: &str = "valid";
/// The line on which `validate --batch` found it, which says nothing here.
const LINE: &str = "line";

/// Grants, in themselves and as a token has them.
#[derive(Debug)]
pub(super) struct ReadyGrants {
    pub(super) grants: Grants,
    pub(super) written: WrittenGrants,
}

/// What lines are granted that say nothing of it, and what goes under what others say.
#[derive(Debug)]
pub(super) struct PreparedGrants {
    pub(super) unfilled: Grants,
    /// The room among them, for lines that name none.
    pub(super) room: Option<String>,
    /// Filled in for lines without an identity, and for those with one.
    filled: [ReadyGrants; 2],
}

impl PreparedGrants {
    pub(super) fn new(mut unfilled: Grants) -> Result<Self, ClaimFault> {
        let room = unfilled.video.room.take();
        let ready = |has_identity| {
            let mut grants = unfilled.clone();
            grants.fill_in(has_identity);
            let written = WrittenGrants::new(&grants).map_err(|error| ClaimFault::new(error.to_string()))?;
            Ok(ReadyGrants { grants, written })
        };
        Ok(Self { filled: [ready(false)?, ready(true)?], unfilled, room })
    }

    /// What a request is granted that says nothing of it.
    pub(super) fn ready(&self, defaults: &LineDefaults, request: &TokenRequest<'_>) -> &ReadyGrants {
        let has_identity = request.participant_identity.is_some() || defaults.identity.is_some();
        &self.filled[usize::from(has_identity)]
    }
}

/// What a line says beyond the contract's members; of one that is given twice, the last.
#[derive(Default)]
pub(super) struct LineClaims<'a> {
    metadata: Option<&'a RawValue>,
    attributes: Option<&'a RawValue>,
    grants: Option<&'a RawValue>,
    role: Option<&'a RawValue>,
    valid: Option<&'a RawValue>,
}

impl<'a> LineClaims<'a> {
    pub(super) fn of(members: &[(Cow<'a, str>, &'a RawValue)]) -> Self {
        let mut claims = Self::default();
        for (name, value) in members {
            let slot = match name.as_ref() {
                METADATA => &mut claims.metadata,
                ATTRIBUTES => &mut claims.attributes,
                GRANTS => &mut claims.grants,
                VALID => &mut claims.valid,
                LINE => continue,
                _ => &mut claims.role,
            };
            *slot = Some(value);
        }
        claims
    }

    /// What the rest goes on top of: the line's role, else what the batch grants.
    pub(super) fn base<'b>(&self, batch: &'b Batch, errors: &mut Vec<ValidationError>) -> &'b PreparedGrants {
        let Some(role) = self.role else { return &batch.grants };
        match text(ROLE, role) {
            Err(error) => errors.push(error),
            Ok(name) => {
                if let Some((_, grants)) = batch.roles.iter().find(|(known, _)| *known == name) {
                    return grants;
                }
                let names = || batch.roles.iter().map(|(name, _)| name.as_str());
                let meant = nearest(&name, names()).map_or_else(
                    || format!("there are: {}", names().collect::<Vec<_>>().join(", ")),
                    |meant| format!("did you mean {meant}?"),
                );
                errors.push(ValidationError::new(ROLE, format!("There is no role {name:?}; {meant}")));
            }
        }
        &batch.grants
    }

    /// Sets the rest on top of `grants`, and tells what is wrong with it.
    pub(super) fn set(&self, grants: &mut Grants) -> Vec<ValidationError> {
        let Self { metadata, attributes, grants: more, role: _, valid } = self;
        let mut errors = Vec::new();
        if valid.is_some_and(|valid| valid.get() != "true") {
            errors.push(ValidationError::new(VALID, "Only what is valid gets a token: true, or absent"));
        }
        if let Some(more) = more {
            errors.extend(
                object(GRANTS, more)
                    .and_then(|more| grants.merge(more.root()).map_err(|fault| told(fault.within(GRANTS))))
                    .err(),
            );
        }
        if let Some(metadata) = metadata {
            match text(METADATA, metadata) {
                Ok(text) => grants.extra.metadata = Some(text.into_owned()),
                Err(error) => errors.push(error),
            }
        }
        if let Some(attributes) = attributes {
            errors.extend(
                object(ATTRIBUTES, attributes)
                    .and_then(|attributes| grants.set(ATTRIBUTES, attributes.root()).map_err(told))
                    .err(),
            );
        }
        errors
    }
}

fn told(fault: ClaimFault) -> ValidationError {
    let ClaimFault { path, problem } = fault;
    ValidationError::new(path, problem)
}

fn text<'a>(field: &'static str, value: &'a RawValue) -> Result<Cow<'a, str>, ValidationError> {
    match Member::from_raw(value) {
        Ok(Member::Text(text)) => Ok(text),
        Ok(other) => Err(wrong_type(field, JsonType::String, other.json_type())),
        Err(error) => Err(ValidationError::new(field, error.to_string())),
    }
}

fn object(field: &'static str, value: &RawValue) -> Result<Document, ValidationError> {
    let wrong = |received| wrong_type(field, JsonType::Object, received);
    let document = Document::parse(value.get().into())
        .map_err(|error| ValidationError::new(field, error.to_string()))?;
    if document.root().kind() != Kind::Object {
        let received = Member::from_raw(value).map_or(JsonType::Null, |member| member.json_type());
        return Err(wrong(received));
    }
    Ok(document)
}
