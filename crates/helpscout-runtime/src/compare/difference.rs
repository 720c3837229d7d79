//! A difference between a response and the model.

use std::fmt;

/// A difference between a response and the model, as [`compare`](crate::compare()) finds it. Its
/// `Display` is one line, such as `results[].mood: unknown key, text (20 of 20)`.
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Difference, DifferenceKind};
///
/// fn is_news(difference: &Difference) -> bool {
///     match difference.kind {
///         DifferenceKind::UnknownKey { .. } | DifferenceKind::UnknownValue { .. } => true,
///         DifferenceKind::MissingKey => difference.times == difference.of,
///         _ => false,
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The JSON path, in which `[]` stands for every element, such as
    /// `results[].customers[].name`. A key with a dot or a blank is quoted: `"first reply".value`.
    pub path: String,
    /// What is different.
    pub kind: DifferenceKind,
    /// How often the difference was seen.
    pub times: usize,
    /// How often it could have been seen: the number of objects that have or lack the key, or the
    /// number of values at the path.
    pub of: usize,
}

/// The kind of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The service sends a key that the model does not have, with values of these JSON types:
    /// `text`, `number`, `boolean`, `list`, `object`, `null`.
    UnknownKey {
        /// The types, each once, in alphabetical order.
        types: Vec<&'static str>,
    },
    /// The service leaves out a key that is not optional in the model.
    MissingKey,
    /// The service sends a value that the enumeration does not know.
    UnknownValue {
        /// The value as received.
        value: String,
    },
    /// A value of a map is not of the described type. The model keeps it as it is. These are the
    /// JSON types that the service sends, as in `UnknownKey`.
    OtherType {
        /// The types, each once, in alphabetical order.
        types: Vec<&'static str>,
    },
    /// The model reads the value as another value, such as text as a number.
    Changed {
        /// The first such value as JSON, truncated if it is long.
        sent: String,
        /// The value that was read.
        read: String,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            kind,
            times,
            of,
        } = self;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        match kind {
            DifferenceKind::UnknownKey { types } => {
                write!(f, "unknown key, {}", types.join(" or "))?;
            }
            DifferenceKind::OtherType { types } => {
                write!(f, "another type than described, {}", types.join(" or "))?;
            }
            DifferenceKind::MissingKey => f.write_str("missing key")?,
            DifferenceKind::UnknownValue { value } => write!(f, "unknown value {value:?}")?,
            DifferenceKind::Changed { sent, read } => write!(f, "sent as {sent}, read as {read}")?,
        }
        write!(f, " ({times} of {of})")
    }
}
