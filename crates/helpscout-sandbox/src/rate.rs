//! The rate limit of the account: a number of calls in each minute.

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

/// The current minute. Minutes are counted from the start of the sandbox.
pub(crate) struct RateWindow {
    limit: u32,
    minute: Duration,
    started: Instant,
    used: u32,
}

impl RateWindow {
    /// Starts the first minute. A `minute` may be shorter, for tests that wait for the next one.
    pub(crate) fn new(limit: u32, minute: Duration, now: Instant) -> Self {
        Self {
            limit,
            minute,
            started: now,
            used: 0,
        }
    }

    /// Counts a call. A call over the limit does not count; the error is the number of whole
    /// seconds until the next minute starts.
    pub(crate) fn take(&mut self, cost: u32, now: Instant) -> Result<(), u64> {
        self.roll_over(now);
        match self
            .used
            .checked_add(cost)
            .filter(|used| *used <= self.limit)
        {
            Some(used) => {
                self.used = used;
                Ok(())
            }
            None => {
                let left = self.minute.saturating_sub(now.duration_since(self.started));
                Err(left.as_secs() + u64::from(left.subsec_nanos() > 0))
            }
        }
    }

    /// Returns the number of calls per minute.
    pub(crate) fn limit(&self) -> u32 {
        self.limit
    }

    /// Returns the number of calls left in this minute.
    pub(crate) fn remaining(&mut self, now: Instant) -> u32 {
        self.roll_over(now);
        self.limit - self.used
    }

    fn roll_over(&mut self, now: Instant) {
        let passed = now.duration_since(self.started);
        // If minutes have no length, each call has its own.
        let into_this = nanos(passed).checked_rem(nanos(self.minute)).unwrap_or(0);
        if passed >= self.minute {
            self.started += passed.saturating_sub(Duration::from_nanos(into_this));
            self.used = 0;
        }
    }
}

/// Converts to nanoseconds. 64 bits hold about 584 years.
fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
