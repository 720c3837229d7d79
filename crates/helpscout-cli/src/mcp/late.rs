//! Why a call was stopped before it was done, and what helps.

use std::time::Duration;

use tokio::time::Instant;

use crate::message::counted;
use crate::progress::{Read, Standing};
use crate::waits::{estimate, is_rate_limit, why};

const MORE_TIME: &str = "the person who set up the server can allow more time with --timeout";

/// The time that a call has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    start: Instant,
    allowed: Duration,
}

impl Time {
    /// Starts the time of a call.
    pub(super) fn start(allowed: Duration) -> Self {
        Self {
            start: Instant::now(),
            allowed,
        }
    }

    /// Returns when the time is over, or `None` if that is decades from now.
    pub(super) fn end(&self) -> Option<Instant> {
        self.start.checked_add(self.allowed)
    }

    /// Returns whether a request waits for longer than the call has time.
    pub(super) fn is_too_short_for(&self, standing: &Standing) -> bool {
        let until = standing.wait.map(|(_, until)| until);
        until
            .zip(self.end())
            .is_some_and(|(until, end)| until >= end)
    }

    /// Says why a call was stopped that had begun.
    pub(super) fn stopped(&self, standing: &Standing) -> String {
        let now = Instant::now();
        let allowed = seconds(self.allowed);
        let wait = standing.wait.filter(|(_, until)| *until > now);
        if let Some((reason, until)) = wait {
            let left = estimate(until - now);
            let why = why(reason);
            let again = if is_rate_limit(reason) {
                format!("{why}, for about {left} more")
            } else {
                format!("{why}; the next attempt is in about {left}")
            };
            return format!(
                "{again}\n\
                 the call was stopped, as it may take {allowed}: repeat it in about {left}; asking \
                 for less does not help\n{MORE_TIME}"
            );
        }
        let stopped = format!("the call was not done after {allowed} and was stopped");
        let silence = now - standing.read.as_ref().map_or(self.start, |(_, at)| *at);
        let read = standing.read.as_ref().map(|(read, _)| so_far(read));
        if silence >= self.allowed / 2 {
            let sent = read.map_or("sent nothing of what was asked for".to_owned(), |read| {
                format!("sent {read}, and nothing")
            });
            let silence = seconds(silence);
            let problem = standing.wait.map_or(String::new(), |(reason, _)| {
                format!(", and before that: {}", why(reason))
            });
            return format!(
                "{stopped}: the service {sent} in the last {silence}{problem}\n\
                 repeat it in a minute; if that fails in the same way, the service may be slow or down, \
                 and a shorter period or fewer users may be answered sooner\n{MORE_TIME}"
            );
        }
        let read = read.map_or(String::new(), |read| format!("; the service sent {read}"));
        format!(
            "{stopped}{read}\n\
             ask for less: a shorter period, fewer users, a coarser `by`, or none\n{MORE_TIME}"
        )
    }

    /// Says why a call was stopped that had not begun.
    pub(super) fn not_begun(&self) -> String {
        format!(
            "the call did not begin within {}, because others of this session were running\n\
             repeat it when they are done\n{MORE_TIME}",
            seconds(self.allowed)
        )
    }
}

/// Says how much was read, such as `120 of 613 rows`.
fn so_far(read: &Read) -> String {
    let Read {
        done, all, what, ..
    } = read;
    match all {
        Some(all) => format!("{done} of {all} {what}"),
        None => format!("{done} {what}"),
    }
}

fn seconds(length: Duration) -> String {
    counted(
        usize::try_from(length.as_secs()).unwrap_or(usize::MAX),
        "second",
    )
}

#[cfg(test)]
mod tests {
    use helpscout_reports::WaitReason;

    use super::*;

    const ALLOWED: Duration = Duration::from_secs(55);

    const fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    /// Returns the time of a call that began so many seconds ago.
    fn begun(ago: u64) -> Time {
        Time {
            start: Instant::now() - seconds(ago),
            allowed: ALLOWED,
        }
    }

    fn read(ago: u64) -> Option<(Read, Instant)> {
        let read = Read {
            done: 120,
            all: Some(613),
            what: "rows".to_owned(),
            is_only: true,
        };
        Some((read, Instant::now() - seconds(ago)))
    }

    fn wait(reason: WaitReason, until: Instant) -> Standing {
        Standing {
            wait: Some((reason, until)),
            read: None,
        }
    }

    #[test]
    fn a_wait_that_ends_after_the_call_is_too_long() {
        let time = begun(30);
        let of = |length| wait(WaitReason::Reserve, Instant::now() + seconds(length));
        assert!(!time.is_too_short_for(&Standing::default()));
        assert!(!time.is_too_short_for(&of(20)));
        assert!(time.is_too_short_for(&of(30)));
    }

    #[test]
    fn a_call_that_waits_says_what_for_and_when_to_call_again() {
        let until = Instant::now() + seconds(40);
        let text = begun(55).stopped(&wait(WaitReason::RateLimited, until));
        let expected = "the account's calls for this minute are used up, for about 40 s more\n\
            the call was stopped, as it may take 55 seconds: repeat it in about 40 s; asking for less \
            does not help\n";
        assert!(text.starts_with(expected), "{text}");
        let text = begun(55).stopped(&wait(WaitReason::Connection, until));
        let expected = "connection problem; the next attempt is in about 40 s\n";
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn silence_is_told_and_that_the_service_may_be_down() {
        let text = begun(55).stopped(&wait(WaitReason::Connection, Instant::now() - seconds(20)));
        let expected = "the call was not done after 55 seconds and was stopped: the service sent nothing \
            of what was asked for in the last 55 seconds, and before that: connection problem\n\
            repeat it in a minute;";
        assert!(text.starts_with(expected), "{text}");
        let read = read(30);
        let text = begun(55).stopped(&Standing { wait: None, read });
        let expected = "the service sent 120 of 613 rows, and nothing in the last 30 seconds\n";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn whoever_gets_rows_until_the_end_asks_for_less() {
        let read = read(1);
        let text = begun(55).stopped(&Standing { wait: None, read });
        let expected = "the call was not done after 55 seconds and was stopped; the service sent 120 of \
            613 rows\nask for less:";
        assert!(text.starts_with(expected), "{text}");
    }
}
