//! What a server answers, in its order. What is said of it: [`hints`].

mod hints;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::token::key::{ApiKey, ApiSecret};

const NOW: i64 = 1_700_000_000;

fn key(name: &str, secret: &str) -> SigningKey {
    SigningKey::new(ApiKey::new(name).unwrap(), &ApiSecret::new(secret.to_owned()).unwrap())
}

fn sign(payload: &str, secret: &str) -> String {
    let mut token = String::new();
    key("any", secret).signer().sign_into(payload.as_bytes(), &mut token).unwrap();
    token
}

fn judge(token: &str, door: Door, strict: bool) -> Verdict {
    let key = key("devkey", "secret");
    let now = UnixTime::from_seconds(NOW).unwrap();
    let verdict = Judge { key: &key, source: "--dev", now, door, room: None, strict }.judge(token);
    assert_eq!(verdict.valid, verdict.problems.is_empty());
    verdict
}

/// The payload's claims with `exp` and `iss` that are right, unless they are given.
fn payload(members: &str) -> String {
    let mut all = vec![members.to_owned()];
    for (name, member) in [("exp", r#""exp":1700003600"#), ("iss", r#""iss":"devkey""#)] {
        if !members.contains(&format!("\"{name}\":")) {
            all.push(member.to_owned());
        }
    }
    format!("{{{}}}", all.iter().filter(|m| !m.is_empty()).cloned().collect::<Vec<_>>().join(","))
}

const JOIN: &str = r#""sub":"alice","video":{"roomJoin":true,"room":"demo"}"#;

/// Status, body and codes of a token with these claims at the join door.
fn at_join(members: &str) -> (u16, String, Vec<&'static str>) {
    summary(judge(&sign(&payload(members), "secret"), Door::Join, false))
}

fn summary(verdict: Verdict) -> (u16, String, Vec<&'static str>) {
    let server = verdict.server.unwrap();
    (server.status, server.body, verdict.problems.iter().map(|problem| problem.code).collect())
}

#[test]
fn a_good_token_is_let_in_and_the_verdict_reads_as_in_the_contract() {
    let verdict = judge(&sign(&payload(JOIN), "secret"), Door::Join, true);
    assert_eq!(
        serde_json::to_string(&verdict).unwrap(),
        r#"{"valid":true,"door":"join","server":{"status":200,"body":"success"},"problems":[],"warnings":[],"key":{"apiKey":"devkey","source":"--dev"}}"#
    );
    let verdict = judge(&sign(&payload(""), "secret"), Door::Any, true);
    assert_eq!(summary(verdict), (200, "OK".to_owned(), vec![]));
}

#[test]
fn a_refusal_reads_as_in_the_contract() {
    let token = sign(&payload(&format!(r#"{JOIN},"iss":"APIother""#)), "elsewhere");
    let json = serde_json::to_string(&judge(&token, Door::Join, false)).unwrap();
    let start = r#"{"valid":false,"door":"join","server":{"status":401,"body":"invalid API key"},"problems":[{"code":"unknown-key","message":""#;
    assert!(json.starts_with(start), "{json}");
    assert!(
        json.contains(r#""hint":""#)
            && json.ends_with(r#""warnings":[],"key":{"apiKey":"devkey","source":"--dev"}}"#)
    );
}

#[test]
fn the_door_answers_in_the_server_s_order() {
    let (longest, long) = ("é".repeat(128), "é".repeat(129));
    for (members, status, body, codes) in [
        (r#""sub":"a""#.to_owned(), 401, "no permissions to access the room", vec!["no-video-grant"]),
        (
            r#""sub":"a","video":null"#.to_owned(),
            401,
            "no permissions to access the room",
            vec!["no-video-grant"],
        ),
        (
            r#""video":{}"#.to_owned(),
            401,
            "permissions denied",
            vec!["no-room-join", "missing-identity", "missing-room"],
        ),
        (
            r#""sub":"","video":{"roomJoin":true,"room":"r"}"#.to_owned(),
            400,
            "identity cannot be empty",
            vec!["missing-identity"],
        ),
        (r#""jti":"j","video":{"roomJoin":true,"room":"r"}"#.to_owned(), 200, "success", vec![]),
        (
            format!(r#""sub":"{longest}","video":{{"roomJoin":true,"room":"{longest}"}}"#),
            200,
            "success",
            vec![],
        ),
        (
            format!(r#""sub":"{long}","video":{{"roomJoin":true}}"#),
            400,
            "participant identity length exceeds limits: max length 256",
            vec!["identity-too-long", "missing-room"],
        ),
        (
            format!(r#""sub":"a","video":{{"roomJoin":true,"room":"{long}"}}"#),
            400,
            "room name length exceeds limits: max length 256",
            vec!["room-too-long"],
        ),
        (r#""sub":"a","video":{"roomJoin":true}"#.to_owned(), 400, "no room name", vec!["missing-room"]),
    ] {
        assert_eq!(at_join(&members), (status, body.to_owned(), codes), "{members}");
    }
}

#[test]
fn each_door_asks_for_its_own_grant() {
    let twirp = r#"{"code":"unauthenticated","msg":"permissions denied"}"#;
    for (door, grant, body) in [
        (Door::Admin, r#""video":{"roomAdmin":true,"room":"demo"}"#, twirp),
        (Door::List, r#""video":{"roomList":true}"#, twirp),
        (Door::Create, r#""video":{"roomCreate":true}"#, twirp),
        (Door::Record, r#""video":{"roomRecord":true}"#, twirp),
        (Door::Ingress, r#""video":{"ingressAdmin":true}"#, twirp),
        (Door::Sip, r#""sip":{"admin":true}"#, twirp),
        (Door::SipCall, r#""sip":{"call":true}"#, twirp),
        (Door::Agent, r#""video":{"agent":true}"#, "no permissions to access the room"),
    ] {
        let let_in = judge(&sign(&payload(grant), "secret"), door, true);
        assert_eq!((let_in.valid, let_in.server), (true, None), "{door:?}");
        let refused = judge(&sign(&payload(r#""video":{"canPublish":true}"#), "secret"), door, false);
        assert_eq!(refused.server.unwrap(), ServerAnswer { status: 401, body: body.to_owned() }, "{door:?}");
        assert_eq!(refused.problems[0].code, "missing-grant");
        let expired = judge(&sign(&payload(&format!(r#"{grant},"exp":5"#)), "secret"), door, false);
        assert_eq!(expired.problems[0].code, "expired");
    }
}

#[test]
fn moderating_is_for_exactly_one_room() {
    let key = key("devkey", "secret");
    let now = UnixTime::from_seconds(NOW).unwrap();
    let token = sign(&payload(r#""video":{"roomAdmin":true,"room":"demo"}"#), "secret");
    let at = |room| {
        Judge { key: &key, source: "--dev", now, door: Door::Admin, room, strict: false }.judge(&token)
    };
    assert!(at(None).valid && at(Some("demo")).valid);
    for room in ["DEMO", "*", ""] {
        let verdict = at(Some(room));
        assert_eq!((verdict.valid, verdict.problems[0].code), (false, "other-room"), "{room}");
    }
}

#[test]
fn whip_answers_in_json_and_in_its_own_order() {
    let whip = |members: &str| summary(judge(&sign(&payload(members), "secret"), Door::Whip, false));
    for (members, status, body, codes) in [
        (r#""sub":"a""#, 401, "no permissions to access the room", vec!["no-video-grant"]),
        (
            r#""video":{}"#,
            401,
            "permissions denied",
            vec!["no-room-join", "missing-room", "missing-identity"],
        ),
        (
            r#""video":{"roomJoin":true}"#,
            401,
            "room name cannot be empty",
            vec!["missing-room", "missing-identity"],
        ),
        (
            r#""video":{"roomJoin":true,"room":"r"}"#,
            400,
            "identity cannot be empty",
            vec!["missing-identity"],
        ),
    ] {
        assert_eq!(whip(members), (status, format!("{{\"error\":\"{body}\"}}\n"), codes), "{members}");
    }
    let forbidden = payload(r#""sub":"a","video":{"roomJoin":true,"room":"r","canPublish":false}"#);
    assert!(judge(&sign(&forbidden, "secret"), Door::Whip, true).valid);
}

#[test]
fn times_are_told_together() {
    let times = |members: &str| at_join(&format!("{JOIN},{members}"));
    let answer = |reason: &str| format!("invalid authorization token: token has invalid claims: {reason}");
    assert_eq!(times(r#""exp":1699999940"#), (401, answer("token is expired"), vec!["expired"]));
    assert_eq!(times(r#""exp":1699999941"#).0, 200);
    assert_eq!(times(r#""nbf":1700000061"#), (401, answer("token is not valid yet"), vec!["not-valid-yet"]));
    assert_eq!(times(r#""nbf":1700000060"#).0, 200);
    assert_eq!(
        times(r#""exp":5,"nbf":1800000000"#),
        (401, answer("token is expired, token is not valid yet"), vec!["expired", "not-valid-yet"])
    );
    assert_eq!(
        times(r#""exp":null"#),
        (401, answer("token is missing required claim: exp claim is required"), vec!["missing-exp"])
    );
}

#[test]
fn an_earlier_stage_answers_and_a_later_one_is_still_told() {
    let (status, body, codes) = at_join(r#""iss":"","exp":5,"name":1,"video":{"roomJoin":true}"#);
    assert_eq!((status, body.as_str()), (401, "invalid API key"));
    assert_eq!(codes, ["missing-issuer", "grant-type", "expired"]);
    let (status, body, codes) = at_join(r#""iss":5,"exp":"x","nbf":1800000000"#);
    assert_eq!((status, body.as_str()), (401, "invalid authorization token"));
    assert_eq!(codes, ["claim-type", "claim-type", "missing-issuer", "not-valid-yet", "no-video-grant"]);
    let (_, _, codes) = at_join(&format!(r#"{JOIN},"nbf":"x","exp":null"#));
    assert_eq!(codes, ["claim-type", "missing-exp"]);
    let (_, body, codes) = at_join(r#""exp":5,"video":{"room":1,"hidden":2},"sub":"a""#);
    assert_eq!(
        body,
        "invalid authorization token: token is malformed: could not JSON decode claim: json: cannot unmarshal number into \
         Go struct field VideoGrant.ClaimGrants.video.room of type string"
    );
    assert_eq!(codes, ["grant-type", "grant-type", "expired"]);
    let (_, body, codes) = at_join(&format!(r#"{JOIN},"name":1,"roomConfig":{{"agents":5}}"#));
    assert!(
        body.starts_with(
            "invalid authorization token: token is malformed: could not JSON decode claim: proto: "
        ),
        "{body}"
    );
    assert_eq!(codes, ["room-config", "grant-type"]);
}

#[test]
fn every_change_of_a_character_is_refused_under_strict() {
    let token = sign(&payload(JOIN), "secret");
    for (index, old) in token.char_indices() {
        let new = if old == 'A' { 'B' } else { 'A' };
        let mut changed = token.clone();
        changed.replace_range(index..=index, &new.to_string());
        assert!(!judge(&changed, Door::Join, true).valid, "{index}");
    }
}

#[test]
fn the_last_character_s_stray_bits_are_a_warning_and_a_problem_under_strict() {
    let token = sign(&payload(JOIN), "secret");
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = alphabet.find(token.chars().last().unwrap()).unwrap();
    let stray = format!("{}{}", &token[..token.len() - 1], &alphabet[last + 1..last + 2]);
    let lenient = judge(&stray, Door::Join, false);
    assert!(lenient.valid);
    assert_eq!(lenient.warnings[0].code, "stray-bits");
    let strict = judge(&stray, Door::Join, true);
    assert_eq!((strict.valid, strict.problems[0].code, strict.warnings.len()), (false, "stray-bits", 0));
    assert_eq!(strict.server.unwrap().status, 200);
}

#[test]
fn what_is_no_token_is_told_apart() {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let encode = |part: &str| URL_SAFE_NO_PAD.encode(part);
    let body = encode(&payload(JOIN));
    for (token, code) in [
        (String::new(), "not-three-parts"),
        ("hello".to_owned(), "not-three-parts"),
        (format!("{header}.{body}"), "not-three-parts"),
        (format!("{header}.{body}.x.y"), "not-three-parts"),
        (format!("{header}=.{body}.AA"), "bad-base64url"),
        (format!("{header}.{body} .AA"), "bad-base64url"),
        (format!("{header}.{body}.A+A"), "bad-base64url"),
        (format!("{header}.{body}.A"), "bad-base64url"),
        (format!("{}.{body}.AA", encode("{")), "bad-json"),
        (format!("{header}.{}.AA", encode("{}x")), "bad-json"),
        (format!("{}.{body}.AA", encode("[]")), "bad-header"),
        (format!("{}.{body}.AA", encode("{}")), "missing-alg"),
        (format!("{}.{body}.AA", encode(r#"{"alg":"hs256"}"#)), "bad-alg"),
        (format!("{}.{body}.AA", encode(r#"{"alg":5}"#)), "bad-alg"),
        (format!("{header}.{}.AA", encode("[]")), "bad-payload"),
    ] {
        let (status, body, codes) = summary(judge(&token, Door::Join, false));
        assert_eq!((status, body.as_str(), codes[0]), (401, "invalid authorization token", code), "{token}");
    }
}

/// A server looks for `alg` once it has read the payload, unless there is nothing to look in.
#[test]
fn a_header_is_told_before_the_payload_only_where_it_is_no_map() {
    let codes = |header: &str| {
        let [header, payload] = [header, r#"{"iss":5}"#].map(|part| URL_SAFE_NO_PAD.encode(part));
        let (_, _, codes) = summary(judge(&format!("{header}.{payload}.AA"), Door::Any, false));
        codes[..2].to_vec()
    };
    assert_eq!(codes("[]"), ["bad-header", "claim-type"]);
    assert_eq!(codes(r#"{"alg":"HS256","x":1e309}"#), ["bad-header", "claim-type"]);
    assert_eq!(codes("{}"), ["claim-type", "missing-alg"]);
    assert_eq!(codes(r#"{"alg":"hs256"}"#), ["claim-type", "bad-alg"]);
}

#[test]
fn no_other_algorithm_is_taken_whatever_the_signature() {
    for name in ["none", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA"] {
        let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{name}"}}"#));
        let token = format!("{header}.{}.", URL_SAFE_NO_PAD.encode(payload(JOIN)));
        let (status, body, codes) = summary(judge(&token, Door::Join, false));
        assert_eq!(status, 401);
        assert_eq!(
            body,
            format!(
                "invalid authorization token: token signature is invalid: signing method {name} is invalid"
            )
        );
        assert_eq!(codes, ["wrong-algorithm"]);
    }
}
