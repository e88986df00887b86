//! The grammar: a text becomes nodes, or the place where it stops being JSON.

use super::{Fault, Kind, MAX_DEPTH, Node, SyntaxError};

/// The nodes of a text that is one JSON value with nothing but white space around it.
pub(super) fn scan(text: &[u8]) -> Result<Vec<Node>, SyntaxError> {
    Scanner { text, at: 0, nodes: Vec::new(), open: Vec::new() }.scan()
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
