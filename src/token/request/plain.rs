//! Plain requests, which nearly all are, read in one pass.

use crate::token::escapes::ESCAPED;

use super::{EXPIRATION_SECONDS, Member, PARTICIPANT_IDENTITY, PARTICIPANT_NAME, ROOM_NAME, TokenRequest};

/// Reads an object on one line that has none but the contract's members, each a string without escapes or a whole number
/// of up to nine digits. `None` for anything else, be it right or wrong: that is for the full reader to say.
pub(super) fn read_plain(document: &[u8]) -> Option<TokenRequest<'_>> {
    let mut rest = Rest { text: std::str::from_utf8(document).ok()?, at: 0 };
    let mut request = TokenRequest::default();
    rest.take(b'{')?;
    loop {
        let name = rest.string()?;
        rest.take(b':')?;
        let slot = match name {
            ROOM_NAME => &mut request.room_name,
            PARTICIPANT_IDENTITY => &mut request.participant_identity,
            EXPIRATION_SECONDS => &mut request.expiration_seconds,
            PARTICIPANT_NAME => &mut request.participant_name,
            _ => return None,
        };
        // A member given twice: the last one counts.
        *slot = Some(rest.value()?);
        match rest.next()? {
            b',' => {}
            b'}' => break,
            _ => return None,
        }
    }
    document[rest.at..].iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).then_some(request)
}

/// What is not read yet: the text from a byte on.
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    /// The next byte that is no space.
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            self.at += 1;
            if byte != b' ' {
                return Some(byte);
            }
        }
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        (self.next()? == wanted).then_some(())
    }

    fn string(&mut self) -> Option<&'a str> {
        self.take(b'"')?;
        self.string_after_quote()
    }

    /// Up to the next quote; `None` where something in front of it needs a closer look.
    fn string_after_quote(&mut self) -> Option<&'a str> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let end = loop {
            let byte = *bytes.get(self.at)?;
            self.at += 1;
            if ESCAPED[usize::from(byte)] {
                break byte;
            }
        };
        if end == b'"' { self.text.get(start..self.at - 1) } else { None }
    }

    fn value(&mut self) -> Option<Member<'a>> {
        match self.next()? {
            b'"' => self.string_after_quote().map(Member::text),
            // No number but zero itself begins with a zero.
            b'0' => Some(Member::Number(0.0)),
            digit @ b'1'..=b'9' => {
                let mut number = u32::from(digit - b'0');
                let longest = self.at + 8;
                while let Some(digit @ b'0'..=b'9') = self.text.as_bytes().get(self.at) {
                    if self.at == longest {
                        return None;
                    }
                    number = number * 10 + u32::from(digit - b'0');
                    self.at += 1;
                }
                Some(Member::Number(f64::from(number)))
            }
            _ => None,
        }
    }
}
