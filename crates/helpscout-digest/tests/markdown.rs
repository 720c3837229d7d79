//! A report as Markdown: what it contains, and that texts from outside stay texts.
#![allow(clippy::unwrap_used)]

use helpscout_digest::{Block, Column, Digest, Headline, Kind, Table, Value, markdown};
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
        Column::new("Number of replies in them", Kind::Integer).dispensable(4),
        Column::new("Median response time", Kind::Duration),
        Column::new("Percentile 90 of response time", Kind::Duration).dispensable(1),
    ];
    let row = |number: i64| {
        vec![
            Value::Text(format!("Agent {number} `quoted`")),
            Value::Integer(number * 1_000),
            Value::Integer(number),
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

#[test]
fn a_message_leaves_out_details_and_names_them() {
    let column = || vec![Column::new("User", Kind::Text)];
    let rows = |count: usize| vec![vec![Value::Text("Marta".to_owned())]; count];
    let mut digest = Digest::new("Support");
    let figure = Headline::new("Replies", Value::Integer(919));
    digest.blocks.push(Block::Headlines(vec![figure]));
    let table = Table::new("by-user", "By user", column(), rows(1));
    digest.blocks.push(Block::Table(table));
    digest.blocks.push(Block::Heading("Details".to_owned()));
    let table = Table::new("conversations", "Conversations", column(), rows(610)).detail();
    digest.blocks.push(Block::Table(table));
    let expected = "**Support**\n\n- Replies: **919**\n\n**By user**\n\n```\nUser\n-----\nMarta\n```\n\n\
                    Also in the HTML page and the spreadsheet: Conversations (610 rows).\n";
    assert_eq!(message(&digest), expected);
    // A report of nothing else has them.
    digest.blocks.drain(..3);
    assert!(message(&digest).contains("**Conversations** (the first 10 of 610)"));
}

#[test]
fn a_message_is_never_longer_than_a_chat_takes() {
    let long = "<Ärger> & *Freude* ".repeat(20);
    let mut digest = Digest::new(&long);
    digest.period.clone_from(&long);
    digest.compared_with = Some(long.clone());
    digest.extent = vec![long.clone(); 4];
    for _ in 0..4 {
        digest.fact(&long, &long);
        let figure = Headline::new(&long, Value::Text(long.clone()));
        digest.blocks.push(Block::Headlines(vec![figure; 20]));
        digest.blocks.push(Block::Note(long.clone()));
        let columns = (0..30).map(|_| Column::new(&long, Kind::Text)).collect();
        let rows = vec![vec![Value::Text(long.clone()); 30]; 50];
        digest
            .blocks
            .push(Block::Table(Table::new("long", &long, columns, rows)));
    }
    let message = message(&digest);
    let length = message.chars().count();
    assert!(length <= markdown::MAX_CHARACTERS, "{length}");
    assert!(length > markdown::MAX_CHARACTERS / 2, "{message}");
}

#[test]
fn the_last_line_has_whole_values() {
    let users: Vec<String> = (1..=8)
        .map(|at| format!("Agent Number {at} (44772{at})"))
        .collect();
    let users = users.join(", ");
    let mut digest = Digest::new("Team");
    digest.fact("Users", users.clone());
    digest.fact(
        "Percentiles",
        "interpolated linearly between the two nearest values",
    );
    for at in 1..=9 {
        digest.fact(format!("Filter {at}"), "a value that is not long");
    }
    let last = message(&digest);
    let last = last.lines().last().unwrap();
    assert!(
        last.starts_with(&format!("Users: {users}; Percentiles: interpolated")),
        "{last}"
    );
    assert!(
        last.ends_with("; Filter 9: a value that is not long"),
        "{last}"
    );
    // What is too long for any message is cut, and counted.
    digest.fact("Long", "x".repeat(10_000));
    for at in 1..=400 {
        digest.fact(format!("More {at}"), "a value that is not long");
    }
    let long = message(&digest);
    assert!(long.chars().count() <= markdown::MAX_CHARACTERS);
    assert!(
        long.contains("…; More 1: ") && long.trim_end().ends_with(" more"),
        "{long}"
    );
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
