//! `run_report` and `look_up`: one described operation.

use std::cell::Cell;
use std::sync::LazyLock;

use clap::{ArgMatches, Command};
use helpscout_command::chosen;
use helpscout_command::names::command_of;
use helpscout_description::tables::Answer as Form;
use helpscout_description::{Group, Operation, Tables, Type, Unit};
use helpscout_reports::{Client, describe};
use serde_json::Value;
use serde_json::value::RawValue;

use super::answer::Answer;
use super::arguments::Arguments;
use super::command::Line;
use super::desk::Desk;
use super::reports;
use super::rows::{self, IntoTable, Wanted};
use super::table::Table;
use crate::about;
use crate::comparison::{self, Both, Comparison, CountedRows};
use crate::deliver::failure_of;
use crate::evidence::Evidence;
use crate::fetch::{self, Event, Pages};
use crate::format::definitions::{AnswerType, Definitions};
use crate::format::document::Document;
use crate::format::error::WriteError;
use crate::format::json_object::{JsonObject, text};
use crate::format::tables;
use crate::format::writer::Omissions;
use crate::message::{Failure, counted};
use crate::progress::Progress;
use crate::request::{Asked, Resolved, ineffective_interval};
use crate::select::{self, Column};
use crate::unknown_ids;
use crate::who::{Directory, folded};

/// The number of columns that are shown unless others are asked for.
const SHOWN: usize = 12;

/// The number of columns of a table without pages that are shown unless others are asked for.
const SHOWN_OF_TABLE: usize = 40;

/// The parser of `helpscout report` and `helpscout list`.
static PARSER: LazyLock<Command> = LazyLock::new(|| helpscout_command::program(describe::api()));

/// Runs the report that the arguments name.
///
/// # Errors
/// If an argument is wrong, or a call fails.
pub(super) async fn run(
    desk: &Desk,
    arguments: &Arguments,
    progress: &Progress,
) -> Result<Answer, Failure> {
    let (name, operation) = reports::named(arguments.text("report").unwrap_or_default())?;
    let mut line = Line::of(&["helpscout", command_of(Group::Reports), &name]);
    for option in ["period", "zone", "compare", "table"] {
        if let Some(value) = arguments.text(option) {
            line.option(option, value);
        }
    }
    let page = operation.pages.as_ref().and_then(|pages| pages.parameter());
    let page: Vec<&str> = page.into_iter().collect();
    let mut problems = Vec::new();
    for (name, value) in arguments.members("filters") {
        let added = line.parameter(operation, name, value, &page);
        problems.extend(added.err());
    }
    if let Some(failure) = Failure::together(problems) {
        return Err(failure);
    }
    let matches = line.parse(&PARSER).map_err(|failure| {
        failure.help("describe_report lists the filters of a report, which go into `filters`")
    })?;
    let marks = desk.shows_customers();
    let call = Call::of(Group::Reports, name, &matches, arguments, marks)?;
    call.run(desk, progress).await
}

/// Lists users, mailboxes and the like.
///
/// # Errors
/// If an argument is wrong, or a call fails.
pub(super) async fn look_up(
    desk: &Desk,
    arguments: &Arguments,
    progress: &Progress,
) -> Result<Answer, Failure> {
    let name = arguments.text("list").unwrap_or_default();
    let mut line = Line::of(&["helpscout", command_of(Group::Lookups), name]);
    if let Some(id) = arguments.text("id") {
        let kinds = reports::of(Group::Lookups).into_iter();
        let with_id = kinds.filter(|(_, operation)| operation.parameter("id").is_some());
        let with_id: Vec<String> = with_id.map(|(name, _)| name).collect();
        if !with_id.iter().any(|list| list == name) {
            let problem = format!("the list {name} takes no `id`");
            let lists = with_id.join(", ");
            return Err(Failure::usage(problem).help(format!("`id` is for {lists}")));
        }
        line.option("id", id);
    }
    let matches = line.parse(&PARSER)?;
    let marks = desk.shows_customers();
    let call = Call::of(Group::Lookups, name.to_owned(), &matches, arguments, marks)?;
    let mut answer = call.run(desk, progress).await?;
    answer.head.retain(|(name, _)| *name != "report");
    Ok(answer)
}

/// A call of an operation, checked as far as nothing needs to be sent.
struct Call {
    name: String,
    operation: &'static Operation,
    asked: Asked,
    answer: AnswerType,
    tables: Tables<'static>,
    /// The tables to show, each with its position.
    wanted: Vec<(usize, Wanted)>,
    /// The rows that a comparison counts.
    counted: CountedRows,
    /// What the name of a row must have.
    named: Option<String>,
}

impl Call {
    fn of(
        group: Group,
        name: String,
        matches: &ArgMatches,
        arguments: &Arguments,
        marks: bool,
    ) -> Result<Self, Failure> {
        let command = matches.subcommand_matches(command_of(group));
        let chosen = command.and_then(|matches| chosen(describe::api(), group, matches));
        let Some((operation, matches)) = chosen else {
            return Err(Failure::usage(format!("there is nothing called {name}")));
        };
        let asked = Asked::from_options(operation, matches)?;
        let answer = AnswerType::of(operation);
        let tables = Tables::of(describe::api(), operation);
        let mut counted = CountedRows::default();
        let wanted = if asked.compares_pulls() {
            CountedRows::check(operation, matches)?;
            counted = rows::counted(arguments, operation)?;
            vec![(0, figures(arguments, answer, marks)?)]
        } else {
            let picked = matches.get_one::<String>("table");
            wanted(&tables, operation, answer, picked, arguments, marks)?
        };
        let named = arguments.text("name").map(folded);
        Ok(Self {
            name,
            operation,
            asked,
            answer,
            tables,
            wanted,
            counted,
            named: named.filter(|name| !name.is_empty()),
        })
    }

    async fn run(&self, desk: &Desk, progress: &Progress) -> Result<Answer, Failure> {
        let client = desk.client(progress).await?;
        let mut directory = Directory::of(&client);
        let resolved = self.asked.resolve(&mut directory).await?;
        for note in resolved.when.iter().flat_map(|when| &when.notes) {
            progress.note(note.clone());
        }
        let request = &resolved.request;
        if let Some(note) = ineffective_interval(self.operation, request) {
            progress.note(note);
        }
        let found = if self.asked.compares_pulls() {
            self.compared(&client, &resolved, progress).await
        } else {
            self.tables(&client, &resolved, progress).await
        };
        let found = found.map(|(tables, evidence)| (tables, Some(evidence)));
        let tables = unknown_ids::named(
            &client,
            &directory,
            self.operation,
            request,
            found,
            progress,
        )
        .await?;
        let head = self.head(&resolved);
        let period = head.iter().find(|(name, _)| *name == "period");
        let period = period.and_then(|(_, period)| period.as_str());
        let shown = tables.into_iter();
        let shown = shown.map(|table| desk.show(table, &self.name, period));
        let tables = shown.collect::<Result<_, _>>()?;
        Ok(Answer {
            head,
            tables: Some(tables),
            ..Answer::default()
        })
    }

    /// Returns what the answer is about.
    fn head(&self, resolved: &Resolved) -> Vec<(&'static str, Value)> {
        let mut head: Vec<(&'static str, Value)> = vec![("report", self.name.as_str().into())];
        let period = about::period(self.operation, resolved);
        if !period.is_empty() {
            head.push(("period", period.into()));
        }
        let when = resolved.when.as_ref();
        if let Some(compared) = when.and_then(|when| when.compared.as_ref()) {
            head.push(("compared", compared.description().into()));
        }
        head
    }

    async fn tables(
        &self,
        client: &Client,
        resolved: &Resolved,
        progress: &Progress,
    ) -> Result<(Vec<Table>, Evidence), Failure> {
        let answer = self.answer.in_zone(resolved.shown_zone());
        if self.operation.pages.is_some() {
            let mut pages = Pages::of(client, resolved.request.clone(), progress);
            progress.reads_one();
            let mut tables = Vec::new();
            for (_, wanted) in self.wanted.iter().take(1) {
                let definitions = answer.definitions;
                tables.push(self.read(wanted, definitions, &mut pages, progress).await?);
            }
            return Ok((tables, Evidence::of_rows(pages.extent().announced())));
        }
        let body = fetch::body(client, &resolved.request).await?;
        let tables = self.of_body(&body, answer, progress);
        let tables = tables.map_err(|error| self.failed(error))?;
        Ok((tables, Evidence::of_body(&resolved.request, &body)))
    }

    /// Reads the rows of all pages, or as many as are asked for.
    async fn read(
        &self,
        wanted: &Wanted,
        definitions: Definitions,
        pages: &mut Pages<'_>,
        progress: &Progress,
    ) -> Result<Table, Failure> {
        let enough = wanted.selection.enough();
        loop {
            let mut table = wanted.empty(definitions);
            let written = Cell::new(0);
            let into = IntoTable::of(&mut table, &written);
            let mut writer = select::through(&wanted.selection, definitions, Box::new(into));
            let is_enough = || enough.is_some_and(|limit| written.get() >= limit);
            let is_whole = loop {
                match pages.next().await? {
                    Some(Event::Rows(rows)) => {
                        let rows = self.with_name(rows);
                        writer.rows(&rows).map_err(|error| self.failed(error))?;
                        if is_enough() {
                            break true;
                        }
                    }
                    Some(Event::Restart) => break false,
                    None => break true,
                }
            };
            if !is_whole {
                continue;
            }
            let omissions = writer.finish().map_err(|error| self.failed(error))?;
            let (read, all) = (pages.rows(), pages.extent().announced());
            if i64::try_from(read).is_ok_and(|read| read < all) {
                let rows = counted(read, "row");
                progress.note(format!(
                    "the first {rows} of the report were read, which has {all}"
                ));
            }
            self.note(wanted, &omissions, progress);
            return Ok(table);
        }
    }

    /// Returns the rows whose name is asked for, or all if none is.
    fn with_name(&self, mut rows: Vec<Box<RawValue>>) -> Vec<Box<RawValue>> {
        if let Some(name) = &self.named {
            rows.retain(|row| has_name(row, name));
        }
        rows
    }

    /// Returns the tables of an answer without pages.
    fn of_body(
        &self,
        body: &str,
        answer: AnswerType,
        progress: &Progress,
    ) -> Result<Vec<Table>, WriteError> {
        let document = Document::read(body, answer)?;
        let filled = tables::fill(&self.tables, document.structured()?)?;
        let mut tables = Vec::new();
        for (at, wanted) in &self.wanted {
            let Some(source) = filled.tables.get(*at) else {
                continue;
            };
            let rows = self.with_name(source.rows(answer.definitions)?);
            // Of several tables, those without rows say nothing.
            if rows.is_empty() && *at > 0 && self.wanted.len() > 1 {
                continue;
            }
            let (table, omissions) = wanted.filled(&rows, answer.definitions)?;
            self.note(wanted, &omissions, progress);
            tables.push(table);
        }
        Ok(tables)
    }

    /// Compares two periods of a report whose answer has no place for that.
    async fn compared(
        &self,
        client: &Client,
        resolved: &Resolved,
        progress: &Progress,
    ) -> Result<(Vec<Table>, Evidence), Failure> {
        let when = resolved.when.as_ref();
        let periods = when.and_then(|when| Some((when.period.clone()?, when.compared.clone()?)));
        let (Some((now, before)), Some(earlier)) = (periods, &resolved.compared) else {
            return Err(Failure::usage(
                "compare needs a period to compare with another",
            ));
        };
        let requests = Both {
            now: &resolved.request,
            before: earlier,
        };
        let periods = Both { now, before };
        let rows = (&self.counted, resolved.shown_zone());
        let comparison =
            comparison::fetch(client, self.operation, requests, periods, rows, progress).await?;
        let evidence = Evidence::of_rows(comparison.read());
        let rows = comparison.figures();
        let rows = rows.map_err(|error| self.failed(WriteError::Io(error.into())))?;
        let mut tables = Vec::new();
        for (_, wanted) in &self.wanted {
            let table = wanted.filled(&rows, self.answer.definitions);
            let (table, omissions) = table.map_err(|error| self.failed(error))?;
            self.note(wanted, &omissions, progress);
            tables.push(table);
        }
        Ok((tables, evidence))
    }

    /// Tells which rows and columns are not in a table.
    fn note(&self, wanted: &Wanted, omissions: &Omissions, progress: &Progress) {
        if let Some(selected) = omissions.selected
            && selected.written < selected.rows
        {
            let rows = counted(selected.rows, "row");
            progress.note(format!("{} of {rows} are selected", selected.written));
        }
        wanted.note_others(progress);
    }

    fn failed(&self, error: WriteError) -> Failure {
        failure_of(error, self.operation, |error| {
            Failure::not_done(format!("can't keep the rows: {error}"))
        })
    }
}

/// Returns the tables of an answer that are wanted, each with its position.
fn wanted(
    tables: &Tables<'static>,
    operation: &Operation,
    answer: AnswerType,
    picked: Option<&String>,
    arguments: &Arguments,
    marks: bool,
) -> Result<Vec<(usize, Wanted)>, Failure> {
    if tables.answer == Form::Rows {
        let api = describe::api();
        let columns = by_importance(answer);
        let shown = columns.iter().take_while(|column| is_shown(column)).count();
        let selection = rows::selection(arguments, &columns, answer, shown.min(SHOWN))?;
        let object = api.row_type(operation).and_then(|ty| api.object_of(ty));
        let wanted = Wanted {
            name: "rows".to_owned(),
            columns,
            selection,
            object,
            marks,
            is_chosen: rows::chooses_columns(arguments),
        };
        return Ok(vec![(0, wanted)]);
    }
    let picked =
        picked.and_then(|picked| tables.list.iter().position(|table| table.name == *picked));
    if picked.is_none() && tables.list.len() > 1 && rows::is_selected(arguments) {
        let names: Vec<&str> = tables
            .list
            .iter()
            .map(|table| table.name.as_str())
            .collect();
        let problem = "the answer has several tables, and rows are selected from one of them";
        let advice = format!("add `table` with one of {}", names.join(", "));
        return Err(Failure::usage(problem).help(advice));
    }
    let chosen = tables.list.iter().enumerate();
    let chosen = chosen.filter(|(at, _)| picked.is_none_or(|picked| picked == *at));
    let wanted = chosen.map(|(at, table)| {
        let columns = select::columns_of_table(table);
        let selection = rows::selection(arguments, &columns, answer, SHOWN_OF_TABLE)?;
        let wanted = Wanted {
            name: table.name.clone(),
            columns,
            selection,
            object: Some(table.layout.object),
            marks,
            is_chosen: rows::chooses_columns(arguments),
        };
        Ok((at, wanted))
    });
    wanted.collect()
}

/// Returns the table of a comparison. `where` is about the rows that it counts.
fn figures(arguments: &Arguments, answer: AnswerType, marks: bool) -> Result<Wanted, Failure> {
    let columns: Vec<Column> = Comparison::names()
        .iter()
        .map(|name| {
            let ty = match *name {
                "figure" | "title" | "unit" => Type::Text,
                "n" | "nBefore" => Type::Integer,
                _ => Type::Number,
            };
            Column::derived(name, ty, (*name == "percent").then_some(Unit::Percent))
        })
        .collect();
    Ok(Wanted {
        name: "figures".to_owned(),
        selection: rows::selection_of_figures(arguments, &columns, answer)?,
        columns,
        object: None,
        marks,
        is_chosen: rows::chooses_columns(arguments),
    })
}

/// Returns the columns of rows, the most important first and those that have nested values last.
fn by_importance(answer: AnswerType) -> Vec<Column> {
    let mut columns = select::columns_of(answer);
    let place = |column: &Column| {
        let first = column.name.split('.').next().unwrap_or_default();
        let important = answer.important.iter().position(|name| name == first);
        (!is_shown(column), important.unwrap_or(usize::MAX))
    };
    columns.sort_by_key(place);
    columns
}

/// Returns whether a column is shown by itself: not if it is an address, or has nested values that
/// are not people.
fn is_shown(column: &Column) -> bool {
    let name = column.name.to_lowercase();
    let is_people = name == "customers";
    let is_nested = matches!(column.field.ty, Type::Object(_) | Type::Any);
    !name.ends_with("url") && (is_people || !is_nested)
}

/// Returns whether a text of a row has a name, without regard to case and accents.
fn has_name(row: &RawValue, name: &str) -> bool {
    let Ok(fields) = JsonObject::of(row) else {
        return true;
    };
    let texts = ["name", "firstName", "lastName", "email", "slug", "mention"];
    let texts = texts
        .iter()
        .filter_map(|key| fields.get(key).and_then(text));
    let texts: Vec<String> = texts.collect();
    let first_and_last = texts.join(" ");
    folded(&first_and_last).contains(name) || texts.iter().any(|text| folded(text).contains(name))
}
