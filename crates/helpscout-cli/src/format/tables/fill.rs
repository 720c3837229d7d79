//! Distributes the values of an answer over its tables.

use std::collections::{BTreeSet, HashMap, HashSet};

use helpscout_description::tables::{Answer, Layout, Place, Table};
use helpscout_description::{Field, Tables};
use serde_json::value::RawValue;

use super::filled::{Cell, FilledColumn, FilledTable, Record};
use super::paths::Paths;
use crate::format::document::Content;
use crate::format::error::WriteError;
use crate::format::json_object::JsonObject;
use crate::format::sparse::Sparse;

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
/// Returns [`WriteError::NotAnObject`] if the answer is a list with something else than objects, and
/// [`WriteError::TooSparse`] if undescribed keys would make too many columns.
pub(crate) fn fill<'a>(
    tables: &'a Tables<'static>,
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
            let (mut values, mut paths) = (Values::default(), Paths::default());
            values.collect(layout, fields, &mut paths, Paths::ROOT);
            filler.lists(&values.lists, &[], None);
            let others = values.others.iter().filter(|other| other.is_something());
            omitted.extend(others.map(|other| paths.shown(other.path)));
        }
        (Content::Object(_, fields), _) => filler.record(0, fields, Vec::new(), 1),
    }
    let is_record = tables.answer == Answer::Record;
    filler.finish(is_record, omitted)
}

/// The records of each table so far.
struct Filler<'a> {
    tables: &'a [Table<'static>],
    filled: Vec<Records<'a>>,
}

/// The records of a table, and the columns that the description does not have.
#[derive(Default)]
struct Records<'a> {
    records: Vec<Record<'a>>,
    paths: Paths,
    /// The additional columns, each with the path of its values.
    others: Vec<(usize, Option<&'static Field>)>,
    /// The additional column of each path.
    places: HashMap<usize, usize>,
    /// The paths of lists of objects.
    as_json: BTreeSet<usize>,
    sparse: Sparse,
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
    /// One of the [`Paths`] of its table.
    path: usize,
    field: Option<&'static Field>,
    value: &'a RawValue,
}

impl<'a> Filler<'a> {
    fn new(tables: &'a [Table<'static>]) -> Self {
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
        let filled = &mut self.filled[index];
        let mut values = Values::default();
        values.collect(&table.layout, fields, &mut filled.paths, Paths::ROOT);

        let mut cells = leading.clone();
        cells.resize(table.columns.len(), Cell::Empty);
        for (column, value) in &values.cells {
            cells[*column] = Cell::Received(value);
        }
        let key = match table.identity {
            Some(column) => cells[column],
            None => Cell::Position(position),
        };
        let others = values.others.iter();
        let others = others.map(|other| (filled.column_of(other), Cell::Received(other.value)));
        let record = Record::new(cells, others.collect());
        filled.add(record);
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

    fn finish(self, is_record: bool, omitted: Vec<String>) -> Result<FilledTables<'a>, WriteError> {
        let mut as_json = Vec::new();
        let mut tables = Vec::new();
        for (index, (table, filled)) in self.tables.iter().zip(self.filled).enumerate() {
            filled.sparse.check()?;
            let described = table.columns.iter().map(|column| FilledColumn {
                name: column.name.clone(),
                field: column.field,
            });
            let mut columns: Vec<FilledColumn> = described.collect();
            let mut names: HashSet<String> =
                columns.iter().map(|column| column.name.clone()).collect();
            for (path, field) in &filled.others {
                let name = free_name(&names, filled.paths.name(*path));
                names.insert(name.clone());
                let field = *field;
                columns.push(FilledColumn { name, field });
            }
            let lists = filled.as_json.iter().map(|path| filled.paths.shown(*path));
            as_json.extend(lists.map(|path| match index {
                0 => path,
                _ => format!("{}.{path}", table.name),
            }));
            tables.push(FilledTable {
                described: table,
                columns,
                records: filled.records,
                is_record: is_record && index == 0,
            });
        }
        Ok(FilledTables {
            tables,
            as_json,
            omitted,
        })
    }
}

impl<'a> Records<'a> {
    /// Returns the additional column of a value, counted from 0.
    fn column_of(&mut self, other: &Other<'_>) -> usize {
        let path = other.path;
        if !self.as_json.contains(&path) && holds_objects(other.value) {
            self.as_json.insert(path);
        }
        *self.places.entry(path).or_insert_with(|| {
            self.others.push((path, other.field));
            self.sparse.add_column(self.paths.length(path));
            self.others.len() - 1
        })
    }

    fn add(&mut self, record: Record<'a>) {
        self.sparse.add_row(record.others());
        self.records.push(record);
    }
}

impl<'a> Values<'a> {
    fn collect(
        &mut self,
        layout: &Layout<'static>,
        fields: &JsonObject<'a>,
        paths: &mut Paths,
        path: usize,
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
            let path = paths.below(path, key);
            match &part.place {
                Place::Column(column) => self.cells.push((*column, value)),
                Place::Object(inner) => match JsonObject::of(value) {
                    Ok(fields) => self.collect(inner, &fields, paths, path),
                    Err(_) => self.other(value, None, path),
                },
                Place::Table(table) => match JsonObject::list(value) {
                    Ok(items) => self.lists.push((*table, &part.field.wire, items)),
                    Err(_) => self.other(value, None, path),
                },
            }
        }
        for (key, value) in fields.fields() {
            if !keys.contains(&key) {
                let path = paths.below(path, key);
                self.undescribed(value, layout.object.rest.as_ref(), paths, path, 0);
            }
        }
    }

    /// Adds an undescribed value, or each value of an undescribed object.
    fn undescribed(
        &mut self,
        value: &'a RawValue,
        field: Option<&'static Field>,
        paths: &mut Paths,
        path: usize,
        depth: usize,
    ) {
        let inner = JsonObject::of(value).unwrap_or_default();
        if inner.fields().next().is_none() || depth >= MAX_DEPTH {
            self.other(value, field, path);
            return;
        }
        for (key, value) in inner.fields() {
            let path = paths.below(path, key);
            self.undescribed(value, None, paths, path, depth + 1);
        }
    }

    fn other(&mut self, value: &'a RawValue, field: Option<&'static Field>, path: usize) {
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
fn free_name(names: &HashSet<String>, name: String) -> String {
    let numbered = (2_u64..).map(|number| format!("{name}-{number}"));
    let mut free = std::iter::once(name.clone()).chain(numbered);
    free.find(|free| !names.contains(free)).unwrap_or(name)
}

/// Returns whether it is a list with an object.
fn holds_objects(value: &RawValue) -> bool {
    let items = serde_json::from_str::<Vec<&RawValue>>(value.get());
    items.is_ok_and(|items| items.iter().any(|item| item.get().starts_with('{')))
}
