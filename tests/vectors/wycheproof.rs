//! Project Wycheproof's vectors, as the Go module that they are published as brings them (`tests/vectors/go`): those for
//! JSON Web Signatures, and those for HMAC-SHA-256 beneath them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use lktoken::token::validate::{Door, Judge};
use serde::Deserialize;

use crate::rfc::{is_mac, is_signed};
use crate::{known_key, now};

/// Names the folder that holds the files.
const FOLDER_VARIABLE: &str = "LKTOKEN_WYCHEPROOF";

/// A file of vectors, or a note that this test was skipped.
fn vectors<G: for<'de> Deserialize<'de>>(test: &str, file: &str) -> Option<File<G>> {
    let Some(folder) = std::env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()) else {
        // Written past the test harness, which keeps what a passing test prints.
        let _ = writeln!(std::io::stderr(), "skipped {test}: no vectors (set {FOLDER_VARIABLE})");
        return None;
    };
    let content = fs::read_to_string(PathBuf::from(folder).join(file)).expect("the vectors are there");
    Some(serde_json::from_str(&content).expect("the vectors are what their schema says"))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File<G> {
    number_of_tests: usize,
    test_groups: Vec<G>,
}

#[derive(Deserialize)]
struct JwsGroup {
    /// What is signed with; where it is a secret, there is no other.
    private: Option<Jwk>,
    tests: Vec<Jws>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    k: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Jws {
    tc_id: u32,
    /// A text, or, where somebody tries JSON serialization, an object.
    #[serde(rename = "jws")]
    shown: serde_json::Value,
    result: String,
}

impl Jws {
    fn text(&self) -> String {
        self.shown.as_str().map_or_else(|| self.shown.to_string(), str::to_owned)
    }
}

/// Vectors whose label is wrong: 367 and 370 are the valid 357, byte for byte, though they are to have padding; 372 and
/// 373 have a `?`, which is no character of base64url, and are called valid. What we say of each is the opposite.
const MISLABELLED: [u32; 4] = [367, 370, 372, 373];

/// The same, and the one with stray bits in its payload.
const LENIENT_TOO: [u32; 5] = [367, 370, 372, 373, 375];

#[test]
fn signatures_in_hs256_are_told_apart() {
    let Some(file) =
        vectors::<JwsGroup>("signatures_in_hs256_are_told_apart", "json_web_signature_test.json")
    else {
        return;
    };
    let (mut disputed, mut disputed_leniently) = (Vec::new(), Vec::new());
    let mut texts = BTreeMap::new();
    let mut compared = 0;
    for group in &file.test_groups {
        let Some(key) = group.private.as_ref().filter(|key| key.kty == "oct") else { continue };
        let key = URL_SAFE_NO_PAD.decode(key.k.as_ref().expect("a secret key has its bytes")).unwrap();
        for test in &group.tests {
            compared += 1;
            assert!(matches!(test.result.as_str(), "valid" | "invalid"), "{}", test.result);
            texts.insert(test.tc_id, test.text());
            if is_signed(&test.text(), &key, true) != (test.result == "valid") {
                disputed.push(test.tc_id);
            }
            if is_signed(&test.text(), &key, false) != (test.result == "valid") {
                disputed_leniently.push(test.tc_id);
            }
            // One of the keys is text, all NULs: there the whole verdict is ours too.
            if let Ok(secret) = String::from_utf8(key.clone()) {
                let secret = ApiSecret::new(secret).unwrap();
                let key = SigningKey::new(ApiKey::new("devkey").unwrap(), &secret);
                let judge = Judge {
                    key: &key,
                    source: "test",
                    now: now(),
                    door: Door::Any,
                    room: None,
                    strict: true,
                };
                assert!(
                    !judge.judge(&test.text()).valid,
                    "no payload here is a LiveKit token's: {}",
                    test.tc_id
                );
            }
        }
    }
    assert_eq!(compared, 40);
    assert_eq!(disputed, MISLABELLED, "a label was mended or another is wrong: mend the list");
    // Go's reader, and so a server, lets the bits of a last character pass that belong to no byte.
    assert_eq!(disputed_leniently, LENIENT_TOO, "what a server lets pass is told under --strict");
    for same in [367, 370] {
        assert_eq!(texts[&same], texts[&357]);
    }
    for foreign in [372, 373] {
        assert!(texts[&foreign].contains('?'));
    }
}

/// The other vectors are signed with keys of RSA and elliptic curves; no secret of ours makes any of them good.
#[test]
fn signatures_of_other_algorithms_are_refused_whatever_the_secret() {
    let test = "signatures_of_other_algorithms_are_refused_whatever_the_secret";
    let Some(file) = vectors::<JwsGroup>(test, "json_web_signature_test.json") else { return };
    let key = known_key();
    let mut refused = 0;
    let mut all = 0;
    for group in &file.test_groups {
        let is_secret = group.private.as_ref().is_some_and(|key| key.kty == "oct");
        for test in &group.tests {
            all += 1;
            for door in [Door::Join, Door::Any] {
                for strict in [false, true] {
                    let judge = Judge { key: &key, source: "test", now: now(), door, room: None, strict };
                    assert!(!judge.judge(&test.text()).valid, "{}", test.tc_id);
                }
            }
            if !is_secret {
                refused += 1;
                assert!(
                    !is_signed(&test.text(), b"secret", false) && !is_signed(&test.text(), b"", false),
                    "{}",
                    test.tc_id
                );
            }
        }
    }
    assert_eq!((all, refused, file.number_of_tests), (401, 361, 401));
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MacGroup {
    tag_size: usize,
    tests: Vec<MacTest>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MacTest {
    tc_id: u32,
    key: String,
    msg: String,
    tag: String,
    result: String,
}

#[test]
fn macs_are_told_apart_and_short_ones_refused() {
    let test = "macs_are_told_apart_and_short_ones_refused";
    let Some(file) = vectors::<MacGroup>(test, "hmac_sha256_test.json") else { return };
    let unhex = |hex: &str| -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    };
    let (mut whole, mut cut) = (0, 0);
    for group in &file.test_groups {
        for test in &group.tests {
            let is_mac = is_mac(&unhex(&test.key), &unhex(&test.msg), &unhex(&test.tag));
            if group.tag_size == 256 {
                whole += 1;
                assert_eq!(is_mac, test.result == "valid", "{}", test.tc_id);
            } else {
                cut += 1;
                assert!(!is_mac, "{} has {} bits", test.tc_id, group.tag_size);
            }
        }
    }
    assert_eq!((whole, cut, file.number_of_tests), (87, 87, 174));
}
