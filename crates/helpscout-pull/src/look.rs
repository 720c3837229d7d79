//! A look at a folder, which changes nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::entry::{Entry, FileEntry};
use crate::error::Error;
use crate::journal::Contents;
use crate::key::{Key, Slot, slot_of};
use crate::line::path_of;
use crate::lock::Lock;
use crate::place::Place;
use crate::recovery::{known, unfinished_files};
use crate::settings::{self, Settings};
use crate::status::Status;
use crate::survey::Survey;

/// A folder as its journal shows it. Looking takes no lock, so it works while a pull runs.
#[derive(Debug)]
pub struct Look {
    place: Place,
    contents: Contents,
}

/// What the files of a folder are, compared with the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// What is wrong, what was expected and found, as the rest of a sentence about the file.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.path.display(), self.problem)
    }
}

impl Look {
    /// Reads the journal of a folder.
    ///
    /// # Errors
    /// If there is no journal, or if it is damaged.
    pub fn at(dir: &Path, state: Option<&Path>) -> Result<Self, Error> {
        let place = Place::find(dir, state)?;
        match Contents::read(&place.journal())? {
            Some(contents) => Ok(Self { place, contents }),
            None => Err(Error::usage(
                format!(
                    "nothing was pulled into {} yet: {} does not exist",
                    place.dir.display(),
                    place.journal().display()
                ),
                "check the folder; give --state if the journal is not beside it",
            )),
        }
    }

    /// Returns what the folder was pulled with.
    pub fn settings(&self) -> &Settings {
        &self.contents.settings
    }

    /// Returns all units of the journal, ordered by dataset, member and time.
    pub fn entries(&self) -> impl Iterator<Item = (&Key, &Entry)> {
        self.contents.entries.iter()
    }

    /// Returns what the folder has, by its journal.
    ///
    /// # Errors
    /// If the journal names a time zone that is not known.
    pub fn status(&self) -> Result<Status, Error> {
        let zone = settings::zone(self.settings())?;
        Ok(Status::of(&self.contents.entries, &zone))
    }

    /// Compares the files of the folder with the journal: which are missing, changed, or not in the
    /// journal. `count` counts the rows of a file, or says why it can't, as the rest of a sentence
    /// about the file.
    ///
    /// # Errors
    /// If the folder can't be read.
    ///
    /// # Examples
    /// ```no_run
    /// use std::fs;
    /// use std::path::Path;
    ///
    /// use helpscout_pull::Look;
    ///
    /// let look = Look::at(Path::new("data"), None)?;
    /// let found = look.verify(|path| {
    ///     let rows = fs::read_to_string(path).map_err(|error| format!("can't be read: {error}"))?;
    ///     Ok(rows.lines().count() as u64)
    /// })?;
    /// for fault in &found.faults {
    ///     println!("{fault}");
    /// }
    /// # Ok::<(), helpscout_pull::Error>(())
    /// ```
    pub fn verify(
        &self,
        mut count: impl FnMut(&Path) -> Result<u64, String>,
    ) -> Result<Verification, Error> {
        // A pull that is running moves files from here to their places, so here is looked first.
        let waiting = unfinished_files(&self.place.unfinished())?;
        let (listed, ending) = (known(&self.contents), &self.contents.settings.format);
        let survey = Survey::of(&self.place.dir, &listed, Some(ending))?;
        let mut found = Verification::default();
        let mut units = BTreeMap::new();
        for (key, entry) in self.entries() {
            for file in &entry.files {
                found.files += 1;
                found.rows += file.rows;
                found.bytes += file.bytes;
                let path = path_of(key, file, &self.contents.settings.format);
                let size = survey.sizes.get(&path).copied();
                let problem = if waiting.contains(&file.unfinished) {
                    self.problem_of_waiting(&path, key, file, &mut count)?
                } else {
                    self.problem(&path, size, key, file, &mut count)
                };
                if let Some(problem) = problem {
                    units.insert(path.clone(), key);
                    found.faults.push(Fault { path, problem });
                }
            }
        }
        let unlisted = survey.unlisted.into_iter().map(|path| {
            let problem = match slot_of(&path) {
                Some("window") => "is not in the journal: a pull that asks for it replaces it",
                _ => "is not in the journal",
            };
            (path, problem)
        });
        let foreign = survey.foreign.into_iter().map(|path| {
            if listed.contains(&path) {
                // This is why the file is missing.
                found.faults.retain(|fault| fault.path != path);
                return (
                    path,
                    "is a link or something else that is no file: move it away",
                );
            }
            (path, "is not in the journal")
        });
        let others: Vec<_> = unlisted.chain(foreign).collect();
        found
            .faults
            .extend(others.into_iter().map(|(path, problem)| Fault {
                path,
                problem: problem.to_owned(),
            }));
        if !found.faults.is_empty()
            && let Some(now) = Contents::read(&self.place.journal())?
        {
            // What a running pull has done meanwhile is no fault. A file is in the journal before it
            // is in its place, so the journal knows by now.
            let listed = known(&now);
            let entries = &self.contents.entries;
            found.faults.retain(|fault| match units.get(&fault.path) {
                Some(key) => now.entries.get(*key) == entries.get(*key),
                None => !listed.contains(&fault.path),
            });
        }
        found.faults.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    /// Returns what is wrong with a file that was not in its place yet. While a pull runs, that is as
    /// it should be.
    fn problem_of_waiting(
        &self,
        path: &Path,
        key: &Key,
        file: &FileEntry,
        count: &mut impl FnMut(&Path) -> Result<u64, String>,
    ) -> Result<Option<String>, Error> {
        if Lock::is_held(&self.place) {
            return Ok(None);
        }
        // A pull may have put it there and ended meanwhile.
        if unfinished_files(&self.place.unfinished())?.contains(&file.unfinished) {
            let problem = "is not in its place yet: the next pull puts it there";
            return Ok(Some(problem.to_owned()));
        }
        let size = fs::metadata(self.place.dir.join(path)).ok();
        Ok(self.problem(path, size.map(|data| data.len()), key, file, count))
    }

    /// Returns what is wrong with a file that the journal lists.
    fn problem(
        &self,
        path: &Path,
        size: Option<u64>,
        key: &Key,
        file: &FileEntry,
        count: &mut impl FnMut(&Path) -> Result<u64, String>,
    ) -> Option<String> {
        let remedy = match key.slot {
            Slot::Window(_) => "a pull that asks for it fetches it again",
            Slot::Snapshot(_) => {
                "a pull on the same day fetches it again, and later, only a backup has it"
            }
        };
        let Some(size) = size else {
            return Some(format!("is missing: {remedy}"));
        };
        if size != file.bytes {
            let bytes = file.bytes;
            return Some(format!(
                "has {size} bytes, but the journal says {bytes}: {remedy}"
            ));
        }
        let path = self.place.dir.join(path);
        match Digest::of_file(&path) {
            Err(error) => return Some(format!("can't be read: {error}")),
            Ok((digest, _)) if digest != file.sha256 => {
                return Some(format!(
                    "was changed after it was written: its SHA-256 is not that of the journal. \
                     Delete it, then {remedy}"
                ));
            }
            Ok(_) => {}
        }
        match count(&path) {
            Err(problem) => Some(problem),
            Ok(rows) if rows != file.rows => {
                let listed = file.rows;
                Some(format!("has {rows} rows, but the journal says {listed}"))
            }
            Ok(_) => None,
        }
    }
}
