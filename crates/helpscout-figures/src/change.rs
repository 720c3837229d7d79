//! The change of a figure from one period to another.

/// What the numbers of a figure measure, which decides how its change is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A count or a duration: twice as much is 100 % more.
    Amount,
    /// A share, a score or another number for which a percentage of it says nothing. Its change is
    /// the difference, for a share in percentage points.
    Share,
}

/// A figure in two periods.
///
/// ```
/// use helpscout_figures::{Change, Scale};
///
/// let change = Change { before: 80.0, now: 100.0 };
/// assert_eq!(change.difference(), 20.0);
/// assert_eq!(change.percent(Scale::Amount), Some(25.0));
/// // From 80 % to 100 % are 20 percentage points.
/// assert_eq!(change.percent(Scale::Share), None);
///
/// assert_eq!(Change::of(Some(80.0), Some(100.0)), Some(change));
/// assert_eq!(Change::of(None, Some(100.0)), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The value in the earlier period.
    pub before: f64,
    /// The value in the later period.
    pub now: f64,
}

impl Change {
    /// Returns the change if there are two values.
    pub fn of(before: Option<f64>, now: Option<f64>) -> Option<Self> {
        Some(Self {
            before: before?,
            now: now?,
        })
    }

    /// Returns the difference.
    pub fn difference(self) -> f64 {
        self.now - self.before
    }

    /// Returns the change in percent of the earlier value. Returns `None` if that is zero, or if the
    /// figure is on a scale where a percentage says nothing.
    pub fn percent(self, scale: Scale) -> Option<f64> {
        (scale == Scale::Amount && self.before != 0.0)
            .then(|| self.difference() / self.before.abs() * 100.0)
    }
}
