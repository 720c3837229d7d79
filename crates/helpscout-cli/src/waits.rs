//! Which waits to tell people about: one line for each period, however many pages wait in it.

use std::time::{Duration, Instant};

use helpscout_reports::{Seconds, Wait, WaitReason};

/// Shorter waits are not worth a line.
const MIN_TOLD: Duration = Duration::from_secs(1);

/// A period that goes on for at most this much longer than told is not told again.
const TOLERANCE: Duration = Duration::from_secs(5);

/// The periods of waiting that people were told about.
#[derive(Debug, Default)]
pub(crate) struct Waits {
    /// The reason of each period, and when it ends as told.
    told: Vec<(WaitReason, Instant)>,
}

impl Waits {
    /// Returns whether to tell people about a wait that starts now. Pages in flight wait for the
    /// same thing, so only the first wait of a period counts, unless a later one is much longer.
    pub(crate) fn is_news(&mut self, wait: &Wait, now: Instant) -> bool {
        self.is_new(wait.reason, wait.length, now)
    }

    /// Does the same for a wait with this reason and length.
    pub(crate) fn is_new(&mut self, reason: WaitReason, length: Duration, now: Instant) -> bool {
        self.told.retain(|(_, end)| *end > now);
        if length < MIN_TOLD {
            return false;
        }
        // Decades from now, an instant may not exist.
        let Some(end) = now.checked_add(length) else {
            return true;
        };
        let mut told = self.told.iter_mut();
        match told.find(|(other, _)| is_same(*other, reason)) {
            Some((_, told)) if end <= *told + TOLERANCE => false,
            Some((_, told)) => {
                *told = end;
                true
            }
            None => {
                self.told.push((reason, end));
                true
            }
        }
    }
}

/// Returns whether two waits are for the same thing. Both reasons of the rate limit are.
fn is_same(one: WaitReason, other: WaitReason) -> bool {
    one == other || (is_rate_limit(one) && is_rate_limit(other))
}

/// Returns whether the account has no calls for this program.
pub(crate) fn is_rate_limit(reason: WaitReason) -> bool {
    matches!(reason, WaitReason::RateLimited | WaitReason::Reserve)
}

/// Says why and how long the program waits.
pub(crate) fn told(reason: WaitReason, length: Duration) -> String {
    let (why, length) = (why(reason), estimate(length));
    if is_rate_limit(reason) {
        format!("{why}; waiting about {length}")
    } else {
        format!("{why}; trying again in about {length}")
    }
}

/// Says why the program waits.
pub(crate) fn why(reason: WaitReason) -> String {
    match reason {
        WaitReason::RateLimited => "the account's calls for this minute are used up".to_owned(),
        WaitReason::Reserve => {
            "the calls left in this minute are reserved for the account's other apps".to_owned()
        }
        reason => reason.to_string(),
    }
}

/// Returns a length in whole seconds, rounded up.
pub(crate) fn estimate(length: Duration) -> String {
    let seconds = length.as_secs_f64().ceil();
    if seconds < 120.0 {
        format!("{seconds} s")
    } else {
        Seconds(seconds).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    #[test]
    fn pages_that_wait_for_the_same_minute_are_one_period() {
        let (mut waits, start) = (Waits::default(), Instant::now());
        let mut is_new =
            |at: u64, reason, length| waits.is_new(reason, seconds(length), start + seconds(at));
        assert!(is_new(0, WaitReason::RateLimited, 34));
        assert!(!is_new(0, WaitReason::RateLimited, 35));
        assert!(!is_new(1, WaitReason::Reserve, 33));
        assert!(!is_new(3, WaitReason::RateLimited, 34));
        // Another reason is other news, and so is the next minute.
        assert!(is_new(3, WaitReason::Connection, 4));
        assert!(is_new(40, WaitReason::RateLimited, 20));
        assert!(!is_new(41, WaitReason::RateLimited, 20));
    }

    #[test]
    fn a_wait_that_gets_much_longer_is_told_again_and_a_short_one_never() {
        let (mut waits, now) = (Waits::default(), Instant::now());
        assert!(!waits.is_new(WaitReason::Connection, Duration::from_millis(999), now));
        assert!(waits.is_new(WaitReason::RateLimited, seconds(2), now));
        assert!(waits.is_new(WaitReason::RateLimited, seconds(60), now));
        assert!(!waits.is_new(WaitReason::RateLimited, seconds(61), now));
        assert!(waits.is_new(WaitReason::RateLimited, Duration::MAX, now));
    }

    #[test]
    fn an_estimate_is_whole_seconds() {
        assert_eq!(estimate(Duration::from_millis(33_200)), "34 s");
        assert_eq!(estimate(seconds(2)), "2 s");
        assert_eq!(estimate(seconds(125)), Seconds(125.0).to_string());
    }
}
