//! Foreign text is made harmless before a terminal sees it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with every character that a terminal would act on, hide or reorder written as `\u{…}`.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if is_unsafe(c) => {
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Whether a terminal acts on the character (C0 and C1 controls), hides it (zero width, tags, fillers), or lets it
/// reorder or break what follows (bidirectional controls, line and paragraph separators).
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// What Unicode calls a control (category Cc) or a control of direction (`Bidi_Control`).
    fn is_control_or_bidi(c: char) -> bool {
        let is_bidi = matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        );
        c.is_control() || is_bidi
    }

    proptest! {
        /// Whatever a foreign text holds, what is shown of it neither acts nor reorders, and is shown the same again.
        #[test]
        fn no_control_and_no_bidi_character_gets_through(chars in vec(any::<char>(), 0..200)) {
            let text = String::from_iter(chars);
            let shown = escape(&text);
            prop_assert!(!shown.contains(is_control_or_bidi), "{:?}", shown);
            prop_assert_eq!(escape(&shown), shown.as_ref());
            let is_kept = |c: &char| !is_unsafe(*c) && !c.is_ascii();
            let kept = |text: &str| text.chars().filter(is_kept).collect::<String>();
            prop_assert_eq!(kept(&shown), kept(&text));
            prop_assert_eq!(shown == text, !text.contains(is_unsafe));
        }
    }

    /// Chance meets none of the few characters often enough.
    #[test]
    fn no_such_character_of_all_there_are_gets_through() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| is_control_or_bidi(*c)) {
            assert!(!escape(&format!("a{c}b")).contains(is_control_or_bidi), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn what_a_terminal_acts_on_is_written_out() {
        for (text, shown) in [
            ("plain ünï 😀", "plain ünï 😀"),
            ("\u{1b}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
            ("a\nb\r\tc", "a\\nb\\r\\tc"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("\u{202e}evil\u{2066}", "\\u{202e}evil\\u{2066}"),
            ("a\u{200b}b\u{feff}", "a\\u{200b}b\\u{feff}"),
            ("\u{e0041}", "\\u{e0041}"),
        ] {
            assert_eq!(escape(text), shown);
        }
    }
}
