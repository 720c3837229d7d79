//! The account that the tools report on.

use std::cell::RefCell;

use helpscout_reports::Client;
use tokio::sync::OnceCell;

use crate::connect::{Connection, Service};
use crate::message::Failure;
use crate::progress::Progress;

/// The client, which the first call that needs it creates.
pub(super) struct Account {
    service: RefCell<Option<Service>>,
    /// Why there is no service.
    refused: Option<Failure>,
    connection: OnceCell<Connection>,
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
        }
    }

    /// Returns the client.
    ///
    /// # Errors
    /// If there are no credentials, or the sandbox can't be started.
    pub(super) async fn client(&self) -> Result<Client, Failure> {
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
            service.connect(&Progress::start(true)).await
        });
        Ok(connection.await?.client.clone())
    }
}
