//! References from one part of the document to another.

use serde_json::{Map, Value, json};

/// Refers to the schema of that name.
pub(crate) fn schema(name: &str) -> Value {
    component("schemas", name)
}

/// Returns the name and the schema that a reference leads to.
pub(crate) fn target(
    reference: &Value,
    schemas: &Map<String, Value>,
) -> Option<(String, Map<String, Value>)> {
    let path = reference.get("$ref")?.as_str()?;
    let name = path.strip_prefix("#/components/schemas/")?;
    let schema = schemas.get(name)?.as_object()?;
    Some((name.to_owned(), schema.clone()))
}

/// Refers to the response of that name.
pub(crate) fn response(name: &str) -> Value {
    component("responses", name)
}

/// Refers to the header of that name.
pub(crate) fn header(name: &str) -> Value {
    component("headers", name)
}

/// Refers to the example of that name.
pub(crate) fn example(name: &str) -> Value {
    component("examples", name)
}

fn component(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}
