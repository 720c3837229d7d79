//! Writes an answer to its destination, and notes on stderr how much it is and what it omits.

use std::io::Write;

use helpscout_command::Format;
use helpscout_description::{Operation, Tables};

use crate::destination::{Destination, Outputs};
use crate::fetch::Rows;
use crate::format::definitions::AnswerType;
use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::writer::{Omissions, Writer};
use crate::format::{tables, writers};
use crate::interrupt::Session;
use crate::message::{Failure, counted, note};
use crate::notes;
use crate::output::Output;

/// What was fetched.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Rows of pages.
    Rows(Rows),
    /// An answer without pages: JSON, byte for byte.
    Body(String),
}

/// Writes the answer to its destination, in the format of the output.
pub(crate) fn deliver(
    operation: &Operation,
    answer: Answer,
    destination: Destination,
    session: &Session,
    quiet: bool,
) -> Result<(), Failure> {
    let Destination { tables, outputs } = destination;
    let (remarks, omissions) = match (outputs, &answer) {
        (Outputs::Each(outputs), Answer::Body(body)) => {
            deliver_each(operation, body, &tables, outputs)?
        }
        (Outputs::Table(index, output), Answer::Body(body)) => {
            deliver_table(operation, body, &tables, (index, output), session)?
        }
        (Outputs::Whole(output) | Outputs::Table(_, output), _) => {
            deliver_whole(operation, answer, output, session)?
        }
        (Outputs::Each(_), Answer::Rows(_)) => unreachable!("rows of pages have one table"),
    };
    let Omissions {
        too_wide,
        unknown,
        omitted,
        as_json,
    } = omissions;
    let mut notes: Vec<String> = Vec::new();
    if !quiet {
        let unlike = [
            notes::unknown(&unknown),
            notes::too_wide(&too_wide),
            notes::as_json(&as_json),
        ];
        notes.extend(remarks.extent);
        notes.extend(unlike.into_iter().flatten());
        notes.extend(remarks.file);
    }
    // A program can't see that its input lacks something, so this is never silenced.
    notes.extend(notes::omitted(&omitted));
    if !notes.is_empty() {
        note(notes.join("; "));
    }
    Ok(())
}

/// What is said about a written answer.
#[derive(Default)]
struct Remarks {
    extent: Option<String>,
    file: Option<String>,
}

fn deliver_whole(
    operation: &Operation,
    answer: Answer,
    mut output: Output,
    session: &Session,
) -> Result<(Remarks, Omissions), Failure> {
    output.begin(session);
    let answer_type = AnswerType::of(operation);
    let (format, look) = (output.format(), output.look());
    let writer = writers::open(format, look, answer_type, &mut output);
    let written = write(answer, answer_type, writer);
    let (extent, omissions) = written.map_err(|error| failure(error, operation, &output))?;
    let file = notes::file(&output);
    output.commit()?;
    Ok((Remarks { extent, file }, omissions))
}

/// Writes one table of an answer.
fn deliver_table(
    operation: &Operation,
    body: &str,
    tables: &Tables<'static>,
    (index, mut output): (usize, Output),
    session: &Session,
) -> Result<(Remarks, Omissions), Failure> {
    output.begin(session);
    let answer_type = AnswerType::of(operation);
    let (format, look) = (output.format(), output.look());
    let mut write = || {
        let document = Document::read(body, answer_type)?;
        let filled = tables::fill(tables, document.structured()?)?;
        let table = &filled.tables[index];
        let mut omissions = Omissions::default();
        match format {
            Format::Csv => table.write_csv(&mut output)?,
            Format::Table => {
                let rendered = table.render(answer_type.definitions, look);
                output.write_all(rendered.text.as_bytes())?;
                omissions.too_wide = rendered.left_out;
            }
            Format::Json | Format::Ndjson => table.write_ndjson(&mut output)?,
        }
        Ok((counted(table.records.len(), "row"), omissions))
    };
    let (extent, omissions) = write().map_err(|error| failure(error, operation, &output))?;
    let file = notes::file(&output);
    output.commit()?;
    let extent = Some(format!("{extent} of {}", tables.list[index].name));
    Ok((Remarks { extent, file }, omissions))
}

/// Writes every table of an answer to its file: all files or none.
fn deliver_each(
    operation: &Operation,
    body: &str,
    tables: &Tables<'static>,
    mut outputs: Vec<Output>,
) -> Result<(Remarks, Omissions), Failure> {
    let whole = |error| failure(error, operation, &outputs[0]);
    let document = Document::read(body, AnswerType::of(operation)).map_err(whole)?;
    let filled = tables::fill(tables, document.structured().map_err(whole)?).map_err(whole)?;
    for (table, output) in filled.tables.iter().zip(&mut outputs) {
        table
            .write_csv(output)
            .map_err(|error| output.failure(&error))?;
    }
    let file = Some(notes::files(&filled.tables, &outputs));
    Output::commit_all(outputs)?;
    let omissions = Omissions {
        omitted: filled.omitted,
        as_json: filled.as_json,
        ..Omissions::default()
    };
    let extent = None;
    Ok((Remarks { extent, file }, omissions))
}

/// Hands the answer to the writer. Returns a note on how much it is, and what the output omits.
fn write(
    answer: Answer,
    answer_type: AnswerType,
    mut writer: Box<dyn Writer + '_>,
) -> Result<(Option<String>, Omissions), WriteError> {
    let extent = match answer {
        Answer::Rows(Rows { rows, extent }) => {
            let note = notes::extent(rows.len(), extent);
            writer.rows(rows)?;
            Some(note)
        }
        Answer::Body(body) => {
            let document = Document::read(&body, answer_type)?;
            writer.document(&document)?;
            match document.content {
                Content::List(items) => Some(counted(items.len(), "row")),
                Content::Object(..) => None,
            }
        }
    };
    Ok((extent, writer.finish()?))
}

fn failure(error: WriteError, operation: &Operation, output: &Output) -> Failure {
    let id = &operation.id;
    match error {
        WriteError::Io(error) => output.failure(&error),
        WriteError::NotAnObject(row) => {
            Failure::not_done(format!("{id}: row {row} is not a JSON object"))
                .help("use --format ndjson to see the rows as received")
        }
        WriteError::Undocumented { what, excerpt } => Failure::not_done(format!(
            "{id}: the answer {what}; it starts with: {excerpt}"
        ))
        .help("check --base-url, and whether the service has an outage"),
    }
}
