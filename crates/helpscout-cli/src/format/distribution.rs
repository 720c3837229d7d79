//! How often a figure lay in each of several ranges: a chart.

use helpscout_reports::describe::{Column, Kind, Object};

use super::cell;
use super::chart::Chart;
use super::row::{self, Row};
use super::shapes::{Shapes, is_number};
use super::table::Heading;

const ID: &str = "id";
const COUNT: &str = "count";
const PERCENT: &str = "percent";
const PREVIOUS_COUNT: &str = "previousCount";

/// A count and the ranges it is spread over.
#[derive(Debug)]
pub(crate) struct Distribution<'a> {
    shapes: Shapes,
    range: &'static Object,
    id: &'static Column,
    whole: Row<'a>,
    ranges: Vec<Row<'a>>,
}

impl<'a> Distribution<'a> {
    /// `None` if the object is something else, or the value is not as described.
    pub(crate) fn of(shapes: Shapes, object: &'static Object, whole: &Row<'a>) -> Option<Self> {
        let mut lists = object.fields.iter().filter(|column| column.list);
        let (list, None) = (lists.next()?, lists.next()) else {
            return None;
        };
        let range = shapes.object(list)?;
        let id = range.field(ID)?;
        let has = |object: &Object, key: &str| object.field(key).is_some_and(is_number);
        let is_one = matches!(id.kind, Kind::Enum | Kind::Integer)
            && has(object, COUNT)
            && has(range, COUNT)
            && has(range, PERCENT);
        let ranges = whole.value(&list.name).map_or(Ok(Vec::new()), Row::list);
        let mut ranges = ranges.ok().filter(|_| is_one)?;
        ranges.sort_by(|a, b| {
            let number = |range: &Row<'_>| range.number(ID).unwrap_or(f64::INFINITY);
            number(a).total_cmp(&number(b))
        });
        Some(Self {
            shapes,
            range,
            id,
            whole: whole.clone(),
            ranges,
        })
    }

    /// How many there are of all ranges.
    pub(crate) fn totals(&self) -> String {
        let total = |key| self.whole.value(key).map(row::plain);
        let count = total(COUNT).unwrap_or_else(|| "0".to_owned());
        match total(PREVIOUS_COUNT) {
            Some(before) => format!("{count} in all, {before} before"),
            None => format!("{count} in all"),
        }
    }

    /// A line for each range, the smallest first.
    pub(crate) fn chart(&self) -> Chart {
        let is_sent = |column: &&Column| {
            (self.ranges.iter()).any(|range| range.value(&column.name).is_some())
        };
        let other = |column: &&Column| column.name != ID;
        let mut columns: Vec<&Column> = self.range.fields.iter().filter(other).collect();
        columns.retain(|column| is_sent(column) || column.name == COUNT);
        columns.sort_by_key(|column| match &*column.name {
            COUNT => 0,
            PERCENT => 1,
            _ => 2,
        });
        let headings = columns.iter().enumerate().map(|(at, column)| {
            let heading = cell::heading(column, cell::title_of(column));
            heading.dispensable(at)
        });
        let line = |range: &Row<'_>| {
            let cell = |column: &&Column| cell::human(range.get(&column.name), column, self.shapes);
            let cells = columns.iter().map(cell);
            std::iter::once(self.label(range)).chain(cells).collect()
        };
        let bar = |range: &Row<'_>| vec![range.number(COUNT).unwrap_or(0.0)];
        Chart {
            headings: std::iter::once(Heading::word("Range"))
                .chain(headings)
                .collect(),
            rows: self.ranges.iter().map(line).collect(),
            bars: self.ranges.iter().map(bar).collect(),
            parts: Vec::new(),
            at: 1,
            kept: 1 + columns
                .iter()
                .filter(|column| [COUNT, PERCENT].contains(&&*column.name))
                .count(),
        }
    }

    fn label(&self, range: &Row<'_>) -> String {
        let id = range.get(ID).map(row::plain).unwrap_or_default();
        let meaning = self.shapes.meaning(self.id, &id);
        meaning.unwrap_or_else(|| format!("#{id}"))
    }
}
