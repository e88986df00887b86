//! Random JSON, as raw bytes: some of it is not even text.

use super::Dice;

/// JSON, or what stands for it.
pub type Text = Vec<u8>;

/// Whatever nobody would write.
const NUMBERS: [&str; 40] = [
    "0",
    "-0",
    "1",
    "-1",
    "5",
    "0.5",
    "1.0",
    "1.5",
    "1e2",
    "1E+2",
    "10e-1",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223371974719179007",
    "9223371974719180000",
    "9223372036854774784",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "-9223372036854775808",
    "1e15",
    "1e18",
    "1e19",
    "1e30",
    "1e308",
    "1.7976931348623157e308",
    "1.8e308",
    "1e309",
    "-1e309",
    "1e-400",
    "0e999",
    "4102444800",
    "4102444800000",
    "-62135596801",
    "41024448E2",
];

/// What may stand in a string, raw.
const PIECES: [&[u8]; 22] = [
    b"a",
    b"alice",
    b"demo",
    b" ",
    b"-",
    b"\\n",
    b"\\\"",
    b"\\\\",
    b"\\/",
    b"\\u0000",
    b"\\u0041",
    b"\\u212A",
    b"\\ud83d\\ude00",
    b"\\ud800",
    b"\\udc00",
    "é".as_bytes(),
    "€".as_bytes(),
    "😀".as_bytes(),
    b"\xff",
    b"\xed\xa0\x80",
    b"\xe2\x82",
    b"\x7f",
];

/// Names that mean something somewhere.
const NAMES: [&str; 14] = [
    "a",
    "b",
    "room",
    "roomJoin",
    "name",
    "exp",
    "video",
    "agents",
    "tags",
    "admin",
    "x",
    "",
    "emptyTimeout",
    "[a.b]",
];

/// A string that needs no escapes.
pub fn quoted(text: &str) -> Text {
    format!("\"{text}\"").into()
}

/// A number, good or too good.
pub fn number(dice: &mut Dice) -> Text {
    if dice.percent(2) {
        return dice.pick(&["01", "+1", "1.", ".5", "1e", "NaN", "-"]).into();
    }
    dice.pick(&NUMBERS).into()
}

/// A string: mostly of good text.
pub fn string(dice: &mut Dice) -> Text {
    let mut text = vec![b'"'];
    let is_odd = dice.percent(25);
    for _ in 0..dice.below(5) {
        let choices = if is_odd { &PIECES[..] } else { &PIECES[..8] };
        text.extend_from_slice(dice.pick(choices));
    }
    if dice.percent(1) {
        text.extend_from_slice(dice.pick(&["\n", "\\x", "\\u12", "\0"]).as_bytes());
    }
    text.push(b'"');
    text
}

/// An object of strings, mostly.
pub fn map_of_strings(dice: &mut Dice) -> Text {
    let mut members = Vec::new();
    for _ in 0..dice.below(4) {
        let value = if dice.percent(5) { value(dice, 1) } else { string(dice) };
        members.push((name(dice), value));
    }
    object(dice, &members)
}

/// A member's name, raw, without its quotes.
pub fn name(dice: &mut Dice) -> Text {
    if dice.percent(15) {
        let quoted = string(dice);
        quoted[1..quoted.len() - 1].to_vec()
    } else {
        dice.pick(&NAMES).into()
    }
}

/// A value of any type.
pub fn value(dice: &mut Dice, depth: usize) -> Text {
    let kinds = if depth == 0 { 6 } else { 8 };
    match dice.below(kinds) {
        0 => "null".into(),
        1 => "true".into(),
        2 => "false".into(),
        3 => number(dice),
        4 | 5 => string(dice),
        6 => {
            let mut list = Vec::new();
            for _ in 0..dice.below(4) {
                list.push(value(dice, depth - 1));
            }
            array(dice, &list)
        }
        _ => {
            let mut members = Vec::new();
            for _ in 0..dice.below(4) {
                members.push((name(dice), value(dice, depth - 1)));
            }
            object(dice, &members)
        }
    }
}

/// An object of these members.
pub fn object(dice: &mut Dice, members: &[(Text, Text)]) -> Text {
    let mut text = vec![b'{'];
    for (index, (name, value)) in members.iter().enumerate() {
        if index > 0 {
            text.push(b',');
        }
        space(dice, &mut text);
        text.push(b'"');
        text.extend_from_slice(name);
        text.push(b'"');
        space(dice, &mut text);
        text.push(b':');
        space(dice, &mut text);
        text.extend_from_slice(value);
    }
    space(dice, &mut text);
    text.push(b'}');
    text
}

/// An array of these elements.
pub fn array(dice: &mut Dice, elements: &[Text]) -> Text {
    let mut text = vec![b'['];
    text.extend(elements.join(&b','));
    space(dice, &mut text);
    text.push(b']');
    text
}

fn space(dice: &mut Dice, text: &mut Text) {
    if dice.percent(3) {
        text.extend_from_slice(dice.pick(&[" ", "\n", "\r\n", "\t", "  "]).as_bytes());
    }
}
