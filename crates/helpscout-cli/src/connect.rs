//! The client a command talks through: the live service, another address, or a sandbox inside.

use std::env::{self, VarError};

use clap::ArgMatches;
use clap::parser::ValueSource;
use helpscout_reports::{Client, ClientBuilder, Error};
use helpscout_sandbox::Sandbox;

use crate::message::Failure;
use crate::progress::Progress;

const APP_ID: &str = "HELPSCOUT_APP_ID";
const APP_SECRET: &str = "HELPSCOUT_APP_SECRET";
const ACCESS_TOKEN: &str = "HELPSCOUT_ACCESS_TOKEN";

/// What to talk to, checked before anything is started.
#[derive(Debug)]
pub(crate) struct Service {
    builder: ClientBuilder,
    /// Whether a sandbox inside is to be talked to.
    is_sandbox: bool,
}

/// A client, and the sandbox it talks to if there is one.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) client: Client,
    _sandbox: Option<Sandbox>,
}

impl Service {
    /// What the options and the environment ask for.
    pub(crate) fn chosen(matches: &ArgMatches) -> Result<Self, Failure> {
        let is_typed = matches.value_source("base-url") == Some(ValueSource::CommandLine);
        let base_url = matches
            .get_one::<String>("base-url")
            .filter(|url| is_typed || !url.is_empty());
        let is_sandbox = matches.get_flag("sandbox");
        if is_sandbox && is_typed {
            return Err(
                Failure::usage("--sandbox and --base-url exclude each other")
                    .help("leave out one of them"),
            );
        }
        let mut builder = Client::builder();
        if let Some(attempts) = matches.get_one::<u32>("attempts") {
            builder = builder.max_attempts(*attempts);
        }
        if !is_sandbox {
            builder = with_credentials(builder)?;
            if let Some(url) = base_url {
                builder = builder.base_url(url);
            }
        }
        Ok(Self {
            builder,
            is_sandbox,
        })
    }

    /// A client for it. Nothing is sent yet.
    pub(crate) async fn connect(self, progress: &Progress) -> Result<Connection, Failure> {
        if !self.is_sandbox {
            return Ok(Connection {
                client: build(self.builder, progress)?,
                _sandbox: None,
            });
        }
        let sandbox = Sandbox::builder().start().await;
        let sandbox = sandbox.map_err(Failure::not_done)?;
        let builder = self
            .builder
            .base_url(sandbox.base_url())
            .client_credentials(sandbox.app_id(), sandbox.app_secret());
        Ok(Connection {
            client: build(builder, progress)?,
            _sandbox: Some(sandbox),
        })
    }
}

fn build(builder: ClientBuilder, progress: &Progress) -> Result<Client, Failure> {
    let built = builder.on_wait(progress.on_wait()).build();
    built.map_err(|error: Error| Failure::usage(error))
}

fn with_credentials(builder: ClientBuilder) -> Result<ClientBuilder, Failure> {
    if let Some(token) = variable(ACCESS_TOKEN)? {
        return Ok(builder.access_token(token));
    }
    match (variable(APP_ID)?, variable(APP_SECRET)?) {
        (Some(id), Some(secret)) => Ok(builder.client_credentials(id, secret)),
        (Some(_), None) => Err(half(APP_ID, APP_SECRET)),
        (None, Some(_)) => Err(half(APP_SECRET, APP_ID)),
        (None, None) => Err(
            Failure::usage("there are no credentials in the environment").help(format!(
                "set {APP_ID} and {APP_SECRET} (an OAuth2 application's),\n\
                 or {ACCESS_TOKEN},\n\
                 or try it without an account: --sandbox"
            )),
        ),
    }
}

fn half(set: &str, missing: &str) -> Failure {
    Failure::usage(format!("{set} is set, {missing} is not"))
        .help(format!("set {missing} in the environment too"))
}

/// A variable of the environment that has a value.
fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) => Ok(Some(value.trim().to_owned()).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Failure::usage(format!("{name} is no UTF-8 text"))
            .help("set it again; it may have been cut or saved in another encoding")),
    }
}
