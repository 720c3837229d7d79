//! An answer as a report: an HTML page, a spreadsheet or Markdown.
//!
//! In: the rows of a report, or an answer without pages, and [`About`], which says what was asked
//! for. Out: a [`Digest`] of typed values, which the crate `helpscout-digest` writes in each form.
//! The description alone decides how a value is shown, as in a table for people: `answer` finds the
//! figures, charts and tables of an answer without pages, and `rows` keeps rows on the disk until
//! they are written. `value` types values.

mod about;
mod answer;
mod blocks;
mod chart;
mod figures;
mod filled;
mod foot;
mod packed;
mod rows;
mod value;

use std::io;

use helpscout_command::Format;
use helpscout_digest::{Digest, html, markdown, sheet};

pub(crate) use self::about::About;
pub(crate) use self::answer::of_answer;
pub(crate) use self::blocks::of_blocks;
pub(crate) use self::filled::{of_table, typed};
pub(crate) use self::foot::{Foot, write_foot};
pub(crate) use self::rows::RowsTable;
use super::sink::Sink;
use crate::spool::Spool;

/// Writes a report in one of the formats for reports.
pub(crate) fn write(digest: &Digest<'_>, format: Format, out: &mut dyn Sink) -> io::Result<()> {
    match format {
        Format::Xlsx => {
            // The file is made by several threads, so it is complete before it is copied.
            let mut spool = Spool::new();
            sheet::write(digest, &mut spool)?;
            io::copy(&mut spool.reader()?, out)?;
            Ok(())
        }
        Format::Markdown => markdown::write(digest, out),
        _ => html::write(digest, html::Options::default(), out),
    }
}
