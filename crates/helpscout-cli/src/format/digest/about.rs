//! What a report is about.

use helpscout_reports::jiff::Timestamp;

/// What was asked for, in words.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) title: String,
    /// The interval, with its zone; empty if there is none.
    pub(crate) period: String,
    /// The interval that the report compares with, if it does.
    pub(crate) compared: Option<String>,
    /// The filters, if there are any.
    pub(crate) scope: Option<String>,
    /// What the report has of all that they select, a line for each limitation.
    pub(crate) extent: Vec<String>,
    /// The filters and the source, each with a name.
    pub(crate) facts: Vec<(String, String)>,
    /// When the report is read.
    pub(crate) read_at: Option<Timestamp>,
}
