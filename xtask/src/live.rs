//! Asking for answers with the documented examples, from a sandbox of the spec or the live service.

use std::collections::BTreeMap;

use helpscout_description::Api;
use helpscout_description::{Operation as Described, Rule, Type};
use helpscout_runtime::{Client, Error, Operation, Query, Request};
use helpscout_sandbox::Sandbox;

/// Who is asked.
pub(crate) struct Service {
    client: Client,
    sandbox: Option<Sandbox>,
}

impl Service {
    /// A sandbox inside this process that serves the description.
    pub(crate) async fn sandbox(api: &Api) -> Result<Self, String> {
        let sandbox = Sandbox::builder().spec(api.clone()).start().await;
        let sandbox = sandbox.map_err(|error| error.to_string())?;
        let client = Client::builder()
            .base_url(sandbox.base_url())
            .client_credentials(sandbox.app_id(), sandbox.app_secret())
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            client,
            sandbox: Some(sandbox),
        })
    }

    /// The live service, with the environment's credentials.
    pub(crate) fn live() -> Result<Self, String> {
        let secret = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let builder = match secret("HELPSCOUT_BASE_URL") {
            Some(url) => Client::builder().base_url(url),
            None => Client::builder(),
        };
        let builder = match (
            secret("HELPSCOUT_ACCESS_TOKEN"),
            secret("HELPSCOUT_APP_ID"),
            secret("HELPSCOUT_APP_SECRET"),
        ) {
            (Some(token), ..) => builder.access_token(token),
            (None, Some(id), Some(secret)) => builder.client_credentials(id, secret),
            _ => {
                let needed =
                    "set HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET, or HELPSCOUT_ACCESS_TOKEN";
                return Err(needed.to_owned());
            }
        };
        Ok(Self {
            client: builder.build().map_err(|error| error.to_string())?,
            sandbox: None,
        })
    }

    /// The call with what was set, else with documented examples; an error names what must be set.
    pub(crate) fn call(
        &self,
        described: &Described,
        settings: &BTreeMap<String, String>,
    ) -> Result<Request, String> {
        // A live account does not know the documented ids.
        let query = query(described, settings, self.sandbox.is_some())?;
        Ok(Request::new(operation(described), query))
    }

    /// The body of the answer.
    pub(crate) async fn ask(&self, call: &Request) -> Result<String, Error> {
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
    examples_hold: bool,
) -> Result<Query, String> {
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
            None if is_wanted && (examples_hold || !is_id) => {
                let example = parameter.example.join(",");
                (!example.is_empty()).then_some(example)
            }
            None => None,
        };
        match value {
            Some(value) => query.set(leak(&parameter.wire), value),
            None if parameter.required => {
                let (id, wire) = (&described.id, &parameter.wire);
                return Err(format!("it needs --set {wire}=… or --set {id}.{wire}=…"));
            }
            None => {}
        }
    }
    Ok(query)
}

/// Whether it belongs to the interval to compare with, which answers show more for.
fn is_comparison(wire: &str) -> bool {
    wire.starts_with("previous")
}

/// Whether all that go together with a parameter have an example.
fn has_examples(described: &Described, wire: &str) -> bool {
    let has_example = |wire: &str| {
        let parameter = described.parameter(wire);
        parameter.is_some_and(|one| !one.example.is_empty())
    };
    described.rules.iter().all(|rule| match rule {
        Rule::Together(names) if names.iter().any(|name| name == wire) => {
            names.iter().all(|name| has_example(name))
        }
        _ => true,
    })
}

/// The facts the client needs. They are leaked, once for each operation of a short-lived program.
fn operation(described: &Described) -> &'static Operation {
    let required = described.parameters.iter().filter(|one| one.required);
    let required: Vec<&'static str> = required.map(|one| leak(&one.wire)).collect();
    Box::leak(Box::new(Operation {
        id: leak(&described.id),
        path: leak(&described.path),
        docs: leak(&described.docs),
        plans: &[],
        required: required.leak(),
        rules: &[],
        pages: None,
    }))
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// Runs to its end what waits for answers.
pub(crate) fn block_on<T>(waiting: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(waiting)
}
