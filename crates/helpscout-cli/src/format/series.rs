//! Figures of one bucket of time after the other: a table with bars, the previous interval beside.

use helpscout_reports::describe::{Column, Kind, Object};
use helpscout_reports::jiff::Timestamp;

use super::cell;
use super::chart::Chart;
use super::row::{self, Row};
use super::shapes::{CURRENT, PREVIOUS, Shapes, is_number, is_private};
use super::table::{Heading, NOTHING};

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
    /// Whether an answer of that object is nothing but a series.
    pub(crate) fn is_described(shapes: Shapes, object: &Object) -> bool {
        let is_part = |column: &Column| [CURRENT, PREVIOUS].contains(&&*column.name);
        let mut known = object.fields.iter().filter(|one| !is_private(&one.name));
        let current = object.field(CURRENT).filter(|column| column.list);
        let point = current.and_then(|column| Point::of(shapes.object(column)?));
        point.is_some() && known.all(is_part)
    }

    /// The whole answer, if it is nothing but a series.
    pub(crate) fn whole(shapes: Shapes, object: &Object, answer: &Row<'a>) -> Option<Self> {
        let current = object.field(CURRENT)?;
        match Self::is_described(shapes, object) {
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
        let previous = match is_before(object, column) {
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
        // The day alone if every bucket starts at midnight.
        let is_midnight = |start: Timestamp| start.as_second() % 86_400 == 0;
        let mut starts = self.current.iter().map(|point| self.start(point));
        let is_daily = starts.all(|start| start.is_some_and(is_midnight));
        // Only what can be added up is put into one bar.
        let can_be_added = values.iter().all(|value| value.unit == values[0].unit);
        Chart {
            headings,
            rows: (0..buckets)
                .map(|bucket| self.line(bucket, is_daily))
                .collect(),
            bars: (0..buckets)
                .map(|bucket| self.bar(bucket, can_be_added))
                .collect(),
            parts: match values.as_slice() {
                [_] => Vec::new(),
                values => values.iter().map(|value| cell::title_of(value)).collect(),
            },
            at,
            kept: at,
        }
    }

    fn line(&self, bucket: usize, is_daily: bool) -> Vec<String> {
        let values = &self.point.values;
        let (now, before) = (self.current.get(bucket), self.previous.get(bucket));
        let figure = |point: Option<&Row<'_>>, value: &Column| {
            cell::human(
                point.and_then(|point| point.get(&value.name)),
                value,
                self.shapes,
            )
        };
        // A bucket of the previous interval alone has its own date, set apart.
        let date = match (now, before) {
            (Some(now), _) => self.date(now, is_daily),
            (None, Some(before)) => format!("({})", self.date(before, is_daily)),
            (None, None) => NOTHING.to_owned(),
        };
        let mut line = vec![date];
        line.extend(values.iter().map(|value| figure(now, value)));
        if !self.previous.is_empty() {
            line.extend(values.iter().map(|value| figure(before, value)));
            if let [value] = values.as_slice() {
                line.push(change(now, before, &value.name));
            }
        }
        line
    }

    fn bar(&self, bucket: usize, can_be_added: bool) -> Vec<f64> {
        let values = &self.point.values;
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

    /// Where a bucket starts.
    fn start(&self, point: &Row<'_>) -> Option<Timestamp> {
        let start = point.get(&self.point.instant.name)?;
        row::text(start)?.parse().ok()
    }

    fn date(&self, point: &Row<'_>, is_daily: bool) -> String {
        let instant = self.point.instant;
        match self.start(point).filter(|_| is_daily) {
            Some(start) => start.strftime("%Y-%m-%d").to_string(),
            None => cell::human(point.get(&instant.name), instant, self.shapes),
        }
    }
}

/// Whether the object has a list of the same points for the previous interval, for which the column
/// comes first.
fn is_before(object: &Object, column: &Column) -> bool {
    let previous = object.field(PREVIOUS);
    column.name == CURRENT && previous.is_some_and(|other| other.list && other.of == column.of)
}

/// Whether the column is the second half of a series.
pub(crate) fn is_second_half(shapes: Shapes, object: &Object, column: &Column) -> bool {
    let current = object.field(CURRENT);
    column.name == PREVIOUS
        && current.is_some_and(|current| is_before(object, current))
        && shapes.object(column).and_then(Point::of).is_some()
}

/// The change against the previous interval, in hundredths of it.
fn change(now: Option<&Row<'_>>, before: Option<&Row<'_>>, key: &str) -> String {
    let number = |point: Option<&Row<'_>>| point.and_then(|point| point.number(key));
    let both = number(before).zip(number(now));
    let change = both.and_then(|(before, now)| cell::change_since(before, now));
    change.unwrap_or_else(|| NOTHING.to_owned())
}
