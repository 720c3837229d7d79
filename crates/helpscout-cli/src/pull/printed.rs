//! Prints the rows of a pull: all or none, or as messages with a state after each unit.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::rc::Rc;

use jiff::Timestamp;
use tokio::task::JoinSet;

use super::engine::{Engine, WriteTrouble, unwritten, write};
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

/// The rows of a unit that wait for those before them.
struct Kept {
    unit: Unit,
    tables: Vec<Spool>,
    rows: u64,
    calls: u64,
    fetched_at: Timestamp,
}

impl Printer<'_> {
    async fn unit(&mut self, mut kept: Kept) -> Result<(), Failure> {
        match self {
            Self::Rows(output) => {
                for spool in &mut kept.tables {
                    let reader = spool.reader();
                    let copied = reader.and_then(|mut reader| io::copy(&mut reader, *output));
                    copied.map_err(|error| output.failure(&error))?;
                }
                Ok(())
            }
            Self::Messages(messages) => {
                let has_rows = kept.rows > 0;
                let Kept { unit, tables, .. } = kept;
                messages
                    .unit(&unit, tables, has_rows, kept.fetched_at)
                    .await
            }
        }
    }
}

/// Prints the rows of units in their order. What was printed is in `printed`, also if this is dropped.
pub(super) async fn print(
    engine: Rc<Engine>,
    units: Vec<Unit>,
    mut printer: Printer<'_>,
    printed: Rc<Cell<Printed>>,
) -> Result<(), Failure> {
    let at_once = engine.in_flight;
    let mut units: VecDeque<(usize, Unit)> = units.into_iter().enumerate().collect();
    let mut tasks = JoinSet::new();
    let mut kept: BTreeMap<usize, Result<Kept, Failure>> = BTreeMap::new();
    loop {
        // Those that are kept need memory, so they are not more than are fetched at once.
        while tasks.len() + kept.len() < 2 * at_once
            && tasks.len() < at_once
            && let Some((at, unit)) = units.pop_front()
        {
            let engine = Rc::clone(&engine);
            tasks.spawn_local(async move {
                let place = unit.key.to_string();
                let kept = keep(&engine, unit, at == 0).await;
                (at, kept.map_err(|failure| failure.at(&place)))
            });
        }
        let Some(ended) = tasks.join_next().await else {
            return match printer {
                Printer::Messages(mut messages) => messages.end().await,
                Printer::Rows(_) => Ok(()),
            };
        };
        let (at, rows) = ended.map_err(|_| Failure::not_done("a task ended without a result"))?;
        match &rows {
            Ok(rows) => engine.course.unit(1, rows.calls),
            // Those before it are printed all the same. All of them are fetched already, or just now.
            Err(_) => units.clear(),
        }
        kept.insert(at, rows);
        while let Some(rows) = kept.remove(&printed.get().units) {
            let rows = rows?;
            let before = printed.get();
            let after = Printed {
                units: before.units + 1,
                rows: before.rows + rows.rows,
                calls: before.calls + rows.calls,
            };
            printer.unit(rows).await?;
            printed.set(after);
        }
    }
}

async fn keep(engine: &Engine, unit: Unit, is_first: bool) -> Result<Kept, Failure> {
    let request = unit.request(&engine.asked);
    let mut rows = Rows::of(&engine.client, request.clone());
    loop {
        let spools = unit.source.tables.iter().map(|_| Spool::new()).collect();
        match write(engine, &unit, &mut rows, spools, is_first).await {
            Ok(Some((tables, fetched_at))) => {
                return Ok(Kept {
                    rows: tables.iter().map(|table| table.rows).sum(),
                    tables: tables.into_iter().map(|table| table.out).collect(),
                    calls: rows.calls(),
                    fetched_at,
                    unit,
                });
            }
            Ok(None) => {}
            Err(WriteTrouble::Failure(failure)) => return Err(failure),
            Err(WriteTrouble::Rows(error)) => return Err(unwritten(&request, &error)),
        }
    }
}
