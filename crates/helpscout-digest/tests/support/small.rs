//! A small report with every kind of block, chart and value, whose texts can be chosen.
#![allow(dead_code)]

use helpscout_digest::{
    Block, Change, Chart, Column, Digest, Headline, Kind, Plot, Reference, Series, Table, Trend,
    Unit, Value, Verdict,
};
use jiff::civil::date;
use jiff::{Timestamp, tz};
use proptest::prelude::*;

/// The number of texts.
const TEXTS: usize = 12;

/// Texts without anything special.
pub(crate) const PLAIN: [&str; TEXTS] = [
    "Marta Lindqvist",
    "Mon 13 May – Sun 19 May 2019",
    "the week before",
    "Mailbox",
    "Support",
    "Response times",
    "Median response time",
    "The median was 31m 18s.",
    "Mon 13 May",
    "This week",
    "Conversations",
    "Ines Duarte",
];

/// Returns texts that try to be more than texts.
pub(crate) fn texts() -> impl Strategy<Value = [String; TEXTS]> {
    let known = [
        "<script>alert(1)</script>",
        "</title><img src=x onerror=alert(1)>",
        "\" onload=\"alert(1)",
        "' x='",
        "]]>--><svg/onload=1>",
        "&lt;b&gt;&#60;",
        "</style></textarea></svg>",
        "```\n# x\n<b>",
        "[x](https://a.example) ![y](z)",
        "@channel <!here> https://a.example www.a.example",
        "|---|\n- a\n1. b\n***",
        "a  \n=====\n\tcode",
        "~~x~~ $x$ ^y^ {#id} [^1]: x",
        "> quote\n<https://a.example>",
        ": definition",
        "",
    ];
    let text = prop_oneof![
        prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        // Without U+0000, which is not a character of HTML.
        "[^\u{0}]{0,24}",
        "[<>&\"'`*_#@:/\\[\\]()!|=~ \n-]{0,24}",
    ];
    prop::array::uniform12(text)
}

pub(crate) fn digest<T: AsRef<str>>(texts: &[T; TEXTS]) -> Digest<'static> {
    let text = |at: usize| texts[at].as_ref().to_owned();
    let mut digest = Digest::new(text(0));
    // An empty period is left out.
    digest.period = format!("{} −04:00", text(1));
    digest.compared_with = Some(text(2));
    digest.extent = vec![format!("3 of 9 rows, where {}", text(2))];
    digest.read_at = Timestamp::from_second(1_558_339_200).ok();
    digest.fact(text(3), text(4));
    let median = Headline::new(text(6), Value::Duration(1878.0))
        .over(1241)
        .missing(43)
        .better(Trend::Down)
        .change(Some(change()));
    let mut within = Headline::new(text(6), Value::Percent(88.4)).over(588);
    within.target = Some((text(7), Verdict::Missed));
    digest.blocks = vec![
        Block::Headlines(vec![median, within]),
        Block::Heading(text(5)),
        Block::Chart(chart(
            [text(5), text(7)],
            Plot::Line {
                steps: vec![text(8), text(8), text(8)],
                series: vec![
                    series(text(9), &[Some(1878.0), None, Some(2400.0)]),
                    series(text(9), &[Some(2128.0), Some(2000.0), Some(1500.0)]),
                ],
            },
        )),
        Block::Chart(chart(
            [text(5), text(7)],
            Plot::Histogram {
                limits: vec![0.0, 900.0, 3600.0, f64::INFINITY],
                counts: vec![3, 7, 1],
                references: vec![Reference {
                    name: text(6),
                    value: 1878.0,
                }],
            },
        )),
        Block::Heading(text(10)),
        Block::Chart(chart(
            [text(5), text(7)],
            Plot::Bars {
                // Long names, so that the chart has the same form whatever the text is.
                categories: vec![format!("{} of the mailbox", text(8))],
                series: vec![series(text(9), &[Some(1878.0)])],
                stacked: false,
            },
        )),
        Block::Chart(chart(
            [text(5), text(7)],
            Plot::HeatMap {
                rows: vec![text(8)],
                columns: vec![text(9), text(9)],
                values: vec![vec![Some(60.0), None]],
            },
        )),
        Block::Table(table(&text)),
        Block::Note(text(7)),
    ];
    digest
}

fn change() -> Change {
    Change {
        before: Box::new(Value::Duration(2128.0)),
        difference: Box::new(Value::Duration(-250.0)),
        percent: Some(-11.75),
        n: Some(1160),
    }
}

fn series(name: String, values: &[Option<f64>]) -> Series {
    let values = values.to_vec();
    Series { name, values }
}

fn chart([title, summary]: [String; 2], plot: Plot) -> Chart {
    Chart {
        title,
        note: Some(summary.clone()),
        summary,
        unit: Unit::Seconds,
        plot,
    }
}

fn table(text: &dyn Fn(usize) -> String) -> Table<'static> {
    let zone = tz::TimeZone::fixed(tz::Offset::constant(-4));
    let instant = Timestamp::from_second(1_557_756_720).unwrap();
    let row = |number: i64, resolve: Value| {
        vec![
            Value::Link {
                text: format!("#{number}"),
                number: Some(number),
                url: format!("https://secure.helpscout.net/conversation/{number}"),
            },
            Value::Text(text(11)),
            Value::Duration(1878.5),
            resolve,
            Value::Instant(Box::new(instant.to_zoned_datetime(zone.clone()))),
            Value::Date(date(2019, 5, 13)),
            Value::Integer(1_234),
            Value::Id(1_234),
            Value::Number(0.25),
            Value::Percent(87.5),
            Value::Change(change()),
        ]
    };
    let columns = vec![
        Column::new(text(10), Kind::Link),
        Column::new("Customer", Kind::Text).doc(text(7)),
        Column::new("Response", Kind::Duration),
        Column::new("Resolution", Kind::Duration).dispensable(1),
        Column::new("Last reply", Kind::Instant).dispensable(2),
        Column::new("Day", Kind::Date).dispensable(3),
        Column::new("Replies", Kind::Integer).dispensable(4),
        Column::new("Customer ID", Kind::Id).dispensable(5),
        Column::new("Rate", Kind::Number).dispensable(6),
        Column::new("Share", Kind::Percent).dispensable(7),
        Column::new("Change", Kind::Change).dispensable(8),
    ];
    let rows = vec![
        row(1, Value::Duration(90_000.0)),
        row(2, Value::Missing),
        row(3, Value::Duration(60.0)),
    ];
    let mut table = Table::new("conversations", text(10), columns, rows);
    table.caption = Some(text(7));
    table.total = Some(vec![
        Value::Text(text(11)),
        Value::Missing,
        Value::Duration(1878.0),
    ]);
    table
}
