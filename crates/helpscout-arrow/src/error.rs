//! What can go wrong when rows are written.

use std::io;

use parquet::errors::ParquetError;
use thiserror::Error;

/// The error of writing rows, or of reading a file of rows.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RowsError {
    /// A value does not fit the type of its column.
    #[error(transparent)]
    Misfit(Misfit),
    /// A row is not a JSON object.
    #[error("row {0} is not a JSON object")]
    NotAnObject(u64),
    /// Rows can't be written any more, because writing an earlier one failed.
    #[error("an earlier row could not be written, so the file is incomplete")]
    Incomplete,
    /// The destination can't be written, or the file can't be read.
    #[error(transparent)]
    Io(io::Error),
    /// The file is damaged, or is not a Parquet file.
    #[error("{0}")]
    Parquet(ParquetError),
}

/// A value that does not fit the type that the description gives its column.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("row {row} has `{found}` in `{column}`, where the description expects {expected}")]
pub struct Misfit {
    /// The position of the row, counted from 1.
    pub row: u64,
    /// The column and, within it, the path of the value.
    pub column: String,
    /// What fits, such as `a number`.
    pub expected: &'static str,
    /// The value as received, shortened.
    pub found: String,
}

impl From<ParquetError> for RowsError {
    /// Takes an error of input or output out of the library's error, so that its kind is known.
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(error) => match error.downcast::<io::Error>() {
                Ok(error) => Self::Io(*error),
                Err(error) => Self::Parquet(ParquetError::External(error)),
            },
            error => Self::Parquet(error),
        }
    }
}

impl From<io::Error> for RowsError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<arrow_schema::ArrowError> for RowsError {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self::Parquet(error.into())
    }
}
