//! `helpscout report` and `helpscout list`: one documented operation, rows as the service gives
//! them.

use clap::ArgMatches;
use helpscout_reports::describe::{self, Description, Group};
use helpscout_reports::{Error, Request};

use crate::connect::Service;
use crate::deliver::{Answer, deliver};
use crate::fetch;
use crate::format::shapes::PREVIOUS;
use crate::interrupt::Session;
use crate::message::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::{arguments, names, parameters};

pub(crate) fn run(group: Group, matches: &ArgMatches) -> Result<(), Failure> {
    let Some((description, matches)) = arguments::chosen(group, matches) else {
        let command = names::command_of(group);
        return Err(Failure::usage(format!("{command}: nothing was named"))
            .help(format!("helpscout {command} --help lists what there is")));
    };
    let request = request(description, matches)?;
    let service = Service::chosen(matches)?;
    let session = Session::start()?;
    let output = Output::open(matches)?;
    let progress = Progress::start(matches.get_flag("quiet"));
    if let Some(note) = idle_interval(description, &request) {
        progress.note(note);
    }
    let answer = session.run(fetch(service, request, &progress))?;
    drop(progress);
    deliver(
        description,
        &answer,
        output,
        &session,
        matches.get_flag("quiet"),
    )
}

/// A note where an interval to compare with is asked for, and the answer has no place for it.
pub(crate) fn idle_interval(description: &Description, request: &Request) -> Option<String> {
    let mut options = names::options(description);
    let is_given = |name: &str| request.query().get(name).is_some();
    let (_, option) =
        options.find(|(one, _)| one.name.starts_with(PREVIOUS) && is_given(one.name))?;
    let object = describe::descriptions().response_of(description);
    let columns = describe::descriptions().columns_of(description);
    let mut keys = object.fields.iter().chain(columns);
    match keys.any(|column| column.name.starts_with(PREVIOUS)) {
        true => None,
        false => Some(format!(
            "--{option} has no effect: the answer has no place for an interval to compare with"
        )),
    }
}

/// The call that the options ask for, checked.
pub(crate) fn request(
    description: &'static Description,
    matches: &ArgMatches,
) -> Result<Request, Failure> {
    let query = parameters::query(description, matches);
    let Some(operation) = description.operation() else {
        let message = format!("{} can't be sent by this version", description.id);
        return Err(Failure::usage(message));
    };
    let request = Request::new(operation, query);
    match request.validate() {
        Ok(()) => Ok(request),
        Err(error) => Err(wrong_query(description, &error)),
    }
}

/// Names parameters as they are written here.
fn wrong_query(description: &Description, error: &Error) -> Failure {
    let said = error
        .violations()
        .iter()
        .map(|violation| with_flags(&violation.message, description));
    let said: Vec<String> = said.collect();
    match said.is_empty() {
        true => Failure::usage(error),
        false => Failure::usage(said.join("\n")),
    }
}

fn with_flags(message: &str, description: &Description) -> String {
    names::options(description).fold(message.to_owned(), |message, (parameter, option)| {
        let (name, option) = (parameter.name, format!("--{option}"));
        let message = message.replace(&format!("`{name}`"), &option);
        // A name like `end` may be a word of the sentence, one like `previousEnd` is not.
        match name.contains(char::is_uppercase) {
            true => message.replace(name, &option),
            false => message,
        }
    })
}

async fn fetch(service: Service, request: Request, progress: &Progress) -> Result<Answer, Failure> {
    let connection = service.connect(progress).await?;
    let client = &connection.client;
    let Some(pages) = request.operation().pages else {
        return Ok(Answer::Body(fetch::body(client, &request).await?));
    };
    match request.query().get(pages.parameter) {
        Some(_) => fetch::page(client, &request).await,
        None => fetch::whole(client, request, progress).await,
    }
    .map(Answer::Rows)
}
