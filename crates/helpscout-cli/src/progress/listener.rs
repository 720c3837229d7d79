//! Who hears of the progress of a command that prints nothing, such as a call of a tool.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use helpscout_reports::WaitReason;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::waits::{Waits, told};

/// A wait of more than a year counts as a year.
const LONGEST: Duration = Duration::from_secs(365 * 86_400);

/// Keeps the notes of a command, and tells how far it is.
#[derive(Debug)]
pub(crate) struct Listener {
    notes: Mutex<Vec<String>>,
    news: UnboundedSender<News>,
    standing: watch::Sender<Standing>,
    waits: Mutex<Waits>,
    /// Whether the command reads a single report.
    reads_one: AtomicBool,
    /// Others whose commands wait whenever this one's does.
    others: Mutex<Vec<Weak<Listener>>>,
}

/// What a listener hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum News {
    Read(Read),
    /// Why and how long a request waits, in words.
    Wait(String),
}

/// How much of a report was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    /// The number of rows, or of parts.
    pub(crate) done: usize,
    /// The number of all, if it is known.
    pub(crate) all: Option<usize>,
    /// What is counted, such as `rows`.
    pub(crate) what: String,
    /// Whether the command reads nothing else.
    pub(crate) is_only: bool,
}

/// How far a command is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    /// The wait that ends last, and when it ends. It may have ended.
    pub(crate) wait: Option<(WaitReason, Instant)>,
    /// How much was read, and when.
    pub(crate) read: Option<(Read, Instant)>,
}

impl Listener {
    /// Creates a listener. `news` gets what it hears.
    pub(crate) fn new(news: UnboundedSender<News>) -> Self {
        Self {
            notes: Mutex::default(),
            news,
            standing: watch::Sender::default(),
            waits: Mutex::default(),
            reads_one: AtomicBool::new(false),
            others: Mutex::default(),
        }
    }

    /// Tells the other listener of the waits that this one hears of, and of one that goes on.
    pub(crate) fn passes_waits_to(&self, other: &Arc<Self>) {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        others.retain(|other| other.strong_count() > 0);
        others.push(Arc::downgrade(other));
        drop(others);
        let wait = self.standing.borrow().wait;
        if let Some((reason, until)) = wait {
            let left = until.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                other.waits(reason, left);
            }
        }
    }

    /// Returns how far the command is, and what changes it.
    pub(crate) fn standing(&self) -> watch::Receiver<Standing> {
        self.standing.subscribe()
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let notes = self.notes.lock();
        notes.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn note(&self, line: &str) {
        let notes = self.notes.lock();
        let mut notes = notes.unwrap_or_else(PoisonError::into_inner);
        notes.push(line.to_owned());
    }

    pub(super) fn reads_one(&self) {
        self.reads_one.store(true, Ordering::Relaxed);
    }

    pub(super) fn read(&self, done: usize, all: Option<usize>, what: &str) {
        let read = Read {
            done,
            all,
            what: what.to_owned(),
            is_only: self.reads_one.load(Ordering::Relaxed),
        };
        let now = Instant::now();
        self.standing
            .send_modify(|standing| standing.read = Some((read.clone(), now)));
        // Nobody may be interested any more.
        let _ = self.news.send(News::Read(read));
    }

    /// Hears that a request waits.
    pub(super) fn waits(&self, reason: WaitReason, length: Duration) {
        let now = Instant::now();
        let end = now + length.min(LONGEST);
        self.standing.send_if_modified(|standing| {
            let is_later = standing.wait.is_none_or(|(_, until)| until < end);
            if is_later {
                standing.wait = Some((reason, end));
            }
            is_later
        });
        let mut waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        if waits.is_new(reason, length, now.into_std()) {
            let _ = self.news.send(News::Wait(told(reason, length)));
        }
        drop(waits);
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        for other in others.iter().filter_map(Weak::upgrade) {
            other.waits(reason, length);
        }
    }
}
