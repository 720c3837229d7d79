//! Figures of one bucket of time after the other: a table with bars, the previous interval beside.

use helpscout_reports::describe::{Column, Kind, Object};
use helpscout_reports::jiff::Timestamp;

use super::cell;
use super::chart::Chart;
use super::row::{self, Row};
use super::shapes::{Shapes, is_number, is_private};
use super::table::{Heading, NOTHING};

const CURRENT: &str = "current";
const PREVIOUS: &str = "previous";

/// The points of an interval, and of the previous one if there is one.
#[derive(Debug)]
pub(crate) struct Series<'a> {
    shapes: Shapes,
    point: Point,
    current: Vec<Row<'a>>,
    previous: Vec<Row<'a>>,
}

/// An object of an instant and numbers.
#[derive(Debug)]
pub(crate) struct Point {
    instant: &'static Column,
    values: Vec<&'static Column>,
}

impl Point {
    pub(crate) fn of(object: &'static Object) -> Option<Self> {
        let is_instant = |column: &&Column| column.kind == Kind::Instant && !column.list;
        let (instants, values): (Vec<_>, Vec<_>) = object.fields.iter().partition(is_instant);
        match instants.as_slice() {
            [instant] if !values.is_empty() && values.iter().all(|value| is_number(value)) => {
                Some(Self { instant, values })
            }
            _ => None,
        }
    }
}

impl<'a> Series<'a> {
    /// The whole answer, if it is nothing but a series.
    pub(crate) fn whole(shapes: Shapes, object: &Object, answer: &Row<'a>) -> Option<Self> {
        let is_part = |column: &Column| [CURRENT, PREVIOUS].contains(&&*column.name);
        let mut known = object
            .fields
            .iter()
            .filter(|column| !is_private(&column.name));
        let current = object.fields.iter().find(|column| column.name == CURRENT)?;
        match known.all(is_part) {
            true => Self::at(shapes, object, current, answer),
            false => None,
        }
    }

    /// The series that starts with this column of the object.
    pub(crate) fn at(
        shapes: Shapes,
        object: &Object,
        column: &Column,
        row: &Row<'a>,
    ) -> Option<Self> {
        let point = Point::of(shapes.object(column).filter(|_| column.list)?)?;
        let points = |key| row.value(key).map_or(Ok(Vec::new()), Row::list).ok();
        let previous = match is_before(object, column, PREVIOUS) {
            true => points(PREVIOUS)?,
            false => Vec::new(),
        };
        Some(Self {
            shapes,
            point,
            current: points(&column.name)?,
            previous,
        })
    }

    /// Keys of a point, in the page's order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let values = self.point.values.iter().map(|value| &*value.name);
        std::iter::once(&*self.point.instant.name).chain(values)
    }

    /// Every point and its interval.
    pub(crate) fn points(&self) -> impl Iterator<Item = (&'static str, &Row<'a>)> {
        let current = self.current.iter().map(|point| (CURRENT, point));
        current.chain(self.previous.iter().map(|point| (PREVIOUS, point)))
    }

    /// A line for each bucket.
    pub(crate) fn chart(&self) -> Chart {
        let Point { instant, values } = &self.point;
        let mut headings = vec![Heading::word(cell::title_of(instant))];
        headings.extend(
            values
                .iter()
                .map(|value| Heading::number(cell::title_of(value))),
        );
        let at = headings.len();
        if !self.previous.is_empty() {
            match values.as_slice() {
                [_] => headings.push(Heading::number("Previous").dispensable(2)),
                _ => headings.extend(values.iter().enumerate().map(|(at, value)| {
                    let title = cell::title(&format!("{PREVIOUS}_{}", value.name));
                    Heading::number(title).dispensable(at + 2)
                })),
            }
            if values.len() == 1 {
                headings.push(Heading::number("Change").dispensable(1));
            }
        }
        let buckets = self.current.len().max(self.previous.len());
        Chart {
            headings,
            rows: (0..buckets).map(|bucket| self.line(bucket)).collect(),
            bars: (0..buckets).map(|bucket| self.bar(bucket)).collect(),
            parts: match values.as_slice() {
                [_] => Vec::new(),
                values => values.iter().map(|value| cell::title_of(value)).collect(),
            },
            at,
            kept: at,
        }
    }

    fn line(&self, bucket: usize) -> Vec<String> {
        let values = &self.point.values;
        let (now, before) = (self.current.get(bucket), self.previous.get(bucket));
        let figure = |point: Option<&Row<'_>>, value: &Column| {
            cell::human(
                point.and_then(|point| point.get(&value.name)),
                value,
                self.shapes,
            )
        };
        let mut line = vec![now.map_or_else(|| NOTHING.to_owned(), |now| self.date(now))];
        line.extend(values.iter().map(|value| figure(now, value)));
        if !self.previous.is_empty() {
            line.extend(values.iter().map(|value| figure(before, value)));
            if let [value] = values.as_slice() {
                line.push(change(now, before, &value.name));
            }
        }
        line
    }

    /// Only what can be added up is put into one bar.
    fn bar(&self, bucket: usize) -> Vec<f64> {
        let values = &self.point.values;
        let can_be_added = values.iter().all(|value| value.unit == values[0].unit);
        let number = |value: &&Column| {
            let point = self.current.get(bucket)?;
            point.number(&value.name)
        };
        let bar = values.iter().map(|value| number(value).unwrap_or(0.0));
        match can_be_added {
            true => bar.collect(),
            false => vec![0.0; values.len()],
        }
    }

    /// The day alone if every bucket starts at midnight.
    fn date(&self, point: &Row<'_>) -> String {
        let key = &*self.point.instant.name;
        let start = |point: &Row<'_>| -> Option<Timestamp> {
            point.get(key).and_then(row::text)?.parse().ok()
        };
        let is_midnight =
            |point: &Row<'_>| start(point).is_some_and(|start| start.as_second() % 86_400 == 0);
        match start(point) {
            Some(start) if self.current.iter().all(is_midnight) => {
                start.strftime("%Y-%m-%d").to_string()
            }
            _ => cell::human(point.get(key), self.point.instant, self.shapes),
        }
    }
}

/// Whether the object has a list of the same points under `key`, for which the column comes first.
fn is_before(object: &Object, column: &Column, key: &str) -> bool {
    column.name == CURRENT
        && (object.fields.iter())
            .any(|other| other.name == key && other.list && other.of == column.of)
}

/// Whether the column is the second half of a series.
pub(crate) fn is_second_half(shapes: Shapes, object: &Object, column: &Column) -> bool {
    let current = object.fields.iter().find(|other| other.name == CURRENT);
    column.name == PREVIOUS
        && current.is_some_and(|current| is_before(object, current, PREVIOUS))
        && shapes.object(column).and_then(Point::of).is_some()
}

/// The change against the previous interval, in hundredths of it.
fn change(now: Option<&Row<'_>>, before: Option<&Row<'_>>, key: &str) -> String {
    let number = |point: Option<&Row<'_>>| point.and_then(|point| point.number(key));
    match (number(now), number(before)) {
        (Some(now), Some(before)) if before != 0.0 => cell::change((now - before) / before * 100.0),
        _ => NOTHING.to_owned(),
    }
}
