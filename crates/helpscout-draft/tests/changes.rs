//! Pages of requests that change something.
#![allow(clippy::unwrap_used)]

mod drafted;

use drafted::{DRAFTER, assert_holds};

/// Returns the draft of a page, without line breaks in prose.
fn drafted(request: &str) -> (String, String) {
    let page = format!(
        "# Change a ticket\n\n`{request}`\n\n## Path parameters\n\n\
         | Name | Type | Description |\n|---|---|---|\n| id | integer | The ID of the ticket |\n\n\
         ## Request body\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n\
         | subject | string | yes | What it is about |\n| priority | integer | no | From 1 to 4 |\n\n\
         ## Response\n\n```json\n{{ \"id\": 7, \"subject\": \"Late\" }}\n```\n"
    );
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    let yaml = yaml.split_whitespace().collect::<Vec<_>>().join(" ");
    (draft.file().to_owned(), yaml)
}

#[test]
fn a_request_that_changes_something_is_named_after_what_it_does() {
    for (method, verb, summary) in [
        ("PUT", "update", "Updates the ticket."),
        ("PATCH", "update", "Updates the ticket."),
        ("DELETE", "delete", "Deletes the ticket."),
    ] {
        let (file, yaml) = drafted(&format!("{method} /v3/tickets/{{id}}"));
        assert_eq!(file, format!("lookups/ticket-{verb}.yaml"));
        for expected in [
            format!("operation: {verb}_ticket"),
            format!("request: {method} /v3/tickets/{{id}}"),
            format!("summary: {summary}"),
        ] {
            assert!(yaml.contains(&expected), "{yaml}");
        }
        let body = "body: - path: subject type: text required: true";
        assert_eq!(yaml.contains(body), method != "DELETE", "{yaml}");
        assert!(!yaml.contains("safe:"), "{yaml}");
    }
}

#[test]
fn a_page_that_also_shows_a_request_that_reads_is_about_that_one() {
    let (_, yaml) = drafted("DELETE /v3/tickets/{id}`\n\n`GET /v3/tickets/{id}");
    assert!(yaml.contains("request: GET /v3/tickets/{id}"), "{yaml}");
}

/// Returns the draft of a page about a request with this section about its answer.
fn answered(request: &str, answer: &str) -> (String, Option<String>) {
    let page = format!(
        "# Create a ticket\n\n`{request}`\n\n## Request body\n\n\
         | Name | Type | Required | Description |\n|---|---|---|---|\n\
         | subject | string | yes | What it is about |\n\n{answer}\n"
    );
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    let example = draft.example(draft.file());
    (yaml, example)
}

#[test]
fn an_answer_with_a_status_alone_has_no_object_and_no_example() {
    for (answer, status) in [
        ("## Response\n\n```\nHTTP/1.1 204 No Content\n```", 204),
        ("## Response\n\n`204 No Content`", 204),
        ("## Response\n\nStatus: 204", 204),
        ("If it succeeds, the service returns 202 Accepted.", 202),
        ("## Response\n\n* **201 Created**", 201),
    ] {
        let (yaml, example) = answered("POST /v3/tickets", answer);
        assert!(
            yaml.contains(&format!("\nresponse:\n  status: {status}\n")),
            "{yaml}"
        );
        assert_eq!(example, None, "{yaml}");
        assert!(yaml.contains("operation: create_ticket\n"), "{yaml}");
        assert!(yaml.contains("summary: Creates a ticket.\n"), "{yaml}");
        for absent in ["object:", "example body", "examples:"] {
            assert!(!yaml.contains(absent), "{absent}: {yaml}");
        }
    }
}

#[test]
fn numbers_that_are_no_status_and_the_status_of_a_read_say_nothing() {
    for answer in [
        "Returns the ticket 204 of the queue.",
        "The limit is 1204 no content.",
        "Version 1.204",
        "See issue 204",
    ] {
        let (yaml, _) = answered("POST /v3/tickets", answer);
        assert!(yaml.contains("`response: { status: 204 }`"), "{yaml}");
        assert!(yaml.contains("object:"), "{yaml}");
    }
    let (yaml, _) = answered(
        "GET /v3/tickets/{id}",
        "A list without rows is 204 No Content.",
    );
    assert!(
        yaml.contains("object:") && !yaml.contains("status:"),
        "{yaml}"
    );
}

#[test]
fn the_headers_of_an_answer_are_its_fields() {
    let head = "## Response\n\n```\nHTTP/1.1 201 Created\nDate: Thu, 02 May 2019 12:00:00 GMT\n\
                Resource-ID: 7\nLocation: https://api.example.com/v3/tickets/7\nX-RateLimit-Limit-Minute: 400\n```\n";
    let (yaml, example) = answered("POST /v3/tickets", head);
    let response = yaml.split_once("\nresponse:\n").unwrap().1;
    let response = response.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        response.starts_with("status: 201 object: TicketCreate doc: "),
        "{yaml}"
    );
    assert!(
        response.contains("path: resource_id type: integer header: Resource-ID"),
        "{yaml}"
    );
    assert!(
        response.contains("path: location, type: text, header: Location,"),
        "{yaml}"
    );
    assert_eq!(response.matches("header:").count(), 2, "{yaml}");
    assert!(example.is_some());
    let draft = |page: &str| DRAFTER.page(page.as_bytes()).unwrap();
    let page = format!("# Create a user\n\nPOST /v2/users\n\n{head}");
    let created = draft(&page);
    let yaml = created.yaml(created.file());
    assert!(yaml.contains("type: UserId, header: Resource-ID"), "{yaml}");
    assert!(yaml.contains("summary: Creates a user.\n"), "{yaml}");
    let body: serde_json::Value = serde_json::from_str(created.body().unwrap()).unwrap();
    assert_eq!(body["resource_id"], 7);
    assert_eq!(body["location"], "https://api.example.com/v3/tickets/7");

    let table = "\n### Response headers\n\n| Header | Type | Description |\n|---|---|---|\n\
                 | Resource-ID | number | The ID of the ticket |\n| X-Queue | string | Where it waits |\n";
    let (yaml, example) = answered("POST /v3/tickets", &format!("{head}{table}"));
    let flat = yaml.split_whitespace().collect::<Vec<_>>().join(" ");
    // No sentence of a page is copied.
    assert!(!flat.contains("The ID of the ticket"), "{yaml}");
    assert!(
        example.is_some_and(|example| example.ends_with(".json")),
        "{yaml}"
    );
    assert!(flat.contains("header: X-Queue"), "{yaml}");
    assert_eq!(flat.matches("header:").count(), 3, "{yaml}");
}

#[test]
fn a_list_of_objects_in_a_body_has_an_entry_for_each_field() {
    let page = "# Create a conversation\n\n```\nPOST /v2/conversations HTTP/1.1\n\
        Content-Type: application/json\n\n{\n  \"status\": \"open\",\n  \"createdAt\": \"2019-05-02T12:00:00Z\",\n  \
        \"threads\": [\n    { \"status\": \"new\", \"customer\": { \"email\": \"a@example.com\" } },\n    \
        { \"text\": \"Hello\", \"cc\": [\"b@example.com\"] }\n  ]\n}\n```\n\n\
        | Path | Type | Required | Description |\n|---|---|---|---|\n\
        | status | string | yes | Its status |\n\
        | createdAt | string | no | When it was written |\n\
        | threads[] | array | yes | The threads |\n\
        | threads[].status | string | yes | Its status |\n\
        | threads[].files.name | string | no | The name of a file |\n\
        | threads[].files[].size | integer | no | The size of a file |\n\n\
        ## Response\n\n`204 No Content`\n";
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    let flat = yaml.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "path: threads[] object: ConversationCreateThread required: true",
        "path: threads[].status type: text required: true example: new doc: The status.",
        "path: threads[].files[] object: ConversationCreateFile doc:",
        "path: threads[].files[].name type: text",
        "path: threads[].files[].size type: integer",
        "path: threads[].customer.email type: text example: a@example.com",
        "path: threads[].text type: text example: Hello",
        "path: threads[].cc[] type: text example: [b@example.com]",
        "path: createdAt type: instant",
        "response: status: 204",
    ] {
        assert!(flat.contains(expected), "{expected}: {yaml}");
    }
    assert!(!flat.contains("is omitted"), "{yaml}");
    // The setters of another object don't count.
    assert!(!flat.contains("rust: status"), "{yaml}");
}

#[test]
fn the_example_below_the_head_of_a_request_is_that_of_its_body() {
    for (below, is_sent) in [
        ("Content-Type: application/json\n\n", true),
        ("\nThe answer:\n\n", false),
    ] {
        let page = format!(
            "# Update Tags\n\nPUT /v2/conversations/{{id}}/tags\n\n\
             PUT /v2/conversations/123/tags HTTP/1.1\n{below}{{ \"tags\": [\"vip\"] }}\n"
        );
        assert_holds(page.as_bytes());
        let draft = DRAFTER.page(page.as_bytes()).unwrap();
        let yaml = draft.yaml(draft.file());
        assert_eq!(
            yaml.contains("body:\n  - path: tags[]\n"),
            is_sent,
            "{yaml}"
        );
        assert_eq!(draft.body().unwrap().contains("tags"), !is_sent, "{yaml}");
    }
}
