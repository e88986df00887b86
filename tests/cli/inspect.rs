//! `lktoken inspect`: what it shows, in every form.

use crate::program::{Home, Ran};

const NOW: &str = "1700000000";

/// Claims that only a careful reader keeps: unknown ones, a big number, a duplicate, escapes.
const CLAIMS: &str = r#"{"exp":1700003540,"nbf":1699999700,"iss":"devkey","sub":"alice","big":12345678901234567890.10,"x":1,"x":2,"video":{"roomJoin":true,"room":"demo","canPublish":false}}"#;

fn token(claims: &str, secret: &str) -> String {
    let key = lktoken::token::key::ApiSecret::new(secret.to_owned()).unwrap();
    let mut token = String::new();
    lktoken::token::jws::Signer::new(&key).sign_into(claims.as_bytes(), &mut token).unwrap();
    token
}

fn inspect(home: &Home, input: &str, more: &[&str]) -> Ran {
    home.run_with(&[&["inspect", "--at", NOW][..], more].concat(), input)
}

#[test]
fn json_shows_everything_as_it_was_written() {
    let home = Home::new();
    let header = r#""header":{"alg":"HS256","typ":"JWT"}"#;
    let times = r#""times":{"exp":{"time":"2023-11-14T23:12:20Z","relative":"expires in 59 min"},"nbf":{"time":"2023-11-14T22:08:20Z","relative":"valid since 5 min"},"iat":null}"#;
    let permissions = r#""permissions":{"roomJoin":true,"room":"demo","canPublish":false,"canPublishSources":[],"canPublishData":false,"canSubscribe":true,"canUpdateOwnMetadata":false,"canSubscribeMetrics":false,"canManageAgentSession":false,"hidden":false,"recorder":false,"agent":false,"roomAdmin":false,"roomCreate":false,"roomList":false,"roomRecord":false,"ingressAdmin":false,"destinationRoom":"","sipAdmin":false,"sipCall":false}"#;
    let rest = format!(r#"{header},"claims":{CLAIMS},{times},{permissions}}}"#) + "\n";
    let token = token(CLAIMS, "secret");
    let unchecked = r#"{"signature":"not checked","key":null,"#;
    assert_eq!(inspect(&home, &token, &[]).data(), format!("{unchecked}{rest}"));
    let valid = r#"{"signature":"valid","key":{"apiKey":"devkey","source":"--dev"},"#;
    assert_eq!(inspect(&home, &token, &["--dev"]).data(), format!("{valid}{rest}"));
    let foreign = self::token(CLAIMS, "another");
    let invalid = r#"{"signature":"invalid","key":{"apiKey":"devkey","source":"--dev"},"#;
    assert_eq!(inspect(&home, &foreign, &["--dev"]).data(), format!("{invalid}{rest}"));
}

#[test]
fn claims_alone_are_the_payload() {
    let home = Home::new();
    assert_eq!(inspect(&home, &token(CLAIMS, "secret"), &["-o", "claims"]).data(), format!("{CLAIMS}\n"));
}

#[test]
fn text_is_for_people() {
    let home = Home::new();
    let text = inspect(&home, &token(CLAIMS, "secret"), &["-o", "text"]).data();
    assert_eq!(
        text,
        r#"signature    not checked: the key it names, devkey, is not at hand; --dev would bring it
header       {"alg":"HS256","typ":"JWT"}
claims
  {
    "exp": 1700003540,
    "nbf": 1699999700,
    "iss": "devkey",
    "sub": "alice",
    "big": 12345678901234567890.10,
    "x": 1,
    "x": 2,
    "video": {
      "roomJoin": true,
      "room": "demo",
      "canPublish": false
    }
  }
expires      2023-11-14T23:12:20Z (expires in 59 min)
not before   2023-11-14T22:08:20Z (valid since 5 min)
permissions  as a server grants them, defaults applied
  yes  join room demo
  no   publish tracks
  no   send data
  yes  subscribe to tracks
  no   change its own name, metadata and attributes
"#
    );
}

#[test]
fn a_token_is_found_in_whatever_holds_it() {
    let home = Home::new();
    let token = token(CLAIMS, "secret");
    let expected = inspect(&home, &token, &[]).data();
    for input in [
        format!("Bearer {token}\r\n"),
        format!("\"{token}\"\n"),
        format!("Authorization: Bearer {token}"),
        format!(r#"{{"token":"{token}","expiresAt":"x"}}"#),
        format!(r#"{{"server_url":"x","participant_token":"{token}"}}"#),
        format!("\u{feff}{token}"),
    ] {
        assert_eq!(inspect(&home, &input, &[]).data(), expected, "{input}");
    }
    assert_eq!(inspect(&home, &token, &["-"]).data(), expected);
    assert_eq!(inspect(&home, "", &[&token]).data(), expected);
}

#[test]
fn a_key_of_another_name_checks_nothing() {
    let home = Home::new();
    let token = token(&CLAIMS.replace("devkey", "APIother"), "secret");
    let json = inspect(&home, &token, &["--dev"]).data();
    assert!(json.starts_with(r#"{"signature":"not checked","key":null,"#), "{json}");
}

#[test]
fn what_holds_no_token_says_so() {
    let home = Home::new();
    for (input, message) in [
        ("", "the input is empty"),
        ("hello", "this is no token: there is no dot in it"),
        ("a.b.c", "this is no token: its header is not base64url"),
        (r#"{"roomName":"r"}"#, "there is no token in this JSON"),
    ] {
        let error = inspect(&home, input, &["--error-format", "text"]).failure(2);
        assert!(error.starts_with(&format!("error: {message}")), "{error}");
    }
}

#[test]
fn wrong_ambient_credentials_are_a_warning_and_wrong_chosen_ones_an_error() {
    let home = Home::new();
    let token = token(CLAIMS, "secret");
    let mut command = home.command(&["inspect", "--at", NOW]);
    let ran = crate::program::ran(command.env("LKTOKEN_PROFILE", "nowhere").write_stdin(token.clone()));
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.starts_with(r#"{"signature":"not checked""#));
    assert!(
        ran.stderr.starts_with("warning: the signature is not checked: there is no profile"),
        "{}",
        ran.stderr
    );
    inspect(&home, &token, &["--profile", "nowhere"]).failure(3);
}

#[test]
fn a_token_is_explained_in_a_paragraph() {
    let home = Home::new();
    let token = token(CLAIMS, "secret");
    let start = r#""alice" may join the room "demo" until 2023-11-14T23:12:20Z (in 59 min), and there subscribe to others. It does not grant publishing or sending data."#;
    let explained = inspect(&home, &token, &["--dev", "--explain"]).data();
    assert!(explained.starts_with(start), "{explained}");
    assert_eq!(explained.lines().count(), 1, "{explained}");
    let unchecked = inspect(&home, &token, &["--explain"]).data();
    assert!(unchecked.starts_with(&format!("By what the token says, {start}")), "{unchecked}");
    let expired = home.run_with(&["inspect", "--dev", "--explain", "--at=1700010000"], token.as_str()).data();
    assert!(
        expired.starts_with("No LiveKit server lets this token in: it expired 1 h 47 min ago"),
        "{expired}"
    );
    let both = inspect(&home, &token, &["--explain", "-o", "json", "--error-format=text"]).failure(2);
    assert!(both.contains("'--explain' cannot be used with '--output <FORMAT>'"), "{both}");
    inspect(&home, "hello", &["--explain"]).failure(2);
}

#[test]
fn the_profile_that_has_the_key_is_named() {
    let home = Home::new();
    home.write_config(
        "default_profile = 'b'\n[profiles.a]\napi_key = 'APIa'\napi_secret = 'a-secret-of-thirty-two-bytes-or-more'\n\
         [profiles.b]\napi_key = 'APIb'\napi_secret = 'another-secret-of-thirty-two-bytes'\n",
    );
    let token = home.run(&["mint", "--profile=a", "-r=demo", "-i=alice", "-o=token"]).data();
    let text = home.run_with(&["inspect", "-o=text"], token.clone()).data();
    let told = "signature    not checked: the key it names, APIa, is not at hand; --profile a would bring it";
    assert_eq!(text.lines().next(), Some(told));
    let explained = home.run_with(&["inspect", "--explain"], token);
    assert_eq!(
        (explained.code, explained.stderr.as_str()),
        (0, "note: --profile a would have the signature checked\n")
    );
}
