//! Counts the rows of a period.

use std::collections::BTreeMap;

use helpscout_description::{Field, Type};
use serde_json::value::RawValue;

use crate::format::definitions::AnswerType;
use crate::format::json_object::{JsonObject, plain};

/// The key of a number that counts what the other columns of its row name.
const COUNT: &str = "count";

/// The largest number of different values of a column, or of keys of counts.
const MAX_VALUES: usize = 1000;

/// What a column contributes to a comparison.
#[derive(Debug)]
pub(super) enum Column {
    /// Its values, of which some may be missing.
    Numbers(&'static Field, Vec<Option<f64>>),
    /// The number of rows with each value.
    Words(&'static Field, BTreeMap<String, usize>),
}

/// The rows of a period, as far as they are compared.
#[derive(Debug)]
pub(super) struct Tally {
    /// The number of all rows.
    pub(super) read: usize,
    /// The number of rows that are counted.
    pub(super) rows: usize,
    pub(super) columns: Vec<Column>,
    /// The counts by the values that are counted, if the rows are counts.
    pub(super) counts: Option<Counts>,
}

/// Rows that are counts.
#[derive(Debug)]
pub(super) struct Counts {
    pub(super) count: &'static Field,
    /// The columns that say what is counted.
    pub(super) keys: Vec<&'static Field>,
    /// The counts by the values of those columns.
    pub(super) counts: BTreeMap<Vec<Key>, f64>,
}

/// A value that is counted, in the order of numbers and texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Number(i64),
    Text(String),
}

impl Key {
    fn of(text: String) -> Self {
        match text.parse() {
            Ok(number) => Self::Number(number),
            Err(_) => Self::Text(text),
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Tally {
    /// Creates the tally of no rows.
    pub(super) fn new(answer: AnswerType) -> Self {
        if let Some(counts) = Counts::of(answer) {
            return Self {
                read: 0,
                rows: 0,
                columns: Vec::new(),
                counts: Some(counts),
            };
        }
        let has_words = |column: &Field| !answer.definitions.0.values_of(&column.ty).is_empty();
        let columns = answer.columns.iter().filter(|column| !column.list);
        let columns = columns.filter_map(|column| match column.ty {
            Type::Number => Some(Column::Numbers(column, Vec::new())),
            Type::Integer if column.unit.is_some() => Some(Column::Numbers(column, Vec::new())),
            Type::Enum(_) if has_words(column) => Some(Column::Words(column, BTreeMap::new())),
            _ => None,
        });
        Self {
            read: 0,
            rows: 0,
            columns: columns.collect(),
            counts: None,
        }
    }

    /// Counts a row, if it is one of those to count.
    ///
    /// # Errors
    /// The number of the row if it is not an object.
    pub(super) fn add(
        &mut self,
        row: &RawValue,
        is_counted: impl Fn(&JsonObject<'_>) -> bool,
    ) -> Result<(), usize> {
        self.read += 1;
        let row = JsonObject::of(row).map_err(|_| self.read)?;
        if !is_counted(&row) {
            return Ok(());
        }
        self.rows += 1;
        for column in &mut self.columns {
            match column {
                Column::Numbers(field, values) => values.push(row.number(&field.wire)),
                Column::Words(field, words) => {
                    let word = row.value(&field.wire).map(plain).unwrap_or_default();
                    if words.len() < MAX_VALUES || words.contains_key(&word) {
                        *words.entry(word).or_default() += 1;
                    }
                }
            }
        }
        if let Some(counts) = &mut self.counts {
            counts.add(&row);
        }
        Ok(())
    }
}

impl Counts {
    /// Returns `None` if the rows are something else.
    fn of(answer: AnswerType) -> Option<Self> {
        let (counted, keys): (Vec<&Field>, Vec<&Field>) = answer
            .columns
            .iter()
            .partition(|column| column.wire == COUNT && column.ty == Type::Integer);
        let is_key = |column: &&Field| {
            !column.list && matches!(column.ty, Type::Enum(_) | Type::Integer | Type::Date)
        };
        match counted.as_slice() {
            [count] if answer.is_list && keys.iter().all(is_key) => Some(Self {
                count,
                keys,
                counts: BTreeMap::new(),
            }),
            _ => None,
        }
    }

    fn add(&mut self, row: &JsonObject<'_>) {
        let keys = self.keys.iter();
        let keys = keys.map(|key| Key::of(row.value(&key.wire).map(plain).unwrap_or_default()));
        let keys: Vec<Key> = keys.collect();
        let count = row.number(&self.count.wire).unwrap_or_default();
        if self.counts.len() < MAX_VALUES || self.counts.contains_key(&keys) {
            *self.counts.entry(keys).or_default() += count;
        }
    }
}
