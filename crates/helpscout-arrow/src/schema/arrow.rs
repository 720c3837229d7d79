//! The types of Arrow, and the JSON form of a schema that Arrow's integration tests define.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, TimeUnit};
use serde::Serialize;

use super::pretty::pretty;
use crate::column::{Column, ColumnType};

/// The name of the elements of a list. Readers of Parquet expect it.
pub(crate) const ELEMENT: &str = "element";

/// The zone of instants.
pub(crate) const UTC: &str = "UTC";

pub(super) fn schema(columns: &[Column]) -> arrow_schema::Schema {
    arrow_schema::Schema::new(fields(columns))
}

/// Returns the fields of columns, all of which may have nulls.
pub(crate) fn fields(columns: &[Column]) -> Fields {
    let field = |column: &Column| Field::new(&column.name, data_type(&column.ty), true);
    columns.iter().map(field).collect()
}

/// Returns the field of the elements of a list.
pub(crate) fn element(ty: &ColumnType) -> Arc<Field> {
    Arc::new(Field::new(ELEMENT, data_type(ty), true))
}

fn data_type(ty: &ColumnType) -> DataType {
    match ty {
        ColumnType::Integer => DataType::Int64,
        ColumnType::Number => DataType::Float64,
        ColumnType::Text | ColumnType::Json => DataType::Utf8,
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Instant(_) => DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into())),
        ColumnType::Date => DataType::Date32,
        ColumnType::List(ty) => DataType::List(element(ty)),
        ColumnType::Object(members) => DataType::Struct(fields(members)),
    }
}

pub(super) fn text(columns: &[Column]) -> String {
    pretty(&JsonSchema {
        fields: members(columns),
    })
}

#[derive(Serialize)]
struct JsonSchema<'a> {
    fields: Vec<JsonField<'a>>,
}

#[derive(Serialize)]
struct JsonField<'a> {
    name: &'a str,
    nullable: bool,
    #[serde(rename = "type")]
    ty: JsonType,
    children: Vec<JsonField<'a>>,
}

#[derive(Serialize)]
#[serde(
    tag = "name",
    rename_all = "lowercase",
    rename_all_fields = "camelCase"
)]
enum JsonType {
    Int {
        bit_width: u8,
        is_signed: bool,
    },
    FloatingPoint {
        precision: &'static str,
    },
    Utf8,
    Bool,
    Timestamp {
        unit: &'static str,
        timezone: &'static str,
    },
    Date {
        unit: &'static str,
    },
    List,
    Struct,
}

fn members(columns: &[Column]) -> Vec<JsonField<'_>> {
    let fields = columns.iter();
    fields
        .map(|column| json_field(&column.name, &column.ty))
        .collect()
}

fn json_field<'a>(name: &'a str, ty: &'a ColumnType) -> JsonField<'a> {
    let children = match ty {
        ColumnType::List(ty) => vec![json_field(ELEMENT, ty)],
        ColumnType::Object(columns) => members(columns),
        _ => Vec::new(),
    };
    let ty = match ty {
        ColumnType::Integer => JsonType::Int {
            bit_width: 64,
            is_signed: true,
        },
        ColumnType::Number => JsonType::FloatingPoint {
            precision: "DOUBLE",
        },
        ColumnType::Text | ColumnType::Json => JsonType::Utf8,
        ColumnType::Boolean => JsonType::Bool,
        ColumnType::Instant(_) => JsonType::Timestamp {
            unit: "MICROSECOND",
            timezone: UTC,
        },
        ColumnType::Date => JsonType::Date { unit: "DAY" },
        ColumnType::List(_) => JsonType::List,
        ColumnType::Object(_) => JsonType::Struct,
    };
    JsonField {
        name,
        nullable: true,
        ty,
        children,
    }
}
