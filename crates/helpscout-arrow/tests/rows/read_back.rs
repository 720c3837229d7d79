//! What a file says, as JSON: read with the Parquet reader of Arrow, and with none of our code.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::ParquetMetaData;
use serde_json::{Map, Value, json};
use tempfile::NamedTempFile;

/// Returns each row as an object. Instants are microseconds, and dates are days.
pub(crate) fn rows(bytes: &[u8]) -> Vec<Value> {
    let reader = builder(bytes).build().unwrap();
    let batches = reader.map(|batch| StructArray::from(batch.unwrap()));
    batches
        .flat_map(|batch| {
            (0..batch.len())
                .map(|at| object(&batch, at))
                .collect::<Vec<_>>()
        })
        .collect()
}

pub(crate) fn metadata(bytes: &[u8]) -> ParquetMetaData {
    builder(bytes).metadata().as_ref().clone()
}

pub(crate) fn arrow_schema(bytes: &[u8]) -> arrow_schema::SchemaRef {
    builder(bytes).schema().clone()
}

fn builder(bytes: &[u8]) -> ParquetRecordBatchReaderBuilder<std::fs::File> {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    ParquetRecordBatchReaderBuilder::try_new(file.reopen().unwrap()).unwrap()
}

fn object(array: &StructArray, at: usize) -> Value {
    let columns = array.column_names().into_iter().zip(array.columns());
    let members = columns.map(|(name, column)| (name.to_owned(), value(column, at)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn value(array: &ArrayRef, at: usize) -> Value {
    if array.is_null(at) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Int64 => json!(array.as_primitive::<Int64Type>().value(at)),
        DataType::Float64 => json!(array.as_primitive::<Float64Type>().value(at)),
        DataType::Utf8 => json!(array.as_string::<i32>().value(at)),
        DataType::Boolean => json!(array.as_boolean().value(at)),
        DataType::Date32 => json!(array.as_primitive::<Date32Type>().value(at)),
        DataType::Timestamp(..) => {
            json!(array.as_primitive::<TimestampMicrosecondType>().value(at))
        }
        DataType::List(_) => {
            let elements = array.as_list::<i32>().value(at);
            (0..elements.len()).map(|at| value(&elements, at)).collect()
        }
        DataType::Struct(_) => object(array.as_struct(), at),
        other => panic!("no file should have {other}"),
    }
}
