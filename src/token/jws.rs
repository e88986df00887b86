//! HS256 and nothing else: signs, and checks signatures.
//!
//! The header is ours, byte for byte, and a token's own `alg` never chooses how it is checked
//! (RFC 8725 section 3.1): no other algorithm is linked, so that none can be reached, whatever a token says.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::key::ApiSecret;

/// The header of every token we sign, as the contract has it.
pub const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// [`HEADER`] in base64url.
const ENCODED_HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// The bytes of an HMAC-SHA-256 signature (RFC 7518 section 3.2).
pub const SIGNATURE_BYTES: usize = 32;

/// Signs, and checks signatures, with one secret: HMAC-SHA-256 with the key schedule done, cloned for each message.
#[derive(Clone)]
pub struct Signer(Hmac<Sha256>);

impl Signer {
    /// Does the key schedule, once for any number of tokens.
    #[must_use]
    pub fn new(secret: &ApiSecret) -> Self {
        match Hmac::new_from_slice(secret.expose().as_bytes()) {
            Ok(mac) => Self(mac),
            // HMAC takes keys of any length (RFC 2104 section 2), so there is no failure to report.
            Err(_) => unreachable!("HMAC takes keys of any length"),
        }
    }

    fn mac(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        self.0.clone().chain_update(message).finalize().into_bytes().into()
    }

    /// Appends the signed token to `out`: header, `payload`, signature. `payload` is the JSON of the claims.
    ///
    /// # Errors
    ///
    /// [`SigningFailed`] when the MAC cannot be computed.
    pub fn sign_into(&self, payload: &[u8], out: &mut String) -> Result<(), SigningFailed> {
        let mut token = Vec::new();
        self.append_token(payload, &mut token)?;
        out.push_str(std::str::from_utf8(&token).map_err(|_| SigningFailed)?);
        Ok(())
    }

    /// As [`Signer::sign_into`], to bytes, and without an allocation where `out` has room: for many tokens.
    ///
    /// # Errors
    ///
    /// [`SigningFailed`] when the MAC cannot be computed.
    pub fn append_token(&self, payload: &[u8], out: &mut Vec<u8>) -> Result<(), SigningFailed> {
        let start = out.len();
        out.extend_from_slice(ENCODED_HEADER.as_bytes());
        out.push(b'.');
        base64_simd::URL_SAFE_NO_PAD.encode_append(payload, out);
        let signature = self.mac(&out[start..]);
        out.push(b'.');
        base64_simd::URL_SAFE_NO_PAD.encode_append(signature, out);
        Ok(())
    }

    /// Whether `signature` is the MAC of `signing_input`, the token's text before its last dot, as received. In constant
    /// time; a signature of any other length than 32 bytes is refused.
    #[must_use]
    pub fn verify(&self, signing_input: &[u8], signature: &[u8]) -> bool {
        self.0.clone().chain_update(signing_input).verify_slice(signature).is_ok()
    }

    /// Whether both sign alike, which is to say that they have the same secret. In constant time.
    #[must_use]
    pub fn has_secret_of(&self, other: &Self) -> bool {
        other.verify(&[], &self.mac(&[]))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(HS256)")
    }
}

/// The MAC could not be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token could not be signed")]
pub struct SigningFailed;

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn signer(secret: &str) -> Signer {
        Signer::new(&ApiSecret::new(secret.to_owned()).unwrap())
    }

    #[test]
    fn encoded_header_is_the_contract_s_header() {
        assert_eq!(URL_SAFE_NO_PAD.encode(HEADER), ENCODED_HEADER);
    }

    /// RFC 4231 test case 2, the second of its HMAC-SHA-256 vectors.
    #[test]
    fn mac_is_that_of_rfc_4231() {
        let expected: [u8; 32] = [
            0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95, 0x75, 0xc7,
            0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43,
        ];
        assert_eq!(signer("Jefe").mac(b"what do ya want for nothing?"), expected);
    }

    #[test]
    fn secrets_can_be_compared() {
        assert!(signer("secret").has_secret_of(&signer("secret")));
        assert!(!signer("secret").has_secret_of(&signer("secres")));
    }

    #[test]
    fn a_signed_token_verifies_and_a_changed_one_does_not() {
        let signer = signer("secret");
        let mut token = String::from("prefix stays: ");
        signer.sign_into(br#"{"iss":"devkey"}"#, &mut token).unwrap();
        let token = token.strip_prefix("prefix stays: ").unwrap();
        let (input, signature) = token.rsplit_once('.').unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
        assert_eq!(bytes.len(), SIGNATURE_BYTES);
        assert!(signer.verify(input.as_bytes(), &bytes));
        for i in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[i] ^= 1;
            assert!(!signer.verify(input.as_bytes(), &changed));
        }
        assert!(!signer.verify(&input.as_bytes()[1..], &bytes));
        assert!(!signer.verify(input.as_bytes(), &bytes[..16]));
        assert!(!signer.verify(input.as_bytes(), &[]));
        assert!(!self::signer("other").verify(input.as_bytes(), &bytes));
    }
}
