//! How the service refuses, and what it says in the headers of every answer.

use helpscout_description::Api;
use serde_json::{Map, Value, json};

use super::schemas::reference;

/// The schema of a refusal. No Rust type has a dot in its name, so no object of the description
/// can have this one.
pub(crate) const ERROR: &str = "vnd.error";
const FIELD_ERROR: &str = "vnd.error.field";
const ERROR_LINKS: &str = "vnd.error.links";

/// Status, name in the components, and when it is answered.
const REFUSALS: [(&str, &str, &str); 6] = [
    (
        "400",
        "BadRequest",
        "A parameter is missing, malformed or not among the known values.",
    ),
    (
        "401",
        "Unauthorized",
        "The token is missing, has expired or was revoked. Get a new one and try again, once.",
    ),
    (
        "403",
        "Forbidden",
        "The user has no right to it, or the plan of the account does not include it.",
    ),
    (
        "404",
        "NotFound",
        "There is no such thing. The answer to a wrong path is plain text.",
    ),
    (
        "429",
        "TooManyRequests",
        "The account has used up its calls of this minute. The body may be a `message` alone.",
    ),
    (
        "500",
        "ServerError",
        "The service failed. Answers with 502, 503 and 504 mean the same; all may be tried again.",
    ),
];

/// Name, type and meaning of the headers. All but the last are on every answer.
const HEADERS: [(&str, &str, &str); 4] = [
    (
        "X-RateLimit-Limit-Minute",
        "integer",
        "The calls a minute the account may make, all its apps and users together.",
    ),
    (
        "X-RateLimit-Remaining-Minute",
        "integer",
        "The calls left in this minute.",
    ),
    (
        "Correlation-Id",
        "string",
        "The name of this answer in the logs of the service.",
    ),
    (
        RETRY_AFTER,
        "integer",
        "The whole seconds to wait before the next call.",
    ),
];
const RETRY_AFTER: &str = "X-RateLimit-Retry-After";

/// The refusals every operation has in common, by status.
pub(crate) fn shared_answers() -> impl Iterator<Item = (String, Value)> {
    REFUSALS.iter().map(|(status, name, _)| {
        let reference = json!({ "$ref": format!("#/components/responses/{name}") });
        ((*status).to_owned(), reference)
    })
}

/// `components.responses`.
pub(crate) fn responses(api: &Api) -> Map<String, Value> {
    let response = |&(status, name, description): &(&str, &str, &str)| {
        let mut headers = shared_headers();
        if status == "429" {
            headers.insert(RETRY_AFTER.to_owned(), header_reference(RETRY_AFTER));
        }
        let mut content = json!({ "schema": reference(ERROR) });
        if status == "400" {
            content["example"] = bad_request(api);
        }
        let response = json!({
            "description": description,
            "headers": headers,
            "content": { "application/vnd.error+json": content },
        });
        (name.to_owned(), response)
    };
    REFUSALS.iter().map(response).collect()
}

/// The headers of every answer, by reference.
pub(crate) fn shared_headers() -> Map<String, Value> {
    let shared = HEADERS.iter().filter(|(name, ..)| *name != RETRY_AFTER);
    shared
        .map(|(name, ..)| ((*name).to_owned(), header_reference(name)))
        .collect()
}

fn header_reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

/// `components.headers`.
pub(crate) fn headers() -> Map<String, Value> {
    let header = |(name, ty, description): &(&str, &str, &str)| {
        let header = json!({ "description": description, "schema": { "type": ty } });
        ((*name).to_owned(), header)
    };
    HEADERS.iter().map(header).collect()
}

/// The schemas of a refusal. Nothing in it is certain to be there.
pub(crate) fn schemas() -> [(String, Value); 3] {
    let field_errors = json!({ "type": "array", "items": reference(FIELD_ERROR) });
    let error = json!({
        "type": "object",
        "description": "A refusal. Every key of it is known to be missing at times, and bodies that \
            are no JSON at all have been seen.",
        "properties": {
            "logRef": {
                "type": "string",
                "description": "The name of the failure in the logs of the service.",
            },
            "message": { "type": "string", "description": "What is wrong." },
            "_embedded": {
                "type": "object",
                "properties": { "errors": field_errors },
            },
            "_links": reference(ERROR_LINKS),
        },
    });
    let field_error = json!({
        "type": "object",
        "description": "What is wrong with one value of the request.",
        "properties": {
            "path": { "type": "string", "description": "The parameter." },
            "message": { "type": "string", "description": "What is wrong with it." },
            "rejectedValue": { "description": "What was sent, if anything." },
            "source": { "type": "string", "description": "Where in the request it is from." },
            "_links": reference(ERROR_LINKS),
        },
    });
    let link = json!({
        "type": "object",
        "properties": { "href": { "type": "string", "format": "uri-reference" } },
    });
    let links = json!({
        "type": "object",
        "description": "Where the mistake is explained; the anchor names its kind.",
        "properties": { "about": link },
    });
    [
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
