//! The columns of a table's sheet. A value may need more than one of them.

use jiff::tz::TimeZone;

use super::cells::Style;
use crate::{Column, Kind, Table, Value, Words};

/// The number of rows that decide how wide columns are, and the zone of instants.
const SAMPLE: usize = 300;

/// The widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 9..=60;

/// A column of a sheet.
#[derive(Debug)]
pub(super) struct SheetColumn {
    /// The heading, with the unit or the zone where there is one.
    pub(super) title: String,
    /// The index of the column of the table.
    pub(super) source: usize,
    pub(super) part: Part,
    /// The zone of instants.
    pub(super) zone: TimeZone,
    pub(super) is_number: bool,
    /// The style of most of its cells.
    pub(super) style: Style,
    /// The width in characters.
    pub(super) width: f64,
}

/// What a column of a sheet has of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The value, or a change in percent.
    Value,
    /// A duration in seconds.
    Seconds,
    /// The value before a change.
    Before,
    /// The difference to the value before a change.
    Difference,
    /// The number of values before a change.
    CountBefore,
}

/// Returns the columns for those of a table.
pub(super) fn of(table: &Table<'_>) -> Vec<SheetColumn> {
    let sample = (0..table.rows.len().min(SAMPLE)).map(|at| table.rows.row(at));
    let sample: Vec<Vec<Value>> = sample.chain(table.total.clone()).collect();
    let columns = table.columns.iter().enumerate();
    let columns = columns.flat_map(|(source, column)| {
        let values: Vec<&Value> = sample.iter().filter_map(|row| row.get(source)).collect();
        parts(source, column, &values)
    });
    columns.collect()
}

fn parts(source: usize, column: &Column, values: &[&Value]) -> Vec<SheetColumn> {
    let zone = zone_of(values);
    // Links that are numbers are IDs.
    let kind = match column.kind {
        Kind::Link if values.iter().any(|value| is_numbered(value)) => Kind::Id,
        kind => kind,
    };
    let part = |part: Part, title: String, widest: usize| SheetColumn {
        // A heading has a button for the filter beside it.
        width: (widest + 2)
            .max(longest_word(&title) + 4)
            .clamp(*WIDTHS.start(), *WIDTHS.end()) as f64,
        title,
        source,
        part,
        zone: zone.clone(),
        is_number: part != Part::Value || is_number(kind),
        style: style_of(part, kind),
    };
    let lengths = values.iter().map(|value| Words.of(value).chars().count());
    let widest = lengths.max().unwrap_or(0);
    let title = column.title.clone();
    match column.kind {
        Kind::Duration => vec![
            part(Part::Value, title.clone(), widest.max("100:00:00".len())),
            part(Part::Seconds, format!("{title} (seconds)"), 9),
        ],
        Kind::Instant => {
            let zone_name = zone_name(&zone);
            let width = "2019-05-02 12:00:00".len();
            vec![part(Part::Value, format!("{title} ({zone_name})"), width)]
        }
        Kind::Date => vec![part(Part::Value, title, "2019-05-02".len())],
        Kind::Change => {
            let has_count = values
                .iter()
                .any(|value| matches!(value, Value::Change(change) if change.n.is_some()));
            let mut parts = vec![
                part(Part::Value, format!("{title} (percent)"), widest),
                part(Part::Difference, format!("{title} (difference)"), 12),
                part(Part::Before, format!("{title} (before)"), 12),
            ];
            if has_count {
                parts.push(part(Part::CountBefore, format!("{title} (n before)"), 6));
            }
            parts
        }
        _ if values.iter().any(|value| is_day(value)) => {
            // Where a date has too little room, also on paper, there are hash signs.
            vec![part(Part::Value, title, widest + 3)]
        }
        _ => vec![part(Part::Value, title, widest)],
    }
}

fn is_day(value: &Value) -> bool {
    matches!(value, Value::Place { date: Some(_), .. })
}

fn is_numbered(value: &Value) -> bool {
    let Value::Link { number, .. } = value else {
        return matches!(value, Value::Id(_));
    };
    number.is_some()
}

fn longest_word(title: &str) -> usize {
    let words = title.split_whitespace().map(|word| word.chars().count());
    words.max().unwrap_or(0)
}

/// Returns the style of most cells of a column.
fn style_of(part: Part, kind: Kind) -> Style {
    match (part, kind) {
        (Part::Value, Kind::Text | Kind::Word | Kind::Link) => Style::Text,
        (Part::Value, Kind::Integer) | (Part::CountBefore, _) => Style::Integer,
        (Part::Value, Kind::Id) => Style::Id,
        (Part::Value, Kind::Percent) => Style::Percent,
        (Part::Value, Kind::Points) => Style::PointsMore,
        (Part::Value, Kind::Duration) => Style::Duration,
        (Part::Value, Kind::Instant) => Style::DateTime,
        (Part::Value, Kind::Date) => Style::Date,
        (Part::Value, Kind::Change) => Style::Change,
        (Part::Value, Kind::Number) | (Part::Seconds | Part::Before | Part::Difference, _) => {
            Style::Number
        }
    }
}

fn is_number(kind: Kind) -> bool {
    !matches!(kind, Kind::Text | Kind::Word | Kind::Link)
}

/// Returns the zone of the first instant. There is one zone in a report.
fn zone_of(values: &[&Value]) -> TimeZone {
    let mut zones = values.iter().filter_map(|value| match value {
        Value::Instant(instant) => Some(instant.time_zone().clone()),
        _ => None,
    });
    zones.next().unwrap_or(TimeZone::UTC)
}

fn zone_name(zone: &TimeZone) -> String {
    match zone.iana_name() {
        Some(name) => name.to_owned(),
        None => match zone.to_fixed_offset() {
            Ok(offset) => format!("UTC{offset}"),
            Err(_) => "local time".to_owned(),
        },
    }
}
