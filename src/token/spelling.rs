//! Names in sentences: "did you mean …?", and quotes.

/// The longest name that is compared or shown whole.
const LONGEST: usize = 64;

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

/// The candidate that `typed` is without a doubt, where one of them was meant: the one that begins so, where others are
/// longer forms of it, or a [`slip`] of it, or the only one that is one letter from it, behind a right first one.
#[must_use]
pub fn meant<'c>(typed: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let given = fold(typed);
    if !(2..=LONGEST).contains(&given.len()) {
        return None;
    }
    let folded: Vec<(String, &str)> = candidates.iter().map(|name| (fold(name), *name)).collect();
    let begun = || folded.iter().filter(|(name, _)| name.starts_with(&given));
    let shortest = begun().min_by_key(|(name, _)| name.len());
    let is_begun = |(shortest, _): &&(String, &str)| begun().all(|(longer, _)| longer.starts_with(shortest));
    if let Some((_, name)) = shortest.filter(is_begun) {
        return Some(name);
    }
    if let Some(name) = slip(typed, candidates.iter().copied()) {
        return Some(name);
    }
    let is_near = |name: &str| {
        given.chars().next() == name.chars().next() && strsim::damerau_levenshtein(&given, name) == 1
    };
    let mut near = folded.iter().filter(|(name, _)| given.len() > 2 && is_near(name));
    near.next().filter(|_| near.next().is_none()).map(|(_, name)| *name)
}

/// Whether two names differ in nothing but case, `-` and `_`.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// A name from a token in quotes, with what a terminal acts on escaped, and cut where it would drown the sentence.
#[must_use]
pub fn quoted(name: &str) -> String {
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
    fn what_was_meant_is_near_one_name_alone() {
        let names = ["room", "room-config", "role", "from", "name", "list", "can-publish", "can-subscribe"];
        for (typed, meant) in [
            ("rom", Some("room")),
            ("rool", Some("room")),
            ("form", Some("from")),
            ("Name", Some("name")),
            ("nmae", Some("name")),
            ("game", None),
            ("lst", Some("list")),
            ("ls", None),
            ("ro", None),
            ("room-c", Some("room-config")),
            ("cn-publish", Some("can-publish")),
            ("roo", Some("room")),
            ("canPublsh", Some("can-publish")),
            ("can", None),
            ("can-s", Some("can-subscribe")),
            ("room-size", None),
            ("n", None),
            ("", None),
        ] {
            assert_eq!(super::meant(typed, &names), meant, "{typed}");
        }
        assert_eq!(super::meant("lost", &["list", "last"]), None);
        let long = "n".repeat(100);
        assert_eq!(super::meant(&long[..64], &[&*long]), Some(&*long));
        assert_eq!(super::meant(&long[..65], &[&*long]), None);
        assert!(is_same("roomName", "room-name") && !is_same("room", "rooms"));
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
