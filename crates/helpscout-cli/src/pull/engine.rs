//! Fetches units, several at the same time, each straight into its files.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use helpscout_arrow::{Origin, RowsError};
use helpscout_pull::{CompleteFile, Entry, Error, Facts, Folder, Unfinished, UnfinishedFile};
use helpscout_reports::{Client, Request};
use jiff::Timestamp;
use tokio::task::JoinSet;

use super::asked::AskedPull;
use super::course::Course;
use super::rows::{Rows, RowsEvent};
use super::shown::Shown;
use super::tally::{Pulled, Tally};
use super::trouble;
use super::unit::Unit;
use super::write::{TableWriter, WrittenTable};
use crate::evidence::Evidence;
use crate::message::{Failure, printable};

/// What all units of a pull share.
pub(super) struct Engine {
    pub(super) client: Client,
    pub(super) asked: Rc<AskedPull>,
    pub(super) account: i64,
    pub(super) course: Rc<Course>,
    /// The number of calls that may be in flight.
    pub(super) in_flight: usize,
    /// What the answers show about the IDs that were typed.
    pub(super) shown: RefCell<Shown>,
}

/// A folder that the tasks of a pull share.
pub(super) type SharedFolder = Arc<Mutex<Folder>>;

/// Waits for the folder, which is in use only while files are put in their places.
pub(super) fn lock(folder: &SharedFolder) -> MutexGuard<'_, Folder> {
    folder.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Fetches units into a folder. What came of them is in `tally`, also if this is dropped.
pub(super) async fn into_folder(
    engine: Rc<Engine>,
    folder: SharedFolder,
    units: Vec<Unit>,
    tally: Rc<RefCell<Tally>>,
) {
    let mut units = VecDeque::from(units);
    let mut tasks = JoinSet::new();
    // While some units wait for the disk, as many others are fetched.
    let at_once = 2 * engine.in_flight;
    let placed = Arc::clone(&tally.borrow().placed);
    loop {
        while tasks.len() < at_once
            && !tally.borrow().failures.is_stopped()
            && let Some(unit) = units.pop_front()
        {
            if !tally.borrow_mut().failures.lets(&unit.key) {
                continue;
            }
            let (engine, folder) = (Rc::clone(&engine), Arc::clone(&folder));
            let placed = Arc::clone(&placed);
            tasks.spawn_local(async move {
                let pulled = pull(&engine, &folder, &unit, placed).await;
                (unit, pulled)
            });
        }
        let Some(ended) = tasks.join_next().await else {
            return;
        };
        let mut tally = tally.borrow_mut();
        match ended {
            Ok((unit, Ok(pulled))) => {
                tally.add(&unit, &pulled);
                engine
                    .course
                    .unit(unit.calls.unwrap_or(1), pulled.facts.calls);
            }
            Ok((unit, Err(failure))) => tally.failures.add(&unit, failure),
            Err(_) => tally.failures.end("a task ended without a result"),
        }
    }
}

/// Fetches a unit, puts its files in their places, and counts it there.
async fn pull(
    engine: &Engine,
    folder: &SharedFolder,
    unit: &Unit,
    placed: Arc<AtomicUsize>,
) -> Result<Pulled, Failure> {
    let request = unit.request(&engine.asked);
    let mut rows = Rows::of(&engine.client, request.clone());
    let (unfinished, tables, fetched_at) = loop {
        let (unfinished, files) = start(folder, unit).await?;
        match write(engine, unit, &mut rows, files, true).await {
            Ok(Some((tables, fetched_at))) => break (unfinished, tables, fetched_at),
            Ok(None) => {}
            Err(WriteTrouble::Failure(failure)) => return Err(failure),
            Err(WriteTrouble::Rows(error)) => {
                return Err(match unfinished.trouble() {
                    Some(error) => trouble::failure(&error),
                    None => unwritten(&request, &error),
                });
            }
        }
    };
    let facts = Facts {
        interval: unit.interval(),
        request: shown(&request),
        fetched_at,
        calls: rows.calls(),
        pages: rows.pages,
    };
    let count = tables.iter().map(|table| table.rows).sum();
    let folder = Arc::clone(folder);
    let of_finish = facts.clone();
    let (outcome, bytes) = on_disk(move || {
        let complete = |table: WrittenTable<UnfinishedFile>| {
            let WrittenTable {
                out, rows, digest, ..
            } = table;
            out.complete(rows, digest)
        };
        let files = tables.into_iter().map(complete);
        let files = files.collect::<Result<Vec<CompleteFile>, _>>()?;
        let mut folder = lock(&folder);
        let outcome = folder.finish(&unfinished, files, &of_finish)?;
        placed.fetch_add(1, Ordering::SeqCst);
        let entry = folder.entry(unfinished.key());
        Ok((outcome, entry.map_or(0, Entry::bytes)))
    })
    .await?;
    Ok(Pulled {
        outcome,
        bytes,
        rows: count,
        facts,
    })
}

/// Starts the files of a unit.
async fn start(
    folder: &SharedFolder,
    unit: &Unit,
) -> Result<(Unfinished, Vec<UnfinishedFile>), Failure> {
    let folder = Arc::clone(folder);
    let key = unit.key.clone();
    let tables = unit.source.tables.iter();
    let names: Vec<Option<String>> = tables.map(|table| table.name.clone()).collect();
    on_disk(move || {
        let unfinished = lock(&folder).start(&key)?;
        let files = names.iter().map(|name| unfinished.create(name.as_deref()));
        let files = files.collect::<Result<_, _>>()?;
        Ok((unfinished, files))
    })
    .await
}

/// Works on the disk, which may take longer than the service, while other units are fetched. The work
/// is done even if nobody waits for it.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let worked = tokio::task::spawn_blocking(work).await;
    let worked = worked.map_err(|_| Failure::not_done("a task ended without a result"))?;
    worked.map_err(|error| trouble::failure(&error))
}

/// Why the rows of a unit were not written.
pub(super) enum WriteTrouble {
    Failure(Failure),
    Rows(RowsError),
}

impl From<RowsError> for WriteTrouble {
    fn from(error: RowsError) -> Self {
        Self::Rows(error)
    }
}

/// Writes the rows of a unit, each table to its destination. Returns `None` if the report has changed,
/// so that it has to be written again from its start.
pub(super) async fn write<W: std::io::Write + Send>(
    engine: &Engine,
    unit: &Unit,
    rows: &mut Rows,
    outs: Vec<W>,
    has_header: bool,
) -> Result<Option<(Vec<WrittenTable<W>>, Timestamp)>, WriteTrouble> {
    let tables = unit.source.tables.iter().zip(outs);
    let format = engine.asked.format;
    let writers = tables.map(|(table, out)| TableWriter::new(table, format, has_header, out));
    let mut writers = writers.collect::<Result<Vec<_>, _>>()?;
    let mut origin = Origin {
        account: engine.account,
        member: unit.key.member.as_ref().map(|member| member.id),
        window: unit
            .interval()
            .map(|interval| (interval.start, interval.last)),
        fetched_at: Timestamp::UNIX_EPOCH,
    };
    let mut calls = rows.calls();
    engine.shown.borrow_mut().add(unit, Evidence::Nothing);
    loop {
        let next = rows.next().await.map_err(WriteTrouble::Failure)?;
        if let Some(fetched_at) = rows.fetched_at {
            origin.fetched_at = fetched_at;
        }
        match next {
            Some(RowsEvent::Rows(tables)) => {
                engine.shown.borrow_mut().add(unit, rows.evidence);
                let count: usize = tables.iter().map(Vec::len).sum();
                engine.course.page(count, rows.calls() - calls);
                calls = rows.calls();
                for (writer, rows) in writers.iter_mut().zip(&tables) {
                    writer.rows(rows, &origin)?;
                }
            }
            Some(RowsEvent::Restart(reason)) => {
                engine
                    .course
                    .note(format!("{}: {reason}; reading it again", unit.key));
                return Ok(None);
            }
            None => break,
        }
    }
    let written = writers.into_iter().map(TableWriter::finish);
    let written = written.collect::<Result<Vec<_>, _>>()?;
    for (table, written) in unit.source.tables.iter().zip(&written) {
        for (key, name) in &written.renamed {
            engine.course.note_once(format!(
                "{}: rows have {}, which is not documented and the name of another column; it is \
                 called {}",
                table.stream,
                printable(key),
                printable(name)
            ));
        }
    }
    Ok(Some((written, origin.fetched_at)))
}

/// Returns the failure for rows that can't be written.
pub(super) fn unwritten(request: &Request, error: &RowsError) -> Failure {
    let id = request.operation().id;
    match error {
        RowsError::Misfit(_) => Failure::undocumented(format!("{id}: {error}")).help(
            "the service answers otherwise than it documents; --format ndjson takes rows as they are",
        ),
        RowsError::NotAnObject(_) => Failure::undocumented(format!("{id}: {error}")),
        error => Failure::not_done(format!("{id}: {error}")),
    }
}

/// Returns a request as people read it: its path and its query.
pub(super) fn shown(request: &Request) -> String {
    let operation = request.operation();
    let mut path = operation.path.to_owned();
    let mut query = Vec::new();
    for (name, value) in request.query().iter() {
        let place = format!("{{{name}}}");
        if path.contains(&place) {
            path = path.replace(&place, value);
        } else {
            query.push(format!("{name}={value}"));
        }
    }
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.join("&"))
    }
}
