//! The keywords of the schema that the structural check interprets.

use serde_json::Value;

use crate::position::At;
use crate::scalar::Kind;
use crate::schema::resolve;
use crate::yaml::Content;

pub(super) fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        // In the schema, a choice of words is a `oneOf` of constants.
        _ => vec!["string"],
    }
}

pub(super) fn kind_name(kind: &str) -> &'static str {
    match kind {
        "object" => "a map",
        "array" => "a list",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        _ => "text",
    }
}

/// Returns the words that a scalar may be, if there are only a few.
pub(super) fn constants(schema: &Value) -> Vec<&str> {
    let options = schema["oneOf"].as_array().map_or(&[][..], Vec::as_slice);
    let listed = options.iter().map(|option| &option["const"]);
    let plain = schema["enum"].as_array().map_or(&[][..], Vec::as_slice);
    listed.chain(plain).filter_map(Value::as_str).collect()
}

pub(super) fn words(list: &Value) -> Vec<&str> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).collect()
}

pub(super) fn noun(schema: &Value) -> &str {
    schema["title"].as_str().unwrap_or("this map")
}

pub(super) fn description(schema: &Value) -> Option<String> {
    let text = schema["description"].as_str()?;
    Some(text.replace('\n', " "))
}

/// Returns the schemas that a value can choose from.
pub(super) fn alternatives(schema: &'static Value) -> Vec<&'static Value> {
    match schema["anyOf"].as_array() {
        Some(options) => options.iter().map(resolve).collect(),
        None => vec![schema],
    }
}

pub(super) fn fits_kind(at: At<'_>, schema: &Value) -> bool {
    let expected = kinds(schema);
    let is = |kind: &str| expected.contains(&kind);
    match at.content() {
        Content::Map(_) => is("object"),
        Content::List(_) => is("array"),
        Content::Scalar(scalar) => match scalar.kind() {
            Kind::Null => false,
            Kind::Boolean => is("boolean"),
            Kind::Integer => is("integer") || is("number"),
            Kind::Number => is("number"),
            Kind::Text => is("string"),
        },
    }
}
