//! A token's bytes become header and claims: order and duplicates kept, read as the server's Go reads them.
//!
//! A LiveKit server (1.13, golang-jwt 5.3) reads a token in two passes: first the form, the header and the
//! [registered claims](registered), then, once it knows the key, the [`grants`] too. What it lets through
//! although an RFC forbids it is found by [`breaches`](breach::breaches).

pub mod breach;
pub mod grants;
pub mod header;
pub mod json;
pub mod registered;
pub mod room_config;

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::jws::Signer;
use json::{Document, SyntaxError};

/// Base64url as Go's `RawURLEncoding` reads it: no padding, and the last character's stray bits ignored.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// A token's three parts, each as far as it could be read.
#[derive(Clone, Debug)]
pub struct Token<'t> {
    text: &'t str,
    /// The header's JSON.
    pub header: Result<Document, PartFault>,
    /// The payload's JSON.
    pub payload: Result<Document, PartFault>,
    /// The signature's bytes.
    pub signature: Result<Vec<u8>, PartFault>,
}

impl<'t> Token<'t> {
    /// Reads the compact form: three parts with two dots between them (RFC 7515 section 7.1).
    ///
    /// # Errors
    ///
    /// [`SegmentCount`] when there are more or fewer parts.
    pub fn read(text: &'t str) -> Result<Self, SegmentCount> {
        let mut parts = text.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(SegmentCount(text.split('.').count()));
        };
        Ok(Self {
            text,
            header: decode(header).and_then(|bytes| Document::parse(bytes).map_err(PartFault::Json)),
            payload: decode(payload).and_then(|bytes| Document::parse(bytes).map_err(PartFault::Json)),
            signature: decode(signature),
        })
    }

    /// What the signature is made over: the text before the last dot, as received (RFC 7515 section 5.2).
    #[must_use]
    pub fn signing_input(&self) -> &'t str {
        self.text.rsplit_once('.').map_or("", |(input, _)| input)
    }

    /// Whether the signature is the MAC of what was received, whatever the header says of its algorithm.
    #[must_use]
    pub fn is_signed_by(&self, signer: &Signer) -> bool {
        self.signature
            .as_ref()
            .is_ok_and(|signature| signer.verify(self.signing_input().as_bytes(), signature))
    }

    /// The three parts in base64url, in order.
    pub fn segments(&self) -> impl Iterator<Item = &'t str> {
        self.text.split('.')
    }
}

fn decode(segment: &str) -> Result<Vec<u8>, PartFault> {
    LENIENT.decode(&*without_line_ends(segment)).map_err(|_| PartFault::Base64(foreign_character(segment)))
}

const LINE_ENDS: [char; 2] = ['\r', '\n'];

/// Whether there are line ends in a part of a token.
pub(super) fn has_line_ends(segment: &str) -> bool {
    memchr::memchr2(b'\r', b'\n', segment.as_bytes()).is_some()
}

/// Go's base64 skips line ends wherever they stand.
fn without_line_ends(segment: &str) -> Cow<'_, str> {
    if has_line_ends(segment) { Cow::Owned(segment.replace(LINE_ENDS, "")) } else { Cow::Borrowed(segment) }
}

/// The first character of `segment` that base64url does not have.
fn foreign_character(segment: &str) -> Option<char> {
    segment.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || LINE_ENDS.contains(c)))
}

/// Whether `segment`'s last character carries bits that belong to no byte (RFC 4648 section 3.5).
fn has_stray_bits(segment: &str) -> bool {
    let segment = without_line_ends(segment);
    let whole_groups = segment.len() / 4 * 4;
    // Only what follows the last whole group of four characters can have any.
    URL_SAFE_NO_PAD.decode(&segment.as_bytes()[whole_groups..]).is_err() && LENIENT.decode(&*segment).is_ok()
}

/// A text that does not have a token's three parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentCount(
    /// The parts there are, divided by dots.
    pub usize,
);

impl fmt::Display for SegmentCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("there is no dot in it, where a token has three parts with dots between them"),
            count => write!(f, "it has {count} parts divided by dots, where a token has three"),
        }
    }
}

/// Why a part of a token cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFault {
    /// Not base64url without padding; the first character that does not belong, or `None` when the length is wrong.
    Base64(Option<char>),
    /// Not JSON.
    Json(SyntaxError),
}

impl fmt::Display for PartFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base64(Some('=')) => f.write_str("not base64url: padding ('=') is not allowed in a token"),
            Self::Base64(Some(c @ ('+' | '/'))) => {
                write!(f, "not base64url: '{c}' belongs to plain base64; base64url has '-' and '_'")
            }
            Self::Base64(Some(c)) if c.is_whitespace() => {
                f.write_str("not base64url: there is white space in it")
            }
            Self::Base64(Some(c)) => write!(f, "not base64url: {c:?} does not belong"),
            Self::Base64(None) => f.write_str("not base64url: a character is missing or one too many"),
            Self::Json(error) => write!(f, "not JSON: {error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a signature that reads so.
    fn told(signature: &str) -> String {
        let token = format!("e30.e30.{signature}");
        Token::read(&token).unwrap().signature.unwrap_err().to_string()
    }

    #[test]
    fn a_part_that_is_not_base64url_is_told_with_what_does_not_belong() {
        for (signature, end) in [
            ("QQ==", "padding ('=') is not allowed in a token"),
            ("_-+A", "'+' belongs to plain base64; base64url has '-' and '_'"),
            ("Zz9/", "'/' belongs to plain base64; base64url has '-' and '_'"),
            ("QUJ D", "there is white space in it"),
            ("QUJ\tD", "there is white space in it"),
            ("QUJ*", "'*' does not belong"),
            ("QUJ\u{1b}", "'\\u{1b}' does not belong"),
            // The first of several; line ends are skipped, as a server skips them.
            ("Q\r\nUJ*=", "'*' does not belong"),
            ("QUJDR", "a character is missing or one too many"),
            ("QUJ\nDR\r\n", "a character is missing or one too many"),
        ] {
            assert_eq!(told(signature), format!("not base64url: {end}"), "{signature:?}");
        }
    }
}
