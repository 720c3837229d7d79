//! Finished temporary files that replace others: all of them or none.
//!
//! A file system can rename one file at a time only. Before a file is replaced, the old one gets a
//! second name. If a later file can't be replaced, the ones before get their old content back, and
//! files that did not exist are removed. Only a crash between two renames can leave both old and new
//! files; the main file is replaced last, so that it is old as long as another may be.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::part::{CompleteFile, folder_of, sync_folder};

/// Why files could not be replaced.
#[derive(Debug)]
pub(crate) struct ReplaceError {
    /// The file that could not be replaced.
    pub(crate) path: PathBuf,
    pub(crate) error: io::Error,
    /// Files that were replaced before, and could not get their old content back.
    pub(crate) not_restored: Vec<PathBuf>,
}

/// Replaces all files, the first one last.
pub(crate) fn replace_all(files: Vec<CompleteFile>) -> Result<(), ReplaceError> {
    let mut replaced: Vec<Replaced> = Vec::new();
    for file in files.into_iter().rev() {
        let path = file.path.clone();
        match Replaced::by(file) {
            Ok(done) => replaced.push(done),
            Err(error) => {
                let undone = replaced.into_iter().rev().filter_map(Replaced::undo);
                return Err(ReplaceError {
                    path,
                    error,
                    not_restored: undone.collect(),
                });
            }
        }
    }
    // Several files are in one folder, most of the time.
    let folders: BTreeSet<&Path> = replaced.iter().map(|file| folder_of(&file.path)).collect();
    for folder in folders {
        sync_folder(folder).map_err(|error| ReplaceError {
            path: folder.to_owned(),
            error,
            not_restored: Vec::new(),
        })?;
    }
    Ok(())
}

/// A file that was replaced.
struct Replaced {
    path: PathBuf,
    /// A second name of the old file, which is removed when dropped. `None` if there was none.
    old: Option<TempPath>,
}

impl Replaced {
    /// Replaces a file, and keeps the old one.
    fn by(file: CompleteFile) -> io::Result<Self> {
        let CompleteFile { temporary, path } = file;
        let old = if path.try_exists()? {
            Some(second_name(&path)?)
        } else {
            None
        };
        temporary.persist(&path).map_err(|error| error.error)?;
        Ok(Self { path, old })
    }

    /// Restores the state before. Returns the path if that fails.
    fn undo(self) -> Option<PathBuf> {
        let Self { path, old } = self;
        let undone = match old {
            Some(old) => old.persist(&path).map_err(|error| error.error),
            None => fs::remove_file(&path),
        };
        undone.err().map(|_| path)
    }
}

/// Gives a file another name in its directory, or copies it if the file system has no links.
fn second_name(path: &Path) -> io::Result<TempPath> {
    let named = tempfile::Builder::new()
        .prefix(".helpscout-")
        .suffix(".old")
        .make_in(folder_of(path), |name| match fs::hard_link(path, name) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                fs::copy(path, name).map(|_| ())
            }
            linked => linked,
        })?;
    Ok(named.into_temp_path())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs::File;
    use std::io::Write;

    use tempfile::{NamedTempFile, TempDir, tempdir};

    use super::*;

    fn complete(folder: &TempDir, name: &str, text: &str) -> CompleteFile {
        let mut temporary = NamedTempFile::new_in(folder.path()).unwrap();
        temporary.write_all(text.as_bytes()).unwrap();
        CompleteFile {
            temporary: temporary.into_temp_path(),
            path: folder.path().join(name),
        }
    }

    /// Returns the names and texts of all files.
    fn files(folder: &TempDir) -> Vec<(String, String)> {
        let entries = fs::read_dir(folder.path()).unwrap().map(Result::unwrap);
        let mut files: Vec<(String, String)> = entries
            .filter(|entry| entry.path().is_file())
            .map(|entry| {
                let text = fs::read_to_string(entry.path()).unwrap();
                (entry.file_name().into_string().unwrap(), text)
            })
            .collect();
        files.sort();
        files
    }

    fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let files = files.iter();
        files
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn all_files_are_replaced() {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("a"), "old").unwrap();
        let files_to_replace = vec![
            complete(&folder, "a", "new a"),
            complete(&folder, "b", "new b"),
        ];
        replace_all(files_to_replace).unwrap();
        assert_eq!(files(&folder), pairs(&[("a", "new a"), ("b", "new b")]));
    }

    #[test]
    fn none_is_replaced_if_one_can_not_be() {
        let folder = tempdir().unwrap();
        for name in ["main", "old"] {
            fs::write(folder.path().join(name), "old").unwrap();
        }
        // A file can't replace a directory that isn't empty.
        fs::create_dir(folder.path().join("taken")).unwrap();
        File::create(folder.path().join("taken/file")).unwrap();
        let files_to_replace = vec![
            complete(&folder, "main", "new"),
            complete(&folder, "taken", "new"),
            complete(&folder, "old", "new"),
            complete(&folder, "new", "new"),
        ];
        let failed = replace_all(files_to_replace).unwrap_err();
        assert_eq!(failed.path, folder.path().join("taken"));
        assert!(failed.not_restored.is_empty(), "{failed:?}");
        assert_eq!(files(&folder), pairs(&[("main", "old"), ("old", "old")]));
    }
}
