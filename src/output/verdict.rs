//! A verdict for people.

use std::fmt::Write as _;

use super::escape::escape;
use super::{BAD, DOUBTFUL, FAINT, GOOD, STRONG};
use crate::token::validate::{Door, Verdict};

/// The verdict in a few lines: what, why, and what would mend it.
#[must_use]
pub fn render(verdict: &Verdict) -> String {
    let mut text = String::new();
    let place = match verdict.door {
        Door::Join => "into the room it names",
        Door::Any => "as far as form, signature and times go",
    };
    let answer = verdict.server.as_ref().map(|server| format!("{} {}", server.status, escape(&server.body)));
    let answer = answer.unwrap_or_default();
    let let_in = verdict.server.as_ref().is_none_or(|server| server.status == 200);
    if verdict.valid {
        let _ = writeln!(text, "{GOOD}valid:{GOOD:#} a LiveKit server lets this token in, {place}");
    } else if let_in {
        let _ = writeln!(
            text,
            "{BAD}not valid:{BAD:#} a LiveKit server would let it in, but the standards forbid it"
        );
    } else {
        let _ = writeln!(text, "{BAD}not valid:{BAD:#} a LiveKit server does not let this token in");
    }
    let key = &verdict.key;
    let _ = writeln!(text, "  {FAINT}server answers{FAINT:#}  {answer}");
    let _ = writeln!(
        text,
        "  {FAINT}judged with{FAINT:#}     {} ({})",
        escape(&key.api_key),
        escape(&key.source)
    );
    for problem in &verdict.problems {
        let _ = writeln!(text, "\n{BAD}{}:{BAD:#} {}", problem.code, escape(&problem.message));
        let _ = writeln!(text, "  {STRONG}hint:{STRONG:#} {}", escape(&problem.hint));
    }
    for warning in &verdict.warnings {
        let _ =
            writeln!(text, "\n{DOUBTFUL}warning: {}:{DOUBTFUL:#} {}", warning.code, escape(&warning.message));
    }
    text
}
