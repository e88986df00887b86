//! The vectors of RFC 7515, RFC 7520 and RFC 4231.
//!
//! Most of their keys are bytes that are no text, and an API secret is text: a server reads it out of YAML. Such a key
//! goes by way of `jsonwebtoken`, whose only algorithm is the one that this library installs there, so that the MAC is
//! ours all the same; what reads the token around it is ours anyway.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm::HS256, DecodingKey, EncodingKey, crypto};
use lktoken::token::inspect::{SignatureState, inspect};
use lktoken::token::jws::Signer;
use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use lktoken::token::reader::breach::breaches;
use lktoken::token::reader::header::{Algorithm, algorithm};
use lktoken::token::reader::{PartFault, Token};
use lktoken::token::validate::{Door, Judge};

use crate::{known_key, now};

/// Whether `tag` is our MAC of `message` with `key`. Where the key is text, both ways to it must agree.
pub fn is_mac(key: &[u8], message: &[u8], tag: &[u8]) -> bool {
    // Whoever makes a signer installs our one algorithm.
    let _ = known_key();
    let encoded = URL_SAFE_NO_PAD.encode(tag);
    let is_mac = crypto::verify(&encoded, message, &DecodingKey::from_secret(key), HS256).unwrap_or(false);
    if let Some(secret) = std::str::from_utf8(key).ok().and_then(|text| ApiSecret::new(text.to_owned()).ok())
    {
        assert_eq!(Signer::new(&secret).verify(message, &tag.to_vec()), is_mac, "two ways to one MAC");
    }
    is_mac
}

/// Whether a compact JWS is one in HS256, made with `key`: its form, its `alg` and its MAC, whatever its payload is.
/// `strict` also asks for the one way to write it in base64url.
pub fn is_signed(jws: &str, key: &[u8], strict: bool) -> bool {
    let Ok(token) = Token::read(jws) else { return false };
    let is_hs256 = token.header.as_ref().is_ok_and(|header| algorithm(header).is_ok_and(Algorithm::is_hs256));
    let is_payload = !matches!(token.payload, Err(PartFault::Base64(_)));
    let signature = token.signature.as_ref();
    is_hs256
        && is_payload
        && signature.is_ok_and(|tag| is_mac(key, token.signing_input().as_bytes(), tag))
        && !(strict && breaches(&token).iter().any(|breach| breach.code == "stray-bits"))
}

fn unhex(hex: &str) -> Vec<u8> {
    let hex: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    hex.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// RFC 7515 appendix A.1: line ends and spaces within its JSON are signed as they are.
const A1: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const A1_KEY: &str = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

/// RFC 7515 appendix A.5: the same claims, unsecured.
const A5: &str = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";

#[test]
fn rfc_7515_a_1_is_signed_over_the_bytes_as_received() {
    let key = URL_SAFE_NO_PAD.decode(A1_KEY).unwrap();
    assert!(std::str::from_utf8(&key).is_err(), "were it text, it could be an API secret");
    assert!(is_signed(A1, &key, true));
    let (input, tag) = A1.rsplit_once('.').unwrap();
    assert_eq!(crypto::sign(input.as_bytes(), &EncodingKey::from_secret(&key), HS256).unwrap(), tag);

    let token = Token::read(A1).unwrap();
    // Read whole, the bytes are those of the RFC: CR, LF and space stand where it has them.
    assert_eq!(
        token.payload.as_ref().unwrap().root().raw(),
        b"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
    );
    let inspection = inspect(A1, None, now()).unwrap();
    assert_eq!(inspection.header.get(), r#"{"typ":"JWT","alg":"HS256"}"#);
    assert_eq!(
        inspection.claims.get(),
        r#"{"iss":"joe","exp":1300819380,"http://example.com/is_root":true}"#
    );
    assert_eq!(inspection.times.exp.unwrap().time.unwrap().to_string(), "2011-03-22T18:43:00Z");
}

#[test]
fn any_other_byte_in_rfc_7515_a_1_is_refused() {
    let key = URL_SAFE_NO_PAD.decode(A1_KEY).unwrap();
    for at in 0..A1.len() {
        let mut changed = A1.as_bytes().to_vec();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        // Two bits of the last character belong to no byte, but `A` and `k` differ in the other four.
        assert!(!is_signed(&changed, &key, false), "byte {at}");
    }
    for at in 0..key.len() {
        let mut other = key.clone();
        other[at] ^= 1;
        assert!(!is_signed(A1, &other, false), "byte {at} of the key");
    }
}

#[test]
fn rfc_7515_a_5_is_no_token_for_anybody() {
    assert!(!is_signed(A5, b"", false));
    assert!(!is_signed(A5, &URL_SAFE_NO_PAD.decode(A1_KEY).unwrap(), false));
    let joe = SigningKey::new(ApiKey::new("joe").unwrap(), &ApiSecret::new("secret".to_owned()).unwrap());
    assert_eq!(inspect(A5, Some((&joe, "test")), now()).unwrap().signature, SignatureState::Invalid);
    for strict in [false, true] {
        for door in Door::ALL {
            let judge = Judge { key: &joe, source: "test", now: now(), door, room: None, strict };
            let verdict = judge.judge(A5);
            let codes: Vec<_> = verdict.problems.iter().map(|problem| problem.code).collect();
            assert_eq!(codes[..2], ["wrong-algorithm", "expired"], "{door:?}");
            let body = &verdict.server.unwrap().body;
            assert_eq!(
                body,
                "invalid authorization token: token signature is invalid: signing method none is invalid"
            );
        }
    }
}

/// RFC 7520 section 4.4: the payload is a sentence, and no JSON.
const RFC_7520: &str = "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0";
const RFC_7520_KEY: &str = "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg";

#[test]
fn rfc_7520_4_4_is_signed_though_it_says_nothing_that_a_server_reads() {
    let key = URL_SAFE_NO_PAD.decode(RFC_7520_KEY).unwrap();
    assert!(is_signed(RFC_7520, &key, true));
    let (input, tag) = RFC_7520.rsplit_once('.').unwrap();
    assert_eq!(crypto::sign(input.as_bytes(), &EncodingKey::from_secret(&key), HS256).unwrap(), tag);
    // Without the first characters of what it says.
    assert!(!is_signed(&RFC_7520.replacen(".SXTigJlz", ".", 1), &key, false));

    let told = inspect(RFC_7520, None, now()).unwrap_err().to_string();
    assert_eq!(told, "this is no token: its payload is not JSON: unexpected 'I' at byte 0");
    let key = known_key();
    let judge = Judge { key: &key, source: "test", now: now(), door: Door::Any, room: None, strict: false };
    assert_eq!(judge.judge(RFC_7520).problems[0].code, "bad-json");
}

/// RFC 4231 sections 4.2 to 4.8: key, data, HMAC-SHA-256.
fn rfc_4231() -> [(Vec<u8>, Vec<u8>, &'static str); 7] {
    let long = b"Test Using Larger Than Block-Size Key - Hash Key First";
    let longer = b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.";
    [
        (
            vec![0x0b; 20],
            b"Hi There".to_vec(),
            "b0344c61d8db38535ca8afceaf0bf12b 881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe".to_vec(),
            b"what do ya want for nothing?".to_vec(),
            "5bdcc146bf60754e6a042426089575c7 5a003f089d2739839dec58b964ec3843",
        ),
        (vec![0xaa; 20], vec![0xdd; 50], "773ea91e36800e46854db8ebd09181a7 2959098b3ef8c122d9635514ced565fe"),
        (
            (1..=25).collect(),
            vec![0xcd; 50],
            "82558a389a443c0ea4cc819899f2083a 85f0faa3e578f8077a2e3ff46729665b",
        ),
        (vec![0x0c; 20], b"Test With Truncation".to_vec(), "a3b6167473100ee06e0c796c2955552b"),
        (vec![0xaa; 131], long.to_vec(), "60e431591ee0b67f0d8a26aacbf5b77f 8e0bc6213728c5140546040f0ee37f54"),
        (
            vec![0xaa; 131],
            longer.to_vec(),
            "9b09ffa71b942fcb27635fbcd5b0e944 bfdc63644f0713938a7f51535c3a35e2",
        ),
    ]
}

#[test]
fn rfc_4231_is_kept_but_for_the_tag_that_is_cut() {
    for (number, (key, data, tag)) in rfc_4231().into_iter().enumerate() {
        let tag = unhex(tag);
        // The fifth is cut to 128 bits, and no JWS is (RFC 7518 section 3.2).
        assert_eq!(is_mac(&key, &data, &tag), tag.len() == 32, "case {}", number + 1);
        if tag.len() == 16 {
            let whole = crypto::sign(&data, &EncodingKey::from_secret(&key), HS256).unwrap();
            let whole = URL_SAFE_NO_PAD.decode(whole).unwrap();
            assert_eq!(whole[..16], tag, "what it was cut from is right");
            assert!(is_mac(&key, &data, &whole));
        }
        for length in 0..tag.len() {
            assert!(!is_mac(&key, &data, &tag[..length]), "case {} cut to {length} bytes", number + 1);
        }
        assert!(!is_mac(&key, &data, &[tag.as_slice(), &[0]].concat()));
    }
}
