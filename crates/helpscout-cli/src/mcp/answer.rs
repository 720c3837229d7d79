//! The answer to a call: an object with types and units, and the same as text with the rows as CSV.
//!
//! Hosts give a model the one or the other, so each has everything.

use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Map, Value};

use super::column::{TableColumn, described};
use super::table::{Page, Table};

/// The answer to a call.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// What the answer is about, by the names of the schema of its tool.
    pub(super) head: Vec<(&'static str, Value)>,
    /// `None` if the tool has no tables.
    pub(super) tables: Option<Vec<Shown>>,
    pub(super) notes: Vec<String>,
    /// The text, if it is not made from the tables.
    pub(super) text: Option<String>,
}

/// A page of a table.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) name: String,
    pub(super) columns: Vec<TableColumn>,
    pub(super) page: Page,
    /// The columns that are left out because no row has a value there.
    pub(super) without_values: Vec<String>,
    /// The number of all rows of the table.
    pub(super) n: usize,
    /// The handle of the next page.
    pub(super) next: Option<String>,
    /// The file with all rows.
    pub(super) file: Option<String>,
}

impl Shown {
    pub(super) fn of(table: &Table, page: Page, next: Option<String>) -> Self {
        let is_shown = table.shown();
        let without = table.columns.iter().zip(&is_shown);
        let without = without.filter(|(_, is_shown)| !**is_shown);
        let without: Vec<&str> = without.map(|(column, _)| column.name.as_str()).collect();
        let names: Vec<&str> = table
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        Self {
            name: table.name.clone(),
            without_values: short_names(&without, &names),
            columns: only(table.columns.clone(), &is_shown),
            page: Page {
                first: page.first,
                rows: page
                    .rows
                    .into_iter()
                    .map(|row| only(row, &is_shown))
                    .collect(),
            },
            n: table.count(),
            next,
            file: None,
        }
    }

    fn structured(&self) -> Value {
        let mut table = Map::new();
        let mut add = |name: &str, value: Value| _ = table.insert(name.to_owned(), value);
        add("name", self.name.as_str().into());
        add("n", self.n.into());
        add("columns", described(&self.columns));
        let rows = self.page.rows.iter().cloned().map(Value::Array);
        add("rows", rows.collect::<Vec<_>>().into());
        if self.page.first > 0 {
            add("first", (self.page.first + 1).into());
        }
        if !self.without_values.is_empty() {
            add("withoutValues", self.without_values.clone().into());
        }
        if let Some(next) = &self.next {
            add("next", next.as_str().into());
        }
        if let Some(file) = &self.file {
            add("file", file.as_str().into());
        }
        Value::Object(table)
    }

    fn text(&self) -> String {
        let mut text = format!("{} (n = {}", self.name, self.n);
        let rows = self.page.rows.len();
        if rows < self.n {
            let first = self.page.first;
            text.push_str(&format!(", rows {} to {}", first + 1, first + rows));
        }
        text.push_str("):\n");
        text.push_str(&self.csv());
        if !self.without_values.is_empty() {
            let names = self.without_values.join(", ");
            text.push_str(&format!("No row has a value in {names}\n"));
        }
        if let Some(next) = &self.next {
            text.push_str(&format!("next_page with handle {next} has more rows.\n"));
        }
        if let Some(file) = &self.file {
            text.push_str(&format!("All rows are in {file}\n"));
        }
        text
    }

    fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = self.columns.iter().map(TableColumn::heading);
        let rows = self.page.rows.iter();
        // Nothing can go wrong in memory.
        let _ = writer.write_record(header);
        for row in rows {
            let _ = writer.write_record(row.iter().map(cell));
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Answer {
    /// Returns the answer as the result of a call.
    pub(super) fn into_result(self) -> CallToolResult {
        let text = self.text();
        let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
        result.structured_content = Some(self.structured());
        result
    }

    fn structured(self) -> Value {
        let mut object: Map<String, Value> = Map::new();
        if let Some(tables) = &self.tables {
            let tables: Vec<Value> = tables.iter().map(Shown::structured).collect();
            object.insert("tables".to_owned(), tables.into());
        }
        if !self.notes.is_empty() {
            object.insert("notes".to_owned(), self.notes.into());
        }
        let head = self.head.into_iter();
        object.extend(head.map(|(name, value)| (name.to_owned(), value)));
        Value::Object(object)
    }

    fn text(&self) -> String {
        if let Some(text) = &self.text {
            return text.clone();
        }
        let mut parts: Vec<String> = Vec::new();
        let head = self.head.iter().map(|(name, value)| {
            let value = match value {
                Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
                single => cell(single),
            };
            format!("{name}: {value}\n")
        });
        parts.push(head.collect());
        parts.extend(self.tables.iter().flatten().map(Shown::text));
        let notes = self.notes.iter().map(|note| format!("Note: {note}\n"));
        parts.push(notes.collect());
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
    }
}

/// Returns the items that are shown.
fn only<T>(items: Vec<T>, is_shown: &[bool]) -> Vec<T> {
    let items = items.into_iter().zip(is_shown);
    items
        .filter_map(|(item, is_shown)| is_shown.then_some(item))
        .collect()
}

/// Returns names of columns as `previous.*` if all that start so are among them.
fn short_names(names: &[&str], all: &[&str]) -> Vec<String> {
    let mut short: Vec<String> = Vec::new();
    for name in names {
        let start = name.find('.').map(|dot| &name[..=dot]);
        let is_whole = |start: &&str| {
            let mut same = all.iter().filter(|other| other.starts_with(*start));
            same.all(|other| names.contains(other))
        };
        let name = match start.filter(is_whole) {
            Some(start) => format!("{start}*"),
            None => (*name).to_owned(),
        };
        if !short.contains(&name) {
            short.push(name);
        }
    }
    short
}

/// Returns a value as a cell of CSV.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
