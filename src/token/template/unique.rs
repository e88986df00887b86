//! Whether a series gives an identity twice in one room: the second client would throw the first one out.

use std::collections::HashMap;

use super::{Numbers, Piece, Template};
use crate::token::time::UnixTime;

/// Two tokens of a series for the same identity in the same room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The room.
    pub room: String,
    /// Who would be in it twice.
    pub identity: String,
    /// The number of the first of the two.
    pub first: u64,
    /// The number of the second.
    pub second: u64,
}

/// Finds the first identity that a series of `count` tokens, made at `now`, would give twice in one room. Nothing is
/// remembered where one of the templates cannot repeat itself; otherwise as many names as it takes until they begin
/// again.
#[must_use]
pub fn find_repeated(room: &Template, identity: &Template, count: u64, now: UnixTime) -> Option<Repeated> {
    if room.never_repeats() || identity.never_repeats() {
        return None;
    }
    let mut seen = HashMap::new();
    for number in 1..=count {
        let mut numbers = Counted { number, now };
        let mut text = String::new();
        room.expand(&mut numbers, &mut text);
        let room_length = text.len();
        identity.expand(&mut numbers, &mut text);
        if let Some(first) = seen.insert((room_length, text.clone()), number) {
            let (room, identity) = text.split_at(room_length);
            let (room, identity) = (room.to_owned(), identity.to_owned());
            return Some(Repeated { room, identity, first, second: number });
        }
    }
    None
}

impl Template {
    /// Whether it is plain that no two numbers give the same text: something random is in it; or the number itself, with
    /// nothing but fixed text on one side of it, and no digit beside it on the other.
    fn never_repeats(&self) -> bool {
        let pieces = &self.pieces;
        let is_fixed = |piece: &Piece| matches!(piece, Piece::Text(_) | Piece::Time);
        let stands_out = |index: usize| {
            let before = &pieces[..index];
            let behind = &pieces[index + 1..];
            let ends = match behind.first() {
                None => true,
                Some(Piece::Text(text)) => !text.starts_with(|c: char| c.is_ascii_digit()),
                Some(_) => false,
            };
            let begins = match before.last() {
                None => true,
                Some(Piece::Text(text)) => !text.ends_with(|c: char| c.is_ascii_digit()),
                Some(_) => false,
            };
            (before.iter().all(is_fixed) && (ends || behind.iter().all(is_fixed)))
                || (behind.iter().all(is_fixed) && begins)
        };
        pieces.iter().enumerate().any(|(index, piece)| match piece {
            Piece::Random | Piece::Uuid => true,
            Piece::Number { modulus: None, digits: _ } => stands_out(index),
            Piece::Number { .. } | Piece::Text(_) | Piece::Time => false,
        })
    }
}

/// A number alone: templates with anything random in them are not expanded here, and the moment is the same for all.
struct Counted {
    number: u64,
    now: UnixTime,
}

impl Numbers for Counted {
    fn number(&self) -> u64 {
        self.number
    }

    fn unix_seconds(&self) -> i64 {
        self.now.seconds()
    }

    fn random(&mut self) -> [u8; 16] {
        [0; 16]
    }
}
