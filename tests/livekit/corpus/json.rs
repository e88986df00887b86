//! The payload as JSON text.

use super::{Case, Claims};

pub fn cases() -> Vec<Case> {
    let good = String::from_utf8(Claims::join().json()).expect("the payload is text");
    let mut cases = whole_payloads();
    let around: [(&str, &str, &str); 16] = [
        ("spaces around", " \t\r\n", " \n"),
        ("text after", "", "x"),
        ("comma after", "", ","),
        ("object after", "", "{}"),
        ("null after", "", " null"),
        ("bracket after", "", "}"),
        ("NUL after", "", "\0"),
        ("NUL before", "\0", ""),
        ("BOM before", "\u{feff}", ""),
        ("BOM after", "", "\u{feff}"),
        ("no-break space before", "\u{a0}", ""),
        ("form feed before", "\u{c}", ""),
        ("vertical tab after", "", "\u{b}"),
        ("comment before", "/**/", ""),
        ("comment after", "", "//"),
        ("in an array", "[", "]"),
    ];
    for (name, before, after) in around {
        let payload = format!("{before}{good}{after}");
        cases.push(Case::new(format!("json: {name}"), payload));
    }
    let values: [(&str, &[u8]); 44] = [
        ("NaN", b"NaN"),
        ("Infinity", b"Infinity"),
        ("undefined", b"undefined"),
        ("capital True", b"True"),
        ("capital NULL", b"NULL"),
        ("truex", b"truex"),
        ("tru", b"tru"),
        ("nothing", b""),
        ("plus sign", b"+1"),
        ("leading zero", b"01"),
        ("leading point", b".5"),
        ("trailing point", b"5."),
        ("minus only", b"-"),
        ("minus zero", b"-0"),
        ("minus leading zero", b"-01"),
        ("exponent without digits", b"1e"),
        ("exponent with sign only", b"1e+"),
        ("exponent with capital letter", b"1E+2"),
        ("hexadecimal", b"0x10"),
        ("digit separators", b"1_000"),
        ("number beyond a double", b"1e400"),
        ("number of 400 digits", &[b'9'; 400]),
        ("single quotes", b"'x'"),
        ("string not closed", b"\"x"),
        ("line feed in a string", b"\"\n\""),
        ("tab in a string", b"\"\t\""),
        ("NUL in a string", b"\"\0\""),
        ("delete character in a string", b"\"\x7f\""),
        ("every short escape", br#""\"\\\/\b\f\n\r\t""#),
        ("unknown escape", br#""\x41""#),
        ("escaped single quote", br#""\'""#),
        ("short unicode escape", br#""\u12""#),
        ("bad unicode escape", br#""\u12G4""#),
        ("capital U escape", br#""\U0041""#),
        ("escaped NUL", br#""\u0000""#),
        ("lone high surrogate", br#""\ud800""#),
        ("lone low surrogate", br#""\udc00""#),
        ("surrogates the wrong way round", br#""\udc00\ud800""#),
        ("surrogate pair", br#""\ud83d\ude00""#),
        ("bad UTF-8", b"\"\xff\xfe\""),
        ("surrogate in UTF-8", b"\"\xed\xa0\x80\""),
        ("overlong UTF-8", b"\"\xc0\xaf\""),
        ("UTF-8 cut off", b"\"\xe2\x82\""),
        ("comma in an array", b"[1,]"),
    ];
    for (name, value) in values {
        // In a claim nobody reads, and in one that somebody does.
        cases.push(Case::join(format!("json: unknown claim is {name}"), &Claims::join().and("x", value)));
        cases.push(Case::join(format!("json: name is {name}"), &Claims::join().and("name", value)));
    }
    cases.extend(nested());
    cases
}

fn whole_payloads() -> Vec<Case> {
    let payloads: [(&str, &[u8]); 15] = [
        ("null", b"null"),
        ("empty object", b"{}"),
        ("empty array", b"[]"),
        ("true", b"true"),
        ("number", b"5"),
        ("string", br#""x""#),
        ("space only", b" "),
        ("nothing", b""),
        ("not closed", br#"{"iss":"devkey""#),
        ("comma after the last member", br#"{"iss":"devkey","exp":$(+600),}"#),
        ("two commas", br#"{"iss":"devkey",,"exp":$(+600)}"#),
        ("no colon", br#"{"iss" "devkey","exp":$(+600)}"#),
        ("no comma", br#"{"iss":"devkey" "exp":$(+600)}"#),
        ("name without quotes", br#"{iss:"devkey","exp":$(+600)}"#),
        ("name is a number", br#"{1:"devkey","exp":$(+600)}"#),
    ];
    payloads
        .into_iter()
        .map(|(name, payload)| {
            let case = Case::new(format!("json: payload is {name}"), payload);
            let has_none = crate::forge::has_no_exp(payload) && payload.starts_with(b"{");
            if has_none { case.without_exp() } else { case }
        })
        .collect()
}

fn nested() -> Vec<Case> {
    // The payload itself is one level.
    [9_000, 9_998, 9_999, 10_000, 11_000]
        .into_iter()
        .flat_map(|depth| {
            let arrays = "[".repeat(depth) + &"]".repeat(depth);
            let objects = r#"{"a":"#.repeat(depth) + "1" + &"}".repeat(depth);
            [
                Case::join(
                    format!("json: unknown claim {depth} arrays deep"),
                    &Claims::join().and("x", &arrays),
                ),
                Case::join(
                    format!("json: unknown claim {depth} objects deep"),
                    &Claims::join().and("x", &objects),
                ),
                Case::join(format!("json: aud {depth} arrays deep"), &Claims::join().and("aud", &arrays)),
                Case::join(format!("json: name {depth} arrays deep"), &Claims::join().and("name", &arrays)),
                Case::join(
                    format!("json: roomConfig unknown member {depth} arrays deep"),
                    &Claims::join().and("roomConfig", format!(r#"{{"x":{arrays}}}"#)),
                ),
            ]
        })
        .collect()
}
