//! What a token means, in a paragraph that a person can read: who, which room, what for, until when, and what would stop
//! it.
//!
//! Names and texts of the token stand in quotes, with what a terminal acts on escaped. Nothing is trusted: a signature
//! that was not checked is told, and everything else is then only what the token says.

mod room;
mod stops;

use super::inspect::{InspectError, SignatureState, inspect};
use super::key::SigningKey;
use super::lint::lints;
use super::permissions::{Permissions, SOURCES};
use super::reader::breach::{Breach, breaches};
use super::reader::grants::{self, Grant, GrantFault};
use super::reader::json::{Document, Value};
use super::reader::registered::{LEEWAY, RegisteredClaims};
use super::reader::{PartFault, Token};
use super::spelling::quoted;
use super::time::{UnixTime, humanize_seconds};
use super::validate::{KeyUsed, MAX_NAME_BYTES};

/// Explains `token` at `now`. With a `key` (and where it came from) of the name that the token gives, the signature is
/// checked too.
///
/// # Errors
///
/// [`InspectError`] when header or payload cannot be read.
pub fn explain(token: &str, key: Option<(&SigningKey, &str)>, now: UnixTime) -> Result<String, InspectError> {
    let inspection = inspect(token, key, now)?;
    let token = Token::read(token).map_err(InspectError::Form)?;
    let unreadable = |part| move |fault: &PartFault| InspectError::Part(part, *fault);
    let header = token.header.as_ref().map_err(unreadable("header"))?;
    let payload = token.payload.as_ref().map_err(unreadable("payload"))?;
    let claims = RegisteredClaims::read(payload);
    let is_object = claims.is_ok();
    let told = Told {
        now,
        signature: inspection.signature,
        key: inspection.key.as_ref(),
        claims: &claims.unwrap_or_default(),
        grants: &grants::read(payload),
        permissions: &inspection.permissions.unwrap_or_default(),
        payload,
        breaches: breaches(&token),
    };
    let mut stops = told.stops_in_form(header, is_object);
    stops.extend(told.stops_in_time());
    Ok(told.paragraph(&stops))
}

/// What is known of a token.
struct Told<'t> {
    now: UnixTime,
    signature: SignatureState,
    key: Option<&'t KeyUsed>,
    claims: &'t RegisteredClaims,
    grants: &'t Result<Grant, Vec<GrantFault>>,
    permissions: &'t Permissions,
    payload: &'t Document,
    breaches: Vec<Breach>,
}

impl Told<'_> {
    fn paragraph(&self, stops: &[String]) -> String {
        let mut sentences = Vec::new();
        let mut opening = match self.signature {
            SignatureState::NotChecked => "By what the token says, ",
            SignatureState::Valid | SignatureState::Invalid => "",
        };
        if !stops.is_empty() {
            let server = match (self.signature, self.key) {
                (SignatureState::Invalid, Some(_)) => "A LiveKit server with the secret at hand does not let",
                _ => "No LiveKit server lets",
            };
            sentences.push(format!("{server} this token in: {}.", stops.join("; ")));
            opening = "Apart from that, ";
        }
        if let Ok(grants) = self.grants {
            let (first, more) = self.grants_told(grants);
            sentences.push(sentence(&format!("{opening}{first}.")));
            sentences.extend(more);
            sentences.extend(self.room_told());
            sentences.extend(self.carried(grants));
            let misspelt = grants::misspelt(self.payload);
            let lints = lints(self.claims, grants, &misspelt, self.payload);
            if !lints.is_empty() {
                let messages: Vec<String> = lints.into_iter().map(|lint| lint.message).collect();
                sentences.push(format!("Surely not meant: {}.", messages.join("; ")));
            }
        }
        if !self.breaches.is_empty() {
            let messages: Vec<&str> = self.breaches.iter().map(|breach| breach.message.as_str()).collect();
            sentences.push(format!(
                "Servers let it through, though it should not be so: {}.",
                messages.join("; ")
            ));
        }
        sentences.extend(self.signature_told());
        sentences.join(" ")
    }

    /// ` until …`; nothing where a server refuses the token for its time anyway.
    fn until(&self) -> String {
        let Some(date) = self.claims.expires_at.filter(|date| !date.has_expired(self.now)) else {
            return String::new();
        };
        match date.time() {
            None => " until a time in the far future".to_owned(),
            Some(time) if time > self.now => format!(" until {time} (in {})", self.distance(time)),
            Some(time) => {
                format!(" until {time} ({} ago, but servers forgive {LEEWAY} s)", self.distance(time))
            }
        }
    }

    fn distance(&self, time: UnixTime) -> String {
        humanize_seconds(time.seconds().abs_diff(self.now.seconds()))
    }

    /// What the holder may do: the beginning, and further sentences.
    fn grants_told(&self, grants: &Grant) -> (String, Vec<String>) {
        let p = self.permissions;
        let until = self.until();
        let token =
            if until.is_empty() { "this token".to_owned() } else { format!("this token, good{until},") };
        let mut powers = powers(p, grants);
        powers.extend(newer_powers(self.payload));
        let also = |word: &str| format!("{word} may {}", listed(&powers, "and"));
        if !p.room_join {
            let first = if powers.is_empty() {
                format!("{token} grants nothing: neither joining a room nor any other work of a server")
            } else {
                format!("{}{until}", also("the holder of this token"))
            };
            let nobody = match self.claims.identity() {
                "" => "It lets nobody join a room.".to_owned(),
                identity => format!("It lets nobody join a room, though it names {}.", quoted(identity)),
            };
            return (first, if powers.is_empty() { Vec::new() } else { vec![nobody] });
        }
        let mut more = Vec::new();
        let identity = self.claims.identity();
        let missing: Vec<String> = [("identity", identity), ("room", &p.room)]
            .into_iter()
            .filter_map(|(what, name)| match name.len() {
                0 => Some(format!("no {what}")),
                1..=MAX_NAME_BYTES => None,
                bytes => Some(format!(
                    "too long a name for the {what} ({bytes} bytes of at most {MAX_NAME_BYTES} by default)"
                )),
            })
            .collect();
        let first = if missing.is_empty() {
            more.extend(denied(p));
            let who = who(identity, grants);
            format!("{who} may join the room {}{until}{}", quoted(&p.room), within(p))
        } else {
            format!(
                "{token} is for joining a room, but it has {}, and a server refuses the join",
                listed(&missing, "and")
            )
        };
        for (flag, told) in [
            (p.hidden, "The others in the room do not see this participant."),
            (p.recorder, "The participant counts as a recorder."),
        ] {
            if flag {
                more.push(told.to_owned());
            }
        }
        if !powers.is_empty() {
            more.push(format!("{}.", also("Its holder")));
        }
        (first, more)
    }

    /// What everybody can read.
    fn carried(&self, grants: &Grant) -> Option<String> {
        let mut carried = Vec::new();
        let metadata = grants.text("metadata").len();
        if metadata > 0 {
            carried.push(format!("{metadata} {} of metadata", counted(metadata, "byte")));
        }
        let attributes = grants::objects_of(self.payload, "attributes").flat_map(Value::members);
        let sizes: Vec<usize> =
            attributes.map(|(name, value)| name.string().len() + value.string().len()).collect();
        if !sizes.is_empty() {
            let (count, bytes) = (sizes.len(), sizes.iter().sum::<usize>());
            carried.push(format!(
                "{count} {} of {bytes} {}",
                counted(count, "attribute"),
                counted(bytes, "byte")
            ));
        }
        let carried = (!carried.is_empty()).then(|| listed(&carried, "and"))?;
        Some(format!("It carries {carried}, which everybody who holds it can read."))
    }

    fn signature_told(&self) -> Option<String> {
        match (self.signature, self.key) {
            (SignatureState::Valid, Some(key)) => {
                Some(format!("Its signature is valid, made with {} ({}).", quoted(&key.api_key), key.source))
            }
            (SignatureState::NotChecked, _) if self.claims.issuer.is_empty() => {
                Some("Its signature was not checked: nothing of this is to be trusted.".to_owned())
            }
            (SignatureState::NotChecked, _) => Some(format!(
                "Its signature was not checked, for the key that it names, {}, is not at hand: nothing of this is to be \
                 trusted.",
                quoted(&self.claims.issuer)
            )),
            (SignatureState::Valid | SignatureState::Invalid, _) => None,
        }
    }
}

/// Who joins: `"alice" (called "Alice A.", an agent)`.
fn who(identity: &str, grants: &Grant) -> String {
    let (name, kind) = (grants.text("name"), grants.text("kind"));
    let mut more = Vec::new();
    if !name.is_empty() && name != identity {
        more.push(format!("called {}", quoted(name)));
    }
    if !kind.is_empty() && !kind.eq_ignore_ascii_case("standard") {
        more.push(format!("of the kind {}", quoted(kind)));
    }
    let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
    format!("{}{more}", quoted(identity))
}

/// What a participant may do within the room.
fn within(p: &Permissions) -> String {
    let sources = &p.can_publish_sources;
    let publish = match sources.len() {
        0 => None,
        count if count == SOURCES.len() => Some("publish from any source".to_owned()),
        _ => Some(format!("publish {}", listed(sources, "and"))),
    };
    let others = [
        (p.can_publish_data, "send data"),
        (p.can_subscribe, "subscribe to others"),
        (p.can_update_own_metadata, "change their own name, metadata and attributes"),
        (p.can_subscribe_metrics, "subscribe to metrics"),
        (p.can_manage_agent_session, "manage an agent session"),
    ];
    let others = others.into_iter().filter(|(may, _)| *may).map(|(_, what)| what.to_owned());
    let may: Vec<String> = publish.into_iter().chain(others).collect();
    if may.is_empty() { String::new() } else { format!(", and there {}", listed(&may, "and")) }
}

/// What most tokens grant and this one does not.
fn denied(p: &Permissions) -> Option<String> {
    let denied = [
        (p.can_publish_sources.is_empty(), "publishing"),
        (!p.can_publish_data, "sending data"),
        (!p.can_subscribe, "subscribing"),
    ];
    let denied: Vec<&str> = denied.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect();
    (!denied.is_empty()).then(|| format!("It does not grant {}.", listed(&denied, "or")))
}

/// What the holder may do without joining.
fn powers(p: &Permissions, grants: &Grant) -> Vec<String> {
    let is_set = |claim: &str, flag: &str| grants.grant(claim).is_some_and(|grant| grant.is_set(flag));
    let moderates = p.room_admin && !p.room.is_empty();
    let fixed = [
        (p.room_create, "create and delete any room"),
        (p.room_list, "list all rooms"),
        (p.room_record, "record any room (egress)"),
        (p.ingress_admin, "manage any ingress"),
        (p.agent, "register as an agent worker"),
        (p.sip_admin, "manage SIP trunks and rules"),
        (p.sip_call, "place SIP calls"),
        (is_set("agent", "admin"), "administer agents on LiveKit Cloud"),
        (is_set("agent", "simulationAdmin"), "administer simulations on LiveKit Cloud"),
        (is_set("agent", "databaseAdmin"), "administer databases on LiveKit Cloud"),
        (is_set("inference", "perform"), "use inference on LiveKit Cloud"),
        (is_set("observability", "write"), "write observability data on LiveKit Cloud"),
    ];
    let mut powers = Vec::new();
    if moderates {
        powers.push(format!("moderate the room {}", quoted(&p.room)));
    }
    if moderates && !p.destination_room.is_empty() {
        powers.push(format!("move participants to the room {}", quoted(&p.destination_room)));
    }
    powers.extend(fixed.into_iter().filter(|(may, _)| *may).map(|(_, what)| what.to_owned()));
    powers
}

/// What grants allow that servers of 1.13 do not read yet, and LiveKit Cloud does.
fn newer_powers(payload: &Document) -> Vec<String> {
    let is_set = |claim: &str, flag: &str| {
        let given = payload.root().members().filter(|(name, _)| name.string() == claim);
        let flags = given.flat_map(|(_, grant)| grant.members()).filter(|(name, _)| name.string() == flag);
        flags.last().is_some_and(|(_, value)| value.is_true())
    };
    let mut powers = Vec::new();
    if is_set("agent", "dispatchAdmin") {
        powers.push("administer dispatches of agents on LiveKit Cloud".to_owned());
    }
    if is_set("agentEndpoint", "call") {
        powers.push("call endpoints of agents on LiveKit Cloud".to_owned());
    }
    let in_threads: Vec<&str> = ["list", "create", "write", "read", "delete"]
        .into_iter()
        .filter(|flag| is_set("agentThread", "all") || is_set("agentThread", flag))
        .collect();
    if !in_threads.is_empty() {
        powers.push(format!("{} threads of agents on LiveKit Cloud", listed(&in_threads, "and")));
    }
    powers
}

/// `a, b and c`.
fn listed(items: &[impl AsRef<str>], word: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} {word} {last}", before.join(", ")),
    }
}

/// A noun as its count asks for it.
fn counted(count: usize, noun: &str) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}

/// With a capital at its start.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
