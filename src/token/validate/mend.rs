//! What hints say of mending a token, and the command in them that makes a token of the one at hand.

use std::fmt::Write as _;

use super::Problem;
use crate::token::grants::ClaimFault as RenewalFault;

impl Problem {
    /// Has the command in the hint that makes a token of this one say what else it must, so that it does, or what is to
    /// be mended before. `arguments` are those of `renewal::arguments`.
    pub(super) fn complete_command(
        &mut self,
        arguments: impl FnOnce() -> Result<Vec<&'static str>, RenewalFault>,
    ) {
        let Some(place) = self.hint.find(MINT_FROM) else { return };
        match arguments() {
            Ok(mut arguments) => {
                arguments.retain(|argument| !self.hint.contains(argument));
                let told: String = arguments.iter().flat_map(|argument| [" ", argument]).collect();
                self.hint.insert_str(place + MINT_FROM.len(), &told);
            }
            Err(fault) => {
                let _ = write!(
                    self.hint,
                    " Its claims are to be mended first ({fault}): `lktoken inspect -o claims` prints them, and --from takes \
                     them, too."
                );
            }
        }
    }

    /// Has the command in the hint name the key to sign with, as `flag` does.
    pub(super) fn name_key(&mut self, flag: &str) {
        if let Some(place) = self.hint.find(MINT_FROM) {
            self.hint.insert_str(place + MINT.len(), &format!(" {flag}"));
        }
    }
}

/// What mends a claim that a server cannot read, for which it refuses the whole token.
pub(super) const MEND: &str = "Mend the claim where the token is made, or here: `lktoken inspect -o claims` prints the claims, and \
                    --from of `lktoken mint` takes them once they are right.";

/// How a hint's command begins that makes a token of the one at hand.
pub(super) const MINT_FROM: &str = "`lktoken mint --from -";

/// The part of it behind which flags may stand.
const MINT: &str = "`lktoken mint";

/// What mends a token that lacks a grant, which these arguments of `mint` give.
pub(super) fn mint_with(arguments: &str) -> String {
    format!(
        "Mint one with {arguments}, or make it of this one: {MINT_FROM} {arguments}`, with the token on standard input."
    )
}

/// What mends a token that nobody can join with, which these arguments of `mint` do.
pub(super) fn mint_to_join(arguments: &str) -> String {
    format!(
        "Mint one with --room and --identity, or make it of this one: {MINT_FROM} {arguments}`, with the token on standard \
         input."
    )
}
