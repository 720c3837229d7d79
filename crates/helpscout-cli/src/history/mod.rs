//! `helpscout history`: the conversations that users replied to, for people.
//!
//! In: the report `user_conversation_history`, once for each user, and for each group of `--by`. Out:
//! one row for each conversation of a user, groups, and figures with their changes and targets.
//!
//! `question` is what the options ask for. `ask` looks up what they name, and `read` makes a `result`
//! of it: with `people`, the users; `plan`, what would be sent; `needed`, how much of it; `dimension`, what the
//! history is divided by; `source`, the requests; `pull`, which reads them; `groups` and `hours`, with the
//! `clock_changes`; and `figures`.
//!
//! `outputs` opens the files, and `write` writes the result in each format: `records` are its
//! tables for programs, with the `columns` that they have, and `selected` chooses rows and columns
//! of one, also by their `titles`, or at random with a `sample`; `tables` are those for people, `text` is what a terminal shows,
//! `digest` is a report with charts, and `answers` is for assistants. `replies` writes the rows of one
//! user as the service returns them.

mod alignment;
#[cfg(feature = "mcp")]
mod answers;
mod ask;
mod clock_changes;
mod columns;
mod digest;
mod dimension;
mod figures;
mod groups;
mod hours;
mod needed;
mod outputs;
mod people;
mod plan;
mod pull;
mod question;
mod read;
mod records;
mod replies;
mod result;
mod row_tables;
mod rows;
mod sample;
mod selected;
mod source;
mod tables;
mod text;
mod titles;
mod values;
mod view;
mod write;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;

use clap::{ArgMatches, Command};
use helpscout_command::{Format, options, parameters};
use helpscout_description::Operation;
use helpscout_digest::Words;
use helpscout_reports::describe;

#[cfg(feature = "mcp")]
pub(crate) use self::answers::{HistoryTable, Inquiry, Told};
use self::figures::Figures;
use self::question::{Question, Wanted};
use self::replies::ReplyWriter;
use self::result::History;
use self::selected::Selected;
use crate::about::about;
use crate::connect::Service;
use crate::evidence::Evidence;
use crate::examples::after_help;
use crate::fetch::Pages;
use crate::format::definitions::AnswerType;
use crate::format::writers;
use crate::interrupt::Session;
use crate::message::{Failure, counted, note, warning};
use crate::output::{Output, PlannedOutput};
use crate::progress::Progress;
use crate::request::Asked;
use crate::select::Column;
use crate::who::Directory;
use crate::{deliver, dry_run, notes, unknown_ids};

const LONG_ABOUT: &str = "\
Shows one row for each conversation a user replied to; the report itself has one for each reply.
The times of a conversation are calculated from its replies: the response time and the handling
time are means, the first response time is the shortest, and the resolution time is the longest.
\"2 of 5\" replies means that the user wrote two of the five replies in the conversation. A
conversation of two users is a row of each.

The key figures are calculated from these rows, and so are the totals of --by. Percentiles are
interpolated linearly between the two nearest values, like PERCENTILE.INC in a spreadsheet. A
conversation without a time does not count for it, and is stated as missing. With --compare, the
days, weeks or months of --by stand beside those of the other period so that as many as possible are
alike; a whole one and a part of one, or parts of different lengths, have no change.

Times are written as 2h 18m in a table and as seconds in the other formats; the CSV header names
the unit. In CSV, an apostrophe precedes text that a spreadsheet would take for a formula, and the
IDs of customers are a JSON list. JSON contains everything; CSV and NDJSON contain one table: the
groups of --by, or else the figures with --compare, or else the conversations, or that of --table.
--columns, --where, --sort and --limit choose from the rows of that table, unless it is that of the
figures: with --compare, they need --by or --table conversations. --sample chooses some
conversations of each user at random. Figures, totals and targets are always those of all rows.
With --replies, JSON and NDJSON contain the rows that the service returns; --raw leaves their
numbers in NDJSON exactly as received.";

/// What people run every week.
const EXAMPLES: &str = "\
Examples:
  helpscout history --user \"Marta Lindqvist\" --period last-week --compare previous
  helpscout history --team \"First line\" --period last-week --by user -o week.html -o week.xlsx
  helpscout history --everybody --period last-month --by mailbox
  helpscout history --user me --period this-month --sla \"first-response<1h:90%\"
  helpscout history --team \"First line\" --period last-week --sample 10 -o to-read.xlsx";

/// Creates the command `helpscout history`.
pub(crate) fn command() -> Command {
    let command = Command::new("history")
        .about("Show the conversations users replied to, one row for each, and a summary")
        .after_help(EXAMPLES)
        .long_about(LONG_ABOUT)
        .args(question::options())
        .args(options::rows())
        .args(sample::options())
        .args(options::result())
        .arg(options::dry_run());
    match question::operation() {
        Some(operation) => command
            .args(parameters::filters(describe::api(), operation))
            .mut_arg("--user", |user| {
                let others = ["team", "everybody"];
                user.required(false).required_unless_present_any(others)
            })
            .after_long_help(after_help(EXAMPLES, operation, "history")),
        None => command,
    }
}

/// Checks the options, as far as nothing needs to be sent, whatever the formats are.
pub(crate) fn check(matches: &ArgMatches) -> Result<(), Failure> {
    let Some(operation) = question::operation() else {
        return Ok(());
    };
    Asked::assuming(operation, matches, Some("user"))?;
    in_formats(operation, matches, Question::from_options(matches)?, &[]).map(|_| ())
}

/// Returns the files that would be written, without links, and opens none.
///
/// # Errors
/// If an output can't have what the options ask for.
pub(crate) fn files(matches: &ArgMatches) -> Result<BTreeSet<PathBuf>, Failure> {
    let Some(operation) = question::operation() else {
        return Ok(BTreeSet::new());
    };
    let outputs = PlannedOutput::all(matches)?;
    let formats: Vec<Format> = outputs.iter().map(PlannedOutput::format).collect();
    let question = Question::from_options(matches)?;
    let (question, _) = in_formats(operation, matches, question, &formats)?;
    outputs::files(&outputs, &question)
}

/// Reads what depends on the formats, which the outputs may decide.
fn in_formats(
    operation: &'static Operation,
    matches: &ArgMatches,
    question: Question,
    formats: &[Format],
) -> Result<(Question, Option<Selected>), Failure> {
    if matches.get_flag("raw") && !matches.get_flag("replies") {
        let message = "--raw is for rows as received, and conversations are calculated";
        return Err(Failure::usage(message).help("add --replies"));
    }
    let question = question.in_formats(formats)?;
    let selected = Selected::from_options(matches, operation, &question, formats)?;
    let question = match &selected {
        // The selected rows are written, and nothing else.
        Some(selected) => question.only(selected.table),
        None => question,
    };
    Ok((question, selected))
}

/// Returns the columns by which rows can be selected. The options may be incomplete.
pub(crate) fn selectable(matches: &ArgMatches) -> Vec<Column> {
    match Question::from_options(matches) {
        Ok(question) => columns::of(question.main_table(), &question),
        Err(_) => Vec::new(),
    }
}

/// Fetches and shows a history.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let operation = question::operation()
        .ok_or_else(|| Failure::usage("this version does not include history"))?;
    let asked = Asked::assuming(operation, matches, Some("user"))?;
    let question = Question::from_options(matches)?;
    if dry_run::is_asked_for(matches) {
        let formats = Output::formats(matches)?;
        let (mut question, _) = in_formats(operation, matches, question, &formats)?;
        let outputs = PlannedOutput::all(matches)?;
        question.has_names = outputs.iter().any(PlannedOutput::names_ids);
        if matches.get_flag("replies") {
            // They are written as they come, with nothing beside them.
            (question.is_page, question.has_html) = (false, false);
        }
        let plan = plan::plan(operation, &asked, &question)?;
        return dry_run::show_with(&plan.steps, plan.remark.as_deref(), matches);
    }
    let service = Service::from_options(matches)?;
    let session = Session::start()?;
    let outputs = Output::open_all(matches, &session)?;
    let formats: Vec<Format> = outputs.iter().map(Output::format).collect();
    let (mut question, selected) = in_formats(operation, matches, question, &formats)?;
    question.has_names = outputs.iter().any(Output::names_ids);
    let run = Run {
        operation,
        asked,
        question,
        selected,
        service,
        session,
        quiet: matches.get_flag("quiet"),
    };
    if matches.get_flag("replies") {
        run.replies(outputs)
    } else {
        run.conversations(outputs)
    }
}

/// A run of the command, with everything checked that needs no request.
struct Run {
    operation: &'static Operation,
    asked: Asked,
    question: Question,
    selected: Option<Selected>,
    service: Service,
    session: Session,
    quiet: bool,
}

impl Run {
    /// Writes conversations, groups and figures.
    fn conversations(self, outputs: Vec<Output>) -> Result<(), Failure> {
        let Self {
            operation,
            asked,
            question,
            selected,
            service,
            session,
            quiet,
        } = self;
        let mut destinations = outputs::with_tables(outputs, &question)?;
        let progress = Progress::start(quiet);
        let answer = session.run(async {
            let connection = service.connect(&progress).await?;
            ask::answer(operation, &asked, &question, &connection.client, &progress).await
        })?;
        drop(progress);

        let history = &answer.history;
        let picked = match selected {
            Some(selected) => {
                let rows = write::json_rows(history, selected.table);
                Some(selected.pick(history, rows.map_err(Failure::not_done)?))
            }
            None => None,
        };
        let mut too_wide = Vec::new();
        for (output, table) in &mut destinations {
            let form = output.form();
            let written = write::write(history, &question, *table, picked.as_ref(), form, output);
            too_wide.extend(written.map_err(|error| output.failure(&error))?);
        }
        let extent = match answer.extent {
            Some((rows, extent)) => notes::extent(rows, extent),
            None => of_users(&history.figures, history.users.len()),
        };
        let extent = match &picked {
            Some(picked) => {
                let sample = picked.sample.as_ref();
                let sample = sample.map(|sample| format!(" ({sample})"));
                format!(
                    "{} of {}{} from {extent}",
                    picked.positions.len(),
                    counted(picked.rows, "row"),
                    sample.unwrap_or_default()
                )
            }
            None => extent,
        };
        let outputs = destinations.into_iter().map(|(output, _)| output);
        let outputs: Vec<Output> = outputs.collect();
        let left_over = outputs::left_over(&outputs);
        let unfit = unfit(&outputs, &too_wide);
        finish(outputs, &session, quiet, [Some(extent), unfit])?;
        left_over.into_iter().for_each(warning);
        missed(history)
    }

    /// Writes the replies of one user as they come.
    fn replies(self, mut outputs: Vec<Output>) -> Result<(), Failure> {
        let Self {
            operation,
            asked,
            question,
            service,
            session,
            quiet,
            ..
        } = self;
        let progress = Progress::start(quiet);
        let answer = AnswerType::of(operation);
        let delivery = session.run(async {
            let connection = service.connect(&progress).await?;
            let client = &connection.client;
            let mut directory = Directory::of(client);
            let resolved =
                ask::resolve(operation, &asked, &question, &mut directory, &progress).await?;
            let about = Rc::new(about(operation, &resolved));
            let Wanted {
                request, period, ..
            } = ask::wanted(resolved, &progress)?;
            if request
                .query()
                .get("user")
                .is_some_and(|users| users.contains(','))
            {
                return Err(Failure::usage("--replies is for one user")
                    .help("remove --replies, or run the command once for each user"));
            }
            let mut pages = Pages::of(client, request.clone(), &progress);
            let mut outputs: Vec<&mut Output> = outputs.iter_mut().collect();
            let delivered = deliver::pages(operation, &mut pages, &mut outputs, |output| {
                let form = output.form();
                if form.format.is_report() {
                    return Ok(writers::open(form, answer, &about, output));
                }
                Ok(Box::new(ReplyWriter::open(
                    &period, answer, &about, output,
                )?))
            });
            let delivered = delivered.await;
            let found = delivered.map(|delivery| {
                let evidence = Evidence::of_rows(pages.extent().announced());
                (delivery, Some(evidence))
            });
            unknown_ids::named(client, &directory, operation, &request, found, &progress).await
        })?;
        drop(progress);
        let too_wide = delivery.omissions.too_wide;
        let unfit = unfit(&outputs, &too_wide);
        finish(outputs, &session, quiet, [delivery.extent, unfit])
    }
}

/// Says how many rows there are for the conversations of several users. A conversation of two users is
/// a row of each.
fn of_users(figures: &Figures, users: usize) -> String {
    let conversations = counted(figures.conversations, "conversation");
    let users = counted(users, "user");
    if figures.rows == figures.conversations {
        return format!("{conversations} of {users}");
    }
    let rows = counted(figures.rows, "row");
    format!("{conversations} of {users} ({rows}: one for each user of a conversation)")
}

/// Names the columns that did not fit, and where they are.
fn unfit(outputs: &[Output], too_wide: &[String]) -> Option<String> {
    let mut looks = outputs.iter().map(|output| output.form().look);
    let more = if looks.any(|look| look.width.is_some()) {
        notes::IN_TERMINAL
    } else {
        "-o FILE.html and -o FILE.xlsx have all"
    };
    notes::too_wide(too_wide, more)
}

/// Completes the outputs, and notes what is there.
fn finish(
    outputs: Vec<Output>,
    session: &Session,
    quiet: bool,
    [extent, unfit]: [Option<String>; 2],
) -> Result<(), Failure> {
    let files: Vec<String> = outputs.iter().filter_map(notes::file).collect();
    Output::commit_all(outputs, session)?;
    let remarks = [extent, notes::written(&files), unfit];
    let remarks: Vec<String> = remarks.into_iter().flatten().collect();
    if !quiet {
        note(remarks.join("; "));
    }
    Ok(())
}

/// Returns the failure of a history that misses targets.
fn missed(history: &History) -> Result<(), Failure> {
    // A conversation of two users is measured once for each of them.
    let noun = if history.figures.rows == history.figures.conversations {
        "conversations"
    } else {
        "rows"
    };
    let missed = history.missed().into_iter().filter_map(|at| {
        let target = history.sla.targets().get(at)?;
        let compliance = history.figures.compliance.get(at)?;
        let share = Words.of(&tables::share(target, *compliance));
        Some(format!(
            "{target} was missed: {} of {} {noun} kept it, {share}",
            compliance.kept, compliance.n
        ))
    });
    let missed: Vec<String> = missed.collect();
    if missed.is_empty() {
        return Ok(());
    }
    Err(Failure::threshold(missed.join("\n")).help(format!(
        "the result is written; --table breaches lists the {noun}"
    )))
}
