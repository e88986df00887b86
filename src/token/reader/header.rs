//! The header as golang-jwt reads it: a map of which only `alg` counts.

use super::json::{Document, Kind};

/// The algorithms that golang-jwt 5.3 knows by name. A LiveKit server goes on with any of them, to refuse all but
/// HS256 later.
const KNOWN: [&str; 14] = [
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
    "ES512", "EdDSA", "none",
];

/// The `alg` of a header that a server can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Algorithm(&'static str);

impl Algorithm {
    /// The algorithm's registered name (RFC 7518 section 3.1).
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Whether it is HS256, the only one that LiveKit signs with.
    #[must_use]
    pub fn is_hs256(self) -> bool {
        self.0 == "HS256"
    }
}

/// A header that no server can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderFault {
    /// JSON, but no object.
    NotAnObject(Kind),
    /// A number beyond the range of a double.
    HugeNumber,
    /// No `alg`.
    MissingAlg,
    /// An `alg` that is not a string.
    AlgNotAString(Kind),
    /// An `alg` that nobody knows, or in the wrong case.
    UnknownAlg(String),
}

impl HeaderFault {
    /// Whether there is no map to look for `alg` in, which a server finds before it reads the payload.
    #[must_use]
    pub fn is_no_map(&self) -> bool {
        matches!(self, Self::NotAnObject(_) | Self::HugeNumber)
    }
}

/// The `alg` that counts: the last member of exactly that name.
///
/// # Errors
///
/// [`HeaderFault`], where the server answers `invalid authorization token`.
pub fn algorithm(header: &Document) -> Result<Algorithm, HeaderFault> {
    let root = header.root();
    match root.kind() {
        Kind::Object => {}
        // Go leaves the map empty.
        Kind::Null => return Err(HeaderFault::MissingAlg),
        other => return Err(HeaderFault::NotAnObject(other)),
    }
    if header.numbers().any(|number| number.number().parse::<f64>().is_ok_and(f64::is_infinite)) {
        return Err(HeaderFault::HugeNumber);
    }
    let alg = root.members().filter(|(name, _)| name.string() == "alg").last();
    match alg.map(|(_, value)| (value.kind(), value.string())) {
        None => Err(HeaderFault::MissingAlg),
        Some((Kind::String, name)) => KNOWN
            .iter()
            .find(|known| **known == name)
            .map(|known| Algorithm(known))
            .ok_or_else(|| HeaderFault::UnknownAlg(name.into_owned())),
        Some((kind, _)) => Err(HeaderFault::AlgNotAString(kind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Result<&'static str, HeaderFault> {
        algorithm(&Document::parse(header.as_bytes().to_vec()).unwrap()).map(Algorithm::name)
    }

    #[test]
    fn the_last_alg_of_exactly_that_name_counts() {
        assert_eq!(read(r#"{"alg":"none","typ":5,"\u0061lg":"HS256"}"#), Ok("HS256"));
        assert_eq!(read(r#"{"alg":"HS512"}"#), Ok("HS512"));
        assert_eq!(read(r#"{"Alg":"HS256"}"#), Err(HeaderFault::MissingAlg));
        assert_eq!(read("{}"), Err(HeaderFault::MissingAlg));
        assert_eq!(read("null"), Err(HeaderFault::MissingAlg));
        assert_eq!(read("[]"), Err(HeaderFault::NotAnObject(Kind::Array)));
        assert_eq!(read(r#"{"alg":null}"#), Err(HeaderFault::AlgNotAString(Kind::Null)));
        assert_eq!(read(r#"{"alg":"hs256"}"#), Err(HeaderFault::UnknownAlg("hs256".to_owned())));
        assert_eq!(read(r#"{"alg":"HS256","x":[1e309]}"#), Err(HeaderFault::HugeNumber));
    }
}
