use super::*;
use crate::token::key::{ApiKey, ApiSecret, SigningKey};
use crate::token::validate::Judge;

const NOW: i64 = 1_700_000_000;

fn at(seconds: i64) -> UnixTime {
    UnixTime::from_seconds(seconds).unwrap()
}

/// A token for joining by `devkey`, with more in the payload and this secret.
fn token(claims: &str, secret: &str) -> String {
    let mut token = String::new();
    let payload =
        format!(r#"{{"iss":"devkey","sub":"alice","video":{{"roomJoin":true,"room":"demo"}}{claims}}}"#);
    let secret = ApiSecret::new(secret.to_owned()).unwrap();
    crate::token::jws::Signer::new(&secret).sign_into(payload.as_bytes(), &mut token).unwrap();
    token
}

fn judged(token: &str, api_key: &str, door: Door) -> Verdict {
    let secret = ApiSecret::new("secret".to_owned()).unwrap();
    let key = SigningKey::new(ApiKey::new(api_key).unwrap(), &secret);
    Judge { key: &key, source: "the test", now: at(NOW), door, room: None, strict: false }.judge(token)
}

/// The difference's code (`same` where nothing is noteworthy), and whether the answer agrees and lets in.
fn compared(verdict: &Verdict, status: u16, body: &str) -> (&'static str, bool, bool) {
    let answer = ServerAnswer { status, body: body.to_owned() };
    let clocks = Clocks { here: at(NOW), there: Some(at(NOW + 300)) };
    let online = OnlineAnswer::compare(verdict, "http://h/".to_owned(), answer, clocks);
    assert!(online.agrees || online.difference.is_some(), "a difference is not explained");
    let code = online.difference.map_or("same", |difference| difference.code);
    (code, online.agrees, online.lets_in)
}

fn good() -> Verdict {
    judged(&token(r#","exp":1700003600"#, "secret"), "devkey", Door::Join)
}

#[test]
fn a_token_that_should_be_let_in_and_is_not_is_explained() {
    let refused = "invalid authorization token: ";
    for (status, body, code) in [
        (401, "invalid API key", "other-keys"),
        (401, "invalid API key: devkey", "other-keys"),
        (401, &format!("{refused}token signature is invalid: signature is invalid"), "other-secret"),
        (
            401,
            "invalid token: [not shown], error: token signature is invalid: signature is invalid",
            "other-secret",
        ),
        (401, &format!("{refused}token has invalid claims: token is expired"), "other-clock"),
        (401, &format!("{refused}token has invalid claims: token is not valid yet"), "other-clock"),
        (404, "requested room does not exist", "server-state"),
        (503, "node has exceeded its configured limit", "server-state"),
        (400, "room name length exceeds limits: max length 3", "other-rules"),
        (401, "permissions denied", "other-rules"),
        (401, "invalid authorization token", "other-rules"),
        (
            401,
            &format!("{refused}token signature is invalid: signing method HS256 is invalid"),
            "other-rules",
        ),
        (401, &format!("{refused}token has invalid claims: something new"), "unknown-answer"),
        (401, &format!("{refused}something new"), "unknown-answer"),
        (401, "", "unknown-answer"),
        (403, "invalid API key", "unknown-answer"),
        (404, "404 page not found", "unknown-answer"),
        (200, "OK", "unknown-answer"),
        (200, "<!doctype html>", "unknown-answer"),
        (502, "Bad Gateway", "unknown-answer"),
    ] {
        assert_eq!(compared(&good(), status, body), (code, false, false), "{status} {body}");
    }
    assert_eq!(compared(&good(), 200, "success"), ("same", true, true));
    assert_eq!(compared(&good(), 200, "success\n"), ("same", true, true));
}

#[test]
fn a_token_that_should_be_refused_and_is_not_is_explained() {
    let in_time = r#","exp":1700003600"#;
    for (token, api_key, code) in [
        (token(in_time, "secret"), "APIother", "other-keys"),
        (token(in_time, "another"), "devkey", "other-secret"),
        (token(r#","exp":1600000000"#, "secret"), "devkey", "other-clock"),
        (token(r#","exp":1900000000,"nbf":1800000000"#, "secret"), "devkey", "other-clock"),
        (token("", "secret"), "devkey", "older-server"),
        (token(r#","exp":1700003600,"sub":"","jti":"""#, "secret"), "devkey", "other-rules"),
    ] {
        let verdict = judged(&token, api_key, Door::Join);
        assert!(!verdict.valid);
        assert_eq!(compared(&verdict, 200, "success"), (code, false, true), "{verdict:?}");
    }
}

#[test]
fn an_older_server_s_wording_agrees_and_is_told() {
    let in_time = r#","exp":1700003600"#;
    let unknown_key = judged(&token(in_time, "secret"), "APIother", Door::Any);
    assert_eq!(compared(&unknown_key, 401, "invalid API key: devkey"), ("older-wording", true, false));
    assert_eq!(compared(&unknown_key, 401, "invalid API key"), ("same", true, false));
    let expired = judged(&token(r#","exp":1600000000"#, "secret"), "devkey", Door::Any);
    let body = "invalid token: [not shown], error: token has invalid claims: token is expired";
    assert_eq!(compared(&expired, 401, body), ("older-wording", true, false));
    let no_expiry_and_early = judged(&token(r#","nbf":1800000000"#, "secret"), "devkey", Door::Any);
    let body = "invalid token: [not shown], error: token has invalid claims: token is not valid yet";
    assert_eq!(compared(&no_expiry_and_early, 401, body), ("older-server", false, false));
}

#[test]
fn what_is_not_exact_about_a_room_configuration_agrees() {
    let verdict =
        judged(&token(r#","exp":1700003600,"roomConfig":{"agents":5}"#, "secret"), "devkey", Door::Join);
    let body = "invalid authorization token: token is malformed: could not JSON decode claim: proto: \u{a0}syntax error";
    assert_eq!(compared(&verdict, 401, body), ("same", true, false));
    let other = "invalid authorization token: token is malformed: could not JSON decode claim: json: x";
    assert_eq!(compared(&verdict, 401, other), ("other-rules", false, false));
}

/// Whichever of the two got further, what it found later says nothing of the other.
#[test]
fn where_one_cannot_read_what_the_other_can_the_rules_are_other_ones() {
    let in_time = r#","exp":1700003600"#;
    let form = judged("no token", "devkey", Door::Join);
    let unknown_key = judged(&token(in_time, "secret"), "APIother", Door::Join);
    let grants = judged(&token(r#","exp":1700003600,"name":5"#, "secret"), "devkey", Door::Join);
    let wrong_secret = judged(&token(in_time, "another"), "devkey", Door::Join);
    let of_form = "invalid authorization token".to_owned();
    let of_grants = format!("{of_form}: token is malformed: could not JSON decode claim: json: x");
    let of_algorithm = format!("{of_form}: token signature is invalid: signing method HS256 is invalid");
    let of_secret = format!("{of_form}: token signature is invalid: signature is invalid");
    for (verdict, body) in [
        (&form, "invalid API key"),
        (&form, &of_secret),
        (&unknown_key, &of_form),
        (&wrong_secret, &of_form),
        (&grants, &of_secret),
        (&wrong_secret, &of_grants),
        (&wrong_secret, &of_algorithm),
    ] {
        assert_eq!(compared(verdict, 401, body), ("other-rules", false, false), "{body}: {verdict:?}");
    }
}

#[test]
fn the_clock_that_is_wrong_is_told_by_how_much() {
    let told =
        |there: Option<i64>| Clocks { here: at(NOW), there: there.map(|ahead| at(NOW + ahead)) }.told();
    assert_eq!(told(Some(300)), "The server's clock is 5 min ahead of this one.");
    assert_eq!(told(Some(-7200)), "The server's clock is 2 h behind this one.");
    assert!(told(Some(1)).ends_with("and not for its clock, which is this one's."));
    assert!(told(None).ends_with("its clock is another."));
    let explained = |ahead| Clocks { here: at(NOW), there: Some(at(NOW + ahead)) }.explained();
    assert_eq!(
        explained(300),
        "Here it is 2023-11-14T22:13:20Z, there it was 2023-11-14T22:18:20Z; servers forgive 60 s. Set the clock that is \
         wrong."
    );
    for ahead in [0, 1] {
        let start = "Here and there it is 2023-11-14T22:13:20Z. It forgives another while than 60 s";
        assert!(explained(ahead).starts_with(start), "{ahead}");
    }
}

#[test]
fn members_stand_in_order_and_nothing_noteworthy_is_left_out() {
    let answer = |status, body: &str| ServerAnswer { status, body: body.to_owned() };
    let clocks = Clocks { here: at(NOW), there: None };
    let json = |answer| {
        let online = OnlineAnswer::compare(&good(), "http://h/rtc/validate".to_owned(), answer, clocks);
        serde_json::to_string(&online).unwrap()
    };
    assert_eq!(
        json(answer(200, "success")),
        r#"{"url":"http://h/rtc/validate","status":200,"body":"success","letsIn":true,"agrees":true}"#
    );
    assert!(json(answer(401, "invalid API key")).starts_with(
        r#"{"url":"http://h/rtc/validate","status":401,"body":"invalid API key","letsIn":false,"agrees":false,"difference":{"code":"other-keys","message":"The server does not know the key \"devkey\".","hint":"#
    ));
}
