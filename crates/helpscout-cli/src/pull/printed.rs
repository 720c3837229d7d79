//! Prints the rows of a pull: all or none, or as messages with a state after each unit.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::rc::Rc;

use jiff::Timestamp;
use tokio::task::JoinSet;

use super::engine::{Engine, WriteTrouble, unwritten, write};
use super::failures::Failures;
use super::messages::Messages;
use super::rows::Rows;
use super::unit::Unit;
use crate::message::Failure;
use crate::output::Output;
use crate::spool::Spool;

/// What was printed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Printed {
    pub(super) units: usize,
    pub(super) rows: u64,
    pub(super) calls: u64,
}

/// Where rows go.
pub(super) enum Printer<'o> {
    /// To an output that is printed once it is complete.
    Rows(&'o mut Output),
    /// To stdout, as messages.
    Messages(Box<Messages>),
}

/// A unit whose rows wait for those before them.
struct Kept {
    unit: Unit,
    rows: KeptRows,
}

/// The rows of a unit.
struct KeptRows {
    tables: Vec<Spool>,
    count: u64,
    calls: u64,
    fetched_at: Timestamp,
}

impl Printer<'_> {
    async fn unit(&mut self, kept: Kept) -> Result<(), Failure> {
        let Kept { unit, mut rows } = kept;
        match self {
            Self::Rows(output) => {
                for spool in &mut rows.tables {
                    let reader = spool.reader();
                    let copied = reader.and_then(|mut reader| io::copy(&mut reader, *output));
                    copied.map_err(|error| output.failure(&error))?;
                }
                Ok(())
            }
            Self::Messages(messages) => {
                let has_rows = rows.count > 0;
                messages
                    .unit(&unit, rows.tables, has_rows, rows.fetched_at)
                    .await
            }
        }
    }
}

/// Prints the rows of units in their order. What was printed is in `printed`, also if this is dropped.
///
/// Rows without messages are all or none, so they end with the first unit that fails. Messages go on
/// with the others, because each state says which units were printed.
pub(super) async fn print(
    engine: Rc<Engine>,
    units: Vec<Unit>,
    mut printer: Printer<'_>,
    printed: Rc<Cell<Printed>>,
) -> Result<(), Failure> {
    let at_once = engine.in_flight;
    let is_whole = matches!(printer, Printer::Rows(_));
    let mut units = VecDeque::from(units);
    let mut tasks = JoinSet::new();
    let mut failures = Failures::default();
    // Units that were started, and whether they are done. Those that failed have no rows.
    let (mut started, mut next) = (0_usize, 0_usize);
    let mut kept: BTreeMap<usize, Option<Kept>> = BTreeMap::new();
    loop {
        // Those that are kept need memory, so they are not more than are fetched at once.
        while tasks.len() + kept.len() < 2 * at_once
            && tasks.len() < at_once
            && !failures.is_stopped()
            && (failures.is_empty() || !is_whole)
            && let Some(unit) = units.pop_front()
        {
            if !failures.lets(&unit.key) {
                continue;
            }
            let engine = Rc::clone(&engine);
            let at = started;
            started += 1;
            tasks.spawn_local(async move {
                let kept = keep(&engine, &unit, at == 0).await;
                (at, unit, kept)
            });
        }
        let Some(ended) = tasks.join_next().await else {
            break;
        };
        let (at, unit, rows) =
            ended.map_err(|_| Failure::not_done("a task ended without a result"))?;
        let rows = match rows {
            Ok(rows) => {
                engine.course.unit(1, rows.calls);
                failures.succeed(&unit.key);
                Some(Kept { unit, rows })
            }
            Err(failure) => {
                failures.add(&unit, failure);
                None
            }
        };
        kept.insert(at, rows);
        while let Some(rows) = kept.remove(&next) {
            next += 1;
            let Some(rows) = rows else {
                if is_whole {
                    return Err(ended_by(failures, &engine));
                }
                continue;
            };
            let before = printed.get();
            let after = Printed {
                units: before.units + 1,
                rows: before.rows + rows.rows.count,
                calls: before.calls + rows.rows.calls,
            };
            printer.unit(rows).await?;
            printed.set(after);
        }
    }
    if let Printer::Messages(messages) = &mut printer {
        messages.end().await?;
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(ended_by(failures, &engine))
    }
}

/// Warns of all failures but the one that matters most.
fn ended_by(failures: Failures, engine: &Engine) -> Failure {
    let (worst, others) = failures.told();
    for other in others {
        engine.course.warning(&other);
    }
    worst
}

async fn keep(engine: &Engine, unit: &Unit, is_first: bool) -> Result<KeptRows, Failure> {
    let request = unit.request(&engine.asked);
    let mut rows = Rows::of(&engine.client, request.clone());
    loop {
        let spools = unit.source.tables.iter().map(|_| Spool::new()).collect();
        match write(engine, unit, &mut rows, spools, is_first).await {
            Ok(Some((tables, fetched_at))) => {
                return Ok(KeptRows {
                    count: tables.iter().map(|table| table.rows).sum(),
                    tables: tables.into_iter().map(|table| table.out).collect(),
                    calls: rows.calls(),
                    fetched_at,
                });
            }
            Ok(None) => {}
            Err(WriteTrouble::Failure(failure)) => return Err(failure),
            Err(WriteTrouble::Rows(error)) => return Err(unwritten(&request, &error)),
        }
    }
}
