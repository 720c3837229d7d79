//! What a call gives: the values in its path, query, headers and body, before they are checked.

use std::borrow::Cow;

use axum::http::HeaderMap;
use helpscout_description::{Operation, Parameter, Place};
use serde_json::{Map, Value};

use crate::{
    problem::{Cause, FieldError, did_you_mean},
    route,
    urlencoded::{self, Pair},
};

/// The parts of a call that can contain values.
pub(crate) struct Given<'c> {
    /// The values of the path, then those of the query.
    pairs: Vec<Pair>,
    headers: &'c HeaderMap,
    body: &'c Value,
}

/// A value outside of the body.
pub(super) struct Text<'g> {
    pub(super) value: Cow<'g, str>,
    /// Whether part of it is lost, because it was not UTF-8.
    pub(super) lossy: bool,
}

impl<'c> Given<'c> {
    /// Takes a call apart. `body` is null if the call has none.
    pub(crate) fn new(
        operation: &Operation,
        path: &str,
        query: &str,
        headers: &'c HeaderMap,
        body: &'c Value,
    ) -> Self {
        let mut pairs = route::arguments(operation, path);
        pairs.extend(urlencoded::decode(query));
        Self {
            pairs,
            headers,
            body,
        }
    }

    /// Returns what a call gives inside of an object of its body.
    pub(super) fn inside(&self, object: &'c Value) -> Self {
        Self {
            pairs: Vec::new(),
            headers: self.headers,
            body: object,
        }
    }

    /// Returns the values of the path and the query, each with its name.
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Returns whether the call has a value of a parameter.
    pub(super) fn has(&self, parameter: &Parameter) -> bool {
        match parameter.place {
            Place::Query | Place::Path => self.pairs.iter().any(|pair| pair.name == parameter.wire),
            Place::Header => self.headers.contains_key(&parameter.wire),
            Place::Body => self.json(&parameter.wire).is_some(),
        }
    }

    /// Returns the values of a parameter outside of the body, in their order.
    pub(super) fn texts(&self, parameter: &Parameter) -> Vec<Text<'_>> {
        if parameter.place == Place::Header {
            let values = self.headers.get_all(&parameter.wire).into_iter();
            return values
                .map(|value| Text {
                    value: String::from_utf8_lossy(value.as_bytes()),
                    lossy: std::str::from_utf8(value.as_bytes()).is_err(),
                })
                .collect();
        }
        let pairs = self.pairs.iter();
        pairs
            .filter(|pair| pair.name == parameter.wire)
            .map(|pair| Text {
                value: Cow::Borrowed(&pair.value),
                lossy: pair.lossy,
            })
            .collect()
    }

    /// Returns the value at a dotted path of the body.
    pub(super) fn json(&self, path: &str) -> Option<&'c Value> {
        path.split('.')
            .try_fold(self.body, |value, key| value.get(key))
    }

    /// Refuses keys of the body that are not described, and values in place of objects.
    pub(super) fn unknown_keys(&self, operation: &Operation) -> Vec<FieldError> {
        let Some(body) = self.body.as_object() else {
            return Vec::new();
        };
        let parameters = operation.parameters.iter();
        let in_body = parameters.filter(|parameter| parameter.place == Place::Body);
        let known: Vec<&str> = in_body.map(|parameter| parameter.wire.as_str()).collect();
        let mut errors = Vec::new();
        check_keys("", body, &known, operation, &mut errors);
        errors
    }
}

/// Checks the keys of an object at a path. Only described objects are entered, so the recursion is
/// as deep as the description.
fn check_keys(
    path: &str,
    object: &Map<String, Value>,
    known: &[&str],
    operation: &Operation,
    errors: &mut Vec<FieldError>,
) {
    for (key, value) in object {
        let full = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        let is_inside = |known: &&str| {
            let rest = known.strip_prefix(full.as_str());
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        if key.contains('.') {
            let message = "has a dot; write an object inside of an object instead".to_owned();
            errors.push(FieldError::new(&full, Cause::UnknownParameter, message).in_body());
        } else if known.contains(&full.as_str()) {
            // Its value is checked as that of a parameter.
        } else if known.iter().any(is_inside) {
            match value.as_object() {
                Some(object) => check_keys(&full, object, known, operation, errors),
                None => {
                    let message = format!("must be an object, not {}", kind(value));
                    errors.push(FieldError::new(&full, Cause::Type, message).in_body());
                }
            }
        } else {
            let elsewhere = operation.parameter(&full).map(|known| known.place);
            let message = match elsewhere {
                Some(Place::Query) => "belongs in the query, not in the body".to_owned(),
                Some(Place::Header) => "is a header, not a field of the body".to_owned(),
                _ => format!(
                    "is not a field of the body of {} {}{}",
                    operation.method,
                    operation.path,
                    did_you_mean(&full, known.iter().copied())
                ),
            };
            errors.push(FieldError::new(&full, Cause::UnknownParameter, message).in_body());
        }
    }
}

/// Returns what kind of JSON a value is, with its article.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
