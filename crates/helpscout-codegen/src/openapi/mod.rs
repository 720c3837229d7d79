//! The description as an OpenAPI 3.1 document, for tools that know nothing of ours.
//!
//! In: an [`Api`]. Out: the text of `openapi.json`. The parts follow the document: [`paths`] has the
//! operations, [`schemas`] what they answer with, [`errors`] how they refuse. What OpenAPI has no
//! word for stands under keys with `x-`. Keys keep the order they are written in here, since
//! `helpscout-spec` needs `serde_json` to preserve order, too.

mod errors;
mod layout;
mod paths;
mod schemas;

use std::collections::BTreeMap;

use helpscout_description::Api;
use helpscout_description::{Group, Operation};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::head;

/// Where a person lets an app in. Nothing in the description says so: it is not below its base
/// address.
const AUTHORIZATION_URL: &str =
    "https://secure.helpscout.net/authentication/authorizeClientApplication";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    /// First, since only the head of a file tells whose it is.
    #[serde(rename = "x-generated")]
    marker: String,
    openapi: &'static str,
    info: Value,
    external_docs: Value,
    servers: Value,
    security: Value,
    tags: Vec<Value>,
    paths: Map<String, Value>,
    components: Components<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Components<'a> {
    schemas: Map<String, Value>,
    responses: Map<String, Value>,
    headers: Map<String, Value>,
    examples: BTreeMap<String, Body<'a>>,
    security_schemes: Value,
}

/// A documented body, its numbers as the page writes them.
#[derive(Serialize)]
struct Body<'a> {
    value: &'a RawValue,
}

/// `openapi.json`.
pub(crate) fn document(api: &Api) -> String {
    let document = Document {
        marker: head("spec"),
        openapi: "3.1.0",
        info: info(api),
        external_docs: json!({ "url": api.service.docs }),
        servers: json!([{ "url": api.service.base_url }]),
        security: json!([{ "oauth2": [] }]),
        tags: tags(api),
        paths: paths::paths(api),
        components: Components {
            schemas: schemas::schemas(api),
            responses: errors::responses(api),
            headers: errors::headers(),
            examples: examples(api),
            security_schemes: security_schemes(api),
        },
    };
    // Serialising plain data with string keys to memory has no way to fail.
    let text = serde_json::to_string(&document)
        .unwrap_or_else(|error| panic!("plain data must serialise: {error}"));
    layout::in_lines(&text)
}

fn info(api: &Api) -> Value {
    let title = &api.service.title;
    json!({
        "title": title,
        "summary": format!("Reports and look-ups of the {title}."),
        "description": format!(
            "Generated from the description that this project checks and builds its client from. \
             It is not a document of the vendor; the vendor's own pages are at <{}>.",
            api.service.docs
        ),
        "version": env!("CARGO_PKG_VERSION"),
        "x-plans": api.service.plans,
    })
}

/// The name of the tag an operation goes under.
fn tag(operation: &Operation) -> String {
    if operation.group() == Group::Lookups {
        return "Look-ups".to_owned();
    }
    match operation.file.split('/').collect::<Vec<_>>()[..] {
        [_, family, _, ..] => format!("Reports: {}", family.replace(['-', '_'], " ")),
        _ => "Reports".to_owned(),
    }
}

/// Every tag once, the families of reports before the look-ups.
fn tags(api: &Api) -> Vec<Value> {
    let (reports, lookups): (Vec<&Operation>, _) = api
        .operations
        .iter()
        .partition(|operation| operation.group() == Group::Reports);
    let mut names: Vec<String> = Vec::new();
    for operation in reports.into_iter().chain(lookups) {
        let name = tag(operation);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.iter().map(|name| json!({ "name": name })).collect()
}

fn examples(api: &Api) -> BTreeMap<String, Body<'_>> {
    let mut examples = BTreeMap::new();
    for operation in &api.operations {
        for (name, example) in example_names(operation)
            .into_iter()
            .zip(&operation.examples)
        {
            // The reader has parsed every example.
            let value = serde_json::from_str(&example.body)
                .unwrap_or_else(|error| panic!("{} must be JSON: {error}", example.file));
            examples.insert(name, Body { value });
        }
    }
    examples
}

/// What the examples of an operation are called, in their order.
fn example_names(operation: &Operation) -> Vec<String> {
    let id = &operation.id;
    (1..=operation.examples.len())
        .map(|number| match number {
            1 => id.clone(),
            _ => format!("{id}.{number}"),
        })
        .collect()
}

fn security_schemes(api: &Api) -> Value {
    let token_url = format!("{}/v2/oauth2/token", api.service.base_url);
    json!({
        "oauth2": {
            "type": "oauth2",
            "description": "There are no scopes: an app may do what the user may whom it belongs to. \
                A token is good for as long as its `expires_in` says. After a refresh, \
                the old refresh token is spent.",
            "flows": {
                "clientCredentials": { "tokenUrl": token_url, "scopes": {} },
                "authorizationCode": {
                    "authorizationUrl": AUTHORIZATION_URL,
                    "tokenUrl": token_url,
                    "refreshUrl": token_url,
                    "scopes": {},
                },
            },
        }
    })
}
