//! Which rows and columns of a history's table are written: `--columns`, `--where`, `--sample`,
//! `--sort` and `--limit`.
//!
//! The options choose from the main table, or from that of `--table`, after everything is calculated:
//! figures, totals and targets are those of all rows.

use std::sync::Arc;

use clap::ArgMatches;
use helpscout_command::Format;
use helpscout_description::Operation;
use helpscout_digest::{Rows, Table, Value};

use super::columns;
use super::question::{Question, TableName};
use super::result::History;
use super::sample::Sample;
use super::titles::of_conversation;
use crate::format::definitions::AnswerType;
use crate::format::writer::Selected as Counts;
use crate::message::Failure;
use crate::select::{self, Selection};

/// The rows that were asked for, and their table.
#[derive(Debug)]
pub(super) struct Selected {
    pub(super) table: TableName,
    selection: Arc<Selection>,
    sample: Option<Sample>,
    answer: AnswerType,
}

/// The rows and columns to write.
#[derive(Debug)]
pub(super) struct Picked {
    /// The positions of the rows in the table, in the order in which they are written.
    pub(super) positions: Vec<usize>,
    /// The names of the columns, if some were chosen.
    pub(super) columns: Option<Vec<String>>,
    /// The number of all rows of the table.
    pub(super) rows: usize,
    /// Which rows of how many these are, unless they are all.
    pub(super) described: Option<String>,
    /// What the sample is, if they are one.
    pub(super) sample: Option<String>,
}

impl Selected {
    /// Reads the options. Returns `None` if none of them was given.
    ///
    /// # Errors
    /// Fails if an option does not go with the table or with one of the formats, or if it names a
    /// column that the table does not have.
    pub(super) fn from_options(
        matches: &ArgMatches,
        operation: &'static Operation,
        question: &Question,
        formats: &[Format],
    ) -> Result<Option<Self>, Failure> {
        let sample = Sample::from_options(matches);
        let of_sample = sample.as_ref().map(|_| "sample");
        let Some(option) = of_sample.or_else(|| select::given_option(matches)) else {
            return Ok(None);
        };
        if matches.get_flag("replies") {
            let problem = format!("--{option} does not work with --replies");
            let report = "run helpscout report user-conversation-history, which has these options \
                          and a row for each reply";
            return Err(Failure::usage(problem).help(report));
        }
        if formats.contains(&Format::Json) {
            let problem =
                format!("--{option} does not work with json, which has everything in one document");
            return Err(Failure::usage(problem).help("use --format ndjson, csv or table"));
        }
        let table = question.main_table();
        if sample.is_some() && table != TableName::Conversations {
            let problem = format!("--sample chooses conversations, and not {}", table.name());
            return Err(Failure::usage(problem).help("add --table conversations"));
        }
        let answer = AnswerType::of(operation);
        if table == TableName::Figures {
            let problem = format!("--{option} does not work with the table of key figures");
            let others = "add --table conversations, or --table groups with --by";
            return Err(Failure::usage(problem).help(others));
        }
        let columns = columns::of(table, question);
        let selection = Selection::of(matches, &columns, answer)?;
        let is_for_people = |format: &Format| *format == Format::Table || format.is_report();
        let has_columns = selection
            .as_ref()
            .is_some_and(|selection| selection.names().is_some());
        if has_columns && table != TableName::Conversations && formats.iter().any(is_for_people) {
            let problem = format!(
                "--columns chooses the columns of {} in csv and ndjson only",
                table.name()
            );
            return Err(Failure::usage(problem).help("add --format csv, or remove --columns"));
        }
        if selection.is_none() && sample.is_none() {
            return Ok(None);
        }
        Ok(Some(Self {
            table,
            selection: selection.unwrap_or_default(),
            sample,
            answer,
        }))
    }

    /// Finds the rows to write among those of the table, given as JSON objects.
    pub(super) fn pick(&self, history: &History, rows: Vec<String>) -> Picked {
        let count = rows.len();
        let definitions = self.answer.definitions;
        let names = self.selection.names();
        let mut met = self.selection.met(rows.into_iter(), definitions);
        if let Some(sample) = &self.sample {
            let positions: Vec<usize> = met.iter().map(|row| row.at).collect();
            let chosen = sample.of(history, &positions);
            met.retain(|row| chosen.contains(&row.at));
        }
        let positions = self.selection.positions(met);
        let sample = self.sample.as_ref().map(Sample::described);
        let described = self.selection.described(Counts {
            written: positions.len(),
            rows: count,
        });
        let parts: Vec<String> = described.into_iter().chain(sample.clone()).collect();
        Picked {
            described: (!parts.is_empty()).then(|| parts.join("; ")),
            sample,
            positions,
            columns: names.map(|names| names.into_iter().map(str::to_owned).collect()),
            rows: count,
        }
    }
}

impl Picked {
    /// Returns the table of conversations, breaches or groups with these rows and columns only.
    pub(super) fn of<'t>(&self, table: Table<'t>) -> Table<'t> {
        let chosen = self.columns.as_ref().map(|names| {
            let titles = names.iter().filter_map(|name| of_conversation(name));
            let columns = titles.filter_map(|title| {
                let mut columns = table.columns.iter();
                columns.position(|column| column.title == title)
            });
            columns.collect::<Vec<usize>>()
        });
        let chosen = chosen.unwrap_or_else(|| (0..table.columns.len()).collect());
        let columns = chosen.iter().map(|at| table.columns[*at].clone());
        Table {
            columns: columns.collect(),
            rows: Box::new(PickedRows {
                rows: table.rows,
                positions: self.positions.clone(),
                columns: chosen,
            }),
            ..table
        }
    }
}

struct PickedRows<'t> {
    rows: Box<dyn Rows + 't>,
    positions: Vec<usize>,
    columns: Vec<usize>,
}

impl Rows for PickedRows<'_> {
    fn len(&self) -> usize {
        self.positions.len()
    }

    fn row(&self, at: usize) -> Vec<Value> {
        let Some(at) = self.positions.get(at) else {
            return Vec::new();
        };
        let row = self.rows.row(*at);
        let value = |column: &usize| row.get(*column).cloned().unwrap_or(Value::Missing);
        self.columns.iter().map(value).collect()
    }
}
