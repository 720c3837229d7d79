//! Which windows a target has: the state of the Singer protocol.
//!
//! In: the state that a target printed last. Out: the units that it lacks, and the state after each of
//! them. A state holds for one account, time zone and key of pseudonyms, and for each stream for one
//! length of windows and one set of filters, as a folder does.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use helpscout_pull::{Error, Reason, Settings, Window, WindowLength, differing_keys};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::gone::Ends;
use super::prepare::Prepared;
use super::trouble;
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
    /// one counts, and what follows it is told. A file that is not there or is empty has none.
    pub(super) fn read(path: &Path) -> Result<(Self, Option<String>), Failure> {
        let shown = printable(&path.display().to_string());
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Failure::usage(format!("can't read {shown}: {error}"))),
        };
        let (state, torn) = Self::parse(&text).ok_or_else(|| {
            Failure::usage(format!(
                "{shown} has no state of helpscout pull in its last line"
            ))
            .help(
                "give the file that the target's output was written to, or a new one to load \
                 everything again",
            )
        })?;
        let note = (torn > 0).then(|| {
            let lines = match torn {
                1 => "the last line is".to_owned(),
                lines => format!("the last {lines} lines are"),
            };
            format!(
                "{shown}: {lines} no whole state, as if writing was cut off. The state before \
                 counts, so what was loaded since then is loaded again."
            )
        });
        Ok((state, note))
    }

    /// Returns the last state, and how many lines after it are not whole.
    fn parse(text: &[u8]) -> Option<(Self, usize)> {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Some((Self::default(), 0));
        }
        // One state may have several lines.
        if let Ok(whole) = serde_json::from_slice(text) {
            return Self::of(whole).map(|state| (state, 0));
        }
        let lines = text.rsplit(|byte| *byte == b'\n').enumerate();
        let mut whole = lines.filter_map(|(torn, line)| {
            let value = serde_json::from_slice(line).ok()?;
            Some((torn, value))
        });
        let (torn, value) = whole.next()?;
        Self::of(value).map(|state| (state, torn))
    }

    fn of(state: Value) -> Option<Self> {
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

    /// Returns the units that the target lacks, or is to get again. A window that the target has a
    /// part of is fetched with that part, so that all of its rows are replaced.
    ///
    /// # Errors
    /// If the state was made with other settings, or if rows would be doubled.
    pub(super) fn due(
        &mut self,
        prepared: &Prepared,
        units: Vec<Unit>,
    ) -> Result<Vec<Unit>, Failure> {
        self.settle(prepared)?;
        let again_from = prepared.asked.again_from;
        let zone = prepared.asked.zone.time_zone();
        let mut due = Vec::new();
        for mut unit in units {
            let tables = unit.source.tables.iter();
            let done: Vec<&[Days]> = tables
                .map(|table| self.done(&table.stream, &unit))
                .collect();
            if let (Some(window), Some(length)) = (unit.window, unit.source.settings.window) {
                let there = parts(window, length, &done);
                let there = there.map_err(|error| trouble::failure(&error))?;
                let whole = there
                    .iter()
                    .try_fold(window, |window, days| window.with_days(*days, zone));
                let whole = whole.map_err(|error| trouble::failure(&error))?;
                if let Some((other, _)) = there.iter().find(|days| days.0 > whole.first()) {
                    let problem = format!(
                        "{}: the target has a part of this window from {other} on, and its rows \
                         would be doubled",
                        unit.key
                    );
                    return Err(Failure::usage(problem)
                        .help("give the same --since as before, or the first day of a window"));
                }
                if !there.is_empty() {
                    unit.reason = Reason::Longer;
                }
                unit.window = Some(whole);
            }
            let days = days(&unit);
            if done.iter().all(|done| covers(done, days)) {
                let is_again =
                    unit.window.is_some() && again_from.is_some_and(|from| days.1 > from);
                if !is_again {
                    continue;
                }
                unit.reason = Reason::Again;
            }
            due.push(unit);
        }
        Ok(due)
    }

    /// Returns the day after the last one that the target has of each member of a dataset.
    pub(super) fn ends(&self, source: &Source) -> Ends {
        let stream = source.tables.first().map(|table| &table.stream);
        let bookmark = stream.and_then(|stream| self.bookmarks.get(stream));
        let done = bookmark.iter().flat_map(|bookmark| &bookmark.done);
        let ends = done.filter_map(|(id, days)| Some((id.parse().ok()?, days.last()?.1)));
        ends.collect()
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
        let mut pairs = self.filters.iter().zip(&asked.filters);
        let is_same = self.window == asked.window
            && self.filters.len() == asked.filters.len()
            && pairs.all(|((a, of_a), (b, of_b))| a == b && settings.is_same(a, of_a, of_b));
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

/// Returns the days of a window, be they asked for or not, that are done. Their rows have the first of
/// these days as the start of their window.
fn parts(window: Window, length: WindowLength, done: &[&[Days]]) -> Result<Vec<Days>, Error> {
    let (first, end) = length.days(window.name())?;
    let days = done.iter().flat_map(|done| done.iter());
    let days = days.map(|days| (days.0.max(first), days.1.min(end)));
    let parts: Vec<Days> = days.filter(|(first, end)| first < end).collect();
    // Earlier versions loaded parts of a window one after the other, each with a start of its own.
    let asked = |days: &&Days| days.0 <= window.first() && window.end() <= days.1;
    Ok(match parts.iter().find(asked) {
        Some(part) => vec![*part],
        None => parts,
    })
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
    use helpscout_pull::windows;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

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
    fn the_days_of_a_week_that_are_done_are_found_wherever_they_are() {
        // A part of the week from Monday the 6th.
        let (first, end) = may(8, 10);
        let week = windows(first, end, WindowLength::Week, &TimeZone::UTC).unwrap();
        let found = |done: &[Days]| parts(week[0], WindowLength::Week, &[done]).unwrap();
        assert_eq!(found(&[may(6, 13)]), [may(6, 13)]);
        assert_eq!(found(&[may(1, 20)]), [may(6, 13)]);
        assert_eq!(found(&[may(6, 7), may(11, 20)]), [may(6, 7), may(11, 13)]);
        assert_eq!(found(&[may(6, 7), may(8, 11)]), [may(8, 11)]);
        assert_eq!(found(&[may(1, 6), may(13, 20)]), []);
    }

    #[test]
    fn the_last_state_of_a_file_counts() {
        let state = |day: &str| {
            format!(
                r#"{{"account":1,"zone":"UTC","bookmarks":{{"company":{{"window":"day","filters":{{}},"done":{{"all":[["2019-05-01","{day}"]]}}}}}}}}"#
            )
        };
        let (first, last) = (state("2019-05-02"), state("2019-05-03"));
        let parse = |text: &str| Bookmarks::parse(text.as_bytes());
        let read = |text: &str| parse(text).filter(|(_, torn)| *torn == 0).unwrap().0;
        let state = read(&format!("{first}\n{last}\n"));
        assert_eq!(state, read(&last));
        assert_eq!(state, read(&state.message()));
        assert_ne!(state, read(&first));
        for none in ["", "\n", "{}", r#"{"bookmarks":{}}"#] {
            assert_eq!(read(none), Bookmarks::default(), "{none}");
        }
        for (cut, lines) in [("{\"acc", 1), ("\0\0\0\n", 1), ("{\"a{}\n{\"b", 2)] {
            let found = parse(&format!("{first}\n{last}\n{cut}"));
            assert_eq!(found, Some((state.clone(), lines)), "{cut}");
        }
        let invalid = [first.as_bytes(), b"\n{\"zone\":\"\xc3"].concat();
        assert_eq!(Bookmarks::parse(&invalid), Some((read(&first), 1)));
        for foreign in [
            "x",
            "[]",
            "7",
            r#"{"currently_syncing":"orders"}"#,
            &last[1..],
            &format!("{last}\n{{\"currently_syncing\":7}}"),
        ] {
            assert_eq!(parse(foreign), None, "{foreign}");
        }
    }
}
