//! A call, or the request for a page, that makes progress on its own.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::error::{Error, Kind};
use crate::operation::Operation;

/// Work that makes progress even while nothing waits for it, for example while the reader of a
/// stream is busy with earlier rows. So a slow reader runs into no time limits, and a call whose
/// result is not awaited holds up no other call. The work is aborted when this is dropped.
pub(crate) struct Task<T> {
    work: JoinHandle<Result<T, Error>>,
    place: Place,
}

/// The operation and the page that an error names.
pub(crate) type Place = (&'static Operation, Option<i64>);

/// The work of a task. It is in a box, because starting a task moves it several times, and that of a
/// call has kilobytes.
pub(crate) type Work<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

impl<T: Send + 'static> Task<T> {
    /// Starts work for the operation and the page of a request.
    pub(crate) fn start(
        place: Place,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Self {
        Self::of(place, Box::pin(work))
    }

    pub(crate) fn of(place: Place, work: Work<T>) -> Self {
        Self {
            place,
            work: tokio::spawn(work.in_current_span()),
        }
    }
}

impl<T> Future for Task<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.work)
            .poll(context)
            .map(|ended| match ended {
                Ok(page) => page,
                Err(stopped) => match stopped.try_into_panic() {
                    // Only the decoding of a response can have panicked.
                    Ok(panic) => std::panic::resume_unwind(panic),
                    Err(stopped) => {
                        let problem = "the tokio runtime was shut down while a call was being made"
                            .to_owned();
                        let error = Error::new(Kind::Stopped(problem)).caused_by(stopped);
                        Err(error.of(self.place.0, self.place.1))
                    }
                },
            })
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        if !self.work.is_finished() {
            self.work.abort();
        }
    }
}
