//! The distribution of values.

use crate::summary::Summary;

/// Values of one kind, sorted, and the number of missing ones.
///
/// ```
/// use helpscout_figures::Distribution;
///
/// let times = Distribution::of([Some(40.0), None, Some(10.0), Some(20.0), Some(30.0)]);
/// assert_eq!((times.count(), times.missing()), (4, 1));
/// assert_eq!(times.mean(), Some(25.0));
/// // Two and a half of the three steps between the smallest and the largest value: 25.
/// assert_eq!(times.median(), Some(25.0));
/// assert_eq!(times.percentile(100.0), Some(40.0));
/// ```
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
        distribution.sorted.sort_unstable_by(f64::total_cmp);
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
            all => Some(sum(all) / all.len() as f64),
        }
    }

    /// Returns the median: the 50th percentile.
    pub fn median(&self) -> Option<f64> {
        self.percentile(50.0)
    }

    /// Returns a percentile, interpolated linearly between the two nearest values, like
    /// `PERCENTILE.INC` in spreadsheets, the default of numpy and pandas, and `linear` in polars. A
    /// number below 0 stands for 0, and one above 100 for 100.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let last = self.sorted.len().checked_sub(1)?;
        let place = percent.clamp(0.0, 100.0) / 100.0 * last as f64;
        let below = self.sorted[place.floor() as usize];
        let above = self.sorted[place.ceil() as usize];
        Some(below + (above - below) * place.fract())
    }

    /// Returns all key figures at once.
    pub fn summary(&self) -> Summary {
        Summary {
            n: self.count(),
            missing: self.missing,
            mean: self.mean(),
            median: self.median(),
            p90: self.percentile(90.0),
            p95: self.percentile(95.0),
            min: self.sorted.first().copied(),
            max: self.sorted.last().copied(),
        }
    }

    /// Returns the values in ascending order.
    pub fn sorted(&self) -> &[f64] {
        &self.sorted
    }
}

/// Returns the sum of values with the error of each addition compensated (Neumaier), so that it does
/// not depend on how many values there are.
fn sum(values: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() {
            (sum - next) + value
        } else {
            (value - next) + sum
        };
        sum = next;
    }
    sum + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Distribution {
        Distribution::of(values.iter().copied().map(Some))
    }

    #[test]
    fn nothing_has_no_figures_and_no_value_is_counted() {
        let nothing = Distribution::of([None, Some(f64::NAN), Some(f64::INFINITY)]);
        let expected = Summary {
            missing: 3,
            ..Summary::default()
        };
        assert_eq!(nothing.summary(), expected);
        assert_eq!(nothing.missing(), 3);
    }

    #[test]
    fn one_value_is_every_figure() {
        let one = Some(12.5);
        let expected = Summary {
            n: 1,
            missing: 0,
            mean: one,
            median: one,
            p90: one,
            p95: one,
            min: one,
            max: one,
        };
        assert_eq!(of(&[12.5]).summary(), expected);
    }

    /// The values of numpy 2: `np.percentile([15, 20, 35, 40, 50], [5, 30, 40, 50, 90, 95, 100])`.
    #[test]
    fn percentiles_are_those_of_numpy() {
        let values = of(&[50.0, 15.0, 40.0, 20.0, 35.0]);
        let cases = [
            (5.0, 16.0),
            (30.0, 23.0),
            (40.0, 29.0),
            (50.0, 35.0),
            (90.0, 46.0),
            (95.0, 48.0),
            (100.0, 50.0),
            (-3.0, 15.0),
            (300.0, 50.0),
        ];
        for (percent, expected) in cases {
            let found = values.percentile(percent).unwrap_or(f64::NAN);
            assert!((found - expected).abs() < 1e-12, "{percent}: {found}");
        }
    }

    #[test]
    fn a_mean_is_exact_however_the_values_differ_in_size() {
        // Added up one by one, each 0.1 is lost, or adds its error.
        let mut values = vec![0.1; 100_000];
        assert_eq!(of(&values).mean(), Some(0.1));
        // A third of what three tenths add up to is not a tenth.
        assert_eq!(of(&[0.1; 3]).mean(), Some(0.1));
        values.push(1e16);
        values.push(-1e16);
        let mean = of(&values).mean().unwrap_or(f64::NAN);
        let expected = 10_000.0 / 100_002.0;
        assert!((mean - expected).abs() < 1e-11, "{mean}");
        // The exact mean of the numbers 1 to 100,000, each a tenth.
        let tenths: Vec<f64> = (1..=100_000)
            .map(|number| f64::from(number) / 10.0)
            .collect();
        assert_eq!(of(&tenths).mean(), Some(5000.05));
    }
}
