//! A sandbox in this process, for one run of a command.
//!
//! It has threads of its own: while it makes pages of a report, the command reads others.

use std::{io, thread};

use helpscout_sandbox::Sandbox;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::message::Failure;

/// The number of threads that make pages.
const WORKERS: usize = 2;

/// A sandbox on its threads. It stops when this is dropped.
#[derive(Debug)]
pub(crate) struct SandboxThread {
    pub(crate) base_url: String,
    pub(crate) app_id: String,
    pub(crate) app_secret: String,
    /// Closed when this is dropped. Nothing is sent.
    _keep: oneshot::Sender<()>,
}

impl SandboxThread {
    /// Starts a sandbox with default settings.
    pub(crate) async fn start() -> Result<Self, Failure> {
        let (tell, told) = oneshot::channel();
        let thread = thread::Builder::new().name("sandbox".to_owned());
        let thread = thread.spawn(move || serve(tell));
        thread.map_err(|error| not_started(&error))?;
        let ended = |_| Failure::not_done("the sandbox ended while it started");
        told.await.map_err(ended)?
    }
}

/// Serves until what it has told is dropped.
fn serve(tell: oneshot::Sender<Result<SandboxThread, Failure>>) {
    let mut workers = Builder::new_multi_thread();
    let workers = workers.worker_threads(WORKERS).enable_all();
    let runtime = match workers.build() {
        Ok(runtime) => runtime,
        Err(error) => {
            // Without a receiver, the command has ended.
            let _ = tell.send(Err(not_started(&error)));
            return;
        }
    };
    runtime.block_on(async {
        let sandbox = match Sandbox::builder().start().await {
            Ok(sandbox) => sandbox,
            Err(error) => {
                let _ = tell.send(Err(Failure::not_done(error)));
                return;
            }
        };
        let (keep, dropped) = oneshot::channel();
        let started = SandboxThread {
            base_url: sandbox.base_url().to_owned(),
            app_id: sandbox.app_id().to_owned(),
            app_secret: sandbox.app_secret().to_owned(),
            _keep: keep,
        };
        if tell.send(Ok(started)).is_ok() {
            let _ = dropped.await;
        }
        sandbox.shutdown().await;
    });
}

fn not_started(error: &io::Error) -> Failure {
    Failure::not_done(format!("can't start a thread for the sandbox: {error}"))
}
