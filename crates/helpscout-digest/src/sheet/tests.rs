use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::*;
use crate::{
    Change, Chart, Column, Fact, Headline, Kind, Plot, Reference, Series, Table, Trend, Unit,
    Value, Verdict,
};

mod days;
mod links;
mod paper;
mod rows;
mod strange_texts;

type Book = Xlsx<Cursor<Vec<u8>>>;

fn written(digest: &Digest<'_>) -> Vec<u8> {
    let mut xlsx = Vec::new();
    write(digest, &mut xlsx).unwrap();
    xlsx
}

fn read(xlsx: Vec<u8>) -> Book {
    Xlsx::new(Cursor::new(xlsx)).unwrap()
}

fn book(digest: &Digest<'_>) -> Book {
    read(written(digest))
}

fn within(digest: &Digest<'_>, limits: Limits) -> Book {
    let mut xlsx = Vec::new();
    write_within(digest, limits, &mut xlsx).unwrap();
    read(xlsx)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn link(text: &str, url: &str) -> Value {
    Value::Link {
        text: text.to_owned(),
        number: None,
        url: url.to_owned(),
    }
}

fn number_link(number: i64, url: &str) -> Value {
    Value::Link {
        text: format!("#{number}"),
        number: Some(number),
        url: url.to_owned(),
    }
}

/// A digest with one table, which has a column of that kind.
fn one_column(kind: Kind, values: Vec<Value>) -> Digest<'static> {
    let rows: Vec<Vec<Value>> = values.into_iter().map(|value| vec![value]).collect();
    let mut digest = Digest::new("Title");
    let table = Table::new("rows", "Rows", vec![Column::new("Column", kind)], rows);
    digest.blocks.push(Block::Table(table));
    digest
}

/// The cells of a sheet, row by row. An empty cell is an empty text.
fn cells(book: &mut Book, sheet: &str) -> Vec<Vec<String>> {
    let range: Range<Data> = book.worksheet_range(sheet).unwrap();
    let cell = |data: &Data| match data {
        Data::DateTime(time) => format!("time {:.9}", time.as_f64()),
        other => other.to_string(),
    };
    let rows = range.rows();
    rows.map(|row| row.iter().map(cell).collect()).collect()
}

/// The texts of a sheet that are not empty.
fn texts(book: &mut Book, sheet: &str) -> Vec<String> {
    let cells = cells(book, sheet).into_iter().flatten();
    cells.filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn each_kind_of_value_has_its_type() {
    let zone = TimeZoneDatabase::bundled().get("America/New_York").unwrap();
    let instant: Timestamp = "2019-05-02T12:00:07Z".parse().unwrap();
    let instant = Value::Instant(Box::new(instant.to_zoned_datetime(zone)));
    let columns = [
        ("Text", Kind::Text, text("Zoë")),
        ("Count", Kind::Integer, Value::Integer(1234)),
        ("ID", Kind::Id, Value::Id(2_345_678_901)),
        ("Score", Kind::Number, Value::Number(41.5)),
        ("Share", Kind::Percent, Value::Percent(87.5)),
        ("Time", Kind::Duration, Value::Duration(360_000.0)),
        ("Created", Kind::Instant, instant),
        ("Day", Kind::Date, Value::Date(date(2019, 5, 2))),
        ("Nothing", Kind::Number, Value::Missing),
    ];
    let titles = columns
        .iter()
        .map(|(title, kind, _)| Column::new(*title, *kind));
    let titles = titles.collect();
    let row = columns.iter().map(|(_, _, value)| value.clone()).collect();
    let mut digest = Digest::new("Title");
    let table = Table::new("rows", "Rows", titles, vec![row]);
    digest.blocks.push(Block::Table(table));

    let range: Range<Data> = book(&digest).worksheet_range("Rows").unwrap();
    let header: Vec<String> = range
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(Data::to_string)
        .collect();
    assert_eq!(
        header,
        [
            "Text",
            "Count",
            "ID",
            "Score",
            "Share",
            "Time",
            "Time (seconds)",
            "Created (America/New_York)",
            "Day",
            "Nothing"
        ]
    );
    let row = range.rows().nth(1).unwrap();
    assert_eq!(row[0], Data::String("Zoë".to_owned()));
    let numbers = [1234.0, 2_345_678_901.0, 41.5, 0.875];
    for (cell, number) in row[1..5].iter().zip(numbers) {
        assert_eq!(*cell, Data::Float(number));
    }
    let Data::DateTime(hours) = &row[5] else {
        panic!("{:?} is no time", row[5]);
    };
    assert!(hours.is_duration());
    assert!((hours.as_f64() * 24.0 - 100.0).abs() < 1e-9);
    assert_eq!(row[6], Data::Float(360_000.0));
    let Data::DateTime(there) = &row[7] else {
        panic!("{:?} is no time", row[7]);
    };
    assert_eq!(there.to_ymd_hms_milli(), (2019, 5, 2, 8, 0, 7, 0));
    let Data::DateTime(day) = &row[8] else {
        panic!("{:?} is no date", row[8]);
    };
    assert_eq!(day.to_ymd_hms_milli(), (2019, 5, 2, 0, 0, 0, 0));
    assert_eq!(row.get(9).unwrap_or(&Data::Empty), &Data::Empty);
}

#[test]
fn a_number_that_would_lose_digits_is_text() {
    let ids = [999_999_999_999_999, 1_000_000_000_000_000, i64::MIN];
    let digest = one_column(Kind::Id, ids.map(Value::Id).to_vec());
    let range: Range<Data> = book(&digest).worksheet_range("Rows").unwrap();
    let cells: Vec<&Data> = range.rows().skip(1).map(|row| &row[0]).collect();
    assert_eq!(*cells[0], Data::Float(999_999_999_999_999.0));
    assert_eq!(*cells[1], Data::String("1000000000000000".to_owned()));
    assert_eq!(*cells[2], Data::String(i64::MIN.to_string()));
}

#[test]
fn what_a_spreadsheet_has_no_number_for_is_text() {
    let durations = vec![Value::Duration(-5.0), Value::Duration(f64::NAN)];
    let cells = cells(&mut book(&one_column(Kind::Duration, durations)), "Rows");
    assert!(
        !cells[1][0].is_empty() && !cells[1][0].starts_with("time"),
        "{cells:?}"
    );
    let dates = vec![Value::Date(date(1899, 1, 2)), Value::Date(date(1900, 3, 1))];
    let cells = self::cells(&mut book(&one_column(Kind::Date, dates)), "Rows");
    assert_eq!(cells[1][0], "1899-01-02");
    assert_eq!(cells[2][0], "time 61.000000000");
}

#[test]
fn text_from_outside_is_text() {
    let hostile = [
        "=1+1",
        "+1",
        "-2",
        "@SUM(A1)",
        "{=1}",
        "=HYPERLINK(\"https://example.com\")",
        "https://example.com",
        "mailto:a@example.com",
        "internal:Sheet1!A1",
        "<b>&amp;\"'",
        "_x0041_",
        "  spaces  ",
        "two\nlines",
    ];
    let mut digest = one_column(Kind::Text, hostile.map(text).to_vec());
    digest.title = "=1+1".to_owned();
    digest.fact("=2", "=3");
    let mut book = book(&digest);
    let range: Range<Data> = book.worksheet_range("Rows").unwrap();
    for (row, expected) in range.rows().skip(1).zip(hostile) {
        assert_eq!(row[0], Data::String(expected.to_owned()));
    }
    for sheet in ["Rows", "Summary"] {
        let formulas = book.worksheet_formula(sheet).unwrap();
        assert!(formulas.is_empty(), "{sheet}: {formulas:?}");
    }
    assert!(book.hyperlinks_by_sheet_name("Rows").unwrap().is_empty());
    let summary = texts(&mut book, "Summary");
    assert!(summary.starts_with(&["=1+1".to_owned()]), "{summary:?}");
}

#[test]
fn points_are_numbers_that_say_so() {
    let digest = one_column(Kind::Points, vec![Value::Points(1.27), Value::Points(-3.0)]);
    let xlsx = written(&digest);
    let range: Range<Data> = read(xlsx.clone()).worksheet_range("Rows").unwrap();
    let cells: Vec<Data> = range.rows().skip(1).map(|row| row[0].clone()).collect();
    assert_eq!(cells, [Data::Float(1.27), Data::Float(-3.0)]);
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        let mut part = archive.by_name(name).unwrap();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        text
    };
    // The column has that format, and its cells have none but that.
    let styles = part("xl/styles.xml");
    let formats = styles.split("<cellXfs").nth(1).unwrap();
    let formats: Vec<&str> = formats.split("<xf ").skip(1).collect();
    let sheet = part("xl/worksheets/sheet2.xml");
    let at = sheet.split("<c r=\"A2\" s=\"").nth(1).unwrap();
    let at: usize = at.split('"').next().unwrap().parse().unwrap();
    let id = formats[at].split("numFmtId=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let named = format!("numFmtId=\"{id}\" formatCode=\"+0.0&quot; points&quot;;");
    assert!(styles.contains(&named), "{named}: {styles}");
}

#[test]
fn rows_beyond_a_sheet_are_on_the_next_and_the_total_is_last() {
    let rows = (1..=5).map(Value::Integer).collect();
    let mut digest = one_column(Kind::Integer, rows);
    if let Some(Block::Table(table)) = digest.blocks.first_mut() {
        table.total = Some(vec![Value::Integer(15)]);
    }
    let limits = Limits {
        rows: 4,
        ..Limits::default()
    };
    let mut book = within(&digest, limits);
    let names = ["Summary", "Rows", "Rows (2)", "Rows (3)"];
    assert_eq!(book.sheet_names(), names);
    let all = names[1..].iter().map(|name| texts(&mut book, name));
    let all: Vec<Vec<String>> = all.collect();
    assert_eq!(all[0], ["Column", "1", "2"]);
    assert_eq!(all[1], ["Column", "3", "4"]);
    assert_eq!(all[2], ["Column", "5", "15"]);
    let summary = texts(&mut book, "Summary").join("\n");
    assert!(
        summary.contains("Rows: the rows are on 3 sheets"),
        "{summary}"
    );
    assert!(summary.contains("5 rows"), "{summary}");
}

#[test]
fn a_table_without_rows_is_its_header() {
    let mut book = book(&one_column(Kind::Duration, Vec::new()));
    assert_eq!(texts(&mut book, "Rows"), ["Column", "Column (seconds)"]);
    assert!(texts(&mut book, "Summary").contains(&"no rows".to_owned()));
}

#[test]
fn a_change_is_three_numbers() {
    let change = Change {
        before: Box::new(Value::Duration(120.0)),
        difference: Box::new(Value::Duration(-30.0)),
        percent: Some(-25.0),
        n: Some(7),
    };
    let mut book = book(&one_column(Kind::Change, vec![Value::Change(change)]));
    let cells = cells(&mut book, "Rows");
    assert_eq!(
        cells[0],
        [
            "Column (percent)",
            "Column (difference)",
            "Column (before)",
            "Column (n before)"
        ]
    );
    assert_eq!(cells[1], ["-0.25", "-30", "time 0.001388889", "7"]);
}

/// A digest with everything.
fn full() -> Digest<'static> {
    let mut digest = one_column(Kind::Text, vec![text("a")]);
    digest.title = "Marta Lindqvist".to_owned();
    digest.period = "Mon 13 May – Sun 19 May 2019".to_owned();
    digest.compared_with = Some("the week before".to_owned());
    digest.extent = vec!["3 of 9 rows, where =1+1".to_owned()];
    digest.read_at = "2019-05-20T08:00:00Z".parse().ok();
    digest.facts.push(Fact {
        name: "Mailbox".to_owned(),
        value: "Support".to_owned(),
    });
    let change = Change {
        before: Box::new(Value::Duration(2000.0)),
        difference: Box::new(Value::Duration(-200.0)),
        percent: Some(-10.0),
        n: Some(110),
    };
    let mut median = Headline::new("Median response time", Value::Duration(1800.0))
        .over(120)
        .missing(3)
        .change(Some(change))
        .better(Trend::Down);
    median.target = Some(("90 % within 1h".to_owned(), Verdict::Missed));
    let replies = Headline::new("Replies", Value::Integer(140));
    let series = |name: &str, values: &[Option<f64>]| Series {
        name: name.to_owned(),
        values: values.to_vec(),
    };
    let chart = |title: &str, unit, plot| {
        Block::Chart(Chart {
            title: title.to_owned(),
            summary: format!("{title}, in words."),
            note: Some(format!("{title}, noted.")),
            unit,
            plot,
        })
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let blocks = vec![
        Block::Heading("Figures".to_owned()),
        Block::Headlines(vec![median, replies]),
        chart(
            "Response time by day",
            Unit::Seconds,
            Plot::Line {
                steps: names(&["Mon", "Tue", "Wed"]),
                series: vec![
                    series("This week", &[Some(60.0), None, Some(180.0)]),
                    series("Before", &[Some(90.0), Some(120.0), None]),
                ],
            },
        ),
        chart(
            "Distribution",
            Unit::Seconds,
            Plot::Histogram {
                limits: vec![0.0, 60.0, f64::INFINITY],
                counts: vec![3, 4],
                references: vec![Reference {
                    name: "Median".to_owned(),
                    value: 55.0,
                }],
            },
        ),
        chart(
            "Channels",
            Unit::Count,
            Plot::Bars {
                categories: names(&["Mon", "Tue"]),
                series: vec![series("Email", &[Some(3.0), Some(5.0)])],
                stacked: true,
            },
        ),
        chart(
            "Empty",
            Unit::Count,
            Plot::Bars {
                categories: Vec::new(),
                series: Vec::new(),
                stacked: false,
            },
        ),
        chart(
            "Busy times",
            Unit::Count,
            Plot::HeatMap {
                rows: names(&["Monday", "Tuesday"]),
                columns: names(&["00", "01"]),
                values: vec![vec![Some(1.0), None], vec![Some(4.0), Some(0.0)]],
            },
        ),
        Block::Note("The figures are of closed conversations.".to_owned()),
    ];
    digest.blocks.splice(0..0, blocks);
    digest
}

#[test]
fn the_summary_has_figures_charts_and_facts() {
    let xlsx = written(&full());
    let mut book = read(xlsx.clone());
    assert_eq!(
        book.sheet_names(),
        ["Summary", "Rows", "Busy times", "Chart data"]
    );
    let summary = cells(&mut book, "Summary");
    let row = |start: &str| {
        let mut rows = summary.iter().filter(|row| row[0] == start);
        let row = rows
            .next()
            .unwrap_or_else(|| panic!("no {start}: {summary:?}"));
        let end = row.iter().rposition(|cell| !cell.is_empty()).unwrap();
        row[..=end].join(" | ")
    };
    assert_eq!(
        row("Figure"),
        "Figure | Value | Seconds | n | Missing | Before | n before | Difference | Change | Target | Result"
    );
    assert_eq!(
        row("Median response time"),
        "Median response time | time 0.020833333 | 1800 | 120 | 3 | time 0.023148148 | 110 | -200 \
         | -0.1 | 90 % within 1h | missed"
    );
    assert_eq!(row("Replies"), "Replies | 140");
    assert_eq!(row("Mailbox"), "Mailbox | Support");
    assert_eq!(summary[3][0], "3 of 9 rows, where =1+1");
    assert_eq!(row("Busy times"), "Busy times | a sheet with colored cells");
    assert_eq!(row("Empty: no values"), "Empty: no values");

    let data = cells(&mut book, "Chart data");
    let data: Vec<String> = data.iter().map(|row| row.join("|")).collect();
    let first = |start: &str| data.iter().find(|row| row.starts_with(start)).unwrap();
    assert_eq!(
        *first("|This week"),
        "|This week|Before|This week (seconds)|Before (seconds)"
    );
    assert_eq!(
        *first("Mon|"),
        "Mon|time 0.000694444|time 0.001041667|60|90"
    );
    assert_eq!(*first("Tue|"), "Tue||time 0.001388889||120");
    assert!(
        data.iter().any(|row| row.ends_with("and more|4|||")),
        "{data:?}"
    );
    let heat_map = cells(&mut book, "Busy times");
    assert_eq!(heat_map[4], ["", "00", "01"]);
    assert_eq!(heat_map[6], ["Tuesday", "4", "0"]);
    // Three native charts, and none for what has no values.
    let parts = |name: &str| {
        let name = name.as_bytes();
        xlsx.windows(name.len())
            .filter(|part| *part == name)
            .count()
    };
    assert!(parts("xl/charts/chart3.xml") > 0);
    assert_eq!(parts("xl/charts/chart4.xml"), 0);
}

#[test]
fn the_same_digest_has_the_same_bytes() {
    assert_eq!(written(&full()), written(&full()));
    let mut later = full();
    later.read_at = "2019-05-20T08:00:01Z".parse().ok();
    assert_ne!(written(&full()), written(&later));
}

#[test]
fn a_zone_without_a_name_is_an_offset() {
    let zone = TimeZone::fixed(jiff::tz::offset(-3));
    let instant: Timestamp = "2019-05-02T12:00:00Z".parse().unwrap();
    let instant = Value::Instant(Box::new(instant.to_zoned_datetime(zone)));
    let mut book = book(&one_column(Kind::Instant, vec![Value::Missing, instant]));
    assert_eq!(texts(&mut book, "Rows")[0], "Column (UTC-03)");
}
