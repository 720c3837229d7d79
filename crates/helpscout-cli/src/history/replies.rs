//! Writes the replies of one user, as the service returns them.
//!
//! Replies are written as they come, except where the summary precedes them.

use std::io::{self, BufRead, Write};
use std::rc::Rc;

use helpscout_arrow::Schema;
use helpscout_command::Format;
use helpscout_figures::Sla;
use helpscout_period::Period;
use helpscout_reports::history::Collapse;
use serde_json::value::RawValue;

use super::figures::Figures;
use super::result::{History, UserRows};
use super::rows::{HistoryRow, reply};
use super::{text, view, write};
use crate::format::compact;
use crate::format::csv::{io_error, write_header};
use crate::format::definitions::AnswerType;
use crate::format::digest::{About, Foot};
use crate::format::error::WriteError;
use crate::format::json::Array;
use crate::format::json_lines::JsonLines;
use crate::format::long_table::LongTable;
use crate::format::parquet::{self, ParquetFile};
use crate::format::shape::Shapes;
use crate::format::writer::{Omissions, RowWriter};
use crate::format::{Form, Look};
use crate::output::Output;
use crate::spool::{BUFFER, Spool};

/// Writes replies.
pub(super) struct ReplyWriter<'o> {
    period: Period,
    look: Look,
    /// The conversations so far, if the format has a summary.
    history: Option<Collapse>,
    rows: usize,
    /// What a table in a file ends with.
    foot: Option<Foot>,
    format: FormatWriter<'o>,
}

impl<'o> ReplyWriter<'o> {
    pub(super) fn open(
        period: &Period,
        answer: AnswerType,
        about: &Rc<About>,
        out: &'o mut Output,
    ) -> io::Result<Self> {
        let form = out.form();
        let has_summary = matches!(form.format, Format::Table | Format::Json);
        Ok(Self {
            period: period.clone(),
            look: form.look,
            history: has_summary.then(Collapse::new),
            rows: 0,
            foot: Foot::of(form.look, about),
            format: FormatWriter::open(form, answer, out)?,
        })
    }
}

impl RowWriter for ReplyWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        for row in rows {
            self.rows += 1;
            let reply = reply(row.get(), self.rows).map_err(WriteError::Row)?;
            self.format.reply(&HistoryRow::from(&reply), row.get())?;
            if let Some(history) = &mut self.history {
                history.push(reply);
            }
        }
        Ok(())
    }

    fn is_part(&mut self, line: &str) {
        if let Some(foot) = &mut self.foot {
            foot.is_part(line);
        }
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        let Self {
            period,
            look,
            history,
            foot,
            format,
            ..
        } = *self;
        let history = summarized(history.unwrap_or_default(), period);
        match format {
            FormatWriter::Table { table, out } => {
                if history.figures.replies == 0 {
                    writeln!(out, "No replies in this interval.")?;
                    return Ok(Omissions::default());
                }
                let all: Vec<usize> = (0..view::headings().len()).collect();
                let mut too_wide = table.finish(&all, view::headings(), out)?;
                writeln!(out)?;
                too_wide.extend(text::summary(&history, look, out)?);
                if let Some(foot) = foot {
                    foot.write(out)?;
                }
                return Ok(Omissions {
                    too_wide,
                    ..Omissions::default()
                });
            }
            FormatWriter::Json { mut rows, out } => {
                write!(
                    out,
                    "{{\"summary\":{},\n\"replies\":",
                    write::summary(&history)?
                )?;
                let mut array = Array::default();
                for row in rows.reader()?.lines() {
                    array.push(&row?, out)?;
                }
                array.end(out)?;
                writeln!(out, "}}")?;
            }
            FormatWriter::Ndjson { .. } => {}
            FormatWriter::Csv(mut records) => records.flush()?,
            FormatWriter::Parquet(file) => file.finish()?,
        }
        Ok(Omissions::default())
    }
}

/// Returns the history of the conversations so far.
fn summarized(history: Collapse, period: Period) -> History {
    let user = UserRows {
        rows: history.into_conversations().collect(),
        ..UserRows::default()
    };
    let sla = Sla::default();
    History {
        title: None,
        figures: Figures::of(user.rows.iter(), &sla),
        users: vec![user],
        period,
        before: None,
        groups: Vec::new(),
        heat: None,
        sla,
        filters: Vec::new(),
    }
}

/// Writes rows in one format.
enum FormatWriter<'o> {
    Table {
        table: LongTable,
        out: &'o mut Output,
    },
    /// One document: the summary, then the rows, which are kept until the summary is known.
    Json {
        rows: Spool,
        out: &'o mut Output,
    },
    Ndjson {
        lines: JsonLines,
        out: &'o mut Output,
    },
    Csv(Box<csv::Writer<&'o mut Output>>),
    Parquet(Box<ParquetFile<'o>>),
}

impl<'o> FormatWriter<'o> {
    fn open(form: Form, answer: AnswerType, out: &'o mut Output) -> io::Result<Self> {
        let Form { format, raw, look } = form;
        Ok(match format {
            // Reports have a writer of their own.
            Format::Table | Format::Html | Format::Xlsx | Format::Markdown => {
                Self::table(look, out)
            }
            Format::Json => Self::Json {
                rows: Spool::new(),
                out,
            },
            Format::Ndjson => {
                let lines = if raw {
                    JsonLines::raw()
                } else {
                    JsonLines::new(Shapes::of_rows(answer))
                };
                Self::Ndjson { lines, out }
            }
            Format::Csv => {
                write_header(view::CSV_HEADER, out)?;
                let records = csv::WriterBuilder::new()
                    .buffer_capacity(BUFFER)
                    .from_writer(out);
                Self::Csv(Box::new(records))
            }
            Format::Parquet => {
                let schema = Schema::of_fields(answer.definitions.0, answer.columns);
                let file = ParquetFile::new(&schema, out);
                Self::Parquet(Box::new(file.map_err(parquet::io_error)?))
            }
        })
    }

    fn table(look: Look, out: &'o mut Output) -> Self {
        let table = LongTable::new(view::headings(), look);
        Self::Table { table, out }
    }

    /// Writes a reply, which is also given as received.
    fn reply(&mut self, row: &HistoryRow<'_>, received: &str) -> Result<(), WriteError> {
        match self {
            Self::Parquet(file) => file.push(received),
            Self::Json { .. } | Self::Ndjson { .. } => Ok(self.json(received)?),
            Self::Table { .. } | Self::Csv(_) => Ok(self.cells(row)?),
        }
    }

    fn cells(&mut self, row: &HistoryRow<'_>) -> io::Result<()> {
        match self {
            Self::Table { table, .. } => table.push(&view::cells(row)),
            Self::Csv(records) => records.write_record(view::record(row)).map_err(io_error),
            Self::Json { .. } | Self::Ndjson { .. } | Self::Parquet(_) => Ok(()),
        }
    }

    fn json(&mut self, row: &str) -> io::Result<()> {
        match self {
            Self::Json { rows, .. } => writeln!(rows, "{}", compact::compact(row)),
            Self::Ndjson { lines, out } => lines.write(std::iter::once(row), out),
            Self::Table { .. } | Self::Csv(_) | Self::Parquet(_) => Ok(()),
        }
    }
}
