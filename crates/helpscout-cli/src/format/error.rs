//! Why an answer can't be written.

use std::io;

use crate::message::Failure;

/// A failure of a writer. Unless it is [`WriteError::Io`], nothing was written.
#[derive(Debug)]
pub(crate) enum WriteError {
    /// The destination failed.
    Io(io::Error),
    /// A row is not as documented. The failure says what is wrong with it.
    Row(Failure),
    /// The row at this position, counted from 1, is not a JSON object and so has no columns.
    NotAnObject(usize),
    /// Keys that the description does not know would make too many columns.
    TooSparse(TooSparse),
    /// The answer is not what the description says.
    Undocumented {
        /// What is wrong, to follow "the answer …".
        what: &'static str,
        /// The first characters of the answer.
        excerpt: String,
    },
}

/// Columns of undescribed keys that are too many for the rows.
#[derive(Debug)]
pub(crate) struct TooSparse {
    /// The number of undescribed keys.
    pub(crate) keys: usize,
    /// The number of rows, as far as they were read.
    pub(crate) rows: usize,
    /// The limit, to follow "at most …".
    pub(crate) limit: String,
}

impl From<TooSparse> for WriteError {
    fn from(too_sparse: TooSparse) -> Self {
        Self::TooSparse(too_sparse)
    }
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
