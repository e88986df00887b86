//! A log line for machines: one object in JSON.

use std::fmt;

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use serde::Serialize;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::token::claims::write_string;

/// Room for the line of a request.
const USUAL_BYTES: usize = 512;

/// RFC 3339 in UTC, to the microsecond.
const TIMESTAMP: DateTimePrinter = DateTimePrinter::new().precision(Some(6));

/// The time, the level, then the event's fields. `tracing_subscriber` has a format like it, which goes through several
/// layers of text for every field, and took a seventh of the time of a request.
pub(super) struct JsonLines;

impl<S, N> FormatEvent<S, N> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut object = Object(Vec::with_capacity(USUAL_BYTES));
        object.0.extend_from_slice(br#"{"timestamp":""#);
        // It is printed to memory, and this is a time that can be.
        let _ = TIMESTAMP.print_timestamp(&Timestamp::now(), &mut object.0);
        object.0.push(b'"');
        object.add_text("level", event.metadata().level().as_str());
        event.record(&mut object);
        object.0.extend_from_slice(b"}\n");
        writer.write_str(std::str::from_utf8(&object.0).map_err(|_| fmt::Error)?)
    }
}

/// An object that is written, up to the members that follow.
struct Object(Vec<u8>);

impl Object {
    /// Appends a member.
    fn add(&mut self, name: &str, value: impl Serialize) {
        self.add_name(name);
        // Nothing that is written to memory fails.
        let _ = serde_json::to_writer(&mut self.0, &value);
    }

    /// Appends a member that is a string.
    fn add_text(&mut self, name: &str, text: &str) {
        self.add_name(name);
        write_string(text, &mut self.0);
    }

    /// Names of fields are those of our own code, and hold nothing that JSON escapes.
    fn add_name(&mut self, name: &str) {
        self.0.extend_from_slice(b",\"");
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }
}

impl Visit for Object {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field.name(), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field.name(), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field.name(), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field.name(), value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add_text(field.name(), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field.name(), format_args!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_line_is_one_object_whatever_is_in_it() {
        let written = Arc::new(Mutex::new(Vec::new()));
        let writer = Arc::clone(&written);
        let log = tracing_subscriber::fmt()
            .event_format(JsonLines)
            .with_writer(move || Shared(Arc::clone(&writer)))
            .finish();
        tracing::subscriber::with_default(log, || {
            let absent: Option<&str> = None;
            let error = fmt::Error;
            tracing::warn!(id = "a\"b\n\u{1b}", %error, count = 3_u64, below = -1, half = 0.5, yes = true, absent, "x \"y\"");
            tracing::info!(none = f64::NAN, "next");
        });
        let text = String::from_utf8(written.lock().unwrap().clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let (time, rest) = lines[0].split_once("\",").unwrap();
        assert_eq!(
            rest,
            concat!(
                r#""level":"WARN","message":"x \"y\"","id":"a\"b\n\u001b","#,
                r#""error":"an error occurred when formatting an argument","count":3,"below":-1,"half":0.5,"yes":true}"#
            )
        );
        let time = time.strip_prefix(r#"{"timestamp":""#).unwrap();
        assert_eq!(time.len(), "2026-01-31T12:00:00.123456Z".len());
        assert!(time.parse::<Timestamp>().unwrap() <= Timestamp::now());
        assert!(lines[1].ends_with(r#""level":"INFO","message":"next","none":null}"#), "{}", lines[1]);
        assert_eq!(lines.len(), 2);
    }

    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
}
