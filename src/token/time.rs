//! Instants and lifetimes in whole seconds, checked.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::{SpanRelativeTo, Timestamp};
use serde::{Serialize, Serializer};
use thiserror::Error;

/// A second of Unix time, from 1970-01-01T00:00:00Z to 9999-12-30T22:00:00Z: what RFC 3339 can write in every time
/// zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnixTime(i64);

impl UnixTime {
    /// The last second that RFC 3339 can write in every time zone.
    const LAST: i64 = 253_402_207_200;

    /// The instant `seconds` after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] before 1970 and after the year 9999.
    pub fn from_seconds(seconds: i64) -> Result<Self, TimeError> {
        if (0..=Self::LAST).contains(&seconds) { Ok(Self(seconds)) } else { Err(TimeError::OutOfRange) }
    }

    /// The whole second that `time` lies in.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] before 1970 and after the year 9999.
    pub fn from_system(time: SystemTime) -> Result<Self, TimeError> {
        let since = time.duration_since(UNIX_EPOCH).map_err(|_| TimeError::OutOfRange)?;
        i64::try_from(since.as_secs()).map_err(|_| TimeError::OutOfRange).and_then(Self::from_seconds)
    }

    /// Reads RFC 3339 (`2026-01-31T12:00:00Z`, any offset) or Unix seconds (`1769860800`). A fraction of a
    /// second is cut off.
    ///
    /// # Errors
    ///
    /// [`TimeError::NotATime`] for any other text, [`TimeError::OutOfRange`] before 1970 and after the year 9999.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            return text.parse().map_err(|_| TimeError::OutOfRange).and_then(Self::from_seconds);
        }
        let instant: Timestamp = text.parse().map_err(|_| TimeError::NotATime)?;
        Self::from_seconds(instant.as_second())
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The instant a lifetime of `seconds` later; `None` past the year 9999.
    #[must_use]
    pub fn plus(self, seconds: u32) -> Option<Self> {
        Self::from_seconds(self.0 + i64::from(seconds)).ok()
    }
}

/// RFC 3339 in UTC with whole seconds and `Z`, as the contract writes every time.
impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0) {
            Ok(instant) => instant.fmt(f),
            Err(_) => self.0.fmt(f),
        }
    }
}

impl Serialize for UnixTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text that is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TimeError {
    /// Before 1970 or after the year 9999.
    #[error("time out of range: it must lie between 1970-01-01 and 9999-12-30")]
    OutOfRange,
    /// Neither RFC 3339 nor Unix seconds.
    #[error("not a time: give RFC 3339, such as 2026-01-31T12:00:00Z, or Unix seconds, such as 1769860800")]
    NotATime,
}

/// Reads a lifetime as people type it: a bare number of seconds (`90`, `3600.0`), or units (`90s`, `15m`, `1h30m`,
/// `1d`; a day is 24 hours). The answer is in seconds and may be negative or fractional: whether it is allowed is the
/// request's rules' business. `None` when the text is no duration.
#[must_use]
pub fn parse_lifetime(text: &str) -> Option<f64> {
    if let Ok(number) = serde_json::from_str::<serde_json::Number>(text) {
        return number.as_f64();
    }
    let span: jiff::Span = text.parse().ok()?;
    Some(span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?.as_secs_f64())
}

/// A distance of time as a person says it: `59 min`, `2 h 30 min`, `3 d`; two units at most.
#[must_use]
pub fn humanize_seconds(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let Some(first) = UNITS.iter().position(|(size, _)| seconds >= *size) else { return "0 s".to_owned() };
    let (size, unit) = UNITS[first];
    let (count, rest) = (seconds / size, seconds % size);
    match UNITS.get(first + 1) {
        Some((next_size, next_unit)) if rest / next_size > 0 => {
            format!("{count} {unit} {} {next_unit}", rest / next_size)
        }
        _ => format!("{count} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_the_contract_writes_it() {
        let time = UnixTime::from_seconds(1_761_323_400).unwrap();
        assert_eq!(time.to_string(), "2025-10-24T16:30:00Z");
        assert_eq!(UnixTime::from_seconds(0).unwrap().to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(UnixTime::from_seconds(UnixTime::LAST).unwrap().to_string(), "9999-12-30T22:00:00Z");
    }

    #[test]
    fn a_time_is_read_in_both_forms() {
        for text in
            ["1761323400", "2025-10-24T16:30:00Z", "2025-10-24T18:30:00+02:00", "2025-10-24T16:30:00.999Z"]
        {
            assert_eq!(UnixTime::parse(text).unwrap().seconds(), 1_761_323_400, "{text}");
        }
        for text in ["", "tomorrow", "2025-10-24", "2025-10-24T16:30:00", "-", "0x10"] {
            assert_eq!(UnixTime::parse(text).unwrap_err(), TimeError::NotATime, "{text}");
        }
        for text in ["253402207201", "99999999999999999999", "1969-12-31T23:59:59Z"] {
            assert_eq!(UnixTime::parse(text).unwrap_err(), TimeError::OutOfRange, "{text}");
        }
    }

    #[test]
    fn a_clock_before_1970_is_an_error() {
        let early = UNIX_EPOCH - std::time::Duration::from_secs(1);
        assert_eq!(UnixTime::from_system(early).unwrap_err(), TimeError::OutOfRange);
    }

    #[test]
    fn a_lifetime_past_the_last_second_is_none() {
        assert_eq!(UnixTime::from_seconds(UnixTime::LAST).unwrap().plus(1), None);
    }

    #[test]
    fn lifetimes_are_read_as_people_type_them() {
        for (text, seconds) in [
            ("90", 90.0),
            ("90s", 90.0),
            ("15m", 900.0),
            ("1h30m", 5_400.0),
            ("1h 30m", 5_400.0),
            ("1d", 86_400.0),
            ("36e2", 3_600.0),
            ("3600.5", 3_600.5),
            ("-5m", -300.0),
            ("1.5h", 5_400.0),
            ("0.25s", 0.25),
            ("1w 1s", 604_801.0),
            // Too long, and still whole.
            ("25555155h", 91_998_558_000.0),
        ] {
            assert_eq!(parse_lifetime(text), Some(seconds), "{text}");
        }
        for text in ["", "soon", "5 parsecs", "1mo", "0x10", "1h30", "NaN"] {
            assert_eq!(parse_lifetime(text), None, "{text}");
        }
    }

    #[test]
    fn distances_are_said_in_two_units_at_most() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (3_599, "59 min 59 s"),
            (9_000, "2 h 30 min"),
            (7_259, "2 h"),
            (90_061, "1 d 1 h"),
            (86_400, "1 d"),
        ] {
            assert_eq!(humanize_seconds(seconds), text);
        }
    }
}
