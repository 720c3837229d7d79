//! Prints the rows of a pull, all or none.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::rc::Rc;

use tokio::task::JoinSet;

use super::engine::{Engine, WriteTrouble, unwritten, write};
use super::form::PullFormat;
use super::rows::Rows;
use super::singer;
use super::unit::{Source, Unit};
use crate::message::Failure;
use crate::output::Output;
use crate::spool::Spool;

/// What was printed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Printed {
    pub(super) rows: u64,
    pub(super) calls: u64,
}

/// The rows of a unit that wait for those before them.
struct Kept {
    tables: Vec<Spool>,
    rows: u64,
    calls: u64,
}

/// Writes the rows of units in their order.
pub(super) async fn into_output(
    engine: Rc<Engine>,
    sources: &[Rc<Source>],
    units: Vec<Unit>,
    output: &mut Output,
) -> Result<Printed, Failure> {
    let is_singer = engine.asked.format == PullFormat::Singer;
    if is_singer {
        let schemas = singer::schemas(sources);
        let written = output.write_all(schemas.as_bytes());
        written.map_err(|error| output.failure(&error))?;
    }
    let at_once = engine.in_flight;
    let mut units: VecDeque<(usize, Unit)> = units.into_iter().enumerate().collect();
    let mut tasks = JoinSet::new();
    let mut kept: BTreeMap<usize, Kept> = BTreeMap::new();
    let mut printed = Printed::default();
    let mut next = 0;
    loop {
        // Those that are kept need memory, so they are not more than are fetched at once.
        while tasks.len() + kept.len() < 2 * at_once
            && tasks.len() < at_once
            && let Some((at, unit)) = units.pop_front()
        {
            let engine = Rc::clone(&engine);
            tasks.spawn_local(async move { (at, keep(&engine, &unit, at == 0).await, unit) });
        }
        let Some(ended) = tasks.join_next().await else {
            if is_singer {
                let state = singer::state(sources, engine.account, &engine.asked);
                let written = output.write_all(state.as_bytes());
                written.map_err(|error| output.failure(&error))?;
            }
            return Ok(printed);
        };
        let ended = ended.map_err(|_| Failure::not_done("a task ended without a result"))?;
        let (at, rows, unit) = ended;
        let rows = rows.map_err(|failure| failure.at(&unit.key.to_string()))?;
        engine.course.unit(1, rows.calls);
        kept.insert(at, rows);
        while let Some(mut rows) = kept.remove(&next) {
            for spool in &mut rows.tables {
                let reader = spool.reader();
                let copied = reader.and_then(|mut reader| io::copy(&mut reader, output));
                copied.map_err(|error| output.failure(&error))?;
            }
            printed.rows += rows.rows;
            printed.calls += rows.calls;
            next += 1;
        }
    }
}

async fn keep(engine: &Engine, unit: &Unit, is_first: bool) -> Result<Kept, Failure> {
    let request = unit.request(&engine.asked);
    let mut rows = Rows::of(&engine.client, request.clone());
    loop {
        let spools = unit.source.tables.iter().map(|_| Spool::new()).collect();
        match write(engine, unit, &mut rows, spools, is_first).await {
            Ok(Some((tables, _))) => {
                return Ok(Kept {
                    rows: tables.iter().map(|table| table.rows).sum(),
                    tables: tables.into_iter().map(|table| table.out).collect(),
                    calls: rows.calls,
                });
            }
            Ok(None) => {}
            Err(WriteTrouble::Failure(failure)) => return Err(failure),
            Err(WriteTrouble::Rows(error)) => return Err(unwritten(&request, &error)),
        }
    }
}
