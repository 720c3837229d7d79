//! Requests that change something: `PUT`, `PATCH` and `DELETE`.

use super::*;
use features::changes;

const TICKET: &str = "/v4/tickets/7";
const PATH: &str = "/v4/tickets/{id}";

#[tokio::test]
async fn each_method_of_a_path_is_an_operation_of_its_own() {
    let sandbox = serving("changes").await;
    let client = client(&sandbox, changes::SERVICE);
    let id = || changes::TicketId(7);
    let found = client.send(&changes::GetTicket::new(id())).await.unwrap();
    assert!(found.ticket.id.0 > 0);

    let query = changes::ReplaceTicket::new(id(), "Late").tags(["vip", "late"]);
    client.send(&query).await.unwrap();
    let read = sandbox.calls().last_read(PATH).unwrap().clone();
    assert_eq!(read["subject"], ["Late"]);
    assert_eq!(read["tags"], ["vip", "late"]);

    let query = changes::ChangeTicket::new(id()).add_tags(["vip"]);
    client.send(&query).await.unwrap();
    let read = sandbox.calls().last_read(PATH).unwrap().clone();
    assert_eq!(read["addTags"], ["vip"]);
    assert!(!read.contains_key("subject"), "{read:?}");

    let query = changes::DeleteTicket::new(id()).with_replies(true);
    client.send(&query).await.unwrap();
    let read = sandbox.calls().last_read(PATH).unwrap().clone();
    assert_eq!(read["with_replies"], ["true"]);
    assert_eq!(sandbox.calls().to(PATH), 4);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn both_sides_refuse_the_same_in_every_body() {
    let sandbox = serving("changes").await;
    let long = "a".repeat(61);
    let body = json!({ "subject": long }).to_string();
    for (method, refused) in [
        (
            "PUT",
            refused_by_client(&changes::ReplaceTicket::new(changes::TicketId(7), &long)),
        ),
        (
            "PATCH",
            refused_by_client(&changes::ChangeTicket::new(changes::TicketId(7)).subject(&long)),
        ),
    ] {
        assert_eq!(refused, set(&["subject"]));
        let answer = exchange(&sandbox, &format!("{method} {TICKET}"), &body).await;
        assert_eq!(refused_by_sandbox(answer), refused, "{method}");
    }
    // Nothing is required in the body of the PATCH, but it has one.
    let (status, answer) = exchange(&sandbox, &format!("PATCH {TICKET}"), "").await;
    assert_eq!(status, 400, "{answer}");
    let (status, answer) = exchange(&sandbox, &format!("POST {TICKET}"), "{}").await;
    assert_eq!(status, 400, "{answer}");
    let said = answer.to_string();
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        assert!(said.contains(method), "{said}");
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_put_and_a_delete_are_repeated_after_a_failure_and_a_patch_is_not() {
    // The first attempt of each request.
    let faults = Faults::new().at(1, 1, Fault::BadGateway);
    let sandbox = builder("changes").faults(faults).start().await.unwrap();
    let client = client(&sandbox, changes::SERVICE);
    let id = || changes::TicketId(7);
    let query = changes::ReplaceTicket::new(id(), "Late");
    assert_eq!(client.send(&query).await.unwrap().attempts(), 2);
    let query = changes::DeleteTicket::new(id());
    assert_eq!(client.send(&query).await.unwrap().attempts(), 2);
    let query = changes::ChangeTicket::new(id()).subject("Late");
    let error = client.send(&query).await.unwrap_err();
    assert_eq!(error.attempts(), 1, "{error}");
    assert_eq!(sandbox.calls().to(PATH), 5);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn the_openapi_document_has_every_method_of_a_path() {
    let sandbox = serving("changes").await;
    let (status, document) = exchange(&sandbox, "GET /openapi.json", "").await;
    assert_eq!(status, 200);
    let path = &document["paths"][PATH];
    for (method, has_body) in [
        ("get", false),
        ("put", true),
        ("patch", true),
        ("delete", false),
    ] {
        let operation = &path[method];
        assert!(operation["operationId"].is_string(), "{method}: {path}");
        assert_eq!(operation.get("requestBody").is_some(), has_body, "{method}");
    }
    let required = |method: &str| {
        path[method]["requestBody"]["content"]["application/json"]["schema"]
            .get("required")
            .cloned()
    };
    assert_eq!(required("put"), Some(json!(["subject"])));
    assert_eq!(required("patch"), None);
    sandbox.shutdown().await;
}
