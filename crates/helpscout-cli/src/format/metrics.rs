//! The metrics of an interval: a line for each, with its previous value and its change.

use helpscout_description::{Field, Object, Type, Unit};
use helpscout_figures::Change;

use super::Look;
use super::cell;
use super::definitions::{CURRENT, Definitions, PREVIOUS, is_private};
use super::json_object::{self, JsonObject};
use super::table::{self, Heading, NOTHING, Rendered};

const DELTAS: &str = "deltas";

/// The metrics of an answer and their values.
#[derive(Debug)]
pub(crate) struct Metrics<'a> {
    definitions: Definitions,
    pub(super) object: &'static Object,
    pub(super) values: Compared<'a>,
}

/// Objects with the same keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Compared<'a> {
    pub(super) current: Option<JsonObject<'a>>,
    pub(super) previous: Option<JsonObject<'a>>,
    pub(super) deltas: Option<JsonObject<'a>>,
    /// The description of `deltas`.
    changes: Option<&'static Object>,
}

impl<'a> Metrics<'a> {
    /// Returns `None` if the object is something else, or the answer has no metrics.
    pub(crate) fn of(
        definitions: Definitions,
        object: &Object,
        answer: &JsonObject<'a>,
    ) -> Option<Self> {
        let current = object.field(CURRENT).filter(|column| !column.list)?;
        let deltas = object.field(DELTAS);
        let changes = deltas.and_then(|deltas| definitions.object(deltas));
        let object = definitions.object(current)?;
        let values = Compared {
            current: answer.inner(CURRENT),
            previous: answer.inner(PREVIOUS),
            deltas: answer.inner(DELTAS),
            changes,
        };
        let has_values = values.all().next().is_some();
        has_values.then_some(Self {
            definitions,
            object,
            values,
        })
    }

    /// Returns whether the key belongs to the metrics.
    pub(crate) fn covers(key: &str) -> bool {
        [CURRENT, PREVIOUS, DELTAS].contains(&key)
    }

    /// Renders a line for each metric; nested metrics are indented under a heading. Adds the keys
    /// without a line to `unknown`.
    pub(crate) fn render(&self, look: Look, unknown: &mut Vec<String>) -> Rendered {
        let mut lines = Lines {
            definitions: self.definitions,
            has_previous: self.values.previous.is_some(),
            has_deltas: self.values.deltas.is_some() || self.values.previous.is_some(),
            lines: Vec::new(),
            unknown,
        };
        lines.add(self.object, &self.values, CURRENT, 0);
        let value = if lines.has_previous {
            "Current"
        } else {
            "Value"
        };
        let mut headings = vec![Heading::label("Figure"), Heading::number(value)];
        if lines.has_previous {
            headings.push(Heading::number("Previous").dispensable(2));
        }
        if lines.has_deltas {
            headings.push(Heading::number("Change").dispensable(1));
        }
        table::render(&headings, lines.lines, look)
    }
}

impl<'a> Compared<'a> {
    pub(super) fn all(&self) -> impl Iterator<Item = &JsonObject<'a>> {
        [&self.current, &self.previous, &self.deltas]
            .into_iter()
            .flatten()
    }

    pub(super) fn inner(&self, key: &str, definitions: Definitions) -> Self {
        let changes = self.changes.and_then(|object| object.field(key));
        let inner = |row: &Option<JsonObject<'a>>| row.as_ref().and_then(|row| row.inner(key));
        Self {
            current: inner(&self.current),
            previous: inner(&self.previous),
            deltas: inner(&self.deltas),
            changes: changes.and_then(|column| definitions.object(column)),
        }
    }

    /// Calculates the change of a metric if the service does not give it.
    fn calculated_change(&self, column: &Field) -> Option<String> {
        let key = column.wire.as_str();
        if self
            .deltas
            .as_ref()
            .is_some_and(|row| row.get(key).is_some())
        {
            return None;
        }
        let now = self.current.as_ref()?.number(key)?;
        let before = self.previous.as_ref()?.number(key)?;
        match column.unit {
            // The length of an interval is not a metric of it.
            Some(Unit::Days) => None,
            _ => cell::change_of(Change { before, now }, column),
        }
    }

    /// Returns the change of a metric, with its sign.
    fn change(&self, key: &str) -> Option<String> {
        Some(self.formatted(key, self.deltas.as_ref()?.number(key)?))
    }

    /// Returns a change as people read it, with its sign.
    fn formatted(&self, key: &str, number: f64) -> String {
        if self.is_in_points(key) {
            cell::points(number)
        } else {
            cell::change(number)
        }
    }

    /// Returns whether the service gives the change of a metric in percentage points.
    pub(super) fn is_in_points(&self, key: &str) -> bool {
        let described = self.changes.and_then(|object| object.field(key));
        described.and_then(|column| column.unit) == Some(Unit::Points)
    }
}

/// The lines of the table so far.
struct Lines<'u> {
    definitions: Definitions,
    has_previous: bool,
    has_deltas: bool,
    lines: Vec<Vec<String>>,
    unknown: &'u mut Vec<String>,
}

impl Lines<'_> {
    fn add(&mut self, object: &Object, values: &Compared<'_>, path: &str, depth: usize) {
        let known = |key: &str| object.field(key).is_some();
        for column in object.by_importance() {
            let key = column.wire.as_str();
            if is_private(key) || values.all().all(|row| row.get(key).is_none()) {
                continue;
            }
            let title = indented(&cell::title_of(column), depth);
            let path = format!("{path}.{key}");
            match self.definitions.object(column) {
                Some(inner) if !column.list => {
                    self.push(title, "", "", "");
                    self.add(
                        inner,
                        &values.inner(key, self.definitions),
                        &path,
                        depth + 1,
                    );
                }
                None if column.ty != Type::Any => self.metric(column, values, title),
                // Without a value, nothing is missing from the table.
                _ if values.all().all(|row| row.value(key).is_none()) => {}
                _ => self.unknown.push(path),
            }
        }
        for (key, value) in values.deltas.iter().flat_map(JsonObject::fields) {
            if known(key) || value.get() == "null" {
                continue;
            }
            match json_object::number(value) {
                // The change of a metric whose value the service does not give.
                Some(number) => self.push(
                    indented(&cell::title(key), depth),
                    NOTHING,
                    NOTHING,
                    &values.formatted(key, number),
                ),
                None => self.unknown.push(path_of_change(path, key)),
            }
        }
        for (key, _) in values.current.iter().flat_map(JsonObject::fields) {
            if !known(key) && !is_private(key) {
                self.unknown.push(format!("{path}.{key}"));
            }
        }
    }

    fn metric(&mut self, column: &Field, values: &Compared<'_>, title: String) {
        let of = |row: &Option<JsonObject<'_>>| {
            let value = row.as_ref().and_then(|row| row.get(&column.wire));
            cell::human(value, column, self.definitions)
        };
        let (current, previous) = (of(&values.current), of(&values.previous));
        let change = match column.ty {
            Type::Integer | Type::Number => {
                let change = values.change(&column.wire);
                let change = change.or_else(|| values.calculated_change(column));
                change.unwrap_or_else(|| NOTHING.to_owned())
            }
            _ => String::new(),
        };
        self.push(title, &current, &previous, &change);
    }

    fn push(&mut self, title: String, current: &str, previous: &str, change: &str) {
        let mut line = vec![title, current.to_owned()];
        if self.has_previous {
            line.push(previous.to_owned());
        }
        if self.has_deltas {
            line.push(change.to_owned());
        }
        self.lines.push(line);
    }
}

/// Returns the path of a change, given the path of the metrics next to it.
pub(super) fn path_of_change(metrics: &str, key: &str) -> String {
    format!("{}.{key}", metrics.replacen(CURRENT, DELTAS, 1))
}

/// Indents the title of a nested value.
pub(crate) fn indented(title: &str, depth: usize) -> String {
    format!("{}{title}", "  ".repeat(depth))
}
