//! `helpscout waiting`: the conversations whose customers wait for an answer, the longest wait first.
//!
//! In: the rows of the report `conversations_drilldown`, which is the only documented source of
//! `waitingSince` that needs no user. Out: one row for each conversation in which a customer waits,
//! or one for each mailbox. `rows` has the rows and their columns.

mod rows;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use clap::builder::{PossibleValuesParser, Resettable};
use clap::{Arg, ArgMatches, Command};
use helpscout_command::{Lookup, options, parameters};
use helpscout_description::Operation;
use helpscout_figures::seconds_of;
use helpscout_reports::jiff::{SignedDuration, Timestamp};
use helpscout_reports::{ConversationsDrilldown, Endpoint, Request, Seconds, describe};
use serde_json::value::RawValue;

use self::rows::{ByMailbox, Waiting};
use crate::about::{self, about, in_zone};
use crate::connect::Service;
use crate::destination::places;
use crate::dry_run::Step;
use crate::evidence::Evidence;
use crate::examples::after_help;
use crate::fetch::Pages;
use crate::format::definitions::AnswerType;
use crate::format::digest::About;
use crate::format::error::WriteError;
use crate::format::writer::Omissions;
use crate::interrupt::Session;
use crate::message::{Failure, counted, note};
use crate::output::{Output, PlannedOutput};
use crate::progress::Progress;
use crate::request::{Asked, requests_of};
use crate::select::{self, Column, Selection};
use crate::who::Directory;
use crate::{deliver, dry_run, notes, unknown_ids};

const LONG_ABOUT: &str = "\
Shows the conversations in which a customer waits for an answer, the longest wait first: active
conversations that the service says someone has been waiting in. They come from the report
conversations-drilldown, so only conversations of the interval are listed; by default, that is the
last 30 days.

A wait ends now, or at --end if that is earlier. The first 20 rows are shown; --limit changes that.

In csv and ndjson, waitsFor is in seconds. With --fail-over, the exit code is 4 if a customer waits
longer than that.";

/// What people run every day.
const EXAMPLES: &str = "\
Examples:
  helpscout waiting --over 1d
  helpscout waiting --by mailbox --period last-30-days
  helpscout waiting --mailbox Support --fail-over 4h --output waiting.html";

/// The title of a waiting list as a document.
const TITLE: &str = "Customers who wait for an answer";

/// The number of rows that are written unless `--limit` says otherwise.
const LIMIT: usize = 20;

/// The length of the interval unless `--start` says otherwise.
const INTERVAL: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The number of rows that are written at a time.
const ROWS_AT_A_TIME: usize = 200;

/// Creates the command `helpscout waiting`.
pub(crate) fn command() -> Command {
    let duration = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("TIME")
            .value_parser(duration)
            .help_heading("Rows")
    };
    let command = Command::new("waiting")
        .about("Show the customers who wait for an answer, the longest wait first")
        .after_help(EXAMPLES)
        .long_about(LONG_ABOUT)
        .arg(duration("over").help("Show only customers who wait longer, such as 4h or 1d"))
        .arg(
            Arg::new("by")
                .long("by")
                .value_name("WHAT")
                .value_parser(PossibleValuesParser::new(["mailbox"]))
                .help_heading("Rows")
                .help("Show one row for each mailbox: how many customers wait there, and how long"),
        )
        .arg(duration("fail-over").help("Exit with code 4 if a customer waits longer than this"))
        .args(options::rows())
        .args(options::result())
        .arg(options::dry_run());
    let Some(operation) = operation() else {
        return command;
    };
    let now = now();
    let filters = parameters::filters(describe::api(), operation);
    // The waits of a period that is past say nothing about those of another one.
    let filters = filters.filter(|option| option.get_id() != "compare");
    let filters = filters.map(|option| {
        let default = match option.get_id().as_str() {
            "--start" => now.checked_sub(INTERVAL).unwrap_or(now),
            "--end" => now,
            _ => return option,
        };
        // A default is no value that was typed, so nothing may be required instead of it.
        let option = option.required_unless_present(Resettable::Reset);
        let option = option.required(false).hide_default_value(true);
        option.default_value(default.to_string())
    });
    command
        .args(filters)
        .after_long_help(after_help(EXAMPLES, operation, "waiting"))
}

fn operation() -> Option<&'static Operation> {
    describe::api().operation(ConversationsDrilldown::OPERATION.id)
}

/// Returns the time in whole seconds.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

fn duration(text: &str) -> Result<f64, String> {
    // In a condition, a number alone is in seconds, like the values. Here, people mean hours or days.
    seconds_of(text).map_err(|error| match text.parse::<f64>() {
        Ok(_) => error.problem,
        Err(_) => "write a time such as 90m, 4h or 1d".to_owned(),
    })
}

/// Checks the options, as far as nothing needs to be sent.
pub(crate) fn check(matches: &ArgMatches) -> Result<(), Failure> {
    if let Some(operation) = operation() {
        Asked::from_options(operation, matches)?;
    }
    selection(matches).map(|_| ())
}

/// Returns the columns by which rows can be selected. The options may be incomplete.
pub(crate) fn selectable(matches: &ArgMatches) -> Vec<Column> {
    select::columns_of(answer(matches))
}

/// Returns the type of the rows.
fn answer(matches: &ArgMatches) -> AnswerType {
    match matches.get_one::<String>("by") {
        Some(_) => rows::mailbox_rows(),
        None => rows::waiting_rows(),
    }
}

/// Returns the rows of the answer, and which of them are written.
fn selection(matches: &ArgMatches) -> Result<(AnswerType, Arc<Selection>), Failure> {
    let answer = answer(matches);
    let columns = select::columns_of(answer);
    let selection = Selection::with_defaults(matches, &columns, answer, ("waitsFor", LIMIT))?;
    Ok((answer, selection))
}

/// Returns the files that would be written, without links, and opens none.
///
/// # Errors
/// If the format of an output is unknown, or if one would replace another.
pub(crate) fn files(matches: &ArgMatches) -> Result<BTreeSet<PathBuf>, Failure> {
    let outputs = PlannedOutput::all(matches)?;
    Ok(places(outputs.iter().filter_map(PlannedOutput::file)))
}

/// Fetches the conversations and shows those in which a customer waits.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let operation =
        operation().ok_or_else(|| Failure::usage("this version does not include waiting"))?;
    let asked = Asked::from_options(operation, matches)?;
    if dry_run::is_asked_for(matches) {
        return plan(&asked, matches);
    }
    let is_by_mailbox = matches.get_one::<String>("by").is_some();
    let (answer, selection) = selection(matches)?;
    let over = matches.get_one::<f64>("over").copied();
    let service = Service::from_options(matches)?;
    let session = Session::start()?;
    let mut outputs = Output::open_all(matches, &session)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    let (waiting, late, until, about) = session.run(async {
        let connection = service.connect(&progress).await?;
        let client = &connection.client;
        let mut directory = Directory::of(client);
        let resolved = asked.resolve(&mut directory).await?;
        for note in resolved.when.iter().flat_map(|when| &when.notes) {
            progress.note(note.clone());
        }
        if let Some(zone) = resolved.shown_zone() {
            for output in &mut outputs {
                output.show_in(zone);
            }
        }
        let reference = reference(&resolved.request);
        let until = in_zone(reference, &resolved.time_zone());
        let mut about = About {
            title: about::title().unwrap_or_else(|| TITLE.to_owned()),
            ..about(operation, &resolved)
        };
        let request = resolved.request;
        let mut pages = Pages::of(client, request.clone(), &progress);
        let found = collect(&mut pages, reference).await;
        let found = found.map(|waiting| {
            let evidence = Evidence::of_rows(pages.extent().announced());
            (waiting, Some(evidence))
        });
        let named = unknown_ids::named(client, &directory, operation, &request, found, &progress);
        let mut waiting = named.await?;
        // What is shown does not decide whether someone waits too long.
        let late = Late::of(matches, &waiting);
        about.extent = extent(over, late, &until);
        waiting.retain(|row| over.is_none_or(|over| row.waits_for > over));
        let ids: BTreeSet<i64> = waiting.iter().filter_map(|row| row.mailbox_id).collect();
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let entries = directory.entries_of("MailboxId", &ids).await?;
        for row in &mut waiting {
            let id = row.mailbox_id.map(|id| id.to_string());
            let entry = entries.iter().find(|entry| Some(&entry.id) == id.as_ref());
            row.mailbox_name = entry.map(|entry| entry.name.clone());
        }
        Ok((waiting, late, until, about))
    })?;
    drop(progress);

    let lines = if is_by_mailbox {
        json_lines(&ByMailbox::of(&waiting))?
    } else {
        json_lines(&waiting)?
    };
    let about = Rc::new(about);
    let mut omissions = Omissions::default();
    for output in &mut outputs {
        let written = write(&lines, answer, &selection, &about, output);
        omissions.add(written.map_err(|error| deliver::failure(error, operation, output))?);
    }
    let files: Vec<String> = outputs.iter().filter_map(notes::file).collect();
    Output::commit_all(outputs, &session)?;
    if !quiet {
        let what = if is_by_mailbox {
            "row"
        } else {
            "waiting customer"
        };
        let extent = counted(lines.len(), what);
        let remarks = [
            notes::selected(omissions.selected, Some(extent)),
            Some(format!("waits are measured until {until}")),
            notes::too_wide(&omissions.too_wide, notes::IN_TERMINAL),
            notes::empty(&omissions.empty),
            notes::written(&files),
        ];
        let remarks: Vec<String> = remarks.into_iter().flatten().collect();
        note(remarks.join("; "));
    }
    too_long(late)
}

/// Prints what would be sent.
fn plan(asked: &Asked, matches: &ArgMatches) -> Result<(), Failure> {
    let mut steps = dry_run::steps(asked.planned()?);
    let lookup = Lookup::of(describe::api(), "MailboxId");
    for request in lookup.iter().flat_map(requests_of) {
        steps.push(Step {
            request,
            about: vec!["The names of the mailboxes, if a customer waits".to_owned()],
        });
    }
    dry_run::show(&steps, matches)
}

/// Writes the rows to one output.
fn write(
    rows: &[Box<RawValue>],
    answer: AnswerType,
    selection: &Arc<Selection>,
    about: &Rc<About>,
    output: &mut Output,
) -> Result<Omissions, WriteError> {
    let form = output.form();
    let mut writer = select::open(Some(selection), form, answer, about, output);
    // Also without rows: that is an empty list.
    writer.rows(&[])?;
    for rows in rows.chunks(ROWS_AT_A_TIME) {
        writer.rows(rows)?;
    }
    writer.finish()
}

/// The customers who wait longer than `--fail-over` allows.
#[derive(Clone, Copy)]
struct Late {
    limit: Seconds,
    customers: usize,
}

impl Late {
    fn of(matches: &ArgMatches, waiting: &[Waiting]) -> Option<Self> {
        let limit = *matches.get_one::<f64>("fail-over")?;
        let late = waiting.iter().filter(|row| row.waits_for > limit);
        Some(Self {
            limit: Seconds(limit),
            customers: late.count(),
        })
    }

    fn said(self) -> String {
        let Self { limit, customers } = self;
        let verb = if customers == 1 { "waits" } else { "wait" };
        format!(
            "{} {verb} longer than {limit}",
            counted(customers, "customer")
        )
    }
}

/// Fails if customers wait too long.
fn too_long(late: Option<Late>) -> Result<(), Failure> {
    match late.filter(|late| late.customers > 0) {
        Some(late) => Err(Failure::threshold(late.said())),
        None => Ok(()),
    }
}

/// Says which waits the list has, beyond those that are selected as rows.
fn extent(over: Option<f64>, late: Option<Late>, until: &str) -> Vec<String> {
    let over = over.map(|over| format!("Only customers who wait longer than {}", Seconds(over)));
    let until = format!("Waits are measured until {until}");
    let lines = [over, late.map(Late::said), Some(until)];
    lines.into_iter().flatten().collect()
}

/// Returns the time at which waits end that go on: now, or the end of the interval if that is past.
fn reference(request: &Request) -> Timestamp {
    let end = request.query().get("end").and_then(|end| end.parse().ok());
    end.map_or_else(now, |end: Timestamp| end.min(now()))
}

/// Reads all pages, and keeps the rows in which a customer waits.
async fn collect(pages: &mut Pages<'_>, reference: Timestamp) -> Result<Vec<Waiting>, Failure> {
    let waiting = pages.fold(Vec::new, |waiting, row, number| {
        waiting.extend(Waiting::of(row.get(), number, reference)?);
        Ok(())
    });
    waiting.await
}

fn json_lines<T: serde::Serialize>(rows: &[T]) -> Result<Vec<Box<RawValue>>, Failure> {
    let lines = rows.iter().map(serde_json::value::to_raw_value);
    let lines: Result<_, _> = lines.collect();
    lines.map_err(|error| Failure::not_done(format!("a row can't be written as JSON: {error}")))
}
