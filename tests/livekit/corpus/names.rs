//! How long identities and rooms may be, in bytes, and what they may hold.

use super::{Case, Claims};

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, text) in texts() {
        let quoted = [b"\"", text.as_slice(), b"\""].concat();
        cases.push(Case::join(format!("identity: {name}"), &Claims::join().with("sub", &quoted)));
        cases.push(Case::join(
            format!("identity from jti: {name}"),
            &Claims::join().without("sub").and("jti", &quoted),
        ));
        let video = [br#"{"roomJoin":true,"room":"#, quoted.as_slice(), b"}"].concat();
        cases.push(Case::join(format!("room: {name}"), &Claims::join().with("video", video)));
    }
    let long = format!("\"{}\"", "x".repeat(257));
    let both =
        Claims::join().with("sub", &long).with("video", format!(r#"{{"roomJoin":true,"room":{long}}}"#));
    cases.push(Case::join("identity and room too long", &both));
    cases.push(Case::join(
        "identity too long, room empty",
        &Claims::join().with("sub", &long).with("video", r#"{"roomJoin":true}"#),
    ));
    cases.push(Case::join(
        "identity empty, room empty",
        &Claims::join().without("sub").with("video", r#"{"roomJoin":true}"#),
    ));
    cases.push(Case::join(
        "identity too long, no roomJoin",
        &Claims::join().with("sub", &long).with("video", r#"{"room":"demo"}"#),
    ));
    cases.push(Case::join(
        "other names of 300 bytes",
        &Claims::join()
            .and("name", format!("\"{}\"", "x".repeat(300)))
            .and("identity", format!("\"{}\"", "x".repeat(300)))
            .and("jti", format!("\"{}\"", "x".repeat(300))),
    ));
    cases
}

/// Raw contents of JSON strings.
fn texts() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("1 byte", b"x".to_vec()),
        ("255 bytes", vec![b'x'; 255]),
        ("256 bytes", vec![b'x'; 256]),
        ("257 bytes", vec![b'x'; 257]),
        ("128 characters of two bytes", "é".repeat(128).into()),
        ("129 characters of two bytes", "é".repeat(129).into()),
        ("85 characters of three bytes", "€".repeat(85).into()),
        ("85 of three and one of one", ("€".repeat(85) + "x").into()),
        ("86 characters of three bytes", "€".repeat(86).into()),
        ("64 characters of four bytes", "😀".repeat(64).into()),
        ("65 characters of four bytes", "😀".repeat(65).into()),
        ("64 surrogate pairs", br"\ud83d\ude00".repeat(64)),
        ("65 surrogate pairs", br"\ud83d\ude00".repeat(65)),
        ("256 escapes of one byte", br"\u0041".repeat(256)),
        ("257 escapes of one byte", br"\u0041".repeat(257)),
        // Every bad byte becomes a character of three.
        ("85 bad bytes", vec![0xff; 85]),
        ("86 bad bytes", vec![0xff; 86]),
        ("85 bad bytes and one good", [vec![0xff; 85], vec![b'x']].concat()),
        // A cut character: three bytes there, three bytes for each of them.
        ("28 characters cut off", b"\xf0\x9f\x98".repeat(28)),
        ("29 characters cut off", b"\xf0\x9f\x98".repeat(29)),
        ("28 surrogates in UTF-8", b"\xed\xa0\x80".repeat(28)),
        ("29 surrogates in UTF-8", b"\xed\xa0\x80".repeat(29)),
        ("85 lone surrogates", br"\ud800".repeat(85)),
        ("86 lone surrogates", br"\ud800".repeat(86)),
        // A low surrogate may follow a high one only; here both stand alone.
        ("42 pairs the wrong way round", br"\udc00\ud800x".repeat(36)),
        ("43 pairs the wrong way round", br"\udc00\ud800x".repeat(37)),
        ("high surrogate before a letter", br"\ud800\u0041".repeat(64)),
        ("high surrogate before a letter, once more", br"\ud800\u0041".repeat(65)),
        ("space", b" ".to_vec()),
        ("NUL", br"\u0000".to_vec()),
        ("control and bidi characters", br"\u001b[31m\u202e\u0007".to_vec()),
        ("solidus and dots", b"../../a?b#c%00".to_vec()),
        ("empty", Vec::new()),
    ]
}
