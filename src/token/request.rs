//! The contract's request: read from JSON or put together from fields, then checked against every rule at once.

mod member;
mod plain;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Serialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::grants::{Grants, RoomConfiguration, SharedGrants};
use super::input::without_byte_order_mark;
use super::response::ValidationError;
use super::rules::Rules;
use super::spelling::nearest;
pub use member::{JsonType, Member};

/// The contract's members, in its order.
pub(crate) const MEMBERS: [&str; 4] = [ROOM_NAME, PARTICIPANT_IDENTITY, EXPIRATION_SECONDS, PARTICIPANT_NAME];
const ROOM_NAME: &str = "roomName";
const PARTICIPANT_IDENTITY: &str = "participantIdentity";
const EXPIRATION_SECONDS: &str = "expirationSeconds";
const PARTICIPANT_NAME: &str = "participantName";

/// Seconds a token lives when the request does not say.
pub const DEFAULT_EXPIRATION: u32 = 3_600;

/// A request as it was given, before any rule: members may be absent, of the wrong type, or out of bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenRequest<'a> {
    /// The room to join.
    pub room_name: Option<Member<'a>>,
    /// Who joins.
    pub participant_identity: Option<Member<'a>>,
    /// The token's lifetime in seconds from now.
    pub expiration_seconds: Option<Member<'a>>,
    /// The display name.
    pub participant_name: Option<Member<'a>>,
    /// Names of members that the contract does not have, in order.
    pub unknown: Vec<Cow<'a, str>>,
    /// What the token grants and says beyond that. No request in JSON has a say in it: by default it is to join.
    pub grants: SharedGrants<'a>,
}

impl Default for TokenRequest<'_> {
    fn default() -> Self {
        Self {
            room_name: None,
            participant_identity: None,
            expiration_seconds: None,
            participant_name: None,
            unknown: Vec::new(),
            grants: Grants::join().into(),
        }
    }
}

/// What becomes of members that the contract does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownMembers {
    /// Ignored: over HTTP, where a caller must never widen its own grants.
    Ignore,
    /// An error that names the nearest known member: where the caller owns the secret.
    Refuse,
}

impl<'a> TokenRequest<'a> {
    /// Reads a request document. A member given twice counts as the last one; a byte order mark is skipped.
    ///
    /// # Errors
    ///
    /// The one [`ValidationError`], of field `""`, when the document is not JSON or not an object.
    pub fn from_json(document: &'a [u8]) -> Result<Self, ValidationError> {
        Self::from_json_with(document, &[], &mut Vec::new())
    }

    /// As [`TokenRequest::from_json`], of an object that may have the members `more` too: they are put into `found`, in
    /// order, and are not among the unknown ones.
    pub(super) fn from_json_with(
        document: &'a [u8],
        more: &[&str],
        found: &mut Vec<(Cow<'a, str>, &'a RawValue)>,
    ) -> Result<Self, ValidationError> {
        let document = without_byte_order_mark(document);
        if let Some(request) = plain::read_plain(document) {
            return Ok(request);
        }
        Self::read_in_full(document, more, found)
    }

    fn read_in_full(
        document: &'a [u8],
        more: &[&str],
        found: &mut Vec<(Cow<'a, str>, &'a RawValue)>,
    ) -> Result<Self, ValidationError> {
        let root: &RawValue = serde_json::from_slice(document).map_err(|error| not_json(&error))?;
        let mut deserializer = serde_json::Deserializer::from_str(root.get());
        match Member::from_raw(root).map(|member| member.json_type()) {
            Ok(JsonType::Object) => {
                deserializer.deserialize_map(RequestVisitor { more, found }).map_err(|error| {
                    // A string that only its own decoding found wrong: the whole document, read in full, tells where.
                    not_json(&serde_json::from_slice::<serde_json::Value>(document).err().unwrap_or(error))
                })
            }
            Ok(other) => Err(wrong_type("", JsonType::Object, other)),
            Err(error) => Err(not_json(&error)),
        }
    }

    /// Applies every rule. A room and an identity are required of a request to join, a room of one to moderate; the
    /// room may stand in the `video` grant instead.
    ///
    /// # Errors
    ///
    /// All broken rules: fields in the contract's order, rules in its order within a field, then `roomConfig`, unknown
    /// members last.
    pub fn validate(
        self,
        rules: Rules,
        unknown: UnknownMembers,
    ) -> Result<ValidRequest<'a>, Vec<ValidationError>> {
        let Self {
            mut room_name,
            participant_identity,
            expiration_seconds,
            participant_name,
            unknown: unknown_names,
            mut grants,
        } = self;
        let mut errors = Vec::new();
        if grants.video.room.is_some() {
            let room = grants.to_mut().video.room.take().map(Member::text);
            room_name = room_name.or(room);
        }
        let joins = grants.joins();
        let moderates = grants.video.room_admin == Some(true);
        let room_name = name_member(ROOM, room_name, joins || moderates, rules, &mut errors);
        let participant_identity = name_member(IDENTITY, participant_identity, joins, rules, &mut errors);
        let expiration_seconds = expiration_member(expiration_seconds, rules, &mut errors);
        let participant_name = display_name_member(participant_name, rules, &mut errors);
        if let Some(Err(fault)) = grants.extra.room_config.as_ref().map(RoomConfiguration::check) {
            errors.push(ValidationError::new(fault.path, fault.problem));
        }
        if unknown == UnknownMembers::Refuse && !unknown_names.is_empty() {
            errors.extend(unknown_members(&unknown_names, &MEMBERS));
        }
        if errors.is_empty() {
            Ok(ValidRequest { room_name, participant_identity, expiration_seconds, participant_name, grants })
        } else {
            Err(errors)
        }
    }
}

/// A request that keeps every rule; there is no other way to make one than
/// [`TokenRequest::validate`], and nothing else can be signed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidRequest<'a> {
    room_name: Cow<'a, str>,
    participant_identity: Cow<'a, str>,
    expiration_seconds: u32,
    participant_name: Cow<'a, str>,
    #[serde(skip)]
    grants: SharedGrants<'a>,
}

impl ValidRequest<'_> {
    /// The room to join or to moderate; empty where there is none.
    #[must_use]
    pub fn room_name(&self) -> &str {
        &self.room_name
    }

    /// Who joins; empty where nobody does.
    #[must_use]
    pub fn participant_identity(&self) -> &str {
        &self.participant_identity
    }

    /// The token's lifetime in seconds.
    #[must_use]
    pub fn expiration_seconds(&self) -> u32 {
        self.expiration_seconds
    }

    /// The display name; the identity when the request has none.
    #[must_use]
    pub fn participant_name(&self) -> &str {
        if self.participant_name.is_empty() { &self.participant_identity } else { &self.participant_name }
    }

    /// The request with its defaults written out, as `validate` prints it.
    #[must_use]
    pub fn normalized(&self) -> ValidRequest<'_> {
        ValidRequest {
            room_name: Cow::Borrowed(&self.room_name),
            participant_identity: Cow::Borrowed(&self.participant_identity),
            expiration_seconds: self.expiration_seconds,
            participant_name: Cow::Borrowed(self.participant_name()),
            grants: (&*self.grants).into(),
        }
    }

    /// What the token grants and says beyond that; the room is not in it, but in [`ValidRequest::room_name`].
    #[must_use]
    pub fn grants(&self) -> &Grants {
        &self.grants
    }
}

/// A member that names a room or a participant: its name in JSON, and in sentences.
type NameField = (&'static str, &'static str);
const ROOM: NameField = (ROOM_NAME, "Room name");
const IDENTITY: NameField = (PARTICIPANT_IDENTITY, "Participant identity");

/// A room name or an identity; empty where it is absent and not required.
fn name_member<'a>(
    (field, subject): NameField,
    member: Option<Member<'a>>,
    is_required: bool,
    rules: Rules,
    errors: &mut Vec<ValidationError>,
) -> Cow<'a, str> {
    let text = match member {
        Some(Member::Text(text)) => text,
        None => Cow::Borrowed(""),
        Some(other) => {
            errors.push(wrong_type(field, JsonType::String, other.json_type()));
            return Cow::Borrowed("");
        }
    };
    if text.is_empty() {
        if is_required {
            errors.push(ValidationError::new(field, format!("{subject} is required")));
        }
        return text;
    }
    if rules.is_too_long(&text) {
        errors.push(ValidationError::new(field, format!("{subject} too long")));
    }
    if !rules.allow(&text) {
        errors.push(ValidationError::new(field, format!("{subject} contains invalid characters")));
    }
    text
}

fn expiration_member(member: Option<Member<'_>>, rules: Rules, errors: &mut Vec<ValidationError>) -> u32 {
    let seconds = match member {
        None => return DEFAULT_EXPIRATION,
        Some(Member::Number(seconds)) => seconds,
        Some(other) => {
            errors.push(wrong_type(EXPIRATION_SECONDS, JsonType::Number, other.json_type()));
            return DEFAULT_EXPIRATION;
        }
    };
    let (shortest, too_short) = rules.shortest_lifetime();
    let (longest, too_long) = rules.longest_lifetime();
    let broken = if seconds.is_finite() && seconds.fract() != 0.0 {
        "Expiration must be an integer"
    } else if seconds < f64::from(shortest) {
        too_short
    } else if seconds > f64::from(longest) {
        too_long
    } else {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // In range and whole, so it is exact.
        return seconds as u32;
    };
    errors.push(ValidationError::new(EXPIRATION_SECONDS, broken));
    DEFAULT_EXPIRATION
}

fn display_name_member<'a>(
    member: Option<Member<'a>>,
    rules: Rules,
    errors: &mut Vec<ValidationError>,
) -> Cow<'a, str> {
    match member {
        None => Cow::Borrowed(""),
        Some(Member::Text(text)) => {
            if rules.is_too_long(&text) {
                errors.push(ValidationError::new(PARTICIPANT_NAME, "Participant name too long"));
            }
            text
        }
        Some(other) => {
            errors.push(wrong_type(PARTICIPANT_NAME, JsonType::String, other.json_type()));
            Cow::Borrowed("")
        }
    }
}

pub(crate) fn wrong_type(field: &'static str, expected: JsonType, received: JsonType) -> ValidationError {
    ValidationError::new(field, format!("Invalid input: expected {expected}, received {received}"))
}

pub(crate) fn not_json(error: &serde_json::Error) -> ValidationError {
    ValidationError::new("", format!("Request body is not valid JSON: {error}"))
}

/// What is said of members that are none of `known`, once of each.
pub(super) fn unknown_members(names: &[Cow<'_, str>], known: &[&'static str]) -> Vec<ValidationError> {
    let mut seen = HashSet::new();
    let unknown = names.iter().filter(|name| seen.insert(*name));
    let error = |name: &Cow<'_, str>| {
        let message = match nearest(name, known.iter().copied()) {
            Some(known) => format!("Unknown member; did you mean {known}?"),
            None => format!("Unknown member; known are {}", known.join(", ")),
        };
        ValidationError::new(name.to_string(), message)
    };
    unknown.map(error).collect()
}

struct RequestVisitor<'m, 'de> {
    more: &'m [&'m str],
    found: &'m mut Vec<(Cow<'de, str>, &'de RawValue)>,
}

impl<'de> Visitor<'de> for RequestVisitor<'_, 'de> {
    type Value = TokenRequest<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a token request")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut request = TokenRequest::default();
        while let Some(MemberName(name)) = members.next_key()? {
            let slot = match name.as_ref() {
                ROOM_NAME => &mut request.room_name,
                PARTICIPANT_IDENTITY => &mut request.participant_identity,
                EXPIRATION_SECONDS => &mut request.expiration_seconds,
                PARTICIPANT_NAME => &mut request.participant_name,
                other => {
                    let value = members.next_value()?;
                    if self.more.contains(&other) {
                        self.found.push((name, value));
                    } else {
                        request.unknown.push(name);
                    }
                    continue;
                }
            };
            *slot = Some(Member::from_raw(members.next_value()?).map_err(serde::de::Error::custom)?);
        }
        Ok(request)
    }
}

/// A member's name, borrowed where the document has it without escapes.
#[derive(serde::Deserialize)]
struct MemberName<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests;
