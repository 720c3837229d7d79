//! The request that the options of a command ask for.

use clap::ArgMatches;
use helpscout_reports::describe::Description;
use helpscout_reports::{Error, Request};

use crate::format::definitions::{AnswerType, PREVIOUS};
use crate::message::Failure;
use crate::{names, parameters};

/// Builds the request and validates it.
pub(crate) fn request(
    description: &'static Description,
    matches: &ArgMatches,
) -> Result<Request, Failure> {
    let query = parameters::query(description, matches);
    let Some(operation) = description.operation() else {
        let message = format!("this version can't send {}", description.id);
        return Err(Failure::usage(message));
    };
    let request = Request::new(operation, query);
    match request.validate() {
        Ok(()) => Ok(request),
        Err(error) => Err(invalid_query(description, &error)),
    }
}

/// Returns a note if the request names a previous interval and the answer has no field for it.
pub(crate) fn ineffective_interval(description: &Description, request: &Request) -> Option<String> {
    let mut options = names::options(description);
    let (_, option) = options.find(|(parameter, _)| {
        parameter.name.starts_with(PREVIOUS) && request.query().get(parameter.name).is_some()
    })?;
    if AnswerType::of(description).has_previous() {
        return None;
    }
    Some(format!(
        "--{option} has no effect: the answer has no field for the previous interval"
    ))
}

/// Replaces the names of parameters by those of their options.
fn invalid_query(description: &Description, error: &Error) -> Failure {
    let violations = error.violations().iter();
    let messages: Vec<String> = violations
        .map(|violation| with_options(&violation.message, description))
        .collect();
    if messages.is_empty() {
        Failure::usage(error)
    } else {
        Failure::usage(messages.join("\n"))
    }
}

fn with_options(message: &str, description: &Description) -> String {
    let mut message = message.to_owned();
    for (parameter, option) in names::options(description) {
        let option = format!("--{option}");
        message = message.replace(&format!("`{}`", parameter.name), &option);
        // A name like `end` may be a word of the sentence; one like `previousEnd` is not.
        if parameter.name.contains(char::is_uppercase) {
            message = message.replace(parameter.name, &option);
        }
    }
    message
}
