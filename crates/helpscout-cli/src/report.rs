//! `helpscout report` and `helpscout list`: one documented operation, with rows as the service
//! returns them.

use clap::{ArgMatches, Command};
use helpscout_reports::Request;
use helpscout_reports::describe::{self, Description, Descriptions, Group};

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
pub(crate) fn command(descriptions: &'static Descriptions, group: Group) -> Command {
    let (about, value_name, heading) = match group {
        Group::Lookups => (
            "List the users, teams, mailboxes, folders or tags whose ids reports refer to",
            "NAME",
            "Lists",
        ),
        _ => (
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
            names::operations(descriptions, group)
                .into_iter()
                .map(|(name, description)| operation_command(name, description)),
        )
}

fn operation_command(name: String, description: &'static Description) -> Command {
    let command = format!("{} {name}", command_of(description.group));
    Command::new(name)
        .about(&*description.summary)
        .after_long_help(epilogue(description, &command))
        .args(parameters::options(description))
        .args(options::result())
}

/// Runs the chosen operation of a group.
pub(crate) fn run(group: Group, matches: &ArgMatches) -> Result<(), Failure> {
    let Some((description, matches)) = chosen(group, matches) else {
        let command = command_of(group);
        return Err(
            Failure::usage(format!("{command}: nothing to fetch")).help(format!(
                "run helpscout {command} --help to list the choices"
            )),
        );
    };
    let request = request(description, matches)?;
    let service = Service::from_options(matches)?;
    let session = Session::start()?;
    let output = Output::open(matches)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    if let Some(note) = ineffective_interval(description, &request) {
        progress.note(note);
    }
    let answer = session.run(fetch(service, request, &progress))?;
    drop(progress);
    deliver(description, answer, output, &session, quiet)
}

/// Returns the chosen operation and its arguments.
fn chosen(group: Group, matches: &ArgMatches) -> Option<(&'static Description, &ArgMatches)> {
    let (typed, matches) = matches.subcommand()?;
    let mut operations = names::operations(describe::descriptions(), group).into_iter();
    let (_, description) = operations.find(|(name, _)| name == typed)?;
    Some((description, matches))
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
