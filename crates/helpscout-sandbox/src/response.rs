//! Responses with a text as their body.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

/// Creates a response with `body` as compact JSON.
pub(crate) fn json_response(status: StatusCode, media_type: &str, body: &Value) -> Response {
    text_response(status, media_type, body.to_string())
}

/// Creates a response with a text of this media type.
pub(crate) fn text_response(status: StatusCode, media_type: &str, body: String) -> Response {
    // The reader of the spec has checked media types; without one, clients guess.
    let content_type = HeaderValue::from_str(media_type)
        .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}

/// Adds headers, each with its name. The reader of the spec has checked the names.
pub(crate) fn with_headers(mut response: Response, headers: &[(String, String)]) -> Response {
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
