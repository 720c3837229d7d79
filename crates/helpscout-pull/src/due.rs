//! Whether a unit has to be fetched.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::entry::Entry;
use crate::error::Error;
use crate::window::Window;

/// How far the clocks of two machines may be apart without being wrong.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// A unit that has to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Why.
    pub reason: Reason,
    /// The window to fetch: the one that was asked for, with the days around it that the file there
    /// covers already, which would be lost otherwise. Snapshots have none.
    pub window: Option<Window>,
}

/// Why a unit has to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// It never was.
    New,
    /// Its file is missing or is not what the journal says.
    Missing,
    /// It was fetched for a shorter part of the week or month.
    Longer,
    /// It was fetched before its window was over.
    Running,
    /// It was fetched at a time that is still to come, by a clock that was wrong.
    Future,
    /// It is recent, so that its rows may still change.
    Again,
}

impl Due {
    pub(crate) fn new(window: Option<&Window>) -> Self {
        Self {
            reason: Reason::New,
            window: window.copied(),
        }
    }

    /// Returns whether a unit that was fetched has to be fetched again.
    pub(crate) fn again(
        entry: &Entry,
        window: Option<&Window>,
        zone: &TimeZone,
        now: Timestamp,
        again_from: Option<Date>,
        is_missing: bool,
    ) -> Result<Option<Self>, Error> {
        let window = match (window, entry.interval) {
            (Some(window), Some(interval)) => Some(window.with(interval, zone)?),
            (window, _) => window.copied(),
        };
        let of_window = |window: Window| {
            if entry.interval != Some(window.interval()) {
                Some(Reason::Longer)
            } else if entry.fetched_at <= window.interval().last {
                Some(Reason::Running)
            } else {
                let is_recent = again_from.is_some_and(|from| window.end() > from);
                is_recent.then_some(Reason::Again)
            }
        };
        let reason = if is_missing {
            Some(Reason::Missing)
        } else if is_future(entry, now) {
            Some(Reason::Future)
        } else {
            window.and_then(of_window)
        };
        Ok(reason.map(|reason| Self { reason, window }))
    }
}

/// Returns whether a unit was fetched later than now.
pub(crate) fn is_future(entry: &Entry, now: Timestamp) -> bool {
    entry.fetched_at.duration_since(now) > TOLERANCE
}
