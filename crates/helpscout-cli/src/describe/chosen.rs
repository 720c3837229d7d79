//! The report that was asked for, and its tables.

use helpscout_arrow::{Schema, SchemaFormat};
use helpscout_command::names;
use helpscout_description::tables::Table;
use helpscout_description::{Group, Operation, Tables, nearest};
use helpscout_reports::describe;

use super::page;
use crate::message::{Failure, quoted};
use crate::pull;

/// A report, and the tables of it that are to be described.
pub(super) struct Chosen {
    /// The name on the command line.
    name: String,
    operation: &'static Operation,
    /// Each table with its columns. There is at least one.
    tables: Vec<(Table<'static>, Schema)>,
}

impl Chosen {
    /// Finds a report or a list, and one of its tables or all. `is_pulled` says whether the columns
    /// are those of the files of a pull.
    pub(super) fn of(name: &str, table: Option<&str>, is_pulled: bool) -> Result<Self, Failure> {
        let (name, operation) = operation(name)?;
        let origin = is_pulled.then(|| pull::origin_of(operation));
        let mut tables = Tables::of(describe::api(), operation).list;
        if let Some(wanted) = table {
            let names: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
            tables.retain(|table| table.name == wanted);
            if tables.is_empty() {
                let problem = format!("{name} has no table {}", quoted(wanted));
                let near = nearest(wanted, names.iter().map(String::as_str));
                let failure = Failure::usage(problem);
                return Err(match near {
                    Some(near) => failure.help(format!("did you mean {near}?")),
                    None => failure.help(format!("its tables are {}", names.join(", "))),
                });
            }
        }
        let typed = tables.into_iter().map(|table| {
            let schema = Schema::of(describe::api(), &table, origin.as_ref());
            (table, schema)
        });
        Ok(Self {
            name,
            operation,
            tables: typed.collect(),
        })
    }

    /// Returns the columns of all tables, for people.
    pub(super) fn page(&self) -> String {
        page::text(&self.name, self.operation, &self.tables)
    }

    /// Returns the names of the tables other than the first, if there are any.
    pub(super) fn others(&self) -> Option<String> {
        let others = self.tables.iter().skip(1);
        let others: Vec<&str> = others.map(|(table, _)| table.name.as_str()).collect();
        (!others.is_empty()).then(|| others.join(", "))
    }

    /// Returns the schema of the first table.
    pub(super) fn schema(&self, format: SchemaFormat) -> String {
        let Some((table, schema)) = self.tables.first() else {
            return String::new();
        };
        let all = Tables::of(describe::api(), self.operation).list;
        let is_main = all.first().is_some_and(|main| main.name == table.name);
        let other = (!is_main).then_some(table.name.as_str());
        schema.text(format, &pull::name_in_database(self.operation, other))
    }
}

/// Finds an operation by its name on the command line, which may start with that of its group.
fn operation(wanted: &str) -> Result<(String, &'static Operation), Failure> {
    let groups = [Group::Reports, Group::Lookups].into_iter();
    let named = groups.flat_map(|group| {
        let operations = names::operations(describe::api(), group).into_iter();
        operations.map(move |(name, operation)| (group, name, operation))
    });
    let named: Vec<_> = named.collect();
    // A list is pulled under its ID if a report has its name.
    let plain = |id: &str| id.replace('-', "_");
    let found = named.iter().find(|(group, name, operation)| {
        let in_group = wanted.strip_prefix(names::command_of(*group));
        name == wanted
            || plain(&operation.id) == plain(wanted)
            || in_group.is_some_and(|rest| rest.strip_prefix(' ') == Some(name))
    });
    if let Some((_, name, operation)) = found {
        return Ok((name.clone(), operation));
    }
    let words: Vec<&str> = wanted.split(' ').collect();
    let is_name = |word: &&str| named.iter().any(|(_, name, _)| name == word);
    if words.len() > 1 && words.iter().all(is_name) {
        let commands: Vec<String> = words
            .iter()
            .map(|word| format!("helpscout describe {word}"))
            .collect();
        let problem = format!("describe shows one report or list, not {}", words.len());
        return Err(Failure::usage(problem).help(format!("run {}", commands.join(", then "))));
    }
    let problem = format!("there is no report or list {}", quoted(wanted));
    let near = nearest(wanted, named.iter().map(|(_, name, _)| name.as_str()));
    let failure = Failure::usage(problem);
    Err(match near {
        Some(near) => failure.help(format!("did you mean {near}?")),
        None => failure.help("helpscout report --help and helpscout list --help list them"),
    })
}
