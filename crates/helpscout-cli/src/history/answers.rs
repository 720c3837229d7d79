//! A history as tables of JSON rows, for assistants.

use std::io;

use clap::ArgMatches;
use helpscout_command::Format;
use helpscout_description::{Operation, Type};
use helpscout_figures::{Change, Measure, Scale};
use helpscout_reports::Client;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::ask;
use super::columns::{self, percent, seconds};
use super::dimension::Split;
use super::figures::Count;
use super::question::{self, Question, TableName};
use super::records::{self, Cell};
use super::result::{Groups, History};
use super::write::{conversation, object, targets};
use crate::message::Failure;
use crate::progress::Progress;
use crate::request::Asked;
use crate::select::Column;

/// The statistics of a group that are shown unless others are asked for.
const SHOWN: [&str; 4] = ["MedianSeconds", "P90Seconds", "N", "KeptPercent"];

/// What is asked for, checked as far as nothing needs to be sent.
#[derive(Debug)]
pub(crate) struct Inquiry {
    operation: &'static Operation,
    asked: Asked,
    question: Question,
}

/// A history in tables.
#[derive(Debug)]
pub(crate) struct Told {
    /// The period, with its zone.
    pub(crate) period: String,
    /// The period that is compared with.
    pub(crate) compared: Option<String>,
    /// The users by their names, each once.
    pub(crate) users: Vec<String>,
    /// The tables: counts and times first, and last the one that was asked for.
    pub(crate) tables: Vec<HistoryTable>,
    /// Why the counts and the numbers of values differ, if they do.
    pub(crate) note: Option<String>,
}

/// A table whose rows are JSON objects.
#[derive(Debug)]
pub(crate) struct HistoryTable {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Column>,
    /// How many of the columns are shown unless others are asked for. They come first.
    pub(crate) shown: usize,
    pub(crate) rows: Vec<Box<RawValue>>,
    /// Whether it is the table whose rows are selected.
    pub(crate) is_main: bool,
}

impl Inquiry {
    /// Reads the options of `helpscout history`.
    ///
    /// # Errors
    /// If they contradict each other or the rules of the report.
    pub(crate) fn from_options(matches: &ArgMatches) -> Result<Self, Failure> {
        let operation = question::operation()
            .ok_or_else(|| Failure::usage("this version does not include history"))?;
        let asked = Asked::assuming(operation, matches, Some("user"))?;
        let mut question = Question::from_options(matches)?.in_formats(&[Format::Csv])?;
        question.has_names = true;
        Ok(Self {
            operation,
            asked,
            question,
        })
    }

    /// Returns the columns of the table whose rows can be selected, if one can.
    pub(crate) fn columns(&self) -> Option<Vec<Column>> {
        let question = &self.question;
        match question.table {
            Some(TableName::Conversations) => Some(columns::conversations(self.operation)),
            Some(TableName::Breaches) => Some(columns::breaches()),
            Some(TableName::Figures) => None,
            Some(TableName::Groups) | None => {
                let targets = question.sla.targets().len();
                let columns = |by| group_columns(by, targets, question.is_compared).0;
                question.by.map(columns)
            }
        }
    }

    /// Reads the history.
    ///
    /// # Errors
    /// If a name stands for nothing, or a call fails.
    pub(crate) async fn read(&self, client: &Client, progress: &Progress) -> Result<Told, Failure> {
        let Self {
            operation,
            asked,
            question,
        } = self;
        let answer = ask::answer(operation, asked, question, client, progress).await?;
        told(&answer.history, question, operation)
            .map_err(|error| Failure::not_done(format!("can't write the history: {error}")))
    }
}

fn told(history: &History, question: &Question, operation: &Operation) -> io::Result<Told> {
    let mut tables = vec![counts(history)?, times(history)?];
    let has_groups = question.by.is_some();
    let asked = question.table;
    if !history.sla.targets().is_empty() {
        let rows = targets(history).map(|target| raw(&object(&target)));
        tables.push(HistoryTable::of("targets", target_columns(), rows)?);
    }
    if has_groups {
        for groups in history.groups.iter().take(1) {
            tables.push(of_groups(history, groups)?);
        }
    }
    match asked {
        Some(TableName::Conversations) => {
            let rows = history.users.iter().flat_map(|user| {
                let rows = user.rows.iter();
                rows.map(move |row| raw(&conversation(history, user, row)?))
            });
            let mut columns = columns::conversations(operation);
            if history.users.len() < 2 {
                columns.retain(|column| !["userId", "user"].contains(&column.name.as_str()));
            }
            tables.push(HistoryTable::of("conversations", columns, rows)?);
        }
        Some(TableName::Breaches) => {
            let breaches = history.breaches();
            let rows = breaches
                .iter()
                .map(|breach| raw(&object(&records::breach(history, breach))));
            tables.push(HistoryTable::of("breaches", columns::breaches(), rows)?);
        }
        Some(TableName::Groups | TableName::Figures) | None => {}
    }
    if asked.is_some() || has_groups {
        let last = tables.last_mut();
        last.into_iter().for_each(|table| table.is_main = true);
    }
    Ok(Told {
        period: history.period.description(),
        compared: history
            .before
            .as_ref()
            .map(|before| before.period.description()),
        users: history
            .users
            .iter()
            .map(super::result::UserRows::title)
            .collect(),
        tables,
        note: of_several_users(history),
    })
}

/// Returns a note if a conversation counts more than once, because several users replied to it.
fn of_several_users(history: &History) -> Option<String> {
    let conversations = history.figures.conversations;
    let rows: usize = history.users.iter().map(|user| user.rows.len()).sum();
    (rows > conversations).then(|| {
        format!(
            "times and targets have {rows} values or missing values for {conversations} \
             conversations: a conversation counts there once for each user who replied to it"
        )
    })
}

impl HistoryTable {
    fn of(
        name: &'static str,
        columns: Vec<Column>,
        rows: impl Iterator<Item = io::Result<Box<RawValue>>>,
    ) -> io::Result<Self> {
        Ok(Self {
            name,
            shown: columns.len(),
            columns,
            rows: rows.collect::<Result<_, _>>()?,
            is_main: false,
        })
    }
}

/// Returns how many replies and conversations there are.
fn counts(history: &History) -> io::Result<HistoryTable> {
    let counts: [(&str, Count); 2] = [
        ("replies", |figures| figures.replies),
        ("conversations", |figures| figures.conversations),
    ];
    let before = history.before.as_ref().map(|before| &before.figures);
    let rows = counts.map(|(name, count)| {
        let now = count(&history.figures);
        let mut row = Map::new();
        row.insert("count".to_owned(), name.into());
        row.insert("value".to_owned(), now.into());
        if let Some(before) = before {
            let earlier = count(before);
            row.insert("previous".to_owned(), earlier.into());
            let change = Change::of(Some(earlier as f64), Some(now as f64));
            let percent = change.and_then(|change| change.percent(Scale::Amount));
            row.insert("changePercent".to_owned(), number(percent));
        }
        to_raw(row)
    });
    let mut columns = vec![
        Column::derived("count", Type::Text, None),
        Column::derived("value", Type::Integer, None),
    ];
    if before.is_some() {
        columns.push(Column::derived("previous", Type::Integer, None));
        columns.push(percent("changePercent"));
    }
    HistoryTable::of("counts", columns, rows.into_iter())
}

/// Returns the figures of each time: a row for each.
fn times(history: &History) -> io::Result<HistoryTable> {
    let before = history.before.as_ref().map(|before| &before.figures);
    let rows = Measure::ALL.map(|measure| {
        let summary = history.figures.time(measure);
        let mut row = Map::new();
        row.insert("time".to_owned(), records::name_of(measure).into());
        for (name, cell) in records::time(&summary) {
            row.insert(name, value(&cell));
        }
        if let Some(before) = before {
            let earlier = before.time(measure);
            row.insert("previousN".to_owned(), earlier.n.into());
            row.insert("previousMedian".to_owned(), number(earlier.median));
            let change = Change::of(earlier.median, summary.median);
            let percent = change.and_then(|change| change.percent(Scale::Amount));
            row.insert("medianChangePercent".to_owned(), number(percent));
        }
        to_raw(row)
    });
    let mut columns = vec![Column::derived("time", Type::Text, None)];
    columns.extend(["n", "missing"].map(|name| Column::derived(name, Type::Integer, None)));
    columns.extend(["median", "mean", "p90", "p95", "min", "max"].map(seconds));
    if before.is_some() {
        columns.push(Column::derived("previousN", Type::Integer, None));
        columns.push(seconds("previousMedian"));
        columns.push(percent("medianChangePercent"));
    }
    HistoryTable::of("times", columns, rows.into_iter())
}

/// Returns the groups, the most important columns first.
fn of_groups(history: &History, groups: &Groups) -> io::Result<HistoryTable> {
    let targets = history.sla.targets().len();
    let is_compared = history.before.is_some();
    let (columns, shown) = group_columns(groups.by, targets, is_compared);
    let rows = records::groups(history, groups).map(|group| raw(&object(&group)));
    let table = HistoryTable::of("groups", columns, rows)?;
    Ok(HistoryTable { shown, ..table })
}

/// Returns the columns of groups, the most important ones first, and the number of these.
fn group_columns(by: Split, targets: usize, is_compared: bool) -> (Vec<Column>, usize) {
    let is_shown = |column: &Column| {
        let name = column.name.as_str();
        let plain = name.strip_prefix("previous").unwrap_or(name);
        let is_count = ["replies", "conversations", "Replies", "Conversations"].contains(&plain);
        let is_label =
            by.parts().any(|part| name == part.name()) || name == "key" || name.ends_with("Key");
        let is_statistic = SHOWN.iter().any(|end| name.ends_with(end)) && plain == name;
        let is_change = name.ends_with("MedianSecondsChangePercent")
            || name.ends_with("KeptPercentChange")
            || name == "repliesChangePercent";
        is_label || is_count || is_statistic || is_change
    };
    let mut columns = columns::groups(by, targets, is_compared);
    columns.sort_by_key(|column| !is_shown(column));
    let shown = columns.iter().filter(|column| is_shown(column)).count();
    (columns, shown)
}

fn target_columns() -> Vec<Column> {
    vec![
        Column::derived("target", Type::Text, None),
        percent("targetPercent"),
        percent("keptPercent"),
        Column::derived("kept", Type::Integer, None),
        Column::derived("n", Type::Integer, None),
        Column::derived("missing", Type::Integer, None),
        Column::derived("isMissed", Type::Boolean, None),
    ]
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Missing => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Integer(number) => (*number).into(),
        Cell::Number(number) => self::number(Some(*number)),
        Cell::Flag(flag) => (*flag).into(),
    }
}

fn number(number: Option<f64>) -> Value {
    number.map_or(Value::Null, Value::from)
}

fn to_raw(row: Map<String, Value>) -> io::Result<Box<RawValue>> {
    Ok(serde_json::value::to_raw_value(&row)?)
}

fn raw(json: &str) -> io::Result<Box<RawValue>> {
    Ok(RawValue::from_string(json.to_owned())?)
}
