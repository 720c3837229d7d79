//! The schemas of Spark, as JSON for `StructType.fromJson`.

use serde::Serialize;

use super::pretty::pretty;
use crate::column::{Column, ColumnType};

pub(super) fn text(columns: &[Column]) -> String {
    pretty(&structure(columns))
}

#[derive(Serialize)]
#[serde(untagged)]
enum SparkType<'a> {
    Single(&'static str),
    #[serde(rename_all = "camelCase")]
    Array {
        #[serde(rename = "type")]
        ty: &'static str,
        element_type: Box<SparkType<'a>>,
        contains_null: bool,
    },
    Struct {
        #[serde(rename = "type")]
        ty: &'static str,
        fields: Vec<SparkField<'a>>,
    },
}

#[derive(Serialize)]
struct SparkField<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    ty: SparkType<'a>,
    nullable: bool,
    metadata: Metadata,
}

/// Spark shows the comment of a column in `DESCRIBE TABLE`.
#[derive(Serialize)]
struct Metadata {
    comment: String,
}

fn structure(columns: &[Column]) -> SparkType<'_> {
    SparkType::Struct {
        ty: "struct",
        fields: columns.iter().map(field).collect(),
    }
}

fn field(column: &Column) -> SparkField<'_> {
    SparkField {
        name: &column.name,
        ty: data_type(&column.ty),
        nullable: true,
        metadata: Metadata {
            comment: column.meaning(),
        },
    }
}

fn data_type(ty: &ColumnType) -> SparkType<'_> {
    SparkType::Single(match ty {
        ColumnType::Integer => "long",
        ColumnType::Number => "double",
        ColumnType::Text | ColumnType::Json => "string",
        ColumnType::Boolean => "boolean",
        ColumnType::Instant(_) => "timestamp",
        ColumnType::Date => "date",
        ColumnType::List(ty) => {
            return SparkType::Array {
                ty: "array",
                element_type: Box::new(data_type(ty)),
                contains_null: true,
            };
        }
        ColumnType::Object(members) => return structure(members),
    })
}
