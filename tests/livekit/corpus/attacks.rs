//! The attacks of `tests/vectors`, which has its own expectations of each.

use super::Case;
use crate::attacks;
use crate::compare::has_no_exp;
use crate::forge::{Part, decode_part};
use crate::server::Door;

pub fn cases() -> Vec<Case> {
    let attacks = attacks::all().into_iter().filter(|attack| attack.is_for_servers);
    let case = |attack: attacks::Attack| {
        let token = attack.recipe.token();
        let is_object = decode_part(&token, Part::Payload)
            .is_some_and(|payload| payload.trim_ascii_start().starts_with(b"{"));
        Case {
            name: format!("attack: {}", attack.name),
            no_exp: is_object && has_no_exp(&token),
            doors: &[Door::Join, Door::Any],
            recipe: attack.recipe,
        }
    };
    attacks.map(case).collect()
}
