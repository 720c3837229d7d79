//! `CREATE TABLE` with types that DuckDB and PostgreSQL know, and that give columns of SQLite the right
//! affinity.

use std::fmt::Write;

use crate::column::{Column, ColumnType};

/// Lists and objects are JSON text: all three databases can take that apart, and CSV has it like that.
pub(super) fn text(columns: &[Column], name: &str) -> String {
    let mut text = format!("CREATE TABLE {} (\n", quoted(name));
    for (at, column) in columns.iter().enumerate() {
        let comma = if at + 1 < columns.len() { "," } else { "" };
        let name = quoted(&column.name);
        let ty = data_type(&column.ty);
        // Writing to a text can't fail.
        let _ = writeln!(text, "    {name} {ty}{comma} -- {}", column.meaning());
    }
    text.push_str(");\n");
    text
}

/// Returns the type. SQLite derives an affinity from the name: `BIGINT` has whole numbers, `DOUBLE
/// PRECISION` has numbers with fractions, `VARCHAR` has text, and the others keep text as it is.
/// PostgreSQL has no `DOUBLE`.
fn data_type(ty: &ColumnType) -> &'static str {
    match ty {
        ColumnType::Integer => "BIGINT",
        ColumnType::Number => "DOUBLE PRECISION",
        ColumnType::Text => "VARCHAR",
        ColumnType::Boolean => "BOOLEAN",
        ColumnType::Instant(_) => "TIMESTAMPTZ",
        ColumnType::Date => "DATE",
        ColumnType::Json | ColumnType::List(_) | ColumnType::Object(_) => "JSON",
    }
}

/// Returns the name as an identifier. Names may have points, and be words of the language.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
