//! Compares two periods of a report whose answer has no place for another period.
//!
//! In: the same request for two periods. Out: every figure of both, side by side. `tally` counts
//! the rows of a period as they come, `figures` pairs the figures of two periods, `write` writes
//! them in each format for people and programs, and `digest` in those for reports. The description
//! alone decides what a figure is:
//!
//! - the number of rows;
//! - of each column of times and other numbers with a unit or a fraction: median, mean, and 90th
//!   percentile, with the number of values;
//! - of each column with a few known values: the number of rows with each value;
//! - of a list of counts, such as those of the hours of the week: each count.
//!
//! IDs, names and texts are not compared. `counted_rows` says which rows are counted: all, or those
//! that meet the conditions of `--where`.

mod both;
mod counted_rows;
mod digest;
mod figures;
mod figures_of_both;
mod tally;
mod write;

use helpscout_description::Operation;
use helpscout_period::Period;
use helpscout_reports::jiff::tz::TimeZone;
use helpscout_reports::{Client, Request};
use serde_json::value::RawValue;

pub(crate) use self::both::Both;
pub(crate) use self::counted_rows::CountedRows;
pub(crate) use self::figures_of_both::Comparison;
use self::tally::Tally;
use crate::fetch::{self as answers, Pages};
use crate::format::definitions::AnswerType;
use crate::format::digest::About;
use crate::format::json_object::JsonObject;
use crate::interrupt::Session;
use crate::message::{Failure, counted, note};
use crate::notes;
use crate::output::Output;
use crate::progress::Progress;

impl Comparison {
    /// Writes the comparison to every output. `about` says what was asked for.
    pub(crate) fn write(&self, about: &About, outputs: &mut [Output]) -> Result<(), Failure> {
        for output in outputs {
            let written = if output.format().is_report() {
                digest::write(self, about, output)
            } else {
                write::write(self, output)
            };
            written.map_err(|error| output.failure(&error))?;
        }
        Ok(())
    }

    /// Returns the names of the values of a figure.
    #[cfg(feature = "mcp")]
    pub(crate) fn names() -> &'static [&'static str] {
        &write::CSV_HEADER
    }

    /// Returns each figure as a JSON object.
    ///
    /// # Errors
    /// If a figure can't be written as JSON.
    #[cfg(feature = "mcp")]
    pub(crate) fn figures(&self) -> serde_json::Result<Vec<Box<RawValue>>> {
        self.figures.iter().map(write::raw).collect()
    }

    /// Says how many rows of each period are counted, and of how many, if not all are.
    fn counted(&self) -> Both<String> {
        let rows = self.figures.first();
        let rows = rows.map(|rows| [rows.values.now, rows.values.before]);
        let [now, before] = rows.unwrap_or_default().map(Option::unwrap_or_default);
        let said = |rows: f64, read: usize| {
            if self.conditions.is_empty() {
                counted(rows as i64, "row")
            } else {
                format!("{rows} of {}", counted(read, "row"))
            }
        };
        Both {
            now: said(now, self.read.now),
            before: said(before, self.read.before),
        }
    }

    /// Returns the number of all rows in both periods, whether they are counted or not.
    pub(crate) fn read(&self) -> i64 {
        let Both { now, before } = self.read;
        i64::try_from(now.saturating_add(before)).unwrap_or(i64::MAX)
    }
}

/// Fetches both periods. The dates of conditions are those of `zone`, or else of UTC.
pub(crate) async fn fetch(
    client: &Client,
    operation: &'static Operation,
    requests: Both<&Request>,
    periods: Both<Period>,
    (rows, zone): (&CountedRows, Option<&'static TimeZone>),
    progress: &Progress,
) -> Result<Comparison, Failure> {
    let now = pull(client, operation, requests.now, (rows, zone), progress).await?;
    let before = pull(client, operation, requests.before, (rows, zone), progress).await?;
    let tallies = Both { now, before };
    Ok(Comparison {
        periods,
        figures: figures::of(operation, &tallies),
        read: tallies.each(|tally| tally.read),
        conditions: rows.conditions.clone(),
    })
}

/// Completes the outputs, and notes what is there.
pub(crate) fn complete(
    comparison: &Comparison,
    outputs: Vec<Output>,
    session: &Session,
    quiet: bool,
) -> Result<(), Failure> {
    let files: Vec<String> = outputs.iter().filter_map(notes::file).collect();
    Output::commit_all(outputs, session)?;
    if !quiet {
        let Both { now, before } = comparison.counted();
        let remarks = [
            Some(format!("{now}, compared with {before}")),
            notes::written(&files),
        ];
        note(remarks.into_iter().flatten().collect::<Vec<_>>().join("; "));
    }
    Ok(())
}

/// Fetches a period and counts its rows.
async fn pull(
    client: &Client,
    operation: &'static Operation,
    request: &Request,
    (rows, zone): (&CountedRows, Option<&'static TimeZone>),
    progress: &Progress,
) -> Result<Tally, Failure> {
    let answer = AnswerType::of(operation).in_zone(zone);
    let selection = rows.selection.as_deref();
    let is_counted = |row: &JsonObject<'_>| {
        selection.is_none_or(|selection| selection.is_met(row, answer.definitions))
    };
    let not_an_object = |row| {
        let id = &operation.id;
        Failure::undocumented(format!("{id}: row {row} is not a JSON object"))
    };
    if operation.pages.is_none() {
        let mut tally = Tally::new(answer);
        let body = answers::body(client, request).await?;
        let rows: Vec<&RawValue> = if answer.is_list {
            serde_json::from_str(&body).map_err(|_| {
                Failure::undocumented(format!("{}: the answer is not a list", operation.id))
            })?
        } else {
            vec![serde_json::from_str(&body).map_err(|_| not_an_object(1))?]
        };
        for row in rows {
            tally.add(row, is_counted).map_err(not_an_object)?;
        }
        return Ok(tally);
    }
    let mut pages = Pages::of(client, request.clone(), progress);
    let tally = pages.fold(
        || Tally::new(answer),
        |tally, row, _| tally.add(row, is_counted).map_err(not_an_object),
    );
    tally.await
}
