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
