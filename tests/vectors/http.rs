//! The server's doors: hostile tokens as credentials, hostile documents as requests.

use std::time::{Duration, Instant};

use axum::http::{HeaderValue, Method};
use lktoken::server::{Access, BearerToken, Current, Settings, TokenApi};

use crate::attacks::all;
use crate::client::{JSON, claims, request, send, settings};

const GOOD: &str = r#"{"roomName":"r","participantIdentity":"u"}"#;

/// A LiveKit token is no credential of the server, whatever is in it; the right one is the only one.
#[tokio::test]
async fn no_token_of_the_table_is_a_bearer_token() {
    let bearer = Current::new(BearerToken::new("a-token-of-some-length").unwrap());
    let api = TokenApi::new(Settings { access: Access::Bearer(bearer), ..settings() });
    let mut shown = 0;
    for attack in all() {
        let token = attack.recipe.token();
        for value in [format!("Bearer {token}"), token] {
            let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) else { continue };
            let mut request = request(Method::POST, "/api/token", &[JSON], GOOD);
            request.headers_mut().insert("authorization", value);
            let answer = send(&api, request).await;
            assert_eq!(answer.error().1, "UNAUTHORIZED", "{}", attack.name);
            assert!(!answer.text.contains("eyJ"), "{}", attack.name);
            shown += 1;
        }
    }
    assert!(shown > 900, "only {shown} shown");
}

/// The right credential, but for something.
#[tokio::test]
async fn a_bearer_token_is_compared_whole() {
    let right = "a-token-of-some-length";
    let bearer = Current::new(BearerToken::new(right).unwrap());
    let api = TokenApi::new(Settings { access: Access::Bearer(bearer), ..settings() });
    for (value, status) in [
        (format!("Bearer {right}"), 200),
        (format!("BEARER {right}"), 200),
        (format!("Bearer {right},"), 401),
        (format!("Bearer {right}, Bearer {right}"), 401),
        (format!("Bearer {right} x"), 401),
        (format!("Bearer \"{right}\""), 401),
        (format!("Bearer {right}="), 401),
        (format!("Bearer {}", right.to_uppercase()), 401),
        (format!("Bearer {right}{right}"), 401),
        (format!("Bearer {}", &right[1..]), 401),
        (format!("Bearer {right}\u{a0}"), 401),
        (format!("Bearer\t{right}"), 401),
        (format!("Bearer:{right}"), 401),
        (format!("Token {right}"), 401),
        (format!("Bearer {}", "a".repeat(100_000)), 401),
    ] {
        let mut request = request(Method::POST, "/api/token", &[JSON], GOOD);
        let header = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        request.headers_mut().insert("authorization", header);
        assert_eq!(send(&api, request).await.status, status, "{}", &value[..value.len().min(60)]);
    }
    // Of two headers the first counts, and a token in the address does not.
    let two = [JSON, ("authorization", "Bearer wrong"), ("authorization", "Bearer a-token-of-some-length")];
    assert_eq!(send(&api, request(Method::POST, "/api/token", &two, GOOD)).await.status, 401);
    let path = "/api/token?access_token=a-token-of-some-length&token=a-token-of-some-length";
    assert_eq!(send(&api, request(Method::POST, path, &[JSON], GOOD)).await.status, 401);
}

const ROOM: &str = "roomName: Room name contains invalid characters";
const WHO: &str = "participantIdentity: Participant identity contains invalid characters";

/// Documents that break rules, each with the first thing that is told.
fn refused() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let with_room = |room: &[u8]| [b"{\"participantIdentity\":\"u\",\"roomName\":\"", room, b"\"}"].concat();
    let lasting = |time: &str| {
        format!(r#"{{"roomName":"r","participantIdentity":"u","expirationSeconds":{time}}}"#).into_bytes()
    };
    let not_json = ": Request body is not valid JSON: ";
    vec![
        ("an escape sequence", with_room(br"\u001b[2J"), ROOM),
        ("bidi override", with_room("r\u{202e}".as_bytes()), ROOM),
        ("zero width space", with_room("r\u{200b}".as_bytes()), ROOM),
        ("line end behind", with_room(br"r\n"), ROOM),
        ("NUL", with_room(br"r\u0000"), ROOM),
        ("letters of another script", with_room("rо".as_bytes()), ROOM),
        ("full width", with_room("ｒ".as_bytes()), ROOM),
        ("digits of another script", with_room("١".as_bytes()), ROOM),
        ("a path", with_room(b"../r"), ROOM),
        ("a raw NUL", with_room(b"r\0"), not_json),
        ("a raw escape", with_room(b"\x1b[2J"), not_json),
        ("lone surrogate", with_room(br"\ud800"), not_json),
        ("broken UTF-8", with_room(b"\xff"), not_json),
        ("overlong UTF-8", with_room(b"\xc1\xb2"), not_json),
        ("identity with a line end", br#"{"roomName":"r","participantIdentity":"u\r\n"}"#.to_vec(), WHO),
        (
            "room an object",
            br#"{"roomName":{"$ne":null},"participantIdentity":"u"}"#.to_vec(),
            "roomName: Invalid input: expected string, received object",
        ),
        (
            "room twice, the bad one last",
            br#"{"roomName":"r","participantIdentity":"u","roomName":"../"}"#.to_vec(),
            ROOM,
        ),
        (
            "room in another case",
            br#"{"RoomName":"r","participantIdentity":"u"}"#.to_vec(),
            "roomName: Room name is required",
        ),
        (
            "room in snake case",
            br#"{"room_name":"r","participantIdentity":"u"}"#.to_vec(),
            "roomName: Room name is required",
        ),
        (
            "prototype",
            br#"{"__proto__":{"roomName":"r"},"participantIdentity":"u"}"#.to_vec(),
            "roomName: Room name is required",
        ),
        ("NaN", lasting("NaN"), not_json),
        ("Infinity", lasting("Infinity"), not_json),
        ("1e309", lasting("1e309"), "expirationSeconds: Maximum expiration is 24 hours"),
        ("-1e309", lasting("-1e309"), "expirationSeconds: Minimum expiration is 60 seconds"),
        ("1e999999999999", lasting("1e999999999999"), "expirationSeconds: Maximum expiration is 24 hours"),
        ("2^53 and one", lasting("9007199254740993"), "expirationSeconds: Maximum expiration is 24 hours"),
        ("2^63", lasting("9223372036854775808"), "expirationSeconds: Maximum expiration is 24 hours"),
        (
            "2^64 and an hour",
            lasting("18446744073709555216"),
            "expirationSeconds: Maximum expiration is 24 hours",
        ),
        ("2^32 and an hour", lasting("4294970896"), "expirationSeconds: Maximum expiration is 24 hours"),
        ("10,000 digits", lasting(&"9".repeat(10_000)), "expirationSeconds: Maximum expiration is 24 hours"),
        (
            "minus 2^63",
            lasting("-9223372036854775808"),
            "expirationSeconds: Minimum expiration is 60 seconds",
        ),
        ("minus zero", lasting("-0"), "expirationSeconds: Minimum expiration is 60 seconds"),
        ("just over a day", lasting("86400.0000000001"), "expirationSeconds: Expiration must be an integer"),
        ("text", lasting("\"3600\""), "expirationSeconds: Invalid input: expected number, received string"),
        ("an array", lasting("[3600]"), "expirationSeconds: Invalid input: expected number, received array"),
        ("64 KiB of arrays", vec![b'['; 60_000], not_json),
        ("64 KiB of objects", br#"{"a":"#.repeat(12_000), not_json),
        ("arrays within a member", format!(r#"{{"roomName":{}"#, "[".repeat(60_000)).into_bytes(), not_json),
        ("two documents", [GOOD, GOOD].concat().into_bytes(), not_json),
        ("a comment", [GOOD, "//"].concat().into_bytes(), not_json),
        ("a form", b"roomName=r&participantIdentity=u".to_vec(), not_json),
        ("UTF-16", GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect(), not_json),
        (
            "a token",
            b"\"eyJhbGciOiJub25lIn0.e30.\"".to_vec(),
            ": Invalid input: expected object, received string",
        ),
    ]
}

#[tokio::test]
async fn hostile_documents_break_rules() {
    let api = TokenApi::new(settings());
    for (name, document, told) in refused() {
        let answer = send(&api, request(Method::POST, "/api/token", &[JSON], document)).await;
        let rules = answer.rules();
        assert!(rules[0].starts_with(told), "{name}: {rules:?}");
        assert!(answer.text.len() < 1_000, "{name}: {} bytes", answer.text.len());
        assert!(
            !answer.text.contains(|c: char| c.is_control() || c == '\u{202e}'),
            "{name}: {}",
            answer.text
        );
    }
}

/// What is let in gives the token that the plain request gives, and no more.
#[tokio::test]
async fn odd_documents_widen_nothing() {
    let api = TokenApi::new(settings());
    let plain = send(&api, request(Method::POST, "/api/token", &[JSON], GOOD)).await.token();
    for document in [
        r#"{"roomName":"x","roomName":"r","participantIdentity":"u"}"#,
        r#"{"roomName":5,"roomName":"r","participantIdentity":"u"}"#,
        r#"{"room\u004eame":"r","participantIdentity":"u"}"#,
        "\u{feff}{\"roomName\":\"r\",\"participantIdentity\":\"u\"}",
        r#"{"roomName":"r","participantIdentity":"u","ROOMNAME":"other","RoomName":"other"}"#,
        r#"{"roomName":"r","participantIdentity":"u","roomName\u0000":"other"}"#,
        r#"{"roomName":"r","participantIdentity":"u","VIDEO":{"roomAdmin":true},"sip":{"admin":true},"kind":"agent"}"#,
        r#"{"roomName":"r","participantIdentity":"u","iss":"x","exp":4102444800,"nbf":0,"sub":"root","alg":"none"}"#,
        r#"{"roomName":"r","participantIdentity":"u","__proto__":{"expirationSeconds":86400},"constructor":{}}"#,
        r#"{"roomName":"r","participantIdentity":"u","expirationSeconds":36e2}"#,
        r#"{"roomName":"r","participantIdentity":"u","expirationSeconds":3600.0000000000000000001}"#,
        r#"{"roomName":"r","participantIdentity":"u","participantName":""}"#,
    ] {
        let answer = send(&api, request(Method::POST, "/api/token", &[JSON], document)).await;
        assert_eq!(answer.token(), plain, "{document}");
    }
    assert_eq!(claims(&plain)["exp"], claims(&plain)["nbf"].as_u64().unwrap() + 3600);
}

/// A name for people may hold anything; it stays one claim, and the header stays as it is.
#[tokio::test]
async fn a_hostile_name_stays_a_name() {
    let api = TokenApi::new(settings());
    for name in [
        "\u{1b}[2J\u{202e}\0\u{7f}",
        r#"","video":{"roomAdmin":true},"x":""#,
        "\"}}",
        "\\",
        "</script>",
        "\u{2028}\u{feff}\u{e0041}",
    ] {
        let document = serde_json::json!({"roomName":"r","participantIdentity":"u","participantName":name});
        let answer = send(&api, request(Method::POST, "/api/token", &[JSON], document.to_string())).await;
        let claims = claims(&answer.token());
        assert_eq!(claims["name"], name);
        assert_eq!(claims.as_object().unwrap().len(), 6, "{claims}");
        assert_eq!(claims["video"].as_object().unwrap().len(), 4, "{claims}");
    }
}

/// As much as a body may hold, in every shape that is more work than it looks.
#[tokio::test]
async fn large_documents_are_answered_at_once() {
    const MOST: usize = 64 * 1024;
    let api = TokenApi::new(settings());
    for (unit, path) in [
        (r#""a":1,"#, "/api/token"),
        (r#""roomName":"r","#, "/api/token"),
        (r#""romName":[],"#, "/api/token"),
        (r#""a":{"a":{"a":{}}},"#, "/api/token"),
        (r#""participantName":"\u0000\u0000","#, "/api/token"),
        (r#""room_name":"r","#, "/api/connection-details"),
        (r#""participant_attributes":{"a":"b"},"#, "/api/connection-details"),
        (r#""room_config":{"agents":[{}]},"#, "/api/connection-details"),
    ] {
        let document = format!("{{{}\"z\":0}}", unit.repeat((MOST - 10) / unit.len()));
        let started = Instant::now();
        let answer = send(&api, request(Method::POST, path, &[JSON], document)).await;
        let took = started.elapsed();
        assert!(took < Duration::from_secs(5), "{unit}: {took:?}");
        assert!(matches!(answer.status.as_u16(), 200 | 400 | 403), "{unit}: {}", answer.text);
        assert!(answer.text.len() < 10_000, "{unit}: {} bytes", answer.text.len());
    }
}
