//! What JSON escapes in a string.

/// The bytes that stand in no JSON string as they are (RFC 8259 section 7): the quote, the backslash, control characters
/// below a space. A table, for every byte of a batch is looked at.
pub(super) static ESCAPED: [bool; 256] = {
    let mut escaped = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        escaped[byte] = byte < b' ' as usize || byte == b'"' as usize || byte == b'\\' as usize;
        byte += 1;
    }
    escaped
};

/// Whether any byte is one that JSON escapes.
pub(super) fn has_escaped(text: &str) -> bool {
    text.bytes().any(|byte| ESCAPED[usize::from(byte)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_what_serde_json_escapes() {
        for character in '\0'..='\u{2100}' {
            for text in [format!("{character}"), format!("ab{character}"), format!("é{character}z")] {
                let written = serde_json::to_string(&text).unwrap();
                assert_eq!(has_escaped(&text), written.len() > text.len() + 2, "{text:?}");
            }
        }
    }
}
