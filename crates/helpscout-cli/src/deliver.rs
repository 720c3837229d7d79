//! Writes an answer to its destination, and notes on stderr how much it is and what it omits.

use std::io;
use std::rc::Rc;
use std::sync::Arc;

use helpscout_command::Format;
use helpscout_description::Operation;
use helpscout_description::tables::Answer;
use serde_json::value::RawValue;

use crate::destination::Destination;
use crate::fetch::{Event, Extent, Pages};
use crate::format::definitions::AnswerType;
use crate::format::digest::{self, About};
use crate::format::document::{Content, Document};
use crate::format::error::{TooSparse, WriteError};
use crate::format::tables::FilledTable;
use crate::format::writer::{Omissions, RowWriter};
use crate::format::{tables, writers};
use crate::interrupt::Session;
use crate::message::{Failure, counted, note, warning};
use crate::notes;
use crate::output::Output;
use crate::select::{self, Selection};

/// An answer that is written, but not at its destination yet.
#[derive(Debug, Default)]
pub(crate) struct Delivery {
    /// How much it is, if that can be counted.
    pub(crate) extent: Option<String>,
    pub(crate) omissions: Omissions,
    /// For each destination, the number of records of each table, if each has a file of its own.
    records: Vec<Vec<usize>>,
}

/// Why an answer was not written.
enum Trouble {
    Fetch(Failure),
    /// An error in writing to one of the outputs.
    Write(usize, WriteError),
}

/// Writes pages as they come to every output, with writers that `open` creates. If the report is
/// read again from its start, so is what was written of it.
pub(crate) async fn pages(
    operation: &Operation,
    pages: &mut Pages<'_>,
    outputs: &mut [&mut Output],
    open: impl for<'o> Fn(&'o mut Output) -> io::Result<Box<dyn RowWriter + 'o>>,
) -> Result<Delivery, Failure> {
    match write_pages(pages, outputs, open).await {
        Ok(omissions) => Ok(Delivery {
            extent: Some(notes::extent(pages.rows(), pages.extent())),
            omissions,
            records: Vec::new(),
        }),
        Err(Trouble::Fetch(failure)) => Err(failure),
        Err(Trouble::Write(at, error)) => Err(failure(error, operation, outputs[at])),
    }
}

async fn write_pages(
    pages: &mut Pages<'_>,
    outputs: &mut [&mut Output],
    open: impl for<'o> Fn(&'o mut Output) -> io::Result<Box<dyn RowWriter + 'o>>,
) -> Result<Omissions, Trouble> {
    loop {
        let mut writers = Vec::new();
        for (at, output) in outputs.iter_mut().enumerate() {
            let writer = open(output).map_err(|error| Trouble::Write(at, error.into()))?;
            writers.push(writer);
        }
        let is_whole = loop {
            match pages.next().await.map_err(Trouble::Fetch)? {
                Some(Event::Rows(rows)) => {
                    for (at, writer) in writers.iter_mut().enumerate() {
                        let written = writer.rows(&rows);
                        written.map_err(|error| Trouble::Write(at, error))?;
                    }
                }
                Some(Event::Restart) => break false,
                None => break true,
            }
        };
        if is_whole {
            let mut omissions = Omissions::default();
            let page = match pages.extent() {
                Extent::Page(position) => {
                    notes::page(&position).map(|page| page.replacen("page", "Page", 1))
                }
                Extent::Whole { .. } => None,
            };
            for (at, mut writer) in writers.into_iter().enumerate() {
                if let Some(page) = &page {
                    writer.is_part(page);
                }
                let omitted = writer.finish();
                omissions.add(omitted.map_err(|error| Trouble::Write(at, error))?);
            }
            return Ok(omissions);
        }
        drop(writers);
        for (at, output) in outputs.iter_mut().enumerate() {
            let cleared = output.clear();
            cleared.map_err(|error| Trouble::Write(at, error.into()))?;
        }
    }
}

/// Writes an answer without pages to every destination. `about` is what a report says of itself.
pub(crate) fn body(
    operation: &Operation,
    body: &str,
    about: &Rc<About>,
    destinations: &mut [Destination],
) -> Result<Delivery, Failure> {
    let mut delivery = Delivery::default();
    let document = Document::read(body, AnswerType::of(operation));
    let Some(first) = destinations.first() else {
        return Ok(delivery);
    };
    let document = document.map_err(|error| failure(error, operation, &first.main))?;
    for destination in destinations {
        delivery.add(write(operation, &document, about, destination)?);
    }
    Ok(delivery)
}

impl Delivery {
    /// Adds what was written to another destination.
    fn add(&mut self, other: Self) {
        self.extent = self.extent.take().or(other.extent);
        self.omissions.add(other.omissions);
        self.records.extend(other.records);
    }
}

/// Writes an answer without pages to one destination.
fn write(
    operation: &Operation,
    document: &Document<'_>,
    about: &Rc<About>,
    destination: &mut Destination,
) -> Result<Delivery, Failure> {
    if let Some(selection) = destination.selection.clone() {
        return write_selected(operation, document, about, destination, &selection);
    }
    if destination.picked.is_some() || !destination.others.is_empty() {
        return write_tables(operation, document, about, destination);
    }
    let main = &mut destination.main;
    let written = write_document(document, AnswerType::of(operation), about, main);
    written.map_err(|error| failure(error, operation, main))
}

fn write_document(
    document: &Document<'_>,
    answer_type: AnswerType,
    about: &Rc<About>,
    output: &mut Output,
) -> Result<Delivery, WriteError> {
    let form = output.form();
    let mut writer = writers::open(form, answer_type, about, output);
    writer.document(document)?;
    Ok(Delivery {
        extent: match &document.content {
            Content::List(items) => Some(counted(items.len(), "row")),
            Content::Object(..) => None,
        },
        omissions: writer.finish()?,
        records: vec![Vec::new()],
    })
}

/// Writes the selected rows of a list, or of the picked table.
fn write_selected(
    operation: &Operation,
    document: &Document<'_>,
    about: &Rc<About>,
    destination: &mut Destination,
    selection: &Arc<Selection>,
) -> Result<Delivery, Failure> {
    let answer = destination.rows(operation);
    let main = &mut destination.main;
    let (tables, picked) = (&destination.tables, destination.picked.unwrap_or(0));
    let rows = match document.structured() {
        Ok(Content::List(items)) if tables.answer == Answer::List && picked == 0 => {
            Ok(items.iter().map(|item| (*item).to_owned()).collect())
        }
        Ok(content) => tables::fill(tables, content).and_then(|filled| {
            let table = filled.tables.get(picked);
            Ok(table.map_or(Ok(Vec::new()), |table| table.rows(answer.definitions))?)
        }),
        Err(error) => Err(error),
    };
    let written = rows.and_then(|rows: Vec<Box<RawValue>>| {
        let count = rows.len();
        let mut writer = select::open(Some(selection), main.form(), answer, about, main);
        writer.rows(&rows)?;
        Ok((count, writer.finish()?))
    });
    let (count, omissions) = written.map_err(|error| failure(error, operation, main))?;
    Ok(Delivery {
        extent: Some(counted(count, "row")),
        omissions,
        records: vec![Vec::new()],
    })
}

/// Writes the picked table of an answer, or each of them to its file.
fn write_tables(
    operation: &Operation,
    document: &Document<'_>,
    about: &About,
    destination: &mut Destination,
) -> Result<Delivery, Failure> {
    let Destination {
        tables,
        picked,
        main,
        others,
        ..
    } = destination;
    let content = document.structured();
    let filled = content.and_then(|content| tables::fill(tables, content));
    let filled = filled.map_err(|error| failure(error, operation, main))?;
    let form = main.form();
    let definitions = AnswerType::of(operation)
        .in_zone(form.look.zone)
        .definitions;
    let write = |table: &FilledTable<'_>, output: &mut Output| {
        let written = if form.format.is_report() {
            let report = digest::of_table(table, definitions, about);
            let written = digest::write(&report, form.format, output);
            written.map(|()| Vec::new()).map_err(WriteError::from)
        } else {
            table.write(form, definitions, output).and_then(|too_wide| {
                if form.format == Format::Table && form.look.has_foot {
                    digest::write_foot(&digest::of_blocks(about, Vec::new()), output)?;
                }
                Ok(too_wide)
            })
        };
        written.map_err(|error| failure(error, operation, output))
    };
    let mut omissions = Omissions::default();
    if let Some(at) = *picked
        && let Some(table) = filled.tables.get(at)
    {
        omissions.too_wide = write(table, main)?;
        let rows = counted(table.records.len(), "row");
        return Ok(Delivery {
            extent: Some(format!("{rows} of {}", table.name())),
            omissions,
            records: vec![Vec::new()],
        });
    }
    let outputs = std::iter::once(main).chain(others);
    for (table, output) in filled.tables.iter().zip(outputs) {
        write(table, output)?;
    }
    omissions.omitted = filled.omitted;
    omissions.as_json = filled.as_json;
    let tables = filled.tables.iter();
    Ok(Delivery {
        extent: None,
        omissions,
        records: vec![tables.map(|table| table.records.len()).collect()],
    })
}

/// Completes the destinations, and notes what is there.
pub(crate) fn complete(
    delivery: Delivery,
    destinations: Vec<Destination>,
    session: &Session,
    quiet: bool,
) -> Result<(), Failure> {
    let mut files = Vec::new();
    let mut outputs = Vec::new();
    let left_over = Destination::left_over(&destinations);
    for (at, destination) in destinations.into_iter().enumerate() {
        let Destination {
            tables,
            main,
            others,
            ..
        } = destination;
        let mut all = vec![main];
        all.extend(others);
        if let ([output], _) | ([output, ..], None) = (&all[..], delivery.records.get(at)) {
            files.extend(notes::file(output));
        } else if let Some(records) = delivery.records.get(at) {
            files.extend(notes::files(&tables, records, &all));
        }
        outputs.extend(all);
    }
    Output::commit_all(outputs, session)?;
    left_over.into_iter().for_each(warning);
    let Omissions {
        too_wide,
        empty,
        unknown,
        omitted,
        as_json,
        selected,
    } = delivery.omissions;
    let mut remarks: Vec<String> = Vec::new();
    if !quiet {
        let unlike = [
            notes::unknown(&unknown),
            notes::too_wide(&too_wide, notes::IN_TERMINAL),
            notes::empty(&empty),
            notes::as_json(&as_json),
        ];
        remarks.extend(notes::selected(selected, delivery.extent));
        remarks.extend(unlike.into_iter().flatten());
        remarks.extend(notes::written(&files));
    }
    if !remarks.is_empty() {
        note(remarks.join("; "));
    }
    // A program can't see that its input lacks something, so this is never silenced.
    if let Some(omitted) = notes::omitted(&omitted) {
        warning(omitted);
    }
    Ok(())
}

/// Returns the failure for an error in writing rows of an operation.
pub(crate) fn failure(error: WriteError, operation: &Operation, output: &Output) -> Failure {
    failure_of(error, operation, |error| output.failure(error))
}

/// Returns the failure for an error in writing rows of an operation to something else than an output.
pub(crate) fn failure_of(
    error: WriteError,
    operation: &Operation,
    unwritten: impl Fn(&io::Error) -> Failure,
) -> Failure {
    let id = &operation.id;
    match error {
        WriteError::Io(error) => unwritten(&error),
        WriteError::Row(failure) => failure,
        WriteError::NotAnObject(row) => {
            Failure::undocumented(format!("{id}: row {row} is not a JSON object"))
                .help("use --format ndjson to see the rows as received")
        }
        WriteError::TooSparse(TooSparse { keys, rows, limit }) => {
            let (keys, rows) = (counted(keys, "key"), counted(rows, "row"));
            Failure::undocumented(format!(
                "{id}: {keys} that this version does not know, in {rows}, make too many columns: \
                 a table can have at most {limit}"
            ))
            .help("use --format ndjson or json, without --table: they have no columns")
        }
        WriteError::Undocumented { what, excerpt } => Failure::undocumented(format!(
            "{id}: the answer {what}; it starts with: {excerpt}"
        ))
        .help("check --base-url, and whether the service has an outage"),
    }
}
