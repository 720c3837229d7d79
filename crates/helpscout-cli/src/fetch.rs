//! Fetches a report: every page of it, one page, or an answer that has no pages.

use futures_util::{StreamExt, pin_mut};
use helpscout_reports::{Client, Error, Position, Request};
use serde_json::value::RawValue;

use crate::message::{Failure, printable};
use crate::progress::Progress;

/// How many times a report that changes while it is read is read.
const MOST_WALKS: u32 = 3;

/// Rows of a report, each as received.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Box<RawValue>>,
    pub(crate) extent: Extent,
}

/// How much of the report was fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it: so many pages, on which so many rows were announced.
    Whole { pages: i64, announced: i64 },
    /// One page.
    Page(Position),
}

impl Default for Extent {
    fn default() -> Self {
        Self::Whole {
            pages: 0,
            announced: 0,
        }
    }
}

/// Every row of every page. Read again from the start if the report changes meanwhile.
pub(crate) async fn whole(
    client: &Client,
    request: Request,
    progress: &Progress,
) -> Result<Rows, Failure> {
    let mut walks = 1;
    loop {
        match walk(client, request.clone(), progress).await {
            Err(error) if error.is_inconsistent() && walks < MOST_WALKS => {
                progress.note(format!("{error}; reading it again"));
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

/// The rows of the page the request asks for.
pub(crate) async fn page(client: &Client, request: &Request) -> Result<Rows, Failure> {
    let page = client.raw_page(request).await.map_err(failed)?.into_value();
    Ok(Rows {
        rows: page.rows,
        extent: Extent::Page(page.position),
    })
}

/// The answer, byte for byte. It is JSON.
pub(crate) async fn body(client: &Client, request: &Request) -> Result<String, Failure> {
    let body = client.send_raw(request).await.map_err(failed)?.into_value();
    match serde_json::from_str::<&RawValue>(&body) {
        Ok(_) => Ok(body),
        Err(error) => Err(Failure::not_done(format!(
            "{}: the answer is no JSON: {error}; it starts with: {}",
            request.operation().id,
            start(&body)
        ))
        .help("check the base URL; something else may have answered")),
    }
}

/// The first characters of a text, for messages.
pub(crate) fn start(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut start: String = text.chars().take(LONGEST).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    printable(&start)
}

/// A failure of the client, whose text already says what to do.
fn failed(error: Error) -> Failure {
    let failure = Failure::not_done(&error);
    if error.is_connect() {
        return failure.help("to try it without the service: --sandbox");
    }
    failure
}
