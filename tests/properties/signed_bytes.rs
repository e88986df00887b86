//! Every byte of a token is signed, or is the signature.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;
use lktoken::token::inspect::{SignatureState, inspect};
use lktoken::token::validate::Door;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::given::request;
use crate::{cases, judge, key, now, token_of, valid};

/// A change of one place of a text.
#[derive(Clone, Debug)]
enum Change {
    Replace(char),
    Insert(char),
    Remove,
    CutOff,
}

fn change() -> impl Strategy<Value = Change> {
    let character = || {
        prop_oneof![
            6 => proptest::char::ranges(vec!['A'..='Z', 'a'..='z', '0'..='9', '-'..='-', '_'..='_'].into()),
            2 => proptest::sample::select(vec!['.', '=', '+', '/', ' ', '\n', '\r', '\0']),
            1 => any::<char>(),
        ]
    };
    prop_oneof![
        6 => character().prop_map(Change::Replace),
        2 => character().prop_map(Change::Insert),
        1 => Just(Change::Remove),
        1 => Just(Change::CutOff),
    ]
}

fn changed(token: &str, at: usize, change: &Change) -> String {
    let (before, behind) = token.split_at(at);
    let rest = &behind[1..];
    match change {
        Change::Replace(c) => format!("{before}{c}{rest}"),
        Change::Insert(c) => format!("{before}{c}{behind}"),
        Change::Remove => format!("{before}{rest}"),
        Change::CutOff => before.to_owned(),
    }
}

/// A signature's bytes as Go reads them: line ends skipped, the bits behind the last byte ignored.
fn signature_bytes(token: &str) -> Option<Vec<u8>> {
    let engine = GeneralPurpose::new(&URL_SAFE, NO_PAD.with_decode_allow_trailing_bits(true));
    let (_, signature) = token.rsplit_once('.')?;
    engine.decode(signature.replace(['\r', '\n'], "")).ok()
}

proptest! {
    #![proptest_config(cases(200))]

    /// Strictly, no other text is the same token. As a server reads it, one is whose signature has the same bytes: with
    /// other bits behind the last byte, or with line ends.
    #[test]
    fn a_changed_token_is_refused(request in request(), place in any::<Index>(), change in change()) {
        let token = token_of(&valid(request));
        let at = place.index(token.len());
        let changed = changed(&token, at, &change);
        prop_assume!(changed != token);
        prop_assert!(judge(&token, Door::Any, true).valid);
        prop_assert!(!judge(&changed, Door::Any, true).valid, "{:?} at {}", change, at);
        let signed = |token: &str| token.rsplit_once('.').map(|(input, _)| input.to_owned());
        let is_the_same =
            signed(&changed) == signed(&token) && signature_bytes(&changed) == signature_bytes(&token);
        prop_assert_eq!(judge(&changed, Door::Any, false).valid, is_the_same, "{:?} at {}", change, at);
        if let Ok(inspection) = inspect(&changed, Some((&key(), "the test")), now()) {
            prop_assert_eq!(inspection.signature == SignatureState::Valid, is_the_same);
        }
    }
}

proptest! {
    #![proptest_config(cases(5))]

    /// The last character has two bits to spare: of 64 characters, four are the same to a server, one to us.
    #[test]
    fn only_the_last_character_has_bits_to_spare(request in request()) {
        let token = token_of(&valid(request));
        let others = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let with = |c: &u8| format!("{}{}", &token[..token.len() - 1], char::from(*c));
        let count = |strict| others.iter().filter(|c| judge(&with(c), Door::Any, strict).valid).count();
        prop_assert_eq!((count(false), count(true)), (4, 1));
    }
}
