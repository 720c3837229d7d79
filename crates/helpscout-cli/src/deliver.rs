//! Writes an answer to its destination, and notes on stderr how much it is and what it omits.

use helpscout_description::Operation;

use crate::fetch::Rows;
use crate::format::definitions::AnswerType;
use crate::format::document::{Content, Document};
use crate::format::error::WriteError;
use crate::format::writer::{Omissions, Writer};
use crate::format::writers;
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

/// Writes the answer in the format of the output.
pub(crate) fn deliver(
    operation: &Operation,
    answer: Answer,
    mut output: Output,
    session: &Session,
    quiet: bool,
) -> Result<(), Failure> {
    output.begin(session);
    let answer_type = AnswerType::of(operation);
    let (format, look) = (output.format(), output.look());
    let writer = writers::open(format, look, answer_type, &mut output);
    let written = write(answer, answer_type, writer);
    let (extent, omissions) = written.map_err(|error| failure(error, operation, &output))?;
    let file = notes::file(&output);
    output.commit()?;

    let Omissions {
        too_wide,
        unknown,
        lists,
    } = omissions;
    let mut remarks: Vec<String> = Vec::new();
    if !quiet {
        let omitted = [notes::unknown(&unknown), notes::too_wide(&too_wide)];
        remarks.extend(extent);
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
            Failure::undocumented(format!("{id}: row {row} is not a JSON object"))
                .help("use --format ndjson to see the rows as received")
        }
        WriteError::Undocumented { what, excerpt } => Failure::undocumented(format!(
            "{id}: the answer {what}; it starts with: {excerpt}"
        ))
        .help("check --base-url, and whether the service has an outage"),
    }
}
