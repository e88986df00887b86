//! Names by the number: `load-{n:05}`.

mod unique;

use std::fmt::{self, Write as _};

use thiserror::Error;

pub use unique::{Repeated, find_repeated};

/// A text with placeholders for the tokens of a series: `{n}` is the token's number, counted from 1, `{n:05}` the same
/// in at least five digits, `{n%20}` the number's remainder (`{n%20:02}` in two digits), `{rand}` 16 random hexadecimal
/// digits, `{uuid}` a random UUID, `{time}` the moment in Unix seconds. `{{` and `}}` are braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// The number, or its remainder, in at least this many digits.
    Number {
        modulus: Option<u64>,
        digits: usize,
    },
    Random,
    Uuid,
    Time,
}

/// What a placeholder stands for, token by token.
pub trait Numbers {
    /// The token's number, counted from 1.
    fn number(&self) -> u64;
    /// The moment in Unix seconds.
    fn unix_seconds(&self) -> i64;
    /// Other bytes each time, which nobody can guess.
    fn random(&mut self) -> [u8; 16];
}

/// The most digits that a number can be filled up to: a name has no more characters.
const MOST_DIGITS: usize = 255;

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// [`TemplateError`], with the place.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            literal.push_str(before);
            let place = || text[..text.len() - from.len()].chars().count() + 1;
            if let Some(behind) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
                literal.push_str(&from[..1]);
                rest = behind;
                continue;
            }
            if from.starts_with('}') {
                return Err(TemplateError { place: place(), problem: TemplateProblem::LoneEnd });
            }
            let Some((inner, behind)) = from[1..].split_once('}') else {
                return Err(TemplateError { place: place(), problem: TemplateProblem::Open });
            };
            let piece = Piece::parse(inner).map_err(|problem| TemplateError { place: place(), problem })?;
            if !literal.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut literal)));
            }
            pieces.push(piece);
            rest = behind;
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Text(literal));
        }
        Ok(Self { pieces })
    }

    /// Whether anything in it is to be filled in.
    #[must_use]
    pub fn has_placeholders(&self) -> bool {
        self.pieces.iter().any(|piece| !matches!(piece, Piece::Text(_)))
    }

    /// A text without placeholders.
    #[must_use]
    pub fn fixed(text: &str) -> Self {
        Self { pieces: vec![Piece::Text(text.to_owned())] }
    }

    /// Appends the text of one token.
    pub fn expand(&self, numbers: &mut impl Numbers, out: &mut String) {
        // Nothing that is written to memory fails.
        for piece in &self.pieces {
            let _ = match piece {
                Piece::Text(text) => out.write_str(text),
                Piece::Number { modulus, digits } => {
                    let number = numbers.number();
                    write!(out, "{:0digits$}", modulus.map_or(number, |modulus| number % modulus))
                }
                Piece::Random => {
                    let high = u128::from_be_bytes(numbers.random()) >> 64;
                    write!(out, "{high:016x}")
                }
                Piece::Uuid => {
                    write!(out, "{}", uuid::Builder::from_random_bytes(numbers.random()).into_uuid())
                }
                Piece::Time => write!(out, "{}", numbers.unix_seconds()),
            };
        }
    }
}

impl Piece {
    fn parse(inner: &str) -> Result<Self, TemplateProblem> {
        match inner {
            "rand" => return Ok(Self::Random),
            "uuid" => return Ok(Self::Uuid),
            "time" => return Ok(Self::Time),
            _ => {}
        }
        let unknown = || TemplateProblem::Unknown(inner.to_owned());
        let (number, digits) = inner.split_once(':').unwrap_or((inner, "0"));
        let modulus = match number.strip_prefix('n').ok_or_else(unknown)? {
            "" => None,
            remainder => {
                let modulus = remainder.strip_prefix('%').ok_or_else(unknown)?;
                match whole(modulus) {
                    Some(modulus @ 1..) => Some(modulus),
                    _ => return Err(TemplateProblem::Modulus(modulus.to_owned())),
                }
            }
        };
        let digits = digits
            .strip_prefix('0')
            .and_then(|digits| if digits.is_empty() { Some(0) } else { whole(digits) })
            .and_then(|digits| usize::try_from(digits).ok())
            .filter(|digits| *digits <= MOST_DIGITS)
            .ok_or_else(|| TemplateProblem::Digits(digits.to_owned()))?;
        Ok(Self::Number { modulus, digits })
    }
}

/// A number in digits alone.
fn whole(digits: &str) -> Option<u64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// A text that is no template, and where: the character's number, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("at character {place}: {problem}")]
pub struct TemplateError {
    /// The place of the brace.
    pub place: usize,
    /// What is wrong there.
    pub problem: TemplateProblem,
}

/// What is wrong with a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateProblem {
    /// It has no end.
    Open,
    /// An end without a placeholder.
    LoneEnd,
    /// There is none of this name.
    Unknown(String),
    /// What follows `%` is no number of at least 1.
    Modulus(String),
    /// What follows `:` is no number of digits.
    Digits(String),
}

impl fmt::Display for TemplateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("a placeholder without an end; `{{` is a brace"),
            Self::LoneEnd => f.write_str("a `}` without a placeholder; `}}` is a brace"),
            Self::Unknown(name) => write!(
                f,
                "{{{name}}} is no placeholder; there are {{n}}, {{n:05}}, {{n%20}}, {{rand}}, {{uuid}} and {{time}}, and `{{{{` \
                 is a brace"
            ),
            Self::Modulus(text) => {
                write!(f, "{text:?} is nothing to divide by; {{n%20}} goes from 0 to 19")
            }
            Self::Digits(text) => {
                write!(
                    f,
                    "{text:?} is no width; {{n:05}} has at least five digits, and at most 255 can be asked for"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests;
