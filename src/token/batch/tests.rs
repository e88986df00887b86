use super::*;
use crate::token::key::{ApiKey, ApiSecret};
use crate::token::mint::mint;
use crate::token::reader::json::Document;
use crate::token::role;

const NOW: i64 = 1_700_000_000;

fn now() -> UnixTime {
    UnixTime::from_seconds(NOW).unwrap()
}

fn key() -> SigningKey {
    SigningKey::new(ApiKey::new("devkey").unwrap(), &ApiSecret::new("secret".to_owned()).unwrap())
}

fn grants(json: &str) -> Grants {
    let mut grants = Grants::default();
    grants.merge(Document::parse(json.into()).unwrap().root()).unwrap();
    grants
}

fn batch(over: &str) -> Batch {
    let over = grants(over);
    let under = |role: &role::Role| role::lay_over(role.expand().unwrap(), &over).unwrap();
    let roles: Vec<_> = role::BUILT_IN.iter().map(|role| (role.name.to_owned(), under(role))).collect();
    Batch::new(key(), over, roles).unwrap()
}

/// The answer to line 7.
fn answer(batch: &Batch, line: &str) -> String {
    let mut out = b"before\n".to_vec();
    if let Err(error) = batch.minter().answer(line.as_bytes(), 7, now(), &mut out) {
        assert_eq!(out, b"before\n", "{line}");
        error.append_to(&mut out);
    }
    String::from_utf8(out).unwrap().strip_prefix("before\n").unwrap().to_owned()
}

/// The payload of the token in the answer.
fn claims(batch: &Batch, line: &str) -> String {
    let answer = answer(batch, line);
    let payload = answer.split('.').nth(1).unwrap_or_else(|| panic!("{line}: {answer}"));
    let payload = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, payload).unwrap();
    String::from_utf8(payload).unwrap()
}

/// Field and message of every error in the answer.
fn errors(batch: &Batch, line: &str) -> Vec<(String, String)> {
    let answer: serde_json::Value = serde_json::from_str(&answer(batch, line)).unwrap();
    assert_eq!((&answer["errorCode"], &answer["line"]), (&"VALIDATION_ERROR".into(), &7.into()), "{line}");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let errors = answer["validationErrors"].as_array().unwrap();
    errors.iter().map(|error| (text(&error["field"]), text(&error["message"]))).collect()
}

const ALICE: &str = r#""roomName":"demo","participantIdentity":"alice""#;

#[test]
fn a_line_is_answered_as_a_single_request_is() {
    let mut batch = batch("{}");
    batch.rules = Rules::LiveKit;
    for line in [
        format!("{{{ALICE}}}"),
        format!(r#"{{{ALICE},"expirationSeconds":61,"participantName":"Ünï \"q\" \\ \n \u0001 \u007f"}}"#),
        r#"{"roomName":"a \"b\"","participantIdentity":"ü@example.com","expirationSeconds":36e2}"#.to_owned(),
        format!("\u{feff} {{{ALICE}}}"),
    ] {
        let request = TokenRequest::from_json(line.as_bytes()).unwrap();
        let request = request.validate(Rules::LiveKit, UnknownMembers::Refuse).unwrap();
        let single = serde_json::to_string(&mint(&request, &batch.key, now()).unwrap()).unwrap();
        assert_eq!(answer(&batch, &line), single + "\n", "{line}");
    }
}

#[test]
fn what_validate_says_of_a_request_changes_nothing_unless_it_is_not_valid() {
    let batch = batch("{}");
    let plain = answer(&batch, &format!("{{{ALICE}}}"));
    assert_eq!(answer(&batch, &format!(r#"{{{ALICE},"valid":true,"line":3}}"#)), plain);
    for valid in ["false", "null", r#""true""#] {
        let told = errors(&batch, &format!(r#"{{{ALICE},"valid":{valid},"line":3}}"#));
        let expected = ("valid".to_owned(), "Only what is valid gets a token: true, or absent".to_owned());
        assert_eq!(told, [expected], "{valid}");
    }
}

#[test]
fn one_minter_serves_lines_of_all_lifetimes_and_moments() {
    let batch = batch("{}");
    let mut minter = batch.minter();
    let mut lines = Vec::new();
    for (seconds, now) in [(60, NOW), (61, NOW), (60, NOW), (60, NOW + 1)] {
        let line = format!(r#"{{{ALICE},"expirationSeconds":{seconds}}}"#);
        minter.answer(line.as_bytes(), 1, UnixTime::from_seconds(now).unwrap(), &mut lines).unwrap();
    }
    let lines = String::from_utf8(lines).unwrap();
    let ends: Vec<&str> =
        lines.lines().map(|line| &line.split("expiresAt\":\"").nth(1).unwrap()[14..19]).collect();
    assert_eq!(ends, ["14:20", "14:21", "14:20", "14:21"]);
    assert_eq!(lines.lines().next(), lines.lines().nth(2));
    assert_ne!(lines.lines().nth(1), lines.lines().nth(3));
}

#[test]
fn every_form_is_a_line() {
    let mut batch = batch("{}");
    batch.rules = Rules::LiveKit;
    let line = r#"{"roomName":"a,b \"c\"","participantIdentity":"alice"}"#;
    let token: serde_json::Value = serde_json::from_str(&answer(&batch, line)).unwrap();
    let token = token["token"].as_str().unwrap();
    for (form, expected) in [
        (AnswerForm::Token, format!("{token}\n")),
        (
            AnswerForm::Connection { server_url: "ws://h".to_owned() },
            format!("{{\"server_url\":\"ws://h\",\"participant_token\":\"{token}\"}}\n"),
        ),
        (AnswerForm::Csv, format!("{token},2023-11-14T23:13:20Z,\"a,b \"\"c\"\"\",alice\n")),
    ] {
        batch.form = form;
        assert_eq!(answer(&batch, line), expected);
    }
}

#[test]
fn a_line_goes_before_the_defaults() {
    let mut batch = batch(r#"{"metadata":"m"}"#);
    batch.defaults = LineDefaults {
        room: Some("hall".to_owned()),
        identity: None,
        name: Some("Somebody".to_owned()),
        lifetime: Some(Member::Number(60.0)),
    };
    batch.ambient = LineDefaults {
        room: Some("never".to_owned()),
        identity: Some("me".to_owned()),
        name: Some("never".to_owned()),
        lifetime: Some(Member::Number(61.0)),
    };
    let granted = r#""roomJoin":true,"canPublish":true,"canSubscribe":true}"#;
    for (line, expected) in [
        (
            "{}".to_owned(),
            r#""sub":"me","name":"Somebody","video":{"room":"hall","#.to_owned()
                + granted
                + r#","metadata":"m"}"#,
        ),
        (
            format!(r#"{{{ALICE},"participantName":"A","metadata":"n"}}"#),
            r#""sub":"alice","name":"A","video":{"room":"demo","#.to_owned()
                + granted
                + r#","metadata":"n"}"#,
        ),
        (r#"{"participantName":""}"#.to_owned(), r#""sub":"me","name":"Somebody""#.to_owned()),
        (r#"{"grants":{"room":"inner"}}"#.to_owned(), r#""video":{"room":"inner""#.to_owned()),
        (
            r#"{"roomName":"inner","grants":{"room":"inner"}}"#.to_owned(),
            r#""video":{"room":"inner""#.to_owned(),
        ),
    ] {
        assert!(claims(&batch, &line).contains(&expected), "{line}: {}", claims(&batch, &line));
    }
    assert!(claims(&batch, "{}").starts_with(r#"{"exp":1700000060,"#));
    // Whoever joins no room has no use for what is only in the air.
    let claims = claims(&batch, r#"{"grants":{"roomList":true,"roomJoin":false}}"#);
    assert!(!claims.contains(r#""sub""#) && !claims.contains("never"), "{claims}");
}

#[test]
fn whoever_moderates_without_joining_gets_the_room_in_the_air_and_nothing_else_of_it() {
    let mut batch = batch(r#"{"roomJoin":false,"roomAdmin":true}"#);
    let in_the_air = |text: &str| Some(text.to_owned());
    batch.ambient = LineDefaults {
        room: in_the_air("lobby"),
        identity: in_the_air("me"),
        name: in_the_air("Me"),
        lifetime: None,
    };
    for line in ["{}", r#"{"grants":{"roomAdmin":true}}"#] {
        let claims = claims(&batch, line);
        assert!(
            claims
                .ends_with(r#""nbf":1700000000,"video":{"room":"lobby","roomJoin":false,"roomAdmin":true}}"#),
            "{claims}"
        );
    }
}

#[test]
fn an_identity_joins_whatever_else_is_granted_and_whoever_gave_it() {
    let joins =
        r#""video":{"room":"demo","roomJoin":true,"canPublish":true,"canSubscribe":true,"roomList":true}"#;
    let granted = batch(r#"{"roomList":true}"#);
    let mut named = batch(r#"{"roomList":true}"#);
    named.defaults.identity = Some("alice".to_owned());
    for (batch, line) in [
        (&granted, format!("{{{ALICE}}}")),
        (&granted, format!(r#"{{{ALICE},"grants":{{"roomList":true}}}}"#)),
        (&named, r#"{"roomName":"demo"}"#.to_owned()),
        (&named, r#"{"roomName":"demo","grants":{"roomList":true}}"#.to_owned()),
    ] {
        let claims = claims(batch, &line);
        assert!(claims.contains(r#""sub":"alice""#) && claims.contains(joins), "{line}: {claims}");
    }
    for line in ["{}", r#"{"grants":{"roomList":true}}"#] {
        let claims = claims(&granted, line);
        assert!(claims.ends_with(r#""video":{"roomList":true}}"#), "{line}: {claims}");
    }
}

#[test]
fn a_line_says_what_it_is_granted() {
    let batch = batch(r#"{"canPublish":false,"attributes":{"team":"red"}}"#);
    let line = |more: &str| claims(&batch, &format!("{{{ALICE},{more}}}"));
    for (more, video, extra) in [
        (
            r#""metadata":"x""#,
            r#""canPublish":false,"canSubscribe":true"#,
            r#","metadata":"x","attributes":{"team":"red"}"#,
        ),
        (
            r#""attributes":{"seat":"7"},"grants":{"canPublish":true,"hidden":true}"#,
            r#""canPublish":true,"canSubscribe":true,"hidden":true"#,
            r#","attributes":{"team":"red","seat":"7"}"#,
        ),
        // A role, then the batch's grants, then the line's.
        (
            r#""role":"publisher","grants":{"canSubscribe":false}"#,
            r#""canPublish":false,"canSubscribe":false,"canPublishData":true"#,
            r#","attributes":{"team":"red"}"#,
        ),
        (
            r#""grants":{"metadata":"a","sip":{"call":true}},"metadata":"b","metadata":"c""#,
            r#""canPublish":false,"canSubscribe":true"#,
            r#","sip":{"call":true},"metadata":"c","attributes":{"team":"red"}"#,
        ),
    ] {
        let expected = format!(r#""video":{{"room":"demo","roomJoin":true,{video}}}{extra}}}"#);
        assert!(line(more).ends_with(&expected), "{more}: {}", line(more));
    }
}

#[test]
fn everything_that_is_wrong_with_a_line_is_told_in_order() {
    let batch = batch("{}");
    for (line, expected) in [
        ("", vec![("", "Request body is not valid JSON: EOF while parsing a value at line 1 column 0")]),
        ("[]", vec![("", "Invalid input: expected object, received array")]),
        (
            "{}",
            vec![
                ("roomName", "Room name is required"),
                ("participantIdentity", "Participant identity is required"),
            ],
        ),
        (
            r#"{"rol":1,"roomName":"a b","participantIdentity":"i","metadata":null,"attributes":{"a":1},"grants":{"canPublsh":true},"x":1}"#,
            vec![
                ("roomName", "Room name contains invalid characters"),
                ("grants.canPublsh", "is unknown; did you mean canPublish?"),
                ("metadata", "Invalid input: expected string, received null"),
                ("attributes.a", "a string is needed, not a number"),
                ("rol", "Unknown member; did you mean role?"),
                (
                    "x",
                    "Unknown member; known are roomName, participantIdentity, expirationSeconds, participantName, metadata, attributes, grants, role, valid, line",
                ),
            ],
        ),
        (
            r#"{"roomName":"r","participantIdentity":"i","role":"moderater","attributes":[],"grants":5}"#,
            vec![
                ("role", "There is no role \"moderater\"; did you mean moderator?"),
                ("grants", "Invalid input: expected object, received number"),
                ("attributes", "Invalid input: expected object, received array"),
            ],
        ),
        (
            r#"{"roomName":"r","participantIdentity":"i","role":7,"grants":{"iss":"x"}}"#,
            vec![
                ("role", "Invalid input: expected string, received number"),
                ("grants.iss", "is no grant: it is the API key of the request"),
            ],
        ),
        (
            r#"{"roomName":"r","participantIdentity":"i","grants":{"video":{"room":"s"}}}"#,
            vec![("grants.room", "is \"s\", and roomName is \"r\": a token is for one room")],
        ),
    ] {
        let expected: Vec<_> =
            expected.iter().map(|(field, message)| ((*field).to_owned(), (*message).to_owned())).collect();
        assert_eq!(errors(&batch, line), expected, "{line}");
    }
    assert_eq!(
        answer(&batch, r#"{"roomName":"demo"}"#),
        r#"{"statusCode":400,"errorCode":"VALIDATION_ERROR","message":"Request validation failed","validationErrors":[{"field":"participantIdentity","message":"Participant identity is required"}],"timestamp":"2023-11-14T22:13:20Z","line":7}"#.to_owned() + "\n"
    );
}

#[test]
fn a_token_that_would_outlive_time_is_its_line_s_error() {
    let batch = batch("{}");
    let last = UnixTime::parse("9999-12-30T21:59:00Z").unwrap();
    let mut out = Vec::new();
    let line = format!("{{{ALICE}}}");
    let error = batch.minter().answer(line.as_bytes(), 3, last, &mut out).unwrap_err();
    assert_eq!((error.line, error.response.error_code, out.len()), (3, ErrorCode::InternalError, 0));
    assert_eq!(error.response.message, "the token would expire after the year 9999");
}
