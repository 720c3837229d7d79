//! Answers that have nothing but a status, or values in headers.

use helpscout_runtime::reqwest::StatusCode;
use helpscout_runtime::reqwest::header::{HeaderMap, HeaderValue};

use super::*;
use features::changes::{CloseTicket, CreateTicket, MergeTicket, SERVICE, TicketId};

fn close() -> CloseTicket {
    CloseTicket::new(TicketId(7))
}

/// Returns what a client reads from the answer to a query with this status and body, and with these
/// headers.
fn read<Q: Endpoint>(
    query: &Q,
    status: StatusCode,
    headers: &[(&'static str, &'static str)],
    body: &str,
) -> Result<Q::Response, Error> {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
        .collect();
    let response = Request::of(query).answered_with(status, headers, body)?;
    response.read::<Q>()
}

#[tokio::test]
async fn an_answer_may_have_nothing_but_its_status() {
    let sandbox = serving("changes").await;
    let client = client(&sandbox, SERVICE);
    let response = client.send(&close()).await.unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(response.headers().get("content-type"), None);
    let () = response.into_value();

    let merge = MergeTicket::new(TicketId(7), TicketId(8));
    assert_eq!(client.send(&merge).await.unwrap().status(), 202);
    assert_eq!(
        client.send_raw(&Request::of(&merge)).await.unwrap().value(),
        ""
    );
    let page = client.raw_page(&Request::of(&merge)).await.unwrap();
    assert_eq!((page.rows.len(), page.position.count), (0, 0));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_answer_may_have_its_values_in_headers() {
    let sandbox = serving("changes").await;
    let client = client(&sandbox, SERVICE);
    let query = CreateTicket::new("Late");
    let response = client.send(&query).await.unwrap();
    assert_eq!(response.status(), 201);
    let headers = response.headers();
    let sent = |name: &str| Some(headers.get(name)?.to_str().unwrap().to_owned());
    assert_eq!(sent("resource-id"), Some(response.id.0.to_string()));
    assert_eq!(sent("location"), response.url);
    assert_eq!(
        sent("x-version"),
        response.version.map(|number| number.to_string())
    );
    assert_eq!(
        sent("x-notified"),
        response.notified.map(|told| told.to_string())
    );
    assert_eq!(
        sent("x-queue"),
        response.queue.map(|place| place.to_string())
    );
    // A page in a browser can read them.
    let exposed = sent("access-control-expose-headers").unwrap();
    assert!(
        exposed.split(',').any(|name| name == "resource-id"),
        "{exposed}"
    );
    let raw = client.send_raw(&Request::of(&query)).await.unwrap();
    assert_eq!(raw.value(), "");
    assert_eq!(raw.read::<CreateTicket>().unwrap().id, response.id);
    let page = client.raw_page(&Request::of(&query)).await.unwrap();
    let row: Value = serde_json::from_str(page.rows[0].get()).unwrap();
    assert_eq!(row["id"], response.id.0);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_call_without_content_is_repeated_like_any_other() {
    // The first attempt of each request.
    let faults = Faults::new().at(1, 1, Fault::BadGateway);
    let sandbox = builder("changes").faults(faults).start().await.unwrap();
    let client = client(&sandbox, SERVICE);
    assert_eq!(client.send(&close()).await.unwrap().attempts(), 2);
    let create = CreateTicket::new("Late");
    assert_eq!(client.send(&create).await.unwrap_err().attempts(), 1);
    sandbox.shutdown().await;
}

#[test]
fn headers_of_every_type_are_read() {
    let read = read(
        &CreateTicket::new("Late"),
        StatusCode::CREATED,
        &[
            ("resource-id", "7"),
            ("location", "/v4/tickets/7"),
            ("x-version", " 3 "),
            ("x-score", "0.25"),
            ("x-notified", "true"),
            ("x-created-at", "2019-05-02T14:00:00+02:00"),
            ("x-queue", "12"),
        ],
        "{\"half\": ",
    );
    let ticket = read.unwrap();
    assert_eq!(ticket.id, TicketId(7));
    assert_eq!(ticket.url.as_deref(), Some("/v4/tickets/7"));
    assert_eq!((ticket.version, ticket.score), (Some(3), Some(0.25)));
    assert_eq!((ticket.notified, ticket.queue), (Some(true), Some(12)));
    assert_eq!(ticket.created_at, Some(instant("2019-05-02T12:00:00Z")));
}

#[test]
fn a_header_that_is_missing_or_has_another_value_is_an_error_that_names_it() {
    let query = CreateTicket::new("Late");
    let answered = |headers: &[_]| read(&query, StatusCode::CREATED, headers, "").unwrap_err();
    for (headers, named) in [
        (&[("location", "/v4/tickets/7")][..], "`Resource-ID`"),
        (&[("resource-id", "seven")], "`Resource-ID`"),
        (&[("resource-id", "")], "`Resource-ID`"),
        (&[("resource-id", "7"), ("x-version", "1.5")], "`X-Version`"),
        (
            &[("resource-id", "7"), ("x-notified", "yes")],
            "`X-Notified`",
        ),
    ] {
        let error = answered(headers);
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(named), "{named}: {error}");
        // A ticket is there now.
        assert!(
            error.to_string().contains("before you repeat it"),
            "{error}"
        );
    }
}

#[test]
fn nothing_has_many_forms_but_a_text_is_none_of_them() {
    for body in ["", "\r\n", "{}", "null", " [] ", "\"\""] {
        for status in [StatusCode::OK, StatusCode::ACCEPTED, StatusCode::NO_CONTENT] {
            read(&close(), status, &[], body).unwrap();
        }
    }
    for (body, said) in [
        ("<html>Sign in</html>", "an HTML page"),
        (r#"{"error": "locked"}"#, "the documentation has none"),
        ("ok", "the documentation has none"),
    ] {
        let error = read(&close(), StatusCode::OK, &[], body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn the_openapi_document_has_the_status_and_the_headers() {
    let sandbox = serving("changes").await;
    for path in ["/openapi.json", "/openapi-3.0.json"] {
        let (status, document) = exchange(&sandbox, &format!("GET {path}"), "").await;
        assert_eq!(status, 200);
        let responses = |path: &str, method: &str| &document["paths"][path][method]["responses"];
        let closed = responses("/v4/tickets/{id}/closed", "put");
        assert!(closed.get("200").is_none(), "{closed}");
        assert!(closed["204"].get("content").is_none(), "{closed}");
        assert!(closed["204"]["description"].is_string(), "{closed}");
        let created = &responses("/v4/tickets", "post")["201"];
        assert!(created.get("content").is_none(), "{created}");
        let id = &created["headers"]["Resource-ID"];
        assert_eq!((&id["required"], &id["example"]), (&json!(true), &json!(7)));
        let url = &created["headers"]["Location"];
        assert_eq!(url["required"], false);
        assert_eq!(url["schema"]["type"], "string");
        let components = &document["components"];
        assert!(components["schemas"].get("CreatedTicket").is_none());
        assert!(components["examples"].get("create_ticket").is_none());
    }
    sandbox.shutdown().await;
}
