//! JSON as Go's `encoding/json` accepts it: members in order, duplicates kept, numbers as they were written, strings
//! with bytes that are not UTF-8. Flat and without recursion, so that no nesting can exhaust a stack.

use std::borrow::Cow;
use std::fmt;

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
        let nodes = Scanner { text: &text, at: 0, nodes: Vec::new(), open: Vec::new() }.scan()?;
        Ok(Self { text, nodes })
    }

    /// The text as it was written, but without white space between values, and with U+FFFD for what is not UTF-8.
    #[must_use]
    pub fn compact(&self) -> String {
        let mut compact = Vec::with_capacity(self.text.len());
        let mut in_string = false;
        let mut escaped = false;
        for &byte in &self.text {
            if in_string || !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                compact.push(byte);
            }
            if byte == b'"' && !escaped {
                in_string = !in_string;
            }
            escaped = in_string && byte == b'\\' && !escaped;
        }
        String::from_utf8_lossy(&compact).into_owned()
    }

    /// The document's one value.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        Value { document: self, index: 0 }
    }

    /// Every string in the document, names of members included.
    pub fn strings(&self) -> impl Iterator<Item = Value<'_>> {
        self.all(Kind::String)
    }

    /// Every number in the document.
    pub fn numbers(&self) -> impl Iterator<Item = Value<'_>> {
        self.all(Kind::Number)
    }

    /// Every object in the document.
    pub fn objects(&self) -> impl Iterator<Item = Value<'_>> {
        self.all(Kind::Object)
    }

    fn all(&self, kind: Kind) -> impl Iterator<Item = Value<'_>> {
        (0..self.nodes.len())
            .filter(move |&index| self.nodes[index].kind == kind)
            .map(|index| Value { document: self, index })
    }
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
        let document = self.document;
        (self.index..self.node().next)
            .map(move |index| Value { document, index })
            .filter(|value| value.kind() == Kind::String)
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

struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    nodes: Vec<Node>,
    /// Indices of the arrays and objects that are not closed yet.
    open: Vec<usize>,
}

impl Scanner<'_> {
    fn scan(mut self) -> Result<Vec<Node>, SyntaxError> {
        // Whether a container was just opened, so that its end may follow at once.
        let mut opened = false;
        loop {
            // Within a container, before a name, a value or the end of an empty container.
            self.skip_space();
            opened = match self.open.last().map(|&index| self.nodes[index].kind) {
                Some(Kind::Object) if opened && self.peek() == Some(b'}') => self.close(),
                Some(Kind::Array) if opened && self.peek() == Some(b']') => self.close(),
                Some(Kind::Object) => {
                    if self.peek() != Some(b'"') {
                        return Err(self.fault());
                    }
                    self.string()?;
                    self.skip_space();
                    self.expect(b':')?;
                    self.skip_space();
                    self.value()?
                }
                _ => self.value()?,
            };
            if opened {
                continue;
            }
            // Behind a value: commas and closing brackets.
            loop {
                self.skip_space();
                let Some(&index) = self.open.last() else {
                    return match self.peek() {
                        None => Ok(self.nodes),
                        Some(_) => Err(SyntaxError { offset: self.at, fault: Fault::Trailing }),
                    };
                };
                match (self.nodes[index].kind, self.peek()) {
                    (_, Some(b',')) => {
                        self.at += 1;
                        break;
                    }
                    (Kind::Object, Some(b'}')) | (Kind::Array, Some(b']')) => {
                        self.close();
                    }
                    _ => return Err(self.fault()),
                }
            }
        }
    }

    /// Reads a scalar or opens a container; true when it opened one.
    fn value(&mut self) -> Result<bool, SyntaxError> {
        match self.peek() {
            Some(b'{') => self.open(Kind::Object).map(|()| true),
            Some(b'[') => self.open(Kind::Array).map(|()| true),
            Some(b'"') => self.string().map(|()| false),
            Some(b't') => self.literal(b"true", Kind::Bool).map(|()| false),
            Some(b'f') => self.literal(b"false", Kind::Bool).map(|()| false),
            Some(b'n') => self.literal(b"null", Kind::Null).map(|()| false),
            Some(b'-' | b'0'..=b'9') => self.number().map(|()| false),
            _ => Err(self.fault()),
        }
    }

    fn open(&mut self, kind: Kind) -> Result<(), SyntaxError> {
        self.open.push(self.nodes.len());
        if self.open.len() > MAX_DEPTH {
            return Err(SyntaxError { offset: self.at, fault: Fault::TooDeep });
        }
        self.nodes.push(Node { kind, start: self.at, end: self.at, next: 0 });
        self.at += 1;
        Ok(())
    }

    /// Closes the innermost container; false, for nothing is opened.
    fn close(&mut self) -> bool {
        self.at += 1;
        let next = self.nodes.len();
        if let Some(index) = self.open.pop() {
            self.nodes[index].end = self.at;
            self.nodes[index].next = next;
        }
        false
    }

    fn leaf(&mut self, kind: Kind, start: usize) {
        let next = self.nodes.len() + 1;
        self.nodes.push(Node { kind, start, end: self.at, next });
    }

    fn string(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    self.leaf(Kind::String, start);
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
                        Some(b'u') => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                                    return Err(self.fault());
                                }
                                self.at += 1;
                            }
                        }
                        _ => return Err(self.fault()),
                    }
                }
                Some(0x20..) => self.at += 1,
                _ => return Err(self.fault()),
            }
        }
    }

    fn literal(&mut self, literal: &[u8], kind: Kind) -> Result<(), SyntaxError> {
        let start = self.at;
        for &byte in literal {
            self.expect(byte)?;
        }
        self.leaf(kind, start);
        Ok(())
    }

    fn number(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.skip_if(b"-");
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.skip_if(b".") {
            self.digits()?;
        }
        if self.skip_if(b"eE") {
            self.skip_if(b"+-");
            self.digits()?;
        }
        self.leaf(Kind::Number, start);
        Ok(())
    }

    fn digits(&mut self) -> Result<(), SyntaxError> {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.fault());
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn skip_if(&mut self, any_of: &[u8]) -> bool {
        let there = self.peek().is_some_and(|byte| any_of.contains(&byte));
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8) -> Result<(), SyntaxError> {
        if self.skip_if(&[byte]) { Ok(()) } else { Err(self.fault()) }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn fault(&self) -> SyntaxError {
        let fault = self.peek().map_or(Fault::Ends, Fault::Unexpected);
        SyntaxError { offset: self.at, fault }
    }
}

/// A string's characters (between its quotes, escapes checked by the scanner), and whether it was well-formed.
fn unquote(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    if !bytes.contains(&b'\\')
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (Cow::Borrowed(text), true);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut well_formed = true;
    let mut rest = bytes;
    while !rest.is_empty() {
        let plain = rest.iter().position(|&byte| byte == b'\\').unwrap_or(rest.len());
        for chunk in rest[..plain].utf8_chunks() {
            text.push_str(chunk.valid());
            // One replacement character for each byte, as Go does it.
            for _ in chunk.invalid() {
                text.push(char::REPLACEMENT_CHARACTER);
                well_formed = false;
            }
        }
        rest = &rest[plain..];
        if let Some((character, length)) = unescape(rest) {
            well_formed &= character.is_some();
            text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
            rest = &rest[length..];
        }
    }
    (Cow::Owned(text), well_formed)
}

/// The character of the escape that `bytes` begins with, `None` for a lone surrogate, and the escape's length.
fn unescape(bytes: &[u8]) -> Option<(Option<char>, usize)> {
    let character = match *bytes.get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let high = hex4(bytes)?;
            let pair = bytes.get(6..).and_then(hex4).filter(|_| (0xD800..0xDC00).contains(&high));
            return Some(match pair {
                Some(low @ 0xDC00..0xE000) => {
                    let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                    (char::from_u32(code), 12)
                }
                _ => (char::from_u32(high), 6),
            });
        }
        other => char::from(other),
    };
    Some((Some(character), 2))
}

/// The number of the `\uXXXX` that `bytes` begins with.
fn hex4(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests;
