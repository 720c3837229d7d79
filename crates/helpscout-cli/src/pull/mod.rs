//! `helpscout pull`: reports of many users and windows into a folder of files, which later pulls
//! complete.
//!
//! In: names of reports and lists, users, a period and a folder. Out: a file for each dataset, user
//! and window, and a journal beside the folder.
//!
//! `options` has the options, `asked` is what they ask for, and `dataset` what can be pulled.
//! `prepare` asks the account, `members` looks up users, `unit` finds what is due, and `estimate`
//! and `plan` say what that takes. `engine` fetches it: `rows` reads a unit, and `write` writes it
//! in one of the formats of `form`, with the `row_names` of its keys. `printed` prints rows
//! instead; for a target of the Singer protocol, `singer` has the schemas, `messages` prints, and
//! `bookmarks` is what the target has. `run` puts the steps together, `course` is the progress,
//! `tally`, `failures` and `outcome` are what came of it, `shown` finds unknown IDs, `gone` users who
//! have left, `warnings` tells of them and of lost files, `pipes` tells Dagster, and `status` looks at
//! a folder without a request. The rules of the folder are those of `helpscout-pull`.

mod asked;
mod bookmarks;
mod course;
mod dataset;
mod engine;
mod estimate;
mod failures;
mod form;
mod gone;
mod members;
mod messages;
mod options;
mod outcome;
mod pipes;
mod plan;
mod prepare;
mod printed;
mod row_names;
mod rows;
mod run;
mod same_data;
mod shown;
mod singer;
mod status;
mod tally;
mod trouble;
mod unit;
mod warnings;
mod write;

use std::rc::Rc;

use clap::{ArgMatches, Command};
use helpscout_arrow::OriginColumns;
use helpscout_description::Operation;

use self::asked::{AskedPull, Place};
use self::dataset::Dataset;
use self::pipes::Pipes;
use self::prepare::Limits;
use self::run::Run;
use crate::connect::Service;
use crate::interrupt::Session;
use crate::message::Failure;
use crate::progress::Progress;

const LONG_ABOUT: &str = "\
Pulls reports of many users and windows of time into a folder, with a file for each dataset, user
and window. Run again, it fetches only what is missing: after a crash, Ctrl-C or a full disk,
nothing is lost, doubled or half.

  DIR/user-conversation-history/user=447723/window=2019-05-01/part-0.parquet

A file has the rows of the report over its window, in the order of the service, and these columns
first: accountId, userId (or teamId, mailboxId), windowStart, windowEnd, fetchedAt and rowNumber. A
window ends one second before the next one begins. Lists such as users are stored as they are on the
day of the pull, in snapshot=DATE. An answer with several tables has a folder for each of them. A
unit is what is fetched and replaced as a whole: a report of a user in a window, or a list.

The journal is in DIR.pull, beside the folder, so that the folder has nothing but data. Nothing is
created before the account, the users and all options are known to be right. A folder is of one
account, time zone, format and key for the pseudonyms of --redact, and each of its reports has one
length of windows and one set of filters.

Parameters that a report needs besides users and the window are options, too, such as --field of
conversations-fields-drilldown. The option --status-parameter is the filter of the conversations'
status. Pages are as large as the service allows.";

const EXAMPLES: &str = "\
Examples:
  helpscout pull user-conversation-history --users all --since 2019-01-01 --to data --plan
  helpscout pull user-conversation-history --users all --since 2019-01-01 --to data --again 14d
  helpscout pull company users --since 2019-01-01 --window month --to data
  helpscout pull --status --to data
  helpscout pull user-conversation-history --users all --since 2019-01-01 --format singer
      --bookmarks states.json | target-duckdb --config config.json >> states.json
With --sandbox, all of them but --status work without an account.";

/// Returns the columns of origin in the files of an operation.
pub(crate) fn origin_of(operation: &'static Operation) -> OriginColumns {
    Dataset::new(String::new(), operation).origin()
}

/// Returns the name under which a database has the rows of an operation: that of the folder and of
/// the stream, as in `users`. `table` is a table of the answer other than the first.
pub(crate) fn name_in_database(operation: &'static Operation, table: Option<&str>) -> String {
    let all = dataset::all();
    let dataset = all
        .into_iter()
        .find(|dataset| dataset.operation.id == operation.id);
    dataset
        .unwrap_or_else(|| Dataset::new(operation.id.clone(), operation))
        .stream(table)
}

/// Creates the command `helpscout pull`. Unless it is typed, it is only listed, because it has the
/// options of all reports, which take time to create.
pub(crate) fn command(is_typed: bool) -> Command {
    let command = Command::new("pull")
        .about("Pull reports of many users and days into a folder, night after night");
    if !is_typed {
        return command;
    }
    let datasets = dataset::all();
    let names = datasets.iter().map(|dataset| dataset.name.as_str());
    let names: Vec<&str> = names.collect();
    command
        .long_about(LONG_ABOUT)
        .after_help(EXAMPLES)
        .after_long_help(format!(
            "{EXAMPLES}\n\nReports and lists:\n  {}",
            names.join("\n  ")
        ))
        .args(options::own(&datasets))
        .args(options::filters(&datasets))
}

/// Checks the options, as far as nothing needs to be sent.
pub(crate) fn check(matches: &ArgMatches) -> Result<(), Failure> {
    Place::of(matches)?;
    if question(matches, "status").is_some() || matches.get_flag("verify") {
        return Ok(());
    }
    AskedPull::from_options(matches).map(|_| ())
}

/// Pulls, or answers a question about a pull.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let place = Place::of(matches)?;
    let is_quiet = matches.get_flag("quiet");
    if let Some(format) = question(matches, "status") {
        return status::status(place, format);
    }
    if matches.get_flag("verify") {
        return status::verify(place, is_quiet);
    }
    let question = question(matches, "plan");
    let is_pull = question.is_none() && place.folder.is_some();
    let pipes = is_pull.then(Pipes::of_environment).flatten();
    let done = run_with(matches, place, question, pipes.as_ref());
    if let Some(pipes) = &pipes {
        pipes.close(done.as_ref().err());
    }
    done
}

fn run_with(
    matches: &ArgMatches,
    place: Place<'_>,
    question: Option<&str>,
    pipes: Option<&Pipes>,
) -> Result<(), Failure> {
    let is_quiet = matches.get_flag("quiet");
    let asked = AskedPull::from_options(matches)?;
    let limits = Limits::from_options(matches);
    let service = limits.set(Service::from_options(matches)?);
    let session = Session::start()?;
    let progress = Rc::new(Progress::start(is_quiet));
    let run = Run {
        asked,
        limits,
        service,
        session,
        progress,
    };
    match (question, place.folder) {
        (Some(format), _) => run.plan(place, format),
        (None, Some(folder)) => run.into_folder(folder, place.state, pipes),
        (None, None) => run.print(place),
    }
}

/// Returns the value of an option that asks a question instead of pulling.
fn question<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m str> {
    matches.get_one::<String>(name).map(String::as_str)
}
