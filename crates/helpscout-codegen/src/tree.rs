//! Generated files as a value. This is the only module that touches the disk.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::marker::MARKER;

/// Generated files: a map from paths, relative and with forward slashes, to texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

/// A difference between a file on the disk and a [`Tree`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path of the file, relative to the folder of the tree.
    pub path: String,
    /// The text on the disk, or `None` if the file is missing.
    pub before: Option<String>,
    /// The text in the tree, or `None` if the file is stale and must be removed.
    pub after: Option<String>,
}

/// An error that occurs when a tree is compared with a folder or written to it.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// Reading or writing failed.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What failed: a verb such as `read`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A file that was not generated has the path of a generated one.
    #[error(
        "{} was not generated, so it is not overwritten: it has no line with \"{MARKER}\". \
         Move the file or choose another folder",
        .0.display()
    )]
    Foreign(PathBuf),
}

impl Tree {
    /// Adds a file, or replaces its text.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), text.into());
    }

    /// Returns the paths and texts of the files, in the order of paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Returns the changes that make `folder` match this tree, in the order of paths. Does not
    /// write anything.
    ///
    /// Files in the folder that have [`MARKER`] and are not in the tree are stale. Files without
    /// it are ignored, unless the tree has a file with the same path.
    ///
    /// # Errors
    /// Fails if a file can't be read, or if a file that was not generated has the path of a file
    /// in the tree.
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

    /// Makes `folder` match this tree and returns the changes made.
    ///
    /// Each file is replaced atomically, through a temporary file in the same folder. Files that
    /// already match are not touched.
    ///
    /// # Errors
    /// Fails like [`Tree::changes`], before anything is written. Also fails if a file can't be
    /// written or removed; changes made before that are kept.
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
    /// Returns whether the file has the right lines but ends them with CRLF, as Git for Windows
    /// checks files out with `core.autocrlf=true`.
    ///
    /// ```
    /// use helpscout_codegen::Change;
    ///
    /// let change = |before: &str| Change {
    ///     path: "mod.rs".to_owned(),
    ///     before: Some(before.to_owned()),
    ///     after: Some("mod ids;\nmod enums;\n".to_owned()),
    /// };
    /// assert!(change("mod ids;\r\nmod enums;\r\n").is_only_line_endings());
    /// assert!(!change("mod ids;\r\n").is_only_line_endings());
    /// ```
    pub fn is_only_line_endings(&self) -> bool {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => before != after && with_lf(before) == with_lf(after),
            _ => false,
        }
    }

    /// Returns the change as a unified diff that calls the file `name`.
    ///
    /// Line endings don't count. A file that differs in nothing else gets one line that says so.
    pub fn diff(&self, name: &str) -> String {
        if self.is_only_line_endings() {
            return format!("{name} differs only in its line endings: it has CRLF instead of LF\n");
        }
        let side = |prefix: &str, text: &Option<String>| match text {
            Some(_) => format!("{prefix}/{name}"),
            None => "/dev/null".to_owned(),
        };
        let before = with_lf(self.before.as_deref().unwrap_or_default());
        let after = with_lf(self.after.as_deref().unwrap_or_default());
        similar::TextDiff::from_lines(before.as_ref(), after.as_ref())
            .unified_diff()
            .header(&side("a", &self.before), &side("b", &self.after))
            .to_string()
    }
}

fn with_lf(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") {
        text.replace("\r\n", "\n").into()
    } else {
        text.into()
    }
}

/// Returns the files below `folder` that have the marker, by relative path.
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

/// Returns whether a file has the marker. Only the first lines count, so that a file that merely
/// quotes the marker is left alone.
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
        // Temporary files are private by default, source files are not. The umask still applies.
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
