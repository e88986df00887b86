//! What stops a token, said in parts of a sentence.

use super::Told;
use crate::token::inspect::SignatureState;
use crate::token::reader::grants::GrantFault;
use crate::token::reader::header::algorithm;
use crate::token::reader::json::Document;
use crate::token::spelling::quoted;

impl Told<'_> {
    /// What stops the token whatever the time is, in the order of a server's work.
    pub(super) fn stops_in_form(&self, header: &Document, is_object: bool) -> Vec<String> {
        let mut stops = Vec::new();
        match algorithm(header) {
            Err(_) => stops.push("its header names no algorithm that a server knows".to_owned()),
            Ok(algorithm) if !algorithm.is_hs256() => {
                stops.push(format!("it is signed with {}, and LiveKit takes HS256 only", algorithm.name()));
            }
            Ok(_) => {}
        }
        if !is_object {
            stops.push("its payload is not an object".to_owned());
        }
        for fault in &self.claims.faults {
            let found = fault.found.with_article();
            stops.push(format!("its {:?} is {found}, where a server reads {}", fault.claim, fault.expected));
        }
        if self.claims.issuer.is_empty() {
            stops.push("it names no API key in \"iss\"".to_owned());
        }
        for fault in self.grants.as_ref().err().into_iter().flatten() {
            stops.push(match fault {
                GrantFault::WrongType { path, found, expected: _, message: _ } => {
                    format!("a server cannot read its {path:?}, which is {}", found.with_article())
                }
                GrantFault::RoomConfig(fault) => {
                    format!("a server cannot read its {}: {}", quoted(&fault.path), fault.reason)
                }
            });
        }
        if let (SignatureState::Invalid, Some(key)) = (self.signature, self.key) {
            let (name, source) = (quoted(&key.api_key), &key.source);
            stops.push(format!(
                "its signature was not made over it with HS256 and the secret of {name} ({source})"
            ));
        }
        stops
    }

    /// What stops the token at this time.
    pub(super) fn stops_in_time(&self) -> Vec<String> {
        let mut stops = Vec::new();
        match self.claims.expires_at {
            None if self.claims.faults.iter().any(|fault| fault.claim == "exp") => {}
            None => stops.push("it has no \"exp\", which servers from 1.13.6 on require".to_owned()),
            Some(date) if date.has_expired(self.now) => stops.push(match date.time() {
                Some(time) => format!("it expired {} ago, at {time}", self.distance(time)),
                None => "it expired in the far past".to_owned(),
            }),
            Some(_) => {}
        }
        if let Some(date) = self.claims.not_before.filter(|date| date.is_still_to_come(self.now)) {
            stops.push(match date.time() {
                Some(time) => format!("it is not valid before {time} (in {})", self.distance(time)),
                None => "it is not valid before the far future".to_owned(),
            });
        }
        stops
    }
}
