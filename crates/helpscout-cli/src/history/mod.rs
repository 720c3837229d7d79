//! `helpscout history`: the conversations one user replied to, for people.
//!
//! In: the rows of the report `user_conversation_history`, one for each reply. Out: one row for
//! each conversation (or for each reply with `--replies`), and a summary. The options are those of
//! the report. `rows` has the rows, `view` their form in each format, and `writer` writes them.

mod rows;
mod view;
mod writer;

use clap::{Arg, ArgAction, ArgMatches, Command};
use helpscout_command::{epilogue, options, parameters};
use helpscout_description::Operation;
use helpscout_reports::{Endpoint, UserConversationHistory, describe};

use self::rows::RowKind;
use self::writer::HistoryWriter;
use crate::connect::Service;
use crate::evidence::Evidence;
use crate::fetch::Pages;
use crate::format::definitions::AnswerType;
use crate::interrupt::Session;
use crate::message::{Failure, note};
use crate::output::Output;
use crate::progress::Progress;
use crate::request::{Asked, ineffective_interval};
use crate::who::Directory;
use crate::{deliver, notes, unknown_ids};

const LONG_ABOUT: &str = "\
Shows one row for each conversation the user replied to; the report itself has one for each reply.
The times of a conversation are calculated from its replies: the response time and the handling
time are means, the first response time is the shortest, and the resolution time is the longest.
\"2 of 5\" replies means that the user wrote two of the five replies in the conversation.

Times are written as 2h 18m in a table and as seconds in the other formats; the CSV header names
the unit. In CSV, an apostrophe precedes text that a spreadsheet would take for a formula, and the
IDs of customers are a JSON list. JSON contains the summary and the rows; CSV and NDJSON contain
only the rows. With --replies, JSON and NDJSON contain the rows that the service returns; --raw
leaves their numbers in NDJSON exactly as received.";

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
    let asked = Asked::from_options(operation, matches)?;
    let service = Service::from_options(matches)?;
    let kind = if matches.get_flag("replies") {
        RowKind::Replies
    } else {
        RowKind::Conversations
    };
    if kind == RowKind::Conversations && matches.get_flag("raw") {
        let message = "--raw is for rows as received, and conversations are calculated";
        return Err(Failure::usage(message).help("add --replies"));
    }
    let session = Session::start()?;
    let mut outputs = Output::open_all(matches, &session)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    let answer = AnswerType::of(operation);
    let delivery = session.run(async {
        let connection = service.connect(&progress).await?;
        let client = &connection.client;
        let mut directory = Directory::of(client);
        let request = asked.resolve(&mut directory).await?.request;
        if let Some(note) = ineffective_interval(operation, &request) {
            progress.note(note);
        }
        let mut pages = Pages::of(client, request.clone(), &progress);
        let mut outputs: Vec<&mut Output> = outputs.iter_mut().collect();
        let delivered = deliver::pages(operation, &mut pages, &mut outputs, |output| {
            Ok(Box::new(HistoryWriter::open(kind, answer, output)?))
        });
        match delivered.await {
            Ok(delivery) => {
                let evidence = Evidence::of_rows(pages.extent().announced());
                unknown_ids::warn(client, &directory, &request, evidence, &progress).await;
                Ok(delivery)
            }
            Err(failure) => {
                let (known, progress) = (&directory, &progress);
                Err(unknown_ids::explain(client, known, &request, failure, progress).await)
            }
        }
    })?;
    drop(progress);

    let files: Vec<String> = outputs.iter().filter_map(notes::file).collect();
    Output::commit_all(outputs, &session)?;
    let too_wide = notes::too_wide(&delivery.omissions.too_wide);
    let remarks: Vec<String> = [delivery.extent, notes::written(&files), too_wide]
        .into_iter()
        .flatten()
        .collect();
    if !quiet {
        note(remarks.join("; "));
    }
    Ok(())
}
