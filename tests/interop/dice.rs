//! Chance that can be repeated.

use crate::sdk::Key;

/// A small generator (`SplitMix64`): the same numbers on every platform.
pub struct Dice(u64);

impl Dice {
    /// The dice of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a length fits");
        usize::try_from(self.roll() % end).expect("it is below a length")
    }

    /// A number in this range, its end included.
    pub fn between(&mut self, first: u32, last: u32) -> u32 {
        first + u32::try_from(self.roll() % u64::from(last - first + 1)).expect("it is below a u32")
    }

    /// Whether something that happens so often in a hundred times happens now.
    pub fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }

    /// One of them.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Something, so often in a hundred times.
    pub fn maybe<T>(&mut self, often: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.percent(often).then(|| make(self))
    }

    /// A name that the contract takes for rooms and identities.
    pub fn plain_name(&mut self) -> String {
        let letters = b"ABCXYZabcxyz0189_-";
        let length = match self.below(20) {
            0 => 255,
            1 => 1,
            _ => 1 + self.below(40),
        };
        (0..length).map(|_| char::from(self.pick(letters))).collect()
    }

    /// Text such as people and attackers give, of at least one and at most so many characters.
    pub fn text(&mut self, most: usize) -> String {
        let longest = if self.percent(10) { most } else { most.min(24) };
        let length = 1 + self.below(longest);
        let chars = self.pick(&SCRIPTS);
        (0..length).map(|_| if self.percent(15) { ' ' } else { self.pick(chars) }).collect()
    }

    /// Text of at most so many bytes in UTF-8.
    pub fn text_of_bytes(&mut self, most: usize) -> String {
        let mut text = self.text(most);
        while text.len() > most {
            text.pop();
        }
        text
    }

    /// A throw-away key. Its secret counts byte for byte: none of it is base64, none of it is trimmed.
    pub fn key(&mut self) -> Key {
        let (api_key, api_secret) = self.pick(&KEYS);
        Key { api_key: api_key.to_owned(), api_secret: api_secret.to_owned() }
    }
}

/// What strings are made of.
const SCRIPTS: [&[char]; 9] = [
    &['a', 'b', 'Z', '0', '9', '-', '_'],
    &['"', '\'', '\\', '/', '`', '{', '}', '[', ']', ':', ','],
    &['é', 'ß', 'ñ', 'ø', 'Ž', '\u{301}', '€', 'İ', 'K'],
    &['ж', 'λ', '漢', '字', 'か', '한', 'ก'],
    &['ש', 'ل', 'ع', '\u{202e}', '\u{2066}', '\u{200f}'],
    &['😀', '👩', '\u{200d}', '🚀', '🏳', '\u{fe0f}', '𝕏', '\u{10ffff}'],
    &['\0', '\u{1}', '\u{8}', '\t', '\n', '\r', '\u{c}', '\u{1b}', '\u{7f}', '\u{85}'],
    &['\u{2028}', '\u{2029}', '\u{feff}', '\u{fffd}', '\u{ffff}', '\u{a0}'],
    &['<', '>', '&', '%', '$', '+', '=', '.', ';', '?', '#'],
];

const KEYS: [(&str, &str); 6] = [
    ("devkey", "secret"),
    ("APIn7QmWzK4rTb", "fZ3kq9XvB1yL8sJcT5wRmN2hGpD7aEo6uViKxQ0tYbS"),
    ("k", "s"),
    ("key with \"quotes\" & spaces", "c2VjcmV0LWxvb2tzLWxpa2UtYmFzZTY0LWJ1dC1pcy1ub3Q="),
    ("ключ", "пароль-パスワード-🔑"),
    ("APIlong", LONG_SECRET),
];

/// Longer than the hash's block of 64 bytes, so that HMAC hashes it first.
const LONG_SECRET: &str =
    "a secret that is longer than one block of SHA-256, which HMAC hashes before it is used as a key";
