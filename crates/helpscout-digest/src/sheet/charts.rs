//! Native charts, and the sheet with their values.

use jiff::tz::TimeZone;
use rust_xlsxwriter::{
    Chart as NativeChart, ChartEmptyCells, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartMarker, ChartMarkerType, ChartRange, ChartSolidFill, ChartType, Color,
    ConditionalFormat2ColorScale, Worksheet, XlsxError,
};

use super::cells::{Cells, Formats, SECONDS_OF_A_DAY, Style, Tally};
use super::heading;
use super::limits::Limits;
use super::names::Names;
use super::text;
use crate::{Chart, Plot, Unit, Value, Words};

/// The size of a chart in pixels. Two of them are as wide as a landscape page.
pub(super) const SIZE: (u32, u32) = (620, 320);

/// The colors of series, and of parts that add up.
const COLORS: [u32; 6] = [
    0x2F_6F_DE, 0xE0_7B_2E, 0x2E_96_6B, 0x8A_5F_CC, 0xC7_4A_68, 0x5B_67_78,
];

/// The color of a series of an earlier period, which recedes.
const EARLIER: u32 = 0xA3_AD_BB;

/// The widths of the columns with values, in characters.
const VALUE_WIDTH: f64 = 14.0;

/// The charts so far.
pub(super) struct Charts {
    name: &'static str,
    data: Worksheet,
    /// The next free row of the sheet.
    next: u32,
    heat_maps: Vec<Worksheet>,
}

/// How a chart is shown.
pub(super) enum Drawn {
    /// As a native chart.
    Chart(Box<NativeChart>),
    /// As a sheet with that name.
    Sheet(String),
    /// Not at all, as there are no values.
    Nothing,
}

/// The values of a series, with its name and its color.
struct Drawing<'c> {
    name: &'c str,
    values: Vec<Option<f64>>,
    color: u32,
    is_earlier: bool,
}

/// The values of a chart: a row for each category.
struct Grid<'c> {
    kind: ChartType,
    categories: Vec<String>,
    series: Vec<Drawing<'c>>,
    unit: Unit,
}

impl Charts {
    /// Starts the sheet with the values.
    pub(super) fn new(name: &'static str) -> Result<Self, XlsxError> {
        let mut data = Worksheet::new();
        data.set_name(name)?;
        data.set_column_width(0, 30)?;
        data.set_column_range_width(1, 24, VALUE_WIDTH)?;
        Ok(Self {
            name,
            data,
            next: 0,
            heat_maps: Vec::new(),
        })
    }

    /// Adds a chart.
    pub(super) fn add(
        &mut self,
        chart: &Chart,
        formats: &Formats,
        names: &mut Names,
    ) -> Result<Drawn, XlsxError> {
        if let Plot::HeatMap {
            rows,
            columns,
            values,
        } = &chart.plot
        {
            let name = names.free(&chart.title);
            let mut sheet = Worksheet::new();
            sheet.set_name(&name)?;
            heat_map(&mut sheet, chart, (rows, columns, values), formats)?;
            self.heat_maps.push(sheet);
            return Ok(Drawn::Sheet(name));
        }
        let grid = Grid::of(chart);
        if grid.categories.is_empty() || grid.series.is_empty() {
            return Ok(Drawn::Nothing);
        }
        let first = self.write(chart, &grid, formats)?;
        let native = self.native(chart, &grid, first);
        Ok(Drawn::Chart(Box::new(native)))
    }

    /// Returns the sheets of heat maps, and the one with the values of charts.
    pub(super) fn into_sheets(self) -> impl Iterator<Item = Worksheet> {
        let data = (self.next > 0).then_some(self.data).map(|mut sheet| {
            sheet.set_landscape();
            sheet.set_print_fit_to_pages(1, 0);
            sheet
        });
        self.heat_maps.into_iter().chain(data)
    }

    /// Writes the values. Returns the row of the headings.
    fn write(
        &mut self,
        chart: &Chart,
        grid: &Grid<'_>,
        formats: &Formats,
    ) -> Result<u32, XlsxError> {
        let sheet = &mut self.data;
        write_text(sheet, (self.next, 0), &chart.title, &formats.heading)?;
        let headings = self.next + 1;
        write_text(sheet, (headings, 0), "", &formats.header)?;
        let style = style_of(grid.unit);
        let count = grid.series.len();
        for (at, series) in grid.series.iter().enumerate() {
            let Drawing { name, values, .. } = series;
            let column = column(1 + at);
            write_text(sheet, (headings, column), name, &formats.number_header)?;
            write_values(sheet, (headings + 1, column), values, grid.unit, formats)?;
            if style == Style::Duration {
                let column = column_after(column, count);
                let title = format!("{name} (seconds)");
                write_text(sheet, (headings, column), &title, &formats.number_header)?;
                let number = Unit::Number;
                write_values(sheet, (headings + 1, column), values, number, formats)?;
            }
        }
        let titles = grid.series.iter().map(|series| match style {
            Style::Duration => format!("{} (seconds)", series.name),
            _ => series.name.to_owned(),
        });
        let titles: Vec<String> = titles.collect();
        let widths = titles.iter().map(|title| (title.as_str(), VALUE_WIDTH));
        heading::make_room(sheet, headings, widths)?;
        let mut row = headings + 1;
        for category in &grid.categories {
            let format = formats.of(Style::Text, false);
            write_text(sheet, (row, 0), category, format)?;
            row += 1;
        }
        if let Plot::Histogram { references, .. } = &chart.plot {
            for reference in references {
                let format = formats.of(Style::Text, true);
                write_text(sheet, (row, 0), &reference.name, format)?;
                let value = [Some(reference.value)];
                let unit = chart.unit;
                write_values(sheet, (row, 1), &value, unit, formats)?;
                row += 1;
            }
        }
        self.next = row + 1;
        Ok(headings)
    }

    fn native(&self, chart: &Chart, grid: &Grid<'_>, headings: u32) -> NativeChart {
        let mut native = NativeChart::new(grid.kind);
        let last = headings + u32::try_from(grid.categories.len()).unwrap_or(u32::MAX - headings);
        let range =
            |column: u16| ChartRange::new_from_range(self.name, headings + 1, column, last, column);
        let is_line = grid.kind == ChartType::Line;
        for (at, drawing) in grid.series.iter().enumerate() {
            let column = column(1 + at);
            let color = Color::RGB(drawing.color);
            let title = ChartRange::new_from_range(self.name, headings, column, headings, column);
            let series = native.add_series();
            series
                .set_categories(&range(0))
                .set_values(&range(column))
                .set_name(&title);
            let mut format = ChartFormat::new();
            if is_line {
                let mut line = ChartLine::new();
                line.set_color(color).set_width(2.25);
                if drawing.is_earlier {
                    line.set_dash_type(ChartLineDashType::Dash);
                }
                format.set_line(&line);
                let mut look = ChartFormat::new();
                look.set_solid_fill(ChartSolidFill::new().set_color(color));
                look.set_border(ChartLine::new().set_color(color));
                let mut marker = ChartMarker::new();
                marker.set_size(5).set_type(ChartMarkerType::Circle);
                marker.set_format(&mut look);
                series.set_marker(&marker);
            } else {
                format.set_solid_fill(ChartSolidFill::new().set_color(color));
                series.set_gap(if matches!(chart.plot, Plot::Histogram { .. }) {
                    12
                } else {
                    60
                });
                if grid.kind == ChartType::ColumnStacked {
                    series.set_overlap(100);
                }
            }
            series.set_format(&mut format);
        }
        self.look(&mut native, chart, grid);
        native
    }

    /// Sets the title, the axes and the legend.
    fn look(&self, native: &mut NativeChart, chart: &Chart, grid: &Grid<'_>) {
        let mut font = ChartFont::new();
        font.set_size(9);
        let title = text::clean(&chart.title);
        let mut title_font = ChartFont::new();
        title_font.set_size(13).set_bold();
        native
            .title()
            .set_name(text::within(&title, 255))
            .set_font(&title_font);
        let grid_line = {
            let mut line = ChartLine::new();
            line.set_color(Color::RGB(0xE2_E7_EE)).set_width(0.75);
            line
        };
        native.x_axis().set_font(&font);
        native
            .y_axis()
            .set_font(&font)
            .set_num_format(axis_format(grid.unit))
            .set_major_gridlines_line(&grid_line)
            .set_min(0);
        if grid.kind == ChartType::Bar {
            // The first category is at the top, and the values stay at the bottom.
            native.x_axis().set_reverse();
        }
        if grid.series.len() > 1 {
            native
                .legend()
                .set_position(ChartLegendPosition::Bottom)
                .set_font(&font);
        } else {
            native.legend().set_hidden();
        }
        let alternative = text::clean(&chart.summary);
        native
            .show_empty_cells_as(ChartEmptyCells::Gaps)
            .set_alt_text(text::within(&alternative, 255))
            .set_width(SIZE.0)
            .set_height(SIZE.1);
    }
}

impl<'c> Grid<'c> {
    fn of(chart: &'c Chart) -> Self {
        let all = |series: &'c [crate::Series]| {
            let mut colors = COLORS.into_iter().cycle();
            let series = series.iter().map(|series| {
                let is_earlier = series.is_earlier();
                let color = if is_earlier { None } else { colors.next() };
                Drawing {
                    name: &series.name,
                    values: series.values.clone(),
                    color: color.unwrap_or(EARLIER),
                    is_earlier,
                }
            });
            series.collect()
        };
        match &chart.plot {
            Plot::Line { steps, series } => Self {
                kind: ChartType::Line,
                categories: steps.clone(),
                series: all(series),
                unit: chart.unit,
            },
            Plot::Bars {
                categories,
                series,
                stacked,
            } => Self {
                kind: match (stacked, is_long(categories)) {
                    (true, _) => ChartType::ColumnStacked,
                    (false, true) => ChartType::Bar,
                    (false, false) => ChartType::Column,
                },
                categories: categories.clone(),
                series: all(series),
                unit: chart.unit,
            },
            Plot::Histogram { limits, counts, .. } => {
                let ranges = limits.windows(2).zip(counts);
                let ranges = ranges.map(|(limits, _)| Words.range(chart.unit, limits));
                let counts = counts.iter().map(|count| Some(*count as f64));
                Self {
                    kind: ChartType::Column,
                    categories: ranges.collect(),
                    series: vec![Drawing {
                        name: "Count",
                        values: counts.collect(),
                        color: COLORS[0],
                        is_earlier: false,
                    }],
                    unit: Unit::Count,
                }
            }
            Plot::HeatMap { .. } => Self {
                kind: ChartType::Column,
                categories: Vec::new(),
                series: Vec::new(),
                unit: chart.unit,
            },
        }
    }
}

/// Returns whether names of categories are too long to stand side by side.
fn is_long(categories: &[String]) -> bool {
    let letters: usize = categories.iter().map(|name| name.chars().count()).sum();
    letters > 90
}

fn style_of(unit: Unit) -> Style {
    match unit {
        Unit::Count => Style::Integer,
        Unit::Seconds => Style::Duration,
        Unit::Percent => Style::Percent,
        Unit::Number => Style::Number,
    }
}

fn axis_format(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "#,##0",
        Unit::Seconds => "[h]:mm",
        Unit::Percent => "0%",
        Unit::Number => "General",
    }
}

/// Returns a number of that unit as a spreadsheet has it.
fn stored(number: f64, unit: Unit) -> f64 {
    match unit {
        Unit::Seconds => number / SECONDS_OF_A_DAY,
        Unit::Percent => number / 100.0,
        Unit::Count | Unit::Number => number,
    }
}

fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    words: &str,
    format: &rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    let clean = text::clean(words);
    sheet.write_string_with_format(row, column, text::within(&clean, 255), format)?;
    Ok(())
}

/// Writes values below one another.
fn write_values(
    sheet: &mut Worksheet,
    (first, column): (u32, u16),
    values: &[Option<f64>],
    unit: Unit,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (row, value) in (first..).zip(values) {
        if let Some(number) = value.filter(|number| number.is_finite()) {
            let format = formats.of(style_of(unit), false);
            sheet.write_number_with_format(row, column, stored(number, unit), format)?;
        }
    }
    Ok(())
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn column_after(column: u16, count: usize) -> u16 {
    column.saturating_add(self::column(count))
}

/// The rows, the columns and the values of a heat map.
type Map<'c> = (&'c [String], &'c [String], &'c [Vec<Option<f64>>]);

/// Writes a heat map as cells with a color scale.
fn heat_map(
    sheet: &mut Worksheet,
    chart: &Chart,
    (rows, columns, values): Map<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    write_text(sheet, (0, 0), &chart.title, &formats.title)?;
    write_text(sheet, (1, 0), &chart.summary, &formats.subtitle)?;
    if let Some(note) = &chart.note {
        write_text(sheet, (2, 0), note, &formats.note)?;
    }
    let top = 4;
    write_text(sheet, (top, 0), "", &formats.header)?;
    for (at, name) in columns.iter().enumerate() {
        write_text(sheet, (top, column(1 + at)), name, &formats.number_header)?;
    }
    let mut cells = Cells {
        formats,
        limits: Limits::default(),
        tally: Tally::default(),
        columns: Vec::new(),
    };
    for ((row, name), values) in (top + 1..).zip(rows).zip(values) {
        cells.text(sheet, (row, 0), name, false)?;
        for (at, value) in values.iter().enumerate() {
            let at = (row, column(1 + at));
            let value = match (value, chart.unit) {
                (None, _) => Value::Missing,
                (Some(seconds), Unit::Seconds) => Value::Duration(*seconds),
                (Some(percent), Unit::Percent) => Value::Percent(*percent),
                (Some(number), Unit::Count | Unit::Number) => Value::Number(*number),
            };
            cells.value(sheet, at, &value, &TimeZone::UTC, false)?;
        }
    }
    sheet.set_column_width(0, 14)?;
    if let (Some(last), false) = (columns.len().checked_sub(1), rows.is_empty()) {
        let width = if chart.unit == Unit::Seconds { 9 } else { 6 };
        let last_row = top + u32::try_from(rows.len()).unwrap_or(u32::MAX - top);
        let last_column = column(1 + last);
        sheet.set_column_range_width(1, last_column, width)?;
        let scale = ConditionalFormat2ColorScale::new()
            .set_minimum_color(Color::RGB(0xF7_FA_FF))
            .set_maximum_color(Color::RGB(0x2F_6F_DE));
        sheet.add_conditional_format(top + 1, 1, last_row, last_column, &scale)?;
    }
    sheet.set_screen_gridlines(false);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}
