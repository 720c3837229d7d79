//! Keeps calls within the account's rate limit, which its other apps share, within the pace that the
//! program allows, and within the number of calls that may be in flight.
//!
//! The budget learns from the headers of each response, and grants a permit for each request or
//! says when to ask again. All clones of a client share one budget. It keeps a reserve for the
//! account's other apps, and after a 429 it delays all calls until the service accepts them again.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout_at};

use crate::error::{Error, Kind};
use crate::headers::RateLimit;
use crate::retry::Attempts;
use crate::wait::{WaitReason, from_now};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
/// Responses to other calls may show a new minute before the estimate ends.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct RateBudget {
    reserve: u32,
    /// One permit for each call that may be in flight, given in the order of the requests for them.
    slots: Semaphore,
    state: Mutex<State>,
    /// Tells the calls that wait for their turn that one of them left.
    moved_up: Notify,
}

#[derive(Debug, Default)]
struct State {
    minute: Option<Minute>,
    held_until: Option<Instant>,
    in_flight: u32,
    pace: Option<Pace>,
    /// How long a minute of the service is.
    length: Duration,
}

/// The calls that the program itself allows, spread evenly over each minute.
#[derive(Debug)]
struct Pace {
    /// The time from one call to the next.
    interval: Duration,
    /// When the next call may be made.
    next: Option<Instant>,
    /// The numbers of the calls that wait for their turn, in their order.
    waiting: VecDeque<u64>,
    /// The number of the last call.
    number: u64,
}

/// The place of a call among those that wait for their turn, which it leaves when it is dropped.
struct Place<'a> {
    budget: &'a RateBudget,
    number: u64,
}

/// What a call that waits for its turn does next.
enum Turn {
    /// It is made, and its turn is taken.
    Taken,
    /// It waits again for a free call, because the service accepts none for a while.
    Held,
    At(Instant),
}

/// The current minute, as far as the responses tell.
#[derive(Debug)]
struct Minute {
    limit: u32,
    /// The lowest number that any response in it had.
    remaining: u32,
    /// When it has certainly ended, because it began no later than it was first seen.
    ends: Instant,
    most_in_flight: u32,
}

/// A permit for one request, which counts as in flight until it is dropped.
pub(crate) struct Permit<'a> {
    budget: &'a RateBudget,
    _slot: SemaphorePermit<'a>,
}

impl RateBudget {
    pub(crate) fn new(
        reserve: u32,
        calls_in_flight: usize,
        calls_per_minute: Option<u32>,
        length: Duration,
    ) -> Self {
        let pace = calls_per_minute.map(|calls| Pace {
            interval: MINUTE / calls.max(1),
            next: None,
            waiting: VecDeque::new(),
            number: 0,
        });
        Self {
            reserve,
            slots: Semaphore::new(calls_in_flight.min(Semaphore::MAX_PERMITS)),
            state: Mutex::new(State {
                pace,
                length,
                ..State::default()
            }),
            moved_up: Notify::new(),
        }
    }

    /// Waits until one more call may be in flight and leaves the reserve intact.
    ///
    /// # Errors
    /// Returns an error if that is after the deadline of the call.
    pub(crate) async fn admit(&self, attempts: &Attempts<'_>) -> Result<Permit<'_>, Error> {
        let mut announced = None;
        loop {
            // A free slot is given at once, without a timer. Calls that wait come first, because
            // the semaphore has no free slot as long as one waits.
            let slot = match self.slots.try_acquire() {
                Ok(slot) => slot,
                Err(_) => match timeout_at(attempts.deadline, self.slots.acquire()).await {
                    Ok(Ok(slot)) => slot,
                    Ok(Err(_)) | Err(_) => return Err(attempts.out_of_time()),
                },
            };
            let admitted = self.state().admit(self.reserve);
            let (until, reason) = match admitted {
                Ok(()) => {
                    let permit = Permit {
                        budget: self,
                        _slot: slot,
                    };
                    if self.keep_pace(attempts).await? {
                        return Ok(permit);
                    }
                    continue;
                }
                Err(later) => later,
            };
            // A call that waits for the next minute is not in flight.
            drop(slot);
            let wait = until.saturating_duration_since(Instant::now());
            if until >= attempts.deadline {
                return Err(attempts.finish(Error::new(Kind::NoCalls { wait, reason })));
            }
            if announced != Some(until) {
                attempts.announce(wait, reason);
                announced = Some(until);
            }
            tokio::time::sleep(wait.min(LONGEST_SLEEP)).await;
        }
    }

    /// Waits for the turn of the call, and takes it when it has come, so that a call that is dropped
    /// before uses up none. Its slot and its place in the minute are taken, so calls keep their order.
    /// Returns whether the call may still be made then.
    async fn keep_pace(&self, attempts: &Attempts<'_>) -> Result<bool, Error> {
        let number = self.state().line_up();
        let Some(number) = number else {
            return Ok(true);
        };
        let place = Place {
            budget: self,
            number,
        };
        let reason = WaitReason::Pace;
        let mut is_announced = false;
        loop {
            let moved_up = self.moved_up.notified();
            let turn = match self.state().turn(place.number) {
                Turn::Taken => return Ok(true),
                Turn::Held => return Ok(false),
                Turn::At(turn) => turn,
            };
            let wait = turn.saturating_duration_since(Instant::now());
            if turn >= attempts.deadline {
                return Err(attempts.finish(Error::new(Kind::NoCalls { wait, reason })));
            }
            if !is_announced {
                attempts.announce(wait, reason);
                is_announced = true;
            }
            let _ = timeout_at(turn, moved_up).await;
        }
    }

    /// Delays all calls because the service responded that there were too many.
    pub(crate) fn hold(&self, length: Duration) {
        let until = from_now(length);
        let mut state = self.state();
        state.held_until = state.held_until.max(Some(until));
        if let Some(minute) = &mut state.minute {
            minute.ends = until;
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl State {
    fn admit(&mut self, reserve: u32) -> Result<(), (Instant, WaitReason)> {
        let now = Instant::now();
        if let Some(until) = self.held_until.filter(|until| *until > now) {
            return Err((until, WaitReason::RateLimited));
        }
        if let Some(minute) = &mut self.minute {
            if minute.ends <= now {
                minute.renew(from_now(self.length), minute.limit);
            } else if minute.free(reserve) <= self.in_flight {
                return Err((minute.ends, WaitReason::Reserve));
            }
            minute.most_in_flight = minute.most_in_flight.max(self.in_flight + 1);
        }
        self.in_flight += 1;
        Ok(())
    }

    /// Puts a call behind those that wait for their turn, and returns its number. Returns `None` if
    /// calls have no pace.
    fn line_up(&mut self) -> Option<u64> {
        let pace = self.pace.as_mut()?;
        pace.number += 1;
        pace.waiting.push_back(pace.number);
        Some(pace.number)
    }

    /// Takes the turn of a call if it has come.
    fn turn(&mut self, number: u64) -> Turn {
        let now = Instant::now();
        // The response to a call before this one may have been a 429.
        if self.held_until.is_some_and(|until| until > now) {
            return Turn::Held;
        }
        let Some(pace) = &mut self.pace else {
            return Turn::Taken;
        };
        let before = pace.waiting.partition_point(|other| *other < number);
        // One that waits in front of this one has an interval of its own, also if it is not polled.
        let before = pace
            .interval
            .saturating_mul(u32::try_from(before).unwrap_or(u32::MAX));
        let turn = pace.next.map_or(now, |next| next + before);
        if turn > now {
            return Turn::At(turn);
        }
        pace.next = now.checked_add(pace.interval);
        Turn::Taken
    }

    fn observe(&mut self, reported: RateLimit) {
        let minute = self.minute.get_or_insert_with(|| Minute {
            limit: reported.limit,
            remaining: reported.remaining,
            ends: from_now(self.length),
            most_in_flight: self.in_flight,
        });
        minute.limit = reported.limit;
        // Responses can arrive out of order. A number that rises by more than that explains means a
        // new minute.
        if reported.remaining > minute.remaining.saturating_add(minute.most_in_flight) {
            minute.renew(from_now(self.length), reported.remaining);
        } else {
            minute.remaining = minute.remaining.min(reported.remaining);
        }
    }
}

impl Minute {
    fn renew(&mut self, ends: Instant, remaining: u32) {
        self.remaining = remaining;
        self.ends = ends;
        self.most_in_flight = 0;
    }

    /// Returns how many calls are free. A reserve of more than half the limit counts as half,
    /// because it would starve this client.
    fn free(&self, reserve: u32) -> u32 {
        self.remaining.saturating_sub(reserve.min(self.limit / 2))
    }
}

impl Permit<'_> {
    /// Learns from what a response reported.
    pub(crate) fn observe(&self, reported: RateLimit) {
        self.budget.state().observe(reported);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(pace) = &mut self.budget.state().pace {
            pace.waiting.retain(|number| *number != self.number);
        }
        self.budget.moved_up.notify_waiters();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.budget.state();
        state.in_flight = state.in_flight.saturating_sub(1);
    }
}
