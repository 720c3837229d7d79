//! The account that the tools report on.

use std::cell::RefCell;
use std::sync::Arc;

use helpscout_reports::{CallOptions, Client};
use tokio::sync::{OnceCell, mpsc};

use crate::connect::{Connection, Service};
use crate::message::Failure;
use crate::progress::{Listener, Progress};

/// The client, which the first call that needs it creates.
pub(super) struct Account {
    service: RefCell<Option<Service>>,
    /// Why there is no service.
    refused: Option<Failure>,
    connection: OnceCell<Connection>,
    /// Hears of the waits for a token, which concern all calls.
    shared: Arc<Listener>,
}

impl Account {
    /// Creates an account. Sends nothing. Without a service, each call that needs one fails.
    pub(super) fn new(service: Result<Service, Failure>) -> Self {
        let (service, refused) = match service {
            Ok(service) => (Some(service), None),
            Err(failure) => (None, Some(failure)),
        };
        Self {
            service: RefCell::new(service),
            refused,
            connection: OnceCell::new(),
            // It says nothing to anybody itself.
            shared: Arc::new(Listener::new(mpsc::unbounded_channel().0)),
        }
    }

    /// Returns the client for a call, whose progress hears of its waits.
    ///
    /// # Errors
    /// If there are no credentials, or the sandbox can't be started.
    pub(super) async fn client(&self, progress: &Progress) -> Result<Client, Failure> {
        if let Some(refused) = &self.refused {
            let failure = Failure::usage(refused.what());
            let helps = refused.helps().iter();
            return Err(helps.fold(failure, Failure::help));
        }
        let connection = self.connection.get_or_try_init(|| async {
            let service = self.service.borrow_mut().take();
            let Some(service) = service else {
                return Err(Failure::not_done("the connection could not be set up")
                    .help("start the server again"));
            };
            let shared = Progress::kept(Arc::clone(&self.shared));
            service.connect(&shared).await
        });
        let client = &connection.await?.client;
        if let Some(listener) = progress.listener() {
            self.shared.passes_waits_to(listener);
        }
        Ok(client.with(CallOptions::new().on_wait(progress.on_wait())))
    }
}
