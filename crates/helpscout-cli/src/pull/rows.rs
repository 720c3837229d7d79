//! The rows of a unit: all pages of a report, or the tables of an answer without pages.

use helpscout_description::Tables;
use helpscout_reports::jiff::Timestamp;
use helpscout_reports::{CallCounter, CallOptions, Client, RawWalk, Request, WalkEvent, describe};
use serde_json::value::RawValue;

use crate::evidence::Evidence;
use crate::fetch;
use crate::format::definitions::AnswerType;
use crate::format::document::Document;
use crate::format::error::WriteError;
use crate::format::tables;
use crate::message::{Failure, excerpt};
use crate::redact;

/// What happens while a unit is read.
pub(super) enum RowsEvent {
    /// The next rows came, for each table of the dataset.
    Rows(Vec<Vec<Box<RawValue>>>),
    /// The report has changed and is read again from its start. The rows so far don't count.
    Restart(String),
}

/// The rows of a unit, which are fetched as they are asked for.
pub(super) struct Rows {
    client: Client,
    request: Request,
    walk: Option<RawWalk>,
    has_ended: bool,
    /// When the first rows came.
    pub(super) fetched_at: Option<Timestamp>,
    /// Counts the calls, those of an earlier walk included.
    counter: CallCounter,
    /// How many pages there were since the last restart.
    pub(super) pages: u64,
    /// What the answers so far say about the IDs in the request.
    pub(super) evidence: Evidence,
}

impl Rows {
    pub(super) fn of(client: &Client, request: Request) -> Self {
        let walk = request.operation().pages;
        let counter = CallCounter::new();
        let client = client.with(CallOptions::new().counted_by(&counter));
        Self {
            walk: walk.map(|_| client.raw_walk(request.clone())),
            client,
            request,
            has_ended: false,
            fetched_at: None,
            counter,
            pages: 0,
            evidence: Evidence::Nothing,
        }
    }

    /// Waits for the next rows. Returns `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<RowsEvent>, Failure> {
        if self.has_ended {
            return Ok(None);
        }
        let Some(walk) = &mut self.walk else {
            self.has_ended = true;
            let body = fetch::body(&self.client, &self.request).await?;
            self.received(Evidence::of_body(&self.request, &body));
            return tables_of(&self.request, &body).map(|tables| Some(RowsEvent::Rows(tables)));
        };
        match walk.next().await? {
            Some(WalkEvent::Page(page)) => {
                let rows = i64::try_from(page.rows.len()).unwrap_or(i64::MAX);
                self.received(Evidence::of_rows(rows));
                let rows = match redact::current() {
                    Some(redaction) => redaction.rows(self.request.operation().id, page.rows),
                    None => page.rows,
                };
                Ok(Some(RowsEvent::Rows(vec![rows])))
            }
            Some(WalkEvent::Restart(restart)) => {
                self.fetched_at = None;
                self.pages = 0;
                Ok(Some(RowsEvent::Restart(restart.reason.to_string())))
            }
            // The client knows no other events.
            Some(_) | None => Ok(None),
        }
    }

    /// Returns how many calls were made, as the account's limit counts them: repeated ones and those
    /// for pages that turned out to be out of date are calls, too.
    pub(super) fn calls(&self) -> u64 {
        self.counter.sent()
    }

    fn received(&mut self, evidence: Evidence) {
        self.pages += 1;
        self.evidence = self.evidence.or(evidence);
        if self.fetched_at.is_none() {
            let now = Timestamp::now();
            self.fetched_at = Timestamp::from_second(now.as_second()).ok();
        }
    }
}

/// Returns the rows of each table of an answer without pages.
fn tables_of(request: &Request, body: &str) -> Result<Vec<Vec<Box<RawValue>>>, Failure> {
    let id = request.operation().id;
    let Some(operation) = describe::api().operation(id) else {
        return Err(Failure::usage(format!("this version can't read {id}")));
    };
    let answer = AnswerType::of(operation);
    let tables = Tables::of(describe::api(), operation);
    let filled = Document::read(body, answer).and_then(|document| {
        let filled = tables::fill(&tables, document.structured()?)?;
        let rows = filled.tables.iter();
        let rows = rows.map(|table| table.rows(answer.definitions));
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    });
    filled.map_err(|error| undocumented(id, error, body))
}

fn undocumented(id: &str, error: WriteError, body: &str) -> Failure {
    match error {
        WriteError::Row(failure) => failure,
        WriteError::Undocumented { what, excerpt } => Failure::undocumented(format!(
            "{id}: the answer {what}; it starts with: {excerpt}"
        )),
        WriteError::Io(error) => Failure::not_done(error),
        WriteError::NotAnObject(row) => {
            Failure::undocumented(format!("{id}: row {row} is not a JSON object"))
        }
        WriteError::TooSparse(_) => Failure::undocumented(format!(
            "{id}: too many keys that this version does not know; the answer starts with: {}",
            excerpt(body)
        )),
    }
}
