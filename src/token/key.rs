//! The API key and its secret.

use std::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

use super::jws::Signer;

/// The name of a LiveKit API key, the `iss` claim of the tokens it signs. Not a secret; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// Takes the key's name as it is.
    ///
    /// # Errors
    ///
    /// [`KeyError::EmptyKey`]: a LiveKit server answers an empty `iss` with `invalid API key`.
    pub fn new(name: impl Into<String>) -> Result<Self, KeyError> {
        let name = name.into();
        if name.is_empty() { Err(KeyError::EmptyKey) } else { Ok(Self(name)) }
    }

    /// The key's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The secret of an API key: wiped from memory when dropped, and shown by `Debug` as its length only.
///
/// Its UTF-8 bytes are the HMAC key as they are, never base64-decoded (LiveKit, every SDK).
#[derive(Clone)]
pub struct ApiSecret(Zeroizing<String>);

impl ApiSecret {
    /// Takes the secret as it is.
    ///
    /// # Errors
    ///
    /// [`KeyError::EmptySecret`]: anybody could sign with an empty key.
    pub fn new(secret: impl Into<Zeroizing<String>>) -> Result<Self, KeyError> {
        let secret = secret.into();
        if secret.is_empty() { Err(KeyError::EmptySecret) } else { Ok(Self(secret)) }
    }

    /// The secret itself. Whoever calls this answers for where it goes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The secret's length in bytes, which is never zero; RFC 7518 section 3.2 asks for at least 32.
    #[must_use]
    pub fn byte_length(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Debug for ApiSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiSecret({} bytes)", self.byte_length())
    }
}

/// An API key with its secret keyed for signing and checking: made once, good for any number of tokens.
#[derive(Debug)]
pub struct SigningKey {
    api_key: ApiKey,
    signer: Signer,
    /// The secret's length in bytes.
    secret_bytes: usize,
    is_development: bool,
}

/// The name of the key of `livekit-server --dev`.
pub const DEVELOPMENT_API_KEY: &str = "devkey";

/// The key of `livekit-server --dev`, known to everybody, and its secret.
const DEVELOPMENT: (&str, &str) = (DEVELOPMENT_API_KEY, "secret");

impl SigningKey {
    /// Keys the HMAC with the secret. The secret itself is not kept.
    #[must_use]
    pub fn new(api_key: ApiKey, secret: &ApiSecret) -> Self {
        let is_development = (api_key.as_str(), secret.expose()) == DEVELOPMENT;
        Self { api_key, signer: Signer::new(secret), secret_bytes: secret.byte_length(), is_development }
    }

    /// The secret's length in bytes.
    #[must_use]
    pub fn secret_bytes(&self) -> usize {
        self.secret_bytes
    }

    /// Whether this is the key of `livekit-server --dev`, which is no secret at all.
    #[must_use]
    pub fn is_development(&self) -> bool {
        self.is_development
    }

    /// The key's name, the `iss` claim.
    #[must_use]
    pub fn api_key(&self) -> &ApiKey {
        &self.api_key
    }

    /// What signs and checks with this key.
    #[must_use]
    pub fn signer(&self) -> &Signer {
        &self.signer
    }
}

/// A key that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The API key's name is empty.
    #[error("the API key is empty")]
    EmptyKey,
    /// The secret is empty.
    #[error("the API secret is empty")]
    EmptySecret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_length_of_a_secret_and_nothing_else() {
        let secret = ApiSecret::new("canary-secret".to_owned()).unwrap();
        assert_eq!(format!("{secret:?}"), "ApiSecret(13 bytes)");
        let key = SigningKey::new(ApiKey::new("devkey").unwrap(), &secret);
        assert!(!format!("{key:?}").contains("canary"));
    }

    #[test]
    fn empty_halves_are_refused() {
        assert_eq!(ApiKey::new("").unwrap_err(), KeyError::EmptyKey);
        assert_eq!(ApiSecret::new(String::new()).unwrap_err(), KeyError::EmptySecret);
    }
}
