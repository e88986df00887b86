//! Random tokens, each of them reproducible from a number and the time.
//!
//! Most are a right token with a few things wrong: a token that is wrong all
//! over never gets past the first of the server's checks.

mod json;
mod room_config;

use std::fmt::Write as _;

use crate::corpus::{BOOLEANS_OF_VIDEO, TEXTS_OF_VIDEO};
use crate::forge::{Damage, HEADER, Part, Recipe};
use json::{Text, quoted};

/// A small generator (`SplitMix64`): the same numbers on every platform.
pub struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a length fits");
        usize::try_from(self.roll() % end).expect("it is below a length")
    }

    /// Whether something that happens so often in a hundred times happens now.
    fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// Members in order; a name is raw JSON without its quotes.
type Members = Vec<(Text, Text)>;

/// The token of this seed at this time.
pub fn token(seed: u64, now: i64) -> String {
    let mut dice = Dice(seed);
    let mut recipe = Recipe::new(payload(&mut dice, now));
    recipe.header = header(&mut dice);
    if dice.percent(4) {
        let secrets: [&[u8]; 4] = [b"other", b"", b"secret\n", b"secret\0"];
        recipe.secret = dice.pick(&secrets).to_vec();
    }
    if dice.percent(7) {
        recipe.damage = damage(&mut dice);
    }
    let token = recipe.token();
    if dice.percent(4) { scratched(&mut dice, &token) } else { token }
}

fn payload(dice: &mut Dice, now: i64) -> Text {
    let mut members: Members = vec![
        ("iss".into(), quoted("devkey")),
        ("sub".into(), quoted("alice")),
        ("nbf".into(), (now - 10).to_string().into()),
        ("exp".into(), (now + 600).to_string().into()),
        ("video".into(), video(dice)),
    ];
    for _ in 0..dice.pick(&[0, 1, 1, 2, 2, 3, 5]) {
        let claim = another_claim(dice, now);
        let at = dice.below(members.len() + 1);
        members.insert(at, claim);
    }
    for _ in 0..dice.pick(&[0, 1, 1, 2, 2, 3, 5]) {
        mutate(dice, &mut members, now);
    }
    let mut payload = json::object(dice, &members);
    match dice.below(100) {
        0 => payload = json::value(dice, 3),
        1 | 2 => {
            let at = dice.below(payload.len() + 1);
            payload.insert(at, dice.pick(b"\"{}[]:,\\ \n\t0e\0\xff"));
        }
        3 | 4 if !payload.is_empty() => {
            let at = dice.below(payload.len());
            payload.remove(at);
        }
        5 => payload.extend_from_slice(dice.pick(&[" ", "\n", "x", "\0", "{}", ","]).as_bytes()),
        _ => {}
    }
    payload
}

fn header(dice: &mut Dice) -> Text {
    if dice.percent(80) {
        return HEADER.to_vec();
    }
    let mut members: Members = vec![("alg".into(), quoted("HS256"))];
    for _ in 0..dice.below(4) {
        let name = dice.pick(&["typ", "kid", "crit", "zip", "jku", "x", "Alg", "b64", "cty"]);
        members.push((name.into(), json::value(dice, 2)));
    }
    if dice.percent(25) {
        let name = dice.pick(&["HS256", "HS512", "none", "RS256", "hs256", "ES256", "", "XX"]);
        let value = if dice.percent(20) { json::value(dice, 1) } else { quoted(name) };
        let at = dice.below(members.len() + 1);
        members.insert(at, ("alg".into(), value));
    }
    match dice.below(30) {
        0 => json::value(dice, 2),
        1 => {
            let mut header = json::object(dice, &members);
            header.extend_from_slice(dice.pick(&["x", "\0", "{}"]).as_bytes());
            header
        }
        _ => json::object(dice, &members),
    }
}

fn video(dice: &mut Dice) -> Text {
    let mut members: Members = vec![("roomJoin".into(), "true".into()), ("room".into(), quoted("demo"))];
    for _ in 0..dice.pick(&[0, 0, 1, 2, 3]) {
        let member = member_of_video(dice);
        let at = dice.below(members.len() + 1);
        members.insert(at, member);
    }
    if dice.percent(12) {
        let at = dice.below(members.len());
        members.remove(at);
    }
    if dice.percent(10) {
        let at = dice.below(members.len());
        rename(dice, &mut members[at].0);
    }
    json::object(dice, &members)
}

fn member_of_video(dice: &mut Dice) -> (Text, Text) {
    let (name, right) = match dice.below(8) {
        0 => ("canPublishSources", sources(dice)),
        1 => (dice.pick(&TEXTS_OF_VIDEO), name_of_somebody(dice)),
        2 => (dice.pick(&["unknown", "room_join", "rooms"]), json::value(dice, 3)),
        _ => {
            let value = dice.pick(&["true", "true", "false", "null"]);
            (dice.pick(&BOOLEANS_OF_VIDEO), value.into())
        }
    };
    let value = if dice.percent(6) { json::value(dice, 2) } else { right };
    (name.into(), value)
}

fn sources(dice: &mut Dice) -> Text {
    let mut list = Vec::new();
    for _ in 0..dice.below(4) {
        list.push(match dice.below(12) {
            0 => "null".into(),
            1 => quoted("CAMERA"),
            2 if dice.percent(30) => json::value(dice, 1),
            _ => quoted(dice.pick(&["camera", "microphone", "screen_share"])),
        });
    }
    json::array(dice, &list)
}

fn another_claim(dice: &mut Dice, now: i64) -> (Text, Text) {
    const TEXTS: [&str; 6] = ["name", "metadata", "kind", "identity", "roomPreset", "sha256"];
    const GRANTS: [(&str, &[&str]); 6] = [
        ("sip", &["admin", "call"]),
        ("agent", &["admin", "simulationAdmin", "databaseAdmin"]),
        ("inference", &["perform"]),
        ("observability", &["write"]),
        ("agentEndpoint", &["call"]),
        ("agentThread", &["all", "list"]),
    ];
    let (name, right): (&str, Text) = match dice.below(12) {
        0..=2 => ("roomConfig", room_config::tree(dice)),
        3 | 4 => (dice.pick(&TEXTS), json::string(dice)),
        5 => ("attributes", json::map_of_strings(dice)),
        6 => ("kindDetails", sources(dice)),
        7 => {
            let (claim, names) = dice.pick(&GRANTS);
            let mut members = Members::new();
            for _ in 0..dice.below(3) {
                let value = if dice.percent(8) {
                    json::value(dice, 1)
                } else {
                    dice.pick(&["true", "false", "null"]).into()
                };
                members.push((dice.pick(names).into(), value));
            }
            (claim, json::object(dice, &members))
        }
        8 => ("jti", name_of_somebody(dice)),
        9 => ("aud", dice.pick(&[r#""a""#, r#"["a","b"]"#, "[]", "null"]).into()),
        10 => ("iat", time(dice, now)),
        _ => ("unknown", json::value(dice, 4)),
    };
    let value = if dice.percent(10) { json::value(dice, 3) } else { right };
    (name.into(), value)
}

/// One thing different from how it should be.
fn mutate(dice: &mut Dice, members: &mut Members, now: i64) {
    if members.is_empty() {
        return;
    }
    let at = dice.below(members.len());
    let anywhere = dice.below(members.len() + 1);
    match dice.below(14) {
        0 => {
            members.remove(at);
        }
        1 => rename(dice, &mut members[at].0),
        2 => {
            let again = members[at].clone();
            members.insert(anywhere, again);
        }
        3 => {
            let mut again = members[at].clone();
            again.1 = "null".into();
            members.insert(anywhere, again);
        }
        4 => {
            let mut again = members[at].clone();
            rename(dice, &mut again.0);
            members.insert(anywhere, again);
        }
        5 => members[at].1 = json::value(dice, 2),
        6 => members.insert(anywhere, ("video".into(), video(dice))),
        7 => members.insert(anywhere, ("sub".into(), name_of_somebody(dice))),
        8 => {
            let video = vec![("room".into(), name_of_somebody(dice)), ("roomJoin".into(), "true".into())];
            members.insert(anywhere, ("video".into(), json::object(dice, &video)));
        }
        9 | 10 => {
            let name = dice.pick(&["exp", "exp", "nbf", "iat"]);
            members.insert(anywhere, (name.into(), time(dice, now)));
        }
        11 => {
            let name = dice.pick(&["devkey", "devkey", "nobody", ""]);
            members.insert(anywhere, ("iss".into(), quoted(name)));
        }
        12 => {
            let member = member_of_video(dice);
            let video = json::object(dice, &[member]);
            members.insert(anywhere, ("video".into(), video));
        }
        _ => {
            let at_last = members.len() - 1;
            members.swap(at, at_last);
        }
    }
}

/// The same name in other letters, or nearly the same name.
fn rename(dice: &mut Dice, name: &mut Text) {
    let old = String::from_utf8_lossy(name).into_owned();
    let new = match dice.below(9) {
        0 => old.to_uppercase(),
        1 => old.to_lowercase(),
        2 => {
            let mut chars = old.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(chars).collect()
        }
        3 => old.replacen(['s', 'S'], "\u{17f}", 1),
        4 => old.replacen(['k', 'K'], "\u{212a}", 1),
        5 if old.is_char_boundary(1) && !old.is_empty() => {
            format!("\\u{:04x}{}", old.as_bytes()[0], &old[1..])
        }
        6 => old.replacen('i', "\u{131}", 1),
        7 => old + "\\ud800",
        _ => old + dice.pick(&[" ", "\\u0000", "x", ""]),
    };
    *name = new.into();
}

/// An identity or a room, of any length.
fn name_of_somebody(dice: &mut Dice) -> Text {
    if dice.percent(40) {
        return json::string(dice);
    }
    let units: [&[u8]; 7] =
        [b"x", "é".as_bytes(), "€".as_bytes(), "😀".as_bytes(), b"\xff", br"\ud800", br"\u0041"];
    let unit = dice.pick(&units);
    let count = dice.pick(&[1, 10, 63, 64, 65, 84, 85, 86, 127, 128, 129, 255, 256, 257]);
    let mut text = vec![b'"'];
    text.extend(unit.repeat(count));
    text.push(b'"');
    text
}

/// A time, mostly one that lets the token in, never nearer than two seconds to
/// where the answer changes.
fn time(dice: &mut Dice, now: i64) -> Text {
    let offset = dice.pick(&[-86_400, -600, -63, -57, -30, 0, 30, 57, 64, 600, 3600, 86_400]);
    let at = now + offset;
    let mut text = String::new();
    let _ = match dice.below(12) {
        0 => write!(text, "\"{at}\""),
        1 => write!(text, "{at}.5"),
        2 => write!(text, "{at}000e-3"),
        3 => write!(text, "{at}e0"),
        4 => write!(text, "\"{at}.25\""),
        5 => return json::number(dice),
        6 => {
            let mut quoted = vec![b'"'];
            quoted.extend(json::number(dice));
            quoted.push(b'"');
            return quoted;
        }
        _ => write!(text, "{at}"),
    };
    text.into()
}

fn damage(dice: &mut Dice) -> Damage {
    let part = dice.pick(&Part::ALL);
    match dice.below(14) {
        0 => Damage::Pad(part),
        1 => Damage::StandardAlphabet(part),
        2 | 3 => Damage::StrayBits(part),
        4 => Damage::Cut(part, 1 + dice.below(4)),
        5 => Damage::Empty(part),
        6 => Damage::Append(part, dice.pick(&["A", "=", "AAAA", "\n", " "])),
        7 => Damage::Insert(part, dice.below(30), dice.pick(&["\n", "\r\n", " ", "%", "A"])),
        8 => Damage::SignedOther,
        9 => Damage::SignatureBytes(dice.below(40)),
        10 => Damage::FlipSignatureBit(dice.below(256)),
        11 => Damage::TwoParts,
        12 => Damage::FourthPart(dice.pick(&["", "AAAA"])),
        _ => Damage::Around("", dice.pick(&["\n", "\r\n", " ", "\t"])),
    }
}

/// The token with one character changed, put in or taken away.
fn scratched(dice: &mut Dice, token: &str) -> String {
    let mut chars: Vec<char> = token.chars().collect();
    if chars.is_empty() {
        return String::new();
    }
    let at = dice.below(chars.len());
    let other = dice.pick(&['A', 'Q', 'z', '9', '-', '_', '+', '/', '=', '.', ' ', '\n', 'é']);
    match dice.below(3) {
        0 => chars[at] = other,
        1 => chars.insert(at, other),
        _ => {
            chars.remove(at);
        }
    }
    chars.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_token() {
        for seed in 0..100 {
            assert_eq!(token(seed, 1_700_000_000), token(seed, 1_700_000_000));
        }
        assert_ne!(token(1, 1_700_000_000), token(2, 1_700_000_000));
    }
}
