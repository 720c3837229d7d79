//! Asking for answers: one call of every operation, with the documented examples.

use std::collections::BTreeMap;

use helpscout_runtime::{Client, Operation, Query, Request};
use helpscout_sandbox::Sandbox;
use helpscout_spec::Api;
use helpscout_spec::api::{Operation as Described, Parameter};

use super::{Answer, Arguments};

/// The answers of all operations that can be asked. Those that can't are told.
pub(super) fn ask(
    arguments: &Arguments,
    api: &Api,
    settings: &BTreeMap<String, String>,
) -> Result<Vec<Answer>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let sandbox = match arguments.sandbox {
            true => Some(start(api).await?),
            false => None,
        };
        let client = client(sandbox.as_ref())?;
        let mut answers = Vec::new();
        for described in &api.operations {
            if !arguments.only.is_empty() && !arguments.only.contains(&described.id) {
                continue;
            }
            // A live account does not know the documented ids.
            let query = match query(described, settings, sandbox.is_some()) {
                Ok(query) => query,
                Err(missing) => {
                    eprintln!("{} is not asked: {missing}", described.id);
                    continue;
                }
            };
            let request = Request::new(operation(described), query);
            let answer = client.send_raw(&request).await;
            let answer = answer.map_err(|error| error.to_string())?;
            answers.push(Answer {
                operation: described.id.clone(),
                name: format!("the answer of {}", described.id),
                body: answer.into_value(),
            });
        }
        if let Some(sandbox) = sandbox {
            sandbox.shutdown().await;
        }
        Ok(answers)
    })
}

async fn start(api: &Api) -> Result<Sandbox, String> {
    let sandbox = Sandbox::builder().spec(api.clone()).start().await;
    sandbox.map_err(|error| error.to_string())
}

fn client(sandbox: Option<&Sandbox>) -> Result<Client, String> {
    let secret = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let builder = Client::builder();
    let builder = match sandbox {
        Some(sandbox) => builder
            .base_url(sandbox.base_url())
            .client_credentials(sandbox.app_id(), sandbox.app_secret()),
        None => {
            let builder = match secret("HELPSCOUT_BASE_URL") {
                Some(url) => builder.base_url(url),
                None => builder,
            };
            match (
                secret("HELPSCOUT_ACCESS_TOKEN"),
                secret("HELPSCOUT_APP_ID"),
                secret("HELPSCOUT_APP_SECRET"),
            ) {
                (Some(token), ..) => builder.access_token(token),
                (None, Some(id), Some(secret)) => builder.client_credentials(id, secret),
                _ => {
                    return Err(
                        "set HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET, or HELPSCOUT_ACCESS_TOKEN"
                            .to_owned(),
                    );
                }
            }
        }
    };
    builder.build().map_err(|error| error.to_string())
}

/// What to ask with: what was set, else documented examples; an error names what must be set.
fn query(
    described: &Described,
    settings: &BTreeMap<String, String>,
    examples_hold: bool,
) -> Result<Query, String> {
    let mut query = Query::new();
    for parameter in &described.parameters {
        let set = settings
            .get(&format!("{}.{}", described.id, parameter.wire))
            .or_else(|| settings.get(&parameter.wire));
        let is_id = matches!(parameter.ty, helpscout_spec::api::Type::Id(_));
        let value = match set {
            Some(value) => Some(value.clone()),
            None if is_wanted(parameter) && (examples_hold || !is_id) => {
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

/// What a call fails without, and the interval to compare with, which answers show more for.
fn is_wanted(parameter: &Parameter) -> bool {
    parameter.required || parameter.wire.starts_with("previous")
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
