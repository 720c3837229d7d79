//! The kinds of values in example bodies.

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum JsonKind {
    Boolean,
    Integer,
    Fraction,
    Text,
    Object,
    List,
    /// A value that is nested too deeply or too uneven to be described.
    Deep,
}
