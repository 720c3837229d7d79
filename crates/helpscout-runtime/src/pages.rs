//! Reads all pages of a report.
//!
//! The pages are a stream in order, with several requests in flight. The stream ends after the last
//! page or with an error, and never early without one. The first page announces the number of pages
//! and rows. Every other page must agree with it, because rows that are added or removed in the
//! meantime shift the others from page to page.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::call::Caller;
use crate::decode;
use crate::error::{Error, Kind, WalkTrouble};
use crate::operation::{Paged, Position};
use crate::raw_page::RawPage;
use crate::request::Request;
use crate::response::Response;

/// How many times a report is read if it changes while it is being read.
const MOST_WALKS: u32 = 3;

/// A page, with what its position is checked against.
pub(crate) struct Page<T> {
    position: Position,
    /// The number of its rows.
    rows: usize,
    content: T,
}

pub(crate) type Read<T> = fn(Response<String>, &Request) -> Result<Page<T>, Error>;

pub(crate) fn read_page<Q: Paged>(
    response: Response<String>,
    request: &Request,
) -> Result<Page<Response<Q::Response>>, Error> {
    let mut content: Response<Q::Response> = decode::typed(response, request)?;
    Ok(Page {
        position: Q::position(&content),
        rows: Q::row_count(content.value_mut()),
        content,
    })
}

pub(crate) fn read_rows<Q: Paged>(
    response: Response<String>,
    request: &Request,
) -> Result<Page<Vec<Q::Row>>, Error> {
    let page: Response<Q::Response> = decode::typed(response, request)?;
    let position = Q::position(&page);
    let content = Q::into_rows(page.into_value());
    Ok(Page {
        position,
        rows: content.len(),
        content,
    })
}

pub(crate) fn read_raw_page(
    response: Response<String>,
    request: &Request,
) -> Result<Page<RawPage>, Error> {
    let content = decode::raw_page(response, request)?.into_value();
    Ok(Page {
        position: content.position,
        rows: content.rows.len(),
        content,
    })
}

/// Returns all pages of a report. The stream ends after the first error.
pub(crate) fn walk<T: Send + 'static>(
    caller: Caller,
    request: Request,
    read: Read<T>,
) -> impl Stream<Item = Result<T, Error>> + Send + 'static {
    let start = async move {
        request.validate_walk(&caller.options)?;
        let first = fetch(caller.clone(), request.clone(), read, 1).await?;
        let mut progress = Progress::new(&request, first.position);
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
pub(crate) async fn collect<T: Send + 'static>(
    caller: &Caller,
    request: Request,
    read: Read<T>,
) -> Result<Vec<T>, Error> {
    let mut walks = 1;
    loop {
        match walk(caller.clone(), request.clone(), read)
            .try_collect()
            .await
        {
            Err(error) if error.has_moved() && walks < MOST_WALKS => {
                tracing::info!(operation = request.operation().id, %error, "reading the report again");
                walks += 1;
            }
            Err(error) => return Err(error.after_walks(walks)),
            Ok(pages) => return Ok(pages),
        }
    }
}

/// A request for a page. It makes progress even while the reader of the stream is busy with earlier
/// rows, so that a slow reader does not run into time limits. It is aborted when it is dropped.
struct Task<T>(JoinHandle<Result<T, Error>>);

impl<T: Send + 'static> Task<T> {
    fn start(work: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        Self(tokio::spawn(work.in_current_span()))
    }
}

impl<T> Future for Task<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(context)
            .map(|ended| match ended {
                Ok(page) => page,
                Err(stopped) => match stopped.try_into_panic() {
                    // Only the decoding of a response can have panicked.
                    Ok(panic) => std::panic::resume_unwind(panic),
                    Err(stopped) => {
                        let problem = "the tokio runtime was shut down while pages were being read"
                            .to_owned();
                        Err(Error::new(Kind::Stopped(problem)).caused_by(stopped))
                    }
                },
            })
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn fetch<T>(
    caller: Caller,
    request: Request,
    read: Read<T>,
    page: i64,
) -> Result<Page<T>, Error> {
    let request = request.on_page(page);
    let response = caller.call(&request).await?;
    read(response, &request)
}

/// Checks the pages against what the first page announced.
struct Progress {
    request: Request,
    announced: Position,
    next: i64,
    rows: usize,
    has_ended: bool,
}

impl Progress {
    fn new(request: &Request, announced: Position) -> Self {
        Self {
            request: request.clone(),
            announced,
            next: 1,
            rows: 0,
            has_ended: false,
        }
    }

    fn check_length(&self, limit: i64) -> Result<(), Error> {
        let pages = self.announced.pages;
        if pages > limit {
            return Err(self.trouble(1, WalkTrouble::TooMany { pages, limit }));
        }
        Ok(())
    }

    /// Returns the next item of the stream, or `None` at its end.
    fn take<T>(&mut self, page: Result<Page<T>, Error>) -> Option<Result<T, Error>> {
        if self.has_ended {
            return None;
        }
        let asked = self.next;
        self.next += 1;
        let checked = page.and_then(|page| match self.check(asked, &page) {
            Ok(()) => Ok(page),
            Err(trouble) => Err(self.trouble(asked, trouble)),
        });
        match checked {
            Err(error) => {
                self.has_ended = true;
                Some(Err(error))
            }
            Ok(page) => {
                self.rows += page.rows;
                self.has_ended = asked >= self.announced.pages;
                if page.rows == 0 && asked > 1 {
                    // All announced rows came before this page, so the report ends here.
                    self.has_ended = true;
                    return None;
                }
                self.note_surplus();
                Some(Ok(page.content))
            }
        }
    }

    fn check<T>(&self, asked: i64, page: &Page<T>) -> Result<(), WalkTrouble> {
        let (before, after) = (self.announced, page.position);
        for (what, before, after) in [
            ("the number of rows", before.count, after.count),
            ("the number of pages", before.pages, after.pages),
        ] {
            if before != after {
                return Err(WalkTrouble::Moved {
                    what,
                    before,
                    after,
                    walks: 1,
                });
            }
        }
        // The only page of an empty report may have the number 0.
        if after.page != asked && !(asked == 1 && after.page == 0) {
            return Err(WalkTrouble::Stuck {
                asked,
                got: after.page,
            });
        }
        let rows = self.rows + page.rows;
        let is_end = page.rows == 0 || asked >= before.pages;
        if is_end && i64::try_from(rows).is_ok_and(|rows| rows < before.count) {
            return Err(WalkTrouble::Short {
                rows,
                count: before.count,
            });
        }
        Ok(())
    }

    /// Logs if there were more rows than announced. This is not an error, because no row is lost
    /// and some reports count something other than rows.
    fn note_surplus(&self) {
        if self.has_ended && i64::try_from(self.rows).is_ok_and(|rows| rows > self.announced.count)
        {
            tracing::warn!(
                operation = self.request.operation().id,
                announced = self.announced.count,
                rows = self.rows,
                "the report has more rows than announced"
            );
        }
    }

    fn trouble(&self, page: i64, trouble: WalkTrouble) -> Error {
        Error::new(Kind::Walk(trouble)).of(self.request.operation(), Some(page))
    }
}
