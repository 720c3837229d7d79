//! Where the tables of a history go.

use std::collections::HashSet;
use std::path::PathBuf;

use super::question::{Question, TableName};
use crate::destination::open_beside;
use crate::message::Failure;
use crate::output::{Output, real};

/// An open destination, and the table that goes there if it is one of several files.
pub(super) type Destination = (Output, Option<TableName>);

/// Opens a file for each further table beside each file of CSV or Parquet. What is printed, or goes
/// to a pipe, has only the main table.
pub(super) fn with_tables(
    outputs: Vec<Output>,
    question: &Question,
) -> Result<Vec<Destination>, Failure> {
    let mut targets: HashSet<PathBuf> = outputs.iter().filter_map(Output::path).map(real).collect();
    let tables = question.other_tables();
    let mut destinations = Vec::new();
    for output in outputs {
        let has_others = output.format().has_one_table() && output.is_replaced();
        let mut others = Vec::new();
        if let Some(file) = output.typed().filter(|_| has_others) {
            let names = tables.iter().map(|table| table.name());
            others = open_beside(file, names, &output, &mut targets)?;
        }
        destinations.push((output, None));
        let tables = tables.iter().copied().map(Some);
        destinations.extend(others.into_iter().zip(tables));
    }
    Ok(destinations)
}
