//! Which windows a target has: the state of the Singer protocol.
//!
//! In: the state that a target printed last. Out: the units that it lacks, and the state after each of
//! them. A state holds for one account, time zone and key of pseudonyms, and for each stream for one
//! length of windows and one set of filters, as a folder does.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use helpscout_pull::{Reason, Settings, WindowLength, differing_keys};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::prepare::Prepared;
use super::unit::{Source, Unit};
use crate::message::{Failure, printable};
use crate::redact::KEY;

/// The name of everything, in a stream that is not fetched for users, teams or mailboxes.
const ALL: &str = "all";

/// The first day of windows that follow each other, and the day after the last.
type Days = (Date, Date);

/// Which windows a target has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bookmarks {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(default)]
    bookmarks: BTreeMap<String, Bookmark>,
}

/// Which windows of one stream a target has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Bookmark {
    #[serde(default)]
    window: Option<WindowLength>,
    #[serde(default)]
    filters: BTreeMap<String, String>,
    /// What tells which key pseudonyms are made with. States of earlier versions don't have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pseudonyms: Option<String>,
    /// The days, oldest first, for each user, team or mailbox by its ID.
    #[serde(default)]
    done: BTreeMap<String, Vec<Days>>,
}

impl Bookmarks {
    /// Reads a file with the states that a target has printed, each on a line of its own. The last
    /// one counts. A file that is not there or is empty has none.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let shown = printable(&path.display().to_string());
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).ok_or_else(|| {
                Failure::usage(format!(
                    "{shown} has no state of helpscout pull in its last line"
                ))
                .help("give the file that the target's output was written to")
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Failure::usage(format!("can't read {shown}: {error}"))),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Self::default());
        }
        let whole = serde_json::from_str(text).ok();
        let state: Value =
            whole.or_else(|| serde_json::from_str(text.lines().next_back()?).ok())?;
        // A message of a program that keeps messages rather than states.
        let state = match state.get("value") {
            Some(value) if state.get("type") == Some(&json!("STATE")) => value.clone(),
            _ => state,
        };
        let is_ours = state.as_object()?.keys().all(|key| {
            let ours = ["account", "zone", "bookmarks"];
            ours.contains(&key.as_str())
        });
        let state: Self = serde_json::from_value(state).ok().filter(|_| is_ours)?;
        let is_complete = state.account.is_some() && state.zone.is_some();
        (is_complete || state.bookmarks.is_empty()).then_some(state)
    }

    /// Returns the units that the target lacks, or is to get again.
    ///
    /// # Errors
    /// If the state was made with other settings, or if rows would be doubled.
    pub(super) fn due(
        &mut self,
        prepared: &Prepared,
        units: Vec<Unit>,
    ) -> Result<Vec<Unit>, Failure> {
        self.settle(prepared)?;
        let mut due = Vec::new();
        for mut unit in units {
            let days = days(&unit);
            let tables = unit.source.tables.iter();
            let done: Vec<&[Days]> = tables
                .map(|table| self.done(&table.stream, &unit))
                .collect();
            let is_there = done.iter().all(|done| covers(done, days));
            let again_from = prepared.asked.again_from;
            let is_again = unit.window.is_some() && again_from.is_some_and(|from| days.1 > from);
            if is_there && !is_again {
                continue;
            }
            if let Some(window) = &unit.window
                && let Some(other) = done
                    .iter()
                    .find_map(|done| conflict(window.name(), days, done))
            {
                let problem = format!(
                    "{}: the target has a part of this window from {other} on, and its rows would \
                     be doubled",
                    unit.key
                );
                return Err(Failure::usage(problem)
                    .help("give the same --since as before, or the first day of a window"));
            }
            if is_there {
                unit.reason = Reason::Again;
            }
            due.push(unit);
        }
        Ok(due)
    }

    /// Adds a unit whose records are printed. A window that was not over yet is fetched again.
    pub(super) fn add(&mut self, unit: &Unit, fetched_at: Timestamp) {
        let is_over = |interval: helpscout_pull::Interval| fetched_at > interval.last;
        if !unit.interval().is_none_or(is_over) {
            return;
        }
        let days = days(unit);
        for table in &unit.source.tables {
            if let Some(bookmark) = self.bookmarks.get_mut(&table.stream) {
                insert(bookmark.done.entry(member(unit)).or_default(), days);
            }
        }
    }

    /// Returns the message with the state.
    pub(super) fn message(&self) -> String {
        format!("{}\n", json!({ "type": "STATE", "value": self }))
    }

    fn done(&self, stream: &str, unit: &Unit) -> &[Days] {
        let bookmark = self.bookmarks.get(stream);
        let done = bookmark.and_then(|bookmark| bookmark.done.get(&member(unit)));
        done.map(Vec::as_slice).unwrap_or_default()
    }

    /// Compares the settings, and adds those of new streams.
    fn settle(&mut self, prepared: &Prepared) -> Result<(), Failure> {
        let mut differences = Vec::new();
        let account = *self.account.get_or_insert(prepared.account);
        if account != prepared.account {
            differences.push(format!("account {account}, not {}", prepared.account));
        }
        let asked = prepared.asked.zone.name();
        let zone = self.zone.get_or_insert_with(|| asked.to_owned());
        if zone != asked {
            differences.push(format!("--zone {zone}, not {asked}"));
        }
        let settings = prepared.settings();
        let mut bookmarks = self.bookmarks.values();
        let key = bookmarks.find_map(|bookmark| bookmark.pseudonyms.clone());
        let mut sources = prepared.sources.iter();
        let asked_key = sources.find_map(|source| source.settings.pseudonyms.as_ref());
        for source in &prepared.sources {
            for table in &source.tables {
                let new = Bookmark::of(source);
                let known = self.bookmarks.entry(table.stream.clone());
                let known = known.or_insert_with(|| new.clone());
                differences.extend(known.difference(&new, &table.stream, &settings));
                // An earlier version did not state it.
                known.pseudonyms = known.pseudonyms.take().or(new.pseudonyms);
            }
        }
        let keys = key.as_ref().zip(asked_key);
        let keys = keys.filter(|(key, asked)| key != asked);
        let differing = keys.map(|(key, asked)| differing_keys(key, asked));
        let has_other_key = differing.is_some();
        differences.extend(differing);
        if differences.is_empty() {
            return Ok(());
        }
        let problem = format!(
            "the target was loaded with other settings: {}",
            differences.join("; ")
        );
        let failure = Failure::usage(problem)
            .help("give the same settings, or load another target with another file of bookmarks");
        Err(if has_other_key {
            failure.help(format!(
                "set {KEY} to the earlier key; without that variable, the secret of the app is the key"
            ))
        } else {
            failure
        })
    }
}

impl Bookmark {
    fn of(source: &Source) -> Self {
        Self {
            window: source.settings.window,
            filters: source.settings.filters.clone(),
            pseudonyms: source.settings.pseudonyms.clone(),
            done: BTreeMap::new(),
        }
    }

    /// Says how the settings differ from those of a pull.
    fn difference(&self, asked: &Self, stream: &str, settings: &Settings) -> Option<String> {
        let shown = |bookmark: &Self| {
            let window = bookmark.window.map(|window| format!("--window {window}"));
            let filters = bookmark.filters.iter();
            let filters = filters.map(|(name, value)| settings.option(name, value));
            let options: Vec<String> = window.into_iter().chain(filters).collect();
            if options.is_empty() {
                "no filters".to_owned()
            } else {
                options.join(" ")
            }
        };
        let is_same = self.window == asked.window && self.filters == asked.filters;
        (!is_same).then(|| format!("{stream}: {}, not {}", shown(self), shown(asked)))
    }
}

fn member(unit: &Unit) -> String {
    let member = unit.key.member.as_ref();
    member.map_or_else(|| ALL.to_owned(), |member| member.id.to_string())
}

/// Returns the days of a unit. A snapshot is that of a day.
fn days(unit: &Unit) -> Days {
    match &unit.window {
        Some(window) => (window.first(), window.end()),
        None => {
            let date = unit.key.slot.date();
            (date, date.saturating_add(1.day()))
        }
    }
}

fn covers(done: &[Days], (first, end): Days) -> bool {
    done.iter().any(|days| days.0 <= first && end <= days.1)
}

/// Returns the first day of rows that would be doubled, as they have another start of their window:
/// those of a part of the window that begins later, or earlier than this part.
fn conflict(name: Date, (first, end): Days, done: &[Days]) -> Option<Date> {
    let later = done.iter().find(|days| first < days.0 && days.0 < end);
    let earlier = || done.iter().find(|days| days.0 < first && first < days.1);
    let days = later.or_else(|| earlier().filter(|_| name < first));
    days.map(|days| days.0.max(name))
}

/// Adds days to those that are done.
fn insert(done: &mut Vec<Days>, days: Days) {
    done.push(days);
    done.sort_unstable();
    let mut joined: Vec<Days> = Vec::with_capacity(done.len());
    for days in done.drain(..) {
        match joined.last_mut() {
            Some(last) if days.0 <= last.1 => last.1 = last.1.max(days.1),
            _ => joined.push(days),
        }
    }
    *done = joined;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::*;

    fn may(first: i8, end: i8) -> Days {
        (date(2019, 5, first), date(2019, 5, end))
    }

    #[test]
    fn days_that_follow_each_other_are_one_range() {
        let mut done = Vec::new();
        for days in [may(6, 7), may(9, 10), may(7, 8), may(8, 9), may(12, 13)] {
            insert(&mut done, days);
        }
        assert_eq!(done, [may(6, 10), may(12, 13)]);
        assert!(covers(&done, may(7, 9)) && !covers(&done, may(9, 11)));
    }

    #[test]
    fn a_window_with_another_start_than_before_is_found() {
        // A week from Monday the 6th.
        let name = date(2019, 5, 6);
        let found = |days, done: &[Days]| conflict(name, days, done);
        assert_eq!(found(may(6, 13), &[may(8, 13)]), Some(date(2019, 5, 8)));
        assert_eq!(found(may(8, 13), &[may(6, 10)]), Some(name));
        assert_eq!(found(may(6, 13), &[may(6, 9)]), None);
        assert_eq!(found(may(8, 13), &[may(8, 10)]), None);
        assert_eq!(found(may(6, 13), &[may(1, 6), may(13, 20)]), None);
    }

    #[test]
    fn the_last_state_of_a_file_counts() {
        let state = |day: &str| {
            format!(
                r#"{{"account":1,"zone":"UTC","bookmarks":{{"company":{{"window":"day","filters":{{}},"done":{{"all":[["2019-05-01","{day}"]]}}}}}}}}"#
            )
        };
        let (first, last) = (state("2019-05-02"), state("2019-05-03"));
        let read = Bookmarks::parse(&format!("{first}\n{last}\n")).unwrap();
        assert_eq!(read, Bookmarks::parse(&last).unwrap());
        assert_eq!(read, Bookmarks::parse(&read.message()).unwrap());
        assert_ne!(read, Bookmarks::parse(&first).unwrap());
        for none in ["", "\n", "{}", r#"{"bookmarks":{}}"#] {
            assert_eq!(Bookmarks::parse(none), Some(Bookmarks::default()), "{none}");
        }
        for foreign in [
            "x",
            "[]",
            "7",
            r#"{"currently_syncing":"orders"}"#,
            &last[1..],
        ] {
            assert_eq!(Bookmarks::parse(foreign), None, "{foreign}");
        }
    }
}
