//! A verdict for people.

use std::fmt::Write as _;

use super::escape::escape;
use super::{BAD, DOUBTFUL, FAINT, GOOD, STRONG, add_rules};
use crate::token::request::ValidRequest;
use crate::token::response::ValidationError;
use crate::token::time::humanize_seconds;
use crate::token::validate::{Denial, Verdict};
#[cfg(feature = "online")]
use crate::token::validate::{Difference, OnlineAnswer};

/// A request that keeps every rule: what it is taken for.
#[must_use]
pub fn render_request(request: &ValidRequest<'_>) -> String {
    let mut text = format!("{GOOD}valid:{GOOD:#} the request keeps every rule\n");
    let seconds = u64::from(request.expiration_seconds());
    for (label, value) in [
        ("room", request.room_name()),
        ("identity", request.participant_identity()),
        ("name", request.participant_name()),
        ("lifetime", &humanize_seconds(seconds)),
    ] {
        let _ = writeln!(text, "  {FAINT}{label:<10}{FAINT:#}{}", escape(value));
    }
    text
}

/// A request that breaks rules: all of them, and what would keep them.
#[must_use]
pub fn render_refused_request(errors: &[ValidationError], hints: &[String]) -> String {
    let mut text = format!("{BAD}not valid:{BAD:#} the request breaks these rules\n");
    add_rules(&mut text, errors);
    // How a request is put together is what `mint` has hints for.
    for hint in hints.iter().filter(|hint| !hint.starts_with("give the ")) {
        let _ = writeln!(text, "  {STRONG}hint:{STRONG:#} {}", escape(hint));
    }
    text
}

/// What a real server answered, then the verdict that was predicted.
#[cfg(feature = "online")]
#[must_use]
pub fn render_online(online: &OnlineAnswer, verdict: &Verdict, is_yes: bool) -> String {
    let OnlineAnswer { url, status, body, lets_in, agrees, difference } = online;
    let purpose = verdict.door.purpose();
    let mut text = if *lets_in && is_yes {
        format!("{GOOD}valid:{GOOD:#} the server that was asked lets this token {purpose}\n")
    } else if *lets_in {
        format!(
            "{BAD}let in, but not as it should be:{BAD:#} the server that was asked lets this token {purpose}\n"
        )
    } else {
        format!("{BAD}not valid:{BAD:#} the server that was asked does not let this token {purpose}\n")
    };
    let predicted = if *agrees { "as predicted" } else { "not as predicted" };
    let _ = writeln!(text, "  {FAINT}server asked{FAINT:#}    {}", escape(url));
    let _ = writeln!(
        text,
        "  {FAINT}server answers{FAINT:#}  {status} {} ({predicted})",
        escape(body.trim_end())
    );
    if let Some(Difference { code, message, hint }) = difference {
        let style = if *agrees { DOUBTFUL } else { BAD };
        let _ = writeln!(text, "\n{style}{code}:{style:#} {}", escape(message));
        let _ = writeln!(text, "  {STRONG}hint:{STRONG:#} {}", escape(hint));
    }
    let _ = write!(text, "\n{STRONG}predicted{STRONG:#} {}", render(verdict, is_yes));
    text
}

/// The verdict in a few lines: what, why, and what would mend it. What is valid may still not be the yes that was asked
/// for: `is_yes`.
#[must_use]
pub fn render(verdict: &Verdict, is_yes: bool) -> String {
    let mut text = String::new();
    let purpose = verdict.door.purpose();
    let let_in = verdict.server.as_ref().is_none_or(|server| server.status == 200);
    let _ = match (verdict.valid, let_in) {
        (true, _) if verdict.can.as_ref().is_some_and(|can| !can.allowed) => writeln!(
            text,
            "{BAD}not allowed:{BAD:#} a LiveKit server lets this token {purpose}, but it does not allow what was asked"
        ),
        (true, _) if !is_yes => writeln!(
            text,
            "{BAD}warned of:{BAD:#} a LiveKit server lets this token {purpose}, but no warning is allowed \
             (--deny-warnings)"
        ),
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
        None => "the call itself, and nothing about the token".to_owned(),
    };
    let key = &verdict.key;
    let _ = writeln!(text, "  {FAINT}server answers{FAINT:#}  {answer}");
    let _ =
        writeln!(text, "  {FAINT}server version{FAINT:#}  1.13.6 or newer; older ones word it differently");
    let _ = writeln!(
        text,
        "  {FAINT}judged with{FAINT:#}     {} ({})",
        escape(&key.api_key),
        escape(&key.source)
    );
    if let Some(can) = &verdict.can {
        let names: Vec<&str> = can.asked.iter().map(|ability| ability.name()).collect();
        let (style, word) = if can.allowed { (GOOD, "allowed") } else { (BAD, "not allowed") };
        let _ =
            writeln!(text, "  {FAINT}asked for{FAINT:#}       {}: {style}{word}{style:#}", names.join(", "));
    }
    for problem in &verdict.problems {
        let _ = writeln!(text, "\n{BAD}{}:{BAD:#} {}", problem.code, escape(&problem.message));
        let _ = writeln!(text, "  {STRONG}hint:{STRONG:#} {}", escape(&problem.hint));
    }
    for Denial { ability, reason } in verdict.can.iter().flat_map(|can| &can.denied) {
        let _ = writeln!(
            text,
            "\n{BAD}not allowed: {}: {}:{BAD:#} {}",
            ability.name(),
            reason.code,
            escape(&reason.message)
        );
        let _ = writeln!(text, "  {STRONG}hint:{STRONG:#} {}", escape(&reason.hint));
    }
    for warning in &verdict.warnings {
        let _ =
            writeln!(text, "\n{DOUBTFUL}warning: {}:{DOUBTFUL:#} {}", warning.code, escape(&warning.message));
    }
    text
}
