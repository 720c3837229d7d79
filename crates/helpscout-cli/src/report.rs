//! `helpscout report` and `helpscout list`: one documented operation, with rows as the service
//! returns them.

use clap::ArgMatches;
use helpscout_command::chosen;
use helpscout_command::names::command_of;
use helpscout_description::Group;
use helpscout_reports::{Request, describe};

use crate::connect::Service;
use crate::deliver::{Answer, deliver};
use crate::destination::Destination;
use crate::fetch;
use crate::interrupt::Session;
use crate::message::Failure;
use crate::progress::Progress;
use crate::request::{ineffective_interval, request};

/// Runs the chosen operation of a group.
pub(crate) fn run(group: Group, matches: &ArgMatches) -> Result<(), Failure> {
    let Some((operation, matches)) = chosen(describe::api(), group, matches) else {
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
    let destination = Destination::open(operation, matches)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    if let Some(note) = ineffective_interval(operation, &request) {
        progress.note(note);
    }
    let answer = session.run(fetch(service, request, &progress))?;
    drop(progress);
    deliver(operation, answer, destination, &session, quiet)
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
