//! How a report is written: `table` for people; `json`, `ndjson` and `csv` for programs.
//!
//! In: the report as received, never parsed into a tree. Out: text. Only `table` changes a value
//! on the way. Rows are a `sheet`; an answer without rows is an `outline` for people and a line of
//! `figures` for spreadsheets.

mod cell;
mod chart;
mod compact;
mod comparison;
pub(crate) mod csv;
mod distribution;
pub(crate) mod figures;
mod heat;
pub(crate) mod json;
pub(crate) mod ndjson;
pub(crate) mod outline;
pub(crate) mod row;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod samples;
pub(crate) mod series;
pub(crate) mod shapes;
pub(crate) mod sheet;
pub(crate) mod table;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::path::Path;

use clap::ValueEnum;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: times as 31m 18s, customers by name, as wide as the terminal.
    Table,
    /// One JSON document.
    Json,
    /// One JSON object on each line.
    Ndjson,
    /// Comma separated values with a header.
    Csv,
}

impl Format {
    /// As it is written on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
        }
    }

    /// The format of a file whose name tells it.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "json" => Some(Self::Json),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv),
            "txt" => Some(Self::Table),
            _ => None,
        }
    }
}

/// How a table looks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    /// How many characters a line may have; without it a table is as wide as it needs.
    pub(crate) width: Option<u16>,
    /// Whether headings are set off by terminal attributes.
    pub(crate) color: bool,
}
