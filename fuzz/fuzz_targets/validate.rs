//! `validate`, at every door. The input is a token; or, with a line end in it, a header and the claims behind it in JSON,
//! which are signed first, so that the stages behind the signature are met too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lktoken::token::inspect::{SignatureState, inspect};
use lktoken::token::validate::{Ability, Asked, Door};
use lktoken_fuzz::{assert_is_harmless, assert_is_json, judge, key, now, signed_with_header};

fuzz_target!(|input: &[u8]| {
    let token = match input.iter().position(|byte| *byte == b'\n') {
        Some(end) => signed_with_header(&input[..end], &input[end + 1..]),
        None => String::from_utf8_lossy(input).into_owned(),
    };
    let any_is_valid = judge(&token, Door::Any, false).valid;
    if any_is_valid {
        let shown = inspect(&token, Some((key(), "--dev")), now());
        assert_eq!(shown.map(|shown| shown.signature), Ok(SignatureState::Valid), "{token}");
    }
    // One door each time, so that all are met.
    let door = Door::ALL[input.len() % Door::ALL.len()];
    if at(door, &token, any_is_valid) {
        a_changed_byte_is_refused(door, &token, input.len());
    }
});

/// The laws of a verdict; gives whether it is valid under the strictest reading.
fn at(door: Door, token: &str, any_is_valid: bool) -> bool {
    let mut lenient = judge(token, door, false);
    let strict = judge(token, door, true);
    for verdict in [&lenient, &strict] {
        assert_eq!(verdict.valid, verdict.problems.is_empty(), "{token}");
        assert_is_json(&serde_json::to_string(verdict).expect("a verdict can be written"));
    }
    // Strictness is ours and not the server's: it adds problems, and each was a warning before.
    assert_eq!(lenient.server, strict.server, "{token}");
    assert!(strict.problems.starts_with(&lenient.problems), "{token}");
    assert!(lenient.warnings.ends_with(&strict.warnings), "{token}");
    let added = strict.problems.len() - lenient.problems.len();
    let moved = lenient.warnings.len() - strict.warnings.len();
    assert_eq!(added, moved, "{token}");
    // The server's answer is a refusal exactly where it refuses.
    match &lenient.server {
        Some(answer) => assert_eq!(answer.status == 200, lenient.valid, "{token}"),
        None => assert!(lenient.valid, "{token}"),
    }
    // Whatever gets in anywhere gets past form, signature and times.
    assert!(!lenient.valid || any_is_valid, "{door:?}: {token}");
    // What a token can do there is what the door lets in.
    lenient.ask(token, &Asked { abilities: Ability::ALL.to_vec(), ..Asked::default() });
    let can = lenient.can.as_ref().expect("it was asked");
    let is_denied = |ability| can.denied.iter().any(|denial| denial.ability == ability);
    if let Some(ability) = Ability::ALL.into_iter().find(|ability| ability.door() == Some(door))
        && any_is_valid
    {
        assert_eq!(is_denied(ability), !lenient.valid, "{token}");
    }
    assert_is_json(&serde_json::to_string(can).expect("an answer can be written"));
    for problem in &strict.problems {
        assert_is_harmless(&problem.message);
    }
    strict.valid
}

/// Strictly, no other text is the same token: every byte of it is signed, or is the signature.
fn a_changed_byte_is_refused(door: Door, token: &str, seed: usize) {
    let place = seed.wrapping_mul(0x9e37_79b9) % token.len();
    let mut changed = token.as_bytes().to_vec();
    changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).expect("a token that is let in is ASCII");
    assert!(!judge(&changed, door, true).valid, "{token} at {place}");
}
