//! What a pull that was killed has left.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::entry::FileEntry;
use crate::error::Error;
use crate::journal::{Contents, sync_folder};
use crate::key::Key;
use crate::line::path_of;
use crate::place::Place;
use crate::survey::Survey;
use crate::unfinished::ENDING;
use crate::unlisted::Unlisted;

/// What was done about a pull that was killed.
#[derive(Debug, Default)]
pub(crate) struct Recovery {
    /// How many files were put in their places.
    pub(crate) placed: usize,
    /// How many unfinished files were removed.
    pub(crate) removed: usize,
    /// The units whose files are not those of the journal. They are fetched again.
    pub(crate) missing: BTreeSet<Key>,
    /// The files of units that the journal does not list.
    pub(crate) unlisted: Unlisted,
}

impl Recovery {
    /// Puts those unfinished files in their places that the journal lists, and removes the others.
    /// Then compares the files of the folder with the journal.
    pub(crate) fn run(place: &Place, contents: &Contents) -> Result<Self, Error> {
        let mut recovery = Self::default();
        let left = unfinished_files(&place.unfinished())?;
        let listed = listed(contents, &left);
        for name in &left {
            let path = place.unfinished().join(name);
            match listed.get(name.as_str()) {
                Some((key, file)) => {
                    let to = place
                        .dir
                        .join(path_of(key, file, &contents.settings.format));
                    recovery.finish(&path, &to, key, file)?;
                }
                None => {
                    let removed = fs::remove_file(&path);
                    removed.map_err(|error| Error::io("can't remove", &path, error))?;
                    recovery.removed += 1;
                }
            }
        }
        for outdated in &contents.outdated {
            remove_outdated(&place.dir.join(outdated))?;
        }
        recovery.compare(place, contents)?;
        Ok(recovery)
    }

    /// Puts a file in its place if its bytes are those of the journal. Otherwise it stays where it
    /// is until its unit has been fetched again, so that the unit counts as missing until then.
    fn finish(&mut self, path: &Path, to: &Path, key: &Key, file: &FileEntry) -> Result<(), Error> {
        let found = Digest::of_file(path);
        let found = found.map_err(|error| Error::io("can't read", path, error))?;
        if found != (file.sha256, file.bytes) {
            self.missing.insert(key.clone());
            return Ok(());
        }
        put(path, to).map_err(|error| Error::io("can't write", to, error))?;
        self.placed += 1;
        Ok(())
    }

    /// Finds out which files are missing or have another size than the journal says, and refuses
    /// files that are not in the place of a unit.
    fn compare(&mut self, place: &Place, contents: &Contents) -> Result<(), Error> {
        let ending = &contents.settings.format;
        let mut survey = Survey::of(&place.dir, &known(contents), Some(ending))?;
        self.unlisted = Unlisted::of_survey(&mut survey);
        survey.refuse_foreign(&place.dir, Some(&place.journal()))?;
        for (key, entry) in &contents.entries {
            for file in &entry.files {
                let path = path_of(key, file, ending);
                if survey.sizes.get(&path) != Some(&file.bytes) {
                    self.missing.insert(key.clone());
                }
            }
        }
        Ok(())
    }
}

/// Returns the paths of the files that the journal lists.
pub(crate) fn known(contents: &Contents) -> BTreeSet<PathBuf> {
    let ending = &contents.settings.format;
    let files = contents.entries.iter().flat_map(|(key, entry)| {
        let files = entry.files.iter();
        files.map(move |file| path_of(key, file, ending))
    });
    files.collect()
}

/// Returns the names of the unfinished files. Anything else in their folder is left alone.
pub(crate) fn unfinished_files(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let failed = |error| Error::io("can't read", folder, error);
    let mut names = BTreeSet::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(names),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let name = entry.file_name();
        if let Some(name) = name
            .to_str()
            .filter(|name| is_file && name.ends_with(ENDING))
        {
            names.insert(name.to_owned());
        }
    }
    Ok(names)
}

/// Returns the units of those unfinished files that the journal lists.
fn listed<'a>(
    contents: &'a Contents,
    left: &BTreeSet<String>,
) -> BTreeMap<&'a str, (&'a Key, &'a FileEntry)> {
    let files = contents.entries.iter().flat_map(|(key, entry)| {
        let files = entry.files.iter();
        files.map(move |file| (file.unfinished.as_str(), (key, file)))
    });
    files.filter(|(name, _)| left.contains(*name)).collect()
}

/// Moves a file to its place, creates the folders on the way, and returns once all of it is on the
/// disk.
pub(crate) fn put(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().unwrap_or(to);
    create_folders(folder)?;
    fs::rename(from, to)?;
    sync_folder(folder)
}

/// Creates a folder and those above it.
pub(crate) fn create_folders(folder: &Path) -> io::Result<()> {
    let missing = folder.ancestors().take_while(|above| !above.exists());
    let missing: Vec<&Path> = missing.collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => created?,
        }
        sync_folder(folder.parent().unwrap_or(folder))?;
    }
    Ok(())
}

/// Removes a file of a unit that has this file no longer.
pub(crate) fn remove_outdated(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("can't remove", path, error))
        }
        _ => Ok(()),
    }
}
