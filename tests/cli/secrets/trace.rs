//! Pieces by which a secret or a token is known again, as it is or encoded.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Every 12 bytes of the secret: as they are, in hexadecimal, and in both alphabets of base64, whatever stands before
/// them.
pub fn secret_traces(secret: &str) -> Vec<String> {
    let mut traces: Vec<String> = pieces(secret, 12);
    let hexadecimal = hexadecimal(secret);
    traces.extend(pieces(&hexadecimal, 24));
    traces.extend(pieces(&hexadecimal.to_uppercase(), 24));
    for start in 0..3 {
        for base64 in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = base64.encode(&secret[start..]);
            // The last character holds bits of what follows.
            traces.extend(pieces(&encoded[..encoded.len() - 1], 16));
        }
    }
    traces
}

/// Every 16 characters of a token's payload and signature; its header is everybody's.
pub fn token_traces(token: &str) -> Vec<String> {
    token.split('.').skip(1).flat_map(|part| pieces(part, 16)).collect()
}

fn hexadecimal(text: &str) -> String {
    text.bytes()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn pieces(text: &str, length: usize) -> Vec<String> {
    (length..=text.len()).map(|end| text[end - length..end].to_owned()).collect()
}

#[test]
fn a_secret_is_known_again_however_it_is_written() {
    let secret = "c4n4ryS3cr3tBytesThatMustNeverBeSeen0123";
    let traces = secret_traces(secret);
    for text in [
        secret.to_owned(),
        format!("cut: {}", &secret[20..33]),
        hexadecimal(secret),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(format!("{{\"k\":\"{secret}\"}}")),
        URL_SAFE_NO_PAD.encode(format!("{{\"ke\":\"{secret}\"}}")),
        URL_SAFE_NO_PAD.encode(format!("{{\"key\":\"{secret}\"}}")),
    ] {
        assert!(traces.iter().any(|trace| text.contains(trace.as_str())), "{text}");
    }
}
