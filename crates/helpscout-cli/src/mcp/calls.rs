//! One call of a tool, from its arguments to its result.

use std::rc::Rc;
use std::sync::Arc;

use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Map, Value};

use super::answer::Answer;
use super::arguments::Arguments;
use super::command::{in_words_of_tools, told};
use super::desk::Desk;
use super::tools::Tool;
use super::{conversations, described, find, meaning, report};
use crate::message::{Failure, printable, without_secrets};
use crate::progress::{Listener, Progress};

/// A call of a tool.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) tool: &'static Tool,
    pub(super) arguments: Option<Map<String, Value>>,
    /// Who hears how far it is.
    pub(super) listener: Arc<Listener>,
}

/// Answers a call. Whatever goes wrong is a result, too, as models read results.
pub(super) async fn answer(desk: Rc<Desk>, call: Call) -> CallToolResult {
    let Call {
        tool,
        arguments,
        listener,
    } = call;
    let progress = Progress::kept(listener);
    let answer = match Arguments::of(tool, arguments) {
        Ok(arguments) => run(&desk, tool, &arguments, &progress).await,
        Err(failure) => Err(failure),
    };
    match answer {
        Ok(answer) => noted(answer, progress.notes()).into_result(),
        Err(failure) => refused(&told(&failure, tool)),
    }
}

/// Returns a result that says what went wrong.
pub(super) fn refused(text: &str) -> CallToolResult {
    let lines: Vec<String> = without_secrets(text).lines().map(printable).collect();
    CallToolResult::error(vec![ContentBlock::text(lines.join("\n"))])
}

async fn run(
    desk: &Desk,
    tool: &Tool,
    arguments: &Arguments,
    progress: &Progress,
) -> Result<Answer, Failure> {
    match tool.name {
        "find_report" => Ok(find::run(arguments)),
        "describe_report" => described::run(arguments),
        "run_report" => report::run(desk, arguments, progress).await,
        "history" => conversations::run(desk, arguments, progress).await,
        "look_up" => report::look_up(desk, arguments, progress).await,
        "explain" => meaning::run(arguments),
        "next_page" => desk.page(arguments.text("handle").unwrap_or_default()),
        other => Err(Failure::usage(format!("there is no tool {other}"))),
    }
}

/// Returns the answer with the notes that came up. What they say about the period is part of it.
fn noted(mut answer: Answer, notes: Vec<String>) -> Answer {
    let mut notes = notes;
    for (name, value) in &mut answer.head {
        let Some(period) = value.as_str().filter(|_| *name == "period") else {
            continue;
        };
        if let Some(at) = notes.iter().position(|note| note.starts_with(period)) {
            *value = in_words_of_tools(&notes.remove(at)).into();
        }
    }
    // The period that is compared with has a place of its own.
    notes.retain(|note| !note.starts_with("compared with "));
    let notes = notes.iter().map(|note| in_words_of_tools(&printable(note)));
    for note in notes {
        if !answer.notes.contains(&note) {
            answer.notes.push(note);
        }
    }
    answer
}
