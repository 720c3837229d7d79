//! The formats of a report: `table`, `html`, `xlsx` and `md` for people; `json`, `ndjson`, `csv` and
//! `parquet` for programs.
//!
//! In: a report as received, page by page, never parsed into a tree of values. Out: text in a
//! `sink`, written as pages come. `table` changes values for people. `csv` and `ndjson` change the
//! form of numbers, so that it depends on their `shape` in the description alone.
//!
//! `writer` is the interface, `writers` has one writer for each format. Rows become `csv_rows` or a
//! `grid`, which is a `long_table`. An answer without rows becomes an `overview` in a table, and
//! `tables` in CSV. Reports are a `digest`, written as HTML, as a spreadsheet or as Markdown.
//! `sparse` limits the columns of keys that the description does not know.

pub(crate) mod cell;
pub(crate) mod chart;
pub(crate) mod compact;
pub(crate) mod csv;
mod csv_rows;
pub(crate) mod definitions;
pub(crate) mod digest;
mod distribution;
pub(crate) mod document;
pub(crate) mod error;
mod grid;
mod heat_map;
pub(crate) mod json;
pub(crate) mod json_lines;
pub(crate) mod json_object;
pub(crate) mod json_text;
pub(crate) mod long_table;
mod metrics;
pub(crate) mod number;
mod overview;
pub(crate) mod parquet;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod samples;
mod series;
pub(crate) mod shape;
pub(crate) mod sink;
mod sparse;
pub(crate) mod table;
pub(crate) mod tables;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
pub(crate) mod writer;
pub(crate) mod writers;

use helpscout_command::Format;
use helpscout_reports::jiff::tz::TimeZone;

use self::definitions::Ends;

/// The form in which an answer is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) format: Format,
    /// Whether NDJSON has numbers as received.
    pub(crate) raw: bool,
    pub(crate) look: Look,
}

impl Form {
    /// Returns whether it says what the report is about.
    pub(crate) fn is_about(self) -> bool {
        self.format.is_report() || self.format == Format::Table && self.look.has_foot
    }
}

/// How a table looks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    /// The maximum length of a line in characters; `None` for no maximum.
    pub(crate) width: Option<u16>,
    /// Whether headings are bold.
    pub(crate) color: bool,
    /// The zone in which instants are shown; UTC if there is none. A run has at most one, which lives
    /// until the process ends.
    pub(crate) zone: Option<&'static TimeZone>,
    /// Where the intervals of the report end, if it has any.
    pub(crate) ends: Option<Ends>,
    /// Whether a table ends with what it is about, because it is a file.
    pub(crate) has_foot: bool,
}
