//! What came of the units of a pull.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use helpscout_pull::{Facts, Key, Outcome};

use super::failures::Failures;
use super::unit::Unit;

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
    pub(super) failures: Failures,
    /// The number of units that are in their places. The disk counts them, because it completes what
    /// it has begun if the pull is interrupted.
    pub(super) placed: Arc<AtomicUsize>,
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
        self.placed.load(Ordering::SeqCst)
    }

    pub(super) fn add(&mut self, unit: &Unit, pulled: &Pulled) {
        match pulled.outcome {
            Outcome::New => self.new += 1,
            Outcome::Same => self.same += 1,
            Outcome::Changed => self.changed.push(unit.key.clone()),
        }
        self.failures.succeed(&unit.key);
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
}
