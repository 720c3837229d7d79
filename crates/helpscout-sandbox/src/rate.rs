//! The rate limit: so many calls in each minute, for the whole account.

use std::time::{Duration, Instant};

/// The minute that is running. Minutes are counted from the sandbox's start.
pub(crate) struct RateWindow {
    limit: u32,
    minute: Duration,
    started: Instant,
    used: u32,
}

impl RateWindow {
    /// A `minute` may be shorter, for tests that wait for the next.
    pub(crate) fn new(limit: u32, minute: Duration, now: Instant) -> Self {
        Self {
            limit,
            minute,
            started: now,
            used: 0,
        }
    }

    /// Counts a call. Over the limit it does not count, and the error is the whole seconds until
    /// the next minute starts.
    pub(crate) fn take(&mut self, cost: u32, now: Instant) -> Result<(), u64> {
        self.turn(now);
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

    /// Calls a minute.
    pub(crate) fn limit(&self) -> u32 {
        self.limit
    }

    /// Calls left in this minute.
    pub(crate) fn remaining(&mut self, now: Instant) -> u32 {
        self.turn(now);
        self.limit - self.used
    }

    fn turn(&mut self, now: Instant) {
        let passed = now.duration_since(self.started);
        // With minutes of no length, each call has one of its own.
        let into_this = nanos(passed).checked_rem(nanos(self.minute)).unwrap_or(0);
        if passed >= self.minute {
            self.started += passed.saturating_sub(Duration::from_nanos(into_this));
            self.used = 0;
        }
    }
}

/// Nobody waits for longer than 64 bits hold, some 584 years.
fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn calls_beyond_the_limit_are_told_how_long_the_minute_lasts() {
        let start = Instant::now();
        let mut window = RateWindow::new(2, MINUTE, start);
        let at = |millis| start + Duration::from_millis(millis);
        assert_eq!(window.take(1, at(0)), Ok(()));
        assert_eq!(window.take(1, at(100)), Ok(()));
        assert_eq!(window.remaining(at(100)), 0);
        assert_eq!(window.take(1, at(100)), Err(60));
        assert_eq!(window.take(1, at(59_000)), Err(1));
        assert_eq!(window.take(1, at(59_999)), Err(1));
    }

    #[test]
    fn the_next_minute_starts_with_the_whole_budget() {
        let start = Instant::now();
        let mut window = RateWindow::new(2, MINUTE, start);
        assert_eq!(window.take(2, start), Ok(()));
        let next = start + Duration::from_secs(60);
        assert_eq!(window.remaining(next), 2);
        assert_eq!(window.take(2, next), Ok(()));
        assert_eq!(window.take(1, start + Duration::from_secs(61)), Err(59));
        assert_eq!(window.remaining(start + Duration::from_secs(600)), 2);
    }

    #[test]
    fn a_call_that_costs_two_needs_both() {
        let start = Instant::now();
        let mut window = RateWindow::new(3, MINUTE, start);
        assert_eq!(window.take(2, start), Ok(()));
        assert_eq!(window.take(2, start), Err(60));
        assert_eq!(window.take(1, start), Ok(()));
    }

    #[test]
    fn a_shorter_minute_starts_sooner_and_is_told_in_whole_seconds() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut window = RateWindow::new(1, Duration::from_millis(1500), start);
        assert_eq!(window.take(1, at(0)), Ok(()));
        assert_eq!(window.take(1, at(0)), Err(2));
        assert_eq!(window.take(1, at(600)), Err(1));
        assert_eq!(window.take(1, at(1499)), Err(1));
        assert_eq!(window.take(1, at(1500)), Ok(()));
        assert_eq!(window.take(1, at(2999)), Err(1));
        assert_eq!(window.take(1, at(7600)), Ok(()));
        assert_eq!(window.take(1, at(8999)), Err(1));
        assert_eq!(window.take(1, at(9000)), Ok(()));
    }

    #[test]
    fn minutes_without_length_limit_nothing_but_a_single_call() {
        let start = Instant::now();
        let mut window = RateWindow::new(1, Duration::ZERO, start);
        assert_eq!(window.take(1, start), Ok(()));
        assert_eq!(window.take(1, start), Ok(()));
        assert_eq!(window.remaining(start), 1);
        assert_eq!(window.take(2, start), Err(0));
    }
}
