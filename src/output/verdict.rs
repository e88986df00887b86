//! A verdict for people.

use std::fmt::Write as _;

use super::escape::escape;
use super::{BAD, DOUBTFUL, FAINT, GOOD, STRONG};
use crate::token::validate::Verdict;

/// The verdict in a few lines: what, why, and what would mend it.
#[must_use]
pub fn render(verdict: &Verdict) -> String {
    let mut text = String::new();
    let purpose = verdict.door.purpose();
    let let_in = verdict.server.as_ref().is_none_or(|server| server.status == 200);
    let _ = match (verdict.valid, let_in) {
        (true, _) => writeln!(text, "{GOOD}valid:{GOOD:#} a LiveKit server lets this token {purpose}"),
        (false, true) => writeln!(
            text,
            "{BAD}not valid:{BAD:#} a LiveKit server would let it {purpose}, but the standards forbid it"
        ),
        (false, false) => {
            writeln!(text, "{BAD}not valid:{BAD:#} a LiveKit server does not let this token {purpose}")
        }
    };
    let answer = match &verdict.server {
        Some(server) => format!("{} {}", server.status, escape(server.body.trim_end())),
        None => "what the request behind the token asks for".to_owned(),
    };
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
