//! JSON laid out for a terminal.

use std::fmt::Write as _;

use super::escape::is_unsafe;

/// A JSON text of one line with line breaks and indents; characters that a terminal would act on become `\uXXXX`, so
/// that it stays the same JSON. Numbers, order and duplicates stay as they are.
#[must_use]
pub fn indented(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut characters = json.chars().peekable();
    let mut in_string = false;
    while let Some(c) = characters.next() {
        if in_string {
            push_harmless(&mut out, c);
            match c {
                '"' => in_string = false,
                '\\' => out.extend(characters.next()),
                _ => {}
            }
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                if let Some(end) = characters.next_if(|next| matches!(next, '}' | ']')) {
                    out.push(end);
                } else {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => {
                in_string = c == '"';
                out.push(c);
            }
        }
    }
    out
}

/// A JSON text of one line and its end, with what a terminal would act on as `\uXXXX`, so that it stays the same JSON.
#[must_use]
pub fn harmless(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if c == '\n' { out.push(c) } else { push_harmless(&mut out, c) }
    }
    out
}

fn new_line(out: &mut String, depth: usize) {
    /// Deeper nesting than this is not indented further: nobody could follow it, and the output would grow with its
    /// square.
    const DEEPEST: usize = 32;
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth.min(DEEPEST)));
}

fn push_harmless(out: &mut String, c: char) {
    if is_unsafe(c) {
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    } else {
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// Any JSON, with any text in it.
    fn any_json() -> impl Strategy<Value = Value> {
        let text = || {
            let chars = prop_oneof![
                any::<char>(),
                proptest::char::ranges(vec!['\u{0}'..='\u{a0}', '\u{200b}'..='\u{206f}'].into())
            ];
            proptest::collection::vec(chars, 0..12).prop_map(String::from_iter)
        };
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                proptest::collection::btree_map(text(), inner, 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// What a terminal is shown of JSON is harmless, and the same JSON.
        #[test]
        fn json_is_shown_harmless_and_unchanged(value in any_json()) {
            let json = value.to_string();
            for shown in [indented(&json), harmless(&format!("{json}\n"))] {
                prop_assert!(!shown.contains(|c| c != '\n' && is_unsafe(c)), "{:?}", shown);
                prop_assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), value.clone());
            }
            prop_assert_eq!(harmless(&json).lines().count(), 1);
        }
    }

    #[test]
    fn the_layout_changes_no_value() {
        let json = r#"{"a":[1,{"b":"x,y:{\"\\"}],"e":{},"f":[],"a":123456789012345678901234567890}"#;
        let laid_out = indented(json);
        assert!(laid_out.starts_with(
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x,y:{\\\"\\\\\"\n    }\n  ],\n  \"e\": {},"
        ));
        assert!(laid_out.ends_with("\"a\": 123456789012345678901234567890\n}"));
        assert_eq!(indented("5"), "5");
    }

    #[test]
    fn what_a_terminal_acts_on_is_escaped_within_json() {
        assert_eq!(indented("\"\u{202e}\u{9b}\u{e0041}é\""), r#""\u202e\u009b\udb40\udc41é""#);
    }

    #[test]
    fn a_line_is_made_harmless_and_stays_a_line() {
        assert_eq!(harmless("{\"a\":\"\u{202e}\u{7f}é\"}\n"), "{\"a\":\"\\u202e\\u007fé\"}\n");
    }

    #[test]
    fn deep_nesting_does_not_grow_beyond_measure() {
        let deep = format!("{}{}", "[".repeat(9_000), "]".repeat(9_000));
        assert!(indented(&deep).len() < 2_000_000);
    }
}
