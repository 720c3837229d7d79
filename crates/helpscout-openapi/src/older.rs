//! The document for tools that read OpenAPI 3.0 only.
//!
//! It says the same with the words of 3.0: `nullable` instead of the type `null`, one `example`
//! instead of `examples` in a schema, and a reference in `allOf` if something stands beside it. An
//! error response has only the media type that the service sends first, because some generators of
//! 3.0 refuse a second one.
//!
//! `nullable` is always beside a `type`: without one, validators refuse the whole document. So an ID
//! or null has the schema of the ID itself, and an object or null has the type of the object.

use serde_json::{Map, Value, json};

use crate::reference;

/// Rewrites paths, or components of one kind. `schemas` are those that references lead to.
pub(crate) fn rewrite(values: &mut Map<String, Value>, schemas: &Map<String, Value>) {
    let values = values.values_mut();
    values.for_each(|value| rewrite_value(value, schemas));
}

fn rewrite_value(value: &mut Value, schemas: &Map<String, Value>) {
    match value {
        Value::Array(values) => {
            let values = values.iter_mut();
            values.for_each(|value| rewrite_value(value, schemas));
        }
        Value::Object(object) => rewrite_object(object, schemas),
        _ => {}
    }
}

fn rewrite_object(object: &mut Map<String, Value>, schemas: &Map<String, Value>) {
    rewrite_nullable_type(object);
    rewrite_nullable_reference(object, schemas);
    rewrite_examples(object);
    rewrite_reference(object);
    if let Some(Value::Object(responses)) = object.get_mut("responses") {
        one_media_type(responses);
    }
    for (key, value) in object {
        match (key.as_str(), value) {
            // Data, whatever its keys are called.
            ("default" | "enum" | "example" | "examples", _) => {}
            ("x-additional-properties", schema) => rewrite_value(schema, schemas),
            (key, _) if key.starts_with("x-") => {}
            // The keys are names, and `type` or `examples` may be one.
            ("properties" | "headers", Value::Object(fields)) => rewrite(fields, schemas),
            (_, value) => rewrite_value(value, schemas),
        }
    }
}

/// Leaves one media type in each error response.
pub(crate) fn one_media_type(responses: &mut Map<String, Value>) {
    for (status, response) in responses {
        if let Some(Value::Object(content)) = response.get_mut("content")
            && !status.starts_with('2')
        {
            let first = content.keys().next().cloned();
            content.retain(|media_type, _| Some(media_type) == first.as_ref());
        }
    }
}

/// Rewrites a type such as `["string", "null"]`.
fn rewrite_nullable_type(schema: &mut Map<String, Value>) {
    if let Some(ty) = schema.get_mut("type")
        && let Value::Array(types) = ty
        && let [Value::String(first), Value::String(second)] = types.as_slice()
        && second == "null"
    {
        *ty = json!(first);
        schema.insert("nullable".to_owned(), json!(true));
    }
}

/// Rewrites a reference or null.
fn rewrite_nullable_reference(object: &mut Map<String, Value>, schemas: &Map<String, Value>) {
    let Some(Value::Array(ways)) = object.get("anyOf") else {
        return;
    };
    let [reference, null] = ways.as_slice() else {
        return;
    };
    if *null != json!({ "type": "null" }) {
        return;
    }
    let (name, schema) = reference::target(reference, schemas).unwrap_or_default();
    let mut entries = Map::new();
    if schema.get("type") == Some(&json!("object")) {
        entries.insert("type".to_owned(), json!("object"));
        entries.insert("allOf".to_owned(), json!([reference]));
    } else {
        // What `allOf` refers to would refuse null.
        entries.extend(schema);
        entries.shift_remove("description");
        entries.insert("x-id".to_owned(), json!(name));
    }
    entries.insert("nullable".to_owned(), json!(true));
    object.shift_remove("anyOf");
    entries.append(object);
    *object = entries;
}

fn rewrite_examples(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(examples)) = schema.get("examples") {
        let first = examples.first().cloned().unwrap_or_default();
        renamed(schema, "examples", "example", first);
    }
}

/// Rewrites a reference with something beside it, which 3.0 ignores.
fn rewrite_reference(schema: &mut Map<String, Value>) {
    if let Some(Value::String(target)) = schema.get("$ref")
        && schema.len() > 1
    {
        let all = json!([{ "$ref": target }]);
        renamed(schema, "$ref", "allOf", all);
    }
}

/// Puts another key and its value in the place of a key.
fn renamed(object: &mut Map<String, Value>, from: &str, to: &str, value: Value) {
    let entries = std::mem::take(object).into_iter();
    object.extend(entries.map(|(key, old)| {
        if key == from {
            (to.to_owned(), value.clone())
        } else {
            (key, old)
        }
    }));
}
