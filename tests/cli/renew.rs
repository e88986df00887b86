//! `mint --from`: another token's claims, signed anew.

use crate::minted::{AT, HEAD, Minted, claims, mint, mint_with, refused};
use crate::program::Home;

/// A foreign token that lived a quarter of an hour, with claims that nobody knows and others in another order.
const FOREIGN: &str = r#"{"exp":1600000900,"iss":"APIforeign","nbf":1600000000,"iat":1600000001,"jti":"one","sub":"alice","name":"alice","x":{"b": 1.50,"a":[1, 2e3]},"big":12345678901234567890.10,"video":{"room":"demo","roomJoin":true,"new":{"q": "\u00e9"},"canPublish":false,"canPublishData":true},"metadata":"m","sip":{"new":[],"call":true},"roomConfig":{"future":{"z":1,"a":2},"max_participants":"20","agents":[{"agent_name":"bot","new":null}]}}"#;

/// What is kept of it, behind the name.
const KEPT: &str = r#","video":{"room":"demo","roomJoin":true,"canPublish":false,"canPublishData":true,"new":{"q":"\u00e9"}},"sip":{"call":true,"new":[]},"metadata":"m","roomConfig":{"maxParticipants":20,"agents":[{"agentName":"bot","new":null}],"future":{"z":1,"a":2}},"x":{"b":1.50,"a":[1,2e3]},"big":12345678901234567890.10}"#;

/// A quarter of an hour from [`AT`], signed by the development server's key.
const QUARTER: &str = r#"{"exp":1700000900,"iss":"devkey","nbf":1700000000"#;

fn token(claims: &str) -> String {
    let secret = lktoken::token::key::ApiSecret::new("a secret that is not at hand".to_owned()).unwrap();
    let mut token = String::new();
    lktoken::token::jws::Signer::new(&secret).sign_into(claims.as_bytes(), &mut token).unwrap();
    token
}

#[track_caller]
fn renew(home: &Home, from: &str, more: &[&str]) -> Minted {
    mint(home, &[&["--from", from], more].concat())
}

#[test]
fn a_token_is_taken_in_every_wrapping() {
    let home = Home::new();
    let token = token(FOREIGN);
    let inspected = home.run_with(&["inspect"], token.as_str()).data();
    let response = format!(r#"{{"token":"{token}","expiresAt":"2023-11-14T23:13:20Z"}}"#);
    let dotenv = format!("LIVEKIT_URL=wss://x\nLIVEKIT_TOKEN={token}\nLIVEKIT_ROOM=demo\n");
    let expected = format!(r#"{QUARTER},"sub":"alice","name":"alice"{KEPT}"#);
    let bearer = format!("Authorization: Bearer {token}\n");
    let payload = claims(&home, &token);
    assert_eq!(payload, FOREIGN.replace(": ", ":").replace(", ", ","));
    for from in [&token, &bearer, &response, &dotenv, &inspected, &payload] {
        let typed = renew(&home, from, &[]);
        assert_eq!(typed.silent(), expected, "{from}");
        typed.opens(&home, &["join", "sip-call"]);
        home.write("from", from);
        assert_eq!(renew(&home, "@from", &[]).silent(), expected);
        assert_eq!(mint_with(&home, &["--from", "-"], &[], from).silent(), expected);
    }
    let again = renew(&home, &expected, &[]);
    assert_eq!(again.silent(), expected, "what was renewed is renewed to the same");
}

#[test]
fn a_role_goes_on_top_of_the_claims_and_flags_on_top_of_that() {
    let home = Home::new();
    home.write_config(
        "[roles.host]\nroomAdmin = true\nsip = { admin = true }\nmetadata = 'host'\nattributes = { badge = 'host' }\n\
         roomConfig = { max_participants = 5 }\n",
    );
    let token = token(FOREIGN);
    let alice = format!(r#"{QUARTER},"sub":"alice","name":"alice""#);
    // Of a role's own grants, those of the old token that it says nothing of stay, and so does what nobody knows.
    let host = KEPT
        .replace(r#""canPublishData":true,"#, r#""canPublishData":true,"roomAdmin":true,"#)
        .replace(r#""sip":{"#, r#""sip":{"admin":true,"#)
        .replace(r#""metadata":"m""#, r#""metadata":"host","attributes":{"badge":"host"}"#);
    let (before, config) = host.split_once(r#""roomConfig":"#).unwrap();
    let (_, after) = config.split_once(r#","x""#).unwrap();
    let host = format!(r#"{before}"roomConfig":{{"maxParticipants":5}},"x"{after}"#);
    let minted = renew(&home, &token, &["--role=host"]);
    assert_eq!(minted.silent(), format!("{alice}{host}"));
    minted.opens(&home, &["join", "admin", "sip", "sip-call"]);
    let flags = renew(&home, &token, &["--role=host", "--metadata=n", "--admin=false"]);
    let expected = host
        .replace(r#""roomAdmin":true"#, r#""roomAdmin":false"#)
        .replace(r#":"host","att"#, r#":"n","att"#);
    assert_eq!(flags.silent(), format!("{alice}{expected}"));
    // A built-in role says what it does not grant, too.
    let subscriber = renew(&home, &token, &["--role=subscriber", "--grant=roomConfig=null"]);
    assert!(
        subscriber.silent().contains(
            r#""roomJoin":true,"canPublish":false,"canSubscribe":true,"canPublishData":false,"new":{"q":"\u00e9"}}"#
        ),
        "{}",
        subscriber.claims
    );
    assert!(!subscriber.claims.contains("roomConfig"), "{}", subscriber.claims);
}

#[test]
fn flags_win_over_the_claims() {
    let home = Home::new();
    let token = token(FOREIGN);
    let alice = r#","sub":"alice","name":"alice""#;
    for (flags, payload) in [
        // A name that only repeats the identity follows it.
        (&["-i=bob"][..], format!(r#"{QUARTER},"sub":"bob","name":"bob"{KEPT}"#)),
        (&["-n=Al"], format!(r#"{QUARTER},"sub":"alice","name":"Al"{KEPT}"#)),
        (&["-e=1h"], format!("{HEAD}{alice}{KEPT}")),
        (&["-r=hall"], format!("{QUARTER}{alice}{}", KEPT.replace("demo", "hall"))),
        (&["--can-publish"], format!("{QUARTER}{alice}{}", KEPT.replace("sh\":false", "sh\":true"))),
        (&["--metadata=n"], format!("{QUARTER}{alice}{}", KEPT.replace("\"m\"", "\"n\""))),
        (
            &["--grant=sip.call=false"],
            format!("{QUARTER}{alice}{}", KEPT.replace("l\":true,\"new", "l\":false,\"new")),
        ),
        (
            &["--agent=two"],
            format!("{QUARTER}{alice}{}", KEPT.replace("null}]", "null},{\"agentName\":\"two\"}]")),
        ),
    ] {
        assert_ne!(payload, format!("{QUARTER}{alice}{KEPT}"));
        assert_eq!(renew(&home, &token, flags).silent(), payload, "{flags:?}");
    }
    let config = renew(&home, &token, &[r#"--room-config={"max_participants":3}"#]);
    let whole = config.silent().contains(r#""roomConfig":{"maxParticipants":3},"x""#);
    assert!(whole, "a configuration is given as a whole: {}", config.claims);
    let named = FOREIGN.replace(r#""name":"alice""#, r#""name":"Al""#);
    let al = renew(&home, &named, &[]);
    assert!(al.silent().contains(r#""sub":"alice","name":"Al""#), "{}", al.claims);
    let bob = renew(&home, &named, &["-i=bob"]);
    assert!(bob.silent().contains(r#""sub":"bob","name":"bob""#), "{}", bob.claims);
}

#[test]
fn nothing_is_granted_that_was_not() {
    let home = Home::new();
    let variables = [("LKTOKEN_ROOM", "hall"), ("LKTOKEN_IDENTITY", "carol")];
    for (from, payload, doors) in [
        (
            r#"{"exp":7200,"nbf":3600,"video":{"roomList":true}}"#,
            r#","video":{"roomList":true}"#,
            &["list"][..],
        ),
        (
            r#"{"sub":"a","video":{"room":"demo","roomJoin":true}}"#,
            r#","sub":"a","name":"a","video":{"room":"demo","roomJoin":true}"#,
            &["join"],
        ),
        (
            r#"{"sub":"a","video":{"roomJoin":true}}"#,
            r#","sub":"a","name":"a","video":{"room":"hall","roomJoin":true}"#,
            &["join"],
        ),
        // Older tokens have the identity in `jti`, and a time of issue alone.
        (
            r#"{"jti":"a","iat":1000,"exp":4600,"video":{"room":"demo","roomJoin":true}}"#,
            r#","sub":"a","name":"a","video":{"room":"demo","roomJoin":true}"#,
            &["join"],
        ),
    ] {
        let minted = mint_with(&home, &["--from", from], &variables, "");
        assert_eq!(minted.silent(), format!("{HEAD}{payload}}}"), "{from}");
        minted.opens(&home, doors);
    }
    let minted = mint_with(&home, &["--from", r#"{"iss":"k","sub":"a","video":null}"#], &variables, "");
    assert_eq!(minted.claims, format!(r#"{HEAD},"sub":"a","name":"a"}}"#));
    assert_eq!(minted.warnings(), ["no-grant"]);
}

#[test]
fn the_rules_hold_for_what_is_taken_over() {
    let home = Home::new();
    let long = FOREIGN.replace("1600000900", "1600090000");
    let mail = FOREIGN.replace("\"sub\":\"alice\"", "\"sub\":\"alice@example.com\"");
    for (from, rule, mended) in [
        (&long, "expirationSeconds: Maximum expiration is 24 hours", "-e=1h"),
        (&mail, "participantIdentity: Participant identity contains invalid characters", "-i=alice"),
    ] {
        let told = refused(&home, &["--from", from]);
        assert_eq!(told.lines().nth(1), Some(format!("  {rule}").as_str()));
        assert!(told.contains("with --rules livekit"), "{told}");
        renew(&home, from, &[mended]).opens(&home, &["join", "sip-call"]);
        renew(&home, from, &["--rules=livekit"]).opens(&home, &["join", "sip-call"]);
    }
    let kept = renew(&home, &long, &["--rules=livekit"]);
    assert!(kept.claims.starts_with(r#"{"exp":1700090000,"#), "{}", kept.claims);
}

#[test]
fn a_signature_that_the_key_at_hand_did_not_make_is_told() {
    let home = Home::new();
    let own = mint(&home, &["-r=demo", "-i=alice"]).token;
    let told = "warning: --from: the token names the key \"devkey\", but was not signed with its secret, or was changed \
                afterwards: make sure that you mean what it says\n";
    let changed = token(FOREIGN.replace("APIforeign", "devkey").as_str());
    for (from, stderr) in [(&own, ""), (&changed, told), (&format!("{{\"token\":\"{changed}\"}}"), told)] {
        let minted = mint(&home, &["--from", from]);
        assert_eq!(minted.stderr, stderr, "{from}");
        minted.opens(&home, if stderr.is_empty() { &["join"] } else { &["join", "sip-call"] });
    }
    // Nobody can tell of a token by a key that is not at hand, nor of bare claims.
    mint(&home, &["--from", &token(FOREIGN)]).silent();
    mint(&home, &["--from", FOREIGN]).silent();
}

#[test]
fn what_has_no_claims_is_told() {
    let home = Home::new();
    let taken = "a claim cannot be taken over";
    let neither = "this JSON has neither a token in it nor claims: `lktoken inspect` prints what is wanted";
    let cut = token(FOREIGN);
    let (cut, _) = cut.rsplit_once('.').unwrap();
    for (from, problem) in [
        (
            "hello",
            "this is no token: there is no dot in it, where a token has three parts with dots between them",
        ),
        ("a.!.c", "the token's payload is not base64url: '!' does not belong"),
        ("a.e30x.c", "the token's payload is not JSON: text after the value, at byte 2"),
        ("{}", neither),
        (r#"{"roomName":"demo"}"#, neither),
        (r#"{"sub":"a","sub":"b"}"#, &format!("{taken}: sub: is given twice")),
        (r#"{"sub":"a","x":1,"x":1}"#, &format!("{taken}: x: is given twice")),
        (r#"{"video":{"room":"a","room":"b"}}"#, &format!("{taken}: video.room: is given twice")),
        (
            r#"{"video":{"roomJoin":1}}"#,
            &format!("{taken}: video.roomJoin: true or false is needed, not a number"),
        ),
        (r#"{"video":[]}"#, &format!("{taken}: video: an object is needed, not an array")),
        (r#"{"sub":5}"#, &format!("{taken}: sub: a string is needed, not a number")),
        (
            r#"{"sub":"a","Video":{"roomJoin":true}}"#,
            &format!("{taken}: Video: is video in another case: write video"),
        ),
        ("", "there is nothing to take claims from: give a token, or what `lktoken inspect` prints"),
        (r#"{"exp":1,"name":{}}"#, &format!("{taken}: name: a string is needed, not an object")),
        (r#"{"exp":1,"metadata":"\ud800"}"#, &format!("{taken}: metadata: is not well-formed Unicode")),
    ] {
        let told = refused(&home, &["--from", from]);
        assert_eq!(told.lines().next(), Some(format!("error: --from: {problem}").as_str()), "{from}");
    }
    let told = refused(&home, &["--from", r#"{"sub":5}"#]);
    assert!(
        told.contains("hint: `lktoken inspect -o claims` prints the claims: --from takes them"),
        "{told}"
    );
    let told = refused(&home, &["--from", &format!("{0}\n{0}", token(FOREIGN))]);
    assert_eq!(told, "error: --from: there are several tokens, and a single one is wanted\n");
    assert!(refused(&home, &["--from", cut]).starts_with("error: --from: this is no token: "));
    home.run(&["mint", "--dev", "--from=@gone"]).failure(5);
    home.write_private("tok", token(FOREIGN));
    assert!(refused(&home, &["--from", "tok"]).contains("hint: put `@` before the name"));
    let told = refused(&home, &["--from", &token(FOREIGN), "--request=r.json"]);
    let first = "error: the argument '--from <TOKEN>' cannot be used with '--request <FILE>'";
    assert_eq!(told.lines().next(), Some(first));
    assert_eq!(home.run(&["mint", "--dev", "--at", AT, "--from", "{\"sub\":\"\"}"]).code, 0);
}

#[test]
fn what_is_not_known_is_kept_and_can_be_taken_away() {
    let home = Home::new();
    let from =
        r#"{"sub":"a","video":{"roomJoin":true,"room":"r","room_join":true},"x":{"y":1},"sip":{"new":1}}"#;
    let minted = |grants: &[&str]| mint_with(&home, &[&["--from", from], grants].concat(), &[], "");
    let kept = minted(&[]);
    assert!(kept.claims.ends_with(r#""room_join":true},"sip":{"new":1},"x":{"y":1}}"#), "{}", kept.claims);
    assert_eq!(kept.warnings(), ["unknown-grant"]);
    let bare = minted(&["--grant=room_join=null", "--grant=sip.new=null", "--grant=x=null"]);
    assert!(bare.silent().ends_with(r#""video":{"room":"r","roomJoin":true},"sip":{}}"#));
    let dotted = minted(&["--grant=video.room_join=null"]);
    assert!(dotted.claims.ends_with(r#""roomJoin":true},"sip":{"new":1},"x":{"y":1}}"#), "{}", dotted.claims);
    refused(&home, &["--from", from, "--grant=room_joined=null"]);
}
