//! The text below the options in the help of an operation.

use std::fmt::Write;

use helpscout_description::prose::plain;
use helpscout_description::quote::escaped;
use helpscout_description::{Api, Operation, Parameter, Rule, Tables};

use crate::interval::IntervalParameters;
use crate::names;
use crate::parameter_help::typed;

/// Returns the text below the options in the help of an operation: an example of the command, the
/// tables of the answer if there are several, the plans, the notes and the address of the documented
/// page.
///
/// # Examples
/// ```
/// let api = helpscout_description::embedded();
/// let users = api.operation("list_users").ok_or("not described")?;
/// let text = helpscout_command::epilogue(api, users, "list users");
/// assert!(text.starts_with("Example:\n  helpscout list users\n"));
/// # Ok::<(), &str>(())
/// ```
pub fn epilogue(api: &Api, operation: &Operation, command: &str) -> String {
    let mut text = format!("Example:\n  {}\n", example(operation, command));
    push_tables(api, operation, &mut text);
    if !operation.plans.is_empty() {
        let plans = operation.plans.join(", ");
        let _ = writeln!(text, "\nRequires a plan with reports: {plans}.");
    }
    if !operation.notes.is_empty() {
        text.push_str("\nNotes:\n");
    }
    for note in &operation.notes {
        let _ = writeln!(text, "  - {}", plain(note));
    }
    let _ = write!(text, "\nDocumented at {}", escaped(&operation.docs));
    text
}

/// Adds the tables of the answer and their columns if there are several.
fn push_tables(api: &Api, operation: &Operation, text: &mut String) {
    let tables = Tables::of(api, operation).list;
    let [main, second, ..] = tables.as_slice() else {
        return;
    };
    let _ = writeln!(
        text,
        "\nTables (-o FILE.csv writes {} to FILE.csv, {} to FILE.{}.csv and so on; --table NAME picks one):",
        main.name, second.name, second.name
    );
    for table in &tables {
        let columns = table.columns.iter().map(|column| column.name.as_str());
        let columns: Vec<&str> = columns.collect();
        let _ = writeln!(text, "  - {}: {}", table.name, columns.join(", "));
    }
}

/// Returns the command with every required option, and the first of those of which one is required.
fn example(operation: &Operation, command: &str) -> String {
    let choices = operation.rules.iter().filter_map(|rule| match rule {
        Rule::Either(names) => Some(names),
        _ => None,
    });
    let is_chosen = |parameter: &&Parameter| !parameter.example.is_empty();
    let chosen: Vec<&str> = choices
        .filter_map(|names| {
            let mut parameters = names.iter().filter_map(|name| operation.parameter(name));
            let chosen = parameters.find(is_chosen)?;
            Some(chosen.wire.as_str())
        })
        .collect();
    let mut text = format!("helpscout {command}");
    let interval = IntervalParameters::of(operation);
    for (parameter, option) in names::options(operation) {
        let interval = interval.filter(|interval| interval.has(parameter));
        if let Some(interval) = interval {
            if interval.from == parameter {
                let _ = write!(text, " \\\n      --period {}", period(parameter));
            }
        } else if parameter.required || chosen.contains(&parameter.wire.as_str()) {
            let _ = write!(text, " \\\n      {}", typed(parameter, &option));
        }
    }
    text
}

/// Returns the month of the documented example, or a period that always exists.
fn period(start: &Parameter) -> &str {
    let month = start.example.first().and_then(|example| example.get(..7));
    let is_month = |month: &&str| {
        month.chars().enumerate().all(|(at, char)| match at {
            4 => char == '-',
            _ => char.is_ascii_digit(),
        })
    };
    month.filter(is_month).unwrap_or("last-month")
}
