//! The description as an OpenAPI document whose server is the sandbox.

use axum::{
    http::{Method, StatusCode, request::Parts},
    response::Response,
};
use helpscout_description::Api;

use crate::{problem::Problem, response::text_response};

/// The path of the document, unless an operation has it.
pub(crate) const PATH: &str = "/openapi.json";

/// Answers with the document. `origin` is how the caller reaches the sandbox, such as
/// `http://127.0.0.1:8080`; if it is empty, the URLs in the document are relative.
pub(crate) fn answer(api: &Api, request: &Parts, origin: String) -> Result<Response, Problem> {
    if ![Method::GET, Method::HEAD].contains(&request.method) {
        let message = format!("{PATH} answers GET only, not {}", request.method);
        return Err(Problem::method(message));
    }
    let mut api = api.clone();
    api.service.base_url = origin;
    if let Some(token) = &mut api.service.token {
        // A sandbox has no page where users authorize apps, and that of the live service knows no
        // app of a sandbox.
        token.authorization_url = None;
    }
    let document = helpscout_openapi::document(&api);
    let response = text_response(StatusCode::OK, "application/json", document);
    Ok(response)
}
