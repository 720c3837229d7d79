//! Answers without a body, and answers in headers.

use helpscout_description::Type;
use helpscout_spec::Sources;

use crate::{cases, good};

const REPLY: &str = "reports/desk/reply.yaml";

/// Returns the good folder with an operation that answers with this response.
fn answer(response: &str) -> Sources {
    let text = format!(
        "operation: change_reply
request: PUT /v2/replies/{{reply}}
docs: https://docs.example.com/reply
summary: Changes a reply.
parameters:
  - {{ name: reply, type: integer, required: true, example: 7, doc: The reply. }}
{response}
"
    );
    good().with(REPLY, text)
}

/// Returns the good folder with an operation that answers with fields in headers.
fn headers(fields: &str) -> Sources {
    answer(&format!(
        "response:
  status: 201
  object: CreatedReply
  doc: What was created.
  fields:
{fields}
examples: [reply.json]"
    ))
    .with("reports/desk/reply.json", "{\"id\": 7}")
}

#[test]
fn an_answer_may_have_nothing_but_its_status() {
    for (response, status) in [
        ("response: { status: 204 }", 204),
        ("response: { status: 202 }", 202),
    ] {
        let reading = helpscout_spec::read_sources(&answer(response));
        assert_eq!(reading.findings.render(false), "");
        let api = reading.api.unwrap();
        let operation = api.operation("change_reply").unwrap();
        assert!(operation.has_no_content() && operation.examples.is_empty());
        assert_eq!(operation.status, status);
    }
}

#[test]
fn an_answer_may_be_in_headers() {
    let sources = headers(
        "    - { path: id, type: integer, header: Resource-ID, doc: The reply. }
    - { path: url, type: text, header: Location, optional: true, doc: Where it is. }",
    );
    let reading = helpscout_spec::read_sources(&sources);
    assert_eq!(reading.findings.render(false), "");
    let api = reading.api.unwrap();
    let operation = api.operation("change_reply").unwrap();
    let found: Vec<_> = api
        .in_headers(operation)
        .map(|(header, field)| (header, field.wire.as_str(), &field.ty))
        .collect();
    let expected = [
        ("Resource-ID", "id", &Type::Integer),
        ("Location", "url", &Type::Text),
    ];
    assert_eq!(found, expected);
}

cases! {
    an_answer_without_an_object_or_a_status: ["S134"], answer("response: {}");
    a_body_with_a_status_that_has_none: ["S134"], answer("response:\n  status: 204\n  object: ChangedReply\n  doc: What it is now.\n  fields:\n    - { path: id, type: integer, doc: The reply. }\nexamples: [reply.json]").with("reports/desk/reply.json", "{\"id\": 7}");
    fields_without_an_object: ["S134"], answer("response:\n  status: 204\n  fields:\n    - { path: id, type: integer, doc: The reply. }");
    an_example_without_an_object: ["S134"], answer("response: { status: 204 }\nexamples: [reply.json]").with("reports/desk/reply.json", "{}");
    pages_without_an_object: ["S125", "S134"], answer("response: { status: 204 }\npages: { parameter: reply, current: page, total: pages, rows: rows }");
    a_status_that_is_no_success: ["S037"], answer("response: { status: 404 }");
    a_field_beside_headers: ["S135"], headers("    - { path: id, type: integer, header: Resource-ID, doc: The reply. }\n    - { path: url, type: text, optional: true, doc: Where it is. }");
    a_header_with_an_inner_path: ["S135"], headers("    - { path: id, type: integer, header: Resource-ID, doc: The reply. }\n    - { path: links.url, type: text, header: Location, doc: Where it is. }");
    a_header_that_may_be_null: ["S135"], headers("    - { path: id, type: integer, nullable: true, header: Resource-ID, doc: The reply. }");
    a_header_of_anything: ["S135"], headers("    - { path: id, type: any, header: Resource-ID, doc: The reply. }");
    a_header_that_is_an_object: ["S053", "S135"], headers("    - { path: id, object: PageNumbers, header: Resource-ID, doc: The reply. }");
    two_fields_in_one_header: ["S135"], headers("    - { path: id, type: integer, header: Resource-ID, doc: The reply. }\n    - { path: again, type: integer, optional: true, header: resource-id, doc: The reply. }");
}
