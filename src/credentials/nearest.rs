//! The known name that a mistyped one is nearest to.

/// The candidate nearest to `word`, if any is near enough to be what was meant.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Below this, clap's own threshold for its suggestions, names are rather different words.
    const NEAR_ENOUGH: f64 = 0.7;
    let likeness = |candidate: &'a str| (strsim::jaro(word, candidate), candidate);
    let best = candidates.into_iter().map(likeness).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > NEAR_ENOUGH).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_name_and_another_word_does_not() {
        let keys = ["url", "api_key", "api_secret", "api_secret_file"];
        assert_eq!(nearest("api_sercet", keys), Some("api_secret"));
        assert_eq!(nearest("apikey", keys), Some("api_key"));
        assert_eq!(nearest("zebra", keys), None);
        assert_eq!(nearest("", keys), None);
    }
}
