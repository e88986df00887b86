//! Values by name, in the order they were given.

use std::collections::BTreeMap;

/// Values, each with a name of its own, in the order they were given. Any number of them is set in linear time but for
/// a logarithm: what a hostile token holds is put into one too.
#[derive(Clone, Debug)]
pub struct Named<T> {
    entries: Vec<(String, T)>,
    /// Where the entries stand, once there are [`Named::MANY`]; it may lag behind them.
    places: BTreeMap<String, usize>,
}

impl<T> Named<T> {
    /// From so many entries on, a name is looked up rather than looked for.
    const MANY: usize = 32;

    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new(), places: BTreeMap::new() }
    }

    /// Sets the value of `name`, in the place it already has if it has one.
    pub fn set(&mut self, name: impl Into<String>, value: T) {
        let name = name.into();
        match self.place(&name) {
            Some(place) => self.entries[place].1 = value,
            None => self.entries.push((name, value)),
        }
    }

    fn place(&mut self, name: &str) -> Option<usize> {
        if self.entries.len() < Self::MANY {
            return self.entries.iter().position(|(held, _)| held == name);
        }
        for (place, (held, _)) in self.entries.iter().enumerate().skip(self.places.len()) {
            self.places.insert(held.clone(), place);
        }
        self.places.get(name).copied()
    }

    /// Takes `name` away, and says whether it was there.
    pub fn remove(&mut self, name: &str) -> bool {
        let place = self.place(name);
        if let Some(place) = place {
            self.entries.remove(place);
            self.places.clear();
        }
        place.is_some()
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PartialEq> PartialEq for Named<T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<T: Eq> Eq for Named<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_place_however_many_there_are() {
        let mut named = Named::new();
        for round in 0..2 {
            for number in 0..100 {
                named.set(format!("name {number}"), number + round);
            }
        }
        assert!(
            named
                .iter()
                .map(|(name, value)| (name.to_owned(), *value))
                .eq((0..100).map(|number| (format!("name {number}"), number + 1)))
        );
        let mut backwards = Named::new();
        for number in (0..100).rev() {
            backwards.set(format!("name {number}"), number + 1);
        }
        assert_ne!(named, backwards);
        assert!(named.remove("name 50") && !named.remove("name 50"));
        named.set("name 51", 0);
        assert_eq!(named.iter().nth(50), Some(("name 51", &0)));
        assert!(!named.is_empty() && Named::<u8>::new().is_empty());
    }

    #[test]
    fn how_they_came_about_makes_no_difference() {
        let (mut once, mut twice) = (Named::new(), Named::new());
        for number in 0..40 {
            once.set(number.to_string(), 1);
            twice.set(number.to_string(), 0);
            twice.set(number.to_string(), 1);
        }
        assert_eq!(once, twice);
    }
}
