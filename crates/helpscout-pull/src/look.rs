//! A look at a folder, which changes nothing.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::entry::Entry;
use crate::error::Error;
use crate::key::{Key, Member};
use crate::settings::Settings;

/// A folder as its journal shows it. Looking takes no lock, so it works while a pull runs.
#[derive(Debug)]
pub struct Look {}

/// What a folder has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The datasets by name.
    pub datasets: Vec<DatasetStatus>,
}

/// What a folder has of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DatasetStatus {
    /// The name of the dataset.
    pub name: String,
    /// How many members have units.
    pub members: usize,
    /// How many units there are.
    pub units: usize,
    /// How many rows all files have.
    pub rows: u64,
    /// The size of all files in bytes.
    pub bytes: u64,
    /// How many calls all units took.
    pub calls: u64,
    /// The first day, and the day after the last one.
    pub days: (Date, Date),
    /// When the unit was fetched that was fetched first of all.
    pub oldest_fetch: Timestamp,
    /// When the unit was fetched that was fetched last of all.
    pub newest_fetch: Timestamp,
    /// The days between that a member has no unit of.
    pub gaps: Vec<Gap>,
}

/// Days that a member of a dataset has no unit of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The member, if the dataset has some.
    pub member: Option<Member>,
    /// The first day.
    pub first: Date,
    /// The day after the last one.
    pub end: Date,
}

/// What the files of a folder are, compared with the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verification {
    /// How many files the journal lists.
    pub files: u64,
    /// How many rows the journal says they have.
    pub rows: u64,
    /// The size that the journal says they have, in bytes.
    pub bytes: u64,
    /// What is wrong, by path.
    pub faults: Vec<Fault>,
}

/// What is wrong with a file. Displays as a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The path below the folder.
    pub path: PathBuf,
    /// What is wrong, what was expected and found.
    pub problem: String,
}

impl Look {
    /// Reads the journal of a folder.
    ///
    /// # Errors
    /// If there is no journal, or if it is damaged.
    pub fn at(dir: &Path, state: Option<&Path>) -> Result<Self, Error> {
        let _ = (dir, state);
        todo!()
    }

    /// Returns what the folder was pulled with.
    pub fn settings(&self) -> &Settings {
        todo!()
    }

    /// Returns all units of the journal, ordered by dataset, member and time.
    pub fn entries(&self) -> impl Iterator<Item = (&Key, &Entry)> {
        std::iter::empty()
    }

    /// Returns what the folder has.
    pub fn status(&self) -> Status {
        todo!()
    }

    /// Compares the files of the folder with the journal: which are missing, changed, or not in the
    /// journal. `count` counts the rows of a file, or says why it can't.
    ///
    /// # Errors
    /// If the folder can't be read.
    pub fn verify(
        &self,
        count: impl FnMut(&Path) -> Result<u64, String>,
    ) -> Result<Verification, Error> {
        let _ = count;
        todo!()
    }
}
