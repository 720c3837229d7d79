//! Rows are written as Parquet files and read back.
#![allow(clippy::unwrap_used)]

mod bytes;
mod every_table;
mod generated;
mod read_back;
mod schemas;
mod values;

use helpscout_arrow::{ParquetRows, RowsError, Schema};
use helpscout_description::{Api, Field, Tables, Type};

/// Returns the schema of a table of the embedded description, without columns of origin.
fn schema_of(operation: &str, table: &str) -> Schema {
    let api = helpscout_description::embedded();
    let operation = api.operation(operation).unwrap();
    Schema::of(api, Tables::of(api, operation).table(table).unwrap(), None)
}

/// Returns the schema of the history's rows in a description in which rows have these fields, too.
fn schema_with(fields: impl IntoIterator<Item = Field>) -> Schema {
    let mut api: Api = helpscout_description::embedded().clone();
    let mut objects = api.objects.iter_mut();
    let row = objects.find(|object| object.name == "ConversationReply");
    row.unwrap().fields.extend(fields);
    let history = api.operation("user_conversation_history").unwrap();
    Schema::of(&api, &Tables::of(&api, history).list[0], None)
}

fn field(wire: &str, ty: Type) -> Field {
    Field {
        rust: wire.to_lowercase(),
        optional: true,
        nullable: true,
        nullable_items: true,
        ..Field::new(wire, ty)
    }
}

fn list_of(wire: &str, ty: Type) -> Field {
    Field {
        list: true,
        ..field(wire, ty)
    }
}

/// Writes rows without an origin.
fn written(schema: &Schema, rows: &[&str]) -> Result<Vec<u8>, RowsError> {
    let mut file = ParquetRows::new(Vec::new(), schema)?;
    for row in rows {
        file.push(row, None)?;
    }
    let (counts, bytes) = file.finish()?;
    assert_eq!(counts.rows, rows.len() as u64);
    assert_eq!(counts.bytes, bytes.len() as u64);
    Ok(bytes)
}
