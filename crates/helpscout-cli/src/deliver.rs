//! Writes what was fetched, and says on stderr how much it is and what is missing.

use helpscout_reports::describe::{Description, Object};
use serde_json::value::RawValue;

use crate::fetch::{self, Extent, Rows};
use crate::format::figures::Figures;
use crate::format::outline::{self, Drawn};
use crate::format::row::Row;
use crate::format::series::Series;
use crate::format::shapes::Shapes;
use crate::format::sheet::Sheet;
use crate::format::{Format, json, ndjson};
use crate::interrupt::Session;
use crate::message::{Failure, note, printable};
use crate::output::Output;

/// What was fetched.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Rows of pages.
    Rows(Rows),
    /// An answer without pages: JSON, byte for byte.
    Body(String),
}

/// Writes it where it goes, in the format that was asked for.
pub(crate) fn deliver(
    description: &'static Description,
    answer: &Answer,
    output: Output,
    session: &Session,
    quiet: bool,
) -> Result<(), Failure> {
    let written = written_line(&output);
    let mut said = match answer {
        Answer::Rows(rows) => rows_of_pages(description, rows, output, session)?,
        Answer::Body(body) => match (description.list, serde_json::from_str(body)) {
            (true, Ok(items)) => whole_list(description, body, items, output, session)?,
            (true, Err(_)) => return Err(undocumented(description, "is no list", body)),
            (false, _) => whole_object(description, body, output, session)?,
        },
    };
    said.notes.extend(written);
    let told = match quiet {
        true => said.lacks,
        false => [said.notes, said.lacks].concat(),
    };
    if !told.is_empty() {
        note(told.join("; "));
    }
    Ok(())
}

/// What is to be said.
#[derive(Default)]
struct Told {
    notes: Vec<String>,
    /// What a program would miss in the output, said even if nothing else is.
    lacks: Vec<String>,
}

impl Told {
    fn note(note: String) -> Self {
        Self {
            notes: vec![note],
            ..Self::default()
        }
    }
}

/// Each of these gives what is to be said.
type Said = Result<Told, Failure>;

fn rows_of_pages(
    description: &'static Description,
    Rows { rows, extent }: &Rows,
    output: Output,
    session: &Session,
) -> Said {
    let raw = || rows.iter().map(|row| &**row);
    let sheet = || sheet(description, raw());
    let mut said = Told::note(extent_line(rows.len(), *extent));
    match output.format() {
        Format::Json => output.write(session, |out| json::write(raw(), out))?,
        Format::Ndjson => output.write(session, |out| ndjson::write(raw(), out))?,
        Format::Csv => {
            let sheet = sheet()?;
            output.write(session, |out| sheet.write_csv(out))?;
        }
        Format::Table => {
            let sheet = sheet()?;
            let unknown: Vec<String> = sheet.unknown().cloned().collect();
            let table = sheet.render_table(output.look());
            said.notes.extend(unknown_line(&unknown));
            said.notes.extend(no_room_line(&table.left_out));
            output.write(session, |out| out.write_all(table.text.as_bytes()))?;
        }
    }
    Ok(said)
}

fn whole_list(
    description: &'static Description,
    body: &str,
    items: Vec<&RawValue>,
    output: Output,
    session: &Session,
) -> Said {
    let raw = || items.iter().copied();
    let mut said = Told::note(counted(items.len(), "row"));
    match output.format() {
        Format::Json => output.write(session, |out| json::write_body(body, out))?,
        Format::Ndjson => output.write(session, |out| ndjson::write(raw(), out))?,
        Format::Csv => {
            let sheet = sheet(description, raw())?;
            output.write(session, |out| sheet.write_csv(out))?;
        }
        Format::Table => {
            let rows = Row::each(raw()).map_err(|row| no_object(description, row))?;
            let (shapes, object) = described(description);
            let drawn = outline::list(shapes, object, rows, output.look());
            said.notes.extend(drawn_lines(&drawn));
            output.write(session, |out| out.write_all(drawn.text.as_bytes()))?;
        }
    }
    Ok(said)
}

fn whole_object(
    description: &'static Description,
    body: &str,
    output: Output,
    session: &Session,
) -> Said {
    let refused = |what| undocumented(description, what, body);
    let raw: &RawValue = serde_json::from_str(body).map_err(|_| refused("is no JSON"))?;
    let (shapes, object) = described(description);
    let row = Row::of(raw).map_err(|_| refused("is no JSON object"))?;
    let is_known = |key: &str| object.field(key).is_some() || object.rest.is_some();
    if !row.fields().any(|(key, _)| is_known(key)) {
        return Err(refused("has no key that is documented"));
    }
    let is_raw = matches!(output.format(), Format::Json | Format::Ndjson);
    let is_series = Series::is_described(shapes, object);
    if !is_raw && is_series && Series::whole(shapes, object, &row).is_none() {
        return Err(refused("is no series of points"));
    }
    let mut said = Told::default();
    match output.format() {
        Format::Json => output.write(session, |out| json::write_body(body, out))?,
        Format::Ndjson => output.write(session, |out| ndjson::write([raw], out))?,
        Format::Csv => {
            let figures = Figures::of(shapes, object, &row);
            said.lacks.extend(lists_line(figures.left_out()));
            output.write(session, |out| figures.write_csv(out))?;
        }
        Format::Table => {
            let drawn = outline::object(shapes, object, &row, output.look());
            said.notes.extend(drawn_lines(&drawn));
            output.write(session, |out| out.write_all(drawn.text.as_bytes()))?;
        }
    }
    Ok(said)
}

fn sheet<'a>(
    description: &Description,
    rows: impl Iterator<Item = &'a RawValue>,
) -> Result<Sheet<'a>, Failure> {
    let shapes = Shapes::described();
    let columns = shapes.0.columns_of(description);
    Sheet::new(shapes, columns, rows).map_err(|row| no_object(description, row))
}

/// What is described, and the object of the answer.
fn described(description: &Description) -> (Shapes, &'static Object) {
    let shapes = Shapes::described();
    (shapes, shapes.0.response_of(description))
}

/// The failure of an answer that is something else.
fn undocumented(description: &Description, what: &str, body: &str) -> Failure {
    let (id, start) = (description.id, fetch::start(body));
    Failure::not_done(format!("{id}: the answer {what}; it starts with: {start}"))
        .help("check --base-url, and whether the service has trouble")
}

fn no_object(description: &Description, row: usize) -> Failure {
    Failure::not_done(format!("{}: row {row} is no JSON object", description.id))
        .help("--format ndjson shows the rows as they came")
}

fn drawn_lines(drawn: &Drawn) -> impl Iterator<Item = String> {
    let lines = [unknown_line(&drawn.unknown), no_room_line(&drawn.left_out)];
    lines.into_iter().flatten()
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
        Extent::Page(position) if position.count == 0 => shown,
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

/// The file it goes to, if it goes to one.
pub(crate) fn written_line(output: &Output) -> Option<String> {
    let path = output.path()?;
    let shown = printable(&path.display().to_string());
    Some(match Format::of_file(path) {
        Some(_) => format!("written to {shown}"),
        // The name of the file does not say what is in it.
        None => format!("written to {shown} as {}", output.format().name()),
    })
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

fn lists_line(lists: &[String]) -> Option<String> {
    if lists.is_empty() {
        return None;
    }
    let lists: Vec<String> = lists.iter().map(|path| printable(path)).collect();
    Some(format!(
        "no place in csv for: {} (--format json has them)",
        lists.join(", ")
    ))
}
