//! What the holder of a token may be asked to be able to do, and the claim that decides it.

mod reason;

use serde::Serialize;

use super::door::{Door, Visit};
use super::problem::Problem;
use crate::token::permissions::Permissions;
use crate::token::reader::Token;
use crate::token::reader::grants::{self, Grant};
use crate::token::reader::json::Document;
use crate::token::reader::registered::RegisteredClaims;
use crate::token::renewal;

/// Something that a token may let its holder do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Joining the room it names.
    Join,
    /// Publishing tracks from at least one source.
    Publish,
    /// Publishing a camera.
    PublishCamera,
    /// Publishing a microphone.
    PublishMicrophone,
    /// Publishing a screen.
    PublishScreenShare,
    /// Publishing the sound of a screen.
    PublishScreenShareAudio,
    /// Subscribing to tracks.
    Subscribe,
    /// Sending data.
    Data,
    /// Changing its own name, metadata and attributes.
    UpdateMetadata,
    /// Subscribing to metrics.
    SubscribeMetrics,
    /// Managing an agent session.
    ManageAgentSession,
    /// Staying hidden from others.
    Hidden,
    /// Counting as a recorder.
    Recorder,
    /// What [`Door::Admin`] lets its visitors do.
    Admin,
    /// What [`Door::List`] lets its visitors do.
    List,
    /// What [`Door::Create`] lets its visitors do.
    Create,
    /// What [`Door::Record`] lets its visitors do.
    Record,
    /// What [`Door::Ingress`] lets its visitors do.
    Ingress,
    /// What [`Door::Sip`] lets its visitors do.
    Sip,
    /// What [`Door::SipCall`] lets its visitors do.
    SipCall,
    /// What [`Door::Agent`] lets its visitors do.
    Agent,
}

impl Ability {
    /// All abilities.
    pub const ALL: [Self; 21] = [
        Self::Join,
        Self::Publish,
        Self::PublishCamera,
        Self::PublishMicrophone,
        Self::PublishScreenShare,
        Self::PublishScreenShareAudio,
        Self::Subscribe,
        Self::Data,
        Self::UpdateMetadata,
        Self::SubscribeMetrics,
        Self::ManageAgentSession,
        Self::Hidden,
        Self::Recorder,
        Self::Admin,
        Self::List,
        Self::Create,
        Self::Record,
        Self::Ingress,
        Self::Sip,
        Self::SipCall,
        Self::Agent,
    ];

    /// The ability's name, as it is typed. What a door asks for has the door's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.decided_by() {
            Decider::Door(door) => door.name(),
            Decider::Publishing { name, source: _ } | Decider::Flag { name, flag: _, is_granted: _ } => name,
            Decider::Subscribing => "subscribe",
            Decider::Data => "data",
        }
    }

    /// The door that decides it alone; `None` for what happens within a room.
    #[must_use]
    pub fn door(self) -> Option<Door> {
        match self.decided_by() {
            Decider::Door(door) => Some(door),
            _ => None,
        }
    }

    fn decided_by(self) -> Decider {
        let publishing = |name, source| Decider::Publishing { name, source };
        let flag = |name, flag, is_granted| Decider::Flag { name, flag, is_granted };
        match self {
            Self::Join => Decider::Door(Door::Join),
            Self::Publish => publishing("publish", None),
            Self::PublishCamera => publishing("publish:camera", Some("camera")),
            Self::PublishMicrophone => publishing("publish:microphone", Some("microphone")),
            Self::PublishScreenShare => publishing("publish:screen_share", Some("screen_share")),
            Self::PublishScreenShareAudio => {
                publishing("publish:screen_share_audio", Some("screen_share_audio"))
            }
            Self::Subscribe => Decider::Subscribing,
            Self::Data => Decider::Data,
            Self::UpdateMetadata => {
                flag("update-metadata", "canUpdateOwnMetadata", |p| p.can_update_own_metadata)
            }
            Self::SubscribeMetrics => {
                flag("subscribe-metrics", "canSubscribeMetrics", |p| p.can_subscribe_metrics)
            }
            Self::ManageAgentSession => {
                flag("manage-agent-session", "canManageAgentSession", |p| p.can_manage_agent_session)
            }
            Self::Hidden => flag("hidden", "hidden", |p| p.hidden),
            Self::Recorder => flag("recorder", "recorder", |p| p.recorder),
            Self::Admin => Decider::Door(Door::Admin),
            Self::List => Decider::Door(Door::List),
            Self::Create => Decider::Door(Door::Create),
            Self::Record => Decider::Door(Door::Record),
            Self::Ingress => Decider::Door(Door::Ingress),
            Self::Sip => Decider::Door(Door::Sip),
            Self::SipCall => Decider::Door(Door::SipCall),
            Self::Agent => Decider::Door(Door::Agent),
        }
    }
}

/// What decides an ability.
enum Decider {
    /// A door alone.
    Door(Door),
    /// `canPublish`, and `canPublishSources` for this source, or for any.
    Publishing { name: &'static str, source: Option<&'static str> },
    /// `canSubscribe`, which is granted unless denied.
    Subscribing,
    /// `canPublishData`, and `canPublish` where that says nothing.
    Data,
    /// A flag of `video` that is granted only if given.
    Flag { name: &'static str, flag: &'static str, is_granted: fn(&Permissions) -> bool },
}

impl Serialize for Ability {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What is asked of a token beyond being let in.
#[derive(Clone, Debug, Default)]
pub struct Asked<'a> {
    /// What its holder should be able to do.
    pub abilities: Vec<Ability>,
    /// The room that [`Ability::Join`] and [`Ability::Admin`] are about; the token's own if there is none.
    pub room: Option<&'a str>,
    /// Who [`Ability::Join`] is about; whoever the token names if there is none.
    pub identity: Option<&'a str>,
}

/// The answer to what was asked. Members in the order they are written in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Can {
    /// Whether the token is valid and grants everything that was asked.
    pub allowed: bool,
    /// What it does not grant, in the order it was asked in.
    pub denied: Vec<Denial>,
    /// What was asked.
    #[serde(skip)]
    pub asked: Vec<Ability>,
}

/// An ability that a token does not grant, and why. Its code never changes its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Denial {
    /// What was asked.
    pub ability: Ability,
    /// The claim that decides, and what would mend it.
    #[serde(flatten)]
    pub reason: Problem,
}

impl Asked<'_> {
    /// What was asked, once each.
    fn each(&self) -> Vec<Ability> {
        let mut each: Vec<Ability> = Vec::new();
        for ability in &self.abilities {
            if !each.contains(ability) {
                each.push(*ability);
            }
        }
        each
    }

    /// The answer by the claims of `token`; `valid` is whether it is let in.
    #[must_use]
    pub(super) fn of(&self, token: &str, valid: bool) -> Can {
        let asked = self.each();
        let token = Token::read(token).ok();
        let payload = token.as_ref().and_then(|token| token.payload.as_ref().ok());
        let denied: Vec<Denial> = match payload.and_then(read) {
            None => {
                let unreadable = |ability| Denial { ability, reason: Problem::unreadable_grants() };
                asked.iter().copied().map(unreadable).collect()
            }
            Some((claims, grants)) => {
                let visit = Visit { identity: claims.identity(), grants: &grants, room: self.room };
                let permissions = Permissions::of(&grants);
                let reasons = |ability| self.reasons(ability, &visit, &permissions);
                let denial = |ability| {
                    move |mut reason: Problem| {
                        if let Some(payload) = payload {
                            reason.complete_command(|| renewal::arguments(payload));
                        }
                        Denial { ability, reason }
                    }
                };
                asked.iter().flat_map(|&ability| reasons(ability).into_iter().map(denial(ability))).collect()
            }
        };
        Can { allowed: valid && denied.is_empty(), denied, asked }
    }

    /// Everything in a token's claims that stands against the ability.
    fn reasons(&self, ability: Ability, visit: &Visit<'_>, permissions: &Permissions) -> Vec<Problem> {
        let refusals = |door| visit.refusals(door).into_iter().map(|refusal| refusal.problem);
        if let Some(door) = ability.door() {
            let refused = refusals(door);
            return if door == Door::Join {
                refused.chain(self.of_others(visit)).collect()
            } else {
                refused.collect()
            };
        }
        // Whoever does not get into a room can do nothing in it.
        let within = |video: &Grant| within_a_room(ability, video, permissions);
        refusals(Door::Join)
            .next()
            .or_else(|| visit.grants.grant("video").and_then(within))
            .into_iter()
            .collect()
    }

    /// A room or an identity that is another than the one asked for. What is missing altogether is told by the door.
    fn of_others(&self, visit: &Visit<'_>) -> Vec<Problem> {
        let own = visit.grants.grant("video").map_or("", |video| video.text("room"));
        let is_other = |asked: &&str, own: &str| !own.is_empty() && *asked != own;
        let room = self.room.filter(|asked| is_other(asked, own));
        let identity = self.identity.filter(|asked| is_other(asked, visit.identity));
        let room = room.map(|asked| Problem::joins_other_room(own, asked));
        room.into_iter().chain(identity.map(|asked| Problem::other_identity(visit.identity, asked))).collect()
    }
}

fn read(payload: &Document) -> Option<(RegisteredClaims, Grant)> {
    Some((RegisteredClaims::read(payload).ok()?, grants::read(payload).ok()?))
}

/// What in `video` keeps somebody who has joined from this; `None` when nothing does.
fn within_a_room(ability: Ability, video: &Grant, permissions: &Permissions) -> Option<Problem> {
    match ability.decided_by() {
        // Told before.
        Decider::Door(_) => None,
        Decider::Publishing { name: _, source } => unpublished(source, video, permissions),
        Decider::Subscribing => (!permissions.can_subscribe).then(|| Problem::denied_grant("canSubscribe")),
        Decider::Data => {
            let reason = match video.flag("canPublishData") {
                None => Problem::data_blocked(),
                Some(_) => Problem::denied_grant("canPublishData"),
            };
            (!permissions.can_publish_data).then_some(reason)
        }
        Decider::Flag { name: _, flag, is_granted } => {
            (!is_granted(permissions)).then(|| Problem::ungranted(flag, video.flag(flag)))
        }
    }
}

/// Why a source cannot be published, or no source at all.
fn unpublished(source: Option<&str>, video: &Grant, permissions: &Permissions) -> Option<Problem> {
    let open = &permissions.can_publish_sources;
    let granted = source.map_or(!open.is_empty(), |source| open.contains(&source));
    if granted {
        None
    } else if permissions.can_publish {
        Some(Problem::source_not_listed(source, video.texts("canPublishSources")))
    } else {
        Some(Problem::denied_grant("canPublish"))
    }
}

#[cfg(test)]
mod tests;
