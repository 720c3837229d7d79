//! Markdown that fits into a chat message.
//!
//! It is written so that it reads well on GitHub, in Teams and in Slack: bold instead of headings,
//! lists, and tables as text in a block of code, because only some of them know tables. Tables that
//! lead somewhere are lists of links instead.
//!
//! A message has at most [`MAX_CHARACTERS`], so it has only what matters: the key figures and the
//! tables that add no [details](crate::Table::is_detail). Charts are their summaries in words, where
//! there are no key figures. A line at the end names what else the report has.
//!
//! `message` counts what fits, `text` writes texts from outside so that they are nothing but text,
//! and `table` writes tables.

mod message;
mod table;
mod text;

use std::io;

use message::Message;

use crate::{Block, Change, Digest, Headline, Table, Trend, Value, Words};

/// The maximum number of characters of a message. Slack divides a longer text than 4,000.
pub const MAX_CHARACTERS: usize = 3_900;

/// The part of the message that is kept for its last lines.
const LAST_LINES: usize = 700;

/// The maximum number of characters of a line that says what the report has of all that there is.
const MAX_EXTENT: usize = 200;

/// The maximum number of characters of the line that names what else the report has.
const MAX_LINE: usize = 320;

/// The maximum number of characters of what a report is about, such as its users, in the last line.
const MAX_FACT: usize = 240;

/// The room for `; 12 more`.
const MORE: usize = 12;

/// Writes a report as Markdown.
///
/// ```
/// use helpscout_digest::{Block, Digest, Headline, Value, markdown};
///
/// let mut digest = Digest::new("Marta");
/// let median = Headline::new("Median response time", Value::Duration(1878.0)).over(120);
/// digest.blocks.push(Block::Headlines(vec![median]));
/// let mut message = Vec::new();
/// markdown::write(&digest, &mut message)?;
/// assert_eq!(message, b"**Marta**\n\n- Median response time: **31m 18s**, n = 120\n");
/// # std::io::Result::Ok(())
/// ```
///
/// # Errors
/// If `out` can't be written.
pub fn write(digest: &Digest<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut message = Message::new(MAX_CHARACTERS - LAST_LINES);
    message.paragraph(&text::bold(&text::short(&digest.title, text::TITLE)));
    if !digest.period.is_empty() {
        message.paragraph(&text::paragraph(&text::short(&digest.period, text::TITLE)));
    }
    if let Some(compared) = &digest.compared_with {
        let compared = text::inline(&text::short(compared, text::TITLE));
        message.paragraph(&format!("Compared with {compared}"));
    }
    for line in &digest.extent {
        message.paragraph(&text::paragraph(&text::short(line, MAX_EXTENT)));
    }
    let contents = Contents::of(digest);
    let mut left_out = Vec::new();
    // A heading is written with the first block below it, unless that has a title of its own.
    let mut heading = None;
    for block in &digest.blocks {
        match block {
            Block::Heading(text) => heading = Some(text::bold(&text::short(text, text::TITLE))),
            Block::Headlines(headlines) => {
                under(&mut heading, &mut message);
                if !message.items(headlines.iter().map(item)) {
                    left_out.push("more key figures".to_owned());
                }
            }
            Block::Note(note) => {
                under(&mut heading, &mut message);
                message.paragraph(&text::paragraph(note));
            }
            Block::Chart(chart) if !contents.has_headlines => {
                under(&mut heading, &mut message);
                let title = text::paragraph(&chart.title);
                let summary = text::inline(&chart.summary);
                message.items([format!("- {title}: {summary}")]);
            }
            Block::Chart(_) => {
                if !left_out.iter().any(|name| name == "charts") {
                    left_out.push("charts".to_owned());
                }
            }
            Block::Table(table) => {
                heading = None;
                if contents.leaves_out(table) || !table::write(table, contents.tables, &mut message)
                {
                    left_out.push(name(table));
                }
            }
        }
    }
    message.allow(LAST_LINES);
    if !left_out.is_empty() {
        let parts = text::joined(&left_out, ", ", MAX_LINE);
        message.paragraph(&format!(
            "Also in the HTML page and the spreadsheet: {parts}."
        ));
    }
    let facts = digest.facts.iter().map(|fact| {
        let value = text::inline(&text::short(&fact.value, MAX_FACT));
        format!(
            "{}: {value}",
            text::inline(&text::short(&fact.name, text::FACT))
        )
    });
    let facts: Vec<String> = facts.collect();
    if !facts.is_empty() {
        // Nothing follows that would need the room.
        let facts = text::joined(&facts, "; ", message.room().saturating_sub(MORE));
        message.paragraph(&text::at_start(&facts));
    }
    out.write_all(message.finish().as_bytes())
}

/// What a report has, which decides what a message of it has.
#[derive(Clone, Copy, Debug)]
struct Contents {
    has_headlines: bool,
    /// The number of tables that are more than details.
    tables: usize,
}

impl Contents {
    fn of(digest: &Digest<'_>) -> Self {
        let is_headlines =
            |block: &Block<'_>| matches!(block, Block::Headlines(list) if !list.is_empty());
        let is_important =
            |block: &&Block<'_>| matches!(block, Block::Table(table) if !table.is_detail);
        Self {
            has_headlines: digest.blocks.iter().any(is_headlines),
            tables: digest.blocks.iter().filter(is_important).count(),
        }
    }

    /// Returns whether there is something more important than a table.
    fn leaves_out(self, table: &Table<'_>) -> bool {
        table.is_detail && (self.has_headlines || self.tables > 0)
    }
}

/// Writes a heading that waits for the first block below it.
fn under(heading: &mut Option<String>, message: &mut Message) {
    if let Some(heading) = heading.take() {
        message.paragraph(&heading);
    }
}

/// Returns the name of a table with its number of rows, if there are many.
fn name(table: &Table<'_>) -> String {
    let title = text::inline(&text::short(&table.title, text::FACT));
    match table.rows.len() {
        rows if rows > table::MAX_ROWS => format!("{title} ({} rows)", Words.count(rows as u64)),
        _ => title,
    }
}

/// Returns a key figure as an item of a list.
fn item(headline: &Headline) -> String {
    let title = text::paragraph(&text::short(&headline.title, text::TITLE));
    let change = headline
        .change
        .as_ref()
        .filter(|change| headline.value == Value::Missing && *change.before == Value::Missing);
    if let Some(percent) = change.and_then(Change::percent_alone) {
        let percent = text::bold(&Words.signed_percent(percent));
        return format!("- {title}: {percent}, without the values");
    }
    let value = text::bold(&text::short(&Words.of(&headline.value), text::TITLE));
    let details = details(headline);
    let details: String = details.iter().map(|detail| format!(", {detail}")).collect();
    format!("- {title}: {value}{details}")
}

/// Returns what is said about a figure after its value.
fn details(headline: &Headline) -> Vec<String> {
    let mut details = Vec::new();
    let change = headline.change.as_ref();
    details.extend(change.map(|change| changed(change, headline.better)));
    let before = change.and_then(|change| change.n);
    let before = before.map(|n| format!("before {}", Words.count(n)));
    match (
        headline.n.map(|n| format!("n = {}", Words.count(n))),
        before,
    ) {
        (Some(n), Some(before)) => details.push(format!("{n} ({before})")),
        (Some(n), None) => details.push(n),
        (None, Some(before)) => details.push(format!("n {before}")),
        (None, None) => {}
    }
    if let Some(missing) = headline.missing.filter(|missing| *missing > 0) {
        details.push(format!("{} without a value", Words.count(missing)));
    }
    if let Some((target, verdict)) = &headline.target {
        details.push(format!("{}: {}", text::inline(target), verdict.words()));
    }
    details
}

/// Returns a change in a few words: `−14.2 % better than 2h 37m 1s`, or `+59.6 %, before –`.
fn changed(change: &Change, better: Trend) -> String {
    let before = text::inline(&text::short(&Words.of(&change.before), text::TITLE));
    if *change.difference == Value::Missing && change.percent_alone().is_none() {
        return format!("before {before}");
    }
    let words = Words.of(&Value::Change(change.clone()));
    let verdict = match (better, words.chars().next()) {
        (Trend::Up, Some('+')) | (Trend::Down, Some('−')) => " better",
        (Trend::Up, Some('−')) | (Trend::Down, Some('+')) => " worse",
        _ => "",
    };
    let before = match (&*change.before, verdict) {
        (Value::Missing, _) => format!(", before {before}"),
        (_, "") => format!(" from {before}"),
        _ => format!(" than {before}"),
    };
    format!("{}{verdict}{before}", text::inline(&words))
}
