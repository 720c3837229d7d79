//! Documented bodies as examples.

use std::collections::BTreeMap;

use helpscout_description::Api;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::names::Names;

/// A documented body. Its numbers stay as the documentation writes them.
#[derive(Serialize)]
pub(crate) struct Body<'a> {
    value: &'a RawValue,
}

/// Generates `components.examples`: those of bodies.
pub(crate) fn examples<'a>(api: &'a Api, names: &Names<'_>) -> BTreeMap<String, Body<'a>> {
    let mut examples = BTreeMap::new();
    let operations = api.operations.iter();
    for operation in operations.filter(|operation| api.has_body(operation)) {
        for (name, example) in names.examples(operation).iter().zip(&operation.examples) {
            // The spec reader has parsed every example.
            let value = serde_json::from_str(&example.body)
                .unwrap_or_else(|error| panic!("{} must be JSON: {error}", example.file));
            examples.insert(name.clone(), Body { value });
        }
    }
    examples
}
