//! Rows as a Parquet file.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnPath;

use crate::column::ColumnType;
use crate::error::RowsError;
use crate::origin::Origin;
use crate::row::Rows;
use crate::schema::Schema;

/// The program that files name as their writer. It never changes, so that the same rows are the same
/// bytes.
const CREATED_BY: &str = "helpscout";

/// Higher levels take much longer and save little.
const ZSTD_LEVEL: i32 = 3;

/// The largest number of rows of a batch.
const BATCH_ROWS: usize = 1024;

/// The length of rows, as JSON text, at which a batch is encoded.
const BATCH_BYTES: usize = 128 * 1024;

/// The memory of encoded rows at which a row group is written.
const ROW_GROUP_MEMORY: usize = 1536 * 1024;

/// The size of a page that no column reaches before its row group is written. Pages are compressed
/// then, one column after another, so that there is one compressor at a time.
const PAGE_BYTES: usize = 4 * ROW_GROUP_MEMORY;

/// The size above which a column has no dictionary.
const DICTIONARY_BYTES: usize = 128 * 1024;

/// Writes rows to a Parquet file, within a few megabytes of memory however many there are.
///
/// Files are compressed with zstd. The same rows of the same origin are the same bytes.
///
/// # Examples
/// ```
/// use helpscout_arrow::{ParquetRows, Schema};
/// use helpscout_description::Tables;
///
/// let api = helpscout_description::embedded();
/// let history = api.operation("user_conversation_history").ok_or("not described")?;
/// let tables = Tables::of(api, history);
/// let schema = Schema::of(api, &tables.list[0], None);
///
/// let mut rows = ParquetRows::new(Vec::new(), &schema)?;
/// rows.push(r#"{"number":5,"id":4845671933,"responseTime":60,"customers":[]}"#, None)?;
/// let (counts, file) = rows.finish()?;
/// assert_eq!(counts.rows, 1);
/// assert_eq!(&file[..4], b"PAR1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ParquetRows<W: Write + Send> {
    rows: Rows,
    encoder: ArrowWriter<Shared<W>>,
    out: Shared<W>,
    /// The number of rows so far.
    count: u64,
    /// The length of the rows that are not encoded yet.
    bytes: usize,
    is_incomplete: bool,
}

/// What a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// The number of rows.
    pub rows: u64,
    /// The size of the file.
    pub bytes: u64,
}

impl<W: Write + Send> ParquetRows<W> {
    /// Starts a file.
    ///
    /// # Errors
    /// Fails if the destination does.
    pub fn new(out: W, schema: &Schema) -> Result<Self, RowsError> {
        let properties = properties(schema)?;
        let out = Shared(Arc::new(Mutex::new(out)));
        Ok(Self {
            rows: Rows::new(schema),
            encoder: ArrowWriter::try_new(out.clone(), schema.arrow(), Some(properties))?,
            out,
            count: 0,
            bytes: 0,
            is_incomplete: false,
        })
    }

    /// Adds a row: a JSON object whose keys are those of the columns. A column without a key in the
    /// row is null. `origin` has the values of the columns of origin, if the schema has them.
    ///
    /// # Errors
    /// Fails if the row is not an object, if a value does not fit its column, or if the destination
    /// fails. The file is incomplete then, and all later calls fail.
    pub fn push(&mut self, row: &str, origin: Option<&Origin>) -> Result<(), RowsError> {
        let pushed = self.try_push(row, origin);
        self.is_incomplete |= pushed.is_err();
        pushed
    }

    /// Writes what remains, and returns what the file has, and the destination.
    ///
    /// # Errors
    /// Fails if the destination does, or if an earlier call failed.
    pub fn finish(mut self) -> Result<(Counts, W), RowsError> {
        if self.is_incomplete {
            return Err(RowsError::Incomplete);
        }
        self.encode()?;
        self.encoder.finish()?;
        let counts = Counts {
            rows: self.count,
            bytes: u64::try_from(self.encoder.bytes_written()).unwrap_or(u64::MAX),
        };
        drop(self.encoder);
        let out = Arc::into_inner(self.out.0).ok_or(RowsError::Incomplete)?;
        Ok((
            counts,
            out.into_inner().unwrap_or_else(PoisonError::into_inner),
        ))
    }

    fn try_push(&mut self, row: &str, origin: Option<&Origin>) -> Result<(), RowsError> {
        if self.is_incomplete {
            return Err(RowsError::Incomplete);
        }
        self.count += 1;
        self.bytes += row.len();
        self.rows.push(row, self.count, origin)?;
        if self.rows.pending() >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
            self.encode()?;
        }
        Ok(())
    }

    /// Encodes the rows since the last batch, and writes the row group if it is large enough.
    fn encode(&mut self) -> Result<(), RowsError> {
        if self.rows.pending() > 0 {
            self.encoder.write(&self.rows.take()?)?;
        }
        self.bytes = 0;
        if self.encoder.memory_size() >= ROW_GROUP_MEMORY {
            self.encoder.flush()?;
        }
        Ok(())
    }
}

/// Returns the number of rows of a Parquet file, by its footer.
///
/// # Errors
/// Fails if the file can't be read, is not a Parquet file, or is cut off.
pub fn rows_of_file(path: &Path) -> Result<u64, RowsError> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    let rows = reader.metadata().file_metadata().num_rows();
    Ok(u64::try_from(rows).unwrap_or_default())
}

/// A destination that is left when the encoder is done. The encoder's own way to return it is refused
/// after `finish`, which tells the size of the file, and hides the kind of an error.
#[derive(Debug)]
struct Shared<W>(Arc<Mutex<W>>);

impl<W> Clone for Shared<W> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<W: Write> Write for Shared<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .flush()
    }
}

fn properties(schema: &Schema) -> Result<WriterProperties, RowsError> {
    let mut properties = WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?))
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_data_page_size_limit(PAGE_BYTES)
        .set_data_page_row_count_limit(usize::MAX);
    for column in schema.columns() {
        // Nearly every row has another one, so a dictionary would only cost.
        let is_counted = matches!(column.name.as_str(), "id" | "number" | "rowNumber");
        if is_counted && column.ty == ColumnType::Integer {
            let path = ColumnPath::new(vec![column.name.clone()]);
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
    }
    Ok(properties.build())
}
