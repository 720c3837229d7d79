//! Walks through a report from its first page to its last, and again if the report changes.

use std::pin::{Pin, pin};

use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};

use super::event::{Restart, WalkEvent};
use super::page::{Page, Read};
use super::progress::Progress;
use crate::call::Caller;
use crate::error::Error;
use crate::request::Request;
use crate::task::Task;

/// How many times a report is read if it changes while it is being read.
const MOST_WALKS: u32 = 3;

/// Returns all pages of a report. The stream ends after the first error.
pub(super) fn walk<T: Send + 'static>(
    caller: Caller,
    request: Request,
    read: Read<T>,
) -> impl Stream<Item = Result<Page<T>, Error>> + Send + 'static {
    let start = async move {
        let secrets = caller.service.http.secrets.clone();
        request
            .validate_walk(&caller.options)
            .map_err(|error| error.hiding(&secrets))?;
        let first = Task::start(fetch(caller.clone(), request.clone(), read, 1)).await?;
        let limit = caller.service.max_report;
        let mut progress = Progress::new(&request, first.position.clone(), limit, secrets);
        progress.check_length(caller.service.max_pages)?;
        let in_flight = caller.service.pages_in_flight;
        let others = stream::iter(2..=first.position.pages)
            .map(move |page| Task::start(fetch(caller.clone(), request.clone(), read, page)))
            .buffered(in_flight);
        let checked = stream::iter([Ok(first)])
            .chain(others)
            .scan((), move |(), page| std::future::ready(progress.take(page)));
        Ok(checked)
    };
    stream::once(start).try_flatten()
}

/// Returns all pages of a report, which is read again if it changes in the meantime.
pub(super) fn rewalk<T: Send + 'static>(
    caller: Caller,
    request: Request,
    read: Read<T>,
) -> impl Stream<Item = Result<WalkEvent<T>, Error>> + Send + 'static {
    let first = Reading::start(caller, request, read);
    stream::unfold(Some(first), |reading| async move {
        let mut reading = reading?;
        match reading.pages.next().await? {
            Ok(page) => Some((Ok(WalkEvent::Page(page.content)), Some(reading))),
            Err(error) if error.has_moved() && reading.walk < MOST_WALKS => {
                let restart = reading.restart(error);
                Some((Ok(WalkEvent::Restart(restart)), Some(reading)))
            }
            Err(error) => Some((Err(error.after_walks(reading.walk)), None)),
        }
    })
}

/// Returns all pages of a report, which is read again if it changes in the meantime.
pub(crate) async fn collect<T: Send + 'static>(
    caller: &Caller,
    request: Request,
    read: Read<T>,
) -> Result<Vec<T>, Error> {
    let mut events = pin!(rewalk(caller.clone(), request, read));
    let mut pages = Vec::new();
    while let Some(event) = events.try_next().await? {
        match event {
            WalkEvent::Page(page) => pages.push(page),
            WalkEvent::Restart(_) => pages.clear(),
        }
    }
    Ok(pages)
}

/// A report that is read up to [`MOST_WALKS`] times.
struct Reading<T> {
    caller: Caller,
    request: Request,
    read: Read<T>,
    pages: Pin<Box<dyn Stream<Item = Result<Page<T>, Error>> + Send>>,
    /// The number of this walk, starting at 1.
    walk: u32,
}

impl<T: Send + 'static> Reading<T> {
    fn start(caller: Caller, request: Request, read: Read<T>) -> Self {
        Self {
            pages: Box::pin(walk(caller.clone(), request.clone(), read)),
            caller,
            request,
            read,
            walk: 1,
        }
    }

    fn restart(&mut self, reason: Error) -> Restart {
        let operation = self.request.operation().id;
        tracing::info!(operation, error = %reason, "reading the report again");
        self.pages = Box::pin(walk(self.caller.clone(), self.request.clone(), self.read));
        self.walk += 1;
        Restart {
            reason,
            walk: self.walk,
        }
    }
}

/// Fetches and decodes a page. To be run as a [`Task`].
async fn fetch<T>(
    caller: Caller,
    request: Request,
    read: Read<T>,
    page: i64,
) -> Result<Page<T>, Error> {
    let request = request.on_page(page);
    let response = caller.call_in_task(&request).await?;
    read(response, &request)
}
