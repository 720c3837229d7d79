//! `helpscout report` and `helpscout list`: one documented operation, with rows as the service
//! returns them.

use std::sync::Arc;

use clap::ArgMatches;
use helpscout_command::chosen;
use helpscout_command::names::command_of;
use helpscout_description::{Group, Operation};
use helpscout_reports::{Client, Request, describe};

use crate::connect::Service;
use crate::deliver::{self, Delivery};
use crate::destination::Destination;
use crate::evidence::Evidence;
use crate::fetch::{self, Pages};
use crate::format::definitions::AnswerType;
use crate::interrupt::Session;
use crate::message::Failure;
use crate::progress::Progress;
use crate::request::{ineffective_interval, request};
use crate::select::{self, Selection};
use crate::unknown_ids;

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
    let selection = selection(operation, matches, &destination)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    if let Some(note) = ineffective_interval(operation, &request) {
        progress.note(note);
    }
    let delivery = session.run(async {
        let connection = service.connect(&progress).await?;
        let client = &connection.client;
        let selected = selection.as_ref();
        match answer(
            client,
            operation,
            &request,
            &progress,
            &mut destination,
            selected,
        )
        .await
        {
            Ok((delivery, evidence)) => {
                unknown_ids::warn(client, &request, evidence, &progress).await;
                Ok(delivery)
            }
            Err(failure) => Err(unknown_ids::explain(client, &request, failure, &progress).await),
        }
    })?;
    drop(progress);
    deliver::complete(delivery, destination, &session, quiet)
}

/// Returns the rows that the options ask for, or `None` if they ask for all. Called before anything
/// is fetched.
fn selection(
    operation: &Operation,
    matches: &ArgMatches,
    destination: &Destination,
) -> Result<Option<Arc<Selection>>, Failure> {
    if select::given_option(matches).is_none() {
        return Ok(None);
    }
    select::refuse_json(matches, destination.main.format())?;
    let columns = destination.columns(operation)?;
    Selection::of(matches, &columns, AnswerType::of(operation))
}

/// Fetches the answer and writes it.
async fn answer(
    client: &Client,
    operation: &Operation,
    request: &Request,
    progress: &Progress,
    destination: &mut Destination,
    selection: Option<&Arc<Selection>>,
) -> Result<(Delivery, Evidence), Failure> {
    if request.operation().pages.is_some() {
        let mut pages = Pages::of(client, request.clone(), progress);
        let answer = AnswerType::of(operation);
        let delivery = deliver::pages(operation, &mut pages, &mut destination.main, |output| {
            Ok(select::open(selection, output.form(), answer, output))
        })
        .await?;
        return Ok((delivery, Evidence::of_rows(pages.extent().announced())));
    }
    let body = fetch::body(client, request).await?;
    let delivery = deliver::body(operation, &body, destination, selection)?;
    Ok((delivery, Evidence::of_body(request, &body)))
}
