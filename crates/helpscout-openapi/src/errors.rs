//! Error responses, and the headers of all responses.

use helpscout_description::{Api, Operation};
use serde_json::{Map, Value, json};

use crate::described::Described;
use crate::names::Names;
use crate::{bad_request, reference};

/// The media type of errors that the schemas describe, without its suffix.
const VND_ERROR: &str = "vnd.error";

/// The status, name, and description of each error response.
const ERRORS: [(&str, &str, &str); 6] = [
    (
        "400",
        "BadRequest",
        "A parameter is missing or malformed, or is not one of the known values.",
    ),
    (
        "401",
        "Unauthorized",
        "The token is missing, expired, or revoked. Get a new token and retry once.",
    ),
    (
        "403",
        "Forbidden",
        "The user lacks permission, or the plan of the account does not include the operation.",
    ),
    (
        "404",
        "NotFound",
        "The resource does not exist. For an unknown path, the body is plain text.",
    ),
    (
        "429",
        "TooManyRequests",
        "The account has used all its calls of the current minute. The body may have only `message`.",
    ),
    (
        "500",
        "ServerError",
        "The service failed. The statuses 502, 503, and 504 mean the same. All can be retried.",
    ),
];

/// A header that the description names.
struct Header<'a> {
    name: &'a str,
    ty: &'static str,
    description: &'static str,
}

impl Header<'_> {
    /// Returns the name of the header among the components, in characters of identifiers.
    fn key(&self) -> String {
        let is_word = |char: char| char.is_ascii_alphanumeric();
        self.name.replace(|char| !is_word(char), "_")
    }
}

/// Returns the headers that every response has.
fn headers_of_all(api: &Api) -> Vec<Header<'_>> {
    let limits = api.service.rate_limit.iter();
    let limits = limits.flat_map(|limits| {
        [
            Header {
                name: &limits.limit,
                ty: "integer",
                description: "The number of calls that the account can make per minute, with all \
                              its apps and users.",
            },
            Header {
                name: &limits.remaining,
                ty: "integer",
                description: "The number of calls left in the current minute.",
            },
        ]
    });
    let correlation_id = api.service.correlation_id.as_ref().map(|name| Header {
        name,
        ty: "string",
        description: "The ID of this response in the logs of the service.",
    });
    limits.chain(correlation_id).collect()
}

/// Returns the header with the wait after too many calls.
fn retry_after(api: &Api) -> Option<Header<'_>> {
    let limits = api.service.rate_limit.as_ref()?;
    Some(Header {
        name: &limits.retry_after,
        ty: "integer",
        description: "The number of seconds to wait before the next call.",
    })
}

/// Returns the error responses that operations of the service can have: a service without credentials
/// has no 401, one without a rate limit no 429.
fn errors(api: &Described<'_>) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let is_possible = |status: &str| match status {
        "401" => api.service.token.is_some() || api.service.basic.is_some(),
        "429" => api.service.rate_limit.is_some(),
        _ => true,
    };
    let is_basic = api.service.basic.is_some();
    let errors = ERRORS.into_iter();
    let errors = errors.map(move |(status, name, description)| match status {
        "401" if is_basic => (status, name, WRONG_CREDENTIALS),
        _ => (status, name, description),
    });
    errors.filter(move |(status, ..)| is_possible(status))
}

/// The description of a 401 of a service with HTTP Basic.
const WRONG_CREDENTIALS: &str = "The user name and the password are missing or wrong.";

/// Returns the error responses of an operation by status. Operations share all but the one for a bad
/// request, whose example has a parameter of the operation.
pub(crate) fn responses_of(
    api: &Described<'_>,
    names: &Names<'_>,
    operation: &Operation,
) -> Map<String, Value> {
    let responses = errors(api).map(|error| {
        let (status, name, _) = error;
        let example = (status == "400" && has_schema(api))
            .then(|| bad_request::of(api, operation))
            .flatten();
        let response = match example {
            Some(example) => response(api, names, error, Some(example)),
            None => reference::response(name),
        };
        (status.to_owned(), response)
    });
    responses.collect()
}

/// Generates `components.responses`.
pub(crate) fn responses(api: &Described<'_>, names: &Names<'_>) -> Map<String, Value> {
    let responses = errors(api).map(|error| {
        let (status, name, _) = error;
        let example = (status == "400").then(|| bad_request::of_any(api));
        (name.to_owned(), response(api, names, error, example))
    });
    responses.collect()
}

fn response(
    api: &Described<'_>,
    names: &Names<'_>,
    (status, _, description): (&str, &str, &str),
    example: Option<Value>,
) -> Value {
    let is_rate_limit = status == "429";
    let mut headers = shared_headers(api);
    if let Some(header) = retry_after(api).filter(|_| is_rate_limit) {
        headers.insert(header.name.to_owned(), reference::header(&header.key()));
    }
    let mut response = json!({ "description": description, "headers": headers });
    if has_schema(api) {
        let mut content = json!({ "schema": reference::schema(&names.error) });
        if let Some(example) = example {
            content["example"] = example;
        }
        let media_types = &api.service.media_types;
        let mut by_media_type = Map::new();
        // What counts the calls is in front of the service, and answers in its own form.
        let of_reports = Some(essence(&media_types.reports)).filter(|_| is_rate_limit);
        for media_type in std::iter::once(essence(&media_types.errors)).chain(of_reports) {
            by_media_type.insert(media_type.to_owned(), content.clone());
        }
        response["content"] = by_media_type.into();
    }
    response
}

/// Returns a media type without parameters such as the character set.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or(media_type).trim()
}

/// Returns references to the headers that every response has.
pub(crate) fn shared_headers(api: &Described<'_>) -> Map<String, Value> {
    let headers = headers_of_all(api).into_iter();
    headers
        .map(|header| (header.name.to_owned(), reference::header(&header.key())))
        .collect()
}

/// Generates `components.headers`.
pub(crate) fn headers(api: &Described<'_>) -> Map<String, Value> {
    let headers = headers_of_all(api).into_iter().chain(retry_after(api));
    let header = |header: Header<'_>| {
        let value = json!({
            "description": header.description,
            "schema": { "type": header.ty },
        });
        (header.key(), value)
    };
    headers.map(header).collect()
}

/// Returns whether errors have the form that their media type stands for. The description says
/// nothing about the bodies of other errors.
fn has_schema(api: &Described<'_>) -> bool {
    api.service.media_types.errors.contains(VND_ERROR)
}

/// Generates the schemas of an error, if its form is known. None of its keys is required.
pub(crate) fn schemas(api: &Described<'_>, names: &Names<'_>) -> Vec<(String, Value)> {
    if !has_schema(api) {
        return Vec::new();
    }
    let field_errors = json!({ "type": "array", "items": reference::schema(&names.field_error) });
    let error = json!({
        "type": "object",
        "description": "An error. Any key may be missing, and some bodies are not JSON at all.",
        "properties": {
            "logRef": {
                "type": "string",
                "description": "The ID of the error in the logs of the service.",
            },
            "message": { "type": "string", "description": "The cause of the error." },
            "_embedded": {
                "type": "object",
                "properties": { "errors": field_errors },
            },
            "_links": reference::schema(&names.error_links),
        },
    });
    let field_error = json!({
        "type": "object",
        "description": "An error in one value of the request.",
        "properties": {
            "path": { "type": "string", "description": "The name of the parameter." },
            "message": { "type": "string", "description": "The cause of the error." },
            "rejectedValue": { "description": "The value that was sent, if any." },
            "source": { "type": "string", "description": "The part of the request that has the value." },
            "_links": reference::schema(&names.error_links),
        },
    });
    let link = json!({
        "type": "object",
        "properties": { "href": { "type": "string", "format": "uri-reference" } },
    });
    let links = json!({
        "type": "object",
        "description": "Links to an explanation of the error. The anchor names its kind.",
        "properties": { "about": link },
    });
    vec![
        (names.error.clone(), error),
        (names.field_error.clone(), field_error),
        (names.error_links.clone(), links),
    ]
}
