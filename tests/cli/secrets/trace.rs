//! Pieces by which a secret or a token is known again, as it is or encoded.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Pieces of something that must not be seen, by their length.
#[derive(Default)]
pub struct Traces(BTreeMap<usize, HashSet<Vec<u8>>>);

impl Traces {
    /// Of a secret: every 12 bytes of it.
    pub fn of_secret(secret: &str) -> Self {
        let mut traces = Self::default();
        traces.add(secret, 12);
        traces
    }

    /// Of a token: every 16 characters of its payload and of its signature. Its header is everybody's.
    pub fn of_token(token: &str) -> Self {
        let mut traces = Self::default();
        for part in token.split('.').skip(1) {
            traces.add(part, 16);
        }
        traces
    }

    /// Every piece of so many bytes: as they are, in hexadecimal, percent-encoded where they have to be and all over,
    /// and in both alphabets of base64, whatever stands before them.
    fn add(&mut self, text: &str, length: usize) {
        self.add_pieces(text, length);
        for hexadecimal in [hexadecimal(text, ""), hexadecimal(text, "").to_uppercase()] {
            self.add_pieces(&hexadecimal, 2 * length);
        }
        for percent in [hexadecimal(text, "%"), hexadecimal(text, "%").to_uppercase()] {
            self.add_pieces(&percent, 3 * length);
        }
        for upper in [false, true] {
            self.add_pieces(&percent_encoded(text, upper), length);
        }
        for start in 0..3 {
            for base64 in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
                let encoded = base64.encode(&text[start..]);
                // The last character holds bits of what follows.
                self.add_pieces(&encoded[..encoded.len() - 1], length / 3 * 4);
            }
        }
    }

    fn add_pieces(&mut self, text: &str, length: usize) {
        let pieces = text.as_bytes().windows(length).map(<[u8]>::to_vec);
        self.0.entry(length).or_default().extend(pieces);
    }

    /// A piece that is in this text.
    pub fn seen_in(&self, text: &[u8]) -> Option<String> {
        let mut found = self
            .0
            .iter()
            .flat_map(|(length, pieces)| text.windows(*length).filter(|window| pieces.contains(*window)));
        found.next().map(|piece| String::from_utf8_lossy(piece).into_owned())
    }
}

fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~".contains(c)
}

fn hexadecimal(text: &str, before_each: &str) -> String {
    text.bytes().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{before_each}{byte:02x}");
        digits
    })
}

/// As in a URL: what has no meaning there stays as it is.
fn percent_encoded(text: &str, upper: bool) -> String {
    let encode = |c: char| {
        let encoded = hexadecimal(c.encode_utf8(&mut [0; 4]), "%");
        if upper { encoded.to_uppercase() } else { encoded }
    };
    text.chars().map(|c| if is_unreserved(c) { c.to_string() } else { encode(c) }).collect()
}

#[test]
fn a_secret_is_known_again_however_it_is_written() {
    let secret = "c4n4ryS3cr3t/Bytes+That/Must+Never/Be+Seen0123";
    let traces = Traces::of_secret(secret);
    for text in [
        secret.to_owned(),
        format!("cut: {}", &secret[20..33]),
        hexadecimal(secret, ""),
        hexadecimal(secret, "").to_uppercase(),
        hexadecimal(secret, "%"),
        percent_encoded(secret, true),
        percent_encoded(secret, false),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(format!("{{\"k\":\"{secret}\"}}")),
        URL_SAFE_NO_PAD.encode(format!("{{\"ke\":\"{secret}\"}}")),
        URL_SAFE_NO_PAD.encode(format!("{{\"key\":\"{secret}\"}}")),
    ] {
        assert!(traces.seen_in(text.as_bytes()).is_some(), "{text}");
    }
    assert_eq!(traces.seen_in(b"c4n4ryS3cr3"), None);
}

#[test]
fn a_token_is_known_again_by_its_payload_and_its_signature() {
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3Njk4NjQ0MDB9.c2lnbmF0dXJlLW9mLWEtdG9rZW4";
    let traces = Traces::of_token(token);
    let (header, rest) = token.split_once('.').unwrap();
    assert_eq!(traces.seen_in(header.as_bytes()), None);
    for part in rest.split('.') {
        for text in [part.to_owned(), hexadecimal(part, ""), STANDARD_NO_PAD.encode(format!("x{part}"))] {
            assert!(traces.seen_in(text.as_bytes()).is_some(), "{text}");
        }
    }
}
