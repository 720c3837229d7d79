//! Generated files as a value. This is the only module that touches the disk.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use helpscout_files::{Folder, Kind, Problem};

use crate::marker::{self, MARKER, head};

/// The largest generated file that is compared, in bytes. Usual ones have some kilobytes.
const LARGEST: u64 = 1 << 26;

/// The most names in a folder of generated files.
const MOST_ENTRIES: usize = 100_000;

/// Generated files: a map from paths, relative and with forward slashes, to texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, String>,
    /// The folders in which another tree of this kind may have files, and their names.
    owned: BTreeSet<(String, Names)>,
}

/// The names of the Rust files that trees of one kind can have in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Names {
    /// These names.
    Listed(&'static [&'static str]),
    /// The file of any module: a name in snake case that ends in `.rs`.
    Modules,
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
    #[error("can't {action} {}: {source}", path.display())]
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
        "{} was not generated, so it is not overwritten: its first line is not \"{MARKER} from …\". \
         Move the file or choose another folder",
        .0.display()
    )]
    Foreign(PathBuf),
    /// A link, or something else that is not a file or folder, is in the way, or the operating
    /// system refuses to read or write.
    #[error("can't use {}: {}{}", .0.path().display(), .0.problem(), next(.0.problem()))]
    Refused(#[from] helpscout_files::Error),
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

    /// Declares which files of a folder, relative and with forward slashes, another tree of this
    /// kind may have. If they are generated files and not in this tree, they are stale.
    pub fn own(&mut self, folder: impl Into<String>, names: Names) {
        self.owned.insert((folder.into(), names));
    }

    /// Returns the changes that make `folder` match this tree, in the order of paths. Does not
    /// write anything.
    ///
    /// A file is generated if its first line has [`MARKER`] and nothing else. Generated files that
    /// this tree owns (see [`Tree::own`]) and does not have are stale. No other file is touched,
    /// and of a file that was not generated, only the first line is read.
    ///
    /// `folder` itself may be a link. Links below it are not followed.
    ///
    /// # Errors
    /// Fails if a file can't be read, or if a file that was not generated, a link or something else
    /// has the path of a file in the tree or of a folder that it needs.
    pub fn changes(&self, folder: &Path) -> Result<Vec<Change>, TreeError> {
        let root = match Folder::open(folder) {
            Ok(root) => Some(root),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error.into()),
        };
        let mut changes = Vec::new();
        for (path, after) in &self.files {
            let before = match &root {
                Some(root) => text_before(root, path, after)?,
                None => None,
            };
            if before.as_deref() != Some(after) {
                changes.push(Change {
                    path: path.clone(),
                    before,
                    after: Some(after.clone()),
                });
            }
        }
        if let Some(root) = &root {
            changes.extend(self.stale(root)?);
        }
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
        if changes.is_empty() {
            return Ok(changes);
        }
        let root = Folder::create(folder)?;
        for change in &changes {
            let (parents, name) = split(&change.path);
            let folder = root.create_below(parents)?;
            match &change.after {
                Some(text) => folder.replace(name, text.as_bytes())?,
                None => folder.remove(name)?,
            }
        }
        Ok(changes)
    }

    /// Returns the removals of the generated files that this tree owns and does not have.
    fn stale(&self, root: &Folder) -> Result<Vec<Change>, TreeError> {
        let expected = format!("// {}", head("spec"));
        let mut stale = Vec::new();
        for (parents, names) in &self.owned {
            let folder = match root.below(parents) {
                Ok(Some(folder)) => folder,
                Ok(None) => continue,
                // A link is not walked. If the tree needs the folder, it was an error before.
                Err(error) if matches!(error.problem(), Problem::Kind { .. }) => continue,
                Err(error) => return Err(error.into()),
            };
            for entry in folder.entries(MOST_ENTRIES)? {
                let Some(name) = entry.name.to_str().filter(|name| names.include(name)) else {
                    continue;
                };
                let path = if parents.is_empty() {
                    name.to_owned()
                } else {
                    format!("{parents}/{name}")
                };
                if entry.kind != Kind::File || self.files.contains_key(&path) {
                    continue;
                }
                if let Some(text) = generated(&folder, name, &expected)? {
                    stale.push(Change {
                        path,
                        before: Some(text),
                        after: None,
                    });
                }
            }
        }
        Ok(stale)
    }
}

impl Names {
    fn include(self, name: &str) -> bool {
        match self {
            Self::Listed(names) => names.contains(&name),
            Self::Modules => name.strip_suffix(".rs").is_some_and(is_module),
        }
    }
}

fn is_module(name: &str) -> bool {
    let is_part = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
    name.starts_with(|char: char| char.is_ascii_lowercase()) && name.chars().all(is_part)
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

/// Returns the text of a file that may be replaced, or `None` if there is no such file.
fn text_before(root: &Folder, path: &str, after: &str) -> Result<Option<String>, TreeError> {
    let (parents, name) = split(path);
    let Some(folder) = root.below(parents)? else {
        return Ok(None);
    };
    if folder.kind(name)?.is_none() {
        return Ok(None);
    }
    match generated(&folder, name, first_line(after))? {
        Some(text) => Ok(Some(text)),
        None => Err(TreeError::Foreign(folder.path().join(name))),
    }
}

/// Returns the text of a file whose first line marks it as generated, and `None` for other files,
/// of which no more than the first line is read.
fn generated(folder: &Folder, name: &str, expected: &str) -> Result<Option<String>, TreeError> {
    let path = folder.path().join(name);
    let file = folder.open_file(name)?;
    let mut start = Vec::new();
    file.take(marker::LONGEST)
        .read_to_end(&mut start)
        .map_err(io_error("read", &path))?;
    let line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    if !str::from_utf8(line).is_ok_and(|line| marker::is_generated(line, expected)) {
        return Ok(None);
    }
    Ok(String::from_utf8(folder.read(name, LARGEST)?).ok())
}

/// Returns what to do about something in the way, as the end of a message.
fn next(problem: &Problem) -> &'static str {
    match problem {
        Problem::Io(_) => "",
        _ => ". Remove it or choose another folder",
    }
}

/// Returns the first line of a text.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Returns the folder and the name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> TreeError {
    let path = path.to_path_buf();
    move |source| TreeError::Io {
        action,
        path,
        source,
    }
}
