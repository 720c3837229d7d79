//! Parameters, and the schemas of their values.

use helpscout_description::{JsonType, ListStyle, Operation, PageStyle, Parameter, Place, Type};
use serde_json::{Map, Value, json};

use crate::described::Described;
use crate::markdown::of_prose;
use crate::schemas::{Schema, list_of, literal, of_type};
use crate::sentences;

/// Generates a parameter that is not in the body.
pub(crate) fn object(api: &Described<'_>, operation: &Operation, parameter: &Parameter) -> Value {
    let place = match parameter.place {
        Place::Query => "query",
        Place::Path => "path",
        Place::Header => "header",
        Place::Body => "body",
    };
    let mut object = Map::new();
    object.insert("name".into(), json!(parameter.wire));
    object.insert("in".into(), json!(place));
    object.insert("description".into(), json!(about(parameter)));
    if parameter.required {
        object.insert("required".into(), json!(true));
    }
    if parameter.deprecated.is_some() {
        object.insert("deprecated".into(), json!(true));
    }
    if let Some(list) = parameter.list {
        let (style, is_repeated) = match (list, parameter.place) {
            (ListStyle::Pipe, _) => ("pipeDelimited", false),
            (ListStyle::Repeat, _) => ("form", true),
            (_, Place::Header) => ("simple", false),
            _ => ("form", false),
        };
        object.insert("style".into(), json!(style));
        object.insert("explode".into(), json!(is_repeated));
    }
    object.insert("schema".into(), sent(api, operation, parameter).into());
    if let Some(example) = values(api, parameter, &parameter.example) {
        object.insert("example".into(), example);
    }
    if let Some(correction) = &parameter.correction {
        object.insert("x-correction".into(), json!(correction));
    }
    object.into()
}

/// Returns the description of a parameter: what it does, what OpenAPI can't say about its value, and
/// what to use in place of a deprecated one.
pub(crate) fn about(parameter: &Parameter) -> String {
    let form = (parameter.ty == Type::Instant).then_some(INSTANT);
    let default = sentences::default(parameter);
    let facts = form.into_iter().chain(default.as_deref());
    let doc = facts.fold(of_prose(&parameter.doc), |doc, fact| {
        format!("{doc} {}", of_prose(fact))
    });
    match &parameter.deprecated {
        Some(note) => format!("{doc}\n\nDeprecated. {}", of_prose(note)),
        None => doc,
    }
}

/// What the description of an instant says, since its schema is only a pattern.
const INSTANT: &str = "Write it in UTC, with whole seconds and `Z`: `2019-05-02T12:00:00Z`.";

/// The form of instants. Programs that make up requests by the document take any text that it allows,
/// so it has no month 13 and no hour 24.
const INSTANTS: &str =
    r"^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$";

/// Returns the schema of the value or values of a parameter.
///
/// It has no `default`: some generators would send that with every call, and nothing would tell the
/// choice of a caller from that of a generator.
pub(crate) fn sent(api: &Described<'_>, operation: &Operation, parameter: &Parameter) -> Schema {
    let mut schema = of_type(&parameter.ty);
    if parameter.ty == Type::Instant {
        // Libraries write `date-time` with fractions or `+00:00`, which the service refuses.
        schema.remove("format");
        schema.insert("pattern".into(), json!(INSTANTS));
    }
    if is_text_of_any_form(api, &parameter.ty) {
        schema.insert("minLength".into(), json!(1));
    }
    let least = first(operation, parameter);
    if let Some(minimum) = parameter.minimum.or(least) {
        schema.insert("minimum".into(), json!(minimum));
    }
    if let Some(maximum) = parameter.maximum {
        schema.insert("maximum".into(), json!(maximum));
    }
    let (least, most) = if parameter.list.is_some() {
        schema = list_of(schema);
        let least = parameter.min_length.unwrap_or(1);
        schema.insert("minItems".into(), json!(least));
        (None, parameter.max_length.map(|most| ("maxItems", most)))
    } else {
        (
            parameter.min_length.map(|least| ("minLength", least)),
            parameter.max_length.map(|most| ("maxLength", most)),
        )
    };
    for (key, length) in least.into_iter().chain(most) {
        schema.insert(key.into(), json!(length));
    }
    let default = parameter.default.as_ref();
    if let Some(default) = default.and_then(|default| values(api, parameter, default.values())) {
        schema.insert("x-default".into(), default);
    }
    schema
}

/// Returns the smallest number of a page, or of rows before it, if the parameter selects a page by
/// one.
fn first(operation: &Operation, parameter: &Parameter) -> Option<i64> {
    let pages = operation.pages.as_ref()?;
    let is_page = pages.parameter() == Some(&parameter.wire);
    match &pages.style {
        PageStyle::Number { first, .. } if is_page => Some(i64::from(*first)),
        PageStyle::Offset { .. } if is_page => Some(0),
        _ => None,
    }
}

/// Values as JSON: an array if the parameter takes a list, otherwise the first value.
pub(crate) fn values(
    api: &Described<'_>,
    parameter: &Parameter,
    texts: &[String],
) -> Option<Value> {
    let is_text = api.json_type(&parameter.ty) == JsonType::Text;
    let mut values = texts.iter().map(|text| literal(text, is_text));
    match parameter.list {
        Some(_) if texts.is_empty() => None,
        Some(_) => Some(values.collect()),
        None => values.next(),
    }
}

/// Returns whether values are IDs with nothing but a length to say about them. Answers may have an empty
/// one where there is none.
fn is_text_of_any_form(api: &Described<'_>, ty: &Type) -> bool {
    match ty {
        Type::Id(name) => api.is_text_id(name) && !api.is_hex(name),
        _ => false,
    }
}
