//! Ctrl-C and the signals that ask a process to end.

use std::future::Future;
use std::path::PathBuf;
use std::time::Duration;
use std::{fs, io, thread};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::{oneshot, watch};
use tokio::task::AbortHandle;
use tokio::time::timeout;

use crate::exit::Exit;
use crate::message::Failure;

/// A runtime for asynchronous work that ends with the process. It handles signals from its start
/// on, so that work which begins later can clean up.
#[derive(Debug)]
pub(crate) struct Session {
    runtime: Runtime,
    /// A thread that waits for signals, whatever the others are busy with.
    signals: Runtime,
    /// The exit code of the signal that asked the process to end.
    asked: watch::Receiver<Option<Exit>>,
}

impl Session {
    /// Starts a session for fetching. All of its work is done by this thread, which costs less than
    /// handing every page from one thread to another.
    pub(crate) fn start() -> Result<Self, Failure> {
        Self::on(Builder::new_current_thread())
    }

    /// Starts a session for serving.
    pub(crate) fn start_server() -> Result<Self, Failure> {
        let mut threads = Builder::new_multi_thread();
        threads.worker_threads(2);
        Self::on(threads)
    }

    fn on(mut work: Builder) -> Result<Self, Failure> {
        let failed =
            |error: io::Error| Failure::not_done(format!("can't start the runtime: {error}"));
        let runtime = work.enable_all().build().map_err(failed)?;
        let mut signals = Builder::new_multi_thread();
        let signals = signals.worker_threads(1).enable_all().build();
        let signals = signals.map_err(failed)?;
        let (ask, asked) = watch::channel(None);
        let signal = {
            let _inside = signals.enter();
            end_signal().map_err(failed)?
        };
        signals.spawn(async move {
            ask.send_replace(Some(signal.await));
            // Later waits read the value, so the sender must stay alive.
            ask.closed().await;
        });
        Ok(Self {
            runtime,
            signals,
            asked,
        })
    }

    /// Runs the work, or fails at once when the process is asked to end.
    pub(crate) fn run<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        self.runtime.block_on(async {
            tokio::select! {
                outcome = work => outcome,
                exit = until(self.asked.clone()) => {
                    Err(Failure::interrupted(exit, "interrupted; nothing was written"))
                }
            }
        })
    }

    /// Runs work that may block until another process acts, such as opening a pipe that nobody reads
    /// yet, or fails at once when this process is asked to end. The work then goes on in its thread
    /// until the process ends, so it must need no cleaning up.
    pub(crate) fn run_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (send, receive) = oneshot::channel();
        // Not a thread of the runtime, which waits for its threads when it is dropped.
        let thread = thread::Builder::new().spawn(move || drop(send.send(work())));
        thread.map_err(|error| Failure::not_done(format!("can't start a thread: {error}")))?;
        self.run(async {
            let failed = |_| Failure::not_done("a thread ended without a result");
            receive.await.map_err(failed)
        })
    }

    /// Runs a server until the process is asked to end.
    pub(crate) fn serve(&self, work: impl Future<Output = ()>) {
        self.runtime.block_on(async {
            tokio::select! {
                () = work => {}
                _ = until(self.asked.clone()) => {}
            }
        });
    }

    /// Does what is left to do after the process was asked to end, for so long at most.
    pub(crate) fn finish(&self, work: impl Future<Output = ()>, longest: Duration) {
        self.runtime.block_on(async {
            // What takes longer is given up.
            let _ = timeout(longest, work).await;
        });
    }

    /// Ends without waiting for reads of stdin, which nothing else can interrupt.
    #[cfg(feature = "mcp")]
    pub(crate) fn abandon(self) {
        self.runtime.shutdown_background();
        self.signals.shutdown_background();
    }

    /// Makes the process end at once when it is asked to, until the result is dropped, and remove
    /// these temporary files. For printing, which may block until the output is read.
    pub(crate) fn end_when_asked(&self, unfinished: Vec<PathBuf>) -> EndWhenAsked {
        let asked = self.asked.clone();
        let task = self.signals.spawn(async move {
            let exit = until(asked).await;
            for file in unfinished {
                // What can't be removed stays, as the process ends now.
                let _ = fs::remove_file(file);
            }
            let incomplete = "interrupted; the printed report may be incomplete";
            Failure::interrupted(exit, incomplete).print();
            std::process::exit(exit.code().into());
        });
        EndWhenAsked(task.abort_handle())
    }

    /// Returns what tells whether the process was asked to end, for work that can't be dropped.
    pub(crate) fn asked(&self) -> Asked {
        Asked(self.asked.clone())
    }
}

/// The time in which the process ends at once when it is asked to, until this is dropped.
#[derive(Debug)]
pub(crate) struct EndWhenAsked(AbortHandle);

impl Drop for EndWhenAsked {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Tells whether the process was asked to end.
#[derive(Clone, Debug)]
pub(crate) struct Asked(watch::Receiver<Option<Exit>>);

impl Asked {
    /// Returns the exit code of the signal that asked.
    pub(crate) fn exit(&self) -> Option<Exit> {
        *self.0.borrow()
    }
}

async fn until(mut asked: watch::Receiver<Option<Exit>>) -> Exit {
    if let Ok(asked) = asked.wait_for(Option::is_some).await
        && let Some(exit) = *asked
    {
        return exit;
    }
    std::future::pending().await
}

#[cfg(unix)]
fn end_signal() -> io::Result<impl Future<Output = Exit>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    // `nohup` has this signal ignored, and it stays so.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let hangup = SignalKind::hangup();
    let mut hangup = if is_ignored(&status, hangup.as_raw_value()) {
        None
    } else {
        Some(signal(hangup)?)
    };
    let hangs_up = async move {
        match &mut hangup {
            Some(hangup) => drop(hangup.recv().await),
            None => std::future::pending().await,
        }
    };
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => Exit::Interrupted,
            _ = terminate.recv() => Exit::Terminated,
            () = hangs_up => Exit::HungUp,
        }
    })
}

/// Returns whether a signal is ignored, according to the status of a process on Linux.
#[cfg(unix)]
fn is_ignored(status: &str, signal: i32) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let bit = u32::try_from(signal - 1).ok();
    match (mask, bit.and_then(|bit| 1_u64.checked_shl(bit))) {
        (Some(mask), Some(bit)) => mask & bit != 0,
        _ => false,
    }
}

#[cfg(not(unix))]
fn end_signal() -> io::Result<impl Future<Output = Exit>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Exit::Interrupted
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::is_ignored;

    #[test]
    fn ignored_signals_are_read_from_the_status() {
        let status = "Name:\thelpscout\nSigBlk:\tffffffffffffffff\nSigIgn:\t0000000000001001\n";
        assert!(is_ignored(status, 1));
        assert!(is_ignored(status, 13));
        assert!(!is_ignored(status, 2));
        assert!(!is_ignored("", 1));
        assert!(!is_ignored("SigIgn:\tx\n", 1));
    }
}
