//! Who says how a token is to be checked: no signature, another algorithm, another way to make the bytes.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::{Attack, Inspected, joining};
use crate::forge::{Damage, HEADER, Part, SECRET, encode, hmac_sha256};

/// `alg` where an RFC 7518 name is known to a server: it reads on, and refuses the method.
const WRONG: &[&str] = &["wrong-algorithm"];
/// `alg` that nobody knows: the token is not read at all.
const BAD: &[&str] = &["bad-alg"];
const FORGED: &[&str] = &["wrong-signature"];

/// A public key as everybody can read it, which a careless verifier takes for the secret.
const PUBLIC_KEY: &[u8] = b"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----\n";

pub fn rows() -> Vec<Attack> {
    let mut rows = unsigned();
    rows.extend(confused());
    rows.extend(other_macs());
    rows.extend(signatures());
    rows
}

/// `none` in every spelling, with the right signature and with none.
fn unsigned() -> Vec<Attack> {
    // The first is what RFC 7518 section 3.6 calls it; no other spelling is anything.
    let spellings = [
        ("none", r"none"),
        ("escaped none", r"\u006eone"),
        ("wholly escaped none", r"\u006e\u006f\u006e\u0065"),
        ("nonE", "nonE"),
        ("nOnE", "nOnE"),
        ("NonE", "NonE"),
        ("none and a space", "none "),
        ("space and none", " none"),
        ("none and a NUL", r"none\u0000"),
        ("none and a line feed", r"none\n"),
        ("none and a zero width space", "none\u{200b}"),
        ("none with a Cyrillic o", "n\u{43e}ne"),
        ("none full width", "\u{ff4e}\u{ff4f}\u{ff4e}\u{ff45}"),
        ("null as text", "null"),
        ("undefined", "undefined"),
        ("false as text", "false"),
        ("nothing", ""),
        ("unsecured", "unsecured"),
        ("HS256 and none", "HS256,none"),
    ];
    let mut rows = Vec::new();
    for (name, spelling) in spellings {
        let header = format!(r#"{{"alg":"{spelling}","typ":"JWT"}}"#);
        let refused = if name.ends_with("none") && spelling.starts_with(['n', '\\']) { WRONG } else { BAD };
        let row = |about: &str| {
            Attack::header(format!("none: {name}, {about}"), header.clone())
                .refused(refused)
                .inspected(Inspected::Invalid)
        };
        rows.push(row("signed"));
        rows.push(row("no signature").damage(Damage::Empty(Part::Signature)));
        rows.push(row("a signature of NULs").signature([0; 32]).refused(refused));
    }
    rows
}

/// The header names another algorithm, and the signature is really made with it, or with ours.
fn confused() -> Vec<Attack> {
    let mut rows = Vec::new();
    for (alg, header) in
        [("HS384", r#"{"alg":"HS384","typ":"JWT"}"#), ("HS512", r#"{"alg":"HS512","typ":"JWT"}"#)]
    {
        let row = |about: &str| Attack::header(format!("{alg}: {about}"), header).refused(WRONG);
        let input = signing_input(header.as_bytes());
        let tag = if alg == "HS384" { hmac_sha384(&input) } else { hmac_sha512(&input) };
        rows.push(row("truly signed so").signature(&tag));
        rows.push(row("cut to the length of HS256").signature(&tag[..32]));
        let as_hs256 = hmac_sha256(SECRET, signing_input(HEADER).as_bytes());
        rows.push(row("the signature of HS256 over another header").signature(as_hs256));
    }
    for alg in ["RS256", "ES256", "PS256", "EdDSA"] {
        let header = format!(r#"{{"alg":"{alg}","typ":"JWT"}}"#);
        let mut row = Attack::header(format!("{alg}: HMAC with a public key"), header.clone());
        row.recipe.secret = PUBLIC_KEY.to_vec();
        rows.push(row.refused(WRONG).inspected(Inspected::Invalid));
        // CVE-2022-21449: zeros are a signature of ECDSA for whoever does not look.
        let row =
            |bytes: usize| Attack::header(format!("{alg}: {bytes} zeros"), header.clone()).refused(WRONG);
        rows.push(row(64).signature([0; 64]));
        rows.push(row(256).signature([0; 256]));
    }
    // RFC 7518 has names for encryption too, and there are others: none of them signs.
    for alg in
        ["RSA1_5", "RSA-OAEP", "A256GCMKW", "ECDH-ES", "PBES2-HS256+A128KW", "HS256/64", "SHA256", "HMAC"]
    {
        rows.push(
            Attack::header(format!("alg {alg}"), format!(r#"{{"alg":"{alg}"}}"#))
                .refused(BAD)
                .inspected(Inspected::Invalid),
        );
    }
    rows
}

/// HS256 by name, but not HMAC-SHA-256 with the secret over the first two parts.
fn other_macs() -> Vec<Attack> {
    let row = |name: &str| Attack::payload(format!("mac: {name}"), joining("")).refused(FORGED);
    let input = signing_input(HEADER);
    let secret_first = Sha256::digest([SECRET, input.as_bytes()].concat());
    let secret_last = Sha256::digest([input.as_bytes(), SECRET].concat());
    let right = hmac_sha256(SECRET, input.as_bytes());
    let keyed = |key: &[u8]| hmac_sha256(key, input.as_bytes());
    let over = |message: &[u8]| hmac_sha256(SECRET, message);
    vec![
        row("of SHA-512, cut").signature(&hmac_sha512(&input)[..32]),
        row("of SHA-384, cut").signature(&hmac_sha384(&input)[..32]),
        row("no HMAC, but a digest with the secret before").signature(secret_first),
        row("no HMAC, but a digest with the secret behind").signature(secret_last),
        row("no HMAC, but a digest").signature(Sha256::digest(&input)),
        row("keyed with a digest of the secret").signature(keyed(&Sha256::digest(SECRET))),
        row("keyed with a public key").signature(keyed(PUBLIC_KEY)),
        row("keyed with the name of the key").signature(keyed(b"devkey")),
        row("keyed with the secret in hexadecimal").signature(keyed(b"736563726574")),
        row("keyed with the secret in base64").signature(keyed(b"c2VjcmV0")),
        row("keyed with the secret twice").signature(keyed(b"secretsecret")),
        row("keyed with a tab and the secret").signature(keyed(b"\tsecret")),
        row("keyed with the secret and a no-break space").signature(keyed("secret\u{a0}".as_bytes())),
        row("keyed with the secret and a byte order mark").signature(keyed("\u{feff}secret".as_bytes())),
        row("keyed with NULs").signature(keyed(&[0; 32])),
        row("over the payload alone").signature(over(encode(joining("")).as_bytes())),
        row("over the header alone").signature(over(encode(HEADER).as_bytes())),
        row("over the JSON").signature(over(&[HEADER, b".", &joining("")].concat())),
        row("over the input and a dot").signature(over(format!("{input}.").as_bytes())),
        row("over nothing").signature(over(b"")),
        row("in hexadecimal").signature(in_hexadecimal(right)),
        row("in base64 twice").signature(encode(right)),
        row("backwards").signature(right.iter().rev().copied().collect::<Vec<u8>>()),
        row("with every bit the other way round").signature(right.map(|byte| !byte)),
    ]
}

/// What is left of a signature, or put in its place.
fn signatures() -> Vec<Attack> {
    let right = hmac_sha256(SECRET, signing_input(HEADER).as_bytes());
    let row = |name: &str| Attack::payload(format!("signature: {name}"), joining("")).refused(FORGED);
    let mut rows = vec![
        row("all zero").signature([0; 32]),
        row("all ones").signature([0xff; 32]),
        row("half of it").signature(&right[..16]),
        row("20 of 32 bytes").signature(&right[..20]),
        row("without its first byte").signature(&right[1..]),
        row("twice").signature([right, right].concat()),
        row("a zero before it").signature([&[0][..], &right].concat()),
        row("a line feed behind it").signature([&right[..], b"\n"].concat()),
        row("of 8 KiB").signature([0; 8192]),
    ];
    // Each of its 32 bytes counts.
    for at in 0..32 {
        let mut wrong = right;
        wrong[at] = wrong[at].wrapping_add(1);
        rows.push(row(&format!("byte {at} one more")).signature(wrong));
    }
    rows
}

/// What is signed of a token to join with, behind this header.
fn signing_input(header: &[u8]) -> String {
    format!("{}.{}", encode(header), encode(joining("")))
}

fn hmac_sha384(input: &str) -> Vec<u8> {
    let mac = Hmac::<Sha384>::new_from_slice(SECRET).expect("HMAC takes keys of any length");
    mac.chain_update(input).finalize().into_bytes().to_vec()
}

fn hmac_sha512(input: &str) -> Vec<u8> {
    let mac = Hmac::<Sha512>::new_from_slice(SECRET).expect("HMAC takes keys of any length");
    mac.chain_update(input).finalize().into_bytes().to_vec()
}

fn in_hexadecimal(bytes: [u8; 32]) -> Vec<u8> {
    let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
    bytes.into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
