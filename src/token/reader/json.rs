//! JSON as Go's `encoding/json` accepts it: members in order, duplicates kept, numbers as they were written, strings
//! with bytes that are not UTF-8. Flat and without recursion, so that no nesting can exhaust a stack.

mod scanner;
mod string;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use scanner::scan;
use string::unquote;

/// The deepest nesting that Go reads (`maxNestingDepth` in `encoding/json/scanner.go`).
pub const MAX_DEPTH: usize = 10_000;

/// The type of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number, as written.
    Number,
    /// A string.
    String,
    /// `[…]`.
    Array,
    /// `{…}`.
    Object,
}

impl Kind {
    /// The type's name in Go's messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "bool",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

impl Kind {
    /// The type as a sentence names it: `a number`.
    #[must_use]
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "true or false",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// A value's place: its bytes in the text, and the index of the first node behind it and all it holds.
#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    start: usize,
    end: usize,
    next: usize,
}

/// A JSON text that was read whole. An object's nodes are followed by name, value, name, value, …
#[derive(Clone, Debug)]
pub struct Document {
    text: Vec<u8>,
    nodes: Vec<Node>,
}

impl Document {
    /// Reads `text`, which must be one JSON value with nothing but white space around it.
    ///
    /// # Errors
    ///
    /// [`SyntaxError`] where Go's scanner stops too.
    pub fn parse(text: Vec<u8>) -> Result<Self, SyntaxError> {
        let nodes = scan(&text)?;
        Ok(Self { text, nodes })
    }

    /// The text as it was written, but without white space between values, and with U+FFFD for what is not UTF-8.
    #[must_use]
    pub fn compact(&self) -> String {
        String::from_utf8_lossy(&compact(&self.text)).into_owned()
    }

    /// The document's one value.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        Value { document: self, index: 0 }
    }

    /// Every string in the document, names of members included.
    pub fn strings(&self) -> impl Iterator<Item = Value<'_>> {
        self.root().descendants(Kind::String)
    }

    /// Every number in the document.
    pub fn numbers(&self) -> impl Iterator<Item = Value<'_>> {
        self.root().descendants(Kind::Number)
    }
}

/// `json` without white space between values.
fn compact(json: &[u8]) -> Vec<u8> {
    let mut compact = Vec::with_capacity(json.len());
    let mut in_string = false;
    let mut escaped = false;
    for &byte in json {
        if in_string || !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
            compact.push(byte);
        }
        if byte == b'"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && byte == b'\\' && !escaped;
    }
    compact
}

/// A value within a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Value<'d> {
    document: &'d Document,
    index: usize,
}

impl<'d> Value<'d> {
    fn node(self) -> &'d Node {
        &self.document.nodes[self.index]
    }

    /// The value's type.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// The value as written.
    #[must_use]
    pub fn raw(self) -> &'d [u8] {
        let node = self.node();
        &self.document.text[node.start..node.end]
    }

    /// The value as written, but without white space between values; `None` when a string in it is not well-formed
    /// Unicode.
    #[must_use]
    pub fn compact(self) -> Option<String> {
        let well_formed = self.descendant_strings().all(Value::is_well_formed);
        well_formed.then(|| String::from_utf8(compact(self.raw())).ok()).flatten()
    }

    /// A number as written; empty for any other value.
    #[must_use]
    pub fn number(self) -> &'d str {
        match self.kind() {
            Kind::Number => std::str::from_utf8(self.raw()).unwrap_or_default(),
            _ => "",
        }
    }

    /// Whether the value is `true`.
    #[must_use]
    pub fn is_true(self) -> bool {
        self.raw() == b"true"
    }

    /// A string's characters as Go reads them: each byte that is not UTF-8 and each lone surrogate becomes U+FFFD.
    /// Empty for any other value.
    #[must_use]
    pub fn string(self) -> Cow<'d, str> {
        match self.string_bytes() {
            Some(bytes) => unquote(bytes).0,
            None => Cow::Borrowed(""),
        }
    }

    /// Whether a string is well-formed Unicode: UTF-8, and surrogates only in pairs. True for any other value.
    #[must_use]
    pub fn is_well_formed(self) -> bool {
        self.string_bytes().is_none_or(|bytes| unquote(bytes).1)
    }

    fn string_bytes(self) -> Option<&'d [u8]> {
        let raw = self.raw();
        (self.kind() == Kind::String).then(|| &raw[1..raw.len() - 1])
    }

    /// An object's members in order, duplicates too; nothing for any other value.
    pub fn members(self) -> impl Iterator<Item = (Value<'d>, Value<'d>)> {
        let mut children = self.children(Kind::Object);
        std::iter::from_fn(move || Some((children.next()?, children.next()?)))
    }

    /// An array's elements; nothing for any other value.
    pub fn elements(self) -> impl Iterator<Item = Value<'d>> {
        self.children(Kind::Array)
    }

    /// Every string in this value, names of members included.
    pub fn descendant_strings(self) -> impl Iterator<Item = Value<'d>> {
        self.descendants(Kind::String)
    }

    /// Every object in this value, itself included.
    pub fn descendant_objects(self) -> impl Iterator<Item = Value<'d>> {
        self.descendants(Kind::Object)
    }

    /// The name of every member in this value that has the name of one before it in its object, in order.
    pub fn repeated_names(self) -> impl Iterator<Item = Cow<'d, str>> {
        self.descendant_objects().flat_map(|object| {
            let mut seen = HashSet::new();
            let names = object.members().map(|(name, _)| name.string());
            names.filter(move |name| !seen.insert(name.clone()))
        })
    }

    fn descendants(self, kind: Kind) -> impl Iterator<Item = Value<'d>> {
        let document = self.document;
        (self.index..self.node().next)
            .map(move |index| Value { document, index })
            .filter(move |value| value.kind() == kind)
    }

    fn children(self, kind: Kind) -> impl Iterator<Item = Value<'d>> {
        let node = self.node();
        let document = self.document;
        let mut index = if node.kind == kind { self.index + 1 } else { node.next };
        let end = node.next;
        std::iter::from_fn(move || {
            let value = (index < end).then_some(Value { document, index })?;
            index = value.node().next;
            Some(value)
        })
    }
}

/// Where a text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Bytes before the fault.
    pub offset: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong with a JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The text ends in the middle of a value.
    Ends,
    /// A byte that cannot stand here.
    Unexpected(u8),
    /// A second value, or anything else, behind the first.
    Trailing,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            Fault::Ends => write!(f, "it ends too early, after {} bytes", self.offset),
            Fault::Unexpected(byte) if byte.is_ascii_graphic() => {
                write!(f, "unexpected '{}' at byte {}", char::from(byte), self.offset)
            }
            Fault::Unexpected(byte) => write!(f, "unexpected byte 0x{byte:02x} at byte {}", self.offset),
            Fault::Trailing => write!(f, "text after the value, at byte {}", self.offset),
            Fault::TooDeep => write!(f, "nested deeper than {MAX_DEPTH} levels, at byte {}", self.offset),
        }
    }
}

#[cfg(test)]
mod tests;
