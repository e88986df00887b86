use super::*;

fn check(document: &str) -> Result<String, Vec<(String, String)>> {
    TokenRequest::from_json(document.as_bytes())
        .map_err(|error| vec![error])
        .and_then(|request| {
            let valid = request.validate(Rules::Contract, UnknownMembers::Refuse)?;
            Ok(serde_json::to_string(&valid.normalized()).unwrap())
        })
        .map_err(|errors| {
            errors.into_iter().map(|e| (e.field.into_owned(), e.message.into_owned())).collect()
        })
}

fn errors(document: &str) -> Vec<(String, String)> {
    check(document).expect_err(document)
}

/// The messages alone, of a request whose other members are right.
fn broken(member: &str) -> Vec<String> {
    let mut members: Vec<String> = [r#""roomName":"r""#, r#""participantIdentity":"i""#]
        .iter()
        .filter(|known| !member.starts_with(known.split(':').next().unwrap()))
        .map(|known| (*known).to_owned())
        .collect();
    members.push(member.to_owned());
    match check(&format!("{{{}}}", members.join(","))) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|(_, message)| message).collect(),
    }
}

#[test]
fn defaults_are_filled_in() {
    assert_eq!(
        check(r#"{"roomName":"demo","participantIdentity":"alice"}"#).unwrap(),
        r#"{"roomName":"demo","participantIdentity":"alice","expirationSeconds":3600,"participantName":"alice"}"#
    );
    assert_eq!(
        check(r#"{"participantName":"","expirationSeconds":36e2,"roomName":"a","participantIdentity":"b"}"#)
            .unwrap(),
        r#"{"roomName":"a","participantIdentity":"b","expirationSeconds":3600,"participantName":"b"}"#
    );
}

#[test]
fn every_broken_rule_is_reported_in_the_contract_s_order() {
    let long = "é".repeat(256);
    let document = format!(
        r#"{{"participantName":"{long}","expirationSeconds":1.5,"participantIdentity":"","roomName":"{long}"}}"#
    );
    let expected = [
        ("roomName", "Room name too long"),
        ("roomName", "Room name contains invalid characters"),
        ("participantIdentity", "Participant identity is required"),
        ("expirationSeconds", "Expiration must be an integer"),
        ("participantName", "Participant name too long"),
    ];
    assert_eq!(errors(&document), expected.map(|(f, m)| (f.to_owned(), m.to_owned())));
    assert_eq!(
        errors("{}"),
        [("roomName", "Room name is required"), ("participantIdentity", "Participant identity is required")]
            .map(|(f, m)| (f.to_owned(), m.to_owned()))
    );
}

#[test]
fn a_name_is_255_characters_of_the_alphabet() {
    let right = format!(r#""roomName":"{}""#, "a".repeat(255));
    assert_eq!(broken(&right), Vec::<String>::new());
    let long = format!(r#""roomName":"{}""#, "a".repeat(256));
    assert_eq!(broken(&long), ["Room name too long"]);
    for bad in ["a b", "a.b", "a\\n", "å", "a@b", "\\u0000", " "] {
        assert_eq!(
            broken(&format!(r#""roomName":"{bad}""#)),
            ["Room name contains invalid characters"],
            "{bad}"
        );
    }
    assert_eq!(broken(r#""roomName":"a_B-9""#), Vec::<String>::new());
}

#[test]
fn a_display_name_counts_code_points() {
    assert_eq!(broken(&format!(r#""participantName":"{}""#, "😀".repeat(255))), Vec::<String>::new());
    assert_eq!(
        broken(&format!(r#""participantName":"{}""#, "😀".repeat(256))),
        ["Participant name too long"]
    );
    assert_eq!(broken(r#""participantName":"any «thing»\n""#), Vec::<String>::new());
}

#[test]
fn expiration_is_a_whole_number_of_seconds_in_range() {
    for right in ["60", "86400", "3600.0", "36e2", "6e1", "864E+2"] {
        assert_eq!(broken(&format!(r#""expirationSeconds":{right}"#)), Vec::<String>::new(), "{right}");
    }
    for (value, message) in [
        ("59", "Minimum expiration is 60 seconds"),
        ("0", "Minimum expiration is 60 seconds"),
        ("-0.0", "Minimum expiration is 60 seconds"),
        ("-1e400", "Minimum expiration is 60 seconds"),
        ("86401", "Maximum expiration is 24 hours"),
        ("18446744073709551616", "Maximum expiration is 24 hours"),
        ("1e400", "Maximum expiration is 24 hours"),
        ("3600.5", "Expiration must be an integer"),
        ("0.5", "Expiration must be an integer"),
        ("\"3600\"", "Invalid input: expected number, received string"),
        ("null", "Invalid input: expected number, received null"),
        ("true", "Invalid input: expected number, received boolean"),
        ("[]", "Invalid input: expected number, received array"),
        ("{}", "Invalid input: expected number, received object"),
    ] {
        assert_eq!(broken(&format!(r#""expirationSeconds":{value}"#)), [message], "{value}");
    }
}

#[test]
fn a_wrong_type_breaks_only_the_type_rule() {
    for field in ["roomName", "participantIdentity", "participantName"] {
        for (value, received) in [
            ("5", "number"),
            ("1e999", "number"),
            ("false", "boolean"),
            ("null", "null"),
            ("[]", "array"),
            ("{}", "object"),
        ] {
            assert_eq!(
                broken(&format!(r#""{field}":{value}"#)),
                [format!("Invalid input: expected string, received {received}")],
                "{field} {value}"
            );
        }
    }
}

#[test]
fn a_member_given_twice_counts_as_the_last_one() {
    assert_eq!(broken(r#""roomName":5,"roomName":"r""#), Vec::<String>::new());
    assert_eq!(
        broken(r#""roomName":"r","roomName":null"#),
        ["Invalid input: expected string, received null"]
    );
    assert_eq!(broken(r#""roomName":"r","room\u004eame":"""#), ["Room name is required"]);
}

#[test]
fn an_unknown_member_is_refused_or_ignored_as_told() {
    let document =
        r#"{"roomName":"r","participantIdentity":"i","room_name":"x","grants":{"a":[1]},"grants":2}"#;
    assert_eq!(
        errors(document),
        [
            ("room_name".to_owned(), "Unknown member; did you mean roomName?".to_owned()),
            (
                "grants".to_owned(),
                "Unknown member; known are roomName, participantIdentity, expirationSeconds, participantName"
                    .to_owned()
            ),
        ]
    );
    let request = TokenRequest::from_json(document.as_bytes()).unwrap();
    assert_eq!(request.validate(Rules::Contract, UnknownMembers::Ignore).unwrap().room_name(), "r");
}

#[test]
fn a_document_that_is_no_object_breaks_one_rule() {
    for (document, received) in [
        ("[]", "array"),
        ("\"x\"", "string"),
        (" 5 ", "number"),
        ("1e999", "number"),
        ("null", "null"),
        ("true", "boolean"),
    ] {
        assert_eq!(
            errors(document),
            [(String::new(), format!("Invalid input: expected object, received {received}"))],
            "{document}"
        );
    }
}

#[test]
fn a_document_that_is_not_json_says_where_it_breaks() {
    for (document, reason) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("{", "EOF while parsing an object at line 1 column 1"),
        ("{\"a\":1}x", "trailing characters at line 1 column 8"),
        ("{\n  roomName: 1}", "key must be a string at line 2 column 3"),
        ("{\"roomName\":\"\\ud800\"}", "unexpected end of hex escape at line 1 column 20"),
    ] {
        assert_eq!(errors(document), [(String::new(), format!("Request body is not valid JSON: {reason}"))]);
    }
    let error = TokenRequest::from_json(b"{\"roomName\":\"\xff\"}").unwrap_err();
    assert!(
        error.message.starts_with("Request body is not valid JSON: invalid unicode code point"),
        "{error:?}"
    );
}

#[test]
fn a_byte_order_mark_and_deep_nesting_are_no_obstacle() {
    assert!(check("\u{feff}{\"roomName\":\"r\",\"participantIdentity\":\"i\"}").is_ok());
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let request = TokenRequest::from_json(deep.as_bytes()).unwrap();
    assert_eq!(request.unknown, ["x"]);
}

/// The quick reader says what the full one says, or nothing.
#[test]
fn a_plain_request_is_read_as_any_other() {
    let is_read = |document: &[u8]| {
        let plain = plain::read_plain(document);
        if let Some(request) = &plain {
            let in_full = TokenRequest::read_in_full(document, &[], &mut Vec::new());
            assert_eq!(in_full.as_ref(), Ok(request), "{}", String::from_utf8_lossy(document));
        }
        plain.is_some()
    };
    let plain = [
        r#"{"roomName":"demo","participantIdentity":"alice"}"#,
        " {  \"roomName\" : \"r\" , \"participantIdentity\":\"\" } \r\n",
        "{\"expirationSeconds\":0,\"participantName\":\"Ünï \u{1f600} \u{7f}\"}",
        r#"{"roomName":"a","roomName":"b","expirationSeconds":999999999,"roomName":5}"#,
    ];
    for document in plain {
        assert!(is_read(document.as_bytes()), "{document}");
    }
    for document in [
        "",
        "{",
        "{}",
        "[]",
        r#"{"roomName":"r",}"#,
        r#"{"roomName":"r"}}"#,
        r#"{"roomName":"r"} x"#,
        r#"{"roomName":"\n"}"#,
        r#"{"roomname":"r"}"#,
        r#"{"roomName":null}"#,
        r#"{"expirationSeconds":01}"#,
        r#"{"expirationSeconds":1.0}"#,
        r#"{"expirationSeconds":1e2}"#,
        r#"{"expirationSeconds":-1}"#,
        r#"{"expirationSeconds":1234567890}"#,
        "{\"roomName\":\"a\nb\"}",
        "{\n\"roomName\":\"r\"}",
        "\u{b}{\"roomName\":\"r\"}",
        "{\"roomName\":\u{a0}\"r\"}",
    ] {
        assert!(!is_read(document.as_bytes()), "{document}");
    }
    // Whatever a slip of one byte makes of a plain request.
    for document in plain.iter().map(|document| document.as_bytes()) {
        for at in 0..document.len() {
            for byte in
                [b'"', b'\\', b'{', b'}', b',', b':', b'0', b'9', b'.', b'e', b' ', 0, 0xc, 0x80, 0xc3, 0xff]
            {
                let mut changed = document.to_vec();
                changed[at] = byte;
                is_read(&changed);
                changed.remove(at);
                is_read(&changed);
            }
            is_read(&document[..at]);
        }
    }
}
