//! The formats of a report: `table` for people; `json`, `ndjson` and `csv` for programs.
//!
//! In: a report as received, never parsed into a tree of values. Out: text. Only `table` changes a
//! value on the way.
//!
//! `writer` is the interface, `writers` has one writer for each format. Rows become a `grid`. An
//! answer without rows becomes an `overview` in a table, and is `flatten`ed for CSV.

mod cell;
mod chart;
mod compact;
pub(crate) mod csv;
pub(crate) mod definitions;
mod distribution;
pub(crate) mod document;
pub(crate) mod error;
mod grid;
mod heat_map;
pub(crate) mod json;
mod json_object;
mod metrics;
pub(crate) mod ndjson;
mod overview;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod samples;
mod series;
pub(crate) mod table;
pub(crate) mod tables;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
pub(crate) mod writer;
pub(crate) mod writers;

/// How a table looks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    /// The maximum length of a line in characters; `None` for no maximum.
    pub(crate) width: Option<u16>,
    /// Whether headings are bold.
    pub(crate) color: bool,
}
