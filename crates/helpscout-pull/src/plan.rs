//! What a pull would find in a folder, found out without a lock and without a change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::digest::Digest;
use crate::entry::FileEntry;
use crate::error::Error;
use crate::holdings::Holdings;
use crate::journal::Contents;
use crate::key::Key;
use crate::line::path_of;
use crate::place::Place;
use crate::recovery::{known, unfinished_files};
use crate::settings::{self, Settings};
use crate::survey::Survey;
use crate::unlisted::Unlisted;

/// A folder as the next pull would find it. Nothing is changed and no lock is taken, so a plan can be
/// made while a pull runs.
#[derive(Debug)]
pub struct Plan {
    place: Place,
    contents: Contents,
    missing: BTreeSet<Key>,
    unlisted: Unlisted,
    zone: Option<TimeZone>,
    now: Timestamp,
}

impl Plan {
    /// Looks at a folder. Returns `None` if nothing was pulled into it and nothing hinders the first
    /// pull. `now` is the time of this machine.
    ///
    /// # Errors
    /// If the folder holds other files, if the journal is damaged, or if one of them can't be read.
    pub fn of(dir: &Path, state: Option<&Path>, now: Timestamp) -> Result<Option<Self>, Error> {
        let place = Place::find(dir, state)?;
        let Some(before) = Contents::read(&place.journal())? else {
            place.check_apart()?;
            Survey::of_new(&place.dir)?.refuse_foreign(&place.dir, None)?;
            return Ok(None);
        };
        // A pull that is running moves files from here to their places, so here is looked first.
        let waiting = unfinished_files(&place.unfinished())?;
        let ending = before.settings.format.clone();
        let mut survey = Survey::of(&place.dir, &known(&before), Some(&ending))?;
        let mut missing = missing(&place, &before, &survey, &waiting);
        let mut contents = before;
        if !missing.is_empty() || !survey.foreign.is_empty() || !survey.unlisted.is_empty() {
            // What differs from the journal may be what a running pull has done meanwhile. A file is
            // in the journal before it is in its place, so the journal knows by now.
            if let Some(after) = Contents::read(&place.journal())? {
                missing.retain(|key| after.entries.get(key) == contents.entries.get(key));
                let known = known(&after);
                survey.foreign.retain(|path| !known.contains(path));
                survey.unlisted.retain(|path| !known.contains(path));
                contents = after;
            }
        }
        survey.refuse_foreign(&place.dir, Some(&place.journal()))?;
        Ok(Some(Self {
            unlisted: Unlisted::of_survey(&mut survey),
            place,
            contents,
            missing,
            zone: None,
            now,
        }))
    }

    /// Compares the settings with those that the folder was pulled with. Call it before
    /// [`Holdings::due`].
    ///
    /// # Errors
    /// If they differ, with what is recorded and what was asked for.
    pub fn compare(&mut self, settings: &Settings) -> Result<(), Error> {
        settings::check(settings)?;
        let zone = settings::zone(settings)?;
        settings::compare(&self.contents.settings, settings, &self.place.dir)?;
        self.zone = Some(zone);
        Ok(())
    }

    /// Finds out whether the next pull would be refused because of files that the journal does not
    /// list. `fetched` are the units that it fetches.
    ///
    /// # Errors
    /// If there are such files of other units.
    pub fn check_unlisted(&self, fetched: &BTreeSet<&Key>) -> Result<(), Error> {
        self.unlisted.check(&self.place, fetched)
    }

    /// Returns what the folder has.
    pub fn holdings(&self) -> Holdings<'_> {
        Holdings {
            entries: Some(&self.contents.entries),
            missing: &self.missing,
            unlisted: &self.unlisted,
            zone: self.zone.as_ref(),
            now: self.now,
        }
    }
}

/// Returns the units whose files are neither in their places nor waiting for them.
fn missing(
    place: &Place,
    contents: &Contents,
    survey: &Survey,
    waiting: &BTreeSet<String>,
) -> BTreeSet<Key> {
    let ending = &contents.settings.format;
    let is_there = |path: PathBuf, file: &FileEntry| {
        if waiting.contains(&file.unfinished) {
            let unfinished = Digest::of_file(&place.unfinished().join(&file.unfinished));
            // One that can't be read any more was put in its place just now.
            return unfinished.map_or(true, |found| found == (file.sha256, file.bytes));
        }
        survey.sizes.get(&path) == Some(&file.bytes)
    };
    let units = contents.entries.iter().filter(|(key, entry)| {
        let mut files = entry.files.iter();
        !files.all(|file| is_there(path_of(key, file, ending), file))
    });
    units.map(|(key, _)| key.clone()).collect()
}
