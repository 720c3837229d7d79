//! Durations as the reports give them: a number of seconds, possibly with a fraction.

mod arithmetic;

use std::fmt;
use std::time::Duration;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::whole;

/// A duration in seconds.
///
/// It keeps the number as received. Differences can be negative. `Display` rounds to the nearest
/// second, and from one day on to the nearest minute, with halves rounded away from zero. It leaves
/// out parts that are zero.
///
/// ```
/// use helpscout_runtime::Seconds;
///
/// assert_eq!(Seconds(1878.0).to_string(), "31m 18s");
/// assert_eq!(Seconds(8307.4).to_string(), "2h 18m 27s");
/// assert_eq!(Seconds(274_325.0).to_string(), "3d 4h 12m");
/// assert_eq!(Seconds(0.0).to_string(), "0s");
/// assert_eq!(Seconds(-45.0).to_string(), "-45s");
/// ```
///
/// In JSON a whole number is written without a fraction: 279 stays `279`, and 12.5 stays `12.5`.
///
/// Durations have a total order, can be added, subtracted, scaled and divided, and are summed up
/// with `sum`:
///
/// ```
/// use helpscout_runtime::Seconds;
///
/// let times = [Seconds(12.5), Seconds(279.0), Seconds(60.0)];
/// assert_eq!(times.iter().max(), Some(&Seconds(279.0)));
/// let mean = times.iter().sum::<Seconds>() / times.len() as f64;
/// assert_eq!(mean.to_string(), "1m 57s");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Seconds(pub f64);

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

impl Seconds {
    /// Creates a duration from whole seconds. A number with a fraction is `Seconds(12.5)`.
    ///
    /// ```
    /// use helpscout_runtime::Seconds;
    ///
    /// assert_eq!(Seconds::from_secs(90), Seconds(90.0));
    /// ```
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds as f64)
    }

    /// Returns the number of seconds.
    ///
    /// ```
    /// use helpscout_runtime::Seconds;
    ///
    /// let hours = Seconds(5400.0).as_f64() / 3600.0;
    /// assert_eq!(hours, 1.5);
    /// ```
    pub const fn as_f64(self) -> f64 {
        self.0
    }

    /// Converts the value to a [`Duration`]. Returns `None` if it is negative, not finite or too
    /// large. `Duration::try_from` says which.
    ///
    /// ```
    /// use std::time::Duration;
    /// use helpscout_runtime::Seconds;
    ///
    /// assert_eq!(Seconds(1.5).to_duration(), Some(Duration::from_millis(1500)));
    /// assert_eq!(Seconds(-45.0).to_duration(), None); // a difference
    /// ```
    pub fn to_duration(self) -> Option<Duration> {
        Duration::try_from_secs_f64(self.0).ok()
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_finite() {
            return f.pad("unknown");
        }
        f.pad(&in_words(self.0))
    }
}

fn in_words(seconds: f64) -> String {
    // A cast from float to integer saturates, so the largest numbers stay large.
    let mut whole = seconds.abs().round() as u64;
    if whole >= DAY {
        whole = (seconds.abs() / MINUTE as f64).round() as u64;
        whole = whole.saturating_mul(MINUTE);
    }
    let parts = [
        (whole / DAY, "d"),
        (whole % DAY / HOUR, "h"),
        (whole % HOUR / MINUTE, "m"),
        (whole % MINUTE, "s"),
    ];
    let shown: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    match (shown.is_empty(), seconds < 0.0) {
        (true, _) => "0s".to_owned(),
        (false, true) => format!("-{}", shown.join(" ")),
        (false, false) => shown.join(" "),
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match whole(self.0) {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_whole_number_is_written_without_a_fraction() {
        for text in ["279", "0", "-6", "12.5", "42622.25"] {
            let seconds: Seconds = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&seconds).unwrap(), text);
        }
        let seconds: Seconds = serde_json::from_str("279.0").unwrap();
        assert_eq!(serde_json::to_string(&seconds).unwrap(), "279");
    }

    #[test]
    fn rounding_carries_into_the_next_unit() {
        let shown = |seconds: f64| Seconds(seconds).to_string();
        assert_eq!(shown(0.4), "0s");
        assert_eq!(shown(-0.4), "0s");
        assert_eq!(shown(59.5), "1m");
        assert_eq!(shown(3599.5), "1h");
        assert_eq!(shown(3605.0), "1h 5s");
        assert_eq!(shown(86_399.5), "1d");
        assert_eq!(shown(86_429.0), "1d");
        assert_eq!(shown(86_430.0), "1d 1m");
        assert_eq!(shown(172_799.0), "2d");
    }

    #[test]
    fn numbers_that_are_no_duration_have_none() {
        assert_eq!(
            Seconds(1.5).to_duration(),
            Some(Duration::from_millis(1500))
        );
        assert_eq!(Seconds(-1.0).to_duration(), None);
        assert_eq!(Seconds(f64::NAN).to_duration(), None);
        assert_eq!(Seconds(f64::INFINITY).to_duration(), None);
        assert_eq!(Seconds(f64::INFINITY).to_string(), "unknown");
    }

    #[test]
    fn the_width_of_a_column_is_kept() {
        assert_eq!(format!("{:>8}|", Seconds(45.0)), "     45s|");
    }
}
