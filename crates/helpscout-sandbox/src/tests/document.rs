//! The OpenAPI document of the sandbox, over a socket.

use helpscout_description::Api;
use serde_json::{Value, json};

use super::{caller::embedded, exchange::Connection};
use crate::sandbox::{Builder, Sandbox};

/// Sends a request and returns the head and the body of the answer.
async fn answer(builder: Builder, request: &str) -> (String, String) {
    let sandbox = builder.start().await.unwrap();
    let mut connection = Connection::to(&sandbox).await;
    connection.send(request.as_bytes()).await;
    let text = connection.rest().await;
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_ascii_lowercase(), body.to_owned())
}

async fn document(builder: Builder, target: &str, host: &str) -> Value {
    let request = format!("GET {target} HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
    let (head, body) = answer(builder, &request).await;
    assert!(head.starts_with("http/1.1 200 ok"), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
    serde_json::from_str(&body).unwrap()
}

fn token_url(document: &Value) -> &Value {
    let flows = &document["components"]["securitySchemes"]["oauth2"]["flows"];
    assert_eq!(flows["authorizationCode"], Value::Null);
    &flows["clientCredentials"]["tokenUrl"]
}

#[tokio::test]
async fn the_server_of_the_document_is_the_sandbox_by_the_name_of_the_request() {
    for (target, host, origin) in [
        ("/openapi.json", "localhost:4010", "http://localhost:4010"),
        ("/openapi.json?x=1", "127.0.0.1", "http://127.0.0.1"),
        ("/openapi-3.0.json", "127.0.0.1", "http://127.0.0.1"),
        ("/openapi.json", "[::1]:8080", "http://[::1]:8080"),
        (
            "/openapi.json",
            "someone@Desk.localhost:1",
            "http://Desk.localhost:1",
        ),
        (
            "http://localhost:99/openapi.json",
            "127.0.0.1",
            "http://localhost:99",
        ),
    ] {
        let host = format!("Host: {host}\r\n");
        let document = document(Sandbox::builder(), target, &host).await;
        assert_eq!(document["servers"], json!([{ "url": origin }]));
        let is_older = target.contains("3.0");
        assert_eq!(
            document["openapi"],
            if is_older { "3.0.3" } else { "3.1.0" }
        );
        assert_eq!(
            *token_url(&document),
            json!(format!("{origin}/v2/oauth2/token"))
        );
    }
}

#[tokio::test]
async fn the_document_says_how_to_get_a_token_where_tools_ask_for_it() {
    for target in ["/openapi.json", "/openapi-3.0.json"] {
        let document = document(Sandbox::builder(), target, "Host: localhost\r\n").await;
        for text in [
            &document["info"]["description"],
            &document["components"]["securitySchemes"]["oauth2"]["description"],
        ] {
            let app = " Its app has the ID `sandbox-app` and the secret `sandbox-secret`.";
            assert!(text.as_str().unwrap().ends_with(app), "{text}");
        }
    }
}

#[tokio::test]
async fn the_document_says_what_the_sandbox_interprets() {
    let api = |edit: fn(&mut Api)| {
        let mut api = embedded();
        edit(&mut api);
        Sandbox::builder().spec(api)
    };
    let host = "Host: localhost\r\n";
    let edited = api(|api| {
        api.service.title = "Another desk".to_owned();
        api.operations.truncate(1);
    });
    let edited = document(edited, "/openapi.json", host).await;
    assert_eq!(edited["info"]["title"], "Another desk");
    assert_eq!(edited["paths"].as_object().unwrap().len(), 1);

    let without_token = api(|api| api.service.token = None);
    let without_token = document(without_token, "/openapi.json", host).await;
    assert_eq!(without_token["components"]["securitySchemes"], Value::Null);
    let introduction = without_token["info"]["description"].as_str().unwrap();
    assert!(
        introduction.ends_with(" with made-up data."),
        "{introduction}"
    );
}

#[tokio::test]
async fn an_operation_at_the_path_of_the_document_is_an_operation() {
    let mut api = embedded();
    api.operations[0].path = "/openapi.json".to_owned();
    let builder = Sandbox::builder().spec(api);
    let request = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let (head, _) = answer(builder, request).await;
    assert!(head.starts_with("http/1.1 401 "), "{head}");
}

#[tokio::test]
async fn other_methods_and_names_get_no_document() {
    let request = "DELETE /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let (head, body) = answer(Sandbox::builder(), request).await;
    assert!(head.starts_with("http/1.1 400 "), "{head}");
    assert!(
        body.contains("/openapi.json answers GET only, not DELETE"),
        "{body}"
    );

    let request = "GET /openapi.json HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    let (head, body) = answer(Sandbox::builder(), request).await;
    assert!(head.starts_with("http/1.1 421 "), "{head}");
    assert!(!body.contains("paths"), "{body}");
}

#[tokio::test]
async fn without_a_name_the_urls_of_the_document_are_relative() {
    let (head, body) = answer(Sandbox::builder(), "GET /openapi.json HTTP/1.0\r\n\r\n").await;
    assert!(head.contains(" 200 ok"), "{head}");
    let document: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(*token_url(&document), "/v2/oauth2/token");
}
