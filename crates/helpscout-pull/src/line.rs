//! A line of the journal.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::digest::Digest;
use crate::entry::{Entry, Facts, FileEntry, Interval};
use crate::key::{Key, is_name};
use crate::settings::{DatasetSettings, Settings};

/// The version of the journal that this program writes, and the newest one that it reads.
pub(crate) const VERSION: u64 = 1;

/// How many digits of the digest of a record a line has.
const SUM_DIGITS: usize = 16;

/// A line as it stands in the file. The sum is that of the record's text.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(borrow)]
    record: &'a RawValue,
    sum: String,
}

/// What a line says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Record {
    /// What the folder is pulled with. It is the first line, and no other is like it.
    Settings(FolderRecord),
    /// What a dataset is pulled with.
    Dataset(DatasetRecord),
    /// A unit that was fetched. A later line of the same unit replaces it.
    Unit(UnitRecord),
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FolderRecord {
    version: u64,
    #[serde(flatten)]
    settings: Settings,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DatasetRecord {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) settings: DatasetSettings,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UnitRecord {
    pub(crate) key: Key,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interval: Option<Interval>,
    request: String,
    fetched_at: Timestamp,
    calls: u64,
    pages: u64,
    files: Vec<FileRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct FileRecord {
    /// The path below the folder with slashes. It follows from the other facts, and is there for
    /// those who read the journal.
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    table: Option<String>,
    rows: u64,
    bytes: u64,
    sha256: Digest,
    rows_digest: Digest,
    fetched_at: Timestamp,
    unfinished: String,
}

impl Record {
    pub(crate) fn of_settings(settings: &Settings) -> Self {
        Self::Settings(FolderRecord {
            version: VERSION,
            settings: settings.clone(),
        })
    }

    pub(crate) fn of_dataset(name: &str, settings: &DatasetSettings) -> Self {
        Self::Dataset(DatasetRecord {
            name: name.to_owned(),
            settings: settings.clone(),
        })
    }

    pub(crate) fn of_unit(key: &Key, facts: &Facts, files: &[FileEntry], ending: &str) -> Self {
        let files = files.iter().map(|file| FileRecord {
            path: slashes(&key.path(file.table.as_deref(), ending)),
            table: file.table.clone(),
            rows: file.rows,
            bytes: file.bytes,
            sha256: file.sha256,
            rows_digest: file.rows_digest,
            fetched_at: file.fetched_at,
            unfinished: file.unfinished.clone(),
        });
        Self::Unit(UnitRecord {
            key: key.clone(),
            interval: facts.interval,
            request: facts.request.clone(),
            fetched_at: facts.fetched_at,
            calls: facts.calls,
            pages: facts.pages,
            files: files.collect(),
        })
    }

    /// Returns the line with the line feed.
    pub(crate) fn to_line(&self) -> Result<String, serde_json::Error> {
        let record = serde_json::value::to_raw_value(self)?;
        let line = Line {
            sum: sum(record.get()),
            record: &record,
        };
        Ok(serde_json::to_string(&line)? + "\n")
    }

    /// Reads a line without its line feed, or says what is wrong with it.
    pub(crate) fn parse(line: &[u8]) -> Result<Self, String> {
        let line: Line<'_> =
            serde_json::from_slice(line).map_err(|error| format!("it is not a record: {error}"))?;
        let text = line.record.get();
        if sum(text) != line.sum {
            return Err("it was changed after it was written: its sum does not fit".to_owned());
        }
        serde_json::from_str(text).map_err(|error| format!("its record is not known: {error}"))
    }
}

impl FolderRecord {
    pub(crate) fn settings(self) -> Result<Settings, String> {
        if is_name(&self.settings.format) {
            return Ok(self.settings);
        }
        Err(format!("{:?} is no format", self.settings.format))
    }
}

impl UnitRecord {
    /// Returns the entry, or what is wrong with it.
    pub(crate) fn entry(self, ending: &str) -> Result<(Key, Entry), String> {
        if !self.key.is_valid() {
            return Err("its unit has no valid name".to_owned());
        }
        let mut files = Vec::with_capacity(self.files.len());
        for file in self.files {
            let table = file.table.as_deref();
            let is_valid = table.is_none_or(is_name) && is_name(&file.unfinished);
            if !is_valid || file.path != slashes(&self.key.path(table, ending)) {
                return Err(format!("{:?} is not the path of its unit", file.path));
            }
            files.push(FileEntry {
                table: file.table,
                rows: file.rows,
                bytes: file.bytes,
                sha256: file.sha256,
                rows_digest: file.rows_digest,
                fetched_at: file.fetched_at,
                unfinished: file.unfinished,
            });
        }
        let entry = Entry {
            interval: self.interval,
            fetched_at: self.fetched_at,
            calls: self.calls,
            pages: self.pages,
            files,
        };
        Ok((self.key, entry))
    }
}

/// Returns the version that the first line of a journal states, however else it looks.
pub(crate) fn version(line: &[u8]) -> Option<u64> {
    let line: serde_json::Value = serde_json::from_slice(line).ok()?;
    line.get("record")?
        .get("settings")?
        .get("version")?
        .as_u64()
}

fn sum(text: &str) -> String {
    let mut digits = Digest::of(text.as_bytes()).to_string();
    digits.truncate(SUM_DIGITS);
    digits
}

/// Returns a path with slashes on every system.
fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Returns the path of a file below the folder.
pub(crate) fn path_of(key: &Key, file: &FileEntry, ending: &str) -> PathBuf {
    key.path(file.table.as_deref(), ending)
}
