//! Writes a history in each format.

use std::io::{self, Write};

use helpscout_arrow::Schema;
use helpscout_command::Format;
use helpscout_description::Field;
use helpscout_reports::history::{CollapsedConversation, Summary};
use helpscout_reports::{Seconds, describe};
use serde_json::value::RawValue;

use super::columns::csv_names;
use super::digest::digest;
use super::question::{Question, TableName};
use super::records::{self, Cell, Record};
use super::result::{Groups, History, UserRows};
use super::rows::HistoryRow;
use super::selected::Picked;
use super::{columns, text, view};
use crate::format::Form;
use crate::format::csv::{guarded, io_error, write_header};
use crate::format::digest as report;
use crate::format::json::Array;
use crate::format::json_lines::JsonLines;
use crate::format::json_object::JsonObject;
use crate::format::number::append_with_fraction;
use crate::format::parquet::ParquetLines;
use crate::format::sink::Sink;
use crate::select::Column;
use crate::spool::BUFFER;

/// Writes a history, or only a table of it in the formats that have one table. `picked` are the rows of
/// the main table to write, if not all of them. Returns the titles of the columns that the terminal is
/// too narrow for.
pub(super) fn write(
    history: &History,
    question: &Question,
    table: Option<TableName>,
    picked: Option<&Picked>,
    form: Form,
    out: &mut dyn Sink,
) -> io::Result<Vec<String>> {
    let table = table.unwrap_or(question.main_table());
    match form.format {
        Format::Json => json(history, question, out)?,
        Format::Ndjson => ndjson(history, table, picked, out)?,
        Format::Csv => csv(history, table, picked, out)?,
        Format::Parquet => {
            let mut rows = ParquetLines::new(&schema(history, question, table, picked), out)?;
            ndjson(history, table, picked, &mut rows)?;
            rows.finish()?;
        }
        Format::Table => {
            let too_wide = text::write(history, question, picked, form.look, out)?;
            if form.look.has_foot {
                report::write_foot(&digest(history, question, picked), out)?;
            }
            return Ok(too_wide);
        }
        Format::Html | Format::Xlsx | Format::Markdown => {
            report::write(&digest(history, question, picked), form.format, out)?;
        }
    }
    Ok(Vec::new())
}

/// Writes a table as CSV.
fn csv(
    history: &History,
    table: TableName,
    picked: Option<&Picked>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let header = header(history, table);
    let columns = picked.and_then(|picked| picked.columns.as_ref());
    let columns = columns.map(|names| positions_of(names, &header, table));
    match &columns {
        Some(columns) => write_header(columns.iter().map(|at| &header[*at]), out)?,
        None => write_header(&header, out)?,
    }
    let mut writer = ::csv::WriterBuilder::new()
        .buffer_capacity(BUFFER)
        .from_writer(out);
    let mut write = |record: Vec<String>| {
        let written = match &columns {
            Some(columns) => writer.write_record(columns.iter().map(|at| &record[*at])),
            None => writer.write_record(&record),
        };
        written.map_err(io_error)
    };
    if table == TableName::Conversations {
        each_conversation(history, picked, |user, row| {
            let mut record = view::record(&HistoryRow::from(row)).to_vec();
            if history.users.len() > 1 {
                let of_user = records::of_user(&user.id, user.name.as_deref());
                record.extend(of_user.iter().map(|(_, cell)| csv_cell(cell)));
            }
            write(record)
        })?;
    } else {
        each_record(history, table, picked, |record| {
            write(record.iter().map(|(_, cell)| csv_cell(cell)).collect())
        })?;
    }
    writer.flush()
}

/// Returns the columns of a table with their types.
fn schema(
    history: &History,
    question: &Question,
    table: TableName,
    picked: Option<&Picked>,
) -> Schema {
    let mut columns = columns::of(table, question);
    if history.users.len() < 2 {
        let of_user = |column: &Column| ["userId", "user"].contains(&column.name.as_str());
        columns.retain(|column| table != TableName::Conversations || !of_user(column));
    }
    if let Some(names) = picked.and_then(|picked| picked.columns.as_ref()) {
        let named = |name: &String| columns.iter().find(|column| column.name == *name);
        columns = names.iter().filter_map(named).cloned().collect();
    }
    let fields = columns.into_iter().map(|column| Field {
        wire: column.name,
        ..column.field
    });
    let fields: Vec<Field> = fields.collect();
    if table == TableName::Conversations {
        // Their customers may have keys that are not described.
        Schema::of_fields(describe::api(), &fields)
    } else {
        Schema::of_figures(describe::api(), &fields)
    }
}

/// Returns the positions of chosen columns in the header of CSV.
fn positions_of(names: &[String], header: &[String], table: TableName) -> Vec<usize> {
    let columns = names.iter().flat_map(|name| match table {
        TableName::Conversations => csv_names(name).to_vec(),
        _ => vec![name.as_str()],
    });
    let positions = columns.filter_map(|name| header.iter().position(|column| column == name));
    positions.collect()
}

/// Returns the names of a table in CSV.
fn header(history: &History, table: TableName) -> Vec<String> {
    let names = |record: &Record| record.iter().map(|(name, _)| name.clone()).collect();
    match table {
        TableName::Conversations => {
            let of_user = ["userId", "user"].iter();
            let of_user = of_user.filter(|_| history.users.len() > 1);
            let names = view::CSV_HEADER.iter().chain(of_user);
            names.map(|name| (*name).to_owned()).collect()
        }
        TableName::Figures => records::figures(history)
            .first()
            .map(names)
            .unwrap_or_default(),
        TableName::Groups => {
            let targets = history.sla.targets().len();
            let names = |groups: &Groups| {
                records::names_of_groups(groups.by, targets, history.before.is_some())
            };
            history.groups.first().map(names).unwrap_or_default()
        }
        TableName::Breaches => records::BREACHES.map(str::to_owned).to_vec(),
    }
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Missing => String::new(),
        Cell::Text(text) => guarded(text).into_owned(),
        Cell::Integer(number) => number.to_string(),
        Cell::Number(number) => with_fraction(*number),
        Cell::Flag(flag) => flag.to_string(),
    }
}

/// Writes a table as one object on a line for each of its rows.
fn ndjson(
    history: &History,
    table: TableName,
    picked: Option<&Picked>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let columns = picked.and_then(|picked| picked.columns.as_ref());
    let chosen = |row: String| match columns {
        Some(columns) => chosen(&row, columns),
        None => Ok(row),
    };
    if table == TableName::Conversations {
        let mut lines = JsonLines::new(view::shapes());
        return each_conversation(history, picked, |user, row| {
            let row = chosen(conversation(history, user, row)?)?;
            lines.write(std::iter::once(row.as_str()), out)
        });
    }
    each_record(history, table, picked, |record| {
        writeln!(out, "{}", chosen(object(&record))?)
    })
}

/// Returns an object with only these keys, in this order. A key that it lacks is null.
fn chosen(row: &str, columns: &[String]) -> io::Result<String> {
    let row = RawValue::from_string(row.to_owned())?;
    let fields = JsonObject::of(&row)?;
    let members = columns.iter().map(|name| {
        let value = fields.get(name).map_or("null", RawValue::get);
        format!("{}:{value}", quoted(name))
    });
    Ok(format!("{{{}}}", members.collect::<Vec<_>>().join(",")))
}

/// Returns the rows of a table as JSON objects, with the names of NDJSON.
pub(super) fn json_rows(history: &History, table: TableName) -> io::Result<Vec<String>> {
    let mut rows = Vec::new();
    if table == TableName::Conversations {
        each_conversation(history, None, |user, row| {
            rows.push(conversation(history, user, row)?);
            Ok(())
        })?;
    } else {
        each_record(history, table, None, |record| {
            rows.push(object(&record));
            Ok(())
        })?;
    }
    Ok(rows)
}

/// Passes on each conversation that was asked for, with its user.
fn each_conversation(
    history: &History,
    picked: Option<&Picked>,
    mut take: impl FnMut(&UserRows, &CollapsedConversation) -> io::Result<()>,
) -> io::Result<()> {
    match picked {
        Some(picked) => {
            let rows = picked.positions.iter().filter_map(|at| history.row(*at));
            rows.into_iter().try_for_each(|(user, row)| take(user, row))
        }
        None => {
            for user in &history.users {
                user.rows.iter().try_for_each(|row| take(user, row))?;
            }
            Ok(())
        }
    }
}

/// Passes on each record that was asked for of a table that is no list of conversations.
fn each_record(
    history: &History,
    table: TableName,
    picked: Option<&Picked>,
    mut take: impl FnMut(Record) -> io::Result<()>,
) -> io::Result<()> {
    let Some(picked) = picked else {
        return for_each(history, table, take);
    };
    let mut records = Vec::new();
    for_each(history, table, |record| {
        records.push(record);
        Ok(())
    })?;
    let picked = picked.positions.iter().filter_map(|at| records.get(*at));
    picked.cloned().try_for_each(&mut take)
}

/// Passes on each record of a table that is no list of conversations.
fn for_each(
    history: &History,
    table: TableName,
    mut take: impl FnMut(Record) -> io::Result<()>,
) -> io::Result<()> {
    match table {
        TableName::Conversations => {}
        TableName::Figures => records::figures(history).into_iter().try_for_each(take)?,
        TableName::Groups => {
            for groups in history.groups.iter().take(1) {
                records::groups(history, groups).try_for_each(&mut take)?;
            }
        }
        TableName::Breaches => {
            for breach in history.breaches() {
                take(records::breach(history, &breach))?;
            }
        }
    }
    Ok(())
}

/// Writes one document with everything.
fn json(history: &History, question: &Question, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{{\"summary\":{},", summary(history)?)?;
    if question.by.is_some() {
        for groups in history.groups.iter().take(1) {
            write!(out, "\"groups\":")?;
            let objects = records::groups(history, groups);
            array(objects.map(|record| Ok(object(&record))), out)?;
            writeln!(out, ",")?;
        }
    }
    if history.before.is_some() {
        write!(out, "\"comparison\":")?;
        let objects = records::figures(history).into_iter();
        array(objects.map(|record| Ok(object(&record))), out)?;
        writeln!(out, ",")?;
    }
    if !history.sla.targets().is_empty() {
        write!(out, "\"sla\":{{\"targets\":")?;
        array(targets(history).map(|record| Ok(object(&record))), out)?;
        write!(out, ",\"breaches\":")?;
        let breaches = history.breaches();
        let objects = breaches
            .iter()
            .map(|breach| records::breach(history, breach));
        array(objects.map(|record| Ok(object(&record))), out)?;
        writeln!(out, "}},")?;
    }
    write!(out, "\"conversations\":")?;
    let users = history.users.iter();
    let rows = users.flat_map(|user| user.rows.iter().map(move |row| (user, row)));
    array(
        rows.map(|(user, row)| conversation(history, user, row)),
        out,
    )?;
    writeln!(out, "}}")
}

/// Writes a list, each item on a line of its own.
fn array(items: impl Iterator<Item = io::Result<String>>, out: &mut dyn Write) -> io::Result<()> {
    let mut array = Array::default();
    for item in items {
        array.push(&item?, out)?;
    }
    array.end(out)
}

/// Returns the summary as a JSON object.
pub(super) fn summary(history: &History) -> io::Result<String> {
    let figures = &history.figures;
    let response = figures.time(helpscout_figures::Measure::Response);
    let mut summary = Summary::default();
    summary.replies = figures.replies;
    summary.conversations = figures.conversations;
    summary.response_times = response.n;
    summary.median_response_time = response.median.map(Seconds);
    summary.p90_response_time = response.p90.map(Seconds);
    let mut text = serde_json::to_string(&summary)?;
    let interval = history.period.interval();
    let more = [
        ("rows", Cell::Integer(figures.rows as i64)),
        ("start", Cell::Text(interval.start.to_string())),
        ("end", Cell::Text(interval.end.to_string())),
        ("zone", Cell::Text(history.period.zone().name().to_owned())),
        ("estimator", Cell::Text(view::ESTIMATOR.to_owned())),
    ];
    let mut more: Record = more.map(|(name, cell)| (name.to_owned(), cell)).to_vec();
    if let Some(before) = &history.before {
        let interval = before.period.interval();
        let previous = [
            ("previousStart", interval.start),
            ("previousEnd", interval.end),
        ];
        more.extend(previous.map(|(name, at)| (name.to_owned(), Cell::Text(at.to_string()))));
    }
    append(&mut text, &object(&more));
    let times = helpscout_figures::Measure::ALL.map(|measure| {
        let times = object(&records::time(&figures.time(measure)));
        format!("{}:{times}", quoted(records::name_of(measure)))
    });
    append(&mut text, &format!("{{\"times\":{{{}}}}}", times.join(",")));
    Ok(text)
}

/// Returns a record for each target: its limit, and how many rows keep it.
pub(super) fn targets(history: &History) -> impl Iterator<Item = Record> + '_ {
    let compliance = history.figures.compliance.iter();
    let targets = history.sla.targets().iter().zip(compliance);
    targets.map(|(target, compliance)| records::target(target, *compliance))
}

/// Returns a conversation as a JSON object, with its user if there are several.
pub(super) fn conversation(
    history: &History,
    user: &UserRows,
    row: &CollapsedConversation,
) -> io::Result<String> {
    let mut text = serde_json::to_string(row)?;
    if history.users.len() > 1 {
        let of_user = records::of_user(&user.id, user.name.as_deref());
        append(&mut text, &object(&of_user));
    }
    Ok(text)
}

/// Returns a record as a JSON object.
pub(super) fn object(record: &[(String, Cell)]) -> String {
    let members = record.iter().map(|(name, cell)| {
        let value = match cell {
            Cell::Missing => "null".to_owned(),
            Cell::Text(text) => quoted(text),
            Cell::Integer(number) => number.to_string(),
            Cell::Number(number) => with_fraction(*number),
            Cell::Flag(flag) => flag.to_string(),
        };
        format!("{}:{value}", quoted(name))
    });
    let members: Vec<String> = members.collect();
    format!("{{{}}}", members.join(","))
}

/// Adds the members of an object to the end of another.
fn append(object: &mut String, members: &str) {
    if let Some(members) = members.strip_prefix('{') {
        object.pop();
        object.push(',');
        object.push_str(members);
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn with_fraction(number: f64) -> String {
    let mut text = String::new();
    append_with_fraction(&number.to_string(), &mut text);
    text
}
