//! Whether a server can read a `roomConfig`: proto-JSON of `livekit.RoomConfiguration`, as Go's `protojson` reads it
//! with unknown members discarded.
//!
//! Members in camelCase or as the proto file names them, never both; integers as numbers or strings; enums by any name
//! or number; `null` for a member that is not there. Strings must be well-formed Unicode, in unknown members too.

mod schema;
mod unread;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use super::json::{Kind, Value};
use schema::{Field, Message, ROOM_CONFIGURATION, Type};
pub use unread::{Unread, misspelt, names};

/// Why a `roomConfig` cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomConfigFault {
    /// Where, from `roomConfig` on: `roomConfig.agents[0].metadata`.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}

/// The messages, enums and extensions of Protocol Buffers that are linked into a server: a member of such a name in
/// brackets is looked up, and refused for being no extension that belongs here. Any other name in brackets is an unknown
/// member. A line each: those of Go's `protoregistry.GlobalTypes` where `livekit-server/pkg/service` 1.13.5 is imported,
/// and those that the program's other descriptors name.
static REGISTERED_NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("room_config/registered_names.txt").lines().collect());

/// Whether a server takes a member's name for the one of a registered type: `[livekit.Room]`.
fn is_registered(name: &str) -> bool {
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    inner.is_some_and(|name| REGISTERED_NAMES.contains(name))
}

/// Checks what stands in a `roomConfig` claim (not `null`, which clears the claim).
///
/// # Errors
///
/// The first [`RoomConfigFault`] in the order of the text.
pub fn check(value: Value<'_>) -> Result<(), RoomConfigFault> {
    check_message(value, &ROOM_CONFIGURATION, &mut Path("roomConfig".to_owned()))
}

/// The way to the value at hand.
struct Path(String);

impl Path {
    fn fault<T>(&self, reason: impl Into<String>) -> Result<T, RoomConfigFault> {
        Err(RoomConfigFault { path: self.0.clone(), reason: reason.into() })
    }

    fn within<T>(
        &mut self,
        step: std::fmt::Arguments<'_>,
        check: impl FnOnce(&mut Self) -> Result<T, RoomConfigFault>,
    ) -> Result<T, RoomConfigFault> {
        let length = self.0.len();
        let _ = self.0.write_fmt(step);
        let result = check(self)?;
        self.0.truncate(length);
        Ok(result)
    }
}

fn check_message(
    value: Value<'_>,
    message: &'static Message,
    path: &mut Path,
) -> Result<(), RoomConfigFault> {
    if value.kind() != Kind::Object {
        return path.fault(format!("an object is needed, not {}", what_stands_there(value.kind())));
    }
    let mut seen: Vec<&'static str> = Vec::new();
    let mut seen_choices: Vec<&'static str> = Vec::new();
    for (name, value) in value.members() {
        check_string(name, path)?;
        let name = name.string();
        if is_registered(&name) {
            return path
                .fault(format!("{name} is the name of a type of Protocol Buffers, and no member here"));
        }
        let Some(field) = message.field(&name) else {
            check_unknown(value, path)?;
            continue;
        };
        path.within(format_args!(".{}", field.name), |path| {
            if seen.contains(&field.name) {
                return path.fault("given twice (camelCase and snake_case are the same member)");
            }
            seen.push(field.name);
            if value.kind() == Kind::Null {
                return Ok(());
            }
            if let Some(choice) = field.choice {
                if seen_choices.contains(&choice) {
                    return path.fault(format!("only one {choice} may be given"));
                }
                seen_choices.push(choice);
            }
            check_field(value, field, path)
        })?;
    }
    Ok(())
}

fn check_field(value: Value<'_>, field: &Field, path: &mut Path) -> Result<(), RoomConfigFault> {
    if field.repeated {
        if value.kind() != Kind::Array {
            return path.fault(format!("an array is needed, not {}", what_stands_there(value.kind())));
        }
        for (index, element) in value.elements().enumerate() {
            path.within(format_args!("[{index}]"), |path| check_value(element, field.kind, path))?;
        }
        Ok(())
    } else {
        check_value(value, field.kind, path)
    }
}

fn check_value(value: Value<'_>, kind: Type, path: &mut Path) -> Result<(), RoomConfigFault> {
    let (right, needed) = match kind {
        Type::Message(message) => return check_message(value, message, path),
        Type::StringMap => return check_string_map(value, path),
        Type::String => {
            check_string(value, path)?;
            (value.kind() == Kind::String, "a string")
        }
        Type::Bool => (value.kind() == Kind::Bool, "true or false"),
        Type::Uint32 => {
            (integer(value).is_some_and(|n| u32::try_from(n).is_ok()), "a whole number from 0 to 4294967295")
        }
        Type::Int32 => (integer(value).is_some_and(|n| i32::try_from(n).is_ok()), "a whole 32-bit number"),
        Type::Double => (is_double(value), "a number"),
        Type::Enum => match value.kind() {
            Kind::String => {
                check_string(value, path)?;
                (true, "")
            }
            Kind::Number => {
                (integer(value).is_some_and(|n| i32::try_from(n).is_ok()), "a name or a whole number")
            }
            _ => (false, "a name or a whole number"),
        },
    };
    if right {
        Ok(())
    } else {
        path.fault(format!("{needed} is needed, not {}", what_stands_there(value.kind())))
    }
}

fn check_string_map(value: Value<'_>, path: &mut Path) -> Result<(), RoomConfigFault> {
    if value.kind() != Kind::Object {
        return path.fault(format!("an object is needed, not {}", what_stands_there(value.kind())));
    }
    let mut seen = HashSet::new();
    for (name, value) in value.members() {
        check_string(name, path)?;
        let name = name.string();
        path.within(format_args!(".{name}"), |path| {
            if !seen.insert(name.clone()) {
                return path.fault("given twice");
            }
            check_value(value, Type::String, path)
        })?;
    }
    Ok(())
}

fn check_string(value: Value<'_>, path: &Path) -> Result<(), RoomConfigFault> {
    if value.is_well_formed() { Ok(()) } else { path.fault("a string in it is not well-formed Unicode") }
}

/// All strings in a value that is discarded; it may be nested as deep as the whole document.
fn check_unknown(value: Value<'_>, path: &Path) -> Result<(), RoomConfigFault> {
    value.descendant_strings().try_for_each(|string| check_string(string, path))
}

/// What stands there; of its kind it may be the wrong one.
fn what_stands_there(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "this number",
        Kind::String => "this string",
        other => other.with_article(),
    }
}

/// The whole number that a value stands for: a number without a fraction (`1`, `1.0`, `1e2`) or a string that begins
/// with one.
pub(in crate::token) fn integer(value: Value<'_>) -> Option<i64> {
    match value.kind() {
        Kind::Number => whole_number(value.number()),
        Kind::String => whole_number(leading_number(&value.string())?),
        _ => None,
    }
}

fn is_double(value: Value<'_>) -> bool {
    let finite = |text: &str| text.parse().is_ok_and(f64::is_finite);
    match value.kind() {
        Kind::Number => finite(value.number()),
        Kind::String => {
            let text = value.string();
            matches!(text.as_ref(), "NaN" | "Infinity" | "-Infinity")
                || leading_number(&text).is_some_and(finite)
        }
        _ => false,
    }
}

/// The number at the start of a text without white space around it. What follows it is not looked at, so long as it
/// cannot belong to a number (`internal/encoding/json/decode_number.go`).
fn leading_number(text: &str) -> Option<&str> {
    if text.trim() != text {
        return None;
    }
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = usize::from(bytes.first() == Some(&b'-'));
    end += match bytes.get(end)? {
        b'0' => 1,
        b'1'..=b'9' => digits(end),
        _ => return None,
    };
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) && bytes.len() > end + 1 {
        end += 1;
        if matches!(bytes[end], b'+' | b'-') {
            end += 1;
            bytes.get(end)?;
        }
        end += digits(end);
    }
    let belongs = |byte: &u8| matches!(byte, b'-' | b'+' | b'.' | b'_') || byte.is_ascii_alphanumeric();
    if bytes.get(end).is_some_and(belongs) { None } else { Some(&text[..end]) }
}

/// A JSON number's value when it is whole; beyond 64 bits it is `None`, as is any fraction.
fn whole_number(number: &str) -> Option<i64> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, ""));
    let (negative, mantissa) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.is_empty() && fraction.is_empty() {
        return Some(0);
    }
    let exponent: i32 = if exponent.is_empty() { 0 } else { exponent.parse().ok()? };
    let digits = if let Ok(shift) = usize::try_from(exponent) {
        // As many digits as a 64-bit number can have, so that an exponent cannot ask for more memory than that.
        if fraction.len() > shift || whole.len() + shift > 20 {
            return None;
        }
        format!("{whole}{fraction}{}", "0".repeat(shift - fraction.len()))
    } else {
        let kept = whole.len().checked_sub(exponent.unsigned_abs() as usize)?;
        if !fraction.is_empty() || whole[kept..].bytes().any(|digit| digit != b'0') {
            return None;
        }
        whole[..kept].to_owned()
    };
    let magnitude: i64 = digits.parse().ok()?;
    Some(if negative { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests;
