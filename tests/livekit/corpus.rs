//! Named tokens, good and bad, over everything a server looks at.
//!
//! What the server says about each stands in `answers.jsonl`, which a run with
//! `UPDATE=1` writes; no expectation is written by hand.

mod attacks;
mod doors;
mod form;
mod grants;
mod json;
mod members;
mod names;
mod registered;
mod room_config;
mod times;

pub use room_config::registered_names;

pub use grants::{BOOLEANS_OF_VIDEO, TEXTS_OF_VIDEO};

use crate::forge::{Damage, Recipe};
use crate::server::{Door, KEY};

/// A token with a name.
///
/// The payload is a template: `$(+600)` stands for the Unix time in ten minutes.
#[derive(Clone, Debug)]
pub struct Case {
    /// Stable, and unique in the table.
    pub name: String,
    /// Whether the server finds no expiry, provided that it can read the token.
    pub no_exp: bool,
    /// The doors to ask at.
    pub doors: &'static [Door],
    recipe: Recipe,
}

impl Case {
    fn new(name: impl Into<String>, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            no_exp: false,
            doors: &[Door::Join, Door::Any],
            recipe: Recipe::new(payload),
        }
    }

    fn join(name: impl Into<String>, claims: &Claims) -> Self {
        Self::new(name, claims.json())
    }

    fn without_exp(mut self) -> Self {
        self.no_exp = true;
        self
    }

    fn at(mut self, doors: &'static [Door]) -> Self {
        self.doors = doors;
        self
    }

    fn header(mut self, header: impl Into<Vec<u8>>) -> Self {
        self.recipe.header = header.into();
        self
    }

    fn secret(mut self, secret: impl Into<Vec<u8>>) -> Self {
        self.recipe.secret = secret.into();
        self
    }

    fn damage(mut self, damage: Damage) -> Self {
        self.recipe.damage = damage;
        self
    }

    /// The token at this time.
    pub fn token(&self, now: i64) -> String {
        let mut recipe = self.recipe.clone();
        recipe.payload = filled_in(&recipe.payload, now);
        recipe.token()
    }
}

/// Every case, in the order of the answers file.
pub fn all() -> Vec<Case> {
    [
        form::cases(),
        json::cases(),
        registered::cases(),
        times::cases(),
        grants::cases(),
        members::cases(),
        names::cases(),
        room_config::cases(),
        doors::cases(),
        attacks::cases(),
    ]
    .concat()
}

/// The template with its times put in.
pub fn filled_in(template: &[u8], now: i64) -> Vec<u8> {
    let mut filled = Vec::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.windows(2).position(|pair| pair == b"$(") {
        let end = rest[at..].iter().position(|&b| b == b')').expect("a time in a template is closed");
        let offset: i64 = std::str::from_utf8(&rest[at + 2..at + end])
            .ok()
            .and_then(|digits| digits.parse().ok())
            .expect("a time in a template is a signed number of seconds");
        filled.extend_from_slice(&rest[..at]);
        filled.extend_from_slice((now + offset).to_string().as_bytes());
        rest = &rest[at + end + 1..];
    }
    filled.extend_from_slice(rest);
    filled
}

/// A payload, member by member, in order; a name may come twice.
#[derive(Clone, Debug)]
struct Claims(Vec<(String, Vec<u8>)>);

impl Claims {
    /// What it takes to join: all that a token needs, and no more.
    fn join() -> Self {
        Self(Vec::new())
            .and("iss", format!("\"{KEY}\""))
            .and("sub", r#""alice""#)
            .and("nbf", "$(-10)")
            .and("exp", "$(+600)")
            .and("video", r#"{"roomJoin":true,"room":"demo"}"#)
    }

    /// One more member at the end. The name is raw JSON without its quotes.
    fn and(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.0.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Another value in the same place; at the end where there was none.
    fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value.as_ref().to_vec(),
            None => return self.and(name, value),
        }
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self
    }

    fn json(&self) -> Vec<u8> {
        let mut json = vec![b'{'];
        for (index, (name, value)) in self.0.iter().enumerate() {
            if index > 0 {
                json.push(b',');
            }
            json.push(b'"');
            json.extend_from_slice(name.as_bytes());
            json.extend_from_slice(b"\":");
            json.extend_from_slice(value);
        }
        json.push(b'}');
        json
    }
}

/// One JSON value of every type, with a name: what a claim may be by mistake.
const ONE_OF_EACH: [(&str, &str); 10] = [
    ("null", "null"),
    ("true", "true"),
    ("false", "false"),
    ("number", "5"),
    ("string", r#""x""#),
    ("empty string", r#""""#),
    ("empty array", "[]"),
    ("array of strings", r#"["x"]"#),
    ("array of numbers", "[1]"),
    ("object", "{}"),
];

/// The join token with one claim set to one value of every type.
fn claim_of_each_type(claim: &str) -> impl Iterator<Item = Case> {
    ONE_OF_EACH.into_iter().map(move |(kind, value)| {
        Case::join(format!("{claim} is {kind}"), &Claims::join().with(claim, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::has_no_exp;
    use crate::forge::{Part, decode_part};

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = all().into_iter().map(|case| case.name).collect();
        let count = names.len();
        names.sort_unstable();
        for pair in names.windows(2) {
            assert_ne!(pair[0], pair[1], "two cases have this name");
        }
        assert!(count >= 300, "only {count} cases");
    }

    #[test]
    fn tokens_without_expiry_are_marked() {
        for case in all() {
            let token = case.token(1_700_000_000);
            // A payload that is no object never gets as far as its expiry.
            let is_object = decode_part(&token, Part::Payload)
                .is_some_and(|payload| payload.trim_ascii_start().starts_with(b"{"));
            if is_object {
                assert_eq!(case.no_exp, has_no_exp(&token), "{}", case.name);
            }
        }
    }

    #[test]
    fn times_are_filled_in() {
        assert_eq!(filled_in(b"a$(+5)b$(-5)", 100), b"a105b95");
    }
}
