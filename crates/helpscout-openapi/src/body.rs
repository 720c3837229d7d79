//! The bodies of requests: one schema from the paths of their fields.

use helpscout_description::{Operation, Parameter, Place};
use serde_json::{Map, Value, json};

use crate::described::Described;
use crate::parameters::{about, sent, values};

/// Generates the body of an operation's requests, if they have one.
pub(crate) fn request_body(api: &Described<'_>, operation: &Operation) -> Option<Value> {
    let parameters = operation.parameters.iter();
    let fields: Vec<&Parameter> = parameters
        .filter(|parameter| parameter.place == Place::Body)
        .collect();
    if fields.is_empty() {
        return None;
    }
    let schema = of_object(api, operation, &fields);
    let mut body = Map::new();
    if fields.iter().any(|field| field.required) {
        body.insert("required".into(), json!(true));
    }
    body.insert(
        "content".into(),
        json!({ "application/json": { "schema": schema } }),
    );
    Some(body.into())
}

/// Generates the schema of the body, or of an object in a list of it.
fn of_object(api: &Described<'_>, operation: &Operation, fields: &[&Parameter]) -> Value {
    let mut schema = json!({ "type": "object" });
    for field in fields {
        insert(&mut schema, field, of_field(api, operation, field));
    }
    schema
}

fn of_field(api: &Described<'_>, operation: &Operation, field: &Parameter) -> Value {
    let mut schema = sent(api, operation, field);
    if !field.fields.is_empty() {
        let fields: Vec<&Parameter> = field.fields.iter().collect();
        schema.insert("items".into(), of_object(api, operation, &fields));
    }
    schema.insert("description".into(), json!(about(field)));
    if field.deprecated.is_some() {
        schema.insert("deprecated".into(), json!(true));
    }
    if let Some(example) = values(api, field, &field.example) {
        schema.insert("examples".into(), json!([example]));
    }
    if let Some(correction) = &field.correction {
        schema.insert("x-correction".into(), json!(correction));
    }
    schema.into()
}

/// Puts the schema of a field into that of the body, with the objects around it. They are required
/// if something in them is.
fn insert(body: &mut Value, field: &Parameter, schema: Value) {
    let mut object = body;
    let mut keys = field.wire.split('.').peekable();
    while let Some(key) = keys.next() {
        if field.required {
            require(object, key);
        }
        let property = &mut object["properties"][key];
        if keys.peek().is_none() {
            *property = schema;
            return;
        }
        if property.is_null() {
            *property = json!({ "type": "object" });
        }
        object = property;
    }
}

fn require(object: &mut Value, key: &str) {
    let required = &mut object["required"];
    match required.as_array_mut() {
        Some(keys) if keys.iter().any(|known| known == key) => {}
        Some(keys) => keys.push(json!(key)),
        None => *required = json!([key]),
    }
}
