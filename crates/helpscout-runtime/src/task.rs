//! A call, or the request for a page, that makes progress on its own.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::error::{Error, Kind};

/// Work that makes progress even while nothing waits for it, for example while the reader of a
/// stream is busy with earlier rows. So a slow reader runs into no time limits, and a call whose
/// result is not awaited holds up no other call. The work is aborted when this is dropped.
pub(crate) struct Task<T>(JoinHandle<Result<T, Error>>);

/// The work of a task. It is in a box, because starting a task moves it several times, and that of a
/// call has kilobytes.
pub(crate) type Work<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

impl<T: Send + 'static> Task<T> {
    pub(crate) fn start(work: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        Self::of(Box::pin(work))
    }

    pub(crate) fn of(work: Work<T>) -> Self {
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
                        let problem = "the tokio runtime was shut down while a call was being made"
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
