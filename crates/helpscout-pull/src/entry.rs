//! What is known of a unit that was fetched.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// The interval of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// The first second.
    pub start: Timestamp,
    /// The last second, which belongs to the interval.
    pub last: Timestamp,
}

/// What is known of a unit once all of its pages are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The interval that was sent. Snapshots have none.
    pub interval: Option<Interval>,
    /// What was asked for, such as `/v2/reports/user/conversation-history?user=447723&start=…`. It is
    /// written to the journal for people who read that.
    pub request: String,
    /// When the first page was received.
    pub fetched_at: Timestamp,
    /// How many calls it took, repeated ones included.
    pub calls: u64,
    /// How many pages the answer had.
    pub pages: u64,
}

/// What the journal says about a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The interval that was sent. Snapshots have none.
    pub interval: Option<Interval>,
    /// When the unit was fetched last.
    pub fetched_at: Timestamp,
    /// How many calls that took, repeated ones included.
    pub calls: u64,
    /// How many pages the answer had.
    pub pages: u64,
    /// The files of the unit, in the order in which they were given.
    pub files: Vec<FileEntry>,
}

impl Entry {
    /// Returns how many rows the files of the unit have.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    /// Returns the size of the files of the unit in bytes.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// What the journal says about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileEntry {
    /// The table, if it is not the main one. [`Key::path`](crate::Key::path) has the path.
    pub table: Option<String>,
    /// How many rows it has.
    pub rows: u64,
    /// Its size in bytes.
    pub bytes: u64,
    /// The digest of its bytes.
    pub sha256: Digest,
    /// The digest of its rows without the time of fetching.
    pub rows_digest: Digest,
    /// When its rows were fetched. Later fetches gave the same rows.
    pub fetched_at: Timestamp,
    /// The name that the file had before it was put in its place.
    pub(crate) unfinished: String,
}
