//! The rules that a request is held against.

/// Whose rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rules {
    /// The contract's: names of at most 255 characters, room and identity of letters, digits, `_` and `-`; a lifetime of
    /// 60 seconds to 24 hours.
    #[default]
    Contract,
    /// What a LiveKit server accepts (`limit.*` of its configuration, as it is by default): any characters, at most 256
    /// bytes; a lifetime of a second to ten years, the longest that is surely meant.
    LiveKit,
}

/// The bytes that the contract allows in names: letters, digits, `_` and `-`. A table, for batches are fast.
static IN_NAMES: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        allowed[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        byte += 1;
    }
    allowed
};

impl Rules {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Contract, Self::LiveKit];

    /// The name, as it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::LiveKit => "livekit",
        }
    }

    /// The rules of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rules| rules.name() == name)
    }

    /// Whether a room's name, an identity or a display name is too long.
    #[must_use]
    pub fn is_too_long(self, name: &str) -> bool {
        match self {
            // No text has more characters than bytes, which spares counting nearly all of them.
            Self::Contract => name.len() > 255 && name.chars().count() > 255,
            Self::LiveKit => name.len() > 256,
        }
    }

    /// Whether a room's name or an identity has only characters that it may have.
    #[must_use]
    pub fn allow(self, name: &str) -> bool {
        match self {
            Self::Contract => name.bytes().all(|byte| IN_NAMES[usize::from(byte)]),
            Self::LiveKit => true,
        }
    }

    /// The shortest lifetime in seconds, and what is said of a shorter one.
    #[must_use]
    pub fn shortest_lifetime(self) -> (u32, &'static str) {
        match self {
            Self::Contract => (60, "Minimum expiration is 60 seconds"),
            Self::LiveKit => (1, "Minimum expiration is 1 second"),
        }
    }

    /// The longest lifetime in seconds, and what is said of a longer one.
    #[must_use]
    pub fn longest_lifetime(self) -> (u32, &'static str) {
        match self {
            Self::Contract => (86_400, "Maximum expiration is 24 hours"),
            Self::LiveKit => (315_360_000, "Maximum expiration is 10 years"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::request::{Member, TokenRequest, UnknownMembers};

    fn messages(rules: Rules, name: &str, seconds: f64) -> Vec<String> {
        let request = TokenRequest {
            room_name: Some(Member::text(name)),
            participant_identity: Some(Member::text(name)),
            participant_name: Some(Member::text(name)),
            expiration_seconds: Some(Member::Number(seconds)),
            ..TokenRequest::default()
        };
        let errors = request.validate(rules, UnknownMembers::Refuse).err().unwrap_or_default();
        errors.into_iter().map(|error| error.message.into_owned()).collect()
    }

    #[test]
    fn rules_are_known_by_the_names_that_are_typed() {
        assert_eq!(Rules::of_name("contract"), Some(Rules::Contract));
        assert_eq!(Rules::of_name("livekit"), Some(Rules::LiveKit));
        for name in ["LiveKit", "", "strict"] {
            assert_eq!(Rules::of_name(name), None, "{name}");
        }
        for rules in Rules::ALL {
            assert_eq!(Rules::of_name(rules.name()), Some(rules));
        }
    }

    #[test]
    fn a_server_takes_any_characters_and_256_bytes() {
        for name in ["alice@example.com", "a b\n", "ü", &"x".repeat(256), &"é".repeat(128)] {
            assert!(messages(Rules::LiveKit, name, 60.0).is_empty(), "{name}");
        }
        let too_long = ["Room name too long", "Participant identity too long", "Participant name too long"];
        assert_eq!(messages(Rules::LiveKit, &"x".repeat(257), 60.0), too_long);
        assert_eq!(messages(Rules::LiveKit, &format!("{}x", "é".repeat(128)), 60.0), too_long);
        assert_eq!(messages(Rules::Contract, "a@b", 60.0).len(), 2);
    }

    #[test]
    fn a_lifetime_is_of_a_second_to_ten_years() {
        for seconds in [1.0, 59.0, 86_401.0, 315_360_000.0] {
            assert!(messages(Rules::LiveKit, "x", seconds).is_empty(), "{seconds}");
            assert_eq!(messages(Rules::Contract, "x", seconds).len(), 1, "{seconds}");
        }
        assert_eq!(messages(Rules::LiveKit, "x", 0.0), ["Minimum expiration is 1 second"]);
        assert_eq!(messages(Rules::LiveKit, "x", 315_360_001.0), ["Maximum expiration is 10 years"]);
        assert_eq!(messages(Rules::LiveKit, "x", 1.5), ["Expiration must be an integer"]);
    }
}
