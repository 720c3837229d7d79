//! What was asked for: the options, read and checked.

use std::sync::Arc;

use clap::ArgMatches;

use super::column::{self, Column};
use super::condition::Condition;
use super::names;
use super::sorted::Order;
use crate::format::definitions::{AnswerType, Definitions};
use crate::format::json_object::JsonObject;
use crate::format::writer::Selected;
use crate::message::{Failure, counted};
use crate::redact;

/// The rows and columns that were asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    /// All columns if there are none.
    pub(super) columns: Option<Vec<Column>>,
    /// A row is written if it meets all of them.
    pub(super) conditions: Vec<Condition>,
    pub(super) order: Vec<Order>,
    pub(super) limit: Option<usize>,
}

impl Selection {
    /// Reads the options. Returns `None` if none of them was given.
    ///
    /// # Errors
    /// Fails if an option names a column that the rows don't have, or if a value does not go with
    /// the type of its column.
    pub(crate) fn of(
        matches: &ArgMatches,
        columns: &[Column],
        answer: AnswerType,
    ) -> Result<Option<Arc<Self>>, Failure> {
        let given = |option: &str| matches.get_many::<String>(option).into_iter().flatten();
        let find = |name: &str, option| column::find(name, columns, option);
        let mut chosen: Vec<Column> = Vec::new();
        for name in names::joined(given("columns"), columns) {
            let column = find(&name, "columns")?;
            if !chosen.iter().any(|other| other.name == column.name) {
                chosen.push(column);
            }
        }
        let conditions: Result<Vec<Condition>, Failure> = given("where")
            .map(|text| Condition::parse(text, columns, answer.definitions))
            .collect();
        let order: Result<Vec<Order>, Failure> = names::joined(given("sort"), columns)
            .iter()
            .map(|text| Order::parse(text, columns))
            .collect();
        let (conditions, order) = (conditions?, order?);
        if redact::is_asked_for(matches) {
            conditions.iter().try_for_each(Condition::check_redacted)?;
            order.iter().try_for_each(Order::check_redacted)?;
        }
        let limit = matches.get_one::<u64>("limit");
        let selection = Self {
            columns: (!chosen.is_empty()).then_some(chosen),
            conditions,
            order,
            limit: limit.map(|limit| usize::try_from(*limit).unwrap_or(usize::MAX)),
        };
        let is_all = selection.columns.is_none()
            && selection.conditions.is_empty()
            && selection.order.is_empty()
            && selection.limit.is_none();
        Ok((!is_all).then(|| Arc::new(selection)))
    }

    /// Reads the options for rows whose first column has the most important figure: without `--sort`,
    /// the largest come first, and without `--limit`, there are at most that many.
    ///
    /// # Errors
    /// Fails like [`Selection::of`].
    pub(crate) fn with_defaults(
        matches: &ArgMatches,
        columns: &[Column],
        answer: AnswerType,
        (key, limit): (&str, usize),
    ) -> Result<Arc<Self>, Failure> {
        let given = Self::of(matches, columns, answer)?;
        let mut selection = given.map_or_else(Self::default, Arc::unwrap_or_clone);
        if selection.order.is_empty() {
            let mut largest_first = Order::parse(&format!("{key}:desc"), columns)?;
            // Nobody typed it.
            largest_first.text.clear();
            selection.order.push(largest_first);
        }
        selection.limit.get_or_insert(limit);
        Ok(Arc::new(selection))
    }

    /// Returns which rows of how many these are, unless they are all: `4 of 287 rows, where
    /// status=active`.
    pub(crate) fn described(&self, Selected { written, rows }: Selected) -> Option<String> {
        if written == rows && self.conditions.is_empty() {
            return None;
        }
        let mut line = format!("{written} of {}", counted(rows, "row"));
        let conditions = self.conditions.iter();
        let conditions: Vec<&str> = conditions
            .map(|condition| condition.text.as_str())
            .collect();
        if !conditions.is_empty() {
            line.push_str(&format!(", where {}", conditions.join(" and ")));
        }
        // A limit that is not reached leaves nothing out.
        if self.limit == Some(written) {
            line.push_str(&format!(", limited to the first {written}"));
            let order = self.order.iter();
            let order = order.map(|order| order.text.as_str());
            let order: Vec<&str> = order.filter(|order| !order.is_empty()).collect();
            if !order.is_empty() {
                line.push_str(&format!(" by {}", order.join(", ")));
            }
        }
        Some(line)
    }

    /// Returns whether a row meets every condition.
    pub(crate) fn is_met(&self, row: &JsonObject<'_>, definitions: Definitions) -> bool {
        let mut conditions = self.conditions.iter();
        conditions.all(|condition| condition.is_met(row, definitions))
    }

    /// Returns the columns, or `None` if all were asked for.
    #[cfg(feature = "mcp")]
    pub(crate) fn columns(&self) -> Option<&[Column]> {
        self.columns.as_deref()
    }

    /// Returns this selection with these columns, unless it has some.
    #[cfg(feature = "mcp")]
    pub(crate) fn or_columns(mut self, columns: Vec<Column>) -> Self {
        self.columns.get_or_insert(columns);
        self
    }

    /// Returns how many rows are enough, if the first that come are.
    #[cfg(feature = "mcp")]
    pub(crate) fn enough(&self) -> Option<usize> {
        self.limit.filter(|_| self.order.is_empty())
    }

    /// Returns the type of the rows that are written.
    pub(super) fn selected(&self, answer: AnswerType) -> AnswerType {
        match &self.columns {
            Some(columns) => column::chosen(columns, answer),
            None => answer,
        }
    }
}
