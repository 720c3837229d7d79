//! `helpscout report` and `helpscout list`: one documented operation, with rows as the service
//! returns them.

use clap::ArgMatches;
use helpscout_command::chosen;
use helpscout_command::names::command_of;
use helpscout_description::Group;
use helpscout_reports::describe;

use crate::connect::Service;
use crate::deliver;
use crate::destination::Destination;
use crate::fetch::{self, Pages};
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
    let mut destination = Destination::open(operation, matches, &session)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    if let Some(note) = ineffective_interval(operation, &request) {
        progress.note(note);
    }
    let delivery = session.run(async {
        let connection = service.connect(&progress).await?;
        let client = &connection.client;
        if request.operation().pages.is_some() {
            let pages = Pages::of(client, request, &progress);
            return deliver::pages(operation, pages, &mut destination.main).await;
        }
        let body = fetch::body(client, &request).await?;
        deliver::body(operation, &body, &mut destination)
    })?;
    drop(progress);
    deliver::complete(delivery, destination, &session, quiet)
}
