//! Prints messages of the Singer protocol while later units are still fetched.
//!
//! A unit is printed once all of its records are there, and the state that counts it follows them. So
//! what was printed is right whenever the program ends.

use std::io::{self, ErrorKind, Write};
use std::rc::Rc;
use std::thread;

use helpscout_stdout::Stdout;
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::bookmarks::Bookmarks;
use super::singer;
use super::unit::{Source, Unit};
use crate::message::Failure;
use crate::spool::Spool;

/// Prints messages.
pub(super) struct Messages {
    /// Stdout, unless a thread is writing to it.
    out: Option<Stdout>,
    bookmarks: Bookmarks,
    /// Whether the state has changed since it was printed last.
    is_ahead: bool,
}

impl Messages {
    /// Opens stdout. Called before anything is fetched.
    pub(super) fn open() -> Result<Stdout, Failure> {
        Stdout::open().map_err(|error| failure(&error))
    }

    /// Prints the schema of each stream, and the state that the target has. Targets may take the first
    /// state that they see for one that holds already.
    pub(super) async fn start(
        out: Stdout,
        sources: &[Rc<Source>],
        bookmarks: Bookmarks,
    ) -> Result<Self, Failure> {
        let text = format!("{}{}", singer::schemas(sources), bookmarks.message());
        let mut messages = Self {
            out: Some(out),
            bookmarks,
            is_ahead: false,
        };
        messages.write(Vec::new(), text).await?;
        Ok(messages)
    }

    /// Prints the records of a unit, and the state with it. Without records, the state waits for the
    /// next unit.
    pub(super) async fn unit(
        &mut self,
        unit: &Unit,
        tables: Vec<Spool>,
        has_rows: bool,
        fetched_at: Timestamp,
    ) -> Result<(), Failure> {
        self.bookmarks.add(unit, fetched_at);
        self.is_ahead = true;
        if !has_rows {
            return Ok(());
        }
        let state = self.bookmarks.message();
        self.is_ahead = false;
        self.write(tables, state).await
    }

    /// Prints the last state.
    pub(super) async fn end(&mut self) -> Result<(), Failure> {
        if !self.is_ahead {
            return Ok(());
        }
        let state = self.bookmarks.message();
        self.write(Vec::new(), state).await
    }

    /// Writes in a thread of its own, because a target may take its time, and nobody waits for it if
    /// this process is asked to end.
    async fn write(&mut self, tables: Vec<Spool>, text: String) -> Result<(), Failure> {
        let Some(mut out) = self.out.take() else {
            return Err(Failure::not_done("stdout is in use"));
        };
        let (send, receive) = oneshot::channel();
        let thread = thread::Builder::new().spawn(move || {
            let written = copy(tables, &text, &mut out);
            // Nobody waits any more if the process was asked to end.
            let _ = send.send((out, written));
        });
        thread.map_err(|error| Failure::not_done(format!("can't start a thread: {error}")))?;
        let (out, written) = receive
            .await
            .map_err(|_| Failure::not_done("a thread ended without a result"))?;
        self.out = Some(out);
        written.map_err(|error| failure(&error))
    }
}

fn copy(tables: Vec<Spool>, text: &str, out: &mut Stdout) -> io::Result<()> {
    for mut spool in tables {
        io::copy(&mut spool.reader()?, out)?;
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Returns the failure for messages that can't be printed. The target has the reason if it has ended.
fn failure(error: &io::Error) -> Failure {
    if error.kind() == ErrorKind::BrokenPipe {
        return Failure::not_done(
            "the program that reads the messages has ended before the last one",
        );
    }
    Failure::not_done(format!("can't write to stdout: {error}"))
}
