//! Markdown that fits into a chat message.
//!
//! It is written so that it reads well on GitHub, in Teams and in Slack: bold instead of headings,
//! lists, and tables as text in a block of code, because only some of them know tables. Tables that
//! lead somewhere are lists of links instead. Charts are their summaries in words.
//!
//! `text` writes texts from outside so that they are nothing but text, and `table` writes tables.

mod table;
mod text;

use std::io;

use crate::{Block, Digest, Headline, Trend, Value, Words};

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
    writeln!(out, "{}", text::bold(&digest.title))?;
    if !digest.period.is_empty() {
        writeln!(out, "\n{}", text::paragraph(&digest.period))?;
    }
    if let Some(compared) = &digest.compared_with {
        writeln!(out, "\nCompared with {}", text::inline(compared))?;
    }
    let mut is_after_chart = false;
    for block in &digest.blocks {
        let is_chart = matches!(block, Block::Chart(_));
        // Charts that follow each other are one list.
        if is_chart && !is_after_chart {
            writeln!(out)?;
        }
        is_after_chart = is_chart;
        match block {
            Block::Heading(heading) => writeln!(out, "\n{}", text::bold(heading))?,
            Block::Headlines(headlines) => list(headlines, out)?,
            Block::Chart(chart) => {
                let title = text::paragraph(&chart.title);
                writeln!(out, "- {title}: {}", text::inline(&chart.summary))?;
            }
            Block::Table(table) => self::table::write(table, out)?,
            Block::Note(note) => writeln!(out, "\n{}", text::paragraph(note))?,
        }
    }
    if !digest.facts.is_empty() {
        writeln!(out)?;
    }
    for fact in &digest.facts {
        let (name, value) = (text::paragraph(&fact.name), text::inline(&fact.value));
        writeln!(out, "- {name}: {value}")?;
    }
    Ok(())
}

fn list(headlines: &[Headline], out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out)?;
    for headline in headlines {
        let title = text::paragraph(&headline.title);
        let value = text::bold(&Words.of(&headline.value));
        let details: String = details(headline)
            .iter()
            .map(|detail| format!(", {detail}"))
            .collect();
        writeln!(out, "- {title}: {value}{details}")?;
    }
    Ok(())
}

/// Returns what is said about a figure after its value.
fn details(headline: &Headline) -> Vec<String> {
    let mut details = Vec::new();
    if let Some(change) = &headline.change {
        let words = Words.change(change);
        let verdict = match (headline.better, words.chars().next()) {
            (Trend::Up, Some('+')) | (Trend::Down, Some('−')) => " better than ",
            (Trend::Up, Some('−')) | (Trend::Down, Some('+')) => " worse than ",
            _ => " from ",
        };
        let n = change.n.map(|n| format!(" (n = {})", Words.count(n)));
        let before = text::inline(&Words.of(&change.before));
        let n = n.unwrap_or_default();
        details.push(if *change.difference == Value::Missing {
            format!("before {before}{n}")
        } else {
            format!("{}{verdict}{before}{n}", text::inline(&words))
        });
    }
    if let Some(n) = headline.n {
        details.push(format!("n = {}", Words.count(n)));
    }
    if let Some(missing) = headline.missing.filter(|missing| *missing > 0) {
        details.push(format!("{} without a value", Words.count(missing)));
    }
    if let Some((target, is_kept)) = &headline.target {
        let verdict = if *is_kept { "kept" } else { "missed" };
        details.push(format!("{}: {verdict}", text::inline(target)));
    }
    details
}
