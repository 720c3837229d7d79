//! `describe_report`: the filters, tables and columns of a report.

use helpscout_command::{IntervalParameters, Lookup, Role};
use helpscout_description::prose::plain;
use helpscout_description::{Operation, Parameter, Tables, Type};
use helpscout_reports::describe;
use serde_json::{Map, Value};

use super::answer::Answer;
use super::arguments::Arguments;
use super::column::type_of;
use super::reports;
use crate::format::definitions::AnswerType;
use crate::message::Failure;
use crate::select::{self, Column};

/// The most characters of a text.
const LONGEST: usize = 140;

/// The most allowed values that are listed.
const MOST_VALUES: usize = 24;

/// Describes the report that the arguments name.
///
/// # Errors
/// If there is none.
pub(super) fn run(arguments: &Arguments) -> Result<Answer, Failure> {
    let (name, operation) = reports::named(arguments.text("report").unwrap_or_default())?;
    let interval = IntervalParameters::of(operation);
    let is_filter = |parameter: &&Parameter| match Role::of(operation, parameter) {
        Role::Interval | Role::Previous | Role::Page => false,
        Role::PageSize | Role::Order | Role::Subject => true,
    };
    let filters = operation.parameters.iter().filter(is_filter);
    let filters: Vec<Value> = filters.map(filter).collect();
    let tables = tables(operation);
    let mut head: Vec<(&'static str, Value)> = vec![
        ("report", name.as_str().into()),
        ("summary", plain(&operation.summary).into()),
    ];
    head.push((
        "needsPeriod",
        interval
            .is_some_and(|interval| interval.from.required)
            .into(),
    ));
    if !operation.plans.is_empty() {
        head.push(("plans", operation.plans.join(", ").into()));
    }
    let notes: Vec<String> = operation.notes.iter().map(|note| plain(note)).collect();
    let text = text(&head, &filters, &tables, &notes);
    head.push(("filters", filters.into()));
    head.push(("tables", tables.into()));
    Ok(Answer {
        head,
        notes,
        text: Some(text),
        ..Answer::default()
    })
}

fn filter(parameter: &Parameter) -> Value {
    let api = describe::api();
    let has_names = Lookup::of_parameter(api, parameter).is_some();
    let ty = match &parameter.ty {
        Type::Id(_) if has_names => "id or name",
        Type::Id(_) => "id",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Instant | Type::EpochSeconds | Type::EpochMilliseconds => "instant",
        Type::Date => "date",
        _ => "text",
    };
    let mut described = Map::new();
    let mut add = |name: &str, value: Value| _ = described.insert(name.to_owned(), value);
    add("name", parameter.wire.as_str().into());
    if parameter.list.is_some() {
        add("type", format!("list of {ty}").into());
    } else {
        add("type", ty.into());
    }
    if parameter.required {
        add("required", true.into());
    }
    let values = api.values_of(&parameter.ty);
    if !values.is_empty() && values.len() <= MOST_VALUES {
        let values = values.iter().map(|value| value.wire.as_str().into());
        add("values", Value::Array(values.collect()));
    }
    if let Some(default) = &parameter.default {
        add("default", default.to_string().into());
    }
    add("text", short(&parameter.doc).into());
    Value::Object(described)
}

/// Returns the tables with their columns.
fn tables(operation: &Operation) -> Vec<Value> {
    let described = |name: &str, columns: &[Column]| {
        let columns: Vec<Value> = columns.iter().map(column).collect();
        let mut table = Map::new();
        table.insert("name".to_owned(), name.into());
        table.insert("columns".to_owned(), columns.into());
        Value::Object(table)
    };
    if operation.pages.is_some() {
        let columns = select::columns_of(AnswerType::of(operation));
        return vec![described("rows", &columns)];
    }
    let tables = Tables::of(describe::api(), operation);
    let tables = tables.list.iter();
    tables
        .map(|table| described(&table.name, &select::columns_of_table(table)))
        .collect()
}

fn column(column: &Column) -> Value {
    let field = &column.field;
    let mut described = Map::new();
    let mut add = |name: &str, value: Value| _ = described.insert(name.to_owned(), value);
    add("name", column.name.as_str().into());
    add("type", type_of(field).into());
    if let Some(unit) = field.unit {
        add("unit", unit.name().into());
    }
    let values = describe::api().values_of(&field.ty);
    if !values.is_empty() && values.len() <= MOST_VALUES {
        let values = values.iter().map(|value| value.wire.as_str().into());
        add("values", Value::Array(values.collect()));
    }
    let text = short(&field.doc);
    if !text.is_empty() {
        add("text", text.into());
    }
    Value::Object(described)
}

/// Returns the first sentence of a text.
fn short(prose: &str) -> String {
    let text = plain(prose);
    let first = text.find(". ").map_or(text.as_str(), |end| &text[..end]);
    let mut short: String = first.chars().take(LONGEST).collect();
    if short.len() < first.len() {
        short.push('…');
    }
    short.trim_end_matches('.').to_owned()
}

/// Returns the description as lines.
fn text(head: &[(&str, Value)], filters: &[Value], tables: &[Value], notes: &[String]) -> String {
    let mut text = String::new();
    for (name, value) in head {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        text.push_str(&format!("{name}: {value}\n"));
    }
    text.push_str("\nFilters:\n");
    for filter in filters {
        text.push_str(&line(filter));
    }
    for table in tables {
        let name = table
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        text.push_str(&format!("\nColumns of the table {name}:\n"));
        let columns = table.get("columns").and_then(Value::as_array);
        for column in columns.into_iter().flatten() {
            text.push_str(&line(column));
        }
    }
    for note in notes {
        text.push_str(&format!("Note: {note}\n"));
    }
    text
}

/// Returns a filter or a column as a line.
fn line(described: &Value) -> String {
    let of = |name: &str| described.get(name).and_then(Value::as_str);
    let mut line = format!(
        "- {}: {}",
        of("name").unwrap_or_default(),
        of("type").unwrap_or_default()
    );
    if let Some(unit) = of("unit") {
        line.push_str(&format!(" in {unit}"));
    }
    if described.get("required").is_some() {
        line.push_str(", required");
    }
    let values = described.get("values").and_then(Value::as_array);
    if let Some(values) = values {
        let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        line.push_str(&format!(", one of {}", values.join(" ")));
    }
    if let Some(default) = of("default") {
        line.push_str(&format!(", default {default}"));
    }
    if let Some(text) = of("text").filter(|text| !text.is_empty()) {
        line.push_str(&format!(". {text}"));
    }
    line.push('\n');
    line
}
