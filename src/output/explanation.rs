//! An explanation for people.

use textwrap::{Options, WordSplitter, WrapAlgorithm};

use super::escape::escape;

/// No line is longer than this; longer ones are hard to read.
const WIDEST: usize = 100;

/// The paragraph, with what a terminal acts on escaped: wrapped for a terminal, one line elsewhere. No word is broken,
/// so that a name can be copied.
#[must_use]
pub fn render(paragraph: &str, on_terminal: bool) -> String {
    let paragraph = escape(paragraph);
    let mut text = if on_terminal {
        wrap(&paragraph, textwrap::termwidth().min(WIDEST))
    } else {
        paragraph.into_owned()
    };
    text.push('\n');
    text
}

fn wrap(paragraph: &str, width: usize) -> String {
    let options = Options::new(width)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::fill(paragraph, options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_and_words_are_not() {
        assert_eq!(
            wrap("\"alice\" may join the-room-with-a-long-name now", 16),
            "\"alice\" may join\nthe-room-with-a-long-name\nnow"
        );
        assert_eq!(wrap("漢字 漢字 漢字", 9), "漢字 漢字\n漢字");
        assert_eq!(render("a\u{1b}[31m", false), "a\\u{1b}[31m\n");
    }
}
