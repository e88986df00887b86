//! The second pass: LiveKit's claims as Go decodes them into `auth.ClaimGrants` (`auth/grants.go` of LiveKit's protocol).
//!
//! A member matches its field exactly, else by case folding. Members are taken in order: a later one overwrites, a later
//! object merges into an earlier one, and `null` clears what Go holds by pointer, list or map, and leaves the rest.

mod misspelt;

use super::json::{Document, Kind, Value};
use super::registered::folds_to;
use super::room_config::{self, RoomConfigFault};
pub use misspelt::misspelt;

/// A Go struct: its names in messages, and its fields in order.
#[derive(Debug)]
pub struct Struct {
    /// The type's bare name, as in `VideoGrant.ClaimGrants.video.room`.
    name: &'static str,
    /// The type's full name, as in `of type auth.VideoGrant`.
    go_type: &'static str,
    fields: &'static [Field],
}

impl Struct {
    /// The names of the fields, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.0)
    }

    /// What the field `name` holds, when it is a grant of its own.
    #[must_use]
    pub fn grant(&self, name: &str) -> Option<&'static Struct> {
        match self.fields.iter().find(|field| field.0 == name)?.1 {
            Type::Struct(inner) => Some(inner),
            _ => None,
        }
    }

    /// The field that Go takes a member for.
    fn position(&self, member: &str) -> Option<usize> {
        let exact = self.fields.iter().position(|field| field.0 == member);
        exact.or_else(|| self.fields.iter().position(|field| folds_to(member, field.0)))
    }

    /// The name of the field that Go takes a member for.
    #[must_use]
    pub fn field_for(&self, member: &str) -> Option<&'static str> {
        self.position(member).map(|index| self.fields[index].0)
    }
}

/// A field's name in JSON and its type.
#[derive(Debug)]
struct Field(&'static str, Type);

#[derive(Clone, Copy, Debug)]
enum Type {
    /// `bool`: `null` leaves it.
    Bool,
    /// `*bool`: `null` clears it.
    OptionalBool,
    /// `string`: `null` leaves it.
    Text,
    /// `[]string`.
    Texts,
    /// `map[string]string`.
    TextMap,
    /// A pointer to a struct.
    Struct(&'static Struct),
    /// A pointer to a proto message with a JSON reader of its own.
    RoomConfiguration,
}

impl Type {
    fn go_name(self) -> &'static str {
        match self {
            Self::Bool | Self::OptionalBool => "bool",
            Self::Text => "string",
            Self::Texts => "[]string",
            Self::TextMap => "map[string]string",
            Self::Struct(inner) => inner.go_type,
            Self::RoomConfiguration => "auth.RoomConfiguration",
        }
    }
}

/// The claims beside the registered ones.
pub static CLAIM_GRANTS: Struct = Struct {
    name: "tokenClaims",
    go_type: "auth.tokenClaims",
    fields: &[
        Field("identity", Type::Text),
        Field("name", Type::Text),
        Field("kind", Type::Text),
        Field("kindDetails", Type::Texts),
        Field("video", Type::Struct(&VIDEO_GRANT)),
        Field("sip", Type::Struct(&SIP_GRANT)),
        Field("agent", Type::Struct(&AGENT_GRANT)),
        Field("inference", Type::Struct(&INFERENCE_GRANT)),
        Field("observability", Type::Struct(&OBSERVABILITY_GRANT)),
        Field("roomConfig", Type::RoomConfiguration),
        Field("roomPreset", Type::Text),
        Field("sha256", Type::Text),
        Field("metadata", Type::Text),
        Field("attributes", Type::TextMap),
    ],
};

static VIDEO_GRANT: Struct = Struct {
    name: "VideoGrant",
    go_type: "auth.VideoGrant",
    fields: &[
        Field("roomCreate", Type::Bool),
        Field("roomList", Type::Bool),
        Field("roomRecord", Type::Bool),
        Field("roomAdmin", Type::Bool),
        Field("roomJoin", Type::Bool),
        Field("room", Type::Text),
        Field("canPublish", Type::OptionalBool),
        Field("canSubscribe", Type::OptionalBool),
        Field("canPublishData", Type::OptionalBool),
        Field("canPublishSources", Type::Texts),
        Field("canUpdateOwnMetadata", Type::OptionalBool),
        Field("ingressAdmin", Type::Bool),
        Field("hidden", Type::Bool),
        Field("recorder", Type::Bool),
        Field("agent", Type::Bool),
        Field("canSubscribeMetrics", Type::OptionalBool),
        Field("canManageAgentSession", Type::OptionalBool),
        Field("destinationRoom", Type::Text),
    ],
};

static SIP_GRANT: Struct = Struct {
    name: "SIPGrant",
    go_type: "auth.SIPGrant",
    fields: &[Field("admin", Type::Bool), Field("call", Type::Bool)],
};

static AGENT_GRANT: Struct = Struct {
    name: "AgentGrant",
    go_type: "auth.AgentGrant",
    fields: &[
        Field("admin", Type::Bool),
        Field("simulationAdmin", Type::Bool),
        Field("databaseAdmin", Type::Bool),
    ],
};

static INFERENCE_GRANT: Struct = Struct {
    name: "InferenceGrant",
    go_type: "auth.InferenceGrant",
    fields: &[Field("perform", Type::Bool)],
};

static OBSERVABILITY_GRANT: Struct = Struct {
    name: "ObservabilityGrant",
    go_type: "auth.ObservabilityGrant",
    fields: &[Field("write", Type::Bool)],
};

/// A struct as Go has filled it.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// A value for each field, in the struct's order.
    fields: Vec<(&'static str, Held)>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
enum Held {
    Flag(Option<bool>),
    Text(String),
    Texts(Vec<String>),
    Grant(Option<Grant>),
    /// Only its form is of interest.
    Other,
}

impl Grant {
    fn empty(of: &'static Struct) -> Self {
        let held = |field: &Field| match field.1 {
            Type::Bool | Type::OptionalBool => Held::Flag(None),
            Type::Text => Held::Text(String::new()),
            Type::Texts => Held::Texts(Vec::new()),
            Type::Struct(_) => Held::Grant(None),
            Type::TextMap | Type::RoomConfiguration => Held::Other,
        };
        Self { fields: of.fields.iter().map(|field| (field.0, held(field))).collect() }
    }

    fn held(&self, name: &str) -> Option<&Held> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, held)| held)
    }

    /// A flag as it was given; `None` when it was not.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.held(name) {
            Some(Held::Flag(flag)) => *flag,
            _ => None,
        }
    }

    /// Whether a flag was given as `true`.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.flag(name) == Some(true)
    }

    /// A text; empty when it was not given.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        match self.held(name) {
            Some(Held::Text(text)) => text,
            _ => "",
        }
    }

    /// A list of texts; empty when it was not given.
    #[must_use]
    pub fn texts(&self, name: &str) -> &[String] {
        match self.held(name) {
            Some(Held::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// A grant within; `None` when it was not given.
    #[must_use]
    pub fn grant(&self, name: &str) -> Option<&Grant> {
        match self.held(name) {
            Some(Held::Grant(grant)) => grant.as_ref(),
            _ => None,
        }
    }
}

/// Why a server cannot read the grants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantFault {
    /// A claim or grant of the wrong JSON type.
    WrongType {
        /// The way to it: `video.roomJoin`.
        path: String,
        /// The JSON type it has.
        found: Kind,
        /// The Go type it should have.
        expected: &'static str,
        /// The server's own message.
        message: String,
    },
    /// A `roomConfig` that cannot be read. It beats every wrong type, wherever it stands.
    RoomConfig(RoomConfigFault),
}

/// Reads LiveKit's claims.
///
/// # Errors
///
/// All faults, the one that the server names first. Reading stops at a faulty `roomConfig`, as the server's does.
pub fn read(payload: &Document) -> Result<Grant, Vec<GrantFault>> {
    let mut decoder = Decoder { faults: Vec::new() };
    let mut claims = Grant::empty(&CLAIM_GRANTS);
    match decoder.object(payload.root(), &CLAIM_GRANTS, &mut claims, None) {
        Err(fault) => {
            decoder.faults.insert(0, GrantFault::RoomConfig(fault));
            Err(decoder.faults)
        }
        Ok(()) if decoder.faults.is_empty() => Ok(claims),
        Ok(()) => Err(decoder.faults),
    }
}

/// The objects given for a claim, in order: a server merges them.
pub fn objects_of<'d>(payload: &'d Document, claim: &str) -> impl Iterator<Item = Value<'d>> {
    let members = payload.root().members();
    // No two claims differ in case alone, so that whatever folds to this one is no other.
    let named = members.filter(move |(name, _)| folds_to(&name.string(), claim));
    named.map(|(_, value)| value).filter(|value| value.kind() == Kind::Object)
}

struct Decoder {
    faults: Vec<GrantFault>,
}

impl Decoder {
    fn object(
        &mut self,
        value: Value<'_>,
        of: &'static Struct,
        into: &mut Grant,
        parent: Option<&'static str>,
    ) -> Result<(), RoomConfigFault> {
        for (name, value) in value.members() {
            let Some(index) = of.position(&name.string()) else { continue };
            let Field(name, kind) = of.fields[index];
            let place = Place { of, parent, name };
            self.store(value, kind, &mut into.fields[index].1, place)?;
        }
        Ok(())
    }

    fn store(
        &mut self,
        value: Value<'_>,
        kind: Type,
        held: &mut Held,
        place: Place,
    ) -> Result<(), RoomConfigFault> {
        match (kind, value.kind(), held) {
            (Type::Bool | Type::OptionalBool, Kind::Bool, Held::Flag(flag)) => *flag = Some(value.is_true()),
            (Type::OptionalBool, Kind::Null, Held::Flag(flag)) => *flag = None,
            (Type::Text, Kind::String, Held::Text(text)) => *text = value.string().into_owned(),
            (Type::Texts, Kind::Null, Held::Texts(texts)) => texts.clear(),
            (Type::Texts, Kind::Array, Held::Texts(texts)) => self.texts(value, texts, place),
            (Type::TextMap, Kind::Object, _) => {
                for (_, value) in value.members() {
                    if !matches!(value.kind(), Kind::String | Kind::Null) {
                        self.wrong_type(value, "string", place);
                    }
                }
            }
            (Type::Struct(_), Kind::Null, Held::Grant(grant)) => *grant = None,
            (Type::Struct(inner), Kind::Object, Held::Grant(grant)) => {
                let grant = grant.get_or_insert_with(|| Grant::empty(inner));
                self.object(value, inner, grant, Some(place.name))?;
            }
            (Type::Bool | Type::Text | Type::TextMap | Type::RoomConfiguration, Kind::Null, _) => {}
            (Type::RoomConfiguration, _, _) => room_config::check(value)?,
            _ => self.wrong_type(value, kind.go_name(), place),
        }
        Ok(())
    }

    /// Go decodes a list into the one it has: an element of `null` leaves what stood there.
    fn texts(&mut self, value: Value<'_>, texts: &mut Vec<String>, place: Place) {
        let mut count = 0;
        for element in value.elements() {
            if texts.len() == count {
                texts.push(String::new());
            }
            match element.kind() {
                Kind::String => texts[count] = element.string().into_owned(),
                Kind::Null => {}
                _ => self.wrong_type(element, "string", place),
            }
            count += 1;
        }
        texts.truncate(count);
    }

    fn wrong_type(&mut self, value: Value<'_>, expected: &'static str, place: Place) {
        let Place { of, parent, name } = place;
        let path = parent.map_or_else(|| name.to_owned(), |parent| format!("{parent}.{name}"));
        let message = format!(
            "json: cannot unmarshal {} into Go struct field {}.ClaimGrants.{path} of type {expected}",
            value.kind().name(),
            of.name,
        );
        self.faults.push(GrantFault::WrongType { path, found: value.kind(), expected, message });
    }
}

/// Where a value stands: the field `name` of the struct `of`, which is the claim `parent`, or the claims themselves.
#[derive(Clone, Copy)]
struct Place {
    of: &'static Struct,
    parent: Option<&'static str>,
    name: &'static str,
}

#[cfg(test)]
mod tests;
