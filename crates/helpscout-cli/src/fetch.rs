//! Fetches a report: all its pages, one page, or an answer that has no pages.

use helpscout_reports::{Client, Error, Position, RawPage, RawWalk, Request, WalkEvent, describe};
use serde_json::value::RawValue;

use crate::message::{Failure, excerpt};
use crate::progress::Progress;
use crate::redact;
use crate::trace;

/// How much of the report was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it: the number of its pages, and of the rows that the service announced.
    Whole { pages: i64, announced: i64 },
    /// One page.
    Page(Position),
}

impl Extent {
    /// Returns the number of rows that the service announced for the whole report.
    pub(crate) fn announced(self) -> i64 {
        match self {
            Self::Whole { announced, .. } => announced,
            Self::Page(position) => position.count,
        }
    }
}

impl Default for Extent {
    fn default() -> Self {
        Self::Whole {
            pages: 0,
            announced: 0,
        }
    }
}

/// What happens while a report is read.
#[derive(Debug)]
pub(crate) enum Event {
    /// The rows of the next page came.
    Rows(Vec<Box<RawValue>>),
    /// The report has changed and is read again from its start. The rows so far don't count.
    Restart,
}

/// The pages of a report, which are fetched as they are asked for.
pub(crate) struct Pages<'p> {
    client: Client,
    request: Request,
    progress: &'p Progress,
    walk: Walk,
    rows: usize,
    extent: Extent,
}

/// What is left to read.
enum Walk {
    /// The one page that the request asks for.
    Page,
    All(RawWalk),
    Nothing,
}

impl<'p> Pages<'p> {
    /// Returns the page that the request asks for, or else all pages.
    pub(crate) fn of(client: &Client, request: Request, progress: &'p Progress) -> Self {
        let pages = request.operation().pages;
        let parameter = pages.and_then(|pages| pages.parameter());
        trace::request(client, &request);
        let is_one = parameter.is_some_and(|name| request.query().get(name).is_some());
        Self {
            client: client.clone(),
            walk: if is_one {
                Walk::Page
            } else {
                Walk::All(client.raw_walk(request.clone()))
            },
            request,
            progress,
            rows: 0,
            extent: Extent::default(),
        }
    }

    /// Waits for the next rows, which are at least those of one page. Returns `None` after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Event>, Failure> {
        match &mut self.walk {
            Walk::Nothing => Ok(None),
            Walk::Page => {
                let page = self.client.raw_page(&self.request).await.map_err(failed)?;
                let page = page.into_value();
                self.walk = Walk::Nothing;
                self.rows = page.rows.len();
                self.extent = Extent::Page(page.position);
                Ok(Some(Event::Rows(self.redacted(page.rows))))
            }
            Walk::All(events) => match events.next().await.map_err(failed)? {
                Some(WalkEvent::Page(page)) => Ok(Some(self.page(page))),
                Some(WalkEvent::Restart(restart)) => {
                    let reason = restart.reason;
                    self.progress
                        .note(format!("{reason}; reading the report again"));
                    self.rows = 0;
                    Ok(Some(Event::Restart))
                }
                // The client knows no other events.
                Some(_) | None => Ok(None),
            },
        }
    }

    /// Reads all rows into a value, each with its number, and into a new one if the report is read
    /// again.
    pub(crate) async fn fold<T>(
        &mut self,
        new: impl Fn() -> T,
        mut add: impl FnMut(&mut T, &RawValue, usize) -> Result<(), Failure>,
    ) -> Result<T, Failure> {
        let mut value = new();
        let mut number = 0;
        while let Some(event) = self.next().await? {
            match event {
                Event::Rows(rows) => {
                    for row in rows {
                        number += 1;
                        add(&mut value, &row, number)?;
                    }
                }
                Event::Restart => {
                    value = new();
                    number = 0;
                }
            }
        }
        Ok(value)
    }

    fn page(&mut self, page: RawPage) -> Event {
        self.rows += page.rows.len();
        self.extent = Extent::Whole {
            pages: page.position.pages.max(1),
            announced: page.position.count,
        };
        self.progress.page(self.rows, page.position);
        Event::Rows(self.redacted(page.rows))
    }

    fn redacted(&self, rows: Vec<Box<RawValue>>) -> Vec<Box<RawValue>> {
        match redact::current() {
            Some(redaction) => redaction.rows(self.request.operation().id, rows),
            None => rows,
        }
    }

    /// Returns the number of rows so far.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Returns how much of the report the rows so far are, if there are no others.
    pub(crate) fn extent(&self) -> Extent {
        self.extent.clone()
    }
}

/// Fetches an answer without pages, byte for byte unless it is redacted. Fails if it is not JSON.
pub(crate) async fn body(client: &Client, request: &Request) -> Result<String, Failure> {
    trace::request(client, request);
    let body = client.send_raw(request).await.map_err(failed)?.into_value();
    match serde_json::from_str::<&RawValue>(&body) {
        Ok(_) => Ok(redacted(request, body)),
        Err(error) => Err(Failure::undocumented(format!(
            "{}: the answer is not JSON: {error}; it starts with: {}",
            request.operation().id,
            excerpt(&body)
        ))
        .help("check the base URL; another server may have answered")),
    }
}

fn redacted(request: &Request, body: String) -> String {
    let described = describe::api().operation(request.operation().id);
    match (redact::current(), described) {
        (Some(redaction), Some(operation)) => redaction.body(operation, &body),
        _ => body,
    }
}

/// Converts an error of the client, whose message already says what to do.
fn failed(error: Error) -> Failure {
    let is_connect = error.is_connect();
    let failure = Failure::from(error);
    if is_connect {
        return failure.help("use --sandbox to try the command without the service");
    }
    failure
}
