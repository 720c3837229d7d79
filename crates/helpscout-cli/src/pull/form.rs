//! The formats of files that a pull writes.

use clap::ValueEnum;

/// The format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PullFormat {
    /// Typed columns, compressed, for engines and data frames.
    Parquet,
    /// One JSON object per line.
    Ndjson,
    /// Comma-separated values with a header.
    Csv,
    /// Messages of the Singer protocol, which are printed: SCHEMA, RECORD and STATE.
    Singer,
}

impl PullFormat {
    /// Returns the ending of the names of files, without a dot.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Singer => "singer",
        }
    }
}
