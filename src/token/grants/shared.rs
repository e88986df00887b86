//! Grants that many requests have in common.

use std::ops::Deref;

use super::Grants;

/// Grants that requests share, or a request's own. No larger than two pointers, for requests are passed on from hand to
/// hand, and most share theirs.
#[derive(Clone, Debug)]
pub struct SharedGrants<'a> {
    shared: &'a Grants,
    /// These count, where there are any.
    own: Option<Box<Grants>>,
}

impl SharedGrants<'_> {
    /// For a change: shared ones are copied first.
    pub fn to_mut(&mut self) -> &mut Grants {
        let Self { shared, own } = self;
        own.get_or_insert_with(|| Box::new(shared.clone()))
    }
}

impl Deref for SharedGrants<'_> {
    type Target = Grants;

    fn deref(&self) -> &Grants {
        let Self { shared, own } = self;
        own.as_deref().unwrap_or(shared)
    }
}

impl PartialEq for SharedGrants<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl From<Grants> for SharedGrants<'_> {
    fn from(grants: Grants) -> Self {
        Self { shared: Grants::join(), own: Some(Box::new(grants)) }
    }
}

impl<'a> From<&'a Grants> for SharedGrants<'a> {
    fn from(grants: &'a Grants) -> Self {
        Self { shared: grants, own: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_the_request_s_own() {
        let many = Grants::join();
        let mut one = SharedGrants::from(many);
        assert!(std::ptr::eq(&raw const *one, many));
        one.to_mut().video.hidden = Some(true);
        one.to_mut().video.recorder = Some(true);
        assert_eq!((one.video.hidden, one.video.recorder, one.joins()), (Some(true), Some(true), true));
        assert_eq!((many.video.hidden, many.video.recorder), (None, None));
        assert_ne!(one, SharedGrants::from(many));
        let own = SharedGrants::from(Grants::default());
        assert_eq!((own.joins(), &*own), (false, &Grants::default()));
    }
}
