//! Responses with a text as their body.

use axum::{
    http::{HeaderValue, StatusCode, header},
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
