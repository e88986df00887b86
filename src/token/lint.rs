//! Legal, but surely not what was meant.
//!
//! What the rules rest on: `auth/grants.go` of LiveKit's protocol (what a grant does), `config/config.go` of its server
//! (the limits by default), and what its client SDKs do with a token (they discard one in its last 60 seconds).

mod names;
mod room_config;

use super::grants::{KIND_DETAILS, KINDS};
use super::jws::SIGNATURE_BYTES;
use super::key::SigningKey;
use super::permissions::SOURCES;
use super::reader::Token;
use super::reader::grants::{self, Grant, objects_of};
use super::reader::json::{Document, Value};
use super::reader::registered::{NumericDate, RegisteredClaims};
use super::spelling::quoted;
use super::time::humanize_seconds;

/// Something in a token that is surely not meant. Its code is an interface and never changes its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// Kebab-case.
    pub code: &'static str,
    /// A sentence that names the place and what it does.
    pub message: String,
}

/// Bytes of metadata a server takes at a join by default.
const MAX_METADATA: usize = 512 * 1024;

/// Bytes of attributes, names and values together, a server takes at a join by default.
const MAX_ATTRIBUTES: usize = 64 * 1024;

/// Seconds before its end in which client SDKs discard a token.
const DISCARDED: i64 = 60;

/// The claims that grant something.
const GRANTS: [&str; 7] =
    ["video", "sip", "agent", "inference", "observability", "agentEndpoint", "agentThread"];

/// Ten years in seconds; no token is meant to live longer.
const TEN_YEARS: i64 = 315_360_000;

/// Everything that is surely not meant in the claims of one token; `misspelt` are the members of its grants that
/// [`grants::misspelt`](super::reader::grants::misspelt()) finds.
#[must_use]
pub fn lints(
    claims: &RegisteredClaims,
    grants: &Grant,
    misspelt: &[(String, &str)],
    payload: &Document,
) -> Vec<Lint> {
    let mut found = Found(Vec::new());
    found.in_times(claims);
    found.in_names(misspelt, payload);
    found.in_video(grants, misspelt);
    found.in_places(claims, grants);
    found.in_participant(grants, payload);
    found.in_room_config(payload);
    found.0
}

/// Everything that is surely not meant in a token just made with `key`.
#[must_use]
pub fn lints_of_minted(token: &str, key: &SigningKey) -> Vec<Lint> {
    let mut found = Vec::new();
    if let Ok(token) = Token::read(token)
        && let Ok(payload) = &token.payload
        && let Ok(claims) = RegisteredClaims::read(payload)
        && let Ok(grants) = grants::read(payload)
    {
        found = lints(&claims, &grants, &grants::misspelt(payload), payload);
        // Whoever is told that the room has no use knows that nothing is granted.
        if !found.iter().any(|lint| lint.code == "unused-room") {
            found.extend(no_grant(payload));
        }
    }
    found.extend(short_secret(key));
    found
}

/// Whether nothing at all is granted. At a door a token like that is refused anyway.
fn no_grant(payload: &Document) -> Option<Lint> {
    let grants = GRANTS.into_iter().flat_map(|claim| objects_of(payload, claim)).flat_map(Value::members);
    let mut given = grants.filter(|(name, value)| {
        !matches!(value.raw(), b"false" | b"null" | b"\"\"") && name.string() != "room"
    });
    given.next().is_none().then(|| Lint {
        code: "no-grant",
        message: "the token grants nothing, so that a server lets nobody do anything with it".to_owned(),
    })
}

/// Whether the key's secret is shorter than its MAC, which RFC 7518 section 3.2 forbids; a LiveKit server only logs it.
/// The key of a development server is meant to be so.
#[must_use]
pub fn short_secret(key: &SigningKey) -> Option<Lint> {
    let bytes = key.secret_bytes();
    (bytes < SIGNATURE_BYTES && !key.is_development()).then(|| Lint {
        code: "short-secret",
        message: format!(
            "the secret of {:?} is too short: {bytes} of at least {SIGNATURE_BYTES} bytes (RFC 7518 section 3.2)",
            key.api_key().as_str()
        ),
    })
}

struct Found(Vec<Lint>);

impl Found {
    fn add(&mut self, code: &'static str, message: impl Into<String>) {
        self.0.push(Lint { code, message: message.into() });
    }

    fn in_times(&mut self, claims: &RegisteredClaims) {
        let starts = [("nbf", claims.not_before), ("iat", claims.issued_at)];
        for (name, date) in starts {
            if date.is_some_and(NumericDate::looks_like_milliseconds) {
                self.add("milliseconds", format!("{name:?} looks like milliseconds; a token has seconds"));
            } else if let (Some(date), Some(end)) = (date, claims.expires_at)
                && date.seconds() >= end.seconds()
            {
                self.add(
                    "never-valid",
                    format!("\"exp\" is not after {name:?}, so that the token is never meant to be valid"),
                );
            }
        }
        let Some(end) = claims.expires_at else { return };
        if end.looks_like_milliseconds() {
            self.add("milliseconds", "\"exp\" looks like milliseconds; a token has seconds, and this one practically never expires");
            return;
        }
        let Some(start) = claims.not_before.or(claims.issued_at) else { return };
        let lifetime = end.seconds().saturating_sub(start.seconds());
        if (1..=DISCARDED).contains(&lifetime) {
            self.add(
                "short-lifetime",
                format!(
                    "the token lives {lifetime} s, and client SDKs discard one in its last {DISCARDED} s"
                ),
            );
        } else if lifetime > TEN_YEARS {
            let lifetime = humanize_seconds(lifetime.unsigned_abs());
            self.add(
                "long-lifetime",
                format!("the token lives {lifetime}, over ten years, and cannot be taken back"),
            );
        }
    }

    fn in_video(&mut self, grants: &Grant, misspelt: &[(String, &str)]) {
        let Some(video) = grants.grant("video") else { return };
        let sources = video.texts("canPublishSources");
        if video.flag("canPublish") == Some(false) {
            if !sources.is_empty() {
                self.add(
                    "sources-blocked",
                    "\"canPublish\" is false, which blocks every source that \"canPublishSources\" lists",
                );
            }
            if video.flag("canPublishData").is_none() {
                self.add("data-blocked", "\"canPublish\" is false, which blocks data too: \"canPublishData\" follows it unless it is given");
            }
        }
        for source in sources.iter().filter(|source| !SOURCES.contains(&source.as_str())) {
            self.add(
                "unknown-source",
                format!(
                    "\"canPublishSources\" lists {}, which is no source; there are {}",
                    quoted(source),
                    SOURCES.join(", ")
                ),
            );
        }
        if video.is_set("roomAdmin") && video.text("room").is_empty() {
            self.add("admin-without-room", "\"roomAdmin\" is given without \"room\": it moderates exactly the room it names, and none is named");
        }
        self.in_room_without_use(video, misspelt);
        if video.is_set("roomJoin") {
            for flag in ["roomCreate", "roomList", "roomRecord", "ingressAdmin"]
                .into_iter()
                .filter(|flag| video.is_set(flag))
            {
                let power =
                    if flag == "roomCreate" { "create and delete any room" } else { "reach beyond its room" };
                self.add(
                    "broad-grant",
                    format!("a token to join with also has \"{flag}\", with which its holder may {power}"),
                );
            }
        }
    }

    /// All other grants are for every room or for none.
    fn in_room_without_use(&mut self, video: &Grant, misspelt: &[(String, &str)]) {
        const USES: [&str; 2] = ["roomJoin", "roomAdmin"];
        let used = USES.into_iter().any(|flag| video.is_set(flag));
        let is_misspelt = misspelt.iter().any(|(_, meant)| USES.contains(meant));
        if !video.text("room").is_empty() && !used && !is_misspelt {
            self.add("unused-room", "\"video\" names a room, but gives neither \"roomJoin\" nor \"roomAdmin\", and no other grant is for a room");
        }
    }

    /// Which room, and who.
    fn in_places(&mut self, claims: &RegisteredClaims, grants: &Grant) {
        let room = grants.grant("video").map_or("", |video| video.text("room"));
        if is_wildcard(room) {
            let room = quoted(room);
            self.add("wildcard-room", format!("\"video.room\" is {room}, which is a room of this very name: nothing stands for several rooms"));
        }
        for (claim, name) in [("video.room", room), ("sub", claims.identity())] {
            if name.starts_with(is_space) || name.ends_with(is_space) {
                let name = quoted(name);
                self.add("surrounding-space", format!("{claim:?} is {name}, and a server takes the white space around it for a part of the name"));
            }
        }
        let ignored = grants.text("identity");
        if !ignored.is_empty() && ignored != claims.identity() {
            let ignored = quoted(ignored);
            let counted = match claims.identity() {
                "" => "which is missing".to_owned(),
                identity => quoted(identity),
            };
            self.add(
                "ignored-identity",
                format!(
                    "\"identity\" is {ignored}, which no server reads: the identity is \"sub\", {counted}"
                ),
            );
        }
    }

    fn in_participant(&mut self, grants: &Grant, payload: &Document) {
        let kind = grants.text("kind");
        if !kind.is_empty() && !KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
            self.add(
                "unknown-kind",
                format!(
                    "\"kind\" is {}, which a server takes for \"standard\"; there are {}",
                    quoted(kind),
                    KINDS.join(", ")
                ),
            );
        }
        let is_known = |detail: &String| KIND_DETAILS.iter().any(|known| known.eq_ignore_ascii_case(detail));
        for detail in grants.texts("kindDetails").iter().filter(|detail| !is_known(detail)) {
            self.add(
                "unknown-kind-detail",
                format!(
                    "\"kindDetails\" has {}, which a server drops; there are {}",
                    quoted(detail),
                    KIND_DETAILS.join(", ")
                ),
            );
        }
        let metadata = grants.text("metadata").len();
        if metadata > MAX_METADATA {
            self.add(
                "long-metadata",
                format!("\"metadata\" has {metadata} bytes; a server takes {MAX_METADATA} by default"),
            );
        }
        let attributes: usize = objects_of(payload, "attributes")
            .flat_map(Value::members)
            .map(|(name, value)| name.string().len() + value.string().len())
            .sum();
        if attributes > MAX_ATTRIBUTES {
            self.add(
                "long-attributes",
                format!("\"attributes\" have {attributes} bytes; a server takes {MAX_ATTRIBUTES} by default"),
            );
        }
    }
}

/// Whether a name looks as if it should stand for many: `*`, `.*`, `team-*`.
fn is_wildcard(name: &str) -> bool {
    let before = name.trim_end_matches('*');
    before.len() < name.len() && (before.is_empty() || before.ends_with(['-', '_', '.', '/', ':']))
}

/// What nobody sees at the end of a name.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
