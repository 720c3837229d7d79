//! A folder that pulls fill.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::entry::{Entry, Facts};
use crate::error::Error;
use crate::key::Key;
use crate::settings::Settings;
use crate::unfinished::{CompleteFile, Unfinished};
use crate::window::Window;

/// A folder that this process pulls into. No other process can, until it is dropped or the process
/// ends in any way.
#[derive(Debug)]
pub struct Folder {}

/// What a unit that was fetched is, compared with what was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was there.
    New,
    /// The same rows were there, for the same interval. The file was not touched.
    Same,
    /// Other rows were there, or those of another interval. The file was replaced.
    Changed,
}

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
    /// Its file is missing or has another size than the journal says.
    Missing,
    /// It was fetched for a shorter interval.
    Longer,
    /// It was fetched before its window was over.
    Running,
    /// It was fetched at a time that is still to come, by a clock that was wrong.
    Future,
    /// It is recent, so that its rows may still change.
    Again,
}

impl Folder {
    /// Opens a folder to pull into, and creates it if only its parent exists. Takes the lock, and
    /// finishes what a pull that was killed has left. `state` is the folder of the journal: by
    /// default, the name of the folder followed by `.pull`, beside it.
    ///
    /// Nothing is fetched at this time, and all that can be found wrong without the service is.
    /// Call [`Folder::settle`] before [`Folder::start`].
    ///
    /// # Errors
    /// If another process pulls into the folder, if it holds other files, if the journal is damaged,
    /// or if the folder can't be written.
    pub fn open(dir: &Path, state: Option<&Path>, now: Timestamp) -> Result<Self, Error> {
        let _ = (dir, state, now);
        todo!()
    }

    /// Compares the settings with those that the folder was pulled with, or records them if it is
    /// new.
    ///
    /// # Errors
    /// If they differ, or can't be written.
    pub fn settle(&mut self, settings: &Settings) -> Result<(), Error> {
        let _ = settings;
        todo!()
    }

    /// Returns what the person should know about what was found and done when the folder was opened,
    /// as whole sentences.
    pub fn notes(&self) -> &[String] {
        todo!()
    }

    /// Returns what the journal says about a unit.
    pub fn entry(&self, key: &Key) -> Option<&Entry> {
        let _ = key;
        todo!()
    }

    /// Returns all units of the journal, ordered by dataset, member and time.
    pub fn entries(&self) -> impl Iterator<Item = (&Key, &Entry)> {
        std::iter::empty()
    }

    /// Returns whether a unit has to be fetched, and why. `window` is what was asked for, without
    /// one for a snapshot. Windows that end after `again_from` are fetched again.
    pub fn due(
        &self,
        key: &Key,
        window: Option<&Window>,
        again_from: Option<Date>,
    ) -> Option<Due> {
        let _ = (key, window, again_from);
        todo!()
    }

    /// Starts to write a unit, in the folder of unfinished files. Any number of units can be written
    /// at once.
    ///
    /// # Errors
    /// If settings were not recorded before.
    pub fn start(&self, key: &Key) -> Result<Unfinished, Error> {
        let _ = key;
        todo!()
    }

    /// Records a unit in the journal, and puts its files in their places. If the same rows are there
    /// already, their files are kept.
    ///
    /// # Errors
    /// If the disk is full or fails. The unit is then in its place as a whole, or as it was before,
    /// or will be finished when the folder is opened again.
    pub fn finish(
        &mut self,
        unit: Unfinished,
        files: Vec<CompleteFile>,
        facts: Facts,
    ) -> Result<Outcome, Error> {
        let _ = (unit, files, facts);
        todo!()
    }
}
