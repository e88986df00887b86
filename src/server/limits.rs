//! How much, how long, how often.

use std::num::NonZeroU32;
use std::time::Duration;

use thiserror::Error;

/// What a client can make the server spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest request body that is read, in bytes.
    pub body_bytes: usize,
    /// How long a request's head may take to arrive; also how long a connection may wait for its next request.
    pub head_time: Duration,
    /// How long a request's body may take to arrive. Nothing else in a request waits for anybody.
    pub body_time: Duration,
    /// How long a client may take none of its answer.
    pub write_time: Duration,
    /// How long requests in flight may take to end when the server stops.
    pub drain_time: Duration,
    /// Connections at the same time; further ones wait.
    pub connections: usize,
    /// Requests for tokens from one client address; `None` does not count them.
    pub rate: Option<Rate>,
    /// The longest lifetime of a token, in seconds, where it is below the contract's.
    pub max_expiration: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 * 1024,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(5),
            write_time: Duration::from_secs(10),
            drain_time: Duration::from_secs(10),
            connections: 4096,
            rate: None,
            max_expiration: None,
        }
    }
}

/// So many requests a second or a minute, all of which may come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests in one period.
    pub requests: NonZeroU32,
    /// The period: a second or a minute.
    pub period: Period,
}

/// What a [`Rate`] counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// `/s`
    Second,
    /// `/m`
    Minute,
}

/// A text that is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a rate: give requests a second, such as 10/s, or a minute, such as 30/m")]
pub struct RateError;

impl Rate {
    /// Reads `10/s` or `30/m`.
    ///
    /// # Errors
    ///
    /// [`RateError`] for any other text, and for zero.
    pub fn parse(text: &str) -> Result<Self, RateError> {
        let (requests, period) = text.split_once('/').ok_or(RateError)?;
        let period = match period {
            "s" => Period::Second,
            "m" => Period::Minute,
            _ => return Err(RateError),
        };
        Ok(Self { requests: requests.parse().map_err(|_| RateError)?, period })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_as_it_is_typed() {
        let rate = |requests, period| Ok(Rate { requests: NonZeroU32::new(requests).unwrap(), period });
        assert_eq!(Rate::parse("10/s"), rate(10, Period::Second));
        assert_eq!(Rate::parse("30/m"), rate(30, Period::Minute));
        for text in ["", "10", "0/s", "-1/s", "1.5/s", "10/h", "10 /s", "4294967296/s", "/s"] {
            assert_eq!(Rate::parse(text), Err(RateError), "{text}");
        }
    }
}
