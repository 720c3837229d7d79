//! Documented bodies as examples.

use std::collections::BTreeMap;

use helpscout_description::{Api, Operation};
use serde::Serialize;
use serde_json::value::RawValue;

/// A documented body. Its numbers stay as the documentation writes them.
#[derive(Serialize)]
pub(crate) struct Body<'a> {
    value: &'a RawValue,
}

/// Generates `components.examples`.
pub(crate) fn examples(api: &Api) -> BTreeMap<String, Body<'_>> {
    let mut examples = BTreeMap::new();
    for operation in &api.operations {
        for (name, example) in names(operation).into_iter().zip(&operation.examples) {
            // The spec reader has parsed every example.
            let value = serde_json::from_str(&example.body)
                .unwrap_or_else(|error| panic!("{} must be JSON: {error}", example.file));
            examples.insert(name, Body { value });
        }
    }
    examples
}

/// Returns the names of an operation's examples, in their order.
pub(crate) fn names(operation: &Operation) -> Vec<String> {
    let id = &operation.id;
    (1..=operation.examples.len())
        .map(|number| match number {
            1 => id.clone(),
            _ => format!("{id}.{number}"),
        })
        .collect()
}
