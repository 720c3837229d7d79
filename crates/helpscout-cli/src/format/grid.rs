//! Rows as a grid: a line for each row, a column for each key, the most important columns first.

use std::collections::HashSet;
use std::io::{self, Write};

use helpscout_description::{Field, Type};
use serde_json::value::RawValue;

use super::definitions::{Definitions, PREVIOUS, is_private};
use super::json_object::{self, JsonObject};
use super::long_table::LongTable;
use super::table::{Heading, NOTHING, Rendered};
use super::writer::Omissions;
use super::{Look, cell, table};
use crate::message::printable;

/// The columns of rows: those of described fields that do not hold an object.
#[derive(Debug)]
struct Columns<'a> {
    definitions: Definitions,
    leaves: Vec<Leaf<'a>>,
    /// What the rows have in each column.
    contents: Vec<Content>,
    rows: usize,
    /// Whether columns without a value are shown.
    shows_all: bool,
    described: HashSet<&'a str>,
    /// The keys that rows have and the description does not.
    unknown: Vec<String>,
    seen: HashSet<String>,
}

/// What the rows have in a column so far.
#[derive(Clone, Debug, Default)]
struct Content {
    /// Whether a row has the key, except for a previous interval that was not requested.
    is_sent: bool,
    /// Whether a row has a value to show.
    is_used: bool,
    /// The offset of the first instant from UTC. Instants with another offset show theirs.
    offset: Option<String>,
}

impl<'a> Columns<'a> {
    fn new(definitions: Definitions, columns: &'a [Field], important: &[String]) -> Self {
        let leaves = leaves(definitions, columns, important);
        Self {
            definitions,
            contents: vec![Content::default(); leaves.len()],
            leaves,
            rows: 0,
            shows_all: false,
            described: columns.iter().map(|column| column.wire.as_str()).collect(),
            unknown: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Returns the cells of a row, one for each column, and notes what the row has.
    fn cells(&mut self, row: &JsonObject<'_>) -> Vec<String> {
        self.rows += 1;
        for (key, _) in row.fields() {
            let is_new = !self.described.contains(key) && !self.seen.contains(key);
            if is_new && !is_private(key) {
                self.seen.insert(key.to_owned());
                self.unknown.push(key.to_owned());
            }
        }
        let definitions = self.definitions;
        let cells = self.leaves.iter().zip(&mut self.contents);
        let cells = cells.map(|(leaf, content)| {
            let value = leaf.value(row);
            content.is_sent |= value.is_some_and(|value| !leaf.is_not_requested(value));
            let cell = content.instant(leaf, value, definitions);
            let cell = cell.unwrap_or_else(|| cell::human(value, leaf.column, definitions));
            let cell = match leaf.without_name(row) {
                Some(words) if cell == NOTHING => words,
                _ => cell,
            };
            content.is_used |= cell != NOTHING;
            cell
        });
        cells.collect()
    }

    /// Returns the positions of the columns to show: all of them if there are no rows, or else those
    /// in which a row has a value.
    fn shown(&self) -> Vec<usize> {
        let all = 0..self.leaves.len();
        all.filter(|at| self.rows == 0 || self.shows_all || self.contents[*at].is_used)
            .collect()
    }

    /// Returns the titles of columns in which the rows have a key, but never a value.
    fn empty(&self) -> Vec<String> {
        if self.shows_all {
            return Vec::new();
        }
        let columns = self.leaves.iter().zip(&self.contents);
        let empty = columns.filter(|(_, content)| content.is_sent && !content.is_used);
        empty.map(|(leaf, _)| leaf.title()).collect()
    }

    /// Returns the headings of the columns at these positions. If not all columns fit, important ones
    /// are left out last, and of the others IDs and URLs first, then columns from the end.
    fn headings(&self, shown: &[usize]) -> Vec<Heading> {
        let has_important = self.leaves.iter().any(|leaf| leaf.is_important);
        let heading = |(at, column): (usize, &usize)| {
            let leaf = &self.leaves[*column];
            let is_minor = !leaf.is_important
                && match leaf.column.ty {
                    Type::Id(_) => !leaf.column.list,
                    _ => leaf.column.wire.ends_with("Url"),
                };
            let order = if is_minor && at > 0 {
                at + self.leaves.len()
            } else {
                at
            };
            let title = match &self.contents[*column].offset {
                Some(offset) => format!("{} ({offset})", leaf.title()),
                None => leaf.title(),
            };
            let is_extra = has_important && !leaf.is_important && at > 0;
            let heading = cell::heading(leaf.column, title).dispensable(order);
            heading.extra(is_extra)
        };
        shown.iter().enumerate().map(heading).collect()
    }
}

impl Content {
    /// Returns an instant in the zone that was asked for, if the column has instants and there is a
    /// zone. The offset is in the heading of the column, or else beside an instant that has another.
    fn instant(
        &mut self,
        leaf: &Leaf<'_>,
        value: Option<&RawValue>,
        definitions: Definitions,
    ) -> Option<String> {
        let zone = definitions.zone()?;
        let instant = cell::instant_of(value, leaf.column)?;
        let (local, offset) = cell::local(instant, zone);
        let first = self.offset.get_or_insert_with(|| offset.clone());
        Some(if *first == offset {
            local
        } else {
            local + &offset
        })
    }
}

/// Rows that become a table when all of them are there.
#[derive(Debug)]
pub(crate) struct GridTable<'a> {
    columns: Columns<'a>,
    table: LongTable,
}

impl<'a> GridTable<'a> {
    pub(crate) fn new(
        definitions: Definitions,
        columns: &'a [Field],
        important: &[String],
        look: Look,
    ) -> Self {
        let columns = Columns::new(definitions, columns, important);
        let all: Vec<usize> = (0..columns.leaves.len()).collect();
        let table = LongTable::new(columns.headings(&all), look);
        Self { columns, table }
    }

    /// Sets whether columns without a value in any row are shown, too.
    pub(crate) fn with_all_columns(mut self, shows_all: bool) -> Self {
        self.columns.shows_all = shows_all;
        self
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: &JsonObject<'_>) -> io::Result<()> {
        let cells = self.columns.cells(row);
        self.table.push(&cells)
    }

    /// Writes the table. Returns what it does not show.
    pub(crate) fn finish(self, out: &mut dyn Write) -> io::Result<Omissions> {
        let shown = self.columns.shown();
        let headings = self.columns.headings(&shown);
        Ok(Omissions {
            empty: self.columns.empty(),
            too_wide: self.table.finish(&shown, headings, out)?,
            unknown: self.columns.unknown,
            ..Omissions::default()
        })
    }
}

/// A few rows.
#[derive(Debug)]
pub(crate) struct Grid<'a> {
    columns: Columns<'a>,
    rows: Vec<Vec<String>>,
}

impl<'a> Grid<'a> {
    /// Creates the grid of these rows.
    pub(crate) fn of(
        definitions: Definitions,
        columns: &'a [Field],
        important: &[String],
        rows: &[JsonObject<'_>],
    ) -> Self {
        let mut columns = Columns::new(definitions, columns, important);
        let rows = rows.iter().map(|row| columns.cells(row)).collect();
        Self { columns, rows }
    }

    /// Returns the keys that the rows have and the description does not.
    pub(crate) fn unknown(&self) -> &[String] {
        &self.columns.unknown
    }

    /// Returns the titles of columns without a value in any row.
    pub(crate) fn empty(&self) -> Vec<String> {
        self.columns.empty()
    }

    /// Renders the described columns with values as people read them.
    pub(crate) fn render_table(&self, look: Look) -> Rendered {
        let shown = self.columns.shown();
        let row = |row: &Vec<String>| shown.iter().map(|at| row[*at].clone()).collect();
        let rows = self.rows.iter().map(row).collect();
        table::render(&self.columns.headings(&shown), rows, look)
    }
}

/// A column that does not hold an object, and the path to the object it is in.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    pub(super) path: Vec<&'a str>,
    pub(super) column: &'a Field,
    is_important: bool,
    /// The field with the ID of what the column has the name of.
    names: Option<&'a Field>,
}

impl Leaf<'_> {
    pub(super) fn value<'a>(&self, row: &JsonObject<'a>) -> Option<&'a RawValue> {
        self.sibling(self.column, row)
    }

    /// Returns the value of a field beside the column.
    fn sibling<'a>(&self, field: &Field, row: &JsonObject<'a>) -> Option<&'a RawValue> {
        match self.path.split_first() {
            None => row.get(&field.wire),
            Some((first, rest)) => {
                let mut inner = row.inner(first)?;
                for key in rest {
                    inner = inner.inner(key)?;
                }
                inner.get(&field.wire)
            }
        }
    }

    /// Returns what to show in place of a name that a row lacks: the ID, or that there is nothing
    /// that could have a name.
    pub(super) fn without_name(&self, row: &JsonObject<'_>) -> Option<String> {
        let id = self.names?;
        let value = self.sibling(id, row)?;
        match json_object::plain(value).as_str() {
            "" | "0" => Some(nothing(self.column, id)),
            id => Some(format!("#{}", printable(id))),
        }
    }

    /// Returns whether the value belongs to a previous interval that was not requested.
    fn is_not_requested(&self, value: &RawValue) -> bool {
        value.get() == "null" && self.column.wire.starts_with(PREVIOUS)
    }

    pub(super) fn title(&self) -> String {
        match self.path.as_slice() {
            [] => cell::title_of(self.column),
            path => {
                let words = format!("{}_{}", path.join("_"), self.column.wire);
                cell::title(&words)
            }
        }
    }
}

/// Returns the columns of rows with these fields.
pub(super) fn leaves<'a>(
    definitions: Definitions,
    columns: &'a [Field],
    important: &[String],
) -> Vec<Leaf<'a>> {
    let mut leaves = Vec::new();
    let ordered = by_importance(columns, important);
    collect_leaves(definitions, &ordered, &[], &mut leaves);
    // The important ones first, all others in the order of the page.
    leaves.sort_by_key(|leaf| !leaf.is_important);
    leaves
}

/// The depth of nested objects whose fields are columns.
const MAX_DEPTH: usize = 6;

fn collect_leaves<'a>(
    definitions: Definitions,
    columns: &[(&'a Field, bool)],
    path: &[&'a str],
    leaves: &mut Vec<Leaf<'a>>,
) {
    let shown = |column: &&(&Field, bool)| !is_private(&column.0.wire);
    for &(column, is_important) in columns.iter().filter(shown) {
        match definitions.object(column) {
            Some(object) if !column.list && path.len() < MAX_DEPTH => {
                let path = [path, &[column.wire.as_str()]].concat();
                let inner: Vec<_> = by_importance(&object.fields, &object.important);
                let inner: Vec<_> = inner
                    .into_iter()
                    .map(|(field, _)| (field, is_important))
                    .collect();
                collect_leaves(definitions, &inner, &path, leaves);
            }
            _ => leaves.push(Leaf {
                path: path.to_vec(),
                column,
                is_important,
                names: named(column, columns),
            }),
        }
    }
}

/// Returns the fields, the important ones first, each with whether it is important.
fn by_importance<'a>(fields: &'a [Field], important: &[String]) -> Vec<(&'a Field, bool)> {
    let find = |key: &String| fields.iter().find(|field| field.wire == *key);
    let first = important.iter().filter_map(find).map(|field| (field, true));
    let is_other = |field: &&Field| !important.contains(&field.wire);
    let others = fields.iter().filter(is_other).map(|field| (field, false));
    first.chain(others).collect()
}

/// Returns the field with the ID of what a column has the name of: `assignedid` of `assignedName`,
/// and the ID beside `name`.
fn named<'a>(column: &Field, beside: &[(&'a Field, bool)]) -> Option<&'a Field> {
    let stem = match column.wire.as_str() {
        "name" => "",
        wire => wire.strip_suffix("Name")?,
    };
    let key = format!("{stem}id").to_lowercase();
    let is_its_id = |field: &&Field| {
        matches!(field.ty, Type::Id(_)) && !field.list && field.wire.to_lowercase() == key
    };
    beside.iter().map(|(field, _)| *field).find(is_its_id)
}

/// Returns what a name stands for if there is nothing: "unassigned" or "no tag".
fn nothing(column: &Field, id: &Field) -> String {
    match (column.wire.strip_suffix("Name"), &id.ty) {
        (Some(stem), _) if stem.ends_with("ed") => format!("un{}", stem.to_lowercase()),
        (_, Type::Id(ty)) => {
            let noun = cell::title(ty.strip_suffix("Id").unwrap_or(ty));
            format!("no {}", noun.to_lowercase())
        }
        _ => NOTHING.to_owned(),
    }
}
