//! Scales that all charts share, also those on a terminal.

use crate::Unit;

/// The steps of an axis of seconds, up to a day. Longer ones are days.
const STEPS_OF_SECONDS: [f64; 20] = [
    1.0, 2.0, 5.0, 10.0, 15.0, 30.0, // seconds
    60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, // minutes
    3600.0, 7200.0, 10_800.0, 14_400.0, 21_600.0, 28_800.0, 43_200.0, 86_400.0, // hours
];

const DAY: f64 = 86_400.0;

/// An axis from zero, with a tick at each round value.
///
/// ```
/// use helpscout_digest::{Unit, scale::Scale};
///
/// let hours = Scale::new(Unit::Seconds, 8_000.0, 4);
/// assert_eq!(hours.ticks(), [0.0, 3_600.0, 7_200.0, 10_800.0]);
/// assert_eq!(hours.share(5_400.0), 0.5);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    ticks: Vec<f64>,
}

impl Scale {
    /// Creates an axis that reaches at least `most`, with at most `intervals` between its ticks.
    pub fn new(unit: Unit, most: f64, intervals: usize) -> Self {
        let intervals = intervals.max(1);
        let most = if most.is_finite() && most > 0.0 {
            most
        } else {
            least(unit)
        };
        let step = step(unit, most / intervals as f64);
        // An inexact quotient must not add a step.
        let steps = (most / step - 1e-9).ceil().max(1.0) as usize;
        let ticks = (0..=steps.min(intervals)).map(|tick| tick as f64 * step);
        Self {
            ticks: ticks.collect(),
        }
    }

    /// Returns the values of the ticks, from zero upwards.
    pub fn ticks(&self) -> &[f64] {
        &self.ticks
    }

    /// Returns the value at the end of the axis.
    pub fn top(&self) -> f64 {
        self.ticks.last().copied().unwrap_or(1.0)
    }

    /// Returns where a value is on the axis, from 0 to 1.
    pub fn share(&self, value: f64) -> f64 {
        share(value, self.top())
    }
}

/// Returns the share of a value in the largest one, from 0 to 1.
pub fn share(value: f64, most: f64) -> f64 {
    let share = value / most;
    if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// Returns the length of a bar in eighths of a character. Any value above zero is visible.
///
/// ```
/// use helpscout_digest::scale::eighths;
///
/// assert_eq!(eighths(9.0, 16.0, 4), 18);
/// assert_eq!(eighths(0.001, 16.0, 4), 1);
/// assert_eq!(eighths(0.0, 16.0, 4), 0);
/// ```
pub fn eighths(value: f64, most: f64, width: usize) -> usize {
    if value > 0.0 && width > 0 {
        let length = share(value, most) * width as f64 * 8.0;
        (length.round() as usize).clamp(1, width * 8)
    } else {
        0
    }
}

/// Returns where the parts of a bar end, in whole characters, so that the parts add up to the bar.
/// Parts below zero have no length.
///
/// ```
/// use helpscout_digest::scale::ends;
///
/// assert_eq!(ends(&[2.0, 1.0, 1.0], 4.0, 8), [4, 6, 8]);
/// ```
pub fn ends(parts: &[f64], most: f64, width: usize) -> Vec<usize> {
    let mut sum = 0.0;
    let ends = parts.iter().map(|part| {
        sum += part.max(0.0);
        (share(sum, most) * width as f64).round() as usize
    });
    ends.collect()
}

/// Returns the level of a value on a scale of shades: 0 only if the value is zero or less, and
/// `levels` only for the largest values.
///
/// ```
/// use helpscout_digest::scale::level;
///
/// assert_eq!(level(0.0, 40.0, 4), 0);
/// assert_eq!(level(1.0, 40.0, 4), 1);
/// assert_eq!(level(31.0, 40.0, 4), 4);
/// ```
pub fn level(value: f64, most: f64, levels: usize) -> usize {
    if value > 0.0 && most > 0.0 {
        // Multiplied first: the quotient of whole numbers is then exact where it is whole.
        let level = (value * levels as f64 / most).ceil();
        (level as usize).clamp(1, levels)
    } else {
        0
    }
}

/// Returns the largest value of a level.
pub fn top_of_level(level: usize, most: f64, levels: usize) -> f64 {
    most * level as f64 / levels.max(1) as f64
}

/// Returns the end of an axis without values.
fn least(unit: Unit) -> f64 {
    match unit {
        Unit::Count | Unit::Number => 1.0,
        Unit::Seconds => 60.0,
        Unit::Percent => 100.0,
    }
}

/// Returns the least round step that is not below `least`.
fn step(unit: Unit, least: f64) -> f64 {
    let least = least * (1.0 - 1e-9);
    match unit {
        Unit::Count => decimal(least, &[1.0, 2.0, 5.0]).max(1.0),
        Unit::Number => decimal(least, &[1.0, 2.0, 5.0]),
        Unit::Percent => decimal(least, &[1.0, 2.0, 2.5, 5.0]),
        Unit::Seconds => {
            let known = STEPS_OF_SECONDS.iter().find(|step| **step >= least);
            known
                .copied()
                .unwrap_or_else(|| DAY * decimal(least / DAY, &[1.0, 2.0, 5.0]))
        }
    }
}

/// Returns the least product of a factor and a power of ten that is not below `least`.
fn decimal(least: f64, factors: &[f64]) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    let mut steps = factors.iter().map(|factor| factor * power);
    steps.find(|step| *step >= least).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(unit: Unit, most: f64) -> Vec<f64> {
        Scale::new(unit, most, 4).ticks().to_vec()
    }

    #[test]
    fn ticks_are_round_and_reach_the_largest_value() {
        assert_eq!(ticks(Unit::Count, 3.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(Unit::Count, 0.0), [0.0, 1.0]);
        assert_eq!(ticks(Unit::Count, 130.0), [0.0, 50.0, 100.0, 150.0]);
        assert_eq!(ticks(Unit::Percent, 96.4), [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(
            ticks(Unit::Number, 0.5),
            [0.0, 0.2, 0.4, 0.6000000000000001]
        );
        assert_eq!(
            ticks(Unit::Seconds, 3000.0),
            [0.0, 900.0, 1800.0, 2700.0, 3600.0]
        );
        assert_eq!(ticks(Unit::Seconds, 90_000.0)[1], 28_800.0);
        assert_eq!(
            ticks(Unit::Seconds, 700_000.0),
            [0.0, 5.0 * DAY, 10.0 * DAY]
        );
    }

    #[test]
    fn any_number_makes_an_axis() {
        let numbers = [f64::NAN, f64::INFINITY, -1.0, 0.0, 5e-324, f64::MAX];
        for unit in [Unit::Count, Unit::Seconds, Unit::Percent, Unit::Number] {
            for most in numbers {
                let scale = Scale::new(unit, most, 4);
                assert!((2..=5).contains(&scale.ticks().len()), "{unit:?} {most}");
                assert!((0.0..=1.0).contains(&scale.share(most)), "{unit:?} {most}");
            }
        }
    }

    #[test]
    fn levels_are_exact_at_their_limits() {
        assert_eq!(level(10.0, 40.0, 4), 1);
        assert_eq!(level(10.1, 40.0, 4), 2);
        assert_eq!(level(1.0, 3.0, 3), 1);
        assert_eq!(level(f64::NAN, 3.0, 3), 0);
        assert_eq!(level(9.0, 3.0, 4), 4);
        assert_eq!(top_of_level(1, 40.0, 4), 10.0);
    }
}
