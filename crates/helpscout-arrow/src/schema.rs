//! The typed columns of a table.

pub(crate) mod arrow;
mod build;
mod json;
mod pretty;
mod spark;
mod sql;

use std::sync::Arc;

use arrow_schema::SchemaRef;
use helpscout_description::tables::Table;
use helpscout_description::{Api, Field};

pub use self::build::OTHER_FIELDS;
use self::sql::Dialect;
use crate::column::Column;
use crate::origin::{OriginColumn, OriginColumns};

/// The columns of a table with their types.
///
/// Types come from the description alone, never from values, so all files of a table have the same.
/// In order: the columns of origin, the described columns, and one for the keys of rows that the
/// description does not know.
///
/// # Examples
/// ```
/// use helpscout_arrow::{ColumnType, OriginColumns, Schema};
/// use helpscout_description::Tables;
///
/// let api = helpscout_description::embedded();
/// let history = api.operation("user_conversation_history").ok_or("not described")?;
/// let tables = Tables::of(api, history);
///
/// let origin = OriginColumns { member: Some("user".to_owned()), window: true };
/// let schema = Schema::of(api, &tables.list[0], Some(&origin));
/// let names: Vec<&str> = schema.columns().iter().map(|column| column.name.as_str()).collect();
/// assert_eq!(names[..2], ["accountId", "userId"]);
/// assert_eq!(names.last(), Some(&"otherFields"));
/// let times = schema.columns().iter().find(|column| column.name == "responseTime");
/// assert_eq!(times.map(|column| &column.ty), Some(&ColumnType::Number));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    columns: Vec<Column>,
    /// The number of columns before the one for keys that the description does not know, if there is
    /// one.
    described: usize,
    origin: Vec<OriginColumn>,
    /// The names of columns that readers take from paths.
    in_path: Vec<String>,
}

/// A language for schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaFormat {
    /// The JSON that `StructType.fromJson` of Spark reads.
    Spark,
    /// The JSON form of an Arrow schema that the integration tests of Arrow define.
    Arrow,
    /// JSON Schema of a row in NDJSON.
    Json,
    /// `CREATE TABLE`, for DuckDB, PostgreSQL and SQLite.
    Sql,
    /// `CREATE TABLE`, for MySQL and MariaDB.
    Mysql,
}

impl Schema {
    /// Gives the columns of a table their types. `origin` says which columns of origin stand before
    /// them, if any.
    pub fn of(api: &Api, table: &Table<'_>, origin: Option<&OriginColumns>) -> Self {
        let in_path = origin.map(OriginColumns::in_path).unwrap_or_default();
        let in_path = in_path.into_iter().map(str::to_owned).collect();
        let (columns, origin) = build::columns(api, table, origin);
        Self {
            described: columns.len() - 1,
            columns,
            origin,
            in_path,
        }
    }

    /// Gives columns their types: one for each field of rows that were selected, and one for the keys
    /// within their values that the description does not know.
    pub fn of_fields(api: &Api, fields: &[Field]) -> Self {
        let columns = build::of_fields(api, fields);
        Self {
            described: columns.len() - 1,
            columns,
            origin: Vec::new(),
            in_path: Vec::new(),
        }
    }

    /// Gives columns their types: one for each field of rows that were calculated. They have no other
    /// keys, so there is no column for these.
    pub fn of_figures(api: &Api, fields: &[Field]) -> Self {
        let mut schema = Self::of_fields(api, fields);
        schema.columns.truncate(schema.described);
        schema
    }

    /// Returns the columns: those of origin, those of the rows, and the one for other keys, if there is
    /// one.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the columns of origin.
    pub fn origin_columns(&self) -> &[Column] {
        &self.columns[..self.origin.len()]
    }

    /// Returns the described columns of the rows.
    pub fn row_columns(&self) -> &[Column] {
        &self.columns[self.origin.len()..self.described]
    }

    /// Returns the names that no other key of a row can have in a file of JSON objects, even without
    /// regard to case: those of columns of origin, of columns that readers take from the path of a
    /// file, and of the described columns.
    pub fn reserved(&self) -> Vec<&str> {
        let described = &self.columns[..self.described];
        let names = described.iter().map(|column| column.name.as_str());
        names
            .chain(self.in_path.iter().map(String::as_str))
            .collect()
    }

    /// Returns the column for keys that the description does not know: a JSON object with these keys,
    /// or null if a row has none. Keys of nested objects are in objects of the same structure, in
    /// which the position of an item in its list, counted from 0, is a key. Figures have none.
    pub fn other_fields(&self) -> Option<&Column> {
        self.columns.get(self.described)
    }

    /// Returns the schema of Arrow batches and Parquet files. Every column may have nulls, so a later
    /// change of the description to that end makes no other type.
    pub fn arrow(&self) -> SchemaRef {
        Arc::new(arrow::schema(&self.columns))
    }

    /// Writes the schema in a language. `name` is the name of the table.
    ///
    /// JSON Schema describes a row in NDJSON, which has keys that are not described as they are, but
    /// with a number behind those that are the name of a column already. All others have the column
    /// [`other_fields`](Self::other_fields) if the schema has columns of origin, as the files of a
    /// pull do, and otherwise only the described columns.
    pub fn text(&self, format: SchemaFormat, name: &str) -> String {
        let columns = match format {
            SchemaFormat::Json => &self.columns[..self.described],
            _ if self.origin.is_empty() => &self.columns[..self.described],
            _ => &self.columns[..],
        };
        match format {
            SchemaFormat::Spark => spark::text(columns),
            SchemaFormat::Arrow => arrow::text(columns),
            SchemaFormat::Json => json::text(columns, name, !self.origin.is_empty()),
            SchemaFormat::Sql => sql::text(columns, name, Dialect::Standard),
            SchemaFormat::Mysql => sql::text(columns, name, Dialect::Mysql),
        }
    }

    pub(crate) fn origin(&self) -> &[OriginColumn] {
        &self.origin
    }
}
