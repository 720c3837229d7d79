//! Compares the values of JSON answers with those of their CSV files: none may be lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use helpscout_command::names;
use helpscout_description::{Field, Operation, Pages, Tables, Type};
use helpscout_reports::describe;
use helpscout_sandbox::Sandbox;
use serde_json::Value;
use serde_json::value::RawValue;
use tempfile::tempdir;

use crate::program::{program, run};
use crate::service::Service;

/// Returns the command for an operation with its required options; the first page if it has pages.
pub(crate) fn command(operation: &Operation) -> Command {
    let group = names::operations(describe::api(), operation.group());
    let (name, _) = group
        .into_iter()
        .find(|(_, other)| other.id == operation.id)
        .unwrap();
    let mut command = program();
    command.args([names::command_of(operation.group()), &name]);
    let page = operation.pages.as_ref().and_then(Pages::parameter);
    for (parameter, option) in names::options(operation) {
        if parameter.required {
            command.arg(format!("--{option}={}", parameter.example.join(",")));
        } else if Some(parameter.wire.as_str()) == page {
            command.arg(format!("--{option}=1"));
        }
    }
    command
}

/// The tables of an answer as files.
#[derive(Debug, PartialEq)]
struct Files {
    /// Headers and records by the name of the file.
    files: BTreeMap<String, Vec<Vec<String>>>,
}

impl Files {
    fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_path(&path)
                .unwrap();
            let lines = reader.records().map(|record| {
                let record = record.unwrap();
                record.iter().map(str::to_owned).collect()
            });
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            files.insert(name, lines.collect());
        }
        Self { files }
    }

    fn headers(&self) -> BTreeMap<&str, &[String]> {
        let files = self.files.iter();
        files
            .map(|(name, lines)| (name.as_str(), lines[0].as_slice()))
            .collect()
    }

    /// Returns the values of all cells but the keys that only the tables have.
    fn values(&self, tables: &Tables<'_>) -> Vec<String> {
        let mut values = Vec::new();
        for (index, table) in tables.list.iter().enumerate() {
            let lines = &self.files[&file_of(index, &table.name)];
            for cell in lines[1..].iter().flat_map(|line| &line[table.leading..]) {
                let is_json = serde_json::from_str::<Value>(cell).is_ok();
                if is_json && cell.starts_with(['[', '{']) {
                    collect(cell, &mut values);
                } else if !cell.is_empty() {
                    values.push(plain(unguarded(cell)));
                }
            }
        }
        values.sort();
        values
    }

    /// Checks that numbers are written as their type demands.
    fn check_numbers(&self, tables: &Tables<'_>) {
        for (index, table) in tables.list.iter().enumerate() {
            let lines = &self.files[&file_of(index, &table.name)];
            for (at, column) in table.columns.iter().enumerate() {
                let cells = lines[1..].iter().map(|line| line[at].as_str());
                let cells = cells.filter(|cell| !cell.is_empty());
                for cell in cells {
                    let has_fraction = cell.contains('.');
                    match column.field {
                        Some(Field { list: true, .. }) => assert!(cell.starts_with('['), "{cell}"),
                        Some(field) if field.ty == Type::Number => {
                            assert!(has_fraction, "{} {}: {cell}", table.name, column.name);
                        }
                        Some(field) if field.ty == Type::Integer => {
                            assert!(!has_fraction, "{} {}: {cell}", table.name, column.name);
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

pub(crate) fn file_of(index: usize, table: &str) -> String {
    match index {
        0 => "x.csv".to_owned(),
        _ => format!("x.{table}.csv"),
    }
}

/// Collects the single values in a JSON text, without nulls and empty texts.
fn collect(json: &str, values: &mut Vec<String>) {
    match json.as_bytes()[0] {
        b'n' => {}
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(json).unwrap();
            items.iter().for_each(|item| collect(item.get(), values));
        }
        b'{' => {
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(json).unwrap();
            fields
                .values()
                .for_each(|field| collect(field.get(), values));
        }
        b'"' => {
            let text: String = serde_json::from_str(json).unwrap();
            values.extend((!text.is_empty()).then(|| plain(&text)));
        }
        _ => values.push(plain(json)),
    }
}

fn values_of(json: &str) -> Vec<String> {
    let mut values = Vec::new();
    collect(json, &mut values);
    values.sort();
    values
}

/// Returns the text of a value, the same for 28 and 28.0.
fn plain(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        _ => text.to_owned(),
    }
}

/// Removes the apostrophe that protects a text from being a formula.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => text,
    }
}

/// Runs the command twice: for the answer as JSON, and for its tables.
fn written(command: impl Fn() -> Command) -> (String, Files) {
    let json = run(command().args(["--format", "json"]));
    assert_eq!(json.code, Some(0), "{}", json.stderr);
    let folder = tempdir().unwrap();
    let csv = run(command().arg("--output").arg(folder.path().join("x.csv")));
    assert_eq!(csv.code, Some(0), "{}", csv.stderr);
    assert!(!csv.stderr.contains("omitted"), "{}", csv.stderr);
    (json.stdout, Files::read(folder.path()))
}

/// Compares the answer with the tables. Returns the number of values, and the tables.
fn compared(operation: &Operation, command: impl Fn() -> Command) -> (usize, Files) {
    let tables = Tables::of(describe::api(), operation);
    let (json, files) = written(command);
    let expected: Vec<String> = (0..tables.list.len())
        .map(|index| file_of(index, &tables.list[index].name))
        .collect();
    let mut names: Vec<&String> = files.files.keys().collect();
    names.sort_by_key(|name| expected.iter().position(|other| other == *name));
    assert_eq!(
        names,
        expected.iter().collect::<Vec<_>>(),
        "{}",
        operation.id
    );
    let values = values_of(json.trim());
    assert_eq!(files.values(&tables), values, "{}", operation.id);
    files.check_numbers(&tables);
    (values.len(), files)
}

#[test]
fn every_value_of_every_answer_of_the_sandbox_is_in_a_table() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = Sandbox::builder().calls_per_minute(1_000_000).start();
    let sandbox = runtime.block_on(sandbox).unwrap();
    let mut filled = 0;
    for operation in &describe::api().operations {
        let asking = || {
            let mut command = command(operation);
            command
                .env("HELPSCOUT_BASE_URL", sandbox.base_url())
                .env("HELPSCOUT_APP_ID", sandbox.app_id())
                .env("HELPSCOUT_APP_SECRET", sandbox.app_secret());
            command
        };
        let (values, _) = compared(operation, asking);
        filled += usize::from(values > 0);
    }
    // Nobody has filled in the custom field of the documented example.
    assert_eq!(filled, describe::api().operations.len() - 1);
}

#[test]
fn every_value_of_every_documented_answer_is_in_a_table_whatever_is_missing() {
    let body = Arc::new(Mutex::new(String::new()));
    let answered = Arc::clone(&body);
    let service = Service::start(move |_| (200, answered.lock().unwrap().clone()));
    for operation in &describe::api().operations {
        for example in &operation.examples {
            let json: Value = serde_json::from_str(&example.body).unwrap();
            let asking = || service.asked_by(command(operation));
            let answer = |json: &Value| *body.lock().unwrap() = json.to_string();
            answer(&json);
            let (values, whole) = compared(operation, asking);
            assert!(values > 0, "{} has no values", example.file);
            if operation.pages.is_some() {
                continue;
            }
            let without_values = |change: fn(&mut Value)| {
                let mut json = json.clone();
                change(&mut json);
                json
            };
            for poorer in [
                without_values(remove_values),
                without_values(remove_nested),
                without_values(empty_lists),
            ] {
                answer(&poorer);
                let (_, files) = compared(operation, asking);
                assert_eq!(files.headers(), whole.headers(), "{}", example.file);
            }
        }
    }
}

/// Replaces every single value by null.
fn remove_values(json: &mut Value) {
    match json {
        Value::Array(items) => items.iter_mut().for_each(remove_values),
        Value::Object(fields) => fields.values_mut().for_each(remove_values),
        other => *other = Value::Null,
    }
}

/// Replaces every object and every list below the answer by null.
fn remove_nested(json: &mut Value) {
    if let Value::Object(fields) = json {
        for value in fields.values_mut() {
            if value.is_object() || value.is_array() {
                *value = Value::Null;
            }
        }
    }
}

/// Removes the items of every list, and every third field of every object but the answer.
fn empty_lists(json: &mut Value) {
    match json {
        Value::Array(items) => items.clear(),
        Value::Object(fields) => {
            for value in fields.values_mut() {
                empty_lists(value);
                if let Value::Object(inner) = value {
                    let keys: Vec<String> = inner.keys().step_by(3).cloned().collect();
                    for key in keys {
                        inner.remove(&key);
                    }
                }
            }
        }
        _ => {}
    }
}
