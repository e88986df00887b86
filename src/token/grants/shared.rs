//! Grants that many requests have in common.

use std::ops::Deref;

use super::Grants;

/// Grants that requests share, or a request's own. No larger than a pointer and a word, for requests are passed on from
/// hand to hand, and most share theirs.
#[derive(Clone, Debug)]
pub enum SharedGrants<'a> {
    /// Those of many.
    Shared(&'a Grants),
    /// A request's own.
    Own(Box<Grants>),
}

impl SharedGrants<'_> {
    /// For a change: shared ones are copied first.
    pub fn to_mut(&mut self) -> &mut Grants {
        if let Self::Shared(grants) = self {
            *self = Self::Own(Box::new((*grants).clone()));
        }
        match self {
            Self::Own(grants) => grants,
            Self::Shared(_) => unreachable!("they were copied"),
        }
    }
}

impl Deref for SharedGrants<'_> {
    type Target = Grants;

    fn deref(&self) -> &Grants {
        match self {
            Self::Shared(grants) => grants,
            Self::Own(grants) => grants,
        }
    }
}

impl PartialEq for SharedGrants<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl From<Grants> for SharedGrants<'_> {
    fn from(grants: Grants) -> Self {
        Self::Own(Box::new(grants))
    }
}

impl<'a> From<&'a Grants> for SharedGrants<'a> {
    fn from(grants: &'a Grants) -> Self {
        Self::Shared(grants)
    }
}
