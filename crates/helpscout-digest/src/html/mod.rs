//! One HTML file that needs no network and no script.
//!
//! A block is written as soon as it is made, and a table row by row, so the size of a report does not
//! decide how much memory is needed. Texts are escaped by `maud`. The policy of the page allows its
//! own style and script only, by their hashes, so even a text that got through could not run.
//!
//! `page` writes what is around the blocks, `headlines`, `figure` and `table` write the blocks,
//! `columns` decides what fits, and `svg` draws.

mod columns;
mod figure;
mod headlines;
mod page;
mod svg;
mod table;

use std::io;

use maud::html;

use crate::{Block, Chart, Digest, Plot};

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The maximum number of rows of a table. A table that is cut says so.
    pub max_rows: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_rows: 1_000 }
    }
}

/// Writes a report as HTML.
///
/// ```
/// use helpscout_digest::{Block, Digest, Headline, Value, html};
///
/// let mut digest = Digest::new("Marta & friends");
/// let median = Headline::new("Median response time", Value::Duration(1878.0)).over(120);
/// digest.blocks.push(Block::Headlines(vec![median]));
/// let mut page = Vec::new();
/// html::write(&digest, html::Options::default(), &mut page)?;
/// let page = String::from_utf8_lossy(&page);
/// assert!(page.contains("<h1>Marta &amp; friends</h1>") && page.contains("31m 18s"));
/// # std::io::Result::Ok(())
/// ```
///
/// # Errors
/// If `out` can't be written.
pub fn write(digest: &Digest<'_>, options: Options, out: &mut dyn io::Write) -> io::Result<()> {
    page::start(digest, out)?;
    let mut place = Place::default();
    let mut blocks = digest.blocks.as_slice();
    while let Some((block, rest)) = blocks.split_first() {
        blocks = match block {
            Block::Chart(_) => {
                let (charts, rest) = adjacent_charts(blocks);
                place.write_charts(&charts, options, out)?;
                rest
            }
            block => {
                place.write(block, options, out)?;
                rest
            }
        };
    }
    page::end(digest, out)
}

/// Returns the charts at the start, and the blocks after them.
fn adjacent_charts<'b, 'a>(blocks: &'b [Block<'a>]) -> (Vec<&'b Chart>, &'b [Block<'a>]) {
    let charts: Vec<&Chart> = blocks
        .iter()
        .map_while(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
        .collect();
    let rest = blocks.get(charts.len()..).unwrap_or_default();
    (charts, rest)
}

/// Where in the page the next block is written.
#[derive(Debug, Default)]
struct Place {
    headings: usize,
    charts: usize,
    tables: usize,
}

impl Place {
    fn write(
        &mut self,
        block: &Block<'_>,
        options: Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        match block {
            Block::Heading(text) => {
                self.headings += 1;
                let heading = html! { h2 id=(page::anchor(self.headings)) { (text) } };
                out.write_all(heading.into_string().as_bytes())
            }
            Block::Headlines(headlines) => {
                let section = headlines::section(headlines);
                out.write_all(section.into_string().as_bytes())
            }
            Block::Note(text) => {
                let note = html! { p.note { (text) } };
                out.write_all(note.into_string().as_bytes())
            }
            Block::Table(table) => {
                self.tables += 1;
                table::write(table, self.tables, self.level(), options.max_rows, out)
            }
            Block::Chart(chart) => self.write_charts(&[chart], options, out),
        }
    }

    /// Writes charts beside each other where there is room.
    fn write_charts(
        &mut self,
        charts: &[&Chart],
        options: Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        out.write_all(b"<div class=\"charts\">")?;
        let narrow = charts.iter().filter(|chart| !is_wide(chart)).count();
        let mut left = narrow - narrow % 2;
        for chart in charts {
            self.charts += 1;
            // A chart without a neighbor fills the row.
            let has_neighbor = !is_wide(chart) && left > 0;
            left -= usize::from(has_neighbor);
            let figure = figure::of(
                chart,
                figure::Place {
                    number: self.charts,
                    level: self.level(),
                    is_wide: !has_neighbor,
                    max_rows: options.max_rows,
                },
            );
            out.write_all(figure.into_string().as_bytes())?;
        }
        out.write_all(b"</div>")
    }

    /// Returns the level of the headings of charts and tables.
    fn level(&self) -> u8 {
        if self.headings > 0 { 3 } else { 2 }
    }
}

/// Returns whether a chart needs the whole row.
fn is_wide(chart: &Chart) -> bool {
    match &chart.plot {
        Plot::Line { steps, .. } => steps.len() > 10,
        Plot::HeatMap { columns, .. } => columns.len() > 12,
        Plot::Bars { categories, .. } => categories.len() > 14,
        Plot::Histogram { counts, .. } => counts.len() > 20,
    }
}
