//! The thread that does the network I/O of a blocking client.

use std::process;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::waiting;
use crate::error::{Error, Kind};

/// A thread that runs the network I/O.
pub(super) struct Driver {
    handle: Handle,
    /// The process that the thread belongs to.
    process: u32,
    /// The thread ends when this is dropped.
    _stop: oneshot::Sender<()>,
}

impl Driver {
    pub(super) fn start() -> Result<Self, Error> {
        let fail = |error: std::io::Error| {
            let problem = format!("could not start the thread of the blocking client ({error})");
            Error::new(Kind::Setup(problem)).caused_by(error)
        };
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(fail)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        // The runtime is dropped on this thread, where blocking is allowed.
        let drive = move || drop(runtime.block_on(stopped));
        thread::Builder::new()
            .name("helpscout".to_owned())
            .spawn(drive)
            .map_err(fail)?;
        Ok(Self {
            handle,
            process: process::id(),
            _stop: stop,
        })
    }

    pub(super) fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, Error> {
        // A fork of the process has a copy of the client, but not its thread, without which nothing
        // arrives and no limit of time ends.
        if process::id() != self.process {
            let problem = "the blocking client was created before this process was forked, and its thread did not come along; create another client in the forked process";
            return Err(Error::new(Kind::Setup(problem.to_owned())));
        }
        if waiting::would_block_tasks() {
            let problem = "the blocking client was used within a task of a tokio runtime, where it would \
                           block other tasks; create the client with `build()` there and await it, \
                           or make the call within `tokio::task::spawn_blocking`";
            return Err(Error::new(Kind::Setup(problem.to_owned())));
        }
        Ok(waiting::wait_for(&self.handle, work))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_copy_in_a_forked_process_is_an_error_instead_of_waiting_forever() {
        let mut driver = Driver::start().unwrap();
        assert_eq!(driver.wait(async { 1 }).unwrap(), 1);
        driver.process = 0;
        let error = driver.wait(std::future::pending::<()>()).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Setup);
        assert!(error.to_string().contains("was forked"), "{error}");
    }
}
