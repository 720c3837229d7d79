//! JSON Schema of a row in NDJSON.

use serde::{Serialize, Serializer};

use super::pretty::pretty;
use crate::column::{Column, ColumnType, InstantForm};

/// The version of JSON Schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Returns the schema of a row. In files of a pull, the keys of a row are the names of columns.
pub(super) fn text(columns: &[Column], name: &str, is_pulled: bool) -> String {
    let key = |column: &Column| {
        if is_pulled {
            column.name.clone()
        } else {
            column.key.clone()
        }
    };
    let mut row = object(columns);
    if let Some(Properties(properties)) = &mut row.properties {
        for (property, column) in properties.iter_mut().zip(columns) {
            property.0 = key(column);
            // Rows of a table have all of its columns: what the service left out is null.
            if column.optional {
                property.1.accept_null();
            }
        }
    }
    let required = columns.iter().filter(|column| !column.optional);
    pretty(&JsonSchema {
        dialect: Some(DIALECT),
        title: Some(name),
        required: required.map(key).collect(),
        ..row
    })
}

#[derive(Default, Serialize)]
struct JsonSchema<'a> {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    dialect: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    ty: Option<JsonType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<Example<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<JsonSchema<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required: Vec<String>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
enum JsonType {
    Value(&'static str),
    ValueOrNull([&'static str; 2]),
}

#[derive(Serialize)]
#[serde(untagged)]
enum Example<'a> {
    Integer(i64),
    Text(&'a str),
}

/// The properties of an object, in the order of columns.
struct Properties<'a>(Vec<(String, JsonSchema<'a>)>);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, schema)| (key, schema)))
    }
}

impl JsonSchema<'_> {
    fn of_type(ty: &'static str) -> Self {
        Self {
            ty: Some(JsonType::Value(ty)),
            ..Self::default()
        }
    }

    fn of_text(format: &'static str) -> Self {
        Self {
            format: Some(format),
            ..Self::of_type("string")
        }
    }

    fn accept_null(&mut self) {
        if let Some(JsonType::Value(ty)) = self.ty {
            self.ty = Some(JsonType::ValueOrNull([ty, "null"]));
        }
    }
}

/// Returns the schema of an object, which may have other members, too.
fn object(columns: &[Column]) -> JsonSchema<'_> {
    let properties = columns.iter();
    let properties = properties.map(|column| (column.key.clone(), property(column)));
    let required = columns.iter().filter(|column| !column.optional);
    JsonSchema {
        properties: Some(Properties(properties.collect())),
        required: required.map(|column| column.key.clone()).collect(),
        ..JsonSchema::of_type("object")
    }
}

fn property(column: &Column) -> JsonSchema<'_> {
    let mut schema = value(&column.ty, column.as_text);
    if column.nullable {
        schema.accept_null();
    }
    schema.description = Some(column.meaning());
    // The service may add values, so these are no `enum`.
    let values = column.values.iter();
    schema.examples = match column.ty {
        ColumnType::Integer => values
            .filter_map(|value| value.wire.parse().ok())
            .map(Example::Integer)
            .collect(),
        ColumnType::Text => values.map(|value| Example::Text(&value.wire)).collect(),
        _ => Vec::new(),
    };
    schema
}

fn value(ty: &ColumnType, as_text: bool) -> JsonSchema<'_> {
    match ty {
        ColumnType::Integer | ColumnType::Number if as_text => JsonSchema::of_type("string"),
        ColumnType::Integer
        | ColumnType::Instant(InstantForm::Seconds | InstantForm::Milliseconds) => {
            JsonSchema::of_type("integer")
        }
        ColumnType::Number => JsonSchema::of_type("number"),
        ColumnType::Text => JsonSchema::of_type("string"),
        ColumnType::Boolean => JsonSchema::of_type("boolean"),
        ColumnType::Instant(InstantForm::Text) => JsonSchema::of_text("date-time"),
        ColumnType::Date => JsonSchema::of_text("date"),
        ColumnType::Json => JsonSchema::default(),
        ColumnType::List(ty) => JsonSchema {
            items: Some(Box::new(value(ty, as_text))),
            ..JsonSchema::of_type("array")
        },
        ColumnType::Object(members) => object(members),
    }
}
