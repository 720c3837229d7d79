//! The request that the options of a command ask for.

use clap::ArgMatches;
use helpscout_command::{names, parameters};
use helpscout_description::{ListStyle, Operation, Parameter};
use helpscout_reports::{Error, Query, Request, describe};

use crate::format::definitions::{AnswerType, PREVIOUS};
use crate::message::Failure;

/// Builds the request and validates it.
pub(crate) fn request(
    operation: &'static Operation,
    matches: &ArgMatches,
) -> Result<Request, Failure> {
    let Some(sendable) = describe::operation(operation) else {
        let message = format!("this version can't send {}", operation.id);
        return Err(Failure::usage(message));
    };
    let given = parameters::values(operation, matches);
    let query = given.fold(Query::new(), |query, (parameter, values)| {
        with_values(query, parameter, values)
    });
    let request = Request::new(sendable, query);
    match request.validate() {
        Ok(()) => Ok(request),
        Err(error) => Err(invalid_query(operation, &error)),
    }
}

/// Returns the query with the values of a parameter, as the service takes several of them.
fn with_values(query: Query, parameter: &'static Parameter, values: Vec<&str>) -> Query {
    match parameter.list {
        Some(ListStyle::Pipe) => query.with_joined(&parameter.wire, "|", values),
        Some(ListStyle::Repeat | ListStyle::Array) => query.with_values(&parameter.wire, values),
        Some(ListStyle::Comma) | None => query.with_list(&parameter.wire, values),
    }
}

/// Returns a note if the request names a previous interval and the answer has no field for it.
pub(crate) fn ineffective_interval(operation: &Operation, request: &Request) -> Option<String> {
    let mut options = names::options(operation);
    let (_, option) = options.find(|(parameter, _)| {
        parameter.wire.starts_with(PREVIOUS) && request.query().get(&parameter.wire).is_some()
    })?;
    if AnswerType::of(operation).has_previous() {
        return None;
    }
    Some(format!(
        "--{option} has no effect: the answer has no field for the previous interval"
    ))
}

/// Replaces the names of parameters by those of their options.
fn invalid_query(operation: &Operation, error: &Error) -> Failure {
    let violations = error.violations().iter();
    let messages: Vec<String> = violations
        .map(|violation| with_options(&violation.message, operation))
        .collect();
    if messages.is_empty() {
        Failure::usage(error)
    } else {
        Failure::usage(messages.join("\n"))
    }
}

fn with_options(message: &str, operation: &Operation) -> String {
    let mut message = message.to_owned();
    for (parameter, option) in names::options(operation) {
        let option = format!("--{option}");
        message = message.replace(&format!("`{}`", parameter.wire), &option);
        // A name like `end` may be a word of the sentence; one like `previousEnd` is not.
        if parameter.wire.contains(char::is_uppercase) {
            message = message.replace(&parameter.wire, &option);
        }
    }
    message
}
