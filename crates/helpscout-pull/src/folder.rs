//! A folder that pulls fill.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::digest::Digest;
use crate::due::Due;
use crate::entry::{Entry, Facts, FileEntry};
use crate::error::Error;
use crate::holdings::{Holdings, unsettled};
use crate::journal::{Contents, Journal};
use crate::key::Key;
use crate::line::{Record, path_of};
use crate::lock::Lock;
use crate::place::Place;
use crate::recovery::{Recovery, create_folders, put, remove_outdated};
use crate::settings::{self, Settings};
use crate::survey::Survey;
use crate::unfinished::{CompleteFile, Unfinished};
use crate::unlisted::Unlisted;
use crate::window::Window;

/// A folder that this process pulls into. No other process can, until this is dropped or the process
/// ends in any way.
///
/// A unit is written to unfinished files beside the folder. Once all of its rows are there, it is
/// recorded in the journal, and then its files are moved to their places. So each file in the folder
/// is whole at any time, and a pull that is killed leaves nothing that the next one does not finish
/// or remove.
///
/// # Examples
/// ```
/// use std::collections::{BTreeMap, BTreeSet};
/// use std::io::Write;
///
/// use helpscout_pull::{
///     DatasetSettings, Facts, Folder, Key, Outcome, RowsDigest, Settings, Slot, WindowLength, windows,
/// };
/// use jiff::{Timestamp, civil::date, tz::TimeZone};
///
/// # let home = tempfile::tempdir()?;
/// # let dir = home.path().join("data");
/// let mut folder = Folder::open(&dir, None, Timestamp::now())?;
/// let days = DatasetSettings { window: Some(WindowLength::Day), ..Default::default() };
/// folder.settle(&Settings {
///     account: 1234,
///     zone: "UTC".to_owned(),
///     format: "ndjson".to_owned(),
///     datasets: BTreeMap::from([("happiness-ratings".to_owned(), days)]),
///     options: BTreeMap::new(),
///     sets: BTreeSet::new(),
/// })?;
/// let (since, until) = (date(2019, 5, 1), date(2019, 5, 3));
/// for window in windows(since, until, WindowLength::Day, &TimeZone::UTC)? {
///     let key = Key {
///         dataset: "happiness-ratings".to_owned(),
///         member: None,
///         slot: Slot::Window(window.name()),
///     };
///     let Some(due) = folder.due(&key, Some(&window), None)? else {
///         continue;
///     };
///     let unit = folder.start(&key)?;
///     let (mut file, mut digest) = (unit.create(None)?, RowsDigest::new());
///     let row = b"{\"id\":1}\n";
///     file.write_all(row)?;
///     digest.update(row);
///     let files = vec![file.complete(1, digest)?];
///     let facts = Facts {
///         interval: due.window.map(|window| window.interval()),
///         request: "/v2/reports/happiness/ratings".to_owned(),
///         fetched_at: Timestamp::now(),
///         calls: 1,
///         pages: 1,
///     };
///     assert_eq!(folder.finish(&unit, files, &facts)?, Outcome::New);
/// }
/// assert!(dir.join("happiness-ratings/window=2019-05-02/part-0.ndjson").exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Folder {
    place: Place,
    now: Timestamp,
    notes: Vec<String>,
    /// The units whose files are not those of the journal.
    missing: BTreeSet<Key>,
    /// The files of units that the journal does not list.
    unlisted: Unlisted,
    /// The journal, once there is one.
    journal: Option<(Journal, Contents)>,
    /// The zone that windows begin in, once the settings are settled.
    zone: Option<TimeZone>,
    // Dropped last.
    _lock: Lock,
}

/// What a unit that was fetched is, compared with what was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was there.
    New,
    /// The same rows were there, for the same interval. Their files were kept, with the time of
    /// fetching that is in their rows.
    Same,
    /// Other rows were there, those of another interval, or files that were changed after they were
    /// written. The files were replaced.
    Changed,
}

impl Folder {
    /// Opens a folder to pull into, and creates it if only its parent exists. Takes the lock, and
    /// finishes what a pull that was killed has left. `state` is the folder of the journal: by
    /// default it is beside the folder and has its name, followed by `.pull`. `now` is the time of
    /// this machine.
    ///
    /// Everything that can be found wrong without the service is found here. Call [`Folder::settle`]
    /// next.
    ///
    /// # Errors
    /// If another process pulls into the folder, if it holds other files, if the journal is damaged,
    /// or if the folder can't be written.
    pub fn open(dir: &Path, state: Option<&Path>, now: Timestamp) -> Result<Self, Error> {
        let place = Place::find(dir, state)?;
        if !place.journal().exists() {
            // Before anything is created: whoever typed the wrong path finds nothing new beside it.
            check_new(&place)?;
        }
        place.create()?;
        let lock = Lock::take(&place, now)?;
        place.check_move()?;
        let mut folder = Self {
            now,
            notes: Vec::new(),
            missing: BTreeSet::new(),
            unlisted: Unlisted::default(),
            journal: None,
            zone: None,
            _lock: lock,
            place,
        };
        match Contents::read(&folder.place.journal())? {
            Some(contents) => folder.recover(contents)?,
            None => {
                Survey::of_new(&folder.place.dir)?.refuse_foreign(&folder.place.dir, None)?;
            }
        }
        Ok(folder)
    }

    /// Returns whether nothing was pulled into a folder yet, so that [`Folder::open`] would create
    /// what is missing. Finds most of what would make that fail, so that a program can look for other
    /// mistakes of its user before anything is created.
    ///
    /// # Errors
    /// If the folder is new and holds other files, or if it can't be written.
    pub fn is_new(dir: &Path, state: Option<&Path>) -> Result<bool, Error> {
        let place = Place::find(dir, state)?;
        if place.journal().exists() {
            return Ok(false);
        }
        check_new(&place)?;
        Ok(true)
    }

    /// Compares the settings with those that the folder was pulled with, or records them if it is
    /// new. Datasets that are new to the folder are recorded with theirs.
    ///
    /// # Errors
    /// If they differ, with what is recorded and what was asked for, or if they can't be written.
    pub fn settle(&mut self, settings: &Settings) -> Result<(), Error> {
        settings::check(settings)?;
        let zone = settings::zone(settings)?;
        let (journal, contents) = match &mut self.journal {
            Some(journal) => journal,
            journal @ None => {
                let opened = Journal::create(&self.place.journal(), settings)?;
                journal.insert((opened, Contents::new(settings)))
            }
        };
        settings::compare(&contents.settings, settings, &self.place.dir)?;
        for (name, dataset) in &settings.datasets {
            let recorded = contents.settings.datasets.get(name);
            let is_complete = recorded.is_some_and(|recorded| {
                // An earlier version did not record what tells the key.
                recorded.pseudonyms.is_some() || dataset.pseudonyms.is_none()
            });
            if !is_complete {
                journal.append(&Record::of_dataset(name, dataset))?;
                let datasets = &mut contents.settings.datasets;
                datasets.insert(name.clone(), dataset.clone());
            }
        }
        self.zone = Some(zone);
        Ok(())
    }

    /// Refuses files in the places of units that the journal does not list, except those of units
    /// that are fetched, which are replaced. Such files are there after the journal was put back from
    /// an older backup.
    ///
    /// # Errors
    /// If there are such files of other units.
    pub fn check_unlisted(&self, fetched: &BTreeSet<&Key>) -> Result<(), Error> {
        self.unlisted.check(&self.place, fetched)
    }

    /// Returns the folder of the data, without links in its path.
    pub fn dir(&self) -> &Path {
        &self.place.dir
    }

    /// Returns the folder of the journal, without links in its path.
    pub fn state(&self) -> &Path {
        &self.place.state
    }

    /// Returns what a person should know about what was done when the folder was opened, in whole
    /// sentences. [`Holdings::notes`] says more once it is known what is fetched.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Returns what the journal says about a unit.
    pub fn entry(&self, key: &Key) -> Option<&Entry> {
        self.holdings().entry(key)
    }

    /// Returns all units of the journal, ordered by dataset, member and time.
    pub fn entries(&self) -> impl Iterator<Item = (&Key, &Entry)> {
        self.holdings().entries()
    }

    /// Returns what the folder has.
    pub fn holdings(&self) -> Holdings<'_> {
        Holdings {
            entries: self.journal.as_ref().map(|(_, contents)| &contents.entries),
            missing: &self.missing,
            unlisted: &self.unlisted,
            zone: self.zone.as_ref(),
            now: self.now,
        }
    }

    /// Returns whether a unit has to be fetched, and why. `window` is what was asked for, without one
    /// for a snapshot. Windows that end after `again_from` are fetched again.
    ///
    /// # Errors
    /// If the settings are not settled, or the window is outside of what can be calculated with.
    pub fn due(
        &self,
        key: &Key,
        window: Option<&Window>,
        again_from: Option<Date>,
    ) -> Result<Option<Due>, Error> {
        self.holdings().due(key, window, again_from)
    }

    /// Starts to write a unit. Any number of units can be written at once.
    ///
    /// # Errors
    /// If the settings are not settled, or if the unit's names can't be those of folders.
    pub fn start(&self, key: &Key) -> Result<Unfinished, Error> {
        if self.zone.is_none() {
            return Err(unsettled());
        }
        if !key.is_valid() {
            let problem = format!("\"{key}\" can't be the name of a folder");
            return Err(Error::usage(problem, "leave this report out"));
        }
        Ok(Unfinished::new(key, self.place.unfinished()))
    }

    /// Records a unit in the journal, and puts its files in their places. If the same rows are there
    /// already, and their files are as they were written, they are kept.
    ///
    /// # Errors
    /// If the disk is full or fails. The unit is then as it was before; only if it was recorded
    /// already, its files are put in their places when the folder is opened again.
    pub fn finish(
        &mut self,
        unit: &Unfinished,
        files: Vec<CompleteFile>,
        facts: &Facts,
    ) -> Result<Outcome, Error> {
        let (journal, contents) = self.journal.as_mut().ok_or_else(unsettled)?;
        let key = unit.key();
        let ending = contents.settings.format.clone();
        let previous = contents.entries.get(key);
        let same = previous.filter(|previous| {
            let pairs = || previous.files.iter().zip(&files);
            previous.interval == facts.interval
                && previous.files.len() == files.len()
                && pairs().all(|(entry, file)| file.has_rows_of(entry))
        });
        let is_missing = self.missing.contains(key);
        let dir = &self.place.dir;
        let is_intact = |entry: &Entry| {
            let mut files = entry.files.iter();
            files.all(|file| is_intact(&dir.join(path_of(key, file, &ending)), file))
        };
        let kept = same.filter(|same| !is_missing && is_intact(same));
        let outcome = match (previous, same) {
            (None, _) => Outcome::New,
            // The files are not those of the journal, which nobody knew before.
            (_, Some(_)) if kept.is_none() && !is_missing => Outcome::Changed,
            (_, Some(_)) => Outcome::Same,
            (_, None) => Outcome::Changed,
        };
        let is_kept = kept.is_some();
        let listed = match kept {
            Some(kept) => kept.files.clone(),
            None => files.iter().map(|file| listed(file, facts)).collect(),
        };
        let paths = files.iter();
        let paths: Vec<PathBuf> = paths
            .map(|file| key.path(file.table.as_deref(), &ending))
            .collect();
        let mut recorded = Ok(());
        if !is_kept {
            recorded = create_folders_of(&self.place.dir, &paths);
        }
        let record = Record::of_unit(key, facts, &listed, &ending);
        if let Err(error) = recorded.and_then(|()| journal.append(&record)) {
            for path in &paths {
                remove_empty_folders(&self.place.dir, path);
            }
            return Err(error);
        }
        contents.insert(key.clone(), entry(facts, listed));
        for path in self.unlisted.of(key) {
            if !paths.iter().any(|own| own == path) {
                remove_outdated(&dir.join(path))?;
            }
        }
        self.unlisted.remove(key);
        if is_kept {
            return Ok(outcome);
        }
        // From here on, the unit is finished when the folder is opened again if it is not now.
        let unfinished: Vec<PathBuf> = files.into_iter().map(CompleteFile::kept).collect();
        self.missing.insert(key.clone());
        for (from, path) in unfinished.iter().zip(&paths) {
            let to = self.place.dir.join(path);
            put(from, &to).map_err(|error| Error::io("can't write", &to, error))?;
        }
        for outdated in std::mem::take(&mut contents.outdated) {
            remove_outdated(&self.place.dir.join(outdated))?;
        }
        self.missing.remove(key);
        Ok(outcome)
    }

    /// Does what is left to do for the units of the journal, and writes the notes about it.
    fn recover(&mut self, mut contents: Contents) -> Result<(), Error> {
        let path = self.place.journal();
        let is_torn = contents.is_torn;
        let recovery = Recovery::run(&self.place, &contents)?;
        contents.outdated.clear();
        let journal = Journal::continued(&path, &mut contents)?;
        self.note(&recovery, is_torn);
        self.missing = recovery.missing;
        self.unlisted = recovery.unlisted;
        self.journal = Some((journal, contents));
        Ok(())
    }

    fn note(&mut self, recovery: &Recovery, is_torn: bool) {
        let notes = &mut self.notes;
        if is_torn {
            notes.push(format!(
                "The last line of {} was cut off when a pull was killed. It was removed, and its \
                 unit is as it was before.",
                self.place.journal().display()
            ));
        }
        match recovery.placed {
            0 => {}
            1 => notes.push("A file of a pull that was killed was put in its place.".to_owned()),
            placed => notes.push(format!(
                "{placed} files of a pull that was killed were put in their places."
            )),
        }
        match recovery.removed {
            0 => {}
            1 => notes.push("An unfinished file of a pull that was killed was removed.".to_owned()),
            removed => notes.push(format!(
                "{removed} unfinished files of a pull that was killed were removed."
            )),
        }
    }
}

/// Checks that the folders of a new pull can be created. Nothing is.
fn check_new(place: &Place) -> Result<(), Error> {
    place.check_apart()?;
    Survey::of_new(&place.dir)?.refuse_foreign(&place.dir, None)?;
    place.check_writable()?;
    place.check_disk()
}

fn entry(facts: &Facts, files: Vec<FileEntry>) -> Entry {
    Entry {
        interval: facts.interval,
        fetched_at: facts.fetched_at,
        calls: facts.calls,
        pages: facts.pages,
        files,
    }
}

fn listed(file: &CompleteFile, facts: &Facts) -> FileEntry {
    FileEntry {
        table: file.table.clone(),
        rows: file.rows,
        bytes: file.bytes,
        sha256: file.sha256,
        rows_digest: file.rows_digest,
        fetched_at: facts.fetched_at,
        unfinished: file.name(),
    }
}

/// Returns whether a file has the bytes that it was written with. One that can't be read has not.
fn is_intact(path: &Path, file: &FileEntry) -> bool {
    Digest::of_file(path).is_ok_and(|found| found == (file.sha256, file.bytes))
}

/// Creates the folders of files before they are recorded, so that a disk without room for them is
/// found in time.
fn create_folders_of(dir: &Path, paths: &[PathBuf]) -> Result<(), Error> {
    for path in paths {
        let folder = dir.join(path.parent().unwrap_or(path));
        let created = create_folders(&folder);
        created.map_err(|error| Error::io("can't create", &folder, error))?;
    }
    Ok(())
}

/// Removes the folders above a path, up to the folder of the data, if they are empty.
fn remove_empty_folders(dir: &Path, path: &Path) {
    let above = path.ancestors().skip(1);
    for folder in above.take_while(|folder| !folder.as_os_str().is_empty()) {
        if fs::remove_dir(dir.join(folder)).is_err() {
            return;
        }
    }
}
