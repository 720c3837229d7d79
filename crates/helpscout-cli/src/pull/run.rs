//! The steps of a pull.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use helpscout_command::Format;
use helpscout_pull::{Folder, Plan};
use jiff::Timestamp;
use tokio::task::LocalSet;

use super::asked::{AskedPull, Place};
use super::bookmarks::Bookmarks;
use super::course::Course;
use super::engine::{self, Engine};
use super::estimate::Estimate;
use super::failures::ends_all;
use super::form::PullFormat;
use super::messages::Messages;
use super::outcome::{self, Outcomes};
use super::pipes::Pipes;
use super::plan;
use super::prepare::{Limits, Prepared};
use super::printed::{self, Printed, Printer};
use super::tally::Tally;
use super::trouble;
use super::unit::{Unit, due};
use super::warnings;
use crate::connect::Service;
use crate::interrupt::Session;
use crate::message::Failure;
use crate::output::Output;
use crate::progress::Progress;

/// A run of the command, with everything checked that needs no request.
pub(super) struct Run {
    pub(super) asked: AskedPull,
    pub(super) limits: Limits,
    pub(super) service: Service,
    pub(super) session: Session,
    pub(super) progress: Rc<Progress>,
}

impl Run {
    /// Prints what would be fetched.
    pub(super) fn plan(self, place: Place<'_>, format: &str) -> Result<(), Failure> {
        let folder = match place.folder {
            Some(dir) => Plan::of(dir, place.state, self.asked.now),
            None => Ok(None),
        };
        let folder = folder.map_err(|error| trouble::failure(&error))?;
        let bookmarks = bookmarks(place, &self.session, &self.progress)?;
        let Self {
            asked,
            limits,
            service,
            session,
            progress,
        } = self;
        session.run(async {
            let prepared = Prepared::of(asked, service, limits, &progress).await?;
            let mut folder = folder;
            if let Some(folder) = &mut folder {
                let checked = folder.compare(&prepared.settings());
                checked.map_err(|error| trouble::failure(&error))?;
            }
            let there = folder.as_ref().map(Plan::holdings);
            let found = due(&prepared.sources, &prepared.asked, there);
            let (units, all) = found.map_err(|error| trouble::failure(&error))?;
            let fetched = units.iter().map(|unit| &unit.key).collect();
            let checked = folder
                .as_ref()
                .map(|folder| folder.check_unlisted(&fetched));
            checked
                .transpose()
                .map_err(|error| trouble::failure(&error))?;
            warnings::of_folder(there, &fetched, &prepared, &progress);
            warnings::of_target(&bookmarks, &prepared, &progress);
            let units = bookmarks.clone().due(&prepared, units)?;
            warnings::of_clock(&units, &prepared, &progress);
            let Prepared {
                asked,
                pace,
                account,
                ..
            } = prepared;
            let estimate = Estimate::of(&units, there, &pace);
            match format {
                "json" => plan::json(&units, account, &asked),
                _ => plan::words(&units, all, &asked, &estimate, &pace),
            }
        })
    }

    /// Pulls into a folder. `pipes` are told what happens.
    pub(super) fn into_folder(
        self,
        dir: &Path,
        state: Option<&Path>,
        pipes: Option<&Pipes>,
    ) -> Result<(), Failure> {
        let now = self.asked.now;
        let is_new = Folder::is_new(dir, state).map_err(|error| trouble::failure(&error))?;
        // A new folder is created once the account has said that all that was typed is right.
        let there = if is_new {
            None
        } else {
            Some(open(dir, state, now, &self.progress)?)
        };
        let Self {
            asked,
            limits,
            service,
            session,
            progress,
        } = self;
        let started = Instant::now();
        let tally = Rc::new(RefCell::new(Tally::default()));
        let ended = session.run(LocalSet::new().run_until(async {
            let prepared = Prepared::of(asked, service, limits, &progress).await?;
            let mut folder = match there {
                Some(folder) => folder,
                None => open(dir, state, now, &progress)?,
            };
            let settled = folder.settle(&prepared.settings());
            settled.map_err(|error| trouble::failure(&error))?;
            let found = due(&prepared.sources, &prepared.asked, Some(folder.holdings()));
            let (units, all) = found.map_err(|error| trouble::failure(&error))?;
            let fetched = units.iter().map(|unit| &unit.key).collect();
            let checked = folder.check_unlisted(&fetched);
            checked.map_err(|error| trouble::failure(&error))?;
            warnings::of_folder(Some(folder.holdings()), &fetched, &prepared, &progress);
            let estimate = Estimate::of(&units, Some(folder.holdings()), &prepared.pace);
            let count = units.len();
            let names = prepared.sources.iter();
            let names = names.map(|source| source.dataset.name.clone());
            tally.borrow_mut().expect(count, all, names);
            warnings::of_clock(&units, &prepared, &progress);
            if !units.is_empty() {
                let line = format!(
                    "{}: {}",
                    told(count, all),
                    estimate.sentence(&prepared.pace)
                );
                if let Some(pipes) = pipes {
                    pipes.log("INFO", &line);
                }
                progress.note(line);
                let engine = engine(&prepared, &progress, &units, &estimate, limits);
                let folder = Arc::new(Mutex::new(folder));
                let shared = Rc::clone(&engine);
                engine::into_folder(shared, folder, units, Rc::clone(&tally)).await;
                if !tally.borrow().failures.is_refused() {
                    let shown = engine.shown.take();
                    shown.warn(&prepared, &progress).await;
                }
            }
            Ok(())
        }));
        // Waits for what the disk has begun.
        drop(session);
        let outcomes = Outcomes {
            dir,
            tally: tally.take(),
            time: started.elapsed(),
            pipes,
        };
        outcomes.tell(ended, &progress)
    }

    /// Prints the rows, or messages with them.
    pub(super) fn print(self, place: Place<'_>) -> Result<(), Failure> {
        let mut bookmarks = bookmarks(place, &self.session, &self.progress)?;
        let Self {
            asked,
            limits,
            service,
            session,
            progress,
        } = self;
        let started = Instant::now();
        let is_singer = asked.format == PullFormat::Singer;
        let (mut output, mut messages) = match asked.format {
            PullFormat::Singer => (None, Some(Messages::open()?)),
            PullFormat::Csv => (Some(Output::open_stdout(Format::Csv, &session)?), None),
            _ => (Some(Output::open_stdout(Format::Ndjson, &session)?), None),
        };
        let printed = Rc::new(Cell::new(Printed::default()));
        let count = Cell::new(0);
        let ended = session.run(LocalSet::new().run_until(async {
            let prepared = Prepared::of(asked, service, limits, &progress).await?;
            let found = due(&prepared.sources, &prepared.asked, None);
            let (mut units, all) = found.map_err(|error| trouble::failure(&error))?;
            if is_singer {
                warnings::of_target(&bookmarks, &prepared, &progress);
                units = bookmarks.due(&prepared, units)?;
            }
            warnings::of_clock(&units, &prepared, &progress);
            count.set(units.len());
            let estimate = Estimate::of(&units, None, &prepared.pace);
            progress.note(if units.is_empty() {
                outcome::of_nothing(all, "the target")
            } else {
                let sentence = estimate.sentence(&prepared.pace);
                format!("{}: {sentence}", told(units.len(), all))
            });
            let engine = engine(&prepared, &progress, &units, &estimate, limits);
            let printer = match (&mut output, messages.take()) {
                (Some(output), _) => Printer::Rows(output),
                (None, Some(out)) => {
                    let started = Messages::start(out, &prepared.sources, bookmarks).await?;
                    Printer::Messages(Box::new(started))
                }
                (None, None) => return Err(Failure::not_done("stdout is not open")),
            };
            let shared = Rc::clone(&engine);
            let ended = printed::print(shared, units, printer, Rc::clone(&printed)).await;
            if !ended.as_ref().is_err_and(ends_all) {
                let shown = engine.shown.take();
                shown.warn(&prepared, &progress).await;
            }
            ended
        }));
        let done = printed.get();
        if is_singer && let Err(failure) = ended {
            return Err(outcome::of_messages(failure, done, count.get()));
        }
        ended?;
        Output::commit_all(output.into_iter().collect(), &session)?;
        if count.get() > 0 {
            progress.note(outcome::of_printed(done, started.elapsed()));
        }
        Ok(())
    }
}

/// Opens a folder to pull into, and says what was done there.
fn open(
    dir: &Path,
    state: Option<&Path>,
    now: Timestamp,
    progress: &Progress,
) -> Result<Folder, Failure> {
    let folder = Folder::open(dir, state, now).map_err(|error| trouble::failure(&error))?;
    for note in folder.notes() {
        progress.warning(note);
    }
    Ok(folder)
}

/// Returns what a target has.
fn bookmarks(
    place: Place<'_>,
    session: &Session,
    progress: &Progress,
) -> Result<Bookmarks, Failure> {
    let Some(path) = place.bookmarks.map(Path::to_owned) else {
        return Ok(Bookmarks::default());
    };
    // It may be a pipe, whose other end writes late.
    let (bookmarks, note) = session.run_blocking(move || Bookmarks::read(&path))??;
    if let Some(note) = note {
        progress.warning(note);
    }
    Ok(bookmarks)
}

fn engine(
    prepared: &Prepared,
    progress: &Rc<Progress>,
    units: &[Unit],
    estimate: &Estimate,
    limits: Limits,
) -> Rc<Engine> {
    Rc::new(Engine {
        client: prepared.connection.client.clone(),
        asked: Rc::clone(&prepared.asked),
        account: prepared.account,
        course: Rc::new(Course::new(progress, units.len(), estimate.calls)),
        in_flight: limits.in_flight,
        shown: RefCell::default(),
    })
}

/// Says how many units are fetched.
fn told(due: usize, all: usize) -> String {
    let units = crate::message::counted(all, "unit");
    if due == all {
        format!("fetching {units}")
    } else {
        format!("fetching {due} of {units}")
    }
}
