//! A server's answer without the token that it was shown.

use std::collections::HashSet;

/// What is shown instead.
const NOT_SHOWN: &[u8] = b"[not shown]";

/// As many characters of a token on end are a piece of it, and not chance.
const PIECE: usize = 16;

/// `text` without any piece of `token`, be it whole, one of its parts or cut off, percent-encoded or not. A piece has
/// sixteen characters or more without white space.
pub(super) fn redact(text: &str, token: &str) -> String {
    let pieces: HashSet<&[u8]> =
        token.as_bytes().windows(PIECE).filter(|piece| !piece.iter().any(u8::is_ascii_whitespace)).collect();
    let (bytes, ends) = percent_decoded(text.as_bytes());
    let mut is_shown = vec![true; bytes.len()];
    for (at, window) in bytes.windows(PIECE).enumerate() {
        if pieces.contains(window) {
            is_shown[at..at + PIECE].fill(false);
        }
    }
    let mut shown = Vec::with_capacity(text.len());
    let mut start = 0;
    for (at, (end, shows)) in ends.iter().zip(&is_shown).enumerate() {
        if *shows {
            shown.extend_from_slice(&text.as_bytes()[start..*end]);
        } else if at == 0 || is_shown[at - 1] {
            shown.extend_from_slice(NOT_SHOWN);
        }
        start = *end;
    }
    String::from_utf8_lossy(&shown).into_owned()
}

/// The bytes with `%2E` and the like decoded, and where each of them ends in `text`.
fn percent_decoded(text: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let (mut bytes, mut ends) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len()));
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let encoded = match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => u8::try_from(high * 16 + low).ok(),
            _ => None,
        };
        at += if encoded.is_some() { 3 } else { 1 };
        bytes.push(encoded.unwrap_or(byte));
        ends.push(at);
    }
    (bytes, ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str =
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZS0xIiwiZXhwIjoxfQ.mcsP_ilgAm3Inz2BXGNjSTItqCUvi41aE1hNPhI5Jt8";

    #[test]
    fn a_token_and_its_pieces_are_not_shown() {
        let parts: Vec<&str> = TOKEN.split('.').collect();
        let encoded = TOKEN.replace('.', "%2e").replace('_', "%5F");
        let all_encoded = TOKEN.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"));
        for piece in [TOKEN, parts[0], parts[1], parts[2], &TOKEN[..50], &TOKEN[70..], &encoded, &all_encoded]
        {
            assert_eq!(
                redact(&format!("invalid token: {piece}, error: x"), TOKEN),
                "invalid token: [not shown], error: x"
            );
            assert_eq!(redact(piece, TOKEN), "[not shown]");
        }
        let twice = format!("?access_token={TOKEN}&{TOKEN}ü");
        assert_eq!(redact(&twice, TOKEN), "?access_token=[not shown]&[not shown]ü");
        assert_eq!(
            redact(&format!("\"{}\\n{}\"", &TOKEN[..40], &TOKEN[40..]), TOKEN),
            "\"[not shown]\\n[not shown]\""
        );
    }

    #[test]
    fn every_piece_of_sixteen_characters_is_found() {
        for start in 0..=TOKEN.len() - PIECE {
            for end in start + PIECE..=TOKEN.len() {
                assert_eq!(redact(&format!("<{}>", &TOKEN[start..end]), TOKEN), "<[not shown]>");
            }
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in ["", "invalid API key", "100 % of %zz %4", "success", "ünï %F0%9F 😀", &TOKEN[..15]] {
            assert_eq!(redact(text, TOKEN), text);
        }
        assert_eq!(
            redact("invalid authorization token", "invalid authorization token"),
            "invalid authorization token"
        );
        assert_eq!(redact("a.b.c", "a.b.c"), "a.b.c");
    }

    #[test]
    fn a_piece_that_begins_within_a_character_breaks_nothing() {
        let token = format!("{}{}", "é".repeat(20), "x".repeat(20));
        assert_eq!(redact(&format!("\u{c9}{token}"), &token), "É[not shown]");
        assert!(redact(&token[2..], &token).contains("[not shown]"));
    }
}
