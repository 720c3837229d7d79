//! Series, distributions and heat maps as charts, with the tables of their values.

use helpscout_description::{Field, Unit};
use helpscout_digest::{
    Change, Chart, Column, Kind, Plot, Series as Line, Table, Unit as ChartUnit, Value, Words,
};
use helpscout_figures::Change as Difference;
use helpscout_reports::jiff::civil::Time;

use super::value::{Values, quantity};
use crate::format::cell;
use crate::format::definitions::PREVIOUS;
use crate::format::distribution::Distribution;
use crate::format::heat_map::HeatMap;
use crate::format::json_object::JsonObject;
use crate::format::series::Series;

/// Returns the chart of a series and its table.
pub(super) fn of_series(
    series: &Series<'_>,
    values: &Values,
    name: &str,
    title: &str,
) -> (Chart, Table<'static>) {
    let (instant, figures) = (series.point.instant, &series.point.values);
    let buckets = series.current.len().max(series.previous.len());
    let starts = (0..buckets).map(|at| {
        let point = series.current.get(at).or_else(|| series.previous.get(at));
        values.value(point.and_then(|point| point.get(&instant.wire)), instant)
    });
    let starts: Vec<Value> = starts.collect();
    // The day alone if every bucket starts at midnight.
    let is_daily = starts.iter().all(|start| match start {
        Value::Instant(start) => start.time() == Time::midnight(),
        _ => false,
    });
    let starts = starts.into_iter().map(|start| match start {
        Value::Instant(start) if is_daily => Value::Date(start.date()),
        start => start,
    });
    let starts: Vec<Value> = starts.collect();
    let number = |points: &[JsonObject<'_>], at: usize, field: &Field| {
        let point = points.get(at)?;
        point
            .number(&field.wire)
            .map(|number| in_unit(number, field))
    };
    let line = |points: &[JsonObject<'_>], field: &Field, name: String| Line {
        name,
        values: (0..buckets).map(|at| number(points, at, field)).collect(),
    };
    let steps = starts.iter().map(|start| Words.of(start)).collect();
    let has_same_unit = figures.iter().all(|field| field.unit == figures[0].unit);
    let plot = match figures.as_slice() {
        [field] => {
            let mut lines = vec![line(&series.current, field, cell::title_of(field))];
            if !series.previous.is_empty() {
                lines.push(line(&series.previous, field, "Previous".to_owned()));
            }
            Plot::Line {
                steps,
                series: lines,
            }
        }
        fields if has_same_unit => Plot::Bars {
            categories: steps,
            series: fields
                .iter()
                .map(|field| line(&series.current, field, cell::title_of(field)))
                .collect(),
            stacked: true,
        },
        fields => Plot::Line {
            steps,
            series: fields
                .iter()
                .map(|field| line(&series.current, field, cell::title_of(field)))
                .collect(),
        },
    };
    let chart = Chart {
        title: title.to_owned(),
        summary: in_words(&plot, figures[0]),
        note: None,
        unit: unit_of(figures[0]),
        plot,
    };
    (chart, series_table(series, values, &starts, (name, title)))
}

/// Returns the values of a series as a table, with those of the previous interval beside them.
fn series_table(
    series: &Series<'_>,
    values: &Values,
    starts: &[Value],
    (name, title): (&str, &str),
) -> Table<'static> {
    let figures = &series.point.values;
    let instant = series.point.instant;
    let is_daily = starts.iter().any(|start| matches!(start, Value::Date(_)));
    let kind = if is_daily {
        Kind::Date
    } else {
        values.kind(instant)
    };
    let mut columns = vec![Column::new(cell::title_of(instant), kind)];
    let described =
        |field: &Field, title: String| Column::new(title, values.kind(field)).doc(&field.doc);
    columns.extend(
        figures
            .iter()
            .map(|field| described(field, cell::title_of(field))),
    );
    let has_previous = !series.previous.is_empty();
    let single = figures.len() == 1;
    if has_previous {
        columns.extend(figures.iter().map(|field| {
            let title = if single {
                "Previous".to_owned()
            } else {
                cell::title(&format!("{PREVIOUS}_{}", field.wire))
            };
            described(field, title)
        }));
        if single {
            columns.push(Column::new("Change", Kind::Change));
        }
    }
    let rows = starts.iter().enumerate().map(|(at, start)| {
        let (now, before) = (series.current.get(at), series.previous.get(at));
        let of = |point: Option<&JsonObject<'_>>, field: &Field| {
            values.value(point.and_then(|point| point.get(&field.wire)), field)
        };
        let mut row = vec![start.clone()];
        row.extend(figures.iter().map(|field| of(now, field)));
        if has_previous {
            row.extend(figures.iter().map(|field| of(before, field)));
            if single {
                row.push(if series.is_alike(at) {
                    change(now, before, figures[0])
                } else {
                    Value::Missing
                });
            }
        }
        row
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    let mut table = Table::new(name, title, columns, rows);
    let are_alike = (0..starts.len()).all(|at| series.is_alike(at));
    if has_previous && single && !are_alike {
        let caption = "There is no change where the two parts are of different length.";
        table.caption = Some(caption.to_owned());
    }
    table
}

fn change(now: Option<&JsonObject<'_>>, before: Option<&JsonObject<'_>>, field: &Field) -> Value {
    let number = |point: Option<&JsonObject<'_>>| point.and_then(|point| point.number(&field.wire));
    let Some(change) = Difference::of(number(before), number(now)) else {
        return Value::Missing;
    };
    Value::Change(Change {
        before: Box::new(quantity(change.before, field)),
        difference: Box::new(quantity(change.difference(), field)),
        percent: change.percent(cell::scale_of(field)),
        n: None,
    })
}

/// Returns the chart of a distribution and its table.
pub(super) fn of_distribution(
    distribution: &Distribution<'_>,
    values: &Values,
    name: &str,
    title: &str,
) -> (Chart, Table<'static>) {
    let (fields, ranges) = (distribution.columns(), &distribution.ranges);
    let labels: Vec<String> = ranges
        .iter()
        .map(|range| distribution.label(range))
        .collect();
    let counts = fields.iter().filter(|field| is_count(field));
    let series = counts.map(|field| Line {
        name: cell::title_of(field),
        values: ranges
            .iter()
            .map(|range| range.number(&field.wire))
            .collect(),
    });
    let plot = Plot::Bars {
        categories: labels.clone(),
        series: series.collect(),
        stacked: false,
    };
    let chart = Chart {
        title: title.to_owned(),
        summary: format!("{}.", distribution.totals()),
        note: None,
        unit: ChartUnit::Count,
        plot,
    };
    let mut columns = vec![Column::new("Range", Kind::Text)];
    columns.extend(
        fields
            .iter()
            .map(|field| Column::new(cell::title_of(field), values.kind(field)).doc(&field.doc)),
    );
    let rows = (0..).zip(ranges).zip(labels).map(|((order, range), text)| {
        let label = Value::Place {
            text,
            order,
            date: None,
        };
        let cells = fields.iter();
        let cells = cells.map(|field| values.value(range.get(&field.wire), field));
        std::iter::once(label).chain(cells).collect()
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    let mut table = Table::new(name, title, columns, rows);
    table.caption = Some(format!("{}.", distribution.totals()));
    (chart, table)
}

fn is_count(field: &Field) -> bool {
    field.unit.is_none() && field.wire.to_lowercase().ends_with("count")
}

/// Returns the chart of a heat map.
pub(super) fn of_heat_map(map: &HeatMap, title: &str) -> Chart {
    let most = map.days.iter().flat_map(|(day, hours)| {
        let hours = hours.iter().enumerate();
        hours.map(move |(hour, count)| (*count, day, hour))
    });
    // Of equal counts, the first.
    let most = most.rev().max_by_key(|(count, _, _)| *count);
    let all: u64 = map.days.iter().flat_map(|(_, hours)| hours).sum();
    let summary = match most {
        Some((count, day, hour)) if count > 0 => {
            format!("{all} in all; most on {day} from {hour:02}:00, with {count}.")
        }
        _ => "There is nothing to count.".to_owned(),
    };
    Chart {
        title: title.to_owned(),
        summary,
        note: None,
        unit: ChartUnit::Count,
        plot: Plot::HeatMap {
            rows: map.days.iter().map(|(day, _)| day.clone()).collect(),
            columns: (0..24).map(|hour| format!("{hour:02}")).collect(),
            values: map
                .days
                .iter()
                .map(|(_, hours)| hours.iter().map(|count| Some(*count as f64)).collect())
                .collect(),
        },
    }
}

/// Returns a number in the unit of a chart.
fn in_unit(number: f64, field: &Field) -> f64 {
    match quantity(number, field) {
        Value::Duration(seconds) => seconds,
        _ => number,
    }
}

fn unit_of(field: &Field) -> ChartUnit {
    match field.unit {
        Some(Unit::Seconds | Unit::Milliseconds | Unit::Minutes) => ChartUnit::Seconds,
        Some(Unit::Percent) => ChartUnit::Percent,
        Some(Unit::Points | Unit::Days) => ChartUnit::Number,
        None if field.ty == helpscout_description::Type::Integer => ChartUnit::Count,
        None => ChartUnit::Number,
    }
}

/// Says what the first line of a chart shows.
fn in_words(plot: &Plot, field: &Field) -> String {
    let (steps, series) = match plot {
        Plot::Line { steps, series } => (steps, series),
        Plot::Bars {
            categories, series, ..
        } => (categories, series),
        Plot::Histogram { .. } | Plot::HeatMap { .. } => return String::new(),
    };
    let known = series.first().into_iter().flat_map(|line| {
        let known = steps.iter().zip(&line.values);
        known.filter_map(|(step, value)| value.map(|value| (value, step)))
    });
    let known: Vec<(f64, &String)> = known.collect();
    let least = known.iter().min_by(|a, b| a.0.total_cmp(&b.0));
    let most = known.iter().max_by(|a, b| a.0.total_cmp(&b.0));
    let (Some((least, at)), Some((most, peak))) = (least, most) else {
        return "There are no values.".to_owned();
    };
    let word = |number: f64| {
        Words.of(&match unit_of(field) {
            ChartUnit::Seconds => Value::Duration(number),
            ChartUnit::Percent => Value::Percent(number),
            ChartUnit::Count | ChartUnit::Number => Value::Number(number),
        })
    };
    let title = cell::title_of(field);
    if known.len() == 1 {
        return format!("{title}: {} ({at}).", word(*least));
    }
    format!(
        "{title}: between {} ({at}) and {} ({peak}).",
        word(*least),
        word(*most)
    )
}
