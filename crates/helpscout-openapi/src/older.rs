//! The document for tools that read OpenAPI 3.0 only.
//!
//! It says the same with the words of 3.0: `nullable` instead of the type `null`, one `example`
//! instead of `examples` in a schema, and a reference in `allOf` if something stands beside it. An
//! error response has only the media type that the service sends first, because some generators of
//! 3.0 refuse a second one.

use serde_json::{Map, Value, json};

/// Rewrites paths, or components of one kind.
pub(crate) fn rewrite(values: &mut Map<String, Value>) {
    values.values_mut().for_each(rewrite_value);
}

fn rewrite_value(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(rewrite_value),
        Value::Object(object) => rewrite_object(object),
        _ => {}
    }
}

fn rewrite_object(object: &mut Map<String, Value>) {
    rewrite_nullable_type(object);
    rewrite_nullable_reference(object);
    rewrite_examples(object);
    rewrite_reference(object);
    if let Some(Value::Object(responses)) = object.get_mut("responses") {
        one_media_type(responses);
    }
    for (key, value) in object {
        match (key.as_str(), value) {
            // Data, whatever its keys are called.
            ("default" | "enum" | "example" | "examples", _) => {}
            (key, _) if key.starts_with("x-") => {}
            // The keys are names, and `type` or `examples` may be one.
            ("properties", Value::Object(fields)) => rewrite(fields),
            (_, value) => rewrite_value(value),
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
fn rewrite_nullable_reference(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(ways)) = schema.get("anyOf")
        && let [reference, null] = ways.as_slice()
        && *null == json!({ "type": "null" })
    {
        let all = json!([reference]);
        renamed(schema, "anyOf", "allOf", all);
        schema.insert("nullable".to_owned(), json!(true));
    }
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
