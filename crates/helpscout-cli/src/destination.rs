//! Where the tables of an answer go: all to one output, one of them, or each to a file of its own.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use helpscout_command::Format;
use helpscout_description::tables::Answer;
use helpscout_description::{Operation, Tables};
use helpscout_reports::describe;
use helpscout_reports::jiff::tz::TimeZone;

use crate::format::definitions::{AnswerType, Ends};
use crate::interrupt::Session;
use crate::message::{Failure, printable};
use crate::output::{Output, PlannedOutput, identity, is_stream};
use crate::select::{self, Column, Selection};

/// The open destinations of an answer. Nothing is there until they are committed.
#[derive(Debug)]
pub(crate) struct Destination {
    pub(crate) tables: Tables<'static>,
    /// The table that was picked, if one was.
    pub(crate) picked: Option<usize>,
    /// The rows that were asked for, unless all were.
    pub(crate) selection: Option<Arc<Selection>>,
    /// Where the whole answer goes, the picked table, or the main one if there are others.
    pub(crate) main: Output,
    /// Where all other tables go, if each goes to a file of its own.
    pub(crate) others: Vec<Output>,
}

impl Destination {
    /// Returns the type of the rows that can be selected: those of the report, or of the picked table.
    pub(crate) fn rows(&self, operation: &Operation) -> AnswerType {
        let answer = AnswerType::of(operation);
        let table = self.tables.list.get(self.picked.unwrap_or(0));
        match (&self.tables.answer, table) {
            (Answer::Rows, _) | (_, None) => answer,
            (Answer::List, _) if self.picked.unwrap_or(0) == 0 => answer,
            (_, Some(table)) => select::rows_of_table(table, answer),
        }
    }

    /// Opens what `--output`, `--format` and `--table` ask for, one destination for each output, and
    /// reads which rows are written there. Called before anything is fetched, so that a destination
    /// that can't have the answer is found first.
    pub(crate) fn open_all(
        operation: &'static Operation,
        matches: &ArgMatches,
        session: &Session,
    ) -> Result<Vec<Self>, Failure> {
        let outputs = Output::open_all(matches, session)?;
        let mut targets = places(outputs.iter().filter_map(Output::file));
        let destinations = outputs.into_iter();
        destinations
            .map(|main| {
                let contents = Contents::of(operation, matches, main.format())?;
                let paths = contents.others(main.file(), main.format(), &mut targets)?;
                let others = paths.iter().map(|path| main.open_other(path));
                Ok(Self {
                    others: others.collect::<Result<_, _>>()?,
                    main,
                    tables: contents.tables,
                    picked: contents.picked,
                    selection: contents.selection,
                })
            })
            .collect()
    }

    /// Warns of files of other tables that an earlier run has written beside these.
    pub(crate) fn left_over(destinations: &[Self]) -> Vec<String> {
        let all = destinations.iter();
        let all = all.flat_map(|one| std::iter::once(&one.main).chain(&one.others));
        let written = places(all.filter_map(Output::file));
        let warnings = destinations.iter().filter_map(|one| {
            let file = one.main.file();
            let file = file.filter(|_| one.main.format().has_one_table())?;
            let tables = one.tables.list.iter().skip(1);
            left_over(file, tables.map(|table| table.name.as_str()), &written)
        });
        warnings.collect()
    }

    /// Says where the intervals of the report end.
    pub(crate) fn end_at(&mut self, ends: Option<Ends>) {
        for output in std::iter::once(&mut self.main).chain(&mut self.others) {
            output.end_at(ends);
        }
    }

    /// Shows instants in a zone.
    pub(crate) fn show_in(&mut self, zone: &'static TimeZone) {
        for output in std::iter::once(&mut self.main).chain(&mut self.others) {
            output.show_in(zone);
        }
    }
}

/// What of an answer goes to an output, found out before it is opened.
struct Contents {
    tables: Tables<'static>,
    picked: Option<usize>,
    selection: Option<Arc<Selection>>,
    /// Whether the output has the main table only, so that each other one needs a file of its own.
    is_divided: bool,
}

impl Contents {
    fn of(
        operation: &'static Operation,
        matches: &ArgMatches,
        format: Format,
    ) -> Result<Self, Failure> {
        let name = matches.get_one::<String>("table");
        let tables = Tables::of(describe::api(), operation);
        if name.is_some() && format == Format::Json {
            return Err(Failure::usage(
                "--table does not work with json, which is the answer as the service sent it",
            )
            .help("use --format csv, ndjson or table"));
        }
        let is_selection = select::given_option(matches).is_some();
        let is_divided =
            name.is_none() && format.has_one_table() && tables.list.len() > 1 && !is_selection;
        // Rows are written as they come, whether their table is picked or not.
        let is_rows = tables.answer == Answer::Rows;
        let name = name.filter(|_| !is_rows);
        let picked = name.and_then(|name| tables.list.iter().position(|table| table.name == *name));
        let selection = selection(operation, matches, &tables, picked, format)?;
        Ok(Self {
            tables,
            picked,
            selection,
            is_divided,
        })
    }

    /// Returns the files of all tables but the main one, beside the file of that one, which is `file`
    /// unless the output is no regular file. `targets` are the files of all outputs and tables so far.
    fn others(
        &self,
        file: Option<&Path>,
        format: Format,
        targets: &mut BTreeSet<PathBuf>,
    ) -> Result<Vec<PathBuf>, Failure> {
        if !self.is_divided {
            return Ok(Vec::new());
        }
        let names = || self.tables.list.iter().map(|table| table.name.as_str());
        let Some(file) = file else {
            let names: Vec<&str> = names().collect();
            let format = format.name();
            let problem = format!(
                "the answer has {} tables, and {format} has one table in each file: {}",
                names.len(),
                names.join(", ")
            );
            return Err(Failure::usage(problem).help(format!(
                "use --table NAME to write one of them, or -o FILE.{format} to write a file for each",
            )));
        };
        paths_beside(file, names().skip(1), targets)
    }
}

/// Checks the rows that the options ask for, whatever the format is.
pub(crate) fn check_selection(
    operation: &'static Operation,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    Contents::of(operation, matches, Format::Table).map(|_| ())
}

/// Returns the columns by which rows can be selected. The options may be incomplete.
pub(crate) fn selectable(operation: &'static Operation, matches: &ArgMatches) -> Vec<Column> {
    let tables = Tables::of(describe::api(), operation);
    let name = matches.get_one::<String>("table");
    let picked = name.and_then(|name| tables.list.iter().position(|table| table.name == *name));
    columns(&tables, picked, AnswerType::of(operation)).unwrap_or_default()
}

/// Returns the files that an answer would be written to, without links, and opens none.
///
/// # Errors
/// If an output can't have what the options ask for.
pub(crate) fn files(
    operation: &'static Operation,
    matches: &ArgMatches,
) -> Result<BTreeSet<PathBuf>, Failure> {
    let outputs = PlannedOutput::all(matches)?;
    let mut targets = places(outputs.iter().filter_map(PlannedOutput::file));
    for output in outputs {
        let contents = Contents::of(operation, matches, output.format())?;
        contents.others(output.file(), output.format(), &mut targets)?;
    }
    Ok(targets)
}

/// Returns what tells whether one of these files is that of another path, too.
pub(crate) fn places<'p>(files: impl Iterator<Item = &'p Path>) -> BTreeSet<PathBuf> {
    files.map(identity).collect()
}

/// Returns the rows that the options ask for, or `None` if they ask for all.
fn selection(
    operation: &Operation,
    matches: &ArgMatches,
    tables: &Tables<'_>,
    picked: Option<usize>,
    format: Format,
) -> Result<Option<Arc<Selection>>, Failure> {
    if select::given_option(matches).is_none() {
        return Ok(None);
    }
    select::refuse_json(matches, format)?;
    let answer = AnswerType::of(operation);
    let columns = columns(tables, picked, answer)?;
    Selection::of(matches, &columns, answer)
}

/// Returns the columns by which rows can be selected: those of the only table, or of the picked one.
fn columns(
    tables: &Tables<'_>,
    picked: Option<usize>,
    answer: AnswerType,
) -> Result<Vec<Column>, Failure> {
    match (&tables.answer, tables.list.as_slice()) {
        (Answer::Rows, _) => Ok(select::columns_of(answer)),
        (Answer::List, _) if picked.unwrap_or(0) == 0 => Ok(select::columns_of(answer)),
        (_, [table]) => Ok(select::columns_of_table(table)),
        (_, list) => match picked.and_then(|picked| list.get(picked)) {
            Some(table) => Ok(select::columns_of_table(table)),
            None => {
                let names: Vec<&str> = list.iter().map(|table| table.name.as_str()).collect();
                let problem =
                    "the answer has several tables, and rows are selected from one of them";
                let advice = format!("add --table with one of {}", names.join(", "));
                Err(Failure::usage(problem).help(advice))
            }
        },
    }
}

/// Returns the path of a file for each of these tables beside the file of the main one, which is
/// `file` as it was typed. `targets` are the files of all outputs and tables so far.
///
/// # Errors
/// If one can't be a file of its own.
pub(crate) fn paths_beside<'n>(
    file: &Path,
    tables: impl IntoIterator<Item = &'n str>,
    targets: &mut BTreeSet<PathBuf>,
) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for table in tables {
        let path = beside(file, table);
        let refused = |problem| {
            let shown = printable(&path.display().to_string());
            Failure::usage(format!("{shown} is {problem}"))
                .help("remove it, or choose another name with --output")
        };
        // Opening a pipe would wait for its reader.
        if is_stream(&path) {
            return Err(refused("not a regular file"));
        }
        if !targets.insert(identity(&path)) {
            return Err(if path.is_symlink() {
                refused("a link to the file of another table")
            } else {
                let shown = printable(&path.display().to_string());
                Failure::usage(format!(
                    "{shown} is the file of the table {table}, and another output"
                ))
                .help("choose another name with --output")
            });
        }
        paths.push(path);
    }
    Ok(paths)
}

/// Warns of files of other tables beside the file of an answer, which this run has not written. They
/// look as if they belonged to it.
pub(crate) fn left_over<'n>(
    file: &Path,
    tables: impl Iterator<Item = &'n str>,
    written: &BTreeSet<PathBuf>,
) -> Option<String> {
    let paths = tables.map(|table| beside(file, table));
    let old = paths.filter(|path| path.is_file() && !written.contains(&identity(path)));
    let old: Vec<String> = old
        .map(|path| printable(&path.display().to_string()))
        .collect();
    let main = printable(&file.display().to_string());
    match old.as_slice() {
        [] => None,
        [one] => Some(format!(
            "{one} was there before and was not written by this run, although its name goes with \
             {main}; remove it if it is out of date"
        )),
        several => Some(format!(
            "{} were there before and were not written by this run, although their names go with \
             {main}; remove them if they are out of date",
            several.join(", ")
        )),
    }
}

/// Returns the path for a table beside the file of the main one: `boss.users.csv` beside `boss.csv`.
fn beside(file: &Path, table: &str) -> PathBuf {
    // Without the name of a format, what follows the last point is part of the name.
    let extension = file.extension().filter(|_| Format::of_file(file).is_some());
    let mut name = match extension {
        Some(_) => file.file_stem().unwrap_or_default().to_owned(),
        None => file.file_name().unwrap_or_default().to_owned(),
    };
    name.push(OsString::from(format!(".{table}")));
    if let Some(extension) = extension {
        name.push(".");
        name.push(extension);
    }
    file.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_table_stands_before_the_ending() {
        let cases = [
            ("boss.csv", "boss.users.csv"),
            ("a/b.c/may.2019.CSV", "a/b.c/may.2019.users.CSV"),
            ("may.2019", "may.2019.users"),
            ("boss", "boss.users"),
            (".csv", ".csv.users"),
        ];
        for (file, expected) in cases {
            assert_eq!(beside(Path::new(file), "users"), Path::new(expected));
        }
    }
}
