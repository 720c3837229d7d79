//! `helpscout report` and `helpscout list`: one documented operation, with rows as the service
//! returns them.

use clap::{ArgMatches, Command};
use helpscout_description::{Api, Group, Operation};
use helpscout_reports::{Request, describe};

use crate::connect::Service;
use crate::deliver::{Answer, deliver};
use crate::epilogue::epilogue;
use crate::interrupt::Session;
use crate::message::Failure;
use crate::names::command_of;
use crate::output::Output;
use crate::progress::Progress;
use crate::request::{ineffective_interval, request};
use crate::{fetch, names, options, parameters};

/// Creates the command with the operations of a group as its subcommands.
pub(crate) fn command(api: &Api, group: Group) -> Command {
    let (about, value_name, heading) = match group {
        Group::Lookups => (
            "List the users, teams, mailboxes, folders or tags whose ids reports refer to",
            "NAME",
            "Lists",
        ),
        Group::Reports => (
            "Fetch one of the documented reports, with rows as the service returns them",
            "REPORT",
            "Reports",
        ),
    };
    Command::new(command_of(group))
        .about(about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_value_name(value_name)
        .subcommand_help_heading(heading)
        .subcommands(
            names::operations(api, group)
                .into_iter()
                .map(|(name, operation)| operation_command(api, name, operation)),
        )
}

fn operation_command(api: &Api, name: String, operation: &Operation) -> Command {
    let command = format!("{} {name}", command_of(operation.group()));
    Command::new(name)
        .about(operation.summary.clone())
        .after_long_help(epilogue(operation, &command))
        .args(parameters::options(api, operation))
        .args(options::result())
}

/// Runs the chosen operation of a group.
pub(crate) fn run(group: Group, matches: &ArgMatches) -> Result<(), Failure> {
    let Some((operation, matches)) = chosen(group, matches) else {
        let command = command_of(group);
        return Err(
            Failure::usage(format!("{command}: nothing to fetch")).help(format!(
                "run helpscout {command} --help to list the choices"
            )),
        );
    };
    let request = request(operation, matches)?;
    let service = Service::from_options(matches)?;
    let session = Session::start()?;
    let output = Output::open(matches)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    if let Some(note) = ineffective_interval(operation, &request) {
        progress.note(note);
    }
    let answer = session.run(fetch(service, request, &progress))?;
    drop(progress);
    deliver(operation, answer, output, &session, quiet)
}

/// Returns the chosen operation and its arguments.
fn chosen(group: Group, matches: &ArgMatches) -> Option<(&'static Operation, &ArgMatches)> {
    let (typed, matches) = matches.subcommand()?;
    let mut operations = names::operations(describe::api(), group).into_iter();
    let (_, operation) = operations.find(|(name, _)| name == typed)?;
    Some((operation, matches))
}

async fn fetch(service: Service, request: Request, progress: &Progress) -> Result<Answer, Failure> {
    let connection = service.connect(progress).await?;
    let client = &connection.client;
    let Some(pages) = request.operation().pages else {
        return Ok(Answer::Body(fetch::body(client, &request).await?));
    };
    let rows = if request.query().get(pages.parameter).is_some() {
        fetch::page(client, &request).await?
    } else {
        fetch::all_pages(client, request, progress).await?
    };
    Ok(Answer::Rows(rows))
}
