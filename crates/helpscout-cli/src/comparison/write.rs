//! Writes a comparison in each format.

use std::io::{self, Write};

use helpscout_arrow::Schema;
use helpscout_command::Format;
use helpscout_description::{Type, Unit};
use helpscout_period::Period;
use helpscout_reports::describe;
use serde::Serialize;
#[cfg(feature = "mcp")]
use serde_json::value::RawValue;

use super::both::Both;
use super::figures::Figure;
use super::figures_of_both::Comparison;
use crate::format::csv::write_header;
use crate::format::parquet::ParquetLines;
use crate::format::table::{Heading, NOTHING, render};
use crate::format::{Look, cell, number};
use crate::message::printable;
use crate::output::Output;
use crate::select::derived_field;

pub(super) const CSV_HEADER: [&str; 9] = [
    "figure", "title", "unit", "value", "before", "change", "percent", "n", "nBefore",
];

/// A figure for programs. The order of the keys is part of the interface.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    figure: &'a str,
    title: &'a str,
    unit: Option<&'static str>,
    value: Option<f64>,
    before: Option<f64>,
    change: Option<f64>,
    percent: Option<f64>,
    n: usize,
    n_before: usize,
}

/// A period for programs.
#[derive(Serialize)]
struct Span {
    label: String,
    zone: String,
    start: String,
    end: String,
}

#[derive(Serialize)]
struct Document<'a> {
    period: Span,
    compared: Span,
    figures: Vec<Record<'a>>,
}

/// Writes a comparison in the format of the output.
pub(super) fn write(comparison: &Comparison, output: &mut Output) -> io::Result<()> {
    let form = output.form();
    match form.format {
        Format::Table => table(comparison, form.look, output),
        Format::Json => {
            let Both { now, before } = comparison.periods.each(span);
            let document = Document {
                period: now,
                compared: before,
                figures: comparison.figures.iter().map(record).collect(),
            };
            serde_json::to_writer(&mut *output, &document)?;
            writeln!(output)
        }
        Format::Ndjson => lines(comparison, output),
        Format::Parquet => {
            let mut rows = ParquetLines::new(&schema(), output)?;
            lines(comparison, &mut rows)?;
            rows.finish()
        }
        Format::Csv => {
            write_header(CSV_HEADER, output)?;
            let mut records = csv::Writer::from_writer(output);
            for figure in &comparison.figures {
                records.write_record(fields(figure))?;
            }
            records.flush()
        }
        // These are written as reports.
        Format::Html | Format::Xlsx | Format::Markdown => Ok(()),
    }
}

/// Writes a line for each figure.
fn lines(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    comparison.figures.iter().try_for_each(|figure| {
        serde_json::to_writer(&mut *out, &record(figure))?;
        writeln!(out)
    })
}

/// Returns the columns of figures with their types.
fn schema() -> Schema {
    let fields = CSV_HEADER.map(|name| {
        let ty = match name {
            "figure" | "title" | "unit" => Type::Text,
            "n" | "nBefore" => Type::Integer,
            _ => Type::Number,
        };
        derived_field(name, ty)
    });
    Schema::of_figures(describe::api(), &fields)
}

/// Returns a figure as a JSON object.
#[cfg(feature = "mcp")]
pub(super) fn raw(figure: &Figure) -> serde_json::Result<Box<RawValue>> {
    serde_json::value::to_raw_value(&record(figure))
}

fn span(period: &Period) -> Span {
    let interval = period.interval();
    Span {
        label: period.label(),
        zone: period.zone().name().to_owned(),
        start: interval.start.to_string(),
        end: interval.end.to_string(),
    }
}

fn record(figure: &Figure) -> Record<'_> {
    let change = figure.change();
    Record {
        figure: &figure.key,
        title: &figure.title,
        unit: figure.unit.map(Unit::name),
        value: figure.values.now,
        before: figure.values.before,
        change: change.map(|change| change.difference()),
        percent: figure.percent(),
        n: figure.n.now,
        n_before: figure.n.before,
    }
}

/// Returns the fields of a line in CSV. A number always has a fraction.
fn fields(figure: &Figure) -> [String; 9] {
    let record = record(figure);
    let decimal = |value: Option<f64>| {
        let mut text = String::new();
        if let Some(value) = value {
            number::append_with_fraction(&value.to_string(), &mut text);
        }
        text
    };
    let text = |text: &str| crate::format::csv::guarded(text).into_owned();
    [
        text(record.figure),
        text(record.title),
        record.unit.unwrap_or_default().to_owned(),
        decimal(record.value),
        decimal(record.before),
        decimal(record.change),
        decimal(record.percent),
        record.n.to_string(),
        record.n_before.to_string(),
    ]
}

fn table(comparison: &Comparison, look: Look, output: &mut Output) -> io::Result<()> {
    let headings = [
        Heading::label("Figure"),
        Heading::number("Value"),
        Heading::number("Before"),
        Heading::number("Change"),
        Heading::number("Percent").dispensable(1),
        Heading::number("n").dispensable(2),
        Heading::number("n before").dispensable(3),
    ];
    // A count that is zero in both periods tells nothing.
    let is_zero = |value: Option<f64>| value == Some(0.0);
    let is_shown = |figure: &&Figure| {
        figure.key == "rows"
            || !figure.is_count
            || !is_zero(figure.values.now)
            || !is_zero(figure.values.before)
    };
    let rows = comparison.figures.iter().filter(is_shown).map(line);
    let rendered = render(&headings, rows.collect(), look);
    let Both { now, before } = comparison.periods.each(Period::label);
    write!(output, "{now}, compared with {before}")?;
    if !comparison.conditions.is_empty() {
        write!(output, ", rows with {}", comparison.conditions.join(", "))?;
    }
    writeln!(output, "\n")?;
    output.write_all(rendered.text.as_bytes())
}

fn line(figure: &Figure) -> Vec<String> {
    let shown = |value: Option<f64>| match value {
        Some(value) if figure.is_count => format!("{value:.0}"),
        Some(value) => cell::figure(value, figure.unit),
        None => NOTHING.to_owned(),
    };
    let change = figure.change();
    let difference = change.map(|change| {
        let difference = change.difference();
        if figure.unit == Some(Unit::Percent) {
            return cell::points(difference);
        }
        let sign = if difference < 0.0 { "-" } else { "+" };
        match difference {
            0.0 => shown(Some(0.0)),
            _ => format!("{sign}{}", shown(Some(difference.abs()))),
        }
    });
    let percent = figure.percent();
    vec![
        printable(&figure.title),
        shown(figure.values.now),
        shown(figure.values.before),
        difference.unwrap_or_else(|| NOTHING.to_owned()),
        percent.map_or_else(|| NOTHING.to_owned(), cell::change),
        figure.n.now.to_string(),
        figure.n.before.to_string(),
    ]
}
