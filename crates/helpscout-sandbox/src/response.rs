//! Responses with a text as their body.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use helpscout_description::{Operation, PageStyle};
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

/// Adds the URL of the next page, if the operation has it in a header.
pub(crate) fn linked(
    mut response: Response,
    operation: &Operation,
    next: Option<&str>,
) -> Response {
    let style = operation.pages.as_ref().map(|pages| &pages.style);
    if let (Some(PageStyle::LinkHeader { header }), Some(next)) = (style, next) {
        let name = HeaderName::from_bytes(header.as_bytes());
        let link = HeaderValue::from_str(&format!("<{next}>; rel=\"next\""));
        if let (Ok(name), Ok(link)) = (name, link) {
            response.headers_mut().insert(name, link);
        }
    }
    response
}
