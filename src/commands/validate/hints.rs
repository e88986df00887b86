//! Where the key or the secret that a token was signed with is to be found on this machine, for the hints of a verdict.

use std::path::Path;

use crate::commands::Session;
use crate::credentials::{
    ProfileChoice, ProfileStore, ProfileView, SecretFound, SecretSearch, Source, find_secret,
};
use crate::token::inspect::inspect;
use crate::token::jws::Signer;
use crate::token::key::{ApiKey, ApiSecret, DEVELOPMENT_API_KEY, SigningKey};
use crate::token::reader::Token;
use crate::token::spelling::quoted;
use crate::token::time::UnixTime;
use crate::token::validate::{Door, Judge, Problem, Verdict};

/// Adds to the hint at a key or a secret that is not the token's: which profile has it. `chosen` is where the secret
/// that was tried came from.
pub(super) fn add_places(
    verdict: &mut Verdict,
    token: &str,
    chosen: &Source,
    config: Option<&Path>,
    session: &Session,
) {
    let Ok(token) = Token::read(token) else { return };
    let search = |api_key: &str| {
        let fits = |secret: &ApiSecret| token.is_signed_by(&Signer::new(secret));
        find_secret(api_key, chosen, config, &session.environment, fits)
    };
    if let Some(issuer) = verdict.unknown_key().map(str::to_owned) {
        let search = search(&issuer);
        if let (Some(_), Some(hint)) = (&search.found, secret_hint(&search, &issuer)) {
            verdict.set_hint("unknown-key", &hint);
        } else if let Some(name) = profile_with(&issuer, config, session) {
            verdict.add_hint("unknown-key", &format!("The profile {name} has this key: --profile {name}."));
        }
    }
    if verdict.is_signed_with_another_secret() {
        let api_key = verdict.key.api_key.clone();
        let search = search(&api_key);
        match (&search.found, secret_hint(&search, &api_key)) {
            (Some(_), Some(hint)) => verdict.set_hint("wrong-signature", &hint),
            (None, Some(hint)) => verdict.add_hint("wrong-signature", &hint),
            (_, None) => {}
        }
    }
}

/// The flag that has another command choose the same key, where it takes one and a single one will do.
pub(super) fn key_flag(chosen: &Source) -> Option<String> {
    match chosen {
        Source::Dev => Some("--dev".to_owned()),
        Source::Profile { name, chosen_by: ProfileChoice::Flag } => Some(format!("--profile {name}")),
        Source::EnvFile(path) => {
            let path = shlex::try_quote(path.to_str()?).ok()?.into_owned();
            Some(format!("--env-file {path}"))
        }
        Source::Profile { .. } | Source::Environment | Source::Flags => None,
    }
}

/// What can be said of a token where there is no key at all to judge it with: who has the key that it names, and what no
/// key would mend.
pub(super) fn without_key(
    token: &str,
    circumstances: &Circumstances<'_>,
    config: Option<&Path>,
    session: &Session,
) -> Vec<String> {
    let &Circumstances { now, door, room, strict } = circumstances;
    let inspection = inspect(token, None, now);
    let issuer = inspection.as_ref().map_or("", |inspection| inspection.issuer.as_str());
    let mut hints = Vec::new();
    if issuer == DEVELOPMENT_API_KEY {
        hints.push("the token names the key of `livekit-server --dev`: --dev judges it with that".to_owned());
    }
    if let Some(name) = profile_with(issuer, config, session) {
        hints.push(format!("the profile {name} has the key that the token names: --profile {name}"));
    } else if !issuer.is_empty() && issuer != DEVELOPMENT_API_KEY {
        hints.push(format!("the token names the key {}: it takes the secret of that one", quoted(issuer)));
    }
    // Whatever a key of the right name finds, but for its secret, which is nobody's.
    let name = if issuer.is_empty() { DEVELOPMENT_API_KEY } else { issuer };
    let (Ok(name), Ok(secret)) = (ApiKey::new(name), ApiSecret::new("no secret at hand".to_owned())) else {
        return hints;
    };
    let key = SigningKey::new(name, &secret);
    let verdict = Judge { key: &key, source: "", now, door, room, strict }.judge(token);
    let is_about_the_secret =
        |problem: &&Problem| problem.code == "wrong-signature" && verdict.is_signed_with_another_secret();
    if let Some(problem) = verdict.problems.iter().find(|problem| !is_about_the_secret(problem)) {
        let inspect = if inspection.is_ok() { " `lktoken inspect` shows what it says." } else { "" };
        hints.push(format!("whatever the key, it is not valid: {}{inspect}", problem.message));
    }
    hints
}

/// How a token was to be judged.
pub(super) struct Circumstances<'a> {
    pub(super) now: UnixTime,
    pub(super) door: Door,
    pub(super) room: Option<&'a str>,
    pub(super) strict: bool,
}

/// The profile that has this API key. Looked up for a hint only, so that nothing that is wrong with the config file
/// matters here, and no secret is opened.
pub(in crate::commands) fn profile_with(
    api_key: &str,
    config: Option<&Path>,
    session: &Session,
) -> Option<String> {
    let profiles =
        ProfileStore::locate(config, &session.environment).and_then(|store| store.list()).ok()?.profiles;
    let has_key =
        |profile: &ProfileView| profile.api_key.as_ref().is_some_and(|known| known.value == api_key);
    profiles.into_iter().find(has_key).map(|profile| profile.name.value)
}

/// Whose secret does verify the signature, or who was not asked.
fn secret_hint(search: &SecretSearch, issuer: &str) -> Option<String> {
    let SecretSearch { found, not_tried } = search;
    let Some(SecretFound { source, api_key }) = found else {
        return (!not_tried.is_empty()).then(|| {
            format!(
                "Not tried, as only a command tells its secret: --profile {}.",
                not_tried.join(", --profile ")
            )
        });
    };
    let (place, way) = match source {
        Source::Profile { name, chosen_by: _ } => (format!("profile {name}"), format!("--profile {name}")),
        Source::Dev => ("`livekit-server --dev`".to_owned(), "--dev".to_owned()),
        Source::Environment => {
            let way = "leave out the flags that choose another place";
            ("the environment".to_owned(), way.to_owned())
        }
        Source::Flags | Source::EnvFile(_) => return None,
    };
    Some(match api_key {
        Some(beside) if beside != issuer => format!(
            "The secret of {place} does verify it, but belongs there to the key {beside:?}: the token was signed with \
             the secret of one key and the name of another."
        ),
        _ => format!(
            "The secret of {place} does verify it: {way}. A server without that secret wants a new one, for which \
             `lktoken mint --from -` keeps the claims."
        ),
    })
}
