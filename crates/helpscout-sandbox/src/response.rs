//! Responses with a JSON body.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

/// The media type of reports.
pub(crate) const JSON: &str = "application/json";
/// The media type of look-ups.
pub(crate) const HAL: &str = "application/hal+json;charset=UTF-8";
/// The media type of errors.
pub(crate) const VND_ERROR: &str = "application/vnd.error+json";

/// Creates a response with `body` as compact JSON.
pub(crate) fn json_response(
    status: StatusCode,
    media_type: &'static str,
    body: &Value,
) -> Response {
    let content_type = HeaderValue::from_static(media_type);
    (
        status,
        [(header::CONTENT_TYPE, content_type)],
        body.to_string(),
    )
        .into_response()
}
