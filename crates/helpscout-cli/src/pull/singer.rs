//! Messages of the Singer protocol: the schema of each stream, its records, and how far they go.

use std::rc::Rc;

use helpscout_arrow::SchemaFormat;
use serde_json::{Map, Value, json};

use super::asked::AskedPull;
use super::dataset::DatasetTable;
use super::unit::Source;

/// Returns what precedes a record, whose message ends with a brace.
pub(super) fn record(table: &DatasetTable) -> String {
    format!(r#"{{"type":"RECORD","stream":"{}","record":"#, table.stream)
}

/// Returns the message with the schema of each table.
pub(super) fn schemas(sources: &[Rc<Source>]) -> String {
    let tables = sources.iter().flat_map(|source| &source.tables);
    let messages = tables.map(|table| {
        let text = table.schema.text(SchemaFormat::Json, &table.stream);
        let mut schema: Value = serde_json::from_str(&text).unwrap_or_default();
        if let Value::Object(members) = &mut schema {
            // Targets know only earlier versions of JSON Schema.
            members.remove("$schema");
            members.remove("title");
            members.remove("required");
        }
        without_formats(&mut schema);
        let message = json!({
            "type": "SCHEMA",
            "stream": table.stream,
            "schema": schema,
            "key_properties": keys(table),
        });
        format!("{message}\n")
    });
    messages.collect()
}

/// Returns the message that says up to which day each stream is complete.
pub(super) fn state(sources: &[Rc<Source>], account: i64, asked: &AskedPull) -> String {
    let until = asked.windows.last().map(helpscout_pull::Window::end);
    let bookmarks = sources.iter().flat_map(|source| {
        let until = match source.dataset.interval {
            Some(_) => until,
            None => Some(asked.today),
        };
        let tables = source.tables.iter();
        tables.map(move |table| (table.stream.clone(), json!({ "until": until })))
    });
    let bookmarks: Map<String, Value> = bookmarks.collect();
    let message = json!({
        "type": "STATE",
        "value": { "account": account, "bookmarks": bookmarks },
    });
    format!("{message}\n")
}

/// Returns the columns of origin that identify a row, so that a window that is loaded again replaces
/// its rows.
fn keys(table: &DatasetTable) -> Vec<&str> {
    let columns = table.schema.origin_columns().iter();
    let has_window = columns.clone().any(|column| column.key == "windowStart");
    let keys = columns.filter(|column| match column.key.as_str() {
        "windowEnd" => false,
        "fetchedAt" => !has_window,
        _ => true,
    });
    keys.map(|column| column.name.as_str()).collect()
}

/// Leaves instants as text: target-duckdb loses the first record of a stream with a date.
fn without_formats(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("type").is_some() {
                members.remove("format");
            }
            members.values_mut().for_each(without_formats);
        }
        Value::Array(items) => items.iter_mut().for_each(without_formats),
        _ => {}
    }
}
