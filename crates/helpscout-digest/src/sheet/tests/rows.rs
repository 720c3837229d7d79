//! Rows that are written without the library.

use super::*;

/// Every part of a file by its name, unpacked.
fn parts(digest: &Digest<'_>, limits: Limits) -> Vec<(String, String)> {
    let mut xlsx = Vec::new();
    write_within(digest, limits, &mut xlsx).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let parts = (0..archive.len()).map(|at| {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        (part.name().unwrap().into_owned(), text)
    });
    parts.collect()
}

/// Kinds of columns with values that have text.
fn texts() -> Vec<(Kind, Vec<Value>)> {
    vec![
        (
            Kind::Text,
            vec![
                text("a<b> & \"c\" 'd'"),
                text(" a \n"),
                text(""),
                text("Zoë 😀 مرحبا"),
            ],
        ),
        (
            Kind::Text,
            vec![
                text("_x000A_ _x00ZZ_ _x005F_x0041_é_x"),
                text("\u{1b}[2J"),
                text("\t"),
                text("=1+1"),
            ],
        ),
        (
            Kind::Link,
            vec![
                link("#1", "javascript:x"),
                text("#2"),
                Value::Missing,
                link(" ", "http://x"),
            ],
        ),
    ]
}

/// Kinds of columns with links of numbers, and with points.
fn linked_numbers() -> Vec<(Kind, Vec<Value>)> {
    vec![
        (
            Kind::Link,
            vec![
                number_link(7, "http://x"),
                Value::Id(8),
                Value::Missing,
                number_link(i64::MAX, "javascript:x"),
            ],
        ),
        (
            Kind::Points,
            vec![
                Value::Points(1.27),
                Value::Points(-0.5),
                Value::Points(f64::NAN),
                text("many"),
            ],
        ),
    ]
}

/// Kinds of columns with values that have numbers, mostly.
fn numbers() -> Vec<(Kind, Vec<Value>)> {
    let zone = TimeZoneDatabase::bundled().get("Asia/Kathmandu").unwrap();
    let instant = |text: &str| {
        let instant: Timestamp = text.parse().unwrap();
        Value::Instant(Box::new(instant.to_zoned_datetime(zone.clone())))
    };
    let change = |before: f64, difference: f64| {
        Value::Change(Change {
            before: Box::new(Value::Duration(before)),
            difference: Box::new(Value::Duration(difference)),
            percent: Some(difference / before * 100.0),
            n: Some(7),
        })
    };
    vec![
        (
            Kind::Integer,
            vec![
                Value::Integer(0),
                Value::Integer(-7),
                Value::Integer(i64::MAX),
                text("many"),
            ],
        ),
        (
            Kind::Id,
            vec![
                Value::Id(4_845_671_933),
                Value::Id(999_999_999_999_999),
                Value::Missing,
                Value::Id(1),
            ],
        ),
        (
            Kind::Number,
            vec![
                Value::Number(-0.0),
                Value::Number(41.5),
                Value::Number(1e300),
                Value::Number(f64::NAN),
            ],
        ),
        (
            Kind::Number,
            vec![
                Value::Number(0.1 + 0.2),
                Value::Number(1e-7),
                Value::Number(9e15),
                Value::Number(2e16),
            ],
        ),
        (
            Kind::Percent,
            vec![
                Value::Percent(87.5),
                Value::Percent(0.0),
                Value::Percent(33.3),
                Value::Missing,
            ],
        ),
        (
            Kind::Duration,
            vec![
                Value::Duration(360_000.0),
                Value::Duration(-5.0),
                Value::Duration(12.5),
                Value::Duration(0.0),
            ],
        ),
        (
            Kind::Instant,
            vec![
                instant("2019-05-02T12:00:07Z"),
                instant("1800-01-01T00:00:00Z"),
                instant("2019-05-02T12:00:07.123Z"),
                Value::Missing,
            ],
        ),
        (
            Kind::Date,
            vec![
                Value::Date(date(2019, 5, 2)),
                Value::Date(date(1800, 5, 2)),
                text("never"),
                Value::Missing,
            ],
        ),
        (
            Kind::Change,
            vec![
                change(120.0, -30.0),
                change(0.0, 5.0),
                Value::Missing,
                change(3.0, 0.0),
            ],
        ),
    ]
}

#[test]
fn rows_are_the_same_whether_or_not_the_library_writes_them() {
    let columns = [texts(), numbers(), linked_numbers()].concat();
    let titles = (0..).zip(&columns);
    let titles = titles.map(|(at, (kind, _))| Column::new(format!("Column {at}"), *kind));
    // More columns than letters.
    let titles: Vec<Column> = titles
        .cycle()
        .take(columns.len() * 3)
        .enumerate()
        .map(|(at, mut column)| {
            column.title = format!("{at}");
            column
        })
        .collect();
    let row = |at: usize| -> Vec<Value> {
        let values = columns.iter().cycle().take(titles.len());
        values.map(|(_, values)| values[at].clone()).collect()
    };
    let mut rows: Vec<Vec<Value>> = (0..4).map(row).collect();
    // A row without values, in the middle and at the end.
    rows.insert(2, vec![Value::Missing; titles.len()]);
    rows.push(row(1));
    let with = |rows: Vec<Vec<Value>>, total: Option<Vec<Value>>| {
        let mut digest = Digest::new("Title");
        let mut table = Table::new("rows", "Rows", titles.clone(), rows);
        table.total = total;
        digest.blocks.push(Block::Table(table));
        digest
    };
    for digest in [with(rows.clone(), None), with(rows.clone(), Some(row(0)))] {
        let library = parts(&digest, Limits::default());
        let mut plain = library.clone();
        for (_, text) in &mut plain {
            *text = text.replace(r#" ht="30" customHeight="1""#, "");
        }
        for head in 1..=7 {
            let limits = Limits {
                head,
                ..Limits::default()
            };
            // The headings have a height only if the library writes a row after them.
            let expected = if head > 1 { &library } else { &plain };
            assert_eq!(
                &parts(&digest, limits),
                expected,
                "{head} rows by the library"
            );
        }
    }
}

/// Returns the sheet of a table whose heading has several lines.
fn under_a_high_heading(values: Vec<Value>) -> String {
    let mut digest = one_column(Kind::Duration, values);
    let Block::Table(table) = &mut digest.blocks[0] else {
        panic!("no table");
    };
    table.columns[0].title = "First response".to_owned();
    let parts = parts(&digest, Limits::default());
    let mut parts = parts.into_iter();
    let sheet = parts.find(|(_, text)| text.contains("First response (seconds)"));
    sheet.unwrap().1
}

#[test]
fn headings_of_several_lines_have_room() {
    let sheet = under_a_high_heading(vec![Value::Duration(60.0)]);
    let row = r#"<row r="1" ht="45" customHeight="1">"#;
    assert!(sheet.contains(row), "{sheet}");
}

#[test]
fn headings_without_rows_are_there_once() {
    let sheet = under_a_high_heading(Vec::new());
    assert_eq!(sheet.matches("<row ").count(), 1, "{sheet}");
}

#[test]
fn an_earlier_period_has_the_same_color_in_every_chart() {
    let series = |name: &str| Series {
        name: name.to_owned(),
        values: vec![Some(1.0)],
    };
    let chart = |plot| {
        Block::Chart(Chart {
            title: "Chart".to_owned(),
            summary: String::new(),
            note: None,
            unit: Unit::Count,
            plot,
        })
    };
    let mut digest = Digest::new("Title");
    digest.blocks.push(chart(Plot::Line {
        steps: vec!["Mon".to_owned()],
        series: ["Median", "90 %", "Median before"].map(series).to_vec(),
    }));
    digest.blocks.push(chart(Plot::Bars {
        categories: vec!["Mon".to_owned()],
        series: ["Replies", "Before"].map(series).to_vec(),
        stacked: false,
    }));
    let parts = parts(&digest, Limits::default());
    let colors = |name: &str| -> Vec<String> {
        let (_, chart) = parts.iter().find(|(part, _)| part == name).unwrap();
        let series = chart.split("<c:ser>").skip(1);
        let color = |series: &str| {
            let (_, color) = series.split_once("<a:srgbClr val=\"").unwrap();
            color[..6].to_owned()
        };
        series.map(color).collect()
    };
    assert_eq!(
        colors("xl/charts/chart1.xml"),
        ["2F6FDE", "E07B2E", "A3ADBB"]
    );
    assert_eq!(colors("xl/charts/chart2.xml"), ["2F6FDE", "A3ADBB"]);
}
