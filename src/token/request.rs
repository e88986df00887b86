//! The contract's request: read from JSON or put together from fields, then checked against every rule at once.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Serialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::input::without_byte_order_mark;
use super::response::ValidationError;
use super::spelling::nearest;

/// The contract's members, in its order.
const MEMBERS: [&str; 4] = [ROOM_NAME, PARTICIPANT_IDENTITY, EXPIRATION_SECONDS, PARTICIPANT_NAME];
const ROOM_NAME: &str = "roomName";
const PARTICIPANT_IDENTITY: &str = "participantIdentity";
const EXPIRATION_SECONDS: &str = "expirationSeconds";
const PARTICIPANT_NAME: &str = "participantName";

/// The longest room name, identity and display name, in characters (Unicode code points).
const MAX_CHARACTERS: usize = 255;
/// Seconds a token lives when the request does not say.
const DEFAULT_EXPIRATION: u32 = 3_600;
/// The shortest and the longest lifetime, in seconds.
const EXPIRATION_RANGE: (u32, u32) = (60, 86_400);

/// A request as it was given, before any rule: members may be absent, of the wrong type, or out of bounds.
#[derive(Clone, Debug, Default, PartialEq)]
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
}

/// A member's value, as far as the rules look at it.
#[derive(Clone, Debug, PartialEq)]
pub enum Member<'a> {
    /// A string.
    Text(Cow<'a, str>),
    /// A number; one beyond the range of a double is infinite.
    Number(f64),
    /// A value that is wrong for every member.
    Other(JsonType),
}

impl<'a> Member<'a> {
    /// A string member.
    #[must_use]
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    fn json_type(&self) -> JsonType {
        match self {
            Self::Text(_) => JsonType::String,
            Self::Number(_) => JsonType::Number,
            Self::Other(json_type) => *json_type,
        }
    }

    /// Whether it is a string without characters, which counts as absent where a value is required.
    #[must_use]
    pub fn is_empty_text(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    fn from_raw(raw: &'a RawValue) -> Result<Self, serde_json::Error> {
        let json = raw.get();
        Ok(match json.as_bytes().first() {
            Some(b'"') => {
                let inner = &json[1..json.len() - 1];
                if inner.contains('\\') {
                    Self::Text(Cow::Owned(serde_json::from_str(json)?))
                } else {
                    Self::Text(Cow::Borrowed(inner))
                }
            }
            Some(b'n') => Self::Other(JsonType::Null),
            Some(b't' | b'f') => Self::Other(JsonType::Boolean),
            Some(b'[') => Self::Other(JsonType::Array),
            Some(b'{') => Self::Other(JsonType::Object),
            // The JSON grammar leaves numbers only, each of which a double can be parsed from.
            _ => Self::Number(json.parse().unwrap_or(f64::NAN)),
        })
    }
}

/// The types of JSON, as the contract's messages name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// Text.
    String,
    /// A number of any form.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`.
    Null,
    /// `[…]`.
    Array,
    /// `{…}`.
    Object,
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Null => "null",
            Self::Array => "array",
            Self::Object => "object",
        })
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
        let document = without_byte_order_mark(document);
        let root: &RawValue = serde_json::from_slice(document).map_err(|error| not_json(&error))?;
        let mut deserializer = serde_json::Deserializer::from_str(root.get());
        match Member::from_raw(root).map(|member| member.json_type()) {
            Ok(JsonType::Object) => deserializer.deserialize_map(RequestVisitor).map_err(|error| {
                // A string that only its own decoding found wrong: the whole document, read in full, tells where.
                not_json(&serde_json::from_slice::<serde_json::Value>(document).err().unwrap_or(error))
            }),
            Ok(other) => Err(wrong_type("", JsonType::Object, other)),
            Err(error) => Err(not_json(&error)),
        }
    }

    /// Applies every rule of the contract.
    ///
    /// # Errors
    ///
    /// All broken rules: fields in the contract's order, rules in its order within a field, unknown members last.
    pub fn validate(self, unknown: UnknownMembers) -> Result<ValidRequest<'a>, Vec<ValidationError>> {
        let mut errors = Vec::new();
        let room_name = name_member(ROOM_NAME, "Room name", self.room_name, &mut errors);
        let participant_identity =
            name_member(PARTICIPANT_IDENTITY, "Participant identity", self.participant_identity, &mut errors);
        let expiration_seconds = expiration_member(self.expiration_seconds, &mut errors);
        let participant_name = display_name_member(self.participant_name, &mut errors);
        if unknown == UnknownMembers::Refuse && !self.unknown.is_empty() {
            let mut seen = HashSet::new();
            errors.extend(
                self.unknown.iter().filter(|name| seen.insert(*name)).map(|name| unknown_member(name)),
            );
        }
        if errors.is_empty() {
            Ok(ValidRequest { room_name, participant_identity, expiration_seconds, participant_name })
        } else {
            Err(errors)
        }
    }
}

/// A request that keeps every rule of the contract; there is no other way to make one than
/// [`TokenRequest::validate`], and nothing else can be signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidRequest<'a> {
    room_name: Cow<'a, str>,
    participant_identity: Cow<'a, str>,
    expiration_seconds: u32,
    participant_name: Cow<'a, str>,
}

impl ValidRequest<'_> {
    /// Seconds a token lives when the request does not say.
    pub const DEFAULT_EXPIRATION_SECONDS: u32 = DEFAULT_EXPIRATION;
    /// The shortest lifetime, in seconds.
    pub const MIN_EXPIRATION_SECONDS: u32 = EXPIRATION_RANGE.0;
    /// The longest lifetime, in seconds.
    pub const MAX_EXPIRATION_SECONDS: u32 = EXPIRATION_RANGE.1;

    /// The room to join.
    #[must_use]
    pub fn room_name(&self) -> &str {
        &self.room_name
    }

    /// Who joins.
    #[must_use]
    pub fn participant_identity(&self) -> &str {
        &self.participant_identity
    }

    /// The token's lifetime in seconds, 60 to 86400.
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
        }
    }
}

/// A room name or an identity: required, at most 255 characters, `^[a-zA-Z0-9_-]+$`.
fn name_member<'a>(
    field: &'static str,
    subject: &str,
    member: Option<Member<'a>>,
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
        errors.push(ValidationError::new(field, format!("{subject} is required")));
        return text;
    }
    if is_too_long(&text) {
        errors.push(ValidationError::new(field, format!("{subject} too long")));
    }
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
        errors.push(ValidationError::new(field, format!("{subject} contains invalid characters")));
    }
    text
}

fn expiration_member(member: Option<Member<'_>>, errors: &mut Vec<ValidationError>) -> u32 {
    let seconds = match member {
        None => return DEFAULT_EXPIRATION,
        Some(Member::Number(seconds)) => seconds,
        Some(other) => {
            errors.push(wrong_type(EXPIRATION_SECONDS, JsonType::Number, other.json_type()));
            return DEFAULT_EXPIRATION;
        }
    };
    let (shortest, longest) = EXPIRATION_RANGE;
    let broken = if seconds.is_finite() && seconds.fract() != 0.0 {
        "Expiration must be an integer"
    } else if seconds < f64::from(shortest) {
        "Minimum expiration is 60 seconds"
    } else if seconds > f64::from(longest) {
        "Maximum expiration is 24 hours"
    } else {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // In range and whole, so it is exact.
        return seconds as u32;
    };
    errors.push(ValidationError::new(EXPIRATION_SECONDS, broken));
    DEFAULT_EXPIRATION
}

fn display_name_member<'a>(member: Option<Member<'a>>, errors: &mut Vec<ValidationError>) -> Cow<'a, str> {
    match member {
        None => Cow::Borrowed(""),
        Some(Member::Text(text)) => {
            if is_too_long(&text) {
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

fn is_too_long(text: &str) -> bool {
    // No text has more characters than bytes, which spares counting nearly all of them.
    text.len() > MAX_CHARACTERS && text.chars().count() > MAX_CHARACTERS
}

pub(crate) fn wrong_type(field: &'static str, expected: JsonType, received: JsonType) -> ValidationError {
    ValidationError::new(field, format!("Invalid input: expected {expected}, received {received}"))
}

pub(crate) fn not_json(error: &serde_json::Error) -> ValidationError {
    ValidationError::new("", format!("Request body is not valid JSON: {error}"))
}

fn unknown_member(name: &str) -> ValidationError {
    let message = match nearest(name, MEMBERS) {
        Some(known) => format!("Unknown member; did you mean {known}?"),
        None => format!("Unknown member; known are {}", MEMBERS.join(", ")),
    };
    ValidationError::new(name.to_owned(), message)
}

struct RequestVisitor;

impl<'de> Visitor<'de> for RequestVisitor {
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
                _ => {
                    members.next_value::<&RawValue>()?;
                    request.unknown.push(name);
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
