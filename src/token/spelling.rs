//! "Did you mean …?"

/// The candidate that `typed` was most likely meant to be, if any is near enough. Case, `-` and `_` do not count
/// against it, so that `room_name` finds `roomName`.
#[must_use]
pub fn nearest<'c>(typed: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    /// Below this Jaro-Winkler similarity a suggestion confuses more than it helps.
    const NEAR: f64 = 0.8;
    let typed = fold(typed);
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&typed, &fold(candidate)), candidate))
        .filter(|(similarity, _)| *similarity >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_across_case_and_separators() {
        let names = ["roomName", "participantIdentity", "expirationSeconds", "participantName"];
        for (typed, meant) in [
            ("room_name", Some("roomName")),
            ("ROOMNAME", Some("roomName")),
            ("romName", Some("roomName")),
            ("identity", None),
            ("participantId", Some("participantIdentity")),
            ("expiration", Some("expirationSeconds")),
            ("particpantName", Some("participantName")),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, names), meant, "{typed}");
        }
    }
}
