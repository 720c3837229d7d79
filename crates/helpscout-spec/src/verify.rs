//! Answers of the service held against the description: what to change in the spec, and where.

use helpscout_description::quote::{bare, quoted};
use helpscout_description::{Api, Operation};
use helpscout_description::{Disagreement, DisagreementKind, compare};

use crate::check::Places;
use crate::code::Code;
use crate::disagreement;
use crate::finding::{Finding, Place};

/// One finding for each way in which an answer contradicts the description.
pub(crate) fn findings(
    api: &Api,
    operation: &Operation,
    places: &Places,
    name: &str,
    answer: &str,
) -> Vec<Finding> {
    let value = match serde_json::from_str(answer) {
        Ok(value) => value,
        Err(error) => {
            let message = format!("{} is not JSON: {}", quoted(name), bare(&error.to_string()));
            let place = Place::file(&operation.file);
            return vec![
                Finding::new(Code::ExampleJson, place, message)
                    .help("keep the body of the answer as it came, without headers"),
            ];
        }
    };
    let found = compare(api, operation, &value).into_iter();
    found
        .map(|disagreement| finding(operation, places, name, disagreement))
        .collect()
}

fn finding(
    operation: &Operation,
    places: &Places,
    name: &str,
    disagreement: Disagreement,
) -> Finding {
    let message = disagreement.message(name);
    let help = disagreement::help(&disagreement, None);
    let Disagreement {
        kind,
        object,
        key,
        near,
        enumeration,
        values,
        ..
    } = disagreement;
    let place = places.of(&object, &key).cloned();
    let place = place.unwrap_or_else(|| Place::file(&operation.file));
    let help = match kind {
        DisagreementKind::UnknownKey => Some(format!(
            "describe {} of {} with `source: observed`{}",
            quoted(&key),
            quoted(&object),
            near.map(|near| format!("; did it mean {}?", quoted(&near)))
                .unwrap_or_default()
        )),
        DisagreementKind::UnknownValue => Some(match values.as_slice() {
            [_] => "add the value to the enum".to_owned(),
            _ => "add the values to the enum".to_owned(),
        }),
        DisagreementKind::WrongType => {
            Some("widen the type: say what both are, or `any`".to_owned())
        }
        _ => help,
    };
    // A value belongs into the enumeration, wherever that is; the field is where it was found.
    let declared = enumeration.and_then(|name| places.of_enum(&name).cloned());
    let code = disagreement::code(kind);
    match declared {
        Some(declared) => {
            Finding::new(code, declared, message).second(place, "the field that has it")
        }
        None => Finding::new(code, place, message),
    }
    .maybe_help(help)
}
