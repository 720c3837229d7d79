//! The operations: what can be asked for, and how.

use helpscout_description::Api;
use helpscout_description::{Group, Operation, Parameter, Rule, Type};
use serde_json::{Map, Value, json};

use super::schemas::{Schema, list_of, literal, of_type, reference};
use super::{errors, example_names, tag};
use crate::docs::for_plans;

/// `paths`, in the order of the spec's files.
pub(crate) fn paths(api: &Api) -> Map<String, Value> {
    let mut paths = Map::new();
    for one in &api.operations {
        let methods = paths.entry(one.path.clone()).or_insert_with(|| json!({}));
        methods[one.method.to_lowercase()] = operation(api, one);
    }
    paths
}

fn operation(api: &Api, operation: &Operation) -> Value {
    let parameters: Vec<Value> = operation
        .parameters
        .iter()
        .map(|one| parameter(api, operation, one))
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
    object.insert("responses".into(), responses(api, operation).into());
    if !operation.plans.is_empty() {
        object.insert("x-plans".into(), json!(operation.plans));
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
    let plans = for_plans(&operation.plans);
    let mut paragraphs = vec![plans.unwrap_or_else(|| "For every plan.".to_owned())];
    let mut add_list = |head: &str, items: Vec<String>| {
        if !items.is_empty() {
            let items: String = items.iter().map(|item| format!("\n- {item}")).collect();
            paragraphs.push(format!("{head}\n{items}"));
        }
    };
    add_list("Rules:", operation.rules.iter().map(in_words).collect());
    add_list("What the page leaves open:", operation.notes.clone());
    paragraphs.join("\n\n")
}

fn in_words(rule: &Rule) -> String {
    match rule {
        Rule::Interval { from, to } => format!("`{from}` lies before `{to}`."),
        Rule::Together(names) => {
            format!(
                "`{}` are given together or not at all.",
                names.join("` and `")
            )
        }
        Rule::Requires { parameter, other } => {
            format!("`{parameter}` is given only where `{other}` is.")
        }
    }
}

fn responses(api: &Api, operation: &Operation) -> Map<String, Value> {
    let object = reference(&operation.response);
    let schema = match operation.list {
        true => json!({ "type": "array", "items": object }),
        false => object,
    };
    let mut content = json!({ "schema": schema });
    let names = example_names(operation);
    if !names.is_empty() {
        let example = |name: String| {
            let reference = json!({ "$ref": format!("#/components/examples/{name}") });
            (name, reference)
        };
        content["examples"] = names.into_iter().map(example).collect();
    }
    let answer = json!({
        "description": api.object(&operation.response).map_or("", |object| &object.doc),
        "headers": errors::shared_headers(),
        "content": { media_type(operation): content },
    });
    std::iter::once(("200".to_owned(), answer))
        .chain(errors::shared_answers())
        .collect()
}

/// Look-ups answer in HAL, reports in plain JSON.
fn media_type(operation: &Operation) -> &'static str {
    match operation.group() {
        Group::Reports => "application/json",
        Group::Lookups => "application/hal+json",
    }
}

fn parameter(api: &Api, operation: &Operation, parameter: &Parameter) -> Value {
    let is_page = operation
        .pages
        .as_ref()
        .is_some_and(|pages| pages.parameter == parameter.wire);
    let place = if parameter.in_path { "path" } else { "query" };
    let mut object = Map::new();
    object.insert("name".into(), json!(parameter.wire));
    object.insert("in".into(), json!(place));
    object.insert("description".into(), json!(parameter.doc));
    if parameter.required {
        object.insert("required".into(), json!(true));
    }
    if parameter.list.is_some() {
        object.insert("style".into(), json!("form"));
        object.insert("explode".into(), json!(false));
    }
    object.insert("schema".into(), sent(api, parameter, is_page).into());
    if let Some(example) = values(api, parameter, &parameter.example) {
        object.insert("example".into(), example);
    }
    if let Some(correction) = &parameter.correction {
        object.insert("x-correction".into(), json!(correction));
    }
    object.into()
}

/// The schema of a parameter's value or values.
fn sent(api: &Api, parameter: &Parameter, is_page: bool) -> Schema {
    let mut schema = of_type(&parameter.ty);
    if parameter.ty == Type::Instant {
        let pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$";
        schema.insert("pattern".into(), json!(pattern));
    }
    // Pages are counted from 1.
    if let Some(minimum) = parameter.minimum.or(is_page.then_some(1)) {
        schema.insert("minimum".into(), json!(minimum));
    }
    if let Some(maximum) = parameter.maximum {
        schema.insert("maximum".into(), json!(maximum));
    }
    if parameter.list.is_some() {
        schema = list_of(schema);
        schema.insert("minItems".into(), json!(1));
    }
    if let Some(default) = &parameter.default {
        let parts: Vec<String> = match parameter.list {
            Some(_) => default.split(',').map(str::to_owned).collect(),
            None => vec![default.clone()],
        };
        if let Some(default) = values(api, parameter, &parts) {
            schema.insert("default".into(), default);
        }
    }
    schema
}

/// Values as JSON: a list of them if the parameter takes one, or the only one.
fn values(api: &Api, parameter: &Parameter, texts: &[String]) -> Option<Value> {
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
        Type::Integer | Type::Number | Type::Boolean => false,
        Type::Id(name) => api.is_hex(name),
        Type::Enum(name) => !api.is_numeric(name),
        Type::Text | Type::Instant | Type::Object(_) | Type::Any => true,
    }
}
