//! A folder to pull into, in a temporary folder of each test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use helpscout_pull::{
    DatasetSettings, Error, Facts, Folder, Key, Member, Outcome, RowsDigest, Settings, Slot,
    Window, WindowLength, windows,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use tempfile::TempDir;

pub(crate) struct Home {
    root: TempDir,
}

/// What all tests pull.
pub(crate) const DATASET: &str = "user-conversation-history";

impl Home {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        Self { root }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        fs::canonicalize(self.root.path()).unwrap().join(name)
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.path("data")
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.path("data.pull/journal.ndjson")
    }

    pub(crate) fn open(&self) -> Folder {
        self.open_at("2019-07-01T00:00:00Z")
    }

    pub(crate) fn open_at(&self, now: &str) -> Folder {
        let mut folder = Folder::open(&self.dir(), None, at(now)).unwrap();
        folder.settle(&settings()).unwrap();
        folder
    }

    /// Opens a folder that is refused.
    pub(crate) fn refused(&self) -> Error {
        Folder::open(&self.dir(), None, at("2019-07-01T00:00:00Z")).unwrap_err()
    }

    /// Pulls the days of May 2019 from one on and before another.
    pub(crate) fn pull(&self, days: std::ops::Range<i8>) {
        let mut folder = self.open();
        for day in days {
            put(&mut folder, &day_key(day), "one row\n");
        }
    }

    /// Returns the paths of all files below the temporary folder.
    pub(crate) fn files(&self) -> Vec<String> {
        let root = self.path("");
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(&root).unwrap();
                    found.push(below.to_str().unwrap().to_owned());
                }
            }
        }
        found.sort();
        found
    }

    /// Returns the files of the data.
    pub(crate) fn data(&self) -> Vec<String> {
        let files = self.files().into_iter();
        files.filter(|path| path.starts_with("data/")).collect()
    }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn settings() -> Settings {
    let days = DatasetSettings {
        window: Some(WindowLength::Day),
        ..DatasetSettings::default()
    };
    Settings {
        account: 1234,
        zone: "UTC".to_owned(),
        format: "ndjson".to_owned(),
        datasets: BTreeMap::from([(DATASET.to_owned(), days)]),
        options: BTreeMap::new(),
        sets: BTreeSet::new(),
    }
}

pub(crate) fn key_of(user: i64, name: Date) -> Key {
    Key {
        dataset: DATASET.to_owned(),
        member: Some(Member {
            of: "user".to_owned(),
            id: user,
        }),
        slot: Slot::Window(name),
    }
}

/// Returns the unit of a day of May 2019.
pub(crate) fn day_key(day: i8) -> Key {
    key_of(447723, date(2019, 5, day))
}

pub(crate) fn window(first: Date, end: Date, length: WindowLength) -> Window {
    let windows = windows(first, end, length, &TimeZone::UTC).unwrap();
    assert_eq!(windows.len(), 1);
    windows[0]
}

pub(crate) fn day(day: i8) -> Window {
    let first = date(2019, 5, day);
    window(first, first.tomorrow().unwrap(), WindowLength::Day)
}

/// The path of the file of a day of May 2019.
pub(crate) fn file_of(day: i8) -> String {
    format!("data/{DATASET}/user=447723/window=2019-05-{day:02}/part-0.ndjson")
}

/// Fetches a day with these rows.
pub(crate) fn put(folder: &mut Folder, key: &Key, rows: &str) -> Outcome {
    let Slot::Window(first) = key.slot else {
        panic!("{key} is a snapshot");
    };
    let window = window(first, first.tomorrow().unwrap(), WindowLength::Day);
    put_window(folder, key, Some(&window), rows, "2019-06-01T00:00:00Z").unwrap()
}

/// Fetches a unit with these rows at a time.
pub(crate) fn put_window(
    folder: &mut Folder,
    key: &Key,
    window: Option<&Window>,
    rows: &str,
    fetched_at: &str,
) -> Result<Outcome, Error> {
    let unit = folder.start(key)?;
    let mut file = unit.create(None)?;
    // The time of fetching is in the file, but not in the digest.
    let text: String = rows
        .lines()
        .map(|row| format!("{fetched_at} {row}\n"))
        .collect();
    file.write_all(text.as_bytes()).unwrap();
    let mut digest = RowsDigest::new();
    digest.update(rows.as_bytes());
    let files = vec![file.complete(rows.lines().count() as u64, digest)?];
    folder.finish(&unit, files, &facts(window, fetched_at))
}

pub(crate) fn facts(window: Option<&Window>, fetched_at: &str) -> Facts {
    Facts {
        interval: window.map(Window::interval),
        request: "/v2/reports/user/conversation-history?user=447723".to_owned(),
        fetched_at: at(fetched_at),
        calls: 2,
        pages: 1,
    }
}

pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
