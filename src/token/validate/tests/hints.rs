//! What is said of a refusal, so that a person can mend it.

use super::*;

#[test]
fn key_secret_and_time_are_told_apart() {
    let good = payload(JOIN);
    let (status, body, codes) = summary(judge(&sign(&good, "other"), Door::Join, false));
    assert_eq!(status, 401);
    assert_eq!(body, "invalid authorization token: token signature is invalid: signature is invalid");
    assert_eq!(codes, ["wrong-signature"]);
    let foreign = payload(&format!(r#"{JOIN},"iss":"APIx""#));
    let same_secret = judge(&sign(&foreign, "secret"), Door::Join, false);
    assert!(same_secret.problems[0].hint.contains("only the name"), "{same_secret:?}");
    let other_secret = judge(&sign(&foreign, "other"), Door::Join, false);
    assert!(other_secret.problems[0].hint.contains("--profile"), "{other_secret:?}");
    for (claims, message) in [
        (
            r#""exp":1699999700"#,
            "The time is at fault: the token expired 5 min ago, at 2023-11-14T22:08:20Z, and servers forgive 60 s.",
        ),
        (
            r#""nbf":1700007200"#,
            "The time is at fault: the token is valid only 2 h from now, from 2023-11-15T00:13:20Z on, and servers forgive 60 s.",
        ),
        (
            r#""exp":1e30"#,
            "The time is at fault: the token's \"exp\" lies in the far past, as a server reads it.",
        ),
        (r#""nbf":1e15"#, "The time is at fault: the token's \"nbf\" lies in the far future."),
    ] {
        let verdict = judge(&sign(&payload(&format!("{JOIN},{claims}")), "secret"), Door::Join, false);
        assert_eq!(verdict.problems[0].message, message);
    }
}

#[test]
fn the_command_that_makes_a_token_of_this_one_is_whole() {
    let hint = |claims: &str, door: Door| {
        let problem = judge(&sign(&payload(claims), "secret"), door, false).problems.remove(0);
        (problem.code, problem.hint)
    };
    let expired = r#""nbf":1600000000,"exp":1690000000"#;
    let beyond = format!("{JOIN},{expired}");
    let within = format!(r#"{JOIN},"nbf":1600000000,"exp":1600003600"#);
    let clock =
        "keeps claims and lifetime. If this one is new, a clock is off: here it is 2023-11-14T22:13:20Z.";
    let mended = " Its claims are to be mended first (metadata: a string is needed, not a number): `lktoken inspect -o \
                  claims` prints them, and --from takes them, too.";
    for (claims, command, more) in [
        (beyond.as_str(), "`lktoken mint --from - --rules livekit`", ""),
        (&within, "`lktoken mint --from -`", ""),
        // What cannot be taken over as it is.
        (&format!(r#"{beyond},"metadata":5"#), "`lktoken mint --from -`", mended),
    ] {
        let token = sign(&payload(claims), "secret");
        let verdict = judge(&token, Door::Join, false);
        let problem = verdict.problems.iter().find(|problem| problem.code == "expired").unwrap();
        let start = "Mint a new token, or make it of this one:";
        assert_eq!(
            problem.hint,
            format!("{start} {command}, with the token on standard input, {clock}{more}")
        );
    }
    let verdict = judge(&sign(&payload(&beyond), "secret"), Door::List, false);
    let hints =
        |verdict: &Verdict| verdict.problems.iter().map(|problem| problem.hint.clone()).collect::<Vec<_>>();
    let mut named = verdict.clone();
    named.name_key("--profile p");
    for (before, after) in hints(&verdict).iter().zip(hints(&named)) {
        assert_eq!(before.replace("`lktoken mint --from", "`lktoken mint --profile p --from"), after);
    }
    let (code, told) = hint(r#""video":{"roomList":true}"#, Door::Admin);
    assert_eq!(code, "missing-grant");
    assert!(told.contains("`lktoken mint --from - --admin --room NAME`"), "{told}");
    let (code, told) = hint(r#""video":{"roomJoin":true,"room":"the lobby"},"sub":"a""#, Door::List);
    assert_eq!(code, "missing-grant");
    assert!(told.contains("one: `lktoken mint --from - --rules livekit --list`, with"), "{told}");
    let (code, told) = hint(r#""nbf":1800000000,"exp":1900000000"#, Door::Any);
    assert_eq!(code, "not-valid-yet");
    assert!(told.contains("2023-11-14T22:13:20Z. `lktoken mint --from - --rules livekit`, with"), "{told}");
}

#[test]
fn a_verdict_says_whether_another_key_or_another_secret_is_worth_a_try() {
    let tries = |token: &str| {
        let verdict = judge(token, Door::Join, false);
        (verdict.unknown_key().map(str::to_owned), verdict.is_signed_with_another_secret())
    };
    let of_another_key = payload(&format!(r#"{JOIN},"iss":"APIx""#));
    let other_secret = sign(&payload(JOIN), "other");
    assert_eq!(tries(&sign(&payload(JOIN), "secret")), (None, false));
    assert_eq!(tries(&sign(&of_another_key, "other")), (Some("APIx".to_owned()), false));
    assert_eq!(tries(&other_secret), (None, true));
    // No secret makes a token whole again that was cut off.
    assert_eq!(tries(&other_secret[..other_secret.len() - 8]), (None, false));
}

#[test]
fn a_hint_is_replaced_or_preceded_where_its_problem_is_and_nowhere_else() {
    let mut verdict = judge(&sign(&payload(r#""exp":5"#), "secret"), Door::Join, false);
    let hints = |verdict: &Verdict| verdict.problems.iter().map(|p| p.hint.clone()).collect::<Vec<_>>();
    let [expired, no_grant] = &hints(&verdict)[..] else { panic!("{verdict:?}") };
    verdict.set_hint("expired", "Wait no longer.");
    verdict.add_hint("no-video-grant", "Ask the host.");
    assert_eq!(hints(&verdict), ["Wait no longer.".to_owned(), format!("Ask the host. {no_grant}")]);
    verdict.add_hint("expired", "Sit down.");
    assert_eq!(hints(&verdict)[0], "Sit down. Wait no longer.");
    assert!(!hints(&verdict).contains(expired));
}

#[test]
fn damage_that_can_be_seen_is_told_instead_of_blaming_the_secret() {
    let token = sign(&payload(JOIN), "secret");
    let message = |text: &str| {
        let problem = &judge(text, Door::Join, false).problems[0];
        assert_eq!(problem.hint, "Copy the token again, whole.");
        problem.message.clone()
    };
    assert!(
        message(&token[..token.len() - 8])
            .starts_with("The token was cut off: its signature has 26 bytes of 32")
    );
    assert!(message(&format!("{token}AAAA")).starts_with("There is something behind the token"));
    let broken = format!("{}\n{}", &token[..60], &token[60..]);
    assert!(message(&broken).starts_with("There is a line break within the token"));
}

#[test]
fn a_misspelt_grant_and_milliseconds_are_pointed_at() {
    let hint =
        |members: &str| judge(&sign(&payload(members), "secret"), Door::Join, false).problems[0].hint.clone();
    let room = hint(r#""sub":"a","video":{"roomJoin":true,"roomName":"demo"}"#);
    assert!(
        room.starts_with(
            r#"The "video" grant has "roomName", which no server reads: "room" was perhaps meant."#
        ),
        "{room}"
    );
    let join = hint(r#""sub":"a","video":{"room_join":true,"room":"demo"}"#);
    assert!(join.contains(r#""room_join", which no server reads: "roomJoin" was perhaps meant."#), "{join}");
    let again = hint(r#""sub":"a","video":{"room_join":1,"roomJoins":1,"room_join":1,"room":"demo"}"#);
    assert_eq!(again.matches("perhaps meant").count(), 2, "once each: {again}");
    assert!(again.starts_with(r#"The "video" grant has "roomJoins""#), "{again}");
    let milliseconds = hint(&format!(r#"{JOIN},"nbf":1700000000000,"exp":1700003600000"#));
    assert!(milliseconds.contains("looks like milliseconds"), "{milliseconds}");
}

#[test]
fn a_long_name_is_cut_in_messages() {
    let token = sign(&payload(&format!(r#"{JOIN},"iss":"{}""#, "x".repeat(500_000))), "secret");
    let verdict = judge(&token, Door::Join, false);
    assert!(verdict.problems[0].message.len() < 300);
}

#[test]
fn a_token_at_the_wrong_door_is_told_which_ones_it_opens() {
    let token = sign(&payload(r#""video":{"roomList":true,"roomCreate":true}"#), "secret");
    let verdict = judge(&token, Door::Join, false);
    let hint = &verdict.problems[0].hint;
    assert!(
        hint.ends_with(
            "This token does open: --for list (list rooms), --for create (create and delete rooms)."
        ),
        "{hint}"
    );
    let nothing = judge(&sign(&payload(""), "secret"), Door::Join, false);
    assert_eq!(
        nothing.problems[0].hint,
        "Mint one with --room and --identity, or make it of this one: `lktoken mint --from - --join --room NAME --identity \
         ID`, with the token on standard input."
    );
    let expired =
        sign(r#"{"exp":1600000000,"iss":"devkey","sub":"a","video":{"room":"r","roomJoin":true}}"#, "secret");
    let verdict = judge(&expired, Door::List, false);
    assert!(verdict.problems.iter().all(|problem| !problem.hint.contains("does open")), "{verdict:?}");
}

#[test]
fn a_claim_of_the_wrong_type_is_told_with_the_type_it_has_and_the_one_it_should_have() {
    let message = |claims: &str| {
        judge(&sign(&payload(claims), "secret"), Door::Join, false).problems[0].message.clone()
    };
    for (claims, told) in [
        (r#""iss":5"#, r#"The claim "iss" is a number; it should be a string."#),
        (r#""exp":true"#, r#"The claim "exp" is true or false; it should be a number of seconds."#),
        (r#""exp":1e309"#, r#"The claim "exp" is a number out of range; it should be a number of seconds."#),
        (r#""video":5"#, r#"The claim "video" is a number where a server reads an object."#),
        (
            r#""video":{"roomJoin":"x"}"#,
            r#"The claim "video.roomJoin" is a string where a server reads true or false."#,
        ),
        (r#""name":[]"#, r#"The claim "name" is an array where a server reads a string."#),
        (
            r#""kindDetails":"x""#,
            r#"The claim "kindDetails" is a string where a server reads an array of strings."#,
        ),
        (
            r#""attributes":"x""#,
            r#"The claim "attributes" is a string where a server reads an object of strings."#,
        ),
    ] {
        assert_eq!(message(claims), told, "{claims}");
    }
}
