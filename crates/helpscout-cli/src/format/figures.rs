//! An answer without rows for programs: one line of its figures, or a line for each point of a
//! series.

use std::io::{self, Write};

use helpscout_reports::describe::{Column, Object};
use serde_json::value::RawValue;

use super::csv;
use super::row::{self, Row};
use super::series::Series;
use super::shapes::{CURRENT, PREVIOUS, Shapes};

/// A header and lines of cells.
#[derive(Debug)]
pub(crate) struct Figures {
    header: Vec<String>,
    lines: Vec<Vec<String>>,
    left_out: Vec<String>,
}

impl Figures {
    /// Takes the answer apart. `None` if it is no object.
    pub(crate) fn of(shapes: Shapes, object: &Object, body: &RawValue) -> Option<Self> {
        let row = Row::of(body).ok()?;
        Some(match Series::whole(shapes, object, &row) {
            Some(series) => Self::of_series(&series, &row),
            None => Self::of_values(shapes, object, &row),
        })
    }

    /// Values of objects inside it get names like `current.count`.
    fn of_values(shapes: Shapes, object: &Object, row: &Row<'_>) -> Self {
        let is_list = |path: &str| {
            let column = described(shapes, object, path);
            column.is_some_and(|column| column.list && shapes.object(column).is_some())
        };
        let (lists, values): (Vec<_>, Vec<_>) = row
            .flattened()
            .into_iter()
            .partition(|(path, value)| is_list(path) || holds_objects(value));
        let has_some = |value: &RawValue| !matches!(value.get(), "[]" | "null");
        let lists = lists.into_iter().filter(|(_, value)| has_some(value));
        Self {
            header: values.iter().map(|(path, _)| path.clone()).collect(),
            lines: vec![values.iter().map(|(_, value)| row::plain(value)).collect()],
            left_out: lists.map(|(path, _)| path).collect(),
        }
    }

    /// Each point says which interval it belongs to.
    fn of_series(series: &Series<'_>, answer: &Row<'_>) -> Self {
        let mut keys: Vec<String> = series.keys().map(str::to_owned).collect();
        let points = || series.points();
        for (key, _) in points().flat_map(|(_, point)| point.fields()) {
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
        let line = |(interval, point): (&str, &Row<'_>)| {
            let cell = |key: &String| point.get(key).map(row::plain).unwrap_or_default();
            let cells = keys.iter().map(cell);
            std::iter::once(interval.to_owned()).chain(cells).collect()
        };
        let lines = points().map(line).collect();
        let known = [CURRENT, PREVIOUS];
        let others = answer.fields().filter(|(key, _)| !known.contains(key));
        Self {
            left_out: others.map(|(key, _)| key.to_owned()).collect(),
            header: std::iter::once("series".to_owned()).chain(keys).collect(),
            lines,
        }
    }

    /// Paths of what has no place on these lines.
    pub(crate) fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Values as received.
    pub(crate) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        csv::write(&self.header, self.lines.iter().cloned(), out)
    }
}

/// The column at a dotted path.
fn described<'a>(shapes: Shapes, object: &'a Object, path: &str) -> Option<&'a Column> {
    let (key, rest) = match path.split_once('.') {
        Some((key, rest)) => (key, Some(rest)),
        None => (path, None),
    };
    let column = object.field(key)?;
    match rest {
        None => Some(column),
        Some(rest) => described(shapes, shapes.object(column)?, rest),
    }
}

/// Whether it is a list of objects.
fn holds_objects(value: &RawValue) -> bool {
    let items = serde_json::from_str::<Vec<&RawValue>>(value.get());
    items.is_ok_and(|items| items.iter().any(|item| item.get().starts_with('{')))
}
