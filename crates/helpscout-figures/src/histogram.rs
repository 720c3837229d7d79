//! How many values fall into each range.

use crate::distribution::Distribution;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// The limits that people read easily, in seconds.
const LIMITS: [f64; 19] = [
    5.0,
    15.0,
    30.0,
    MINUTE,
    2.0 * MINUTE,
    5.0 * MINUTE,
    15.0 * MINUTE,
    30.0 * MINUTE,
    HOUR,
    2.0 * HOUR,
    4.0 * HOUR,
    8.0 * HOUR,
    DAY,
    2.0 * DAY,
    3.0 * DAY,
    7.0 * DAY,
    14.0 * DAY,
    30.0 * DAY,
    90.0 * DAY,
];

/// The largest number of ranges.
const MAX_RANGES: usize = 10;

/// How many values in seconds fall into each of some ranges. The ranges have readable limits, such
/// as 15 minutes, 1 hour or 2 days, so their widths differ.
///
/// ```
/// use helpscout_figures::{Distribution, Histogram};
///
/// let times = Distribution::of([40.0, 50.0, 100.0, 7_000.0].map(Some));
/// let histogram = Histogram::of(&times);
/// assert_eq!(histogram.limits.first(), Some(&0.0));
/// assert_eq!(histogram.limits.last(), Some(&f64::INFINITY));
/// assert_eq!(histogram.counts.iter().sum::<u64>(), 4);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    /// The limits of the ranges in ascending order: one more than there are counts. The first is
    /// zero, and the last is infinite.
    pub limits: Vec<f64>,
    /// The number of values from a limit up to, but not including, the next. A negative value is in
    /// the first range.
    pub counts: Vec<u64>,
}

impl Histogram {
    /// Counts the values of a distribution. Without values, there are no ranges.
    pub fn of(distribution: &Distribution) -> Self {
        let values = distribution.sorted();
        let (Some(first), Some(last)) = (values.first(), values.last()) else {
            return Self::default();
        };
        // A limit outside of the values would only separate empty ranges.
        let inner = LIMITS
            .iter()
            .filter(|limit| *limit > first && *limit <= last);
        let mut limits = vec![0.0];
        limits.extend(inner);
        limits.push(f64::INFINITY);
        let mut counts: Vec<u64> = limits
            .windows(2)
            .map(|range| (below(values, range[1]) - below(values, range[0])) as u64)
            .collect();
        if let Some(count) = counts.first_mut() {
            *count += below(values, 0.0) as u64;
        }
        let mut histogram = Self { limits, counts };
        while histogram.counts.len() > MAX_RANGES {
            histogram.join_smallest();
        }
        histogram
    }

    /// Makes one range of the two neighbors that have the fewest values together.
    fn join_smallest(&mut self) {
        let pairs = self.counts.windows(2).enumerate();
        let smallest = pairs.min_by_key(|(_, pair)| pair[0] + pair[1]);
        let Some((at, _)) = smallest else {
            return;
        };
        let joined = self.counts.remove(at + 1);
        self.counts[at] += joined;
        self.limits.remove(at + 1);
    }
}

/// Returns the number of values below a limit.
fn below(sorted: &[f64], limit: f64) -> usize {
    sorted.partition_point(|value| *value < limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Histogram {
        Histogram::of(&Distribution::of(values.iter().copied().map(Some)))
    }

    #[test]
    fn a_value_at_a_limit_is_in_the_range_that_starts_there() {
        let histogram = of(&[59.0, 60.0, 119.9, 120.0, 300.0]);
        let expected = Histogram {
            limits: vec![0.0, 60.0, 120.0, 300.0, f64::INFINITY],
            counts: vec![1, 2, 1, 1],
        };
        assert_eq!(histogram, expected);
    }

    #[test]
    fn nothing_has_no_ranges_and_one_value_has_one() {
        assert_eq!(of(&[]), Histogram::default());
        let one = of(&[77.0]);
        assert_eq!((one.limits.len(), one.counts), (2, vec![1]));
        assert_eq!(of(&[-5.0, 3.0]).counts, [2]);
    }

    #[test]
    fn limits_are_five_seconds_to_ninety_days_and_none_is_outside_of_the_values() {
        assert_eq!(of(&[4.0, 5.0]).limits, [0.0, 5.0, f64::INFINITY]);
        assert_eq!(of(&[5.0, 14.0]).limits, [0.0, f64::INFINITY]);
        let days = |days: f64| days * 86_400.0;
        assert_eq!(of(&[days(40.0), days(90.0)]).limits[1], days(90.0));
        let hours = of(&[3_599.0, 3_600.0, 7_200.0]);
        assert_eq!(hours.limits, [0.0, 3_600.0, 7_200.0, f64::INFINITY]);
    }

    #[test]
    fn of_too_many_ranges_the_two_with_the_fewest_values_are_joined() {
        // Eleven ranges. The fewest values together have those from 30 and from 60 seconds.
        let counts = [
            (0.0, 9),
            (5.0, 1),
            (15.0, 9),
            (30.0, 4),
            (60.0, 3),
            (120.0, 5),
            (300.0, 5),
            (900.0, 5),
            (1800.0, 5),
            (3600.0, 5),
            (7200.0, 5),
        ];
        let values: Vec<f64> = counts
            .into_iter()
            .flat_map(|(limit, count)| std::iter::repeat_n(limit, count))
            .collect();
        let expected = Histogram {
            limits: vec![
                0.0,
                5.0,
                15.0,
                30.0,
                120.0,
                300.0,
                900.0,
                1800.0,
                3600.0,
                7200.0,
                f64::INFINITY,
            ],
            counts: vec![9, 1, 9, 7, 5, 5, 5, 5, 5, 5],
        };
        assert_eq!(of(&values), expected);
    }

    #[test]
    fn ten_ranges_are_not_too_many() {
        let limits = [
            0.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 900.0, 1800.0, 3600.0,
        ];
        assert_eq!(of(&limits).counts, [1; 10]);
    }

    #[test]
    fn a_wide_distribution_keeps_every_value_in_few_ranges() {
        let values: Vec<f64> = (0..10_000)
            .map(|number| f64::from(number).powi(2))
            .collect();
        let histogram = of(&values);
        assert!(histogram.counts.len() <= MAX_RANGES);
        assert_eq!(histogram.counts.iter().sum::<u64>(), 10_000);
        assert!(histogram.limits.windows(2).all(|range| range[0] < range[1]));
    }
}
