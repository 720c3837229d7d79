//! Which files are in a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::key::is_place;

/// How many folders may be inside of each other. Units need three.
const DEPTH: usize = 8;

/// How many files of somebody else are counted.
const COUNTED: usize = 1_000;

/// How many files of somebody else are named.
const NAMED: usize = 5;

/// Names that operating systems create in any folder.
const OF_SYSTEMS: [&str; 4] = [".DS_Store", "Thumbs.db", "desktop.ini", "lost+found"];

/// What is in a folder.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// The sizes of the known files that are there, by their paths below the folder.
    pub(crate) sizes: BTreeMap<PathBuf, u64>,
    /// Files that are not known, in the places of units.
    pub(crate) unlisted: BTreeSet<PathBuf>,
    /// Everything else that is not a folder, ordered by path.
    pub(crate) foreign: BTreeSet<PathBuf>,
}

impl Survey {
    /// Looks at all files below a folder that has no journal.
    pub(crate) fn of_new(dir: &Path) -> Result<Self, Error> {
        Self::of(dir, &BTreeSet::new(), None)
    }

    /// Looks at all files below a folder. Links are not followed. A folder that does not exist is
    /// empty. `known` are the files of the journal, and `ending` is that of the files of units.
    pub(crate) fn of(
        dir: &Path,
        known: &BTreeSet<PathBuf>,
        ending: Option<&str>,
    ) -> Result<Self, Error> {
        let mut survey = Self::default();
        let device = match fs::metadata(dir) {
            Ok(data) => device(&data),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(survey),
            Err(error) => return Err(Error::io("can't read", dir, error)),
        };
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let path = dir.join(&folder);
            let failed = |error| Error::io("can't read", &path, error);
            for entry in fs::read_dir(&path).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let name = entry.file_name();
                if OF_SYSTEMS.iter().any(|system| name == *system) {
                    continue;
                }
                let below = folder.join(&name);
                // Follows no link.
                let data = match entry.metadata() {
                    Ok(data) => data,
                    // Removed since the folder was read.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(Error::io("can't read", &dir.join(&below), error)),
                };
                let is_here = self::device(&data) == device;
                if data.is_dir() && is_here && below.components().count() <= DEPTH {
                    folders.push(below);
                } else if data.is_file() && known.contains(&below) {
                    survey.sizes.insert(below, data.len());
                } else if data.is_file() && ending.is_some_and(|ending| is_place(&below, ending)) {
                    survey.unlisted.insert(below);
                } else if survey.foreign.len() < COUNTED {
                    survey.foreign.insert(below);
                } else if ending.is_none() {
                    // There are no known files to look for, and the folder may be any.
                    return Ok(survey);
                }
            }
        }
        Ok(survey)
    }

    /// Refuses a folder that holds something that no pull has put there.
    pub(crate) fn refuse_foreign(&self, dir: &Path, journal: Option<&Path>) -> Result<(), Error> {
        if self.foreign.is_empty() {
            return Ok(());
        }
        let (files, names) = (counted(&self.foreign), names(&self.foreign));
        let shown = dir.display();
        Err(match journal {
            Some(journal) => Error::usage(
                format!(
                    "{shown} holds {files} that the journal {} does not list: {names}",
                    journal.display()
                ),
                away(&self.foreign),
            ),
            None => Error::usage(
                format!("{shown} holds {files} and has no journal of a pull: {names}"),
                "choose a new or an empty folder; if these are the files of a pull, put its journal back \
                 beside the folder or give --state with the folder of the journal",
            ),
        })
    }
}

/// Says how many files there are.
pub(crate) fn counted(files: &BTreeSet<PathBuf>) -> String {
    match files.len() {
        1 => "a file".to_owned(),
        COUNTED => format!("{COUNTED} files or more"),
        count => format!("{count} files"),
    }
}

/// Returns the paths of the first files.
pub(crate) fn names(files: &BTreeSet<PathBuf>) -> String {
    let mut names: Vec<String> = files.iter().take(NAMED).map(|path| named(path)).collect();
    if files.len() > NAMED {
        names.push("…".to_owned());
    }
    names.join(", ")
}

/// Says what to do with files that are no pull's.
pub(crate) fn away(files: &BTreeSet<PathBuf>) -> String {
    let them = if files.len() == 1 { "it" } else { "them" };
    format!("move {them} away: readers take all files of this folder for rows of a pull")
}

/// Returns a path as text that moves no cursor.
fn named(path: &Path) -> String {
    let text = path.display().to_string();
    if text.chars().any(char::is_control) {
        format!("{text:?}")
    } else {
        text
    }
}

/// Returns what differs between disks: files are not moved from one to another in one step.
#[cfg(unix)]
fn device(data: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::dev(data)
}

#[cfg(not(unix))]
fn device(_data: &Metadata) -> u64 {
    0
}
