//! The files of a spec folder: which are read, rejected or ignored.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use helpscout_description::Api;
use helpscout_description::quote::escaped;
use helpscout_files::{Entry, Folder, Kind, Problem};

use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::findings::Sink;
use crate::text::{self, LARGEST};

/// How deep folders may be nested, how many names they may have, and how many bytes are read in
/// total.
const DEEPEST: usize = 8;
const MOST_ENTRIES: usize = 100_000;
const MOST_BYTES: usize = 1 << 26;

/// The files of a spec folder in memory: paths relative to the folder, with forward slashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: BTreeMap<String, Vec<u8>>,
}

impl Sources {
    /// Creates a spec folder without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the files of a folder, without those that can't be read.
    ///
    /// The folder itself may be a link. Links below it are not followed.
    pub fn load(folder: &Path) -> Self {
        load(folder, &mut Sink::default())
    }

    /// Adds a file, or replaces the one at that path.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Adds a file, or replaces the one at that path.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.add(path, bytes);
        self
    }

    /// Returns the files, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let files = self.files.iter();
        files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Returns the bytes of the file at a path.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for Sources {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let files = files.into_iter();
        Self {
            files: files
                .map(|(path, bytes)| (path.into(), bytes.into()))
                .collect(),
        }
    }
}

/// The purpose of a file of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// `api.yaml`.
    Api,
    /// A YAML file below `reports` or `lookups`.
    Operation,
    /// A JSON file below `reports` or `lookups`.
    Example,
    /// A YAML file anywhere else.
    Unexpected,
    /// Any other file, for instance `schema.json`.
    Other,
}

pub(crate) fn role(path: &str) -> Role {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let is_inside = stem.starts_with("reports/") || stem.starts_with("lookups/");
    match extension {
        _ if path == Api::SHARED => Role::Api,
        "yaml" if is_inside => Role::Operation,
        "json" if is_inside => Role::Example,
        other if other.eq_ignore_ascii_case("yaml") => Role::Unexpected,
        other if other.eq_ignore_ascii_case("yml") => Role::Unexpected,
        _ => Role::Other,
    }
}

/// Reads the files of a folder that have a role. What can't be read becomes a finding.
pub(crate) fn load(path: &Path, sink: &mut Sink) -> Sources {
    let mut loader = Loader {
        sources: Sources::new(),
        bytes: 0,
        entries: 0,
        sink,
    };
    match Folder::open(path) {
        Ok(folder) => loader.folder(&folder, "", 0),
        Err(error) => loader.unreadable("folder", &path.display().to_string(), error.problem()),
    }
    loader.sources
}

struct Loader<'s> {
    sources: Sources,
    bytes: usize,
    entries: usize,
    sink: &'s mut Sink,
}

impl Loader<'_> {
    fn folder(&mut self, folder: &Folder, prefix: &str, depth: usize) {
        let entries = match folder.entries(MOST_ENTRIES - self.entries) {
            Ok(entries) => entries,
            Err(error) => {
                let shown = if depth == 0 {
                    folder.path().display().to_string()
                } else {
                    prefix.to_owned()
                };
                return match error.problem() {
                    Problem::TooMany { .. } => self.too_many(&shown),
                    problem => self.unreadable("folder", &shown, problem),
                };
            }
        };
        self.entries += entries.len();
        for Entry { name, kind, .. } in entries {
            let Some(text) = name.to_str() else {
                self.unnameable(prefix, &name.to_string_lossy());
                continue;
            };
            // Editors and version control systems use such names for their own files.
            if text.starts_with('.') {
                continue;
            }
            self.entry(folder, text, kind, &format!("{prefix}{text}"), depth);
        }
    }

    fn entry(&mut self, parent: &Folder, entry: &str, kind: Kind, name: &str, depth: usize) {
        match kind {
            Kind::Folder if depth == DEEPEST => self.too_deep(name),
            Kind::Folder => match parent.folder(entry) {
                Ok(folder) => self.folder(&folder, &format!("{name}/"), depth + 1),
                Err(error) => self.unreadable("folder", name, error.problem()),
            },
            Kind::File if role(name) == Role::Other => {}
            Kind::File => self.file(parent, entry, name),
            // Whoever made the folder decides what is behind a link, a pipe may block, and a
            // device may never end.
            kind => self.not_regular(name, kind),
        }
    }

    fn file(&mut self, parent: &Folder, entry: &str, name: &str) {
        if escaped(name) != name {
            return self.unnameable("", name);
        }
        let left = MOST_BYTES - self.bytes;
        match parent.read(entry, LARGEST.min(left) as u64) {
            Ok(bytes) => {
                self.bytes += bytes.len();
                self.sources.add(name, bytes);
            }
            Err(error) => match error.problem() {
                Problem::TooLarge { stated, .. } => {
                    let length = stated.map(|length| usize::try_from(length).unwrap_or(usize::MAX));
                    if left < LARGEST && length.is_none_or(|length| length <= LARGEST) {
                        self.folder_too_large(name);
                    } else {
                        self.sink.add(text::too_large(name, length));
                    }
                }
                problem => self.unreadable("file", name, problem),
            },
        }
    }

    fn unreadable(&mut self, what: &str, name: &str, problem: &Problem) {
        let kind = match problem {
            Problem::Io(error) => error.kind(),
            // Somebody replaced the file since the folder was listed.
            Problem::Kind { found, .. } => return self.not_regular(name, *found),
            _ => io::ErrorKind::Other,
        };
        let message = format!("the {what} can't be read: {problem}");
        let help = match kind {
            io::ErrorKind::NotFound if what == "folder" => {
                "check the path; `--spec` expects the folder that contains `api.yaml`"
            }
            io::ErrorKind::PermissionDenied => "change its permissions so that you can read it",
            _ => "check the path; a spec folder contains `api.yaml`, `reports` and `lookups`",
        };
        let finding = Finding::new(Code::Unreadable, Place::file(escaped(name)), message);
        self.sink.add(finding.help(help));
    }

    fn not_regular(&mut self, name: &str, kind: Kind) {
        let (message, help) = if kind == Kind::Link {
            (
                "this is a symbolic link, and links below a spec folder are not followed"
                    .to_owned(),
                "replace the link with the file or folder that it leads to",
            )
        } else {
            (
                format!("this is {kind} instead of a file or folder, so it is not read"),
                "remove it; a spec folder contains only regular files and folders",
            )
        };
        let finding = Finding::new(Code::Unreadable, Place::file(escaped(name)), message);
        self.sink.add(finding.help(help));
    }

    fn too_deep(&mut self, name: &str) {
        let message = "the folder is nested too deep, so it is not read";
        let finding = Finding::new(Code::UnexpectedFile, Place::file(escaped(name)), message);
        self.sink
            .add(finding.help(format!("nest folders at most {DEEPEST} levels deep")));
    }

    fn too_many(&mut self, name: &str) {
        let message = "the folder has too many entries, so none of them is read";
        let finding = Finding::new(Code::TooLarge, Place::file(escaped(name)), message);
        let help = format!(
            "check the path; a spec folder has at most {MOST_ENTRIES} files and folders in total"
        );
        self.sink.add(finding.help(help));
    }

    fn folder_too_large(&mut self, name: &str) {
        let message = "the folder is too large, so this file is not read";
        let finding = Finding::new(Code::TooLarge, Place::file(name), message);
        let help = format!("reduce the files of the folder to at most {MOST_BYTES} bytes in total");
        self.sink.add(finding.help(help));
    }

    fn unnameable(&mut self, prefix: &str, name: &str) {
        let place = Place::file(format!("{}{}", escaped(prefix), escaped(name)));
        let message = "the file name is not UTF-8, or contains control or invisible characters";
        let finding = Finding::new(Code::UnexpectedFile, place, message);
        self.sink.add(finding.help("rename the file"));
    }
}
