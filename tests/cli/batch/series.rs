//! `mint --count`.

use super::single;
use crate::minted::AT;
use crate::program::{Home, Ran};

fn count(home: &Home, args: &[&str]) -> Ran {
    home.run(&[&["mint", "--dev", "--at", AT, "-q"], args].concat())
}

#[test]
fn a_series_is_the_tokens_that_would_be_minted_one_by_one() {
    let home = Home::new();
    let args = ["--count=3", "-r", "room-{n%2}", "-i", "load-{n:03}", "-n", "No. {n} \"{{x}}\"", "--hidden"];
    let one_by_one: String = [("room-1", "1"), ("room-0", "2"), ("room-1", "3")]
        .iter()
        .map(|(room, n)| {
            let (identity, name) = (format!("load-00{n}"), format!("No. {n} \"{{x}}\""));
            single(&home, &["-r", room, "-i", &identity, "-n", &name, "--hidden"])
        })
        .collect();
    assert_eq!(count(&home, &args).data(), one_by_one);
    let rows = count(&home, &["--count=12000", "-r", "r{n%20}", "-i", "u{n}", "-o", "csv"]).data();
    assert_eq!(rows.lines().count(), 12_001);
    assert!(rows.ends_with(",2023-11-14T23:13:20Z,r0,u12000\n"), "{}", &rows[rows.len() - 99..]);
}

#[test]
fn random_names_differ() {
    let home = Home::new();
    let rows = count(&home, &["--count=1000", "-r", "{uuid}", "-i", "g-{rand}-{time}", "-o", "csv"]).data();
    let names = |field: usize| -> std::collections::HashSet<&str> {
        rows.lines().skip(1).map(|row| row.split(',').nth(field).unwrap()).collect()
    };
    assert_eq!((names(2).len(), names(3).len()), (1000, 1000));
    let (room, identity) = (names(2).into_iter().next().unwrap(), names(3).into_iter().next().unwrap());
    assert_eq!((room.len(), &room[14..15]), (36, "4"), "{room}");
    assert!(
        identity.len() == 29 && identity.starts_with("g-") && identity.ends_with("-1700000000"),
        "{identity}"
    );
}

#[test]
fn an_identity_twice_in_a_room_is_refused_unless_it_is_asked_for() {
    let home = Home::new();
    for (identity, number) in [("bob", 21), ("u{n%5}", 21)] {
        let args = ["--count=100", "-r", "r{n%20}", "-i", identity];
        let told = count(&home, &[&args[..], &["--error-format=text"]].concat()).failure(2);
        let expected =
            format!("comes twice in the room \"r1\", as number 1 and as {number}: the second client");
        assert!(told.contains(&expected), "{told}");
        let rows = count(&home, &[&args[..], &["--allow-duplicates"]].concat()).data();
        assert_eq!(rows.lines().count(), 100);
    }
    assert_eq!(count(&home, &["--count=20", "-r", "r{n%20}", "-i", "bob"]).data().lines().count(), 20);
    let api = count(&home, &["--count=2", "--list", "-o", "token"]).data();
    assert_eq!(api.lines().count(), 2);
}

#[test]
fn what_is_wrong_with_a_series_is_told_before_anything_is_signed() {
    let home = Home::new();
    for (args, told) in [
        (
            &["-r", "r", "-i", "u{m}"][..],
            "error: --identity: at character 2: {m} is no placeholder; there are {n}",
        ),
        (&["-r", "r{n%0}", "-i", "u{n}"], "error: --room: at character 2: \"0\" is nothing to divide by"),
        (&["-r", "r {n}", "-i", "u{n}"], "error: Request validation failed\n  roomName: Room name contains"),
        (
            &["-r", "r"],
            "error: Request validation failed\n  participantIdentity: Participant identity is required",
        ),
        (
            &["-r", "r", "-i", "u{n:0255}x"],
            "error: Request validation failed\n  participantIdentity: Participant identity too",
        ),
        (
            &["-r", "r", "-i", "u{n}", "-e", "soon"],
            "error: Request validation failed\n  expirationSeconds: Invalid input",
        ),
    ] {
        let told_by = count(&home, &[&["--count=5", "--error-format=text"], args].concat()).failure(2);
        assert!(told_by.starts_with(told), "{args:?}: {told_by}");
    }
}
