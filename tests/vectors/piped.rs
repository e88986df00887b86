//! What is piped into the program: bytes that are no text, and wrappings that hide something else than a token.

use lktoken::token::reader::Token;

use crate::AT;
use crate::forge::{Recipe, encode};
use crate::program::Home;

const PAYLOAD: &str =
    r#"{"iss":"devkey","sub":"alice","exp":4102444800,"video":{"roomJoin":true,"room":"demo"}}"#;
const EXPIRED: &str = r#"{"iss":"devkey","sub":"alice","exp":1,"video":{"roomJoin":true,"room":"demo"}}"#;

/// What comes of an input: exit code, and what is told on either stream.
struct Piped {
    name: &'static str,
    bytes: Vec<u8>,
    /// Of `inspect`, `validate` and `mint --from`, which does not look at a header.
    codes: [i32; 3],
    /// A part of what `validate` says.
    told: &'static str,
}

fn rows() -> Vec<Piped> {
    let good = Recipe::new(PAYLOAD).token();
    let expired = Recipe::new(EXPIRED).token();
    let row = |name, bytes: Vec<u8>, codes, told| Piped { name, bytes, codes, told };
    let text = |name, text: String, codes, told| row(name, text.into_bytes(), codes, told);
    let valid = r#"{"valid":true,"#;
    let too_large = "the input is over 1 MiB, more than any token or request";
    let not_text = "the input is not text: it is not valid UTF-8";
    let empty = "the input is empty";
    let parts = r#""code":"not-three-parts""#;
    vec![
        row("a byte that is no UTF-8 behind a token", [good.as_bytes(), b"\xff"].concat(), [2; 3], not_text),
        row("a byte that is no UTF-8 before a token", [b"\x80", good.as_bytes()].concat(), [2; 3], not_text),
        row(
            "bytes within a token",
            good.as_bytes().iter().flat_map(|&byte| [byte, 0x80]).collect(),
            [2; 3],
            not_text,
        ),
        row("UTF-16", good.encode_utf16().flat_map(u16::to_le_bytes).collect(), [2, 1, 2], "bad-base64url"),
        row(
            "UTF-16 with its mark",
            [&b"\xff\xfe"[..], &good.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat(),
            [2; 3],
            "the input is UTF-16",
        ),
        row("nothing", vec![], [2; 3], empty),
        row("a NUL", vec![0], [2, 1, 2], parts),
        row("1 MiB of NULs", vec![0; 1 << 20], [2, 1, 2], parts),
        row("1 MiB of spaces", vec![b' '; 1 << 20], [2; 3], empty),
        row("more than 1 MiB of spaces", vec![b' '; (1 << 20) + 1], [2; 3], too_large),
        row("more than 1 MiB of dots", vec![b'.'; (1 << 20) + 1], [2; 3], too_large),
        row("10 MiB", vec![b'A'; 10 << 20], [2; 3], too_large),
        text("line ends around", format!("\r\n\n{good}\r\n\r\n"), [0; 3], valid),
        text("a mark and line ends", format!("\u{feff}{good}\r\n"), [0; 3], valid),
        text("two tokens", format!("{good}\n{expired}\n"), [2; 3], "there are several tokens"),
        text("two tokens and a space", format!("{good} {expired}"), [2; 3], "there are several tokens"),
        text("Bearer twice", format!("Bearer Bearer {good}"), [2, 1, 0], "bad-base64url"),
        text("a header before it", format!("Authorization: Bearer {good}"), [0; 3], valid),
        text("a header behind it", format!("{good}\r\nX-Forwarded-For: 127.0.0.1"), [2, 1, 2], parts),
        // What the last member of a name says counts, and only the first name of the known ones is looked at.
        text(
            "JSON with two tokens",
            format!(r#"{{"token":"{good}","token":"{expired}"}}"#),
            [0, 1, 0],
            r#""code":"expired""#,
        ),
        text("JSON with an escaped name", format!(r#"{{"\u0074oken":"{good}"}}"#), [0; 3], valid),
        text(
            "JSON with a token in another case",
            format!(r#"{{"Token":"{good}"}}"#),
            [2, 1, 2],
            "Unknown member",
        ),
        text(
            "JSON with a token within",
            format!(r#"{{"x":{{"token":"{good}"}}}}"#),
            [2, 1, 2],
            "Unknown member",
        ),
        text("JSON with a lone surrogate for a token", r#"{"token":"\ud800"}"#.to_owned(), [2, 1, 2], parts),
        text(
            "JSON in which JSON is the token",
            format!(r#"{{"token":"{{\"token\":\"{good}\"}}"}}"#),
            [2, 1, 0],
            r#""code":"#,
        ),
        text(
            "JSON nested too deep",
            format!(r#"{{"token":{}"#, "[".repeat(500_000)),
            [2, 1, 2],
            "Request body is not valid JSON: EOF while parsing a list",
        ),
        text(
            "an address with two tokens",
            format!("https://meet.livekit.io/custom?token={good}&token={expired}"),
            [0; 3],
            valid,
        ),
        text(
            "an address with an escaped token",
            format!("https://example.com/?token={}", good.replace('.', "%2E")),
            [2, 1, 2],
            parts,
        ),
        text(
            "a line of a file among others",
            format!("A=1\nLIVEKIT_TOKEN={good}\nLIVEKIT_TOKEN={expired}\n"),
            [0; 3],
            valid,
        ),
        text("quotes that do not match", format!("\"{good}'"), [2, 1, 0], "bad-base64url"),
        text("five pairs of quotes", format!("\"'`\"'{good}'\"`'\""), [2, 1, 0], "bad-base64url"),
        text("a token in base64", encode(&good), [2, 1, 2], parts),
        text(
            "what an attacker calls a token",
            "\u{1b}[2J\u{1b}]0;owned\u{7}.\u{202e}.\u{9b}".to_owned(),
            [2, 1, 2],
            "bad-base64url",
        ),
    ]
}

#[test]
fn what_is_piped_is_told_apart() {
    let home = Home::new();
    let mut differences = Vec::new();
    for Piped { name, bytes, codes, told } in rows() {
        let [inspect, validate, mint] =
            [&["inspect"][..], &["validate"], &["mint", "--from=-", "--expires-in=1h"]]
                .map(|args| home.run_with(&[args, &["--dev", "--at", AT]].concat(), bytes.clone()));
        let seen = [inspect.code, validate.code, mint.code];
        let said = format!("{}{}", validate.stdout, validate.stderr);
        if seen != codes || !said.contains(told) {
            differences.push(format!("{name}: {seen:?} {said:.300}"));
        }
        for ran in [&inspect, &validate, &mint] {
            // Standard output is data, standard error talk; and neither carries what a terminal would act on.
            assert!((ran.code == 2) == ran.stdout.is_empty(), "{name}: {ran:?}");
            assert!(!ran.stderr.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}']), "{name}: {ran:?}");
            assert!(!ran.stderr.contains("eyJ"), "a token in an error: {name}: {}", ran.stderr);
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// What the reader is given is what is judged: nothing is cut off at a NUL or a line end.
#[test]
fn nothing_behind_a_token_is_overlooked() {
    let good = Recipe::new(PAYLOAD).token();
    for behind in ["\0", "\0x", "\u{1a}", "\u{4}", ";", "#x", "?x", " x", "\tx", "\n.x"] {
        let token = format!("{good}{behind}");
        let is_whole = Token::read(&token).is_ok_and(|token| token.signature.is_ok());
        assert!(!is_whole, "{behind:?}");
    }
}
