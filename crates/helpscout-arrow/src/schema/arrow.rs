//! The types of Arrow, and the JSON form of a schema that Arrow's integration tests define.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, TimeUnit};
use serde_json::{Value, json};

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
    let fields: Vec<Value> = columns
        .iter()
        .map(|column| field(&column.name, &column.ty))
        .collect();
    super::pretty(&json!({ "fields": fields }))
}

fn field(name: &str, ty: &ColumnType) -> Value {
    let (described, children) = match ty {
        ColumnType::Integer => (
            json!({ "name": "int", "bitWidth": 64, "isSigned": true }),
            vec![],
        ),
        ColumnType::Number => (
            json!({ "name": "floatingpoint", "precision": "DOUBLE" }),
            vec![],
        ),
        ColumnType::Text | ColumnType::Json => (json!({ "name": "utf8" }), vec![]),
        ColumnType::Boolean => (json!({ "name": "bool" }), vec![]),
        ColumnType::Instant(_) => (
            json!({ "name": "timestamp", "unit": "MICROSECOND", "timezone": UTC }),
            vec![],
        ),
        ColumnType::Date => (json!({ "name": "date", "unit": "DAY" }), vec![]),
        ColumnType::List(ty) => (json!({ "name": "list" }), vec![field(ELEMENT, ty)]),
        ColumnType::Object(members) => {
            let members = members.iter();
            let members = members.map(|member| field(&member.name, &member.ty));
            (json!({ "name": "struct" }), members.collect())
        }
    };
    json!({ "name": name, "nullable": true, "type": described, "children": children })
}
