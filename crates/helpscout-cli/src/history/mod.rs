//! `helpscout history`: what one user answered, for people.
//!
//! In: the rows of the report `user_conversation_history`, one for each reply. Out: one row for
//! each conversation, or with `--replies` one for each reply, and a summary. The options are the
//! report's own. How it looks is in [`view`].

mod view;

use clap::{Arg, ArgAction, ArgMatches, Command};
use helpscout_reports::describe::{self, Description};
use helpscout_reports::history::{self, CollapsedConversation, Summary};
use helpscout_reports::{ConversationReply, Endpoint, UserConversationHistory};
use serde_json::value::RawValue;

use crate::connect::Service;
use crate::deliver::{extent_line, no_room_line, written_line};
use crate::fetch::{self, Rows};
use crate::format::Format;
use crate::interrupt::Session;
use crate::message::{Failure, note};
use crate::output::Output;
use crate::progress::Progress;
use crate::{arguments, parameters, report};

const MORE: &str = "\
One row for each conversation the user replied to; the report itself has one for each reply. A
conversation's times are put together like this: the response time and the handling time are the
mean of its replies, the first response is the shortest, the resolution the longest. 2 of 5 replies
means that two of the conversation's five replies are this user's.

Times are written as 2h 18m in a table and as seconds elsewhere; csv says so in its header. Texts
that a spreadsheet would take for a formula get an apostrophe in front in csv. json has the summary
and the rows, csv and ndjson have the rows alone. With --replies, json and ndjson have the rows as
the service gives them.";

/// The options of `helpscout history`.
pub(crate) fn command() -> Command {
    let command = Command::new("history")
        .about("What one user answered: a row for each conversation, and a summary")
        .long_about(MORE)
        .arg(
            Arg::new("replies")
                .long("replies")
                .action(ArgAction::SetTrue)
                .help("One row for each reply instead of one for each conversation"),
        )
        .args(arguments::result_options());
    match description() {
        Some(description) => command
            .args(parameters::filters(description))
            .after_long_help(arguments::epilogue(description, "history")),
        None => command,
    }
}

fn description() -> Option<&'static Description> {
    let id = UserConversationHistory::OPERATION.id;
    describe::operations()
        .iter()
        .find(|description| description.id == id)
}

/// A user's history: rows as received, and what they come to.
#[derive(Debug)]
struct History {
    rows: Vec<Box<RawValue>>,
    replies: Vec<ConversationReply>,
    conversations: Vec<CollapsedConversation>,
    summary: Summary,
}

pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let description = description().ok_or_else(|| Failure::usage("this version has no history"))?;
    let request = report::request(description, matches)?;
    let service = Service::chosen(matches)?;
    let session = Session::start()?;
    let output = Output::open(matches)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    if let Some(note) = report::idle_interval(description, &request) {
        progress.note(note);
    }
    let rows = session.run(async {
        let connection = service.connect(&progress).await?;
        fetch::whole(&connection.client, request, &progress).await
    })?;
    drop(progress);
    let mut closing = vec![extent_line(rows.rows.len(), rows.extent)];
    closing.extend(written_line(&output));
    let history = History::of(rows)?;
    closing.extend(deliver(
        &history,
        matches.get_flag("replies"),
        output,
        &session,
    )?);
    if !quiet {
        note(closing.join("; "));
    }
    Ok(())
}

impl History {
    fn of(Rows { rows, .. }: Rows) -> Result<Self, Failure> {
        let replies = rows.iter().enumerate().map(|(at, row)| {
            serde_json::from_str(row.get()).map_err(|error| unreadable(at + 1, row, &error))
        });
        let replies: Vec<ConversationReply> = replies.collect::<Result<_, _>>()?;
        let conversations = history::collapse(replies.iter().cloned());
        let summary = Summary::of(&conversations);
        Ok(Self {
            rows,
            replies,
            conversations,
            summary,
        })
    }
}

fn unreadable(number: usize, row: &RawValue, error: &serde_json::Error) -> Failure {
    Failure::not_done(format!(
        "row {number} of the report is no reply as documented: {error}; it starts with: {}",
        fetch::start(row.get())
    ))
    .help("helpscout report user-conversation-history has the rows as they came")
}

/// Writes the history; gives what is to be said about it.
fn deliver(
    history: &History,
    replies: bool,
    output: Output,
    session: &Session,
) -> Result<Option<String>, Failure> {
    match output.format() {
        Format::Table if history.replies.is_empty() => {
            output.write(session, |out| writeln!(out, "No replies in this interval."))?;
        }
        Format::Table => {
            let table = view::table(history, replies, output.look());
            let summary = view::in_words(&history.summary);
            output.write(session, |out| write!(out, "{}\n{summary}", table.text))?;
            return Ok(no_room_line(&table.left_out));
        }
        Format::Json => output.write(session, |out| view::write_json(history, replies, out))?,
        Format::Ndjson => output.write(session, |out| view::write_ndjson(history, replies, out))?,
        Format::Csv => output.write(session, |out| view::write_csv(history, replies, out))?,
    }
    Ok(None)
}
