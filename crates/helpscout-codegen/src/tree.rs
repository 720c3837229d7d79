//! Generated files as a value, and the only code here that touches the disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::MARKER;

/// Generated files: path, relative and with forward slashes, to text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

/// What one file on the disk needs to match a [`Tree`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file, relative to the folder of the tree.
    pub path: String,
    /// What is there, or none if the file is missing.
    pub before: Option<String>,
    /// What must be there, or none if the file is stale.
    pub after: Option<String>,
}

/// Why a tree could not be compared or written.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The disk refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that is not ours stands where one must be written.
    #[error(
        "{} is in the way: it lacks the line \"{MARKER}\", so it was not generated and is left alone. \
         Move it, or choose another folder",
        .0.display()
    )]
    Foreign(PathBuf),
}

impl Tree {
    /// Adds a file, or replaces its text.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), text.into());
    }

    /// The files in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// What `folder` needs to match this tree, in the order of paths. Reads only.
    ///
    /// Files in the folder that carry our marker and are not in the tree are stale. Files without
    /// it are not looked at, unless one stands where the tree has a file.
    ///
    /// # Errors
    /// If a file can't be read, or one that is not ours is in the way.
    pub fn changes(&self, folder: &Path) -> Result<Vec<Change>, TreeError> {
        let mut before = generated_files(folder)?;
        let mut changes = Vec::new();
        for (path, after) in &self.files {
            let found = match before.remove(path) {
                Some(text) => Some(text),
                None if folder.join(path).exists() => {
                    return Err(TreeError::Foreign(folder.join(path)));
                }
                None => None,
            };
            if found.as_deref() != Some(after) {
                changes.push(Change {
                    path: path.clone(),
                    before: found,
                    after: Some(after.clone()),
                });
            }
        }
        changes.extend(before.into_iter().map(|(path, text)| Change {
            path,
            before: Some(text),
            after: None,
        }));
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(changes)
    }

    /// Makes `folder` match this tree and returns what had to change. Each file is replaced
    /// whole, through a temporary file beside it; what is right already is not touched.
    ///
    /// # Errors
    /// As [`Tree::changes`], and if a file can't be written. Files written before stay written.
    pub fn write(&self, folder: &Path) -> Result<Vec<Change>, TreeError> {
        let changes = self.changes(folder)?;
        for change in &changes {
            let path = folder.join(&change.path);
            match &change.after {
                Some(text) => replace(&path, text)?,
                None => fs::remove_file(&path).map_err(io_error("remove", &path))?,
            }
        }
        Ok(changes)
    }
}

impl Change {
    /// The change as a unified diff, with `name` standing for the file.
    pub fn diff(&self, name: &str) -> String {
        let before = self.before.as_deref().unwrap_or_default();
        let after = self.after.as_deref().unwrap_or_default();
        let (old, new) = (format!("a/{name}"), format!("b/{name}"));
        similar::TextDiff::from_lines(before, after)
            .unified_diff()
            .header(
                if self.before.is_some() {
                    &old
                } else {
                    "/dev/null"
                },
                if self.after.is_some() {
                    &new
                } else {
                    "/dev/null"
                },
            )
            .to_string()
    }
}

/// The files below `folder` that carry our marker, by relative path.
fn generated_files(folder: &Path) -> Result<BTreeMap<String, String>, TreeError> {
    let mut found = BTreeMap::new();
    let mut pending = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = pending.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(io_error("read", &folder)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(io_error("read", &folder))?;
            let path = entry.path();
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let kind = entry.file_type().map_err(io_error("read", &path))?;
            if kind.is_dir() {
                pending.push((path, format!("{prefix}{name}/")));
            } else if kind.is_file() {
                let bytes = fs::read(&path).map_err(io_error("read", &path))?;
                if let Ok(text) = String::from_utf8(bytes)
                    && is_generated(&text)
                {
                    found.insert(format!("{prefix}{name}"), text);
                }
            }
        }
    }
    Ok(found)
}

/// Only the head counts, so that a file which merely quotes the marker is not ours.
fn is_generated(text: &str) -> bool {
    text.lines().take(2).any(|line| line.contains(MARKER))
}

fn replace(path: &Path, text: &str) -> Result<(), TreeError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io_error("create", folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".generate-");
    #[cfg(unix)]
    {
        // A temporary file is private by default; a source file is not. The umask still applies.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder
        .tempfile_in(folder)
        .map_err(io_error("write in", folder))?;
    file.write_all(text.as_bytes())
        .map_err(io_error("write", path))?;
    file.persist(path)
        .map_err(|error| io_error("write", path)(error.error))?;
    Ok(())
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> TreeError {
    let path = path.to_path_buf();
    move |source| TreeError::Io {
        action,
        path,
        source,
    }
}
