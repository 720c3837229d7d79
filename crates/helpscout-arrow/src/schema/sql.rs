//! `CREATE TABLE`: with types that DuckDB and PostgreSQL know, and that give columns of SQLite the right
//! affinity, or for MySQL and MariaDB, which have other types and another quote.

use std::fmt::Write;

use crate::column::{Column, ColumnType};

/// Databases that understand the same statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Standard,
    Mysql,
}

/// Lists and objects are JSON text: all databases can take that apart, and CSV has it like that.
pub(super) fn text(columns: &[Column], name: &str, dialect: Dialect) -> String {
    let mut text = format!("CREATE TABLE {} (\n", dialect.quoted(name));
    for (at, column) in columns.iter().enumerate() {
        let comma = if at + 1 < columns.len() { "," } else { "" };
        let name = dialect.quoted(&column.name);
        let ty = dialect.data_type(&column.ty);
        let zone = match (dialect, &column.ty) {
            (Dialect::Mysql, ColumnType::Instant(_)) => " In UTC.",
            _ => "",
        };
        // Writing to a text can't fail.
        let _ = writeln!(text, "    {name} {ty}{comma} -- {}{zone}", column.meaning());
    }
    text.push_str(match dialect {
        Dialect::Standard => ");\n",
        // The default of a database may lack most characters.
        Dialect::Mysql => ") CHARACTER SET utf8mb4;\n",
    });
    text
}

impl Dialect {
    /// Returns the type. SQLite derives an affinity from the name: `BIGINT` has whole numbers, `DOUBLE
    /// PRECISION` has numbers with fractions, `VARCHAR` has text, and the others keep text as it is.
    /// PostgreSQL has no `DOUBLE`.
    ///
    /// In MySQL, `VARCHAR` needs a length, and a `TIMESTAMP` ends in 2038.
    fn data_type(self, ty: &ColumnType) -> &'static str {
        match (ty, self) {
            (ColumnType::Integer, _) => "BIGINT",
            (ColumnType::Number, _) => "DOUBLE PRECISION",
            (ColumnType::Text, Self::Standard) => "VARCHAR",
            (ColumnType::Text, Self::Mysql) => "LONGTEXT",
            (ColumnType::Boolean, _) => "BOOLEAN",
            (ColumnType::Instant(_), Self::Standard) => "TIMESTAMPTZ",
            (ColumnType::Instant(_), Self::Mysql) => "DATETIME(6)",
            (ColumnType::Date, _) => "DATE",
            (ColumnType::Json | ColumnType::List(_) | ColumnType::Object(_), _) => "JSON",
        }
    }

    /// Returns the name as an identifier. Names may have points, and be words of the language.
    fn quoted(self, name: &str) -> String {
        match self {
            Self::Standard => format!("\"{}\"", name.replace('"', "\"\"")),
            Self::Mysql => format!("`{}`", name.replace('`', "``")),
        }
    }
}
