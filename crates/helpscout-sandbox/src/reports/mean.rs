//! Averages.

use serde_json::{Value, json};

/// An average of whole numbers; none of nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mean {
    sum: i64,
    count: i64,
}

impl Mean {
    /// What each of `count` has of `sum`.
    pub(super) fn of(sum: i64, count: i64) -> Self {
        Self { sum, count }
    }

    /// How many percent of `whole` the `part` is.
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

    /// The average without its fraction.
    pub(super) fn floor(self) -> Option<i64> {
        (self.count > 0).then(|| self.sum.div_euclid(self.count))
    }

    /// A whole number wherever it is one.
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
