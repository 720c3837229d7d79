//! `helpscout report` and `helpscout list`: one documented operation, with rows as the service
//! returns them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;

use clap::ArgMatches;
use helpscout_command::names::command_of;
use helpscout_command::{Format, IntervalParameters, chosen};
use helpscout_description::{Group, Operation};
use helpscout_reports::{Client, Request, describe};

use crate::about::about;
use crate::comparison::{self, Both, CountedRows};
use crate::connect::Service;
use crate::day_series::by_day;
use crate::deliver::{self, Delivery};
use crate::destination::{self, Destination, check_selection, places};
use crate::evidence::Evidence;
use crate::fetch::{self, Pages};
use crate::format::definitions::{AnswerType, Ends};
use crate::interrupt::Session;
use crate::message::Failure;
use crate::output::{Output, PlannedOutput};
use crate::progress::Progress;
use crate::request::{Asked, Resolved, ineffective_interval};
use crate::who::Directory;
use crate::{dry_run, select, unknown_ids};

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
    let asked = Asked::from_options(operation, matches)?;
    if dry_run::is_asked_for(matches) {
        return plan(operation, &asked, matches);
    }
    if asked.compares_pulls() {
        return compare(operation, &asked, matches);
    }
    let service = Service::from_options(matches)?;
    let session = Session::start()?;
    let mut destinations = Destination::open_all(operation, matches, &session)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    let delivery = session.run(async {
        let connection = service.connect(&progress).await?;
        let client = &connection.client;
        let mut directory = Directory::of(client);
        let needs_names = destinations.iter().any(|to| to.main.names_ids());
        let mut resolved = asked
            .resolve_with_names(&mut directory, needs_names)
            .await?;
        for note in resolved.when.iter().flat_map(|when| &when.notes) {
            progress.note(note.clone());
        }
        if let Some(zone) = resolved.shown_zone() {
            for destination in &mut destinations {
                destination.show_in(zone);
            }
        }
        let ends = ends(operation, &resolved.request);
        for destination in &mut destinations {
            destination.end_at(ends);
        }
        let definitions = AnswerType::of(operation).definitions;
        let formats: Vec<Format> = destinations.iter().map(|to| to.main.format()).collect();
        resolved.request = by_day(operation, resolved.request, &formats, definitions);
        let request = &resolved.request;
        if let Some(note) = ineffective_interval(operation, request) {
            progress.note(note);
        }
        let found = answer(client, operation, &resolved, &progress, &mut destinations).await;
        let found = found.map(|(delivery, evidence)| (delivery, Some(evidence)));
        unknown_ids::named(client, &directory, operation, request, found, &progress).await
    })?;
    drop(progress);
    deliver::complete(delivery, destinations, &session, quiet)
}

/// Returns where the intervals of a request end.
fn ends(operation: &'static Operation, request: &Request) -> Option<Ends> {
    let end =
        |interval: IntervalParameters<'_>| request.query().get(&interval.to.wire)?.parse().ok();
    Some(Ends {
        now: end(IntervalParameters::of(operation)?)?,
        before: IntervalParameters::previous_of(operation).and_then(end),
    })
}

/// Prints what would be sent.
fn plan(operation: &'static Operation, asked: &Asked, matches: &ArgMatches) -> Result<(), Failure> {
    if asked.compares_pulls() {
        CountedRows::from_options(operation, matches)?;
    } else {
        check_selection(operation, matches)?;
    }
    let mut planned = asked.planned()?;
    if PlannedOutput::all(matches)?
        .iter()
        .any(PlannedOutput::names_ids)
    {
        asked.plan_names(&mut planned.lookups);
    }
    let formats = Output::formats(matches)?;
    let definitions = AnswerType::of(operation).definitions;
    planned.request = by_day(operation, planned.request, &formats, definitions);
    dry_run::show(&dry_run::steps(planned), matches)
}

/// Fetches two periods, and writes their figures side by side.
fn compare(
    operation: &'static Operation,
    asked: &Asked,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let rows = CountedRows::from_options(operation, matches)?;
    let service = Service::from_options(matches)?;
    let session = Session::start()?;
    let mut outputs = Output::open_all(matches, &session)?;
    let quiet = matches.get_flag("quiet");
    let progress = Progress::start(quiet);
    let compared = session.run(async {
        let connection = service.connect(&progress).await?;
        let client = &connection.client;
        let mut directory = Directory::of(client);
        let needs_names = outputs.iter().any(Output::names_ids);
        let resolved = asked
            .resolve_with_names(&mut directory, needs_names)
            .await?;
        let about = about(operation, &resolved);
        let zone = resolved.shown_zone();
        let (Some(when), Some(before)) = (resolved.when, resolved.compared) else {
            return Err(Failure::usage(
                "--compare needs a period to compare with another",
            ));
        };
        let (Some(period), Some(compared)) = (when.period, when.compared) else {
            return Err(Failure::usage(
                "--compare needs a period to compare with another",
            ));
        };
        for note in when.notes {
            progress.note(note);
        }
        let request = resolved.request;
        let rows = (&rows, zone);
        let requests = Both {
            now: &request,
            before: &before,
        };
        let periods = Both {
            now: period,
            before: compared,
        };
        let compared =
            comparison::fetch(client, operation, requests, periods, rows, &progress).await;
        let found = compared.and_then(|comparison| {
            comparison.write(&about, &mut outputs)?;
            let evidence = Evidence::of_rows(comparison.read());
            Ok((comparison, Some(evidence)))
        });
        unknown_ids::named(client, &directory, operation, &request, found, &progress).await
    })?;
    drop(progress);
    comparison::complete(&compared, outputs, &session, quiet)
}

/// Checks the options of the chosen operation, as far as nothing needs to be sent.
pub(crate) fn check(group: Group, matches: &ArgMatches) -> Result<(), Failure> {
    match chosen(describe::api(), group, matches) {
        Some((operation, matches)) => {
            if Asked::from_options(operation, matches)?.compares_pulls() {
                CountedRows::from_options(operation, matches).map(|_| ())
            } else {
                check_selection(operation, matches)
            }
        }
        None => Ok(()),
    }
}

/// Returns the files that the chosen operation would write, without links, and opens none.
///
/// # Errors
/// If an output can't have what the options ask for.
pub(crate) fn files(group: Group, matches: &ArgMatches) -> Result<BTreeSet<PathBuf>, Failure> {
    match chosen(describe::api(), group, matches) {
        Some((operation, matches)) => {
            if Asked::from_options(operation, matches)?.compares_pulls() {
                let outputs = PlannedOutput::all(matches)?;
                Ok(places(outputs.iter().filter_map(PlannedOutput::file)))
            } else {
                destination::files(operation, matches)
            }
        }
        None => Ok(BTreeSet::new()),
    }
}

/// Fetches the answer and writes it.
async fn answer(
    client: &Client,
    operation: &'static Operation,
    resolved: &Resolved,
    progress: &Progress,
    destinations: &mut [Destination],
) -> Result<(Delivery, Evidence), Failure> {
    let request = &resolved.request;
    let about = Rc::new(about(operation, resolved));
    if request.operation().pages.is_some() {
        let mut pages = Pages::of(client, request.clone(), progress);
        let answer = AnswerType::of(operation);
        let selection = destinations
            .first()
            .and_then(|first| first.selection.clone());
        let outputs = destinations.iter_mut();
        let mut outputs: Vec<_> = outputs.map(|destination| &mut destination.main).collect();
        let delivery = deliver::pages(operation, &mut pages, &mut outputs, |output| {
            let selection = selection.as_ref();
            Ok(select::open(
                selection,
                output.form(),
                answer,
                &about,
                output,
            ))
        })
        .await?;
        return Ok((delivery, Evidence::of_rows(pages.extent().announced())));
    }
    let body = fetch::body(client, request).await?;
    let delivery = deliver::body(operation, &body, &about, destinations)?;
    Ok((delivery, Evidence::of_body(request, &body)))
}
