//! Calls with documented examples, to a sandbox of the spec or to the live service.

use std::collections::BTreeMap;
use std::fmt;

use helpscout_description::{Api, Operation as Described, Rule, Type};
use helpscout_runtime::{Client, Operation, Query, Request};
use helpscout_sandbox::Sandbox;

use crate::credentials::Credentials;
use crate::error::Error;

/// The service that answers.
pub(crate) struct Service {
    client: Client,
    sandbox: Option<Sandbox>,
}

/// A required parameter without a value.
pub(crate) struct MissingValue {
    pub(crate) operation: String,
    pub(crate) parameter: String,
}

impl fmt::Display for MissingValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            parameter,
        } = self;
        write!(
            out,
            "it needs --set {parameter}=… or --set {operation}.{parameter}=…"
        )
    }
}

impl Service {
    /// Starts a sandbox inside this process that serves the description.
    pub(crate) async fn sandbox(api: &Api) -> Result<Self, Error> {
        let sandbox = Sandbox::builder().spec(api.clone()).start().await;
        let sandbox = sandbox.map_err(Error::new)?;
        let client = Client::builder().base_url(sandbox.base_url());
        let client = if sandbox.needs_token() {
            client.client_credentials(sandbox.app_id(), sandbox.app_secret())
        } else {
            client.access_token("not-needed")
        };
        let client = client.build().map_err(Error::new)?;
        Ok(Self {
            client,
            sandbox: Some(sandbox),
        })
    }

    /// Creates a client of the live service.
    pub(crate) fn live(credentials: Credentials) -> Result<Self, Error> {
        Ok(Self {
            client: credentials.client()?.build().map_err(Error::new)?,
            sandbox: None,
        })
    }

    /// Returns the call of an operation. Its values are the settings, or else the documented
    /// examples.
    pub(crate) fn call(
        &self,
        described: &Described,
        settings: &BTreeMap<String, String>,
    ) -> Result<Request, MissingValue> {
        // A live account does not have the documented IDs.
        let query = query(described, settings, self.sandbox.is_some())?;
        Ok(Request::new(operation(described), query))
    }

    /// Sends a call and returns the body of the answer.
    pub(crate) async fn send(&self, call: &Request) -> Result<String, helpscout_runtime::Error> {
        let answer = self.client.send_raw(call).await;
        answer.map(|answer| answer.into_value())
    }

    pub(crate) async fn shutdown(self) {
        if let Some(sandbox) = self.sandbox {
            sandbox.shutdown().await;
        }
    }
}

fn query(
    described: &Described,
    settings: &BTreeMap<String, String>,
    has_example_ids: bool,
) -> Result<Query, MissingValue> {
    let mut query = Query::new();
    for parameter in &described.parameters {
        let is_wanted = parameter.required
            || (is_comparison(&parameter.wire) && has_examples(described, &parameter.wire));
        let set = settings
            .get(&format!("{}.{}", described.id, parameter.wire))
            .or_else(|| settings.get(&parameter.wire));
        let is_id = matches!(parameter.ty, Type::Id(_));
        let value = match set {
            Some(value) => Some(value.clone()),
            None if is_wanted && (has_example_ids || !is_id) => {
                let example = parameter.example.join(",");
                (!example.is_empty()).then_some(example)
            }
            None => None,
        };
        match value {
            Some(value) => query.set(leak(&parameter.wire), value),
            None if parameter.required => {
                return Err(MissingValue {
                    operation: described.id.clone(),
                    parameter: parameter.wire.clone(),
                });
            }
            None => {}
        }
    }
    Ok(query)
}

/// Returns whether a parameter belongs to the comparison interval, which makes answers show more.
fn is_comparison(wire: &str) -> bool {
    wire.starts_with("previous")
}

/// Returns whether all parameters that must be given together with this one have an example.
fn has_examples(described: &Described, wire: &str) -> bool {
    let has_example = |wire: &str| {
        let parameter = described.parameter(wire);
        parameter.is_some_and(|parameter| !parameter.example.is_empty())
    };
    described.rules.iter().all(|rule| match rule {
        Rule::Together(names) if names.iter().any(|name| name == wire) => {
            names.iter().all(|name| has_example(name))
        }
        _ => true,
    })
}

/// Returns the facts that the client needs. They are leaked, once for each operation of a
/// short-lived program.
fn operation(described: &Described) -> &'static Operation {
    let required = described
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    let required: Vec<&'static str> = required.map(|parameter| leak(&parameter.wire)).collect();
    Box::leak(Box::new(Operation {
        id: leak(&described.id),
        path: leak(&described.path),
        docs: leak(&described.docs),
        required: required.leak(),
        ..Operation::DEFAULT
    }))
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// Runs a future to its end.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::new)?;
    runtime.block_on(future)
}
