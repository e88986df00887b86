//! What is between a string's quotes becomes characters.

use std::borrow::Cow;

/// A string's characters (between its quotes, escapes checked by the scanner), and whether it was well-formed.
pub(super) fn unquote(bytes: &[u8]) -> (Cow<'_, str>, bool) {
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
