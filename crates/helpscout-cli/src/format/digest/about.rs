//! What a report is about.

use helpscout_reports::jiff::Timestamp;
use helpscout_reports::jiff::tz::TimeZone;

/// What was asked for, in words.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) title: String,
    /// The interval, with its zone; empty if there is none.
    pub(crate) period: String,
    /// The filters and the source, each with a name.
    pub(crate) facts: Vec<(String, String)>,
    /// The zone in which instants are shown.
    pub(crate) zone: TimeZone,
    /// When the report is read.
    pub(crate) read_at: Option<Timestamp>,
}

impl Default for About {
    fn default() -> Self {
        Self {
            title: String::new(),
            period: String::new(),
            facts: Vec::new(),
            zone: TimeZone::UTC,
            read_at: None,
        }
    }
}
