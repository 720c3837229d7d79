//! The arguments of a call, checked against the description.

use std::collections::BTreeMap;

use helpscout_description::{Api, Operation, PageStyle, Place, Rule, Type};

use super::{argument::Argument, given::Given, parameter, position};
use crate::problem::{Cause, FieldError, did_you_mean};

/// The arguments of a call, all of which conform to the description. An omitted parameter has its
/// default, if there is one.
pub(crate) struct Arguments {
    by_name: BTreeMap<String, Vec<Argument>>,
    /// The number of rows before the page, if a cursor says so.
    position: Option<usize>,
}

impl Arguments {
    /// Reads what a call gives.
    ///
    /// # Errors
    /// Reports all mistakes: first those of described parameters in the order of the description,
    /// then unknown parameters, then broken rules.
    pub(crate) fn read(
        api: &Api,
        operation: &Operation,
        given: &Given<'_>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut by_name = BTreeMap::new();
        for parameter in &operation.parameters {
            match parameter::read(api, operation, parameter, given) {
                Ok(values) if values.is_empty() => {}
                Ok(values) => {
                    by_name.insert(parameter.wire.clone(), values);
                }
                Err(found) => errors.extend(found),
            }
        }
        errors.extend(unknown_parameters(operation, given));
        errors.extend(given.unknown_keys(operation));
        let mut arguments = Self {
            by_name,
            position: None,
        };
        let cursor = arguments.cursor(operation);
        match position::of_call(api, operation, cursor.as_deref(), given) {
            Ok(position) => arguments.position = position,
            Err(error) => errors.push(error),
        }
        for rule in &operation.rules {
            errors.extend(arguments.broken_rule(rule, operation, given));
        }
        if errors.is_empty() {
            Ok(arguments)
        } else {
            Err(errors)
        }
    }

    /// Returns the number of rows before the page, if the call has a cursor.
    pub(crate) fn position(&self) -> Option<usize> {
        self.position
    }

    /// Returns the value of the parameter that is a cursor.
    fn cursor(&self, operation: &Operation) -> Option<String> {
        match &operation.pages.as_ref()?.style {
            PageStyle::Cursor { parameter, .. } | PageStyle::LastRow { parameter, .. } => {
                let cursor = self.by_name.get(parameter)?.first()?;
                Some(cursor.to_string())
            }
            _ => None,
        }
    }

    /// Returns the value of an integer or ID.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.integers(name)?.first().copied()
    }

    /// Returns the values of a list of integers or IDs.
    pub(crate) fn integers(&self, name: &str) -> Option<Vec<i64>> {
        let values = self.by_name.get(name)?.iter();
        values
            .map(|value| {
                if let Argument::Integer(integer) = value {
                    Some(*integer)
                } else {
                    None
                }
            })
            .collect()
    }

    /// Returns the value of a text or enumeration.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.texts(name)?.first().copied()
    }

    /// Returns the values of a list of texts or of an enumeration.
    pub(crate) fn texts(&self, name: &str) -> Option<Vec<&str>> {
        let values = self.by_name.get(name)?.iter();
        values
            .map(|value| {
                if let Argument::Text(text) = value {
                    Some(text.as_str())
                } else {
                    None
                }
            })
            .collect()
    }

    /// Returns the value of a boolean.
    pub(crate) fn boolean(&self, name: &str) -> Option<bool> {
        match self.by_name.get(name)?.first()? {
            Argument::Boolean(boolean) => Some(*boolean),
            _ => None,
        }
    }

    /// Returns the value of an instant, or the start of a day, in seconds since 1970.
    pub(crate) fn instant(&self, name: &str) -> Option<i64> {
        let milliseconds = self.by_name.get(name)?.first()?.milliseconds()?;
        Some(milliseconds.div_euclid(1000))
    }

    /// Returns all values as text.
    pub(crate) fn as_read(&self) -> BTreeMap<String, Vec<String>> {
        let texts = |values: &Vec<Argument>| values.iter().map(Argument::to_string).collect();
        let read = self.by_name.iter();
        read.map(|(name, values)| (name.clone(), texts(values)))
            .collect()
    }

    /// Checks one rule. A parameter that was refused already does not break a rule as well.
    fn broken_rule(
        &self,
        rule: &Rule,
        operation: &Operation,
        given: &Given<'_>,
    ) -> Vec<FieldError> {
        let is_given = |name: &String| {
            let parameter = operation.parameter(name);
            parameter.is_some_and(|parameter| given.has(parameter))
        };
        let error = |name: &str, cause, message| match operation.parameter(name) {
            Some(parameter) => FieldError::of(parameter, cause, message),
            None => FieldError::new(name, cause, message),
        };
        match rule {
            Rule::Interval { from, to } => {
                let first = |name: &String| self.by_name.get(name)?.first();
                let (Some(start), Some(end)) = (first(from), first(to)) else {
                    return Vec::new();
                };
                let Some((starts, ends)) = start.milliseconds().zip(end.milliseconds()) else {
                    return Vec::new();
                };
                // A day has a length, so an interval may start and end on the same one.
                let is_day = |name| {
                    let parameter = operation.parameter(name);
                    parameter.is_some_and(|parameter| parameter.ty == Type::Date)
                };
                let order = if is_day(from) && is_day(to) {
                    (starts > ends).then_some("must not be before")
                } else {
                    (starts >= ends).then_some("must be after")
                };
                let Some(order) = order else {
                    return Vec::new();
                };
                let message = format!("{order} {from}, which is {start}");
                vec![error(to, Cause::Interval, message).rejecting(&end.to_string())]
            }
            Rule::Together(names) => {
                let (present, missing): (Vec<_>, Vec<_>) =
                    names.iter().partition(|name| is_given(name));
                let Some(present) = present.first() else {
                    return Vec::new();
                };
                let message = format!("must be given together with {present}");
                missing
                    .into_iter()
                    .map(|name| error(name, Cause::Together, message.clone()))
                    .collect()
            }
            Rule::Either(names) | Rule::Excludes(names) => {
                let present: Vec<&String> = names.iter().filter(|name| is_given(name)).collect();
                match (present.as_slice(), rule) {
                    ([], Rule::Either(_)) => {
                        let message = format!("one of {} is required", names.join(", "));
                        let first = names.first().into_iter();
                        first
                            .map(|name| error(name, Cause::Either, message.clone()))
                            .collect()
                    }
                    ([first, others @ ..], _) => {
                        let message = format!("can't be given together with {first}");
                        let others = others.iter();
                        others
                            .map(|name| error(name, Cause::Excludes, message.clone()))
                            .collect()
                    }
                    ([], _) => Vec::new(),
                }
            }
            Rule::Requires { parameter, other } => {
                if !is_given(parameter) || is_given(other) {
                    return Vec::new();
                }
                let message = format!("has no effect without {other}");
                vec![error(parameter, Cause::Requires, message)]
            }
        }
    }
}

/// Refuses unknown parameters. The live service ignores them, so that a misspelled filter has no
/// effect and nobody notices.
fn unknown_parameters(operation: &Operation, given: &Given<'_>) -> Vec<FieldError> {
    let in_url = |place| matches!(place, Place::Query | Place::Path);
    let parameters = operation.parameters.iter();
    let (known, elsewhere): (Vec<_>, Vec<_>) =
        parameters.partition(|parameter| in_url(parameter.place));
    let known: Vec<&str> = known.iter().map(|known| known.wire.as_str()).collect();
    let mut errors: Vec<FieldError> = Vec::new();
    for pair in given.pairs() {
        let name = pair.name.as_str();
        let is_expected = known.contains(&name) || position::is_link_cursor(operation, name);
        if is_expected || errors.iter().any(|error| error.path == name) {
            continue;
        }
        let misplaced = elsewhere.iter().find(|parameter| parameter.wire == name);
        let message = match misplaced.map(|parameter| parameter.place) {
            Some(Place::Header) => "is a header, not a parameter of the query".to_owned(),
            Some(_) => "belongs in the body, not in the query".to_owned(),
            None => format!(
                "is not a parameter of {}{}; the live service would ignore it",
                operation.path,
                did_you_mean(name, known.iter().copied())
            ),
        };
        // The value is not repeated, because it may be a misplaced secret.
        errors.push(FieldError::new(name, Cause::UnknownParameter, message));
    }
    errors
}
