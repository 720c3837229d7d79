//! Error responses, and the headers of all responses.

use helpscout_description::Api;
use serde_json::{Map, Value, json};

use super::reference;

/// The name of the schema of an error. No Rust type has a dot in its name, so it can't collide
/// with an object of the description.
pub(crate) const ERROR: &str = "vnd.error";
const FIELD_ERROR: &str = "vnd.error.field";
const ERROR_LINKS: &str = "vnd.error.links";

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

/// Returns the error responses that operations of the service can have: a service without tokens
/// has no 401, one without a rate limit no 429.
fn errors(api: &Api) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let is_possible = |status: &str| match status {
        "401" => api.service.token.is_some(),
        "429" => api.service.rate_limit.is_some(),
        _ => true,
    };
    ERRORS
        .into_iter()
        .filter(move |(status, ..)| is_possible(status))
}

/// Returns references to the error responses, which all operations share, by status.
pub(crate) fn shared_responses(api: &Api) -> impl Iterator<Item = (String, Value)> {
    errors(api).map(|(status, name, _)| (status.to_owned(), reference::response(name)))
}

/// Generates `components.responses`.
pub(crate) fn responses(api: &Api) -> Map<String, Value> {
    let media_type = &api.service.media_types.errors;
    let response = |(status, name, description): (&str, &str, &str)| {
        let mut headers = shared_headers(api);
        if let Some(header) = retry_after(api).filter(|_| status == "429") {
            headers.insert(header.name.to_owned(), reference::header(header.name));
        }
        let mut response = json!({ "description": description, "headers": headers });
        if has_schema(api) {
            let mut content = json!({ "schema": reference::schema(ERROR) });
            if status == "400" {
                content["example"] = bad_request(api);
            }
            response["content"] = json!({ media_type: content });
        }
        (name.to_owned(), response)
    };
    errors(api).map(response).collect()
}

/// Returns references to the headers that every response has.
pub(crate) fn shared_headers(api: &Api) -> Map<String, Value> {
    let headers = headers_of_all(api).into_iter();
    headers
        .map(|header| (header.name.to_owned(), reference::header(header.name)))
        .collect()
}

/// Generates `components.headers`.
pub(crate) fn headers(api: &Api) -> Map<String, Value> {
    let headers = headers_of_all(api).into_iter().chain(retry_after(api));
    let header = |header: Header<'_>| {
        let Header {
            name,
            ty,
            description,
        } = header;
        let value = json!({ "description": description, "schema": { "type": ty } });
        (name.to_owned(), value)
    };
    headers.map(header).collect()
}

/// Returns whether errors have the form that their media type stands for. The description says
/// nothing about the bodies of other errors.
fn has_schema(api: &Api) -> bool {
    api.service.media_types.errors.contains(ERROR)
}

/// Generates the schemas of an error, if its form is known. None of its keys is required.
pub(crate) fn schemas(api: &Api) -> Vec<(String, Value)> {
    if !has_schema(api) {
        return Vec::new();
    }
    let field_errors = json!({ "type": "array", "items": reference::schema(FIELD_ERROR) });
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
            "_links": reference::schema(ERROR_LINKS),
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
            "_links": reference::schema(ERROR_LINKS),
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
        (ERROR.to_owned(), error),
        (FIELD_ERROR.to_owned(), field_error),
        (ERROR_LINKS.to_owned(), links),
    ]
}

fn bad_request(api: &Api) -> Value {
    let about = format!("{}/overview/errors", api.service.docs.trim_end_matches('/'));
    json!({
        "logRef": "64bb72b4-0a92-11e8-ba89-0ed5f89f718b",
        "message": "Bad request",
        "_embedded": {
            "errors": [{
                "path": "status",
                "message": "Expected one of these: 'active', 'spam', 'open', 'closed', 'pending'",
                "rejectedValue": "Wrong",
                "source": "JSON",
                "_links": { "about": { "href": format!("{about}#EnumValue") } },
            }],
        },
        "_links": { "about": { "href": about } },
    })
}
