//! Flattens an answer without rows for CSV: to one record of all its values, or to a record for each
//! point of a series.

use std::io::{self, Write};

use helpscout_description::Object;
use serde_json::value::RawValue;

use super::csv;
use super::definitions::{CURRENT, Definitions, PREVIOUS, is_private};
use super::json_object::{self, JsonObject};
use super::series::Series;

/// A header and records.
#[derive(Debug)]
pub(crate) struct FlatAnswer {
    header: Vec<String>,
    records: Vec<Vec<String>>,
    omitted: Vec<String>,
}

impl FlatAnswer {
    /// Flattens an answer.
    pub(crate) fn of(definitions: Definitions, object: &Object, answer: &JsonObject<'_>) -> Self {
        match Series::whole(definitions, object, answer) {
            Some(series) => Self::of_series(&series, answer),
            None => Self::of_values(definitions, object, answer),
        }
    }

    /// Values of nested objects get names like `current.count`. Described ones come first, whether
    /// the answer has them or not, so that the header of a report stays the same.
    fn of_values(definitions: Definitions, object: &Object, answer: &JsonObject<'_>) -> Self {
        let mut described = Described::default();
        described.add(definitions, object, answer, "", 0);
        let Described {
            mut header,
            mut record,
            lists,
            others,
        } = described;
        let (others_lists, others): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|(_, value)| holds_objects(value));
        header.extend(others.iter().map(|(path, _)| path.clone()));
        record.extend(others.iter().map(|(_, value)| json_object::plain(value)));
        let others_lists = others_lists.into_iter().map(|(path, _)| path);
        Self {
            header,
            records: vec![record],
            omitted: lists.into_iter().chain(others_lists).collect(),
        }
    }

    /// Flattens a series to a record for each point, which names the interval of the point.
    fn of_series(series: &Series<'_>, answer: &JsonObject<'_>) -> Self {
        let mut keys: Vec<String> = series.keys().map(str::to_owned).collect();
        let points = || series.points();
        for (key, _) in points().flat_map(|(_, point)| point.fields()) {
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
        let record = |(interval, point): (&str, &JsonObject<'_>)| {
            let cell = |key: &String| point.get(key).map(json_object::plain).unwrap_or_default();
            let cells = keys.iter().map(cell);
            std::iter::once(interval.to_owned()).chain(cells).collect()
        };
        let records = points().map(record).collect();
        let known = [CURRENT, PREVIOUS];
        let others = answer.fields().filter(|(key, value)| {
            !known.contains(key) && value.get() != "null" && !is_empty(value)
        });
        Self {
            omitted: others.map(|(key, _)| key.to_owned()).collect(),
            header: std::iter::once("series".to_owned()).chain(keys).collect(),
            records,
        }
    }

    /// Returns the paths of lists that don't fit into the records.
    pub(crate) fn into_omitted(self) -> Vec<String> {
        self.omitted
    }

    /// Writes values as received.
    pub(crate) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        csv::write(&self.header, self.records.iter().cloned(), out)
    }
}

/// The depth of nested objects whose fields are columns.
const MAX_DEPTH: usize = 6;

/// The values that have a described column, and what else the answer has.
#[derive(Default)]
struct Described<'a> {
    header: Vec<String>,
    record: Vec<String>,
    /// Paths of lists of objects in the answer.
    lists: Vec<String>,
    /// Paths and values that are not described.
    others: Vec<(String, &'a RawValue)>,
}

impl<'a> Described<'a> {
    fn add(
        &mut self,
        definitions: Definitions,
        object: &Object,
        fields: &JsonObject<'a>,
        prefix: &str,
        depth: usize,
    ) {
        for column in object
            .fields
            .iter()
            .filter(|column| !is_private(&column.wire))
        {
            let path = format!("{prefix}{}", column.wire);
            let value = fields.value(&column.wire);
            match definitions.object(column) {
                Some(_) if column.list => {
                    if value.is_some_and(|value| !is_empty(value)) {
                        self.lists.push(path);
                    }
                }
                Some(inner) if depth < MAX_DEPTH => {
                    let values = fields.inner(&column.wire).unwrap_or_default();
                    self.add(definitions, inner, &values, &format!("{path}."), depth + 1);
                    // Described as an object, but something else.
                    let other = value.filter(|value| !value.get().starts_with('{'));
                    self.others.extend(other.map(|value| (path, value)));
                }
                _ => {
                    self.record
                        .push(value.map(json_object::plain).unwrap_or_default());
                    self.header.push(path);
                }
            }
        }
        for (key, value) in fields.flattened_unless(|key| object.field(key).is_some()) {
            self.others.push((format!("{prefix}{key}"), value));
        }
    }
}

/// Returns whether it is a list without items.
fn is_empty(value: &RawValue) -> bool {
    serde_json::from_str::<Vec<&RawValue>>(value.get()).is_ok_and(|items| items.is_empty())
}

/// Returns whether it is a list with an object.
fn holds_objects(value: &RawValue) -> bool {
    let items = serde_json::from_str::<Vec<&RawValue>>(value.get());
    items.is_ok_and(|items| items.iter().any(|item| item.get().starts_with('{')))
}
