use super::*;

fn parse(text: &str) -> Result<Document, SyntaxError> {
    Document::parse(text.as_bytes().to_vec())
}

fn string(text: &[u8]) -> (String, bool) {
    let document = Document::parse(text.to_vec()).unwrap();
    (document.root().string().into_owned(), document.root().is_well_formed())
}

#[test]
fn members_keep_their_order_and_their_duplicates() {
    let document = parse(r#" {"b":[1,{"x":null}],"a":{}, "b" : "z" } "#).unwrap();
    let members: Vec<_> = document
        .root()
        .members()
        .map(|(name, value)| format!("{}={}", name.string(), String::from_utf8_lossy(value.raw())))
        .collect();
    assert_eq!(members, [r#"b=[1,{"x":null}]"#, "a={}", r#"b="z""#]);
    let (_, array) = document.root().members().next().unwrap();
    assert_eq!(array.elements().map(Value::kind).collect::<Vec<_>>(), [Kind::Number, Kind::Object]);
    assert_eq!(array.members().count(), 0);
    assert_eq!(document.root().elements().count(), 0);
    assert_eq!(document.root().descendant_objects().count(), 3);
}

#[test]
fn the_grammar_is_json_s() {
    for right in [
        "0",
        "-0",
        "1.5e+10",
        "1E5",
        "true",
        "false",
        "null",
        "[]",
        "{}",
        "[[],[]]",
        "\"\\u0041\\/\"",
        "\t[1 , 2]\r\n",
    ] {
        assert!(parse(right).is_ok(), "{right}");
    }
    for wrong in [
        "",
        " ",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "-",
        "+1",
        "NaN",
        "tru",
        "nul",
        "[",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "[,]",
        "{,}",
        "{\"a\"}",
        "{a:1}",
        "{1:2}",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "[1 2]",
        "1 2",
        "{}x",
        "]",
        "[}",
        "{]",
        "\u{feff}{}",
        "'a'",
        "[1}",
    ] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
    assert_eq!(parse("{} x").unwrap_err(), SyntaxError { offset: 3, fault: Fault::Trailing });
    assert_eq!(parse("[1,").unwrap_err(), SyntaxError { offset: 3, fault: Fault::Ends });
    assert_eq!(parse("{]").unwrap_err().to_string(), "unexpected ']' at byte 1");
    assert_eq!(parse("\u{1}").unwrap_err().to_string(), "unexpected byte 0x01 at byte 0");
}

#[test]
fn nesting_is_bounded_as_in_go() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(parse(&nested(MAX_DEPTH + 1)).unwrap_err().fault, Fault::TooDeep);
}

#[test]
fn strings_are_read_as_go_reads_them() {
    assert_eq!(string(br#""a\n\"\\\/\b\f\r\tz""#), ("a\n\"\\/\u{8}\u{c}\r\tz".to_owned(), true));
    assert_eq!(string(br#""\u00e9\ud83d\ude00""#), ("é😀".to_owned(), true));
    assert_eq!(string(br#""\ud83dx""#), ("\u{fffd}x".to_owned(), false));
    assert_eq!(string(br#""\ud83d\ud83d\ude00""#), ("\u{fffd}😀".to_owned(), false));
    assert_eq!(string(br#""\ude00""#), ("\u{fffd}".to_owned(), false));
    assert_eq!(string(br#""\ud83d\n""#), ("\u{fffd}\n".to_owned(), false));
    assert_eq!(string(b"\"a\xe2\x82z\""), ("a\u{fffd}\u{fffd}z".to_owned(), false));
    assert_eq!(string(b"\"\xff\\u0041\""), ("\u{fffd}A".to_owned(), false));
    assert_eq!(string("\"é\"".as_bytes()), ("é".to_owned(), true));
}
