//! JSON Schema of a row in NDJSON.

use serde_json::{Map, Value, json};

use crate::column::{Column, ColumnType, InstantForm};

/// The version of JSON Schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

pub(super) fn text(columns: &[Column], name: &str) -> String {
    let mut schema = json!({ "$schema": DIALECT, "title": name });
    if let (Value::Object(schema), Value::Object(object)) = (&mut schema, object(columns)) {
        schema.extend(object);
    }
    super::pretty(&schema)
}

/// Returns the schema of an object, which may have other members, too.
fn object(columns: &[Column]) -> Value {
    let properties: Map<String, Value> = columns
        .iter()
        .map(|column| (column.key.clone(), property(column)))
        .collect();
    let required = columns.iter().filter(|column| !column.optional);
    let required: Vec<&str> = required.map(|column| column.key.as_str()).collect();
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

fn property(column: &Column) -> Value {
    let mut schema = value(&column.ty, column.as_text);
    if column.nullable {
        nullable(&mut schema);
    }
    schema["description"] = json!(column.meaning());
    // The service may add values, so these are no `enum`.
    let examples: Vec<Value> = column
        .values
        .iter()
        .map(|value| match (&column.ty, value.wire.parse::<i64>()) {
            (ColumnType::Integer, Ok(number)) => json!(number),
            _ => json!(value.wire),
        })
        .collect();
    if !examples.is_empty() && !matches!(column.ty, ColumnType::List(_)) {
        schema["examples"] = json!(examples);
    }
    schema
}

fn value(ty: &ColumnType, as_text: bool) -> Value {
    match ty {
        ColumnType::Integer | ColumnType::Number if as_text => json!({ "type": "string" }),
        ColumnType::Integer
        | ColumnType::Instant(InstantForm::Seconds | InstantForm::Milliseconds) => {
            json!({ "type": "integer" })
        }
        ColumnType::Number => json!({ "type": "number" }),
        ColumnType::Text => json!({ "type": "string" }),
        ColumnType::Boolean => json!({ "type": "boolean" }),
        ColumnType::Instant(InstantForm::Text) => {
            json!({ "type": "string", "format": "date-time" })
        }
        ColumnType::Date => json!({ "type": "string", "format": "date" }),
        ColumnType::Json => json!({}),
        ColumnType::List(ty) => json!({ "type": "array", "items": value(ty, as_text) }),
        ColumnType::Object(members) => object(members),
    }
}

/// Adds null to the types of a schema. A schema without a type has it already.
fn nullable(schema: &mut Value) {
    if let Some(ty) = schema.get("type").cloned() {
        schema["type"] = json!([ty, "null"]);
    }
}
