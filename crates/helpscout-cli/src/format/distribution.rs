//! The distribution of a metric over ranges, as a chart.

use helpscout_description::{Field, Object, Type};

use super::cell;
use super::chart::Chart;
use super::definitions::{Definitions, is_number};
use super::json_object::{self, JsonObject};
use super::table::Heading;

const ID: &str = "id";
const COUNT: &str = "count";
const PERCENT: &str = "percent";
const PREVIOUS_COUNT: &str = "previousCount";

/// A count and its ranges.
#[derive(Debug)]
pub(crate) struct Distribution<'a> {
    definitions: Definitions,
    range: &'static Object,
    id: &'static Field,
    total: JsonObject<'a>,
    pub(super) ranges: Vec<JsonObject<'a>>,
}

impl<'a> Distribution<'a> {
    /// Returns `None` if the object is something else, or the value is not as described.
    pub(crate) fn of(
        definitions: Definitions,
        object: &'static Object,
        total: &JsonObject<'a>,
    ) -> Option<Self> {
        let mut lists = object.fields.iter().filter(|column| column.list);
        let (list, None) = (lists.next()?, lists.next()) else {
            return None;
        };
        let range = definitions.object(list)?;
        let id = range.field(ID)?;
        let has = |object: &Object, key: &str| object.field(key).is_some_and(is_number);
        let is_distribution = matches!(id.ty, Type::Enum(_) | Type::Integer)
            && has(object, COUNT)
            && has(range, COUNT)
            && has(range, PERCENT);
        let ranges = total
            .value(&list.wire)
            .map_or(Ok(Vec::new()), JsonObject::list);
        let mut ranges = ranges.ok().filter(|_| is_distribution)?;
        ranges.sort_by(|a, b| {
            let number = |range: &JsonObject<'_>| range.number(ID).unwrap_or(f64::INFINITY);
            number(a).total_cmp(&number(b))
        });
        Some(Self {
            definitions,
            range,
            id,
            total: total.clone(),
            ranges,
        })
    }

    /// Returns the count of all ranges, now and before.
    pub(crate) fn totals(&self) -> String {
        let total = |key| self.total.value(key).map(json_object::plain);
        let count = total(COUNT).unwrap_or_else(|| "0".to_owned());
        let mut totals = format!("{count} in all");
        if let Some(before) = total(PREVIOUS_COUNT) {
            totals.push_str(&format!(", {before} before"));
        }
        if !matches!(self.id.ty, Type::Enum(_)) {
            totals.push_str("; the bounds of its ranges are not documented");
        }
        totals
    }

    /// Returns the fields of a range that are shown, the counts first.
    pub(super) fn columns(&self) -> Vec<&'static Field> {
        let is_sent = |column: &&'static Field| {
            (self.ranges.iter()).any(|range| range.value(&column.wire).is_some())
        };
        let is_not_id = |column: &&'static Field| column.wire != ID;
        let mut columns: Vec<&'static Field> = self.range.fields.iter().filter(is_not_id).collect();
        columns.retain(|column| is_sent(column) || column.wire == COUNT);
        columns.sort_by_key(|column| match column.wire.as_str() {
            COUNT => 0,
            PERCENT => 1,
            _ => 2,
        });
        columns
    }

    /// Returns a chart with a line for each range, the smallest first.
    pub(crate) fn chart(&self) -> Chart {
        let columns = self.columns();
        let headings = columns.iter().enumerate().map(|(at, column)| {
            let heading = cell::heading(column, cell::title_of(column));
            heading.dispensable(at)
        });
        let line = |range: &JsonObject<'_>| {
            let cell =
                |column: &&Field| cell::human(range.get(&column.wire), column, self.definitions);
            let cells = columns.iter().map(cell);
            std::iter::once(self.label(range)).chain(cells).collect()
        };
        let bar = |range: &JsonObject<'_>| vec![range.number(COUNT).unwrap_or(0.0)];
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
                .filter(|column| [COUNT, PERCENT].contains(&column.wire.as_str()))
                .count(),
        }
    }

    pub(super) fn label(&self, range: &JsonObject<'_>) -> String {
        let id = range.get(ID).map(json_object::plain).unwrap_or_default();
        let meaning = self.definitions.meaning(self.id, &id);
        meaning.unwrap_or_else(|| format!("Range {id}"))
    }
}
