//! How what a response contains becomes the JSON that a type decodes.

use std::borrow::Cow;

use reqwest::header::HeaderMap;
use serde_json::{Map, Number, Value};

use crate::misfit::Misfit;
use crate::operation::{Content, HeaderField, JsonKind, Operation};
use crate::response::Response;

/// Returns the JSON that the type of a response decodes.
pub(crate) fn json<'a>(
    operation: &Operation,
    response: &'a Response<String>,
) -> Result<Cow<'a, str>, Misfit> {
    match operation.content {
        Content::Json => Ok(Cow::Borrowed(response.value())),
        Content::Empty => check_empty(response.value()).map(|()| Cow::Borrowed("null")),
        Content::Headers(fields) => of_headers(fields, response.headers()).map(Cow::Owned),
    }
}

/// Adds the name of the header to what is wrong with a value that one has.
pub(crate) fn with_header(operation: &Operation, mut misfit: Misfit) -> Misfit {
    let Content::Headers(fields) = operation.content else {
        return misfit;
    };
    let is_meant = |field: &&HeaderField| match misfit.path.as_str() {
        // A missing key has no path of its own.
        "" => misfit.problem.contains(&format!("`{}`", field.key)),
        path => path == field.key,
    };
    if let Some(field) = fields.iter().find(is_meant) {
        misfit.problem = format!("{} (header `{}`)", misfit.problem, field.name);
    }
    misfit
}

/// Returns what an error shows of a response: its body, or else its headers that have values.
pub(crate) fn shown<'a>(operation: &Operation, response: &'a Response<String>) -> Cow<'a, str> {
    match operation.content {
        Content::Headers(fields) if response.value().trim().is_empty() => {
            of_headers(fields, response.headers()).map_or_else(|_| "".into(), Cow::Owned)
        }
        _ => Cow::Borrowed(response.value()),
    }
}

/// Checks that a body says nothing. What it says could be that the call had no effect, such as the
/// page of a network that asks to sign in first.
pub(crate) fn check_empty(body: &str) -> Result<(), Misfit> {
    if matches!(body.trim(), "" | "null" | "{}" | "[]" | "\"\"") {
        return Ok(());
    }
    Err(misfit(
        "the response has a body, but the documentation has none; `send_raw` returns it".to_owned(),
    ))
}

fn of_headers(fields: &[HeaderField], headers: &HeaderMap) -> Result<String, Misfit> {
    let mut object = Map::new();
    for HeaderField { name, key, kind } in fields {
        // A header that is missing is a missing key, which only some fields may be.
        let Some(value) = headers.get(*name) else {
            continue;
        };
        let text = std::str::from_utf8(value.as_bytes());
        let text = text.map_err(|_| misfit(format!("the header `{name}` is not UTF-8")))?;
        object.insert((*key).to_owned(), value_of(text.trim(), *kind));
    }
    Ok(Value::Object(object).to_string())
}

/// Returns the value of a header. One of another kind stays a text, so that decoding says where it is.
fn value_of(text: &str, kind: JsonKind) -> Value {
    let value = match kind {
        JsonKind::Integer | JsonKind::Number => text.parse::<Number>().map(Value::Number).ok(),
        JsonKind::Boolean => text.parse::<bool>().map(Value::Bool).ok(),
        JsonKind::Text | JsonKind::Object(_) => None,
    };
    value.unwrap_or_else(|| Value::String(text.to_owned()))
}

fn misfit(problem: String) -> Misfit {
    Misfit {
        path: String::new(),
        problem,
        source: None,
    }
}
