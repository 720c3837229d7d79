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
    let known = api.values_of(&parameter.ty);
    let (kind, message) = if !known.is_empty() {
        let known = known.iter().map(|value| format!("'{}'", value.wire));
        let known: Vec<String> = known.collect();
        (
            "EnumValue",
            format!("Expected one of these: {}", known.join(", ")),
        )
    } else if parameter.ty == Type::Instant {
        (
            "Instant",
            "Expected an instant such as 2019-05-02T12:00:00Z".to_owned(),
        )
    } else {
        ("NotEmpty", "may not be empty".to_owned())
    };
    let rejected = match kind {
        "EnumValue" => json!("Wrong"),
        "Instant" => json!("2019-05-02"),
        _ => json!(""),
    };
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

/// Returns the URL of the page that explains errors.
fn about(api: &Described<'_>) -> String {
    format!("{}/overview/errors", api.service.docs.trim_end_matches('/'))
}
