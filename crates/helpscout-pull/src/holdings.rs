//! What a folder has, and which units have to be fetched because of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::due::Due;
use crate::entry::Entry;
use crate::error::Error;
use crate::key::Key;
use crate::unlisted::Unlisted;
use crate::window::Window;

/// What a folder has, by its journal and its files. A pull asks it what to fetch, and so does a plan
/// of a pull.
#[derive(Clone, Copy, Debug)]
pub struct Holdings<'a> {
    /// The units of the journal, once there is one.
    pub(crate) entries: Option<&'a BTreeMap<Key, Entry>>,
    /// The units whose files are not those of the journal.
    pub(crate) missing: &'a BTreeSet<Key>,
    /// The files of units that the journal does not list.
    pub(crate) unlisted: &'a Unlisted,
    /// The zone that windows begin in, once the settings are known.
    pub(crate) zone: Option<&'a TimeZone>,
    pub(crate) now: Timestamp,
}

impl<'a> Holdings<'a> {
    /// Returns what the journal says about a unit.
    pub fn entry(self, key: &Key) -> Option<&'a Entry> {
        self.entries?.get(key)
    }

    /// Returns all units of the journal, ordered by dataset, member and time.
    pub fn entries(self) -> impl Iterator<Item = (&'a Key, &'a Entry)> {
        self.entries.into_iter().flatten()
    }

    /// Returns whether a unit has to be fetched, and why. `window` is what was asked for, without one
    /// for a snapshot. Windows that end after `again_from` are fetched again.
    ///
    /// # Errors
    /// If the settings are not known yet, or the window is outside of what can be calculated with.
    pub fn due(
        self,
        key: &Key,
        window: Option<&Window>,
        again_from: Option<Date>,
    ) -> Result<Option<Due>, Error> {
        let Some(entry) = self.entry(key) else {
            return Ok(Some(Due::new(window)));
        };
        let zone = self.zone.ok_or_else(unsettled)?;
        let is_missing = self.missing.contains(key);
        Due::again(entry, window, zone, self.now, again_from, is_missing)
    }
}

/// Returns the error of a program that fetches before it has said with which settings.
pub(crate) fn unsettled() -> Error {
    Error::usage(
        "the settings of the folder are not known yet",
        "call Folder::settle before anything is fetched",
    )
}
