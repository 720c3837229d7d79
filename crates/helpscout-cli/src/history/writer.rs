//! Writes a history in each format.
//!
//! Replies are written as they come, except where the summary precedes them. Conversations are
//! merged as their replies come, and written when all replies are there.

use std::io::{self, BufRead, Write};

use helpscout_command::Format;
use helpscout_reports::history::{Collapse, CollapsedConversation};
use serde_json::value::RawValue;

use super::rows::{HistoryRow, RowKind, reply};
use super::view;
use crate::format::compact;
use crate::format::csv::io_error;
use crate::format::definitions::AnswerType;
use crate::format::error::WriteError;
use crate::format::json::Array;
use crate::format::json_lines::JsonLines;
use crate::format::long_table::LongTable;
use crate::format::shape::Shapes;
use crate::format::writer::{Omissions, RowWriter};
use crate::format::{Form, Look};
use crate::output::Output;
use crate::spool::{BUFFER, Spool};

/// Writes the rows of one kind.
pub(super) struct HistoryWriter<'o> {
    kind: RowKind,
    /// The conversations so far, unless only the replies are written.
    history: Option<Collapse>,
    rows: usize,
    format: FormatWriter<'o>,
}

impl<'o> HistoryWriter<'o> {
    pub(super) fn open(kind: RowKind, answer: AnswerType, out: &'o mut Output) -> io::Result<Self> {
        let form = out.form();
        let has_summary = matches!(form.format, Format::Table | Format::Json);
        let needs_history = has_summary || kind == RowKind::Conversations;
        Ok(Self {
            kind,
            history: needs_history.then(Collapse::new),
            rows: 0,
            format: FormatWriter::open(form, kind, answer, out)?,
        })
    }
}

impl RowWriter for HistoryWriter<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        for row in rows {
            self.rows += 1;
            let reply = reply(row.get(), self.rows).map_err(WriteError::Row)?;
            if self.kind == RowKind::Replies {
                self.format.reply(&HistoryRow::from(&reply), row.get())?;
            }
            if let Some(history) = &mut self.history {
                history.push(reply);
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        let Self {
            kind,
            history,
            mut format,
            ..
        } = *self;
        let history = history.unwrap_or_default();
        let summary = history.summary();
        if kind == RowKind::Conversations {
            for conversation in history.into_conversations() {
                format.conversation(&conversation)?;
            }
        }
        match format {
            FormatWriter::Table { table, out } => {
                if summary.replies == 0 {
                    writeln!(out, "No replies in this interval.")?;
                    return Ok(Omissions::default());
                }
                let all: Vec<usize> = (0..view::headings().len()).collect();
                let too_wide = table.finish(&all, view::headings(), out)?;
                write!(out, "\n{}", view::summary_text(&summary))?;
                return Ok(Omissions {
                    too_wide,
                    ..Omissions::default()
                });
            }
            FormatWriter::Json { mut rows, out } => {
                write!(out, "{{\"summary\":")?;
                serde_json::to_writer(&mut *out, &summary).map_err(io::Error::from)?;
                write!(out, ",\n\"{}\":", name(kind))?;
                let mut array = Array::default();
                for row in rows.reader()?.lines() {
                    array.push(&row?, out)?;
                }
                array.end(out)?;
                writeln!(out, "}}")?;
            }
            FormatWriter::Ndjson { .. } => {}
            FormatWriter::Csv(mut records) => records.flush()?,
        }
        Ok(Omissions::default())
    }
}

fn name(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Replies => "replies",
        RowKind::Conversations => "conversations",
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
}

impl<'o> FormatWriter<'o> {
    fn open(
        form: Form,
        kind: RowKind,
        answer: AnswerType,
        out: &'o mut Output,
    ) -> io::Result<Self> {
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
                let shapes = match kind {
                    RowKind::Replies => Shapes::of_rows(answer),
                    RowKind::Conversations => view::shapes(),
                };
                let lines = if raw {
                    JsonLines::raw()
                } else {
                    JsonLines::new(shapes)
                };
                Self::Ndjson { lines, out }
            }
            Format::Csv => {
                let mut records = csv::WriterBuilder::new()
                    .buffer_capacity(BUFFER)
                    .from_writer(out);
                records.write_record(view::CSV_HEADER).map_err(io_error)?;
                Self::Csv(Box::new(records))
            }
        })
    }

    fn table(look: Look, out: &'o mut Output) -> Self {
        let table = LongTable::new(view::headings(), look);
        Self::Table { table, out }
    }

    /// Writes a reply, which is also given as received.
    fn reply(&mut self, row: &HistoryRow<'_>, received: &str) -> io::Result<()> {
        match self {
            Self::Json { .. } | Self::Ndjson { .. } => self.json(received),
            Self::Table { .. } | Self::Csv(_) => self.cells(row),
        }
    }

    fn conversation(&mut self, conversation: &CollapsedConversation) -> io::Result<()> {
        match self {
            Self::Json { .. } | Self::Ndjson { .. } => {
                self.json(&serde_json::to_string(conversation)?)
            }
            Self::Table { .. } | Self::Csv(_) => self.cells(&HistoryRow::from(conversation)),
        }
    }

    fn cells(&mut self, row: &HistoryRow<'_>) -> io::Result<()> {
        match self {
            Self::Table { table, .. } => table.push(&view::cells(row)),
            Self::Csv(records) => records.write_record(view::record(row)).map_err(io_error),
            Self::Json { .. } | Self::Ndjson { .. } => Ok(()),
        }
    }

    fn json(&mut self, row: &str) -> io::Result<()> {
        match self {
            Self::Json { rows, .. } => writeln!(rows, "{}", compact::compact(row)),
            Self::Ndjson { lines, out } => lines.write(std::iter::once(row), out),
            Self::Table { .. } | Self::Csv(_) => Ok(()),
        }
    }
}
