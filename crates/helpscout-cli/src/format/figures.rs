//! An answer without rows for programs: one line of its figures, or a line for each point of a
//! series.

use std::io::{self, Write};

use helpscout_reports::describe::Object;
use serde_json::value::RawValue;

use super::csv;
use super::row::{self, Row};
use super::series::Series;
use super::shapes::{CURRENT, PREVIOUS, Shapes, is_private};

/// A header and lines of cells.
#[derive(Debug)]
pub(crate) struct Figures {
    header: Vec<String>,
    lines: Vec<Vec<String>>,
    left_out: Vec<String>,
}

impl Figures {
    /// Takes the answer apart.
    pub(crate) fn of(shapes: Shapes, object: &Object, answer: &Row<'_>) -> Self {
        match Series::whole(shapes, object, answer) {
            Some(series) => Self::of_series(&series, answer),
            None => Self::of_values(shapes, object, answer),
        }
    }

    /// Values of objects inside it get names like `current.count`. Described ones come first and
    /// whether the answer has them or not, so that the header of a report stays the same.
    fn of_values(shapes: Shapes, object: &Object, row: &Row<'_>) -> Self {
        let mut described = Described::default();
        described.add(shapes, object, row, "", 0);
        let Described {
            mut header,
            mut line,
            lists,
            others,
        } = described;
        let (others_lists, others): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|(_, value)| holds_objects(value));
        header.extend(others.iter().map(|(path, _)| path.clone()));
        line.extend(others.iter().map(|(_, value)| row::plain(value)));
        let others_lists = others_lists.into_iter().map(|(path, _)| path);
        Self {
            header,
            lines: vec![line],
            left_out: lists.into_iter().chain(others_lists).collect(),
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
        let others = answer.fields().filter(|(key, value)| {
            !known.contains(key) && value.get() != "null" && !is_empty(value)
        });
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

/// So deep do objects lie that are described by columns of their own.
const DEEPEST: usize = 6;

/// What the description has a column for, and what the answer has beside that.
#[derive(Default)]
struct Described<'a> {
    header: Vec<String>,
    line: Vec<String>,
    /// Lists of objects that the answer has.
    lists: Vec<String>,
    /// What is not described.
    others: Vec<(String, &'a RawValue)>,
}

impl<'a> Described<'a> {
    fn add(&mut self, shapes: Shapes, object: &Object, row: &Row<'a>, prefix: &str, depth: usize) {
        for column in object.fields.iter().filter(|one| !is_private(&one.name)) {
            let path = format!("{prefix}{}", column.name);
            let value = row.value(&column.name);
            match shapes.object(column) {
                Some(_) if column.list => {
                    if value.is_some_and(|value| !is_empty(value)) {
                        self.lists.push(path);
                    }
                }
                Some(inner) if depth < DEEPEST => {
                    let values = row.inner(&column.name).unwrap_or_default();
                    self.add(shapes, inner, &values, &format!("{path}."), depth + 1);
                    // Described as an object, and something else.
                    let other = value.filter(|value| !value.get().starts_with('{'));
                    self.others.extend(other.map(|value| (path, value)));
                }
                _ => {
                    self.line.push(value.map(row::plain).unwrap_or_default());
                    self.header.push(path);
                }
            }
        }
        for (key, value) in row.flattened_unless(|key| object.field(key).is_some()) {
            self.others.push((format!("{prefix}{key}"), value));
        }
    }
}

/// Whether a list has no items.
fn is_empty(value: &RawValue) -> bool {
    serde_json::from_str::<Vec<&RawValue>>(value.get()).is_ok_and(|items| items.is_empty())
}

/// Whether it is a list of objects.
fn holds_objects(value: &RawValue) -> bool {
    let items = serde_json::from_str::<Vec<&RawValue>>(value.get());
    items.is_ok_and(|items| items.iter().any(|item| item.get().starts_with('{')))
}
