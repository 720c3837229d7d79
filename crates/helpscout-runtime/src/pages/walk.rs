//! Walks through a report from its first page to its last, and again if the report changes.

use std::collections::VecDeque;
use std::pin::{Pin, pin};

use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};

use super::event::{Restart, WalkEvent};
use super::page::{Content, Page, Read};
use super::progress::{Limits, Progress};
use crate::address::Address;
use crate::call::Caller;
use crate::error::Error;
use crate::position::count_of;
use crate::request::Request;
use crate::task::Task;

/// How many times a report is read if it changes while it is being read.
const MOST_WALKS: u32 = 3;

/// Returns all pages of a report. The stream ends after the first error.
pub(super) fn walk<T: Content>(
    caller: Caller,
    request: Request,
    read: Read<T>,
) -> impl Stream<Item = Result<Page<T>, Error>> + Send + 'static {
    let start = Walk::start(caller, request, read);
    stream::unfold(Some(start), |walk| async move {
        let mut walk = walk?;
        match walk.next().await.transpose()? {
            Ok(page) => Some((Ok(page), Some(walk))),
            Err(error) => Some((Err(error), None)),
        }
    })
}

/// A report that is being read, with the pages that were requested ahead.
struct Walk<T> {
    caller: Caller,
    request: Request,
    read: Read<T>,
    progress: Progress,
    /// The next pages in order, each with its address.
    ahead: VecDeque<(Address, Task<Page<T>>)>,
}

impl<T: Content> Walk<T> {
    fn start(caller: Caller, request: Request, read: Read<T>) -> Self {
        let limits = Limits {
            pages: caller.service.max_pages,
            bytes: caller.service.max_report,
        };
        let secrets = caller.service.http.secrets.clone();
        let progress = Progress::start(&request, limits, secrets, || {
            caller.service.base_url.of_call(&request, &caller.options)
        });
        Self {
            caller,
            request,
            read,
            progress,
            ahead: VecDeque::new(),
        }
    }

    /// Returns the next page, or `None` after the last one.
    async fn next(&mut self) -> Result<Option<Page<T>>, Error> {
        if self.progress.pages() == 0 {
            let secrets = &self.caller.service.http.secrets;
            self.request
                .validate_walk(&self.caller.options)
                .map_err(|error| error.hiding(secrets))?;
        }
        self.progress.check_next()?;
        let in_flight = self.caller.service.pages_in_flight;
        self.request_ahead(in_flight);
        // There is no other page after the last.
        let Some((_, page)) = self.ahead.pop_front() else {
            return Ok(None);
        };
        let page = self.progress.take(page.await)?;
        // A page that was requested at another place than the report goes on is not part of it.
        if let Some((address, _)) = self.ahead.front()
            && Some(address) != self.progress.next()
        {
            self.ahead.clear();
        }
        // A page may tell the address of the next one, which then comes while the program is busy with
        // this one. The reader may want no other page, so that it is not more than one.
        self.request_ahead((in_flight - 1).min(1));
        Ok(page)
    }

    /// Requests the pages whose addresses are known, up to as many at a time.
    fn request_ahead(&mut self, most: usize) {
        while self.ahead.len() < most {
            let number = self.progress.pages() + count_of(self.ahead.len()) + 1;
            let Some(address) = self.progress.address(number) else {
                return;
            };
            let request = self.request.on_page(number, &address);
            let place = request.place();
            let page = Task::start(place, fetch(self.caller.clone(), request, self.read));
            self.ahead.push_back((address, page));
        }
    }
}

/// Returns all pages of a report, which is read again if it changes in the meantime.
pub(super) fn rewalk<T: Content>(
    caller: Caller,
    request: Request,
    read: Read<T>,
) -> impl Stream<Item = Result<WalkEvent<T>, Error>> + Send + 'static {
    let first = Reading::start(caller, request, read);
    stream::unfold(Some(first), |reading| async move {
        let mut reading = reading?;
        match reading.pages.next().await? {
            Ok(page) => Some((Ok(WalkEvent::Page(page.content)), Some(reading))),
            Err(error) if error.has_moved() && reading.may_restart() => {
                let restart = reading.restart(error);
                Some((Ok(WalkEvent::Restart(restart)), Some(reading)))
            }
            Err(error) => Some((Err(error.after_walks(reading.walk)), None)),
        }
    })
}

/// Returns all pages of a report, which is read again if it changes in the meantime.
pub(crate) async fn collect<T: Content>(
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

impl<T: Content> Reading<T> {
    fn start(caller: Caller, request: Request, read: Read<T>) -> Self {
        Self {
            pages: Box::pin(walk(caller.clone(), request.clone(), read)),
            caller,
            request,
            read,
            walk: 1,
        }
    }

    /// Returns whether the report may be read again. Calls that may change something are made once.
    fn may_restart(&self) -> bool {
        self.walk < MOST_WALKS && self.request.operation().is_repeatable()
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
async fn fetch<T>(caller: Caller, request: Request, read: Read<T>) -> Result<Page<T>, Error> {
    let response = caller.call_in_task(&request).await?;
    read(response, &request)
}
