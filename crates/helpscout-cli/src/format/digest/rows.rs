//! Rows as a table, kept on the disk until they are written.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{self, Write};
use std::rc::Rc;

use helpscout_description::{Field, Type};
use helpscout_digest::{Column, Kind, Rows, Table, Value};
use helpscout_reports::jiff::tz::TimeZone;
use serde_json::value::RawValue;

use super::packed;
use super::value::Values;
use crate::format::definitions::{Definitions, is_private};
use crate::format::grid::{self, Leaf};
use crate::format::json_object::JsonObject;
use crate::spool::{Spool, SpoolReader};

/// The page of a conversation, for people who may see it.
const CONVERSATION: &str = "https://secure.helpscout.net/conversation";

/// Rows that become a table when all of them are there.
#[derive(Debug)]
pub(crate) struct RowsTable {
    values: Values,
    leaves: Vec<Leaf<'static>>,
    /// Whether a row has a value to show, for each column.
    are_used: Vec<bool>,
    rows: usize,
    /// For each column with the number of a conversation, the one with its ID.
    conversations: Vec<Option<usize>>,
    packed: Spool,
    described: HashSet<&'static str>,
    /// The keys that rows have and the description does not.
    unknown: Vec<String>,
    /// The values of a row.
    row: Vec<Value>,
    /// The row as bytes.
    bytes: Vec<u8>,
}

/// The failure of reading rows back, which a table can't report itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReadBack(Rc<RefCell<Option<io::Error>>>);

impl ReadBack {
    /// Returns whether all rows could be read.
    pub(crate) fn check(&self) -> io::Result<()> {
        match self.0.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

impl RowsTable {
    /// Starts a table with columns for these fields, the important ones first.
    pub(crate) fn new(
        definitions: Definitions,
        fields: &'static [Field],
        important: &[String],
    ) -> Self {
        let leaves = grid::leaves(definitions, fields, important);
        let conversations = leaves.iter().map(|leaf| {
            let id = conversation_of(leaf, &leaves)?;
            leaves.iter().position(|other| std::ptr::eq(other, id))
        });
        Self {
            values: Values::new(definitions),
            are_used: vec![false; leaves.len()],
            conversations: conversations.collect(),
            leaves,
            rows: 0,
            packed: Spool::new(),
            described: fields.iter().map(|field| field.wire.as_str()).collect(),
            unknown: Vec::new(),
            row: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// Sets whether columns without a value in any row are shown, too. There are no rows yet.
    pub(crate) fn with_all_columns(mut self, shows_all: bool) -> Self {
        self.are_used.fill(shows_all);
        self
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: &JsonObject<'_>) -> io::Result<()> {
        self.rows += 1;
        for (key, _) in row.fields() {
            let is_known = self.described.contains(key) || is_private(key);
            if !is_known && !self.unknown.iter().any(|unknown| unknown == key) {
                self.unknown.push(key.to_owned());
            }
        }
        self.row.clear();
        for (leaf, is_used) in self.leaves.iter().zip(&mut self.are_used) {
            let received = leaf.value(row);
            let mut value = self.values.value(received, leaf.column);
            if value == Value::Missing
                && let Some(text) = leaf.without_name(row)
            {
                value = Value::Text(text);
            }
            *is_used |= value != Value::Missing || received.is_some_and(is_something);
            self.row.push(value);
        }
        for (at, id) in self.conversations.iter().enumerate() {
            let id = id.and_then(|id| self.row.get(id));
            if let (Value::Integer(number), Some(Value::Id(id))) = (&self.row[at], id) {
                self.row[at] = Value::Link {
                    text: number.to_string(),
                    number: Some(*number),
                    url: format!("{CONVERSATION}/{id}/{number}"),
                };
            }
        }
        self.bytes.clear();
        for value in &self.row {
            packed::append(value, &mut self.bytes)?;
        }
        let length = u32::try_from(self.bytes.len()).map_err(io::Error::other)?;
        self.packed.write_all(&length.to_le_bytes())?;
        self.packed.write_all(&self.bytes)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// Returns the table, what fails if its rows can't be read, and the keys that the rows have and
    /// the description does not.
    pub(crate) fn finish(
        self,
        name: &str,
        title: &str,
    ) -> io::Result<(Table<'static>, ReadBack, Vec<String>)> {
        let mut are_shown = self.are_used;
        if self.rows == 0 {
            are_shown.fill(true);
        }
        let used = self.leaves.into_iter().zip(&are_shown);
        let shown = used.filter(|(_, is_shown)| **is_shown);
        let leaves: Vec<Leaf<'static>> = shown.map(|(leaf, _)| leaf).collect();
        let columns = leaves.iter().enumerate();
        let columns = columns.map(|(at, leaf)| column(leaf, &leaves, &self.values).dispensable(at));
        let columns: Vec<Column> = columns.collect();
        let read_back = ReadBack::default();
        let rows = SpooledRows {
            zone: self.values.zone,
            are_shown,
            are_links: columns
                .iter()
                .map(|column| column.kind == Kind::Link)
                .collect(),
            rows: self.rows,
            state: RefCell::new(State {
                reader: self.packed.into_reader()?,
                next: 0,
                bytes: Vec::new(),
            }),
            failed: read_back.clone(),
        };
        Ok((
            Table::new(name, title, columns, rows),
            read_back,
            self.unknown,
        ))
    }
}

/// Returns the column of a leaf, of which those that matter least have a high number.
fn column(leaf: &Leaf<'static>, all: &[Leaf<'static>], values: &Values) -> Column {
    let kind = match conversation_of(leaf, all) {
        Some(_) => Kind::Link,
        None => values.kind(leaf.column),
    };
    Column::new(leaf.title(), kind).doc(&leaf.column.doc)
}

/// Returns the field with the ID of the conversation whose number is in a column.
fn conversation_of<'l>(leaf: &Leaf<'_>, all: &'l [Leaf<'static>]) -> Option<&'l Leaf<'static>> {
    let is_number = leaf.column.wire == "number" && leaf.column.ty == Type::Integer;
    let is_id = |other: &&Leaf<'_>| {
        other.path == leaf.path
            && other.column.wire == "id"
            && matches!(&other.column.ty, Type::Id(name) if name == "ConversationId")
    };
    all.iter().find(is_id).filter(|_| is_number)
}

/// Returns whether there is a value to show.
fn is_something(value: &RawValue) -> bool {
    !matches!(value.get(), "null" | "\"\"" | "[]" | "{}")
}

/// Rows as bytes, which are read one after another.
struct SpooledRows {
    zone: TimeZone,
    /// Whether the table has the column, for each value of a row.
    are_shown: Vec<bool>,
    /// Whether the numbers of a column of the table lead to something.
    are_links: Vec<bool>,
    rows: usize,
    state: RefCell<State>,
    failed: ReadBack,
}

struct State {
    reader: SpoolReader,
    /// The row after the bytes.
    next: usize,
    bytes: Vec<u8>,
}

impl State {
    /// Reads the bytes of a row. Rows before it are read, too.
    fn read(&mut self, at: usize) -> io::Result<()> {
        if at < self.next {
            self.reader.rewind()?;
            self.next = 0;
        }
        while self.next <= at {
            let mut length = [0; 4];
            self.reader.fill(&mut length)?;
            let length = usize::try_from(u32::from_le_bytes(length)).map_err(io::Error::other)?;
            self.bytes.resize(length, 0);
            self.reader.fill(&mut self.bytes)?;
            self.next += 1;
        }
        Ok(())
    }
}

impl Rows for SpooledRows {
    fn len(&self) -> usize {
        self.rows
    }

    fn row(&self, at: usize) -> Vec<Value> {
        self.values(at).unwrap_or_else(|error| {
            self.failed.0.borrow_mut().get_or_insert(error);
            Vec::new()
        })
    }
}

impl SpooledRows {
    fn values(&self, at: usize) -> io::Result<Vec<Value>> {
        let mut state = self.state.borrow_mut();
        state.read(at)?;
        let mut rest = state.bytes.as_slice();
        let mut values = Vec::with_capacity(self.are_links.len());
        for is_shown in &self.are_shown {
            let value = packed::take(&mut rest, &self.zone)?;
            if !is_shown {
                continue;
            }
            let is_link = self.are_links.get(values.len()) == Some(&true);
            values.push(match value {
                // A conversation without an ID.
                Value::Integer(number) if is_link => Value::Id(number),
                value => value,
            });
        }
        Ok(values)
    }
}
