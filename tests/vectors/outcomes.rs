//! Every row of the table, at every place that reads a token.

use std::collections::HashSet;
use std::panic::catch_unwind;

use lktoken::token::inspect::{SignatureState, inspect};
use lktoken::token::renewal::Renewal;
use lktoken::token::validate::{Door, Judge, Verdict};
use serde_json::Value;

use crate::attacks::{Attack, Inspected, Renewed, all};
use crate::program::Home;
use crate::{AT, known_key, now};

fn verdict(token: &str, door: Door, strict: bool) -> Verdict {
    let key = known_key();
    Judge { key: &key, source: "test", now: now(), door, room: None, strict }.judge(token)
}

fn codes(verdict: &Verdict) -> (Vec<&str>, Vec<&str>) {
    let problems = verdict.problems.iter().map(|problem| problem.code).collect();
    (problems, verdict.warnings.iter().map(|warning| warning.code).collect())
}

/// Collects what is not as the table says, so that one run shows all.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, attack: &Attack, what: &str, seen: &T, told: &T) {
        if seen != told {
            self.0.push(format!("{}: {what}\n  seen {seen:?}\n  told {told:?}", attack.name));
        }
    }

    fn assert_none(self) {
        assert!(self.0.is_empty(), "{} differences:\n{}", self.0.len(), self.0.join("\n"));
    }
}

fn list(lists: &[&[&'static str]]) -> Vec<&'static str> {
    lists.concat()
}

#[test]
fn names_are_unique_and_the_table_is_whole() {
    let rows = all();
    let names: HashSet<_> = rows.iter().map(|attack| &attack.name).collect();
    assert_eq!(names.len(), rows.len(), "two rows have the same name");
    assert!(rows.len() > 500, "only {} rows", rows.len());
    let count = |what: fn(&Attack) -> bool| rows.iter().filter(|attack| what(attack)).count();
    assert!(count(|attack| attack.refused.is_empty()) > 100, "too few are let in");
    assert!(count(|attack| !attack.breaches.is_empty()) > 100, "too few break rules");
}

#[test]
fn verdicts_are_those_of_the_table() {
    let mut differences = Differences::default();
    for attack in all() {
        let token = attack.recipe.token();
        let Ok((lenient, strict)) =
            catch_unwind(|| (verdict(&token, Door::Join, false), verdict(&token, Door::Join, true)))
        else {
            panic!("{} panics", attack.name);
        };
        let Attack { refused, breaches, lints, .. } = attack;
        differences.compare(
            &attack,
            "lenient",
            &codes(&lenient),
            &(refused.to_vec(), list(&[breaches, lints])),
        );
        differences.compare(
            &attack,
            "strict",
            &codes(&strict),
            &(list(&[refused, breaches]), lints.to_vec()),
        );
        for verdict in [&lenient, &strict] {
            assert_eq!(verdict.valid, verdict.problems.is_empty(), "{}", attack.name);
            // Whatever is strict about it, it stays the server's answer.
            let status = verdict.server.as_ref().map(|server| server.status);
            assert_eq!(status == Some(200), refused.is_empty(), "{}: {status:?}", attack.name);
        }
    }
    differences.assert_none();
}

/// What cannot join for its form, its key, its signature or its times comes in nowhere else.
#[test]
fn no_other_door_is_open_to_what_is_forged() {
    const AT_THE_DOOR: [&str; 6] = [
        "missing-identity",
        "identity-too-long",
        "room-too-long",
        "no-room-join",
        "no-video-grant",
        "missing-room",
    ];
    for attack in all() {
        let token = attack.recipe.token();
        if attack.refused.iter().all(|code| AT_THE_DOOR.contains(code)) {
            assert!(verdict(&token, Door::Any, false).valid, "{}", attack.name);
            continue;
        }
        // One door is like another to what does not get as far; what is large need not be shown at all of them.
        let doors = if token.len() > 20_000 { &[Door::Any, Door::Admin][..] } else { &Door::ALL };
        for &door in doors {
            for strict in [false, true] {
                assert!(!verdict(&token, door, strict).valid, "{} at {door:?}", attack.name);
            }
        }
    }
}

#[test]
fn inspections_are_those_of_the_table() {
    let key = known_key();
    let mut differences = Differences::default();
    for attack in all() {
        let token = attack.recipe.token();
        let seen = match inspect(&token, Some((&key, "test")), now()) {
            Ok(inspection) => {
                // What is shown is JSON, and never nothing for something.
                let _: Value = serde_json::from_str(inspection.claims.get()).unwrap_or_default();
                assert_ne!(inspection.claims.get(), "null", "{}", attack.name);
                match inspection.signature {
                    SignatureState::Valid => Inspected::Valid,
                    SignatureState::Invalid => Inspected::Invalid,
                    SignatureState::NotChecked => Inspected::NotChecked,
                }
            }
            Err(error) => match attack.inspected {
                told @ Inspected::NoToken(why) if error.to_string().contains(why) => told,
                _ => {
                    differences.0.push(format!("{}: {error}", attack.name));
                    continue;
                }
            },
        };
        differences.compare(&attack, "inspected", &seen, &attack.inspected);
    }
    differences.assert_none();
}

/// The claims of any token can be signed anew, but nothing comes along that only some readers would see.
#[test]
fn renewals_are_those_of_the_table() {
    let mut differences = Differences::default();
    for attack in all() {
        let token = attack.recipe.token();
        // What is piped in is unwrapped first; a row about that says what comes of it in `piped`.
        let seen = Renewal::read(token.as_bytes()).map(|_| ()).map_err(|error| error.to_string());
        match (&seen, attack.renewed) {
            (Ok(()), Renewed::Token) => {}
            (Err(error), Renewed::Refused(why)) if error.contains(why) => {}
            // Without who or where, it is the request that is refused.
            (Ok(()), Renewed::Refused(why)) if why.ends_with("is required") => {}
            (_, told) => differences.compare(&attack, "renewed", &format!("{seen:?}"), &format!("{told:?}")),
        }
    }
    differences.assert_none();
}

/// The program says the same, with the exit codes that it promises, and no token in what it says on standard error.
#[test]
fn the_program_says_the_same() {
    let home = Home::new();
    for attack in all() {
        let token = attack.recipe.token();
        let last = token.rsplit('.').next().unwrap_or_default();
        let run = |args: &[&str]| {
            let ran = home.run_with(&[args, &["--dev", "--at", AT]].concat(), token.as_str());
            let Attack { name, .. } = &attack;
            assert!(last.len() < 40 || !ran.stderr.contains(last), "{name}: {}", ran.stderr);
            assert!(!ran.stderr.contains("panicked"), "{name}: {}", ran.stderr);
            ran
        };
        if !reaches_the_program(&token) {
            continue;
        }
        let name = &attack.name;
        let ran = run(&["inspect"]);
        assert_eq!(ran.code, if matches!(attack.inspected, Inspected::NoToken(_)) { 2 } else { 0 }, "{name}");
        for (strict, problems) in
            [(&[][..], attack.refused.to_vec()), (&["--strict"], list(&[attack.refused, attack.breaches]))]
        {
            let ran = run(&[&["validate"], strict].concat());
            assert_eq!(ran.code, i32::from(!problems.is_empty()), "{name}: {}", ran.stderr);
            let told: Value = serde_json::from_str(&ran.stdout).unwrap();
            let codes: Vec<_> = told["problems"]
                .as_array()
                .unwrap()
                .iter()
                .map(|problem| problem["code"].as_str().unwrap())
                .collect();
            assert_eq!(codes, problems, "{name}");
        }
        let ran = run(&["mint", "--from=-", "--rules=livekit", "--expires-in=1h", "-o=token"]);
        match attack.renewed {
            Renewed::Refused(_) => assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{name}"),
            // The rules for a request hold for what is taken over, too.
            Renewed::Token if attack.refused.iter().any(|code| code.ends_with("-too-long")) => {
                assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{name}: {}", ran.stderr);
            }
            Renewed::Token => {
                assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
                // Whatever it was made out of, nothing is odd about it.
                let minted = verdict(ran.stdout.trim_end(), Door::Any, true);
                assert!(minted.valid, "{name}: {minted:?}");
            }
        }
    }
}

/// What a terminal would act on, hide or reorder is written out in every text for people.
#[test]
fn no_text_of_a_token_reaches_a_terminal_as_it_is() {
    let home = Home::new();
    let hostile = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(
                c,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            )
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
    };
    let mut seen = 0;
    for attack in all().into_iter().filter(|attack| attack.name.starts_with("text: ")) {
        let token = attack.recipe.token();
        for args in [
            &["inspect", "-o=text"][..],
            &["inspect", "--explain"],
            &["validate", "-o=text", "--strict"],
            &["validate", "-o=text", "--for=admin", "--room=x", "--can=publish"],
        ] {
            let ran = home.run_with(&[args, &["--dev", "--at", AT]].concat(), token.as_str());
            let shown = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!shown.contains(hostile), "{} {args:?}: {}", attack.name, shown.escape_debug());
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} seen");
}

/// Whether what the program reads is the token itself: it takes off what people paste around one.
fn reaches_the_program(token: &str) -> bool {
    !token.starts_with('{') && token.trim() == token && token.len() <= 1 << 20
}
