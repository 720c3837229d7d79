//! Writes an answer to its destination, and notes on stderr how much it is and what it omits.

use std::io;

use helpscout_description::Operation;

use crate::fetch::{Event, Pages};
use crate::format::definitions::AnswerType;
use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::writer::Omissions;
use crate::format::writers;
use crate::interrupt::Session;
use crate::message::{Failure, counted, note};
use crate::notes;
use crate::output::Output;

/// An answer that is written, but not at its destination yet.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// How much it is, if that can be counted.
    extent: Option<String>,
    omissions: Omissions,
}

/// Why an answer was not written.
enum Trouble {
    Fetch(Failure),
    Write(WriteError),
}

impl From<WriteError> for Trouble {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Write(error.into())
    }
}

/// Writes pages as they come.
pub(crate) async fn pages(
    operation: &Operation,
    pages: &mut Pages<'_>,
    output: &mut Output,
) -> Result<Delivery, Failure> {
    match write_pages(operation, pages, output).await {
        Ok(omissions) => Ok(Delivery {
            extent: Some(notes::extent(pages.rows(), pages.extent())),
            omissions,
        }),
        Err(Trouble::Fetch(failure)) => Err(failure),
        Err(Trouble::Write(error)) => Err(failure(error, operation, output)),
    }
}

async fn write_pages(
    operation: &Operation,
    pages: &mut Pages<'_>,
    output: &mut Output,
) -> Result<Omissions, Trouble> {
    loop {
        let form = output.form();
        let mut writer = writers::open(form, AnswerType::of(operation), output);
        let is_whole = loop {
            match pages.next().await.map_err(Trouble::Fetch)? {
                Some(Event::Rows(rows)) => writer.rows(&rows)?,
                Some(Event::Restart) => break false,
                None => break true,
            }
        };
        if is_whole {
            return Ok(writer.finish()?);
        }
        drop(writer);
        output.clear()?;
    }
}

/// Writes an answer without pages.
pub(crate) fn body(
    operation: &Operation,
    body: &str,
    output: &mut Output,
) -> Result<Delivery, Failure> {
    let written = write_body(operation, body, output);
    written.map_err(|error| failure(error, operation, output))
}

fn write_body(
    operation: &Operation,
    body: &str,
    output: &mut Output,
) -> Result<Delivery, WriteError> {
    let answer_type = AnswerType::of(operation);
    let form = output.form();
    let mut writer = writers::open(form, answer_type, output);
    let document = Document::read(body, answer_type)?;
    writer.document(&document)?;
    Ok(Delivery {
        extent: match document.content {
            Content::List(items) => Some(counted(items.len(), "row")),
            Content::Object(..) => None,
        },
        omissions: writer.finish()?,
    })
}

/// Completes the destination, and notes what is there.
pub(crate) fn complete(
    delivery: Delivery,
    output: Output,
    session: &Session,
    quiet: bool,
) -> Result<(), Failure> {
    let file = notes::file(&output);
    output.commit(session)?;
    let Omissions {
        too_wide,
        unknown,
        lists,
    } = delivery.omissions;
    let mut remarks: Vec<String> = Vec::new();
    if !quiet {
        let omitted = [notes::unknown(&unknown), notes::too_wide(&too_wide)];
        remarks.extend(delivery.extent);
        remarks.extend(omitted.into_iter().flatten());
        remarks.extend(file);
    }
    // A program can't see that its input lacks something, so this is never silenced.
    remarks.extend(notes::omitted_from_csv(&lists));
    if !remarks.is_empty() {
        note(remarks.join("; "));
    }
    Ok(())
}

fn failure(error: WriteError, operation: &Operation, output: &Output) -> Failure {
    let id = &operation.id;
    match error {
        WriteError::Io(error) => output.failure(&error),
        WriteError::NotAnObject(row) => {
            Failure::undocumented(format!("{id}: row {row} is not a JSON object"))
                .help("use --format ndjson to see the rows as received")
        }
        WriteError::Undocumented { what, excerpt } => Failure::undocumented(format!(
            "{id}: the answer {what}; it starts with: {excerpt}"
        ))
        .help("check --base-url, and whether the service has an outage"),
    }
}
