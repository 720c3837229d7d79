//! A report as Markdown: what it contains, and that texts from outside stay texts.
#![allow(clippy::unwrap_used)]

use helpscout_digest::{Block, Column, Digest, Kind, Table, Value, markdown};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

#[path = "support/small.rs"]
mod small;

fn message(digest: &Digest<'_>) -> String {
    let mut message = Vec::new();
    markdown::write(digest, &mut message).unwrap();
    String::from_utf8(message).unwrap()
}

#[test]
fn a_small_report() {
    insta::assert_snapshot!(message(&small::digest(&small::PLAIN)));
}

#[test]
fn a_table_is_cut_to_its_most_important_columns_and_first_rows() {
    let columns = vec![
        Column::new("Agent", Kind::Text),
        Column::new("Conversations with a customer", Kind::Integer).dispensable(3),
        Column::new("Median response time", Kind::Duration),
        Column::new("Percentile 90 of response time", Kind::Duration).dispensable(1),
    ];
    let row = |number: i64| {
        vec![
            Value::Text(format!("Agent {number} `quoted`")),
            Value::Integer(number * 1_000),
            Value::Duration(number as f64 * 61.0),
            Value::Duration(number as f64 * 610.0),
        ]
    };
    let rows: Vec<_> = (1..=12).map(row).collect();
    let mut table = Table::new("by-user", "Agents", columns, rows);
    table.total = Some(row(99));
    let mut digest = Digest::new("Support");
    digest.blocks.push(Block::Table(table));
    insta::assert_snapshot!(message(&digest));
}

/// Returns what kinds of elements a message has, in order, without its texts.
fn structure(message: &str) -> Vec<String> {
    Parser::new_ext(message, Options::all())
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(format!("link {dest_url}")),
            Event::Start(tag) => Some(format!("{:?}", tag.to_end())),
            Event::End(end) => Some(format!("end {end:?}")),
            Event::Text(_) => None,
            other => Some(format!("{other:?}")),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_never_become_markup(texts in small::texts()) {
        // Texts without a letter have no bold and no paragraph.
        let texts = texts.map(|text| if text.contains(char::is_alphanumeric) { text } else { text + "a" });
        let plain = structure(&message(&small::digest(&small::PLAIN)));
        let wild = message(&small::digest(&texts));
        prop_assert_eq!(plain, structure(&wild), "{}", wild);
    }
}
