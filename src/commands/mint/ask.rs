//! Questions for what a request to mint leaves open.

use std::borrow::Cow;

use crate::commands::key::{self, ChosenKey};
use crate::error::Error;
use crate::output::Printer;
use crate::output::prompt::Prompter;
use crate::token::request::{Member, TokenRequest, UnknownMembers};
use crate::token::response::ValidationError;
use crate::token::rules::Rules;

/// Asks for room and identity where they are missing, by the rules they will be judged by; for nothing where something
/// else is wrong, which whoever applies the rules will tell.
pub(super) fn ask_for_missing(
    request: &mut TokenRequest<'_>,
    rules: Rules,
    prompter: &Prompter,
) -> Result<(), Error> {
    let errors = request.clone().validate(rules, UnknownMembers::Refuse).err().unwrap_or_default();
    let is_missing = |error: &ValidationError| error.message.ends_with("is required");
    // Nobody answers questions gladly to be told afterwards that something else was wrong from the start.
    if !errors.iter().all(is_missing) {
        return Ok(());
    }
    for error in errors {
        let (question, member) = if error.field == "roomName" {
            ("Room", &mut request.room_name)
        } else {
            ("Identity", &mut request.participant_identity)
        };
        let answer = prompter.line(question, |text| check_with(text, &error.field, rules))?;
        *member = Some(Member::text(answer));
    }
    Ok(())
}

/// The rules that one member breaks, told in a line.
fn check_with(text: &str, field: &str, rules: Rules) -> Result<(), String> {
    let member = Some(Member::text(text));
    let request = match field {
        "roomName" => TokenRequest { room_name: member, ..TokenRequest::default() },
        _ => TokenRequest { participant_identity: member, ..TokenRequest::default() },
    };
    let errors = request.validate(rules, UnknownMembers::Refuse).err().unwrap_or_default();
    let broken = errors.into_iter().filter(|error| error.field == field).map(|error| error.message);
    // What is longer than the terminal's line is not wiped away when it is mended.
    let in_short = |message: Cow<'static, str>| {
        if message.ends_with("invalid characters") { Cow::Borrowed(ALPHABET) } else { message }
    };
    let broken: Vec<Cow<'_, str>> = broken.map(in_short).collect();
    if broken.is_empty() { Ok(()) } else { Err(broken.join("; ")) }
}

/// What room names and identities are made of, in place of the rule that they break.
const ALPHABET: &str = "letters, digits, `_` and `-` only; --rules livekit takes any character";

/// Asks for a key and its secret where nothing tells of any.
pub(super) fn ask_for_key(
    prompter: &Prompter,
    url: Option<String>,
    printer: &Printer,
) -> Result<ChosenKey, Error> {
    let required =
        |text: &str| if text.is_empty() { Err("The API key is required".to_owned()) } else { Ok(()) };
    // Beside the question, the line would be too long for a terminal of 80 columns, and stay torn.
    printer.note("no key is chosen: `lktoken profile add` keeps one, --dev uses devkey");
    let api_key = prompter.line("LiveKit API key", required)?;
    let secret = prompter.secret("Its secret (not shown)", false)?;
    key::typed(api_key, url, secret.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_checked_as_typed_by_the_request_s_rules() {
        let check = |text: &str| check_with(text, "roomName", Rules::Contract);
        assert_eq!(check("demo"), Ok(()));
        assert_eq!(check(""), Err("Room name is required".to_owned()));
        assert_eq!(check_with("a b", "roomName", Rules::LiveKit), Ok(()));
        let long = "é".repeat(256);
        assert_eq!(check(&long), Err(format!("Room name too long; {ALPHABET}")));
        assert!(ALPHABET.len() < 78, "in a terminal of 80 columns it is one line");
    }
}
