//! A value in a request, and its type, as the rules look at them.

use std::borrow::Cow;
use std::fmt;

use serde_json::value::RawValue;

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

    pub(in crate::token) fn json_type(&self) -> JsonType {
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

    /// Reads a value; a string is decoded only where it has escapes.
    pub(in crate::token) fn from_raw(raw: &'a RawValue) -> Result<Self, serde_json::Error> {
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
