//! The place of a value in a row.

use std::fmt;

/// Where a value is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'p> {
    /// The row itself.
    Row,
    /// A member of the object in a place.
    Member(&'p Place<'p>, &'p str),
    /// An element of the list in a place, counted from 0.
    Element(&'p Place<'p>, usize),
}

impl fmt::Display for Place<'_> {
    /// Writes the path: `customers[0].name`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row => Ok(()),
            Self::Member(Place::Row, key) => formatter.write_str(key),
            Self::Member(parent, key) => write!(formatter, "{parent}.{key}"),
            Self::Element(parent, at) => write!(formatter, "{parent}[{at}]"),
        }
    }
}
