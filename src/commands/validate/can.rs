//! What `validate` is asked beyond being let in: `--can`, `--room` and `--identity`.

use crate::error::Error;
use crate::token::validate::{Ability, Asked, Door, Verdict};

/// What was typed of it.
pub(super) struct Typed {
    pub(super) can: Vec<Ability>,
    pub(super) room: Option<String>,
    pub(super) identity: Option<String>,
}

impl Typed {
    /// The door where nothing says which: who is only asked about a server's API need not be let into a room.
    pub(super) fn default_door(&self) -> Door {
        let Self { can, room: _, identity: _ } = self;
        let is_about_a_room = self.asks_to_join() || !can.iter().copied().all(is_of_the_server);
        if can.is_empty() || is_about_a_room { Door::Join } else { Door::Any }
    }

    /// Whether a room or an identity was given for somebody who joins. A room beside `admin`, where nothing else is asked
    /// about a room, is the one to moderate.
    fn asks_to_join(&self) -> bool {
        let Self { can, room, identity } = self;
        let moderates = can.contains(&Ability::Admin) && can.iter().copied().all(is_of_the_server);
        identity.is_some() || (room.is_some() && !moderates)
    }

    /// Refuses what means nothing at the door.
    pub(super) fn check(&self, door: Door) -> Result<(), Error> {
        let Self { can: _, room, identity } = self;
        let joins = matches!(door, Door::Join | Door::Whip | Door::Any);
        let name = door.name();
        if room.is_some() && !joins && door != Door::Admin {
            return Err(Error::usage(format!("--room means nothing at the door `{name}`"))
                .hint("add --for admin, join, whip or any"));
        }
        if identity.is_some() && !joins {
            return Err(Error::usage(format!("--identity means nothing at the door `{name}`"))
                .hint("add --for join, whip or any"));
        }
        Ok(())
    }

    /// Whether anything was asked.
    pub(super) fn is_anything(&self) -> bool {
        let Self { can, room, identity } = self;
        !can.is_empty() || room.is_some() || identity.is_some()
    }

    /// Asks it of the token that was judged, where anything was asked. At the door `admin`, the door itself asks for
    /// the room.
    pub(super) fn ask(&self, verdict: &mut Verdict, token: &str) {
        let Self { can, room, identity } = self;
        let joins = verdict.door != Door::Admin && self.asks_to_join();
        if can.is_empty() && !joins {
            return;
        }
        let abilities = joins.then_some(Ability::Join).into_iter().chain(can.iter().copied()).collect();
        let asked = Asked { abilities, room: room.as_deref(), identity: identity.as_deref() };
        verdict.ask(token, &asked);
    }
}

/// Whether a door of the server decides this, rather than what is granted within a room.
fn is_of_the_server(ability: Ability) -> bool {
    ability.door().is_some_and(|door| door != Door::Join)
}
