//! Where the tables of an answer go: all in one output, one of them, or each to a file of its own.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use helpscout_command::Format;
use helpscout_description::tables::Answer;
use helpscout_description::{Operation, Tables};
use helpscout_reports::describe;

use crate::message::{Failure, printable};
use crate::output::Output;

/// The open destinations of an answer.
#[derive(Debug)]
pub(crate) struct Destination {
    pub(crate) tables: Tables<'static>,
    pub(crate) outputs: Outputs,
}

/// Which tables are written where.
#[derive(Debug)]
pub(crate) enum Outputs {
    /// The whole answer.
    Whole(Output),
    /// The table with this index.
    Table(usize, Output),
    /// Every table, each to a file of its own, in the order of the description.
    Each(Vec<Output>),
}

impl Destination {
    /// Opens what `--output`, `--format` and `--table` ask for. Called before anything is fetched, so
    /// that a destination that can't have the answer is found first.
    pub(crate) fn open(
        operation: &'static Operation,
        matches: &ArgMatches,
    ) -> Result<Self, Failure> {
        let tables = Tables::of(describe::api(), operation);
        let output = Output::open(matches)?;
        let picked = matches.get_one::<String>("table");
        if picked.is_some() && output.format() == Format::Json {
            return Err(Failure::usage(
                "--table does not work with json, which is the answer as the service sent it",
            )
            .help("use --format csv, ndjson or table"));
        }
        let index =
            picked.and_then(|name| tables.list.iter().position(|table| table.name == *name));
        let outputs = match index {
            Some(index) if tables.answer != Answer::Rows => Outputs::Table(index, output),
            None if output.format() == Format::Csv && tables.list.len() > 1 => {
                let file = matches.get_one::<PathBuf>("output");
                Outputs::Each(each(&tables, output, file)?)
            }
            _ => Outputs::Whole(output),
        };
        Ok(Self { tables, outputs })
    }
}

/// Opens a file for each table beside the one for the main table.
fn each(tables: &Tables<'_>, main: Output, file: Option<&PathBuf>) -> Result<Vec<Output>, Failure> {
    let Some(file) = file.filter(|_| main.is_replaced()) else {
        let names: Vec<&str> = tables
            .list
            .iter()
            .map(|table| table.name.as_str())
            .collect();
        let problem = format!(
            "the answer has {} tables, and csv has one table in each file: {}",
            names.len(),
            names.join(", ")
        );
        return Err(Failure::usage(problem).help(
            "use --table NAME to write one of them, or -o FILE.csv to write a file for each",
        ));
    };
    let mut outputs = vec![main];
    for table in &tables.list[1..] {
        let path = beside(file, &table.name);
        let output = Output::open_file(&path, Format::Csv)?;
        if !output.is_replaced() {
            let problem = format!(
                "{} is not a regular file",
                printable(&path.display().to_string())
            );
            return Err(
                Failure::usage(problem).help("remove it, or choose another name with --output")
            );
        }
        outputs.push(output);
    }
    let mut targets: HashSet<PathBuf> = HashSet::new();
    for target in outputs.iter().filter_map(Output::path) {
        if !targets.insert(target.to_owned()) {
            let problem = format!(
                "two tables would be written to {}, as a link leads there",
                printable(&target.display().to_string())
            );
            return Err(Failure::usage(problem)
                .help("remove the link, or choose another name with --output"));
        }
    }
    Ok(outputs)
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
