//! Names in sentences: "did you mean …?", and quotes.

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

/// The candidate that `typed` is but for any of these words before it, case, `-` and `_`: `isAdmin` finds `roomAdmin`.
#[must_use]
pub fn same_but_for<'c>(
    prefixes: &[&str],
    typed: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let stem = |name: &str| {
        let folded = fold(name);
        let stem = prefixes.iter().find_map(|prefix| folded.strip_prefix(prefix)).unwrap_or(&folded);
        stem.to_owned()
    };
    let typed = Some(stem(typed)).filter(|stem| !stem.is_empty())?;
    candidates.into_iter().find(|candidate| stem(candidate) == typed)
}

/// The candidate that `typed` is but for a slip: case, `-` or `_`, or a letter or two where a name is long enough not to
/// be another word for it. Far stricter than [`nearest`], for where an unknown name may well be right. Nobody meant a
/// name of over 64 bytes, however near, and none is worth the time that comparing it would take.
#[must_use]
pub fn slip<'c>(typed: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    const LONGEST: usize = 64;
    if typed.len() > LONGEST {
        return None;
    }
    let typed = fold(typed);
    let mistakes = |candidate: &str| {
        let candidate = fold(candidate);
        let forgiven = match candidate.len() {
            0..=4 => 0,
            5..=9 => 1,
            _ => 2,
        };
        Some(strsim::damerau_levenshtein(&typed, &candidate)).filter(|mistakes| *mistakes <= forgiven)
    };
    let near = candidates.into_iter().filter_map(|candidate| Some((mistakes(candidate)?, candidate)));
    near.min_by_key(|(mistakes, _)| *mistakes).map(|(_, candidate)| candidate)
}

/// A name from a token in quotes, with what a terminal acts on escaped, and cut where it would drown the sentence.
#[must_use]
pub fn quoted(name: &str) -> String {
    const LONGEST: usize = 64;
    match name.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{:?}…", &name[..cut]),
        None => format!("{name:?}"),
    }
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
    #[test]
    fn a_slip_is_no_other_word() {
        let names = ["name", "video", "sip", "agent", "identity", "attributes", "roomConfig", "metadata"];
        for (typed, meant) in [
            ("videos", Some("video")),
            ("vidoe", Some("video")),
            ("room_config", Some("roomConfig")),
            ("RoomConfigs", Some("roomConfig")),
            ("attribute", Some("attributes")),
            ("atribute", Some("attributes")),
            ("meta-data", Some("metadata")),
            ("NAME", Some("name")),
            ("game", None),
            ("sid", None),
            ("entity", None),
            ("agentEndpoint", None),
            ("audio", None),
            ("", None),
        ] {
            assert_eq!(slip(typed, names), meant, "{typed}");
        }
        let (longest, too_long) = ("n".repeat(64), "n".repeat(65));
        assert_eq!(slip(&longest, [&*longest]), Some(&*longest));
        for typed in [too_long.as_str(), &"n".repeat(1_000_000)] {
            assert_eq!(slip(typed, [&*longest, &*too_long]), None);
        }
    }
}
