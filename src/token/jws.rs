//! HS256 and nothing else: signs, and checks signatures. The only file that names `jsonwebtoken`.
//!
//! The header is ours, byte for byte, and a token's own `alg` never chooses how it is checked
//! (RFC 8725 section 3.1). `jsonwebtoken` is linked without any of its algorithms: `HS256_ONLY` is the one
//! provider there is, so no other algorithm can be reached, whatever a token says.

use std::fmt;

use hmac::digest::FixedOutput;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{self, Verifier as _};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use sha2::Sha256;

use super::key::ApiSecret;

/// The header of every token we sign, as the contract has it.
pub const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// [`HEADER`] in base64url.
const ENCODED_HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// The bytes of an HMAC-SHA-256 signature (RFC 7518 section 3.2).
pub const SIGNATURE_BYTES: usize = 32;

/// A `jsonwebtoken` provider that knows HS256 alone. [`Signer::new`] makes it the process's default, so that a
/// call into `jsonwebtoken` from elsewhere in the process meets the same wall.
static HS256_ONLY: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key: &EncodingKey| {
        let mac = KeyedHmac::for_algorithm(*algorithm, key.as_bytes())?;
        Ok(Box::new(mac))
    },
    verifier_factory: |algorithm, key: &DecodingKey| {
        let mac = KeyedHmac::for_algorithm(*algorithm, key.try_get_as_bytes()?)?;
        Ok(Box::new(mac))
    },
    key_utils: KeyUtils::new_unimplemented(),
};

/// HMAC-SHA-256 with the key schedule done; cloned for each message.
#[derive(Clone)]
struct KeyedHmac(Hmac<Sha256>);

impl KeyedHmac {
    fn for_algorithm(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        if algorithm != Algorithm::HS256 {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        Hmac::new_from_slice(key).map(Self).map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }

    fn mac(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        let mut mac = self.0.clone();
        mac.update(message);
        let mut bytes = [0; SIGNATURE_BYTES];
        mac.finalize_into((&mut bytes).into());
        bytes
    }
}

impl signature::Signer<Vec<u8>> for KeyedHmac {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        Ok(self.mac(message).to_vec())
    }
}

impl signature::Verifier<Vec<u8>> for KeyedHmac {
    /// In constant time; a signature of any other length than 32 bytes is refused.
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        self.0.clone().chain_update(message).verify_slice(signature).map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for KeyedHmac {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for KeyedHmac {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

/// Signs, and checks signatures, with one secret.
#[derive(Clone)]
pub struct Signer(KeyedHmac);

impl Signer {
    /// Does the key schedule, once for any number of tokens.
    #[must_use]
    pub fn new(secret: &ApiSecret) -> Self {
        // Whoever came first has set the default already; ours does not depend on it.
        let _ = HS256_ONLY.install_default();
        let key = EncodingKey::from_secret(secret.expose().as_bytes());
        let mac = KeyedHmac::for_algorithm(Algorithm::HS256, key.as_bytes());
        match mac {
            Ok(mac) => Self(mac),
            // HMAC takes keys of any length (RFC 2104 section 2), so there is no failure to report.
            Err(_) => unreachable!("HMAC takes keys of any length"),
        }
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
        let signature = self.0.mac(&out[start..]);
        out.push(b'.');
        base64_simd::URL_SAFE_NO_PAD.encode_append(signature, out);
        Ok(())
    }

    /// Whether `signature` is the MAC of `signing_input`, the token's text before its last dot, as received.
    #[must_use]
    pub fn verify(&self, signing_input: &[u8], signature: &Vec<u8>) -> bool {
        self.0.verify(signing_input, signature).is_ok()
    }

    /// Whether both sign alike, which is to say that they have the same secret. In constant time.
    #[must_use]
    pub fn has_secret_of(&self, other: &Self) -> bool {
        other.verify(&[], &self.0.mac(&[]).to_vec())
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
    use jsonwebtoken::signature::Signer as _;

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
        let mac = KeyedHmac::for_algorithm(Algorithm::HS256, b"Jefe").unwrap();
        let expected: [u8; 32] = [
            0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95, 0x75, 0xc7,
            0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43,
        ];
        assert_eq!(mac.try_sign(b"what do ya want for nothing?").unwrap(), expected);
    }

    #[test]
    fn debug_of_a_signer_has_the_algorithm_and_nothing_of_the_secret() {
        assert_eq!(format!("{:?}", signer("canary")), "Signer(HS256)");
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
        assert!(!signer.verify(input.as_bytes(), &bytes[..16].to_vec()));
        assert!(!signer.verify(input.as_bytes(), &Vec::new()));
        assert!(!self::signer("other").verify(input.as_bytes(), &bytes));
    }

    #[test]
    fn no_other_algorithm_can_be_reached_through_jsonwebtoken() {
        let _ = signer("secret");
        for algorithm in [Algorithm::HS384, Algorithm::HS512] {
            let header = jsonwebtoken::Header::new(algorithm);
            let key = EncodingKey::from_secret(b"secret");
            let error = jsonwebtoken::encode(&header, &serde_json::json!({}), &key).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::InvalidAlgorithm));
        }
    }

    /// `jsonwebtoken` reads our tokens through the same provider: its decoder is the check on our layout.
    #[test]
    fn jsonwebtoken_decodes_what_we_sign() {
        let mut token = String::new();
        signer("secret").sign_into(br#"{"exp":4102444800,"iss":"devkey"}"#, &mut token).unwrap();
        let validation = jsonwebtoken::Validation::new(Algorithm::HS256);
        let key = DecodingKey::from_secret(b"secret");
        let decoded = jsonwebtoken::decode::<serde_json::Value>(&token, &key, &validation).unwrap();
        assert_eq!(decoded.claims["iss"], "devkey");
        assert_eq!(decoded.header.typ.as_deref(), Some("JWT"));
    }
}
