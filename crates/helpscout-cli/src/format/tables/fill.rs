//! Distributes the values of an answer over its tables.

use helpscout_description::tables::{Answer, Layout, Place, Table};
use helpscout_description::{Field, Tables};
use serde_json::value::RawValue;

use super::filled::{Cell, FilledColumn, FilledTable};
use crate::format::document::Content;
use crate::format::error::WriteError;
use crate::format::json_object::JsonObject;

/// The depth of undescribed objects whose values have columns of their own.
const MAX_DEPTH: usize = 6;

/// All tables of an answer.
#[derive(Debug)]
pub(crate) struct FilledTables<'a> {
    /// In the order of the description.
    pub(crate) tables: Vec<FilledTable<'a>>,
    /// Paths of lists that the description does not know. Each is JSON text in one column.
    pub(crate) as_json: Vec<String>,
    /// Paths of values that are in none of the tables.
    pub(crate) omitted: Vec<String>,
}

/// Distributes the values of an answer.
///
/// # Errors
/// Returns [`WriteError::NotAnObject`] if the answer is a list with something else than objects.
pub(crate) fn fill<'a>(
    tables: &Tables<'static>,
    content: &Content<'a>,
) -> Result<FilledTables<'a>, WriteError> {
    let mut filler = Filler::new(&tables.list);
    let mut omitted = Vec::new();
    match (content, &tables.answer) {
        (Content::List(items), _) => {
            let items = JsonObject::each(items.iter().copied()).map_err(WriteError::NotAnObject)?;
            for (index, item) in items.iter().enumerate() {
                filler.record(0, item, Vec::new(), index + 1);
            }
        }
        (Content::Object(_, fields), Answer::Lists(layout)) => {
            let mut values = Values::default();
            values.collect(layout, fields, &mut Vec::new());
            filler.lists(&values.lists, &[], None);
            let others = values.others.iter().filter(|other| other.is_something());
            omitted.extend(others.map(|other| other.path.join(".")));
        }
        (Content::Object(_, fields), _) => filler.record(0, fields, Vec::new(), 1),
    }
    let is_record = tables.answer == Answer::Record;
    Ok(filler.finish(is_record, omitted))
}

/// The records of each table so far.
struct Filler<'t, 'a> {
    tables: &'t [Table<'static>],
    filled: Vec<Records<'a>>,
}

/// The records of a table, and the columns that the description does not have.
#[derive(Default)]
struct Records<'a> {
    records: Vec<Vec<Cell<'a>>>,
    others: Vec<(Vec<String>, Option<&'static Field>)>,
    as_json: Vec<String>,
}

/// The values of one object.
#[derive(Default)]
struct Values<'a> {
    /// Columns and their values.
    cells: Vec<(usize, &'a RawValue)>,
    /// Tables, each with its items and the key of their list.
    lists: Vec<(usize, &'static str, Vec<JsonObject<'a>>)>,
    others: Vec<Other<'a>>,
}

/// A value that the description has no place for.
struct Other<'a> {
    path: Vec<String>,
    field: Option<&'static Field>,
    value: &'a RawValue,
}

impl<'t, 'a> Filler<'t, 'a> {
    fn new(tables: &'t [Table<'static>]) -> Self {
        Self {
            tables,
            filled: tables.iter().map(|_| Records::default()).collect(),
        }
    }

    /// Adds the record of an object that is at that position of its list, and the records of lists
    /// in it. `leading` are the cells that don't come from the object.
    fn record(
        &mut self,
        index: usize,
        fields: &JsonObject<'a>,
        leading: Vec<Cell<'a>>,
        position: usize,
    ) {
        let table = &self.tables[index];
        let mut values = Values::default();
        values.collect(&table.layout, fields, &mut Vec::new());

        let mut cells = leading.clone();
        cells.resize(table.columns.len(), Cell::Empty);
        for (column, value) in &values.cells {
            cells[*column] = Cell::Received(value);
        }
        let key = match table.identity {
            Some(column) => cells[column],
            None => Cell::Position(position),
        };
        for other in &values.others {
            let at = table.columns.len() + self.filled[index].column_of(other);
            if cells.len() <= at {
                cells.resize(at + 1, Cell::Empty);
            }
            cells[at] = Cell::Received(other.value);
        }
        self.filled[index].records.push(cells);
        self.lists(&values.lists, &leading, Some(key));
    }

    /// Adds the records of lists. `leading` are the leading cells of the object that contains them,
    /// and `key` tells it apart from others.
    fn lists(
        &mut self,
        lists: &[(usize, &'static str, Vec<JsonObject<'a>>)],
        leading: &[Cell<'a>],
        key: Option<Cell<'a>>,
    ) {
        for (index, interval, items) in lists {
            let table = &self.tables[*index];
            let mut cells = leading.to_vec();
            if table.leading > cells.len() + usize::from(table.is_series) {
                cells.extend(key);
            }
            if table.is_series {
                cells.push(Cell::Interval(interval));
            }
            for (at, item) in items.iter().enumerate() {
                self.record(*index, item, cells.clone(), at + 1);
            }
        }
    }

    fn finish(self, is_record: bool, omitted: Vec<String>) -> FilledTables<'a> {
        let mut as_json = Vec::new();
        let tables = self.tables.iter().zip(self.filled).enumerate();
        let tables = tables.map(|(index, (table, mut filled))| {
            let described = table.columns.iter().map(|column| FilledColumn {
                name: column.name.clone(),
                field: column.field,
            });
            let mut columns: Vec<FilledColumn> = described.collect();
            for (path, field) in filled.others {
                let name = free_name(&columns, path.join("."));
                columns.push(FilledColumn { name, field });
            }
            for record in &mut filled.records {
                record.resize(columns.len(), Cell::Empty);
            }
            as_json.extend(filled.as_json.into_iter().map(|path| match index {
                0 => path,
                _ => format!("{}.{path}", table.name),
            }));
            FilledTable {
                name: table.name.clone(),
                columns,
                records: filled.records,
                is_record: is_record && index == 0,
            }
        });
        let tables = tables.collect();
        FilledTables {
            tables,
            as_json,
            omitted,
        }
    }
}

impl Records<'_> {
    /// Returns the additional column of a value, counted from 0.
    fn column_of(&mut self, other: &Other<'_>) -> usize {
        let path = other.path.join(".");
        if holds_objects(other.value) && !self.as_json.contains(&path) {
            self.as_json.push(path);
        }
        // The keys themselves are compared: `a.b` may be one key or two.
        let known = self.others.iter().position(|(path, _)| *path == other.path);
        known.unwrap_or_else(|| {
            self.others.push((other.path.clone(), other.field));
            self.others.len() - 1
        })
    }
}

impl<'a> Values<'a> {
    fn collect(
        &mut self,
        layout: &Layout<'static>,
        fields: &JsonObject<'a>,
        path: &mut Vec<String>,
    ) {
        let mut keys: Vec<&str> = Vec::new();
        for part in &layout.parts {
            let Some((key, value)) = received(fields, part.field) else {
                continue;
            };
            keys.push(key);
            if value.get() == "null" {
                continue;
            }
            path.push(key.to_owned());
            match &part.place {
                Place::Column(column) => self.cells.push((*column, value)),
                Place::Object(inner) => match JsonObject::of(value) {
                    Ok(fields) => self.collect(inner, &fields, path),
                    Err(_) => self.other(value, None, path),
                },
                Place::Table(table) => match JsonObject::list(value) {
                    Ok(items) => self.lists.push((*table, &part.field.wire, items)),
                    Err(_) => self.other(value, None, path),
                },
            }
            path.pop();
        }
        for (key, value) in fields.fields() {
            if !keys.contains(&key) {
                path.push(key.to_owned());
                self.undescribed(value, layout.object.rest.as_ref(), path, 0);
                path.pop();
            }
        }
    }

    /// Adds an undescribed value, or each value of an undescribed object.
    fn undescribed(
        &mut self,
        value: &'a RawValue,
        field: Option<&'static Field>,
        path: &mut Vec<String>,
        depth: usize,
    ) {
        let inner = JsonObject::of(value).unwrap_or_default();
        if inner.fields().next().is_none() || depth >= MAX_DEPTH {
            self.other(value, field, path);
            return;
        }
        for (key, value) in inner.fields() {
            path.push(key.to_owned());
            self.undescribed(value, None, path, depth + 1);
            path.pop();
        }
    }

    fn other(&mut self, value: &'a RawValue, field: Option<&'static Field>, path: &[String]) {
        let path = path.to_vec();
        self.others.push(Other { path, field, value });
    }
}

impl Other<'_> {
    /// Returns whether it is neither null nor a list without items.
    fn is_something(&self) -> bool {
        let items = serde_json::from_str::<Vec<&RawValue>>(self.value.get());
        self.value.get() != "null" && !items.is_ok_and(|items| items.is_empty())
    }
}

/// Returns the value of a described field, and the key that the answer has for it.
fn received<'k, 'a>(fields: &JsonObject<'a>, field: &'k Field) -> Option<(&'k str, &'a RawValue)> {
    let keys = std::iter::once(&field.wire).chain(&field.aliases);
    let mut received = keys.map(|key| fields.get(key).map(|value| (key.as_str(), value)));
    received.find_map(|received| received)
}

/// Returns the name, or the name with a number if a column has it already.
fn free_name(columns: &[FilledColumn], name: String) -> String {
    let is_free = |name: &String| columns.iter().all(|column| column.name != *name);
    let numbered = (2_u64..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(is_free).unwrap_or(name)
}

/// Returns whether it is a list with an object.
fn holds_objects(value: &RawValue) -> bool {
    let items = serde_json::from_str::<Vec<&RawValue>>(value.get());
    items.is_ok_and(|items| items.iter().any(|item| item.get().starts_with('{')))
}
