//! Fetches a report: all its pages, one page, or an answer that has no pages.

use futures_util::{StreamExt, pin_mut};
use helpscout_reports::{Client, Error, Position, Request};
use serde_json::value::RawValue;

use crate::message::{Failure, excerpt};
use crate::progress::Progress;

/// How many times to read a report that changes while it is read.
const MAX_WALKS: u32 = 3;

/// Rows of a report, each as received.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Box<RawValue>>,
    pub(crate) extent: Extent,
}

/// How much of the report was fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Fetches the rows of all pages. Starts again if the report changes meanwhile.
pub(crate) async fn all_pages(
    client: &Client,
    request: Request,
    progress: &Progress,
) -> Result<Rows, Failure> {
    let mut walks = 1;
    loop {
        match walk(client, request.clone(), progress).await {
            Err(error) if error.is_inconsistent() && walks < MAX_WALKS => {
                progress.note(format!("{error}; reading the report again"));
                walks += 1;
            }
            outcome => return outcome.map_err(failed),
        }
    }
}

async fn walk(client: &Client, request: Request, progress: &Progress) -> Result<Rows, Error> {
    let stream = client.raw_pages(request);
    pin_mut!(stream);
    let mut rows = Vec::new();
    let mut extent = Extent::default();
    while let Some(page) = stream.next().await {
        let page = page?;
        rows.extend(page.rows);
        extent = Extent::Whole {
            pages: page.position.pages.max(1),
            announced: page.position.count,
        };
        progress.page(rows.len(), page.position);
    }
    Ok(Rows { rows, extent })
}

/// Fetches the rows of the page that the request asks for.
pub(crate) async fn page(client: &Client, request: &Request) -> Result<Rows, Failure> {
    let page = client.raw_page(request).await.map_err(failed)?.into_value();
    Ok(Rows {
        rows: page.rows,
        extent: Extent::Page(page.position),
    })
}

/// Fetches an answer without pages, byte for byte. Fails if it is not JSON.
pub(crate) async fn body(client: &Client, request: &Request) -> Result<String, Failure> {
    let body = client.send_raw(request).await.map_err(failed)?.into_value();
    match serde_json::from_str::<&RawValue>(&body) {
        Ok(_) => Ok(body),
        Err(error) => Err(Failure::undocumented(format!(
            "{}: the answer is not JSON: {error}; it starts with: {}",
            request.operation().id,
            excerpt(&body)
        ))
        .help("check the base URL; another server may have answered")),
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
