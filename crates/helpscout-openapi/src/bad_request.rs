//! The bodies of refused calls, as examples.

use helpscout_description::{Operation, Parameter, Place, Type};
use serde_json::{Value, json};

use crate::described::Described;

/// Returns the refusal of a call to an operation that has a wrong value, or lacks one. Returns
/// `None` if the operation has no parameter.
pub(crate) fn of(api: &Described<'_>, operation: &Operation) -> Option<Value> {
    let parameters = || operation.parameters.iter();
    let of_enum = parameters().find(|parameter| !api.values_of(&parameter.ty).is_empty());
    let of_instant = || parameters().find(|parameter| parameter.ty == Type::Instant);
    // Nothing but the service knows whether it refuses an empty text.
    let other = || parameters().find(|parameter| parameter.ty != Type::Text);
    let parameter = of_enum.or_else(of_instant).or_else(other);
    let parameter = parameter.or_else(|| parameters().next())?;
    Some(body(api, &[error(api, parameter)]))
}

/// Returns the refusal of a call that says nothing about a parameter.
pub(crate) fn of_any(api: &Described<'_>) -> Value {
    body(api, &[])
}

fn body(api: &Described<'_>, errors: &[Value]) -> Value {
    json!({
        "logRef": "64bb72b4-0a92-11e8-ba89-0ed5f89f718b",
        "message": "Bad request",
        "_embedded": { "errors": errors },
        "_links": { "about": { "href": about(api) } },
    })
}

fn error(api: &Described<'_>, parameter: &Parameter) -> Value {
    let (kind, message, rejected) = mistake(api, parameter);
    let source = match parameter.place {
        Place::Query | Place::Path => "QUERY",
        Place::Header => "HEADER",
        Place::Body => "JSON",
    };
    json!({
        "path": parameter.wire,
        "message": message,
        "rejectedValue": rejected,
        "source": source,
        "_links": { "about": { "href": format!("{}#{kind}", about(api)) } },
    })
}

/// Returns the kind of a mistake in a value, what is expected, and a value with that mistake.
fn mistake(api: &Described<'_>, parameter: &Parameter) -> (&'static str, String, &'static str) {
    let (kind, expected) = match &parameter.ty {
        Type::Enum(_) => {
            let known = api.values_of(&parameter.ty).iter();
            let known: Vec<String> = known.map(|value| format!("'{}'", value.wire)).collect();
            let message = format!("Expected one of these: {}", known.join(", "));
            return ("EnumValue", message, "Wrong");
        }
        Type::Instant => {
            let message = "Expected an instant such as 2019-05-02T12:00:00Z".to_owned();
            return ("Instant", message, "2019-05-02");
        }
        Type::Id(name) if api.is_hex(name) => ("Id", "an ID of 24 hexadecimal digits"),
        Type::Id(name) if api.is_text_id(name) => {
            let message = "Expected an ID, which is not empty".to_owned();
            return ("Id", message, "");
        }
        Type::Id(_) => ("Id", "an ID, which is a whole number"),
        Type::Integer | Type::EpochSeconds | Type::EpochMilliseconds => {
            ("Integer", "a whole number")
        }
        Type::Number => ("Number", "a number"),
        Type::Boolean => ("Boolean", "true or false"),
        Type::Date => ("Date", "a day such as 2019-05-02"),
        Type::Text | Type::Object(_) | Type::Any => {
            return ("NotEmpty", "may not be empty".to_owned(), "");
        }
    };
    (kind, format!("Expected {expected}"), "Wrong")
}

/// Returns the URL of the page that explains errors.
fn about(api: &Described<'_>) -> String {
    format!("{}/overview/errors", api.service.docs.trim_end_matches('/'))
}
