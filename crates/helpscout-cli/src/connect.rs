//! The client of a command: for the live service, another address, or a sandbox in this process.

use std::env;

use clap::ArgMatches;
use clap::parser::ValueSource;
use helpscout_reports::{Client, ClientBuilder, Secrets};

use crate::account;
use crate::credentials::{ACCESS_TOKEN, APP_SECRET, Credentials};
use crate::message::{Failure, hide_secrets};
use crate::progress::Progress;
use crate::redact;
use crate::remembered;
use crate::sandbox_thread::SandboxThread;

pub(crate) const BASE_URL: &str = "HELPSCOUT_BASE_URL";

/// The largest number of pages of a report. It is higher than the default of the client, because rows
/// go to a temporary file as they come and are not kept in memory.
const MAX_PAGES: u32 = 100_000;

/// The service to call, checked before anything is started.
#[derive(Debug)]
pub(crate) struct Service {
    builder: ClientBuilder,
    /// Whether to start a sandbox in this process and call it.
    is_sandbox: bool,
}

/// A client, and the sandbox it calls if there is one.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) client: Client,
    _sandbox: Option<SandboxThread>,
}

impl Service {
    /// Reads the options, the environment, and the credentials of a profile.
    pub(crate) fn from_options(matches: &ArgMatches) -> Result<Self, Failure> {
        let is_sandbox = is_sandbox(matches)?;
        let credentials = if is_sandbox {
            Credentials::Missing
        } else {
            Credentials::of(matches)?
        };
        credentials.warn();
        redact::use_options(matches, is_sandbox, credentials.kept_secret())?;
        let identity = credentials.identity();
        let called = identity.map(|identity| {
            remembered::account_of(base_url(matches).unwrap_or_default(), &identity)
        });
        remembered::use_account(called.as_deref());
        account::use_account(called.or_else(|| is_sandbox.then(|| "sandbox".to_owned())));
        Self::with_credentials(matches, |builder| {
            credentials.set(builder, base_url(matches))
        })
    }

    /// Reads the options. Unless the sandbox is called, `set` sets the credentials and the base URL.
    pub(crate) fn with_credentials(
        matches: &ArgMatches,
        set: impl FnOnce(ClientBuilder) -> Result<ClientBuilder, Failure>,
    ) -> Result<Self, Failure> {
        let is_sandbox = is_sandbox(matches)?;
        let mut builder = Client::builder().max_pages(MAX_PAGES);
        if let Some(attempts) = matches.get_one::<u32>("attempts") {
            builder = builder.max_attempts(*attempts);
        }
        if let Some(bytes) = matches.get_one::<u64>("max-report") {
            builder = builder.max_report(*bytes);
        }
        if !is_sandbox {
            builder = set(builder)?;
        }
        Ok(Self {
            builder,
            is_sandbox,
        })
    }

    /// Changes the settings of the client.
    pub(crate) fn tuned(mut self, tune: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        self.builder = tune(self.builder);
        self
    }

    /// Returns whether a sandbox in this process is called.
    pub(crate) fn is_sandbox(&self) -> bool {
        self.is_sandbox
    }

    /// Creates a client for the service. Sends nothing yet.
    pub(crate) async fn connect(self, progress: &Progress) -> Result<Connection, Failure> {
        if !self.is_sandbox {
            let client = build(self.builder, progress)?;
            hide_secrets(client.secrets());
            return Ok(Connection {
                client,
                _sandbox: None,
            });
        }
        // Its credentials are no secrets, but words of messages.
        let sandbox = SandboxThread::start().await?;
        let builder = self
            .builder
            .base_url(&sandbox.base_url)
            .client_credentials(sandbox.app_id.as_str(), sandbox.app_secret.as_str());
        Ok(Connection {
            client: build(builder, progress)?,
            _sandbox: Some(sandbox),
        })
    }
}

/// Returns the base URL that the options or the environment name. A blank variable names none.
pub(crate) fn base_url(matches: &ArgMatches) -> Option<&str> {
    let url = matches.get_one::<String>("base-url")?;
    (is_typed(matches) || !url.trim().is_empty()).then_some(url)
}

/// Returns whether the sandbox is to be called.
fn is_sandbox(matches: &ArgMatches) -> Result<bool, Failure> {
    let is_sandbox = matches.get_flag("sandbox");
    if is_sandbox && is_typed(matches) {
        return Err(
            Failure::usage("--sandbox and --base-url can't be used together")
                .help("remove one of them"),
        );
    }
    Ok(is_sandbox)
}

fn is_typed(matches: &ArgMatches) -> bool {
    matches.value_source("base-url") == Some(ValueSource::CommandLine)
}

/// Returns the secrets in the environment, also those that turn out not to be used.
pub(crate) fn secrets_of_environment() -> Secrets {
    let secrets = Secrets::new();
    for name in [APP_SECRET, ACCESS_TOKEN, redact::KEY] {
        // A short key is refused and goes nowhere. Hidden, it would garble other words.
        let is_refused = |secret: &String| name == redact::KEY && secret.len() < redact::SHORTEST;
        if let Some(secret) = env::var(name).ok().filter(|secret| !is_refused(secret)) {
            // Everybody knows that of the sandbox, which starts like a word of advice: `--sandbox`.
            if secret != helpscout_sandbox::APP_SECRET {
                secrets.add(secret);
            }
        }
    }
    if let Ok(url) = env::var(BASE_URL) {
        secrets.add_password_of(&url);
    }
    secrets
}

fn build(builder: ClientBuilder, progress: &Progress) -> Result<Client, Failure> {
    let built = builder.on_wait(progress.on_wait()).build();
    built.map_err(Failure::from)
}
