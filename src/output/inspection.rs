//! An inspection for people.

use std::fmt::Write as _;

use super::escape::escape;
use super::json::indented;
use super::{BAD, DOUBTFUL, FAINT, GOOD, STRONG};
use crate::token::inspect::{Inspection, SignatureState, TimeClaim};
use crate::token::permissions::Permissions;

/// The inspection in sections: signature, header, claims, times, permissions. `way_to_key` is the flag that would bring a
/// key that is not at hand.
#[must_use]
pub fn render(inspection: &Inspection, way_to_key: &str) -> String {
    let mut text = String::new();
    let issuer = escape(&inspection.issuer);
    let source = inspection.key.as_ref().map(|key| escape(&key.source)).unwrap_or_default();
    let _ = match inspection.signature {
        SignatureState::Valid => {
            writeln!(
                text,
                "{STRONG}signature{STRONG:#}    {GOOD}valid{GOOD:#}, made with {issuer} ({source})"
            )
        }
        SignatureState::Invalid => {
            writeln!(
                text,
                "{STRONG}signature{STRONG:#}    {BAD}invalid{BAD:#}: not made with {issuer} ({source})"
            )
        }
        SignatureState::NotChecked if issuer.is_empty() => {
            writeln!(
                text,
                "{STRONG}signature{STRONG:#}    {DOUBTFUL}not checked{DOUBTFUL:#}: the token names no key"
            )
        }
        SignatureState::NotChecked => writeln!(
            text,
            "{STRONG}signature{STRONG:#}    {DOUBTFUL}not checked{DOUBTFUL:#}: the key it names, {issuer}, is not at hand; {} would bring it",
            escape(way_to_key)
        ),
    };
    let _ = writeln!(text, "{STRONG}header{STRONG:#}       {}", header(inspection));
    let _ = writeln!(text, "{STRONG}claims{STRONG:#}");
    for line in indented(inspection.claims.get()).lines() {
        let _ = writeln!(text, "  {line}");
    }
    let times = &inspection.times;
    for (label, time) in [("expires", &times.exp), ("not before", &times.nbf), ("issued at", &times.iat)] {
        if let Some(line) = time.as_ref().map(time_line) {
            let _ = writeln!(text, "{STRONG}{label:<12}{STRONG:#} {line}");
        } else if label == "expires" {
            let _ = writeln!(
                text,
                "{STRONG}{label:<12}{STRONG:#} {BAD}never{BAD:#}: servers from 1.13.6 on refuse it"
            );
        }
    }
    match &inspection.permissions {
        Some(permissions) => permission_lines(permissions, &mut text),
        None => {
            let _ = writeln!(
                text,
                "{STRONG}permissions{STRONG:#}  {BAD}none{BAD:#}: a server cannot read the grants; `lktoken validate` says why"
            );
        }
    }
    text
}

/// The header on one line, harmless.
fn header(inspection: &Inspection) -> String {
    escape(inspection.header.get()).into_owned()
}

fn time_line(claim: &TimeClaim) -> String {
    match claim.time {
        Some(time) => format!("{time} {FAINT}({}){FAINT:#}", claim.relative),
        None => claim.relative.clone(),
    }
}

fn permission_lines(permissions: &Permissions, text: &mut String) {
    let p = permissions;
    let _ = writeln!(
        text,
        "{STRONG}permissions{STRONG:#}  {FAINT}as a server grants them, defaults applied{FAINT:#}"
    );
    let room = if p.room.is_empty() { "no room".to_owned() } else { format!("room {}", escape(&p.room)) };
    let mut line = |may: bool, what: &str| {
        let (style, word) = if may { (GOOD, "yes") } else { (FAINT, "no ") };
        let _ = writeln!(text, "  {style}{word}{style:#}  {what}");
    };
    if p.room_join && p.room.is_empty() {
        line(false, "join: roomJoin is set, but no room is named");
    } else {
        line(p.room_join, &if p.room_join { format!("join {room}") } else { "join a room".to_owned() });
    }
    if p.room_join {
        let all = p.can_publish_sources.len() == 4;
        let sources = if all { "any source".to_owned() } else { p.can_publish_sources.join(", ") };
        let from = if p.can_publish && sources.is_empty() {
            "publish tracks (no source is allowed)"
        } else {
            "publish tracks"
        };
        line(
            p.can_publish,
            &if p.can_publish && !sources.is_empty() {
                format!("{from}: {sources}")
            } else {
                from.to_owned()
            },
        );
        line(p.can_publish_data, "send data");
        line(p.can_subscribe, "subscribe to tracks");
        line(p.can_update_own_metadata, "change its own name, metadata and attributes");
    }
    for (may, what) in [
        (p.can_subscribe_metrics, "subscribe to metrics".to_owned()),
        (p.can_manage_agent_session, "manage an agent session".to_owned()),
        (p.hidden, "stay hidden from others".to_owned()),
        (p.recorder, "count as a recorder".to_owned()),
        (p.agent, "register as an agent worker".to_owned()),
        (p.room_admin, format!("moderate {room}")),
        (p.room_create, "create and delete rooms".to_owned()),
        (p.room_list, "list rooms".to_owned()),
        (p.room_record, "record rooms (egress)".to_owned()),
        (p.ingress_admin, "manage ingress".to_owned()),
        (
            !p.destination_room.is_empty(),
            format!("move participants to room {}", escape(&p.destination_room)),
        ),
        (p.sip_admin, "manage SIP trunks and rules".to_owned()),
        (p.sip_call, "make SIP calls".to_owned()),
    ] {
        if may {
            line(true, &what);
        }
    }
}
