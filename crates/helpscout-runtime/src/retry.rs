//! Decides when to retry and when to stop.
//!
//! The service decides how long to wait; you decide how often to retry. After a failed attempt the
//! client waits, or the call ends with the error and the reason why it is final. If the service
//! does not say how long to wait, the pause is random, between zero and a bound that doubles (full
//! jitter), so that clients that failed at the same time don't retry at the same time.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::StatusCode;
use tokio::time::Instant;

use crate::connections::Connection;
use crate::error::{Error, GivenUp, Kind};
use crate::operation::Operation;
use crate::status::is_temporary;
use crate::wait::{Observer, Wait, WaitReason, from_now};

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// The wait after a 429 that does not say how long to wait.
const UNNAMED_WAIT: Duration = Duration::from_secs(60);

/// The attempts after a fault of the set-up, such as an untrusted certificate. The second one is for
/// a fault that only one of several servers has.
const MOST_FOR_SETUP: u32 = 2;

/// How many units a retry takes from the budget.
const COST: u32 = 2;
/// How many units are in the budget at most.
const FULL: u32 = 100;
/// The time in which the budget gets one unit back, so that it lasts for a retry each five seconds.
const REFILL: Duration = Duration::from_millis(2500);

/// The settings and the retry budget that all clones of a client share.
#[derive(Debug)]
pub(crate) struct Retry {
    max_attempts: u32,
    max_connects: u32,
    /// The maximum length of a single wait that the service asks for.
    longest_wait: Duration,
    budget: Budget,
}

impl Retry {
    pub(crate) fn new(max_attempts: u32, longest_wait: Duration) -> Self {
        Self {
            max_attempts,
            max_connects: u32::MAX,
            longest_wait,
            budget: Budget::full(),
        }
    }

    /// Limits the attempts to connect, because a refused connection on this machine is not a
    /// network problem.
    pub(crate) fn for_this_machine(mut self) -> Self {
        self.max_connects = 3;
        self
    }

    pub(crate) fn succeeded(&self) {
        self.budget.earn();
    }

    /// Returns how long nothing is sent after a 429, given the wait that the service asks for.
    pub(crate) fn rate_limit_wait(&self, asked: Option<Duration>) -> Duration {
        asked.unwrap_or(UNNAMED_WAIT).min(self.longest_wait)
    }
}

/// The attempts of one call.
pub(crate) struct Attempts<'a> {
    retry: &'a Retry,
    observer: &'a Observer,
    operation: Option<&'static Operation>,
    page: Option<i64>,
    allowed: Duration,
    /// The limit for this call, which overrides the limit for all calls.
    max_attempts: Option<u32>,
    pub(crate) deadline: Instant,
    pub(crate) made: u32,
    /// How many of them failed because of the set-up, and how many others found no connection.
    faults_of_setup: u32,
    failed_connects: u32,
    /// Whether an attempt failed in a way that a kept connection may have caused.
    has_lost: bool,
    /// Whether a second attempt has the same effect as one.
    pub(crate) are_repeatable: bool,
}

impl<'a> Attempts<'a> {
    pub(crate) fn start(retry: &'a Retry, observer: &'a Observer, allowed: Duration) -> Self {
        Self {
            retry,
            observer,
            operation: None,
            page: None,
            allowed,
            max_attempts: None,
            deadline: from_now(allowed),
            made: 0,
            faults_of_setup: 0,
            failed_connects: 0,
            has_lost: false,
            are_repeatable: true,
        }
    }

    pub(crate) fn of(mut self, operation: &'static Operation, page: Option<i64>) -> Self {
        self.operation = Some(operation);
        self.page = page;
        self.are_repeatable = operation.is_repeatable();
        self
    }

    pub(crate) const fn at_most(mut self, attempts: Option<u32>) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Allows one attempt only, which is not made on a kept connection.
    pub(crate) const fn only_one(mut self) -> Self {
        self.max_attempts = Some(1);
        self.has_lost = true;
        self
    }

    /// Returns the connection of the next attempt. A kept one may be dead without a sign, so it is not
    /// for an attempt that can't be repeated, nor for a second try.
    pub(crate) const fn connection(&self) -> Connection {
        if self.has_lost || !self.are_repeatable {
            Connection::New
        } else {
            Connection::Kept
        }
    }

    /// Returns the time limit of the next attempt.
    pub(crate) fn time_for_one(&self, timeout: Duration) -> Duration {
        timeout.min(self.deadline.saturating_duration_since(Instant::now()))
    }

    pub(crate) fn out_of_time(&self) -> Error {
        self.finish(Error::new(Kind::Deadline {
            after: self.allowed,
        }))
    }

    /// Adds the operation, the page and the number of attempts to an error.
    pub(crate) fn finish(&self, error: Error) -> Error {
        self.locate(error.after(self.made))
    }

    /// Adds only the operation and the page, because the attempts were not those of this call.
    pub(crate) fn locate(&self, error: Error) -> Error {
        match self.operation {
            Some(operation) => error.of(operation, self.page),
            None => error,
        }
    }

    /// Reports a wait before it starts.
    pub(crate) fn announce(&self, length: Duration, reason: WaitReason) {
        self.observer.tell(&Wait {
            length,
            reason,
            operation: self.operation.map(|operation| operation.id),
            page: self.page,
        });
    }

    /// Waits until the call can be retried.
    ///
    /// # Errors
    /// Returns the given error if the call is not retried.
    pub(crate) async fn recover(
        &mut self,
        error: Error,
        asked: Option<Duration>,
    ) -> Result<(), Error> {
        self.has_lost |= error.is_lost();
        let is_last = self.is_last(&error);
        let Some(reason) = reason_to_repeat(&error) else {
            return Err(self.finish(error));
        };
        if is_once(&error, self.are_repeatable) {
            return Err(self.finish(error.given_up(GivenUp::Effect)));
        }
        if is_last {
            return Err(self.finish(error.given_up(GivenUp::Attempts)));
        }
        let pause = self.pause(reason, asked);
        if from_now(pause) >= self.deadline {
            return Err(self.finish(error.given_up(GivenUp::Deadline(self.allowed))));
        }
        // A rate limit is not an outage: the service says when it accepts calls again.
        if reason != WaitReason::RateLimited && !self.retry.budget.spend() {
            return Err(self.finish(error.given_up(GivenUp::Budget)));
        }
        tracing::debug!(attempt = self.made, %error, "attempt failed");
        self.announce(pause, reason);
        tokio::time::sleep(pause).await;
        Ok(())
    }

    /// Counts a failed attempt and returns whether it was the last one. Attempts that failed in
    /// another way don't count towards the limits for the set-up and for connections.
    fn is_last(&mut self, error: &Error) -> bool {
        let is_over = match error.details() {
            Kind::Proxy(fault) if fault.is_permanent => self.is_last_fault_of_setup(),
            Kind::Certificate { .. }
            | Kind::Connect {
                is_permanent: true, ..
            } => self.is_last_fault_of_setup(),
            Kind::Connect { .. } => {
                self.failed_connects += 1;
                self.failed_connects >= self.retry.max_connects
            }
            _ => false,
        };
        is_over || self.made >= self.max_attempts.unwrap_or(self.retry.max_attempts)
    }

    const fn is_last_fault_of_setup(&mut self) -> bool {
        self.faults_of_setup += 1;
        self.faults_of_setup >= MOST_FOR_SETUP
    }

    fn pause(&self, reason: WaitReason, asked: Option<Duration>) -> Duration {
        let jitter = full_jitter(self.made);
        // The wait is never shorter than the service asks for, and clients don't all retry at once.
        let apart = jitter.min(Duration::from_secs(1));
        match (reason, asked) {
            (WaitReason::RateLimited, asked) => {
                self.retry.rate_limit_wait(asked).saturating_add(apart)
            }
            (_, Some(wait)) => wait.min(self.retry.longest_wait).saturating_add(apart),
            (_, None) => jitter,
        }
    }
}

/// Returns whether a failure could be retried, but the call may have had its effect, and must not have
/// it twice.
pub(crate) fn is_once(error: &Error, is_repeatable: bool) -> bool {
    !is_repeatable && reason_to_repeat(error).is_some() && !error.is_without_effect()
}

fn reason_to_repeat(error: &Error) -> Option<WaitReason> {
    match error.details() {
        Kind::Connect { .. }
        | Kind::Proxy(_)
        | Kind::Certificate { .. }
        | Kind::Timeout { .. }
        | Kind::Interrupted { .. }
        | Kind::Truncated(_) => Some(WaitReason::Connection),
        Kind::Refused(refusal) => match refusal.status {
            StatusCode::TOO_MANY_REQUESTS => Some(WaitReason::RateLimited),
            status if is_temporary(status) => Some(WaitReason::Unavailable(status)),
            _ => None,
        },
        _ => None,
    }
}

fn full_jitter(attempts_made: u32) -> Duration {
    let doublings = attempts_made.saturating_sub(1).min(16);
    let bound = FIRST_PAUSE
        .saturating_mul(1 << doublings)
        .min(LONGEST_PAUSE);
    bound.mul_f64(random_share())
}

/// Returns a random number in [0, 1). The system seeds the hasher, which is random enough for
/// jitter.
fn random_share() -> f64 {
    let random = RandomState::new().hash_one(0_u8);
    (random >> 11) as f64 / (1_u64 << 53) as f64
}

/// The retry budget of all calls. Each retry costs two units, each success earns one, and so does
/// the time, because a program that makes few calls has few successes.
///
/// In an outage the budget is soon used up, and most calls fail at once. A service that fails only
/// now and then never uses it up.
#[derive(Debug)]
struct Budget(Mutex<Purse>);

#[derive(Debug)]
struct Purse {
    left: u32,
    /// The time up to which the budget was refilled.
    refilled: Instant,
}

impl Budget {
    fn full() -> Self {
        Self(Mutex::new(Purse {
            left: FULL,
            refilled: Instant::now(),
        }))
    }

    fn earn(&self) {
        let mut purse = self.purse();
        purse.left = (purse.left + 1).min(FULL);
    }

    fn spend(&self) -> bool {
        let mut purse = self.purse();
        purse.refill();
        match purse.left.checked_sub(COST) {
            Some(rest) => {
                purse.left = rest;
                true
            }
            None => false,
        }
    }

    fn purse(&self) -> MutexGuard<'_, Purse> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Purse {
    fn refill(&mut self) {
        let units = self.refilled.elapsed().as_nanos() / REFILL.as_nanos();
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        self.left = self.left.saturating_add(units).min(FULL);
        // The rest of the time counts towards the next unit.
        self.refilled += REFILL.saturating_mul(units);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_spread_below_a_bound_that_doubles_up_to_the_longest() {
        for (made, bound) in [
            (1, 0.25),
            (2, 0.5),
            (5, 4.0),
            (9, 20.0),
            (4_000_000_000, 20.0),
        ] {
            let pauses: Vec<f64> = (0..200).map(|_| full_jitter(made).as_secs_f64()).collect();
            assert!(pauses.iter().all(|pause| (0.0..bound).contains(pause)));
            assert!(pauses.iter().any(|pause| *pause > bound / 2.0));
            assert!(pauses.iter().any(|pause| *pause < bound / 2.0));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_budget_refills_with_time_up_to_its_size() {
        let budget = Budget::full();
        while budget.spend() {}
        for _ in 0..5 {
            tokio::time::advance(Duration::from_millis(4900)).await;
            assert!(!budget.spend());
            tokio::time::advance(Duration::from_millis(100)).await;
            assert!(budget.spend());
        }
        tokio::time::advance(Duration::from_secs(24 * 3600)).await;
        assert_eq!((0..1000).filter(|_| budget.spend()).count(), 50);
    }

    #[test]
    fn the_budget_runs_dry_in_an_outage_and_lasts_when_a_fifth_of_the_calls_fail() {
        let outage = Budget::full();
        assert_eq!((0..1000).filter(|_| outage.spend()).count(), 50);
        outage.earn();
        assert!(!outage.spend());
        outage.earn();
        assert!(outage.spend());

        let rough = Budget::full();
        for _ in 0..10_000 {
            (0..4).for_each(|_| rough.earn());
            assert!(rough.spend());
        }
    }
}
