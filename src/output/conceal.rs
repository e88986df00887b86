//! Errors never show what could be a secret or a token, wherever it was typed or written by mistake: a secret where a
//! file's name should be, a token where a command should be.

use std::borrow::Cow;

/// What is shown instead.
const NOT_SHOWN: &str = "[not shown]";
/// Longer words are nobody's name for anything.
const LONGEST_NAME: usize = 200;
/// LiveKit asks for secrets of 32 characters or more.
const SHORTEST_SECRET: usize = 32;

/// `text` without words that look like a token or a secret.
#[must_use]
pub fn conceal(text: &str) -> Cow<'_, str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '_' | '-' | '.');
    let mut shown = String::new();
    let mut kept_up_to = 0;
    let mut rest = 0;
    while let Some(start) = text[rest..].find(is_part).map(|at| rest + at) {
        let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length);
        for (at, word) in delicate_parts(&text[start..end]) {
            shown.push_str(&text[kept_up_to..start + at]);
            shown.push_str(NOT_SHOWN);
            kept_up_to = start + at + word.len();
        }
        rest = end;
    }
    if kept_up_to == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[kept_up_to..]);
    Cow::Owned(shown)
}

/// The parts of a word that are not to be shown, and where they begin: all of it, or components of a path.
fn delicate_parts(word: &str) -> Vec<(usize, &str)> {
    let is_path = word.starts_with(['/', '.']);
    if is_token(word) || (!is_path && (word.len() > LONGEST_NAME || is_secret(word))) {
        return vec![(0, word)];
    }
    let mut at = 0;
    let mut parts = Vec::new();
    for part in word.split(['/', '.']) {
        if is_token(part) || part.len() > LONGEST_NAME || is_secret(part) {
            parts.push((at, part));
        }
        at += part.len() + 1;
    }
    parts
}

/// Whether this begins as the header of every token does: `{"` in base64.
fn is_token(word: &str) -> bool {
    word.starts_with("eyJ")
}

/// Whether this looks like chance: long, and hexadecimal, or changing between small letters, capitals and digits far
/// more often than words that people make up.
fn is_secret(word: &str) -> bool {
    if word.len() < SHORTEST_SECRET || word.contains('.') {
        return false;
    }
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        b'0'..=b'9' => 3,
        _ => 4,
    };
    let hexadecimal = word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let changes = word.bytes().zip(word.bytes().skip(1)).filter(|(a, b)| kind(*a) != kind(*b)).count();
    hexadecimal || changes * 20 >= word.len() * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_chance_or_a_token_is_not_shown() {
        for (text, shown) in [
            ("no profile \"k8Gx2Qv7Lw0ZpR4tYb9Nc5Jm1Hs6Df3A\" here", "no profile \"[not shown]\" here"),
            ("/home/alice/k8Gx2Qv7Lw0ZpR4tYb9Nc5Jm1Hs6Df3A: gone", "/home/alice/[not shown]: gone"),
            ("'k8Gx2Qv7/w0ZpR4tYb9+c5Jm1Hs6Df3A=' found", "'[not shown]=' found"),
            ("9f86d081884c7d659a2feaa0c55ad015", "[not shown]"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIifQ.c2ln, and eyJ", "[not shown], and [not shown]"),
            ("./eyJhbGciOiJIUzI1NiJ9", "./[not shown]"),
        ] {
            assert_eq!(conceal(text), shown);
        }
        assert_eq!(conceal(&"x".repeat(201)), "[not shown]");
    }

    #[test]
    fn names_and_paths_that_people_make_up_are_shown() {
        for text in [
            "",
            "LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured",
            "cannot read the env file /builds/MyOrg/MyProject2ApplicationServer/deployment.local.env: gone",
            "Projects/App2/Environment/Local1/LiveKit.env",
            "wss://my-project-abc12345.livekit.cloud, api_secret_command or --api-secret-file-for-something",
            "customer-2024-production-eu-central-1",
            "550e8400-e29b-41d4-a716-446655440000",
            "API9x8y7z6w5v4u, ünïcödé — and €",
            "invalid value '99999999999999999999999999'",
        ] {
            assert_eq!(conceal(text), text);
        }
        assert_eq!(conceal(&"x".repeat(200)), "x".repeat(200));
    }
}
