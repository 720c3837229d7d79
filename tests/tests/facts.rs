//! The client's constants are the facts about the service that the spec states.
#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request as Received;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::IntoResponse;
use helpscout_reports::{Client, GetMe, Operation, describe};

/// Serves tokens at the described path and reports the described headers; notes the paths asked for.
async fn serve(paths: Arc<Mutex<Vec<String>>>) -> String {
    let service = &describe::api().service;
    let token_path = service.token.as_ref().unwrap().path.clone();
    let answer = move |request: Received| {
        let path = request.uri().path().to_owned();
        let body = if path == token_path {
            r#"{"access_token": "t", "token_type": "bearer", "expires_in": 60}"#
        } else {
            include_str!("../../spec/lookups/me.json")
        };
        paths.lock().unwrap().push(path);
        let limits = service.rate_limit.as_ref().unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (limits.limit.as_str(), "400"),
            (limits.remaining.as_str(), "397"),
            (service.correlation_id.as_deref().unwrap(), "an-id"),
            ("content-type", service.media_types.lookups.as_str()),
        ] {
            let name: axum::http::HeaderName = name.parse().unwrap();
            headers.insert(name, HeaderValue::from_str(value).unwrap());
        }
        async move { (headers, body).into_response() }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[test]
fn the_default_service_of_the_client_is_the_described_one() {
    let described = &describe::api().service;
    let service = Operation::DEFAULT.service;
    assert_eq!(service.title, described.title);
    assert_eq!(service.base_url, described.base_url);
    let token = described.token.as_ref().map(|token| token.path.as_str());
    assert_eq!(service.token, token);
    let names = described.rate_limit.as_ref().unwrap();
    let limits = service.rate_limit.unwrap();
    assert_eq!(
        [limits.limit, limits.remaining, limits.retry_after],
        [
            names.limit.as_str(),
            names.remaining.as_str(),
            names.retry_after.as_str()
        ]
    );
    assert_eq!(service.correlation_id, described.correlation_id.as_deref());
}

#[tokio::test]
async fn the_client_calls_the_described_token_path_and_reads_the_described_headers() {
    let paths = Arc::new(Mutex::new(Vec::new()));
    let client = Client::builder()
        .base_url(serve(Arc::clone(&paths)).await)
        .client_credentials("id", "secret")
        .build()
        .unwrap();
    let answer = client.send(&GetMe::new()).await.unwrap();
    let limit = answer.rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining), (400, 397));
    assert_eq!(answer.correlation_id().as_deref(), Some("an-id"));
    let token_path = &describe::api().service.token.as_ref().unwrap().path;
    assert_eq!(
        *paths.lock().unwrap(),
        [token_path.as_str(), "/v2/users/me"]
    );
}
