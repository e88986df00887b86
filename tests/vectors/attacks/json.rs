//! JSON that readers disagree about, or choke on.

use super::{Attack, Inspected, JOIN, Renewed, joining};
use crate::forge::encode;

const NO_JSON: &str = "payload is not JSON";

pub fn rows() -> Vec<Attack> {
    let mut rows = nested();
    rows.extend(encodings());
    rows.extend(grammar());
    rows.extend(again());
    rows
}

fn bad_header(name: String, header: impl Into<Vec<u8>>) -> Attack {
    Attack::header(name, header).unreadable("bad-json", "its header is not JSON").renewed(Renewed::Token)
}

fn bad_payload(name: String, payload: impl Into<Vec<u8>>) -> Attack {
    Attack::payload(name, payload).unreadable("bad-json", NO_JSON)
}

/// The header and the claims are the first level themselves; 10,000 are allowed in all.
fn nested() -> Vec<Attack> {
    let mut rows = Vec::new();
    for depth in [9_999, 10_000, 10_001, 50_000] {
        for (kind, open, close) in [("arrays", "[", "]"), ("objects", r#"{"a":"#, "}")] {
            let value = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let name = |part: &str| format!("nested: {depth} {kind} in the {part}");
            let header = format!(r#"{{"alg":"HS256","x":{value}}}"#);
            let payload = joining(format!(r#","x":{value}"#));
            if depth < 10_000 {
                rows.push(Attack::header(name("header"), header));
                rows.push(Attack::payload(name("payload"), payload));
            } else {
                rows.push(bad_header(name("header"), header));
                rows.push(bad_payload(name("payload"), payload));
            }
        }
    }
    for (name, text) in [
        ("100,000 arrays that never end", "[".repeat(100_000)),
        ("50,000 objects that never end", r#"{"a":"#.repeat(50_000)),
        ("100,000 ends", "]".repeat(100_000)),
        ("arrays and objects by turns", r#"[{"a":"#.repeat(20_000)),
    ] {
        rows.push(bad_header(format!("nested: header of {name}"), text.clone()));
        rows.push(bad_payload(format!("nested: payload of {name}"), text));
    }
    // 1 MB of them, more than a server reads at all.
    rows.push(
        bad_payload("nested: 700,000 arrays that never end".into(), "[".repeat(700_000)).not_for_servers(),
    );
    let wide = format!(",\"x\":[{}0]", "[],".repeat(200_000));
    rows.push(Attack::payload("nested: 200,000 arrays side by side", joining(wide)).not_for_servers());
    rows
}

/// Bytes that are no UTF-8, or that other readers take for something else.
fn encodings() -> Vec<Attack> {
    let text = String::from_utf8(joining("")).unwrap();
    let utf16 = |big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let bad = |name: &str, payload: Vec<u8>| bad_payload(format!("encoding: {name}"), payload);
    // In a string a server puts U+FFFD for each byte; a claim minted anew would not be the same.
    let odd = |name: &str, bytes: &[u8]| {
        let more = [b",\"x\":\"", bytes, b"\""].concat();
        Attack::payload(format!("encoding: {name} in a string"), joining(more))
            .breaches(&["invalid-unicode"])
            .renewed(Renewed::Refused("x: is not well-formed Unicode"))
    };
    let mut rows = vec![
        bad("UTF-16", utf16(false)),
        bad("UTF-16, big end first", utf16(true)),
        bad("UTF-16 with its mark", [b"\xff\xfe", utf16(false).as_slice()].concat()),
        bad("UTF-32", utf32),
        bad("UTF-8 mark twice", ["\u{feff}\u{feff}", &text].concat().into()),
        bad("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03".to_vec()),
        bad("CBOR", b"\xa1\x63iss\x66devkey".to_vec()),
        bad("a brace too long for UTF-8", [b"\xc1\xbb", &joining("")[1..]].concat()),
        bad("a quote too long for UTF-8", text.replacen('"', "\u{1}", 1).replace('\u{1}', "\u{ff02}").into()),
        bad("a line separator between members", text.replacen(',', ",\u{2028}", 1).into()),
        odd("a byte", b"\xff"),
        odd("half a character", b"\xe2\x82"),
        odd("a NUL of two bytes", b"\xc0\x80"),
        odd("a slash of two bytes", b"\xc0\xaf"),
        odd("a surrogate pair of six bytes", b"\xed\xa0\xbd\xed\xb8\x80"),
        odd("a character beyond Unicode", b"\xf4\x90\x80\x80"),
        odd("a character of five bytes", b"\xf8\x88\x80\x80\x80"),
        odd("a lone high surrogate", br"\ud800"),
        odd("a lone low surrogate", br"\udfff"),
        odd("two high surrogates and a low one", br"\ud83d\ud83d\ude00"),
        odd("surrogates with a letter between", br"\ud83dx\ude00"),
    ];
    // A name that is no Unicode folds to no other: `iss` of broken bytes is nobody's.
    let lone = joining(r#","is\udc73":"otherkey","\ud800":1"#);
    rows.push(
        Attack::payload("encoding: lone surrogates in names", lone)
            .breaches(&["invalid-unicode"])
            .renewed(Renewed::Refused("is not well-formed Unicode")),
    );
    // What reads alike is another word.
    for (name, look_alike) in [
        ("iss with a Cyrillic letter", "\u{456}ss"),
        ("exp with a Cyrillic letter", "ex\u{440}"),
        ("video with a zero width joiner", "vi\u{200d}deo"),
        ("sub full width", "\u{ff53}\u{ff55}\u{ff42}"),
        ("sub with a combining mark", "sub\u{301}"),
    ] {
        let more = format!(r#","{look_alike}":"x""#);
        let lints: &[&str] = if name.starts_with("video") { &["unknown-claim"] } else { &[] };
        rows.push(Attack::payload(format!("encoding: {name}"), joining(more)).lints(lints));
    }
    rows
}

/// Not JSON, though some reader takes it for that.
fn grammar() -> Vec<Attack> {
    let text = String::from_utf8(joining("")).unwrap();
    let mut rows = Vec::new();
    for (name, payload) in [
        ("a newline-delimited second document", format!("{text}\n{text}")),
        ("a record separator", format!("\u{1e}{text}")),
        ("a prefix against theft", format!(")]}}',\n{text}")),
        ("a callback", format!("f({text})")),
        ("YAML", "iss: devkey\nsub: alice\n".to_owned()),
        ("a form", "iss=devkey&sub=alice".to_owned()),
        ("XML", "<iss>devkey</iss>".to_owned()),
        ("a comment", format!("{JOIN}/*,*/}}")),
        ("a hash comment", format!("{text}#")),
        ("semicolons", text.replace(',', ";")),
        ("equals signs", text.replace(':', "=")),
        ("no quotes around names", text.replace("\"iss\"", "iss")),
        ("single quotes", text.replace('"', "'")),
        ("typographic quotes", text.replacen("\"iss\"", "\u{201c}iss\u{201d}", 1)),
        ("a raw tab in a string", text.replace("alice", "al\tice")),
        ("a raw line feed in a name", text.replace("\"sub\"", "\"su\nb\"")),
        ("a raw NUL in a string", text.replace("alice", "alice\0")),
        ("a raw escape in a string", text.replace("alice", "\u{1b}[2J")),
        ("an escape in hexadecimal", text.replace("alice", r"\x61lice")),
        ("an escape in octal", text.replace("alice", r"\141lice")),
        ("an escape in braces", text.replace("alice", r"\u{61}lice")),
        ("an escape cut off", text.replace("alice", r"alice\u00")),
        ("two strings side by side", text.replace("\"alice\"", "\"al\" \"ice\"")),
        ("full-width digits", text.replace("4102444800", "\u{ff14}102444800")),
        ("a hole in an array", format!(r#"{JOIN},"x":[1,,2]}}"#)),
        ("brackets that cross", format!(r#"{JOIN},"x":[{{]}}}}"#)),
    ] {
        rows.push(bad_payload(format!("grammar: {name}"), payload));
    }
    rows
}

/// The same member again: a server merges, and the last one counts.
fn again() -> Vec<Attack> {
    let twice = |name: &str, more: &str, told: &'static str| {
        Attack::payload(format!("twice: {name}"), joining(more))
            .breaches(&["duplicate-member"])
            .renewed(Renewed::Refused(told))
    };
    let cased = |name: &str, more: &str, told: &'static str| {
        Attack::payload(format!("twice: {name}"), joining(more))
            .breaches(&["member-case"])
            .renewed(Renewed::Refused(told))
    };
    let admin: &[&str] = &["duplicate-member"];
    vec![
        twice("iss, another key first", r#","iss":"devkey""#, "iss: is given twice"),
        twice("iss, another key last", r#","iss":"otherkey""#, "iss: is given twice")
            .refused(&["unknown-key"])
            .inspected(Inspected::NotChecked),
        twice("iss escaped", r#","\u0069ss":"otherkey""#, "iss: is given twice")
            .refused(&["unknown-key"])
            .inspected(Inspected::NotChecked),
        cased("iss in capitals", r#","ISS":"otherkey""#, "ISS: is iss in another case")
            .refused(&["unknown-key"])
            .inspected(Inspected::NotChecked),
        cased("iss with long s", ",\"i\u{17f}\u{17f}\":\"otherkey\"", "is iss in another case")
            .refused(&["unknown-key"])
            .inspected(Inspected::NotChecked),
        twice("sub", r#","sub":"mallory""#, "sub: is given twice"),
        cased("sub in another case", r#","Sub":"mallory""#, "Sub: is sub in another case"),
        twice("exp, past last", r#","exp":1"#, "exp: is given twice").refused(&["expired"]),
        cased("exp in another case, past", r#","eXP":1"#, "eXP: is exp in another case").refused(&["expired"]),
        twice("video, with more power", r#","video":{"roomAdmin":true,"room":"other"}"#, "video: is given twice"),
        twice("video, with less", r#","video":{"roomJoin":false}"#, "video: is given twice")
            .refused(&["no-room-join"])
            .lints(&["unused-room"]),
        cased("video in another case", r#","VIDEO":{"roomAdmin":true}"#, "VIDEO: is video in another case"),
        twice("video, nothing last", r#","video":null"#, "video: is given twice").refused(&["no-video-grant"]),
        twice("a claim nobody reads", r#","x":1,"x":2"#, "x: is given twice"),
        Attack::payload("twice: within a claim nobody reads", joining(r#","x":{"a":1,"a":2}"#)).breaches(admin)
            .renewed(Renewed::Refused("x: has \"a\" twice in one object")),
        Attack::payload(
            "twice: room within video",
            br#"{"iss":"devkey","sub":"alice","exp":4102444800,"video":{"room":"a","roomJoin":true,"room":"demo"}}"#,
        )
        .breaches(admin)
        .renewed(Renewed::Refused("room: is given twice")),
        Attack::payload(
            "twice: roomJoin in another case, off last",
            br#"{"iss":"devkey","sub":"alice","exp":4102444800,"video":{"room":"demo","roomJoin":true,"ROOMJOIN":false}}"#,
        )
        .breaches(&["member-case"])
        .lints(&["unused-room"])
        .refused(&["no-room-join"])
        .renewed(Renewed::Refused("ROOMJOIN: is roomJoin in another case")),
        Attack::payload(
            "twice: 10,000 subs",
            joining(r#","sub":"alice""#.repeat(10_000)),
        )
        .breaches(admin)
        .renewed(Renewed::Refused("sub: is given twice")),
        // Readers that cut names at a NUL see one member twice; a server does not.
        Attack::payload("twice: sub with a NUL", joining(r#","sub\u0000":"mallory","su\u0062 ":"x""#)),
        Attack::payload(
            "twice: the claims within base64url",
            joining(format!(r#","payload":"{}""#, encode(joining("")))),
        ),
    ]
}
