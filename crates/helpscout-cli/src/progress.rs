//! The progress of a command: a bar on stderr while pages arrive, if stderr is a terminal.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fmt, io};

use helpscout_reports::{Position, Wait, WaitReason};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::message::{is_json, note, warning};
use crate::trace;
use crate::waits::{Waits, told};

#[cfg(feature = "mcp")]
mod listener;

#[cfg(feature = "mcp")]
pub(crate) use self::listener::{Listener, News, Read, Standing};

/// A progress bar. Dropping it clears it.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    quiet: bool,
    waited: Arc<Mutex<Waited>>,
    /// Which of several reports is read, such as `user 2 of 3`.
    report: Mutex<Option<String>>,
    /// Where notes and numbers of rows go instead of stderr, if they do.
    #[cfg(feature = "mcp")]
    listener: Option<Arc<Listener>>,
}

/// How long calls have waited. Calls that wait at the same time count once.
#[derive(Debug, Default)]
struct Waited {
    length: Duration,
    until: Option<Instant>,
}

impl Waited {
    fn add(&mut self, now: Instant, length: Duration) {
        let from = self.until.map_or(now, |until| until.max(now));
        let until = now.checked_add(length).unwrap_or(from);
        self.length += until.saturating_duration_since(from);
        self.until = Some(until.max(from));
    }
}

impl Progress {
    /// Creates a progress that prints nothing but waits: the listener hears everything.
    #[cfg(feature = "mcp")]
    pub(crate) fn kept(listener: Arc<Listener>) -> Self {
        Self {
            bar: ProgressBar::hidden(),
            quiet: false,
            waited: Arc::default(),
            report: Mutex::default(),
            listener: Some(listener),
        }
    }

    /// Returns the notes and warnings that were kept.
    #[cfg(feature = "mcp")]
    pub(crate) fn notes(&self) -> Vec<String> {
        let listener = self.listener.as_ref();
        listener
            .map(|listener| listener.notes())
            .unwrap_or_default()
    }

    /// Returns who hears of this progress, if somebody does.
    #[cfg(feature = "mcp")]
    pub(crate) fn listener(&self) -> Option<&Arc<Listener>> {
        self.listener.as_ref()
    }

    /// Says that the command reads a single report, so that the number of its rows is that of all.
    pub(crate) fn reads_one(&self) {
        #[cfg(feature = "mcp")]
        if let Some(listener) = &self.listener {
            listener.reads_one();
        }
    }

    /// Keeps a line, and returns whether somebody listens.
    #[cfg(feature = "mcp")]
    fn keeps(&self, line: &str) -> bool {
        let Some(listener) = &self.listener else {
            return false;
        };
        listener.note(line);
        true
    }

    #[cfg(not(feature = "mcp"))]
    fn keeps(&self, _line: &str) -> bool {
        false
    }

    #[cfg(feature = "mcp")]
    fn tell(&self, done: usize, all: Option<usize>, what: &str) {
        if let Some(listener) = &self.listener {
            listener.read(done, all, what);
        }
    }

    #[cfg(not(feature = "mcp"))]
    fn tell(&self, _done: usize, _all: Option<usize>, _what: &str) {}

    pub(crate) fn start(quiet: bool) -> Self {
        let target =
            if quiet || is_json() || trace::is_on() || !helpscout_stdout::can_move(&io::stderr()) {
                ProgressDrawTarget::hidden()
            } else {
                ProgressDrawTarget::stderr()
            };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(style("{spinner} {msg}"));
        bar.set_message("waiting for the answer");
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self {
            bar,
            quiet,
            waited: Arc::default(),
            report: Mutex::default(),
            #[cfg(feature = "mcp")]
            listener: None,
        }
    }

    /// Says which of several reports the next pages are of, such as `user 2 of 3`.
    pub(crate) fn reads(&self, report: Option<String>) {
        let mut current = self.report.lock().unwrap_or_else(PoisonError::into_inner);
        *current = report;
    }

    /// Shows that a page arrived, and how many rows there are now.
    pub(crate) fn page(&self, rows: usize, position: Position) {
        let all = position.total_rows();
        let report = self.report.lock().unwrap_or_else(PoisonError::into_inner);
        let (what, of_report) = match report.as_deref() {
            Some(report) => (format!("rows of {report}"), format!(", {report}")),
            None => ("rows".to_owned(), String::new()),
        };
        drop(report);
        self.tell(rows, all.and_then(|all| usize::try_from(all).ok()), &what);
        let page = match position.total_pages() {
            Some(pages) => format!("page {} of {pages}{of_report}", position.page),
            None => format!("page {}{of_report}", position.page),
        };
        let Some(count) = position.total_rows() else {
            self.bar.set_message(format!("{rows} rows, {page}"));
            return;
        };
        if self.bar.length().is_none() {
            self.bar.set_style(style("{spinner} {bar:30} {msg}"));
        }
        self.bar.set_length(u64::try_from(count).unwrap_or(0));
        self.bar.set_position(rows as u64);
        self.bar
            .set_message(format!("{rows} of {count} rows, {page}"));
    }

    /// Shows how many of several reports were read.
    pub(crate) fn part(&self, title: &str, read: usize, all: usize) {
        self.tell(read, Some(all), title);
        self.bar.unset_length();
        self.bar.set_style(style("{spinner} {msg}"));
        self.bar.set_message(format!("{title} {read} of {all}"));
    }

    /// Shows how many of the expected calls of a pull were made.
    pub(crate) fn pull(&self, calls: u64, expected: u64, text: String) {
        if self.bar.length().is_none() {
            self.bar.set_style(style("{spinner} {bar:20} {msg}"));
        }
        self.bar.set_length(expected);
        self.bar.set_position(calls);
        self.bar.set_message(text);
    }

    /// Returns how long calls have waited for the rate limit, or for another attempt.
    pub(crate) fn waited(&self) -> Duration {
        let waited = self.waited.lock();
        waited.unwrap_or_else(PoisonError::into_inner).length
    }

    /// Prints a note above the bar, unless the command is quiet.
    pub(crate) fn note(&self, line: String) {
        if !self.quiet && !self.keeps(&line) {
            self.bar.suspend(|| note(line));
        }
    }

    /// Prints a warning above the bar.
    pub(crate) fn warning(&self, text: impl fmt::Display) {
        let text = text.to_string();
        if !self.keeps(&text) {
            self.bar.suspend(|| warning(text));
        }
    }

    /// Returns whether only errors are printed.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Returns what the client calls when it pauses before another attempt.
    pub(crate) fn on_wait(&self) -> impl Fn(&Wait) + Send + Sync + 'static {
        let (bar, quiet) = (self.bar.clone(), self.quiet);
        let waits = Mutex::new(Waits::default());
        let waited = Arc::clone(&self.waited);
        #[cfg(feature = "mcp")]
        let listener = self.listener.clone();
        move |wait| {
            // That was asked for.
            if wait.reason == WaitReason::Pace {
                return;
            }
            #[cfg(feature = "mcp")]
            if let Some(listener) = &listener {
                listener.waits(wait.reason, wait.length);
            }
            let mut total = waited.lock().unwrap_or_else(PoisonError::into_inner);
            total.add(Instant::now(), wait.length);
            let mut waits = waits.lock().unwrap_or_else(PoisonError::into_inner);
            if quiet || !waits.is_news(wait, Instant::now()) {
                return;
            }
            if bar.is_hidden() {
                note(told(wait.reason, wait.length));
            } else {
                bar.set_message(told(wait.reason, wait.length));
            }
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
