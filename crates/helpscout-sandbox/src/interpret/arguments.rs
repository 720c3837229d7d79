//! The arguments of a call, checked against the description.

use std::{collections::BTreeMap, fmt};

use helpscout_description::literal::is_date;
use helpscout_description::{Api, IdForm, Operation, Parameter, Rule, Type, nearest};

use super::instant;
use crate::{
    problem::{Cause, FieldError},
    route,
    urlencoded::{self, Pair},
};

/// The arguments of a call, all of which conform to the description. An omitted parameter has its
/// default, if there is one.
pub(crate) struct Arguments {
    by_name: BTreeMap<String, Vec<Argument>>,
}

#[derive(Clone, Debug, PartialEq)]
enum Argument {
    Integer(i64),
    Number(f64),
    Text(String),
    Boolean(bool),
    /// Seconds since 1970.
    Instant(i64),
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(integer) => integer.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::Instant(seconds) => instant::print(*seconds).fmt(f),
        }
    }
}

impl Arguments {
    /// Reads a path and a query string.
    ///
    /// # Errors
    /// Reports all mistakes: first those of described parameters in the order of the description,
    /// then unknown parameters, then broken rules.
    pub(crate) fn read(
        api: &Api,
        operation: &Operation,
        path: &str,
        query: &str,
    ) -> Result<Self, Vec<FieldError>> {
        let mut given = route::arguments(operation, path);
        given.extend(urlencoded::decode(query));
        let mut errors = Vec::new();
        let mut by_name = BTreeMap::new();
        for parameter in &operation.parameters {
            match read_parameter(api, operation, parameter, &given) {
                Ok(values) if values.is_empty() => {}
                Ok(values) => {
                    by_name.insert(parameter.wire.clone(), values);
                }
                Err(found) => errors.extend(found),
            }
        }
        errors.extend(unknown_parameters(operation, &given));
        let arguments = Self { by_name };
        for rule in &operation.rules {
            errors.extend(arguments.broken_rule(rule, &given));
        }
        if errors.is_empty() {
            Ok(arguments)
        } else {
            Err(errors)
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

    /// Returns the value of an instant in seconds since 1970.
    pub(crate) fn instant(&self, name: &str) -> Option<i64> {
        match self.by_name.get(name)?.first()? {
            Argument::Instant(seconds) => Some(*seconds),
            _ => None,
        }
    }

    /// Returns all values as text.
    pub(crate) fn as_read(&self) -> BTreeMap<String, Vec<String>> {
        let texts = |values: &Vec<Argument>| values.iter().map(Argument::to_string).collect();
        let read = self.by_name.iter();
        read.map(|(name, values)| (name.clone(), texts(values)))
            .collect()
    }

    /// Checks one rule. A parameter that was refused already does not break a rule as well.
    fn broken_rule(&self, rule: &Rule, given: &[Pair]) -> Vec<FieldError> {
        match rule {
            Rule::Interval { from, to } => match (self.instant(from), self.instant(to)) {
                (Some(start), Some(end)) if start >= end => vec![
                    FieldError::new(
                        to,
                        Cause::Interval,
                        format!("must be after {from}, which is {}", instant::print(start)),
                    )
                    .rejecting(&instant::print(end)),
                ],
                _ => Vec::new(),
            },
            Rule::Together(names) => {
                let (present, missing): (Vec<_>, Vec<_>) =
                    names.iter().partition(|name| is_given(given, name));
                let Some(present) = present.first() else {
                    return Vec::new();
                };
                let message = format!("must be given together with {present}");
                missing
                    .into_iter()
                    .map(|name| FieldError::new(name, Cause::Together, message.clone()))
                    .collect()
            }
            Rule::Either(names) | Rule::Excludes(names) => {
                let present: Vec<&String> =
                    names.iter().filter(|name| is_given(given, name)).collect();
                let is_needed = matches!(rule, Rule::Either(_));
                match present.as_slice() {
                    [] if is_needed => {
                        let message = format!("one of {} must be given", names.join(", "));
                        vec![FieldError::new(&names[0], Cause::NotEmpty, message)]
                    }
                    [first, others @ ..] => {
                        let message = format!("can't be given together with {first}");
                        let others = others.iter();
                        others
                            .map(|name| FieldError::new(name, Cause::Together, message.clone()))
                            .collect()
                    }
                    [] => Vec::new(),
                }
            }
            Rule::Requires { parameter, other } => {
                if !is_given(given, parameter) || is_given(given, other) {
                    return Vec::new();
                }
                let message = format!("has no effect without {other}");
                vec![FieldError::new(parameter, Cause::Requires, message)]
            }
        }
    }
}

fn read_parameter(
    api: &Api,
    operation: &Operation,
    parameter: &Parameter,
    given: &[Pair],
) -> Result<Vec<Argument>, Vec<FieldError>> {
    let name = parameter.wire.as_str();
    let refuse = |cause, message: String| vec![FieldError::new(name, cause, message)];
    let mut values = given.iter().filter(|pair| pair.name == name);
    let text = match (values.next(), values.count()) {
        (None, _) if parameter.required => {
            return Err(refuse(Cause::NotEmpty, "is required".to_owned()));
        }
        (None, _) => match &parameter.default {
            Some(default) => default,
            None => return Ok(Vec::new()),
        },
        (Some(pair), 0) if pair.lossy => {
            return Err(refuse(
                Cause::Encoding,
                "is not UTF-8 once its percent signs are decoded".to_owned(),
            ));
        }
        (Some(pair), 0) => &pair.value,
        (Some(_), more) if parameter.list.is_some() => {
            let message = format!(
                "was given {} times; give it once, with its values separated by commas",
                more + 1
            );
            return Err(refuse(Cause::Repeated, message));
        }
        (Some(_), more) => {
            return Err(refuse(
                Cause::Repeated,
                format!("was given {} times; give it once", more + 1),
            ));
        }
    };
    if text.is_empty() {
        let advice = if parameter.required {
            "it is required"
        } else {
            "omit it or give it a value"
        };
        return Err(refuse(Cause::NotEmpty, format!("is empty; {advice}")));
    }
    let parts: Vec<&str> = if parameter.list.is_some() {
        text.split(',').collect()
    } else {
        vec![text]
    };
    let mut arguments = Vec::new();
    let mut errors = Vec::new();
    for part in parts {
        match read_value(api, operation, parameter, part) {
            Ok(argument) => arguments.push(argument),
            Err((cause, message)) => {
                errors.push(FieldError::new(name, cause, message).rejecting(part));
            }
        }
    }
    if errors.is_empty() {
        Ok(arguments)
    } else {
        Err(errors)
    }
}

fn read_value(
    api: &Api,
    operation: &Operation,
    parameter: &Parameter,
    text: &str,
) -> Result<Argument, (Cause, String)> {
    match &parameter.ty {
        Type::Id(name) if api.is_hex(name) => {
            let message = "must be an ID of 24 hexadecimal digits";
            IdForm::Hex24
                .fits(text)
                .then(|| Argument::Text(text.to_owned()))
                .ok_or_else(|| (Cause::Id, message.to_owned()))
        }
        Type::Integer | Type::Id(_) | Type::EpochSeconds | Type::EpochMilliseconds => {
            let integer =
                whole(text).ok_or((Cause::Integer, "must be a whole number".to_owned()))?;
            if integer < 1
                && operation
                    .pages
                    .as_ref()
                    .is_some_and(|pages| pages.parameter() == Some(&parameter.wire))
            {
                return Err((Cause::Min, "must be 1 or more; pages start at 1".to_owned()));
            }
            if let Some(least) = parameter.minimum.filter(|least| integer < *least) {
                return Err((Cause::Min, format!("must be {least} or more")));
            }
            if let Some(most) = parameter.maximum.filter(|most| integer > *most) {
                return Err((Cause::Max, format!("must be {most} or less")));
            }
            Ok(Argument::Integer(integer))
        }
        Type::Number => {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            number
                .map(Argument::Number)
                .ok_or((Cause::Number, "must be a number".to_owned()))
        }
        Type::Boolean => match text {
            "true" => Ok(Argument::Boolean(true)),
            "false" => Ok(Argument::Boolean(false)),
            _ => Err((Cause::Boolean, "must be true or false".to_owned())),
        },
        Type::Instant => instant::parse(text).map(Argument::Instant).ok_or_else(|| {
            let message = "must be an instant in UTC with whole seconds, yyyy-MM-ddTHH:mm:ssZ, \
                           like 2019-05-02T12:00:00Z";
            (Cause::Instant, message.to_owned())
        }),
        Type::Date => {
            let message = "must be a date, yyyy-MM-dd, like 2019-05-02";
            is_date(text)
                .then(|| Argument::Text(text.to_owned()))
                .ok_or_else(|| (Cause::Instant, message.to_owned()))
        }
        Type::Enum(name) => {
            let known = api
                .enumeration(name)
                .map(|known| known.values.as_slice())
                .unwrap_or_default();
            if known.iter().any(|value| value.wire == text) {
                return Ok(Argument::Text(text.to_owned()));
            }
            let known: Vec<&str> = known.iter().map(|value| value.wire.as_str()).collect();
            let message = format!(
                "must be one of {}{}",
                known.join(", "),
                did_you_mean(text, known.iter().copied())
            );
            Err((Cause::EnumValue, message))
        }
        Type::Text | Type::Object(_) | Type::Any => Ok(Argument::Text(text.to_owned())),
    }
}

/// Parses digits with an optional minus sign.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Refuses unknown parameters. The live service ignores them, so that a misspelled filter has no
/// effect and nobody notices.
fn unknown_parameters(operation: &Operation, given: &[Pair]) -> Vec<FieldError> {
    let known: Vec<&str> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.wire.as_str())
        .collect();
    let mut errors: Vec<FieldError> = Vec::new();
    for pair in given {
        let name = pair.name.as_str();
        if known.contains(&name) || errors.iter().any(|error| error.path == name) {
            continue;
        }
        let message = format!(
            "is not a parameter of {}{}; the live service would ignore it",
            operation.path,
            did_you_mean(name, known.iter().copied())
        );
        // The value is not repeated, because it may be a misplaced secret.
        errors.push(FieldError::new(name, Cause::UnknownParameter, message));
    }
    errors
}

fn is_given(given: &[Pair], name: &str) -> bool {
    given.iter().any(|pair| pair.name == name)
}

/// Returns ` (did you mean x?)` if a known word is similar.
fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known)
        .map(|known| format!(" (did you mean {known}?)"))
        .unwrap_or_default()
}
