//! What a folder has.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use crate::entry::Entry;
use crate::key::{Key, Member, Slot};

/// What a folder has, by its journal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The datasets, ordered by name.
    pub datasets: Vec<DatasetStatus>,
}

/// What a folder has of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DatasetStatus {
    /// The name of the dataset.
    pub name: String,
    /// How many members have units.
    pub members: usize,
    /// How many units there are.
    pub units: usize,
    /// How many rows all files have.
    pub rows: u64,
    /// The size of all files in bytes.
    pub bytes: u64,
    /// How many calls the units took when they were fetched last.
    pub calls: u64,
    /// The first day.
    pub first: Date,
    /// The day after the last one.
    pub end: Date,
    /// When the unit was fetched whose fetch is the longest ago.
    pub oldest_fetch: Timestamp,
    /// When a unit was fetched last.
    pub newest_fetch: Timestamp,
    /// The days between that a member has no unit of, ordered by member and time. Snapshots have no
    /// gaps.
    pub gaps: Vec<Gap>,
}

/// Days that a member of a dataset has no unit of, though the dataset has earlier or later ones.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The member, if the dataset has some.
    pub member: Option<Member>,
    /// The first day.
    pub first: Date,
    /// The day after the last one.
    pub end: Date,
}

impl Status {
    pub(crate) fn of(entries: &BTreeMap<Key, Entry>, zone: &TimeZone) -> Self {
        let mut datasets: Vec<DatasetStatus> = Vec::new();
        for (key, entry) in entries {
            let (first, end) = days(key, entry, zone);
            match datasets.last_mut().filter(|last| last.name == key.dataset) {
                Some(dataset) => dataset.add(entry, first, end),
                None => datasets.push(DatasetStatus::new(&key.dataset, entry, first, end)),
            }
        }
        for dataset in &mut datasets {
            let units = entries.iter();
            let units: Vec<_> = units
                .filter(|(key, _)| key.dataset == dataset.name)
                .collect();
            dataset.find_gaps(&units, zone);
        }
        Self { datasets }
    }
}

impl DatasetStatus {
    fn new(name: &str, entry: &Entry, first: Date, end: Date) -> Self {
        let mut dataset = Self {
            name: name.to_owned(),
            members: 0,
            units: 0,
            rows: 0,
            bytes: 0,
            calls: 0,
            first,
            end,
            oldest_fetch: entry.fetched_at,
            newest_fetch: entry.fetched_at,
            gaps: Vec::new(),
        };
        dataset.add(entry, first, end);
        dataset
    }

    fn add(&mut self, entry: &Entry, first: Date, end: Date) {
        self.units += 1;
        self.rows += entry.rows();
        self.bytes += entry.bytes();
        self.calls += entry.calls;
        self.first = self.first.min(first);
        self.end = self.end.max(end);
        self.oldest_fetch = self.oldest_fetch.min(entry.fetched_at);
        self.newest_fetch = self.newest_fetch.max(entry.fetched_at);
    }

    /// Counts the members, and finds the days that they have no unit of.
    fn find_gaps(&mut self, units: &[(&Key, &Entry)], zone: &TimeZone) {
        for units in units.chunk_by(|(a, _), (b, _)| a.member == b.member) {
            let member = units.first().and_then(|(key, _)| key.member.clone());
            self.members += usize::from(member.is_some());
            let mut next = self.first;
            for (key, entry) in units {
                if matches!(key.slot, Slot::Snapshot(_)) {
                    next = self.end;
                    continue;
                }
                let (first, end) = days(key, entry, zone);
                self.add_gap(member.as_ref(), next, first);
                next = next.max(end);
            }
            self.add_gap(member.as_ref(), next, self.end);
        }
    }

    fn add_gap(&mut self, member: Option<&Member>, first: Date, end: Date) {
        if first < end {
            self.gaps.push(Gap {
                member: member.cloned(),
                first,
                end,
            });
        }
    }
}

/// Returns the first day of a unit and the day after its last one.
pub(crate) fn days(key: &Key, entry: &Entry, zone: &TimeZone) -> (Date, Date) {
    match entry.interval {
        Some(interval) => {
            let next = interval.last.checked_add(SignedDuration::from_secs(1));
            let next = next.unwrap_or(interval.last);
            let date = |at: Timestamp| zone.to_datetime(at).date();
            (date(interval.start), date(next))
        }
        None => {
            let date = key.slot.date();
            (date, date.checked_add(Span::new().days(1)).unwrap_or(date))
        }
    }
}
