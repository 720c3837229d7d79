//! The figures of an interval: a line for each, beside those of the previous one and the change.

use helpscout_reports::describe::{Column, Kind, Object, Unit};

use super::Look;
use super::cell;
use super::row::Row;
use super::shapes::{CURRENT, PREVIOUS, Shapes, is_private};
use super::table::{self, Heading, NOTHING, Rendered};

const DELTAS: &str = "deltas";

/// Figures with the same keys, up to three of each.
#[derive(Debug)]
pub(crate) struct Comparison<'a> {
    shapes: Shapes,
    object: &'static Object,
    figures: Figures<'a>,
}

#[derive(Clone, Debug, Default)]
struct Figures<'a> {
    current: Option<Row<'a>>,
    previous: Option<Row<'a>>,
    deltas: Option<Row<'a>>,
    /// What the description says about `deltas`.
    changes: Option<&'static Object>,
}

impl<'a> Comparison<'a> {
    /// `None` if the object is something else, or the answer has no figures.
    pub(crate) fn of(shapes: Shapes, object: &Object, answer: &Row<'a>) -> Option<Self> {
        let current = object.field(CURRENT).filter(|column| !column.list)?;
        let deltas = object.field(DELTAS);
        let changes = deltas.and_then(|deltas| shapes.object(deltas));
        let object = shapes.object(current)?;
        let figures = Figures {
            current: answer.inner(CURRENT),
            previous: answer.inner(PREVIOUS),
            deltas: answer.inner(DELTAS),
            changes,
        };
        let has_some = figures.all().next().is_some();
        has_some.then_some(Self {
            shapes,
            object,
            figures,
        })
    }

    /// Whether the key belongs to it.
    pub(crate) fn covers(key: &str) -> bool {
        [CURRENT, PREVIOUS, DELTAS].contains(&key)
    }

    /// A line for each figure; what lies deeper is indented under its heading. Keys that have no
    /// line are added to `unknown`.
    pub(crate) fn render(&self, look: Look, unknown: &mut Vec<String>) -> Rendered {
        let mut sheet = Sheet {
            shapes: self.shapes,
            has_previous: self.figures.previous.is_some(),
            has_deltas: self.figures.deltas.is_some() || self.figures.previous.is_some(),
            lines: Vec::new(),
            unknown,
        };
        sheet.add(self.object, &self.figures, CURRENT, 0);
        let value = match sheet.has_previous {
            true => "Current",
            false => "Value",
        };
        let mut headings = vec![Heading::label("Figure"), Heading::number(value)];
        if sheet.has_previous {
            headings.push(Heading::number("Previous").dispensable(2));
        }
        if sheet.has_deltas {
            headings.push(Heading::number("Change").dispensable(1));
        }
        table::render(&headings, sheet.lines, look)
    }
}

impl<'a> Figures<'a> {
    fn all(&self) -> impl Iterator<Item = &Row<'a>> {
        [&self.current, &self.previous, &self.deltas]
            .into_iter()
            .flatten()
    }

    fn inner(&self, key: &str, shapes: Shapes) -> Self {
        let changes = self.changes.and_then(|object| object.field(key));
        let inner = |row: &Option<Row<'a>>| row.as_ref().and_then(|row| row.inner(key));
        Self {
            current: inner(&self.current),
            previous: inner(&self.previous),
            deltas: inner(&self.deltas),
            changes: changes.and_then(|column| shapes.object(column)),
        }
    }

    /// The change of a figure whose change the service does not know of.
    fn computed_change(&self, column: &Column) -> Option<String> {
        let key = &*column.name;
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
            Some(Unit::Percent | Unit::Points) => Some(cell::points(now - before)),
            // How long the intervals are is no figure of theirs.
            Some(Unit::Days) => None,
            // A number without a unit may be a share or a score, of which there is no percentage.
            None if column.kind != Kind::Integer || key.ends_with("core") => None,
            _ => cell::change_since(before, now),
        }
    }

    /// The change of a figure, with its sign.
    fn change(&self, key: &str) -> Option<String> {
        let number = self.deltas.as_ref()?.number(key)?;
        let described = self.changes.and_then(|object| object.field(key));
        Some(match described.and_then(|column| column.unit) {
            Some(Unit::Points) => cell::points(number),
            _ => cell::change(number),
        })
    }
}

struct Sheet<'u> {
    shapes: Shapes,
    has_previous: bool,
    has_deltas: bool,
    lines: Vec<Vec<String>>,
    unknown: &'u mut Vec<String>,
}

impl Sheet<'_> {
    fn add(&mut self, object: &Object, figures: &Figures<'_>, path: &str, depth: usize) {
        let known = |key: &str| object.field(key).is_some();
        for column in &object.fields {
            let key = &*column.name;
            if is_private(key) || figures.all().all(|row| row.get(key).is_none()) {
                continue;
            }
            let title = indented(&cell::title_of(column), depth);
            let path = format!("{path}.{key}");
            match self.shapes.object(column) {
                Some(inner) if !column.list => {
                    self.push(title, "", "", "");
                    self.add(inner, &figures.inner(key, self.shapes), &path, depth + 1);
                }
                None if column.kind != Kind::Any => self.figure(column, figures, title),
                // What has no value has nothing to be seen elsewhere.
                _ if figures.all().all(|row| row.value(key).is_none()) => {}
                _ => self.unknown.push(path),
            }
        }
        for (key, value) in figures.deltas.iter().flat_map(Row::fields) {
            // The change of a figure that the service does not give.
            if !known(key) && value.get() != "null" {
                let change = figures.change(key).unwrap_or_else(|| NOTHING.to_owned());
                self.push(
                    indented(&cell::title(key), depth),
                    NOTHING,
                    NOTHING,
                    &change,
                );
            }
        }
        for (key, _) in figures.current.iter().flat_map(Row::fields) {
            if !known(key) && !is_private(key) {
                self.unknown.push(format!("{path}.{key}"));
            }
        }
    }

    fn figure(&mut self, column: &Column, figures: &Figures<'_>, title: String) {
        let of = |row: &Option<Row<'_>>| {
            let value = row.as_ref().and_then(|row| row.get(&column.name));
            cell::human(value, column, self.shapes)
        };
        let (current, previous) = (of(&figures.current), of(&figures.previous));
        let change = match column.kind {
            Kind::Integer | Kind::Number => {
                let change = figures.change(&column.name);
                let change = change.or_else(|| figures.computed_change(column));
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

/// What lies deeper stands further right.
pub(crate) fn indented(title: &str, depth: usize) -> String {
    format!("{}{title}", "  ".repeat(depth))
}
