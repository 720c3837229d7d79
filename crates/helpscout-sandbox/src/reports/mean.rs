//! Averages.

use serde_json::{Value, json};

/// An average of whole numbers. The average of no numbers is undefined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mean {
    sum: i64,
    count: i64,
}

impl Mean {
    /// Divides `sum` by `count`.
    pub(super) fn of(sum: i64, count: i64) -> Self {
        Self { sum, count }
    }

    /// Computes `part` as a percentage of `whole`.
    pub(super) fn percent(part: i64, whole: i64) -> Self {
        Self::of(100 * part, whole)
    }

    pub(super) fn add(&mut self, number: i64) {
        self.sum += number;
        self.count += 1;
    }

    pub(super) fn value(self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// Returns the average, rounded down.
    pub(super) fn floor(self) -> Option<i64> {
        (self.count > 0).then(|| self.sum.div_euclid(self.count))
    }

    /// Writes the average, as an integer if it is one; null if it is undefined.
    pub(super) fn to_json(self) -> Value {
        match self.count {
            0 => Value::Null,
            count if self.sum % count == 0 => json!(self.sum / count),
            _ => json!(self.value()),
        }
    }
}

impl FromIterator<i64> for Mean {
    fn from_iter<I: IntoIterator<Item = i64>>(numbers: I) -> Self {
        let mut mean = Self::default();
        numbers.into_iter().for_each(|number| mean.add(number));
        mean
    }
}
