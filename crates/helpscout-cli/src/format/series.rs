//! Values over time: a table with bars, and with the values of the previous interval.

use helpscout_description::{Field, Object};
use helpscout_figures::Change;
use helpscout_period::Length;
use helpscout_reports::jiff::civil::Time;
use helpscout_reports::jiff::tz::TimeZone;
use helpscout_reports::jiff::{SignedDuration, Timestamp, ZonedDateTime};

use super::cell;
use super::chart::Chart;
use super::definitions::{CURRENT, Definitions, Ends, PREVIOUS, is_number, is_private};
use super::json_object::{self, JsonObject};
use super::table::{Heading, NOTHING};

/// The points of an interval, and those of the previous interval if there is one.
#[derive(Debug)]
pub(crate) struct Series<'a> {
    definitions: Definitions,
    pub(super) point: Point,
    pub(super) current: Vec<JsonObject<'a>>,
    pub(super) previous: Vec<JsonObject<'a>>,
}

/// The fields of a point: an instant and numbers.
#[derive(Debug)]
pub(crate) struct Point {
    pub(super) instant: &'static Field,
    pub(super) values: Vec<&'static Field>,
}

impl Point {
    pub(crate) fn of(object: &'static Object) -> Option<Self> {
        let is_instant = |column: &&Field| column.ty.is_moment() && !column.list;
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
    /// Returns whether an answer of that object is only a series.
    pub(crate) fn is_described(definitions: Definitions, object: &Object) -> bool {
        let is_part = |column: &Field| [CURRENT, PREVIOUS].contains(&column.wire.as_str());
        let mut known = object
            .fields
            .iter()
            .filter(|column| !is_private(&column.wire));
        let current = object.field(CURRENT).filter(|column| column.list);
        let point = current.and_then(|column| Point::of(definitions.object(column)?));
        point.is_some() && known.all(is_part)
    }

    /// Returns the series that makes up the whole answer; `None` if the answer is something else.
    pub(crate) fn whole(
        definitions: Definitions,
        object: &Object,
        answer: &JsonObject<'a>,
    ) -> Option<Self> {
        let current = object.field(CURRENT)?;
        if Self::is_described(definitions, object) {
            Self::at(definitions, object, current, answer)
        } else {
            None
        }
    }

    /// Returns the series whose current points are in this column of the object.
    pub(crate) fn at(
        definitions: Definitions,
        object: &Object,
        column: &Field,
        fields: &JsonObject<'a>,
    ) -> Option<Self> {
        let point = Point::of(definitions.object(column).filter(|_| column.list)?)?;
        let points = |key| {
            fields
                .value(key)
                .map_or(Ok(Vec::new()), JsonObject::list)
                .ok()
        };
        let previous = if has_previous(object, column) {
            points(PREVIOUS)?
        } else {
            Vec::new()
        };
        Some(Self {
            definitions,
            point,
            current: points(&column.wire)?,
            previous,
        })
    }

    /// Returns a chart with a line for each bucket.
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
                    let title = cell::title(&format!("{PREVIOUS}_{}", value.wire));
                    Heading::number(title).dispensable(at + 2)
                })),
            }
            if values.len() == 1 {
                headings.push(Heading::number("Change").dispensable(1));
            }
        }
        let buckets = self.current.len().max(self.previous.len());
        // The day alone if every bucket starts at midnight.
        let is_midnight = |start: Timestamp| self.local(start).time() == Time::midnight();
        let mut starts = self.current.iter().map(|point| self.start(point));
        let is_daily = starts.all(|start| start.is_some_and(is_midnight));
        // Only values of the same unit add up to one bar.
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

    /// Returns whether amounts of a bucket can be compared with those of the previous interval: both
    /// are whole, or of the same length. The last bucket ends with its interval.
    pub(super) fn is_alike(&self, bucket: usize) -> bool {
        let Some(Ends { now, before }) = self.definitions.ends() else {
            return true;
        };
        let is_last = |points: &[JsonObject<'_>]| bucket + 1 == points.len();
        if !is_last(&self.current) && !is_last(&self.previous) {
            return true;
        }
        let now = self.length(&self.current, bucket, Some(now));
        let before = self.length(&self.previous, bucket, before);
        match (now, before) {
            (Some(now), Some(before)) => now.is_like(before),
            // Without instants, nothing is known.
            _ => true,
        }
    }

    /// Returns the length of a bucket.
    fn length(
        &self,
        points: &[JsonObject<'_>],
        bucket: usize,
        last: Option<Timestamp>,
    ) -> Option<Length> {
        let start = self.local(self.start(points.get(bucket)?)?).datetime();
        let end = match points.get(bucket + 1) {
            Some(next) => self.local(self.start(next)?),
            None => self.local(last?.checked_add(SignedDuration::from_secs(1)).ok()?),
        };
        Some(Length::between(start, end.datetime()))
    }

    fn line(&self, bucket: usize, is_daily: bool) -> Vec<String> {
        let values = &self.point.values;
        let (now, before) = (self.current.get(bucket), self.previous.get(bucket));
        let figure = |point: Option<&JsonObject<'_>>, value: &Field| {
            cell::human(
                point.and_then(|point| point.get(&value.wire)),
                value,
                self.definitions,
            )
        };
        // A bucket that only the previous interval has shows its own date, in parentheses.
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
                line.push(if self.is_alike(bucket) {
                    change(now, before, value)
                } else {
                    NOTHING.to_owned()
                });
            }
        }
        line
    }

    fn bar(&self, bucket: usize, can_be_added: bool) -> Vec<f64> {
        let values = &self.point.values;
        let number = |value: &&Field| {
            let point = self.current.get(bucket)?;
            point.number(&value.wire)
        };
        let bar = values.iter().map(|value| number(value).unwrap_or(0.0));
        if can_be_added {
            bar.collect()
        } else {
            vec![0.0; values.len()]
        }
    }

    /// Returns the start of a bucket in the zone of the report.
    fn local(&self, start: Timestamp) -> ZonedDateTime {
        let zone = self.definitions.zone().cloned();
        start.to_zoned_datetime(zone.unwrap_or(TimeZone::UTC))
    }

    /// Returns the start of a bucket.
    fn start(&self, point: &JsonObject<'_>) -> Option<Timestamp> {
        let start = point.get(&self.point.instant.wire)?;
        json_object::text(start)?.parse().ok()
    }

    fn date(&self, point: &JsonObject<'_>, is_daily: bool) -> String {
        let instant = self.point.instant;
        match self.start(point).filter(|_| is_daily) {
            Some(start) => self.local(start).strftime("%Y-%m-%d").to_string(),
            None => cell::human(point.get(&instant.wire), instant, self.definitions),
        }
    }
}

/// Returns whether the column has the current points and the object has a list of the same points
/// for the previous interval.
fn has_previous(object: &Object, column: &Field) -> bool {
    let previous = object.field(PREVIOUS);
    column.wire == CURRENT && previous.is_some_and(|other| other.list && other.ty == column.ty)
}

/// Returns whether the column has the previous points of a series.
pub(crate) fn is_previous(definitions: Definitions, object: &Object, column: &Field) -> bool {
    let current = object.field(CURRENT);
    column.wire == PREVIOUS
        && current.is_some_and(|current| has_previous(object, current))
        && definitions.object(column).and_then(Point::of).is_some()
}

/// Returns the change against the previous interval.
fn change(now: Option<&JsonObject<'_>>, before: Option<&JsonObject<'_>>, value: &Field) -> String {
    let number = |point: Option<&JsonObject<'_>>| point.and_then(|point| point.number(&value.wire));
    let change = Change::of(number(before), number(now));
    let change = change.and_then(|change| cell::change_of(change, value));
    change.unwrap_or_else(|| NOTHING.to_owned())
}
