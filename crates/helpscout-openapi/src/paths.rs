//! The operations with their parameters and responses.

use helpscout_description::{Operation, PageStyle, Pages, Place};
use serde_json::{Map, Value, json};

use crate::described::Described;
use crate::markdown::of_prose;
use crate::names::Names;
use crate::tags::tag;
use crate::{body, errors, parameters, reference, schemas, sentences};

/// The description of an answer that has nothing but its status.
const NO_CONTENT: &str = "The call succeeded. The response has no content.";

/// Generates `paths`, in the order of the spec files.
pub(crate) fn paths(api: &Described<'_>, names: &Names<'_>) -> Map<String, Value> {
    let mut paths = Map::new();
    for operation in &api.operations {
        let methods = paths
            .entry(operation.path.clone())
            .or_insert_with(|| json!({}));
        methods[operation.method.to_lowercase()] = operation_object(api, names, operation);
    }
    paths
}

fn operation_object(api: &Described<'_>, names: &Names<'_>, operation: &Operation) -> Value {
    let in_url = operation.parameters.iter();
    let parameters: Vec<Value> = in_url
        .filter(|parameter| parameter.place != Place::Body)
        .map(|parameter| parameters::object(api, operation, parameter))
        .collect();
    let mut object = Map::new();
    object.insert("tags".into(), json!([tag(operation)]));
    object.insert("summary".into(), json!(operation.summary));
    if let Some(description) = description(api, operation) {
        object.insert("description".into(), json!(description));
    }
    object.insert("externalDocs".into(), json!({ "url": operation.docs }));
    object.insert("operationId".into(), json!(names.operation(operation)));
    if !parameters.is_empty() {
        object.insert("parameters".into(), parameters.into());
    }
    if let Some(body) = body::request_body(api, operation) {
        object.insert("requestBody".into(), body);
    }
    object.insert("responses".into(), responses(api, names, operation).into());
    object.insert("x-operation".into(), json!(operation.id));
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

fn description(api: &Described<'_>, operation: &Operation) -> Option<String> {
    let plans = sentences::plans(&api.service, &operation.plans);
    let mut paragraphs: Vec<String> = plans.iter().map(|plans| of_prose(plans)).collect();
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
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

fn responses(api: &Described<'_>, names: &Names<'_>, operation: &Operation) -> Map<String, Value> {
    let mut headers = errors::shared_headers(api);
    headers.extend(headers_of_pages(operation));
    headers.extend(headers_with_values(api, operation));
    let object = api.object(&operation.response);
    let description = match object {
        Some(object) => of_prose(&object.doc),
        None => NO_CONTENT.to_owned(),
    };
    let mut success = json!({ "description": description, "headers": headers });
    if api.has_body(operation) {
        success["content"] = json!({ media_type(api, operation): content(names, operation) });
    }
    std::iter::once((operation.status.to_string(), success))
        .chain(errors::responses_of(api, names, operation))
        .collect()
}

/// Generates the schema and the examples of a body.
fn content(names: &Names<'_>, operation: &Operation) -> Value {
    let object = reference::schema(&operation.response);
    let schema = if operation.list {
        json!({ "type": "array", "items": object })
    } else {
        object
    };
    let mut content = json!({ "schema": schema });
    let examples = names.examples(operation);
    if !examples.is_empty() {
        let example = |name: &String| (name.clone(), reference::example(name));
        content["examples"] = examples.iter().map(example).collect();
    }
    content
}

/// Generates the headers that say how many rows and pages there are, and which is next.
fn headers_of_pages(operation: &Operation) -> Map<String, Value> {
    let mut headers = Map::new();
    let style = operation.pages.as_ref().map(|pages| &pages.style);
    if let Some(PageStyle::LinkHeader { header }) = style {
        let description =
            "The URL of the next page has the relation `next`. The last page has none.";
        let next = json!({ "description": description, "schema": { "type": "string" } });
        headers.insert(header.clone(), next);
    }
    let of_pages = operation.pages.as_ref().map(Pages::headers);
    let meanings = [
        ("The number of rows on all pages.", "integer"),
        ("The number of pages.", "integer"),
        (
            "The number of the next page. It is empty on the last page.",
            "string",
        ),
    ];
    for (name, (description, kind)) in of_pages.into_iter().flatten().zip(meanings) {
        let schema = json!({ "description": description, "schema": { "type": kind } });
        headers.extend(name.map(|name| (name.to_owned(), schema)));
    }
    headers
}

/// Generates the headers that have the values of an answer.
fn headers_with_values(api: &Described<'_>, operation: &Operation) -> Map<String, Value> {
    let example = operation.examples.first();
    // The spec reader has parsed every example.
    let example = example.and_then(|example| serde_json::from_str::<Value>(&example.body).ok());
    let fields = api.in_headers(operation).map(|(name, field)| {
        let mut header = json!({
            "description": of_prose(&sentences::field(api, field)),
            "required": !field.optional,
            "schema": schemas::received(api, field),
        });
        if let Some(value) = example
            .as_ref()
            .and_then(|example| example.get(&field.wire))
        {
            header["example"] = value.clone();
        }
        (name.to_owned(), header)
    });
    fields.collect()
}

fn media_type<'a>(api: &'a Described<'a>, operation: &Operation) -> &'a str {
    errors::essence(api.service.media_types.of(operation.group()))
}
