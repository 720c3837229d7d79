//! Messages of the Singer protocol that describe streams, and the start of those with records.
//!
//! Each table is a stream. Targets differ in what they bear, so a schema has only what they agree on:
//! every property has a type, may be null unless it is a part of the key, and has no format.

use std::rc::Rc;

use helpscout_arrow::SchemaFormat;
use serde_json::{Map, Value, json};

use super::dataset::DatasetTable;
use super::unit::Source;

/// The types of a value that may be anything.
const ANYTHING: [&str; 6] = ["null", "boolean", "number", "string", "array", "object"];

/// Returns what precedes the columns of a record, whose message ends with two braces.
pub(super) fn record(table: &DatasetTable) -> String {
    let stream = &table.stream;
    format!(r#"{{"type":"RECORD","stream":"{stream}","record":{{"#)
}

/// Returns the messages with the schema of each table.
pub(super) fn schemas(sources: &[Rc<Source>]) -> String {
    let tables = sources
        .iter()
        .flat_map(|source| source.tables.iter().map(move |table| (source, table)));
    let messages = tables.map(|(source, table)| format!("{}\n", schema(source, table)));
    messages.collect()
}

/// Returns the message with the schema of a table.
fn schema(source: &Source, table: &DatasetTable) -> Value {
    let text = table.schema.text(SchemaFormat::Json, &table.stream);
    let schema: Value = serde_json::from_str(&text).unwrap_or_default();
    let mut properties = match schema.get("properties") {
        Some(Value::Object(properties)) => properties.clone(),
        _ => Map::new(),
    };
    properties.values_mut().for_each(ease);
    let keys = keys(table);
    for key in &keys {
        if let Some(Value::Object(property)) = properties.get_mut(key)
            && let Some(ty) = property.get("type").and_then(|types| types.get(1)).cloned()
        {
            property.insert("type".to_owned(), ty);
        }
    }
    let has_window = source.dataset.interval.is_some();
    json!({
        "type": "SCHEMA",
        "stream": table.stream,
        "schema": { "type": "object", "properties": properties },
        "key_properties": keys,
        "bookmark_properties": [if has_window { "windowEnd" } else { "fetchedAt" }],
    })
}

/// Returns the columns of origin that identify a row, so that a window that is loaded again replaces
/// its rows.
fn keys(table: &DatasetTable) -> Vec<String> {
    let columns = table.schema.origin_columns().iter();
    let has_window = columns.clone().any(|column| column.key == "windowStart");
    let keys = columns.filter(|column| match column.key.as_str() {
        "windowEnd" => false,
        "fetchedAt" => !has_window,
        _ => true,
    });
    keys.map(|column| column.name.clone()).collect()
}

/// Makes a property null if need be, and gives it a type. target-duckdb fails without one, and loses
/// the first record of a stream with a date.
fn ease(schema: &mut Value) {
    let Value::Object(members) = schema else {
        return;
    };
    members.remove("format");
    members.remove("required");
    members.remove("examples");
    let types = match members.get("type") {
        Some(Value::String(ty)) => json!(["null", ty]),
        Some(Value::Array(types)) => {
            let others = types.iter().filter(|ty| *ty != "null");
            Value::Array(
                std::iter::once(json!("null"))
                    .chain(others.cloned())
                    .collect(),
            )
        }
        _ => json!(ANYTHING),
    };
    members.insert("type".to_owned(), types);
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        properties.values_mut().for_each(ease);
    }
    if let Some(items) = members.get_mut("items") {
        ease(items);
    }
}
