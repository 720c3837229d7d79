//! Rows as a table, kept on the disk until they are written.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{self, Write};
use std::rc::Rc;

use helpscout_description::{Field, Type};
use helpscout_digest::{Column, Kind, Rows, Table, Value};
use serde_json::value::RawValue;

use super::value::Values;
use crate::format::compact;
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
    json: Spool,
    described: HashSet<&'static str>,
    /// The keys that rows have and the description does not.
    unknown: Vec<String>,
    line: String,
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
        Self {
            values: Values::new(definitions),
            are_used: vec![false; leaves.len()],
            leaves,
            rows: 0,
            json: Spool::new(),
            described: fields.iter().map(|field| field.wire.as_str()).collect(),
            unknown: Vec::new(),
            line: String::new(),
        }
    }

    /// Shows columns without a value in any row, too.
    pub(crate) fn with_all_columns(mut self) -> Self {
        self.are_used.fill(true);
        self
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: &JsonObject<'_>, text: &RawValue) -> io::Result<()> {
        self.rows += 1;
        for (key, _) in row.fields() {
            let is_known = self.described.contains(key) || is_private(key);
            if !is_known && !self.unknown.iter().any(|unknown| unknown == key) {
                self.unknown.push(key.to_owned());
            }
        }
        for (leaf, is_used) in self.leaves.iter().zip(&mut self.are_used) {
            *is_used = *is_used
                || leaf.value(row).is_some_and(is_something)
                || leaf.without_name(row).is_some();
        }
        self.line.clear();
        compact::append(text.get(), &mut self.line);
        self.line.push('\n');
        self.json.write_all(self.line.as_bytes())
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
        let used = self.leaves.into_iter().zip(self.are_used);
        let shown = used.filter(|(_, is_used)| *is_used || self.rows == 0);
        let leaves: Vec<Leaf<'static>> = shown.map(|(leaf, _)| leaf).collect();
        let columns = leaves.iter().enumerate();
        let columns = columns.map(|(at, leaf)| column(leaf, &leaves, &self.values).dispensable(at));
        let columns = columns.collect();
        let read_back = ReadBack::default();
        let conversations = leaves.iter().map(|leaf| {
            let id = conversation_of(leaf, &leaves)?;
            leaves.iter().position(|other| std::ptr::eq(other, id))
        });
        let rows = SpooledRows {
            values: self.values,
            conversations: conversations.collect(),
            leaves,
            rows: self.rows,
            state: RefCell::new(State {
                reader: self.json.into_reader()?,
                next: 0,
                line: String::new(),
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

/// Rows as JSON text, which are read one after another.
struct SpooledRows {
    values: Values,
    leaves: Vec<Leaf<'static>>,
    /// For each leaf with the number of a conversation, the leaf with its ID.
    conversations: Vec<Option<usize>>,
    rows: usize,
    state: RefCell<State>,
    failed: ReadBack,
}

struct State {
    reader: SpoolReader,
    /// The row after the line.
    next: usize,
    line: String,
}

impl State {
    /// Reads the line of a row. Rows before it are read, too.
    fn read(&mut self, at: usize) -> io::Result<()> {
        if at < self.next {
            self.reader.rewind()?;
            self.next = 0;
        }
        while self.next <= at {
            self.line.clear();
            self.reader.read_line(&mut self.line)?;
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
        let mut state = self.state.borrow_mut();
        if let Err(error) = state.read(at) {
            self.failed.0.borrow_mut().get_or_insert(error);
            return Vec::new();
        }
        match serde_json::from_str::<JsonObject<'_>>(&state.line) {
            Ok(row) => {
                let leaves = self.leaves.iter().zip(&self.conversations);
                let values = leaves.map(|(leaf, id)| self.value(leaf, *id, &row));
                values.collect()
            }
            Err(error) => {
                self.failed.0.borrow_mut().get_or_insert(error.into());
                Vec::new()
            }
        }
    }
}

impl SpooledRows {
    fn value(&self, leaf: &Leaf<'static>, id: Option<usize>, row: &JsonObject<'_>) -> Value {
        let value = self.values.value(leaf.value(row), leaf.column);
        if value == Value::Missing {
            return leaf.without_name(row).map_or(value, Value::Text);
        }
        let id = id.and_then(|id| self.leaves.get(id));
        let (Value::Integer(number), Some(id)) = (&value, id) else {
            return value;
        };
        match self.values.value(id.value(row), id.column) {
            Value::Id(id) => Value::Link {
                text: number.to_string(),
                url: format!("{CONVERSATION}/{id}/{number}"),
            },
            _ => Value::Text(number.to_string()),
        }
    }
}
