//! How many calls and how much time a pull takes.

use std::collections::HashMap;
use std::time::Duration;

use helpscout_pull::Holdings;
use helpscout_reports::RateLimit;

use super::course::rounded;
use super::unit::Unit;
use crate::message::counted;

/// How many calls can be made, as far as that is known before the first one of a pull.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// The account's limit, if the service states it.
    pub(super) limit: Option<RateLimit>,
    /// What is left to other apps.
    pub(super) reserve: u32,
    /// The limit of the command.
    pub(super) calls_per_minute: Option<u32>,
    pub(super) in_flight: usize,
    /// How long a call takes.
    pub(super) latency: Duration,
}

/// The calls and the time of a pull.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    pub(super) calls: u64,
    /// Whether earlier pulls tell how many calls the units of all datasets take. Otherwise there may
    /// be more, because a unit may have more than one page.
    pub(super) is_known: bool,
    pub(super) time: Duration,
}

impl Estimate {
    /// Estimates from what units took before: the same unit, or the mean of its dataset. A unit of a
    /// new dataset takes at least one call.
    pub(super) fn of(units: &[Unit], there: Option<Holdings<'_>>, pace: &Pace) -> Self {
        let mut means: HashMap<&str, (u64, u64)> = HashMap::new();
        for (key, entry) in there.into_iter().flat_map(Holdings::entries) {
            let (units, calls) = means.entry(&key.dataset).or_default();
            *units += 1;
            *calls += entry.calls;
        }
        let mut calls = 0.0;
        let mut is_known = true;
        for unit in units {
            let mean = means.get(unit.key.dataset.as_str());
            let mean = mean.map(|(units, calls)| *calls as f64 / (*units).max(1) as f64);
            let expected = unit.calls.map(|calls| calls as f64).or(mean);
            is_known &= expected.is_some();
            calls += expected.unwrap_or(1.0).max(1.0);
        }
        let calls = calls.ceil() as u64;
        Self {
            calls,
            is_known,
            time: pace.time(calls),
        }
    }

    /// Says how many calls and how much time it takes.
    pub(super) fn sentence(&self, pace: &Pace) -> String {
        let least = if self.is_known { "about" } else { "at least" };
        let calls = counted(self.calls, "call");
        let time = rounded(self.time.max(Duration::from_secs(1)));
        let limit = match pace.per_minute() {
            Some(limit) => format!(", at most {} per minute", counted(limit, "call")),
            None => String::new(),
        };
        format!("{least} {calls}, {least} {time}{limit}")
    }
}

impl Pace {
    /// Returns how many calls per minute are possible in the long run, if that is limited.
    pub(super) fn per_minute(&self) -> Option<u32> {
        let account = self
            .limit
            .map(|limit| self.without_reserve(limit.limit, limit.limit));
        [account, self.calls_per_minute].into_iter().flatten().min()
    }

    fn without_reserve(&self, calls: u32, limit: u32) -> u32 {
        calls.saturating_sub(self.reserve.min(limit / 2))
    }

    fn time(&self, calls: u64) -> Duration {
        let by_latency = self.latency.as_secs_f64() * calls as f64 / self.in_flight.max(1) as f64;
        let by_limit = self.limit.map_or(0.0, |limit| {
            let now = self.without_reserve(limit.remaining, limit.limit);
            let minute = self.without_reserve(limit.limit, limit.limit).max(1);
            let later = calls.saturating_sub(u64::from(now));
            later.div_ceil(u64::from(minute)) as f64 * 60.0
        });
        let by_pace = self.calls_per_minute.map_or(0.0, |limit| {
            calls.saturating_sub(1) as f64 * 60.0 / f64::from(limit.max(1))
        });
        let seconds = by_latency.max(by_limit).max(by_pace);
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(calls_per_minute: Option<u32>) -> Pace {
        Pace {
            limit: None,
            reserve: 20,
            calls_per_minute,
            in_flight: 8,
            latency: Duration::from_millis(400),
        }
    }

    #[test]
    fn without_a_limit_the_time_is_that_of_the_calls_in_flight() {
        assert_eq!(pace(None).time(100), Duration::from_secs(5));
        assert_eq!(pace(None).per_minute(), None);
    }

    #[test]
    fn a_limit_of_the_command_spreads_the_calls() {
        assert_eq!(pace(Some(60)).time(121), Duration::from_secs(120));
        assert_eq!(pace(Some(60)).per_minute(), Some(60));
    }
}
