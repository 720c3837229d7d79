//! The operations with their parameters and responses.

use helpscout_description::{Api, ListStyle, Operation, PageStyle, Parameter, Place, Type};
use serde_json::{Map, Value, json};

use super::schemas::{Schema, list_of, literal, of_type};
use super::tags::tag;
use super::{body, errors, examples, reference};
use crate::markdown::of_prose;
use crate::sentences;

/// Generates `paths`, in the order of the spec files.
pub(crate) fn paths(api: &Api) -> Map<String, Value> {
    let mut paths = Map::new();
    for operation in &api.operations {
        let methods = paths
            .entry(operation.path.clone())
            .or_insert_with(|| json!({}));
        methods[operation.method.to_lowercase()] = operation_object(api, operation);
    }
    paths
}

fn operation_object(api: &Api, operation: &Operation) -> Value {
    let in_url = operation.parameters.iter();
    let parameters: Vec<Value> = in_url
        .filter(|parameter| parameter.place != Place::Body)
        .map(|parameter| parameter_object(api, operation, parameter))
        .collect();
    let mut object = Map::new();
    object.insert("tags".into(), json!([tag(operation)]));
    object.insert("summary".into(), json!(operation.summary));
    object.insert("description".into(), json!(description(operation)));
    object.insert("externalDocs".into(), json!({ "url": operation.docs }));
    object.insert("operationId".into(), json!(operation.id));
    if !parameters.is_empty() {
        object.insert("parameters".into(), parameters.into());
    }
    if let Some(body) = body::request_body(api, operation) {
        object.insert("requestBody".into(), body);
    }
    object.insert("responses".into(), responses(api, operation).into());
    if !operation.plans.is_empty() {
        object.insert("x-plans".into(), json!(operation.plans));
    }
    if operation.safe {
        object.insert("x-safe".into(), json!(true));
    }
    if !operation.rules.is_empty() {
        object.insert("x-rules".into(), json!(operation.rules));
    }
    if let Some(pages) = &operation.pages {
        object.insert("x-pages".into(), json!(pages));
    }
    object.into()
}

fn description(operation: &Operation) -> String {
    let mut paragraphs = vec![of_prose(&sentences::plans(&operation.plans))];
    let mut add_list = |head: &str, items: Vec<String>| {
        if !items.is_empty() {
            let items = items.iter().map(|item| format!("\n- {}", of_prose(item)));
            let items: String = items.collect();
            paragraphs.push(format!("{head}\n{items}"));
        }
    };
    let rules = operation.rules.iter().map(sentences::rule);
    add_list("Rules:", rules.collect());
    add_list(sentences::NOTES, operation.notes.clone());
    paragraphs.join("\n\n")
}

fn responses(api: &Api, operation: &Operation) -> Map<String, Value> {
    let object = reference::schema(&operation.response);
    let schema = if operation.list {
        json!({ "type": "array", "items": object })
    } else {
        object
    };
    let mut content = json!({ "schema": schema });
    let names = examples::names(operation);
    if !names.is_empty() {
        let example = |name: String| {
            let reference = reference::example(&name);
            (name, reference)
        };
        content["examples"] = names.into_iter().map(example).collect();
    }
    let success = json!({
        "description": api
            .object(&operation.response)
            .map_or(String::new(), |object| of_prose(&object.doc)),
        "headers": errors::shared_headers(api),
        "content": { media_type(api, operation): content },
    });
    std::iter::once(("200".to_owned(), success))
        .chain(errors::shared_responses(api))
        .collect()
}

/// Returns the media type of a response, without parameters such as the character set.
fn media_type<'a>(api: &'a Api, operation: &Operation) -> &'a str {
    let media_type = api.service.media_types.of(operation.group());
    media_type.split(';').next().unwrap_or(media_type).trim()
}

fn parameter_object(api: &Api, operation: &Operation, parameter: &Parameter) -> Value {
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

/// Returns the description of a parameter, and what to use in place of a deprecated one.
pub(super) fn about(parameter: &Parameter) -> String {
    let doc = of_prose(&parameter.doc);
    match &parameter.deprecated {
        Some(note) => format!("{doc}\n\nDeprecated. {}", of_prose(note)),
        None => doc,
    }
}

/// Returns the schema of the value or values of a parameter.
pub(super) fn sent(api: &Api, operation: &Operation, parameter: &Parameter) -> Schema {
    let mut schema = of_type(&parameter.ty);
    if parameter.ty == Type::Instant {
        let pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$";
        schema.insert("pattern".into(), json!(pattern));
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
    if let Some(default) = &parameter.default {
        let parts: Vec<String> = match parameter.list {
            Some(ListStyle::Pipe) => default.split('|').map(str::to_owned).collect(),
            Some(_) => default.split(',').map(str::to_owned).collect(),
            None => vec![default.clone()],
        };
        if let Some(default) = values(api, parameter, &parts) {
            schema.insert("default".into(), default);
        }
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
pub(super) fn values(api: &Api, parameter: &Parameter, texts: &[String]) -> Option<Value> {
    let is_text = is_text(api, &parameter.ty);
    let mut values = texts.iter().map(|text| literal(text, is_text));
    match parameter.list {
        Some(_) if texts.is_empty() => None,
        Some(_) => Some(values.collect()),
        None => values.next(),
    }
}

fn is_text(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Integer
        | Type::Number
        | Type::Boolean
        | Type::EpochSeconds
        | Type::EpochMilliseconds => false,
        Type::Id(name) => api.is_hex(name),
        Type::Enum(name) => !api.is_numeric(name),
        Type::Text | Type::Instant | Type::Date | Type::Object(_) | Type::Any => true,
    }
}
