//! The doors of a LiveKit server, and what each asks of a token that has got past form, key, signature and times.

use serde::Serialize;

use super::mend::mint_with;
use super::problem::Problem;
use crate::token::reader::grants::Grant;

/// The longest identity and room name a server lets in by default, in bytes (`limit.*` of its configuration).
pub const MAX_NAME_BYTES: usize = 256;

/// What Twirp answers to a token without the grant (`service/auth.go`).
const DENIED: &str = r#"{"code":"unauthenticated","msg":"permissions denied"}"#;

/// Where a token is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// `GET /rtc/validate`: joining a room.
    #[default]
    Join,
    /// `GET /`: form, signature and times only.
    Any,
    /// Moderating a room: participants, data, metadata, agent dispatch.
    Admin,
    /// Listing rooms.
    List,
    /// Creating and deleting rooms.
    Create,
    /// Recording (egress).
    Record,
    /// Ingress.
    Ingress,
    /// SIP trunks and dispatch rules.
    Sip,
    /// Placing a SIP call.
    SipCall,
    /// Registering an agent worker.
    Agent,
    /// Publishing over WHIP.
    Whip,
}

impl Door {
    /// All doors.
    pub const ALL: [Self; 11] = [
        Self::Join,
        Self::Any,
        Self::Admin,
        Self::List,
        Self::Create,
        Self::Record,
        Self::Ingress,
        Self::Sip,
        Self::SipCall,
        Self::Agent,
        Self::Whip,
    ];

    /// The door's name, as it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Any => "any",
            Self::Admin => "admin",
            Self::List => "list",
            Self::Create => "create",
            Self::Record => "record",
            Self::Ingress => "ingress",
            Self::Sip => "sip",
            Self::SipCall => "sip-call",
            Self::Agent => "agent",
            Self::Whip => "whip",
        }
    }

    /// What the door lets its visitors do.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Join => "join the room it names",
            Self::Any => "be shown at all (form, signature and times)",
            Self::Admin => "moderate the room",
            Self::List => "list rooms",
            Self::Create => "create and delete rooms",
            Self::Record => "record rooms (egress)",
            Self::Ingress => "manage ingress",
            Self::Sip => "manage SIP trunks and rules",
            Self::SipCall => "place SIP calls",
            Self::Agent => "register an agent worker",
            Self::Whip => "publish over WHIP",
        }
    }

    /// The body of the 200 for a token let in, where the token alone decides it.
    pub(super) fn answer(self) -> Option<&'static str> {
        match self {
            Self::Join => Some("success"),
            Self::Any => Some("OK"),
            _ => None,
        }
    }

    /// The grant a door asks for with a single flag: the claim, and the flag in it.
    fn flag(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::List => Some(("video", "roomList")),
            Self::Create => Some(("video", "roomCreate")),
            Self::Record => Some(("video", "roomRecord")),
            Self::Ingress => Some(("video", "ingressAdmin")),
            Self::Sip => Some(("sip", "admin")),
            Self::SipCall => Some(("sip", "call")),
            Self::Agent => Some(("video", "agent")),
            Self::Join | Self::Any | Self::Admin | Self::Whip => None,
        }
    }
}

/// A token at a door.
pub(super) struct Visit<'v> {
    /// Who shows it: `sub`, else `jti`.
    pub(super) identity: &'v str,
    pub(super) grants: &'v Grant,
    /// The room to moderate; the token's own if there is none.
    pub(super) room: Option<&'v str>,
}

/// A door's answer, and the reason.
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) problem: Problem,
}

impl Refusal {
    fn new(status: u16, body: impl Into<String>, problem: Problem) -> Self {
        Self { status, body: body.into(), problem }
    }
}

impl Visit<'_> {
    /// Everything `door` has against the token; the first is what the server answers.
    pub(super) fn refusals(&self, door: Door) -> Vec<Refusal> {
        match door {
            Door::Join => self.at_join(),
            Door::Whip => self.at_whip(),
            Door::Admin => self.at_admin(),
            Door::Agent => {
                let body = "no permissions to access the room";
                self.without_flag(door).map(|problem| Refusal::new(401, body, problem)).into_iter().collect()
            }
            // [`Door::Any`] asks for none.
            _ => self
                .without_flag(door)
                .map(|problem| Refusal::new(401, DENIED, problem))
                .into_iter()
                .collect(),
        }
    }

    /// The doors that this token opens, but for [`Door::Any`], which every sound token opens.
    pub(super) fn open_doors(&self) -> Vec<Door> {
        let opens = |door: &Door| *door != Door::Any && self.refusals(*door).is_empty();
        Door::ALL.into_iter().filter(opens).collect()
    }

    fn video(&self) -> Option<&Grant> {
        self.grants.grant("video")
    }

    fn without_flag(&self, door: Door) -> Option<Problem> {
        let (claim, flag) = door.flag()?;
        let is_set = self.grants.grant(claim).is_some_and(|grant| grant.is_set(flag));
        (!is_set).then(|| Problem::missing_grant(door, claim, flag))
    }

    /// The arguments with which `mint --from` makes of this token one to join with.
    fn what_joining_lacks(&self) -> String {
        let lacks_join = !self.video().is_some_and(|video| video.is_set("roomJoin"));
        let lacks_room = self.video().is_none_or(|video| video.text("room").is_empty());
        let lacking = [
            (lacks_join, "--join"),
            (lacks_room, "--room NAME"),
            (self.identity.is_empty(), "--identity ID"),
        ];
        let arguments: Vec<&str> =
            lacking.into_iter().filter(|(lacks, _)| *lacks).map(|(_, flag)| flag).collect();
        arguments.join(" ")
    }

    /// `service/rtcservice.go`: the grant, then who, then which room.
    fn at_join(&self) -> Vec<Refusal> {
        let Some(video) = self.video() else {
            let problem = Problem::no_video_grant(&self.what_joining_lacks());
            return vec![Refusal::new(401, "no permissions to access the room", problem)];
        };
        let lacking = self.what_joining_lacks();
        let mut refusals = Vec::new();
        if !video.is_set("roomJoin") {
            refusals.push(Refusal::new(401, "permissions denied", Problem::no_room_join(&lacking)));
        }
        if self.identity.is_empty() {
            refusals.push(Refusal::new(400, "identity cannot be empty", Problem::missing_identity(&lacking)));
        }
        refusals.extend(self.identity_too_long());
        if video.text("room").is_empty() {
            refusals.push(Refusal::new(400, "no room name", Problem::missing_room(&lacking)));
        }
        refusals.extend(room_too_long(video));
        refusals
    }

    /// `service/whipservice.go`: as joining, but in another order and in JSON.
    fn at_whip(&self) -> Vec<Refusal> {
        let Some(video) = self.video() else {
            return vec![in_json(Refusal::new(
                401,
                "no permissions to access the room",
                Problem::no_video_grant(&self.what_joining_lacks()),
            ))];
        };
        let lacking = self.what_joining_lacks();
        let mut refusals = Vec::new();
        if !video.is_set("roomJoin") {
            refusals.push(Refusal::new(401, "permissions denied", Problem::no_room_join(&lacking)));
        }
        if video.text("room").is_empty() {
            refusals.push(Refusal::new(401, "room name cannot be empty", Problem::missing_room(&lacking)));
        }
        refusals.extend(room_too_long(video));
        if self.identity.is_empty() {
            refusals.push(Refusal::new(400, "identity cannot be empty", Problem::missing_identity(&lacking)));
        }
        refusals.extend(self.identity_too_long());
        refusals.into_iter().map(in_json).collect()
    }

    /// `EnsureAdminPermission` in `service/auth.go`: the grant, and the very room.
    fn at_admin(&self) -> Vec<Refusal> {
        let video = self.video();
        let own = video.map_or("", |video| video.text("room"));
        let asked = self.room.unwrap_or(own);
        let problem = if !video.is_some_and(|video| video.is_set("roomAdmin")) {
            let problem = Problem::missing_grant(Door::Admin, "video", "roomAdmin");
            if own.is_empty() {
                Problem { hint: mint_with("--admin --room NAME"), ..problem }
            } else {
                problem
            }
        } else if own != asked {
            Problem::other_room(own, asked)
        } else {
            return Vec::new();
        };
        vec![Refusal::new(401, DENIED, problem)]
    }

    fn identity_too_long(&self) -> Option<Refusal> {
        let body = format!("participant identity length exceeds limits: max length {MAX_NAME_BYTES}");
        too_long("identity", self.identity, body)
    }
}

fn room_too_long(video: &Grant) -> Option<Refusal> {
    let body = format!("room name length exceeds limits: max length {MAX_NAME_BYTES}");
    too_long("room", video.text("room"), body)
}

fn too_long(what: &str, name: &str, body: String) -> Option<Refusal> {
    let bytes = name.len();
    (bytes > MAX_NAME_BYTES)
        .then(|| Refusal::new(400, body, Problem::name_too_long(what, bytes, MAX_NAME_BYTES)))
}

/// WHIP answers in JSON, with a line end.
fn in_json(refusal: Refusal) -> Refusal {
    Refusal { body: format!("{{\"error\":\"{}\"}}\n", refusal.body), ..refusal }
}
