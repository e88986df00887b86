//! Lines as wide as a terminal. Without the feature `interactive` a terminal breaks long lines where it will.

/// The text in lines of at most so many columns, and no more than the terminal has, each behind `indent`. No word is broken,
/// so that a name can be copied.
#[cfg(feature = "interactive")]
#[must_use]
pub fn for_terminal(text: &str, indent: &str, widest: usize) -> String {
    in_columns(text, indent, textwrap::termwidth().min(widest))
}

/// As it is.
#[cfg(not(feature = "interactive"))]
#[must_use]
pub fn for_terminal(text: &str, indent: &str, _widest: usize) -> String {
    format!("{indent}{text}")
}

#[cfg(feature = "interactive")]
fn in_columns(text: &str, indent: &str, columns: usize) -> String {
    let options = textwrap::Options::new(columns)
        .initial_indent(indent)
        .subsequent_indent(indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::fill(text, options)
}

#[cfg(feature = "interactive")]
#[cfg(test)]
mod tests {
    use super::in_columns;

    #[test]
    fn lines_are_wrapped_and_words_are_not() {
        assert_eq!(
            in_columns("\"alice\" may join the-room-with-a-long-name now", "", 16),
            "\"alice\" may join\nthe-room-with-a-long-name\nnow"
        );
        assert_eq!(in_columns("漢字 漢字 漢字", "  ", 11), "  漢字 漢字\n  漢字");
    }
}
