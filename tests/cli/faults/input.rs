//! Input at and beyond its limits.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::golden::{AT, token};
use crate::program::{Home, internal_error};

/// The most that is read.
const MIB: usize = 1 << 20;

/// The contract's answer to a document that is no request.
fn not_json(reason: &str) -> String {
    format!(
        "{{\"statusCode\":400,\"errorCode\":\"VALIDATION_ERROR\",\"message\":\"Request validation failed\",\
         \"validationErrors\":[{{\"field\":\"\",\"message\":\"{reason}\"}}],\"timestamp\":\"NOW\"}}\n"
    )
}

const REQUEST: &str = r#"{"roomName":"demo","participantIdentity":"alice"}"#;

/// Mints with a request from a file and from standard input, which are the same.
#[track_caller]
fn mint(home: &Home, document: &[u8], code: i32, expected: &str) {
    home.write("request.json", document);
    let args = ["mint", "--dev", "-o=token", "--at", AT, "--request"];
    for (request, stdin) in [("request.json", &b""[..]), ("-", document)] {
        let run = home.run_with(&[&args[..], &[request]].concat(), stdin);
        let told = if code == 0 { run.data() } else { run.json_failure(code) };
        assert_eq!(told, expected);
    }
}

#[test]
fn a_request_up_to_1_mib_is_read() {
    let home = Home::new();
    let token = format!("{}\n", token("devkey", "secret"));
    let padded = |size: usize| format!("{REQUEST}{}", " ".repeat(size - REQUEST.len()));
    mint(&home, padded(MIB).as_bytes(), 0, &token);
    mint(&home, padded(MIB + 1).as_bytes(), 2, &internal_error("the request is over 1 MiB"));
}

#[test]
fn utf_16_is_told() {
    let home = Home::new();
    let utf_16 = |text: &str, to_bytes: fn(u16) -> [u8; 2]| {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(to_bytes).collect::<Vec<u8>>()
    };
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        home.write("t.txt", utf_16(&token("devkey", "secret"), to_bytes));
        let told = |args: &[&str]| home.run(&[args, &["--dev", "--error-format=text"]].concat()).failure(2);
        for command in ["validate", "inspect"] {
            assert_eq!(
                told(&[command, "@t.txt"]),
                "error: the input is UTF-16, and UTF-8 is read: Windows PowerShell writes it by `| Out-File -Encoding ascii \
                 FILE`\n"
            );
        }
        assert_eq!(
            told(&["mint", "-r=demo", "-i=alice", "--metadata=@t.txt"]),
            "error: what was given with --metadata is UTF-16, and UTF-8 is read\n"
        );
    }
}

#[test]
fn a_byte_order_mark_before_a_request_is_no_part_of_it() {
    let home = Home::new();
    let token = format!("{}\n", token("devkey", "secret"));
    mint(&home, format!("\u{feff}{REQUEST}\r\n").as_bytes(), 0, &token);
}

#[test]
fn a_request_that_is_no_json_is_told_by_line_and_column() {
    let home = Home::new();
    let reason = |text: &str| not_json(&format!("Request body is not valid JSON: {text}"));
    for (document, expected) in [
        (&b""[..], reason("EOF while parsing a value at line 1 column 0")),
        (b"{\"roomName\":\"\xff\"}", reason("invalid unicode code point at line 1 column 14")),
        (b"\xff\xfe{\0}\0", reason("expected value at line 1 column 1")),
        (b"{\"roomName\":\n}", reason("expected value at line 2 column 1")),
        (b"{\"roomName\":NaN}", reason("expected value at line 1 column 13")),
        (b"[]", not_json("Invalid input: expected object, received array")),
        (b"null", not_json("Invalid input: expected object, received null")),
        (b"{} {}", reason("trailing characters at line 1 column 4")),
    ] {
        mint(&home, document, 2, &expected);
    }
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    let home = Home::new();
    for (open, depth) in [("[", MIB), ("{\"a\":", MIB / 5), ("[", 200)] {
        let document = open.repeat(depth);
        home.write("request.json", &document);
        let error = home.run(&["mint", "--dev", "--request=request.json"]).json_failure(2);
        assert!(error.contains("\"errorCode\":\"VALIDATION_ERROR\""), "{error}");
        let run = home.run_with(&["validate", "--dev"], document.as_bytes());
        assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    }
    let nested = format!(r#"{{"roomName":{}{}}}"#, "[".repeat(100), "]".repeat(100));
    let nested = home.run_with(&["mint", "--dev", "-i=alice", "--request=-"], nested).json_failure(2);
    assert!(nested.contains("\"Invalid input: expected string, received array\""), "{nested}");
}

#[test]
fn a_request_that_cannot_be_read_is_named_in_text() {
    let home = Home::new();
    let missing = "cannot read the file given with --request: No such file or directory (os error 2)";
    if cfg!(unix) {
        let directory = "cannot read the file given with --request: Is a directory (os error 21)";
        assert_eq!(home.run(&["mint", "--dev", "--request=."]).json_failure(5), internal_error(directory));
        assert_eq!(
            home.run(&["mint", "--dev", "--request=gone", "--error-format=text"]).failure(5),
            format!("error: gone: {missing}\n")
        );
        assert_eq!(home.run(&["mint", "--dev", "--request=gone"]).json_failure(5), internal_error(missing));
    }
}

/// A token of so many bytes, with a good form.
fn large_token(size: usize) -> String {
    let head = format!("{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#));
    let signature = ".c2ln";
    // Three bytes make four characters: the payload takes what fits, the signature what is left.
    let room = size - head.len() - signature.len();
    let payload = room / 4 * 3;
    let start = r#"{"iss":"a","metadata":""#;
    let claims = format!("{start}{}\"}}", "x".repeat(payload - start.len() - 2));
    let token = format!("{head}{}{signature}", URL_SAFE_NO_PAD.encode(claims));
    format!("{token}{}", "A".repeat(size - token.len()))
}

#[test]
fn a_token_up_to_1_mib_is_read() {
    let home = Home::new();
    let largest = large_token(MIB);
    let shown = home.run_with(&["inspect", "-o=claims"], largest.as_str()).data();
    assert!(shown.starts_with("{\"iss\":\"a\",\"metadata\":\"xxx") && shown.len() > 700_000);
    let verdict = home.run_with(&["validate", "--dev"], largest.as_str());
    assert_eq!((verdict.code, verdict.stderr.as_str()), (1, ""));
    assert!(verdict.stdout.contains("\"body\":\"invalid API key\""), "{}", verdict.stdout);
    let too_large = internal_error("the input is over 1 MiB, more than any token or request");
    for args in [&["inspect"][..], &["validate", "--dev"]] {
        assert_eq!(home.run_with(args, large_token(MIB + 1)).json_failure(2), too_large);
    }
}

#[test]
fn dots_alone_are_no_token() {
    let home = Home::new();
    let verdict = home.run_with(&["validate", "--dev"], ".".repeat(MIB));
    assert_eq!((verdict.code, verdict.stderr.as_str()), (1, ""));
    assert!(verdict.stdout.contains("\"body\":\"invalid authorization token\""), "{}", verdict.stdout);
    let error = home.run_with(&["inspect"], ".".repeat(MIB)).json_failure(2);
    assert!(error.contains("this is no token"), "{error}");
}

#[test]
fn bytes_that_are_no_text_are_no_token() {
    let home = Home::new();
    let not_text = internal_error("the input is not text: it is not valid UTF-8");
    for args in [&["inspect"][..], &["validate", "--dev"]] {
        assert_eq!(home.run_with(args, b"eyJ\xff.a.b".to_vec()).json_failure(2), not_text);
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_told_where_it_has_to_be() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use crate::program::ran;

    let home = Home::new();
    let bytes = OsStr::from_bytes(b"\xff\xfe");
    for args in
        [&["mint", "--dev", "--room"][..], &["mint"], &["inspect"], &["validate"], &["profile", "show"], &[]]
    {
        let failed = ran(home.command(args).arg(bytes)).json_failure(2);
        assert!(failed.starts_with("{\"statusCode\":500,\"errorCode\":\"INTERNAL_ERROR\","), "{failed}");
    }
    // A path may be any bytes.
    std::fs::write(home.path().join(bytes), REQUEST).unwrap();
    let minted = ran(home.command(&["mint", "--dev", "-o=token", "--at", AT, "--request"]).arg(bytes));
    assert_eq!(minted.data(), format!("{}\n", token("devkey", "secret")));
    let gone = OsStr::from_bytes(b"\xff\xfd");
    let text = ran(home.command(&["mint", "--dev", "--error-format=text", "--request"]).arg(gone)).failure(5);
    assert_eq!(
        text,
        "error: \u{fffd}\u{fffd}: cannot read the file given with --request: No such file or directory (os error 2)\n"
    );
}

#[test]
fn a_time_out_of_range_is_refused() {
    let home = Home::new();
    let range = "time out of range: it must lie between 1970-01-01 and 9999-12-30";
    let not_a_time =
        "not a time: give RFC 3339, such as 2026-01-31T12:00:00Z, or Unix seconds, such as 1769860800";
    for (at, problem) in [
        ("1969-12-31T23:59:59Z", range),
        ("253402300800", range),
        ("99999999999999999999", range),
        ("-1", not_a_time),
        ("2026-01-31", not_a_time),
        ("1e9", not_a_time),
        ("now", not_a_time),
    ] {
        let expected = internal_error(&format!("invalid value '{at}' for '--at <TIME>': {problem}"));
        for command in [&["mint", "--dev", "-r=a", "-i=b"][..], &["inspect", "a.b.c"], &["validate", "a.b.c"]]
        {
            assert_eq!(home.run(&[command, &["--at", at]].concat()).json_failure(2), expected);
        }
    }
}

#[test]
fn times_before_2038_and_after_are_the_same_to_us() {
    let home = Home::new();
    for (at, expires_at) in [
        ("0", "1970-01-01T01:00:00Z"),
        ("2147483647", "2038-01-19T04:14:07Z"),
        ("4294967296", "2106-02-07T07:28:16Z"),
        ("9999-12-30T20:00:00Z", "9999-12-30T21:00:00Z"),
    ] {
        let minted = home.run(&["mint", "--dev", "-r=a", "-i=b", "--at", at]).data();
        assert!(minted.contains(&format!("\"expiresAt\":\"{expires_at}\"")), "{minted}");
        let verdict = home.run_with(&["validate", "--dev", "--at", at], minted);
        assert_eq!(verdict.code, 0, "{}", verdict.stdout);
    }
}
