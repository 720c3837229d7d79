//! Which rows and columns of an answer are written, and in which order: `--columns`, `--where`,
//! `--sort` and `--limit`.
//!
//! In: the options, and the columns that the description gives the rows. Out: rows for the writer of
//! any format, so that every format has the same ones. [`selection`] is what was asked for, [`column`]
//! has the columns, [`names`] reads lists of them, [`condition`] and [`value`] decide which rows are
//! written, [`sorted`] puts them in order, which [`rank`] knows where the text of a value does not tell,
//! and [`rows`] hands them on; [`positions`] is for rows that are in memory. Everything that can be wrong
//! is found before anything is fetched.
//!
//! Rows are written as they come, in constant memory. Only `--sort` needs all rows first: it keeps
//! them in a [`Spool`](crate::spool::Spool), and in memory only what they are sorted by.

mod column;
mod condition;
mod duration;
mod names;
mod positions;
mod rank;
mod rows;
mod selection;
mod sorted;
mod value;

use std::rc::Rc;
use std::sync::Arc;

use clap::ArgMatches;
use helpscout_command::Format;

pub(crate) use self::column::{Column, columns_of, columns_of_table, derived_field, rows_of_table};
pub(crate) use self::rank::{Rank, Ranked, WEEKDAYS};
use self::rows::SelectedRows;
pub(crate) use self::selection::Selection;
use crate::format::Form;
use crate::format::definitions::AnswerType;
#[cfg(feature = "mcp")]
use crate::format::definitions::Definitions;
use crate::format::digest::About;
use crate::format::sink::Sink;
use crate::format::writer::RowWriter;
use crate::format::writers;
use crate::message::Failure;

/// Returns which of the options was given, if one was.
pub(crate) fn given_option(matches: &ArgMatches) -> Option<&'static str> {
    let is_given = |option: &&str| matches.try_contains_id(option).unwrap_or(false);
    ["columns", "where", "sort", "limit"]
        .into_iter()
        .find(is_given)
}

/// Refuses an option about rows for a format that has none.
///
/// # Errors
/// Fails if the format is json and one of the options was given.
pub(crate) fn refuse_json(matches: &ArgMatches, format: Format) -> Result<(), Failure> {
    match given_option(matches) {
        Some(option) if format == Format::Json => Err(Failure::usage(format!(
            "--{option} does not work with json, which is the answer as the service sent it"
        ))
        .help("use --format ndjson, csv or table")),
        _ => Ok(()),
    }
}

/// Hands the selected rows on to a writer that is no format. They are objects with the names of the
/// selected columns as keys.
#[cfg(feature = "mcp")]
pub(crate) fn through<'o>(
    selection: &Arc<Selection>,
    definitions: Definitions,
    writer: Box<dyn RowWriter + 'o>,
) -> Box<dyn RowWriter + 'o> {
    Box::new(SelectedRows::new(
        Arc::clone(selection),
        definitions,
        writer,
    ))
}

/// Opens the writer of a format for the selected rows, or for all if nothing was selected.
pub(crate) fn open<'o>(
    selection: Option<&Arc<Selection>>,
    form: Form,
    answer: AnswerType,
    about: &Rc<About>,
    out: &'o mut dyn Sink,
) -> Box<dyn RowWriter + 'o> {
    match selection {
        None => writers::open(form, answer, about, out),
        Some(selection) => {
            let definitions = answer.definitions.in_zone(form.look.zone);
            let writer = writers::open(form, selection.selected(answer), about, out);
            Box::new(SelectedRows::new(
                Arc::clone(selection),
                definitions,
                writer,
            ))
        }
    }
}
