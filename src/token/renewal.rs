//! The claims of another token, to be signed anew.

use thiserror::Error;

use super::grants::{ClaimFault, Grants, check_case, members_of};
use super::input::{Input, InputError};
use super::reader::json::{Document, Kind};
use super::reader::registered::RegisteredClaims;
use super::reader::{PartFault, SegmentCount, Token};
use super::request::{Member, TokenRequest, UnknownMembers};
use super::rules::Rules;

/// What one token says, without its key and its times: these are made anew, and so is `jti`, an identifier of the one
/// token that it stood in (RFC 7519 section 4.1.7). `identity`, which LiveKit's Go SDK writes beside `sub`, is left out,
/// for servers overwrite it with `sub`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Renewal {
    /// `sub`, else `jti`, as a server reads them; empty where there is none.
    pub identity: String,
    /// The display name; empty where there is none.
    pub name: String,
    /// Seconds from `nbf` (else `iat`) to `exp`; `None` where the token does not tell.
    pub lifetime: Option<i64>,
    /// Everything else, with the room, and with claims that this version does not know.
    pub grants: Grants,
}

/// Why there are no claims to take.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RenewalError {
    /// Nothing, or nothing that is text.
    #[error("{}", match .0 {
        InputError::Empty => "there is nothing to take claims from: give a token, or what `lktoken inspect` prints".to_owned(),
        other => other.to_string(),
    })]
    Input(#[from] InputError),
    /// A token without three parts.
    #[error("this is no token: {0}")]
    Form(SegmentCount),
    /// A payload that cannot be read.
    #[error("the token's payload is {0}")]
    Payload(PartFault),
    /// JSON that is neither.
    #[error("this JSON has neither a token in it nor claims: `lktoken inspect` prints what is wanted")]
    NoClaims,
    /// A claim that would not be the same when it is written again.
    #[error("a claim cannot be taken over: {0}")]
    Claim(#[from] ClaimFault),
}

/// Members by which an object is known to be the claims themselves.
const CLAIMS: [&str; 4] = ["iss", "sub", "exp", "video"];

/// Claims that are made anew, by the names under which a server reads them.
const REGISTERED: [&str; 8] = ["iss", "sub", "identity", "name", "exp", "nbf", "iat", "jti"];

impl Renewal {
    /// Takes the claims out of a token, in any wrapping that [`Input`] takes off, out of what `inspect` prints, or out
    /// of claims in JSON. No signature is checked: whoever has a key may sign whatever the claims say.
    ///
    /// # Errors
    ///
    /// [`RenewalError`] where there are none, or one of the wrong type, or one twice in the same object.
    pub fn read(input: &[u8]) -> Result<Self, RenewalError> {
        let claims = match Input::read(input)? {
            Input::Token(token) => {
                let token = Token::read(&token).map_err(RenewalError::Form)?;
                token.payload.map_err(RenewalError::Payload)?
            }
            Input::Request(json) => {
                let document = Document::parse(json.to_vec())
                    .map_err(|error| RenewalError::Payload(PartFault::Json(error)))?;
                let within = document
                    .root()
                    .members()
                    .find(|(name, value)| name.string() == "claims" && value.kind() == Kind::Object)
                    .map(|(_, claims)| claims.raw().to_vec());
                match within {
                    Some(claims) => Document::parse(claims)
                        .map_err(|error| RenewalError::Payload(PartFault::Json(error)))?,
                    None if document.root().members().any(|(name, _)| CLAIMS.contains(&&*name.string())) => {
                        document
                    }
                    None => return Err(RenewalError::NoClaims),
                }
            }
        };
        Ok(Self::of(&claims)?)
    }

    /// The request whose token says the same, for `identity` where one is given, and the grants that belong to it. A
    /// display name is that of a participant: it does not pass to another one, and one that only repeats the identity is
    /// the default.
    #[must_use]
    pub fn into_request(self, identity: Option<&str>) -> (TokenRequest<'static>, Grants) {
        let Self { identity: own_identity, name, lifetime, grants } = self;
        let keeps_name = name != own_identity && identity.is_none_or(|identity| identity == own_identity);
        let text = |text: String| Some(text).filter(|text| !text.is_empty()).map(Member::text);
        #[allow(clippy::cast_precision_loss)] // Beyond 2^53 it is too long, and stays so.
        let lifetime = lifetime.map(|seconds| Member::Number(seconds as f64));
        let request = TokenRequest {
            participant_identity: text(own_identity),
            participant_name: text(name).filter(|_| keeps_name),
            expiration_seconds: lifetime,
            ..TokenRequest::default()
        };
        (request, grants)
    }

    fn of(claims: &Document) -> Result<Self, ClaimFault> {
        let registered = RegisteredClaims::read(claims)
            .map_err(|kind| ClaimFault::new(format!("an object is needed, not {}", kind.with_article())))?;
        if let Some(fault) = registered.faults.first() {
            let problem = format!("{} is needed, not {}", fault.expected, fault.found.with_article());
            return Err(ClaimFault { path: fault.claim.to_owned(), problem });
        }
        let begins = registered.not_before.or(registered.issued_at);
        let lifetime = registered
            .expires_at
            .zip(begins)
            .map(|(ends, begins)| ends.seconds().saturating_sub(begins.seconds()));
        let mut renewal = Self { identity: registered.identity().to_owned(), lifetime, ..Self::default() };
        for (claim, value) in members_of(claims.root())? {
            check_case(&claim, &REGISTERED).map_err(|fault| fault.within(&claim))?;
            match claim.as_ref() {
                "sub" | "jti" | "name" if !value.is_well_formed() => {
                    return Err(ClaimFault::new("is not well-formed Unicode").within(&claim));
                }
                "iss" | "sub" | "identity" | "exp" | "nbf" | "iat" | "jti" => {}
                "name" if value.kind() == Kind::Null => {}
                "name" if value.kind() == Kind::String => renewal.name = value.string().into_owned(),
                "name" => return Err(ClaimFault::wrong_type("a string", value).within("name")),
                claim => renewal.grants.set_as_in_token(claim, value)?,
            }
        }
        Ok(renewal)
    }
}

/// What `mint --from` must be told beside these claims, so that it makes a token of them: nothing, where they keep the
/// contract. What only its author knows is a NAME or an ID.
///
/// # Errors
///
/// [`ClaimFault`] where a claim cannot be taken over.
pub(super) fn arguments(claims: &Document) -> Result<Vec<&'static str>, ClaimFault> {
    let (request, grants) = Renewal::of(claims)?.into_request(None);
    let request = TokenRequest { grants: grants.into(), ..request };
    let broken = |rules, lifetime: Option<Member<'_>>| {
        let request = TokenRequest { expiration_seconds: lifetime, ..request.clone() };
        request.validate(rules, UnknownMembers::Refuse).err().unwrap_or_default()
    };
    let missing = broken(Rules::LiveKit, None);
    let is_missing = |field: &str| {
        missing.iter().any(|error| error.field == field && error.message.ends_with("is required"))
    };
    let keeps = |rules, lifetime: Option<Member<'_>>| {
        broken(rules, lifetime).iter().all(|error| error.message.ends_with("is required"))
    };
    // The lifetime is changed last: whoever gave a longer one than the contract has may have meant it.
    let lifetime = || request.expiration_seconds.clone();
    let ways = [
        (Rules::Contract, lifetime(), ""),
        (Rules::LiveKit, lifetime(), "--rules livekit"),
        (Rules::Contract, None, "-e 1h"),
        (Rules::LiveKit, None, "--rules livekit -e 1h"),
    ];
    let way = ways.into_iter().find(|(rules, lifetime, _)| keeps(*rules, lifetime.clone()));
    let names = [("roomName", "--room NAME"), ("participantIdentity", "--identity ID")];
    let names = names.into_iter().filter(|(field, _)| is_missing(field)).map(|(_, flag)| flag);
    let told = way.map(|(.., told)| told).filter(|told| !told.is_empty()).into_iter().chain(names);
    Ok(told.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIMS: &str = r#"{"iss":"k","sub":"alice","identity":"alice","name":"A","exp":1000,"nbf":100,"iat":100,"jti":"x","aud":"y","video":{"room":"r","roomJoin":true},"metadata":null}"#;

    #[test]
    fn claims_are_taken_from_json_in_both_forms() {
        let renewal = Renewal::read(CLAIMS.as_bytes()).unwrap();
        assert_eq!(
            (renewal.identity.as_str(), renewal.name.as_str(), renewal.lifetime),
            ("alice", "A", Some(900))
        );
        assert_eq!(
            serde_json::to_string(&renewal.grants).unwrap(),
            r#"{"video":{"room":"r","roomJoin":true},"aud":"y"}"#
        );
        let inspected = format!(r#"{{"signature":"valid","claims": {CLAIMS} }}"#);
        assert_eq!(Renewal::read(inspected.as_bytes()).unwrap(), renewal);
    }

    #[test]
    fn names_and_lifetime_are_read_as_a_server_reads_them() {
        let of = |claims: &str| Renewal::read(claims.as_bytes()).unwrap();
        assert_eq!(of(r#"{"jti":"old","exp":5}"#).identity, "old");
        assert_eq!(of(r#"{"sub":"a","name":null}"#), of(r#"{"sub":"a"}"#));
        assert_eq!(of(r#"{"sub":"a","exp":5}"#).lifetime, None);
        assert_eq!(of(r#"{"sub":"a","exp":"90","iat":30}"#).lifetime, Some(60));
        assert_eq!(of(r#"{"sub":"a","exp":5,"nbf":30}"#).lifetime, Some(-25));
    }

    #[test]
    fn what_cannot_be_taken_over_is_told() {
        for (input, told) in [
            ("", "there is nothing to take claims from"),
            ("hello", "this is no token"),
            ("a.b.c", "the token's payload is not base64url"),
            ("{}", "this JSON has neither a token in it nor claims"),
            (r#"{"roomName":"r"}"#, "this JSON has neither"),
            (r#"{"sub":1}"#, "sub: a string is needed, not a number"),
            (r#"{"sub":"a","name":1}"#, "name: a string is needed"),
            (r#"{"video":{"roomJoin":"x"}}"#, "video.roomJoin: true or false is needed, not a string"),
            (r#"{"video":{},"video":{}}"#, "video: is given twice"),
            (r#"{"sub":"\udfff"}"#, "sub: is not well-formed Unicode"),
            (r#"{"sub":"a","name":"\ud800"}"#, "name: is not well-formed Unicode"),
            // A server would read these over what flags say.
            (r#"{"sub":"a","Video":{"roomJoin":true}}"#, "Video: is video in another case: write video"),
            (r#"{"video":{"roomjoin":true}}"#, "video.roomjoin: is roomJoin in another case: write roomJoin"),
            (r#"{"sub":"a","\u017fub":"b"}"#, "is sub in another case"),
            (r#"{"Name":"x","sub":"a"}"#, "Name: is name in another case"),
            (r#"{"sip":{"Call":true},"exp":1}"#, "sip.Call: is call in another case"),
            (r#"{"iss":"k","roomConfig":{"maxParticipants":1,"max_participants":2}}"#, "given twice"),
            (r#"{"video":{"x":"\ud800"}}"#, "video.x: is not well-formed Unicode"),
            (r#"{"sub":"a","x":[{"y":{"b":1,"\u0062":2}}]}"#, r#"x: has "b" twice in one object"#),
        ] {
            let error = Renewal::read(input.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(told), "{input}: {error}");
        }
    }

    #[test]
    fn a_renewal_is_a_request_with_the_same_identity_name_and_lifetime() {
        let request = |identity: Option<&str>, name: &str| {
            let claims =
                format!(r#"{{"sub":"alice","name":"{name}","nbf":100,"exp":1000,"video":{{"room":"r"}}}}"#);
            let (request, grants) = Renewal::read(claims.as_bytes()).unwrap().into_request(identity);
            assert_eq!(grants.video.room.as_deref(), Some("r"));
            assert_eq!(request.participant_identity, Some(Member::text("alice")));
            assert_eq!(request.expiration_seconds, Some(Member::Number(900.0)));
            request.participant_name
        };
        assert_eq!(request(None, "Alice A."), Some(Member::text("Alice A.")));
        assert_eq!(request(Some("alice"), "Alice A."), Some(Member::text("Alice A.")));
        // Of somebody else, or what a name is without being given.
        assert_eq!(request(Some("bob"), "Alice A."), None);
        assert_eq!(request(None, "alice"), None);
        assert_eq!(request(None, ""), None);
        let nobody = Renewal::read(br#"{"iss":"k"}"#).unwrap().into_request(None).0;
        assert_eq!((nobody.participant_identity, nobody.expiration_seconds), (None, None));
    }

    #[test]
    fn what_mint_must_be_told_beside_the_claims() {
        let claims = |members: &str| {
            Document::parse(format!(r#"{{"sub":"alice","exp":1000,"nbf":100{members}}}"#).into_bytes())
                .unwrap()
        };
        let join = |room: &str| format!(r#","video":{{"roomJoin":true,"room":"{room}"}}"#);
        for (members, told) in [
            (join("demo"), Ok("")),
            (join("the lobby"), Ok("--rules livekit")),
            (format!(r#"{},"sub":"a@b""#, join("demo")), Err("sub: is given twice")),
            (join(&"x".repeat(257)), Ok("")),
            (r#","video":{"roomList":true}"#.to_owned(), Ok("")),
            (r#","video":{"roomJoin":true}"#.to_owned(), Ok("--room NAME")),
            (
                r#","video":{"RoomJoin":true}"#.to_owned(),
                Err("video.RoomJoin: is roomJoin in another case: write roomJoin"),
            ),
            (r#","name":5"#.to_owned(), Err("name: a string is needed, not a number")),
        ] {
            let arguments = arguments(&claims(&members)).map(|told| told.join(" "));
            let arguments = arguments.map_err(|fault| fault.to_string());
            assert_eq!(arguments.as_deref().map_err(String::as_str), told, "{members}");
        }
        let nobody =
            Document::parse(br#"{"exp":1000,"video":{"roomJoin":true,"room":"a b"}}"#.to_vec()).unwrap();
        assert_eq!(arguments(&nobody).unwrap(), ["--rules livekit", "--identity ID"]);
        for (room, begins, ends, told) in [
            ("demo", 100, 86_500, Ok("")),
            ("demo", 100, 86_501, Ok("--rules livekit")),
            ("demo", 100, 159, Ok("--rules livekit")),
            ("demo", 100, 100, Ok("-e 1h")),
            ("demo", 1_700_000_000, 1_700_003_600_000_i64, Ok("-e 1h")),
            ("the lobby", 100, 50, Ok("--rules livekit -e 1h")),
        ] {
            let claims = format!(r#"{{"sub":"a","nbf":{begins},"exp":{ends}{}}}"#, join(room));
            let claims = Document::parse(claims.into_bytes()).unwrap();
            let arguments = arguments(&claims).map(|told| told.join(" "));
            assert_eq!(arguments.as_deref(), told, "{room} {begins} {ends}");
        }
    }
}
