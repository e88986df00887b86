//! An explanation for people.

use super::escape::escape;
use super::wrap;

/// No line is longer than this; longer ones are hard to read.
const WIDEST: usize = 100;

/// The paragraph, with what a terminal acts on escaped: wrapped for a terminal, one line elsewhere.
#[must_use]
pub fn render(paragraph: &str, on_terminal: bool) -> String {
    let paragraph = escape(paragraph);
    let mut text =
        if on_terminal { wrap::for_terminal(&paragraph, "", WIDEST) } else { paragraph.into_owned() };
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_terminal_acts_on_is_escaped() {
        assert_eq!(super::render("a\u{1b}[31m", false), "a\\u{1b}[31m\n");
    }
}
