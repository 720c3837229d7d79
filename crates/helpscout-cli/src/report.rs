//! `helpscout report`: one documented report, rows as the service gives them.

use clap::ArgMatches;
use helpscout_reports::describe::Description;
use helpscout_reports::{Error, Request};
use serde_json::value::RawValue;

use crate::connect::Service;
use crate::fetch::{self, Extent, Rows};
use crate::format::sheet::{Figures, Sheet};
use crate::format::{Format, json, ndjson};
use crate::interrupt::Session;
use crate::message::{Failure, note, printable};
use crate::output::Output;
use crate::progress::Progress;
use crate::{arguments, parameters};

pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let Some((description, matches)) = arguments::chosen_report(matches) else {
        return Err(
            Failure::usage("no report was named").help("helpscout report --help lists them")
        );
    };
    let request = request(description, matches)?;
    let service = Service::chosen(matches)?;
    let session = Session::start()?;
    let output = Output::open(matches)?;
    let progress = Progress::start(matches.get_flag("quiet"));
    let answer = session.run(fetch(service, request, &progress))?;
    drop(progress);
    deliver(
        description,
        &answer,
        output,
        &session,
        matches.get_flag("quiet"),
    )
}

/// The call that the options ask for, checked.
pub(crate) fn request(
    description: &'static Description,
    matches: &ArgMatches,
) -> Result<Request, Failure> {
    let query = parameters::query(description, matches);
    let request = Request::new(description.operation(), query);
    match request.validate() {
        Ok(()) => Ok(request),
        Err(error) => Err(wrong_query(description, &error)),
    }
}

/// Names parameters as they are written here.
fn wrong_query(description: &Description, error: &Error) -> Failure {
    let said = error
        .violations()
        .iter()
        .map(|violation| with_flags(&violation.message, description));
    let said: Vec<String> = said.collect();
    match said.is_empty() {
        true => Failure::usage(error),
        false => Failure::usage(said.join("\n")),
    }
}

fn with_flags(message: &str, description: &Description) -> String {
    let names = description
        .parameters
        .iter()
        .map(|parameter| parameter.name);
    names.fold(message.to_owned(), |message, name| {
        let flag = parameters::flag(name);
        let message = message.replace(&format!("`{name}`"), &flag);
        // A name like `end` may be a word of the sentence, one like `previousEnd` is not.
        match name.contains(char::is_uppercase) {
            true => message.replace(name, &flag),
            false => message,
        }
    })
}

/// What was fetched.
enum Answer {
    Rows(Rows),
    /// JSON, byte for byte.
    Body(String),
}

async fn fetch(service: Service, request: Request, progress: &Progress) -> Result<Answer, Failure> {
    let connection = service.connect(progress).await?;
    let client = &connection.client;
    let Some(pages) = request.operation().pages else {
        return Ok(Answer::Body(fetch::body(client, &request).await?));
    };
    match request.query().get(pages.parameter) {
        Some(_) => fetch::page(client, &request).await,
        None => fetch::whole(client, request, progress).await,
    }
    .map(Answer::Rows)
}

fn deliver(
    description: &'static Description,
    answer: &Answer,
    output: Output,
    session: &Session,
    quiet: bool,
) -> Result<(), Failure> {
    match answer {
        Answer::Rows(rows) => deliver_rows(description, rows, output, session, quiet),
        Answer::Body(body) => deliver_body(description, body, output, session),
    }
}

fn deliver_rows(
    description: &'static Description,
    Rows { rows, extent }: &Rows,
    output: Output,
    session: &Session,
    quiet: bool,
) -> Result<(), Failure> {
    let raw = || rows.iter().map(|row| &**row);
    let sheet = || {
        Sheet::new(description.columns(), rows).map_err(|row| {
            Failure::not_done(format!("row {row} of the report is no JSON object"))
                .help("--format ndjson shows the rows as they came")
        })
    };
    let mut closing = vec![extent_line(rows.len(), *extent)];
    if let Some(path) = output.path() {
        closing.push(format!(
            "written to {}",
            printable(&path.display().to_string())
        ));
    }
    match output.format() {
        Format::Json => output.write(session, |out| json::write(raw(), out))?,
        Format::Ndjson => output.write(session, |out| ndjson::write(raw(), out))?,
        Format::Csv => {
            let sheet = sheet()?;
            output.write(session, |out| sheet.write_csv(out))?;
        }
        Format::Table => {
            let sheet = sheet()?;
            closing.extend(unknown_line(sheet.unknown()));
            let table = sheet.render_table(output.look());
            closing.extend(no_room_line(&table.left_out));
            output.write(session, |out| out.write_all(table.text.as_bytes()))?;
        }
    }
    if !quiet {
        note(closing.join("; "));
    }
    Ok(())
}

fn deliver_body(
    description: &'static Description,
    body: &str,
    output: Output,
    session: &Session,
) -> Result<(), Failure> {
    let no_object = || {
        Failure::not_done(format!("{}: the answer is no JSON object", description.id))
            .help("--format json shows it as it came")
    };
    let raw: &RawValue = serde_json::from_str(body).map_err(|_| no_object())?;
    let figures = || Figures::new(description.columns(), raw).ok_or_else(no_object);
    match output.format() {
        Format::Json => output.write(session, |out| json::write_body(body, out)),
        Format::Ndjson => output.write(session, |out| ndjson::write([raw], out)),
        Format::Csv => {
            let figures = figures()?;
            output.write(session, |out| figures.write_csv(out))
        }
        Format::Table => {
            let table = figures()?.render_table(output.look());
            output.write(session, |out| out.write_all(table.text.as_bytes()))
        }
    }
}

/// How many rows there are and how much of the report they are.
pub(crate) fn extent_line(rows: usize, extent: Extent) -> String {
    let shown = counted(rows, "row");
    match extent {
        Extent::Whole { pages, announced } => {
            let line = format!("{shown} on {}", counted(pages, "page"));
            match i64::try_from(rows) == Ok(announced) {
                true => line,
                false => format!("{line}, though the service announced {announced}"),
            }
        }
        Extent::Page(position) if position.page > position.pages => format!(
            "{shown}: page {} lies behind the last one, {}",
            position.page, position.pages
        ),
        Extent::Page(position) => format!(
            "{shown}: page {} of {}, {} in all",
            position.page,
            position.pages,
            counted(position.count, "row")
        ),
    }
}

/// A number with its noun.
pub(crate) fn counted(number: impl ToString, noun: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Which columns the terminal is too narrow for.
pub(crate) fn no_room_line(left_out: &[String]) -> Option<String> {
    if left_out.is_empty() {
        return None;
    }
    let columns = left_out.join(", ");
    Some(format!(
        "no room for: {columns} (a wider terminal shows them)"
    ))
}

fn unknown_line(unknown: &[String]) -> Option<String> {
    if unknown.is_empty() {
        return None;
    }
    let keys: Vec<String> = unknown.iter().map(|key| printable(key)).collect();
    Some(format!(
        "not shown, as this version does not know them: {} (--format json has them)",
        keys.join(", ")
    ))
}
