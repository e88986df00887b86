//! JSON objects of claims: known members typed and written in one order, unknown ones kept as they were given.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::named::Named;
use crate::token::reader::json::{Kind, Value};
use crate::token::reader::registered::folds_to;
use crate::token::reader::room_config::integer;
use crate::token::spelling::{nearest, quoted};

/// What becomes of members that this version does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Kept as they are, behind the known ones: in the claims of another token.
    Keep,
    /// A fault that names the nearest known one: in what a person writes.
    Refuse,
}

/// Why a claim cannot be taken: where, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFault {
    /// The way to it: `video.canPublish`, `roomConfig.agents[0].agentName`.
    pub path: String,
    /// What is wrong, and what would be right.
    pub problem: String,
}

impl ClaimFault {
    pub(in crate::token) fn new(problem: impl Into<String>) -> Self {
        Self { path: String::new(), problem: problem.into() }
    }

    pub(in crate::token) fn wrong_type(needed: &str, found: Value<'_>) -> Self {
        Self::new(format!("{needed} is needed, not {}", found.kind().with_article()))
    }

    /// The same fault, seen from the object that has it in its member `name`.
    pub(in crate::token) fn within(self, name: &str) -> Self {
        let path = match self.path.as_str() {
            "" => name.to_owned(),
            index if index.starts_with('[') => format!("{name}{index}"),
            path => format!("{name}.{path}"),
        };
        Self { path, ..self }
    }
}

impl fmt::Display for ClaimFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.problem)
        } else {
            write!(f, "{}: {}", self.path, self.problem)
        }
    }
}

impl std::error::Error for ClaimFault {}

/// A value that a claim can hold.
pub(super) trait ClaimValue: Sized {
    /// Takes `value`, which is not `null`, into `slot`: an object merges into what is there, anything else replaces it.
    fn take(slot: &mut Option<Self>, value: Value<'_>, unknown: Unknown) -> Result<(), ClaimFault>;
}

/// Takes `value` into a member; `null` clears it.
pub(super) fn take_member<T: ClaimValue>(
    slot: &mut Option<T>,
    value: Value<'_>,
    unknown: Unknown,
) -> Result<(), ClaimFault> {
    if value.kind() == Kind::Null {
        *slot = None;
        return Ok(());
    }
    T::take(slot, value, unknown)
}

/// An object's members, each name at most once.
pub(in crate::token) fn members_of(
    object: Value<'_>,
) -> Result<impl Iterator<Item = (Cow<'_, str>, Value<'_>)>, ClaimFault> {
    if object.kind() != Kind::Object {
        return Err(ClaimFault::wrong_type("an object", object));
    }
    let mut seen = HashSet::new();
    for (name, _) in object.members() {
        let name = text(name)?;
        if seen.contains(&name) {
            return Err(ClaimFault::new("is given twice").within(&name));
        }
        seen.insert(name);
    }
    Ok(object.members().map(|(name, value)| (name.string(), value)))
}

/// Keeps or refuses a member that is not known.
pub(super) fn take_unknown(
    other: &mut Named<Json>,
    name: &str,
    value: Value<'_>,
    unknown: Unknown,
    known: &[&'static str],
) -> Result<(), ClaimFault> {
    if unknown == Unknown::Refuse {
        if value.kind() == Kind::Null && other.remove(name) {
            return Ok(());
        }
        let problem = match nearest(name, known.iter().copied()) {
            Some(meant) => format!("is unknown; did you mean {meant}?"),
            None => format!("is unknown; known are {}", known.join(", ")),
        };
        return Err(ClaimFault::new(problem).within(name));
    }
    check_case(name, known).map_err(|fault| fault.within(name))?;
    let value = Json::of(value).map_err(|fault| fault.within(name))?;
    other.set(name, value);
    Ok(())
}

/// Refuses a known name in another case. Servers take it for the known one, so that it would stand behind that and count
/// in its place.
pub(in crate::token) fn check_case(name: &str, known: &[&'static str]) -> Result<(), ClaimFault> {
    match known.iter().find(|known| folds_to(name, known) && name != **known) {
        Some(known) => Err(ClaimFault::new(format!("is {known} in another case: write {known}"))),
        None => Ok(()),
    }
}

/// A string's characters; one that is not Unicode would not be the same when it is written again.
pub(super) fn text(value: Value<'_>) -> Result<Cow<'_, str>, ClaimFault> {
    if value.is_well_formed() {
        Ok(value.string())
    } else {
        Err(ClaimFault::new("is not well-formed Unicode"))
    }
}

impl ClaimValue for bool {
    fn take(slot: &mut Option<Self>, value: Value<'_>, _: Unknown) -> Result<(), ClaimFault> {
        if value.kind() != Kind::Bool {
            return Err(ClaimFault::wrong_type("true or false", value));
        }
        *slot = Some(value.is_true());
        Ok(())
    }
}

impl ClaimValue for String {
    fn take(slot: &mut Option<Self>, value: Value<'_>, _: Unknown) -> Result<(), ClaimFault> {
        if value.kind() != Kind::String {
            return Err(ClaimFault::wrong_type("a string", value));
        }
        *slot = Some(text(value)?.into_owned());
        Ok(())
    }
}

/// An integer of proto-JSON: a number, or a string that holds one.
impl ClaimValue for u32 {
    fn take(slot: &mut Option<Self>, value: Value<'_>, _: Unknown) -> Result<(), ClaimFault> {
        let whole = integer(value).and_then(|number| Self::try_from(number).ok());
        let Some(whole) = whole else {
            return Err(ClaimFault::new("a whole number from 0 to 4294967295 is needed"));
        };
        *slot = Some(whole);
        Ok(())
    }
}

/// A list is replaced, never appended to.
impl<T: ClaimValue> ClaimValue for Vec<T> {
    fn take(slot: &mut Option<Self>, value: Value<'_>, unknown: Unknown) -> Result<(), ClaimFault> {
        if value.kind() != Kind::Array {
            return Err(ClaimFault::wrong_type("an array", value));
        }
        let element = |(index, value): (usize, Value<'_>)| {
            let mut element = None;
            T::take(&mut element, value, unknown).map_err(|fault| fault.within(&format!("[{index}]")))?;
            Ok(element)
        };
        let elements: Result<Vec<_>, ClaimFault> = value.elements().enumerate().map(element).collect();
        *slot = Some(elements?.into_iter().flatten().collect());
        Ok(())
    }
}

/// Names with texts, such as a participant's attributes: in the order they were given, each name once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextMap(Named<String>);

impl TextMap {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(Named::new())
    }

    /// Sets the text of `name`, in the place it already has if it has one.
    pub fn set(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.0.set(name, text.into());
    }

    /// Names and texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name, text.as_str()))
    }
}

impl Serialize for TextMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl ClaimValue for TextMap {
    fn take(slot: &mut Option<Self>, value: Value<'_>, _: Unknown) -> Result<(), ClaimFault> {
        let map = slot.get_or_insert_default();
        for (name, value) in members_of(value)? {
            if value.kind() != Kind::String {
                return Err(ClaimFault::wrong_type("a string", value).within(&name));
            }
            map.set(name.as_ref(), text(value).map_err(|fault| fault.within(&name))?);
        }
        Ok(())
    }
}

/// A JSON value as it was given, but for white space.
#[derive(Clone, Debug)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Takes a JSON text.
    ///
    /// # Errors
    ///
    /// [`ClaimFault`] when it is not JSON.
    pub fn parse(text: String) -> Result<Self, ClaimFault> {
        RawValue::from_string(text)
            .map(Self)
            .map_err(|error| ClaimFault::new(format!("cannot be carried on: {error}")))
    }

    /// Takes a value of another token. A name that it has twice would be another value to another reader.
    fn of(value: Value<'_>) -> Result<Self, ClaimFault> {
        if let Some(name) = value.repeated_names().next() {
            return Err(ClaimFault::new(format!("has {} twice in one object", quoted(&name))));
        }
        value.compact().ok_or_else(|| ClaimFault::new("is not well-formed Unicode")).and_then(Self::parse)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl ClaimValue for Json {
    fn take(slot: &mut Option<Self>, value: Value<'_>, _: Unknown) -> Result<(), ClaimFault> {
        *slot = Some(Self::of(value)?);
        Ok(())
    }
}

/// What every object of claims can do.
pub(super) trait ClaimObject: Default {
    /// Sets one member.
    fn set(&mut self, name: &str, value: Value<'_>, unknown: Unknown) -> Result<(), ClaimFault>;

    /// Sets the members of `object`, each of which goes before what is there.
    fn merge(&mut self, object: Value<'_>, unknown: Unknown) -> Result<(), ClaimFault> {
        for (name, value) in members_of(object)? {
            self.set(&name, value, unknown)?;
        }
        Ok(())
    }
}

impl<T: ClaimObject> ClaimValue for T {
    fn take(slot: &mut Option<Self>, value: Value<'_>, unknown: Unknown) -> Result<(), ClaimFault> {
        slot.get_or_insert_default().merge(value, unknown)
    }
}

/// Writes a member that is there.
pub(super) fn write_member<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: Option<&T>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, value))
}

/// Declares an object of claims: members that may be absent, in the order they are written in, and behind them those
/// that this version does not know. A member is read by its name in JSON, or by the name behind `|` in the proto file.
macro_rules! claim_object {
    (
        $(#[$about:meta])*
        $name:ident {
            $($(#[$doc:meta])* $field:ident: $type:ty = $json:literal $(| $proto:literal)?,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: Option<$type>,)*
            /// Members that this version does not know, in order.
            pub other: $crate::token::grants::Named<$crate::token::grants::object::Json>,
        }

        impl $name {
            /// The names of the members in JSON, in the order they are written in.
            pub const MEMBERS: &'static [&'static str] = &[$($json),*];

            /// Without any member.
            #[must_use]
            pub const fn empty() -> Self {
                Self { $($field: None,)* other: $crate::token::grants::Named::new() }
            }

            /// Whether there is no member.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                let Self { $($field,)* other } = self;
                $($field.is_none() &&)* other.is_empty()
            }

            /// Writes the members that are there into an object.
            pub(in $crate::token) fn write_members<M: serde::ser::SerializeMap>(
                &self,
                map: &mut M,
            ) -> Result<(), M::Error> {
                let Self { $($field,)* other } = self;
                $($crate::token::grants::object::write_member(map, $json, $field.as_ref())?;)*
                other.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                self.write_members(&mut map)?;
                map.end()
            }
        }

        impl $crate::token::grants::object::ClaimObject for $name {
            fn set(
                &mut self,
                name: &str,
                value: $crate::token::reader::json::Value<'_>,
                unknown: $crate::token::grants::object::Unknown,
            ) -> Result<(), $crate::token::grants::object::ClaimFault> {
                use $crate::token::grants::object::{take_member, take_unknown};
                match name {
                    $($json $(| $proto)? => {
                        take_member(&mut self.$field, value, unknown).map_err(|fault| fault.within($json))
                    })*
                    _ => take_unknown(&mut self.other, name, value, unknown, Self::MEMBERS),
                }
            }
        }
    };
}
pub(super) use claim_object;
