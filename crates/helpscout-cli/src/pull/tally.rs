//! What came of the units of a pull.

use std::collections::BTreeMap;
use std::fmt::Display;

use helpscout_pull::{Facts, Key, Outcome};

use super::unit::Unit;
use crate::exit::Exit;
use crate::message::Failure;

/// How many units may fail for reasons of their own before the others are not tried.
const MOST_FAILURES: usize = 5;

/// A unit that is in its place.
#[derive(Debug)]
pub(super) struct Pulled {
    pub(super) outcome: Outcome,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) facts: Facts,
}

/// What came of the units of one dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DatasetTally {
    pub(super) units: u64,
    pub(super) rows: u64,
    pub(super) calls: u64,
    pub(super) bytes: u64,
    /// The units that had other rows, by their places.
    pub(super) changed: Vec<String>,
}

impl DatasetTally {
    /// Adds what came of other units.
    pub(super) fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.rows += other.rows;
        self.calls += other.calls;
        self.bytes += other.bytes;
        self.changed.extend_from_slice(&other.changed);
    }
}

/// What came of the units of a pull.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The number of units to fetch, and of those with what is in the folder already.
    pub(super) due: usize,
    pub(super) all: usize,
    pub(super) new: usize,
    pub(super) same: usize,
    /// The units that had other rows.
    pub(super) changed: Vec<Key>,
    pub(super) rows: u64,
    pub(super) calls: u64,
    pub(super) bytes: u64,
    pub(super) failures: Vec<Failure>,
    /// What came of the units of each dataset.
    pub(super) datasets: BTreeMap<String, DatasetTally>,
}

impl Tally {
    /// Sets the number of units to fetch, and of those with what is in the folder already, and the
    /// names of the datasets.
    pub(super) fn expect(
        &mut self,
        due: usize,
        all: usize,
        datasets: impl Iterator<Item = String>,
    ) {
        (self.due, self.all) = (due, all);
        self.datasets
            .extend(datasets.map(|name| (name, DatasetTally::default())));
    }

    /// Returns the number of units that are in their places.
    pub(super) fn kept(&self) -> usize {
        self.new + self.same + self.changed.len()
    }

    pub(super) fn add(&mut self, unit: &Unit, pulled: &Pulled) {
        match pulled.outcome {
            Outcome::New => self.new += 1,
            Outcome::Same => self.same += 1,
            Outcome::Changed => self.changed.push(unit.key.clone()),
        }
        self.rows += pulled.rows;
        self.calls += pulled.facts.calls;
        self.bytes += pulled.bytes;
        let is_changed = matches!(pulled.outcome, Outcome::Changed);
        let dataset = self.datasets.entry(unit.key.dataset.clone());
        dataset.or_default().add(&DatasetTally {
            units: 1,
            rows: pulled.rows,
            calls: pulled.facts.calls,
            bytes: pulled.bytes,
            changed: is_changed
                .then(|| unit.key.to_string())
                .into_iter()
                .collect(),
        });
    }

    pub(super) fn fail(&mut self, unit: &Unit, failure: Failure) {
        let failure = failure.of(Some(&unit.source.dataset.operation.id));
        self.failures.push(failure.at(&unit.key.to_string()));
    }

    /// Adds a failure of no unit.
    pub(super) fn end(&mut self, what: impl Display) {
        self.failures.push(Failure::not_done(what));
    }

    /// Returns whether no more units are started. Units that are being fetched are completed if they
    /// can be.
    pub(super) fn is_stopped(&self) -> bool {
        self.failures.len() >= MOST_FAILURES || self.is_refused()
    }

    /// Returns whether other requests would fail, too.
    pub(super) fn is_refused(&self) -> bool {
        self.failures.iter().any(ends_all)
    }
}

/// Returns whether the next unit would fail for the same reason, as when a token was revoked, the
/// service has an outage or the disk is full.
pub(super) fn ends_all(failure: &Failure) -> bool {
    matches!(failure.exit(), Exit::NotDone | Exit::Refused)
}
