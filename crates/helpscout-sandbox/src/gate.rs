//! Decides which requests reach the service: those that call the sandbox by a name of its own, except
//! the questions of browsers whether a page may call it.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::Request, http::Method, response::Response};
use tower::{Layer, ServiceExt, service_fn};

use crate::{
    connection::ConnectionHandle,
    cors, hosts,
    service::{self, Service},
};

/// Answers a request, which came over `connection` if there is one.
pub(crate) async fn answer(
    service: Arc<Service>,
    connection: Option<ConnectionHandle>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    if let Some(name) = service.hosts.foreign(&parts) {
        return hosts::misdirected(&name);
    }
    // The library takes every OPTIONS for a question of a browser.
    let is_other_options = parts.method == Method::OPTIONS && !cors::is_preflight(&parts);
    let request = Request::from_parts(parts, body);
    if is_other_options {
        return service::answer(service, connection, request).await;
    }
    let cors = service.cors.clone();
    let answered = service_fn(move |request| {
        let answer = service::answer(Arc::clone(&service), connection.clone(), request);
        async { Ok::<_, Infallible>(answer.await) }
    });
    match cors.layer(answered).oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
