//! The schemas of Spark, as JSON for `StructType.fromJson`.

use serde_json::{Value, json};

use crate::column::{Column, ColumnType};

pub(super) fn text(columns: &[Column]) -> String {
    super::pretty(&structure(columns))
}

/// Returns the type of a row. Spark shows the comment of a column in `DESCRIBE TABLE`.
fn structure(columns: &[Column]) -> Value {
    let field = |column: &Column| {
        json!({
            "name": column.name,
            "type": data_type(&column.ty),
            "nullable": true,
            "metadata": { "comment": column.meaning() },
        })
    };
    let fields: Vec<Value> = columns.iter().map(field).collect();
    json!({ "type": "struct", "fields": fields })
}

fn data_type(ty: &ColumnType) -> Value {
    let name = match ty {
        ColumnType::Integer => "long",
        ColumnType::Number => "double",
        ColumnType::Text | ColumnType::Json => "string",
        ColumnType::Boolean => "boolean",
        ColumnType::Instant(_) => "timestamp",
        ColumnType::Date => "date",
        ColumnType::List(ty) => {
            return json!({ "type": "array", "elementType": data_type(ty), "containsNull": true });
        }
        ColumnType::Object(members) => return structure(members),
    };
    json!(name)
}
