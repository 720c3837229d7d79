//! The numbers that decide what is made up, each for one place in an answer.

use std::cell::OnceCell;

use crate::desk::random::{mix, mix_text};

/// The number of one place. Most values of a report are computed and need none, so it is calculated
/// from that of the place around it when something is made up there.
pub(super) struct Salt<'a> {
    origin: Origin<'a>,
    number: OnceCell<u64>,
}

enum Origin<'a> {
    Number(u64),
    /// A field of an object.
    Key(&'a Salt<'a>, &'a str),
    /// An item of a list.
    Place(&'a Salt<'a>, u64),
}

impl<'a> Salt<'a> {
    pub(super) fn of(number: u64) -> Self {
        Self::from(Origin::Number(number))
    }

    /// Returns that of the field with this key.
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self::from(Origin::Key(self, key))
    }

    /// Returns that of the item at this place.
    pub(super) fn place(&'a self, place: u64) -> Self {
        Self::from(Origin::Place(self, place))
    }

    pub(super) fn get(&self) -> u64 {
        *self.number.get_or_init(|| match self.origin {
            Origin::Number(number) => number,
            Origin::Key(around, key) => mix_text(around.get(), key),
            Origin::Place(around, place) => mix(around.get(), place),
        })
    }

    fn from(origin: Origin<'a>) -> Self {
        Self {
            origin,
            number: OnceCell::new(),
        }
    }
}
