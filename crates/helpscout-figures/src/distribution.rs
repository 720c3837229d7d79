//! The distribution of values.

/// Values of one kind, sorted, and the number of missing ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distribution {
    sorted: Vec<f64>,
    missing: usize,
}

impl Distribution {
    /// Collects values. `None` and values that are not finite count as missing.
    pub fn of(values: impl IntoIterator<Item = Option<f64>>) -> Self {
        let mut distribution = Self::default();
        for value in values {
            match value.filter(|value| value.is_finite()) {
                Some(value) => distribution.sorted.push(value),
                None => distribution.missing += 1,
            }
        }
        distribution.sorted.sort_by(f64::total_cmp);
        distribution
    }

    /// Returns the number of values.
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// Returns the number of missing values.
    pub fn missing(&self) -> usize {
        self.missing
    }

    /// Returns the arithmetic mean.
    pub fn mean(&self) -> Option<f64> {
        match self.sorted.as_slice() {
            [] => None,
            // The sum of equal values may round.
            [first, .., last] if first == last => Some(*first),
            all => Some(all.iter().sum::<f64>() / all.len() as f64),
        }
    }

    /// Returns the median: the percentile 50.
    pub fn median(&self) -> Option<f64> {
        self.percentile(50.0)
    }

    /// Returns a percentile, interpolated linearly between the two nearest values, like
    /// `PERCENTILE.INC` in spreadsheets and the default of pandas and polars' `linear`.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let last = self.sorted.len().checked_sub(1)?;
        let place = percent.clamp(0.0, 100.0) / 100.0 * last as f64;
        let below = self.sorted[place.floor() as usize];
        let above = self.sorted[place.ceil() as usize];
        Some(below + (above - below) * place.fract())
    }

    /// Returns the values in ascending order.
    pub fn sorted(&self) -> &[f64] {
        &self.sorted
    }
}
