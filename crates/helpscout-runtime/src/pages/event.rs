//! What a walk through a report returns to a program that follows its progress.

use crate::error::Error;
use crate::raw_page::RawPage;

/// An item of [`Client::raw_walk`](crate::Client::raw_walk), whose docs have an example.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WalkEvent<T = RawPage> {
    /// The next page.
    Page(T),
    /// The report changed while it was being read, so it is read again from the first page. The
    /// pages before this event must be discarded.
    Restart(Restart),
}

/// Why a report is read again, and how often it has been read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Restart {
    /// The error that ended the walk before; see [`Error::is_inconsistent`].
    pub reason: Error,
    /// The number of the walk that starts now. It is 2 for the first restart.
    pub walk: u32,
}
