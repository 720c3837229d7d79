//! A short interval as a series of days.
//!
//! Reports over time have buckets of a day, a week or a month. Which of them the service takes if
//! none is named is not documented, and a week is one bucket then. People who ask for a week want to
//! see its days, so formats for people ask for them. Formats for programs don't: what they contain
//! must not depend on the length of the interval.

use helpscout_command::Format;
use helpscout_description::Operation;
use helpscout_reports::Request;
use helpscout_reports::jiff::{SignedDuration, Timestamp};

use crate::format::definitions::Definitions;

/// The longest interval that is shown as days.
const LONGEST: SignedDuration = SignedDuration::from_hours(15 * 24);

const VIEW_BY: &str = "viewBy";
const DAY: &str = "day";

/// Returns the request with buckets of a day if it names no bucket, its interval is short, and all
/// outputs are for people.
pub(crate) fn by_day(
    operation: &'static Operation,
    request: Request,
    formats: &[Format],
    definitions: Definitions,
) -> Request {
    let Some(parameter) = operation.parameter(VIEW_BY) else {
        return request;
    };
    let values = definitions.0.values_of(&parameter.ty);
    let has_days = values.iter().any(|value| value.wire == DAY);
    let is_for_people = |format: &Format| *format == Format::Table || format.is_report();
    let query = request.query();
    let is_asked_for = query.get(VIEW_BY).is_none() && has_days && is_short(&request);
    if !is_asked_for || !formats.iter().all(is_for_people) {
        return request;
    }
    let query = query.clone().with(&parameter.wire, DAY);
    Request::new(request.operation(), query)
}

fn is_short(request: &Request) -> bool {
    let bound = |name: &str| -> Option<Timestamp> { request.query().get(name)?.parse().ok() };
    match (bound("start"), bound("end")) {
        (Some(start), Some(end)) => end.duration_since(start) <= LONGEST,
        _ => false,
    }
}
