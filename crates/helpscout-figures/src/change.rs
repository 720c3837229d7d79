//! The change of a figure from one period to another.

/// A figure in two periods.
///
/// ```
/// use helpscout_figures::Change;
///
/// let change = Change { before: 80.0, now: 100.0 };
/// assert_eq!(change.difference(), 20.0);
/// assert_eq!(change.percent(), Some(25.0));
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

    /// Returns the change in percent of the earlier value. Returns `None` if that is zero.
    pub fn percent(self) -> Option<f64> {
        (self.before != 0.0).then(|| self.difference() / self.before.abs() * 100.0)
    }
}
