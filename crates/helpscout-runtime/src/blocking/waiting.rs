//! Waits for a future on a thread that may wait.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use tokio::runtime::Handle;
use tokio::task::coop::poll_proceed;

/// Returns whether this thread is running a task of a tokio runtime, so that waiting would keep
/// other tasks from running.
///
/// A runtime is current on threads of `spawn_blocking` and within `block_in_place` as well, where
/// waiting is allowed. What tells them apart is the budget: tokio lets each task take a limited
/// number of steps before it must yield, and code that may block has no limit. So this takes more
/// steps than any budget has, and then gives them back.
pub(super) fn would_block_tasks() -> bool {
    // The budget of a task is at most this number, because tokio stores it in a byte.
    const MOST_STEPS: u8 = u8::MAX;
    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    // Dropping the first step restores the budget as it was before.
    let Poll::Ready(_first) = poll_proceed(&mut context) else {
        return true;
    };
    for _ in 0..MOST_STEPS {
        match poll_proceed(&mut context) {
            Poll::Ready(step) => step.made_progress(),
            Poll::Pending => return true,
        }
    }
    false
}

/// Waits on this thread until a future ends. The runtime of `handle` drives its I/O and timers.
///
/// This is like [`Handle::block_on`], which panics where tokio forbids waiting.
pub(super) fn wait_for<F: Future>(handle: &Handle, future: F) -> F::Output {
    let _runtime = handle.enter();
    let mut future = pin!(future);
    let signal = Arc::new(Signal::default());
    let waker = Waker::from(signal.clone());
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        signal.wait();
    }
}

/// Wakes the waiting thread.
#[derive(Default)]
struct Signal {
    is_set: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    /// Waits until the signal is set, and resets it.
    fn wait(&self) {
        let is_set = self.is_set.lock().unwrap_or_else(PoisonError::into_inner);
        let mut is_set = self
            .changed
            .wait_while(is_set, |is_set| !*is_set)
            .unwrap_or_else(PoisonError::into_inner);
        *is_set = false;
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        *self.is_set.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_one();
    }
}
