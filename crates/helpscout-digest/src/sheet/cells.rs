//! Values as typed cells.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::limits::{Limits, MAX_ADDRESS, MAX_TEXT, TOO_LARGE};
use super::look::{self, Look};
use super::text;
use crate::link::is_page;
use crate::{Value, Words, words};

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Text,
    Integer,
    Id,
    /// A number with a fraction.
    Fraction,
    /// A whole number that is no count.
    Number,
    Percent,
    Duration,
    DateTime,
    Date,
    /// A date that says its day of the week.
    Day,
    Link,
    /// A change in percent.
    Change,
    /// A difference in seconds.
    SecondsMore,
    /// A difference in percentage points.
    PointsMore,
    /// Another difference.
    More,
    /// A share with two decimals.
    Percent2,
    Percent3,
    PercentMore,
}

/// What the figures of a cell mean for whoever is measured by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Neutral,
    Good,
    Bad,
}

/// What a cell with a link shows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown<'t> {
    Text(&'t str),
    Number(f64),
}

/// Where cells are written to.
pub(super) trait Target {
    /// Writes a number. `own` is how the cell looks, unless it looks like its column.
    fn number(&mut self, at: (u32, u16), number: f64, own: Option<&Look>) -> Result<(), XlsxError>;

    /// Writes a text. `own` is how the cell looks, unless it looks like its column.
    fn text(&mut self, at: (u32, u16), text: &str, own: Option<&Look>) -> Result<(), XlsxError>;

    /// Writes a text or a number that is a link, or nothing if this target can't hold links. Returns
    /// whether it is a link.
    fn link(
        &mut self,
        at: (u32, u16),
        shown: Shown<'_>,
        address: &str,
        look: &Look,
    ) -> Result<bool, XlsxError>;
}

impl Target for Worksheet {
    fn number(
        &mut self,
        (row, column): (u32, u16),
        number: f64,
        own: Option<&Look>,
    ) -> Result<(), XlsxError> {
        match own {
            None => self.write_number(row, column, number)?,
            Some(look) => self.write_number_with_format(row, column, number, &look.format)?,
        };
        Ok(())
    }

    fn text(
        &mut self,
        (row, column): (u32, u16),
        text: &str,
        own: Option<&Look>,
    ) -> Result<(), XlsxError> {
        match own {
            None => self.write_string(row, column, text)?,
            Some(look) => self.write_string_with_format(row, column, text, &look.format)?,
        };
        Ok(())
    }

    fn link(
        &mut self,
        (row, column): (u32, u16),
        shown: Shown<'_>,
        address: &str,
        look: &Look,
    ) -> Result<bool, XlsxError> {
        let format = Some(&look.format);
        let text = match shown {
            Shown::Text(text) => text.to_owned(),
            Shown::Number(number) => number.to_string(),
        };
        self.write_url_with_options(row, column, address, text, "", format)?;
        if let Shown::Number(number) = shown {
            // The library writes the text of a link. A number takes its place, and the link stays.
            self.number((row, column), number, Some(look))?;
        }
        Ok(true)
    }
}

/// The formats of cells. A spreadsheet keeps each format once.
#[derive(Debug)]
pub(super) struct Formats {
    body: Vec<Look>,
    total: Vec<Look>,
    pub(super) header: Format,
    pub(super) number_header: Format,
    pub(super) title: Format,
    pub(super) subtitle: Format,
    pub(super) heading: Format,
    pub(super) note: Format,
}

const STYLES: [Style; 18] = [
    Style::Text,
    Style::Integer,
    Style::Id,
    Style::Fraction,
    Style::Number,
    Style::Percent,
    Style::Duration,
    Style::DateTime,
    Style::Date,
    Style::Day,
    Style::Link,
    Style::Change,
    Style::SecondsMore,
    Style::PointsMore,
    Style::More,
    Style::Percent2,
    Style::Percent3,
    Style::PercentMore,
];

const INK: Color = Color::RGB(0x1F_29_37);
const MUTED: Color = Color::RGB(0x5B_67_78);
const LINE: Color = Color::RGB(0xC5_CD_D8);
const BAND: Color = Color::RGB(0xEE_F2_F7);
const LINK: Color = Color::RGB(0x1D_4E_B8);
const GOOD: Color = Color::RGB(0x1B_7F_4B);
const BAD: Color = Color::RGB(0xB4_2B_2B);

impl Formats {
    /// Adds the formats to a workbook, before any other format.
    pub(super) fn new(workbook: &mut Workbook) -> Result<Self, XlsxError> {
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_font_color(INK)
            .set_background_color(BAND)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINE);
        let text = |size: f64| Format::new().set_font_size(size).set_font_color(INK);
        let formats = STYLES
            .into_iter()
            .map(body)
            .chain(STYLES.into_iter().map(total));
        let mut body = look::of(formats, workbook)?;
        let total = body.split_off(STYLES.len());
        Ok(Self {
            body,
            total,
            number_header: header.clone().set_align(FormatAlign::Right),
            header,
            title: text(20.0).set_bold(),
            subtitle: text(12.0).set_font_color(MUTED),
            heading: text(14.0).set_bold(),
            note: text(10.0).set_italic().set_font_color(MUTED),
        })
    }

    pub(super) fn of(&self, style: Style, is_total: bool) -> &Format {
        &self.look(style, is_total).format
    }

    pub(super) fn look(&self, style: Style, is_total: bool) -> &Look {
        let looks = if is_total { &self.total } else { &self.body };
        &looks[style as usize]
    }

    /// Returns the format of a cell that says whether something is good.
    pub(super) fn toned(&self, style: Style, tone: Tone) -> Cow<'_, Format> {
        let format = self.of(style, false);
        match tone {
            Tone::Neutral => Cow::Borrowed(format),
            Tone::Good => Cow::Owned(format.clone().set_font_color(GOOD)),
            Tone::Bad => Cow::Owned(format.clone().set_font_color(BAD)),
        }
    }
}

fn body(style: Style) -> Format {
    let format = Format::new();
    match style {
        // Text of several lines is cut, so that every row is one line.
        Style::Text => format.set_align(FormatAlign::Left),
        Style::Integer => format.set_num_format("#,##0"),
        Style::Id => format.set_num_format("0"),
        Style::Fraction => format.set_num_format("#,##0.00"),
        Style::Number => format,
        Style::Percent => format.set_num_format("0.0%"),
        Style::Duration => format.set_num_format("[h]:mm:ss"),
        Style::DateTime => format.set_num_format("yyyy-mm-dd hh:mm:ss"),
        Style::Date => format.set_num_format("yyyy-mm-dd"),
        // Like the text of other rows, such as that of the total.
        Style::Day => format
            .set_num_format("ddd d mmm yyyy")
            .set_align(FormatAlign::Left),
        // A number that is a link is an ID.
        Style::Link => format.set_font_color(LINK).set_num_format("0"),
        Style::Change => format.set_num_format("+0.0%;-0.0%;0.0%"),
        Style::SecondsMore => format.set_num_format("+#,##0\" s\";-#,##0\" s\";0\" s\""),
        Style::PointsMore => {
            format.set_num_format("+0.0\" points\";-0.0\" points\";0.0\" points\"")
        }
        Style::More => format.set_num_format("+#,##0.##;-#,##0.##;0"),
        Style::Percent2 => format.set_num_format("0.00%"),
        Style::Percent3 => format.set_num_format("0.000%"),
        Style::PercentMore => format.set_num_format("0.0000000%"),
    }
}

fn total(style: Style) -> Format {
    let format = body(style).set_bold();
    format
        .set_border_top(FormatBorder::Thin)
        .set_border_top_color(LINE)
}

/// What the cells of a sheet could not hold.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// The links of the sheet.
    pub(super) links: u32,
    /// The links that are only text or numbers.
    pub(super) plain_links: u64,
    /// The texts that were cut.
    pub(super) cut: u64,
    /// The texts with characters that were replaced.
    pub(super) replaced: u64,
}

/// Writes the cells of a sheet.
#[derive(Debug)]
pub(super) struct Cells<'f> {
    pub(super) formats: &'f Formats,
    pub(super) limits: Limits,
    pub(super) tally: Tally,
    /// The styles of columns. Cells without a format of their own have it.
    pub(super) columns: Vec<Style>,
}

impl Cells<'_> {
    /// Writes a value. `zone` is the zone that the header names for instants. Nothing is written for
    /// a value that is missing.
    pub(super) fn value(
        &mut self,
        sheet: &mut impl Target,
        at: (u32, u16),
        value: &Value,
        zone: &TimeZone,
        is_total: bool,
    ) -> Result<(), XlsxError> {
        let (style, number) = match value {
            Value::Missing => return Ok(()),
            Value::Text(text) => return self.text(sheet, at, text, is_total),
            Value::Link { text, number, url } => {
                return match number.and_then(exact) {
                    Some(number) => self.number_link(sheet, at, number, url, is_total),
                    None => self.link(sheet, at, text, url, is_total),
                };
            }
            Value::Change(change) => match change.percent {
                Some(percent) => (Style::Change, Some(percent / 100.0)),
                None => return Ok(()),
            },
            Value::Integer(number) => (Style::Integer, exact(*number)),
            Value::Id(number) => (Style::Id, exact(*number)),
            Value::Number(number) => (of_number(*number), Some(*number)),
            Value::Percent(percent) => (of_share(*percent, 100.0), Some(percent / 100.0)),
            Value::Share { percent, target } => {
                (of_share(*percent, *target), Some(percent / 100.0))
            }
            Value::Points(points) => (Style::PointsMore, Some(*points)),
            // A spreadsheet shows a negative time as hash signs.
            Value::Duration(seconds) if *seconds < 0.0 => (Style::Duration, None),
            Value::Duration(seconds) => (Style::Duration, Some(seconds / SECONDS_OF_A_DAY)),
            Value::Instant(instant) => {
                let there = instant.timestamp().to_zoned_datetime(zone.clone());
                (Style::DateTime, serial(there.datetime()))
            }
            Value::Date(date) => (Style::Date, serial(date.at(0, 0, 0, 0))),
            Value::Place { date, .. } => match date {
                Some(date) => (Style::Day, serial(date.at(0, 0, 0, 0))),
                None => (Style::Text, None),
            },
        };
        match number.filter(|number| number.is_finite()) {
            Some(number) => self.number(sheet, at, number, style, is_total),
            None => self.text(sheet, at, &digits(value), is_total),
        }
    }

    pub(super) fn number(
        &self,
        sheet: &mut impl Target,
        at: (u32, u16),
        number: f64,
        style: Style,
        is_total: bool,
    ) -> Result<(), XlsxError> {
        sheet.number(at, number, self.own_look(at.1, style, is_total))
    }

    pub(super) fn text(
        &mut self,
        sheet: &mut impl Target,
        at: (u32, u16),
        text: &str,
        is_total: bool,
    ) -> Result<(), XlsxError> {
        let text = self.fitting(text);
        sheet.text(at, &text, self.own_look(at.1, Style::Text, is_total))
    }

    /// Returns how a cell looks, unless it looks like its column. Writing a format for each cell takes
    /// most of the time of a long table.
    fn own_look(&self, column: u16, style: Style, is_total: bool) -> Option<&Look> {
        let is_of_column = !is_total && self.columns.get(usize::from(column)) == Some(&style);
        (!is_of_column).then(|| self.formats.look(style, is_total))
    }

    fn link(
        &mut self,
        sheet: &mut impl Target,
        at: (u32, u16),
        text: &str,
        address: &str,
        is_total: bool,
    ) -> Result<(), XlsxError> {
        let fitting = self.fitting(text);
        let is_link = !text.trim().is_empty();
        let shown = Shown::Text(&fitting);
        if is_link && self.is_linked(sheet, at, shown, address, is_total)? {
            return Ok(());
        }
        self.tally.plain_links += 1;
        sheet.text(at, &fitting, self.own_look(at.1, Style::Text, is_total))
    }

    /// Writes a number that leads to an address. Programs find it among numbers, and add it up.
    fn number_link(
        &mut self,
        sheet: &mut impl Target,
        at: (u32, u16),
        number: f64,
        address: &str,
        is_total: bool,
    ) -> Result<(), XlsxError> {
        if self.is_linked(sheet, at, Shown::Number(number), address, is_total)? {
            return Ok(());
        }
        self.tally.plain_links += 1;
        self.number(sheet, at, number, Style::Id, is_total)
    }

    /// Writes a link if the address is one that it may lead to, and if there is room for it.
    fn is_linked(
        &mut self,
        sheet: &mut impl Target,
        at: (u32, u16),
        shown: Shown<'_>,
        address: &str,
        is_total: bool,
    ) -> Result<bool, XlsxError> {
        if self.tally.links >= self.limits.links || !is_linkable(address) {
            return Ok(false);
        }
        let look = self.formats.look(Style::Link, is_total);
        let is_link = sheet.link(at, shown, address, look)?;
        self.tally.links += u32::from(is_link);
        Ok(is_link)
    }

    /// Returns a text that fits into a cell.
    fn fitting<'t>(&mut self, whole: &'t str) -> Cow<'t, str> {
        let clean = text::clean(whole);
        self.tally.replaced += u64::from(text::is_replaced(whole));
        let cut = text::within(&clean, MAX_TEXT);
        if cut.len() == clean.len() {
            return clean;
        }
        self.tally.cut += 1;
        let mut text = text::within(cut, MAX_TEXT - 1).to_owned();
        text.push('…');
        Cow::Owned(text)
    }
}

pub(super) const SECONDS_OF_A_DAY: f64 = 86_400.0;

/// Returns how a number is shown: with two decimals if it has a fraction.
pub(super) fn of_number(number: f64) -> Style {
    if number.fract() == 0.0 {
        Style::Number
    } else {
        Style::Fraction
    }
}

/// Returns how a share is shown beside its target.
fn of_share(percent: f64, target: f64) -> Style {
    match words::decimals(percent, target) {
        ..=1 => Style::Percent,
        2 => Style::Percent2,
        3 => Style::Percent3,
        _ => Style::PercentMore,
    }
}

/// Returns a whole number unless a spreadsheet loses its last digits.
fn exact(number: i64) -> Option<f64> {
    (number.unsigned_abs() < TOO_LARGE).then_some(number as f64)
}

/// Returns a value as text whose digits are all there.
fn digits(value: &Value) -> String {
    match value {
        Value::Integer(number) | Value::Id(number) => number.to_string(),
        Value::Number(number)
        | Value::Percent(number)
        | Value::Share {
            percent: number, ..
        }
        | Value::Points(number) => number.to_string(),
        other => Words.of(other),
    }
}

/// Returns a time as a spreadsheet counts it, in days. Before March 1900, it counts differently.
fn serial(time: DateTime) -> Option<f64> {
    let date = time.date();
    if date < Date::constant(1900, 3, 1) {
        return None;
    }
    let days = date.since(Date::constant(1899, 12, 30)).ok()?.get_days();
    let clock = time.time();
    let seconds = f64::from(clock.hour()) * 3600.0
        + f64::from(clock.minute()) * 60.0
        + f64::from(clock.second())
        + f64::from(clock.millisecond()) / 1000.0;
    Some(f64::from(days) + seconds / SECONDS_OF_A_DAY)
}

/// Returns whether an address is one that a link of a sheet may lead to.
fn is_linkable(address: &str) -> bool {
    is_page(address) && !text::is_replaced(address) && address.encode_utf16().count() <= MAX_ADDRESS
}
