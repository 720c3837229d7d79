//! How many values keep a target.

/// How many values keep a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compliance {
    /// The number of values that keep the target.
    pub kept: usize,
    /// The number of values. Missing ones are not among them.
    pub n: usize,
    /// The number of missing values, which neither keep nor miss the target.
    pub missing: usize,
}

impl Compliance {
    /// Returns the share of values that keep the target, in percent, or `None` without values.
    ///
    /// ```
    /// use helpscout_figures::Compliance;
    ///
    /// let compliance = Compliance { kept: 9, n: 12, missing: 1 };
    /// assert_eq!(compliance.percent(), Some(75.0));
    /// assert_eq!(compliance.breaches(), 3);
    /// ```
    pub fn percent(&self) -> Option<f64> {
        (self.n > 0).then(|| self.kept as f64 * 100.0 / self.n as f64)
    }

    /// Returns the number of values that miss the target.
    pub fn breaches(&self) -> usize {
        self.n - self.kept
    }

    /// Counts another value.
    pub fn add(&mut self, is_kept: Option<bool>) {
        match is_kept {
            Some(is_kept) => {
                self.n += 1;
                self.kept += usize::from(is_kept);
            }
            None => self.missing += 1,
        }
    }
}
