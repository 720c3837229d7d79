//! What a report is about, from what was asked for.

use std::env;
use std::sync::{Mutex, PoisonError};

use helpscout_command::{IntervalParameters, Role, names};
use helpscout_description::{Operation, Parameter, Type};
use helpscout_reports::Request;
use helpscout_reports::jiff::Timestamp;
use helpscout_reports::jiff::tz::TimeZone;

use crate::format::digest::About;
use crate::request::Resolved;
use crate::who::Names;

/// The title of the report that runs, if helpscout.toml gives it one. A process runs one at a time.
static TITLE: Mutex<Option<String>> = Mutex::new(None);

/// Gives the reports that run from here on a title, or none.
pub(crate) fn set_title(title: Option<&str>) {
    *TITLE.lock().unwrap_or_else(PoisonError::into_inner) = title.map(str::to_owned);
}

/// Returns the title that the report was given.
pub(crate) fn title() -> Option<String> {
    TITLE.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Returns what a request asks for, with the names of IDs and with instants in its zone.
pub(crate) fn about(operation: &'static Operation, resolved: &Resolved) -> About {
    let Resolved { request, names, .. } = resolved;
    let zone = &resolved.time_zone();
    let sent = sent(operation, request, names, |_| true).into_iter();
    let mut facts: Vec<(String, String)> = sent.map(Sent::fact).collect();
    let filters = filters(operation, request, names).into_iter();
    let filters: Vec<(String, String)> = filters.map(Sent::fact).collect();
    let read_at = read_at();
    if let Some(instant) = read_at {
        facts.push(("Read".to_owned(), in_zone(instant, zone)));
    }
    facts.push(("Source".to_owned(), operation.docs.clone()));
    let summary = operation.summary.trim_end_matches('.').to_owned();
    let title = title();
    if title.is_some() {
        facts.insert(0, ("Report".to_owned(), summary.clone()));
    }
    About {
        title: title.unwrap_or(summary),
        period: period(operation, resolved),
        compared: compared(operation, resolved),
        scope: scope(&filters),
        extent: Vec::new(),
        facts,
        read_at,
    }
}

/// A parameter that is sent.
pub(crate) struct Sent<'a> {
    pub(crate) wire: &'a str,
    title: String,
    /// Its values, with the names of IDs.
    shown: String,
}

impl Sent<'_> {
    /// Returns the title and the values.
    pub(crate) fn fact(self) -> (String, String) {
        (self.title, self.shown)
    }
}

/// Returns the parameters that select what a report is about: all that are sent, but for the
/// intervals, the pages and the order.
pub(crate) fn filters<'a>(
    operation: &'a Operation,
    request: &Request,
    names: &Names,
) -> Vec<Sent<'a>> {
    sent(operation, request, names, |parameter| {
        Role::of(operation, parameter) == Role::Subject
    })
}

/// Returns the line below the title that says what was selected, if anything was.
pub(crate) fn scope(filters: &[(String, String)]) -> Option<String> {
    let filters = filters.iter();
    let filters: Vec<String> = filters
        .map(|(title, shown)| format!("{title}: {shown}"))
        .collect();
    (!filters.is_empty()).then(|| filters.join("; "))
}

/// Returns the parameters of a kind that are sent.
fn sent<'a>(
    operation: &'a Operation,
    request: &Request,
    names: &Names,
    is_wanted: impl Fn(&Parameter) -> bool,
) -> Vec<Sent<'a>> {
    let options = names::options(operation).filter(|(parameter, _)| is_wanted(parameter));
    let sent = options.filter_map(|(parameter, option)| {
        let values: Vec<&str> = request.query().values(&parameter.wire).collect();
        (!values.is_empty()).then(|| Sent {
            wire: &parameter.wire,
            title: named(&option),
            shown: shown(parameter, &values, names),
        })
    });
    sent.collect()
}

/// Returns the interval in words; empty if there is none.
pub(crate) fn period(operation: &'static Operation, resolved: &Resolved) -> String {
    resolved
        .description()
        .or_else(|| between(IntervalParameters::of(operation)?, resolved))
        .unwrap_or_default()
}

/// Returns the interval that a request compares with, in words.
fn compared(operation: &'static Operation, resolved: &Resolved) -> Option<String> {
    let when = resolved.when.as_ref()?;
    match &when.compared {
        Some(compared) => Some(compared.description()),
        None => between(IntervalParameters::previous_of(operation)?, resolved),
    }
}

/// Returns an interval that a request is sent with, with its ends in the zone.
fn between(ends: IntervalParameters<'_>, resolved: &Resolved) -> Option<String> {
    let zone = resolved.time_zone();
    let query = resolved.request.query();
    let shown = |end: &Parameter| {
        let sent = query.get(&end.wire)?;
        let instant = sent.parse::<Timestamp>();
        Some(instant.map_or_else(|_| sent.to_owned(), |instant| in_zone(instant, &zone)))
    };
    Some(format!("{} to {}", shown(ends.from)?, shown(ends.to)?))
}

/// Returns an instant as people read it in a zone, with the name of the zone and its offset.
pub(crate) fn in_zone(instant: Timestamp, zone: &TimeZone) -> String {
    let there = instant.to_zoned_datetime(zone.clone());
    let time = there.strftime("%Y-%m-%d %H:%M:%S");
    match zone.iana_name() {
        Some("UTC") => format!("{time} UTC"),
        Some(name) => format!("{time} {name} ({})", there.strftime("%:z")),
        None => format!("{time} ({})", there.strftime("%:z")),
    }
}

/// Returns the values of a parameter with the names of IDs.
fn shown(parameter: &Parameter, values: &[&str], names: &Names) -> String {
    let Type::Id(ty) = &parameter.ty else {
        return values.join(", ");
    };
    let ids = values.iter().flat_map(|value| value.split([',', '|']));
    let shown: Vec<String> = ids.map(|id| names.shown(ty, id)).collect();
    shown.join(", ")
}

/// Returns the name of an option as words.
fn named(option: &str) -> String {
    let mut title = option.replace('-', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}

/// Returns the present, or the instant in the variable that makes builds reproducible.
pub(crate) fn read_at() -> Option<Timestamp> {
    let fixed = env::var("SOURCE_DATE_EPOCH").ok();
    let fixed = fixed.and_then(|seconds| Timestamp::from_second(seconds.parse().ok()?).ok());
    // Whole seconds, as nobody reads more.
    fixed.or_else(|| Timestamp::from_second(Timestamp::now().as_second()).ok())
}
