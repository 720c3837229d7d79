//! Selects rows by the arguments of a call, and puts them into a table.

use std::cell::Cell;
use std::io;
use std::sync::{Arc, LazyLock};

use clap::{ArgMatches, Command};
use helpscout_command::options;
use helpscout_description::{Object, Operation};
use serde_json::value::RawValue;

use super::arguments::Arguments;
use super::column::TableColumn;
use super::command::Line;
use super::table::{LARGEST, Table};
use crate::comparison::CountedRows;
use crate::format::definitions::{AnswerType, Definitions};
use crate::format::error::WriteError;
use crate::format::writer::{Omissions, RowWriter};
use crate::message::Failure;
use crate::progress::Progress;
use crate::select::{self, Column, Selection};

/// The most columns that a note lists.
const LISTED: usize = 20;

/// The parser of the options about rows.
static PARSER: LazyLock<Command> = LazyLock::new(|| Command::new("rows").args(options::rows()));

/// Returns the rows and columns that the arguments ask for. `shown` is the number of columns that there
/// are unless others are asked for.
///
/// # Errors
/// If an argument names a column that the rows don't have, or if a value does not go with its type.
pub(super) fn selection(
    arguments: &Arguments,
    columns: &[Column],
    answer: AnswerType,
    shown: usize,
) -> Result<Arc<Selection>, Failure> {
    let matches = options(arguments, &["columns", "where", "sort", "limit"])?;
    selected(&matches, columns, answer, shown)
}

/// Returns the figures of a comparison that the arguments ask for. `where` chooses the rows that they
/// are calculated from; [`counted`] returns those.
///
/// # Errors
/// If an argument names a column that figures don't have.
pub(super) fn selection_of_figures(
    arguments: &Arguments,
    columns: &[Column],
    answer: AnswerType,
) -> Result<Arc<Selection>, Failure> {
    let matches = options(arguments, &["columns", "sort", "limit"])?;
    selected(&matches, columns, answer, columns.len())
}

/// Returns what options choose of a table, and the first columns if they choose none.
fn selected(
    matches: &ArgMatches,
    columns: &[Column],
    answer: AnswerType,
    shown: usize,
) -> Result<Arc<Selection>, Failure> {
    let selection = Selection::of(matches, columns, answer)?;
    let selection = selection.map_or_else(Selection::default, Arc::unwrap_or_clone);
    let shown = columns.iter().take(shown).cloned().collect();
    Ok(Arc::new(selection.or_columns(shown)))
}

/// Returns the rows that a comparison counts.
///
/// # Errors
/// If a condition names a column that the rows don't have, or its value does not go with the type.
pub(super) fn counted(
    arguments: &Arguments,
    operation: &Operation,
) -> Result<CountedRows, Failure> {
    CountedRows::meeting(operation, &options(arguments, &["where"])?)
}

/// Returns the arguments of these names as options.
fn options(arguments: &Arguments, names: &[&str]) -> Result<ArgMatches, Failure> {
    let mut line = Line::of(&["rows"]);
    for &name in names {
        match arguments.number(name) {
            Some(number) => line.option(name, &number.to_string()),
            None => {
                for text in arguments.texts(name) {
                    line.option(name, text);
                }
            }
        }
    }
    line.parse(&PARSER)
}

/// Returns whether the arguments choose columns.
pub(super) fn chooses_columns(arguments: &Arguments) -> bool {
    !arguments.texts("columns").is_empty()
}

/// Returns whether the arguments select rows or columns.
pub(super) fn is_selected(arguments: &Arguments) -> bool {
    ["columns", "where", "sort"]
        .iter()
        .any(|name| !arguments.texts(name).is_empty())
        || arguments.number("limit").is_some()
}

/// A table that is wanted.
pub(super) struct Wanted {
    pub(super) name: String,
    /// All columns that it may have.
    pub(super) columns: Vec<Column>,
    /// The rows and columns that are asked for.
    pub(super) selection: Arc<Selection>,
    /// The object that the names of columns are paths in, if it is described.
    pub(super) object: Option<&'static Object>,
    /// Whether to mark what customers are called and wrote.
    pub(super) marks: bool,
    /// Whether the columns were chosen.
    pub(super) is_chosen: bool,
}

impl Wanted {
    /// Returns the table without rows.
    pub(super) fn empty(&self, definitions: Definitions) -> Table {
        let columns = self.selection.columns().unwrap_or(&self.columns).iter();
        let columns = columns
            .map(|column| TableColumn::of(column, self.object, definitions, self.marks))
            .collect();
        Table::new(&self.name, columns).chosen(self.is_chosen)
    }

    /// Returns the table with the selected of these rows.
    ///
    /// # Errors
    /// If a row is no object, or the rows are too many.
    pub(super) fn filled(
        &self,
        rows: &[Box<RawValue>],
        definitions: Definitions,
    ) -> Result<(Table, Omissions), WriteError> {
        let mut table = self.empty(definitions);
        let written = Cell::new(0);
        let into = IntoTable::of(&mut table, &written);
        let mut writer = select::through(&self.selection, definitions, Box::new(into));
        writer.rows(rows)?;
        let omissions = writer.finish()?;
        Ok((table, omissions))
    }

    /// Tells which columns are not shown, if nobody chose them.
    pub(super) fn note_others(&self, progress: &Progress) {
        let shown = self.selection.columns().unwrap_or(&self.columns);
        let is_shown = |name: &str| shown.iter().any(|column| column.name == name);
        let others = self.columns.iter().map(|column| column.name.as_str());
        let mut others: Vec<&str> = others.filter(|name| !is_shown(name)).collect();
        if self.is_chosen || others.is_empty() {
            return;
        }
        // Those of a comparison are called like those that they compare.
        let is_of_comparison =
            |name: &&str| name.starts_with("previous") || name.contains("Change");
        others.sort_by_key(is_of_comparison);
        let (first, more) = others.split_at(others.len().min(LISTED));
        let mut listed = first.join(", ");
        match more {
            [] => {}
            [next, ..] if more.iter().all(is_of_comparison) => listed.push_str(&format!(
                " and {} for the comparison, such as {next}",
                more.len()
            )),
            more => listed.push_str(&format!(" and {} more", more.len())),
        }
        progress.note(format!("{} also has the columns {listed}", self.name));
    }
}

/// Puts rows into a table.
pub(super) struct IntoTable<'t> {
    table: &'t mut Table,
    written: &'t Cell<usize>,
}

impl<'t> IntoTable<'t> {
    /// Creates a writer that fills a table, and counts its rows in `written`.
    pub(super) fn of(table: &'t mut Table, written: &'t Cell<usize>) -> Self {
        Self { table, written }
    }
}

impl RowWriter for IntoTable<'_> {
    fn rows(&mut self, rows: &[Box<RawValue>]) -> Result<(), WriteError> {
        for row in rows {
            self.table.push(row).map_err(|error| match error.kind() {
                io::ErrorKind::FileTooLarge => WriteError::Row(too_large(self.table.count())),
                _ => WriteError::Io(error),
            })?;
            self.written.set(self.table.count());
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Omissions, WriteError> {
        Ok(Omissions::default())
    }
}

fn too_large(rows: usize) -> Failure {
    let megabytes = LARGEST / 1024 / 1024;
    Failure::usage(format!(
        "the table is larger than {megabytes} MB after {rows} rows"
    ))
    .help("ask for less: with a shorter period, `columns`, `where` or `limit`")
}
