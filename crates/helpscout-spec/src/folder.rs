//! The files of a spec folder: which are read, rejected or ignored.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use helpscout_description::Api;
use helpscout_description::quote::escaped;

use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::findings::Sink;
use crate::text::{self, LARGEST};

/// How deep folders may be nested, and how many files and bytes are read in total.
const DEEPEST: usize = 8;
const MOST_FILES: usize = 5_000;
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
pub(crate) fn load(folder: &Path, sink: &mut Sink) -> Sources {
    let mut loader = Loader {
        sources: Sources::new(),
        bytes: 0,
        sink,
    };
    loader.folder(folder, "", 0);
    loader.sources
}

struct Loader<'s> {
    sources: Sources,
    bytes: usize,
    sink: &'s mut Sink,
}

impl Loader<'_> {
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) {
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                let shown = if depth == 0 {
                    folder.display().to_string()
                } else {
                    prefix.to_owned()
                };
                return self.unreadable("folder", &shown, &error);
            }
        };
        let mut names: Vec<_> = entries.iter().map(fs::DirEntry::file_name).collect();
        names.sort();
        for name in names {
            let Some(text) = name.to_str() else {
                self.unnameable(prefix, &name.to_string_lossy());
                continue;
            };
            // Editors and version control systems use such names for their own files.
            if text.starts_with('.') {
                continue;
            }
            self.entry(&folder.join(text), &format!("{prefix}{text}"), depth);
        }
    }

    fn entry(&mut self, path: &Path, name: &str, depth: usize) {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => {
                // A link to a folder may lead back to a folder that contains it.
                let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
                if is_link || depth == DEEPEST {
                    return self.not_followed(name);
                }
                self.folder(path, &format!("{name}/"), depth + 1);
            }
            Ok(_) if role(name) == Role::Other => {}
            Ok(data) if data.is_file() => self.file(path, name, data.len()),
            // A pipe may block, and a device may never end.
            Ok(_) => {
                let problem = io::Error::other("it is not a regular file");
                self.unreadable("file", name, &problem);
            }
            Err(error) if role(name) != Role::Other => self.unreadable("file", name, &error),
            Err(_) => {}
        }
    }

    fn file(&mut self, path: &Path, name: &str, length: u64) {
        if escaped(name) != name {
            return self.unnameable("", name);
        }
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > LARGEST {
            return self.sink.add(text::too_large(name, length));
        }
        self.bytes += length;
        if self.sources.files.len() == MOST_FILES || self.bytes > MOST_BYTES {
            let message = "the folder is too large, so this file is not read";
            let finding = Finding::new(Code::TooLarge, Place::file(name), message);
            let help =
                format!("reduce the folder to at most {MOST_FILES} files and {MOST_BYTES} bytes");
            return self.sink.add(finding.help(help));
        }
        match fs::read(path) {
            Ok(bytes) => self.sources.add(name, bytes),
            Err(error) => self.unreadable("file", name, &error),
        }
    }

    fn unreadable(&mut self, what: &str, name: &str, error: &io::Error) {
        let message = format!("the {what} can't be read: {error}");
        let help = match error.kind() {
            io::ErrorKind::NotFound if what == "file" => {
                "remove the link; its target does not exist"
            }
            io::ErrorKind::NotFound => {
                "check the path; `--spec` expects the folder that contains `api.yaml`"
            }
            io::ErrorKind::PermissionDenied => "change its permissions so that you can read it",
            _ => "check the path; a spec folder contains `api.yaml`, `reports` and `lookups`",
        };
        let finding = Finding::new(Code::Unreadable, Place::file(escaped(name)), message);
        self.sink.add(finding.help(help));
    }

    fn not_followed(&mut self, name: &str) {
        let message = "the folder is a link or is nested too deep, so it is not read";
        let finding = Finding::new(Code::UnexpectedFile, Place::file(escaped(name)), message);
        self.sink
            .add(finding.help("move the spec files to a real folder, only a few levels deep"));
    }

    fn unnameable(&mut self, prefix: &str, name: &str) {
        let place = Place::file(format!("{prefix}{}", escaped(name)));
        let message = "the file name is not UTF-8, or contains control or invisible characters";
        let finding = Finding::new(Code::UnexpectedFile, place, message);
        self.sink.add(finding.help("rename the file"));
    }
}
