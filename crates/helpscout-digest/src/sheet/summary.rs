//! The first sheet: key figures, charts, links to the other sheets, and how the report was made.

use jiff::tz::TimeZone;
use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::cells::{Cells, Formats, Style, Tally, Tone};
use super::charts::{Drawn, SIZE};
use super::limits::Limits;
use super::table::{Contents, difference};
use super::text;
use crate::{Block, Change, Digest, Headline, Trend, Value, Verdict};

/// The height of a row in pixels, unless it is set.
const ROW: u32 = 20;

/// The widths of the columns, in characters.
const WIDTHS: [f64; 11] = [
    34.0, 15.0, 13.0, 10.0, 10.0, 13.0, 10.0, 15.0, 13.0, 18.0, 10.0,
];

/// The length of a title that fits into the first column.
const MAX_TITLE: usize = 36;

/// Writes the sheet. `tables` and `drawn` are those of the digest, in their order.
pub(super) fn write(
    name: &str,
    digest: &Digest<'_>,
    tables: &[Contents],
    drawn: Vec<Drawn>,
    formats: &Formats,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    for (at, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    let mut summary = Summary {
        sheet,
        cells: Cells {
            formats,
            limits: Limits::default(),
            tally: Tally::default(),
            columns: Vec::new(),
        },
        row: 0,
        beside: None,
    };
    summary.head(digest)?;
    let (mut tables, mut drawn) = (tables.iter(), drawn.into_iter());
    let mut notes = Vec::new();
    for block in &digest.blocks {
        match block {
            Block::Heading(heading) => summary.heading(heading)?,
            Block::Headlines(headlines) => summary.headlines(headlines)?,
            Block::Note(note) => summary.note(note)?,
            Block::Chart(chart) => {
                let drawn = drawn.next().unwrap_or(Drawn::Nothing);
                summary.chart(&chart.title, chart.note.as_deref(), drawn)?;
            }
            Block::Table(table) => {
                if let Some(contents) = tables.next() {
                    summary.table(&table.title, table.caption.as_deref(), contents)?;
                    notes.extend(remarks(&table.title, contents));
                }
            }
        }
    }
    summary.about(digest, &notes)?;
    let mut sheet = summary.sheet;
    sheet.set_screen_gridlines(false);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(sheet)
}

struct Summary<'f> {
    sheet: Worksheet,
    cells: Cells<'f>,
    /// The next free row.
    row: u32,
    /// The row of a chart that has room for another one beside it.
    beside: Option<u32>,
}

impl Summary<'_> {
    fn head(&mut self, digest: &Digest<'_>) -> Result<(), XlsxError> {
        let formats = self.cells.formats;
        self.line(&digest.title, &formats.title)?;
        if !digest.period.is_empty() {
            self.line(&digest.period, &formats.subtitle)?;
        }
        if let Some(other) = &digest.compared_with {
            self.line(&format!("Compared with {other}"), &formats.subtitle)?;
        }
        for line in &digest.extent {
            self.line(line, &formats.subtitle)?;
        }
        self.gap();
        Ok(())
    }

    fn heading(&mut self, heading: &str) -> Result<(), XlsxError> {
        self.gap();
        self.line(heading, &self.cells.formats.heading)
    }

    fn note(&mut self, note: &str) -> Result<(), XlsxError> {
        self.beside = None;
        self.line(note, &self.cells.formats.note)
    }

    /// Writes key figures below one another, each with what it is calculated from.
    fn headlines(&mut self, headlines: &[Headline]) -> Result<(), XlsxError> {
        self.beside = None;
        let columns = Columns::of(headlines);
        let titles = columns.titles();
        for (at, title) in (0..).zip(titles) {
            let format = match at {
                0 => &self.cells.formats.header,
                _ => &self.cells.formats.number_header,
            };
            self.sheet
                .write_string_with_format(self.row, at, title, format)?;
        }
        self.row += 1;
        for headline in headlines {
            self.headline(headline, columns)?;
            self.row += 1;
        }
        self.gap();
        Ok(())
    }

    fn headline(&mut self, headline: &Headline, columns: Columns) -> Result<(), XlsxError> {
        let row = self.row;
        self.cells
            .text(&mut self.sheet, (row, 0), &headline.title, false)?;
        self.value(1, &headline.value)?;
        let mut at = 2;
        if columns.seconds {
            if let Value::Duration(seconds) = headline.value {
                self.value(at, &Value::Number(seconds))?;
            }
            at += 1;
        }
        for (is_there, count) in [(columns.n, headline.n), (columns.missing, headline.missing)] {
            if is_there {
                self.value(at, &integer(count))?;
                at += 1;
            }
        }
        if columns.change {
            if let Some(change) = &headline.change {
                self.change(at, change, headline.better, columns.n_before)?;
            }
            at += 3 + u16::from(columns.n_before);
        }
        if let (true, Some((target, verdict))) = (columns.target, &headline.target) {
            let tone = match verdict {
                Verdict::Kept => Tone::Good,
                Verdict::Missed => Tone::Bad,
                Verdict::NoValues => Tone::Neutral,
            };
            self.cells.text(&mut self.sheet, (row, at), target, false)?;
            let format = self.cells.formats.toned(Style::Text, tone);
            self.sheet
                .write_string_with_format(row, at + 1, verdict.words(), &format)?;
        }
        Ok(())
    }

    /// Writes a change in three columns, or in four with the number of values before.
    fn change(
        &mut self,
        mut at: u16,
        change: &Change,
        better: Trend,
        has_n: bool,
    ) -> Result<(), XlsxError> {
        self.value(at, &change.before)?;
        if has_n {
            at += 1;
            self.value(at, &integer(change.n))?;
        }
        let difference = difference(&change.difference);
        let sign = difference.map(|(difference, _)| difference);
        let Some(sign) = sign.or_else(|| change.percent_alone()) else {
            return Ok(());
        };
        let tone = tone(sign, better);
        if let Some((difference, style)) = difference {
            let format = self.cells.formats.toned(style, tone);
            self.sheet
                .write_number_with_format(self.row, at + 1, difference, &format)?;
        }
        if let Some(percent) = change.percent.filter(|percent| percent.is_finite()) {
            let format = self.cells.formats.toned(Style::Change, tone);
            let share = percent / 100.0;
            self.sheet
                .write_number_with_format(self.row, at + 2, share, &format)?;
        }
        Ok(())
    }

    fn chart(&mut self, title: &str, note: Option<&str>, drawn: Drawn) -> Result<(), XlsxError> {
        match drawn {
            Drawn::Chart(chart) => {
                let (top, left) = match self.beside.take() {
                    Some(row) => (row, SIZE.0 + 16),
                    None => {
                        self.beside = Some(self.row);
                        (self.row, 0)
                    }
                };
                self.sheet
                    .insert_chart_with_offset(top, 0, &chart, left + 4, 4)?;
                if left == 0 {
                    self.row += SIZE.1.div_ceil(ROW) + 1;
                }
            }
            Drawn::Sheet(name) => self.reference(title, &name, "a sheet with colored cells")?,
            Drawn::Nothing => self.note(&format!("{title}: no values"))?,
        }
        if let Some(note) = note {
            // The next chart still has its place beside the one above.
            let beside = self.beside;
            self.note(note)?;
            self.beside = beside;
        }
        Ok(())
    }

    fn table(
        &mut self,
        title: &str,
        caption: Option<&str>,
        contents: &Contents,
    ) -> Result<(), XlsxError> {
        let rows = match contents.rows {
            0 => "no rows".to_owned(),
            1 => "1 row".to_owned(),
            rows => format!("{rows} rows"),
        };
        for (at, name) in contents.names.iter().enumerate() {
            match at {
                0 => self.reference(title, name, &rows)?,
                _ => self.reference(&format!("{title}, continued"), name, "")?,
            }
        }
        caption.map_or(Ok(()), |caption| self.note(caption))
    }

    /// Writes a link to another sheet.
    fn reference(&mut self, title: &str, name: &str, what: &str) -> Result<(), XlsxError> {
        self.beside = None;
        let target = format!("internal:'{}'!A1", name.replace('\'', "''"));
        let title = text::clean(title);
        let mut shown = text::within(&title, MAX_TITLE).to_owned();
        if shown.len() < title.len() {
            shown.push('…');
        }
        let url = Url::new(target).set_text(shown);
        let format = self.cells.formats.of(Style::Link, false);
        self.sheet.write_url_with_format(self.row, 0, url, format)?;
        self.cells
            .text(&mut self.sheet, (self.row, 1), what, false)?;
        self.row += 1;
        Ok(())
    }

    /// Writes the facts, and what the sheets could not hold.
    fn about(&mut self, digest: &Digest<'_>, notes: &[String]) -> Result<(), XlsxError> {
        if digest.facts.is_empty() && notes.is_empty() {
            return Ok(());
        }
        self.heading("About this report")?;
        for fact in &digest.facts {
            self.cells
                .text(&mut self.sheet, (self.row, 0), &fact.name, false)?;
            self.cells
                .text(&mut self.sheet, (self.row, 1), &fact.value, false)?;
            self.row += 1;
        }
        for note in notes {
            self.note(note)?;
        }
        Ok(())
    }

    fn value(&mut self, column: u16, value: &Value) -> Result<(), XlsxError> {
        let at = (self.row, column);
        let zone = match value {
            Value::Instant(instant) => instant.time_zone().clone(),
            _ => TimeZone::UTC,
        };
        self.cells.value(&mut self.sheet, at, value, &zone, false)
    }

    fn line(&mut self, line: &str, format: &Format) -> Result<(), XlsxError> {
        let clean = text::clean(line);
        let line = text::within(&clean, 2_000);
        self.sheet
            .write_string_with_format(self.row, 0, line, format)?;
        self.row += 1;
        Ok(())
    }

    fn gap(&mut self) {
        self.beside = None;
        self.row += 1;
    }
}

/// The columns that key figures need, beside their names and values.
#[derive(Clone, Copy, Debug)]
struct Columns {
    seconds: bool,
    n: bool,
    missing: bool,
    change: bool,
    n_before: bool,
    target: bool,
}

impl Columns {
    fn of(headlines: &[Headline]) -> Self {
        let any = |is: fn(&Headline) -> bool| headlines.iter().any(is);
        Self {
            seconds: any(|headline| matches!(headline.value, Value::Duration(_))),
            n: any(|headline| headline.n.is_some()),
            missing: any(|headline| headline.missing.is_some()),
            change: any(|headline| headline.change.is_some()),
            n_before: any(|headline| {
                let change = headline.change.as_ref();
                change.is_some_and(|change| change.n.is_some())
            }),
            target: any(|headline| headline.target.is_some()),
        }
    }

    fn titles(self) -> Vec<&'static str> {
        let groups: [(bool, &[&str]); 8] = [
            (true, &["Figure", "Value"]),
            (self.seconds, &["Seconds"]),
            (self.n, &["n"]),
            (self.missing, &["Missing"]),
            (self.change, &["Before"]),
            (self.n_before, &["n before"]),
            (self.change, &["Difference", "Change"]),
            (self.target, &["Target", "Result"]),
        ];
        let shown = groups.into_iter().filter(|(is_there, _)| *is_there);
        shown.flat_map(|(_, titles)| titles).copied().collect()
    }
}

fn integer(count: Option<u64>) -> Value {
    let count = count.and_then(|count| i64::try_from(count).ok());
    count.map_or(Value::Missing, Value::Integer)
}

fn tone(difference: f64, better: Trend) -> Tone {
    let is_better = match better {
        Trend::Up => difference > 0.0,
        Trend::Down => difference < 0.0,
        Trend::Neutral => return Tone::Neutral,
    };
    if difference == 0.0 {
        Tone::Neutral
    } else if is_better {
        Tone::Good
    } else {
        Tone::Bad
    }
}

/// Says what the sheets of a table could not hold.
fn remarks(title: &str, contents: &Contents) -> Vec<String> {
    let Tally {
        plain_links,
        cut,
        replaced,
        ..
    } = contents.tally;
    let sheets = contents.names.len();
    let remarks = [
        (sheets > 1).then(|| format!("the rows are on {sheets} sheets, as one can't hold them")),
        (plain_links > 0).then(|| {
            let links = counted(plain_links, "link is", "links are");
            format!(
                "{links} only text or numbers: a table has at most 5,000 links, all in its first rows, to \
                 https addresses"
            )
        }),
        (cut > 0).then(|| {
            let texts = counted(cut, "text was", "texts were");
            format!("{texts} cut, too long for a cell")
        }),
        (replaced > 0).then(|| {
            let texts = counted(replaced, "text", "texts");
            format!("{texts} had control characters, each replaced by \u{fffd}")
        }),
    ];
    let remarks = remarks.into_iter().flatten();
    remarks
        .map(|remark| format!("{title}: {remark}."))
        .collect()
}

fn counted(number: u64, one: &str, several: &str) -> String {
    let words = if number == 1 { one } else { several };
    format!("{number} {words}")
}
