//! The titles that people see of the columns of a history, so that a column can be named by what is
//! read in a table.

use helpscout_figures::Measure;

use super::dimension::By;
use super::question::Question;
use super::records;
use crate::select::Column;

/// Gives the columns of conversations their titles.
pub(super) fn conversations(columns: Vec<Column>) -> Vec<Column> {
    titled(columns, |name| {
        // A title stands for what is read below it, not for the ID behind it.
        let is_id = ["id", "userId"].contains(&name);
        of_conversation(name).filter(|_| !is_id).map(str::to_owned)
    })
}

/// Gives the columns of the conversations that miss a target their titles.
pub(super) fn breaches(columns: Vec<Column>) -> Vec<Column> {
    titled(columns, |name| {
        (name == "valueSeconds").then(|| "Time".to_owned())
    })
}

/// Gives the columns of groups their titles.
pub(super) fn groups(columns: Vec<Column>, question: &Question) -> Vec<Column> {
    titled(columns, |name| of_group(name, question))
}

/// Returns the title of a conversation's column. The ID has none: the number is a link with it.
pub(super) fn of_conversation(name: &str) -> Option<&'static str> {
    Some(match name {
        "number" | "id" => "Number",
        "user" | "userId" => "User",
        "customers" => "Customer",
        "status" => "Status",
        "replies" => "Replies",
        "repliesSent" => "All replies",
        "firstResponseTime" => "First response",
        "responseTime" => "Response time",
        "resolveTime" => "Resolved after",
        "avgHandleTime" => "Handling time",
        _ => return None,
    })
}

fn of_group(name: &str, question: &Question) -> Option<String> {
    let mut parts = question.by.iter().flat_map(|by| by.parts());
    if let Some(part) = parts.find(|part: &By| part.name() == name) {
        return Some(part.title().to_owned());
    }
    if name == "repliesChangePercent" {
        return Some("Replies, change".to_owned());
    }
    let mut targets = question.sla.targets().iter().zip(1..);
    if let Some((target, _)) = targets.find(|(_, at)| name == format!("sla{at}KeptPercent")) {
        return Some(target.title());
    }
    Measure::ALL.into_iter().find_map(|measure| {
        let part = match name.strip_prefix(records::name_of(measure))? {
            "MedianSeconds" => "",
            "MedianSecondsChangePercent" => ", change",
            "P90Seconds" => ", 90 %",
            "MeanSeconds" => ", mean",
            "N" => ", n",
            _ => return None,
        };
        Some(format!("{}{part}", measure.title()))
    })
}

fn titled(columns: Vec<Column>, title: impl Fn(&str) -> Option<String>) -> Vec<Column> {
    let columns = columns.into_iter().map(|column| {
        let title = title(&column.name);
        match title {
            Some(title) => column.titled(title),
            None => column,
        }
    });
    columns.collect()
}
