//! Where the tables of a history go.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use helpscout_command::Format;

use super::question::{Question, TableName};
use crate::destination::{self, paths_beside, places};
use crate::message::Failure;
use crate::output::{Output, PlannedOutput};

/// An open destination, and the table that goes there if it is one of several files.
pub(super) type Destination = (Output, Option<TableName>);

/// Opens a file for each further table beside each file of CSV or Parquet. What is printed, or goes
/// to a pipe, has only the main table.
pub(super) fn with_tables(
    outputs: Vec<Output>,
    question: &Question,
) -> Result<Vec<Destination>, Failure> {
    let mut targets = places(outputs.iter().filter_map(Output::file));
    let mut destinations = Vec::new();
    for output in outputs {
        let mut others = Vec::new();
        for (path, table) in beside(output.file(), output.format(), question, &mut targets)? {
            others.push((output.open_other(&path)?, Some(table)));
        }
        destinations.push((output, None));
        destinations.extend(others);
    }
    Ok(destinations)
}

/// Returns the files that would be written, without links, and opens none.
pub(super) fn files(
    outputs: &[PlannedOutput<'_>],
    question: &Question,
) -> Result<BTreeSet<PathBuf>, Failure> {
    let mut targets = places(outputs.iter().filter_map(PlannedOutput::file));
    for output in outputs {
        beside(output.file(), output.format(), question, &mut targets)?;
    }
    Ok(targets)
}

/// Warns of files of other tables that an earlier run has written beside these.
pub(super) fn left_over(outputs: &[Output]) -> Vec<String> {
    let written = places(outputs.iter().filter_map(Output::file));
    let names = TableName::value_variants();
    let names = || names.iter().map(|table| table.name());
    let of_tables = outputs.iter();
    let of_tables = of_tables.filter(|output| output.format().has_one_table());
    let files = of_tables.filter_map(Output::file);
    files
        .filter_map(|file| destination::left_over(file, names(), &written))
        .collect()
}

/// Returns the further tables with their files beside the file of the main one.
fn beside(
    file: Option<&Path>,
    format: Format,
    question: &Question,
    targets: &mut BTreeSet<PathBuf>,
) -> Result<Vec<(PathBuf, TableName)>, Failure> {
    let Some(file) = file.filter(|_| format.has_one_table()) else {
        return Ok(Vec::new());
    };
    let tables = question.other_tables();
    let paths = paths_beside(file, tables.iter().map(|table| table.name()), targets)?;
    Ok(paths.into_iter().zip(tables).collect())
}
