//! How far a pull is: units, rows, calls, waits and the time that is left, in a bar.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;
use std::time::{Duration, Instant};

use helpscout_reports::Seconds;

use crate::message::counted;
use crate::progress::Progress;

/// How far a pull is.
pub(super) struct Course {
    progress: Rc<Progress>,
    units: usize,
    done: Cell<usize>,
    rows: Cell<u64>,
    calls: Cell<u64>,
    /// The number of calls that all units take, as far as that is known.
    expected: Cell<u64>,
    started: Instant,
    /// What is said no second time.
    noted: RefCell<HashSet<String>>,
}

impl Course {
    pub(super) fn new(progress: &Rc<Progress>, units: usize, expected: u64) -> Self {
        Self {
            progress: Rc::clone(progress),
            units,
            done: Cell::new(0),
            rows: Cell::new(0),
            calls: Cell::new(0),
            expected: Cell::new(expected),
            started: Instant::now(),
            noted: RefCell::default(),
        }
    }

    /// Counts an answer with these rows, and the calls that were made since the last one.
    pub(super) fn page(&self, rows: usize, calls: u64) {
        self.rows.set(self.rows.get() + rows as u64);
        self.calls.set(self.calls.get() + calls);
        self.show();
    }

    /// Counts a unit that is in its place, and the calls it took instead of those that were expected.
    pub(super) fn unit(&self, expected: u64, calls: u64) {
        self.done.set(self.done.get() + 1);
        self.expected
            .set((self.expected.get() + calls).saturating_sub(expected));
        self.show();
    }

    pub(super) fn note(&self, line: String) {
        self.progress.note(line);
    }

    pub(super) fn warning(&self, line: &str) {
        self.progress.warning(line);
    }

    /// Notes what many units have in common, the first time that it is said.
    pub(super) fn note_once(&self, line: String) {
        if self.noted.borrow_mut().insert(line.clone()) {
            self.note(line);
        }
    }

    fn show(&self) {
        let (calls, expected) = (self.calls.get(), self.expected.get());
        let all = expected.max(calls);
        let mut text = vec![
            format!("{} of {}", self.done.get(), counted(self.units, "unit")),
            counted(self.rows.get(), "row"),
            counted(calls, "call"),
        ];
        let waited = self.progress.waited();
        if waited >= Duration::from_secs(1) {
            text.push(format!("waited {}", rounded(waited)));
        }
        if calls > 0 && all > calls {
            let left = self.started.elapsed().as_secs_f64() / calls as f64;
            let left = Duration::try_from_secs_f64(left * (all - calls) as f64);
            text.extend(left.map(|left| format!("about {} left", rounded(left))));
        }
        self.progress.pull(calls, all, text.join(", "));
    }
}

/// Returns a length in whole seconds, as people read it.
pub(super) fn rounded(length: Duration) -> String {
    let seconds = length.as_secs_f64().ceil();
    if seconds < 120.0 {
        format!("{seconds} s")
    } else {
        Seconds(seconds).to_string()
    }
}
