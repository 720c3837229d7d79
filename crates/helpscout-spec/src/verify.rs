//! Compares answers of the service with the description: what to change in the spec, and where.

use helpscout_description::quote::{bare, quoted};
use helpscout_description::{Api, Disagreement, DisagreementKind, Operation, compare};

use crate::check::Places;
use crate::code::Code;
use crate::disagreement;
use crate::finding::{Finding, Place};

/// Returns one finding for each way in which an answer contradicts the description.
pub(crate) fn findings(
    api: &Api,
    operation: &Operation,
    places: &Places,
    name: &str,
    answer: &str,
) -> Vec<Finding> {
    if operation.has_no_content() {
        return unexpected(operation, name, answer);
    }
    let value = match serde_json::from_str(answer) {
        Ok(value) => value,
        Err(error) => {
            let message = format!("{} is not JSON: {}", quoted(name), bare(&error.to_string()));
            let place = Place::file(&operation.file);
            return vec![
                Finding::new(Code::ExampleJson, place, message)
                    .help("save the body of the answer unchanged, without headers"),
            ];
        }
    };
    let found = compare(api, operation, &value);
    found
        .iter()
        .map(|disagreement| finding(operation, places, name, disagreement))
        .collect()
}

/// Returns a finding for an answer that should have no content, if it has some.
fn unexpected(operation: &Operation, name: &str, answer: &str) -> Vec<Finding> {
    if answer.trim().is_empty() {
        return Vec::new();
    }
    let message = format!("{} has content, but none is described", quoted(name));
    let place = Place::file(&operation.file);
    let help = "describe it with `object:` and `fields:` in `response:`";
    vec![Finding::new(Code::NoContent, place, message).help(help)]
}

fn finding(
    operation: &Operation,
    places: &Places,
    name: &str,
    disagreement: &Disagreement,
) -> Finding {
    let field = places.of(&disagreement.object, &disagreement.key);
    let field = field.unwrap_or_else(|| Place::file(&operation.file));
    let code = disagreement::code(disagreement.kind);
    let message = disagreement.message(name);
    // A new value is to be added to the enum; the field is only where it occurs.
    let enumeration = disagreement.enumeration.as_deref();
    let finding = match enumeration.and_then(|name| places.of_enum(name)) {
        Some(declared) => {
            Finding::new(code, declared, message).second(field, "the field that contains the value")
        }
        None => Finding::new(code, field, message),
    };
    finding.maybe_help(help(disagreement, places))
}

fn help(found: &Disagreement, places: &Places) -> Option<String> {
    match found.kind {
        DisagreementKind::UnknownKey => {
            let (key, object) = (quoted(&found.key), quoted(&found.object));
            let near = found
                .near
                .as_deref()
                .map(|near| format!("; the similar key {} is described already", quoted(near)));
            let near = near.unwrap_or_default();
            Some(format!(
                "describe {key} of {object} with `source: observed`{near}"
            ))
        }
        DisagreementKind::UnknownValue => Some(match found.values.as_slice() {
            [_] => "add the value to the enum".to_owned(),
            _ => "add the values to the enum".to_owned(),
        }),
        DisagreementKind::WrongType => {
            Some("widen the type so that it includes both, or change it to `any`".to_owned())
        }
        _ => disagreement::help(found, None, |flag| {
            places.implied_entry(&found.object, &found.key, flag)
        }),
    }
}
