//! Rows of reports as Arrow record batches and Parquet files, with the types of the description.
//!
//! In: a table of the description ([`Schema::of`]) and rows as JSON text. Out: Parquet
//! ([`ParquetRows`]), or the schema in the language of another program ([`Schema::text`]). Types come
//! from the description alone, never from values, so files of different days have the same columns.
//!
//! Start with [`Schema`]; `builder` turns JSON into Arrow arrays, and `parquet` writes them.

mod builder;
mod column;
mod error;
mod json;
mod origin;
mod parquet;
mod row;
mod schema;

pub use self::column::{Column, ColumnType, InstantForm};
pub use self::error::{Misfit, RowsError};
pub use self::origin::{Origin, OriginColumns};
pub use self::parquet::{Counts, ParquetRows, rows_of_file};
pub use self::schema::{OTHER_FIELDS, Schema, SchemaFormat};

/// Compiles and runs the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
