//! What the server said, on file.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::compare::Verdict;
use crate::server::Door;

/// The answers on file: for every case and door what a newer server says.
pub struct Answers(BTreeMap<(String, String), Verdict>);

impl Answers {
    /// Reads the lines of the file.
    ///
    /// # Panics
    ///
    /// When a line is not what [`Answers::line`] writes.
    pub fn read(lines: &str) -> Self {
        let mut answers = BTreeMap::new();
        for line in lines.lines() {
            let value: Value =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("not a JSON line: {error}: {line}"));
            let text = |member: &str| {
                value[member].as_str().unwrap_or_else(|| panic!("no {member}: {line}")).to_owned()
            };
            let status = value["status"]
                .as_u64()
                .map(|status| u16::try_from(status).expect("a status has three digits"));
            let body = text("body");
            let before = answers.insert((text("name"), text("door")), Verdict { status, body });
            assert!(before.is_none(), "answered twice: {line}");
        }
        Self(answers)
    }

    /// The answer for this case at this door.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn of(&self, name: &str, door: Door) -> &Verdict {
        self.0
            .get(&(name.to_owned(), door.name().to_owned()))
            .unwrap_or_else(|| panic!("no answer on file for {name} at {door}: run with UPDATE=1"))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// A line of the file. `by_rule` marks what 1.13.5 does not say itself.
    pub fn line(name: &str, door: Door, verdict: &Verdict, by_rule: bool) -> String {
        // Written by hand for the order of the members: a name first.
        let mut line = format!(
            r#"{{"name":{},"door":{},"status":{},"body":{}"#,
            json!(name),
            json!(door.name()),
            json!(verdict.status),
            json!(verdict.body)
        );
        if by_rule {
            line.push_str(r#","byRule":true"#);
        }
        line + "}\n"
    }
}
