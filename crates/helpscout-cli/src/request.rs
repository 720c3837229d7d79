//! The request that the options of a command ask for.
//!
//! [`Asked`] is what the options say, checked as far as that needs no request. [`Asked::resolve`]
//! looks up what the service knows, such as the IDs of users that are named.

mod documents;

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use clap::ArgMatches;
use helpscout_command::{List, Lookup, NameList, name_in, names, parameters};
use helpscout_description::{ListStyle, Operation, Parameter, Type};
use helpscout_reports::jiff::tz::TimeZone;
use helpscout_reports::{Error, Query, Request, describe};

use crate::account;
use crate::format::definitions::{AnswerType, PREVIOUS};
use crate::message::Failure;
use crate::when::{AskedWhen, Setting, When};
use crate::who::{Directory, Names, noun, unmatched};

/// What takes the place of an ID that is not known yet, when the other parameters are checked.
const PLACEHOLDER: &str = "1";

/// What the options of a command ask for, before anything is looked up.
#[derive(Debug)]
pub(crate) struct Asked {
    operation: &'static Operation,
    sendable: &'static helpscout_reports::Operation,
    given: Vec<Given>,
    /// The parameter whose value is only a placeholder.
    assumed: Option<&'static Parameter>,
    /// What the options say about the time, if the operation has an interval.
    when: Option<AskedWhen>,
}

/// A parameter with its values as they were typed.
#[derive(Clone, Debug)]
struct Given {
    parameter: &'static Parameter,
    /// The name of the option, without the dashes.
    option: String,
    values: Vec<String>,
    /// The lists that were typed, if one may be a single name. Together, they are the values.
    lists: Vec<NameList>,
}

/// A request that can be sent, and what was looked up for it.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) request: Request,
    /// The names that were typed, by their IDs.
    pub(crate) names: Names,
    /// The time that the report is about, if the operation has an interval.
    pub(crate) when: Option<When>,
    /// The same request for the period to compare with, if the answer itself has no place for that.
    pub(crate) compared: Option<Request>,
}

/// What a command would send.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) lookups: Vec<PlannedLookup>,
    pub(crate) request: Request,
    /// The same request for the period to compare with, if the answer itself has no place for that.
    pub(crate) compared: Option<Request>,
}

/// A look-up that a command would send, and what each of its results is for.
#[derive(Debug)]
pub(crate) struct PlannedLookup {
    pub(crate) request: Request,
    pub(crate) purposes: Vec<String>,
}

impl Resolved {
    /// Returns the time zone in which people read instants of the report.
    pub(crate) fn time_zone(&self) -> TimeZone {
        let zone = self.when.as_ref().and_then(|when| when.zone.as_ref());
        zone.map_or(TimeZone::UTC, |zone| zone.time_zone().clone())
    }

    /// Returns the time zone in which people read instants of the report, if there is one but UTC.
    /// It lives until the process ends, as one for each zone that was asked for.
    pub(crate) fn shown_zone(&self) -> Option<&'static TimeZone> {
        static ZONES: Mutex<Vec<&'static TimeZone>> = Mutex::new(Vec::new());
        let zone = self.when.as_ref()?.zone.as_ref()?.time_zone();
        let mut zones = ZONES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = zones.iter().find(|known| **known == zone) {
            return Some(*known);
        }
        let zone: &'static TimeZone = Box::leak(Box::new(zone.clone()));
        zones.push(zone);
        Some(zone)
    }

    /// Returns the period in words, if it has a time zone.
    pub(crate) fn description(&self) -> Option<String> {
        let when = self.when.as_ref()?;
        when.zone.as_ref()?;
        Some(when.period.as_ref()?.description())
    }
}

impl Asked {
    /// Reads the options, and checks everything that needs no look-up. Sends nothing.
    ///
    /// # Errors
    /// If the parameters break a rule of the operation, whatever the names stand for.
    pub(crate) fn from_options(
        operation: &'static Operation,
        matches: &ArgMatches,
    ) -> Result<Self, Failure> {
        Self::assuming(operation, matches, None)
    }

    /// Reads the options of a command that finds the value of a parameter in another way, such as the
    /// users of a team. Unless the parameter is given, a placeholder takes its place.
    pub(crate) fn assuming(
        operation: &'static Operation,
        matches: &ArgMatches,
        assumed: Option<&str>,
    ) -> Result<Self, Failure> {
        let sendable = sendable(operation)?;
        let mut given = typed(operation, matches);
        let is_given = |wire: &str| given.iter().any(|given| given.parameter.wire == wire);
        let assumed = assumed.filter(|wire| !is_given(wire)).and_then(|wire| {
            let mut parameters = operation.parameters.iter();
            parameters.find(|known| known.wire == wire)
        });
        given.extend(assumed.map(|parameter| Given {
            parameter,
            option: option_of(operation, parameter),
            values: vec![PLACEHOLDER.to_owned()],
            lists: Vec::new(),
        }));
        let value_of = |wanted: &Parameter| {
            let mut given = given.iter();
            let given = given.find(|given| given.parameter.wire == wanted.wire)?;
            given.values.first().cloned()
        };
        let when = AskedWhen::from_options(operation, matches, value_of)?;
        let asked = Self {
            operation,
            sendable,
            given,
            assumed,
            when,
        };
        asked.validated(asked.draft()?)?;
        Ok(asked)
    }

    /// Reads the options of a command that sets the other parameters by itself, such as a user and an
    /// interval, which change from request to request. `set` has the first values of all of them.
    /// Sends nothing.
    ///
    /// # Errors
    /// If the parameters break a rule of the operation, whatever the names stand for.
    pub(crate) fn besides(
        operation: &'static Operation,
        matches: &ArgMatches,
        set: &[Setting],
    ) -> Result<Self, Failure> {
        let asked = Self {
            operation,
            sendable: sendable(operation)?,
            given: with_settings(typed(operation, matches), set),
            assumed: None,
            when: None,
        };
        asked.validated(asked.draft()?)?;
        Ok(asked)
    }

    /// Replaces names by the IDs that they stand for, for any number of requests.
    ///
    /// # Errors
    /// If a look-up fails, or a name stands for no or several IDs.
    pub(crate) async fn look_up(mut self, directory: &mut Directory) -> Result<Self, Failure> {
        self.given = self.with_ids(directory).await?.0;
        Ok(self)
    }

    /// Returns the request with these parameters, which replace those that were set before.
    pub(crate) fn request_with(&self, settings: &[Setting]) -> Request {
        self.request(&with_settings(self.given.clone(), settings))
    }

    /// Returns whether another period is fetched, too, because the answer has no place for it.
    pub(crate) fn compares_pulls(&self) -> bool {
        self.when.as_ref().is_some_and(AskedWhen::compares_pulls)
    }

    /// Replaces names by the IDs that they stand for. Sends a request only if a name was typed, and
    /// each at most once.
    ///
    /// # Errors
    /// If a look-up fails, or a name stands for no or several IDs.
    pub(crate) async fn resolve(&self, directory: &mut Directory) -> Result<Resolved, Failure> {
        let when = match &self.when {
            Some(when) => Some(when.resolve(directory).await?),
            None => None,
        };
        let (given, names) = self.with_ids(directory).await?;
        let timed = |settings: Option<&Vec<Setting>>| {
            let given = with_settings(given.clone(), settings.map_or(&[], Vec::as_slice));
            self.validated(self.request(&given))
        };
        let request = timed(when.as_ref().map(|when| &when.settings))?;
        let compared = when
            .as_ref()
            .and_then(|when| when.compared_settings.as_ref());
        let compared = compared.map(|settings| timed(Some(settings))).transpose()?;
        Ok(Resolved {
            request,
            names,
            when,
            compared,
        })
    }

    /// Returns the time that the report is about, in a zone that may turn out to be another one.
    ///
    /// # Errors
    /// If the period has a mistake in every zone.
    pub(crate) fn assumed_when(&self) -> Result<Option<When>, Failure> {
        self.when.as_ref().map(AskedWhen::assumed).transpose()
    }

    /// Returns what would be sent: the look-ups of names and of the time zone, and the request with a
    /// word such as `USER_ID` in place of each ID that they find. Sends nothing.
    ///
    /// # Errors
    /// If the period has a mistake in every zone.
    pub(crate) fn planned(&self) -> Result<Planned, Failure> {
        let mut lookups = Vec::new();
        let when = match &self.when {
            Some(when) => {
                if let Some(purpose) = when.purpose_of_zone() {
                    add_lookup(&mut lookups, account::request(), purpose.to_owned());
                }
                Some(when.assumed()?)
            }
            None => None,
        };
        let mut given = self.given.clone();
        for given in &mut given {
            let Some((lookup, ty)) = lookup_of(given) else {
                continue;
            };
            let Given { option, values, .. } = given;
            for value in values {
                let Some(name) = name_in(value) else {
                    continue;
                };
                let word = word_of(ty);
                let purpose = format!("{word}: the ID of --{option} \"{name}\"");
                if ty == "UserId" && name == value && name.eq_ignore_ascii_case("me") {
                    add_lookup(&mut lookups, account::request(), purpose);
                } else {
                    let mut requests = requests_of(&lookup);
                    let list = requests.pop();
                    for request in requests {
                        add_lookup(&mut lookups, request, format!("Needed for {word}"));
                    }
                    if let Some(request) = list {
                        add_lookup(&mut lookups, request, purpose);
                    }
                }
                *value = word;
            }
        }
        let timed = |settings: Option<&Vec<Setting>>| {
            let settings = settings.map_or(&[][..], Vec::as_slice);
            self.request(&with_settings(given.clone(), settings))
        };
        let compared = when
            .as_ref()
            .and_then(|when| when.compared_settings.as_ref());
        Ok(Planned {
            lookups,
            request: timed(when.as_ref().map(|when| &when.settings)),
            compared: compared.map(|settings| timed(Some(settings))),
        })
    }

    /// Returns the parameters with IDs instead of names, and those names.
    async fn with_ids(&self, directory: &mut Directory) -> Result<(Vec<Given>, Names), Failure> {
        let mut given = self.given.clone();
        let mut names = Names::default();
        let mut problems = Vec::new();
        // A folder is one of the mailboxes that are given, so their names come first.
        for needs_parent in [false, true] {
            for place in 0..given.len() {
                let Some((lookup, ty)) = lookup_of(&given[place]) else {
                    continue;
                };
                if lookup.parent.is_some() != needs_parent {
                    continue;
                }
                let parents = parents(&lookup, &given);
                let Given {
                    option,
                    values,
                    lists,
                    ..
                } = &mut given[place];
                let has_names = values.iter().any(|value| name_in(value).is_some());
                if lists.iter().any(|list| list.whole().is_some()) {
                    values.clear();
                    for list in lists.iter() {
                        let whole = directory.whole(&lookup, ty, option, list, &parents).await?;
                        match whole {
                            Some(entry) => {
                                names.insert(ty, &entry);
                                values.push(entry.id);
                            }
                            None => values.extend_from_slice(list.items()),
                        }
                    }
                }
                for value in &mut *values {
                    let Some(name) = name_in(value) else {
                        continue;
                    };
                    let is_forced = name != value;
                    let found = directory.find(&lookup, ty, name, is_forced, &parents).await;
                    let found = found.map_err(|failure| {
                        if !failure.is_of_one_operation() {
                            return failure;
                        }
                        let id = "give the ID instead, so that nothing needs to be looked up";
                        failure.help(format!("--{option} \"{name}\": {id}"))
                    })?;
                    match found {
                        Ok(entry) => {
                            names.insert(ty, &entry);
                            *value = entry.id;
                        }
                        Err(reason) => {
                            let command = lookup.command(describe::api());
                            problems.push(unmatched(&noun(ty), option, name, &reason, &command));
                        }
                    }
                }
                if has_names {
                    // A name and an ID, or two names, may stand for the same.
                    let mut seen = HashSet::new();
                    values.retain(|value| seen.insert(value.clone()));
                }
            }
        }
        match Failure::together(problems) {
            Some(failure) => Err(failure),
            None => Ok((given, names)),
        }
    }

    /// Returns the request with placeholders for the IDs that are not known yet.
    fn draft(&self) -> Result<Request, Failure> {
        let mut given = self.given.clone();
        if let Some(when) = &self.when {
            given = with_settings(given, &when.provisional()?);
        }
        for given in &mut given {
            if lookup_of(given).is_none() {
                continue;
            }
            for value in &mut given.values {
                if name_in(value).is_some() {
                    PLACEHOLDER.clone_into(value);
                }
            }
        }
        Ok(self.request(&given))
    }

    fn request(&self, given: &[Given]) -> Request {
        let query = given.iter().fold(Query::new(), |query, given| {
            let values = given.values.iter().map(String::as_str);
            with_values(query, given.parameter, values.collect())
        });
        Request::new(self.sendable, query)
    }

    /// Returns the request if it fulfills the rules of the operation.
    fn validated(&self, request: Request) -> Result<Request, Failure> {
        match request.validate() {
            Ok(()) => Ok(request),
            Err(error) => Err(invalid_query(self.operation, &error)),
        }
    }
}

fn sendable(
    operation: &'static Operation,
) -> Result<&'static helpscout_reports::Operation, Failure> {
    describe::operation(operation)
        .ok_or_else(|| Failure::usage(format!("this version can't send {}", operation.id)))
}

/// Returns the parameters that were typed.
fn typed(operation: &'static Operation, matches: &ArgMatches) -> Vec<Given> {
    let values = parameters::values(operation, matches);
    let given = values.map(|(parameter, lists)| Given {
        parameter,
        option: option_of(operation, parameter),
        values: lists.iter().flat_map(NameList::items).cloned().collect(),
        lists,
    });
    given.collect()
}

/// Returns the name of a parameter's option, without the dashes.
fn option_of(operation: &Operation, wanted: &Parameter) -> String {
    let mut options = names::options(operation);
    let found = options.find(|(parameter, _)| parameter.wire == wanted.wire);
    found.map_or_else(|| wanted.wire.clone(), |(_, option)| option)
}

/// Returns the parameters with these values, which replace those that were typed.
fn with_settings(mut given: Vec<Given>, settings: &[Setting]) -> Vec<Given> {
    for (parameter, value) in settings {
        given.retain(|given| given.parameter.wire != parameter.wire);
        given.push(Given {
            parameter,
            option: parameter.wire.clone(),
            values: vec![value.clone()],
            lists: Vec::new(),
        });
    }
    given
}

/// Returns the look-up that knows the names of a parameter's values, and the type of their IDs.
fn lookup_of(given: &Given) -> Option<(Lookup<'static>, &'static str)> {
    let Type::Id(ty) = &given.parameter.ty else {
        return None;
    };
    Some((Lookup::of(describe::api(), ty)?, ty))
}

/// Returns the word that stands for an ID of a type until it is known: `USER_ID`.
pub(crate) fn word_of(ty: &str) -> String {
    format!("{}_ID", noun(ty).to_uppercase().replace(' ', "_"))
}

/// Returns the requests of a look-up: of the list, after that of what it needs.
pub(crate) fn requests_of(lookup: &Lookup<'static>) -> Vec<Request> {
    let request = |list: &List<'static>, query| {
        let operation = describe::operation(list.operation)?;
        Some(Request::new(operation, query))
    };
    let Some((parameter, parent)) = &lookup.parent else {
        return request(&lookup.list, Query::new()).into_iter().collect();
    };
    let id = match &parameter.ty {
        Type::Id(ty) => word_of(ty),
        _ => PLACEHOLDER.to_owned(),
    };
    let needed = request(parent, Query::new());
    let list = request(&lookup.list, Query::new().with_list(&parameter.wire, [id]));
    needed.into_iter().chain(list).collect()
}

/// Adds a look-up, which is sent once however many names it finds.
pub(crate) fn add_lookup(lookups: &mut Vec<PlannedLookup>, request: Request, purpose: String) {
    match lookups.iter_mut().find(|known| known.request == request) {
        Some(known) => known.purposes.push(purpose),
        None => lookups.push(PlannedLookup {
            request,
            purposes: vec![purpose],
        }),
    }
}

/// Returns the IDs to which the request is restricted, of the type that a look-up needs.
fn parents(lookup: &Lookup<'static>, given: &[Given]) -> Vec<String> {
    let Some((parent, _)) = &lookup.parent else {
        return Vec::new();
    };
    let of_type = given.iter().filter(|given| given.parameter.ty == parent.ty);
    of_type.flat_map(|given| given.values.clone()).collect()
}

/// Returns the query with the values of a parameter, as the service takes several of them.
fn with_values(query: Query, parameter: &'static Parameter, values: Vec<&str>) -> Query {
    match (parameter.list, values.as_slice()) {
        // Not a list, so commas are a part of it.
        (None, [value]) => query.with(&parameter.wire, *value),
        (Some(ListStyle::Pipe), _) => query.with_joined(&parameter.wire, "|", values),
        (Some(ListStyle::Repeat | ListStyle::Array), _) => {
            query.with_values(&parameter.wire, values)
        }
        (Some(ListStyle::Comma) | None, _) => query.with_list(&parameter.wire, values),
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
