//! Attacks on whoever reads a token, one a row: the token's bytes, and what must come of them.
//!
//! The table is told apart from what `tests/livekit/corpus` has: it is about what an attacker would try, where that one
//! goes through everything a server looks at. A real server is asked about these rows too (`tests/livekit`).

mod algorithm;
mod claims;
mod form;
mod header;
mod json;
mod times;

use crate::forge::{Damage, Recipe, encode};

/// A token, and what must come of it.
#[derive(Clone, Debug)]
pub struct Attack {
    /// Stable, and unique in the table.
    pub name: String,
    /// What makes the token.
    pub recipe: Recipe,
    /// What an inspection with the right key shows.
    pub inspected: Inspected,
    /// The problems of a verdict, in order; nothing, where a server lets the token join.
    pub refused: &'static [&'static str],
    /// What a server lets through although an RFC forbids it, in order: problems under `--strict`.
    pub breaches: &'static [&'static str],
    /// What is surely not meant, in order: warnings in any case.
    pub lints: &'static [&'static str],
    /// What becomes of its claims when they are minted anew.
    pub renewed: Renewed,
    /// Whether a real server can be asked about it: one with more than a header can hold never reaches it.
    pub is_for_servers: bool,
}

/// What an inspection shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspected {
    /// Claims, and a signature made with the key.
    Valid,
    /// Claims, and a signature that was not.
    Invalid,
    /// Claims that name another key, or none.
    NotChecked,
    /// That this is no token, and why.
    NoToken(&'static str),
}

/// What becomes of claims that are minted anew, which needs no good signature: whoever has the key may sign them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// A token.
    Token,
    /// An error that says this.
    Refused(&'static str),
}

/// What it takes to join, without an end to the object.
const JOIN: &str =
    r#"{"iss":"devkey","sub":"alice","exp":4102444800,"video":{"roomJoin":true,"room":"demo"}"#;

/// What it takes to join, and `more` members.
fn joining(more: impl AsRef<[u8]>) -> Vec<u8> {
    [JOIN.as_bytes(), more.as_ref(), b"}"].concat()
}

impl Attack {
    /// A token that is let in: what a row changes about that, it says.
    fn new(name: impl Into<String>, recipe: Recipe) -> Self {
        Self {
            name: name.into(),
            recipe,
            inspected: Inspected::Valid,
            refused: &[],
            breaches: &[],
            lints: &[],
            renewed: Renewed::Token,
            is_for_servers: true,
        }
    }

    /// A good token with another header.
    fn header(name: impl Into<String>, header: impl Into<Vec<u8>>) -> Self {
        Self::new(name, Recipe { header: header.into(), ..Recipe::new(joining("")) })
    }

    /// A well-signed token with this payload.
    fn payload(name: impl Into<String>, payload: impl Into<Vec<u8>>) -> Self {
        Self::new(name, Recipe::new(payload))
    }

    /// A text that somebody shows as a token, and that cannot be read.
    fn text(name: impl Into<String>, text: impl Into<String>, why: &'static str) -> Self {
        let recipe = Recipe { damage: Damage::Forged(text.into()), ..Recipe::new("") };
        Self::new(name, recipe).unreadable("not-three-parts", why)
    }

    fn damage(mut self, damage: Damage) -> Self {
        self.recipe.damage = damage;
        self
    }

    /// With a signature that is not the right one.
    fn signature(mut self, signature: impl AsRef<[u8]>) -> Self {
        let input = format!("{}.{}", encode(&self.recipe.header), encode(&self.recipe.payload));
        self.recipe.damage = Damage::Forged(format!("{input}.{}", encode(signature.as_ref())));
        self.inspected(Inspected::Invalid)
    }

    fn inspected(mut self, inspected: Inspected) -> Self {
        self.inspected = inspected;
        self
    }

    /// The problems of a token whose claims can be read all the same.
    fn refused(mut self, codes: &'static [&'static str]) -> Self {
        self.refused = codes;
        self
    }

    /// A token that cannot be taken apart, which is as far as anybody gets with it.
    fn unreadable(mut self, code: &'static str, why: &'static str) -> Self {
        self.refused = match code {
            "not-three-parts" => &["not-three-parts"],
            "bad-base64url" => &["bad-base64url"],
            _ => &["bad-json"],
        };
        self.renewed = Renewed::Refused(why);
        self.inspected(Inspected::NoToken(why))
    }

    fn breaches(mut self, codes: &'static [&'static str]) -> Self {
        self.breaches = codes;
        self
    }

    fn lints(mut self, codes: &'static [&'static str]) -> Self {
        self.lints = codes;
        self
    }

    fn renewed(mut self, renewed: Renewed) -> Self {
        self.renewed = renewed;
        self
    }

    fn not_for_servers(mut self) -> Self {
        self.is_for_servers = false;
        self
    }
}

/// The whole table.
pub fn all() -> Vec<Attack> {
    [algorithm::rows(), header::rows(), form::rows(), json::rows(), claims::rows(), times::rows()].concat()
}
