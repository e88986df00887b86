//! Why a token does not grant what was asked, said so that a person can mend it.

use crate::token::grants::mint_flag;
use crate::token::permissions::SOURCES;
use crate::token::spelling::quoted;
use crate::token::validate::mend::mint_with;
use crate::token::validate::problem::{Problem, room};

impl Problem {
    pub(super) fn joins_other_room(own: &str, asked: &str) -> Self {
        Self::new(
            "other-room",
            format!("The token is for joining {}, not {}.", room(own), room(asked)),
            "A token is for exactly the room in \"video.room\"; no name in it stands for every room. Mint one with --room.",
        )
    }

    pub(super) fn other_identity(own: &str, asked: &str) -> Self {
        Self::new(
            "other-identity",
            format!("The token is for {}, not for {}.", quoted(own), quoted(asked)),
            "Whoever joins with it is the identity in \"sub\". Mint one with --identity.",
        )
    }

    pub(super) fn unreadable_grants() -> Self {
        Self::new(
            "unreadable-grants",
            "A server cannot read what the token grants, and refuses the whole token.",
            "The problems of the verdict say what is wrong with it.",
        )
    }

    pub(super) fn denied_grant(flag: &str) -> Self {
        Self::new(
            "denied-grant",
            format!("\"video.{flag}\" is false."),
            format!("It is granted unless denied. {}", mint_with(&mint_flag("video", flag))),
        )
    }

    pub(super) fn ungranted(flag: &str, given: Option<bool>) -> Self {
        let state = if given.is_some() { "is false" } else { "is absent, and then it is not granted" };
        Self::new("missing-grant", format!("\"video.{flag}\" {state}."), mint_with(&mint_flag("video", flag)))
    }

    pub(super) fn data_blocked() -> Self {
        Self::new(
            "data-blocked",
            "\"video.canPublish\" is false, and \"video.canPublishData\", which is absent, follows it.",
            mint_with(&mint_flag("video", "canPublishData")),
        )
    }

    /// `None`: no source that there is.
    pub(super) fn source_not_listed(source: Option<&str>, listed: &[String]) -> Self {
        let is_listed = |known: &str| listed.iter().any(|name| name.eq_ignore_ascii_case(known));
        let is_wanted = |known: &&str| is_listed(known) || source == Some(known);
        let sources: Vec<&str> = match SOURCES.into_iter().filter(is_wanted).collect::<Vec<_>>() {
            none if none.is_empty() => vec!["camera"],
            sources => sources,
        };
        let message = match source {
            None => "\"video.canPublishSources\" lists no source that there is".to_owned(),
            Some(source) => format!("\"video.canPublishSources\" does not list {source:?}"),
        };
        let is_meant = |name: &&String| match source {
            None => SOURCES.iter().any(|source| name.eq_ignore_ascii_case(source)),
            Some(source) => name.eq_ignore_ascii_case(source),
        };
        let other_case = listed.iter().find(is_meant).map_or(String::new(), |name| {
            format!(", but {}: a server tells upper from lower case", quoted(name))
        });
        Self::new(
            "source-not-listed",
            format!("{message}{other_case}."),
            format!(
                "{} One without \"canPublishSources\" may publish from all of them: {}.",
                mint_with(&format!("--source {}", sources.join(","))),
                SOURCES.join(", ")
            ),
        )
    }
}
