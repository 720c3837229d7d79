//! Tests every operation from its description alone: the generated types read the documented example
//! and write it back, and the sandbox's answers agree with the generated types and the description.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use helpscout_description::Api;
use helpscout_description::Operation as Described;
use helpscout_reports::*;
use helpscout_sandbox::Sandbox;
use serde_json::Value;

mod models;
use models::{Differences, differences};

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

/// Returns the comparison for each operation.
fn models() -> BTreeMap<&'static str, Differences> {
    let mut models = BTreeMap::new();
    macro_rules! add {
        ($query:ident) => {
            models.insert($query::OPERATION.id, differences::<$query> as Differences);
        };
    }
    each_operation!(add);
    models
}

fn api() -> Api {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    helpscout_spec::read(&spec).api.unwrap()
}

/// Returns a query with the documented values of the required parameters or, with `every`, of all
/// parameters except those for paging.
fn query(described: &'static Described, every: bool) -> Query {
    let mut query = Query::new();
    let pages = described.pages.as_ref();
    let is_page = |name: &str| {
        pages.is_some_and(|pages| {
            pages.parameter() == Some(name) || pages.size.as_deref() == Some(name)
        })
    };
    for parameter in &described.parameters {
        let name = parameter.wire.as_str();
        if (parameter.required || every) && !is_page(name) && !parameter.example.is_empty() {
            query.set(name, parameter.example.join(","));
        }
    }
    query
}

#[test]
fn every_described_operation_has_models_and_every_model_a_description() {
    let api = api();
    let described: Vec<&str> = api
        .operations
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    let known: Vec<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(described, known);
    assert_eq!(models().len(), known.len());
}

#[test]
fn every_documented_example_goes_through_the_models_and_back_without_loss() {
    let models = models();
    for operation in &api().operations {
        let has_none = operation.examples.is_empty();
        assert_eq!(has_none, operation.has_no_content(), "{}", operation.id);
        for example in &operation.examples {
            let found = models[operation.id.as_str()](&example.body);
            assert!(found.is_empty(), "{}:\n{}", example.file, found.join("\n"));
        }
    }
}

/// Calls every operation and compares each answer with the types and the description. Returns a line
/// for each difference.
async fn disagreements(sandbox: &Sandbox, api: &Api, every: bool) -> Vec<String> {
    let client = Client::builder()
        .base_url(sandbox.base_url())
        .client_credentials(sandbox.app_id(), sandbox.app_secret())
        .build()
        .unwrap();
    let models = models();
    let mut found = Vec::new();
    for (described, embedded) in api.operations.iter().zip(&describe::api().operations) {
        let operation = describe::operation(embedded).unwrap();
        let request = Request::new(operation, query(embedded, every));
        let body = match client.send_raw(&request).await {
            Ok(answer) => answer.into_value(),
            Err(error) => {
                found.push(format!("{}: {error}", operation.id));
                continue;
            }
        };
        if !api.has_body(described) {
            continue;
        }
        let value: Value = serde_json::from_str(&body).unwrap();
        let by_description = helpscout_description::compare(api, described, &value);
        let by_description = by_description
            .iter()
            .map(|disagreement| format!("{} {}", disagreement.path, disagreement.what));
        let by_models = models[operation.id](&body);
        found.extend(
            by_description
                .chain(by_models)
                .map(|difference| format!("{}: {difference}", operation.id)),
        );
        let rows = match client.raw_all(request).await {
            Ok(rows) => rows,
            Err(error) => {
                found.push(format!("{}, all of it: {error}", operation.id));
                continue;
            }
        };
        if operation.pages.is_none() && !described.list {
            assert_eq!(rows.len(), 1, "{}", operation.id);
        }
    }
    found
}

#[tokio::test]
async fn the_computed_answer_of_every_operation_is_what_is_described() {
    let sandbox = Sandbox::builder()
        .calls_per_minute(u32::MAX)
        .start()
        .await
        .unwrap();
    let api = api();
    for every in [false, true] {
        let found = disagreements(&sandbox, &api, every).await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[tokio::test]
async fn the_answer_by_the_description_alone_is_what_is_described() {
    let api = api();
    // The sandbox computes nothing for an operation whose name it does not know.
    let mut renamed = api.clone();
    for operation in &mut renamed.operations {
        operation.id = format!("unknown_{}", operation.id);
    }
    let sandbox = Sandbox::builder()
        .spec(renamed)
        .calls_per_minute(u32::MAX)
        .start()
        .await
        .unwrap();
    for every in [false, true] {
        let found = disagreements(&sandbox, &api, every).await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
