//! Assigns a place to every field of an answer.

use std::collections::HashSet;

use super::table::{Column, Layout, Part, Place, ROWS, SERIES, SUMMARY, Table};
use crate::api::{Api, Field, Object, Type};

/// The depth of nested objects and lists below which a value is JSON text.
const MAX_DEPTH: usize = 12;

/// The maximum length of a table's name. Names of files have limits.
const MAX_NAME: usize = 80;

/// Collects the tables of an answer.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    api: &'a Api,
    tables: Vec<Table<'a>>,
    /// The names of the tables in lowercase, as some file systems ignore case.
    names: HashSet<String>,
}

/// Where an object is.
#[derive(Clone, Debug)]
struct At<'a> {
    /// The table of its values. `None` for the values of an answer that has only lists.
    table: Option<usize>,
    /// The keys from the start of the answer.
    path: Vec<&'a str>,
    /// How many keys of the path lead to the record.
    record: usize,
    /// Whether the record is one of several.
    is_item: bool,
    /// The names of the objects that contain it, and its own.
    objects: Vec<&'a str>,
}

impl<'a> At<'a> {
    fn answer(object: &'a Object) -> Self {
        Self {
            table: None,
            path: Vec::new(),
            record: 0,
            is_item: false,
            objects: vec![&object.name],
        }
    }

    /// Returns the place of an object below a key.
    fn below(&self, key: &'a str, object: &'a Object) -> Self {
        let mut below = self.clone();
        below.path.push(key);
        below.objects.push(&object.name);
        below
    }

    /// Returns the name of the column for a field of the object.
    fn column(&self, field: &Field) -> String {
        let keys = self.path[self.record..].iter().copied();
        let keys: Vec<&str> = keys.chain([field.wire.as_str()]).collect();
        keys.join(".")
    }

    /// Returns the column that tells to which record of objects like this one an item belongs.
    fn key_column(&self, object: &'a Object) -> Column<'a> {
        let list = self.path[..self.record].last().copied().unwrap_or(ROWS);
        let field = identity(object);
        let key = field.map_or("position", |field| field.wire.as_str());
        Column {
            name: format!("{list}.{key}"),
            field,
        }
    }
}

/// The kinds of places.
enum Kind<'a> {
    Column,
    Object(&'a Object),
    Table(&'a Object),
}

impl<'a> Builder<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self {
            api,
            tables: Vec::new(),
            names: HashSet::new(),
        }
    }

    pub(super) fn finish(self) -> Vec<Table<'a>> {
        self.tables
    }

    /// Adds the table of rows whose nested values are in one column each.
    pub(super) fn rows(&mut self, object: &'a Object) {
        let table = self.add(ROWS, Vec::new(), false, object);
        let at = At::answer(object);
        let part = |builder: &mut Self, field| {
            let place = Place::Column(builder.value(table, &at, field));
            Part { field, place }
        };
        let parts = object
            .fields
            .iter()
            .map(|field| part(self, field))
            .collect();
        self.tables[table].layout.parts = parts;
    }

    /// Adds the tables of a list.
    pub(super) fn items(&mut self, object: &'a Object) {
        let at = At {
            is_item: true,
            ..At::answer(object)
        };
        self.fill(ROWS, Vec::new(), false, &at, object);
    }

    /// Adds the tables of an object. Returns its layout if the object has only lists, so that there
    /// is no table of its single values.
    pub(super) fn answer(&mut self, object: &'a Object) -> Option<Layout<'a>> {
        let at = At::answer(object);
        if self.has_column(&at, object) || !self.has_table(&at, object) {
            self.fill(SUMMARY, Vec::new(), false, &at, object);
            None
        } else {
            Some(self.layout(&at, object))
        }
    }

    /// Adds a table for the objects in that place, and the tables of lists in them.
    fn fill(
        &mut self,
        name: &str,
        leading: Vec<Column<'a>>,
        is_series: bool,
        at: &At<'a>,
        object: &'a Object,
    ) -> usize {
        let index = self.add(name, leading, is_series, object);
        let at = At {
            table: Some(index),
            record: at.path.len(),
            ..at.clone()
        };
        let layout = self.layout(&at, object);
        let identity = identity(object).and_then(|field| {
            let mut parts = layout.parts.iter();
            let part = parts.find(|part| part.field.wire == field.wire)?;
            match part.place {
                Place::Column(column) => Some(column),
                _ => None,
            }
        });
        let table = &mut self.tables[index];
        table.layout = layout;
        table.identity = identity;
        index
    }

    fn add(
        &mut self,
        name: &str,
        leading: Vec<Column<'a>>,
        is_series: bool,
        object: &'a Object,
    ) -> usize {
        let name = self.free_name(name);
        let parts = Vec::new();
        self.tables.push(Table {
            name,
            leading: leading.len(),
            columns: leading,
            is_series,
            identity: None,
            layout: Layout { object, parts },
        });
        self.tables.len() - 1
    }

    fn layout(&mut self, at: &At<'a>, object: &'a Object) -> Layout<'a> {
        let mut parts: Vec<Part<'a>> = Vec::new();
        let mut series = None;
        for field in &object.fields {
            let place = match (self.kind(at, field), at.table) {
                (Kind::Column, Some(table)) => Place::Column(self.value(table, at, field)),
                (Kind::Column, None) => continue,
                (Kind::Object(inner), _) => {
                    Place::Object(self.layout(&at.below(&field.wire, inner), inner))
                }
                (Kind::Table(inner), _) if is_interval(object, field) => {
                    let table = series.unwrap_or_else(|| self.list(at, SERIES, inner, true));
                    series = Some(table);
                    Place::Table(table)
                }
                (Kind::Table(inner), _) => Place::Table(self.list(at, &field.wire, inner, false)),
            };
            parts.push(Part { field, place });
        }
        Layout { object, parts }
    }

    /// Adds the table of a list of objects below a key.
    fn list(&mut self, at: &At<'a>, key: &'a str, item: &'a Object, is_series: bool) -> usize {
        let mut leading = Vec::new();
        if let Some(parent) = at.table.map(|table| &self.tables[table]) {
            leading.extend(parent.columns[..parent.leading].iter().cloned());
            if at.is_item {
                leading.push(at.key_column(parent.layout.object));
            }
        }
        if is_series {
            leading.push(Column {
                name: SERIES.to_owned(),
                field: None,
            });
        }
        let mut columns: Vec<Column<'a>> = Vec::new();
        for Column { name, field } in leading {
            let name = free_column(&columns, name);
            columns.push(Column { name, field });
        }
        let below = At {
            is_item: true,
            ..at.below(key, item)
        };
        let name = below.path.join(".");
        self.fill(&name, columns, is_series, &below, item)
    }

    /// Adds the column of a value.
    fn value(&mut self, table: usize, at: &At<'a>, field: &'a Field) -> usize {
        let columns = &mut self.tables[table].columns;
        let name = free_column(columns, at.column(field));
        let field = Some(field);
        columns.push(Column { name, field });
        columns.len() - 1
    }

    fn free_name(&mut self, path: &str) -> String {
        let is_safe = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_');
        let safe = path.chars().take(MAX_NAME);
        let safe = safe.map(|char| if is_safe(char) { char } else { '_' });
        let name = free(safe.collect(), |name| {
            !self.names.contains(&name.to_ascii_lowercase())
        });
        self.names.insert(name.to_ascii_lowercase());
        name
    }

    fn kind(&self, at: &At<'a>, field: &'a Field) -> Kind<'a> {
        let Some(object) = self.api.object_of(&field.ty) else {
            return Kind::Column;
        };
        let is_endless = at.objects.contains(&object.name.as_str());
        let is_deep = at.path.len() >= MAX_DEPTH;
        // Internal values of the service, such as `_links`.
        let is_private = field.wire.starts_with('_');
        if object.fields.is_empty() || is_endless || is_deep || is_private {
            Kind::Column
        } else if field.list {
            Kind::Table(object)
        } else {
            Kind::Object(object)
        }
    }

    /// Returns whether the object has a value for the table of its record.
    fn has_column(&self, at: &At<'a>, object: &'a Object) -> bool {
        object
            .fields
            .iter()
            .any(|field| match self.kind(at, field) {
                Kind::Column => true,
                Kind::Object(inner) => self.has_column(&at.below(&field.wire, inner), inner),
                Kind::Table(_) => false,
            })
    }

    /// Returns whether the object has a list that is a table.
    fn has_table(&self, at: &At<'a>, object: &'a Object) -> bool {
        object
            .fields
            .iter()
            .any(|field| match self.kind(at, field) {
                Kind::Column => false,
                Kind::Object(inner) => self.has_table(&at.below(&field.wire, inner), inner),
                Kind::Table(_) => true,
            })
    }
}

/// Returns the field that identifies an object among others of its list: its `id` or the first ID
/// that it always has.
fn identity(object: &Object) -> Option<&Field> {
    let is_certain = |field: &&Field| !field.list && !field.optional && !field.nullable;
    let is_single = |field: &&Field| !matches!(field.ty, Type::Object(_) | Type::Any);
    let is_id = |field: &&Field| matches!(field.ty, Type::Id(_));
    let fields = || object.fields.iter().filter(is_certain).filter(is_single);
    let named_id = fields().find(|field| field.wire == "id");
    named_id.or_else(|| fields().find(is_id))
}

/// Returns whether the list has the points of the current interval, or those of the previous one.
fn is_interval(object: &Object, field: &Field) -> bool {
    let is_like_it = |other: &Field| other.list && other.ty == field.ty;
    match field.wire.as_str() {
        "current" => object.field("previous").is_none_or(is_like_it),
        "previous" => object.field("current").is_some_and(is_like_it),
        _ => false,
    }
}

fn free_column(columns: &[Column<'_>], name: String) -> String {
    free(name, |name| {
        columns.iter().all(|column| column.name != name)
    })
}

/// Returns the name, or the name with a number if it is taken.
fn free(name: String, is_free: impl Fn(&str) -> bool) -> String {
    if is_free(&name) {
        return name;
    }
    let numbered = (2_u64..).map(|number| format!("{name}-{number}"));
    let mut numbered = numbered.filter(|name| is_free(name));
    numbered.next().unwrap_or_default()
}
