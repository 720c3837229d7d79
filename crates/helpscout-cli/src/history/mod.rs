//! `helpscout history`: the conversations one user replied to, for people.
//!
//! In: the rows of the report `user_conversation_history`, one for each reply. Out: one row for
//! each conversation (or for each reply with `--replies`), and a summary. The options are those of
//! the report. `rows` has the rows and the summary, `view` writes them in each format.

mod rows;
mod view;

use clap::{Arg, ArgAction, ArgMatches, Command};
use helpscout_command::{epilogue, options, parameters};
use helpscout_description::Operation;
use helpscout_reports::{Endpoint, UserConversationHistory, describe};

use self::rows::{History, RowKind};
use crate::connect::Service;
use crate::interrupt::Session;
use crate::message::{Failure, note};
use crate::output::Output;
use crate::progress::Progress;
use crate::request::{ineffective_interval, request};
use crate::{fetch, notes};

const LONG_ABOUT: &str = "\
Shows one row for each conversation the user replied to; the report itself has one for each reply.
The times of a conversation are calculated from its replies: the response time and the handling
time are means, the first response time is the shortest, and the resolution time is the longest.
\"2 of 5\" replies means that the user wrote two of the five replies in the conversation.

Times are written as 2h 18m in a table and as seconds in the other formats; the CSV header names
the unit. In CSV, an apostrophe precedes text that a spreadsheet would take for a formula. JSON
contains the summary and the rows; CSV and NDJSON contain only the rows. With --replies, JSON and
NDJSON contain the rows as the service returns them.";

/// Creates the command `helpscout history`.
pub(crate) fn command() -> Command {
    let command = Command::new("history")
        .about("Show the conversations one user replied to, one row for each, and a summary")
        .long_about(LONG_ABOUT)
        .arg(
            Arg::new("replies")
                .long("replies")
                .action(ArgAction::SetTrue)
                .help("Show one row for each reply instead of one for each conversation"),
        )
        .args(options::result());
    match operation() {
        Some(operation) => command
            .args(parameters::filters(describe::api(), operation))
            .after_long_help(epilogue(describe::api(), operation, "history")),
        None => command,
    }
}

fn operation() -> Option<&'static Operation> {
    describe::api().operation(UserConversationHistory::OPERATION.id)
}

/// Fetches and shows a history.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let operation =
        operation().ok_or_else(|| Failure::usage("this version does not include history"))?;
    let request = request(operation, matches)?;
    let service = Service::from_options(matches)?;
    let session = Session::start()?;
    let mut output = Output::open(matches)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    if let Some(note) = ineffective_interval(operation, &request) {
        progress.note(note);
    }
    let fetched = session.run(async {
        let connection = service.connect(&progress).await?;
        fetch::all_pages(&connection.client, request, &progress).await
    })?;
    drop(progress);

    let mut remarks = vec![notes::extent(fetched.rows.len(), fetched.extent)];
    remarks.extend(notes::file(&output));
    let history = History::of(fetched.rows)?;
    let kind = if matches.get_flag("replies") {
        RowKind::Replies
    } else {
        RowKind::Conversations
    };
    output.begin(&session);
    let written = view::write(&history, kind, &mut output);
    let too_wide = written.map_err(|error| output.failure(&error))?;
    output.commit()?;
    remarks.extend(notes::too_wide(&too_wide));
    if !quiet {
        note(remarks.join("; "));
    }
    Ok(())
}
