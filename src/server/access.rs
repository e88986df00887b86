//! Who may ask for tokens, and how often.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, HOST};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;

use super::Current;
use super::failure::Failure;
use super::limits::{Period, Rate};

/// Who may ask for tokens.
#[derive(Clone, Debug)]
pub enum Access {
    /// Everybody who can reach the server.
    Anonymous,
    /// Whoever asks for this machine by one of its own names. A page of the web can have its own name resolved to this
    /// machine (DNS rebinding), and is of the same origin then; but it cannot say another name than its own.
    ThisMachine,
    /// Whoever shows this bearer token.
    Bearer(Current<BearerToken>),
}

impl Access {
    /// Whether a request with these headers may ask.
    pub(super) fn admit(&self, headers: &HeaderMap) -> Result<(), Failure> {
        let wanted = match self {
            Self::Anonymous => return Ok(()),
            Self::ThisMachine => {
                let mut hosts = headers.get_all(HOST).iter();
                let own = hosts.all(|host| names_this_machine(host.as_bytes()));
                return if own { Ok(()) } else { Err(Failure::foreign_host()) };
            }
            Self::Bearer(wanted) => wanted,
        };
        let shown =
            headers.get(AUTHORIZATION).ok_or_else(|| Failure::unauthorized("no Authorization header"))?;
        let shown = bearer(shown.as_bytes())
            .ok_or_else(|| Failure::unauthorized("the Authorization header has no bearer token"))?;
        if wanted.get().is(shown) {
            Ok(())
        } else {
            Err(Failure::unauthorized("another bearer token than the server's"))
        }
    }
}

/// Whether a `Host` is a loopback address, or `localhost` or a name under it (RFC 6761 section 6.3), with any port.
fn names_this_machine(host: &[u8]) -> bool {
    let Ok(host) = std::str::from_utf8(host) else { return false };
    if let Some((address, _)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback());
    }
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let last_label = name.rsplit_once('.').map_or(name, |(_, label)| label);
    last_label.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The token of `Bearer TOKEN`; the scheme's case does not matter (RFC 9110 section 11.1).
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked(b"Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then(|| token.trim_ascii())
}

/// What clients must show. Only its digest is kept.
#[derive(Clone)]
pub struct BearerToken {
    digest: [u8; 32],
}

/// A text that cannot be a bearer token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BearerTokenError {
    /// Nothing but white space.
    #[error("is empty")]
    Empty,
    /// A character that no header can carry as part of a token (RFC 6750 section 2.1).
    #[error("must be one line of letters, digits and -._~+/=")]
    BadCharacter,
    /// Guessable.
    #[error("has under 16 characters, which can be guessed: 32 random ones are good")]
    TooShort,
}

impl BearerToken {
    /// The fewest characters: even as hex digits, 64 bits.
    const MIN_CHARACTERS: usize = 16;

    /// Takes the token, without white space around it.
    ///
    /// # Errors
    ///
    /// [`BearerTokenError`] when no client could show it, or anybody could guess it.
    pub fn new(text: &str) -> Result<Self, BearerTokenError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BearerTokenError::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)) {
            return Err(BearerTokenError::BadCharacter);
        }
        if text.len() < Self::MIN_CHARACTERS {
            return Err(BearerTokenError::TooShort);
        }
        Ok(Self { digest: Sha256::digest(text).into() })
    }

    /// Whether it is the same as `other`.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.digest.ct_eq(&other.digest).into()
    }

    /// Compares digests in constant time, so that neither content nor length shows in the time it takes.
    fn is(&self, shown: &[u8]) -> bool {
        let shown: [u8; 32] = Sha256::digest(shown).into();
        self.digest.ct_eq(&shown).into()
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken")
    }
}

/// Counts requests by client address.
pub(super) struct RateLimiter {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    checked: AtomicU32,
}

impl RateLimiter {
    /// After so many requests, addresses that have been quiet are forgotten.
    const SWEEP_EVERY: u32 = 4096;

    pub(super) fn new(rate: Rate) -> Self {
        let Rate { requests, period } = rate;
        let quota = match period {
            Period::Second => Quota::per_second(requests),
            Period::Minute => Quota::per_minute(requests),
        };
        Self { limiter: DefaultKeyedRateLimiter::dashmap(quota), checked: AtomicU32::new(0) }
    }

    /// Counts a request from this address.
    pub(super) fn admit(&self, address: IpAddr) -> Result<(), Failure> {
        if self.checked.fetch_add(1, Ordering::Relaxed) % Self::SWEEP_EVERY == Self::SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&network(address)).map_err(|early| {
            let wait = early.wait_time_from(DefaultClock::default().now());
            Failure::too_many_requests(wait.as_secs() + 1)
        })
    }
}

/// What one client has: an IPv4 address, or an IPv6 network of 64 bits, in which a client can choose any address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_s_own_names_are_told_from_others() {
        for host in
            ["localhost", "LOCALHOST:7071", "app.localhost:4200", "127.0.0.1:7071", "127.8.8.8", "[::1]:1"]
        {
            assert!(names_this_machine(host.as_bytes()), "{host}");
        }
        for host in
            ["evil.example:7071", "localhost.evil.example", "10.0.0.1", "[::2]", "", "[::1", "xlocalhost"]
        {
            assert!(!names_this_machine(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn a_bearer_token_is_one_that_a_header_can_carry() {
        for (text, problem) in [
            ("", BearerTokenError::Empty),
            ("\n", BearerTokenError::Empty),
            ("two words of some length", BearerTokenError::BadCharacter),
            ("first-line-is-long\nsecond", BearerTokenError::BadCharacter),
            ("päßword-that-is-long", BearerTokenError::BadCharacter),
            ("fifteen-letters", BearerTokenError::TooShort),
        ] {
            assert_eq!(BearerToken::new(text).map(|_| ()), Err(problem), "{text:?}");
        }
        let token = BearerToken::new("a-token-of-some-length\r\n").unwrap();
        assert!(token.is(b"a-token-of-some-length"));
        for other in ["", "a-token-of-some-lengt", "a-token-of-some-length2", "A-token-of-some-length"] {
            assert!(!token.is(other.as_bytes()), "{other}");
        }
        let of = |text| BearerToken::new(text).unwrap();
        assert!(token.is_same_as(&of("a-token-of-some-length\n")));
        assert!(!token.is_same_as(&of("a-token-of-some-lengti")));
        assert_eq!(format!("{token:?}"), "BearerToken");
    }

    #[test]
    fn the_scheme_is_found_in_any_case() {
        for value in ["Bearer x", "bearer x", "BEARER  x "] {
            assert_eq!(bearer(value.as_bytes()), Some(&b"x"[..]), "{value}");
        }
        for value in ["", "Bearer", "Basic x", "Bearerx y", "x"] {
            assert_eq!(bearer(value.as_bytes()), None, "{value}");
        }
    }

    #[test]
    fn a_client_cannot_multiply_within_its_network() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("192.0.2.1"), "192.0.2.1");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
