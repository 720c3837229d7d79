//! `history`: the conversations that users replied to, and how long customers waited.

use std::sync::LazyLock;

use clap::Command;
use helpscout_description::Operation;
use helpscout_reports::{Endpoint, UserConversationHistory, describe};
use serde_json::Value;

use super::answer::Answer;
use super::arguments::Arguments;
use super::command::Line;
use super::desk::Desk;
use super::rows::{self, Wanted};
use super::tools::OF_HISTORY;
use crate::deliver::failure_of;
use crate::format::definitions::AnswerType;
use crate::history::{self, HistoryTable, Inquiry, Told};
use crate::message::{Failure, counted};
use crate::progress::Progress;
use crate::select::Selection;

/// The parser of `helpscout history`.
static PARSER: LazyLock<Command> = LazyLock::new(history::command);

/// The most users that an answer lists.
const MOST_USERS: usize = 30;

/// Shows the history that the arguments ask for.
///
/// # Errors
/// If an argument is wrong, or a call fails.
pub(super) async fn run(
    desk: &Desk,
    arguments: &Arguments,
    progress: &Progress,
) -> Result<Answer, Failure> {
    let id = UserConversationHistory::OPERATION.id;
    let operation = describe::api().operation(id);
    let operation =
        operation.ok_or_else(|| Failure::usage("this version does not include history"))?;
    let line = line(arguments, operation)?;
    let inquiry = Inquiry::from_options(&line.parse(&PARSER)?)?;
    let answer = AnswerType::of(operation);
    // Mistakes are found before anything is sent.
    let has_main = arguments.text("table").is_some() || !arguments.texts("by").is_empty();
    if rows::is_selected(arguments) && !has_main {
        return Err(Failure::usage(
            "columns, where, sort and limit select rows of `table` or of the groups of `by`",
        )
        .help("add `table`, such as conversations, or remove them"));
    }
    if let Some(columns) = inquiry.columns() {
        rows::selection(arguments, &columns, answer, columns.len())?;
    }
    let told = inquiry
        .read(&desk.client(progress).await?, progress)
        .await?;
    let object = describe::api().row_type(operation);
    let object = object.and_then(|ty| describe::api().object_of(ty));
    let Told {
        period,
        compared,
        users,
        tables,
        note,
    } = told;
    note.into_iter().for_each(|note| progress.note(note));
    let mut shown = Vec::new();
    for table in tables {
        let HistoryTable {
            name,
            columns,
            shown: count,
            rows,
            is_main,
        } = table;
        let selection = if is_main {
            rows::selection(arguments, &columns, answer, count)?
        } else {
            Selection::default().or_columns(columns.clone()).into()
        };
        let wanted = Wanted {
            name: name.to_owned(),
            columns,
            selection,
            object,
            marks: desk.shows_customers(),
            is_chosen: is_main && rows::chooses_columns(arguments),
        };
        let table = wanted.filled(&rows, answer.definitions).map_err(|error| {
            failure_of(error, operation, |error| {
                Failure::not_done(format!("can't keep the rows: {error}"))
            })
        });
        let (table, omissions) = table?;
        if let Some(selected) = omissions.selected
            && selected.written < selected.rows
        {
            let rows = counted(selected.rows, "row");
            progress.note(format!(
                "{} of {rows} of {name} are selected",
                selected.written
            ));
        }
        wanted.note_others(progress);
        shown.push(desk.show(table, "history", Some(&period))?);
    }
    let mut head: Vec<(&'static str, Value)> = vec![("period", period.into())];
    head.extend(compared.map(|compared| ("compared", compared.into())));
    head.push(("users", listed(users).into()));
    Ok(Answer {
        head,
        tables: Some(shown),
        ..Answer::default()
    })
}

/// Returns the command line that the arguments stand for.
fn line(arguments: &Arguments, operation: &Operation) -> Result<Line, Failure> {
    let mut line = Line::of(&["history"]);
    for option in ["period", "zone", "compare", "sla", "table"] {
        if let Some(value) = arguments.text(option) {
            line.option(option, value);
        }
    }
    let by = arguments.texts("by");
    if !by.is_empty() {
        line.option("by", &by.join(","));
    }
    for option in ["user", "team"] {
        line.items(option, &arguments.texts(option));
    }
    if arguments.flag("everybody") {
        line.flag("everybody");
    }
    let mut problems = Vec::new();
    for (name, value) in arguments.members("filters") {
        problems.extend(line.parameter(operation, name, value, &OF_HISTORY).err());
    }
    if let Some(failure) = Failure::together(problems) {
        return Err(failure);
    }
    Ok(line)
}

/// Returns the first names of a list, and how many more there are.
fn listed(mut users: Vec<String>) -> Vec<String> {
    let more = users.len().saturating_sub(MOST_USERS);
    users.truncate(MOST_USERS);
    if more > 0 {
        users.push(format!("and {more} more"));
    }
    users
}
