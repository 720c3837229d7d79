//! Rows as Arrow record batches.

use std::sync::Arc;

use arrow_array::builder::{Int64Builder, StringBuilder, TimestampMicrosecondBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use jiff::Timestamp;

use crate::builder::{Members, Place, microseconds};
use crate::error::{Misfit, RowsError};
use crate::json::decodable;
use crate::origin::{Origin, OriginColumn};
use crate::schema::Schema;
use crate::schema::arrow::UTC;

/// The most characters of other keys that an error shows.
const LONGEST: usize = 100;

/// Collects rows until they are taken as a batch.
#[derive(Debug)]
pub(crate) struct Rows {
    schema: SchemaRef,
    origin: Vec<OriginBuilder>,
    members: Members,
    /// `None` if rows have no other keys.
    others: Option<StringBuilder>,
    /// The number of rows since the last batch.
    pending: usize,
}

#[derive(Debug)]
enum OriginBuilder {
    Integer(OriginColumn, Int64Builder),
    Instant(OriginColumn, TimestampMicrosecondBuilder),
}

impl Rows {
    pub(crate) fn new(schema: &Schema) -> Self {
        Self {
            schema: schema.arrow(),
            origin: schema
                .origin()
                .iter()
                .map(|column| OriginBuilder::new(*column))
                .collect(),
            members: Members::new(schema.row_columns()),
            others: schema.other_fields().map(|_| StringBuilder::new()),
            pending: 0,
        }
    }

    /// Returns the number of rows that are not in a batch yet.
    pub(crate) fn pending(&self) -> usize {
        self.pending
    }

    /// Adds a row, the one with this number.
    pub(crate) fn push(
        &mut self,
        json: &str,
        number: u64,
        origin: Option<&Origin>,
    ) -> Result<(), RowsError> {
        let json = decodable(json);
        let mut others = Vec::new();
        let appended = self.members.append(&json, &Place::Row, &mut others);
        match appended {
            Ok(true) => {}
            Ok(false) => return Err(RowsError::NotAnObject(number)),
            Err(misfit) => {
                return Err(RowsError::Misfit(Misfit {
                    row: number,
                    ..misfit
                }));
            }
        }
        let others = crate::builder::other_fields(&others);
        match (&mut self.others, others) {
            (Some(builder), others) => builder.append_option(others),
            (None, None) => {}
            (None, Some(others)) => {
                return Err(RowsError::Misfit(Misfit {
                    row: number,
                    column: "other keys".to_owned(),
                    expected: "none",
                    found: others.chars().take(LONGEST).collect(),
                }));
            }
        }
        for builder in &mut self.origin {
            builder.append(origin, number);
        }
        self.pending += 1;
        Ok(())
    }

    /// Takes the rows since the last batch.
    pub(crate) fn take(&mut self) -> Result<RecordBatch, RowsError> {
        let origin = self.origin.iter_mut().map(OriginBuilder::finish);
        let mut columns: Vec<ArrayRef> = origin.collect();
        columns.extend(self.members.finish()?);
        let others = self.others.as_mut();
        columns.extend(others.map(|others| Arc::new(others.finish()) as ArrayRef));
        self.pending = 0;
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }
}

impl OriginBuilder {
    fn new(column: OriginColumn) -> Self {
        match column {
            OriginColumn::Account | OriginColumn::Member | OriginColumn::RowNumber => {
                Self::Integer(column, Int64Builder::new())
            }
            OriginColumn::WindowStart | OriginColumn::WindowEnd | OriginColumn::FetchedAt => {
                let builder = TimestampMicrosecondBuilder::new().with_timezone(UTC);
                Self::Instant(column, builder)
            }
        }
    }

    fn append(&mut self, origin: Option<&Origin>, number: u64) {
        match self {
            Self::Integer(column, builder) => builder.append_option(match column {
                OriginColumn::RowNumber => i64::try_from(number).ok(),
                OriginColumn::Member => origin.and_then(|origin| origin.member),
                _ => origin.map(|origin| origin.account),
            }),
            Self::Instant(column, builder) => {
                let instant: Option<Timestamp> = origin.and_then(|origin| match column {
                    OriginColumn::WindowStart => origin.window.map(|(start, _)| start),
                    OriginColumn::WindowEnd => origin.window.map(|(_, end)| end),
                    _ => Some(origin.fetched_at),
                });
                builder.append_option(instant.map(microseconds));
            }
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Integer(_, builder) => Arc::new(builder.finish()),
            Self::Instant(_, builder) => Arc::new(builder.finish()),
        }
    }
}
