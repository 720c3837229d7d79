//! The journal: what was fetched when.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use crate::entry::Entry;
use crate::error::{Error, ErrorKind};
use crate::key::Key;
use crate::line::{self, Record, VERSION, path_of};
use crate::settings::Settings;

/// How many replaced lines a journal has at least before it is written again without them.
const COMPACTED_FROM: usize = 10_000;

/// How many bytes a line may have. A unit of many tables has some thousand.
const LONGEST: u64 = 1 << 20;

/// What to do about a journal that does not say what the folder is pulled with.
const WITHOUT_SETTINGS: &str = "put the journal back from a backup, or move it and the data away: \
                                everything is then fetched again";

/// What a journal says.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(crate) settings: Settings,
    pub(crate) entries: BTreeMap<Key, Entry>,
    /// The files of units that have these files no longer.
    pub(crate) outdated: BTreeSet<PathBuf>,
    /// How many bytes the whole lines have.
    length: u64,
    /// Whether a line that was cut off follows them.
    pub(crate) is_torn: bool,
    /// The number of the last line of each unit, and of all lines.
    lines: BTreeMap<Key, usize>,
    count: usize,
}

/// A journal that is written to.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    /// How many bytes the whole lines have.
    length: u64,
    /// Whether what follows them is not a whole line.
    is_torn: bool,
}

impl Contents {
    /// Reads a journal. Returns `None` if there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, Error> {
        match fs::metadata(path) {
            Ok(data) if data.is_file() => {}
            Ok(_) => {
                let problem = format!("{} is not a file", path.display());
                return Err(Error::new(ErrorKind::Journal, problem, "move it away"));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("can't read", path, error)),
        }
        let file = File::open(path).map_err(|error| Error::io("can't read", path, error))?;
        let mut lines = BufReader::new(file);
        let mut line = Vec::new();
        let mut found: Option<Self> = None;
        let mut number = 0;
        loop {
            line.clear();
            let length = lines.by_ref().take(LONGEST).read_until(b'\n', &mut line);
            let length = length.map_err(|error| Error::io("can't read", path, error))?;
            let bytes = line.strip_suffix(b"\n");
            number += 1;
            if bytes.is_none() && length as u64 == LONGEST {
                return Err(damaged(path, number, "it is too long for a record"));
            }
            match (&mut found, bytes) {
                (Some(_), _) if length == 0 => return Ok(found),
                // A line is on the disk as a whole before its files are moved, so one that is not
                // belongs to a pull that was killed just before.
                (Some(found), None) => found.is_torn = true,
                (Some(found), Some(bytes)) => {
                    found
                        .add(bytes, number)
                        .map_err(|problem| damaged(path, number, &problem))?;
                    found.length += length as u64;
                    found.count = number;
                }
                (None, _) if length == 0 => {
                    let problem = format!("{} is empty", path.display());
                    return Err(Error::new(ErrorKind::Journal, problem, WITHOUT_SETTINGS));
                }
                (None, bytes) => {
                    let first = bytes.unwrap_or(&line);
                    let settings = first_line(path, first)?;
                    if bytes.is_none() {
                        return Err(damaged(path, 1, "it is cut off"));
                    }
                    found = Some(Self {
                        length: length as u64,
                        ..Self::new(&settings)
                    });
                }
            }
        }
    }

    /// Returns what the journal of a new folder says.
    pub(crate) fn new(settings: &Settings) -> Self {
        let datasets = BTreeMap::new();
        Self {
            settings: Settings {
                datasets,
                ..settings.clone()
            },
            entries: BTreeMap::new(),
            outdated: BTreeSet::new(),
            length: 0,
            is_torn: false,
            lines: BTreeMap::new(),
            count: 1,
        }
    }

    /// Adds what a line after the first one says, or says what is wrong with it.
    fn add(&mut self, line: &[u8], number: usize) -> Result<(), String> {
        match Record::parse(line)? {
            Record::Settings(_) => Err("it is one that only the first line can be".to_owned()),
            Record::Dataset(dataset) => {
                let datasets = &mut self.settings.datasets;
                datasets.insert(dataset.name, dataset.settings);
                Ok(())
            }
            Record::Unit(unit) => {
                let (key, entry) = unit.entry(&self.settings.format)?;
                self.lines.insert(key.clone(), number);
                self.insert(key, entry);
                Ok(())
            }
        }
    }

    /// Replaces the entry of a unit.
    pub(crate) fn insert(&mut self, key: Key, entry: Entry) {
        let ending = &self.settings.format;
        if let Some(replaced) = self.entries.get(&key) {
            let files = replaced.files.iter();
            let paths = files.map(|file| path_of(&key, file, ending));
            self.outdated.extend(paths);
        }
        for file in &entry.files {
            self.outdated.remove(&path_of(&key, file, ending));
        }
        self.entries.insert(key, entry);
    }
}

impl Journal {
    /// Creates the journal of a new folder.
    pub(crate) fn create(path: &Path, settings: &Settings) -> Result<Self, Error> {
        let text = line_of(path, &Record::of_settings(settings))?;
        replace(path, |file| file.write_all(text.as_bytes()))?;
        Self::open(path, text.len() as u64, false)
    }

    /// Opens the journal that was read, and removes the line that was cut off.
    pub(crate) fn continued(path: &Path, contents: &mut Contents) -> Result<Self, Error> {
        let replaced = contents.count.saturating_sub(contents.lines.len());
        if replaced > COMPACTED_FROM.max(3 * contents.lines.len()) {
            contents.length = compact(path, contents)?;
            contents.is_torn = false;
        }
        contents.lines = BTreeMap::new();
        let mut journal = Self::open(path, contents.length, contents.is_torn)?;
        journal.mend()?;
        Ok(journal)
    }

    fn open(path: &Path, length: u64, is_torn: bool) -> Result<Self, Error> {
        let opened = OpenOptions::new().append(true).open(path);
        Ok(Self {
            path: path.to_owned(),
            file: opened.map_err(|error| Error::io("can't write to", path, error))?,
            length,
            is_torn,
        })
    }

    /// Adds a line, and returns once it is on the disk. If it can't be written, nothing is added.
    pub(crate) fn append(&mut self, record: &Record) -> Result<(), Error> {
        let text = line_of(&self.path, record)?;
        self.mend()?;
        self.is_torn = true;
        let written = self.file.write_all(text.as_bytes());
        let written = written.and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // If this fails too, it is tried again before the next line is added.
            let _ = self.mend();
            return Err(Error::io("can't write to", &self.path, error));
        }
        self.is_torn = false;
        self.length += text.len() as u64;
        Ok(())
    }

    /// Removes what follows the last whole line.
    fn mend(&mut self) -> Result<(), Error> {
        if self.is_torn {
            let cut = self.file.set_len(self.length);
            let cut = cut.and_then(|()| self.file.sync_data());
            cut.map_err(|error| Error::io("can't write to", &self.path, error))?;
            self.is_torn = false;
        }
        Ok(())
    }
}

/// Reads the first line of a journal, which tells whether the rest can be read.
fn first_line(path: &Path, line: &[u8]) -> Result<Settings, Error> {
    if let Some(version) = line::version(line).filter(|version| *version > VERSION) {
        let problem = format!(
            "{} has version {version}, and this program reads version {VERSION} at most",
            path.display()
        );
        let advice = "use the version of helpscout that has written it, or a newer one";
        return Err(Error::new(ErrorKind::Journal, problem, advice));
    }
    let settings = Record::parse(line).and_then(|record| match record {
        Record::Settings(settings) => settings.settings(),
        _ => Err("it does not say what the folder is pulled with".to_owned()),
    });
    settings.map_err(|problem| damaged(path, 1, &problem))
}

fn damaged(path: &Path, number: usize, problem: &str) -> Error {
    let shown = path.display();
    let problem = format!("{shown} is damaged in line {number}: {problem}");
    let advice = if number == 1 {
        WITHOUT_SETTINGS
    } else {
        "put the journal back from a backup, or delete this line and the files of the unit that it \
         was about: they are then fetched again"
    };
    Error::new(ErrorKind::Journal, problem, advice)
}

fn line_of(path: &Path, record: &Record) -> Result<String, Error> {
    let line = record.to_line();
    line.map_err(|error| Error::io("can't write to", path, error.into()))
}

/// Writes a file anew, as a whole or not at all.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let temporary = path.with_extension("new");
    let written = File::create(&temporary).and_then(|file| {
        let mut buffered = io::BufWriter::new(file);
        write(&mut buffered)?;
        buffered
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
        fs::rename(&temporary, path)?;
        sync_folder(path.parent().unwrap_or(path))
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        Error::io("can't write", path, error)
    })
}

/// Writes the journal anew without the lines that later ones replace. Returns its length.
fn compact(path: &Path, contents: &Contents) -> Result<u64, Error> {
    let kept: BTreeSet<usize> = contents.lines.values().copied().collect();
    let mut settings = vec![Record::of_settings(&contents.settings)];
    for (name, dataset) in &contents.settings.datasets {
        settings.push(Record::of_dataset(name, dataset));
    }
    let mut head = String::new();
    for record in &settings {
        head += &line_of(path, record)?;
    }
    let mut length = head.len() as u64;
    let opened = File::open(path);
    let mut lines = BufReader::new(opened.map_err(|error| Error::io("can't read", path, error))?);
    replace(path, |file| {
        file.write_all(head.as_bytes())?;
        let mut line = Vec::new();
        for number in 1..=contents.count {
            line.clear();
            lines.read_until(b'\n', &mut line)?;
            if kept.contains(&number) {
                file.write_all(&line)?;
                length += line.len() as u64;
            }
        }
        Ok(())
    })?;
    Ok(length)
}

/// Waits until the names in a folder are on the disk.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
