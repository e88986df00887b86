//! Plain requests, which nearly all are, read in one pass.

use crate::token::escapes::has_control_or;

use super::{EXPIRATION_SECONDS, Member, PARTICIPANT_IDENTITY, PARTICIPANT_NAME, ROOM_NAME, TokenRequest};

/// Reads an object on one line that has none but the contract's members, each a string without escapes or a whole number
/// of up to nine digits. `None` for anything else, be it right or wrong: that is for the full reader to say.
pub(super) fn read_plain(document: &[u8]) -> Option<TokenRequest<'_>> {
    let end = document.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))?;
    let document = &document[..=end];
    if has_control_or(document, *b"\\\\") {
        return None;
    }
    let mut rest = Rest(std::str::from_utf8(document).ok()?);
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
    rest.0.is_empty().then_some(request)
}

/// What is not read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// The next byte that is no space, where it is ASCII.
    fn next(&mut self) -> Option<u8> {
        if self.0.as_bytes().first() == Some(&b' ') {
            self.0 = self.0.trim_start_matches(' ');
        }
        let byte = *self.0.as_bytes().first()?;
        self.0 = self.0.get(1..)?;
        Some(byte)
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        (self.next()? == wanted).then_some(())
    }

    fn string(&mut self) -> Option<&'a str> {
        self.take(b'"')?;
        self.string_after_quote()
    }

    fn string_after_quote(&mut self) -> Option<&'a str> {
        let (string, rest) = self.0.split_at_checked(memchr::memchr(b'"', self.0.as_bytes())?)?;
        self.0 = rest.get(1..)?;
        Some(string)
    }

    fn value(&mut self) -> Option<Member<'a>> {
        match self.next()? {
            b'"' => self.string_after_quote().map(Member::text),
            // No number but zero itself begins with a zero.
            b'0' => Some(Member::Number(0.0)),
            digit @ b'1'..=b'9' => {
                let mut number = u32::from(digit - b'0');
                let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
                if digits > 8 {
                    return None;
                }
                let (more, behind) = self.0.split_at(digits);
                number = more.bytes().fold(number, |number, digit| number * 10 + u32::from(digit - b'0'));
                self.0 = behind;
                Some(Member::Number(f64::from(number)))
            }
            _ => None,
        }
    }
}
