//! Whether a text has bytes that JSON escapes.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGH_BITS: u64 = u64::from_ne_bytes([0x80; 8]);

/// Whether any byte is a control character below a space, or one of `marks`. Eight bytes at a time, for every line of a
/// batch is looked at.
pub(super) fn has_control_or(bytes: &[u8], marks: [u8; 2]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [b' '; 8];
    for (padded, byte) in last.iter_mut().zip(rest) {
        *padded = *byte;
    }
    for word in words {
        if is_in_word(u64::from_ne_bytes(*word), marks) {
            return true;
        }
    }
    is_in_word(u64::from_ne_bytes(last), marks)
}

fn is_in_word(word: u64, [first, second]: [u8; 2]) -> bool {
    // A byte's high bit stays clear unless something is borrowed from it, or it was set before.
    let has_below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGH_BITS;
    let has = |mark: u8| has_below(word ^ (ONES * u64::from(mark)), 1);
    (has_below(word, b' ') | has(first) | has(second)) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place_is_seen() {
        for length in 0..20 {
            assert!(!has_control_or(&vec![b'a'; length], *b"\"\\"));
            for at in 0..length {
                for byte in 0..=255 {
                    for around in [b'a', 0x80, 0xff, b'!'] {
                        let mut bytes = vec![around; length];
                        bytes[at] = byte;
                        let expected = byte < b' ' || byte == b'"' || byte == b'\\';
                        assert_eq!(has_control_or(&bytes, *b"\"\\"), expected, "{bytes:?}");
                    }
                }
            }
        }
    }
}
