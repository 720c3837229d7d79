//! The document as a whole.
//!
//! Keys keep the order in which they are inserted, since this crate enables `preserve_order` of
//! `serde_json`.

use std::collections::BTreeMap;

use helpscout_description::Api;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::described::Described;
use crate::markdown::Inline;
use crate::names::Names;
use crate::{basic, errors, examples, layout, older, paths, schemas, tags};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    openapi: &'static str,
    info: Value,
    external_docs: Value,
    servers: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    security: Option<Value>,
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
    examples: BTreeMap<String, examples::Body<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    security_schemes: Option<Value>,
}

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// OpenAPI 3.1.
    #[default]
    V3_1,
    /// OpenAPI 3.0, for tools that don't read 3.1. The document says the same, except that an error
    /// response has one media type.
    V3_0,
}

/// What is special about a document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The version of OpenAPI.
    pub version: Version,
    /// A sentence about the server, in Markdown, for the end of the introduction and of what the
    /// document says about tokens. It is empty if there is none.
    pub about_server: &'a str,
}

/// Returns the description as an OpenAPI document: JSON with two spaces of indentation.
///
/// Equal descriptions give equal texts. The server of the document is the description's base URL.
///
/// # Panics
/// Panics if an example of the description is not JSON, which the reader of spec folders refuses.
///
/// ```
/// use helpscout_openapi::{Options, Version, document};
///
/// let api = helpscout_description::embedded();
/// let newer = document(api, Options::default());
/// assert!(newer.starts_with("{\n  \"openapi\": \"3.1.0\","));
/// assert!(newer.contains("\"operationId\": \"email_report\""));
///
/// let older = document(api, Options { version: Version::V3_0, ..Options::default() });
/// assert!(older.starts_with("{\n  \"openapi\": \"3.0.3\","));
/// assert!(older.contains("\"nullable\": true"));
///
/// let about_server = "The ID of the app is `test`.";
/// let served = document(api, Options { about_server, ..Options::default() });
/// assert!(served.contains(" The ID of the app is `test`.\""));
/// ```
pub fn document(api: &Api, options: Options<'_>) -> String {
    let api = &Described::new(api);
    let mut document = whole(api, &Names::new(api), options.about_server);
    if options.version == Version::V3_0 {
        document.make_older();
    }
    // Plain data with string keys can always be serialized to memory.
    let text = serde_json::to_string(&document)
        .unwrap_or_else(|error| panic!("plain data must serialize: {error}"));
    layout::in_lines(&text)
}

impl Document<'_> {
    /// Says the same in OpenAPI 3.0.
    fn make_older(&mut self) {
        self.openapi = "3.0.3";
        if let Value::Object(info) = &mut self.info {
            info.shift_remove("summary");
        }
        let components = &mut self.components;
        let schemas = components.schemas.clone();
        older::rewrite(&mut self.paths, &schemas);
        older::rewrite(&mut components.schemas, &schemas);
        older::rewrite(&mut components.responses, &schemas);
        older::rewrite(&mut components.headers, &schemas);
        older::one_media_type(&mut components.responses);
    }
}

fn whole<'a>(api: &'a Described<'_>, names: &Names, about_server: &str) -> Document<'a> {
    Document {
        openapi: "3.1.0",
        info: info(api, about_server),
        external_docs: json!({ "url": api.service.docs }),
        servers: json!([{ "url": api.service.base_url }]),
        security: security(api),
        tags: tags::tags(api),
        paths: paths::paths(api, names),
        components: Components {
            schemas: schemas::schemas(api, names),
            responses: errors::responses(api, names),
            headers: errors::headers(api),
            examples: examples::examples(api, names),
            security_schemes: security_schemes(api, about_server),
        },
    }
}

fn info(api: &Described<'_>, about_server: &str) -> Value {
    let title = &api.service.title;
    let named = title.trim_end_matches('.');
    let description = Inline::default()
        .prose(
            "Generated from the description that this project checks and builds its client from. \
             This is not an official document of the vendor. The official documentation is at ",
        )
        .url(&api.service.docs)
        .prose(".");
    let mut info = json!({
        "title": title,
        "summary": format!("Reports and lookups of this service: {named}."),
        "description": with(&description.line(), about_server),
        "version": env!("CARGO_PKG_VERSION"),
    });
    if !api.service.plans.is_empty() {
        info["x-plans"] = json!(api.service.plans);
    }
    info
}

/// Appends a sentence, if there is one.
fn with(text: &str, sentence: &str) -> String {
    format!("{text} {sentence}").trim_end().to_owned()
}

fn security(api: &Described<'_>) -> Option<Value> {
    let service = &api.service;
    match (&service.token, &service.basic) {
        (Some(_), _) => Some(json!([{ "oauth2": [] }])),
        (None, Some(_)) => Some(json!([{ "basic": [] }])),
        (None, None) => None,
    }
}

fn security_schemes(api: &Described<'_>, about_server: &str) -> Option<Value> {
    if let (None, Some(basic)) = (&api.service.token, &api.service.basic) {
        return Some(json!({ "basic": basic::scheme(basic, about_server) }));
    }
    let token = api.service.token.as_ref()?;
    let token_url = format!("{}{}", api.service.base_url, token.path);
    let mut flows = json!({ "clientCredentials": { "tokenUrl": token_url, "scopes": {} } });
    if let Some(authorization_url) = &token.authorization_url {
        flows["authorizationCode"] = json!({
            "authorizationUrl": authorization_url,
            "tokenUrl": token_url,
            "refreshUrl": token_url,
            "scopes": {},
        });
    }
    let description = "There are no scopes: an app can do everything that its user can do. A token is \
        valid for the number of seconds in `expires_in`. After a refresh, the old refresh token is no \
        longer valid.";
    Some(json!({
        "oauth2": {
            "type": "oauth2",
            "description": with(description, about_server),
            "flows": flows,
        }
    }))
}
