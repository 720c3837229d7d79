//! Rows as a Parquet file, with the types of the description.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use helpscout_arrow::{ParquetRows, RowsError, Schema};

use super::error::WriteError;
use crate::message::Failure;

/// Writes rows to a Parquet file, within a few megabytes of memory however many there are.
pub(crate) struct ParquetFile<'o> {
    rows: ParquetRows<Encoded>,
    encoded: Encoded,
    out: &'o mut dyn Write,
}

impl<'o> ParquetFile<'o> {
    /// Starts a file.
    pub(crate) fn new(schema: &Schema, out: &'o mut dyn Write) -> Result<Self, WriteError> {
        let encoded = Encoded::default();
        Ok(Self {
            rows: ParquetRows::new(encoded.clone(), schema)?,
            encoded,
            out,
        })
    }

    /// Adds a row: a JSON object whose keys are those of the columns.
    pub(crate) fn push(&mut self, row: &str) -> Result<(), WriteError> {
        self.rows.push(row, None)?;
        Ok(self.encoded.move_to(self.out)?)
    }

    /// Writes what remains.
    pub(crate) fn finish(self) -> Result<(), WriteError> {
        let Self { rows, encoded, out } = self;
        rows.finish()?;
        encoded.move_to(out)?;
        Ok(out.flush()?)
    }
}

/// Lines of JSON objects, which are written as rows of a Parquet file.
pub(crate) struct ParquetLines<'o> {
    file: ParquetFile<'o>,
    line: Vec<u8>,
}

impl<'o> ParquetLines<'o> {
    /// Starts a file.
    pub(crate) fn new(schema: &Schema, out: &'o mut dyn Write) -> io::Result<Self> {
        Ok(Self {
            file: ParquetFile::new(schema, out).map_err(io_error)?,
            line: Vec::new(),
        })
    }

    /// Writes what remains. The last line may lack its end.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if !self.line.is_empty() {
            self.write_all(b"\n")?;
        }
        self.file.finish().map_err(io_error)
    }
}

impl Write for ParquetLines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut pieces = bytes.split_inclusive(|byte| *byte == b'\n');
        pieces.try_for_each(|piece| {
            self.line.extend_from_slice(piece);
            let Some(line) = self.line.strip_suffix(b"\n") else {
                return Ok(());
            };
            let line = std::str::from_utf8(line).map_err(io::Error::other)?;
            self.file.push(line).map_err(io_error)?;
            self.line.clear();
            Ok::<_, io::Error>(())
        })?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the error of writing. It is that of the destination, unless rows were not taken, which
/// does not happen to those that this program has calculated.
pub(crate) fn io_error(error: WriteError) -> io::Error {
    match error {
        WriteError::Io(error) => error,
        WriteError::Row(failure) => io::Error::other(failure.what().to_owned()),
        error => io::Error::other(format!("{error:?}")),
    }
}

impl From<RowsError> for WriteError {
    fn from(error: RowsError) -> Self {
        match error {
            RowsError::Io(error) => Self::Io(error),
            RowsError::NotAnObject(row) => Self::NotAnObject(usize::try_from(row).unwrap_or(0)),
            RowsError::Misfit(misfit) => Self::Row(
                Failure::undocumented(misfit.to_string())
                    .help("use --format ndjson, which takes rows as they are"),
            ),
            error => Self::Io(io::Error::other(error)),
        }
    }
}

/// What the encoder has written and the destination does not have yet. The encoder may be moved to
/// another thread, and the destination may not.
#[derive(Clone, Debug, Default)]
struct Encoded(Arc<Mutex<Vec<u8>>>);

impl Encoded {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn move_to(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut bytes = self.bytes();
        if bytes.is_empty() {
            return Ok(());
        }
        out.write_all(&bytes)?;
        bytes.clear();
        Ok(())
    }
}

impl Write for Encoded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::format::samples;

    #[test]
    fn the_last_line_may_lack_its_end() {
        let fields = &samples::object("FilterTag").fields;
        let schema = Schema::of_fields(samples::definitions().0, fields);
        let written = |pieces: &[&str]| {
            let mut out = Vec::new();
            let mut lines = ParquetLines::new(&schema, &mut out).unwrap();
            for piece in pieces {
                lines.write_all(piece.as_bytes()).unwrap();
            }
            lines.finish().unwrap();
            out
        };
        let whole = written(&["{\"id\": 1}\n{\"id\": 2}\n"]);
        assert_eq!(written(&["{\"id\": 1}\n{\"i", "d\": 2}"]), whole);
        assert_ne!(written(&["{\"id\": 1}\n"]), whole);
    }
}
